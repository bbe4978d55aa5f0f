"""Which dealer stands for which: a merged one is shown as the dealer that lives on (reliability 1.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerRow
from crmdesk.rules.dealer import DealerClass, DealerKind

#: As many merges are followed from one dealer to the next; more would be a circle.
_MOST_MERGES = 50
#: Ids in one question, well below what SQLite takes.
_MANY = 500


@dataclass(frozen=True, slots=True)
class Living:
    """What lists say of a dealer; ``is_other`` where it stands for one that was merged into it."""

    id: UUID
    code: str
    name: str
    dealer_class: DealerClass | None
    kind: DealerKind | None
    owner: str
    is_other: bool = False


def living_of(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, Living]:
    """Each of the dealers, or the one that it was merged into, by the id that was asked for."""
    asked = {key for key in ids if key is not None}
    stands = {key: key for key in asked}  # asked → who stands for it as far as is known
    rows: dict[UUID, Any] = {}
    for _merge in range(_MOST_MERGES):
        missing = set(stands.values()) - rows.keys()
        if not missing:
            break
        rows |= {row.id: row for row in _rows(session, missing)}
        stands = {key: _next(rows.get(now)) or now for key, now in stands.items()}
    return {key: _living(rows[now], now != key) for key, now in stands.items() if now in rows}


def _next(row: Any) -> UUID | None:
    return None if row is None or row.alive else row.merged_into


def _rows(session: Session, ids: Iterable[UUID]) -> Iterator[Any]:
    c = cast(Table, DealerRow.__table__).c
    shown = (c.id, c.code, c.name, c.dealer_class, c.kind, c.owner, c.alive, c.merged_into)
    wanted = list(ids)
    for start in range(0, len(wanted), _MANY):
        yield from session.execute(select(*shown).where(c.id.in_(wanted[start : start + _MANY])))


def _living(row: Any, is_other: bool) -> Living:
    return Living(row.id, row.code, row.name, row.dealer_class, row.kind, row.owner, is_other)


def all_ids(session: Session, dealer_id: UUID) -> set[UUID]:
    """The ids under which records may name a dealer: its own, those merged into it, and those it was merged into."""
    stands = living_of(session, [dealer_id]).get(dealer_id)
    c = cast(Table, DealerRow.__table__).c
    found = {dealer_id, stands.id if stands else dealer_id}
    newest = found
    while newest:
        newest = set(session.scalars(select(c.id).where(c.merged_into.in_(newest)))) - found
        found = found | newest
    return found
