"""Dates as people type them; today is Tuesday, 2026-11-24."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import STEP_KEYS, parse_date, step_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026.3.5", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026 年 3 月 5 号", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("260305", "2026-03-05"),
        ("26.3.5", "2026-03-05"),
        ("2026。3。5", "2026-03-05"),
        ("2026－03－05", "2026-03-05"),
        ("２０２６．３．５", "2026-03-05"),
        ("2026/3/5 0:00:00", "2026-03-05"),
        ("2026-03-05T00:00", "2026-03-05"),
        ("3.8", "2026-03-08"),
        ("3-8", "2026-03-08"),
        ("3/8", "2026-03-08"),
        ("3月8日", "2026-03-08"),
        ("3月8", "2026-03-08"),
        ("0308", "2026-03-08"),
        ("8", "2026-11-08"),
        ("8日", "2026-11-08"),
        ("08", "2026-11-08"),
        ("今天", "2026-11-24"),
        ("明天", "2026-11-25"),
        ("昨天", "2026-11-23"),
        ("后天", "2026-11-26"),
        ("前天", "2026-11-22"),
        ("大后天", "2026-11-27"),
        ("月底", "2026-11-30"),
        ("本月底", "2026-11-30"),
        ("下月底", "2026-12-31"),
        ("下个月底", "2026-12-31"),
        ("上月末", "2026-10-31"),
        ("月初", "2026-11-01"),
        ("下月初", "2026-12-01"),
        ("2月底", "2026-02-28"),
        ("年底", "2026-12-31"),
        ("明年初", "2027-01-01"),
        ("下月8日", "2026-12-08"),
        ("上个月31号", "2026-10-31"),
        ("明年3月8日", "2027-03-08"),
        ("去年12.31", "2025-12-31"),
        ("下周一", "2026-11-30"),
        ("上周五", "2026-11-20"),
        ("本周三", "2026-11-25"),
        ("这周三", "2026-11-25"),
        ("周三", "2026-11-25"),
        ("周日", "2026-11-29"),
        ("星期天", "2026-11-29"),
        ("下下周二", "2026-12-08"),
        ("下礼拜1", "2026-11-30"),
        ("+3", "2026-11-27"),
        ("-2", "2026-11-22"),
        ("＋３", "2026-11-27"),
        ("+2w", "2026-12-08"),
        ("+1月", "2026-12-24"),
        ("-1Y", "2025-11-24"),
        ("三天后", "2026-11-27"),
        ("10天前", "2026-11-14"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二零二六年十一月二十四日", "2026-11-24"),
        ("三月十号", "2026-03-10"),
        ("十二月卅一日", "2026-12-31"),
        ("五月廿三日", "2026-05-23"),
        ("贰零贰陆年零壹拾月零贰拾日", "2026-10-20"),
        ("二十", "2026-11-20"),
    ],
)
def test_a_date_is_understood(typed, day):
    assert parse_date(typed, TODAY) == date.fromisoformat(day)


def test_a_shift_counts_from_the_date_in_the_field():
    assert parse_date("+3", TODAY, date(2026, 12, 30)) == date(2027, 1, 2)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "2026", "308", "2.30", "31", "1899-12-31", "2200-01-01", "13月1日", "周八", "46350", "+99999",
     "+9999y", "上上月31日", "2026-02-29", "十十", "3-8-26"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_examples(typed):
    with pytest.raises(Refused) as refusal:
        parse_date(typed, TODAY)
    assert "看不懂日期" in refusal.value.what
    assert "月底" in refusal.value.do


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("d", "2026-02-01"), ("w", "2026-02-07"), ("m", "2026-02-28"), ("y", "2027-01-31"),
        ("D", "2026-01-30"), ("W", "2026-01-24"), ("M", "2025-12-31"), ("Y", "2025-01-31"),
        ("=", "2026-11-24"), ("+", "2026-02-01"), ("-", "2026-01-30"),
    ],
)  # fmt: skip
def test_a_single_key_moves_the_date(key, day):
    assert step_date(key, date(2026, 1, 31), TODAY) == date.fromisoformat(day)


def test_an_empty_field_moves_from_today():
    assert step_date("w", None, TODAY) == date(2026, 12, 1)


def test_a_step_out_of_the_years_that_we_take_stays():
    assert step_date("y", date(2199, 6, 1), TODAY) == date(2199, 6, 1)
    assert step_date("D", date(1900, 1, 1), TODAY) == date(1900, 1, 1)


@pytest.mark.parametrize("key", ["x", "", "dw", "5"])
def test_another_key_is_no_step(key):
    with pytest.raises(KeyError):
        step_date(key, TODAY, TODAY)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d"]),
)
def test_every_full_date_is_read_whatever_today_is(day, form):
    assert parse_date(day.strftime(form), TODAY) == day


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)), st.sampled_from(STEP_KEYS.replace("=", "")))
def test_a_step_leaves_the_day_in_the_right_direction(day, key):
    moved = step_date(key, day, TODAY)
    assert moved > day if key.islower() or key == "+" else moved < day


@given(st.text(max_size=12))
def test_anything_typed_gives_a_date_or_a_refusal(text):
    with suppress(Refused):
        assert isinstance(parse_date(text, TODAY), date)


@given(st.text("0123456789一二三十廿年月日天上下周个初底+-./前后明号", max_size=8))
def test_nearly_dates_give_a_date_or_a_refusal(text):
    with suppress(Refused):
        assert 1900 <= parse_date(text, TODAY).year <= 2199
