"""Verbs × roles: every cell of the matrix is tried at the counter, not at a button."""

import importlib
import pkgutil

import pytest

import crmdesk.services
from crmdesk.rules.errors import NotAllowed
from crmdesk.rules.people import Role
from crmdesk.rules.permits import PERMITS
from crmdesk.services import verbs


@pytest.fixture(scope="module")
def registered():
    for module in pkgutil.iter_modules(crmdesk.services.__path__):
        importlib.import_module(f"crmdesk.services.{module.name}")
    return verbs._registered


def test_the_table_and_the_verbs_name_each_other(registered):
    assert set(registered) == set(PERMITS)


@pytest.mark.parametrize("role", list(Role))
def test_a_verb_is_refused_exactly_where_the_table_says(signed_in, registered, role):
    desk = signed_in(role)
    for name in registered:
        allowed = not PERMITS[name].isdisjoint(desk.person.roles)
        assert desk.may(name) is allowed
        assert bool(desk.why_not(name)) is not allowed
        if not allowed:
            with pytest.raises(NotAllowed):
                desk.do(name)
