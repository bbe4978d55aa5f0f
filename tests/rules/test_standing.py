"""Who may take a step, and as whom: himself, as a deputy, or only recording what is on paper."""

from uuid import UUID

from crmdesk.rules.people import Person, Principal, Role
from crmdesk.rules.standing import may_write, standing, writes_as
from crmdesk.rules.visit import FLOW as DAY
from crmdesk.rules.visit import DayState
from crmdesk.rules.visit_plan import FLOW as PLAN
from crmdesk.rules.visit_plan import PlanState

REP, MANAGER, CLERK, OTHER = (UUID(int=n) for n in range(1, 5))
APPROVE, SUBMIT = PLAN.transition("approve"), PLAN.transition("submit")


def person(person_id, *roles, acts_for=()):
    return Person(person_id, 1, "x", "某人", frozenset(roles)).acting_for(tuple(acts_for))


def lender(person_id, *roles):
    return Principal(person_id, "郑和平", frozenset(roles))


def test_the_manager_decides_and_the_representative_submits_his_own():
    assert standing(person(MANAGER, Role.OFFICE_MGR), APPROVE, REP).why_not == ""
    assert standing(person(REP, Role.REP), SUBMIT, REP).why_not == ""
    assert "本人" in standing(person(OTHER, Role.REP), SUBMIT, REP).why_not
    assert "办事处经理" in standing(person(REP, Role.REP), APPROVE, REP).why_not


def test_nobody_decides_his_own_case_also_not_as_a_deputy():
    both = person(MANAGER, Role.OFFICE_MGR, Role.REP)
    assert "本人" in standing(both, APPROVE, MANAGER).why_not
    deputy = person(REP, Role.REP, acts_for=[lender(MANAGER, Role.OFFICE_MGR)])
    assert "本人" in standing(deputy, APPROVE, REP).why_not
    assert standing(deputy, APPROVE, MANAGER).why_not != "", "nor for him whose case it is"
    assert standing(deputy, APPROVE, OTHER).principal.name == "郑和平"


def test_one_s_own_right_comes_before_the_lent_one():
    head = person(OTHER, Role.SALES_HEAD, acts_for=[lender(MANAGER, Role.OFFICE_MGR)])
    assert standing(head, APPROVE, REP).principal is None


def test_a_deputy_of_a_representative_submits_for_him_only():
    deputy = person(OTHER, Role.REP, acts_for=[lender(REP, Role.REP)])
    assert standing(deputy, SUBMIT, REP).principal.id == REP
    assert standing(deputy, SUBMIT, MANAGER).why_not != ""


def test_a_clerk_only_records_what_is_on_paper():
    assert standing(person(CLERK, Role.OFFICE_CLERK), SUBMIT, REP).by_proxy
    assert standing(person(CLERK, Role.OFFICE_CLERK), APPROVE, REP).why_not


def test_the_administrator_s_role_is_never_lent():
    deputy = person(OTHER, Role.REP, acts_for=[lender(MANAGER, Role.OFFICE_MGR, Role.ADMIN)])
    assert deputy.roles == {Role.REP, Role.OFFICE_MGR}
    assert deputy.own_roles == {Role.REP}
    assert deputy.title.startswith("业务经理")


def test_fields_are_written_where_and_by_whom_the_table_says():
    rep, manager = frozenset({Role.REP}), frozenset({Role.OFFICE_MGR})
    assert may_write(PlanState.DRAFT, PLAN, rep, "goals")
    assert not may_write(PlanState.SUBMITTED, PLAN, rep, "goals")
    assert may_write(PlanState.REVIEWING, PLAN, manager, "lines")
    assert not may_write(PlanState.DRAFT, PLAN, manager, "lines")
    assert may_write(PlanState.DRAFT, PLAN, frozenset({Role.OFFICE_CLERK}), "lines"), "from paper"
    assert not may_write(DayState.CHECKED, DAY, rep | manager, "summary")


def test_representatives_write_on_their_own_cases_only():
    mine, other = person(REP, Role.REP), person(OTHER, Role.REP)
    assert writes_as(PlanState.DRAFT, PLAN, mine, REP, "lines")
    assert not writes_as(PlanState.DRAFT, PLAN, other, REP, "lines")
    deputy = person(OTHER, Role.REP, acts_for=[lender(REP, Role.REP)])
    assert writes_as(PlanState.DRAFT, PLAN, deputy, REP, "lines")
    assert writes_as(DayState.OPEN, DAY, person(CLERK, Role.OFFICE_CLERK), REP, "visits")
