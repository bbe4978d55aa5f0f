"""Applying a packet: all of it or nothing, in any order, as often as one likes (``reliability.md`` 1.3).

Whose it is, for whom, whole, fitting, and only then: union, heads, rows, conflicts, and one sentence for the user.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from crmdesk.exchange import packet_refusals as refusals
from crmdesk.exchange.files import write_safely
from crmdesk.exchange.keys import fingerprint
from crmdesk.exchange.merge import Merged
from crmdesk.exchange.packet import SUFFIX, DeskLine, Manifest, Parcel, open_packet
from crmdesk.models.exchange import PacketRow
from crmdesk.models.office import DeskRow
from crmdesk.rules.desks import Applied, Packet, PacketState, Way
from crmdesk.rules.errors import Refused
from crmdesk.services import (
    arrived_rows,
    arrived_steps,
    attachment_store,
    desk_conflict_open,
    desk_words,
    desks_known,
    heads,
    journal,
    numbers,
    packet_chain,
    packet_parallel,
    store,
)
from crmdesk.services.arrived_numbers import number_arrived
from crmdesk.services.office import office_of
from crmdesk.services.packet import to_packet
from crmdesk.services.packet_chain import NewEntry
from crmdesk.services.packet_scope import OF_THE_HEAD
from crmdesk.services.verbs import Work
from crmdesk.words import _, listed

#: A clock that differs by more is spoken of: time decides nothing, but people read it.
_CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(slots=True)
class _Outcome:
    """What came of one packet."""

    entries: int = 0
    owners: dict[UUID, str] = field(default_factory=dict)
    records: int = 0
    conflicts: list[UUID] = field(default_factory=list)
    parallel: int = 0
    notes: list[str] = field(default_factory=list)


def look(work: Work, path: Path) -> Applied:
    """Apply it and take it all back: what is told is what would be."""
    try:
        return _take(work, path, keeps_files=False)
    finally:
        work.session.rollback()


def apply(work: Work, path: Path) -> Applied:
    """Apply it, and after it those that had waited for it."""
    return _take(work, path, keeps_files=True)


def preview(work: Work, path: Path) -> bytes:
    """The paper in it, of a desk that we know only."""
    path = path.expanduser().absolute()
    parcel = open_packet(path)
    _check_whose(work, parcel)
    paper = parcel.preview()
    if not paper:
        raise refusals.no_paper(path)
    return paper


def _take(work: Work, path: Path, *, keeps_files: bool) -> Applied:
    path = path.expanduser().absolute()
    parcel = open_packet(path)
    sender = _check_whose(work, parcel)
    before = _row_of(work, parcel)
    if before is not None and before.state is PacketState.APPLIED:
        return Applied(to_packet(before, sender.name), _("这个文件包以前已经并入,没有重复。"))
    missing = list(packet_chain.gaps(work, parcel.manifest))
    if missing:
        return _let_wait(work, parcel, sender, before, missing, keeps_files)
    outcome = _union(work, parcel, sender, keeps_files=keeps_files)
    row = _remember(work, parcel, before, PacketState.APPLIED, outcome)
    _note_receipt(work, parcel.manifest, sender)
    notes = [*outcome.notes, *_skipped(work, parcel, sender, is_whole=True), *_clock(work, parcel.manifest)]
    for waiting in _waiting(work):
        try:
            with work.session.begin_nested():
                notes += _take_waiting(work, waiting, outcome, keeps_files=keeps_files)
        except Refused as error:  # its desk was revoked meanwhile, say: that is no fault of the packet just opened
            notes.append(_("等着的第 {n} 包没有并入:{why}").format(n=waiting.number, why=error.what))
    return _applied(work, to_packet(row, sender.name), outcome, notes)


# whose it is


def _check_whose(work: Work, parcel: Parcel) -> DeskRow:
    """The desk that has sealed it; refused where that is nobody whom we know, or it is not for us."""
    manifest = parcel.manifest
    if manifest.office != office_of(work.session).id:
        raise refusals.other_office()
    if manifest.sender == work.desk_id:
        raise refusals.own_packet()
    line, sender = manifest.desk(manifest.sender), work.session.get(DeskRow, manifest.sender)
    name = sender.name if sender else line.name if line else ""
    if sender is None or not sender.public_key or sender.acquainted_at is None:
        raise refusals.stranger(name, fingerprint(sender.public_key) if sender else "")
    if sender.revoked_at is not None:
        raise refusals.revoked(name)
    if not parcel.signed_by(sender.public_key):
        raise refusals.forged(parcel.path, name)
    if manifest.receiver != work.desk_id:
        raise refusals.other_desk(manifest.receiver_name)
    if manifest.schema > store.HEAD:
        raise refusals.newer()
    mine = manifest.desk(work.desk_id)
    if mine is not None and mine.has > desks_known.prefixes(work)[work.desk_id]:
        raise refusals.went_back()
    return sender


def _row_of(work: Work, parcel: Parcel) -> PacketRow | None:
    asked = select(PacketRow).where(PacketRow.way == Way.IN, PacketRow.sha256 == parcel.sha256)
    return work.session.scalars(asked.limit(1)).first()


# union


def _union(work: Work, parcel: Parcel, sender: DeskRow, *, keeps_files: bool) -> _Outcome:
    """Take in what is new: people and settings first, by whom the others are judged."""
    manifest, outcome = parcel.manifest, _Outcome()
    _know_desks(work, manifest, sender)
    new = packet_chain.new_entries(work, manifest, parcel.entries())
    if keeps_files:
        for sha256 in manifest.files:
            attachment_store.keep(work, parcel.file(sha256))
    judged = arrived_steps.by_desk(work, [one.entry for one in new])
    merged: dict[UUID, Merged] = {}
    for part in ([n for n in new if n.entry.subject in OF_THE_HEAD], [n for n in new if n.entry.subject not in OF_THE_HEAD]):
        arrived_steps.by_flow(work, [one.entry for one in part], judged)
        written = _write(work, part, judged.reasons)
        merged |= written.merged
        outcome.records += sum(len(ids) for ids in written.changed.values())
        if written.without_place:
            outcome.notes.append(_("{n} 项内容所属的记录不在本机,先留着。").format(n=len(written.without_place)))
        _announce(work, written.changed)
    _lengthen(work, manifest, new)
    outcome.entries = len(new)
    outcome.owners = desk_words.under_days(work.session, _owners(new))  # they are written by now
    outcome.conflicts = desk_conflict_open.refresh(work, merged)
    outcome.parallel = packet_parallel.count(work, [one.entry for one in new])
    outcome.notes += judged.notes
    numbers.catch_up(work.session, outcome.owners)
    outcome.notes += number_arrived(work, outcome.owners)
    return outcome


def _write(work: Work, new: Iterable[NewEntry], reasons: Mapping[tuple[UUID, int], str]) -> arrived_rows.Written:
    rows: list[dict[str, Any]] = []
    touched: dict[str, set[UUID]] = {}
    for one in new:
        key = (one.entry.desk_id, one.entry.sequence)
        bases = "" if one.entry.withheld else heads.written(one.entry.bases, one.entry.counter, reasons.get(key, ""))
        rows.append({**one.row, "bases": bases})
        if not one.entry.withheld and key not in reasons and one.entry.record_id:
            touched.setdefault(one.entry.subject, set()).add(one.entry.record_id)
    journal.take_in(work.session, rows)
    return arrived_rows.write(work, touched)


def _know_desks(work: Work, manifest: Manifest, sender: DeskRow) -> None:
    """Desks that the sender knows and we do not: their entries are here, but nobody has introduced them."""
    known = desks_known.prefixes(work)
    for line in manifest.desks:
        if line.id not in known:
            is_head = line.is_head and sender.is_head
            work.session.add(DeskRow(id=line.id, name=line.name, code=line.code, is_head=is_head, is_here=False))
    work.session.flush()


def _lengthen(work: Work, manifest: Manifest, new: Iterable[NewEntry]) -> None:
    """Write down where the chains of the other desks end now."""
    ends = {one.entry.desk_id: one.row for one in new}
    for desk_id, row in ends.items():
        line = manifest.desk(desk_id)
        desk = desks_known.one_of(work, desk_id)
        desk.last_sequence, desk.last_hash = row["sequence"], row["hash"]
        desk.signed_head = line.signed if line else ""
    work.session.flush()


def _owners(new: Iterable[NewEntry]) -> dict[UUID, str]:
    return {
        one.entry.about_id: desk_words.owner_of(one.entry.subject, json.loads(one.entry.changes))
        for one in new
        if one.entry.about_id and not one.entry.withheld
    }


def _announce(work: Work, changed: Mapping[str, Iterable[UUID]]) -> None:
    for subject, ids in changed.items():
        for key in ids:
            work.note_changed(subject, key)


# receipts, gaps


def _note_receipt(work: Work, manifest: Manifest, sender: DeskRow) -> None:
    """What the sender has is its receipt; an older packet than the last one tells nothing new."""
    packet = PacketRow.__table__.c
    newest = work.session.scalar(
        select(func.max(packet.number)).where(
            packet.desk_id == sender.id, packet.way == Way.IN, packet.state != PacketState.MISSING
        )
    )
    if newest is not None and manifest.number < newest:
        return
    desks_known.say_known(sender, {line.id: line.has for line in manifest.desks})
    mine = manifest.desk(work.desk_id)
    for row in work.session.scalars(
        select(PacketRow).where(
            PacketRow.desk_id == sender.id, PacketRow.way == Way.OUT, PacketRow.state == PacketState.MADE
        )
    ):
        if mine is not None and mine.has >= json.loads(row.prefixes).get(work.desk_id.hex, 0):
            _become(work, row, PacketState.RECEIVED)
    work.session.flush()
    work.note_changed("desk", sender.id)


def _let_wait(
    work: Work, parcel: Parcel, sender: DeskRow, before: PacketRow | None, missing: list[DeskLine], keeps_file: bool
) -> Applied:  # fmt: skip
    """Beyond a gap: the packet is kept, and taken when the gap is filled."""
    row = _remember(work, parcel, before, PacketState.WAITING, _Outcome())
    if keeps_file:
        kept = _kept_file(work, parcel.sha256)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_safely(kept, parcel.path.read_bytes())
    _note_receipt(work, parcel.manifest, sender)
    skipped = tuple(_skipped_numbers(work, parcel, sender))
    for number in skipped:
        _remember_missing(work, parcel.manifest, sender, number)
    if skipped:
        which = listed(str(number) for number in skipped)
        sentence = _("缺第 {numbers} 包,第 {n} 包先留着;收到后自动并入。").format(numbers=which, n=parcel.manifest.number)
    else:
        sentence = _("本机缺「{name}」此前的内容,这一包先留着。请给「{sender}」发一个包,它的下一包会补齐。").format(
            name=missing[0].name, sender=sender.name
        )
    return Applied(to_packet(row, sender.name), sentence, waiting=skipped)


def _kept_file(work: Work, sha256: str) -> Path:
    assert work.folder is not None
    return work.folder / "waiting" / f"{sha256}{SUFFIX}"


def _skipped_numbers(work: Work, parcel: Parcel, sender: DeskRow) -> list[int]:
    packet = PacketRow.__table__.c
    there = select(packet.number).where(packet.desk_id == sender.id, packet.way == Way.IN)
    come = set(work.session.scalars(there.where(packet.state != PacketState.MISSING)))
    first = max((number for number in come if number < parcel.manifest.number), default=0) + 1
    return list(range(first, parcel.manifest.number))


def _skipped(work: Work, parcel: Parcel, sender: DeskRow, *, is_whole: bool) -> Iterable[str]:
    """Numbers that never came, where nothing is missing all the same: the packet began at our last receipt."""
    skipped = _skipped_numbers(work, parcel, sender)
    packet = PacketRow.__table__.c
    work.session.execute(delete(PacketRow).where(packet.desk_id == sender.id, packet.state == PacketState.MISSING))
    if skipped and is_whole:
        yield _("第 {numbers} 包没有收到,它的内容这一包里都有。").format(numbers=listed(str(n) for n in skipped))


def _remember_missing(work: Work, manifest: Manifest, sender: DeskRow, number: int) -> None:
    packet = PacketRow.__table__.c
    there = select(packet.id).where(packet.desk_id == sender.id, packet.way == Way.IN, packet.number == number)
    if work.session.scalar(there.limit(1)) is None:
        work.session.add(
            PacketRow(
                way=Way.IN, state=PacketState.MISSING, desk_id=sender.id, number=number, made_at=manifest.made_at,
                done_at=work.now, file_name="", sha256="", size=0, entries=0,
            )
        )  # fmt: skip
        work.session.flush()


def _waiting(work: Work) -> list[PacketRow]:
    asked = select(PacketRow).where(PacketRow.way == Way.IN, PacketRow.state == PacketState.WAITING)
    return list(work.session.scalars(asked.order_by(PacketRow.desk_id, PacketRow.number)))


def _take_waiting(work: Work, row: PacketRow, outcome: _Outcome, *, keeps_files: bool) -> Iterable[str]:
    """A packet that waited, if nothing is missing before it any more."""
    file = _kept_file(work, row.sha256)
    if not file.exists():
        return
    parcel = open_packet(file)
    sender = _check_whose(work, parcel)
    if list(packet_chain.gaps(work, parcel.manifest)):
        return
    more = _union(work, parcel, sender, keeps_files=keeps_files)
    row.done_at, row.entries, row.summary = work.now, more.entries, _summary(more)
    _become(work, row, PacketState.APPLIED)
    outcome.entries += more.entries
    outcome.records += more.records
    outcome.owners |= more.owners
    outcome.conflicts += more.conflicts
    outcome.parallel += more.parallel
    work.session.flush()
    yield _("等着的第 {n} 包也并入了。").format(n=row.number)


# telling


def _remember(
    work: Work, parcel: Parcel, row: PacketRow | None, state: PacketState, outcome: _Outcome
) -> PacketRow:
    manifest = parcel.manifest
    if row is None:
        row = PacketRow(
            way=Way.IN, state=state, desk_id=manifest.sender, number=manifest.number, made_at=manifest.made_at,
            file_name=parcel.path.name, sha256=parcel.sha256, size=parcel.size,
            prefixes=json.dumps({line.id.hex: line.has for line in manifest.desks}),
        )  # fmt: skip
        work.session.add(row)
    row.done_at, row.entries = work.now, outcome.entries
    row.summary, row.person_name = _summary(outcome) if state is PacketState.APPLIED else manifest.summary, work.asker.name
    _become(work, row, state)
    packet = PacketRow.__table__.c
    its_gap = packet.desk_id == manifest.sender, packet.number == manifest.number, packet.state == PacketState.MISSING
    work.session.execute(delete(PacketRow).where(*its_gap))
    work.note_changed("packet", row.id)
    return row


def _become(work: Work, row: PacketRow, state: PacketState) -> None:
    """What has become of a packet: it is a file on its way and no case, so ``advance`` has no part in it."""
    work.session.flush()
    work.session.execute(update(PacketRow).where(PacketRow.id == row.id).values(state=state))
    work.session.refresh(row)


def _summary(outcome: _Outcome) -> str:
    parts = list(desk_words.counted(outcome.owners.values()))
    if outcome.conflicts:
        parts.append(_("{n} 处冲突").format(n=len(outcome.conflicts)))
    if outcome.parallel:
        parts.append(_("{n} 处并行修改").format(n=outcome.parallel))
    return listed(parts) or _("只有回执")


def _clock(work: Work, manifest: Manifest) -> Iterable[str]:
    if manifest.made_at - work.now > _CLOCKS_DIFFER:
        yield _("对方的时钟比本机快,时间以各自的本机时钟为准,可能有误。")


def _applied(work: Work, packet: Packet, outcome: _Outcome, notes: Iterable[str]) -> Applied:
    conflicts = [c for c in desk_conflict_open.all_of(work) if c.id in set(outcome.conflicts)]
    sentence = _("已并入:{summary}。").format(summary=_summary(outcome))
    if not outcome.entries:
        sentence = _("没有新内容:这一包带来的本机都已有了。")
    return Applied(
        packet, sentence, outcome.entries, outcome.records, tuple(conflicts), outcome.parallel, (), tuple(notes)
    )
