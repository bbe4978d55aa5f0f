"""What waits until a write has answered: it comes by itself, and an end before it loses nothing."""

import logging

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.models.search import DEALER_DUE
from crmdesk.rules.people import Role
from crmdesk.services import check, search
from crmdesk.services.later import Later
from tests.bare import bare
from tests.services.test_importing import FIRST, a_list, import_list  # noqa: F401 - a fixture

ROWS = [("", f"上海金茂{n}号建材行", "上海", "", "", "", "", "", "", "") for n in range(12)]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(search, "MOST_WITHIN", 10)


def found(desk: Desk, text: str = "shjm") -> int:
    return len(desk.do("dealer.find", text, 20))


def due(desk: Desk) -> int:
    with Session(desk._engine) as session:
        return len(session.scalars(select(DEALER_DUE.c.dealer_id)).all())


def test_many_imported_dealers_are_found_behind_the_answer_and_lists_hear_of_it(clerk, a_list, monkeypatch):  # noqa: F811
    monkeypatch.setattr(search, "_AT_ONCE", 5)
    heard: list[str] = []
    clerk.watch(lambda subject, ids: heard.append(subject))
    import_list(clerk, a_list(*ROWS))
    clerk._later.wait()
    assert found(clerk) == 12
    assert due(clerk) == 0
    assert heard.count("dealer") == 2


def test_a_few_are_found_at_once(clerk, a_list, monkeypatch):  # noqa: F811
    monkeypatch.setattr(Later, "begin", lambda self: None)
    import_list(clerk, a_list(FIRST))
    assert found(clerk, "hengtai") == 1
    assert due(clerk) == 0


def test_what_an_ended_program_left_is_done_by_the_next(office, signed_in, a_list, monkeypatch):  # noqa: F811
    with monkeypatch.context() as patch:
        patch.setattr(Later, "begin", lambda self: None)
        first = signed_in(Role.ADMIN)
        import_list(first, a_list(*ROWS))
        assert (found(first), due(first)) == (0, 12)
        assert first.do("check.run").ok
        first.close()
    second = signed_in(Role.OFFICE_CLERK)
    second.catch_up()
    second._later.wait()
    assert (found(second), due(second)) == (12, 0)


def test_a_dealer_changed_while_he_waits_is_found_by_what_he_is_now(clerk, a_list, monkeypatch):  # noqa: F811
    with monkeypatch.context() as patch:
        patch.setattr(Later, "begin", lambda self: None)
        import_list(clerk, a_list(*ROWS))
    dealer = clerk.do("dealer.find", "", 1)[0]
    clerk.do("dealer.change", dealer.id, dealer.revision, {"name": "武汉长江商行"})
    clerk.catch_up()
    clerk._later.wait()
    assert (found(clerk), found(clerk, "whcj")) == (11, 1)


def test_what_cannot_be_written_now_waits_for_the_next_opening(sqlite_office, tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(search, "is_due", lambda session: True)
    place = tmp_path / "office.db"
    place.write_bytes(sqlite_office[0].read_bytes())
    desk = Desk.open(place)
    with bare(place, isolation_level=None) as other, caplog.at_level(logging.WARNING):
        other.execute("BEGIN IMMEDIATE")
        desk.catch_up()
        desk._later.wait()
        other.execute("ROLLBACK")
    assert "left for the next opening" in caplog.text
    desk.close()


def test_the_check_tells_a_missing_dealer_from_a_waiting_one(clerk, a_list, monkeypatch):  # noqa: F811
    with monkeypatch.context() as patch:
        patch.setattr(Later, "begin", lambda self: None)
        import_list(clerk, a_list(*ROWS))
    with Session(clerk._writes) as session, session.begin():
        assert check.terms(session).ok
        session.execute(DEALER_DUE.delete().where(DEALER_DUE.c.dealer_id == session.scalar(select(DEALER_DUE.c.dealer_id))))
        assert search.missing_dealers(session) == 1
        assert not check.terms(session).ok
