"""The journal: collected in one place from the session's flush, chained, and read by everyone who asks what was.

Bulk writes, which pass the session by, hand the same facts to ``write_bulk``.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, event, func, insert, inspect, select, update
from sqlalchemy.orm import Session

from crmdesk.models import load_all
from crmdesk.models.base import Record
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow
from crmdesk.rules.errors import Refused
from crmdesk.services import bulk
from crmdesk.services.verbs import Work
from crmdesk.words import _

#: Columns that every row has; they say nothing that the entry does not say itself.
BOOKKEEPING = frozenset({"id", "revision", "created_at", "created_by", "changed_at", "changed_by"})
_KEY = "crmdesk.collected"
_WORK = "crmdesk.work"


@dataclass(slots=True)
class Fact:
    """What happened to one record: ``changes`` is ``{field: [before, after]}`` of plain JSON values.

    ``bases`` as in the journal's column, where they do not follow from the order of arrival.
    """

    subject: str
    record_id: UUID
    about_id: UUID
    revision: int
    changes: dict[str, list[Any]]
    bases: str = ""


def plain(value: Any) -> Any:
    """A value as JSON keeps it: decimals (without idle zeros) and dates as text, sets as sorted lists."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(str(item) for item in value)
    return str(value)


def follow(session: Session, work: Work) -> None:
    """Stamp and collect every change of the session for ``work``."""
    session.info[_WORK] = work
    session.info[_KEY] = {}
    event.listen(session, "before_flush", _stamp)
    event.listen(session, "after_flush", _collect)


def _stamp(session: Session, context: Any, instances: Any) -> None:
    work: Work = session.info[_WORK]
    who = work.person.id if work.person else None
    for row in session.new:
        if isinstance(row, Record):
            row.created_at = row.changed_at = work.now
            row.created_by = row.changed_by = who
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            row.changed_at, row.changed_by = work.now, who


def _collect(session: Session, context: Any) -> None:
    collected: dict[UUID, Fact] = session.info[_KEY]
    for row in (*session.new, *session.dirty):
        if not isinstance(row, Record):
            continue
        changes = _changes(row, is_new=row in session.new)
        if changes or session.is_modified(row):  # one whose lines change gets a revision, and so an entry
            _merge(collected, row, changes)


def _changes(row: Record, *, is_new: bool) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        key = attribute.key
        if key in BOOKKEEPING or key in row.UNJOURNALED:
            continue
        history = state.attrs[key].history
        if not history.has_changes():
            continue
        before = plain(history.deleted[0]) if history.deleted and not is_new else None
        after = plain(history.added[0]) if history.added else None
        if before != after and not (is_new and after in ("", None)):
            changes[key] = [before, after]
    return changes


def _merge(collected: dict[UUID, Fact], row: Record, changes: dict[str, list[Any]]) -> None:
    fact = collected.get(row.id)
    if fact is None:
        collected[row.id] = Fact(row.SUBJECT, row.id, row.about(), row.revision, changes)
        return
    fact.revision = row.revision
    for key, (before, after) in changes.items():
        first = fact.changes[key][0] if key in fact.changes else before
        fact.changes[key] = [first, after]


def close(session: Session) -> None:
    """Flush, write what was collected, and remember what to announce. Called once, before the commit."""
    session.flush()
    work: Work = session.info[_WORK]
    facts = list(session.info[_KEY].values())
    session.info[_KEY] = {}
    for fact in facts:
        work.note_changed(fact.subject, fact.record_id)
        if fact.about_id != fact.record_id:
            work.note_changed("", fact.about_id)
    write(work, facts)


@contextmanager
def rehearsed(session: Session) -> Iterator[None]:
    """Whatever is done inside is taken back at the end, and the journal forgets it."""
    session.flush()
    collected, session.info[_KEY] = session.info[_KEY], {}
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.info[_KEY] = collected


def write(work: Work, facts: Iterable[Fact]) -> None:
    """Append entries for ``facts`` to the chain of this desk, in order."""
    _append(work, ((f, json.dumps(f.changes, ensure_ascii=False, separators=(",", ":"))) for f in facts))


def write_bulk(
    work: Work, subject: str, records: Sequence[str], revisions: Sequence[int], changes: Sequence[str],
    about: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Append an entry for each record (id as hex digits) with its changes as JSON text: the way of an import.

    ``about`` are the records whose history shows it, where these are others: the dealers of contacts.
    """
    chain, table = _chain_of(work), JournalEntry.__table__
    common = {
        name: bulk.driver_values(work.session, table.c[name], [value])[0]
        for name, value in chain.common.items()
    }
    facts = zip(records, about or records, revisions, changes, strict=True)
    rows = chain.entries(subject, facts, len(records))
    bulk.insert_rows(work.session, cast(Table, table), _OWN, rows, common)
    chain.remember()


def take_in(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Append entries of other desks, whose chains were checked; their order is the order of their arrival."""
    for batch in bulk.batches(rows):
        session.execute(insert(JournalEntry), batch)


def _append(work: Work, facts: Iterable[tuple[Fact, str]]) -> None:
    facts = list(facts)
    if not facts:
        return
    chain = _chain_of(work)
    work.session.execute(insert(JournalEntry), [chain.entry(*fact) for fact in facts])
    chain.remember()


def _chain_of(work: Work) -> "_Chain":
    """The chain of this desk at its end, which nobody else may lengthen until this transaction is over."""
    end = work.session.execute(
        select(DeskRow.last_sequence, DeskRow.last_hash)
        .where(DeskRow.id == work.desk_id, DeskRow.is_here)
        .with_for_update()
    ).one_or_none()
    if end is None:
        raise Refused(
            _("这个数据库刚刚换了身份。"), _("没有改动。"), _("请重新打开 crmdesk 再办。"), code="new-identity"
        )
    return _Chain(work, end.last_sequence, end.last_hash)


class _Chain:
    """Makes the entries of one transaction, each hashed with its predecessor."""

    def __init__(self, work: Work, sequence: int, previous: bytes) -> None:
        self.work = work
        self.sequence = sequence
        self.previous = previous
        person = work.person
        self.common = {
            "desk_id": work.desk_id,
            "at": work.now,
            "person_id": person.id if person else None,
            "person_name": person.name if person else "",
            "on_behalf_of": work.on_behalf_of,
            "verb": work.verb,
            "call_id": work.call_id,
            "cause": work.cause,
        }
        self.head = common_head(self.common)

    def entry(self, fact: Fact, changes: str) -> dict[str, Any]:
        """The next entry as a row for the table."""
        self.sequence += 1
        salt = os.urandom(16)
        row = {
            **self.common,
            "sequence": self.sequence,
            "subject": fact.subject,
            "record_id": fact.record_id,
            "about_id": fact.about_id,
            "revision": fact.revision,
            "changes": changes,
            "salt": salt,
            "content_hash": hashlib.sha256(salt + changes.encode()).digest(),
            "bases": fact.bases,
        }
        row["hash"] = self.previous = chained(self.previous, row, self.head)
        return row

    def entries(
        self, subject: str, facts: Iterable[tuple[str, str, int, str]], count: int
    ) -> Iterator[tuple[int, str, str, str, int, str, bytes, bytes, bytes]]:
        """The same for ``count`` facts (record, about, revision, changes): what ``chained`` says, nothing made twice."""
        sha256, salts, first = hashlib.sha256, os.urandom(16 * count), self.sequence + 1
        before, between = f"{self.head}\x1e", f"\x1e{subject}\x1e"
        previous = self.previous
        for sequence, (record, about, revision, changes) in enumerate(facts, first):
            salt = salts[16 * (sequence - first) : 16 * (sequence - first) + 16]
            content = sha256(salt + changes.encode()).digest()
            head = f"{before}{sequence}{between}{record}\x1e{about}\x1e{revision}"
            previous = sha256(previous + head.encode() + content).digest()
            yield sequence, subject, record, about, revision, changes, salt, content, previous
        self.sequence, self.previous = self.sequence + count, previous

    def remember(self) -> None:
        """Write down where the chain of this desk ends now."""
        self.work.session.execute(
            update(DeskRow)
            .where(DeskRow.id == self.work.desk_id)
            .values(last_sequence=self.sequence, last_hash=self.previous)
        )


def chained(previous: bytes, row: Mapping[str, Any], common: str | None = None) -> bytes:
    """The hash of an entry: previous hash, its head in a fixed order, its content hash."""
    head = (
        f"{common or common_head(row)}\x1e{row['sequence']}\x1e{row['subject']}\x1e{row['record_id'].hex}"
        f"\x1e{row['about_id'].hex}\x1e{row['revision']}"
    )
    return hashlib.sha256(previous + head.encode() + row["content_hash"]).digest()


def common_head(row: Mapping[str, Any]) -> str:
    """The part of an entry's head that all entries of one transaction share, as canonical JSON."""
    at: datetime = row["at"]
    person: UUID | None = row["person_id"]
    said = [
        row["desk_id"].hex, at.astimezone(UTC).isoformat(timespec="microseconds"),
        person.hex if person else "", row["person_name"], row["on_behalf_of"],
        row["verb"], row["call_id"].hex, row["cause"],
    ]  # fmt: skip
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def last_arrival(session: Session) -> int:
    """The number of the newest entry on this database, 0 where there is none."""
    return session.scalar(select(func.max(JournalEntry.__table__.c.arrival))) or 0


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of a desk's chain that does not fit."""

    desk_id: UUID
    sequence: int


def verify(session: Session) -> Iterator[Broken]:
    """The first broken entry of every desk's chain: changed, cut out, or missing at the end."""
    for desk in session.scalars(select(DeskRow)):
        broken = _first_broken(session, desk)
        if broken is not None:
            yield Broken(desk.id, broken)


#: What all entries of one transaction share, then what is each entry's own: as the driver gives them.
_SHARED = ("desk_id", "at", "person_id", "person_name", "on_behalf_of", "verb", "call_id", "cause")
_OWN = ("sequence", "subject", "record_id", "about_id", "revision", "changes", "salt", "content_hash", "hash")


def _first_broken(session: Session, desk: DeskRow) -> int | None:
    """As ``chained`` says, over the driver's own values: a hundred thousand entries in a second or two."""
    previous, number = b"", 0
    for head, entry in _entries_of(session, desk):
        number += 1
        sequence, subject, record, about, revision, changes, salt, content, own = entry
        if not desk.is_here and sequence == number and not subject and not content:  # withheld from this desk
            previous = own
            continue
        if sequence != number or hashlib.sha256(salt + changes.encode()).digest() != content:
            return number
        said = f"{head}\x1e{sequence}\x1e{subject}\x1e{_hex(record)}\x1e{_hex(about)}\x1e{revision}"
        previous = hashlib.sha256(previous + said.encode() + content).digest()
        if previous != own:
            return number
    if number != desk.last_sequence or previous != desk.last_hash:
        return number + 1
    return None


def _entries_of(session: Session, desk: DeskRow) -> Iterator[tuple[str, Sequence[Any]]]:
    """The common head and the own values of every entry of a desk, in order."""
    columns = JournalEntry.__table__.c
    id_of_desk = bulk.driver_values(session, columns.desk_id, [desk.id])
    statement = f"SELECT {', '.join(_SHARED + _OWN)} FROM journal WHERE desk_id = {bulk.mark(session)} ORDER BY sequence"
    rows = session.connection().exec_driver_sql(
        statement, tuple(id_of_desk), execution_options={"yield_per": 5_000}
    )
    shared, head, many = None, "", len(_SHARED)
    for row in rows:
        if row[:many] != shared:
            shared = row[:many]
            said = zip(_SHARED, shared, strict=True)
            head = common_head(
                {name: bulk.python_value(session, columns[name], value) for name, value in said}
            )
        yield head, row[many:]


def _hex(value: Any) -> str:
    return value if type(value) is str else str(value.hex)


def table_of(subject: str) -> type[Record]:
    """The table of a journal subject; KeyError where there is none."""
    for mapper in load_all().registry.mappers:
        if issubclass(mapper.class_, Record) and subject == mapper.class_.SUBJECT:
            return mapper.class_
    raise KeyError(subject)
