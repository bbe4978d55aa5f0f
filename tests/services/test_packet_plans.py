"""The month's plan goes to the manager's laptop and comes back decided; whatever happened meanwhile is seen."""

from dataclasses import replace
from datetime import date

import pytest

from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import Conflict, Refused
from crmdesk.rules.visit_plan import PlanState
from tests.services.desks import Pair, open_as
from tests.services.desks import pair as pair
from tests.services.plans import a_line, a_submitted_plan, his_dealer


@pytest.fixture
def plan(pair: Pair):
    """A submitted plan of two lines that is at both desks; the representative sits at the office."""
    found = submitted(pair)
    pair.to_laptop()
    return found


@pytest.fixture
def reviewed(pair: Pair):
    """The same, and managers at both desks may change it."""
    found = submitted(pair)
    second = at_the_office(pair)
    second.do("visit_plan.review", found.id, found.revision)
    second.close()
    pair.to_laptop()
    return found


def submitted(pair: Pair):
    dealers = [his_dealer(pair.office, code) for code in ("D1", "D2")]
    pair.office.sign_in("rep", "secret1")
    return a_submitted_plan(pair.office, *(a_line(dealer, day) for day, dealer in enumerate(dealers, 1)))


def amended(desk, plan_id, **values):
    """The plan with its first line changed."""
    plan = desk.do("visit_plan.get", plan_id)
    lines = (replace(plan.lines[0], **values), *plan.lines[1:])
    return desk.do("visit_plan.change", plan.id, plan.revision, {"lines": lines})


def approved(desk, plan_id):
    plan = desk.do("visit_plan.get", plan_id)
    return desk.do("visit_plan.approve", plan.id, plan.revision)


def assert_whole(pair):
    for place in (pair.office.database, pair.laptop.database):
        desk = open_as(place, "office_mgr")
        report = desk.do("check.run")
        desk.close()
        assert report.ok, report.lines


def at_the_office(pair, login="office_mgr"):
    """Another desk program on the office's database: a second manager."""
    return open_as(pair.office.database, login)


def test_submitted_here_amended_and_approved_there_and_acknowledged_here(pair, plan):
    arrived = pair.laptop.do("visit_plan.get", plan.id)
    assert (arrived.state, arrived.lines, arrived.goals) == (PlanState.SUBMITTED, plan.lines, plan.goals)
    assert arrived.content_hash == plan.content_hash
    pair.laptop.do("visit_plan.review", plan.id, arrived.revision)
    amended(pair.laptop, plan.id, planned_on=date(2026, 12, 8))
    decided = approved(pair.laptop, plan.id)
    applied = pair.to_office()
    assert applied.sentence == "已并入:1 份计划。"
    back = pair.office.do("visit_plan.get", plan.id)
    assert (back.state, back.content_hash, back.conflicts) == (PlanState.APPROVED, decided.content_hash, 0)
    assert [line.planned_on.day for line in back.lines] == [2, 8]
    versions = pair.office.do("visit_plan.versions", plan.id)
    changes = pair.office.do("visit_plan.compare", plan.id, versions[0].id, versions[1].id)
    assert len(changes) == 1
    acknowledged = pair.office.do("visit_plan.acknowledge", plan.id, back.revision)
    pair.to_laptop()
    assert pair.laptop.do("visit_plan.get", plan.id).state == acknowledged.state
    for desk in (pair.office, pair.laptop):
        assert desk.do("visit_plan.get", plan.id).lines == acknowledged.lines
    assert_whole(pair)


def test_another_field_changed_meanwhile_is_parallel_and_the_decision_stands(pair, reviewed):
    second = at_the_office(pair)
    amended(second, reviewed.id, aim="收款")
    second.close()
    amended(pair.laptop, reviewed.id, planned_on=date(2026, 12, 8))
    decided = approved(pair.laptop, reviewed.id)
    applied = pair.to_office()
    assert (applied.conflicts, applied.parallel) == ((), 1)
    assert applied.sentence == "已并入:1 份计划、1 处并行修改。"
    back = pair.office.do("visit_plan.get", reviewed.id)
    assert back.state == PlanState.APPROVED
    assert back.content_hash != decided.content_hash
    assert len(back.requests) == 1  # what the manager had not seen is a change that he is asked about
    pair.to_laptop()
    assert pair.laptop.do("visit_plan.get", reviewed.id).requests == back.requests


def test_the_same_field_changed_meanwhile_suspends_the_decision_until_a_person_decides(pair, reviewed):
    second = at_the_office(pair)
    amended(second, reviewed.id, planned_on=date(2026, 12, 9))
    second.close()
    amended(pair.laptop, reviewed.id, planned_on=date(2026, 12, 8))
    approved(pair.laptop, reviewed.id)
    (conflict,) = pair.to_office().conflicts
    assert (conflict.kind, conflict.field, conflict.suspends) == (ConflictKind.FIELD, "planned_on", True)
    assert (conflict.about_subject, conflict.about_id) == ("visit_plan", reviewed.id)
    assert "2026 年 12 月巡访计划" in conflict.title
    back = pair.office.do("visit_plan.get", reviewed.id)
    assert back.conflicts == 1
    with pytest.raises(Refused):
        pair.office.do("visit_plan.acknowledge", reviewed.id, back.revision)
    theirs = next(h for h in conflict.heads if h.words == "2026-12-08")
    pair.office.do("desk_conflict.decide", conflict.id, entry=theirs.entry)
    settled = pair.office.do("visit_plan.get", reviewed.id)
    assert (settled.conflicts, settled.requests) == (0, ())
    pair.office.do("visit_plan.acknowledge", reviewed.id, settled.revision)
    pair.to_laptop()
    assert pair.laptop.do("visit_plan.get", reviewed.id).conflicts == 0


def test_taken_back_while_the_manager_approves_is_a_conflict_of_two_decisions(pair, plan):
    pair.office.do("visit_plan.take_back", plan.id, plan.revision)
    approved(pair.laptop, plan.id)
    (conflict,) = pair.to_office().conflicts
    assert conflict.kind is ConflictKind.STATE
    assert {h.words for h in conflict.heads} == {PlanState.DRAFT.label, PlanState.APPROVED.label}
    pair.to_laptop()
    approval = next(h for h in conflict.heads if h.words == PlanState.APPROVED.label)
    pair.laptop.do("desk_conflict.decide", conflict.id, entry=approval.entry)
    pair.to_office()
    for desk in (pair.office, pair.laptop):
        assert desk.do("visit_plan.get", plan.id).state == PlanState.APPROVED
    assert_whole(pair)


def test_a_line_struck_there_and_changed_here_stays_and_is_asked_about(pair, reviewed):
    second = at_the_office(pair)
    amended(second, reviewed.id, aim="收款")
    second.close()
    found = pair.laptop.do("visit_plan.get", reviewed.id)
    pair.laptop.do("visit_plan.change", reviewed.id, found.revision, {"lines": found.lines[1:]})
    approved(pair.laptop, reviewed.id)
    (conflict,) = pair.to_office().conflicts
    assert (conflict.kind, conflict.suspends) == (ConflictKind.STRUCK, True)
    assert len(pair.office.do("visit_plan.get", reviewed.id).lines) == 2
    strike = next(h for h in conflict.heads if h.words == "删除")
    pair.office.do("desk_conflict.decide", conflict.id, entry=strike.entry)
    pair.to_laptop()
    for desk in (pair.office, pair.laptop):
        assert len(desk.do("visit_plan.get", reviewed.id).lines) == 1
        assert desk.do("desk_conflict.page") == ()


def test_a_dealer_merged_after_the_plan_was_made_is_read_as_the_one_that_lives(pair, plan):
    clerk = at_the_office(pair, "office_clerk")
    keep, lose = (clerk.do("dealer.find", code)[0] for code in ("D2", "D1"))
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    clerk.close()
    approved(pair.laptop, plan.id)
    assert pair.to_office().conflicts == ()
    pair.to_laptop()
    here, there = (desk.do("visit_plan.get", plan.id) for desk in (pair.office, pair.laptop))
    assert here.lines == there.lines
    assert here.state == there.state == PlanState.APPROVED


def test_who_left_meanwhile_cannot_have_approved(pair, plan):
    approved(pair.laptop, plan.id)
    path = pair.packet(pair.laptop, pair.office)
    admin = at_the_office(pair, "limin")
    manager = next(p for p in admin.do("person.list") if p.login == "office_mgr")
    admin.do("person.change", manager.id, manager.revision, {"is_active": False})
    admin.close()
    applied = pair.office.do("packet.apply", path)
    assert applied.notes[0].startswith("办事处经理 的一步没有并入")
    back = pair.office.do("visit_plan.get", plan.id)
    assert back.state == PlanState.SUBMITTED
    assert [v.number for v in pair.office.do("visit_plan.versions", plan.id)] == [1]


def test_a_plan_open_here_meets_the_lines_that_arrived(pair, reviewed):
    second = at_the_office(pair)
    seen = second.do("visit_plan.get", reviewed.id)
    amended(pair.laptop, reviewed.id, planned_on=date(2026, 12, 8))
    pair.to_office()
    with pytest.raises(Conflict):
        second.do("visit_plan.change", seen.id, seen.revision, {"lines": seen.lines[1:]})
    second.close()
