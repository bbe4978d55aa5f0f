"""Taking a step of a complaint: asks what the step needs to know, then asks its verb."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.rules.complaint import Complaint
from crmdesk.rules.settings import NumberMode
from crmdesk.views.complaint_step import StepDialog
from crmdesk.views.page import Page
from crmdesk.words import N_, _

ICONS = {
    "send": "send",
    "register": "check",
    "send_back": "undo-2",
    "take_back": "rotate-ccw",
    "void": "trash-2",
}
DONE = {
    "send": N_("{title} 已送总经理室,等待登记"),
    "register": N_("已登记,编号 {title};现在可以打印五联"),
    "send_back": N_("{title} 已退回业务"),
    "take_back": N_("{title} 已取回,可以继续填写"),
    "void": N_("{title} 已作废"),
}


class StepTaker(QObject):
    """``taken(form)`` with the form after the step; ``refused(error)`` where it was not taken."""

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._enters_number = False
        self._dialog: StepDialog | None = None
        self._form: Complaint | None = None
        self._under_way = False

    def look_at_settings(self) -> None:
        """Ask whether numbers are typed in or given by the program."""
        self._page.counter.ask(self, "setting.all", then=self._take_settings, key="settings")

    def _take_settings(self, values: Sequence[Any]) -> None:
        mode = next((v.value for v in values if v.setting.key == "complaint.number.mode"), None)
        self._enters_number = mode == NumberMode.ENTER

    def take(self, way: Any, form: Complaint) -> None:
        """Take ``way`` for ``form``; a dialog first where the step needs words. Pressed twice, it is taken once."""
        if self._under_way or self._dialog is not None:
            return
        self._form = form
        asks_number = way.name == "register" and self._enters_number and not form.number
        if not (way.by_proxy or way.needs_comment or asks_number):
            self._ask(way, {})
            return
        self._dialog = StepDialog(way, form, asks_number, self._page.window())
        self._dialog.answered.connect(self._ask)
        self._dialog.rejected.connect(self._close)
        self._dialog.open()

    def _ask(self, way: Any, step: dict[str, Any]) -> None:
        assert self._form is not None
        self._under_way = True
        self._page.counter.ask(
            self, f"complaint.{way.name}", self._form.id, self._form.revision,
            then=self._done, failed=self._failed, carry=(way,), **step,
        )  # fmt: skip

    def _done(self, form: Complaint, way: Any) -> None:
        self._under_way = False
        self._close()
        self.taken.emit(form)
        self._page.say(_(DONE[way.name]).format(title=form.title) + form.notice)

    def _failed(self, error: BaseException, way: Any) -> None:
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
