"""What a step of a complaint still asks for: whose decision on paper, the reason, the number of the head office."""

from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.rules.complaint import FLOW, Complaint
from crmdesk.views.step_dialog import StepDialog
from crmdesk.views.widgets.fields import CodeField
from crmdesk.words import _, listed


class ComplaintStepDialog(StepDialog):
    """What is missing is said by the verb."""

    def __init__(self, way: Any, form: Complaint, asks_number: bool, parent: QWidget) -> None:
        super().__init__("complaint", way, form.title, parent)
        if form.dealer_name:
            self.add_words(form.dealer_name)
        if asks_number:
            self.add(CodeField("complaint.step.number", _("客诉编号"), self, required=True,
                               help=_("总公司给的编号:两位年、两位月、流水号"), clause="CP 三"))  # fmt: skip
        if way.by_proxy:
            roles = listed(role.label for role in sorted(FLOW.transition(way.name).roles, key=str))
            self.add_words(_("这一步由{roles}在纸面上办理,您代为录入。").format(roles=roles))
            self.add_proxy(_("例如 {roles} 韩雪").format(roles=roles))
        self.add_comment()
        self.finish()
