"""Deputies: dated, set by whose own right it is, felt at once, and named wherever they acted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from crmdesk.rules.complaint import ComplaintState
from crmdesk.rules.errors import Incomplete, NotAllowed
from crmdesk.rules.people import Role
from tests.builders import a_dealer, a_sent_complaint, today

DAY = timedelta(days=1)


def lend(desk, principal, deputy, first=None, last=None, reason="出差"):
    return desk.do(
        "deputy.set", principal.person.id, deputy.person.id, first or today(), last or today() + DAY, reason
    )


def test_a_deputy_has_the_roles_on_his_days_only(signed_in):
    manager, rep = signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    assert not rep.may("setting.change")
    lend(manager, manager, rep)
    again = signed_in(Role.REP)
    assert again.may("setting.change")
    assert [p.name for p in again.person.acts_for] == [manager.person.name]
    assert again.person.own_roles == {Role.REP}


@pytest.mark.parametrize(("first", "last"), [(DAY, 2 * DAY)])
def test_neither_before_nor_after(signed_in, first, last):
    manager, rep = signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    lend(manager, manager, rep, today() + first, today() + last)
    desk = signed_in(Role.REP)
    assert not desk.may("setting.change")
    now = desk._clock()
    for days, may in ((1, True), (2, True), (3, False)):
        desk._clock = lambda days=days: now + days * DAY
        desk.do("dealer.next_code")  # the first verb of a day asks again
        assert desk.may("setting.change") is may


def test_it_is_felt_at_once_also_by_who_is_signed_in_elsewhere(signed_in):
    manager, rep = signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    kept = lend(manager, manager, rep)
    assert rep.changed_elsewhere()
    rep.do("setting.change", "calendar.closing_time", "17:00")
    manager.do("deputy.end", kept.id, kept.revision)
    assert rep.changed_elsewhere()
    with pytest.raises(NotAllowed):
        rep.do("setting.change", "calendar.closing_time", "18:00")


def test_what_he_did_is_signed_with_both_names(signed_in, clerk):
    gmo, rep = signed_in(Role.GMO), signed_in(Role.REP)
    lend(signed_in(Role.OFFICE_MGR), gmo, rep)
    form = a_sent_complaint(clerk)
    deputy = signed_in(Role.REP)
    register = next(w for w in deputy.do("complaint.ways", form.id) if w.name == "register")
    assert (register.allowed, register.by_proxy, register.acting_for) == (True, False, gmo.person.name)
    form = deputy.do("complaint.register", form.id, form.revision)
    assert form.state is ComplaintState.REGISTERED
    step = deputy.do("complaint.steps", form.id)[0]
    assert step.signed == f"{deputy.person.name}代({gmo.person.name})"
    assert step.channel == "here"
    change = deputy.do("history.of", "complaint", form.id)[0]
    assert (change.person, change.on_behalf_of) == (deputy.person.name, gmo.person.name)


def test_what_is_his_own_right_he_does_in_his_own_name(signed_in):
    manager, rep = signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    lend(manager, manager, rep)
    dealer = a_dealer(signed_in(Role.REP))
    assert {c.on_behalf_of for c in manager.do("history.of", "dealer", dealer.id)} == {""}


def test_a_deputy_does_not_pass_on_what_is_lent_and_administration_is_not_lent(signed_in):
    admin, manager, rep = signed_in(Role.ADMIN), signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    lend(admin, manager, rep)
    lend(admin, admin, signed_in(Role.QA))
    deputy = signed_in(Role.REP)
    with pytest.raises(NotAllowed):
        lend(deputy, manager, signed_in(Role.HR))
    assert not signed_in(Role.QA).may("person.add")


def test_lending_does_not_go_on_to_a_third(signed_in):
    admin = signed_in(Role.ADMIN)
    lend(admin, signed_in(Role.OFFICE_MGR), signed_in(Role.REP))
    lend(admin, signed_in(Role.REP), signed_in(Role.HR))
    assert Role.OFFICE_MGR not in signed_in(Role.HR).person.roles


def test_what_makes_no_sense_is_refused_at_its_field(signed_in):
    manager, rep = signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    lend(manager, manager, rep)
    wrong = {
        "deputy_id": (manager.person.id, manager.person.id, today(), today()),
        "principal_id": (uuid4(), rep.person.id, today(), today()),
        "last_day": (manager.person.id, rep.person.id, today(), today() - DAY),
        "first_day": (manager.person.id, rep.person.id, today() + DAY, today() + 9 * DAY),
    }
    for field, values in wrong.items():
        with pytest.raises(Incomplete) as refused:
            manager.do("deputy.set", *values)
        assert [p.field for p in refused.value.problems] == [field]
    with pytest.raises(Incomplete) as refused:
        manager.do("deputy.set", manager.person.id, rep.person.id, today() - 9 * DAY, today() - DAY)
    assert "已经过了" in str(refused.value)


def test_ending_keeps_what_was_and_strikes_what_never_began(signed_in):
    manager, rep, clerk = signed_in(Role.OFFICE_MGR), signed_in(Role.REP), signed_in(Role.OFFICE_CLERK)
    begun = lend(manager, manager, rep, today() - 3 * DAY)
    later = lend(manager, manager, clerk, today() + DAY, today() + 2 * DAY)
    ended = manager.do("deputy.end", begun.id, begun.revision)
    assert (ended.alive, ended.last_day) == (True, today() - DAY)
    assert not manager.do("deputy.end", later.id, later.revision).alive
    assert [d.id for d in manager.do("deputy.list")] == [begun.id]


def test_who_has_left_lends_nothing(signed_in):
    admin, manager, rep = signed_in(Role.ADMIN), signed_in(Role.OFFICE_MGR), signed_in(Role.REP)
    lend(admin, manager, rep)
    admin.do("person.change", manager.person.id, manager.person.revision, {"is_active": False})
    assert signed_in(Role.REP).person.acts_for == ()
