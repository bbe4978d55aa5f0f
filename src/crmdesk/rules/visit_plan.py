"""The monthly visit plan 月度巡访计划表 (MT 一.2, 一.3): its fields, lines and flow.

A plan belongs to one representative 业务经理 and one month. What the office manager decides upon is kept as
versions (``PlanVersion``); after the approval whatever differs from the approved version is a change that
asks for approval again (变更申请), never silently part of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.errors import Problem
from crmdesk.rules.flow import Flow, Station, Transition
from crmdesk.rules.gaps import suspending, unfilled
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan_parts import LINE_FACTS as LINE_FACTS
from crmdesk.rules.visit_plan_parts import LINE_FIELDS as LINE_FIELDS
from crmdesk.rules.visit_plan_parts import CellChange as CellChange
from crmdesk.rules.visit_plan_parts import Coverage as Coverage
from crmdesk.rules.visit_plan_parts import ExceptionKind as ExceptionKind
from crmdesk.rules.visit_plan_parts import LineChange as LineChange
from crmdesk.rules.visit_plan_parts import MissedReason as MissedReason
from crmdesk.rules.visit_plan_parts import PlanException as PlanException
from crmdesk.rules.visit_plan_parts import PlanLine as PlanLine
from crmdesk.rules.visit_plan_parts import PlanVersion as PlanVersion
from crmdesk.rules.visit_plan_parts import VersionKind as VersionKind
from crmdesk.rules.visit_plan_parts import VisitWay as VisitWay
from crmdesk.rules.visit_plan_parts import fingerprint as fingerprint
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class PlanState(Worded):
    """States of a plan (domain 5.1, peers 5.2)."""

    DRAFT = "draft", N_("草稿")
    SUBMITTED = "submitted", N_("已提交")
    REVIEWING = "reviewing", N_("调整中")
    RETURNED = "returned", N_("退回修改")
    ON_PAPER = "on_paper", N_("纸质批准")  # recorded by the clerk; the manager has not confirmed it yet
    APPROVED = "approved", N_("已批准")
    EXECUTING = "executing", N_("执行中")  # the representative has acknowledged what was decided
    SUMMED_UP = "summed_up", N_("已总结")
    CHECKED = "checked", N_("已检查")


#: States in which the newest approved version binds: what is carried out, counted and shown follows it.
DECIDED = frozenset({PlanState.APPROVED, PlanState.EXECUTING, PlanState.SUMMED_UP, PlanState.CHECKED})


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """One plan with its living lines in order (date, route order, position)."""

    id: UUID
    revision: int
    state: PlanState
    flow_version: str
    year: int
    month: int
    rep_id: UUID
    rep_name: str
    goals: str = ""  # 本月工作目标
    filled_on: date | None = None
    lines: tuple[PlanLine, ...] = ()
    summary: str = ""  # 本月总结, written when the month is over
    mark: int | None = None  # the manager's mark at the end
    check_remark: str = ""
    opened_by: str = ""  # who at the manager's side has opened it; empty: 取回 is still possible
    content_hash: str = ""  # of what stands here now
    exceptions: tuple[PlanException, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    against_submitted: tuple[LineChange, ...] = ()  # what the manager changed
    requests: tuple[LineChange, ...] = ()  # 变更申请: what differs from the approved version
    conflicts: int = 0  # open conflicts: the decision is suspended while there are any
    returned_because: str = ""
    decided_by: str = ""  # 郑和平, or 王某代(郑和平) where a deputy decided
    changed_at: datetime | None = None
    deadline: date | None = None  # last day of the present station, inclusive; computed

    @property
    def first_day(self) -> date:
        """The first day of its month."""
        return date(self.year, self.month, 1)

    @property
    def fingerprint(self) -> str:
        """The first eight characters of its content hash."""
        return fingerprint(self.content_hash)

    @property
    def hours(self) -> Decimal:
        """合计时数."""
        return sum((line.hours or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def title(self) -> str:
        """冯媛 2026 年 12 月巡访计划."""
        return _("{name} {year} 年 {month} 月巡访计划").format(name=self.rep_name, year=self.year, month=self.month)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One row of the month's list: a representative, with or without a plan (``id`` None)."""

    id: UUID | None
    revision: int
    rep_id: UUID
    rep_name: str
    state: PlanState | None
    lines: int = 0
    hours: Decimal = Decimal(0)
    coverage: int = 0  # percent over all classes
    exceptions: tuple[PlanException, ...] = ()
    conflicts: int = 0
    requests: int = 0
    fingerprint: str = ""
    deadline: date | None = None
    changed_at: datetime | None = None


class VisitStatus(Worded):
    """How a planned or unplanned visit stands: computed, never stored (peers 2.3)."""

    PLANNED = "planned", N_("待访")
    DONE = "done", N_("已访")
    LATE = "late", N_("逾期未访")
    MISSED = "missed", N_("未执行")
    UNPLANNED = "unplanned", N_("计划外")


@dataclass(frozen=True, slots=True)
class CalendarVisit:
    """One visit in the month calendar; ``line_id`` None where it was unplanned."""

    day: date
    rep_id: UUID
    rep_name: str
    dealer_id: UUID | None
    dealer_name: str
    dealer_class: DealerClass | None
    status: VisitStatus
    plan_id: UUID | None = None
    line_id: UUID | None = None
    route: str = ""
    aim: str = ""
    hours: Decimal | None = None


class Act(Worded):
    """What a manager decides on one of many plans."""

    APPROVE = "approve", N_("批准")
    SEND_BACK = "send_back", N_("退回修改")


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """One decision of many: made on the revision ``seen``; a return needs its ``comment``."""

    plan_id: UUID
    seen: int
    act: Act
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What came of it; ``sentence`` says why not."""

    plan_id: UUID
    rep_name: str
    is_done: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Plan lines read out of a workbook, and what could not be read: (cell, sentence)."""

    lines: tuple[PlanLine, ...]
    problems: tuple[tuple[str, str], ...] = ()
    goals: str = ""


#: Chinese label of every field, for forms, history, problems and papers.
LABELS: dict[str, str] = {
    "state": N_("状态"), "year": N_("年"), "month": N_("月"), "rep_id": N_("业务经理"), "rep_name": N_("业务经理"),
    "goals": N_("本月工作目标"), "filled_on": N_("填表日期"), "summary": N_("本月总结"), "mark": N_("评分"),
    "check_remark": N_("检查意见"), "planned_on": N_("计划日期"), "dealer_id": N_("客户"),
    "dealer_code": N_("客户编号"), "dealer_name": N_("客户名称"), "dealer_class": N_("等级"), "place": N_("地址"),
    "phone": N_("联系人电话"), "route": N_("路线"), "route_order": N_("路线顺序"), "way": N_("方式"),
    "aim": N_("巡访目的"), "problem": N_("待解决问题"), "solution": N_("解决方案"), "hours": N_("时数"),
    "remark": N_("备注"), "change_reason": N_("变更原因"), "missed": N_("未执行原因"), "alive": N_("有效"),
    "position": N_("顺序"), "opened_by": N_("经理已打开"),
}  # fmt: skip

LINE_COLUMNS: tuple[Column, ...] = (
    Column("planned_on", N_("计划日期"), Kind.DATE, 11),
    Column("dealer_code", N_("客户编号"), Kind.CODE, 9, aside=3),
    Column("dealer_name", N_("客户名称"), Kind.TEXT, 20),
    Column("dealer_class", N_("等级"), Kind.CHOICE, 6, choices=DealerClass),
    Column("place", N_("地址"), Kind.TEXT, 14, aside=4),
    Column("phone", N_("联系人电话"), Kind.CODE, 13, aside=5),
    Column("route", N_("路线"), Kind.TEXT, 7, aside=2),
    Column("route_order", N_("路线顺序"), Kind.INTEGER, 6, shown=False),
    Column("way", N_("方式"), Kind.CHOICE, 8, choices=VisitWay),
    Column("aim", N_("巡访目的"), Kind.TEXT, 22),
    Column("problem", N_("待解决问题"), Kind.TEXT, 18),
    Column("solution", N_("解决方案"), Kind.TEXT, 18, aside=1),
    Column("hours", N_("时数"), Kind.QUANTITY, 6),
    Column("remark", N_("备注"), Kind.TEXT, 14, shown=False),
)


def missing_for_submission(plan: VisitPlan) -> tuple[Problem, ...]:
    """What the plan still lacks before it may go to the office manager (MT 一.2)."""
    found = []
    if not plan.goals.strip():
        found.append(unfilled("goals", LABELS, "MT 一.2"))
    if not plan.lines:
        found.append(Problem("lines", _("计划里还没有客户"), "MT 一.2"))
    for number, line in enumerate(plan.lines, start=1):
        for field in ("planned_on", "dealer_id", "aim"):
            if getattr(line, field) in (None, ""):
                words = _("第 {n} 行{field}还没有填写").format(n=number, field=_(LABELS[field]))
                found.append(Problem(f"lines.{number}.{field}", words, "MT 一.2"))
        if line.planned_on and (line.planned_on.year, line.planned_on.month) != (plan.year, plan.month):
            words = _("第 {n} 行日期 {day} 不在 {month} 月").format(
                n=number, day=line.planned_on.isoformat(), month=plan.month
            )
            found.append(Problem(f"lines.{number}.planned_on", words, "MT 一.2"))
    return tuple(found)


def undecided(plan: VisitPlan) -> tuple[Problem, ...]:
    """What keeps a plan from being decided or executed: open conflicts between desks."""
    return suspending(plan.conflicts, "MT 一.3")


def missing_for_approval(plan: VisitPlan) -> tuple[Problem, ...]:
    """A plan is approved whole: what the manager added must be complete too (MT 一.3)."""
    return missing_for_submission(plan) + undecided(plan)


def missing_for_summary(plan: VisitPlan) -> tuple[Problem, ...]:
    """The month is closed with a summary of the representative, once every change that he asked for is decided."""
    found = []
    if not plan.summary.strip():
        found.append(unfilled("summary", LABELS, "MT 一.4"))
    if plan.requests:
        words = _("还有 {n} 项变更申请没有批,请等经理批准或不同意以后再交").format(n=len(plan.requests))
        found.append(Problem("requests", words, "MT 一.3"))
    return (*found, *undecided(plan))


_S = PlanState
_REP = frozenset({Role.REP})
_MANAGERS = frozenset({Role.OFFICE_MGR, Role.SALES_HEAD})
_CLERKS = frozenset({Role.OFFICE_CLERK})
_APPROVED = (_S.APPROVED, _S.EXECUTING)

#: Fields of plan and line that a role may write at a station: the services refuse everything else.
_PLAN_AND_LINES = frozenset({"goals", "lines"})

FLOW = Flow(
    "visit_plan",
    "2026-11",
    stations=(
        Station(_S.DRAFT, Role.REP, writes={Role.REP: _PLAN_AND_LINES}),  # due before the month begins
        Station(_S.SUBMITTED, Role.OFFICE_MGR, limit="visit.step_days.approve", escalates_to=Role.SALES_HEAD),
        Station(_S.REVIEWING, Role.OFFICE_MGR, limit="visit.step_days.approve", escalates_to=Role.SALES_HEAD,
                writes={Role.OFFICE_MGR: _PLAN_AND_LINES, Role.SALES_HEAD: _PLAN_AND_LINES}),
        Station(_S.RETURNED, Role.REP, limit="visit.step_days.resubmit", escalates_to=Role.OFFICE_MGR,
                writes={Role.REP: _PLAN_AND_LINES}),
        Station(_S.ON_PAPER, Role.OFFICE_MGR, limit="visit.step_days.confirm", escalates_to=Role.SALES_HEAD),
        Station(_S.APPROVED, Role.REP, limit="visit.step_days.acknowledge", escalates_to=Role.OFFICE_MGR,
                writes={Role.REP: frozenset({"lines"})}),
        Station(_S.EXECUTING, Role.REP, writes={Role.REP: frozenset({"lines", "summary"})}),
        Station(_S.SUMMED_UP, Role.OFFICE_MGR, limit="visit.step_days.check", escalates_to=Role.SALES_HEAD,
                writes={Role.OFFICE_MGR: frozenset({"mark", "check_remark"}),
                        Role.SALES_HEAD: frozenset({"mark", "check_remark"})}),
        Station(_S.CHECKED, None, is_end=True),
    ),
    transitions=(
        Transition("submit", N_("提交"), (_S.DRAFT, _S.RETURNED), _S.SUBMITTED, _REP, proxies=_CLERKS,
                   guard=missing_for_submission, by_owner=True, clause="MT 一.2"),
        Transition("take_back", N_("取回"), (_S.SUBMITTED,), _S.DRAFT, _REP, by_owner=True),
        Transition("review", N_("开始调整"), (_S.SUBMITTED,), _S.REVIEWING, _MANAGERS, not_by_owner=True,
                   clause="MT 一.3"),
        Transition("send_back", N_("退回修改"), (_S.SUBMITTED, _S.REVIEWING), _S.RETURNED, _MANAGERS,
                   needs_comment=True, not_by_owner=True, clause="MT 一.3"),
        Transition("approve", N_("批准"), (_S.SUBMITTED, _S.REVIEWING), _S.APPROVED, _MANAGERS,
                   guard=missing_for_approval, not_by_owner=True, clause="MT 一.3"),
        Transition("approve_on_paper", N_("登记纸质批准"), (_S.SUBMITTED,), _S.ON_PAPER, frozenset(),
                   proxies=_CLERKS | _MANAGERS, guard=missing_for_approval, needs_scan=True, clause="MT 一.3"),
        Transition("confirm_paper", N_("确认纸质批准"), (_S.ON_PAPER,), _S.APPROVED, _MANAGERS, guard=undecided,
                   not_by_owner=True, clause="MT 一.3"),
        Transition("refuse_paper", N_("不认可纸质批准"), (_S.ON_PAPER,), _S.SUBMITTED, _MANAGERS,
                   needs_comment=True, not_by_owner=True, clause="MT 一.3"),
        Transition("acknowledge", N_("知悉并执行"), (_S.APPROVED,), _S.EXECUTING, _REP, guard=undecided,
                   by_owner=True, clause="MT 一.3"),
        Transition("approve_changes", N_("批准变更"), _APPROVED, _S.APPROVED, _MANAGERS, guard=undecided,
                   not_by_owner=True, clause="MT 一.3"),
        Transition("refuse_changes", N_("不同意变更"), _APPROVED, _S.APPROVED, _MANAGERS, needs_comment=True,
                   not_by_owner=True, clause="MT 一.3"),
        Transition("sum_up", N_("交月度总结"), (_S.EXECUTING,), _S.SUMMED_UP, _REP, guard=missing_for_summary,
                   by_owner=True, clause="MT 一.4"),
        Transition("check", N_("检查评分"), (_S.SUMMED_UP,), _S.CHECKED, _MANAGERS, not_by_owner=True,
                   clause="MT 一.4"),
    ),
)  # fmt: skip
