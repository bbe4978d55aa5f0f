"""The people: signing in, and who has which roles."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from crmdesk.models.office import PersonRow, SessionTokenRow
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem, Refused
from crmdesk.rules.people import Person, Role
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

FREE_TRIES = 5
LONGEST_PAUSE = timedelta(minutes=15)
STAY = timedelta(days=14)
SHORTEST_PASSWORD = 6


def to_person(row: Any) -> Person:
    """The frozen person of a row, be it of the table or of the mapper."""
    return Person(row.id, row.revision, row.login, row.name, row.roles, row.is_active)


def hash_of(password: str) -> str:
    """Argon2id with the library's defaults."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def problems_of(login: str, name: str, roles: frozenset[Role], password: str | None) -> list[Problem]:
    """What keeps a person from being added: login, roles, password (None: unchanged)."""
    found = []
    if not login.strip():
        found.append(Problem("login", _("用户名不能空着")))
    if not roles:
        found.append(Problem("roles", _("至少要有一个角色")))
    if password is not None and len(password) < SHORTEST_PASSWORD:
        found.append(Problem("password", _("密码至少 {n} 个字符").format(n=SHORTEST_PASSWORD)))
    return found


def check_password(session: Session, login: str, password: str, now: datetime) -> Person:
    """The person of login and password. Commits the count of wrong tries; raises NotAllowed."""
    row = session.scalar(select(PersonRow).where(PersonRow.login == login.strip()))
    if row is not None:
        _wait(row, now)
    if row is None or not row.is_active or not _fits(row, password):
        if row is not None:
            _count(session, row, row.wrong_tries + 1, now)
        raise NotAllowed(
            _("用户名或密码不对。"), "", _("请再试一次;忘记密码请找管理员重设。"), code="wrong-password"
        )
    if row.wrong_tries:
        _count(session, row, 0, None)
    return to_person(row)


def _fits(row: PersonRow, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(row.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many wrong tries: none up to five, then doubling up to a quarter of an hour."""
    if tries < FREE_TRIES:
        return timedelta(0)
    doubled: int = 2 ** min(tries - FREE_TRIES, 10)
    return min(timedelta(seconds=5) * doubled, LONGEST_PAUSE)


def _wait(row: PersonRow, now: datetime) -> None:
    if row.wrong_at is None or now < row.wrong_at:  # a clock that was put back must lock nobody out for hours
        return
    left = row.wrong_at + pause_after(row.wrong_tries) - now
    if left > timedelta(0):
        raise NotAllowed(
            _("密码连续输错 {n} 次。").format(n=row.wrong_tries), "",
            _("请过 {s} 秒再试。").format(s=int(left.total_seconds()) + 1), code="wait",
        )  # fmt: skip


def _count(session: Session, row: PersonRow, tries: int, at: datetime | None) -> None:
    table = cast(Table, PersonRow.__table__)
    session.execute(update(table).where(table.c.id == row.id).values(wrong_tries=tries, wrong_at=at))
    session.commit()


def new_token(session: Session, person: Person, now: datetime) -> str:
    """A random token for one computer; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(SessionTokenRow(token_hash=_token_hash(token), person_id=person.id, until=now + STAY))
    return token


def person_of_token(session: Session, token: str, now: datetime) -> Person | None:
    """The active person whose token it is, or None where it is unknown or has run out."""
    person, kept = PersonRow.__table__, SessionTokenRow.__table__
    row = session.execute(
        select(person)
        .join(kept, kept.c.person_id == person.c.id)
        .where(kept.c.token_hash == _token_hash(token), kept.c.until > now, person.c.is_active)
    ).first()
    return to_person(row) if row else None


def forget_token(session: Session, token: str) -> None:
    """Sign this computer out."""
    session.execute(delete(SessionTokenRow).where(SessionTokenRow.token_hash == _token_hash(token)))


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@verb(permit="person.list", reads=True)
def list_people(work: Work) -> tuple[Person, ...]:
    """Everyone, active first, by name."""
    rows = work.session.scalars(select(PersonRow).order_by(PersonRow.is_active.desc(), PersonRow.name))
    return tuple(to_person(row) for row in rows)


@verb(permit="person.add")
def add(work: Work, login: str, name: str, roles: frozenset[Role], password: str) -> Person:
    """Add someone; the login must be new."""
    problems = problems_of(login, name, roles, password)
    if work.session.scalar(select(PersonRow.id).where(PersonRow.login == login.strip())):
        problems.append(Problem("login", _("用户名 {login} 已经有人用").format(login=login.strip())))
    if problems:
        raise Incomplete(_("没有添加。"), tuple(problems))
    row = PersonRow(
        login=login.strip(), name=name.strip() or login.strip(), roles=frozenset(roles),
        password_hash=hash_of(password), password_set_at=work.now,
    )  # fmt: skip
    work.add(row)
    work.session.flush()
    return to_person(row)


@verb(permit="person.change")
def change(work: Work, person_id: UUID, seen: int, changes: Mapping[str, Any]) -> Person:
    """Change name, roles or whether someone is active; the last administrator stays."""
    row = work.get(PersonRow, person_id, seen, changes)
    row.name = str(changes.get("name", row.name)).strip() or row.login
    row.roles = frozenset(changes.get("roles", row.roles))
    row.is_active = bool(changes.get("is_active", row.is_active))
    problems = problems_of(row.login, row.name, row.roles, None)
    if problems:
        raise Incomplete(_("没有保存。"), tuple(problems))
    work.session.flush()
    if not any(Role.ADMIN in p.roles and p.is_active for p in work.session.scalars(select(PersonRow))):
        raise Refused(
            _("这是最后一位系统管理员。"), _("没有改动。"), _("请先让另一个人成为管理员。"), code="last-admin"
        )
    if not row.is_active:
        work.session.execute(delete(SessionTokenRow).where(SessionTokenRow.person_id == row.id))
    return to_person(row)


@verb(permit="person.set_password")
def set_password(work: Work, person_id: UUID, old: str, new: str) -> Person:
    """One's own password needs the old one; another's is set by an administrator only."""
    row = work.get(PersonRow, person_id)
    own = row.id == work.asker.id
    if not own and Role.ADMIN not in work.asker.roles:
        raise NotAllowed(_("别人的密码只能由系统管理员重设。"))
    if own and not _fits(row, old):
        raise NotAllowed(_("原来的密码不对。"), _("密码没有改。"), code="wrong-password")
    problems = problems_of(row.login, row.name, row.roles, new)
    if problems:
        raise Incomplete(_("密码没有改。"), tuple(problems))
    row.password_hash, row.password_set_at = hash_of(new), work.now
    work.session.execute(delete(SessionTokenRow).where(SessionTokenRow.person_id == row.id))
    work.session.flush()
    return to_person(row)
