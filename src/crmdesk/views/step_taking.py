"""Taking a step of a record: a dialog first where the step needs words, then its verb is asked."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.views.page import Page
from crmdesk.views.step_dialog import StepDialog
from crmdesk.words import _


class StepTaker(QObject):
    """``take(way, record)``; ``taken(record)`` after it, ``refused(error)`` where it was not taken.

    ``done``: step → what is told after it, with ``{title}`` of the record.
    """

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, page: Page, subject: str, done: Mapping[str, str]) -> None:
        super().__init__(page)
        self._page, self._subject, self._done_words = page, subject, done
        self._dialog: StepDialog | None = None
        self._record: Any = None
        self._given: dict[str, Any] = {}
        self._under_way = False

    def dialog_for(self, way: Any, record: Any, parent: Any) -> StepDialog | None:
        """The dialog that asks what the step needs; None where it needs nothing."""
        return None

    def told(self, way: Any, record: Any) -> str:
        """What is said once the step is taken."""
        return _(self._done_words[way.name]).format(title=record.title)

    def take(self, way: Any, record: Any, **given: Any) -> None:
        """Take ``way``; pressed twice, it is taken once. What is ``given`` goes to the verb."""
        if self._under_way or self._dialog is not None:
            return
        self._record, self._given = record, given
        self._dialog = self.dialog_for(way, record, self._page.window())
        if self._dialog is None:
            self._ask(way, {})
            return
        self._dialog.answered.connect(self._ask)
        self._dialog.rejected.connect(self._close)
        self._dialog.open()

    def _ask(self, way: Any, step: dict[str, Any]) -> None:
        self._under_way = True
        self._page.counter.ask(
            self, f"{self._subject}.{way.name}", self._record.id, self._record.revision,
            then=self._done, failed=self._failed, carry=(way,), **self._given, **step,
        )  # fmt: skip

    def _done(self, record: Any, way: Any) -> None:
        self._under_way = False
        self._close()
        self.taken.emit(record)
        self._page.say(self.told(way, record))

    def _failed(self, error: BaseException, _way: Any) -> None:
        self._under_way = False
        if self._dialog is not None and self._dialog.refuse(error):
            return
        self._close()
        self.refused.emit(error)

    def _close(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
