"""Writing a recognised list of dealers: decide, write, tell the journal, in one transaction.

A rehearsal (``dry_run``) is the very same, taken back at the end. What the report counts is read back from
the database.
"""

import gc
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import chain
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, select

from crmdesk.exchange.importing.decide import Existing, decide, fold_name
from crmdesk.exchange.importing.plan import ImportPlan, ImportReport, Prepared
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.models.base import new_id
from crmdesk.models.dealer import DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import ImportBatchRow
from crmdesk.rules.dealer import FIELDS, code_parts, codes_after
from crmdesk.services import bulk, journal, search
from crmdesk.services.dealer import next_code
from crmdesk.services.import_changes import Change, changed_fields, whole_changes, whole_columns
from crmdesk.services.verbs import EVERYTHING, Work
from crmdesk.words import _

_TABLE = cast(Table, DealerRow.__table__)
_KEYS = ("code", "credit_code", "name", "city", "mobile")
_NAMES = tuple(column.name for column in _TABLE.c if column.name in FIELDS)  # in the journal's order


def import_dealers(work: Work, plan: ImportPlan, dry_run: bool = False) -> ImportReport:
    """Write the list as the plan says. Rows that cannot be taken over are reported, the rest goes on.

    Raises Refused where the file changed since it was shown, Cancelled where the person stopped it: nothing
    is written then.
    """
    begun = time.perf_counter()
    with _no_collector():
        prepared = prepare(plan, work.progress)
        work.stop_if_cancelled()
        if not dry_run:
            _back_up(work)
        with bulk.roomy(work.session), journal.rehearsed(work.session) if dry_run else nullcontext():
            report = _import(work, plan, prepared)
    if not dry_run:
        work.note_changed("dealer", EVERYTHING)
    batch = "" if dry_run else work.cause
    return replace(report, dry_run=dry_run, batch=batch, seconds=time.perf_counter() - begun)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nothing here points in circles, and looking through a million new texts for circles costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _back_up(work: Work) -> None:
    if work.database is not None:
        from crmdesk.services.backup import BEFORE_IMPORT, make_automatic

        work.progress(0, 0, _("正在备份"))
        make_automatic(work.database, BEFORE_IMPORT, work.now)
    work.stop_if_cancelled()


def _import(work: Work, plan: ImportPlan, prepared: Prepared) -> ImportReport:
    batch = ImportBatchRow(
        id=new_id(), file_name=plan.path.name, file_hash=plan.file_hash, sheet=plan.sheet, read=prepared.read
    )
    work.cause = f"import:{batch.id}"
    pace = _Pace(work, len(prepared.row_numbers))
    decisions = decide(prepared, _existing(work, prepared), plan)
    new, note = _write_new(work, prepared, decisions.new, pace)
    changed = _write_known(work, prepared, decisions.updated, pace)
    search.write_soon(work.session, [*new, *changed])
    batch.new, batch.updated = _read_back(work)
    batch.rejected = len(prepared.rejected)
    batch.skipped = prepared.read - batch.new - batch.updated - batch.rejected
    work.add(batch)
    work.session.flush()
    problems = sorted((*prepared.problems, *decisions.problems), key=lambda p: p.row)
    return ImportReport(
        str(plan.path), plan.file_hash, plan.sheet, plan.header_row, plan.columns, prepared.read, batch.new,
        batch.updated, batch.skipped, batch.rejected, tuple(problems), (*prepared.notes, *note),
    )  # fmt: skip


class _Pace:
    """Says how far the import is and how quick, and stops it where the person wants."""

    def __init__(self, work: Work, rows: int) -> None:
        self._work, self._rows = work, rows
        self._done, self._begun = 0, time.perf_counter()

    def slices(self, count: int) -> Iterator[slice]:
        """``count`` rows in parts that are written one after the other."""
        for start in range(0, count, bulk.MANY):
            part = slice(start, min(start + bulk.MANY, count))
            yield part
            self._wrote(part.stop - part.start)

    def _wrote(self, rows: int) -> None:
        self._work.stop_if_cancelled()
        self._done += rows
        rate = round(self._done / max(time.perf_counter() - self._begun, 1e-3))
        self._work.progress(self._done, self._rows, _("正在写入,每秒 {rate} 行").format(rate=rate))


def _existing(work: Work, prepared: Prepared) -> Existing:
    """The dealers that a row of the list may mean, by what they can be known by; the others are passed over."""
    if work.session.scalar(select(_TABLE.c.id).limit(1)) is None:
        return Existing.of([], {key: [] for key in _KEYS})
    wanted = {key: set(prepared.columns.get(key, ())) - {""} for key in _KEYS}
    names = {fold_name(name) for name in wanted["name"]}
    found: list[Sequence[Any]] = []
    statement = f"SELECT id, {', '.join(_KEYS)} FROM dealer"
    for row in work.session.connection().exec_driver_sql(
        statement, execution_options={"yield_per": bulk.MANY}
    ):
        _id, code, credit_code, name, _city, mobile = row
        if (
            code in wanted["code"]
            or credit_code in wanted["credit_code"]
            or mobile in wanted["mobile"]
            or fold_name(name) in names
        ):
            found.append(row)
    ids = [row[0] if type(row[0]) is str else row[0].hex for row in found]
    return Existing.of(ids, {key: [row[at] for row in found] for at, key in enumerate(_KEYS, 1)})


def _write_new(
    work: Work, prepared: Prepared, places: Sequence[int], pace: _Pace
) -> tuple[list[str], list[str]]:
    """Insert the new dealers with their journal entries; returns their ids and what is worth a note."""
    columns = whole_columns(prepared.columns, places, _NAMES)
    note = _give_codes(work, columns["code"])
    driven = {
        name: bulk.driver_values(work.session, _TABLE.c[name], column) for name, column in columns.items()
    }
    common = {"revision": 1, "alive": bulk.driver_values(work.session, _TABLE.c.alive, [True])[0]} | _stamps(work) | _taken_out(driven)
    texts, keys = whole_changes(columns), bulk.new_keys(len(places))
    for part in pace.slices(len(places)):
        rows = zip(keys[part], *(column[part] for column in driven.values()), strict=True)
        bulk.insert_rows(work.session, _TABLE, ("id", *driven), rows, common)
        journal.write_bulk(work, "dealer", keys[part], [1] * len(keys[part]), texts[part])
    return keys, note


def _taken_out(columns: dict[str, list[Any]]) -> dict[str, Any]:
    """The value of each column that says the same in all rows, mostly nothing; such columns are taken out."""
    same = [name for name, column in columns.items() if len(set(column)) == 1]
    alike = {name: columns[name][0] for name in same if isinstance(columns[name][0], str | int | None)}
    for name in alike:
        del columns[name]
    return alike


def _give_codes(work: Work, codes: list[str]) -> list[str]:
    """Number the new dealers that have no code: on from the highest of the list's own form, else of the office's."""
    lacking = [place for place, code in enumerate(codes) if not code]
    if not lacking:
        return []
    following = _following(work, codes)
    for place in lacking:
        codes[place] = next(following)
    first, last = codes[lacking[0]], codes[lacking[-1]]
    return [_("{n} 家客户没有编号,编为 {first} 到 {last}。").format(n=len(lacking), first=first, last=last)]


def _following(work: Work, codes: Sequence[str]) -> Iterator[str]:
    """Codes that nobody has yet, neither in the list nor in the office."""
    forms = Counter((p[0], p[2]) for p in map(code_parts, codes) if p)
    if forms:
        form = forms.most_common(1)[0][0]
        start = max(c for c in codes if (p := code_parts(c)) and (p[0], p[2]) == form)
        begin = codes_after(start)
    else:
        start = next_code(work)
        begin = chain([start], codes_after(start))
    prefix = (code_parts(start) or ("", 0, 0))[0]
    known = select(_TABLE.c.code).where(_TABLE.c.code.startswith(prefix, autoescape=True))
    taken = {*codes, *work.session.scalars(known)}
    return (code for code in begin if code not in taken)


def _stamps(work: Work) -> dict[str, Any]:
    """Who writes when, as the driver takes it: created and changed alike."""
    who = work.person.id if work.person else None
    said = {"created_at": work.now, "created_by": who, "changed_at": work.now, "changed_by": who}
    return {name: bulk.driver_values(work.session, _TABLE.c[name], [v])[0] for name, v in said.items()}


def _write_known(
    work: Work, prepared: Prepared, places: Sequence[tuple[int, Any]], pace: _Pace
) -> list[str]:
    """Change the dealers of which the list says something new, with their journal entries; returns their ids."""
    changed: list[str] = []
    for part in pace.slices(len(places)):
        changes = list(_changes(work, prepared, places[part]))
        if changes:
            _update(work, changes)
            changed += [change.key for change in changes]
    return changed


def _changes(work: Work, prepared: Prepared, places: Sequence[tuple[int, str]]) -> Iterator[Change]:
    stands = _standing(work, [key for _place, key in places])
    for place, key in places:
        row = stands[key]
        says = {name: column[place] for name, column in prepared.columns.items()}
        after = changed_fields(row, says, _NAMES, prepared.appended)
        if after:
            yield Change(key, row["revision"] + 1, row, after)


def _standing(work: Work, keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The dealers as they stand, held so that nobody changes them meanwhile."""
    found: dict[str, Mapping[str, Any]] = {}
    for batch in bulk.batches(keys, 500):
        statement = select(_TABLE).where(_TABLE.c.id.in_([UUID(key) for key in batch])).with_for_update()
        found |= {row["id"].hex: row for row in work.session.execute(statement).mappings()}
    return found


def _update(work: Work, changes: Sequence[Change]) -> None:
    stamps = {name: value for name, value in _stamps(work).items() if name.startswith("changed")}
    alike: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        alike.setdefault(tuple(change.after), []).append(change)
    for names, group in alike.items():
        columns = [
            bulk.driver_values(work.session, _TABLE.c[name], [change.after[name] for change in group])
            for name in names
        ]
        rows = zip(*columns, ((c.revision, *stamps.values(), c.key) for c in group), strict=True)
        flat = ((*row[:-1], *row[-1]) for row in rows)
        bulk.update_rows(work.session, _TABLE, (*names, "revision", *stamps), flat)
    journal.write_bulk(
        work, "dealer", [c.key for c in changes], [c.revision for c in changes], [c.text() for c in changes]
    )


def _read_back(work: Work) -> tuple[int, int]:
    """How many dealers this call has made and changed, as the database has them with their entries."""
    entry = JournalEntry.__table__.c
    is_new = entry.revision == 1
    statement = (
        select(is_new, func.count())
        .join(_TABLE, (_TABLE.c.id == entry.record_id) & (_TABLE.c.revision == entry.revision))
        .where(entry.call_id == work.call_id, entry.subject == "dealer")
        .group_by(is_new)
    )
    found = {bool(new): count for new, count in work.session.execute(statement)}
    return found.get(True, 0), found.get(False, 0)
