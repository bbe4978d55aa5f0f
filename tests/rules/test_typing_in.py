"""What people type into numbers, telephones and texts."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import (
    format_amount,
    format_quantity,
    normalise,
    parse_amount,
    parse_quantity,
    phone_digits,
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("￥1,234", "1234.00"),
        ("¥ 1 234", "1234.00"),
        ("人民币1234元整", "1234.00"),
        ("RMB 88", "88.00"),
        ("1.2万", "12000.00"),
        ("1.23456万元", "12345.60"),
        ("３亿", "300000000.00"),
        ("2百万", "2000000.00"),
        ("5千", "5000.00"),
        ("-500", "-500.00"),
        ("¥-500", "-500.00"),
        ("−500", "-500.00"),
        ("12。5", "12.50"),
        (".5", "0.50"),
        ("12.", "12.00"),
        ("12.5000", "12.50"),
        ("-0", "0.00"),
        ("007", "7.00"),
        ("\u00a01\u200b00\u00a0", "100.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_understood(typed, amount):
    assert str(parse_amount(typed)) == amount


@pytest.mark.parametrize(
    "typed", ["", "  ", "元", "万", "1,23", "1,2345", "1.2.3", "12箱", "--5", "1e", "一百", "五万", "٣"]
)
def test_what_would_need_a_guess_is_refused(typed):
    with pytest.raises(Refused, match="看不懂金额"):
        parse_amount(typed)


@pytest.mark.parametrize("typed", ["12.345", "0.001", "1.2345678万"])
def test_a_part_of_a_fen_is_refused_and_not_rounded(typed):
    with pytest.raises(Refused, match="多于 2 位小数"):
        parse_amount(typed)


@pytest.mark.parametrize("typed", ["0.30000000000000004", "12.3" + "0" * 30 + "1"])
def test_the_noise_of_a_float_is_refused_by_name(typed):
    with pytest.raises(Refused, match="计算误差"):
        parse_amount(typed)


def test_scientific_notation_is_refused_because_digits_were_lost():
    with pytest.raises(Refused, match="科学计数法"):
        parse_amount("1.38E+10")


@pytest.mark.parametrize("typed", ["1000000000000", "10000亿", "9" * 40])
def test_a_number_that_is_too_large_is_refused(typed):
    with pytest.raises(Refused, match="太大"):
        parse_amount(typed)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [("12.5", "12.5000"), ("1,200", "1200.0000"), ("0.0001", "0.0001"), ("1.5万", "15000.0000")],
)
def test_a_quantity_is_understood(typed, quantity):
    assert str(parse_quantity(typed)) == quantity


@pytest.mark.parametrize(
    ("typed", "words"), [("12箱", "单位另填"), ("0.00001", "4 位小数"), ("¥5", "看不懂数量")]
)
def test_a_quantity_with_a_unit_or_too_many_places_is_refused(typed, words):
    with pytest.raises(Refused) as refusal:
        parse_quantity(typed)
    assert words in str(refusal.value)


@given(st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2))
def test_a_shown_amount_can_be_typed_again(amount):
    assert parse_amount(format_amount(amount)) == amount


@given(st.decimals(Decimal("-99999999"), Decimal("99999999"), places=4))
def test_a_shown_quantity_can_be_typed_again(quantity):
    assert parse_quantity(format_quantity(quantity)) == quantity


@pytest.mark.parametrize(
    ("quantity", "text"), [("1200.5000", "1,200.5"), ("100", "100"), ("100.0000", "100"), ("0.0000", "0")]
)
def test_a_quantity_is_shown_without_idle_zeros(quantity, text):
    assert format_quantity(Decimal(quantity)) == text


def test_nothing_is_shown_for_nothing():
    assert format_amount(None) == format_quantity(None) == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" abc ", "abc"),
        ("ＡＢＣ１２３", "ABC123"),
        ("\ufeff鼎盛\u200b建材\u00a0", "鼎盛建材"),
        ("甲\u00a0乙", "甲 乙"),
        ("鼎盛（华东）", "鼎盛(华东)"),
        ("\u3000鼎盛\u3000", "鼎盛"),
    ],
)
def test_text_is_normalised(text, plain):
    assert normalise(text) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=20))
def test_anything_typed_gives_an_amount_or_a_refusal(text):
    with suppress(Refused):
        assert parse_amount(text).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(020)8888-6666转801", "02088886666"),
        ("0571-86001234", "057186001234"),
        ("8600123", "8600123"),
        ("无", ""),
    ],
)
def test_a_telephone_is_found_by_its_digits(text, digits):
    assert phone_digits(text) == digits
