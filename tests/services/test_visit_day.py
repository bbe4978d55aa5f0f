"""The days of the handbook: begun, handed in, checked, sampled (MT 一.1, 一.4)."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crmdesk.models.base import new_id
from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery, DayState, StockLine
from crmdesk.rules.visit_stock import SafetyStock
from tests.builders import today
from tests.services.visiting import DAY, a_day, a_full_day, a_handed_in_day, a_shop


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def test_a_day_is_begun_once(rep, clerk):
    day = a_day(rep)
    assert (day.state, day.rep_name, day.day, day.visits) == (DayState.OPEN, "业务经理", DAY, ())
    assert a_day(rep) == day
    assert clerk.do("visit_day.begin", DAY, day.rep_id).id == day.id


def test_two_who_begin_the_same_day_at_once_get_the_same(signed_in):
    desks, found = [signed_in(Role.REP) for _two in range(2)], []
    threads = [threading.Thread(target=lambda d=desk: found.append(a_day(d).id)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1


def test_a_day_that_was_begun_by_mistake_is_struck_while_it_is_empty(rep, clerk):
    day = a_day(rep)
    visit = rep.do("visit.add", day.id, {"dealer_id": a_shop(clerk).id})
    with pytest.raises(Refused):
        rep.do("visit_day.strike", day.id, day.revision)
    rep.do("visit.strike", visit.id, visit.revision)
    rep.do("visit_day.strike", day.id, day.revision)
    assert rep.do("visit_day.count", DayQuery()) == 0
    assert a_day(rep).id != day.id


def test_only_a_representative_has_a_handbook(clerk):
    with pytest.raises(Refused) as refused:
        clerk.do("visit_day.begin", DAY)
    assert refused.value.field == "rep_id"


def test_the_manager_does_not_write_the_handbook(rep, manager):
    with pytest.raises(NotAllowed):
        manager.do("visit_day.begin", DAY, rep.person.id)
    day = a_day(rep)
    with pytest.raises(NotAllowed):
        manager.do("visit_day.change", day.id, day.revision, {"summary": "别人的总结"})


def test_plan_summary_and_dress_are_kept_per_day(rep):
    day = a_day(rep)
    day = rep.do("visit_day.change", day.id, day.revision, {"plan": "看库存", "summary": "补货", "dressed": True})
    again = rep.do("visit_day.get", day.id)
    assert (again.plan, again.summary, again.dressed) == ("看库存", "补货", True)


def test_a_day_is_handed_in_with_plan_and_summaries_only(rep, clerk):
    day = a_day(rep)
    visit = rep.do("visit.add", day.id, {"dealer_id": a_shop(clerk).id})
    with pytest.raises(Incomplete) as refused:
        rep.do("visit_day.hand_in", day.id, day.revision)
    assert {p.field for p in refused.value.problems} == {"plan", "summary", f"visits.{visit.id}.summary"}


def test_a_day_that_has_not_come_is_not_handed_in(rep, clerk):
    day = a_full_day(rep, a_shop(clerk), today() + timedelta(days=1))
    with pytest.raises(Incomplete) as refused:
        rep.do("visit_day.hand_in", day.id, day.revision)
    assert refused.value.field == "day"


def test_the_clerk_hands_in_what_came_on_paper(rep, clerk):
    day = a_full_day(rep, a_shop(clerk))
    with pytest.raises(Incomplete):
        clerk.do("visit_day.hand_in", day.id, day.revision)
    day = clerk.do("visit_day.hand_in", day.id, day.revision, on_behalf_of="业务经理", paper_signed_on=DAY)
    assert day.state is DayState.HANDED_IN
    assert clerk.do("visit_day.steps", day.id)[0].channel == "paper"


def test_the_manager_checks_with_mark_and_remark(rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    day = manager.do("visit_day.check", day.id, day.revision, 90, "记录清楚")
    assert (day.state, day.mark, day.check_remark, day.checked_by, day.checked_on) == (
        DayState.CHECKED, 90, "记录清楚", "办事处经理", today(),
    )  # fmt: skip
    assert manager.do("visit_day.steps", day.id)[0].content_hash == day.content_hash


def test_a_remark_on_one_visit_is_the_managers(rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    remarks = {day.visits[0].id: "请附照片"}
    with pytest.raises(NotAllowed):
        rep.do("visit_day.change", day.id, day.revision, {"remarks": remarks})
    day = manager.do("visit_day.change", day.id, day.revision, {"remarks": remarks, "mark": 70})
    assert (day.visits[0].check_remark, day.mark) == ("请附照片", 70)


@pytest.mark.parametrize("mark", [-1, 101])
def test_a_mark_is_from_0_to_100(rep, clerk, manager, mark):
    day = a_handed_in_day(rep, a_shop(clerk))
    with pytest.raises(Incomplete) as refused:
        manager.do("visit_day.check", day.id, day.revision, mark)
    assert refused.value.field == "mark"


def test_a_day_sent_back_says_why_and_comes_again(rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    with pytest.raises(Incomplete):
        manager.do("visit_day.send_back", day.id, day.revision)
    day = manager.do("visit_day.send_back", day.id, day.revision, comment="缺回款说明")
    assert (day.state, day.returned_because) == (DayState.RETURNED, "缺回款说明")
    visit = day.visits[0]
    rep.do("visit.change", visit.id, visit.revision, {"collected_note": "转账"})
    assert rep.do("visit_day.hand_in", day.id, day.revision).state is DayState.HANDED_IN


def test_a_day_is_taken_back_until_it_is_checked(rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    day = rep.do("visit_day.take_back", day.id, day.revision)
    assert day.state is DayState.OPEN
    with pytest.raises(Conflict):
        manager.do("visit_day.check", day.id, day.revision - 1, 90)


def test_nobody_checks_his_own_day(signed_in, rep, clerk):
    admin = signed_in(Role.ADMIN)
    person = next(p for p in admin.do("person.list") if p.id == rep.person.id)
    admin.do("person.change", person.id, person.revision, {"roles": frozenset({Role.REP, Role.OFFICE_MGR})})
    both = signed_in(Role.REP)
    day = a_handed_in_day(both, a_shop(clerk))
    with pytest.raises(NotAllowed):
        both.do("visit_day.check", day.id, day.revision, 100)


def test_many_are_checked_at_once_and_each_says_what_came_of_it(rep, clerk, manager):
    dealer = a_shop(clerk)
    days = [a_handed_in_day(rep, dealer, date(2026, 11, n)) for n in (2, 3, 4)]
    asking = a_handed_in_day(rep, dealer, date(2026, 11, 5), asks=True, question="能否赊销")
    manager.do("setting.change", "visit.sample_percent", 0, date(2026, 1, 1))
    wrong = (days[2].id, days[2].revision - 1)
    outcomes = manager.do(
        "visit_day.check_many", ((days[0].id, days[0].revision), wrong, (asking.id, asking.revision),
                                 (days[1].id, days[1].revision)),
    )  # fmt: skip
    assert [one.is_done for one in outcomes] == [True, False, False, True]
    assert "评分" in outcomes[2].sentence
    states = [manager.do("visit_day.get", day.id).state for day in (*days, asking)]
    assert states == [DayState.CHECKED, DayState.CHECKED, DayState.HANDED_IN, DayState.HANDED_IN]
    assert manager.do("check.run").ok


# the list


def test_the_list_is_newest_first_and_narrows(rep, clerk):
    dealer = a_shop(clerk)
    a_handed_in_day(rep, dealer, date(2026, 11, 3))
    a_day(rep, date(2026, 11, 4))
    query = DayQuery(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert [day.day.day for day in rep.do("visit_day.page", query)] == [4, 3]
    waiting = DayQuery(states=(DayState.HANDED_IN,), rep_id=rep.person.id)
    assert rep.do("visit_day.count", waiting) == 1
    assert len(rep.do("visit_day.page", waiting)[0].visits) == 1


def test_a_month_is_read_from_its_first_day(rep):
    for number in (20, 4, 12):
        a_day(rep, date(2026, 11, number))
    a_day(rep, date(2026, 12, 1))
    month = rep.do("visit_day.month", rep.person.id, date(2026, 11, 17))
    assert [day.day.day for day in month] == [4, 12, 20]


def test_the_sample_follows_the_share_and_never_changes(rep, manager):
    manager.do("setting.change", "visit.sample_percent", 40, date(2026, 1, 1))
    first = date(2026, 9, 1)
    days = [a_day(rep, first + timedelta(days=n)) for n in range(60)]
    drawn = {day.id for day in days if day.sampled}
    assert 10 <= len(drawn) <= 40
    query = DayQuery(only_sampled=True)
    assert {day.id for day in rep.do("visit_day.page", query)} == drawn
    assert rep.do("visit_day.count", query) == len(drawn)


def test_what_asks_is_always_in_the_sample(rep, clerk, manager):
    manager.do("setting.change", "visit.sample_percent", 0, date(2026, 1, 1))
    plain = a_full_day(rep, a_shop(clerk), date(2026, 11, 3))
    asking = a_full_day(rep, a_shop(clerk, name="乙店"), date(2026, 11, 4), checks={"foreign_goods": "yes"})
    assert (plain.sampled, plain.urgent) == (False, ())
    assert (asking.sampled, asking.urgent) == (True, ("窜货",))


def test_stock_below_the_safety_stock_is_said_to_the_manager(rep, clerk):
    dealer = a_shop(clerk)
    counted = (StockLine("抛光砖", Decimal(300), 30, Decimal(104)),)
    day = a_full_day(rep, dealer, stocks=counted)
    assert day.urgent == ("低于安全库存",)
    rep.do("safety_stock.set", dealer.id, (SafetyStock("抛光砖", factor_percent=100),))
    assert rep.do("visit_day.get", day.id).urgent == ()


def test_a_day_is_due_the_next_working_day(rep):
    assert a_day(rep, date(2026, 11, 12)).deadline == date(2026, 11, 13)
    assert a_day(rep, date(2026, 11, 13)).deadline == date(2026, 11, 16)  # a weekend between


def test_a_deputy_checks_in_the_name_of_the_manager(signed_in, rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    manager.do("deputy.set", manager.person.id, signed_in(Role.STAT).person.id, today(), today())
    deputy = signed_in(Role.STAT)
    day = deputy.do("visit_day.check", day.id, day.revision, 88)
    assert day.checked_by == f"{Role.STAT.word}代({Role.OFFICE_MGR.word})"


def test_a_deputy_of_the_representative_writes_his_handbook(signed_in, rep, clerk, manager):
    day = a_day(rep)
    stat = signed_in(Role.STAT)
    manager.do("deputy.set", rep.person.id, stat.person.id, today(), today())
    deputy = signed_in(Role.STAT)
    visit = deputy.do("visit.add", day.id, {"dealer_id": a_shop(clerk).id, "summary": "代填"})
    assert visit.summary == "代填"


def test_what_a_representative_who_has_left_wrote_is_still_checked(signed_in, rep, clerk, manager):
    day = a_handed_in_day(rep, a_shop(clerk))
    admin = signed_in(Role.ADMIN)
    person = next(p for p in admin.do("person.list") if p.id == rep.person.id)
    admin.do("person.change", person.id, person.revision, {"is_active": False})
    assert manager.do("visit_day.check", day.id, day.revision, 60).state is DayState.CHECKED


def test_an_answer_that_never_came_is_not_done_twice(rep, clerk):
    day, call = a_day(rep), new_id()
    values = {"dealer_id": a_shop(clerk).id}
    rep.do("visit.add", day.id, values, call_id=call)
    with pytest.raises(Refused) as refused:
        rep.do("visit.add", day.id, values, call_id=call)
    assert refused.value.code == "done-already"
    assert len(rep.do("visit_day.get", day.id).visits) == 1
