"""A database for another computer, and a new identity for this one.

Two databases with one identity would both number their entries on, and nobody could tell them apart: so a copy gets
an identity of its own in the same moment.
"""

import shutil
import socket
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import UTC
from pathlib import Path

from crmdesk.exchange import backup, keys
from crmdesk.exchange.files import sync_file
from crmdesk.models.base import new_id
from crmdesk.models.office import DeskRow
from crmdesk.rules.desks import DeskInfo, Scope
from crmdesk.rules.errors import Incomplete, Problem, Refused
from crmdesk.services import desks_known, store
from crmdesk.services.backup import whats_wrong
from crmdesk.services.verbs import Work
from crmdesk.words import _

_LETTERS = "BCDEFGHJKLMNPQRSTUVWXYZ"


def prepare(work: Work, path: Path, name: str) -> DeskInfo:
    """Copy the database with all that is in it, attachments too, and give the copy its own name, letter and key."""
    if work.database is None:
        raise Refused(
            _("数据在 PostgreSQL 服务器上,不能直接复制成笔记本用的数据库。"), _("没有改动。"),
            _("请在笔记本上直接连这个服务器;确实没有网络的,请改用本机文件的数据库。"), code="server",
        )  # fmt: skip
    target = path.expanduser().absolute()
    _refuse(target, name)
    private = keys.new_key()
    desks_known.sign_end(work, desks_known.private_key(work))
    row = DeskRow(
        id=new_id(), name=name.strip(), is_here=False, is_head=False, code=_next_code(work), scope=str(Scope.OFFICE),
        public_key=keys.public_of(private), acquainted_at=work.now,
    )  # fmt: skip
    desks_known.say_known(row, desks_known.prefixes(work))
    with tempfile.TemporaryDirectory(prefix=".crmdesk-", dir=target.parent) as folder:
        copy = Path(folder) / "copy.db"
        backup.back_up(work.database, copy, whats_wrong)
        _make_its_own(work, copy, row)
        _copy_files(work, store.folder_of(store.url_of(target)))
        keys.keep(target.with_name(target.name + ".key"), private)
        copy.replace(target)
    work.session.add(row)
    work.session.flush()
    work.note_changed("desk", row.id)
    return desks_known.info(work, row)


def _refuse(target: Path, name: str) -> None:
    if not name.strip():
        raise Incomplete(_("没有复制。"), (Problem("name", _("请写明是哪一台电脑")),))
    if not target.parent.is_dir():
        raise Refused(
            _("文件夹「{folder}」不存在。").format(folder=target.parent.name), _("没有复制。"), _("请选择另一个文件夹。"),
            code="no-folder",
        )  # fmt: skip
    if target.exists() or target.with_name(target.name + ".key").exists():
        raise Refused(
            _("{name} 已经存在。").format(name=target.name), _("原来的文件没有改动。"), _("请换一个文件名。"), code="exists"
        )


def _next_code(work: Work) -> str:
    taken = {row.code for row in (desks_known.here(work), *desks_known.others(work))}
    letters: list[str] = [*_LETTERS, *(a + b for a in _LETTERS for b in _LETTERS)]
    free = [letter for letter in letters if letter not in taken]
    return free[0]


def _make_its_own(work: Work, copy: Path, row: DeskRow) -> None:
    """In the copy the new desk is the one that is here; the others are known as they are."""
    mine = desks_known.here(work)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            "UPDATE desk SET is_here = 0, public_key = ?, acquainted_at = ?, known = ?, signed_head = ? WHERE id = ?",
            (mine.public_key, _utc(work), row.known, mine.signed_head, work.desk_id.hex),
        )
        connection.execute(
            "INSERT INTO desk (id, name, is_here, last_sequence, last_hash, code, is_head, public_key, scope, known, "
            "signed_head) VALUES (?, ?, 1, 0, x'', ?, 0, ?, 'office', '{}', '')",
            (row.id.hex, row.name, row.code, row.public_key),
        )
        for table in ("session_token", "packet"):
            connection.execute(f"DELETE FROM {table}")
    sync_file(copy)


def _utc(work: Work) -> str:
    return str(work.now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds"))


def _copy_files(work: Work, folder: Path) -> None:
    """The contents of attachments, which lie in folders of two digits."""
    if work.folder is None or not work.folder.is_dir():
        return
    for part in work.folder.iterdir():
        if part.is_dir() and len(part.name) == 2:
            shutil.copytree(part, folder / part.name, dirs_exist_ok=True)


def renew(work: Work) -> DeskInfo:
    """A new identity for this database: what it writes from now on is numbered anew; the rest is as of another desk."""
    old = desks_known.here(work)
    file = desks_known.key_file(work)
    if file.exists():
        with suppress(Refused):  # a damaged key signs nothing more
            desks_known.sign_end(work, desks_known.private_key(work))
        file.replace(file.with_name(f"{file.name}.{old.id.hex[-8:]}"))
    private = keys.new_key()
    keys.keep(file, private)
    row = DeskRow(
        id=new_id(), name=old.name or socket.gethostname(), is_here=True, code=old.code, is_head=old.is_head,
        public_key=keys.public_of(private), known="{}",
    )  # fmt: skip
    old.is_here, old.public_key, old.acquainted_at = False, b"", None  # what it wrote as head desk still counts
    old.name = _("{name}(从前)").format(name=old.name)
    old.code = ""
    work.session.add(row)
    work.session.flush()
    work.desk_id = row.id
    work.note_changed("desk", row.id)
    return desks_known.info(work, row)

