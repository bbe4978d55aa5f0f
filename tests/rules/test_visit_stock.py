"""Safety stock and suggested order (MT 二.5)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.visit import StockLine
from crmdesk.rules.visit_stock import SafetyStock, StockRule, filled, is_short, rule_for

RULE = StockRule(lead_days=7, cycle_days=30, factor_percent=150)


def a_line(**values):
    return StockLine(**{"product": "抛光砖", "sold": Decimal(300), "days": 30, "stock": Decimal(40)} | values)


def test_safety_is_daily_sales_by_lead_time_by_factor():
    assert filled(a_line(), RULE).safety == 105  # 10 a day × 7 days × 1.5


def test_the_order_fills_up_to_the_safety_stock_and_a_cycle():
    line = filled(a_line(on_the_way=Decimal(20)), RULE)
    assert line.suggested == 105 + 300 - 40 - 20


def test_half_a_box_is_rounded_up():
    assert filled(a_line(sold=Decimal(1)), RULE).safety == 1


def test_what_was_typed_stays():
    line = filled(a_line(safety=Decimal(50), suggested=Decimal(99)), RULE)
    assert (line.safety, line.suggested) == (50, 99)


def test_a_typed_safety_stock_is_reckoned_with():
    assert filled(a_line(safety=Decimal(50)), RULE).suggested == 50 + 300 - 40


def test_without_sales_nothing_is_suggested():
    for line in (a_line(sold=None), a_line(days=None), a_line(days=0)):
        assert (filled(line, RULE).safety, filled(line, RULE).suggested) == (None, None)


def test_without_a_count_no_order_is_suggested():
    line = filled(a_line(stock=None), RULE)
    assert (line.safety, line.suggested, is_short(line)) == (105, None, False)


def test_below_the_safety_stock_is_short():
    assert is_short(filled(a_line(), RULE))
    assert not is_short(filled(a_line(stock=Decimal(105)), RULE))


def test_a_dealers_own_figures_come_before_the_settings():
    own = (SafetyStock("仿古砖", lead_days=3), SafetyStock("抛光砖", factor_percent=200))
    assert rule_for("抛光砖", RULE, own) == StockRule(7, 30, 200)
    assert rule_for("瓷片", RULE, own) == RULE


@given(st.decimals(0, 10**6, places=4), st.integers(1, 366), st.decimals(0, 10**6, places=4))
def test_an_order_is_never_negative_and_always_whole(sold, days, stock):
    line = filled(a_line(sold=sold, days=days, stock=stock), RULE)
    assert line.suggested is not None
    assert line.suggested >= 0
    assert line.suggested == line.suggested.to_integral_value()
