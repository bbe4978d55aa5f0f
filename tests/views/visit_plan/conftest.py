"""Representatives with plans of the month, and the people before their windows."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.builders import a_dealer, today
from tests.views.person import Person
from tests.views.person import rep as rep
from tests.views.person import seated as seated

from crmdesk.desk import Desk
from crmdesk.rules.dealer import Dealer, DealerClass
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanLine, VisitPlan
from crmdesk.views.visit_plan_writing import usual_month


def month() -> date:
    """The month that is planned now."""
    return usual_month(today())


def workdays() -> list[date]:
    """Weekdays of that month."""
    days = (month() + timedelta(days=n) for n in range(28))
    return [day for day in days if day.weekday() < 5]


@pytest.fixture
def dealers(rep: Person) -> list[Dealer]:
    """Two customers of the representative."""
    return [
        a_dealer(rep.desk, owner="业务经理", dealer_class=DealerClass.A),
        a_dealer(rep.desk, name="苏州恒通陶瓷", mobile="13900000001", city="苏州", contact="周老板", owner="业务经理",
                 dealer_class=DealerClass.B),
    ]  # fmt: skip


def lines_for(dealers: list[Dealer]) -> tuple[PlanLine, ...]:
    """A line for each, one a day."""
    return tuple(
        PlanLine(planned_on=workdays()[n], dealer_id=dealer.id, dealer_name=dealer.name, route="一线",
                 aim=f"目标分解 {n + 1}", hours=Decimal(2))
        for n, dealer in enumerate(dealers)
    )  # fmt: skip


def a_plan(desk: Desk, dealers: list[Dealer], **values: Any) -> VisitPlan:
    """A draft of the person at the desk."""
    said = {"goals": "上样十二家", "lines": lines_for(dealers)} | values
    return desk.do("visit_plan.create", month(), said)


def a_submitted_plan(desk: Desk, dealers: list[Dealer]) -> VisitPlan:
    """The same with the manager."""
    plan = a_plan(desk, dealers)
    return desk.do("visit_plan.submit", plan.id, plan.revision)


@pytest.fixture
def manager(seated: Callable[[Role], Person]) -> Person:
    """The office manager before a window of his own."""
    return seated(Role.OFFICE_MGR)


@pytest.fixture
def more_reps(signed_in: Callable[[Role], Desk]) -> Callable[[int], list[Desk]]:
    """Add representatives, each signed in."""

    def add(count: int) -> list[Desk]:
        admin, desks = signed_in(Role.ADMIN), []
        for n in range(count):
            admin.do("person.add", f"rep{n}", f"业务{n}", frozenset({Role.REP}), "secret1")
            desk = Desk.open(admin.database)
            desk.sign_in(f"rep{n}", "secret1")
            desks.append(desk)
        return desks

    return add


def come_forward(person: Person) -> None:
    """His window is the one that keys go to."""
    person.window.raise_()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)


def open_plans(person: Person) -> Any:
    """Go to the page and wait until the plans are there."""
    come_forward(person)
    page = person.go("visit_plan")
    person.until(lambda: page.plans and (page.plan is not None or page.summary is None or page.summary.id is None))
    return page
