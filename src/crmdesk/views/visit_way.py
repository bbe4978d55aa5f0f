"""Taking a step of a day or a case: asks for words where the step needs them, then asks its verb."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.header import with_key
from crmdesk.views.page import Page
from crmdesk.views.widgets.fields import DateField, Field, LongTextField, TextField
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


class StepTaker(QObject):
    """``take(way, record)`` for a subject; ``taken(record)`` after it, ``refused(error)`` where it was not taken."""

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, page: Page, subject: str) -> None:
        super().__init__(page)
        self._page, self._subject = page, subject
        self._dialog: StepDialog | None = None
        self._record: Any = None
        self._given: dict[str, Any] = {}
        self._under_way = False

    def icon_of(self, name: str) -> str:
        """The icon of a step."""
        return ICONS.get(name, "arrow-right")

    def take(self, way: Any, record: Any, **given: Any) -> None:
        """Take ``way``; a dialog first where the step needs words. Pressed twice, it is taken once."""
        if self._under_way or self._dialog is not None:
            return
        self._record, self._given = record, given
        if not (way.by_proxy or way.needs_comment):
            self._ask(way, {})
            return
        self._dialog = StepDialog(self._subject, way, record.title, self._page.window())
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
        self._page.say(_(DONE[way.name]).format(title=record.title))

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


class StepDialog(QDialog):
    """``answered(way, step)``: the way and the keyword arguments of its verb. It stays open until ``accept``."""

    answered = Signal(object, object)

    def __init__(self, subject: str, way: Any, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._way = way
        self.setObjectName(f"{subject}.step")
        self.setWindowTitle(way.title)
        self.setMinimumWidth(440)
        self._fields: dict[str, Field] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        self._box.setSpacing(theme.M)
        head = QLabel(f"{way.title} {title}", self)
        head.setWordWrap(True)
        theme.look(head, "heading")
        self._box.addWidget(head)
        if way.by_proxy:
            whose = TextField(f"{subject}.step.on_behalf_of", _("替谁办理"), self, required=True)
            whose.set_placeholder(_("纸面上签字的人"))
            signed = DateField(f"{subject}.step.paper_signed_on", _("纸面签字日期"), self, required=True)
            self._add(whose)
            self._add(signed)
            signed.set_saved(today())
        word = _("原因") if way.needs_comment else _("说明")
        self._add(LongTextField(f"{subject}.step.comment", word, self, lines=2, required=way.needs_comment))
        self._box.addStretch(1)
        self._box.addLayout(self._buttons(subject))
        next(iter(self._fields.values())).editor.setFocus()

    def _add(self, field: Field) -> None:
        self._fields[field.key] = field
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box.addWidget(field)

    def _buttons(self, subject: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self._go = QPushButton(_("先不办(&C)"), self), QPushButton(with_key(self._way.title, "Y"), self)
        cancel.setObjectName(f"{subject}.step.cancel")
        cancel.setAccessibleName(_("先不办"))
        cancel.clicked.connect(self.reject)
        self._go.setObjectName(f"{subject}.step.go")
        self._go.setAccessibleName(self._way.title)
        self._go.setDefault(True)
        theme.look(self._go, "main")
        self._go.clicked.connect(self._answer)
        row.addWidget(cancel)
        row.addWidget(self._go)
        self.setTabOrder(self._go, cancel)
        return row

    def _answer(self) -> None:
        for field in self._fields.values():
            if field.required and field.is_empty() and not field.unreadable():
                field.set_problem(_("{field}还没有填写").format(field=field.label))
            if field.unreadable() or (field.required and field.is_empty()):
                field.editor.setFocus()
                return
        self._go.setEnabled(False)
        values = {key: field.value() for key, field in self._fields.items()}
        self.answered.emit(self._way, {key: value for key, value in values.items() if value not in (None, "")})

    def refuse(self, error: BaseException) -> bool:
        """Show what is wrong with what was typed here; False where the failure is about something else."""
        self._go.setEnabled(True)
        said: dict[str, str] = {}
        if isinstance(error, Incomplete):
            said = {problem.field: problem.sentence for problem in error.problems}
        elif isinstance(error, Refused) and error.field:
            said = {error.field: str(error)}
        if not said or any(key not in self._fields for key in said):
            return False
        for key, field in self._fields.items():
            field.set_problem(said.get(key, ""))
        self._fields[next(iter(said))].editor.setFocus()
        return True
