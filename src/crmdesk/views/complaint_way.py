"""Taking a step of a complaint: asks what the step needs to know, then asks its verb."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.rules.complaint import Complaint
from crmdesk.rules.settings import NumberMode
from crmdesk.views.complaint_step import ComplaintStepDialog
from crmdesk.views.page import Page
from crmdesk.views.step_dialog import StepDialog
from crmdesk.views.step_taking import StepTaker
from crmdesk.words import N_

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


class ComplaintStepTaker(StepTaker):
    """Asks for the number too, where the head office gives it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "complaint", DONE)
        self._enters_number = False

    def look_at_settings(self) -> None:
        """Ask whether numbers are typed in or given by the program."""
        self._page.counter.ask(self, "setting.all", then=self._take_settings, key="settings")

    def _take_settings(self, values: Sequence[Any]) -> None:
        mode = next((v.value for v in values if v.setting.key == "complaint.number.mode"), None)
        self._enters_number = mode == NumberMode.ENTER

    def dialog_for(self, way: Any, record: Complaint, parent: QWidget) -> StepDialog | None:
        asks_number = way.name == "register" and self._enters_number and not record.number
        if not (way.by_proxy or way.needs_comment or asks_number):
            return None
        return ComplaintStepDialog(way, record, asks_number, parent)

    def told(self, way: Any, record: Complaint) -> str:
        return super().told(way, record) + record.notice
