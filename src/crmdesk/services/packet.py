"""Packets between desks: made, looked at, applied, listed. See ``packet_making.py`` and ``packet_applying.py``."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.exchange import PacketRow
from crmdesk.models.office import DeskRow
from crmdesk.rules.desks import Applied, Packet
from crmdesk.services.verbs import Work, verb


@verb(permit="packet.page", reads=True)
def page(work: Work, offset: int = 0, limit: int = 500) -> tuple[Packet, ...]:
    """The packets that went out and came in, and those that are missing, newest first."""
    row = PacketRow.__table__.c
    names = dict(work.session.execute(select(DeskRow.id, DeskRow.name)).all())
    rows = work.session.execute(select(PacketRow.__table__).order_by(row.done_at.desc(), row.number.desc())
                                .offset(offset).limit(limit))  # fmt: skip
    return tuple(to_packet(found, names.get(found.desk_id, "")) for found in rows)


def to_packet(row: PacketRow | object, desk_name: str) -> Packet:
    """The frozen packet of a row, be it of the table or of the mapper."""
    r: PacketRow = row  # type: ignore[assignment]
    return Packet(
        r.id, r.way, r.state, r.desk_id, desk_name, r.number, r.made_at, r.file_name, r.size, r.entries, r.summary,
        r.person_name,
    )  # fmt: skip


@verb(permit="packet.make")
def make(work: Work, desk_id: UUID, path: Path | str) -> Packet:
    """Write what the desk is not known to have into a packet (``*.crmpkt``) at ``path``."""
    from crmdesk.services import packet_making

    return packet_making.make(work, desk_id, Path(path))


@verb(permit="packet.look", reads=True)
def look(work: Work, path: Path | str) -> Applied:
    """What applying would do, without doing it; refused with the sentence where it would be refused."""
    from crmdesk.services import packet_applying

    return packet_applying.look(work, Path(path))


@verb(permit="packet.preview", reads=True)
def preview(work: Work, path: Path | str) -> bytes:
    """The PDF in a packet that says what it holds."""
    from crmdesk.services import packet_applying

    return packet_applying.preview(work, Path(path))


@verb(permit="packet.apply")
def apply(work: Work, path: Path | str) -> Applied:
    """Take in what a packet brings: all of it or nothing."""
    from crmdesk.services import packet_applying

    return packet_applying.apply(work, Path(path))
