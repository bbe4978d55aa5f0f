"""The flows as data: every one is whole, and every version is found again."""

from dataclasses import replace
from datetime import date

import pytest

from crmdesk.rules import flows
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.rules.permits import PERMITS
from crmdesk.rules.settings import BY_KEY

EVERY = [(subject, flow) for subject in flows.subjects() for flow in flows.versions_of(subject)]


@pytest.fixture(params=EVERY, ids=[f"{subject}-{flow.version}" for subject, flow in EVERY])
def flow(request):
    return request.param[1]


def test_every_state_has_one_station_and_every_way_known_ends(flow):
    states = [station.state for station in flow.stations]
    assert sorted(states) == sorted(type(states[0])), "each state once"
    for t in flow.transitions:
        assert {*t.sources, t.target} <= set(states)


def test_names_are_unique_and_every_step_is_a_verb_that_its_roles_may_ask_for(flow):
    names = [t.name for t in flow.transitions]
    assert len(names) == len(set(names))
    for t in flow.transitions:
        assert t.roles | t.proxies, f"nobody takes {t.name}"
        assert t.roles | t.proxies <= PERMITS[f"{flow.subject}.{t.name}"], t.name


def test_every_station_is_reached_and_left_unless_it_is_an_end(flow):
    reached, front = {flow.stations[0].state}, [flow.stations[0].state]
    while front:
        targets = {t.target for t in flow.ways_from(front.pop())} - reached
        reached |= targets
        front += targets
    assert reached == {s.state for s in flow.stations}
    for station in flow.stations:
        assert station.is_end or flow.ways_from(station.state), f"{station.state} is a dead end"


def test_a_clock_has_a_setting_and_someone_who_is_told(flow):
    for station in flow.stations:
        if station.limit:
            assert station.limit in BY_KEY
            assert station.holder is not None
            assert station.escalates_to not in (None, station.holder)
            assert BY_KEY[station.limit].is_dated


def test_whoever_holds_a_station_can_do_something_there(flow):
    for station in flow.stations:
        if station.holder is not None:
            able = frozenset[Role]().union(*(t.roles for t in flow.ways_from(station.state)))
            assert station.holder in able or station.writes, station.state


def test_only_fields_that_people_know_are_written(flow):
    from importlib import import_module

    labels = import_module(f"crmdesk.rules.{flows._MODULES[flow.subject]}").LABELS
    for station in flow.stations:
        for fields in station.writes.values():
            assert fields <= set(labels) | {"lines", "visits"}


def test_nobody_decides_his_own_case(flow):
    """Where a step is the owner's own, the steps of others on it exclude him."""
    if not any(t.by_owner for t in flow.transitions):
        return
    owners = frozenset[Role]().union(*(t.roles for t in flow.transitions if t.by_owner))
    for t in flow.transitions:
        assert t.by_owner or t.not_by_owner or not t.roles or not t.roles.isdisjoint(owners), t.name
        assert not (t.by_owner and t.not_by_owner)


@pytest.fixture
def two_versions(monkeypatch):
    from crmdesk.rules import visit_case

    later = replace(visit_case.FLOW, version="2027-03-15")
    monkeypatch.setattr(visit_case, "FLOWS", (visit_case.FLOW, later), raising=False)
    return visit_case.FLOW, later


@pytest.mark.parametrize(
    ("day", "is_later"),
    [(date(2026, 1, 1), False), (date(2026, 11, 24), False), (date(2027, 3, 14), False), (date(2027, 3, 15), True)],
)
def test_a_new_case_takes_the_version_of_its_day(two_versions, day, is_later):
    assert flows.flow_on("visit_case", day) is two_versions[is_later]


def test_a_version_that_only_a_newer_program_knows_is_named(two_versions):
    assert flows.flow_of("visit_case", "2026-11") is two_versions[0]
    with pytest.raises(Refused) as refused:
        flows.flow_of("visit_case", "2031-01")
    assert refused.value.code == "unknown-flow"
    assert "2031-01" in str(refused.value)
