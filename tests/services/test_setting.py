"""The settings: what they are on a day, and what is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.settings import SETTINGS, DayUnit, NumberMode
from crmdesk.services.setting import Settings, checked
from tests.builders import today


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def test_every_setting_has_its_default_until_it_is_changed(clerk):
    values = clerk.do("setting.all")
    assert [v.value for v in values] == [s.default for s in SETTINGS]
    assert all(v.is_default for v in values)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.key)
def test_every_default_is_a_value_that_the_setting_accepts(setting):
    assert checked(setting, setting.default) == setting.default


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("company.name", "大华"), ("complaint.number.mode", NumberMode.ENTER),
        ("complaint.day_unit", DayUnit.WORKDAY), ("complaint.total_days.foreign", 16),
        ("calendar.closing_time", "17:30"), ("backup.daily", False),
    ],
)  # fmt: skip
def test_a_changed_value_is_read_back_as_it_was(manager, key, value):
    manager.do("setting.change", key, value)
    read = {v.setting.key: v.value for v in manager.do("setting.all")}[key]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("complaint.total_days.domestic", 0), ("complaint.total_days.domestic", "x"),
        ("complaint.number.mode", "never"), ("calendar.closing_time", "25:00"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_by_name(manager, key, value):
    with pytest.raises(Refused) as refused:
        manager.do("setting.change", key, value)
    assert (refused.value.code, refused.value.field) == ("bad-setting", key)


def test_a_dated_setting_keeps_what_was_before(manager):
    tomorrow = today() + timedelta(days=1)
    manager.do("setting.change", "complaint.total_days.domestic", 20, valid_from=tomorrow)
    with Session(manager._engine) as session:
        assert Settings(session, today())["complaint.total_days.domestic"] == 13
        assert Settings(session, tomorrow)["complaint.total_days.domestic"] == 20


def test_a_representative_changes_no_setting(signed_in):
    with pytest.raises(NotAllowed):
        signed_in(Role.REP).do("setting.change", "company.name", "x")


def test_the_office_declares_a_day_off(manager):
    day = date(2026, 11, 24)
    year = manager.do("workday.set_day", day, True, "厂庆")
    assert day in year.off
    assert day in year.edited
    assert year.names[day] == "厂庆"
    year = manager.do("workday.set_day", day, None)
    assert day not in year.off
    assert day not in year.edited


def test_a_year_without_notice_is_marked_as_a_guess(clerk):
    assert clerk.do("workday.year", 2026).is_official
    assert not clerk.do("workday.year", 2031).is_official
