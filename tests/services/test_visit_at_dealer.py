"""What the panel of a dealer says of visiting it: also where another was merged into it."""

from datetime import timedelta

import pytest

from crmdesk.rules.people import Role
from crmdesk.rules.visit_case import CaseState
from tests.builders import today
from tests.services.visiting import a_full_day, a_shop, an_approved_plan


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def ago(days):
    return today() - timedelta(days=days)


def test_a_dealer_whom_nobody_visited_has_nothing(rep):
    found = rep.do("visit.at_dealer", a_shop(rep).id)
    assert (found.made, found.last_on, found.days_since, found.next, found.cases) == ((), None, None, None, ())


def test_last_visits_newest_first_with_what_is_urgent_and_the_open_case(rep):
    shop = a_shop(rep)
    a_full_day(rep, shop, ago(9), met="王店长")
    day = a_full_day(rep, shop, ago(4), asks=True, question="能否换货", next_on=today() + timedelta(days=3), next_aim="年度协议")
    found = rep.do("visit.at_dealer", shop.id)
    assert [(one.day, one.rep_name, one.met) for one in found.made] == [(ago(4), "业务经理", ""), (ago(9), "业务经理", "王店长")]
    assert (found.made[0].day_id, found.made[0].summary, found.made[0].urgent) == (day.id, "补货三十箱。", ("请示",))
    assert (found.last_on, found.days_since) == (ago(4), 4)
    assert (found.agreed_on, found.agreed_aim) == (today() + timedelta(days=3), "年度协议")
    assert [case.state for case in found.cases] == [CaseState.OPEN]


def test_next_is_the_first_planned_one_that_is_not_made_yet(rep):
    shop, other = a_shop(rep), a_shop(rep, name="苏州恒通陶瓷", mobile="13900000001")
    day = today()
    an_approved_plan(rep, [(day, other), (day, shop)])
    found = rep.do("visit.at_dealer", shop.id)
    assert (found.next.day, found.next.dealer_id, found.next.aim) == (day, shop.id, "盘点库存")
    begun = rep.do("visit_day.begin", day)
    line = next(line for line in begun.due if line.dealer_id == shop.id)
    rep.do("visit.add", begun.id, {"plan_line_id": line.id})
    assert rep.do("visit.at_dealer", shop.id).next is None


def test_a_merged_dealer_speaks_for_both(rep, signed_in):
    clerk = signed_in(Role.OFFICE_CLERK)
    keep, lose = a_shop(clerk), a_shop(clerk, name="苏州恒通陶瓷", mobile="13900000001")
    a_full_day(rep, lose, ago(5))
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    assert [one.day for one in rep.do("visit.at_dealer", keep.id).made] == [ago(5)]
