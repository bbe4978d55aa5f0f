"""Backups of the database: made, verified, listed, thinned out, restored.

Automatic ones lie in the folder ``<database>.backups``: daily, and before an import, a migration or a restore.
Kept are all of the last 7 days, then the newest of each of 4 weeks, then of each of 12 months.

The attachments that a backup names lie beside it: of automatic ones in one store for all (``…backups/files``), of one
made by hand where the database that it is would look for them. They are there before the backup gets its name.
"""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from crmdesk.exchange import backup as files
from crmdesk.exchange import kept_files
from crmdesk.rules.china_time import day_in_china, in_china
from crmdesk.rules.errors import Refused
from crmdesk.services import journal, store
from crmdesk.services.journal import Fact
from crmdesk.services.office import office_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import N_, _

DAILY, BEFORE_IMPORT, BY_HAND = N_("每日"), N_("导入前"), N_("手动")
ALL_DAYS, WEEKS, MONTHS = 7, 4, 12
STORE = "files"  # of the attachments of all automatic backups, in their folder
_NAME = re.compile(r"-([^-]+)-(\d{8}-\d{6})(?: \((\d+)\))?\.db$")


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A verified copy; ``bytes`` is its size."""

    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The database that was restored, and where the one that stood there went."""

    path: Path
    saved: Path | None


@dataclass(frozen=True, slots=True)
class BackupFile:
    """An automatic backup; ``reason`` is the word in its name, ``at`` the time in China, ``place`` among those of a second."""

    path: Path
    at: datetime
    reason: str
    bytes: int
    place: int = 1


# making


@verb(permit="backup.make", reads=True)
def make(work: Work, path: Path | str | None = None) -> BackupResult:
    """Back up to ``path``, or beside the database; on a server, a sentence says how it is done there."""
    database = _file_of(work)
    if path is None:
        return make_automatic(database, BY_HAND, work.now, work.folder)
    target = Path(path).expanduser().absolute()
    _refuse_database(target, database)
    copy = files.back_up(database, target, _with_files(_files_of(target), _files_of(database, work.folder)))
    return BackupResult(copy.path, copy.size)


@verb(permit="backup.daily", reads=True)
def daily(work: Work) -> BackupResult | None:
    """The backup of the day, unless it was made, the setting forbids it, or a server keeps the data."""
    if work.database is None or not work.settings["backup.daily"]:
        return None
    if any(b.at.date() == work.today and b.reason == DAILY for b in backups_of(work.database)):
        return None
    return make_automatic(work.database, DAILY, work.now, work.folder)


def make_automatic(database: Path, reason: str, now: datetime, attached: Path | None = None) -> BackupResult:
    """A backup in the folder beside the database; then what is older than needed goes.

    ``attached`` is where its attachments lie, unless they lie beside it. Contents stay: a later backup names them again.
    """
    folder = store.backups_of(database)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{database.stem}-{reason}-{in_china(now):%Y%m%d-%H%M%S}"
    target, number = folder / f"{stem}.db", 2
    while target.exists():
        target, number = folder / f"{stem} ({number}).db", number + 1
    copy = files.back_up(database, target, _with_files(folder / STORE, _files_of(database, attached)))
    for old in superfluous(backups_of(database), day_in_china(now)):
        old.path.unlink(missing_ok=True)
    return BackupResult(copy.path, copy.size)


def _files_of(database: Path, attached: Path | None = None) -> Path:
    return attached or store.folder_of(store.url_of(database))


def _with_files(target: Path, *sources: Path) -> files.Check:
    """Looks into a copy, and brings the attachments that it names to ``target`` before it gets its name."""
    return partial(_look_and_carry, target=target, sources=sources)


def _look_and_carry(connection: sqlite3.Connection, target: Path, sources: tuple[Path, ...]) -> str:
    wrong = whats_wrong(connection)
    if not wrong:
        named = _attached(connection)
        for source in sources:
            kept_files.carry(named, source, target)
    return wrong


def _attached(connection: sqlite3.Connection) -> dict[str, int]:
    """Hash and size of each content that the database names; struck ones too, as the history shows them."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone()
    return dict(connection.execute("SELECT sha256, size FROM attachment")) if known else {}


def _file_of(work: Work) -> Path:
    if work.database is not None:
        return work.database
    name = work.session.get_bind().engine.url.database
    raise Refused(
        _("数据在 PostgreSQL 服务器上,不能从这里备份或恢复。"), _("什么都没有改动。"),
        _("请在服务器上用 pg_dump -Fc -f 备份.dump {name} 备份,用 pg_restore 恢复。").format(name=name),
        code="server",
    )  # fmt: skip


def _refuse_database(target: Path, database: Path) -> None:
    is_open = target.with_name(target.name + "-wal").exists()
    if is_open or (target.exists() and target.samefile(database)):
        raise Refused(
            _("{name} 是正在使用的数据库,不能当作备份文件。").format(name=target.name), _("什么都没有改动。"),
            _("请换一个文件名。"), code="is-database",
        )  # fmt: skip


def whats_wrong(connection: sqlite3.Connection) -> str:
    """What keeps a file from being a backup of ours, as a sentence: another program's, newer, cut journal."""
    try:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        cut = connection.execute(
            """SELECT count(*) FROM desk d WHERE d.last_sequence > 0 AND (
                 d.last_sequence <> (SELECT count(*) FROM journal j WHERE j.desk_id = d.id)
                 OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.desk_id = d.id
                                AND j.sequence = d.last_sequence AND j.hash = d.last_hash))"""
        ).fetchone()[0]
    except sqlite3.OperationalError:
        return _("不是 crmdesk 的数据库")
    if version is None or version[0] > store.HEAD:
        return _("它是由更新版本的 crmdesk 写的")
    return _("历史记录不完整") if cut else ""


# listing and thinning out


@verb(permit="backup.list", reads=True)
def listed(work: Work) -> tuple[BackupFile, ...]:
    """The automatic backups, newest first; none on a server."""
    return backups_of(work.database) if work.database else ()


def backups_of(database: Path) -> tuple[BackupFile, ...]:
    """The automatic backups of a database, newest first."""
    found = []
    for path in store.backups_of(database).glob("*.db"):
        match = _NAME.search(path.name)
        if match:
            at = datetime.strptime(match[2], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - China's, as in the name
            found.append(BackupFile(path, at, match[1], path.stat().st_size, int(match[3] or 1)))
    return tuple(sorted(found, key=lambda b: (b.at, b.place), reverse=True))


def superfluous(backups: Iterable[BackupFile], today: date) -> tuple[BackupFile, ...]:
    """Those that no rule keeps any more: see the top of this file. The newest of all always stays."""
    ordered = sorted(backups, key=lambda b: b.at, reverse=True)
    kept = set(ordered[:1]) | {b for b in ordered if (today - b.at.date()).days < ALL_DAYS}
    weekly = {(b.at.isocalendar()[:2]): b for b in reversed(ordered)}
    first_week = today - timedelta(weeks=WEEKS)
    kept |= {b for b in weekly.values() if b.at.date() > first_week}
    monthly = {(b.at.year, b.at.month): b for b in reversed(ordered)}
    newest_month = today.year * 12 + today.month
    kept |= {b for (year, month), b in monthly.items() if newest_month - (year * 12 + month) < MONTHS}
    return tuple(b for b in ordered if b not in kept)


# restoring


@verb(permit="backup.restore", alone=True)
def restore(work: Work, path: Path | str) -> RestoreResult:
    """Put a backup in the place of the database; the desk lets go of the file before and opens it after."""
    return restore_file(_file_of(work), Path(path), work.now, work.folder)


def restore_file(database: Path, backup: Path, now: datetime, attached: Path | None = None) -> RestoreResult:
    """The same without an open desk: verify, keep what stands there, replace. Nobody may have it open.

    Attachments that the backup names and that are missing in ``attached`` come back first.
    """
    backup = backup.expanduser().absolute()
    if backup.exists() and database.exists() and backup.samefile(database):
        raise Refused(
            _("{name} 就是现在的数据库。").format(name=backup.name), _("什么都没有改动。"), _("请选一份备份。"),
            code="is-database",
        )  # fmt: skip
    sources = (_files_of(backup), backup.parent / STORE, store.backups_of(database) / STORE)
    with store.alone(database):
        check = _with_files(_files_of(database, attached), *sources)
        copy = files.restore(backup, database, in_china(now), check)
    return RestoreResult(database, copy.kept)


def note_restored(work: Work, path: Path | str) -> None:
    """Let the restored journal say who put it back, and from where.

    Where other desks know this one it gets a new identity first: they may have entries that the backup lacks, under
    the very numbers that would be given next (reliability 1.3).
    """
    from crmdesk.services import desks_copy, desks_known

    if any(desk.acquainted_at for desk in desks_known.others(work)):
        desks_copy.renew(work)
    office = office_of(work.session)
    changes = {"restored_from": [None, Path(path).name]}
    journal.write(work, [Fact("office", office.id, office.id, office.revision, changes)])
