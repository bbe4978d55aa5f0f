"""The check block and what a visit may hold (MT 二.1–8)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.dealer import DealerKind
from crmdesk.rules.visit import PriceLine, ProjectLine, Visit
from crmdesk.rules.visit_check import ITEMS, AnswerKind, CheckGroup, items_for
from crmdesk.rules.visit_values import clock, opening, urgent, wrong_mark, wrong_values

DAY = date(2026, 11, 12)


def fields_of(visit: Visit) -> list[str]:
    return [problem.field for problem in wrong_values(visit, DAY)]


@pytest.mark.parametrize("clause", [f"MT 二.{n}" for n in range(1, 9)])
def test_every_clause_of_the_second_part_is_asked(clause):
    assert any(item.clause == clause for item in ITEMS)


def test_every_group_is_asked_and_no_key_twice():
    assert {item.group for item in ITEMS} == set(CheckGroup)
    assert len({item.key for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("kind", list(DealerKind))
def test_every_kind_of_dealer_is_asked_about_foreign_goods_and_incidents(kind):
    keys = {item.key for item in items_for(kind)}
    assert {"foreign_goods", "incident", "report_information", "needs_help"} <= keys


def test_a_project_customer_is_not_asked_about_shop_and_clerks():
    keys = {item.key for item in items_for(DealerKind.PROJECT)}
    assert "projects" in keys
    assert keys.isdisjoint({"shop_score", "clerk_score", "stocks", "consumers"})


def test_an_empty_visit_holds_nothing_wrong():
    assert fields_of(Visit()) == []


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("foreign_goods", "no", "有"),
        ("shop_score", "5", "6"),
        ("sales", "120,000.50", "很多"),
        ("sales", "0", "-1"),
        ("target_done", "108", "1000"),
    ],
)
def test_an_answer_is_read_by_the_kind_of_its_item(key, good, bad):
    assert fields_of(Visit(checks={key: good})) == []
    assert fields_of(Visit(checks={key: bad})) == [f"checks.{key}"]


def test_times_are_kept_as_hours_and_minutes():
    assert [clock(said) for said in ("9:05", "0905", "", "下午2点")] == ["09:05", "09:05", "", "14:00"]
    assert fields_of(Visit(arrived_at="9:05", left_at="9:04")) == ["left_at"]


def test_a_price_below_the_floor_is_said_and_its_difference_follows():
    line = PriceLine("抛光砖", Decimal(98), Decimal("92.50"))
    assert line.difference == Decimal("-5.50")
    assert urgent(Visit(prices=(line,))) == ("低于限价",)
    assert urgent(Visit(checks={"floor_price_kept": "no"})) == ("低于限价",)
    assert urgent(Visit(prices=(PriceLine("抛光砖", Decimal(98)),))) == ()


def test_what_opens_a_case_is_urgent():
    assert urgent(Visit(asks=True, checks={"incident": "yes"})) == ("非常事件", "请示")
    assert opening(Visit(projects=(ProjectLine("学校", is_major=True),)))["big_project"]


@given(st.dictionaries(st.sampled_from([item.key for item in ITEMS]), st.sampled_from(["", "yes", "no", "3", "三"])))
def test_only_yes_opens_and_only_at_items_that_open(checks):
    opens = {item.key for item in ITEMS if item.opens}
    assert {key for key, is_open in opening(Visit(checks=checks)).items() if is_open} == {
        key for key, said in checks.items() if said == "yes" and key in opens
    }


@pytest.mark.parametrize(("mark", "is_good"), [(None, True), (0, True), (100, True), (101, False), (-1, False)])
def test_marks_go_from_0_to_100(mark, is_good):
    assert (wrong_mark(mark) == ()) is is_good


def test_every_table_of_the_check_block_is_an_item():
    tables = {AnswerKind.PRICES, AnswerKind.GOODS, AnswerKind.STOCKS, AnswerKind.TRAININGS, AnswerKind.PROJECTS}
    assert tables <= {item.kind for item in ITEMS}
