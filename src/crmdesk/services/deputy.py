"""Deputies: who acts for whom, from which day to which; set by the office manager or an administrator himself."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from crmdesk.models.deputy import DeputyRow
from crmdesk.models.office import PersonRow
from crmdesk.rules import permits
from crmdesk.rules.deputy import Deputy
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _


@verb(permit="deputy.list", reads=True)
def list_deputies(work: Work) -> tuple[Deputy, ...]:
    """All that were ever set and not struck out, the newest first."""
    return tuple(_to_deputy(*found) for found in work.session.execute(_asked().where(DeputyRow.alive)))


@verb(permit="deputy.set")
def set_deputy(
    work: Work, principal_id: UUID, deputy_id: UUID, first_day: date, last_day: date, reason: str = ""
) -> Deputy:
    """Let someone act for another on these days, both inclusive. A deputy does not pass on what is lent to him."""
    _refuse_lent(work, "deputy.set")
    problems = _problems(work, principal_id, deputy_id, first_day, last_day)
    if problems:
        raise Incomplete(_("没有保存。"), tuple(problems))
    row = DeputyRow(
        principal_id=principal_id, deputy_id=deputy_id, first_day=first_day, last_day=last_day, reason=reason.strip()
    )
    work.add(row)
    work.session.flush()
    return _one(work, row.id)


@verb(permit="deputy.end")
def end(work: Work, deputy_id: UUID, seen: int) -> Deputy:
    """End it now: what has begun ended yesterday, what has not is struck out."""
    _refuse_lent(work, "deputy.end")
    row = work.get(DeputyRow, deputy_id, seen)
    if row.first_day >= work.today:
        row.alive = False
    elif row.last_day >= work.today:
        row.last_day = work.today - timedelta(days=1)
    work.session.flush()
    return _one(work, row.id)


def _refuse_lent(work: Work, name: str) -> None:
    if not permits.may(work.asker.own_roles, name):
        raise NotAllowed(_("代理人不能再安排代理。"), _("没有改动。"), permits.why_not(work.asker.own_roles, name))


def _problems(
    work: Work, principal_id: UUID, deputy_id: UUID, first_day: date, last_day: date
) -> list[Problem]:
    found = []
    people = {p.id for p in work.session.scalars(select(PersonRow).where(PersonRow.is_active))}
    if principal_id not in people:
        found.append(Problem("principal_id", _("请选择被代理人")))
    if deputy_id not in people:
        found.append(Problem("deputy_id", _("请选择代理人")))
    elif deputy_id == principal_id:
        found.append(Problem("deputy_id", _("代理人不能是本人")))
    if last_day < first_day:
        found.append(Problem("last_day", _("结束日早于开始日")))
    elif last_day < work.today:
        found.append(Problem("last_day", _("结束日已经过了")))
    same = select(DeputyRow.id).where(DeputyRow.principal_id == principal_id, DeputyRow.deputy_id == deputy_id)
    beside = same.where(DeputyRow.alive, DeputyRow.first_day <= last_day, DeputyRow.last_day >= first_day)
    if not found and work.session.scalar(beside.limit(1)):
        found.append(Problem("first_day", _("这两人在这些日子里已经有代理")))
    return found


def _asked() -> Any:
    principal, deputy = aliased(PersonRow), aliased(PersonRow)
    return (
        select(DeputyRow, principal.name, deputy.name)
        .join(principal, principal.id == DeputyRow.principal_id)
        .join(deputy, deputy.id == DeputyRow.deputy_id)
        .order_by(DeputyRow.last_day.desc(), DeputyRow.first_day.desc(), DeputyRow.id)
    )


def _one(work: Work, deputy_id: UUID) -> Deputy:
    return _to_deputy(*work.session.execute(_asked().where(DeputyRow.id == deputy_id)).one())


def _to_deputy(row: DeputyRow, principal: str, deputy: str) -> Deputy:
    return Deputy(
        row.id, row.revision, row.principal_id, principal, row.deputy_id, deputy, row.first_day, row.last_day,
        row.reason, row.alive,
    )  # fmt: skip
