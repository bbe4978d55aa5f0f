"""What happens in the demo office: its people, and some months of complaints and corrections.

Days count back from the day of the demo, so that something is due today whenever it is built. ``age`` is in
calendar days; what falls on a rest day happens on the working day before it.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crmdesk.rules.complaint import ComplaintKind, Demand, DemandKind, Market
from crmdesk.rules.people import Role

OFFICE, CODE = "华东办事处", "HD"
COMPANY = "华东大华建材股份有限公司"
CONTACT = "服务电话 021-6010 0000"
LOGIN, PASSWORD = "limin", "demo1234"
FOUNDED, IMPORTED = 130, 120  # days ago
BOSS = "韩雪"

#: Login, name, roles. The first one founds the office.
PEOPLE: tuple[tuple[str, str, frozenset[Role]], ...] = (
    (LOGIN, "李敏", frozenset({Role.OFFICE_CLERK, Role.ADMIN})),
    ("sunli", "孙立", frozenset({Role.REP})),
    ("fengyuan", "冯媛", frozenset({Role.REP})),
    ("qianjin", "钱进", frozenset({Role.REP})),
    ("zhoulan", "周岚", frozenset({Role.REP})),
    ("zhengheping", "郑和平", frozenset({Role.OFFICE_MGR})),
    ("gujing", "顾静", frozenset({Role.QA})),
    ("hanxue", BOSS, frozenset({Role.GMO})),
    ("wuting", "吴婷", frozenset({Role.FIN})),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint: of the ``nth`` dealer of a representative, and how far it has come.

    ``steps`` happen ``(days ago, step)``: send, register, register_by_proxy, print, send_back, take_back, void.
    """

    age: int
    owner: str
    nth: int
    values: dict[str, Any]
    steps: tuple[tuple[int, str], ...] = ()
    comment: str = ""
    is_main: bool = field(default=False)  # the one whose five copies are shown


def _goods(
    product: str, part: str, unit: str, quantity: str, bad: str, price: str, order: str, shipped: int
) -> dict[str, Any]:
    """The goods of a form; ``shipped`` in days before it is filled in."""
    return {
        "product": product, "part_number": part, "unit": unit, "quantity": Decimal(quantity),
        "bad_quantity": Decimal(bad), "unit_price": Decimal(price), "order_number": order,
        "amount": (Decimal(bad) * Decimal(price)).quantize(Decimal("0.01")), "shipped_days_before": shipped,
    }  # fmt: skip


def _wants(
    kind: DemandKind, quantity: str | None = None, amount: str | None = None, remark: str = ""
) -> Demand:
    return Demand(
        kind, Decimal(quantity) if quantity else None, None, Decimal(amount) if amount else None, remark
    )


_QUALITY = {"kind": ComplaintKind.QUALITY}
_OTHER = {"kind": ComplaintKind.NON_QUALITY}
_SAMPLE = {"has_sample": True, "sample_quantity": "3 片", "sample_receiver": "顾静"}
_NO_SAMPLE = {"has_sample": False, "no_sample_reason": "现场拍照,样品已用完"}
_IN_USE = {"has_sample": False, "no_sample_reason": "客户正在使用,暂不能取样"}
_SENT_ON = "情况属实,建议同意客户要求。"

CASES: tuple[Case, ...] = (
    Case(96, "孙立", 3, _QUALITY | _SAMPLE | _goods("抛光砖 800×800 白玉", "TC-8080-W", "箱", "600", "22", "86.5", "DD0811-0032", 20) | {
        "contact": "张㛃", "reason": "部分砖面有针孔,客户已挑出。", "opinion": _SENT_ON,
        "demands": (_wants(DemandKind.EXCHANGE, "22"),),
    }, ((96, "send"), (95, "register"), (90, "void")), "客户自行处理,撤回投诉"),
    Case(71, "冯媛", 5, _OTHER | _NO_SAMPLE | _goods("内墙乳胶漆 18L", "TL-1018", "桶", "80", "4", "265", "DD0905-0118", 9) | {
        "contact": "王䶮", "reason": "与前一张抱怨表重复。", "opinion": "重复填写。",
        "demands": (_wants(DemandKind.REPLENISH, "4"),),
    }, ((71, "void"),), "与前表重复"),
    Case(47, "钱进", 2, _OTHER | _NO_SAMPLE | _goods("PVC 排水管 DN110", "GY-110", "根", "400", "36", "38.2", "DD1002-0061", 12) | {
        "contact": "李堃", "reason": "到货短少 36 根,司机签收单已附。", "opinion": "物流短少,另按运输索赔办理。",
        "demands": (_wants(DemandKind.REPLENISH, "36"),), "delivery_note": "CH1002-061",
    }, ((47, "send"), (46, "register"), (44, "void")), "改按运输索赔办理"),
    Case(18, "周岚", 4, _QUALITY | _SAMPLE | _goods("仿古砖 600×600 灰岩", "TC-6060-G", "箱", "900", "60", "72", "DD1021-0209", 25) | {
        "contact": "吴喆", "reason": "同一批号两种色号混装,铺贴后色差明显,客户要求换货并补人工费。",
        "confirmation": "现场查看属实,批号 L1018、L1019 混装。", "opinion": _SENT_ON, "abnormality_number": "L1018",
        "demands": (_wants(DemandKind.EXCHANGE, "60"), _wants(DemandKind.COMPENSATION, amount="3600.00", remark="重新铺贴人工费")),
    }, ((17, "send"), (16, "register"), (16, "print"))),
    Case(14, "孙立", 7, _QUALITY | _SAMPLE | _goods("弹性防水涂料 20kg", "FS-2020", "桶", "150", "12", "198", "DD1030-0044", 18) | {
        "contact": "沈昇", "reason": "开桶后分层结块,搅拌不开。", "opinion": _SENT_ON, "abnormality_number": "F2610B",
        "demands": (_wants(DemandKind.RETURN, "12"),),
    }, ((13, "send"), (12, "register"), (11, "print"))),
    Case(11, "钱进", 6, _QUALITY | _NO_SAMPLE | _goods("石膏板 2400×1200×9.5", "SG-95", "张", "2000", "140", "16.8", "DD1105-0150", 10) | {
        "contact": "甯志刚", "reason": "板边破损、受潮发霉,约 140 张不能用。", "confirmation": "仓库受潮痕迹明显,待质量管理部判定责任。",
        "opinion": "客户库存条件一般,建议折让处理。", "demands": (_wants(DemandKind.ALLOWANCE, amount="1176.00", remark="按货款五折折让"),),
    }, ((10, "send"), (9, "register_by_proxy"), (9, "print"))),
    Case(10, "周岚", 9, _QUALITY | _SAMPLE | _goods("外墙砖 100×200", "TC-1020", "箱", "3200", "96", "54", "DD1015-0007", 30) | {
        "market": Market.FOREIGN, "contact": "陈𬭚", "reason": "出口越南项目,抵港开箱发现釉面龟裂。", "opinion": _SENT_ON,
        "demands": (_wants(DemandKind.REPLENISH, "96"),), "invoice_number": "25312000000118206533",
    }, ((9, "send"), (8, "register"), (7, "print"))),
    Case(7, "冯媛", 1, _QUALITY | _SAMPLE | _goods("抛釉砖 750×1500 雅白", "TC-7515-Y", "片", "1200", "86", "62.4", "DD1028-0187", 15) | {
        "is_urgent": True, "contact": "许𫖯", "abnormality_number": "L2610-07", "delivery_note": "CH1028-187",
        "reason": "客户承接的酒店大堂工程铺贴后一周内,约 86 片砖面出现针孔和细微裂纹,分布没有规律,以靠窗一侧为多。"
                  "施工方按规范留缝,基层含水率经检测合格,监理要求停工待处理。\n客户已向业主作出书面说明,工期每延误一天按合同"
                  "罚款 2,000 元,请公司派人到现场共同确认,并在三个工作日内答复。",
        "confirmation": "已与质量管理部顾静到现场查看,裂纹从釉面起,不穿透坯体,与铺贴工艺无关。",
        "opinion": "情况属实,客户配合度高、全年进货居前,建议同意换货,并承担重新铺贴的人工费。",
        "demands": (_wants(DemandKind.EXCHANGE, "86"), _wants(DemandKind.COMPENSATION, amount="8600.00", remark="重新铺贴人工费,凭发票"),
                    _wants(DemandKind.OTHER, remark="请质量管理部三个工作日内书面答复")),
    }, ((6, "send"), (5, "register")), is_main=True),
    Case(8, "冯媛", 8, _OTHER | _NO_SAMPLE | _goods("瓷砖胶 25kg", "NJ-25", "袋", "800", "50", "28", "DD1110-0093", 6) | {
        "contact": "林𬱖", "reason": "发错型号,订强力型,到货为普通型。", "opinion": "仓库发错,请换货。",
        "demands": (_wants(DemandKind.EXCHANGE, "50"),),
    }, ((7, "send"), (6, "register"), (6, "print"))),
    Case(4, "孙立", 11, _QUALITY | _SAMPLE | _goods("铝合金门窗型材 50 系列", "MC-50", "米", "600", "48", "41.5", "DD1102-0075", 14) | {
        "reason": "喷涂层起泡脱落,集中在两捆。", "opinion": _SENT_ON, "demands": (_wants(DemandKind.RETURN, "48"),),
    }, ((4, "send"), (3, "register"))),
    Case(6, "钱进", 9, _QUALITY | _SAMPLE | _goods("腻子粉 20kg 耐水型", "NZ-20", "袋", "1500", "200", "19.5", "DD1108-0036", 8) | {
        "reason": "批刮后起皮、掉粉。", "opinion": "工地已停用,请尽快判定。", "demands": (_wants(DemandKind.RETURN, "200"),),
    }, ((5, "send"),)),
    Case(2, "周岚", 12, _QUALITY | _IN_USE | _goods("SBS 改性沥青防水卷材 3mm", "FS-SBS3", "卷", "260", "40", "168", "DD1116-0012", 5) | {
        "is_urgent": True, "reason": "热熔施工时胎基分层,已铺部分起鼓,数量要等屋面揭开后才能确定。", "quantity_open": True,
        "opinion": "工程仍在施工,数量待定,先行登记。", "demands": (_wants(DemandKind.RETURN),),
    }, ((1, "send"),)),
    Case(1, "冯媛", 13, _QUALITY | _SAMPLE | _goods("木纹砖 200×1200", "TC-2012-M", "箱", "400", "15", "96", "DD1112-0140", 8) | {
        "reason": "尺寸偏差超过 1.5 mm,无法对缝。", "opinion": _SENT_ON, "demands": (_wants(DemandKind.EXCHANGE, "15"),),
    }, ((0, "send"),)),
    Case(3, "钱进", 15, _QUALITY | _NO_SAMPLE | _goods("硅酮密封胶 300ml 透明", "MF-300", "支", "2400", "120", "11.2", "DD1109-0098", 9) | {
        "reason": "胶体不固化。", "opinion": "请确认。", "demands": (_wants(DemandKind.RETURN, "120"),),
    }, ((2, "send"), (1, "send_back")), "请补充生产批号和施工环境温度后再送"),
    Case(0, "孙立", 14, {"kind": ComplaintKind.QUALITY, "product": "抛光砖 600×600 米黄", "part_number": "TC-6060-B",
                         "unit": "箱", "reason": "客户电话反映缺角较多,待到现场清点。"}),
)  # fmt: skip

#: Corrections of dealers: days ago, representative, nth dealer, what changes.
CORRECTIONS: tuple[tuple[int, str, int, dict[str, Any]], ...] = (
    (110, "孙立", 0, {"contact": "王建国"}),
    (98, "冯媛", 2, {"dealer_class": "B", "remark": "一季度评估下调"}),
    (88, "钱进", 3, {"mobile": "13955512036"}),
    (76, "周岚", 1, {"credit_limit": Decimal("300000.00")}),
    (63, "孙立", 6, {"status": "suspended", "remark": "货款逾期,暂停发货"}),
    (52, "冯媛", 1, {"dealer_class": "A", "contact": "许𫖯"}),
    (39, "钱进", 8, {"address": "合肥市包河区工业路 18 号建材市场 B 区 6 栋"}),
    (34, "孙立", 6, {"status": "active", "remark": "货款已清,恢复发货"}),
    (21, "周岚", 4, {"owner": "周岚", "term_days": 45}),
    (12, "冯媛", 10, {"short_name": "", "wechat": "fy_jiancai"}),
    (5, "孙立", 9, {"bank_name": "中国建设银行南京开发区支行"}),
)
