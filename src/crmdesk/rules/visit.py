"""The visit handbook 巡访手册 (MT 一.4, domain 5.2): what happened at one customer on one day.

A representative's day (``VisitDay``) holds his plan and summary of the day and its visits; the day is handed in
and checked by the office manager as one. ``rules/visit_check.py`` has the check block.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crmdesk.rules.attachment import Attachment
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import DealerClass, DealerKind
from crmdesk.rules.errors import Problem
from crmdesk.rules.flow import Flow, Station, Transition
from crmdesk.rules.gaps import suspending, unfilled
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanLine, VisitWay
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _, listed


class DayState(Worded):
    """States of a day of the handbook."""

    OPEN = "open", N_("记录中")
    HANDED_IN = "handed_in", N_("待检查")
    RETURNED = "returned", N_("退回补充")
    CHECKED = "checked", N_("已检查")


@dataclass(frozen=True, slots=True)
class PriceLine:
    """最低零售限价: one product. Prices are yuan; the difference follows."""

    product: str = ""
    floor_price: Decimal | None = None  # 限价
    actual_price: Decimal | None = None  # 实售价
    remark: str = ""
    id: UUID | None = None

    @property
    def difference(self) -> Decimal | None:
        """差额: negative where sold below the floor."""
        if self.floor_price is None or self.actual_price is None:
            return None
        return self.actual_price - self.floor_price


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """窜货证据: goods that should not be there."""

    part_number: str = ""  # 货号
    lot: str = ""  # 批号
    source: str = ""  # 来源
    quantity: Decimal | None = None
    remark: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StockLine:
    """库存 of one product group; ``safety`` and ``suggested`` follow (domain 5.3) unless typed."""

    product: str = ""
    sold: Decimal | None = None  # 销量 in the last ``days``
    days: int | None = None
    stock: Decimal | None = None  # 实际库存
    on_the_way: Decimal | None = None  # 在途
    safety: Decimal | None = None  # 安全库存
    suggested: Decimal | None = None  # 建议订量
    ordered: Decimal | None = None  # 客户订量
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """导购培训: content, people and hours."""

    content: str = ""
    people: int | None = None
    hours: Decimal | None = None
    effect: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """工程项目 of a dealer as it stands at this visit."""

    project: str = ""
    buyer: str = ""  # 买方
    stage: str = ""  # 进展
    amount: Decimal | None = None
    is_major: bool = False  # 重大: asks the company
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer on one day. ``plan_line_id`` None: an unplanned visit 计划外."""

    id: UUID | None = None
    revision: int = 0
    day_id: UUID | None = None
    position: Decimal = Decimal(0)
    plan_line_id: UUID | None = None
    dealer_id: UUID | None = None
    dealer_code: str = ""
    dealer_name: str = ""
    dealer_class: DealerClass | None = None
    dealer_kind: DealerKind | None = None
    way: VisitWay = VisitWay.CALL_ON
    arrived_at: str = ""  # 到达 HH:MM
    left_at: str = ""  # 离开 HH:MM
    met: str = ""  # 面谈人
    purpose: str = ""  # 当日计划 at this customer
    promises: str = ""  # 达成/承诺事项
    order_amount: Decimal | None = None  # 订单, yuan
    order_note: str = ""
    collected: Decimal | None = None  # 回款, yuan
    collected_note: str = ""
    market: str = ""  # 竞品与市场信息
    asks: bool = False  # 请示: opens a case
    question: str = ""  # 问题与请示
    summary: str = ""  # 当日总结 of this customer
    next_on: date | None = None  # 下次巡访
    next_aim: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)  # item key → value (rules/visit_check.py)
    prices: tuple[PriceLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    stocks: tuple[StockLine, ...] = ()
    trainings: tuple[TrainingLine, ...] = ()
    projects: tuple[ProjectLine, ...] = ()
    photos: tuple[Attachment, ...] = ()
    check_remark: str = ""  # the manager's word on this visit
    alive: bool = True

    @property
    def is_planned(self) -> bool:
        """计划内."""
        return self.plan_line_id is not None


#: The fields of a visit that a person writes.
FIELDS: tuple[str, ...] = (
    "plan_line_id", "dealer_id", "way", "arrived_at", "left_at", "met", "purpose", "promises", "order_amount", "order_note",
    "collected", "collected_note", "market", "asks", "question", "summary", "next_on", "next_aim", "checks", "prices",
    "evidence", "stocks", "trainings", "projects",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VisitDay:
    """One day of one representative: 当日计划, 当日总结, appearance (MT 一.1), its visits, and the check."""

    id: UUID | None
    revision: int
    state: DayState
    flow_version: str
    rep_id: UUID
    rep_name: str
    day: date
    plan: str = ""  # 当日计划
    summary: str = ""  # 当日总结
    dressed: bool = False  # 着装、仪容自查 (MT 一.1)
    visits: tuple[Visit, ...] = ()
    due: tuple[PlanLine, ...] = ()  # planned for the day by the approved plan, neither visited nor given a reason yet
    missed: tuple[PlanLine, ...] = ()  # planned, not done, with the reason
    planned: int = 0  # planned visits of the day
    mark: int | None = None  # 评分
    check_remark: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    sampled: bool = False  # 抽查: the manager should look at this one closely
    urgent: tuple[str, ...] = ()  # what makes it worth a look: 窜货, 请示 …
    returned_because: str = ""
    conflicts: int = 0  # open conflicts between desks on the day or its visits: it is not handed on while there are any
    folds: tuple[UUID, UUID] | None = None  # the day is there twice: which is kept, and which folds into it
    deadline: date | None = None  # computed
    changed_at: datetime | None = None
    content_hash: str = ""

    @property
    def title(self) -> str:
        """冯媛 2026-12-01 巡访手册."""
        return _("{name} {day} 巡访手册").format(name=self.rep_name, day=self.day.isoformat())

    @property
    def visited(self) -> int:
        """已访: all visits of the day, planned or not."""
        return len(self.visits)

    @property
    def done(self) -> int:
        """Planned visits of the day that are written."""
        return sum(visit.is_planned for visit in self.visits)

    @property
    def unplanned(self) -> int:
        """计划外."""
        return len(self.visits) - self.done

    @property
    def to_look_at(self) -> str:
        """抽查、窜货、请示: why the manager should look closely, in words."""
        return listed(((_("抽查"),) if self.sampled and self.state is DayState.HANDED_IN else ()) + self.urgent)


DAY_FIELDS: tuple[str, ...] = ("plan", "summary", "dressed")

LABELS: dict[str, str] = {
    "state": N_("状态"), "rep_id": N_("业务经理"), "rep_name": N_("业务经理"), "day": N_("日期"), "plan": N_("当日计划"),
    "summary": N_("当日总结"), "dressed": N_("着装仪容自查"), "mark": N_("评分"), "check_remark": N_("检查意见"),
    "checked_by": N_("检查人"), "checked_on": N_("检查日期"), "plan_line_id": N_("计划内"), "dealer_id": N_("客户"),
    "dealer_code": N_("客户编号"), "dealer_name": N_("客户名称"), "dealer_class": N_("等级"),
    "dealer_kind": N_("客户类型"), "way": N_("方式"), "arrived_at": N_("到达"), "left_at": N_("离开"), "met": N_("面谈人"),
    "purpose": N_("本次计划"), "promises": N_("达成与承诺"), "order_amount": N_("订单(元)"), "order_note": N_("订单说明"),
    "collected": N_("回款(元)"), "collected_note": N_("回款说明"), "market": N_("竞品与市场信息"), "asks": N_("请示"),
    "question": N_("问题与请示"), "next_on": N_("下次巡访"), "next_aim": N_("下次目的"), "checks": N_("检查项目"),
    "prices": N_("限价检查"), "evidence": N_("窜货证据"), "stocks": N_("库存"), "trainings": N_("导购培训"),
    "projects": N_("工程项目"), "photos": N_("照片"), "alive": N_("有效"), "position": N_("顺序"),
    "product": N_("商品"), "floor_price": N_("限价"), "actual_price": N_("实售价"), "difference": N_("差额"),
    "part_number": N_("货号"), "lot": N_("批号"), "source": N_("来源"), "quantity": N_("数量"), "remark": N_("备注"),
    "sold": N_("销量"), "days": N_("天数"), "stock": N_("实际库存"), "on_the_way": N_("在途"), "safety": N_("安全库存"),
    "suggested": N_("建议订量"), "ordered": N_("客户订量"), "content": N_("内容"), "people": N_("人数"),
    "hours": N_("时数"), "effect": N_("效果"), "project": N_("项目"), "buyer": N_("买方"), "stage": N_("进展"),
    "amount": N_("金额"), "is_major": N_("重大"),
}  # fmt: skip

DAY_COLUMNS: tuple[Column, ...] = (
    Column("day", N_("日期"), Kind.DATE, 11),
    Column("rep_name", N_("业务经理"), Kind.TEXT, 8),
    Column("visited", N_("已访"), Kind.INTEGER, 6, sortable=False),
    Column("planned", N_("计划"), Kind.INTEGER, 6),
    Column("unplanned", N_("计划外"), Kind.INTEGER, 6, aside=3),
    Column("to_look_at", N_("要看的"), Kind.TEXT, 18),
    Column("state", N_("状态"), Kind.CHOICE, 9, choices=DayState),
    Column("deadline", N_("期限"), Kind.DATE, 11, sortable=False, aside=2),
    Column("mark", N_("评分"), Kind.INTEGER, 6, aside=4),
    Column("check_remark", N_("检查意见"), Kind.TEXT, 18, aside=5),
)


@dataclass(frozen=True, slots=True)
class DayQuery:
    """Which days a list shows; newest first."""

    first: date | None = None
    last: date | None = None
    rep_id: UUID | None = None
    states: tuple[DayState, ...] = ()
    only_sampled: bool = False


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """What came of checking one of many days; ``sentence`` says why not."""

    day_id: UUID
    title: str
    is_done: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Execution:
    """执行率 of one row of the statistics: a representative, a class or a dealer (MT 一.4)."""

    key: str
    name: str
    planned: int = 0
    done: int = 0  # planned visits that took place in the month
    moved: int = 0  # of these, on another day than planned
    missed: int = 0
    missed_reasons: Mapping[str, int] = field(default_factory=dict)  # word of the reason → times
    unplanned: int = 0
    orders: Decimal = Decimal(0)
    collected: Decimal = Decimal(0)
    days_handed_in: int = 0
    days_checked: int = 0
    mean_mark: Decimal | None = None  # one place
    cases: int = 0
    last_visit: date | None = None

    @property
    def to_come(self) -> int:
        """未到期: planned visits whose day is not over, neither made nor given up."""
        return self.planned - self.done - self.missed

    @property
    def due(self) -> int:
        """到期: what the rate is taken of, so that a month that is still running is not said to be neglected."""
        return self.done + self.missed

    @property
    def rate(self) -> int | None:
        """执行率 in percent of what is due, rounded down; None where nothing is."""
        return self.done * 100 // self.due if self.due else None


@dataclass(frozen=True, slots=True)
class NotVisited:
    """A dealer whom nobody has visited for longer than his class allows."""

    dealer_id: UUID
    dealer_name: str
    dealer_class: DealerClass | None
    owner: str
    last_visit: date | None
    days: int | None  # None: never
    limit: int


def missing_for_hand_in(day: VisitDay) -> tuple[Problem, ...]:
    """What a day lacks before it goes to the manager: plan and summary of the day, summary of each visit (MT 一.4)."""
    found = [unfilled(key, LABELS, "MT 一.4") for key in ("plan", "summary") if not getattr(day, key).strip()]
    for visit in day.visits:
        if not visit.summary.strip():
            words = _("{dealer} 的当日总结还没有填写").format(dealer=visit.dealer_name)
            found.append(Problem(f"visits.{visit.id}.summary", words, "MT 一.4"))
    return (*found, *undecided(day))


def undecided(day: VisitDay) -> tuple[Problem, ...]:
    """What keeps a day from being handed in and checked: open conflicts between desks on it or on its visits."""
    return suspending(day.conflicts, "MT 一.4")


def missing_for_check(day: VisitDay) -> tuple[Problem, ...]:
    """A day that was drawn for a closer look needs a mark (MT 一.4)."""
    if day.sampled and day.mark is None:
        return (Problem("mark", _("抽查到的一天请评分"), "MT 一.4"), *undecided(day))
    return undecided(day)


_S = DayState
_REP = frozenset({Role.REP})
_MANAGERS = frozenset({Role.OFFICE_MGR, Role.SALES_HEAD})
_ALL = frozenset({"plan", "summary", "dressed", "visits"})
_CHECK = frozenset({"mark", "check_remark"})

FLOW = Flow(
    "visit_day",
    "2026-11",
    stations=(
        Station(_S.OPEN, Role.REP, limit="visit.step_days.hand_in", escalates_to=Role.OFFICE_MGR,
                writes={Role.REP: _ALL, Role.OFFICE_CLERK: _ALL}),
        Station(_S.HANDED_IN, Role.OFFICE_MGR, limit="visit.step_days.check_day", escalates_to=Role.SALES_HEAD,
                writes={Role.OFFICE_MGR: _CHECK, Role.SALES_HEAD: _CHECK}),
        Station(_S.RETURNED, Role.REP, limit="visit.step_days.hand_in", escalates_to=Role.OFFICE_MGR,
                writes={Role.REP: _ALL, Role.OFFICE_CLERK: _ALL}),
        Station(_S.CHECKED, None, is_end=True),
    ),
    transitions=(
        Transition("hand_in", N_("交经理检查"), (_S.OPEN, _S.RETURNED), _S.HANDED_IN, _REP,
                   proxies=frozenset({Role.OFFICE_CLERK}), guard=missing_for_hand_in, by_owner=True, clause="MT 一.4"),
        Transition("take_back", N_("取回"), (_S.HANDED_IN,), _S.OPEN, _REP, by_owner=True),
        Transition("send_back", N_("退回补充"), (_S.HANDED_IN,), _S.RETURNED, _MANAGERS, needs_comment=True,
                   not_by_owner=True, clause="MT 一.4"),
        Transition("check", N_("检查通过"), (_S.HANDED_IN,), _S.CHECKED, _MANAGERS, guard=missing_for_check,
                   not_by_owner=True, clause="MT 一.4"),
    ),
)  # fmt: skip
