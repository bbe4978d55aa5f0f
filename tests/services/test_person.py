"""Signing in, and the people of the office."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.rules.errors import Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.services.person import LONGEST_PAUSE, check_password, pause_after
from tests.builders import PASSWORD


def test_without_signing_in_nothing_is_done(office):
    desk = Desk.open(office[0])
    with pytest.raises(NotAllowed):
        desk.do("dealer.next_code")
    desk.close()


@pytest.mark.parametrize(("login", "password"), [("rep", "wrong"), ("nobody", PASSWORD), ("rep", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(office, login, password):
    desk = Desk.open(office[0])
    with pytest.raises(NotAllowed) as refused:
        desk.sign_in(login, password)
    assert refused.value.what == "用户名或密码不对。"
    assert desk.person is None
    desk.close()


def test_after_five_wrong_tries_the_right_password_must_wait_too(office):
    desk = Desk.open(office[0])
    for _try in range(5):
        with pytest.raises(NotAllowed):
            desk.sign_in("rep", "wrong!")
    with pytest.raises(NotAllowed) as refused:
        desk.sign_in("rep", PASSWORD)
    assert refused.value.code == "wait"
    with Session(desk._writes) as session:
        later = datetime.now(UTC) + timedelta(minutes=16)
        assert check_password(session, "rep", PASSWORD, later).login == "rep"
    desk.close()


def test_the_pauses_grow_and_end():
    pauses = [pause_after(n) for n in range(40)]
    assert pauses[:5] == [timedelta(0)] * 5
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_an_unknown_token_signs_nobody_in(office):
    desk = Desk.open(office[0])
    assert desk.resume("nothing") is None
    assert desk.person is None
    desk.close()


def test_signing_out_forgets_the_token(office):
    place, tokens = office
    desk = Desk.open(place)
    assert desk.resume(tokens[Role.REP])
    desk.sign_out(tokens[Role.REP])
    assert desk.resume(tokens[Role.REP]) is None
    desk.close()


def test_the_last_administrator_stays(signed_in):
    admin = signed_in(Role.ADMIN)
    with pytest.raises(Refused) as refused:
        admin.do("person.change", admin.person.id, admin.person.revision, {"is_active": False})
    assert refused.value.code == "last-admin"


def test_a_login_is_given_once(signed_in):
    with pytest.raises(Incomplete) as refused:
        signed_in(Role.ADMIN).do("person.add", "rep", "又一个", frozenset({Role.REP}), PASSWORD)
    assert refused.value.field == "login"


def test_someone_who_left_is_signed_out_everywhere(office, signed_in):
    admin = signed_in(Role.ADMIN)
    rep = next(p for p in admin.do("person.list") if p.login == "rep")
    admin.do("person.change", rep.id, rep.revision, {"is_active": False})
    desk = Desk.open(office[0])
    assert desk.resume(office[1][Role.REP]) is None
    with pytest.raises(NotAllowed):
        desk.sign_in("rep", PASSWORD)
    desk.close()


def test_a_clock_that_was_put_back_locks_nobody_out(office):
    ahead = Desk.open(office[0], clock=lambda: datetime.now(UTC) + timedelta(hours=9))
    for _try in range(6):
        with pytest.raises(NotAllowed):
            ahead.sign_in("rep", "wrong!")
    ahead.close()
    desk = Desk.open(office[0])
    assert desk.sign_in("rep", PASSWORD).login == "rep"
    desk.close()


def test_ones_own_password_needs_the_old_one(signed_in, office):
    rep = signed_in(Role.REP)
    with pytest.raises(NotAllowed):
        rep.do("person.set_password", rep.person.id, "wrong!", "another1")
    rep.do("person.set_password", rep.person.id, PASSWORD, "another1")
    desk = Desk.open(office[0])
    assert desk.sign_in("rep", "another1").login == "rep"
    desk.close()


def test_another_password_is_set_by_the_administrator_only(signed_in):
    admin, rep = signed_in(Role.ADMIN), signed_in(Role.REP)
    with pytest.raises(NotAllowed):
        rep.do("person.set_password", admin.person.id, "", "another1")
    admin.do("person.set_password", rep.person.id, "", "another1")


def test_passwords_stand_in_no_journal(signed_in):
    admin = signed_in(Role.ADMIN)
    person = admin.do("person.add", "new", "新人", frozenset({Role.REP}), "geheim99")
    said = " ".join(f"{c.field} {c.before} {c.after}" for c in admin.do("history.of", "person", person.id))
    assert "argon2" not in said
    assert "geheim99" not in said
