"""An office with one person of every role, founded once per run and engine and then copied.

A password takes its time on purpose, so nobody signs in here: everyone gets a token. A conftest that has a
fixture ``office`` (place and tokens) takes ``signed_in`` from here.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from crmdesk.services.person import new_token
from tests.builders import PASSWORD

Tokens = dict[Role, str]
SignIn = Callable[[Role], Desk]


def found(place: str | Path) -> Tokens:
    """Found the office; the person of each role is called like the role, 李敏 is administrator and clerk."""
    desk = Desk.create(place, office="华东办事处", code="HD", login="limin", name="李敏", password=PASSWORD)
    people = {Role.ADMIN: desk.person} | {
        role: desk.do("person.add", role.value, role.word, frozenset({role}), PASSWORD)
        for role in Role
        if role is not Role.ADMIN
    }
    with Session(desk._writes) as session, session.begin():
        tokens = {role: new_token(session, person, datetime.now(UTC)) for role, person in people.items()}
    desk.close()
    return tokens


def founded_once(kind: str, place: str | Path) -> Tokens:
    """The tokens of the run's office of that kind; the first worker that asks founds it at ``place``."""
    folder = Path(os.environ["CRMDESK_TEST_RUN"])
    kept = folder / f"tokens-{kind}.json"
    with FileLock(folder / f"founding-{kind}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(found(place)))
    return {Role(role): token for role, token in json.loads(kept.read_text()).items()}


def office_file() -> tuple[Path, Tokens]:
    """The run's office in a file, to be copied, and the tokens of its people."""
    place = Path(os.environ["CRMDESK_TEST_RUN"]) / "office.db"
    return place, founded_once("sqlite", place)


@pytest.fixture
def signed_in(office: tuple[str | Path, Tokens]) -> Iterator[SignIn]:
    """Open the test's ``office`` as the person of a role; each call is a desk of its own."""
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
