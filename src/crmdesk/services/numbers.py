"""Official numbers: given in the transaction that makes them official, from a counter row, never earlier.

The counter row is locked by the update, so numbers have no gap and no repeat. Official numbers are given by the head
desk alone: a form that was registered elsewhere has a provisional name until it comes there.
"""

from collections.abc import Iterable
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.office import CounterRow, DeskRow
from crmdesk.rules.complaint import PROVISIONAL, draft_key_of


def next_in(session: Session, series: str, period: str = "") -> int:
    """The next whole number of a series in a period, from 1."""
    table = cast(Table, CounterRow.__table__)
    bump = (
        update(table)
        .where(table.c.series == series, table.c.period == period)
        .values(last=table.c.last + 1)
        .returning(table.c.last)
    )
    given = session.execute(bump).scalar_one_or_none()
    if given is not None:
        return int(given)
    try:
        with session.begin_nested():
            session.execute(insert(table).values(series=series, period=period, last=1))
        return 1
    except IntegrityError:  # two desks opened the period at once
        return int(session.execute(bump).scalar_one())


def raise_to(session: Session, series: str, period: str, at_least: int) -> None:
    """Let the series go on after a number that was typed in by hand."""
    table = cast(Table, CounterRow.__table__)
    last = session.scalar(select(table.c.last).where(table.c.series == series, table.c.period == period))
    if last is None:
        next_in(session, series, period)
    session.execute(
        update(table)
        .where(table.c.series == series, table.c.period == period, table.c.last < at_least)
        .values(last=at_least)
    )


def next_complaint(session: Session, day: date) -> tuple[int, int, int]:
    """Year, month and serial of the complaint registered on ``day`` (CP 三): the serial begins anew each month."""
    return day.year, day.month, next_in(session, "complaint", f"{day:%Y%m}")


def next_draft(session: Session, day: date) -> str:
    """The key of a new form: DR-20261124-003; at another than the head desk with its letter, DR-B-20261124-003."""
    return draft_key_of(day, next_in(session, "complaint.draft", f"{day:%Y%m%d}"), code_here(session))


def code_here(session: Session) -> str:
    """The letter of this desk; empty at the head desk, which alone gives official numbers."""
    desk = DeskRow.__table__.c
    row = session.execute(select(desk.is_head, desk.code).where(desk.is_here)).first()
    return "" if row is None or row.is_head else row.code


def next_provisional(session: Session) -> str:
    """What a form is called that was registered away from the head desk, until that gives the number: 临-B-3."""
    code = code_here(session)
    return f"{PROVISIONAL}-{code}-{next_in(session, 'complaint.provisional', code)}"


def catch_up(session: Session, ids: Iterable[UUID]) -> None:
    """Let the series go on after the numbers of forms that came from other desks."""
    form = ComplaintRow.__table__.c
    rows = session.execute(
        select(form.number_year, form.number_month, func.max(form.number_serial))
        .where(form.id.in_(set(ids)), form.number_serial.is_not(None))
        .group_by(form.number_year, form.number_month)
    )
    for year, month, serial in rows:
        raise_to(session, "complaint", f"{year:04d}{month:02d}", serial)
