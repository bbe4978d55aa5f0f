"""Official numbers: given in the transaction that makes them official, from a counter row, never earlier.

The counter row is locked by the update, so numbers have no gap and no repeat.
"""

from datetime import date
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crmdesk.models.office import CounterRow
from crmdesk.rules.complaint import draft_key_of


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
    """The key of a new form: DR-20261124-003."""
    return draft_key_of(day, next_in(session, "complaint.draft", f"{day:%Y%m%d}"))
