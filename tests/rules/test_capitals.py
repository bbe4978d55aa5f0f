"""Capitals against the vectors of domain 3.5."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.capitals import (
    LARGEST,
    Check,
    amount_from_capitals,
    amount_in_capitals,
    check_amount,
    check_date,
    date_from_capitals,
    date_in_capitals,
)
from crmdesk.rules.errors import Refused

AMOUNTS = [
    ("1409.50", "人民币壹仟肆佰零玖元伍角"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "人民币叁佰贰拾伍元零肆分"),
    ("30080.36", "人民币叁万零捌拾元零叁角陆分"),
    ("100000.00", "人民币壹拾万元整"),
    ("0", "人民币零元整"),
    ("0.05", "人民币伍分"),
    ("0.50", "人民币伍角"),
    ("10", "人民币壹拾元整"),
    ("100010000", "人民币壹亿零壹万元整"),
    ("10000500", "人民币壹仟万零伍佰元整"),
    ("100000500", "人民币壹亿零伍佰元整"),
    ("1001", "人民币壹仟零壹元整"),
    ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]
ALSO = [
    ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
    ("107000.53", "人民币壹拾万零柒仟元伍角叁分"),
    ("30080.36", "人民币叁万零捌拾元叁角陆分"),
    ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
    ("1409.50", "壹仟肆佰零玖圆伍角正"),
    ("100000.00", "人民币 壹拾萬圓整"),
    ("260000000", "人民币:貳億陸仟萬元正"),
]
UNUSUAL = [
    ("105", "壹佰伍元整"),
    ("100000", "拾万元整"),
    ("100000", "壹拾万元"),
    ("325.04", "叁佰贰拾伍元零角肆分"),
    ("120.5", "壹佰贰拾零元伍角"),
]
DATES = [
    ("2026-01-15", "贰零贰陆年零壹月壹拾伍日"),
    ("2026-02-12", "贰零贰陆年零贰月壹拾贰日"),
    ("2026-10-20", "贰零贰陆年零壹拾月零贰拾日"),
    ("2026-11-30", "贰零贰陆年壹拾壹月零叁拾日"),
    ("2026-12-31", "贰零贰陆年壹拾贰月叁拾壹日"),
    ("2026-03-09", "贰零贰陆年叁月零玖日"),
]


@pytest.mark.parametrize(("figure", "capitals"), AMOUNTS)
def test_an_amount_is_written_in_one_form(figure, capitals):
    assert amount_in_capitals(Decimal(figure)) == capitals
    assert check_amount(capitals, Decimal(figure)) == Check()


@pytest.mark.parametrize(("figure", "capitals"), ALSO)
def test_another_permitted_form_is_right_without_a_remark(figure, capitals):
    assert amount_from_capitals(capitals) == Decimal(figure)
    assert check_amount(capitals, Decimal(figure)) == Check()


@pytest.mark.parametrize(("figure", "capitals"), UNUSUAL)
def test_an_unusual_form_of_the_same_amount_is_a_remark(figure, capitals):
    check = check_amount(capitals, Decimal(figure))
    assert amount_in_capitals(Decimal(figure)) in check.sentence
    assert not check.blocks


@pytest.mark.parametrize(
    "capitals", ["一百元整", "壹佰廿元整", "壹佰元伍毛", "两佰元整", "壹佰〇伍元", "100元"]
)
def test_a_character_that_no_bank_takes_is_named(capitals):
    with pytest.raises(Refused, match="大写金额不能用"):
        amount_from_capitals(capitals)


@pytest.mark.parametrize(
    "capitals", ["", "元整", "人民币", "壹贰元", "伍佰伍仟元", "壹佰", "亿万元整", "壹亿亿元", "甲元"]
)
def test_what_is_no_amount_is_refused(capitals):
    with pytest.raises(Refused, match="看不懂大写"):
        amount_from_capitals(capitals)


def test_capitals_that_say_another_amount_block():
    check = check_amount("人民币壹仟肆佰元整", Decimal("1409.50"))
    assert check.blocks
    assert "1,400.00" in check.sentence


def test_unreadable_capitals_block():
    assert check_amount("约壹仟元", Decimal(1000)).blocks


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000", "NaN", "1E+30"])
def test_an_amount_that_has_no_capitals_is_refused(amount):
    with pytest.raises(Refused, match="不能写成大写"):
        amount_in_capitals(Decimal(amount))


def test_the_prefix_can_be_left_to_the_paper():
    assert amount_in_capitals(Decimal(5), prefix="") == "伍元整"


@given(st.decimals("0.01", LARGEST, places=2))
def test_every_amount_comes_back_from_its_capitals(amount):
    capitals = amount_in_capitals(amount)
    assert amount_from_capitals(capitals) == amount
    assert "零零" not in capitals
    assert check_amount(capitals, amount) == Check()


@pytest.mark.parametrize(("day", "capitals"), DATES)
def test_a_date_is_written_as_prescribed(day, capitals):
    assert date_in_capitals(date.fromisoformat(day)) == capitals
    assert check_date(capitals, date.fromisoformat(day)) == Check()


def test_a_zero_before_march_is_accepted_too():
    assert check_date("贰零贰陆年零叁月零玖日") == Check()


@pytest.mark.parametrize(
    "capitals", ["贰零贰陆年壹月壹拾伍日", "贰零贰陆年零壹月拾伍日", "贰零贰陆年零壹月零壹拾伍日"]
)
def test_a_wrong_zero_is_a_remark(capitals):
    check = check_date(capitals, date(2026, 1, 15))
    assert "贰零贰陆年零壹月壹拾伍日" in check.sentence
    assert not check.blocks


@pytest.mark.parametrize(
    "text", ["2026年1月15日", "二〇二六年一月十五日", "贰零贰陆年零贰月叁拾日", "壹月壹日"]
)
def test_a_date_in_figures_or_none_at_all_blocks(text):
    assert check_date(text).blocks


def test_another_day_blocks():
    assert check_date("贰零贰陆年零壹月壹拾伍日", date(2026, 1, 16)).blocks


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_every_date_comes_back_from_its_capitals(day):
    assert date_from_capitals(date_in_capitals(day)) == day
