"""The dealer: what it needs at least, and one declaration of its columns."""

from decimal import Decimal
from itertools import islice

import pytest

from crmdesk.rules.dealer import COLUMNS, FIELDS, Dealer, DealerQuery, codes_after, problems


@pytest.mark.parametrize("name", ["", "   ", None])
def test_a_dealer_needs_a_name(name):
    assert [p.field for p in problems({"name": name})] == ["name"]


def test_a_name_is_enough():
    assert problems({"name": "甲"}) == ()


@pytest.mark.parametrize(
    ("field", "value"), [("credit_limit", Decimal(-1)), ("term_days", -1), ("term_days", 3651)]
)
def test_impossible_terms_are_named(field, value):
    assert [p.field for p in problems({"name": "甲", field: value})] == [field]


def test_every_column_is_a_field_of_the_dealer():
    fields = set(Dealer.__dataclass_fields__)
    assert {c.key for c in COLUMNS} <= fields
    told = {"id", "revision", "created_at", "changed_at", "changed_by", "contacts", "notice"}
    assert set(FIELDS) == fields - told


def test_a_query_can_be_asked_again_and_compared():
    assert DealerQuery(text="金鼎") == DealerQuery(text="金鼎")
    assert hash(DealerQuery(cities=("南京",)))


@pytest.mark.parametrize(
    ("code", "following"),
    [("KH0012", ["KH0013", "KH0014"]), ("HD9999", ["HD10000", "HD10001"]), ("07", ["08", "09"]),
     ("A-1-9", ["A-1-10", "A-1-11"]), ("甲", ["KH1001", "KH1002"])],
)  # fmt: skip
def test_codes_follow_in_the_same_form(code, following):
    assert list(islice(codes_after(code), 2)) == following
