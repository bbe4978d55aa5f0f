"""An office with one person of every role, founded once per run and engine and then copied.

A password takes its time on purpose, so nobody signs in here: everyone gets a token.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from crmdesk.services.person import new_token
from tests.builders import PASSWORD

Tokens = dict[Role, str]


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
