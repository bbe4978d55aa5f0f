"""The tables of monthly visit plans: the plan, its lines, and the versions that were decided upon."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.types import Code, Quantity
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import MissedReason, PlanState, VersionKind, VisitWay


class VisitPlanRow(Case):
    """月度巡访计划表: see ``rules/visit_plan.py``. No UNIQUE on representative and month: two desks may make one."""

    __tablename__ = "visit_plan"
    SUBJECT = "visit_plan"

    state: Mapped[PlanState] = mapped_column(Code(PlanState))
    year: Mapped[int]
    month: Mapped[int]
    rep_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    rep_name: Mapped[str] = mapped_column(Text)
    goals: Mapped[str] = mapped_column(Text, default="")
    filled_on: Mapped[date | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    mark: Mapped[int | None]
    check_remark: Mapped[str] = mapped_column(Text, default="")
    opened_by: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_visit_plan_month", "year", "month", "rep_id"),)

    def owner(self) -> UUID:
        """The representative whose plan it is."""
        return self.rep_id


class VisitPlanLineRow(Record):
    """One line of the plan: a record of its own, struck out and never deleted."""

    __tablename__ = "visit_plan_line"
    SUBJECT = "visit_plan_line"

    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("visit_plan.id"), index=True)
    position: Mapped[Decimal] = mapped_column(Quantity)
    planned_on: Mapped[date | None]
    dealer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    dealer_code: Mapped[str] = mapped_column(Text, default="")
    dealer_name: Mapped[str] = mapped_column(Text, default="")
    dealer_class: Mapped[DealerClass | None] = mapped_column(Code(DealerClass))
    place: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    route: Mapped[str] = mapped_column(Text, default="")
    route_order: Mapped[int | None]
    way: Mapped[VisitWay] = mapped_column(Code(VisitWay), default=VisitWay.CALL_ON)
    aim: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    solution: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[Decimal | None] = mapped_column(Quantity)
    remark: Mapped[str] = mapped_column(Text, default="")
    change_reason: Mapped[str] = mapped_column(Text, default="")
    missed: Mapped[MissedReason | None] = mapped_column(Code(MissedReason))
    alive: Mapped[bool] = mapped_column(default=True)

    def about(self) -> UUID:
        """Shown in the history of its plan."""
        return self.plan_id


class VisitPlanVersionRow(Record):
    """What was submitted or approved, whole: never changed afterwards. ``content`` is canonical JSON."""

    __tablename__ = "visit_plan_version"
    SUBJECT = "visit_plan_version"

    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("visit_plan.id"), index=True)
    number: Mapped[int]
    kind: Mapped[VersionKind] = mapped_column(Code(VersionKind))
    person_name: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(Text)

    def about(self) -> UUID:
        """Shown in the history of its plan."""
        return self.plan_id
