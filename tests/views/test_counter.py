"""The counter: answers off the GUI thread, to living pages only, the newest question wins."""

import gc
import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from tests.builders import PASSWORD

from crmdesk.desk import Desk
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter


class SlowDesk:
    """A desk whose verbs take their time and tell in which thread they ran; a fake of the network, as it were."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, str]] = []
        self.gate = threading.Event()

    def watch(self, watcher: Any) -> Any:
        self.watcher = watcher
        return lambda: None

    def changed_elsewhere(self) -> bool:
        return False

    def do(self, verb: str, *args: Any, **words: Any) -> Any:
        self.ran.append((verb, threading.current_thread().name))
        if verb == "slow.get":
            self.gate.wait(5)
        if verb == "broken.get":
            raise Refused("没有办成。")
        if verb == "long.import":
            for done in range(1, 4):
                words["progress"](done, 3, "行")
                if words["cancelled"]():
                    raise Refused("已取消。", code="cancelled")
        return (verb, *args)


class Asker(QObject):
    """Whoever asks."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.errors: list[Any] = []
        self.steps: list[tuple[int, int, str]] = []

    def take(self, answer: Any, *carried: Any) -> None:
        assert threading.current_thread() is threading.main_thread()
        self.answers.append((answer, *carried))

    def fail(self, error: BaseException, *carried: Any) -> None:
        self.errors.append(error)

    def step(self, done: int, total: int, words: str) -> None:
        self.steps.append((done, total, words))


@pytest.fixture
def slow_desk():
    return SlowDesk()


@pytest.fixture
def asking(slow_desk, qtbot):
    made = Counter(slow_desk)
    yield made
    slow_desk.gate.set()
    made.close()


def test_an_answer_comes_on_the_gui_thread_with_what_was_carried(asking, slow_desk, qtbot):
    asker = Asker()
    asking.ask(asker, "dealer.get", 7, then=asker.take, carry=("block",))
    qtbot.waitUntil(lambda: asker.answers == [(("dealer.get", 7), "block")])
    assert all("MainThread" not in thread for _verb, thread in slow_desk.ran)


def test_a_failure_goes_to_the_asker_or_else_to_the_window(asking, qtbot):
    asker, other = Asker(), Asker()
    unhandled: list[Any] = []
    asking.unhandled.connect(unhandled.append)
    asking.ask(asker, "broken.get", failed=asker.fail)
    asking.ask(other, "broken.get", then=other.take)
    qtbot.waitUntil(lambda: asker.errors != [] and unhandled != [])
    assert [error.what for error in (*asker.errors, *unhandled)] == ["没有办成。"] * 2


def test_the_newest_question_of_a_key_wins(asking, slow_desk, qtbot):
    asker = Asker()
    asking.ask(asker, "slow.get", "s", then=asker.take, key="search")
    asking.ask(asker, "dealer.find", "sh", then=asker.take, key="search")
    qtbot.waitUntil(lambda: asker.answers == [(("dealer.find", "sh"),)])
    slow_desk.gate.set()
    asking.ask(asker, "dealer.get", "last", then=asker.take)
    qtbot.waitUntil(lambda: len(asker.answers) == 2)
    assert ("slow.get", "s") not in [answer for answer, *_more in asker.answers]


def test_an_answer_to_a_page_that_is_gone_is_dropped(asking, slow_desk, qtbot):
    asker = Asker()
    asking.ask(asker, "slow.get", then=asker.take)
    del asker
    gc.collect()
    slow_desk.gate.set()
    witness = Asker()
    asking.ask(witness, "dealer.get", then=witness.take)
    qtbot.waitUntil(lambda: len(witness.answers) == 1)


def test_an_answer_to_a_page_that_qt_deleted_is_dropped(asking, slow_desk, qtbot):
    asker = Asker()
    asking.ask(asker, "slow.get", then=asker.take)
    asker.deleteLater()
    qtbot.wait(20)
    slow_desk.gate.set()
    witness = Asker()
    asking.ask(witness, "dealer.get", then=witness.take)
    qtbot.waitUntil(lambda: len(witness.answers) == 1)
    assert asker.answers == []


def test_writes_run_in_the_order_in_which_they_were_asked(asking, slow_desk, qtbot):
    asker = Asker()
    for number in range(20):
        asking.ask(asker, "dealer.change", number, then=asker.take)
    qtbot.waitUntil(lambda: len(asker.answers) == 20)
    assert [answer[1] for (answer,) in asker.answers] == list(range(20))
    assert {thread for _verb, thread in slow_desk.ran} == {"crmdesk-writer"}


def test_progress_arrives_and_cancel_stops_a_running_verb(asking, qtbot):
    asker = Asker()
    asking.ask(asker, "long.import", then=asker.take, progress=asker.step)
    qtbot.waitUntil(lambda: len(asker.answers) == 1)
    assert asker.steps[-1] == (3, 3, "行")
    request = asking.ask(asker, "long.import", then=asker.take, failed=asker.fail, progress=asker.step)
    request.cancel()
    qtbot.waitUntil(lambda: [error.code for error in asker.errors] == ["cancelled"])
    assert len(asker.answers) == 1


def test_work_that_was_given_up_before_it_began_is_told_too(asking, slow_desk, qtbot):
    asker = Asker()
    asking.ask(asker, "slow.save", then=asker.take)
    request = asking.ask(asker, "long.import", then=asker.take, failed=asker.fail, progress=asker.step)
    request.cancel()
    qtbot.waitUntil(lambda: [error.code for error in asker.errors] == ["cancelled"])
    assert "long.import" not in [verb for verb, _thread in slow_desk.ran]


def test_a_lambda_may_not_be_given_because_it_would_keep_the_page_alive(asking):
    asker = Asker()
    with pytest.raises(TypeError):
        asking.ask(asker, "dealer.get", then=lambda answer: None)


def test_a_commit_is_announced_on_the_gui_thread(asking, slow_desk, qtbot):
    heard: list[Any] = []
    asking.changed.connect(lambda subject, ids: heard.append((subject, ids, threading.current_thread().name)))
    thread = threading.Thread(target=slow_desk.watcher, args=("dealer", frozenset({1})))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: heard == [("dealer", frozenset({1}), "MainThread")])


def test_the_event_loop_is_never_held_up_while_verbs_run(asking, qtbot):
    class Busy(SlowDesk):
        def do(self, verb: str, *args: Any, **words: Any) -> Any:
            end = time.perf_counter() + 0.02
            while time.perf_counter() < end:
                sum(range(200))
            return verb

    counter = Counter(Busy())
    asker, gaps = Asker(), []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(1)
    for number in range(30):
        counter.ask(asker, "dealer.page", number, then=asker.take)
    qtbot.waitUntil(lambda: len(asker.answers) == 30, timeout=10_000)
    timer.stop()
    counter.close()
    assert sorted(gaps)[len(gaps) // 2] < 0.05  # the middle one, as the machine has other things to do


def test_changes_of_another_process_are_noticed(counter, qtbot):
    heard: list[str] = []
    counter.changed.connect(lambda subject, ids: heard.append(subject))
    elsewhere = Desk.open(counter.desk.database)
    elsewhere.sign_in(Role.REP.value, PASSWORD)
    elsewhere.do("dealer.create", {"name": "苏州恒通陶瓷有限公司"})
    elsewhere.close()
    counter.look_elsewhere()
    qtbot.waitUntil(lambda: "*" in heard, timeout=5000)
