"""Making a packet: what the other desk is not known to have, of all desks, with what each entry builds upon.

It starts from the other desk's last receipt, so a packet that was lost is made good by the next one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from crmdesk import __version__
from crmdesk.exchange.merge import Merged
from crmdesk.exchange.packet import DeskLine, Manifest, PacketEntry, write_packet
from crmdesk.models.attachment import AttachmentRow
from crmdesk.models.exchange import PacketRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow
from crmdesk.papers.packet import MOST, PacketItem, PacketSheet, contents
from crmdesk.rules.desks import Packet, PacketState, Way
from crmdesk.rules.errors import Refused
from crmdesk.services import (
    attachment_store,
    desk_words,
    desks_known,
    heads,
    packet_items,
    packet_scope,
    store,
)
from crmdesk.services.office import office_of
from crmdesk.services.packet import to_packet
from crmdesk.services.verbs import Work
from crmdesk.words import _, listed

_ENTRY = JournalEntry.__table__.c


@dataclass(frozen=True, slots=True)
class _Content:
    """What goes into one packet."""

    entries: tuple[PacketEntry, ...]
    files: Mapping[str, bytes]
    names: tuple[str, ...]  # of the files
    items: tuple[PacketItem, ...]
    more: int  # records beyond these
    summary: str


def make(work: Work, desk_id: UUID, path: Path) -> Packet:
    """Write the packet for a desk and remember that it went out."""
    to = desks_known.one_of(work, desk_id)
    _refuse(to)
    private = desks_known.private_key(work)
    assumes = desks_known.known_of(to)
    content = _content(work, to, assumes)
    number = _next_number(work, to)
    desks_known.sign_end(work, private)
    manifest = _manifest(work, to, number, assumes, content)
    target = path.expanduser().absolute()
    sheet = _sheet(work, manifest, content)
    size = write_packet(target, manifest, content.entries, content.files, contents(sheet), private)
    row = PacketRow(
        way=Way.OUT, state=PacketState.MADE, desk_id=to.id, number=number, made_at=work.now, done_at=work.now,
        file_name=target.name, sha256="", size=size, entries=len(content.entries), summary=content.summary,
        person_name=work.asker.name, prefixes=json.dumps({line.id.hex: line.has for line in manifest.desks}),
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    work.note_changed("packet", row.id)
    work.note_changed("desk", to.id)
    return to_packet(row, to.name)


def _refuse(to: DeskRow) -> None:
    if to.is_here:
        raise Refused(_("本机不用给自己做包。"), _("没有改动。"), _("请选另一台电脑。"), code="own-desk")
    if to.revoked_at is not None:
        raise Refused(_("「{name}」已停用。").format(name=to.name), _("没有改动。"), _("请选另一台电脑。"), code="revoked")
    if to.acquainted_at is None or not to.public_key:
        raise Refused(
            _("还没有与「{name}」结识。").format(name=to.name), _("没有做包。"), _("请先打开它的名片,核对指纹。"),
            code="stranger",
        )  # fmt: skip


def _next_number(work: Work, to: DeskRow) -> int:
    packet = PacketRow.__table__.c
    last = select(func.max(packet.number)).where(packet.desk_id == to.id, packet.way == Way.OUT)
    return (work.session.scalar(last) or 0) + 1


def _manifest(
    work: Work, to: DeskRow, number: int, assumes: Mapping[UUID, int], content: _Content
) -> Manifest:
    desks = tuple(
        DeskLine(
            row.id, row.name, row.code, row.is_head, row.last_sequence, row.last_hash, assumes.get(row.id, 0),
            row.signed_head,
        )
        for row in (desks_known.here(work), *desks_known.others(work))
    )  # fmt: skip
    return Manifest(
        office_of(work.session).id, number, work.desk_id, to.id, to.name, work.now, __version__, store.HEAD, desks,
        len(content.entries), content.summary, {sha: len(of_file) for sha, of_file in content.files.items()},
    )  # fmt: skip


# what goes in


def _content(work: Work, to: DeskRow, assumes: Mapping[UUID, int]) -> _Content:
    rows = _rows_beyond(work, assumes)
    withheld = packet_scope.withheld(work, to, rows)
    sent = [row for row in rows if row.arrival not in withheld and row.subject]
    written_here = {row.record_id for row in sent if not row.bases}
    records = heads.records(work.session, written_here)
    entries = tuple(
        _entry(row, records) if row.arrival not in withheld and row.subject
        else PacketEntry(row.desk_id, row.sequence, withheld=row.hash)
        for row in rows
    )  # fmt: skip
    files, names = _files(work, sent)
    owners = desk_words.under_days(work.session, _owners(sent))
    summary = listed(desk_words.counted(owners.values())) or _("只有回执")
    listed_ones = packet_items.items(work.session, owners)[:MOST]
    return _Content(entries, files, names, listed_ones, len(owners) - len(listed_ones), summary)


def _rows_beyond(work: Work, assumes: Mapping[UUID, int]) -> Sequence[Any]:
    """The entries that the other is not known to have, desk by desk in their order."""
    beyond = [
        and_(_ENTRY.desk_id == desk, _ENTRY.sequence > assumes.get(desk, 0), _ENTRY.sequence <= has)
        for desk, has in desks_known.prefixes(work).items()
        if has > assumes.get(desk, 0)
    ]
    if not beyond:
        return ()
    found = select(JournalEntry.__table__).where(or_(*beyond))
    return work.session.execute(found.order_by(_ENTRY.desk_id, _ENTRY.sequence)).all()


def _entry(row: Any, records: Mapping[UUID, Merged]) -> PacketEntry:
    """A journal row with what it builds upon written out."""
    key = (row.desk_id, row.sequence)
    if row.bases:
        said = json.loads(row.bases)
        bases, counter = heads.bases_of(said), int(said.get(heads.COUNTER, 0))
    else:
        merged = records[row.record_id]
        bases, counter = merged.bases[key], merged.counters[key]
    return PacketEntry(
        row.desk_id, row.sequence, row.at, row.person_id, row.person_name, row.on_behalf_of, row.verb, row.call_id,
        row.cause, row.subject, row.record_id, row.about_id, row.revision, row.changes, row.salt, bases, counter,
    )  # fmt: skip


def _files(work: Work, sent: Iterable[Any]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The contents of attachments that these entries bring, where they are here."""
    ids = {row.record_id for row in sent if row.subject == "attachment"}
    attachment = AttachmentRow.__table__.c
    found, names = {}, []
    for row in work.session.execute(select(attachment.sha256, attachment.name).where(attachment.id.in_(ids))):
        content = attachment_store.content_of(work, row.sha256)
        if content is not None:
            found[row.sha256] = content
            names.append(row.name)
    return found, tuple(names)


def _owners(sent: Iterable[Any]) -> dict[UUID, str]:
    """Each record that people look under, with its subject."""
    return {row.about_id: desk_words.owner_of(row.subject, json.loads(row.changes)) for row in sent}


def _sheet(work: Work, manifest: Manifest, content: _Content) -> PacketSheet:
    office = office_of(work.session)
    return PacketSheet(
        manifest.number, office.name, desks_known.here(work).name, manifest.receiver_name, work.now, work.asker.name,
        manifest.entries, manifest.summary, content.items, content.more, content.names,
        str(work.settings["company.name"]), office.is_demo,
    )  # fmt: skip
