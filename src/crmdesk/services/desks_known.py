"""What is known of the desks that exchange files with this one: rows, keys, cards, what each has."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from crmdesk.exchange import keys
from crmdesk.models.exchange import PacketRow
from crmdesk.models.office import DeskRow
from crmdesk.rules.desks import DeskInfo, PacketState, Scope, Way
from crmdesk.rules.errors import Incomplete, NotFound, Problem, Refused
from crmdesk.services.office import office_of
from crmdesk.services.verbs import Work
from crmdesk.words import _


def here(work: Work) -> DeskRow:
    """This desk."""
    return work.session.scalars(select(DeskRow).where(DeskRow.id == work.desk_id)).one()


def others(work: Work) -> tuple[DeskRow, ...]:
    """The other desks by name."""
    return tuple(work.session.scalars(select(DeskRow).where(~DeskRow.is_here).order_by(DeskRow.name, DeskRow.id)))


def one_of(work: Work, desk_id: UUID) -> DeskRow:
    """One desk; NotFound where nobody knows it here."""
    row = work.session.get(DeskRow, desk_id)
    if row is None:
        raise NotFound(_("这台电脑没有登记。"), "", _("请刷新列表。"))
    return row


def prefixes(work: Work) -> dict[UUID, int]:
    """How many entries of each desk are here, without a gap."""
    return {row.id: row.last_sequence for row in (here(work), *others(work))}


def known_of(row: DeskRow) -> dict[UUID, int]:
    """What a desk is known to have, by its last receipt."""
    return {UUID(desk): int(number) for desk, number in json.loads(row.known or "{}").items()}


def say_known(row: DeskRow, known: Mapping[UUID, int]) -> None:
    """Remember the receipt of a desk."""
    row.known = json.dumps({desk.hex: number for desk, number in sorted(known.items())})


# telling


def all_of(work: Work) -> tuple[DeskInfo, ...]:
    """This desk first."""
    return tuple(info(work, row) for row in (here(work), *others(work)))


def info(work: Work, row: DeskRow) -> DeskInfo:
    """One desk as the page shows it."""
    known, has = known_of(row), prefixes(work)
    behind = sum(max(number - known.get(desk, 0), 0) for desk, number in has.items() if desk != row.id)
    numbers = _numbers(work, row.id)
    return DeskInfo(
        row.id, row.name, row.code, row.is_here, row.is_head, keys.fingerprint(row.public_key),
        row.is_here or row.acquainted_at is not None, Scope(row.scope), row.scope_person, row.revoked_at,
        row.last_sequence, 0 if row.is_here or row.acquainted_at is None or row.revoked_at else behind, **numbers,
    )  # fmt: skip


def _numbers(work: Work, desk_id: UUID) -> dict[str, Any]:
    packet = PacketRow.__table__.c
    last: dict[str, Any] = {
        name: work.session.scalar(
            select(func.max(packet.number)).where(
                packet.desk_id == desk_id, packet.way == way, packet.state != PacketState.MISSING
            )
        )
        or 0
        for name, way in (("last_sent", Way.OUT), ("last_received", Way.IN))
    }
    missing = select(packet.number).where(packet.desk_id == desk_id, packet.state == PacketState.MISSING)
    return {**last, "missing": tuple(work.session.scalars(missing.order_by(packet.number)))}


# keys and cards


def key_file(work: Work) -> Path:
    """Where the private key of this desk lies: beside the database file, never in the database."""
    if work.database is not None:
        return work.database.with_name(work.database.name + ".key")
    assert work.folder is not None
    return work.folder / "desk.key"


def sign_end(work: Work, private: bytes) -> None:
    """Sign where the chain of this desk ends, so that nobody who carries it on can change it."""
    row = here(work)
    signature = keys.sign(private, said_of_end(row.id, row.last_sequence, row.last_hash))
    row.signed_head = json.dumps({"sequence": row.last_sequence, "signature": signature.hex()})


def said_of_end(desk_id: UUID, sequence: int, chain: bytes) -> bytes:
    """What a desk signs of its chain."""
    return b"crmdesk chain\n" + desk_id.bytes + sequence.to_bytes(8) + chain


def private_key(work: Work) -> bytes:
    """The private key of this desk, made when it is first needed. Refused where it is gone or another's."""
    row, file = here(work), key_file(work)
    private = keys.read(file)
    if not row.public_key:
        if private is None:
            private = keys.new_key()
            keys.keep(file, private)
        row.public_key = keys.public_of(private)
    if private is None or keys.public_of(private) != row.public_key:
        raise Refused(
            _("本机的密钥文件 {name} 不在,或者不是这个数据库的。").format(name=file.name), _("数据没有改动。"),
            _("请找回这个文件;找不回时,请给本机换新身份,再与其他电脑重新结识。"), code="no-key",
        )  # fmt: skip
    return private


def write_card(work: Work, path: Path) -> DeskInfo:
    """Write the card of this desk."""
    private, row = private_key(work), here(work)
    card = keys.Card(office_of(work.session).id, row.id, row.name, row.code, row.is_head, row.public_key)
    keys.write_card(path.expanduser().absolute(), card, private)
    work.note_changed("desk", row.id)
    return info(work, row)


def look_at_card(work: Work, path: Path) -> DeskInfo:
    """Whose card it is; refused where it is of another office or this very desk."""
    card = _card(work, path)
    row = work.session.get(DeskRow, card.desk)
    acquainted = row is not None and row.acquainted_at is not None and row.public_key == card.public_key
    return DeskInfo(card.desk, card.name, card.code, False, card.is_head, keys.fingerprint(card.public_key), acquainted)


def _card(work: Work, path: Path) -> keys.Card:
    card = keys.read_card(path.expanduser().absolute())
    if card.office != office_of(work.session).id:
        raise Refused(
            _("这是另一个办事处的电脑,不能结识。"), _("没有改动。"),
            _("同一个办事处的数据库请用「为另一台电脑准备数据库」来做。"), code="other-office",
        )  # fmt: skip
    if card.desk == work.desk_id:
        raise Refused(_("这是本机自己的名片。"), _("没有改动。"), _("请选另一台电脑的名片。"), code="own-card")
    return card


def acquaint(work: Work, path: Path, name: str, scope: Scope, scope_person: UUID | None) -> DeskInfo:
    """Know the desk of the card from now on; a desk that was revoked needs a new identity."""
    card = _card(work, path)
    row = work.session.get(DeskRow, card.desk)
    if row is not None and row.revoked_at is not None:
        raise Refused(
            _("「{name}」已停用。").format(name=row.name), _("没有改动。"),
            _("请为它重新准备数据库,或者让它先换新身份。"), code="revoked",
        )  # fmt: skip
    if row is None:
        row = DeskRow(id=card.desk, name=card.name, is_here=False, is_head=card.is_head, code=card.code)
        work.session.add(row)
    row.public_key, row.acquainted_at = card.public_key, work.now
    row.is_head = card.is_head and not here(work).is_head  # there is one, and it is here
    row.name = name.strip() or card.name
    _set_scope(row, scope, scope_person)
    private_key(work)
    work.session.flush()
    work.note_changed("desk", row.id)
    return info(work, row)


def _set_scope(row: DeskRow, scope: Scope, scope_person: UUID | None) -> None:
    if scope is Scope.REP and scope_person is None:
        raise Incomplete(_("没有保存。"), (Problem("scope_person", _("请选择是哪一位业务经理的电脑")),))
    row.scope, row.scope_person = str(scope), scope_person if scope is Scope.REP else None


# changing


def change(work: Work, desk_id: UUID, changes: Mapping[str, Any]) -> DeskInfo:
    """Change name, code or scope."""
    row = one_of(work, desk_id)
    name = str(changes.get("name", row.name)).strip()
    code = str(changes.get("code", row.code)).strip().upper()
    problems = [Problem("name", _("名称不能空着"))] * (not name)
    taken = {other.code for other in (here(work), *others(work)) if other.id != row.id}
    if code != row.code and (code in taken or not code.isascii() or not code.isalpha() or len(code) > 2):
        problems.append(Problem("code", _("代号是一两个字母,不能与别的电脑相同")))
    if problems:
        raise Incomplete(_("没有保存。"), tuple(problems))
    row.name, row.code = name, code
    if not row.is_here:
        _set_scope(row, Scope(changes.get("scope", row.scope)), changes.get("scope_person", row.scope_person))
    work.session.flush()
    work.note_changed("desk", row.id)
    return info(work, row)


def revoke(work: Work, desk_id: UUID, from_sequence: int | None) -> DeskInfo:
    """Take nothing more from a desk; what is here of it stays."""
    row = one_of(work, desk_id)
    if row.is_here:
        raise Refused(_("本机不能停用自己。"), _("没有改动。"), _("请在另一台电脑上停用。"), code="own-desk")
    row.revoked_at = row.revoked_at or work.now
    row.revoked_from = row.last_sequence + 1 if from_sequence is None else max(from_sequence, 1)
    work.session.flush()
    work.note_changed("desk", row.id)
    return info(work, row)
