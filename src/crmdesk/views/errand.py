"""Work that has no desk yet (opening and making a database) off the GUI thread."""

import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal


class Errand(QObject):
    """Runs ``work`` in a thread; ``done(answer)`` or ``failed(error)`` comes on the GUI thread while it lives."""

    done = Signal(object)
    failed = Signal(object)
    _back = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any]) -> None:
        """Begin."""
        threading.Thread(target=self._work, args=(work,), daemon=True, name="crmdesk-errand").start()

    def _work(self, work: Callable[[], Any]) -> None:
        answer, error = None, None
        try:
            answer = work()
        except Exception as failure:  # noqa: BLE001 - every failure is carried to the page that asked
            error = failure
        if shiboken6.isValid(self):
            self._back.emit(answer, error)

    def _tell(self, answer: Any, error: Any) -> None:
        if error is not None:
            self.failed.emit(error)
        else:
            self.done.emit(answer)
