"""Attachments of any record: the file itself lies beside the database under the hash of its content."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Base, Record
from crmdesk.models.types import Instant


class AttachmentRow(Record):
    """One file on one record (``subject``, ``record_id``); shown in the history of ``shown_with``."""

    __tablename__ = "attachment"
    SUBJECT = "attachment"

    subject: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    shown_with: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    alive: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_attachment_record", "record_id", "alive"),)

    def about(self) -> UUID:
        """Shown in the history of its record."""
        return self.shown_with


class FileContentRow(Base):
    """The content of an attachment where a server keeps the data and there is no folder beside it."""

    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
