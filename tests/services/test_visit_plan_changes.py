"""After the approval: 变更申请 line by line, versions, many decisions at once, and the end of the month (MT 一.3, 一.4)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.rules.errors import Incomplete, NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import Act, PlanDecision, PlanState, VersionKind
from crmdesk.services.verbs import Cancelled
from tests.builders import complaint_values
from tests.services.plans import MONTH, a_line, a_plan, a_submitted_plan, an_approved_plan, his_dealer


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


@pytest.fixture
def changed(clerk, rep, manager):
    """An approved plan of three lines: the first is to be moved, the second struck, and one to be added."""
    dealer = his_dealer(clerk, "D1")
    plan = an_approved_plan(rep, manager, *(a_line(dealer, day, aim=aim) for day, aim in zip((1, 2, 3), "甲乙丙", strict=True)))
    first, _second, third = plan.lines
    moved = replace(first, planned_on=date(2026, 12, 8), change_reason="客户出差")
    return rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (moved, third, a_line(dealer, 9, aim="丁"))})


def kinds(plan):
    return [(change.kind, change.line.aim, change.reason) for change in plan.requests]


def test_what_differs_from_the_approved_version_is_asked_for(changed, manager):
    assert kinds(changed) == [("struck", "乙", ""), ("changed", "甲", "客户出差"), ("added", "丁", "")]
    assert changed.against_submitted == ()
    planned = manager.do("visit_plan.days", date(2026, 12, 1), date(2026, 12, 31))
    assert [(visit.day.day, visit.aim) for visit in planned] == [(1, "甲"), (2, "乙"), (3, "丙")]
    row = next(row for row in manager.do("visit_plan.page", MONTH) if row.id == changed.id)
    assert row.requests == 3


def test_changes_are_approved_one_by_one(changed, manager, rep):
    struck, moved, added = (change.line_id for change in changed.requests)
    plan = manager.do("visit_plan.approve_changes", changed.id, changed.revision, (moved,))
    assert (plan.state, kinds(plan)) == (PlanState.APPROVED, [("struck", "乙", ""), ("added", "丁", "")])
    versions = manager.do("visit_plan.versions", plan.id)
    assert [version.kind for version in versions] == [
        VersionKind.SUBMITTED, VersionKind.APPROVED, VersionKind.CHANGED,
    ]  # fmt: skip
    assert [(line.aim, line.planned_on.day) for line in versions[-1].lines] == [("乙", 2), ("丙", 3), ("甲", 8)]
    step = manager.do("visit_plan.steps", plan.id)[0]
    assert step.content_hash == versions[-1].content_hash != plan.content_hash
    plan = manager.do("visit_plan.approve_changes", plan.id, plan.revision, (struck, added))
    assert (plan.requests, plan.content_hash) == ((), manager.do("visit_plan.versions", plan.id)[-1].content_hash)
    assert rep.do("visit_plan.acknowledge", plan.id, plan.revision).state is PlanState.EXECUTING


def test_refused_changes_stand_again_as_they_were_approved(changed, manager):
    ids = tuple(change.line_id for change in changed.requests)
    with pytest.raises(Incomplete):
        manager.do("visit_plan.refuse_changes", changed.id, changed.revision, ids)
    plan = manager.do("visit_plan.refuse_changes", changed.id, changed.revision, ids, comment="按原计划")
    assert (plan.requests, [line.aim for line in plan.lines]) == ((), ["甲", "乙", "丙"])
    assert plan.content_hash == manager.do("visit_plan.versions", plan.id)[-1].content_hash
    lost = [change for change in manager.do("history.of", "visit_plan", plan.id) if change.field == "planned_on"]
    assert {change.before for change in lost} >= {"2026-12-08"}


def test_why_a_change_was_asked_for_goes_from_the_line_with_the_decision(changed, manager, rep):
    moved = next(change.line_id for change in changed.requests if change.kind == "changed")
    plan = manager.do("visit_plan.approve_changes", changed.id, changed.revision, (moved,))
    assert {line.change_reason for line in plan.lines} == {""}
    kept = manager.do("visit_plan.versions", plan.id)[-1].lines
    assert next(line.change_reason for line in kept if line.id == moved) == "客户出差"
    lines = tuple(replace(line, aim="催款", change_reason="到期") if line.id == moved else line for line in plan.lines)
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": lines})
    plan = manager.do("visit_plan.refuse_changes", plan.id, plan.revision, (moved,), comment="不用")
    line = next(line for line in plan.lines if line.id == moved)
    assert (line.aim, line.change_reason) == ("甲", "")
    was = [c for c in manager.do("history.of", "visit_plan", plan.id) if c.field == "change_reason"]
    assert {change.before for change in was} >= {"客户出差", "到期"}


def test_only_what_was_asked_for_can_be_decided(changed, manager, rep):
    third = next(line for line in changed.lines if line.aim == "丙")
    for ids in ((), (third.id,)):
        with pytest.raises(Refused) as refused:
            manager.do("visit_plan.approve_changes", changed.id, changed.revision, ids)
        assert refused.value.code == "no-request"
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.approve_changes", changed.id, changed.revision, (changed.requests[0].line_id,))


def test_what_is_asked_for_must_be_complete_at_once(changed, rep):
    wrong = (*changed.lines, a_line(None, 10))
    with pytest.raises(Incomplete):
        rep.do("visit_plan.change", changed.id, changed.revision, {"lines": wrong})
    assert rep.do("visit_plan.get", changed.id) == changed


def test_goals_are_not_changed_after_the_approval(changed, rep, manager):
    for desk in (rep, manager):
        with pytest.raises(NotAllowed):
            desk.do("visit_plan.change", changed.id, changed.revision, {"goals": "别的"})


def test_versions_are_compared_with_each_other_and_with_now(changed, manager):
    submitted, approved = manager.do("visit_plan.versions", changed.id)
    assert manager.do("visit_plan.compare", changed.id, submitted.id, approved.id) == ()
    assert manager.do("visit_plan.compare", changed.id, approved.id) == changed.requests
    assert approved.fingerprint == manager.do("visit_plan.steps", changed.id)[0].content_hash[:8].upper().replace(
        approved.content_hash[4:8].upper(), f"-{approved.content_hash[4:8].upper()}"
    )
    with pytest.raises(NotFound):
        manager.do("visit_plan.compare", changed.id, changed.id)


# many at once


def test_of_many_decisions_the_good_ones_stand(clerk, rep, manager, signed_in):
    admin = signed_in(Role.ADMIN)
    dealer = his_dealer(clerk, "D1")
    plans = []
    for name in ("冯媛", "孙立", "钱进", "赵广"):
        person = admin.do("person.add", name, name, frozenset({Role.REP}), "secret1")
        plan = a_plan(clerk, a_line(dealer, 1), rep_id=person.id)
        step = {"on_behalf_of": name, "paper_signed_on": date(2026, 11, 1)}
        plans.append(clerk.do("visit_plan.submit", plan.id, plan.revision, **step))
    first, second, third, fourth = plans
    outcomes = manager.do(
        "visit_plan.decide_many",
        (
            PlanDecision(first.id, first.revision, Act.APPROVE),
            PlanDecision(second.id, second.revision - 1, Act.APPROVE),
            PlanDecision(third.id, third.revision, Act.SEND_BACK),
            PlanDecision(fourth.id, fourth.revision, Act.SEND_BACK, "A 类太少"),
        ),
    )
    assert [(one.rep_name, one.is_done) for one in outcomes] == [
        ("冯媛", True), ("孙立", False), ("钱进", False), ("赵广", True),
    ]  # fmt: skip
    assert "先改了" in outcomes[1].sentence
    assert "请写明原因" in outcomes[2].sentence
    states = [manager.do("visit_plan.get", plan.id).state for plan in plans]
    assert states == [PlanState.APPROVED, PlanState.SUBMITTED, PlanState.SUBMITTED, PlanState.RETURNED]
    assert [step.name for step in manager.do("visit_plan.steps", third.id)] == ["submit", "record"]
    assert manager.do("check.run").ok


def test_many_decisions_that_are_stopped_leave_nothing_behind(clerk, rep, manager):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    decision = PlanDecision(plan.id, plan.revision, Act.APPROVE)
    with pytest.raises(Cancelled):
        manager.do("visit_plan.decide_many", (decision,), cancelled=lambda: True)
    assert manager.do("visit_plan.get", plan.id) == plan


# the end of the month


def test_the_month_is_summed_up_and_checked(clerk, rep, manager):
    plan = an_approved_plan(rep, manager, a_line(his_dealer(clerk, "D1")))
    plan = rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    with pytest.raises(Incomplete):
        rep.do("visit_plan.sum_up", plan.id, plan.revision)
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"summary": "全部走完"})
    plan = rep.do("visit_plan.sum_up", plan.id, plan.revision)
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.change", plan.id, plan.revision, {"mark": 100})
    with pytest.raises(Incomplete):
        manager.do("visit_plan.change", plan.id, plan.revision, {"mark": 101})
    plan = manager.do("visit_plan.change", plan.id, plan.revision, {"mark": 92, "check_remark": "好"})
    plan = manager.do("visit_plan.check", plan.id, plan.revision)
    assert (plan.state, plan.mark, plan.check_remark, plan.deadline) == (PlanState.CHECKED, 92, "好", None)


def test_the_month_is_not_summed_up_while_a_change_waits_for_its_decision(clerk, rep, manager):
    plan = an_approved_plan(rep, manager, a_line(his_dealer(clerk, "D1")))
    plan = rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    lines = (replace(plan.lines[0], aim="催款", change_reason="到期"),)
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": lines, "summary": "全部走完"})
    with pytest.raises(Incomplete) as refused:
        rep.do("visit_plan.sum_up", plan.id, plan.revision)
    assert [problem.sentence for problem in refused.value.problems] == [
        "还有 1 项变更申请没有批,请等经理批准或不同意以后再交"
    ]  # fmt: skip
    plan = manager.do("visit_plan.refuse_changes", plan.id, plan.revision, (lines[0].id,), comment="不用")
    plan = rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    assert rep.do("visit_plan.sum_up", plan.id, plan.revision).state is PlanState.SUMMED_UP


# drafts by the program


def test_a_month_is_drafted_and_handed_in_as_it_is(clerk, rep, manager):
    for n in range(12):
        his_dealer(clerk, f"D{n:02}", district=("鼓楼区", "江宁区", "浦口区")[n % 3])
    his_dealer(clerk, "X1", owner="别人")
    his_dealer(clerk, "X2", status="closed")
    lines = rep.do("visit_plan.propose", MONTH)
    assert len(lines) == 24
    assert {line.dealer_name for line in lines} == {f"D{n:02} 建材有限公司" for n in range(12)}
    assert {line.route for line in lines} == {"鼓楼区", "江宁区", "浦口区"}
    assert all(line.id is None and line.hours == Decimal("1.5") for line in lines)
    plan = a_plan(rep, *(replace(line, aim="对账") for line in lines))
    assert {one.kind for one in plan.exceptions} == {"few_hours"}
    assert rep.do("visit_plan.submit", plan.id, plan.revision).state is PlanState.SUBMITTED


def test_what_is_open_with_a_dealer_stands_on_his_first_visit(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    form = clerk.do("complaint.record", complaint_values(dealer))
    lines = rep.do("visit_plan.propose", MONTH)
    assert [line.problem for line in lines] == [f"抱怨 {form.draft_key}", ""]


def test_a_representative_without_dealers_gets_no_draft(rep, clerk):
    with pytest.raises(Refused) as refused:
        rep.do("visit_plan.propose", MONTH)
    assert refused.value.code == "no-dealers"
    with pytest.raises(Refused) as refused:
        clerk.do("visit_plan.propose", MONTH)
    assert refused.value.code == "no-rep"


def test_last_month_is_moved_to_the_days_that_correspond(clerk, rep):
    dealer, gone = his_dealer(clerk, "D1"), his_dealer(clerk, "D2")
    with pytest.raises(Refused):
        rep.do("visit_plan.copy_last", MONTH)
    lines = (a_line(dealer, 8, route="一线", aim="第二个周二"), a_line(gone, 9))
    plan = a_plan(rep, *lines)
    clerk.do("dealer.change", gone.id, gone.revision, {"status": "closed"})
    copied = rep.do("visit_plan.copy_last", date(2027, 3, 1))
    assert [(line.planned_on, line.aim, line.route, line.id) for line in copied] == [
        (date(2027, 3, 9), "第二个周二", "一线", None)
    ]
    next_month = rep.do("visit_plan.create", date(2027, 3, 1), {"goals": plan.goals, "lines": copied})
    assert {one.kind for one in next_month.exceptions} >= {"few_hours"}
    assert rep.do("visit_plan.propose", date(2027, 3, 1))[0].route == "一线"
