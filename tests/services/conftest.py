"""An office with one person of every role, on SQLite and on PostgreSQL.

It is founded once per run and engine (``tests/founding.py``) and then copied.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from tests.founding import SignIn, Tokens, founded_once, office_file
from tests.founding import signed_in as signed_in

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_office() -> tuple[Path, Tokens]:
    """A founded office in a file, to be copied."""
    return office_file()


@pytest.fixture(scope="session")
def postgresql_office(postgresql: psycopg.Connection) -> tuple[str, Tokens]:
    """A founded office in a PostgreSQL database, to be copied; the name of the database."""
    name = "office"
    with FileLock(Path(os.environ["CRMDESK_TEST_RUN"]) / "office.lock"):
        there = postgresql.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if there is None:
            postgresql.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = f"postgresql://{postgresql.info.user}@/{name}?host={postgresql.info.host}"
        return name, founded_once("postgresql", url)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[tuple[str, Tokens]]:
    """A fresh copy of the office: what ``Desk.open`` takes, and the tokens."""
    if request.param == "sqlite":
        template, tokens = request.getfixturevalue("sqlite_office")
        place = tmp_path / "office.db"
        shutil.copy(template, place)
        yield str(place), tokens
        return
    template, tokens = request.getfixturevalue("postgresql_office")
    server: psycopg.Connection = request.getfixturevalue("postgresql")
    name = sql.Identifier(f"{template}_{worker_id}_{next(_numbers)}")
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(name, sql.Identifier(template))
    )
    yield f"postgresql://{server.info.user}@/{name.as_string()[1:-1]}?host={server.info.host}", tokens
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def clerk(signed_in: SignIn) -> Desk:
    """The office, opened by the clerk 内务."""
    return signed_in(Role.OFFICE_CLERK)
