"""Working days and deadlines (domain 10; 民法典 §201–204): one calendar, asked by every clock."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from crmdesk.rules.settings import DayUnit
from crmdesk.words import _

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Roll(StrEnum):
    """Where a deadline goes that ends on a rest day (domain 10)."""

    FORWARD = "forward"  # 民法典 §203: to the next working day
    BACKWARD = "backward"  # company presentment of notes (NR 六): the bank must still be open
    NONE = "none"  # the 60- and 120-day tests count days and nothing else


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One announced or edited day: a day off (``is_off``) or a made-up working day 调休."""

    day: date
    name: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Rest days are Saturday, Sunday and ``off``; ``made_up`` days are worked although they are a weekend.

    In a year outside ``official_years`` the announcement is missing (日历未更新): weekends only, a guess.
    """

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    official_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day in self.made_up:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def next_workday(self, day: date) -> date:
        """The first working day after ``day``, never ``day`` itself."""
        return self.roll(day + ONE_DAY, Roll.FORWARD)

    def previous_workday(self, day: date) -> date:
        """The last working day before ``day``, never ``day`` itself."""
        return self.roll(day - ONE_DAY, Roll.BACKWARD)

    def roll(self, day: date, roll: Roll) -> date:
        """``day`` itself if it is worked or nothing rolls, else the nearest working day in that direction."""
        if roll is Roll.NONE:
            return day
        step = ONE_DAY if roll is Roll.FORWARD else -ONE_DAY
        while not self.is_workday(day):
            day += step
        return day

    def deadline(
        self, start: date, days: int, unit: DayUnit = DayUnit.CALENDAR, roll: Roll = Roll.FORWARD
    ) -> date:
        """The last day of a limit of ``days``, inclusive; the first day does not count (民法典 §201).

        A limit of 0 days ends on ``start`` (rolled). Raises ValueError for a negative limit.
        """
        if days < 0:
            raise ValueError(f"a limit of {days} days")
        if unit is DayUnit.CALENDAR:
            return self.roll(start + timedelta(days=days), roll)
        day = start
        for _step in range(days):
            day = self.next_workday(day)
        return self.roll(day, roll)

    def days_between(self, start: date, end: date, unit: DayUnit = DayUnit.CALENDAR) -> int:
        """Days after ``start`` up to ``end`` inclusive, as ``deadline`` counts them; negative backwards."""
        if unit is DayUnit.CALENDAR:
            return (end - start).days
        first, last, sign = (start, end, 1) if start <= end else (end, start, -1)
        span = (last - first).days
        return sign * sum(self.is_workday(first + timedelta(days=n)) for n in range(1, span + 1))

    def days_left(self, today: date, deadline: date, unit: DayUnit = DayUnit.CALENDAR) -> int:
        """Days that remain after today: 0 on the last day, negative when overdue (民法典 §1259)."""
        return self.days_between(today, deadline, unit)

    def is_official(self, day: date) -> bool:
        """Whether the holidays of that day's year have been announced and entered."""
        return day.year in self.official_years

    def sentence_if_guess(self, day: date) -> str:
        """The note beside a deadline in a year without announcement; empty where it is certain."""
        if self.is_official(day):
            return ""
        return _("日历未更新:{year} 年的放假安排还没有录入,暂按周六、周日休息计算。").format(year=day.year)


def parse_year(content: Mapping[str, Any]) -> tuple[CalendarDay, ...]:
    """The days of one parsed ``holidays/<year>.json``. Raises ValueError on a day of another year."""
    days = tuple(
        CalendarDay(date.fromisoformat(row["date"]), row["name"], bool(row["off"])) for row in content["days"]
    )
    for found in days:
        if found.day.year != content["year"]:
            raise ValueError(f"{found.day} stands in the file of {content['year']}")
    return days


def from_days(
    days: Iterable[CalendarDay], edits: Iterable[CalendarDay] = (), official_years: Iterable[int] = ()
) -> WorkCalendar:
    """The calendar of the announced ``days``, with the office's own ``edits`` above them."""
    is_off = {row.day: row.is_off for row in days} | {row.day: row.is_off for row in edits}
    return WorkCalendar(
        off=frozenset(day for day, off in is_off.items() if off),
        made_up=frozenset(day for day, off in is_off.items() if not off),
        official_years=frozenset(official_years),
    )


def from_years(contents: Iterable[Mapping[str, Any]], edits: Iterable[CalendarDay] = ()) -> WorkCalendar:
    """The calendar of parsed year files; a year counts as announced where its file says ``official``."""
    files = tuple(contents)
    days = (day for content in files for day in parse_year(content))
    return from_days(days, edits, (content["year"] for content in files if content["official"]))


def day_of_step(instant_local: datetime, closing: time, calendar: WorkCalendar) -> date:
    """The day for which a step counts: up to ``closing`` inclusive that day, later the next (民法典 §203).

    The office receives nothing on a rest day, so such a step counts for the working day after it.
    """
    day = instant_local.date()
    if instant_local.time() > closing:
        day += ONE_DAY
    return calendar.roll(day, Roll.FORWARD)


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later (or earlier), else the end of that month (票据法 §107)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def agreed_by(month: date, before: int, including: bool = False) -> date:
    """The last day to agree the target of ``month``: 「before the 25th」 of the month before (domain 10).

    Strictly read the day itself is too late; ``including`` is the milder reading. ``before`` is 2–28.
    """
    last = add_months(month.replace(day=1), -1).replace(day=before)
    return last if including else last - ONE_DAY
