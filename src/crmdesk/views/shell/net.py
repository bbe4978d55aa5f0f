"""The last net: what nobody caught, in any thread, is logged and shown."""

import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal


class Net(QObject):
    """Catches what nobody caught, in any thread: the log file gets it, ``caught(error)`` comes on the GUI thread."""

    caught = Signal(object)

    def install(self) -> None:
        """Take over the hooks for uncaught exceptions."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def _hook(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, _trace)
            return
        from crmdesk.views.shell import log

        log.note(error)
        self.caught.emit(error)

    def _thread_hook(self, what: Any) -> None:
        if what.exc_value is not None:
            self._hook(what.exc_type, what.exc_value, what.exc_traceback)
