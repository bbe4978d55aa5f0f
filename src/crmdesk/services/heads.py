"""From the journal's rows to the merge of ``exchange/merge.py`` and back: what each record is by all that is known.

The column ``bases`` is empty where an entry was written here, else JSON: field → entries that it replaces, ``#`` →
its counter, ``!`` → why it was not applied (a step that was not allowed, a desk that was lost).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from crmdesk.exchange.merge import Entry, EntryId, Merged
from crmdesk.models.journal import JournalEntry
from crmdesk.services import bulk

COUNTER, NOT_APPLIED = "#", "!"
_ENTRY = JournalEntry.__table__.c
_FEW = 500


def records(session: Session, ids: Iterable[UUID]) -> dict[UUID, Merged]:
    """Each record as all entries make it that are here and count."""
    found: dict[UUID, Merged] = {}
    for row in rows_of(session, ids):
        merged = found.setdefault(row.record_id, Merged())
        entry = entry_of(row)
        if entry is not None:
            merged.arrive(entry)
    return found


def record(session: Session, record_id: UUID) -> Merged:
    """One record."""
    return records(session, [record_id]).get(record_id) or Merged()


def rows_of(session: Session, ids: Iterable[UUID]) -> list["Row[Any]"]:
    """The entries of records in their order of arrival."""
    found: list[Row[Any]] = []
    columns = (_ENTRY.arrival, _ENTRY.desk_id, _ENTRY.sequence, _ENTRY.record_id, _ENTRY.changes, _ENTRY.bases)
    for part in bulk.batches(set(ids), _FEW):
        found += session.execute(select(*columns).where(_ENTRY.record_id.in_(part)).order_by(_ENTRY.arrival))
    return found


def entry_of(row: Any) -> Entry | None:
    """A journal row as the merge takes it; None where it was not applied here."""
    fields = {key: after for key, (_before, after) in json.loads(row.changes).items()}
    if not row.bases:
        return Entry((row.desk_id, row.sequence), fields)
    said = json.loads(row.bases)
    if NOT_APPLIED in said:
        return None
    return Entry((row.desk_id, row.sequence), fields, bases_of(said), int(said.get(COUNTER, 0)))


def bases_of(said: Mapping[str, Any]) -> dict[str, tuple[EntryId, ...]]:
    """The bases of the column's JSON."""
    return {
        key: tuple((UUID(desk), number) for desk, number in ids)
        for key, ids in said.items()
        if key not in (COUNTER, NOT_APPLIED)
    }


def written(bases: Mapping[str, Sequence[EntryId]], counter: int, not_applied: str = "") -> str:
    """The column's JSON."""
    said: dict[str, Any] = {key: [[desk.hex, number] for desk, number in ids] for key, ids in bases.items() if ids}
    said[COUNTER] = counter
    if not_applied:
        said[NOT_APPLIED] = not_applied
    return json.dumps(said, separators=(",", ":"))
