"""Taking a step of a day or a case: asks for words where the step needs them, then asks its verb."""

from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.views.page import Page
from crmdesk.views.step_dialog import StepDialog
from crmdesk.views.step_taking import StepTaker
from crmdesk.views.widgets.fields import Field
from crmdesk.words import N_, _

ICONS = {
    "hand_in": "send", "take_back": "rotate-ccw", "send_back": "undo-2", "check": "check", "answer": "send",
    "ask_again": "rotate-ccw", "close": "check", "reopen": "undo-2",
}  # fmt: skip
DONE = {
    "hand_in": N_("{title} 已交经理检查"), "take_back": N_("{title} 已取回,可以继续填写"),
    "send_back": N_("{title} 已退回补充"), "check": N_("{title} 检查通过"), "answer": N_("{title} 已答复"),
    "ask_again": N_("{title} 已再次请示"), "close": N_("{title} 已办结"), "reopen": N_("{title} 已重新打开"),
}  # fmt: skip


class VisitStepTaker(StepTaker):
    """Steps of ``visit_day`` or ``visit_case``."""

    def __init__(self, page: Page, subject: str) -> None:
        super().__init__(page, subject, DONE)

    def icon_of(self, name: str) -> str:
        """The icon of a step."""
        return ICONS.get(name, "arrow-right")

    def dialog_for(self, way: Any, record: Any, parent: QWidget) -> StepDialog | None:
        if not (way.by_proxy or way.needs_comment):
            return None
        return VisitStepDialog(self._subject, way, record.title, parent)


class VisitStepDialog(StepDialog):
    """Whose step on paper it is, and the reason."""

    def __init__(self, subject: str, way: Any, title: str, parent: QWidget) -> None:
        super().__init__(subject, way, title, parent)
        if way.by_proxy:
            self.add_proxy(_("纸面上签字的人"))
        self.add_comment()
        self.finish()

    def wrong(self, field: Field) -> str:
        missing = _("{field}还没有填写").format(field=field.label) if field.required and field.is_empty() else ""
        return super().wrong(field) or missing
