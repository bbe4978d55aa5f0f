"""What imports have learned: each correction of a person is one row, to be seen, used again and forgotten."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.types import Code, Instant
from crmdesk.rules.import_memory import MemoryKind


class ImportMemoryRow(Record):
    """One thing learned: what ``said`` in a list of ``subject`` means (``rules/import_memory.py``)."""

    __tablename__ = "import_memory"
    SUBJECT = "import_memory"
    UNJOURNALED = frozenset({"used_at"})

    subject: Mapped[str] = mapped_column(Text)
    kind: Mapped[MemoryKind] = mapped_column(Code(MemoryKind))
    said: Mapped[str] = mapped_column(Text)
    means: Mapped[str] = mapped_column(Text, default="")
    shown: Mapped[str] = mapped_column(Text, default="")
    alive: Mapped[bool] = mapped_column(default=True)  # forgotten, never deleted
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_import_memory_said", "subject", "kind", "said"),)
