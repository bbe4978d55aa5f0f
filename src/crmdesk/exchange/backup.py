"""Copies of a SQLite database that can be trusted: made while it is in use, verified, then named.

Plain sqlite3; what is in the database is the business of others (``check`` looks into it for them).
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crmdesk.exchange.files import NotWritten, not_written, sync_file, sync_folder
from crmdesk.rules.errors import Refused
from crmdesk.words import _

#: Looks into a copy before it gets its name; gives what is wrong as a sentence, or nothing.
Check = Callable[[sqlite3.Connection], str]

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was verified; ``size`` in bytes. ``kept`` is where the replaced database went, after a restore."""

    path: Path
    size: int
    kept: Path | None = None


def back_up(database: Path, target: Path, check: Check | None = None) -> Copy:
    """Copy ``database`` to ``target`` while others use it: one consistent state, verified, whole or not at all.

    Raises NotWritten (disk full, folder) and Refused (the database itself is damaged).
    """
    if not database.is_file():
        raise _no_database(database)
    temporary = _copy(database, target, check, in_use=True)
    try:
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _not_copied(target, error) from error
    return Copy(target, target.stat().st_size)


def restore(backup: Path, database: Path, now: datetime, check: Check | None = None) -> Copy:
    """Put ``backup`` in the place of ``database``, in one step; what stood there is kept beside it.

    Nobody may have the database open: raises Refused if someone has, or if the backup is no good.
    """
    if not backup.is_file():
        raise _no_database(backup)
    verify(backup, check)
    temporary = _copy(backup, database, check)
    try:
        kept = _set_aside(database, now) if database.exists() else None
        temporary.replace(database)
        sync_folder(database.parent)
    except OSError as error:
        raise _not_copied(database, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return Copy(database, database.stat().st_size, kept)


def verify(path: Path, check: Check | None = None) -> None:
    """Raise Refused unless the file is a SQLite database that is whole and passes ``check``."""
    try:
        with closing(_open(path)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            wrong = check(connection) if check and found == ["ok"] and not broken else ""
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if found != ["ok"]:
        raise _damaged(path, found[0])
    if broken:
        raise _damaged(path, _("表 {table} 中有指向空处的记录").format(table=broken[0]))
    if wrong:
        raise _damaged(path, wrong)


def _open(path: Path, read_only: bool = True) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5)


def _copy(source: Path, beside: Path, check: Check | None, in_use: bool = False) -> Path:
    """A verified copy of ``source`` under a temporary name in the folder of ``beside``.

    A database ``in_use`` is opened for writing, because a reader would leave its log files behind.
    """
    if not beside.parent.is_dir():
        raise NotWritten(
            _("文件夹「{folder}」不存在。").format(folder=beside.parent), _("请选择另一个文件夹。"), "no-folder"
        )
    temporary = beside.with_name(f".{beside.stem[:80]}-{secrets.token_hex(4)}.tmp")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        with closing(_open(source, read_only=not in_use)) as there, closing(_open(temporary, read_only=False)) as here:
            there.backup(here)  # in one step: a step-wise copy starts again whenever someone writes
            here.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        verify(temporary, check)
        sync_file(temporary)
    except (sqlite3.DatabaseError, OSError, Refused) as error:
        for path in (temporary, *(Path(f"{temporary}{end}") for end in _BESIDE)):
            path.unlink(missing_ok=True)
        if isinstance(error, Refused):
            raise
        raise _not_copied(beside, error, source) from error
    return temporary


def _set_aside(database: Path, now: datetime) -> Path:
    """Keep what stands in the place of ``database`` under a name with the time; nothing of it stays beside.

    The write-ahead log must be gone before another file takes the name, else SQLite would play it back into that.
    """
    kept = database.with_name(f"{database.stem}-恢复前-{now:%Y%m%d-%H%M%S}{database.suffix}")
    try:
        with closing(_open(database, read_only=False)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise _in_use(database) from error
    except sqlite3.DatabaseError:  # damaged: kept as it is, with all that lies beside it
        for end in _BESIDE:
            if (beside := Path(f"{database}{end}")).exists():
                beside.replace(f"{kept}{end}")
        mode = "delete"
    if mode != "delete":
        raise _in_use(database)
    try:
        os.link(database, kept)
    except OSError:  # no hard links on this disk
        shutil.copy2(database, kept)
        sync_file(kept)
    return kept


def _no_database(path: Path) -> Refused:
    return Refused(_("找不到文件「{file}」。").format(file=path.name), "", _("请检查文件名和文件夹。"), code="file-missing")


def _damaged(path: Path, why: str) -> Refused:
    return Refused(
        _("「{file}」不是完好的数据库:{why}。").format(file=path.name, why=why),
        _("现有的数据没有变动。"),
        _("请改用较早的一份备份。"),
        code="database-damaged",
    )


def _in_use(database: Path) -> Refused:
    return Refused(
        _("数据库「{file}」正被使用,现在不能恢复。").format(file=database.name),
        _("现有的数据没有变动。"),
        _("请关闭所有打开它的窗口,再试一次。"),
        code="database-in-use",
    )


def _not_copied(target: Path, error: Exception, source: Path | None = None) -> Refused:
    if isinstance(error, OSError):
        return not_written(target, error)
    if getattr(error, "sqlite_errorcode", None) in _FULL:
        return NotWritten(
            _("磁盘已满,「{file}」没有写成。").format(file=target.name), _("请清理磁盘空间,或者存到另一个磁盘。"), "disk-full"
        )
    return _damaged(source or target, str(error))
