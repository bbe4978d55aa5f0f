"""The time of day as it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.errors import Refused
from crmdesk.rules.typed_times import minutes_between, parse_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", "09:00"), ("930", "09:30"), ("0930", "09:30"), ("9:30", "09:30"), ("9.30", "09:30"),
        ("9：30", "09:30"), ("９：３０", "09:30"), ("9点半", "09:30"), ("9 点 5 分", "09:05"), ("14点", "14:00"),
        ("下午2点", "14:00"), ("下午 2:15", "14:15"), ("中午12点", "12:00"), ("2pm", "14:00"), ("9点一刻", "09:15"),
        ("1745", "17:45"), ("0:05", "00:05"),
    ],
)  # fmt: skip
def test_a_time_is_understood_as_it_is_typed(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "25:00", "9:60", "早上", "930930", "九点多", "12:5x"])
def test_what_is_no_time_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused, match="看不懂时间"):
        parse_time(typed)


@given(st.times())
def test_every_time_reads_back_as_itself(moment):
    said = moment.strftime("%H:%M")
    assert parse_time(said) == said
    assert parse_time(said.replace(":", "")) == said


def test_minutes_between_two_times_of_a_day():
    assert minutes_between("09:30", "10:15") == 45
    assert minutes_between("10:15", "09:30") is None
    assert minutes_between("", "09:30") is None
