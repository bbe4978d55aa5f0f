"""The visits of a day: what they keep, what is refused, what follows from the plan (MT 一.4, 二.1–8)."""

from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from crmdesk.models.base import new_id
from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import EvidenceLine, PriceLine, ProjectLine, StockLine, TrainingLine
from crmdesk.rules.visit_plan import MissedReason, VisitWay
from tests.builders import a_dealer
from tests.services.visiting import (
    DAY,
    a_day,
    a_full_day,
    a_handed_in_day,
    a_shop,
    an_answer_of_another_desk,
    an_approved_plan,
)


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def test_a_visit_keeps_what_it_said_of_the_dealer(rep, clerk):
    dealer = a_shop(clerk)
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": dealer.id})
    clerk.do("dealer.change", dealer.id, dealer.revision, {"name": "南京新金鼎"})
    again = rep.do("visit_day.get", visit.day_id).visits[0]
    assert (again.dealer_name, again.dealer_class, again.dealer_kind) == (
        "南京金鼎建材有限公司", dealer.dealer_class, dealer.kind,
    )  # fmt: skip


def test_everything_that_the_handbook_asks_is_kept(rep, clerk):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id})
    values = {
        "arrived_at": "9:05", "left_at": "1030", "met": "王建国", "purpose": "看样品", "promises": "下周补货",
        "order_amount": Decimal("12800.50"), "order_note": "电汇", "collected": Decimal(5000), "market": "竞品降价",
        "summary": "完成", "next_on": date(2026, 11, 20), "next_aim": "催款", "way": VisitWay.TOGETHER,
        "checks": {"foreign_goods": "no", "shop_score": "4", "sales": "120000", "consumers": "要小规格"},
        "prices": (PriceLine("抛光砖", Decimal(98), Decimal("92.50")),),
        "evidence": (EvidenceLine("TC-80", "L2", "合肥", Decimal(30)),),
        "stocks": (StockLine("抛光砖", Decimal(300), 30, Decimal(40)),),
        "trainings": (TrainingLine("卖点", 4, Decimal("1.5")),),
        "projects": (ProjectLine("江北学校", "城建", "报价", Decimal(260000)),),
    }  # fmt: skip
    rep.do("visit.change", visit.id, visit.revision, values)
    got = rep.do("visit_day.get", visit.day_id).visits[0]
    assert (got.arrived_at, got.left_at, got.order_amount, got.way) == (
        "09:05", "10:30", Decimal("12800.50"), VisitWay.TOGETHER,
    )  # fmt: skip
    assert got.checks == values["checks"]
    assert got.prices[0].difference == Decimal("-5.50")
    assert (got.evidence[0].source, got.stocks[0].sold, got.trainings[0].hours, got.projects[0].amount) == (
        "合肥", Decimal(300), Decimal("1.5"), Decimal(260000),
    )  # fmt: skip


def test_only_the_named_items_of_the_check_block_change(rep, clerk):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id, "checks": {"trend": "淡季", "funds": "紧"}})
    visit = rep.do("visit.change", visit.id, visit.revision, {"checks": {"funds": "", "reaction": "满意"}})
    assert visit.checks == {"trend": "淡季", "reaction": "满意"}


def test_a_line_keeps_its_identity_and_one_left_out_is_struck(rep, clerk):
    two = (PriceLine("甲", Decimal(1)), PriceLine("乙", Decimal(2)))
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id, "prices": two})
    first, second = visit.prices
    again = rep.do("visit.change", visit.id, visit.revision, {"prices": (second, PriceLine("丙"))})
    assert [line.product for line in again.prices] == ["乙", "丙"]
    assert again.prices[0].id == second.id
    assert first.id not in {line.id for line in again.prices}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"arrived_at": "25:00"}, "arrived_at"),
        ({"arrived_at": "10:00", "left_at": "9:00"}, "left_at"),
        ({"order_amount": Decimal("1.005")}, "order_amount"),
        ({"collected": Decimal(-1)}, "collected"),
        ({"next_on": date(2026, 11, 1)}, "next_on"),
        ({"checks": {"shop_score": "7"}}, "checks.shop_score"),
        ({"checks": {"foreign_goods": "maybe"}}, "checks.foreign_goods"),
        ({"prices": (PriceLine("甲", Decimal(-3)),)}, "prices.1.floor_price"),
    ],
)
def test_values_that_cannot_be_are_refused_and_nothing_is_written(rep, clerk, values, field):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id})
    with pytest.raises(Incomplete) as refused:
        rep.do("visit.change", visit.id, visit.revision, values)
    assert refused.value.field == field
    assert rep.do("visit_day.get", visit.day_id).visits[0] == visit


def test_two_who_write_one_visit_see_both_sides(rep, clerk):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id})
    clerk.do("visit.change", visit.id, visit.revision, {"checks": {"trend": "旺季"}, "met": "老王"})
    with pytest.raises(Conflict) as refused:
        rep.do("visit.change", visit.id, visit.revision, {"checks": {"trend": "淡季"}, "met": "小王"})
    assert refused.value.theirs["met"] == "老王"
    assert refused.value.theirs["checks"] == {"trend": "旺季"}


def test_a_visit_without_a_dealer_is_refused(rep):
    with pytest.raises(Refused) as refused:
        rep.do("visit.add", a_day(rep).id, {"met": "路人"})
    assert refused.value.field == "dealer_id"


def test_what_is_handed_in_cannot_be_changed(rep, clerk):
    day = a_handed_in_day(rep, a_shop(clerk))
    visit = day.visits[0]
    for verb, args in (("visit.change", (visit.id, visit.revision, {"met": "甲"})), ("visit.strike", (visit.id, 1))):
        with pytest.raises((NotAllowed, Conflict)):
            rep.do(verb, *args)


def test_nobody_writes_in_the_handbook_of_another(signed_in, rep, clerk):
    other = signed_in(Role.ADMIN)
    second = other.do("person.add", "second", "赵七", frozenset({Role.REP}), "secret1")
    day = clerk.do("visit_day.begin", DAY, second.id)
    with pytest.raises(NotAllowed):
        rep.do("visit.add", day.id, {"dealer_id": a_shop(clerk).id})
    assert clerk.do("visit.add", day.id, {"dealer_id": a_shop(clerk, name="另一家").id}).day_id == day.id


def test_a_visit_that_is_struck_is_gone_from_the_day(rep, clerk):
    day = a_full_day(rep, a_shop(clerk))
    visit = day.visits[0]
    assert not rep.do("visit.strike", visit.id, visit.revision).alive
    assert rep.do("visit_day.get", day.id).visits == ()


def test_a_visit_that_was_struck_by_mistake_comes_back_whole(rep, clerk):
    dealer, call = a_shop(clerk), new_id()
    (line,) = an_approved_plan(rep, [(DAY, dealer)])
    day = a_full_day(rep, dealer, met="老王", asks=True, question="能否赊销")
    visit = day.visits[0]
    rep.do("visit.strike", visit.id, visit.revision, call_id=call)
    rep.do("history.undo", call)
    (again,) = rep.do("visit_day.get", day.id).visits
    assert (again.met, again.plan_line_id, again.question) == ("老王", line, "能否赊销")
    assert [note.text for note in rep.do("visit_case.page")[0].notes] == ["这次巡访的记录已恢复", "这次巡访的记录已划去"]


def test_a_struck_visit_comes_back_as_unplanned_where_its_line_was_done_meanwhile(rep, clerk):
    (line,) = an_approved_plan(rep, [(DAY, a_shop(clerk))])
    day, call = a_day(rep), new_id()
    first = rep.do("visit.add", day.id, {"plan_line_id": line})
    rep.do("visit.strike", first.id, first.revision, call_id=call)
    rep.do("visit.add", day.id, {"plan_line_id": line})
    rep.do("history.undo", call)
    assert {visit.plan_line_id for visit in rep.do("visit_day.get", day.id).visits} == {line, None}
    with pytest.raises(Refused):
        rep.do("visit.restore", call)


# the plan


def test_a_line_of_the_plan_gives_dealer_and_aim(rep, clerk):
    (line,) = an_approved_plan(rep, [(DAY, a_shop(clerk))])
    day = a_day(rep)
    assert [one.id for one in day.due] == [line]
    visit = rep.do("visit.add", day.id, {"plan_line_id": line})
    assert (visit.is_planned, visit.purpose, visit.dealer_name) == (True, "盘点库存", "南京金鼎建材有限公司")
    day = rep.do("visit_day.get", day.id)
    assert (day.due, day.planned) == ((), 1)


def test_the_dealers_own_line_of_the_day_is_found(rep, clerk):
    dealer = a_shop(clerk)
    (line,) = an_approved_plan(rep, [(DAY, dealer)])
    visits = [rep.do("visit.add", a_day(rep).id, {"dealer_id": dealer.id}) for _again in range(2)]
    assert [visit.plan_line_id for visit in visits] == [line, None]  # the second one is unplanned


def test_a_line_is_done_once(rep, clerk):
    (line,) = an_approved_plan(rep, [(DAY, a_shop(clerk))])
    rep.do("visit.add", a_day(rep).id, {"plan_line_id": line})
    with pytest.raises(Refused) as refused:
        rep.do("visit.add", a_day(rep, date(2026, 11, 13)).id, {"plan_line_id": line})
    assert refused.value.code == "line-done"


def test_a_planned_visit_may_be_made_on_another_day(rep, clerk):
    (line,) = an_approved_plan(rep, [(DAY, a_shop(clerk))])
    rep.do("visit.add", a_day(rep, date(2026, 11, 13)).id, {"plan_line_id": line})
    assert a_day(rep).due == ()


def test_a_visit_that_goes_to_another_dealer_leaves_its_line(rep, clerk):
    planned, other = a_shop(clerk, name="甲店"), a_shop(clerk, name="乙店")
    (line,) = an_approved_plan(rep, [(DAY, planned)])
    visit = rep.do("visit.add", a_day(rep).id, {"plan_line_id": line, "way": VisitWay.PHONE})
    visit = rep.do("visit.change", visit.id, visit.revision, {"dealer_id": other.id})
    assert (visit.plan_line_id, visit.dealer_name, visit.way) == (None, "乙店", VisitWay.PHONE)
    visit = rep.do("visit.change", visit.id, visit.revision, {"dealer_id": planned.id})
    assert visit.plan_line_id == line


def test_why_a_visit_was_not_made_is_kept_until_it_is_made(rep, clerk):
    (line,) = an_approved_plan(rep, [(DAY, a_shop(clerk))])
    day = a_day(rep)
    day = rep.do("visit_day.change", day.id, day.revision, {"missed": {line: MissedReason.WEATHER}})
    assert (day.due, day.missed[0].missed) == ((), MissedReason.WEATHER)
    rep.do("visit.add", day.id, {"plan_line_id": line})
    assert rep.do("visit_day.get", day.id).missed == ()


def test_a_merged_dealer_is_shown_as_the_one_that_lives(rep, clerk):
    keep, lose = a_shop(clerk, name="永盛建材"), a_dealer(clerk, name="永胜建材")
    (line,) = an_approved_plan(rep, [(DAY, lose)])
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    day = a_day(rep)
    assert (day.due[0].dealer_name, day.due[0].dealer_id) == ("永盛建材", keep.id)
    assert rep.do("visit.add", day.id, {"plan_line_id": line}).dealer_id == keep.id


def test_the_photos_of_a_visit_come_with_it(rep, clerk, tmp_path):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id})
    Image.new("RGB", (40, 30), "red").save(tmp_path / "门头.png")
    rep.do("attachment.add", "visit", visit.id, tmp_path / "门头.png")
    (photo,) = rep.do("visit_day.get", visit.day_id).visits[0].photos
    assert (photo.name, photo.is_here, photo.added_by) == ("门头.png", True, "业务经理")


# last time


def test_what_was_written_last_time_is_offered(rep, clerk):
    dealer = a_shop(clerk)
    assert rep.do("visit.last", dealer.id) is None
    for day, met in ((DAY, "老王"), (date(2026, 11, 5), "小李")):
        rep.do("visit.add", a_day(rep, day).id, {"dealer_id": dealer.id, "met": met})
    assert rep.do("visit.last", dealer.id).met == "老王"
    assert [day for day, _visit in rep.do("visit.of_dealer", dealer.id)] == [DAY, date(2026, 11, 5)]


def test_the_visits_of_a_merged_dealer_are_found_at_the_one_that_lives(rep, clerk):
    keep, lose = a_shop(clerk, name="永盛建材"), a_dealer(clerk, name="永胜建材")
    rep.do("visit.add", a_day(rep).id, {"dealer_id": lose.id, "met": "老王"})
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    visit = rep.do("visit.last", keep.id)
    assert (visit.met, visit.dealer_id, visit.dealer_name) == ("老王", keep.id, "永盛建材")


def test_an_item_that_two_desks_answered_is_written_where_it_is_shown(rep, clerk):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id, "checks": {"trend": "淡季"}})
    an_answer_of_another_desk(rep, visit.id, "trend", "旺季")
    assert rep.do("visit_day.get", visit.day_id).visits[0].checks == {"trend": "旺季"}
    visit = rep.do("visit.change", visit.id, visit.revision, {"checks": {"trend": "平稳"}})
    assert visit.checks == {"trend": "平稳"}
    assert rep.do("visit.change", visit.id, visit.revision, {"checks": {"trend": ""}}).checks == {}
