"""What may go wrong with a plan, and what then stands there: nothing is lost and nothing is half done."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crmdesk.models.exchange import OpenConflictRow
from crmdesk.models.journal import TransitionRow
from crmdesk.models.visit_plan import VisitPlanRow
from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import Conflict, Incomplete, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import ExceptionKind, PlanState, VersionKind
from tests.builders import today
from tests.services.plans import MONTH, REP, a_line, a_plan, a_submitted_plan, an_approved_plan, his_dealer


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def test_of_two_who_approve_at_once_one_does_and_the_other_hears_of_it(clerk, rep, manager, signed_in):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    desks, start = (manager, signed_in(Role.SALES_HEAD)), Barrier(2)

    def approve(desk):
        start.wait()
        try:
            return desk.do("visit_plan.approve", plan.id, plan.revision)
        except Refused as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(approve, desks))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict)
    assert [v.kind for v in clerk.do("visit_plan.versions", plan.id)] == [VersionKind.SUBMITTED, VersionKind.APPROVED]
    assert [step.name for step in clerk.do("visit_plan.steps", plan.id)] == ["approve", "submit", "record"]
    assert clerk.do("check.run").ok


def test_of_two_who_begin_the_month_at_once_one_does(clerk, rep):
    start = Barrier(2)

    def begin(desk):
        start.wait()
        try:
            return a_plan(desk, rep_id=rep.person.id)
        except Refused as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(begin, (clerk, rep)))
    assert [answer.code for answer in answers if isinstance(answer, Refused)] == ["plan-exists"]
    mine = [row for row in clerk.do("visit_plan.page", MONTH) if row.rep_name == REP]
    assert len(mine) == 1


def test_what_the_representative_edits_while_the_manager_decides_is_not_approved_unseen(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    seen = a_submitted_plan(rep, a_line(dealer))
    plan = rep.do("visit_plan.take_back", seen.id, seen.revision)
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (*plan.lines, a_line(dealer, 9))})
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    with pytest.raises(Conflict):
        manager.do("visit_plan.approve", seen.id, seen.revision)
    now = manager.do("visit_plan.get", plan.id)
    assert (now.state, len(now.lines)) == (PlanState.SUBMITTED, 2)


def test_what_is_decided_while_the_representative_edits_is_shown_to_him_with_his_own(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = an_approved_plan(rep, manager, a_line(dealer, 1), a_line(dealer, 2))
    seen = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": plan.lines[:1]})
    manager.do("visit_plan.refuse_changes", seen.id, seen.revision, (seen.requests[0].line_id,), comment="照原来")
    mine = (replace(seen.lines[0], aim="另一个"),)
    with pytest.raises(Conflict) as refused:
        rep.do("visit_plan.change", seen.id, seen.revision, {"lines": mine})
    assert refused.value.mine["lines"] == mine
    assert len(refused.value.theirs["lines"]) == 2


def test_a_request_made_after_the_manager_looked_is_not_decided_with_the_others(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = an_approved_plan(rep, manager, a_line(dealer, 1), a_line(dealer, 2))
    seen = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": plan.lines[:1]})
    rep.do("visit_plan.change", seen.id, seen.revision, {"lines": (replace(seen.lines[0], aim="另一个"),)})
    with pytest.raises(Conflict):
        manager.do("visit_plan.approve_changes", seen.id, seen.revision, (seen.requests[0].line_id,))
    assert len(manager.do("visit_plan.get", plan.id).requests) == 2


def test_a_dealer_that_another_took_over_is_named_and_the_plan_goes_on(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = a_submitted_plan(rep, a_line(dealer))
    clerk.do("dealer.change", dealer.id, dealer.revision, {"owner": "孙立"})
    plan = manager.do("visit_plan.get", plan.id)
    gone = [one for one in plan.exceptions if one.kind is ExceptionKind.DEALER_GONE]
    assert [(one.urgency, one.words, one.lines) for one in gone] == [
        ("amber", "「D1 建材有限公司」现在由孙立负责", (plan.lines[0].id,))
    ]
    assert manager.do("visit_plan.approve", plan.id, plan.revision).state is PlanState.APPROVED


def test_a_dealer_that_closed_is_red(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = a_submitted_plan(rep, a_line(dealer))
    clerk.do("dealer.change", dealer.id, dealer.revision, {"status": "closed"})
    first = manager.do("visit_plan.get", plan.id).exceptions[0]
    assert (first.kind, first.urgency, first.words) == (ExceptionKind.DEALER_GONE, "red", "「D1 建材有限公司」已注销")


def test_a_representative_who_has_left_still_stands_in_the_list_of_his_plans(clerk, rep, manager, signed_in):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    admin = signed_in(Role.ADMIN)
    person = next(p for p in admin.do("person.list") if p.id == rep.person.id)
    admin.do("person.change", person.id, person.revision, {"is_active": False})
    assert plan.id in {row.id for row in manager.do("visit_plan.page", MONTH)}
    assert manager.do("visit_plan.approve", plan.id, plan.revision).state is PlanState.APPROVED
    next_month = {row.rep_id for row in manager.do("visit_plan.page", date(2027, 1, 1))}
    assert rep.person.id not in next_month


@pytest.fixture
def merged(clerk, rep, manager):
    """An approved plan whose second dealer was then merged into its first; the plan before and the call."""
    keep, lose = his_dealer(clerk, "D1"), his_dealer(clerk, "D2", name="D2 分店")
    plan = an_approved_plan(rep, manager, a_line(keep, 1), a_line(lose, 2))
    preview = clerk.do("dealer_merge.preview", keep.id, lose.id)
    assert (preview.plan_lines, preview.visits) == (1, 0)
    told = []
    clerk.watch(lambda subject, ids: told.append((subject, ids)))
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    assert ("visit_plan", frozenset({plan.id})) in told
    return plan, keep, lose


def test_a_merge_changes_nothing_that_was_approved_and_the_line_goes_to_the_dealer_that_lives_on(merged, clerk, rep):
    before, keep, _lose = merged
    plan = rep.do("visit_plan.get", before.id)
    assert (plan.content_hash, plan.requests, plan.lines) == (before.content_hash, (), before.lines)
    words = {one.words for one in plan.exceptions if one.kind is ExceptionKind.DEALER_GONE}
    assert words == {"这一行的客户已并入「D1 建材有限公司」"}
    assert ExceptionKind.CLASS_MISSING not in {one.kind for one in plan.exceptions}
    december = rep.do("visit_plan.days", MONTH, date(2026, 12, 31))
    assert [visit.dealer_id for visit in december] == [keep.id, keep.id]


def test_a_merge_taken_back_leaves_the_plan_as_it_was(merged, clerk, rep):
    before, _keep, lose = merged
    call = next(change.call_id for change in clerk.do("history.of", "dealer", lose.id) if change.verb == "dealer.merge")
    clerk.do("dealer.unmerge", call)
    assert rep.do("visit_plan.get", before.id) == before


def test_a_line_written_for_a_merged_dealer_is_written_for_the_one_that_lives_on(merged, clerk, rep):
    before, keep, lose = merged
    plan = rep.do("visit_plan.change", before.id, before.revision, {"lines": (*before.lines, a_line(lose, 8))})
    assert plan.lines[-1].dealer_id == keep.id


# desks and deputies


@pytest.fixture
def in_conflict():
    """Leaves an open conflict with another desk on a plan."""

    def leave(desk, plan):
        with Session(desk._writes) as session, session.begin():
            session.add(
                OpenConflictRow(kind=ConflictKind.FIELD, subject="visit_plan_line", record_id=plan.lines[0].id,
                                about_id=plan.id, field="planned_on", heads="[]", since=datetime.now(UTC), suspends=True)
            )  # fmt: skip
        return desk.do("visit_plan.get", plan.id)

    return leave


def test_a_plan_with_an_open_conflict_is_neither_approved_nor_executed_until_it_is_settled(clerk, rep, manager, in_conflict):
    plan = in_conflict(manager, a_submitted_plan(rep, a_line(his_dealer(clerk, "D1"))))
    assert plan.conflicts == 1
    with pytest.raises(Incomplete) as refused:
        manager.do("visit_plan.approve", plan.id, plan.revision)
    assert refused.value.problems[0].field == "conflicts"
    assert manager.do("visit_plan.page", MONTH)[0].conflicts == 1
    with Session(manager._writes) as session, session.begin():
        session.execute(delete(OpenConflictRow))
    assert manager.do("visit_plan.approve", plan.id, plan.revision).conflicts == 0


def test_a_decision_of_before_is_suspended_by_a_conflict_after_it(clerk, rep, manager, in_conflict):
    plan = in_conflict(manager, an_approved_plan(rep, manager, a_line(his_dealer(clerk, "D1"))))
    with pytest.raises(Incomplete):
        rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    assert rep.do("visit_plan.get", plan.id).state is PlanState.APPROVED


def test_a_deputy_decides_and_both_names_stand_on_it(clerk, rep, manager, signed_in):
    deputy = signed_in(Role.STAT)
    manager.do("deputy.set", manager.person.id, deputy.person.id, today(), today())
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    plan = signed_in(Role.STAT).do("visit_plan.approve", plan.id, plan.revision)
    assert plan.decided_by == f"{deputy.person.name}代({manager.person.name})"
    version = rep.do("visit_plan.versions", plan.id)[-1]
    assert (version.person, version.on_behalf_of) == (deputy.person.name, manager.person.name)


def test_what_the_manager_changed_is_kept_with_his_decision(clerk, rep, manager):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1"), 1), a_line(his_dealer(clerk, "D2"), 2))
    plan = manager.do("visit_plan.review", plan.id, plan.revision)
    wanted = (replace(plan.lines[0], aim="另一个"),)
    plan = manager.do("visit_plan.change", plan.id, plan.revision, {"lines": wanted})
    manager.do("visit_plan.approve", plan.id, plan.revision)
    with Session(manager._engine) as session:
        step = session.scalars(select(TransitionRow).where(TransitionRow.name == "approve")).one()
    changed, struck = plan.lines[0].id, plan.against_submitted[1].line_id
    assert json.loads(step.decided) == [[changed.hex, "aim"], [struck.hex, "alive"]]
    assert json.loads(step.seen)


def test_two_plans_of_one_month_from_two_desks_are_shown_and_one_is_struck(clerk, rep):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1")))
    other = rep.do("visit_plan.create", date(2027, 1, 1), {"goals": "", "lines": ()})
    with Session(rep._writes) as session, session.begin():
        session.execute(update(VisitPlanRow).where(VisitPlanRow.id == other.id).values(year=2026, month=12))
    rows = [row for row in rep.do("visit_plan.page", MONTH) if row.id]
    assert [row.exceptions[0].words for row in rows] == ["本月有 2 份计划,请留一份"] * 2
    rep.do("visit_plan.strike", other.id, other.revision)
    assert [row.id for row in rep.do("visit_plan.page", MONTH) if row.id] == [plan.id]
