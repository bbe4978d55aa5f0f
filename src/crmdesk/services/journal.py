"""The journal: collected in one place from the session's flush, chained, and read by everyone who asks what was.

Bulk writes, which pass the session by, hand the same facts to ``write``.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, insert, inspect, select, update
from sqlalchemy.orm import Session

from crmdesk.models.base import Base, Record
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow
from crmdesk.services.verbs import Work

#: Columns that every row has; they say nothing that the entry does not say itself.
BOOKKEEPING = frozenset({"id", "revision", "created_at", "created_by", "changed_at", "changed_by"})
_KEY = "crmdesk.collected"
_WORK = "crmdesk.work"


@dataclass(slots=True)
class Fact:
    """What happened to one record: ``changes`` is ``{field: [before, after]}`` of plain JSON values."""

    subject: str
    record_id: UUID
    about_id: UUID
    revision: int
    changes: dict[str, list[Any]]


def plain(value: Any) -> Any:
    """A value as JSON keeps it: decimals and dates as text, sets as sorted lists."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
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
        if changes:
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


def write(work: Work, facts: Iterable[Fact]) -> None:
    """Append entries for ``facts`` to the chain of this desk, in order."""
    _append(work, ((f, json.dumps(f.changes, ensure_ascii=False, separators=(",", ":"))) for f in facts))


def write_bulk(work: Work, subject: str, rows: Iterable[tuple[UUID, int, str]], *, many: int = 2_000) -> None:
    """Append entries for ``(record id, revision, changes as JSON text)``: the fast way of an import."""
    _append(work, ((Fact(subject, record, record, rev, {}), text) for record, rev, text in rows), many)


def _append(work: Work, facts: Iterable[tuple[Fact, str]], many: int = 2_000) -> None:
    facts = iter(facts)
    first = next(facts, None)
    if first is None:
        return
    desk = work.session.execute(
        select(DeskRow.last_sequence, DeskRow.last_hash).where(DeskRow.id == work.desk_id).with_for_update()
    ).one()
    chain = _Chain(work, desk.last_sequence, desk.last_hash)
    batch = [chain.entry(*first)]
    for fact, text in facts:
        batch.append(chain.entry(fact, text))
        if len(batch) >= many:
            work.session.execute(insert(JournalEntry), batch)
            batch.clear()
    if batch:
        work.session.execute(insert(JournalEntry), batch)
    work.session.execute(
        update(DeskRow)
        .where(DeskRow.id == work.desk_id)
        .values(last_sequence=chain.sequence, last_hash=chain.previous)
    )


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
        }
        row["hash"] = self.previous = chained(self.previous, row, self.head)
        return row


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
    return session.scalar(select(func.max(JournalEntry.arrival))) or 0


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


def _first_broken(session: Session, desk: DeskRow) -> int | None:
    columns = JournalEntry.__table__.c
    entries = session.execute(
        select(columns).where(columns.desk_id == desk.id).order_by(columns.sequence)
        .execution_options(yield_per=5_000)
    ).mappings()  # fmt: skip
    previous, sequence = b"", 0
    for entry in entries:
        sequence += 1
        content = hashlib.sha256(entry["salt"] + entry["changes"].encode()).digest()
        if entry["sequence"] != sequence or content != entry["content_hash"]:
            return sequence
        previous = chained(previous, dict(entry))
        if previous != entry["hash"]:
            return sequence
    if sequence != desk.last_sequence or previous != desk.last_hash:
        return sequence + 1
    return None


def table_of(subject: str) -> type[Record]:
    """The table of a journal subject; KeyError where there is none."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record) and mapper.class_.SUBJECT == subject:
            return mapper.class_
    raise KeyError(subject)
