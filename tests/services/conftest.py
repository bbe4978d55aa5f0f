"""An office with one person of every role, on SQLite and on PostgreSQL.

It is founded once per worker and engine and then copied, because a password takes its time on purpose.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from tests.builders import PASSWORD

_numbers = itertools.count(1)
SignIn = Callable[[Role], Desk]


def _found(place: str | Path) -> dict[Role, str]:
    """Found the office; returns a token for the person of each role, who is called like the role."""
    admin = Desk.create(place, office="华东办事处", code="HD", login="admin", name="李敏", password=PASSWORD)
    tokens = {Role.ADMIN: admin.stay_signed_in()}
    for role in Role:
        if role is not Role.ADMIN:
            admin.do("person.add", role.value, role.word, frozenset({role}), PASSWORD)
            desk = Desk.open(place)
            desk.sign_in(role.value, PASSWORD)
            tokens[role] = desk.stay_signed_in()
            desk.close()
    admin.close()
    return tokens


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Role, str]]:
    """A founded office in a file, to be copied."""
    place = tmp_path_factory.mktemp("office") / "office.db"
    tokens = _found(place)
    return place, tokens


@pytest.fixture(scope="session")
def postgresql_office(postgresql: psycopg.Connection, worker_id: str) -> tuple[str, dict[Role, str]]:
    """A founded office in a PostgreSQL database, to be copied; the name of the database."""
    name = f"office_{worker_id}"
    postgresql.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    tokens = _found(f"postgresql://{postgresql.info.user}@/{name}?host={postgresql.info.host}")
    return name, tokens


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, dict[Role, str]]]:
    """A fresh copy of the office: what ``Desk.open`` takes, and the tokens."""
    if request.param == "sqlite":
        template, tokens = request.getfixturevalue("sqlite_office")
        place = tmp_path / "office.db"
        shutil.copy(template, place)
        yield str(place), tokens
        return
    template, tokens = request.getfixturevalue("postgresql_office")
    server: psycopg.Connection = request.getfixturevalue("postgresql")
    name = sql.Identifier(f"{template}_{next(_numbers)}")
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(name, sql.Identifier(template))
    )
    yield f"postgresql://{server.info.user}@/{name.as_string()[1:-1]}?host={server.info.host}", tokens
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def signed_in(office: tuple[str, dict[Role, str]]) -> Iterator[SignIn]:
    """Open the office as the person of a role; each call is a desk of its own."""
    place, tokens = office
    desks: list[Desk] = []

    def sign_in(role: Role) -> Desk:
        desk = Desk.open(place)
        desks.append(desk)
        assert desk.resume(tokens[role]) is not None
        return desk

    yield sign_in
    for desk in desks:
        desk.close()


@pytest.fixture
def clerk(signed_in: SignIn) -> Desk:
    """The office, opened by the clerk 内务."""
    return signed_in(Role.OFFICE_CLERK)
