"""What a step of a complaint still asks for: whose decision on paper, the reason, the number of the head office."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.rules.complaint import FLOW, Complaint
from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.header import with_key
from crmdesk.views.widgets.fields import CodeField, DateField, Field, LongTextField, TextField
from crmdesk.words import _, listed


class StepDialog(QDialog):
    """``answered(way, step)``: the way and the keyword arguments of its verb. It stays open until ``accept``."""

    answered = Signal(object, object)

    def __init__(self, way: Any, form: Complaint, asks_number: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._way = way
        self.setObjectName("complaint.step")
        self.setWindowTitle(way.title)
        self.setMinimumWidth(440)
        self._fields: dict[str, Field] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        self._box.setSpacing(theme.M)
        self._words(f"{way.title} {form.title}", "heading")
        if form.dealer_name:
            self._words(form.dealer_name, "secondary")
        if asks_number:
            self._add(CodeField("complaint.step.number", _("客诉编号"), self, required=True,
                                help=_("总公司给的编号:两位年、两位月、流水号"), clause="CP 三"))  # fmt: skip
        if way.by_proxy:
            self._ask_whose(way.name)
        reason = _("原因") if way.needs_comment else _("说明")
        self._add(LongTextField("complaint.step.comment", reason, self, lines=2, required=way.needs_comment))
        self._box.addStretch(1)
        self._box.addLayout(self._buttons())
        next(iter(self._fields.values())).editor.setFocus()

    def _ask_whose(self, name: str) -> None:
        roles = listed(role.label for role in sorted(FLOW.transition(name).roles, key=str))
        self._words(_("这一步由{roles}在纸面上办理,您代为录入。").format(roles=roles), "secondary")
        whose = TextField("complaint.step.on_behalf_of", _("替谁办理"), self, required=True)
        whose.set_placeholder(_("例如 {roles} 韩雪").format(roles=roles))
        self._add(whose)
        signed = DateField("complaint.step.paper_signed_on", _("纸面签字日期"), self, required=True)
        signed.set_saved(today())
        self._add(signed)

    def _add(self, field: Field) -> None:
        self._fields[field.key] = field
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box.addWidget(field)

    def _words(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        theme.look(label, role)
        self._box.addWidget(label)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self._go = QPushButton(_("先不办(&C)"), self), QPushButton(with_key(self._way.title, "Y"), self)
        cancel.setObjectName("complaint.step.cancel")
        cancel.clicked.connect(self.reject)
        self._go.setObjectName("complaint.step.go")
        self._go.setAccessibleName(self._way.title)
        self._go.setDefault(True)
        theme.look(self._go, "main")
        self._go.clicked.connect(self._answer)
        row.addWidget(cancel)
        row.addWidget(self._go)
        self.setTabOrder(self._go, cancel)
        return row

    def _answer(self) -> None:
        unreadable = [field for field in self._fields.values() if field.check()]
        if unreadable:
            unreadable[0].editor.setFocus()
            return
        self._go.setEnabled(False)
        values = {key: field.value() for key, field in self._fields.items()}
        self.answered.emit(
            self._way, {key: value for key, value in values.items() if value not in (None, "")}
        )

    def refuse(self, error: BaseException) -> bool:
        """Show what is wrong with what was typed here; False where the failure is about something else."""
        self._go.setEnabled(True)
        said: dict[str, str] = {}
        if isinstance(error, Incomplete):
            said = {problem.field: problem.sentence for problem in error.problems}
        elif isinstance(error, Refused) and error.field:
            said = {error.field: str(error)}
        mine = {key: sentence for key, sentence in said.items() if key in self._fields}
        if not mine or len(mine) < len(said):
            return False
        for key, field in self._fields.items():
            field.set_problem(mine.get(key, ""))
        self._fields[next(iter(mine))].editor.setFocus()
        return True
