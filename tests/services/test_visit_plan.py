"""The monthly visit plan from draft to approval (MT 一.2, 一.3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanLine, PlanState, VersionKind, VisitWay
from tests.builders import today
from tests.services.plans import (
    GOALS,
    MONTH,
    REP,
    a_line,
    a_plan,
    a_submitted_plan,
    an_approved_plan,
    his_dealer,
)


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def test_a_draft_has_goals_and_lines_with_what_is_said_of_the_dealer(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, a_line(dealer))
    assert (plan.state, plan.goals, plan.rep_name, plan.filled_on) == (PlanState.DRAFT, GOALS, REP, today())
    line = plan.lines[0]
    assert (line.dealer_code, line.dealer_name, line.place, line.phone) == (
        "D1", "D1 建材有限公司", "南京鼓楼区", "13800000000",
    )  # fmt: skip
    assert plan.hours == Decimal("1.5")
    assert rep.do("visit_plan.get", plan.id) == plan


def test_lines_stand_by_date_order_and_position(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    said = [(3, None, "丙"), (1, 2, "乙"), (1, 1, "甲"), (None, None, "末"), (3, None, "丁")]
    plan = a_plan(rep, *(a_line(dealer, day, route_order=order, aim=aim) for day, order, aim in said))
    assert [line.aim for line in plan.lines] == ["甲", "乙", "丙", "丁", "末"]


def test_lines_keep_their_identity_and_a_line_left_out_is_struck(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, a_line(dealer, 1), a_line(dealer, 2))
    first, second = plan.lines
    wanted = (replace(second, aim="收款"), a_line(dealer, 3))
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": wanted})
    assert plan.lines[0].id == second.id
    assert plan.lines[0].aim == "收款"
    assert first.id not in {line.id for line in plan.lines}
    again = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (first, *plan.lines)})
    assert again.lines[0].id == first.id  # a struck line comes back as it was


def test_lines_of_one_day_keep_the_order_in_which_they_were_put(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, *(a_line(dealer, 1, aim=aim) for aim in "甲乙丙"))
    first, second, third = plan.lines
    for _again in range(20):
        new = a_line(dealer, 1, aim="插")
        plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (first, new, second, third)})
    assert [line.aim for line in plan.lines] == ["甲", "插", "乙", "丙"]
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (third, second, first)})
    assert [line.aim for line in plan.lines] == ["丙", "乙", "甲"]


def test_saving_the_same_lines_again_changes_nothing(clerk, rep):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1")))
    again = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": plan.lines, "goals": plan.goals})
    assert again == plan


def test_blank_lines_are_dropped_and_a_typed_name_without_a_dealer_stays(rep):
    plan = a_plan(rep, PlanLine(), a_line(None, 1, dealer_name="南京某某"))
    assert [line.dealer_name for line in plan.lines] == ["南京某某"]
    with pytest.raises(Incomplete) as refused:
        rep.do("visit_plan.submit", plan.id, plan.revision)
    assert refused.value.field == "lines.1.dealer_id"


@pytest.mark.parametrize("values", [{"hours": Decimal(25)}, {"hours": Decimal(-1)}, {"route_order": -1}])
def test_impossible_values_are_refused_and_nothing_is_saved(clerk, rep, values):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1")))
    with pytest.raises(Incomplete):
        rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (replace(plan.lines[0], **values),)})
    assert rep.do("visit_plan.get", plan.id) == plan


def test_a_second_plan_of_the_month_is_refused(clerk, rep):
    a_plan(rep)
    with pytest.raises(Refused) as refused:
        a_plan(rep)
    assert refused.value.code == "plan-exists"


def test_a_clerk_types_for_a_representative_and_a_manager_does_not(clerk, rep, manager):
    for desk in (clerk, manager):
        with pytest.raises(Refused) as refused:
            a_plan(desk)
        assert refused.value.code == "no-rep"
    with pytest.raises(NotAllowed):
        a_plan(manager, rep_id=rep.person.id)
    plan = a_plan(clerk, rep_id=rep.person.id)
    assert plan.rep_name == REP
    changes = clerk.do("history.of", "visit_plan", plan.id)
    assert {change.on_behalf_of for change in changes} == {REP}


def test_a_representative_writes_only_his_own_plan(clerk, rep, signed_in):
    admin = signed_in(Role.ADMIN)
    other = admin.do("person.add", "sunli", "孙立", frozenset({Role.REP}), "secret1")
    plan = a_plan(clerk, rep_id=other.id)
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.change", plan.id, plan.revision, {"goals": "别人的"})
    with pytest.raises(NotAllowed):
        a_plan(rep, rep_id=other.id)
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.submit", plan.id, plan.revision)


def test_submitting_names_all_that_is_missing(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, a_line(dealer, None, aim=""), replace(a_line(dealer), planned_on=date(2027, 1, 4)), goals=" ")
    with pytest.raises(Incomplete) as refused:
        rep.do("visit_plan.submit", plan.id, plan.revision)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"goals", "lines.2.planned_on", "lines.2.aim", "lines.1.planned_on"}


def test_submitted_and_approved_versions_are_both_kept(clerk, rep, manager):
    one, other = his_dealer(clerk, "D1"), his_dealer(clerk, "D2")
    plan = a_submitted_plan(rep, a_line(one, 1), a_line(one, 2))
    assert (plan.state, plan.against_submitted) == (PlanState.SUBMITTED, ())
    plan = manager.do("visit_plan.review", plan.id, plan.revision)
    assert plan.opened_by == manager.person.name
    first = plan.lines[0]
    wanted = (replace(first, way=VisitWay.TOGETHER), a_line(other, 3, aim="样品更换"))
    plan = manager.do("visit_plan.change", plan.id, plan.revision, {"lines": wanted})
    assert [(c.kind, [(x.field, x.before, x.after) for x in c.cells]) for c in plan.against_submitted] == [
        ("changed", [("way", "走访", "陪同走访")]), ("struck", []), ("added", []),
    ]  # fmt: skip
    plan = manager.do("visit_plan.approve", plan.id, plan.revision)
    assert (plan.state, plan.decided_by, plan.requests) == (PlanState.APPROVED, manager.person.name, ())
    assert len(plan.against_submitted) == 3
    plan = rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    assert plan.state is PlanState.EXECUTING


def test_a_plan_that_the_manager_has_begun_with_can_not_be_taken_back(clerk, rep, manager):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    plan = rep.do("visit_plan.take_back", plan.id, plan.revision)
    assert plan.state is PlanState.DRAFT
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    manager.do("visit_plan.get", plan.id)
    assert rep.do("visit_plan.get", plan.id).opened_by == ""
    plan = manager.do("visit_plan.review", plan.id, plan.revision)
    with pytest.raises(NotAllowed) as refused:
        rep.do("visit_plan.take_back", plan.id, plan.revision)
    assert refused.value.code == "wrong-state"


def test_a_return_needs_its_reason_and_the_representative_reads_it(clerk, rep, manager):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    with pytest.raises(Incomplete):
        manager.do("visit_plan.send_back", plan.id, plan.revision)
    plan = manager.do("visit_plan.send_back", plan.id, plan.revision, comment="A 类太少")
    assert (plan.state, plan.returned_because) == (PlanState.RETURNED, "A 类太少")
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"goals": "多走 A 类"})
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    assert (plan.returned_because, plan.against_submitted) == ("", ())


def test_while_it_is_submitted_nobody_writes(clerk, rep, manager):
    plan = a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))
    for desk in (rep, clerk, manager):
        with pytest.raises(NotAllowed):
            desk.do("visit_plan.change", plan.id, plan.revision, {"goals": "改"})


def test_nobody_decides_his_own_plan(clerk, signed_in):
    admin, manager = signed_in(Role.ADMIN), signed_in(Role.OFFICE_MGR)
    person = next(p for p in admin.do("person.list") if p.id == manager.person.id)
    admin.do("person.change", person.id, person.revision, {"roles": frozenset({Role.OFFICE_MGR, Role.REP})})
    both = signed_in(Role.OFFICE_MGR)
    plan = a_submitted_plan(both, a_line(his_dealer(clerk, "D1")))
    with pytest.raises(NotAllowed):
        both.do("visit_plan.approve", plan.id, plan.revision)
    plan = signed_in(Role.SALES_HEAD).do("visit_plan.approve", plan.id, plan.revision)
    assert plan.state is PlanState.APPROVED


def test_an_approval_binds_to_the_hash_of_what_was_approved(clerk, rep, manager):
    plan = an_approved_plan(rep, manager, a_line(his_dealer(clerk, "D1")))
    step = manager.do("visit_plan.steps", plan.id)[0]
    assert (step.name, step.content_hash) == ("approve", plan.content_hash)
    assert plan.fingerprint == f"{plan.content_hash[:4]}-{plan.content_hash[4:8]}".upper()
    assert {way.name for way in rep.do("visit_plan.ways", plan.id) if way.allowed} == {"acknowledge"}


def test_who_saw_an_older_plan_gets_both_sides(clerk, rep):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, a_line(dealer))
    clerk.do("visit_plan.change", plan.id, plan.revision, {"lines": (*plan.lines, a_line(dealer, 9))})
    with pytest.raises(Conflict) as refused:
        rep.do("visit_plan.change", plan.id, plan.revision, {"lines": ()})
    assert len(refused.value.theirs["lines"]) == 2
    assert refused.value.mine["lines"] == ()


def test_a_line_of_another_plan_is_refused(clerk, rep, signed_in):
    dealer = his_dealer(clerk, "D1")
    plan = a_plan(rep, a_line(dealer))
    next_month = rep.do("visit_plan.create", date(2027, 1, 1), {"goals": "", "lines": ()})
    with pytest.raises(NotFound):
        rep.do("visit_plan.change", next_month.id, next_month.revision, {"lines": plan.lines})


def test_the_months_list_has_everyone_and_exceptions_first(clerk, rep, manager, signed_in):
    admin = signed_in(Role.ADMIN)
    names = ("冯媛", "孙立", "钱进")
    people = [admin.do("person.add", name, name, frozenset({Role.REP}), "secret1") for name in names]
    his_dealer(clerk, "A1", owner="孙立", dealer_class=DealerClass.A)
    for person in people[:2]:
        dealer = his_dealer(clerk, f"B{person.name}", owner=person.name)
        lines = tuple(a_line(dealer, day, hours=Decimal(20)) for day in (1, 2, 3, 4))
        plan = a_plan(clerk, *lines, rep_id=person.id)
        clerk.do("visit_plan.submit", plan.id, plan.revision, on_behalf_of=person.name, paper_signed_on=date(2026, 11, 1))
    rows = manager.do("visit_plan.page", MONTH)
    assert [(row.rep_name, row.state) for row in rows[:2]] == [("孙立", PlanState.SUBMITTED), ("冯媛", PlanState.SUBMITTED)]
    assert [row.state for row in rows[2:]] == [None] * len(rows[2:])
    assert {"钱进", REP} <= {row.rep_name for row in rows[2:]}
    assert rows[2].deadline == date(2026, 11, 30)
    assert [one.words for one in rows[0].exceptions] == ["A 类漏排 1 家", "超频 1 家", "当天过满 4 天"]
    assert (rows[0].coverage, rows[1].coverage) == (50, 100)
    assert VersionKind.SUBMITTED.label == "提交稿"


def test_a_draft_is_struck_and_the_month_begun_anew(clerk, rep, manager):
    dealer = his_dealer(clerk, "D1")
    plan = a_submitted_plan(rep, a_line(dealer))
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.strike", plan.id, plan.revision)
    plan = manager.do("visit_plan.send_back", plan.id, plan.revision, comment="重做")
    with pytest.raises(NotAllowed):
        manager.do("visit_plan.strike", plan.id, plan.revision)
    rep.do("visit_plan.strike", plan.id, plan.revision)
    with pytest.raises(NotFound):
        rep.do("visit_plan.get", plan.id)
    assert a_plan(rep, a_line(dealer)).id != plan.id
