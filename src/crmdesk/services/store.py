"""Opening the database: where it may lie, how it is set up, and bringing it up to this version.

SQLite in one file by default; PostgreSQL by URL. Alembic is imported only when a migration is due.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from crmdesk.rules.china_time import CHINA
from crmdesk.rules.errors import Refused
from crmdesk.services.cannot_open import cannot_open, name_of, no_office
from crmdesk.services.server_place import without_password
from crmdesk.words import _

#: The newest migration that this program knows; a test holds it against the migrations folder.
HEAD = "0003"
#: Seconds to wait for another's exclusive act (migration, restore).
PATIENCE = 20.0
#: Seconds in which a server must answer the first call.
PATIENCE_WITH_SERVER = 5
SHARES = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "fuse.sshfs", "9p", "afpfs", "fuse.davfs", "ncpfs"}


def url_of(place: str | Path) -> URL:
    """A file name or a database URL as an SQLAlchemy URL; PostgreSQL is spoken to with psycopg."""
    said = str(place)
    if said.startswith(("postgresql:", "postgres:")):
        try:
            return make_url(said).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise _not_understood(without_password(said)) from error
    if said.startswith("sqlite:"):
        return make_url(said)
    if "://" in said:
        raise _not_understood(without_password(said))
    return URL.create("sqlite", database=str(Path(said).expanduser().absolute()))


def _not_understood(place: str) -> Refused:
    return Refused(
        _("看不懂数据库的地址 {place}。").format(place=place), "",
        _("请写文件名,或者 postgresql://用户@服务器/数据库。"), code="bad-address",
    )  # fmt: skip


def file_of(url: URL) -> Path | None:
    """The SQLite file, or None where a server keeps the data."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def connect(url: URL) -> Engine:
    """An engine whose connections are durable and check foreign keys; refuses a file on a network share."""
    file = file_of(url)
    if file is None:
        return create_engine(
            url, pool_pre_ping=True, isolation_level="READ COMMITTED", connect_args=_manners(url)
        )
    refuse_share(file)
    engine = create_engine(url, connect_args={"timeout": 5.0, "check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _as_usual)
    return engine


def _manners(url: URL) -> dict[str, Any]:
    """How a server is spoken to, unless the address says otherwise: encrypted, and a dead line is soon noticed."""
    host = url.host or str(url.query.get("host", ""))
    is_here = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    manners = {
        "sslmode": "prefer" if is_here else "require", "connect_timeout": PATIENCE_WITH_SERVER, "keepalives_idle": 30,
        "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000, "application_name": "crmdesk",
    }  # fmt: skip
    return {key: value for key, value in manners.items() if key not in url.query}


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000",
                   "temp_store=MEMORY", "cache_size=-65536"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _as_usual(connection: Any, record: Any) -> None:
    """Undo what a bulk write has set: from now on each commit copies a log of 1,000 pages into the file again."""
    if connection is not None:
        connection.execute("PRAGMA wal_autocheckpoint=1000")


def tidy_log(engine: Engine) -> None:
    """Copy SQLite's log into the file, beside whoever reads or writes; what stands there is safe already."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def refuse_share(file: Path) -> None:
    """Refuse a database file on a network share: its locks cannot be trusted there."""
    if file_system(file) not in SHARES and not str(file).startswith(("\\\\", "//")):
        return
    raise Refused(
        _("数据库文件 {name} 在网络共享盘上,不能打开。").format(name=file.name),
        _("共享盘不能可靠地锁定文件,几台电脑同时写会损坏数据;文件没有改动。"),
        _("请把文件放在本机硬盘;要几台电脑共用,请改用 PostgreSQL 数据库。"),
        code="network-share",
    )


def file_system(file: Path, mounts: str | None = None) -> str:
    """The type of the file system under a path (``ext4``, ``nfs4``); empty where the system does not say."""
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        kind = ctypes.windll.kernel32.GetDriveTypeW(file.anchor)
        return "cifs" if kind == drive_remote else ""
    if mounts is None:
        table = Path("/proc/self/mountinfo")
        if not table.exists():
            return ""
        mounts = table.read_text(errors="replace")
    best, kind = "", ""
    folder = str(file.parent.resolve())
    for line in mounts.splitlines():
        place, _sep, rest = line.partition(" - ")
        fields = place.split()
        if len(fields) < 5 or not rest:
            continue
        point = fields[4].replace("\\040", " ")
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, rest.split()[0]
    return kind


def was_cut_off(database: Path) -> bool:
    """Whether the last program that had the file open did not end well, or still runs. Ask before opening."""
    log = database.with_name(database.name + "-wal")
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def version_of(engine: Engine) -> str | None:
    """The migration that the database stands at; None for an empty one. Refuses what is no crmdesk database."""
    try:
        with engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
            if "alembic_version" in names:
                version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return version
    except DBAPIError as error:
        raise cannot_open(engine.url, error) from error
    if names:
        raise Refused(
            _("{name} 不是 crmdesk 的数据库。").format(name=name_of(engine.url)),
            _("数据没有改动。"), _("请另选一个数据库。"), code="foreign-database",
        )  # fmt: skip
    return None


def bring_up_to_date(engine: Engine, *, is_new: bool = False) -> bool:
    """Migrate to ``HEAD`` if the database is older, after a backup; True where something was done.

    An empty database gets its tables only where one ``is_new`` on purpose: else a wrong name would fill another's.
    A database from a newer program is refused: writing into it would lose what this one does not know.
    """
    version = version_of(engine)
    if version == HEAD:
        return False
    if version is None and not is_new:
        raise no_office(engine.url)
    if version is None:
        _refuse_encoding(engine)
    elif not _knows(version):
        raise Refused(
            _("{name} 是由更新版本的 crmdesk 写的。").format(name=name_of(engine.url)),
            _("数据没有改动。"), _("请先升级本机的 crmdesk 再打开。"), code="newer-database",
        )  # fmt: skip
    file = file_of(engine.url)
    with _alone(file):
        if version_of(engine) == HEAD:  # someone else did it while we waited
            return False
        if version is not None and file is not None:
            from crmdesk.exchange.backup import back_up

            stamp = datetime.now(CHINA).strftime("%Y%m%d-%H%M%S")
            back_up(file, backups_of(file) / f"{file.stem}-升级前-{stamp}.db")
        _migrate(engine)
    return True


def _refuse_encoding(engine: Engine) -> None:
    """Refuse a server's database that cannot keep every character, before anything is written into it."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise Refused(
            _("数据库 {name} 的编码是 {encoding},存不下所有汉字。").format(name=name_of(engine.url), encoding=encoding),
            _("数据没有改动。"), _("请管理员另建一个 UTF8 编码的数据库。"), code="encoding",
        )  # fmt: skip


@contextmanager
def _alone(file: Path | None) -> Iterator[None]:
    """Hold the lock of an exclusive act (migration, restore) beside the file; says so when another holds it."""
    if file is None:
        yield
        return
    from filelock import FileLock, Timeout

    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{file}.lock", timeout=PATIENCE)
    try:
        with lock:
            yield
    except Timeout as error:
        raise Refused(
            _("另一个 crmdesk 正在升级或恢复 {name}。").format(name=file.name),
            _("数据没有改动。"), _("请等它办完再打开。"), code="busy",
        ) from error  # fmt: skip


alone = _alone


def _migrations() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "crmdesk.models:migrations")
    return config


def _knows(version: str) -> bool:
    from alembic.script import ScriptDirectory

    folder = ScriptDirectory.from_config(_migrations())
    return any(script.revision == version for script in folder.walk_revisions())


def _migrate(engine: Engine) -> None:
    from alembic import command

    config = _migrations()
    writes = engine.execution_options(writes=True)
    try:
        with writes.begin() as connection:
            lock_server(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise cannot_open(engine.url, error) from error


def lock_server(connection: Connection) -> None:
    """On a server, only one migrates or founds at a time; held to the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7217001)"))


def folder_of(url: URL) -> Path:
    """Where drafts and attachments lie: beside the file; for a server, in the person's own data folder."""
    file = file_of(url)
    if file is not None:
        return file.with_name(file.name + ".files")
    from platformdirs import user_data_path

    return user_data_path("crmdesk") / f"{url.host or 'localhost'}-{url.database}.files"


def backups_of(file: Path) -> Path:
    """Where the automatic backups of a database lie."""
    return file.with_name(file.name + ".backups")
