"""The tables of dealers and of the people one speaks to there."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.types import Code, Money
from crmdesk.rules.dealer import DealerClass, DealerKind, DealerStatus


class DealerRow(Record):
    """客户: see ``rules/dealer.py`` for what the fields mean.

    No UNIQUE on the code: two desks without a network may both make the same dealer; a check finds it.
    """

    __tablename__ = "dealer"
    SUBJECT = "dealer"

    code: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text, default="")
    credit_code: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[DealerKind | None] = mapped_column(Code(DealerKind))
    dealer_class: Mapped[DealerClass | None] = mapped_column(Code(DealerClass))
    status: Mapped[DealerStatus] = mapped_column(Code(DealerStatus), default=DealerStatus.ACTIVE)
    province: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(Text, default="")
    district: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    delivery_address: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    mobile: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    fax: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    wechat: Mapped[str] = mapped_column(Text, default="")
    legal_rep: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(Text, default="")
    bank_name: Mapped[str] = mapped_column(Text, default="")
    bank_account: Mapped[str] = mapped_column(Text, default="")
    bank_code: Mapped[str] = mapped_column(Text, default="")
    credit_limit: Mapped[Decimal | None] = mapped_column(Money)
    term_days: Mapped[int | None]
    since: Mapped[date | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)  # struck out (import undone, merged), never deleted
    merged_into: Mapped[UUID | None] = mapped_column(Uuid)  # the dealer that stands for this one now

    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="limit"),
        # Each order of the list is read from one of these (services/arrival.py); on PostgreSQL they end with the id.
        Index("ix_dealer_code", "alive", "code"),
        Index("ix_dealer_name", "alive", "name", "code"),
        Index("ix_dealer_city", "alive", "city", "code"),
        Index("ix_dealer_owner", "alive", "owner", "code"),
        # Partial ones, over the filled codes, are made by the migration only: to declare one here would load
        # PostgreSQL's dialect at every start (30 ms).
    )


class DealerContactRow(Record):
    """联系人: someone at a dealer besides the main contact, who stands in the dealer's own row (domain 8.1)."""

    __tablename__ = "dealer_contact"
    SUBJECT = "dealer_contact"

    dealer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    mobile: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)  # struck out, never deleted

    def about(self) -> UUID:
        """Shown in the history of the dealer."""
        return self.dealer_id
