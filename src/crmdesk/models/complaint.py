"""The tables of complaints: the form, its demand lines and the register of printed copies."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.types import Code, Money, Quantity
from crmdesk.rules.complaint import ComplaintKind, ComplaintState, DemandKind, Market


class DemandRow(Record):
    """One line of 客户要求."""

    __tablename__ = "complaint_demand"
    SUBJECT = "complaint_demand"

    complaint_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("complaint.id"), index=True)
    position: Mapped[int]
    kind: Mapped[DemandKind] = mapped_column(Code(DemandKind))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    percent: Mapped[Decimal | None] = mapped_column(Quantity)
    amount: Mapped[Decimal | None] = mapped_column(Money)
    remark: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)  # struck out, never deleted

    def about(self) -> UUID:
        """Shown in the history of its form."""
        return self.complaint_id


class ComplaintRow(Case):
    """客户抱怨处理表: see ``rules/complaint.py`` for what the fields mean."""

    __tablename__ = "complaint"
    SUBJECT = "complaint"

    state: Mapped[ComplaintState] = mapped_column(Code(ComplaintState))
    draft_key: Mapped[str] = mapped_column(Text, index=True)
    number: Mapped[str | None] = mapped_column(Text, index=True)
    number_year: Mapped[int | None]
    number_month: Mapped[int | None]
    number_serial: Mapped[int | None]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[ComplaintKind | None] = mapped_column(Code(ComplaintKind))
    market: Mapped[Market] = mapped_column(Code(Market), default=Market.DOMESTIC)
    filled_on: Mapped[date | None]
    filled_by: Mapped[str] = mapped_column(Text, default="")
    accepted_on: Mapped[date | None]
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("complaint.id"))
    filing: Mapped[int] = mapped_column(default=1)
    dealer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    dealer_code: Mapped[str] = mapped_column(Text, default="")
    dealer_name: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    order_number: Mapped[str] = mapped_column(Text, default="")
    part_number: Mapped[str] = mapped_column(Text, default="")
    product: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(Text, default="")
    shipped_on: Mapped[date | None]
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    bad_quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    abnormality_number: Mapped[str] = mapped_column(Text, default="")
    delivery_note: Mapped[str] = mapped_column(Text, default="")
    invoice_number: Mapped[str] = mapped_column(Text, default="")
    unit_price: Mapped[Decimal | None] = mapped_column(Quantity)
    amount: Mapped[Decimal | None] = mapped_column(Money)
    reason: Mapped[str] = mapped_column(Text, default="")
    confirmation: Mapped[str] = mapped_column(Text, default="")
    quantity_open: Mapped[bool] = mapped_column(default=False)
    has_sample: Mapped[bool] = mapped_column(default=False)
    sample_quantity: Mapped[str] = mapped_column(Text, default="")
    sample_number: Mapped[str] = mapped_column(Text, default="")
    sample_sent_on: Mapped[date | None]
    sample_receiver: Mapped[str] = mapped_column(Text, default="")
    no_sample_reason: Mapped[str] = mapped_column(Text, default="")
    opinion: Mapped[str] = mapped_column(Text, default="")

    demands: Mapped[list[DemandRow]] = relationship(order_by=DemandRow.position, lazy="raise")

    __table_args__ = (
        Index("ix_complaint_state", "state"),
        CheckConstraint("(number IS NULL) = (number_serial IS NULL)", name="numbered"),
    )


class CopyIssueRow(Record):
    """Who printed which copy 联 when, and the fingerprint of what was on it (CP 四.8)."""

    __tablename__ = "copy_issue"
    SUBJECT = "copy_issue"

    complaint_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("complaint.id"), index=True)
    copy: Mapped[int]
    how: Mapped[str] = mapped_column(Text)  # printer, pdf
    place: Mapped[str] = mapped_column(Text, default="")  # printer or file name
    fingerprint: Mapped[str] = mapped_column(Text)

    def about(self) -> UUID:
        """Shown in the history of its form."""
        return self.complaint_id
