"""Writing the rows of a reviewed list: new records, changed ones and their people, each with its journal entry."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from crmdesk.exchange.importing.changes import (
    Changed,
    Face,
    changed_fields,
    face,
    joined_fields,
    new_contacts,
)
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.review import Review
from crmdesk.exchange.importing.standing import Basis
from crmdesk.rules.dealer import code_parts, codes_after
from crmdesk.rules.dealer_contact import CONTACT_FIELDS, Contact
from crmdesk.services import bulk, journal
from crmdesk.services.import_changes import changed_text, one_after_the_other, whole_changes, whole_columns
from crmdesk.services.import_target import ImportTarget
from crmdesk.services.verbs import Work
from crmdesk.words import _

_FEW = 500


class Pace:
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


class Writing:
    """Writes what the review says; ``written`` are the records (ids as hex digits), ``notes`` what is worth a word."""

    def __init__(self, work: Work, target: ImportTarget, review: Review) -> None:
        self._work, self._target, self._review = work, target, review
        self._basis: Basis = review.basis
        self._pace = Pace(work, len(self._basis.prepared.row_numbers))
        self._people: list[tuple[str, Contact]] = []  # record, who is new there
        self.written: list[str] = []
        self.notes: list[str] = []

    def run(self) -> None:
        """New records, changed ones, then their people."""
        self._write_new(self._review.new)
        self._write_known(self._review.updated)
        self._write_people()
        if self._target.indexed is not None:
            self._target.indexed(self._work.session, self.written)

    # --- new ones ---------------------------------------------------------------------------------------

    def _write_new(self, places: Sequence[int]) -> None:
        work, table = self._work, self._target.table
        columns = whole_columns(self._basis.prepared.columns, places, self._target.names, self._target.defaults)
        self._join(places, columns)
        if self._target.numbered:
            self._number(columns[self._target.numbered])
        driven = {name: bulk.driver_values(work.session, table.c[name], column) for name, column in columns.items()}
        common = self._common(table) | _taken_out(driven)
        keys = bulk.new_keys(len(places))
        for part in self._pace.slices(len(places)):
            rows = zip(keys[part], *(column[part] for column in driven.values()), strict=True)
            bulk.insert_rows(work.session, table, ("id", *driven), rows, common)
            texts = whole_changes({name: column[part] for name, column in columns.items()})  # all at once is 1 kB a row
            journal.write_bulk(work, self._target.subject, keys[part], [1] * len(texts), texts)
        key_of = dict(zip(places, keys, strict=True)) if self._basis.prepared.contacts else {}
        for place, people in self._basis.prepared.contacts.items():
            if place in key_of:
                self._people += [(key_of[place], one) for one in people]
        self._join_people(dict(zip(places, keys, strict=True)) if self._review.joined else {})
        self.written += keys

    def _join(self, places: Sequence[int], columns: Mapping[str, list[Any]]) -> None:
        """Rows that a person said to be one firm make one record: the first says what it says, the others the rest."""
        at_of = {place: at for at, place in enumerate(places)} if self._review.joined else {}
        prepared = self._basis.prepared
        told: dict[int, dict[str, Any]] = {}
        for place, first in self._review.joined.items():
            stands = told.setdefault(first, {name: column[first] for name, column in prepared.columns.items()})
            stands |= joined_fields(stands, prepared, place)
        for first, stands in told.items():
            for name in columns.keys() & stands.keys():
                columns[name][at_of[first]] = stands[name] or columns[name][at_of[first]]

    def _join_people(self, key_of: Mapping[int, str]) -> None:
        """Whom the further rows of a new record name becomes a contact, unless the first row names him."""
        prepared, spec = self._basis.prepared, SPECS[self._target.subject]
        fields = (spec.contact, spec.mobile, spec.phone)
        for place, first in self._review.joined.items():
            main, other = (self._main(fields, one) for one in (first, place))
            people = (Contact(name=other[0], mobile=other[1], phone=other[2]), *prepared.contacts.get(place, ()))
            filled = [one for one in people if not one.is_blank]
            self._people += [(key_of[first], one) for one in new_contacts(filled, [main])] if any(main) else []

    def _main(self, fields: Sequence[str], place: int) -> Face:
        columns = self._basis.prepared.columns
        name, mobile, phone = (str(columns[one][place]) if one in columns else "" for one in fields)
        return name, mobile, phone

    def _common(self, table: Table) -> dict[str, Any]:
        """What all new rows of a table share."""
        alive = bulk.driver_values(self._work.session, table.c.alive, [True])[0]
        return {"revision": 1, "alive": alive} | stamps(self._work, table)

    def _number(self, codes: list[str]) -> None:
        """Number the new records that have no code: on from the highest of the list's own form, else of the office's."""
        lacking = [place for place, code in enumerate(codes) if not code]
        if not lacking:
            return
        following = self._following(codes)
        for place in lacking:
            codes[place] = next(following)
        first, last = codes[lacking[0]], codes[lacking[-1]]
        said = _("{n} 家客户没有编号,编为 {first} 到 {last}。")
        self.notes.append(said.format(n=len(lacking), first=first, last=last))

    def _following(self, codes: Sequence[str]) -> Iterator[str]:
        """Codes that nobody has yet, neither in the list nor in the office."""
        forms = Counter((p[0], p[2]) for p in map(code_parts, codes) if p)
        if forms:
            form = forms.most_common(1)[0][0]
            start = max(c for c in codes if (p := code_parts(c)) and (p[0], p[2]) == form)
            begin = codes_after(start)
        else:
            start = self._target.next_number(self._work) if self._target.next_number else ""
            begin = chain([start], codes_after(start))
        prefix = (code_parts(start) or ("", 0, 0))[0]
        column = self._target.table.c[self._target.numbered]
        known = select(column).where(column.startswith(prefix, autoescape=True))
        taken = {*codes, *self._work.session.scalars(known)}
        return (code for code in begin if code not in taken)

    # --- those that are there ---------------------------------------------------------------------------

    def _write_known(self, rows: Sequence[tuple[int, str]]) -> None:
        """Change the records of which the list says something new."""
        for part in self._pace.slices(len(rows)):
            changes = self._changes(rows[part])
            if changes:
                self._update(changes)
                self.written += changes
        self.written = list(dict.fromkeys(self.written))

    def _changes(self, rows: Sequence[tuple[int, str]]) -> dict[str, Changed]:
        """Record → what all its rows change in it, one row after the other."""
        changes: dict[str, Changed] = {}
        for place, record in rows:
            before = changes.get(record)
            changed = self._basis.changed(place, record) if before is None else self._on_top(place, record, before)
            if changed.after or before is not None:
                changes[record] = changed
            self._people += [(record, one) for one in self._basis.contacts(place, record)]
        return {record: changed for record, changed in changes.items() if changed.after}

    def _on_top(self, place: int, record: str, before: Changed) -> Changed:
        stands = self._basis.stands.get(record)
        if stands is None:
            return before
        basis = self._basis
        then = changed_fields({**stands, **before.after}, basis.prepared, place, basis.names)
        return one_after_the_other(before, then)

    def _update(self, changes: Mapping[str, Changed]) -> None:
        work, table = self._work, self._target.table
        said = {name: value for name, value in stamps(work, table).items() if name.startswith("changed")}
        revisions = self._revisions(list(changes))
        alike: dict[tuple[str, ...], list[str]] = {}
        for record, change in changes.items():
            alike.setdefault(tuple(change.after), []).append(record)
        for names, records in alike.items():
            columns = [
                bulk.driver_values(work.session, table.c[name], [changes[record].after[name] for record in records])
                for name in names
            ]
            own = ((revisions[record], *said.values(), record) for record in records)
            rows = ((*row[:-1], *row[-1]) for row in zip(*columns, own, strict=True))
            bulk.update_rows(work.session, table, (*names, "revision", *said), rows)
        texts = [changed_text(change) for change in changes.values()]
        journal.write_bulk(work, self._target.subject, list(changes), [revisions[r] for r in changes], texts)

    def _revisions(self, records: Sequence[str]) -> dict[str, int]:
        """The revisions that the changes make; nobody else changes the records until the end."""
        c = self._target.table.c
        found: dict[str, int] = {}
        for ids in bulk.batches(records, _FEW):
            statement = select(c.id, c.revision).where(c.id.in_([UUID(record) for record in ids])).with_for_update()
            found |= {record.hex: revision + 1 for record, revision in self._work.session.execute(statement)}
        return found

    # --- people -----------------------------------------------------------------------------------------

    def _write_people(self) -> None:
        """Further contacts, behind those that are there; nobody twice."""
        table = self._target.people
        people = _once(self._people)
        if table is None or not people:
            return
        positions = self._positions({record for record, _one in people})
        columns: dict[str, list[Any]] = {name: [getattr(one, name) for _record, one in people] for name in CONTACT_FIELDS}
        keys, about = bulk.new_keys(len(people)), [record for record, _one in people]
        places = []
        for record in about:
            positions[record] = positions.get(record, 0) + 1
            places.append(positions[record])
        owners = [str(UUID(record)) for record in about]
        texts = whole_changes({"dealer_id": owners, "position": places, **columns, "alive": [True] * len(people)})
        rows = zip(keys, about, places, *columns.values(), strict=True)
        names = ("id", "dealer_id", "position", *CONTACT_FIELDS)
        bulk.insert_rows(self._work.session, table, names, rows, self._common(table))
        journal.write_bulk(self._work, table.name, keys, [1] * len(keys), texts, about)

    def _positions(self, records: set[str]) -> dict[str, int]:
        """The last position that is taken at each record."""
        assert self._target.people is not None
        c = self._target.people.c
        found: dict[str, int] = {}
        for ids in bulk.batches(sorted(records), _FEW):
            rows = self._work.session.execute(
                select(c.dealer_id, c.position).where(c.dealer_id.in_([UUID(record) for record in ids]))
            )
            for record, position in rows:
                found[record.hex] = max(position, found.get(record.hex, 0))
        return found


def _once(people: Sequence[tuple[str, Contact]]) -> list[tuple[str, Contact]]:
    """Nobody twice at one record, where two rows bring him."""
    known: dict[str, set[Any]] = {}
    kept = []
    for record, one in people:
        faces = known.setdefault(record, set())
        if new_contacts((one,), faces):
            faces.add(face(one))
            kept.append((record, one))
    return kept


def stamps(work: Work, table: Table) -> dict[str, Any]:
    """Who writes when, as the driver takes it: created and changed alike."""
    who = work.person.id if work.person else None
    said = {"created_at": work.now, "created_by": who, "changed_at": work.now, "changed_by": who}
    return {name: bulk.driver_values(work.session, table.c[name], [v])[0] for name, v in said.items()}


def _taken_out(columns: dict[str, list[Any]]) -> dict[str, Any]:
    """The value of each column that says the same in all rows, mostly nothing; such columns are taken out."""
    same = [name for name, column in columns.items() if len(set(column)) == 1]
    alike = {name: columns[name][0] for name in same if isinstance(columns[name][0], str | int | None)}
    for name in alike:
        del columns[name]
    return alike

