"""The working days: bundled holiday data, changed by the office where it knows better."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.office import WorkdayRow
from crmdesk.resources import resource
from crmdesk.rules.calendar import CalendarDay, WorkCalendar, from_days, parse_year
from crmdesk.services.verbs import Work, verb


@dataclass(frozen=True, slots=True)
class WorkYear:
    """A year for the calendar page: rest days, make-up working days 调休, and the days that the office changed.

    ``off`` and ``made_up`` hold only what differs from plain weekends; ``is_official`` is False while the
    State Council's notice for the year is not in the data.
    """

    year: int
    is_official: bool
    off: frozenset[date]
    made_up: frozenset[date]
    edited: frozenset[date]
    names: dict[date, str]


@lru_cache(maxsize=1)
def bundled() -> tuple[tuple[CalendarDay, ...], frozenset[int]]:
    """All days of the bundled files and the years that are official."""
    days: list[CalendarDay] = []
    official = set()
    for file in sorted(resource("holidays").glob("[0-9]*.json")):
        year = json.loads(file.read_text(encoding="utf-8"))
        days += parse_year(year)
        if year["official"]:
            official.add(int(year["year"]))
    return tuple(days), frozenset(official)


def calendar_of(session: Session) -> WorkCalendar:
    """The calendar that the office works by."""
    days, official = bundled()
    changed = WorkdayRow.__table__
    own = [
        CalendarDay(row.day, row.name, row.is_off)
        for row in session.execute(select(changed).where(changed.c.is_off.is_not(None)))
    ]
    return from_days(days, own, official)


@verb(permit="workday.year", reads=True)
def year(work: Work, year: int) -> WorkYear:
    """The year as the office works by it."""
    days, official = bundled()
    rows = work.session.scalars(select(WorkdayRow).where(WorkdayRow.is_off.is_not(None))).all()
    own = {row.day: row for row in rows if row.day.year == year}
    names = {d.day: d.name for d in days if d.day.year == year and d.name}
    names |= {row.day: row.name for row in own.values() if row.name}
    known = {d.day: d.is_off for d in days if d.day.year == year}
    known |= {row.day: bool(row.is_off) for row in own.values()}
    return WorkYear(
        year, year in official,
        frozenset(d for d, off in known.items() if off),
        frozenset(d for d, off in known.items() if not off),
        frozenset(own), names,
    )  # fmt: skip


@verb(permit="workday.set_day")
def set_day(work: Work, day: date, is_off: bool | None, name: str = "") -> WorkYear:
    """Declare a day a rest day or a working day; None: as the bundled calendar says."""
    row = work.session.scalar(select(WorkdayRow).where(WorkdayRow.day == day))
    if row is None:
        row = WorkdayRow(day=day, is_off=is_off, name=name)
        work.add(row)
    row.is_off, row.name = is_off, name
    work.session.flush()
    result: WorkYear = year(work, day.year)
    return result
