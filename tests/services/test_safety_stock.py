"""Safety stock per dealer and product group (MT 二.5)."""

from decimal import Decimal

import pytest

from crmdesk.rules.errors import Incomplete
from crmdesk.rules.people import Role
from crmdesk.rules.visit import StockLine
from crmdesk.rules.visit_stock import SafetyStock
from tests.builders import a_dealer

LINE = StockLine("抛光砖", Decimal(300), 30, Decimal(40))


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def test_the_settings_hold_where_a_dealer_has_nothing_of_his_own(rep, clerk):
    line = rep.do("safety_stock.suggest", a_dealer(clerk).id, LINE)
    assert (line.safety, line.suggested) == (105, 365)


def test_a_dealers_own_figures_hold_until_they_are_left_out(rep, clerk):
    dealer = a_dealer(clerk)
    rep.do("safety_stock.set", dealer.id, (SafetyStock("抛光砖", factor_percent=200), SafetyStock("瓷片", 3)))
    assert rep.do("safety_stock.suggest", dealer.id, LINE).safety == 140
    rep.do("safety_stock.set", dealer.id, (SafetyStock("瓷片", 5),))
    assert [(one.product, one.lead_days) for one in rep.do("safety_stock.of", dealer.id)] == [("瓷片", 5)]
    assert rep.do("safety_stock.suggest", dealer.id, LINE).safety == 105


def test_figures_out_of_range_and_twice_the_same_group_are_refused(rep, clerk):
    with pytest.raises(Incomplete) as refused:
        rep.do("safety_stock.set", a_dealer(clerk).id, (SafetyStock("甲", 0), SafetyStock("甲")))
    assert {p.field for p in refused.value.problems} == {"1.lead_days", "2.product"}


def test_after_a_merge_the_figures_of_the_other_are_still_found(rep, clerk):
    keep, lose = a_dealer(clerk, name="永盛建材"), a_dealer(clerk, name="永胜建材")
    rep.do("safety_stock.set", lose.id, (SafetyStock("抛光砖", factor_percent=200),))
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    assert [rep.do("safety_stock.suggest", one.id, LINE).safety for one in (keep, lose)] == [140, 140]
