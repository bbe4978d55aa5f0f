"""What is planned: the newest approved version, whatever stands on the plan now (MT 一.3)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery
from crmdesk.rules.visit_content import content
from crmdesk.rules.visit_plan import PlanLine, VisitWay
from crmdesk.services.visit_planned import lines_in
from tests.services.visiting import DAY, a_day, a_shop

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
_LINES = st.builds(
    PlanLine, id=st.uuids(), position=st.decimals(0, 99, places=3).map(lambda d: d.normalize()),
    planned_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)), dealer_id=st.none() | st.uuids(),
    dealer_code=_TEXT, dealer_name=_TEXT, dealer_class=st.none() | st.sampled_from(list(DealerClass)), place=_TEXT,
    phone=_TEXT, route=_TEXT, route_order=st.none() | st.integers(1, 20), way=st.sampled_from(list(VisitWay)),
    aim=_TEXT, problem=_TEXT, solution=_TEXT, hours=st.none() | st.decimals(0, 12, places=1), remark=_TEXT,
    change_reason=_TEXT,
)  # fmt: skip


@given(st.lists(_LINES, max_size=4))
def test_what_a_version_keeps_is_read_as_it_was(lines):
    assert lines_in(content("目标", lines)) == tuple(lines)


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def an_approved_plan(rep, manager, *lines):
    """A plan that went its whole way."""
    values = {"goals": "拓展三家", "lines": tuple(lines)}
    plan = rep.do("visit_plan.create", date(2026, 11, 1), values)
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    return manager.do("visit_plan.approve", plan.id, plan.revision)


def a_line(dealer, day=DAY):
    return PlanLine(planned_on=day, dealer_id=dealer.id, aim="盘点库存", hours=Decimal(1), way=VisitWay.TOGETHER)


def test_a_plan_counts_from_its_approval_on(signed_in, rep, clerk):
    dealer, manager = a_shop(clerk), signed_in(Role.OFFICE_MGR)
    plan = rep.do("visit_plan.create", date(2026, 11, 1), {"goals": "拓展", "lines": (a_line(dealer),)})
    assert a_day(rep).due == ()
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    assert a_day(rep).due == ()
    plan = manager.do("visit_plan.approve", plan.id, plan.revision)
    (due,) = a_day(rep).due
    assert (due.id, due.way, due.aim, due.dealer_name) == (
        plan.lines[0].id, VisitWay.TOGETHER, "盘点库存", dealer.name,
    )  # fmt: skip


def test_a_change_after_the_approval_counts_when_it_is_approved_too(signed_in, rep, clerk):
    dealer, manager = a_shop(clerk), signed_in(Role.OFFICE_MGR)
    plan = an_approved_plan(rep, manager, a_line(dealer))
    moved = PlanLine(id=plan.lines[0].id, planned_on=date(2026, 11, 20), dealer_id=dealer.id, aim="盘点库存",
                     change_reason="客户出差")  # fmt: skip
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": (moved,)})
    assert [len(a_day(rep, day).due) for day in (DAY, date(2026, 11, 20))] == [1, 0]
    manager.do("visit_plan.approve_changes", plan.id, plan.revision, (moved.id,))
    assert [len(a_day(rep, day).due) for day in (DAY, date(2026, 11, 20))] == [0, 1]


def test_the_days_of_a_list_are_measured_by_their_own_plans(signed_in, rep, clerk):
    dealer, manager = a_shop(clerk), signed_in(Role.OFFICE_MGR)
    an_approved_plan(rep, manager, a_line(dealer), a_line(a_shop(clerk, name="乙店"), date(2026, 11, 13)))
    for number in (12, 13, 14):
        a_day(rep, date(2026, 11, number))
    assert [day.planned for day in rep.do("visit_day.page", DayQuery())] == [0, 1, 1]


def test_a_plan_without_any_id_is_no_plan():
    assert lines_in('{"goals":"","lines":[]}') == ()
    assert lines_in('{"goals":"","lines":[{"id":"' + UUID(int=1).hex + '"}]}')[0].id == UUID(int=1)
