"""The month calendar: how every planned and every made visit stands today (peers 2.3: computed, never stored)."""

from datetime import UTC, date, datetime

import pytest

from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import MissedReason, VisitStatus
from tests.services.plans import MONTH, a_line, a_plan, an_approved_plan, his_dealer

LAST = date(2026, 12, 31)


def noon_of_the_tenth():
    return datetime(2026, 12, 10, 4, tzinfo=UTC)


@pytest.fixture
def rep(signed_in):
    desk = signed_in(Role.REP)
    desk._clock = noon_of_the_tenth
    return desk


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def test_planned_done_late_missed_and_unplanned(clerk, rep, manager):
    dealers = [his_dealer(clerk, f"D{n}") for n in range(5)]
    plan = an_approved_plan(rep, manager, *(a_line(dealer, day) for dealer, day in zip(dealers, (8, 9, 10, 11), strict=False)))
    by_day = {line.planned_on.day: line for line in plan.lines}
    day = rep.do("visit_day.begin", date(2026, 12, 10))
    rep.do("visit.add", day.id, {"plan_line_id": by_day[10].id, "dealer_id": dealers[2].id})
    rep.do("visit.add", day.id, {"dealer_id": dealers[4].id})
    ninth = rep.do("visit_day.begin", date(2026, 12, 9))
    rep.do("visit_day.change", ninth.id, ninth.revision, {"missed": {by_day[9].id: MissedReason.WEATHER}})
    visits = rep.do("visit_plan.days", MONTH, LAST, rep.person.id)
    assert [(visit.day.day, visit.dealer_name[:2], visit.status) for visit in visits] == [
        (8, "D0", VisitStatus.LATE), (9, "D1", VisitStatus.MISSED), (10, "D2", VisitStatus.DONE),
        (10, "D4", VisitStatus.UNPLANNED), (11, "D3", VisitStatus.PLANNED),
    ]  # fmt: skip
    assert rep.do("visit_plan.days", MONTH, LAST, manager.person.id) == ()
    assert [visit.day.day for visit in rep.do("visit_plan.days", date(2026, 12, 9), date(2026, 12, 9))] == [9]


def test_a_visit_made_on_another_day_is_done(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = an_approved_plan(rep, manager, a_line(dealer, 8))
    day = rep.do("visit_day.begin", date(2026, 12, 10))
    rep.do("visit.add", day.id, {"plan_line_id": plan.lines[0].id, "dealer_id": dealer.id})
    assert [(v.day.day, v.status) for v in rep.do("visit_plan.days", MONTH, LAST)] == [(8, VisitStatus.DONE)]
    assert [v.status for v in rep.do("visit_plan.days", date(2026, 12, 10), LAST)] == [VisitStatus.DONE]


def test_a_draft_plans_nothing_yet(clerk, rep):
    a_plan(rep, a_line(his_dealer(clerk, "D1"), 8))
    assert rep.do("visit_plan.days", MONTH, LAST) == ()
