"""The complaint 客户抱怨处理表 (CP): form, flow, number, and what a form needs before it is sent.

Sections A (header) and B (业务部门) of domain 2.4 are filled in here; the other departments write
on the printed copies, which circulate on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.errors import Problem
from crmdesk.rules.flow import Flow, Station, Transition
from crmdesk.rules.gaps import unfilled
from crmdesk.rules.people import Role
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class ComplaintKind(Worded):
    """客诉类别 (CP 一)."""

    NON_QUALITY = "non_quality", N_("非质量异常")
    QUALITY = "quality", N_("质量异常")


class Market(Worded):
    """国内 / 国外: decides the limit of the whole case (domain 2.6)."""

    DOMESTIC = "domestic", N_("国内")
    FOREIGN = "foreign", N_("国外")


class DemandKind(Worded):
    """客户要求: what the customer asks for (CP 四.1)."""

    RETURN = "return", N_("退货")
    EXCHANGE = "exchange", N_("换货")
    REPLENISH = "replenish", N_("补货")
    ALLOWANCE = "allowance", N_("折让")
    COMPENSATION = "compensation", N_("赔款")
    OTHER = "other", N_("其他")


class ComplaintState(Worded):
    """States of the complaint (domain 2.5)."""

    DRAFT = "draft", N_("业务填表")
    SENT = "sent", N_("待登记")
    REGISTERED = "registered", N_("已登记")
    VOID = "void", N_("作废")


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of 客户要求. ``amount`` is yuan; ``percent`` of the price for an allowance."""

    kind: DemandKind
    quantity: Decimal | None = None
    percent: Decimal | None = None
    amount: Decimal | None = None
    remark: str = ""
    id: UUID | None = None  # None until saved


@dataclass(frozen=True, slots=True)
class Complaint:
    """One form. Dealer name, contact, phone and address are kept as they stood on the form."""

    id: UUID
    revision: int
    state: ComplaintState
    flow_version: str
    draft_key: str  # DR-20261124-003 until the form has its number
    number: str = ""  # YYMMNN, given at registration (CP 三)
    is_urgent: bool = False  # 急件
    kind: ComplaintKind | None = None
    market: Market = Market.DOMESTIC
    filled_on: date | None = None  # 填表日期
    filled_by: str = ""  # 填表人
    accepted_on: date | None = None  # 受理日期(总经理室)
    parent_number: str = ""  # 原抱怨表编号 (CP 四.9)
    filing: int = 1  # 第几次投诉
    dealer_id: UUID | None = None
    dealer_code: str = ""
    dealer_name: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    order_number: str = ""  # 订单编号
    part_number: str = ""  # 料号
    product: str = ""  # 品名规格
    unit: str = ""  # 单位: 箱, 片, 吨
    shipped_on: date | None = None  # 交运日期
    quantity: Decimal | None = None  # (交运)数量
    bad_quantity: Decimal | None = None  # 不良数量, at most quantity
    abnormality_number: str = ""  # 异常编号: lot or abnormality number
    delivery_note: str = ""  # 出货单号
    invoice_number: str = ""  # 发票号码
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ""  # 投诉内容与理由
    confirmation: str = ""  # 理由确认结果
    demands: tuple[Demand, ...] = ()
    quantity_open: bool = False  # 退(换)货数量待定: prints 客户加工中未确定 (CP 四.1)
    has_sample: bool = False
    sample_quantity: str = ""
    sample_number: str = ""
    sample_sent_on: date | None = None
    sample_receiver: str = ""
    no_sample_reason: str = ""
    opinion: str = ""  # 业务签注意见
    deadline: date | None = None  # last day of the present station, inclusive; computed
    days_left: int | None = None  # days to the deadline, negative when overdue; computed
    created_at: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    notice: str = ""  # what the person should know of the step just taken

    @property
    def title(self) -> str:
        """Number, or the draft key as long as there is none."""
        return self.number or self.draft_key


#: The fields of sections A and B that a person writes.
FIELDS: tuple[str, ...] = (
    "is_urgent", "kind", "market", "filled_on", "filled_by", "dealer_id", "contact", "phone", "address",
    "order_number", "part_number", "product", "unit", "shipped_on", "quantity", "bad_quantity",
    "abnormality_number", "delivery_note", "invoice_number", "unit_price", "amount", "reason",
    "confirmation", "demands", "quantity_open", "has_sample", "sample_quantity", "sample_number",
    "sample_sent_on", "sample_receiver", "no_sample_reason", "opinion",
)  # fmt: skip

#: Chinese label of every field, for forms, history, problems and papers.
LABELS: dict[str, str] = {
    "state": N_("状态"),
    "number": N_("客诉编号"),
    "draft_key": N_("草稿号"),
    "is_urgent": N_("急件"),
    "kind": N_("客诉类别"),
    "market": N_("国内/国外"),
    "filled_on": N_("填表日期"),
    "filled_by": N_("填表人"),
    "accepted_on": N_("受理日期"),
    "parent_number": N_("原抱怨表编号"),
    "filing": N_("第几次投诉"),
    "dealer_id": N_("投诉客户"),
    "dealer_code": N_("客户编号"),
    "dealer_name": N_("客户名称"),
    "contact": N_("联系人"),
    "phone": N_("电话"),
    "address": N_("地址"),
    "order_number": N_("订单编号"),
    "part_number": N_("料号"),
    "product": N_("品名规格"),
    "unit": N_("单位"),
    "shipped_on": N_("交运日期"),
    "quantity": N_("数量"),
    "bad_quantity": N_("不良数量"),
    "abnormality_number": N_("异常编号"),
    "delivery_note": N_("出货单号"),
    "invoice_number": N_("发票号码"),
    "unit_price": N_("单价"),
    "amount": N_("金额"),
    "reason": N_("投诉内容与理由"),
    "confirmation": N_("理由确认结果"),
    "demands": N_("客户要求"),
    "quantity_open": N_("客户加工中未确定"),
    "has_sample": N_("异常样品"),
    "sample_quantity": N_("样品数量"),
    "sample_number": N_("样品编号"),
    "sample_sent_on": N_("样品送交日期"),
    "sample_receiver": N_("样品接收人"),
    "no_sample_reason": N_("无样品原因"),
    "opinion": N_("业务签注意见"),
}

COLUMNS: tuple[Column, ...] = (
    Column("title", N_("客诉编号"), Kind.CODE, 15),  # the draft key while there is no number
    Column("state", N_("状态"), Kind.CHOICE, 9, choices=ComplaintState),
    Column("is_urgent", N_("急件"), Kind.YES_NO, 5),
    Column("deadline", N_("期限"), Kind.DATE, 11, sortable=False),
    Column("dealer_name", N_("客户名称"), Kind.TEXT, 22),
    Column("product", N_("品名规格"), Kind.TEXT, 17),
    Column("order_number", N_("订单编号"), Kind.CODE, 13, aside=1),
    Column("bad_quantity", N_("不良数量"), Kind.QUANTITY, 9, aside=2),
    Column("filled_by", N_("填表人"), Kind.TEXT, 7, aside=3),
    Column("filled_on", N_("填表日期"), Kind.DATE, 11, aside=4),
    Column("accepted_on", N_("受理日期"), Kind.DATE, 11, aside=5),
    Column("kind", N_("客诉类别"), Kind.CHOICE, 10, choices=ComplaintKind, aside=6),
    Column("part_number", N_("料号"), Kind.CODE, 12, shown=False),
)


@dataclass(frozen=True, slots=True)
class ComplaintQuery:
    """What a list of complaints shows; ``sort`` is a column key, newest first without one."""

    text: str = ""
    states: tuple[ComplaintState, ...] = ()
    kinds: tuple[ComplaintKind, ...] = ()
    dealer_id: UUID | None = None
    filled_by: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the five copies 联 (CP 四.8): who keeps it; only the third acts on the instruction."""

    index: int
    keeper: str
    acts: bool = False

    @property
    def title(self) -> str:
        """第三联 业务部门存: fixed words of the paper, never translated."""
        return f"第{'一二三四五'[self.index - 1]}联 {self.keeper}存"


COPIES: tuple[Copy, ...] = (
    Copy(1, "质量管理部"),
    Copy(2, "制造部"),
    Copy(3, "业务部门", acts=True),
    Copy(4, "会计科"),
    Copy(5, "总经理室"),
)


def missing_for_sending(form: Complaint) -> tuple[Problem, ...]:
    """What section B still lacks before the form may go to 总经理室 (CP 二.1(1), 四.1; T1 and T6 of domain 2.5)."""
    must = (
        ("kind", "CP 一"), ("dealer_id", "CP 四.1"), ("order_number", "CP 二.1(1)"),
        ("part_number", "CP 二.1(1)"), ("product", "CP 四.1"), ("unit", "CP 四.1"),
        ("shipped_on", "CP 二.1(1)"), ("quantity", "CP 二.1(1)"), ("bad_quantity", "CP 四.1"),
        ("reason", "CP 二.1(2)"), ("opinion", "CP 四.1"), ("filled_on", "CP 四.1"), ("filled_by", "CP 四.1"),
    )  # fmt: skip
    found = [unfilled(key, LABELS, clause) for key, clause in must if getattr(form, key) in (None, "")]
    found += wrong_values(form)
    if not form.demands and not form.quantity_open:
        found.append(Problem("demands", _("客户要求至少写一行,数量未定时勾选「客户加工中未确定」"), "CP 四.1"))
    found += _open_quantities(form.demands, form.quantity_open)
    if not form.has_sample and not form.no_sample_reason.strip():
        found.append(Problem("no_sample_reason", _("没有附样品时请写明原因"), "CP 四.1"))
    return tuple(found)


def wrong_values(form: Complaint) -> list[Problem]:
    """Values that contradict each other, said while the form is still a draft."""
    found = []
    if form.quantity is not None and form.quantity <= 0:
        found.append(Problem("quantity", _("数量应大于零"), "CP 二.1(1)"))
    if form.bad_quantity is not None and form.bad_quantity <= 0:
        found.append(Problem("bad_quantity", _("不良数量应大于零"), "CP 四.1"))
    if None not in (form.quantity, form.bad_quantity) and form.bad_quantity > form.quantity:  # type: ignore[operator]
        found.append(Problem("bad_quantity", _("不良数量不得多于数量"), "CP 四.1"))
    if form.shipped_on and form.filled_on and form.shipped_on > form.filled_on:
        found.append(Problem("shipped_on", _("交运日期不能晚于填表日期"), "CP 二.1(1)"))
    return found


def _open_quantities(demands: Sequence[Demand], quantity_open: bool) -> list[Problem]:
    goods = (DemandKind.RETURN, DemandKind.EXCHANGE)
    if quantity_open or all(d.quantity for d in demands if d.kind in goods):
        return []
    return [Problem("demands", _("退货或换货没有数量时,请勾选「客户加工中未确定」"), "CP 四.1")]


#: The serial has two digits in the rule (CP 三) and grows to three where a month has more cases.
LAST_OF_TWO_DIGITS = 99


def number_of(year: int, month: int, serial: int) -> str:
    """YYMMNN (CP 三): two digits of the year, month, serial of at least two digits that may grow to three."""
    return f"{year % 100:02d}{month:02d}{serial:02d}"


def serial_notice(serial: int, warn_at: int) -> str:
    """What to say when the serial of the month comes near its two digits (CP 三; domain 2.3); else empty."""
    if serial < warn_at:
        return ""
    if serial > LAST_OF_TWO_DIGITS:
        return _("本月流水号已到 {serial},编号为三位流水号。").format(serial=serial)
    return _("本月流水号已到 {serial},过了 99 编号成为三位流水号。").format(serial=serial)


def draft_key_of(day: date, serial: int, desk: str = "") -> str:
    """DR-20261124-003: the name of a form that has no number yet; ``desk`` is the letter of another than the head desk."""
    return f"DR-{desk}-{day:%Y%m%d}-{serial:03d}" if desk else f"DR-{day:%Y%m%d}-{serial:03d}"


#: Begins the name of a form that was registered away from the head desk: 临-B-3.
PROVISIONAL = "临"


_S = ComplaintState
_BUSINESS = frozenset({Role.REP, Role.OFFICE_CLERK, Role.OFFICE_MGR, Role.SALES_HEAD})
_GMO = frozenset({Role.GMO})
_PROXIES = frozenset({Role.OFFICE_CLERK, Role.OFFICE_MGR})

FLOW = Flow(
    "complaint",
    "2026-11",
    stations=(
        Station(_S.DRAFT, Role.REP, limit="complaint.step_days.draft", escalates_to=Role.OFFICE_MGR,
                writes={role: frozenset(FIELDS) for role in _BUSINESS}),
        Station(_S.SENT, Role.GMO, limit="complaint.step_days.registration", escalates_to=Role.OFFICE_MGR),
        Station(_S.REGISTERED, None, limit=None),  # circulates on paper
        Station(_S.VOID, None, is_end=True),
    ),
    transitions=(
        Transition("send", N_("送总经理室"), (_S.DRAFT,), _S.SENT, _BUSINESS,
                   guard=missing_for_sending, clause="CP 四.1"),
        Transition("register", N_("登记编号"), (_S.SENT,), _S.REGISTERED, _GMO,
                   proxies=_PROXIES, clause="CP 四.4"),
        Transition("send_back", N_("退回业务"), (_S.SENT,), _S.DRAFT, _GMO, proxies=_PROXIES,
                   needs_comment=True),
        Transition("take_back", N_("取回"), (_S.SENT,), _S.DRAFT, _BUSINESS),
        Transition("void", N_("作废"), (_S.DRAFT, _S.SENT, _S.REGISTERED), _S.VOID,
                   _GMO | _BUSINESS, needs_comment=True),
    ),
)  # fmt: skip
