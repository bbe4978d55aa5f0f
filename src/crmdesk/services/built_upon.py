"""Whether someone has built upon a change since: what forbids to take it back. A change taken back does not count."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.journal import JournalEntry
from crmdesk.services import bulk

_ENTRY = JournalEntry.__table__.c
_FEW = 500


def changed_since(session: Session, revisions: Mapping[UUID, int]) -> set[UUID]:
    """Those of the records that were changed after the revision that is given for each."""
    found: set[UUID] = set()
    for part in bulk.batches(revisions, _FEW):
        later: dict[UUID, list[tuple[UUID, str]]] = {}
        rows = session.execute(
            select(_ENTRY.record_id, _ENTRY.revision, _ENTRY.call_id, _ENTRY.cause)
            .where(_ENTRY.about_id.in_(part), _ENTRY.record_id == _ENTRY.about_id)
            .order_by(_ENTRY.arrival)
        )
        for key, revision, call, cause in rows:
            if revision > revisions[key]:
                later.setdefault(key, []).append((call, cause))
        found |= {key for key, calls in later.items() if _stand(calls)}
    return found


def _stand(calls: Sequence[tuple[UUID, str]]) -> bool:
    """Whether one of the calls was not taken back by a later one, or one before them was."""
    undone: set[str] = set()
    for call, cause in reversed(calls):
        if str(call) in undone:
            undone.discard(str(call))
        elif cause.startswith("undo:"):
            undone.add(cause.removeprefix("undo:"))
        else:
            return True
    return bool(undone)
