"""The parts of a monthly visit plan: its lines, what is exceptional in it, how two contents differ, its versions.

``rules/visit_plan.py`` gives all of them on; nobody else imports this file.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.worded import Worded
from crmdesk.words import N_


class VisitWay(Worded):
    """方式: how a customer is visited."""

    CALL_ON = "call_on", N_("走访")
    PHONE = "phone", N_("电话")
    VIDEO = "video", N_("视频")
    TOGETHER = "together", N_("陪同走访")  # with the manager or another department
    RECEIVE = "receive", N_("来访接待")


class MissedReason(Worded):
    """Why a planned visit did not take place."""

    AWAY = "away", N_("客户不在")
    OTHER_TASK = "other_task", N_("临时任务")
    WEATHER = "weather", N_("天气交通")
    POSTPONED = "postponed", N_("改期")
    CLOSED = "closed", N_("客户停业")
    OTHER = "other", N_("其他")


class VersionKind(Worded):
    """What a kept version of the plan is."""

    SUBMITTED = "submitted", N_("提交稿")
    APPROVED = "approved", N_("批准稿")
    CHANGED = "changed", N_("变更稿")  # an approved one, after a change request was approved


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One planned visit. Dealer code, name and class are kept as they stood when the line was written."""

    id: UUID | None = None  # None until saved
    position: Decimal = Decimal(0)  # a fraction between its neighbours; ties by id
    planned_on: date | None = None  # 计划日期
    dealer_id: UUID | None = None
    dealer_code: str = ""
    dealer_name: str = ""
    dealer_class: DealerClass | None = None
    place: str = ""  # 地址: city and district, for the paper
    phone: str = ""  # 联系人电话
    route: str = ""  # 第几线
    route_order: int | None = None  # the order on that day's route
    way: VisitWay = VisitWay.CALL_ON
    aim: str = ""  # 巡访目的/工作目标
    problem: str = ""  # 待解决问题
    solution: str = ""  # 解决方案
    hours: Decimal | None = None  # 计划停留时数
    remark: str = ""
    change_reason: str = ""  # why it is changed after the approval
    missed: MissedReason | None = None  # why it was not done
    alive: bool = True


#: The fields of a line that a person writes, in the order of the paper; what a version keeps and compares.
LINE_FIELDS: tuple[str, ...] = (
    "planned_on", "dealer_id", "way", "route", "route_order", "aim", "problem", "solution", "hours", "remark",
)  # fmt: skip
#: What stands beside them on a line and follows from the dealer.
LINE_FACTS: tuple[str, ...] = ("dealer_code", "dealer_name", "dealer_class", "place", "phone")


class ExceptionKind(Worded):
    """What the manager should look at first (peers 1.2)."""

    CLASS_MISSING = "class_missing", N_("漏排")  # a dealer whose class demands visits has too few
    TOO_OFTEN = "too_often", N_("超频")
    SAME_AS_BEFORE = "same_as_before", N_("与上月相同")
    OVERLOAD = "overload", N_("当天过满")  # more hours or visits than a day holds
    REST_DAY = "rest_day", N_("排在休息日")
    FEW_HOURS = "few_hours", N_("时数不足")
    DEALER_GONE = "dealer_gone", N_("客户有变")  # merged, closed, or no longer his
    DOUBLE = "double", N_("同日重复")
    CALENDAR = "calendar", N_("日历未更新")  # the rest days of the month are only a guess


@dataclass(frozen=True, slots=True)
class PlanException:
    """One thing that is not as the settings want it; ``lines`` it stands on, ``words`` as people read it.

    ``urgency`` is red, amber or blue.
    """

    kind: ExceptionKind
    urgency: str
    words: str
    lines: tuple[UUID, ...] = ()
    dealer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """One class of dealers: how many there are, how many are planned, visits planned and wanted."""

    dealer_class: DealerClass | None
    dealers: int
    planned_dealers: int
    visits: int
    wanted: int

    @property
    def percent(self) -> int:
        """Planned dealers of those whose class demands visits, rounded down; 100 where there are none."""
        return 100 if not self.dealers else self.planned_dealers * 100 // self.dealers


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs between two versions: field of ``LINE_FIELDS`` (or ``goals``), as people read it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """How a line differs: ``kind`` is added, struck or changed."""

    line_id: UUID
    kind: str
    cells: tuple[CellChange, ...] = ()
    line: PlanLine | None = None  # as it is now (added, changed) or was (struck)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """What was submitted or approved, whole. ``fingerprint`` are the first eight characters of its hash."""

    id: UUID
    number: int
    kind: VersionKind
    at: datetime
    person: str
    on_behalf_of: str
    content_hash: str
    goals: str
    lines: tuple[PlanLine, ...]

    @property
    def fingerprint(self) -> str:
        """Printed on the plan, so that paper and record can be compared: 7F3A-91C4."""
        return fingerprint(self.content_hash)


def fingerprint(content_hash: str) -> str:
    """7F3A-91C4: eight characters of a hash; empty where there is none."""
    return f"{content_hash[:4]}-{content_hash[4:8]}".upper() if content_hash else ""
