"""Python's collector runs on the GUI thread, so that no other thread ever frees what is Qt's."""

import gc
import threading

from PySide6.QtCore import QObject

from crmdesk.views import collector

FREED_ON: list[int] = []


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


def test_a_circle_is_freed_on_the_gui_thread_whoever_allocates(qtbot):
    collector.take_over()
    FREED_ON.clear()
    Circle()
    worker = threading.Thread(target=allocate, args=(500_000,))
    worker.start()
    worker.join()
    assert FREED_ON == []
    made = [[n] for n in range(5_000)]
    qtbot.waitUntil(lambda: bool(FREED_ON))
    assert [threading.get_ident()] == FREED_ON
    assert len(made) == 5_000
    assert not gc.isenabled()


def test_it_waits_while_somebody_says_that_there_are_no_circles(qtbot):
    collector.take_over()
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
