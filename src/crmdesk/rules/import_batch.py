"""What is known of an import of a list, and what its undoing did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import: ``at`` and ``person`` say when and by whom, ``undone_at`` when it was taken back (None: it stands).

    ``left_alone`` is how many dealers the undoing did not touch, because someone had changed them since.
    """

    id: UUID
    file_name: str
    sheet: str
    at: datetime
    person: str
    read: int
    new: int
    updated: int
    skipped: int
    rejected: int
    undone_at: datetime | None = None
    undone_by: str = ""
    left_alone: int = 0


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A dealer that an undoing did not touch: ``why`` in words, ``who`` built upon it and when."""

    id: UUID
    code: str
    name: str
    why: str
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing did: dealers of the list ``removed``, others ``restored`` to what they were, and those left."""

    batch_id: UUID
    removed: int
    restored: int
    left: tuple[LeftAlone, ...] = ()
    seconds: float = 0.0
