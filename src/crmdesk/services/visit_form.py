"""The frozen visits and days from their rows, many at once; a merged dealer is shown as the one that lives on."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from crmdesk.models.visit import (
    VisitCheckRow,
    VisitDayRow,
    VisitEvidenceRow,
    VisitPriceRow,
    VisitProjectRow,
    VisitRow,
    VisitStockRow,
    VisitTrainingRow,
)
from crmdesk.rules.visit import DAY_FIELDS, FIELDS, Visit, VisitDay
from crmdesk.rules.visit_values import LINES
from crmdesk.services.attachment import of_records
from crmdesk.services.dealer_living import Living, living_of
from crmdesk.services.journal import plain
from crmdesk.services.verbs import Work

#: The small tables: field of the visit → its table.
ROWS: dict[str, Any] = {
    "prices": VisitPriceRow, "evidence": VisitEvidenceRow, "stocks": VisitStockRow, "trainings": VisitTrainingRow,
    "projects": VisitProjectRow,
}  # fmt: skip
_PLAIN = tuple(f.name for f in fields(Visit) if f.name not in (*LINES, "checks", "photos"))
#: As many ids in one question as every database takes.
_MANY = 500


def visits_of_days(session: Session, day_ids: Iterable[UUID], alive: bool = True) -> dict[UUID, list[VisitRow]]:
    """The living visits of each day in their order."""
    found: dict[UUID, list[VisitRow]] = defaultdict(list)
    ids = list(day_ids)
    for start in range(0, len(ids), _MANY):
        some = ids[start : start + _MANY]
        rows = select(VisitRow).where(VisitRow.day_id.in_(some), VisitRow.alive == alive)
        for row in session.scalars(rows.order_by(VisitRow.position, VisitRow.id)):
            found[row.day_id].append(row)
    return found


def id_at(visit_id: UUID, subject: str, item: str) -> UUID:
    """The id of what a visit has once for each item: the same at every desk, so that two who make it make one."""
    return uuid5(visit_id, f"{subject}:{item}")


def to_visit(work: Work, row: VisitRow) -> Visit:
    """One visit with its check block, tables and photos."""
    return to_visits(work, [row])[0]


def to_visits(work: Work, rows: Sequence[VisitRow]) -> tuple[Visit, ...]:
    """The frozen visits, in the order of ``rows``; each of their tables is asked once."""
    session, ids = work.session, [row.id for row in rows]
    dealers = living_of(session, (row.dealer_id for row in rows))
    checks = checks_of(session, ids)
    lines = {key: lines_of(session, key, ids) for key in LINES}
    photos = of_records(work, ids) if ids else {}

    def frozen(row: VisitRow) -> Visit:
        tables: dict[str, Any] = {key: lines[key].get(row.id, ()) for key in LINES}
        return Visit(**_plain(row, dealers), **tables, checks=checks.get(row.id, {}), photos=photos.get(row.id, ()))

    return tuple(frozen(row) for row in rows)


def _plain(row: VisitRow, dealers: Mapping[UUID, Living]) -> dict[str, Any]:
    values: dict[str, Any] = {key: getattr(row, key) for key in _PLAIN}
    dealer = dealers.get(row.dealer_id) if row.dealer_id else None
    if dealer is not None and dealer.is_other:
        values |= {"dealer_id": dealer.id, "dealer_code": dealer.code, "dealer_name": dealer.name,
                   "dealer_class": dealer.dealer_class, "dealer_kind": dealer.kind}  # fmt: skip
    return values


def _some(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _MANY] for start in range(0, len(ids), _MANY))


def checks_of(session: Session, visit_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The answers of each visit; an item without one is left out."""
    c = cast(Table, VisitCheckRow.__table__).c
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for some in _some(visit_ids):
        answers = select(c.visit_id, c.item, c.value).where(c.visit_id.in_(some), c.value != "")
        for row in session.execute(answers.order_by(c.created_at, c.id)):
            found[row.visit_id][row.item] = row.value
    return found


def lines_of(session: Session, key: str, visit_ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """The living lines of one small table of each visit, in their order."""
    line = LINES[key]
    names = tuple(f.name for f in fields(line))
    c = cast(Table, ROWS[key].__table__).c
    found: dict[UUID, list[Any]] = defaultdict(list)
    for some in _some(visit_ids):
        told = select(c.visit_id, *(c[name] for name in names)).where(c.visit_id.in_(some), c.alive)
        for row in session.execute(told.order_by(c.position, c.id)):
            found[row.visit_id].append(line(*row[1:]))
    return {visit_id: tuple(lines) for visit_id, lines in found.items()}


def content_hash(day: VisitDay) -> str:
    """SHA-256 over what the representative handed in: his day, and each visit with its answers and lines."""
    said: dict[str, Any] = {key: getattr(day, key) for key in DAY_FIELDS}
    said["visits"] = [
        {"id": visit.id} | {key: _told(getattr(visit, key)) for key in (*FIELDS, "photos")} for visit in day.visits
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=plain).encode()).hexdigest()


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{f.name: plain(getattr(line, f.name)) for f in fields(line)} for line in value]
    return dict(value) if isinstance(value, Mapping) else plain(value)


def day_row(
    work: Work, day_id: UUID, seen: int | None = None, mine: Mapping[str, Any] | None = None
) -> VisitDayRow:
    """The row of a day; NotFound, Conflict."""
    return work.get(VisitDayRow, day_id, seen, mine)
