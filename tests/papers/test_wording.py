"""How dates, figures and texts stand on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crmdesk.rules.wording import clean, day, figure, moment, price


def test_a_date_has_no_filling_zeros():
    assert day(date(2026, 1, 4)) == "2026年1月4日"
    assert day(None) == ""


def test_a_moment_is_told_in_chinas_time():
    assert moment(datetime(2026, 11, 24, 16, 42, tzinfo=UTC)) == "2026年11月25日 00:42"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("1200.0000", "箱", "1,200 箱"),
        ("12.5", "吨", "12.5 吨"),
        ("0.0001", "", "0.0001"),
        ("1E+3", "片", "1,000 片"),
    ],
)
def test_a_quantity_shows_every_place_that_counts_and_no_other(value: str, unit: str, written: str):
    assert figure(Decimal(value), unit) == written


@pytest.mark.parametrize(
    ("value", "written"), [("12.5", "12.50"), ("2400", "2,400.00"), ("0.1234", "0.1234")]
)
def test_a_price_has_at_least_two_places(value: str, written: str):
    assert price(Decimal(value)) == written


def test_no_value_is_nothing():
    assert figure(None) == price(None) == ""


def test_what_draws_nothing_is_left_out_and_line_ends_are_one_kind():
    assert clean("一\u200b二\ufeff\r\n三\u2028四\t五\x07葛\U000e0100❤\ufe0f") == "一二\n三\n四  五葛❤"


def test_spaces_and_chinese_stay_as_they_are():
    assert clean("　　王 先生\u00a0，好") == "　　王 先生\u00a0，好"
