"""The office: founding it, reading and changing its name."""

import socket
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.base import new_id
from crmdesk.models.office import DeskRow, OfficeRow, PersonRow
from crmdesk.rules.china_time import day_in_china
from crmdesk.rules.errors import Incomplete, Problem, Refused
from crmdesk.rules.office import Office
from crmdesk.rules.people import Role
from crmdesk.services import journal, store
from crmdesk.services.cannot_open import name_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

FIRST_ROLES = frozenset({Role.ADMIN, Role.OFFICE_CLERK})


def office_of(session: Session) -> Office:
    """The office of this database; Refused where none was founded."""
    row = session.execute(select(OfficeRow.__table__)).first()
    if row is None:
        raise Refused(_("数据库里还没有办事处。"), "", _("请新建办事处。"), code="no-office")
    return Office(row.id, row.revision, row.name, row.code, row.is_demo)


def found(
    session: Session, *, office: str, code: str, login: str, name: str, password: str, is_demo: bool,
    now: datetime,
) -> None:  # fmt: skip
    """Write office, desk and first user into an empty database; all of it stands in the journal."""
    from crmdesk.services.person import hash_of

    store.lock_server(session.connection())
    _refuse_second(session)
    desk = DeskRow(id=new_id(), name=socket.gethostname(), is_here=True)
    session.add(desk)
    session.flush()
    work = Work(session, "office.found", uuid4(), desk.id, now, day_in_china(now))
    journal.follow(session, work)
    work.add(OfficeRow(name=office.strip(), code=code.strip(), is_demo=is_demo))
    work.add(
        PersonRow(
            login=login.strip(), name=name.strip() or login.strip(), roles=FIRST_ROLES,
            password_hash=hash_of(password), password_set_at=now,
        )
    )  # fmt: skip
    journal.close(session)


def _refuse_second(session: Session) -> None:
    there = session.scalar(select(OfficeRow.name).limit(1))
    if there is not None:
        raise Refused(
            _("{name} 里已经有办事处「{office}」。").format(name=name_of(session.get_bind().engine.url), office=there),
            _("原来的数据没有改动。"), _("请打开已有数据库,或者换一个数据库。"), code="exists",
        )  # fmt: skip


def refuse_incomplete(*, office: str, code: str, login: str, name: str, password: str) -> None:
    """Raise Incomplete where an office cannot be founded with these words, before any file is made."""
    from crmdesk.services.person import problems_of

    problems = [Problem("office", _("办事处名称不能空着"))] * (not office.strip())
    problems += [Problem("code", _("办事处代码不能空着"))] * (not code.strip())
    problems += problems_of(login, name, FIRST_ROLES, password)
    if problems:
        raise Incomplete(_("办事处还没有建成。"), tuple(problems))


@verb(permit="office.get", reads=True)
def get(work: Work) -> Office:
    """The office."""
    return office_of(work.session)


@verb(permit="office.change")
def change(work: Work, seen: int, changes: Mapping[str, Any]) -> Office:
    """Change name or code."""
    row = work.get(OfficeRow, office_of(work.session).id, seen, changes)
    for key in ("name", "code"):
        value = str(changes.get(key, getattr(row, key))).strip()
        if not value:
            raise Incomplete(_("没有保存。"), (Problem(key, _("名称和代码都不能空着")),))
        setattr(row, key, value)
    work.session.flush()
    return office_of(work.session)
