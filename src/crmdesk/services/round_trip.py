"""Exported lists that come back: which records their rows are, and what those said when they were exported."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, Text, select

from crmdesk.exchange.grid import Grid
from crmdesk.exchange.importing.comparing import compare
from crmdesk.exchange.importing.marks import marks_in
from crmdesk.exchange.importing.plan import ImportPlan
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.round_trip import Known, RoundTrip, Since
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.exchange.reading import read_book
from crmdesk.models.journal import JournalEntry
from crmdesk.services import bulk
from crmdesk.services.history import typed
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work
from crmdesk.words import _

_AT_ONCE = 500


def come_back(work: Work, plan: ImportPlan, *, hold: bool = False) -> RoundTrip | None:
    """What of the list was exported from here; None where nothing was, and it is a list like any other.

    With ``hold`` nobody changes its records until the transaction is over.
    """
    grid = plan.grid or _grid_of(work, plan)
    marks = marks_in(plan, grid) if grid is not None else None
    if grid is None or marks is None:
        return None
    spec = SPECS[plan.subject]
    exported: dict[str, int] = {}
    for record, revision in marks.rows.values():
        exported[record] = min(revision, exported.get(record, revision))
    known = _Records(work, spec).known(exported, hold)
    return compare(plan, grid, marks, known, spec, _Codes(work, plan.subject).refuse)


def _grid_of(work: Work, plan: ImportPlan) -> Grid | None:
    """The sheet of a plan that was kept without it; None where the file changed, which ``prepare`` refuses."""
    book = read_book(plan.path, work.progress, work.cancelled)
    return book.grid(plan.sheet) if book.sha256 == plan.file_hash else None


class _Records:
    """Reads records as they stand, and back to what they said at a revision."""

    def __init__(self, work: Work, spec: ImportSpec) -> None:
        self._work, self._subject, self._title = work, spec.subject, spec.required
        self._table = cast(Table, table_of(spec.subject).__table__)
        self._names = [name for name in spec.by_key if name in self._table.c]

    def known(self, exported: Mapping[str, int], hold: bool) -> dict[str, Known]:
        """The records by their ids (hex digits), of those that are here; ``exported`` says at which revision."""
        wanted = ("id", "revision", "alive", "merged_into", *self._names)
        rows = list(self._rows(select(*(self._table.c[name] for name in wanted)), exported, hold))
        moved = {row[0].hex: exported[row[0].hex] for row in rows if row[1] != exported[row[0].hex]}
        since = self._since(moved)
        found = {}
        for row in rows:
            now, record = dict(zip(self._names, row[4:], strict=True)), row[0].hex
            said = since.get(record)
            changed = {name: s for name, s in said.items() if s.before != now[name]} if said else {}
            instead = "" if row[2] or row[3] is None else self._standing_for(row[3])
            found[record] = Known(str(now[self._title]), now, changed, bool(row[2]), instead)
        return found

    def _rows(self, statement: Select[Any], ids: Iterable[str], hold: bool) -> Iterable[Sequence[Any]]:
        for batch in bulk.batches(ids, _AT_ONCE):
            part = statement.where(self._table.c.id.in_([UUID(record) for record in batch]))
            yield from self._work.session.execute(part.with_for_update() if hold else part)

    def _since(self, exported: Mapping[str, int]) -> dict[str, dict[str, Since]]:
        """What was changed after the export: the journal read backwards, so that its oldest word is what was."""
        entry = JournalEntry.__table__.c
        said = select(entry.record_id, entry.revision, entry.person_name, entry.at, entry.changes)
        said = said.where(entry.subject == self._subject).order_by(entry.arrival.desc())
        found: dict[str, dict[str, Since]] = {}
        for batch in bulk.batches(exported, _AT_ONCE):
            ids = [UUID(record) for record in batch]
            for record_id, revision, who, at, text in self._work.session.execute(said.where(entry.about_id.in_(ids))):
                record = record_id.hex
                if revision <= exported.get(record, revision):
                    continue
                fields = found.setdefault(record, {})
                for name, (before, _after) in json.loads(text).items():
                    if name in self._names:
                        latest = fields.get(name) or Since(None, who, at)
                        fields[name] = replace(latest, before=self._typed(name, before))
        return found

    def _typed(self, name: str, before: Any) -> Any:
        value = typed(self._subject, name, before)
        return "" if value is None and isinstance(self._table.c[name].type, Text) else value

    def _standing_for(self, record: UUID | None) -> str:
        """The name of the living record that a merged one was merged into, along the whole way."""
        c, seen = self._table.c, set()
        while record is not None and record not in seen:
            seen.add(record)
            row = self._work.session.execute(select(c[self._title], c.alive, c.merged_into).where(c.id == record)).first()
            if row is None:
                return ""
            if row[1]:
                return str(row[0])
            record = row[2]
        return ""


class _Codes:
    """What can't be written of a touched cell: a code that is another's, a state that nobody may be without."""

    def __init__(self, work: Work, subject: str) -> None:
        self._work, self._table = work, cast(Table, table_of(subject).__table__)
        self._owners: dict[str, tuple[str, str]] | None = None

    def refuse(self, record: str, name: str, text: str) -> str:
        """Why the text may not be written into the field of the record; empty where it may."""
        column = self._table.c[name]
        if not text and not column.nullable and not isinstance(column.type, Text):
            return _("这一项不能空着")
        if name != "code" or not text:
            return ""
        owner, title = self._owned().setdefault(text, (record, ""))
        return "" if owner == record else _("编号 {code} 已经是「{name}」的").format(code=text, name=title or _("名单中另一行"))

    def _owned(self) -> dict[str, tuple[str, str]]:
        """Code → who has it; read once, when the first code was touched."""
        if self._owners is None:
            c = self._table.c
            living = self._work.session.execute(select(c.code, c.id, c.name).where(c.alive, c.code != ""))
            self._owners = {code: (record.hex, name) for code, record, name in living}
        return self._owners
