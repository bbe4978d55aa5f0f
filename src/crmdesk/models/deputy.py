"""Who acts for whom, and what was passed on for reading."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.types import Instant


class DeputyRow(Record):
    """``deputy_id`` acts for ``principal_id`` on these days, both inclusive."""

    __tablename__ = "deputy"
    SUBJECT = "deputy"

    principal_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    deputy_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)


class CirculationRow(Record):
    """传阅: a record shown to someone who does not decide on it."""

    __tablename__ = "circulation"
    SUBJECT = "circulation"

    subject: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    reader_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    reader_name: Mapped[str] = mapped_column(Text)
    from_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    remark: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_circulation_reader", "reader_id", "read_at"), Index("ix_circulation_record", "record_id"))

    def about(self) -> UUID:
        """Shown in the history of the record that goes round."""
        return self.record_id
