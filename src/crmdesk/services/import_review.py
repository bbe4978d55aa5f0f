"""What a list would do to the records that are there: read, compared, and held for a person to decide."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange.importing import duplicates
from crmdesk.exchange.importing.changes import Changed, Face, said
from crmdesk.exchange.importing.decide import Certain, Existing, decide
from crmdesk.exchange.importing.duplicates import Found
from crmdesk.exchange.importing.folding import fold_row
from crmdesk.exchange.importing.plan import ImportPlan, Prepared
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.review import Review
from crmdesk.exchange.importing.round_trip import RoundTrip
from crmdesk.exchange.importing.standing import Basis
from crmdesk.models.import_memory import ImportMemoryRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.services import bulk, journal
from crmdesk.services.import_target import TARGETS, ImportTarget
from crmdesk.services.verbs import Work
from crmdesk.words import _

#: As many ids as stand in one statement.
_FEW = 500
Columns = Mapping[str, Sequence[Any]]


def review_of(
    work: Work, plan: ImportPlan, prepared: Prepared, trip: RoundTrip | None = None, *, hold: bool = False
) -> Review:
    """Every row of the prepared list with what becomes of it. With ``hold`` nobody changes its records meanwhile."""
    target = TARGETS[plan.subject]
    apart = _apart(work, plan.subject)
    there = _there(work, target)
    certain = decide(prepared, Existing.of(there["id"], there, plan.subject), plan, apart, trip.records if trip else None)
    likely = _likely(work, plan, there, prepared, certain, apart)
    merged_into = {there["id"][one.place] for found in likely.values() for one in found if not one.is_row}
    merged_into |= (chosen := {decision.record for decision in plan.decisions.values() if decision.record})
    reader = _Reader(work, target, prepared, hold)
    stands = reader.stands(merged_into)
    if chosen - set(there["id"]):
        raise _gone(plan)
    marked = {place: record for place, record in certain.known.items() if trip and prepared.row_numbers[place] in trip.records}
    changes = reader.changes({place: record for place, record in certain.known.items() if place not in marked})
    if trip is not None and marked:
        changes |= reader.touched(marked, trip)
    basis = Basis(
        prepared, plan, certain, target.names, changes, likely, {key: there[key] for key in ("id", "name", "code", "city")},
        stands, reader.faces({*certain.known.values(), *merged_into}),
    )  # fmt: skip
    return Review(basis, plan.strictness, plan.decisions)


def _gone(plan: ImportPlan) -> Refused:
    title = _(SPECS[plan.subject].title)
    return Refused(
        _("您选来合并的{title}已经不在了。").format(title=title), _("什么都没有写入。"),
        _("请重新决定这一行并入哪一家。"), code="import-target-gone",
    )  # fmt: skip


def _apart(work: Work, subject: str) -> frozenset[tuple[str, str]]:
    """The pairs that persons said to be two: folded row, record."""
    c = ImportMemoryRow.__table__.c
    rows = work.session.scalars(
        select(c.said).where(c.subject == subject, c.kind == MemoryKind.APART, c.alive)
    )
    pairs = (said.rpartition(PART) for said in rows)
    return frozenset((row, record) for row, _part, record in pairs)


# --- whom the rows may be ----------------------------------------------------------------------------------


def _there(work: Work, target: ImportTarget) -> Columns:
    """By what records are known, column by column: the living ones, then those that were merged, as who they are now."""
    names = tuple(dict.fromkeys((*_key_fields(target.subject), *target.alike, "name", "code", "city")))
    if work.session.scalar(select(target.table.c.id).limit(1)) is None:
        return {"id": [], **{name: [] for name in names}}
    columns = f"SELECT id, {', '.join(names)} FROM {target.table.name}"
    connection, lazily = work.session.connection(), {"yield_per": bulk.MANY}
    rows: list[Sequence[Any]] = list(connection.exec_driver_sql(f"{columns} WHERE alive", execution_options=lazily))
    leads = _leads(work, target)
    if leads:
        merged = connection.exec_driver_sql(f"{columns} WHERE NOT alive AND merged_into IS NOT NULL").all()
        rows += [(leads[_hex(row[0])], *row[1:]) for row in merged if _hex(row[0]) in leads]
    if not rows:
        return {"id": [], **{name: [] for name in names}}
    ids, *values = zip(*rows, strict=True)
    return {"id": list(map(_hex, ids)), **dict(zip(names, values, strict=True))}


def _hex(value: Any) -> str:
    return value if type(value) is str else str(value.hex)


def _leads(work: Work, target: ImportTarget) -> dict[str, str]:
    """Merged record → the living one that stands for it now."""
    c = target.table.c
    rows = work.session.execute(select(c.id, c.merged_into).where(~c.alive, c.merged_into.is_not(None)))
    into = {row.id: row.merged_into for row in rows}
    ends = {record: _end(record, into) for record in into}
    alive = _living(work, target, {end for end in ends.values() if end is not None})
    return {record.hex: end.hex for record, end in ends.items() if end in alive}


def _end(record: UUID, into: Mapping[UUID, UUID]) -> UUID | None:
    seen: set[UUID] = set()
    while record in into:
        if record in seen:
            return None
        seen.add(record)
        record = into[record]
    return record


def _living(work: Work, target: ImportTarget, ids: Collection[UUID | None]) -> set[UUID]:
    c, found = target.table.c, set()
    for part in bulk.batches(ids, _FEW):
        found |= set(work.session.scalars(select(c.id).where(c.alive, c.id.in_(part))))
    return found


def _key_fields(subject: str) -> tuple[str, ...]:
    spec = SPECS[subject]
    return tuple(dict.fromkeys(name for fields in (*spec.keys, (spec.required,)) for name in fields))


def _likely(
    work: Work, plan: ImportPlan, there: Columns, prepared: Prepared, certain: Certain,
    apart: Collection[tuple[str, str]],
) -> dict[int, tuple[Found, ...]]:  # fmt: skip
    """Whom rows may be that are nobody for certain."""
    target = TARGETS[plan.subject]
    open_places = [place for place in range(len(prepared.row_numbers)) if certain.is_open(place)]
    if not target.alike or not open_places:
        return {}
    rows = {name: _at(prepared.columns[name], open_places) for name in target.alike if name in prepared.columns}
    likely = {}
    for at, those in _found(work, plan, rows, len(open_places), there).items():
        place = open_places[at]
        kept = tuple(
            one._replace(place=open_places[one.place]) if one.is_row else one
            for one in those
            if one.is_row or not _is_apart(apart, prepared, place, there["id"][one.place])
        )
        if kept:
            likely[place] = kept
    return likely


def _found(
    work: Work, plan: ImportPlan, rows: Columns, count: int, there: Columns
) -> dict[int, tuple[Found, ...]]:
    """Whom rows may be; as before where neither they nor anything in the database has changed since the preview."""
    seen = work.desk_id, journal.last_arrival(work.session), len(there["id"]), rows
    if plan.memo.get("likely") is None or plan.memo["seen"] != seen:
        firms = duplicates.folded(rows, count)
        plan.memo["likely"] = duplicates.find(firms, duplicates.folded(there, len(there["id"])))
        plan.memo["seen"] = seen
    found: dict[int, tuple[Found, ...]] = plan.memo["likely"]
    return found


def _at(column: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    return column if len(places) == len(column) else [column[place] for place in places]


def _is_apart(apart: Collection[tuple[str, str]], prepared: Prepared, place: int, record: str) -> bool:
    if not apart:
        return False
    name, city = (prepared.columns[key][place] if key in prepared.columns else "" for key in ("name", "city"))
    return (fold_row(name, city), record) in apart


# --- how they stand ----------------------------------------------------------------------------------------


class _Reader:
    """Reads records and compares them with the rows that mean them."""

    def __init__(self, work: Work, target: ImportTarget, prepared: Prepared, hold: bool) -> None:
        self._work, self._target, self._prepared, self._hold = work, target, prepared, hold
        self._names = [name for name in target.names if name in prepared.columns]

    def changes(self, known: Mapping[int, str]) -> dict[int, Changed]:
        """What rows change in the records that they certainly are; a row that changes nothing is not among them."""
        changes: dict[int, Changed] = {}
        for part in bulk.batches(known.items(), bulk.MANY):
            places, records = [place for place, _record in part], [record for _place, record in part]
            stands = self._driven(records)
            for name in self._names:
                self._compare(name, places, stands[name], changes)
        return changes

    def _driven(self, records: Sequence[str]) -> dict[str, list[Any]]:
        """The values of the records as the driver has them, by field, in the order of ``records``."""
        by_id: dict[str, Sequence[Any]] = {}
        mark, table = bulk.mark(self._work.session), self._target.table.name
        lock = " FOR UPDATE" if self._hold and mark != "?" else ""
        connection = self._work.session.connection()
        for ids in bulk.batches(records, _FEW):
            statement = f"SELECT id, {', '.join(self._names)} FROM {table} WHERE id IN ({', '.join([mark] * len(ids))}){lock}"
            by_id |= {_hex(row[0]): row[1:] for row in connection.exec_driver_sql(statement, tuple(ids))}
        columns = zip(*(by_id[record] for record in records), strict=True)
        return dict(zip(self._names, map(list, columns), strict=True))

    def _compare(self, name: str, places: Sequence[int], stands: Sequence[Any], changes: dict[int, Changed]) -> None:
        """Look closer only at the cells that differ."""
        session, column = self._work.session, self._target.table.c[name]
        says = [self._prepared.columns[name][place] for place in places]
        says_nothing = () if name in self._prepared.cleared else (None, "")
        driven = bulk.driver_values(session, column, says)
        for place, new, old, value in zip(places, driven, stands, says, strict=True):
            if new == old or new in says_nothing:
                continue
            was = bulk.python_value(session, column, old)
            after = said(name, value, was, self._prepared, place, SPECS[self._target.subject].required)
            if after != was:
                changed = changes.setdefault(place, Changed({}, {}))
                changed.before[name], changed.after[name] = was, after

    def touched(self, marked: Mapping[int, str], trip: RoundTrip) -> dict[int, Changed]:
        """What a person changed in rows that were exported from here."""
        stands, changes = self.stands(set(marked.values())), {}
        for place, record in marked.items():
            says = {name: column[place] for name, column in self._prepared.columns.items()}
            after = trip.after(self._prepared.row_numbers[place], says, stands[record], self._prepared.appended)
            if after:
                ordered = {name: after[name] for name in self._names if name in after}
                changes[place] = Changed({name: stands[record][name] for name in ordered}, ordered)
        return changes

    def stands(self, records: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Records as Python has them, by id: the fields that the list has."""
        c = self._target.table.c
        found: dict[str, dict[str, Any]] = {}
        columns = [c.id, *(c[name] for name in self._names)]
        for ids in bulk.batches(sorted(records), _FEW):
            statement = select(*columns).where(c.id.in_([UUID(record) for record in ids]))
            rows = self._work.session.execute(statement.with_for_update() if self._hold else statement)
            found |= {row[0].hex: dict(zip(self._names, row[1:], strict=True)) for row in rows}
        return found

    def faces(self, records: Collection[str]) -> dict[str, set[Face]]:
        """Who is known at each record, the main contact among them; only where the list brings contacts."""
        people = self._target.people
        if not self._prepared.contacts or people is None:
            return {}
        spec, c = SPECS[self._target.subject], self._target.table.c
        main = [c.id, *(c[name] for name in (spec.contact, spec.mobile, spec.phone))]
        p = people.c
        found: dict[str, set[Face]] = {}
        for ids in bulk.batches(sorted(records), _FEW):
            keys = [UUID(record) for record in ids]
            rows = [*self._work.session.execute(select(*main).where(c.id.in_(keys)))]
            rows += self._work.session.execute(
                select(p.dealer_id, p.name, p.mobile, p.phone).where(p.alive, p.dealer_id.in_(keys))
            )
            for record, *face in rows:
                found.setdefault(record.hex, set()).add((face[0], face[1], face[2]))
        return found

