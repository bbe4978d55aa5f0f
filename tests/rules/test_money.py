"""Money never loses a fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.money import from_fen, thousands, to_fen, yuan


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.005", "0.01"), ("1.234", "1.23"), ("-0.005", "-0.01"), ("2.675", "2.68"), (3, "3.00")],
)
def test_yuan_rounds_half_up_to_whole_fen(value, rounded):
    assert str(yuan(value)) == rounded


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        yuan(0.1)


@pytest.mark.parametrize("amount", ["0.001", "12.345", "NaN", "Infinity"])
def test_a_part_of_a_fen_is_an_error(amount):
    with pytest.raises(ValueError, match=amount):
        to_fen(Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "text"), [("1234567.5", "1,234,567.50"), ("0", "0.00"), ("-1000", "-1,000.00")]
)
def test_thousands_are_set_apart(amount, text):
    assert thousands(Decimal(amount)) == text


@given(st.integers(-(2**63), 2**63 - 1))
def test_fen_survive_the_way_to_yuan_and_back(fen):
    amount = from_fen(fen)
    assert to_fen(amount) == fen
    assert amount.as_tuple().exponent == -2
    assert yuan(amount) == amount
