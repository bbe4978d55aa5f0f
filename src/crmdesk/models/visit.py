"""The tables of the visit handbook: days, visits, their check block and lines."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.types import Code, Money, Quantity
from crmdesk.rules.dealer import DealerClass, DealerKind
from crmdesk.rules.visit import DayState
from crmdesk.rules.visit_plan import VisitWay


class VisitDayRow(Case):
    """One day of one representative: see ``rules/visit.py``. No UNIQUE: two desks may begin the same day."""

    __tablename__ = "visit_day"
    SUBJECT = "visit_day"

    state: Mapped[DayState] = mapped_column(Code(DayState))
    rep_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    rep_name: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    plan: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    dressed: Mapped[bool] = mapped_column(default=False)
    mark: Mapped[int | None]
    check_remark: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[str] = mapped_column(Text, default="")
    checked_on: Mapped[date | None]
    alive: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_visit_day_day", "day", "rep_id"), Index("ix_visit_day_state", "state", "day"))

    def owner(self) -> UUID:
        """The representative whose day it is."""
        return self.rep_id


class VisitRow(Record):
    """One customer on one day."""

    __tablename__ = "visit"
    SUBJECT = "visit"

    day_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("visit_day.id"), index=True)
    position: Mapped[Decimal] = mapped_column(Quantity)
    plan_line_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("visit_plan_line.id"), index=True)
    dealer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    dealer_code: Mapped[str] = mapped_column(Text, default="")
    dealer_name: Mapped[str] = mapped_column(Text, default="")
    dealer_class: Mapped[DealerClass | None] = mapped_column(Code(DealerClass))
    dealer_kind: Mapped[DealerKind | None] = mapped_column(Code(DealerKind))
    way: Mapped[VisitWay] = mapped_column(Code(VisitWay), default=VisitWay.CALL_ON)
    arrived_at: Mapped[str] = mapped_column(Text, default="")
    left_at: Mapped[str] = mapped_column(Text, default="")
    met: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    promises: Mapped[str] = mapped_column(Text, default="")
    order_amount: Mapped[Decimal | None] = mapped_column(Money)
    order_note: Mapped[str] = mapped_column(Text, default="")
    collected: Mapped[Decimal | None] = mapped_column(Money)
    collected_note: Mapped[str] = mapped_column(Text, default="")
    market: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[bool] = mapped_column(default=False)
    question: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None]
    next_aim: Mapped[str] = mapped_column(Text, default="")
    check_remark: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)

    def about(self) -> UUID:
        """Shown in the history of its day."""
        return self.day_id


class VisitCheckRow(Record):
    """One answered item of the check block: ``item`` is a key of ``rules/visit_check.py``."""

    __tablename__ = "visit_check"
    SUBJECT = "visit_check"

    visit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("visit.id"), index=True)
    item: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text, default="")

    def about(self) -> UUID:
        """Shown in the history of its visit."""
        return self.visit_id


class _VisitLine(Record):
    """A line of one of a visit's small tables; struck out, never deleted."""

    __abstract__ = True

    position: Mapped[int]
    alive: Mapped[bool] = mapped_column(default=True)

    @declared_attr
    @classmethod
    def visit_id(cls) -> Mapped[UUID]:
        """The visit that it belongs to."""
        return mapped_column(Uuid, ForeignKey("visit.id"), index=True)

    def about(self) -> UUID:
        """Shown in the history of its visit."""
        return self.visit_id


class VisitPriceRow(_VisitLine):
    """最低零售限价: one product."""

    __tablename__ = "visit_price"
    SUBJECT = "visit_price"

    product: Mapped[str] = mapped_column(Text, default="")
    floor_price: Mapped[Decimal | None] = mapped_column(Money)
    actual_price: Mapped[Decimal | None] = mapped_column(Money)
    remark: Mapped[str] = mapped_column(Text, default="")


class VisitEvidenceRow(_VisitLine):
    """窜货证据."""

    __tablename__ = "visit_evidence"
    SUBJECT = "visit_evidence"

    part_number: Mapped[str] = mapped_column(Text, default="")
    lot: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    remark: Mapped[str] = mapped_column(Text, default="")


class VisitStockRow(_VisitLine):
    """库存 of a product group."""

    __tablename__ = "visit_stock"
    SUBJECT = "visit_stock"

    product: Mapped[str] = mapped_column(Text, default="")
    sold: Mapped[Decimal | None] = mapped_column(Quantity)
    days: Mapped[int | None]
    stock: Mapped[Decimal | None] = mapped_column(Quantity)
    on_the_way: Mapped[Decimal | None] = mapped_column(Quantity)
    safety: Mapped[Decimal | None] = mapped_column(Quantity)
    suggested: Mapped[Decimal | None] = mapped_column(Quantity)
    ordered: Mapped[Decimal | None] = mapped_column(Quantity)


class VisitTrainingRow(_VisitLine):
    """导购培训."""

    __tablename__ = "visit_training"
    SUBJECT = "visit_training"

    content: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int | None]
    hours: Mapped[Decimal | None] = mapped_column(Quantity)
    effect: Mapped[str] = mapped_column(Text, default="")


class VisitProjectRow(_VisitLine):
    """工程项目 as it stands at the visit."""

    __tablename__ = "visit_project"
    SUBJECT = "visit_project"

    project: Mapped[str] = mapped_column(Text, default="")
    buyer: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Decimal | None] = mapped_column(Money)
    is_major: Mapped[bool] = mapped_column(default=False)


class SafetyStockRow(Record):
    """安全库存 of a dealer's product group, where it differs from the settings (MT 二.5, domain 5.3)."""

    __tablename__ = "safety_stock"
    SUBJECT = "safety_stock"

    dealer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    product: Mapped[str] = mapped_column(Text)
    lead_days: Mapped[int | None]
    cycle_days: Mapped[int | None]
    factor_percent: Mapped[int | None]
    alive: Mapped[bool] = mapped_column(default=True)

    def about(self) -> UUID:
        """Shown in the history of its dealer."""
        return self.dealer_id
