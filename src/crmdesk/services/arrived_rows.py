"""Writing what packets bring into the rows: each row is what the known entries of its record say, and nothing else.

By Core, in the order of references; the journal has the entries already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, Text, insert, select, update
from sqlalchemy.orm import Session

from crmdesk.exchange.merge import Merged
from crmdesk.models import load_all
from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.dealer import DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.services import arrived_state, bulk, heads, search
from crmdesk.services.history import typed
from crmdesk.services.verbs import Work

_ENTRY = JournalEntry.__table__.c
_FEW = 500


@dataclass(slots=True)
class Written:
    """The records by subject that were touched, and those that have no place here: what they refer to is missing."""

    merged: dict[UUID, Merged] = field(default_factory=dict)
    changed: dict[str, set[UUID]] = field(default_factory=dict)
    without_place: set[UUID] = field(default_factory=set)


@dataclass(slots=True)
class _Told:
    """What the journal says of a record besides its fields."""

    first_at: Any
    first_by: UUID | None
    last_at: Any
    last_by: UUID | None
    revision: int


def write(work: Work, touched: Mapping[str, Iterable[UUID]]) -> Written:
    """Bring the rows of the touched records, by subject, to what the journal says now."""
    written = Written()
    session = work.session
    session.flush()
    session.expire_all()
    for table in _tables():
        ids = set(touched.get(table.SUBJECT, ()))
        for part in bulk.batches(ids, _FEW):
            _write_some(session, table, part, written)
    dealers = written.changed.get("dealer", set())
    if dealers:
        _follow_merges(work, dealers, written)
        search.write_soon(session, [key.hex for key in dealers])
    session.expire_all()
    return written


def _tables() -> list[type[Record]]:
    """All tables of records, those first that others refer to."""
    order = {table.name: place for place, table in enumerate(load_all().metadata.sorted_tables)}
    tables = [m.class_ for m in load_all().registry.mappers if issubclass(m.class_, Record)]
    return sorted(tables, key=lambda table: order[table.__tablename__])


def _write_some(session: Session, table: type[Record], ids: list[UUID], written: Written) -> None:
    core = cast(Table, table.__table__)
    rows = {row.id: row for row in session.execute(select(core).where(core.c.id.in_(ids)))}
    merged, told = heads.records(session, ids), _told(session, ids)
    values = {
        key: _values(session, table, merged[key].values()) for key in ids if key in merged and merged[key].entries
    }
    missing = _pointing_nowhere(session, core, values)
    for key in sorted(values, key=lambda key: told[key].first_at):
        written.merged[key] = merged[key]
        if key in missing:
            written.without_place.add(key)
        elif key not in rows:
            _insert(session, core, key, values[key], told[key])
            written.changed.setdefault(table.SUBJECT, set()).add(key)
        else:
            _update(session, table, rows[key], values[key], told[key])
            written.changed.setdefault(table.SUBJECT, set()).add(key)


def _told(session: Session, ids: list[UUID]) -> dict[UUID, _Told]:
    found: dict[UUID, _Told] = {}
    rows = session.execute(
        select(_ENTRY.record_id, _ENTRY.at, _ENTRY.person_id, _ENTRY.revision)
        .where(_ENTRY.record_id.in_(ids)).order_by(_ENTRY.arrival)
    )  # fmt: skip
    for row in rows:
        told = found.get(row.record_id)
        if told is None:
            found[row.record_id] = _Told(row.at, row.person_id, row.at, row.person_id, row.revision)
            continue
        told.revision = max(told.revision, row.revision)
        if row.at < told.first_at:
            told.first_at, told.first_by = row.at, row.person_id
        if row.at >= told.last_at:
            told.last_at, told.last_by = row.at, row.person_id
    return found


def _values(session: Session, table: type[Record], shown: Mapping[str, Any]) -> dict[str, Any]:
    """The shown values as Python keeps them, for the columns that this program has."""
    columns = cast(Table, table.__table__).c
    values = {}
    for key, value in shown.items():
        if key not in columns:
            continue
        column = columns[key]
        if value is None and not column.nullable:
            value = _blank(column)
        values[key] = typed(table.SUBJECT, key, value)
        if key == "dealer_id" and values[key] is not None and table is ComplaintRow:
            values[key] = _living(session, values[key])
    return values


def _blank(column: Any) -> Any:
    """What stands in a column where nobody has said anything."""
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    return "" if isinstance(column.type, Text) else None


def _living(session: Session, dealer_id: UUID) -> UUID:
    """The dealer that stands for this one now."""
    dealer = DealerRow.__table__.c
    seen = {dealer_id}
    while (into := session.scalar(select(dealer.merged_into).where(dealer.id == dealer_id))) and into not in seen:
        seen.add(into)
        dealer_id = into
    return dealer_id


def _pointing_nowhere(session: Session, core: Table, values: Mapping[UUID, Mapping[str, Any]]) -> set[UUID]:
    """The records whose row refers to something that is not here (withheld, or not applied)."""
    missing: set[UUID] = set()
    for column in core.c:
        for key in column.foreign_keys:
            target = key.column
            wanted = {said[column.name]: record for record, said in values.items() if said.get(column.name)}
            if not wanted:
                continue
            there = set(session.scalars(select(target).where(target.in_(wanted))))
            if target.table is core:
                there |= set(values)
            missing |= {
                record
                for record, said in values.items()
                if said.get(column.name) and said[column.name] not in there
            }
    return missing


def _insert(session: Session, core: Table, key: UUID, values: Mapping[str, Any], told: _Told) -> None:
    blank = {
        column.name: _blank(column)
        for column in core.c
        if not column.nullable and column.name not in values and _blank(column) is not None
    }
    row = blank | dict(values) | {
        "id": key, "revision": told.revision, "created_at": told.first_at, "created_by": told.first_by,
        "changed_at": told.last_at, "changed_by": told.last_by,
    }  # fmt: skip
    session.execute(insert(core).values(row))


def _update(
    session: Session, table: type[Record], row: Any, values: Mapping[str, Any], told: _Told
) -> None:
    """Write what differs. The revision rises in any case, so that nobody saves over what he has not seen: a plan of
    which only lines were changed has an entry too."""
    core = cast(Table, table.__table__)
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    changed |= {
        "revision": max(row.revision + 1, told.revision), "changed_at": told.last_at, "changed_by": told.last_by,
    }  # fmt: skip
    if "state" in changed and issubclass(table, Case):
        arrived_state.write(session, table, row, changed)
    else:
        session.execute(update(core).where(core.c.id == row.id).values(changed))


def _follow_merges(work: Work, dealers: Iterable[UUID], written: Written) -> None:
    """Forms of a dealer that was merged away, here or elsewhere, go to the one that stands for it, as a merge does.

    What visits say of a dealer stays, and is read as the one that lives (``dealer_living.py``).
    """
    dealer, form, session = DealerRow.__table__.c, cast(Table, ComplaintRow.__table__), work.session
    gone = session.scalars(select(dealer.id).where(dealer.id.in_(set(dealers)), dealer.merged_into.is_not(None))).all()
    for key in gone:
        into = _living(session, key)
        ids = session.scalars(select(form.c.id).where(form.c.dealer_id == key)).all()
        if ids:
            session.execute(update(form).where(form.c.id.in_(ids)).values(dealer_id=into, revision=form.c.revision + 1))
            written.changed.setdefault("complaint", set()).update(ids)
