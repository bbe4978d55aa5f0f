"""What every table shares: ids made on the desk, a revision, and who wrote a row when."""

import os
import time
from datetime import datetime
from uuid import UUID

from sqlalchemy import MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from crmdesk.models.types import Instant

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of crmdesk."""

    metadata = MetaData(naming_convention=NAMES)


def new_id() -> UUID:
    """A new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits; sorts by time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10))
    value &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return UUID(int=value | 0x7000 << 64 | 0x8000 << 48)


class Record(Base):
    """A business row: every change raises its revision and stands in the journal.

    ``SUBJECT`` is the word of the journal; ``UNJOURNALED`` names columns that are derived.
    """

    __abstract__ = True
    SUBJECT: str = ""
    UNJOURNALED: frozenset[str] = frozenset()

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[UUID | None] = mapped_column(Uuid)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[UUID | None] = mapped_column(Uuid)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.__table__.c.revision} if hasattr(cls, "__table__") else {}

    def about(self) -> UUID:
        """The record under whose history a change of this row is shown: itself, or its owner."""
        return self.id
