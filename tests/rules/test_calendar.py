"""The calendar against the vectors of domain 10, on the bundled data."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.resources import resource
from crmdesk.rules.calendar import (
    CalendarDay,
    Roll,
    WorkCalendar,
    add_months,
    agreed_by,
    day_of_step,
    from_days,
    from_years,
    month_end,
    parse_year,
)
from crmdesk.rules.settings import DayUnit

FILES = [json.loads(p.read_text("utf-8")) for p in sorted(resource("holidays").glob("*.json"))]
CALENDAR = from_years(FILES)
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
LIMITS = st.integers(0, 200)
UNITS = st.sampled_from(DayUnit)


def iso(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "roll", "last"),
    [
        ("2026-09-18", 1, Roll.FORWARD, "2026-09-20"),  # a Sunday that is worked
        ("2026-09-30", 1, Roll.FORWARD, "2026-10-08"),
        ("2026-09-29", 3, Roll.FORWARD, "2026-10-08"),
        ("2026-11-20", 3, Roll.FORWARD, "2026-11-23"),
        ("2026-09-25", 6, Roll.BACKWARD, "2026-09-30"),
        ("2026-02-13", 6, Roll.BACKWARD, "2026-02-14"),  # a Saturday that is worked
        ("2026-09-25", 10, Roll.FORWARD, "2026-10-08"),
        ("2026-02-13", 10, Roll.FORWARD, "2026-02-24"),
        ("2026-08-03", 60, Roll.NONE, "2026-10-02"),
        ("2025-12-31", 60, Roll.NONE, "2026-03-01"),
        ("2026-01-15", 120, Roll.NONE, "2026-05-15"),
    ],
)
def test_the_deadlines_of_the_domain_are_met(start, days, roll, last):
    assert CALENDAR.deadline(iso(start), days, DayUnit.CALENDAR, roll) == iso(last)


@pytest.mark.parametrize(
    ("start", "days", "overdue_from"),
    [("2026-08-03", 60, "2026-10-03"), ("2025-12-31", 60, "2026-03-02"), ("2026-01-15", 120, "2026-05-16")],
)
def test_the_day_after_the_last_day_is_overdue_by_one(start, days, overdue_from):
    last = CALENDAR.deadline(iso(start), days, roll=Roll.NONE)
    assert CALENDAR.days_left(iso(overdue_from), last) == -1


def test_a_workday_limit_jumps_the_national_holiday_and_counts_the_made_up_saturday():
    assert CALENDAR.deadline(iso("2026-09-30"), 3, DayUnit.WORKDAY) == iso("2026-10-10")


def test_a_limit_of_no_days_ends_on_the_first_day():
    assert CALENDAR.deadline(iso("2026-11-24"), 0) == iso("2026-11-24")


def test_a_negative_limit_is_an_error():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.deadline(iso("2026-11-24"), -1)


def test_the_target_of_december_is_agreed_before_the_25th_of_november():
    assert agreed_by(iso("2026-12-01"), 25) == iso("2026-11-24")
    assert agreed_by(iso("2026-12-01"), 25, including=True) == iso("2026-11-25")


@pytest.mark.parametrize(
    ("at", "counts_for"),
    [
        ("2026-11-24T17:59", "2026-11-24"),
        ("2026-11-24T18:00", "2026-11-24"),  # at the stroke is still in time
        ("2026-11-24T18:01", "2026-11-25"),
        ("2026-11-27T19:00", "2026-11-30"),  # Friday evening: Monday
        ("2026-11-28T10:00", "2026-11-30"),  # Saturday: Monday
        ("2026-09-19T18:30", "2026-09-20"),  # before a Sunday that is worked
    ],
)
def test_a_step_after_closing_counts_for_the_next_day(at, counts_for):
    assert day_of_step(datetime.fromisoformat(at), time(18), CALENDAR) == iso(counts_for)


def test_a_year_without_announcement_is_a_guess_and_says_so():
    assert not CALENDAR.is_official(iso("2027-05-03"))
    assert CALENDAR.is_workday(iso("2027-10-01"))  # a Friday: only weekends are known
    assert "2027" in CALENDAR.sentence_if_guess(iso("2027-05-03"))
    assert CALENDAR.sentence_if_guess(iso("2026-05-03")) == ""


def test_the_office_edit_stands_above_the_announcement():
    announced = [CalendarDay(iso("2026-10-01"), "国庆节", True)]
    edited = from_days(announced, [CalendarDay(iso("2026-10-01"), "盘点", False)], {2026})
    assert edited.is_workday(iso("2026-10-01"))
    assert iso("2026-10-01") not in edited.off


def test_a_weekday_can_be_declared_off():
    assert not from_days([], [CalendarDay(iso("2026-11-24"), "司庆", True)]).is_workday(iso("2026-11-24"))


def test_a_day_in_the_file_of_another_year_is_an_error():
    with pytest.raises(ValueError, match="2025"):
        parse_year({"year": 2025, "days": [{"date": "2026-01-01", "name": "元旦", "off": True}]})


def test_a_file_that_is_not_official_stays_a_guess():
    calendar = from_years([{"year": 2027, "official": False, "days": []}])
    assert not calendar.is_official(iso("2027-01-01"))


def test_the_bundled_files_cover_2004_to_2026_and_every_line_says_something():
    assert [content["year"] for content in FILES] == list(range(2004, 2027))
    plain = WorkCalendar()
    for content in FILES:
        days = parse_year(content)
        assert len({row.day for row in days}) == len(days)
        assert all(not plain.is_workday(row.day) for row in days if not row.is_off)
        assert all(row.name for row in days)


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        ("2026-08-31", 6, "2027-02-28"),  # cheque right (domain 3.6)
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_go_to_the_corresponding_day_or_the_month_end(day, months, there):
    assert add_months(iso(day), months) == iso(there)


def test_the_month_end_knows_leap_years():
    assert month_end(iso("2024-02-01")) == iso("2024-02-29")


@given(DAYS, LIMITS, UNITS, st.sampled_from([Roll.FORWARD, Roll.BACKWARD]))
def test_a_rolled_deadline_is_always_a_workday(start, days, unit, roll):
    assert CALENDAR.is_workday(CALENDAR.deadline(start, days, unit, roll))


@given(DAYS, LIMITS, UNITS, st.sampled_from(Roll))
def test_a_longer_limit_never_ends_earlier(start, days, unit, roll):
    assert CALENDAR.deadline(start, days, unit, roll) <= CALENDAR.deadline(start, days + 1, unit, roll)


@given(DAYS, LIMITS, UNITS)
def test_a_later_start_never_ends_earlier(start, days, unit):
    later = CALENDAR.deadline(start + timedelta(days=1), days, unit)
    assert CALENDAR.deadline(start, days, unit) <= later


@given(DAYS, LIMITS)
def test_counting_back_gives_the_limit_in_workdays(start, days):
    last = CALENDAR.deadline(start, days, DayUnit.WORKDAY, Roll.NONE)
    assert CALENDAR.days_between(start, last, DayUnit.WORKDAY) == days
    assert CALENDAR.days_between(start, last) == (last - start).days


@given(DAYS, DAYS)
def test_workdays_split_at_any_day_add_up(one, other):
    middle = one + (other - one) // 2
    parts = [CALENDAR.days_between(a, b, DayUnit.WORKDAY) for a, b in ((one, middle), (middle, other))]
    if one <= other:
        assert sum(parts) == CALENDAR.days_between(one, other, DayUnit.WORKDAY)
    else:
        assert CALENDAR.days_between(one, other, DayUnit.WORKDAY) == -CALENDAR.days_between(
            other, one, DayUnit.WORKDAY
        )


@given(DAYS)
def test_next_and_previous_workday_leave_the_day_and_are_worked(day):
    assert CALENDAR.previous_workday(day) < day < CALENDAR.next_workday(day)
    assert CALENDAR.is_workday(CALENDAR.next_workday(day))
    assert CALENDAR.is_workday(CALENDAR.previous_workday(day))


@given(DAYS, st.times(), st.integers(0, 600))
def test_a_step_that_ends_later_never_counts_earlier(day, clock, hours):
    at = datetime.combine(day, clock)
    later = at + timedelta(hours=hours)
    assert day_of_step(at, time(18), CALENDAR) <= day_of_step(later, time(18), CALENDAR)
