"""The table of dealers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text
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

    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="limit"),
        # Each order of the list is read from one of these (services/arrival.py); on PostgreSQL they end with the id.
        Index("ix_dealer_code", "code"),
        Index("ix_dealer_name", "name", "code"),
        Index("ix_dealer_city", "city", "code"),
        Index("ix_dealer_owner", "owner", "code"),
    )
