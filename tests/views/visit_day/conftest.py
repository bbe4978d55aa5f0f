"""A representative before the window, with customers and an approved plan for the day."""

from collections.abc import Callable

import pytest
from tests.builders import a_dealer, today
from tests.services.visiting import a_shop, an_approved_plan
from tests.views.person import Person
from tests.views.person import rep as rep
from tests.views.person import seated as seated

from crmdesk.rules.dealer import Dealer, DealerKind
from crmdesk.rules.people import Role


@pytest.fixture
def shops(rep: Person) -> list[Dealer]:
    """Three customers: two shops and a project customer."""
    return [
        a_shop(rep.desk),
        a_shop(rep.desk, name="苏州恒通陶瓷", mobile="13900000001", city="苏州", contact="周老板"),
        a_dealer(rep.desk, name="合肥市政工程", mobile="13900000002", kind=DealerKind.PROJECT, owner="业务经理"),
    ]


@pytest.fixture
def planned(rep: Person, shops: list[Dealer]) -> list[Dealer]:
    """The first two customers are planned for today, approved."""
    an_approved_plan(rep.desk, [(today(), dealer) for dealer in shops[:2]])
    return shops


@pytest.fixture
def manager(seated: Callable[[Role], Person]) -> Person:
    """The office manager before a window of his own."""
    return seated(Role.OFFICE_MGR)
