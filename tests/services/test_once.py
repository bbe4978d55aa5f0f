"""A write is done once, however often it is asked for; and what a broken connection leaves behind."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, event

from crmdesk.desk import Desk
from crmdesk.rules.complaint import ComplaintQuery
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from tests.builders import PASSWORD, a_dealer, a_sent_complaint, complaint_values
from tests.servers import Line

NEW = {"name": "上海金茂建材有限公司"}


def test_a_call_that_comes_twice_makes_one_record_and_answers_with_it(clerk):
    call = uuid4()
    made = clerk.do("dealer.create", NEW, call_id=call)
    assert clerk.do("dealer.create", NEW, call_id=call) == made
    assert clerk.do("dealer.count", DealerQuery()) == 1


def test_the_answer_is_the_record_as_it_stands_now(clerk):
    call = uuid4()
    made = a_dealer(clerk)
    changed = clerk.do("dealer.change", made.id, made.revision, {"contact": "区兰"}, call_id=call)
    later = clerk.do("dealer.change", made.id, changed.revision, {"contact": "周岚"})
    assert clerk.do("dealer.change", made.id, made.revision, {"contact": "区兰"}, call_id=call) == later


def test_a_step_that_comes_twice_gives_one_number_and_one_transition(clerk, signed_in):
    head, call = signed_in(Role.GMO), uuid4()
    form = a_sent_complaint(clerk)
    numbers = [head.do("complaint.register", form.id, form.revision, call_id=call).number for _time in range(3)]
    assert len(set(numbers)) == 1
    assert len(clerk.do("complaint.steps", form.id)) == 3


def test_a_complaint_that_comes_twice_is_one_form(clerk):
    values, call = complaint_values(a_dealer(clerk)), uuid4()
    forms = [clerk.do("complaint.record", values, call_id=call) for _time in range(2)]
    assert forms[0] == forms[1]
    assert clerk.do("complaint.count", ComplaintQuery()) == 1


def test_what_answers_with_no_record_says_that_it_was_done(clerk, signed_in):
    form, call = a_sent_complaint(clerk), uuid4()
    form = signed_in(Role.GMO).do("complaint.register", form.id, form.revision)
    clerk.do("complaint.print_copies", form.id, (1, 2), "printer", "内务打印机", call_id=call)
    with pytest.raises(Refused) as refused:
        clerk.do("complaint.print_copies", form.id, (1, 2), "printer", "内务打印机", call_id=call)
    assert refused.value.code == "done-already"
    assert len(clerk.do("complaint.copies_issued", form.id)) == 2


def test_the_call_of_another_person_or_verb_is_no_answer_to_mine(clerk, signed_in):
    call = uuid4()
    made = clerk.do("dealer.create", NEW, call_id=call)
    for desk, verb, words in (
        (signed_in(Role.OFFICE_MGR), "dealer.create", (NEW,)),
        (clerk, "dealer.change", (made.id, made.revision, {"contact": "区兰"})),
    ):
        with pytest.raises(Refused) as refused:
            desk.do(verb, *words, call_id=call)
        assert refused.value.code == "done-already"
    assert clerk.do("dealer.get", made.id) == made


def test_a_call_that_was_refused_may_come_again(clerk):
    call = uuid4()
    with pytest.raises(Refused):
        clerk.do("dealer.create", {"name": ""}, call_id=call)
    assert clerk.do("dealer.create", NEW, call_id=call).name == NEW["name"]


@pytest.mark.parametrize("desks", [1, 2])
def test_two_at_once_with_one_call_make_one_record(signed_in, desks):
    asking = [signed_in(Role.OFFICE_CLERK) for _desk in range(desks)] * (3 - desks)
    with ThreadPoolExecutor(2) as pool:
        for round_ in range(8):
            call, gate = uuid4(), threading.Barrier(2)

            def ask(desk: Desk, call=call, gate=gate, round_=round_) -> Any:
                gate.wait()
                return desk.do("dealer.create", {"name": f"第{round_}家"}, call_id=call)

            first, second = pool.map(ask, asking)
            assert first == second
    assert asking[0].do("dealer.count", DealerQuery()) == 8


# a connection that breaks


@pytest.fixture
def far(postgresql_url: str) -> Iterator[Desk]:
    """An office on the server."""
    desk = Desk.create(postgresql_url, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    a_dealer(desk)
    yield desk
    desk.close()


@pytest.fixture
def cut(postgresql: psycopg.Connection) -> Iterator[Callable[..., None]]:
    """Let the server end a connection just before its next statement with some words; so many times."""
    listening = []

    def at(words: str, times: int = 1) -> None:
        left = [times]

        def before(connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
            if words in statement and left[0]:
                left[0] -= 1
                pid = connection.connection.dbapi_connection.info.backend_pid
                postgresql.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

        event.listen(Engine, "before_cursor_execute", before)
        listening.append(before)

    yield at
    for before in listening:
        event.remove(Engine, "before_cursor_execute", before)


def test_a_read_that_breaks_in_the_middle_is_read_once_more(far, cut):
    cut("FROM dealer")
    assert [dealer.name for dealer in far.do("dealer.page", DealerQuery())] == ["南京金鼎建材有限公司"]


def test_a_read_that_breaks_again_says_that_nothing_came(far, cut):
    cut("FROM dealer", times=2)
    with pytest.raises(Refused) as refused:
        far.do("dealer.page", DealerQuery())
    assert refused.value.code == "not-read"
    assert far.do("dealer.count", DealerQuery()) == 1


def test_a_write_that_breaks_is_not_repeated_and_wrote_nothing(far, cut):
    cut("INSERT INTO journal")
    with pytest.raises(Refused) as refused:
        far.do("dealer.create", NEW)
    assert (refused.value.code, "没有保存成功" in refused.value.what) == ("not-written", True)
    assert far.do("dealer.count", DealerQuery()) == 1
    assert far.do("check.run").ok


def test_connections_that_ended_while_nobody_asked_are_made_anew(far, postgresql):
    postgresql.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
        (far.place.rpartition("/")[2],),
    )
    assert far.do("dealer.create", NEW).name == NEW["name"]


@pytest.fixture
def line(postgresql_url: str, tmp_path) -> Iterator[Line]:
    """A line to the server that can be cut."""
    made = Line(postgresql_url, tmp_path)
    yield made
    made.close()


def test_an_answer_that_was_lost_on_its_way_is_fetched_and_nothing_is_done_twice(line):
    desk = Desk.create(line.url, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    line.lose_answer_to("COMMIT")
    assert desk.do("dealer.create", NEW).name == NEW["name"]
    assert line.lost == 1
    assert desk.do("dealer.count", DealerQuery()) == 1
    desk.close()


def test_where_nobody_knows_how_it_ended_that_is_said(line):
    desk = Desk.create(line.url, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    line.lose_answer_to("COMMIT", stay_down=True)
    with pytest.raises(Refused) as refused:
        desk.do("dealer.create", NEW)
    assert refused.value.code == "not-known"
    line.restore()
    assert desk.do("dealer.count", DealerQuery()) == 1
    desk.close()
