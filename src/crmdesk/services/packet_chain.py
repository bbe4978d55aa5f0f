"""Whether the entries of a packet are what their desks wrote: each chain is followed, and its signed end compared."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange import keys
from crmdesk.exchange import packet_refusals as refusals
from crmdesk.exchange.packet import DeskLine, Manifest, PacketEntry
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow
from crmdesk.rules.errors import Refused
from crmdesk.services import desks_known
from crmdesk.services.journal import chained
from crmdesk.services.verbs import Work

_ENTRY = JournalEntry.__table__.c
_NOBODY = UUID(int=0)
_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(slots=True)
class NewEntry:
    """An entry that is not here yet, checked, as a row for the journal (without its bases)."""

    entry: PacketEntry
    row: dict[str, Any]


@dataclass(slots=True)
class _Chain:
    """The chain of one desk while it is followed."""

    line: DeskLine
    sequence: int
    previous: bytes
    here: dict[int, bytes] = field(default_factory=dict)  # the hashes that are here already, by sequence


def new_entries(work: Work, manifest: Manifest, entries: Sequence[PacketEntry]) -> list[NewEntry]:
    """Those that are not here yet, in order. Refused where a chain is broken, or a number was given twice."""
    chains: dict[UUID, _Chain] = {}
    found = [new for entry in entries if (new := _follow(work, manifest, chains, entry))]
    has = desks_known.prefixes(work)
    for line in manifest.desks:
        _check_end(work, manifest, line, chains.get(line.id), has.get(line.id, 0))
    return found


def _follow(
    work: Work, manifest: Manifest, chains: dict[UUID, _Chain], entry: PacketEntry
) -> NewEntry | None:
    chain = chains.get(entry.desk_id)
    if chain is None:
        line = manifest.desk(entry.desk_id)
        assert line is not None
        chain = chains[entry.desk_id] = _begin(work, line, entry.sequence)
    if entry.sequence != chain.sequence + 1:
        raise refusals.broken_chain(chain.line.name, chain.sequence + 1)
    row = _row(entry)
    own = entry.withheld or chained(chain.previous, row)
    chain.sequence, chain.previous, row["hash"] = entry.sequence, own, own
    there = chain.here.get(entry.sequence)
    if there is not None and there != own:
        raise _given_twice(work, chain.line, entry.sequence)
    return None if there is not None else NewEntry(entry, row)


def _given_twice(work: Work, line: DeskLine, sequence: int) -> Refused:
    """Two entries with one number: that desk, or this one, came back from a backup and went on."""
    return refusals.went_back() if line.id == work.desk_id else refusals.repeated(line.name, sequence)


def _begin(work: Work, line: DeskLine, first: int) -> _Chain:
    hashes = dict(
        work.session.execute(
            select(_ENTRY.sequence, _ENTRY.hash).where(_ENTRY.desk_id == line.id, _ENTRY.sequence >= first - 1)
        ).all()
    )  # fmt: skip
    if first > 1 and first - 1 not in hashes:
        raise refusals.broken_chain(line.name, first)
    return _Chain(line, first - 1, hashes.get(first - 1, b""), hashes)


def _row(entry: PacketEntry) -> dict[str, Any]:
    """The entry as a row; one that is withheld has nothing but its place."""
    if entry.withheld:
        return {
            "desk_id": entry.desk_id, "sequence": entry.sequence, "at": _NEVER, "person_id": None, "person_name": "",
            "on_behalf_of": "", "verb": "", "call_id": _NOBODY, "cause": "", "subject": "", "record_id": _NOBODY,
            "about_id": _NOBODY, "revision": 0, "changes": "{}", "salt": b"", "content_hash": b"",
        }  # fmt: skip
    return {
        "desk_id": entry.desk_id, "sequence": entry.sequence, "at": entry.at, "person_id": entry.person_id,
        "person_name": entry.person_name, "on_behalf_of": entry.on_behalf_of, "verb": entry.verb,
        "call_id": entry.call_id, "cause": entry.cause, "subject": entry.subject, "record_id": entry.record_id,
        "about_id": entry.about_id, "revision": entry.revision, "changes": entry.changes, "salt": entry.salt,
        "content_hash": hashlib.sha256(entry.salt + entry.changes.encode()).digest(),
    }  # fmt: skip


def _check_end(work: Work, manifest: Manifest, line: DeskLine, chain: _Chain | None, has: int) -> None:
    """The end must be what the sender says, and what the desk itself has signed, where we know its key."""
    if chain is None:
        if line.has > has:
            raise refusals.broken_chain(line.name, has + 1)
        if line.has and _hash_of(work, line) != line.chain:
            raise _given_twice(work, line, line.has)
        return
    if chain.sequence != line.has or chain.previous != line.chain:
        raise refusals.broken_chain(line.name, chain.sequence)
    if line.id != manifest.sender and line.has > has:
        _check_signed(work, line)


def _hash_of(work: Work, line: DeskLine) -> bytes | None:
    return work.session.scalar(
        select(_ENTRY.hash).where(_ENTRY.desk_id == line.id, _ENTRY.sequence == line.has)
    )


def _check_signed(work: Work, line: DeskLine) -> None:
    row = work.session.get(DeskRow, line.id)
    if row is None or not row.public_key:
        return  # nobody has introduced it to us: its entries are as good as the sender's word
    try:
        said = json.loads(line.signed)
        sequence, signature = int(said["sequence"]), bytes.fromhex(said["signature"])
    except (ValueError, KeyError, TypeError):
        raise refusals.broken_chain(line.name, line.has) from None
    ending = desks_known.said_of_end(line.id, line.has, line.chain)
    if sequence != line.has or not keys.is_signed(row.public_key, signature, ending):
        raise refusals.broken_chain(line.name, line.has)


def gaps(work: Work, manifest: Manifest) -> Iterator[DeskLine]:
    """The desks of which the packet takes more for granted than is here."""
    has = desks_known.prefixes(work)
    for line in manifest.desks:
        if line.assumes > has.get(line.id, 0):
            yield line
