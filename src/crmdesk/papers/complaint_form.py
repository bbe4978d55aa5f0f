"""客户抱怨处理表 as sections, rows and boxes (domain 2.4): A and B with the data, C to O empty for the pen.

Widths are millimetres; edges of neighbouring rows stand in line where they can.
"""

from crmdesk.papers.boxes import Cell, Choice, Row, Section
from crmdesk.rules.complaint import Complaint, ComplaintKind, Demand, DemandKind, Market
from crmdesk.rules.worded import Worded
from crmdesk.rules.wording import clean, day, figure, price

#: CP 四.1, printed in 客户要求 while the quantity is not known.
QUANTITY_OPEN = "客户加工中未确定"


def sections(form: Complaint) -> tuple[Section, ...]:
    """The whole form, from the top."""
    return (_header(form), _business(form), *CIRCULATION)


def _header(form: Complaint) -> Section:
    """A, without what the letterhead shows."""
    urgency = (Choice("急件", form.is_urgent), Choice("普通件", not form.is_urgent))
    return Section("", (
        Row((
            Cell("缓急", 30, choices=urgency),
            Cell("客诉类别", 45, choices=_choices(ComplaintKind, form.kind)),
            Cell("市场", 28, choices=_choices(Market, form.market)),
            Cell("受理日期（总经理室）", 31, day(form.accepted_on), "accepted_on"),
            Cell("原抱怨表编号", 28, clean(form.parent_number), "parent_number"),
            Cell("第几次投诉", 20, f"第 {form.filing} 次", "filing"),
        )),
    ))  # fmt: skip


def _choices(words: type[Worded], chosen: Worded | None) -> tuple[Choice, ...]:
    return tuple(Choice(member.word, member is chosen) for member in words)


def _business(form: Complaint) -> Section:
    """B."""
    return Section("业务部门", (*_goods(form), *_texts(form)))


def _goods(form: Complaint) -> tuple[Row, ...]:
    dealer = clean(f"{form.dealer_code} {form.dealer_name}".strip())
    return (
        Row((
            Cell("客户（编号、名称）", 74, dealer, "dealer_name"),
            Cell("联系人", 39, clean(form.contact), "contact"),
            Cell("电话", 31, clean(form.phone), "phone"),
            Cell("订单编号", 31, clean(form.order_number), "order_number"),
        )),
        Row((
            Cell("地址", 113, clean(form.address), "address"),
            Cell("出货单号", 31, clean(form.delivery_note), "delivery_note"),
            Cell("发票号码", 31, clean(form.invoice_number), "invoice_number"),
        )),
        Row((
            Cell("料号", 36, clean(form.part_number), "part_number"),
            Cell("品名规格", 77, clean(form.product), "product"),
            Cell("异常编号", 31, clean(form.abnormality_number), "abnormality_number"),
            Cell("交运日期", 31, day(form.shipped_on), "shipped_on"),
        )),
        Row((
            Cell("单位", 36, clean(form.unit), "unit"),
            Cell("数量", 38, figure(form.quantity), "quantity"),
            Cell("不良数量", 39, figure(form.bad_quantity), "bad_quantity"),
            Cell("单价（元）", 31, price(form.unit_price), "unit_price"),
            Cell("金额（元）", 31, price(form.amount), "amount"),
        )),
    )  # fmt: skip


def _texts(form: Complaint) -> tuple[Row, ...]:
    open_quantity = (Choice(QUANTITY_OPEN, form.quantity_open),)
    return (
        Row((Cell("投诉内容与理由", 175, clean(form.reason), "reason"),), at_least=16, grow=2),
        Row((Cell("理由确认结果", 175, clean(form.confirmation), "confirmation"),), at_least=10, grow=1),
        Row((
            Cell("客户要求", 113, _demands(form), "demands",
                 asks=() if form.quantity_open else open_quantity,
                 choices=open_quantity if form.quantity_open else ()),
            Cell("异常样品", 62, _sample(form), "sample_quantity",
                 choices=(Choice("有", form.has_sample), Choice("无", _says_no_sample(form)))),
        ), at_least=14, grow=1),
        Row((
            Cell("业务签注意见", 113, clean(form.opinion), "opinion"),
            Cell("填表人", 31, clean(form.filled_by), "filled_by"),
            Cell("填表日期", 31, day(form.filled_on), "filled_on"),
        ), at_least=11, grow=1),
    )  # fmt: skip


def _demands(form: Complaint) -> str:
    return "\n".join(_demand(demand, form.unit) for demand in form.demands)


def _demand(demand: Demand, unit: str) -> str:
    """退货 86 箱，1,200.00 元（备注）; 折让 5 %."""
    parts = (
        figure(demand.quantity, clean(unit)),
        f"{figure(demand.percent)}%" if demand.percent is not None else "",
        f"{price(demand.amount)} 元" if demand.amount is not None else "",
    )
    told = "，".join(part for part in parts if part)
    remark = clean(demand.remark)
    if demand.kind is DemandKind.OTHER and remark:
        return f"{demand.kind.word}：{remark}{'，' if told else ''}{told}"
    return f"{demand.kind.word} {told}".rstrip() + (f"（{remark}）" if remark else "")


def _says_no_sample(form: Complaint) -> bool:
    return not form.has_sample and bool(form.no_sample_reason.strip())


def _sample(form: Complaint) -> str:
    if not form.has_sample:
        reason = clean(form.no_sample_reason)
        return f"原因：{reason}" if reason else ""
    sent = f"{day(form.sample_sent_on)}送交" if form.sample_sent_on else ""
    parts = (
        f"数量 {clean(form.sample_quantity)}" if form.sample_quantity else "",
        f"编号 {clean(form.sample_number)}" if form.sample_number else "",
        sent,
        f"{clean(form.sample_receiver)} 收" if form.sample_receiver else "",
    )
    return "，".join(part for part in parts if part)


def _asks(*words: str) -> tuple[Choice, ...]:
    return tuple(Choice(word) for word in words)


def _signed(label: str, width: float = 31) -> Cell:
    return Cell(label, width, is_dated=True)


#: C to O: what the other departments write on the paper as it goes round (domain 2.4, 2.5).
CIRCULATION: tuple[Section, ...] = (
    Section("现场处理", (
        Row((Cell("处理经过（日期、地点；质管、制造、业务会同，或总经理指派）", 113), _signed("处理人"), _signed("书面报告呈核")),
            at_least=15, grow=1.2),
    )),
    Section("质量管理部", (
        Row((Cell("检验确认及发生原因", 113), Cell("责任归属部门、责任人员", 62)), at_least=14, grow=1.4),
        Row((Cell("改善对策检查", 144), _signed("签章")), at_least=10, grow=0.8),
    )),
    Section("生产单位", (
        Row((Cell("生产单位", 43), Cell("机班别", 44), Cell("生产人员", 44), Cell("生产日期", 44)), at_least=9),
        Row((Cell("异常原因分析", 72), Cell("处理对策及执行检查", 72), _signed("签章")), at_least=14, grow=1.4),
    )),
    Section("会签", (
        Row((_signed("经理室批示", 58), Cell("研发部意见", 59, asks=_asks("免会"), is_dated=True),
             _signed("总经理室查核", 58)), at_least=13.5, grow=1.2),
    )),
    Section("处理意见", (
        Row((Cell("业务拟定", 132, asks=_asks("折让", "退货", "换货", "补货", "重修", "赔款", "不成立", "其他")),
             Cell("预计金额（元）", 43)), at_least=13, grow=1.2),
        Row((_signed("总经理室综合意见", 74),
             Cell("核决", 101, asks=_asks("业务部经理", "副总经理", "总经理", "同意", "不同意", "退回"), is_dated=True)),
            at_least=13, grow=1.2),
    )),
    Section("交涉", (
        Row((Cell("说明与交涉结果", 113, asks=_asks("接受", "部分接受", "不接受（另填新表）")), _signed("经办"),
             _signed("主管核阅")), at_least=13, grow=1.2),
    )),
    Section("结案", (
        Row((_signed("总经理室综合意见（一日内）", 62), _signed("核决", 41), Cell("责任、损失金额（元）", 41),
             _signed("结案日期")), at_least=13, grow=1.2),
    )),
)  # fmt: skip
