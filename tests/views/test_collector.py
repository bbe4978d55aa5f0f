"""Python's collector runs on the GUI thread, so that no other thread ever frees what is Qt's."""

import gc
import threading

from PySide6.QtCore import QObject

from crmdesk.views import collector

FREED_ON: list[int] = []
TAKE_OVER = collector.take_over  # as it is; elsewhere in the tests nobody collects on a timer


class Circle(QObject):
    """A Qt object in a circle, which only the collector frees; it says on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        FREED_ON.append(threading.get_ident())


def allocate(count: int) -> None:
    kept = [[n] for n in range(count)]
    assert len(kept) == count


def test_a_circle_is_freed_on_the_gui_thread_whoever_allocates():
    FREED_ON.clear()
    Circle()
    worker = threading.Thread(target=allocate, args=(500_000,))
    worker.start()
    worker.join()
    assert FREED_ON == []
    made = [[n] for n in range(5_000)]
    collector.look()
    assert [threading.get_ident()] == FREED_ON
    assert len(made) == 5_000
    assert not gc.isenabled()


def test_it_waits_while_somebody_says_that_there_are_no_circles():
    usual, done = gc.get_threshold(), []
    gc.callbacks.append(lambda phase, _what: done.append(phase))
    try:
        gc.set_threshold(0)
        made = [[n] for n in range(5_000)]
        collector.look()
        assert done == []
        gc.set_threshold(*usual)
        collector.look()
        assert done == ["start", "stop"]
        assert len(made) == 5_000
    finally:
        gc.callbacks.pop()
        gc.set_threshold(*usual)


def test_it_looks_by_itself_once_it_has_taken_over(qapp, monkeypatch):
    looked: list[int] = []
    monkeypatch.setattr(collector, "look", lambda: looked.append(1))
    before, collector._timer = collector._timer, None
    try:
        TAKE_OVER()
        timer = collector._timer
        assert timer is not None
        assert timer.isActive()
        timer.timeout.emit()
        assert looked
    finally:
        timer.stop()
        collector._timer = before
