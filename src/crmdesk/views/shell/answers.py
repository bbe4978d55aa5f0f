"""What the window answers: done, for five seconds and with 撤销; or what went wrong, in a dialog."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from crmdesk.words import _

UNDO_KEPT = 50


class Answers(QObject):
    """Belongs to one window, whose ``centralWidget`` the toast stands on. Remembers the last steps for undo."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._undo: list[tuple[UUID, str]] = []
        self.toast: Any = None

    def say(self, words: str, call_id: UUID | None = None) -> None:
        """Tell for five seconds what was done."""
        if self.toast is None:
            from crmdesk.views.shell.toast import Toast

            self.toast = Toast(self._window.centralWidget())
            self.toast.undo.connect(self.undo_call)
        if call_id is not None:
            self._undo = [*self._undo[-(UNDO_KEPT - 1) :], (call_id, words)]
        self.toast.say(words, call_id, self._window.navigation.width())

    def place(self) -> None:
        """The window has another size."""
        if self.toast is not None and self.toast.isVisible():
            self.toast.place(self._window.navigation.width())

    def undo(self) -> None:
        """Take back the last thing that was done in this window."""
        if self._undo:
            self.undo_call(self._undo[-1][0])
        else:
            self.say(_("没有可以撤销的步骤"))

    def undo_call(self, call_id: UUID) -> None:
        """Take back what one call did."""
        words = next((w for c, w in self._undo if c == call_id), "")
        self._undo = [(c, w) for c, w in self._undo if c != call_id]
        self._window.counter.ask(self, "history.undo", call_id, then=self._undone, carry=(words,))

    def _undone(self, _count: Any, words: str) -> None:
        self.say(_("已撤销:{what}").format(what=words) if words else _("已撤销"))

    def show_error(self, error: BaseException) -> None:
        """The dialog with what happened, what was kept, what to do; an unknown error goes into the log too."""
        from crmdesk.rules.errors import Refused
        from crmdesk.views.shell import log
        from crmdesk.views.shell.errors import ErrorDialog

        if not isinstance(error, Refused):
            log.note(error)
        dialog = ErrorDialog(error, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
