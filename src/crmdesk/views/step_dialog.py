"""A dialog that asks what a step still needs: its head, its fields, and the two buttons below."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.header import with_key
from crmdesk.views.widgets.fields import DateField, Field, LongTextField, TextField
from crmdesk.words import _


class StepDialog(QDialog):
    """``answered(way, values)``: the way, and what was typed by key. It stays open until ``accept``.

    Whoever makes it adds the fields, then calls ``finish``; ``wrong`` says what is wrong with one of them.
    """

    answered = Signal(object, object)

    def __init__(self, subject: str, way: Any, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.way = way
        self.setObjectName(f"{subject}.step")
        self.setWindowTitle(way.title)
        self.setMinimumWidth(440)
        self.fields: dict[str, Field] = {}
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        self.box.setSpacing(theme.M)
        self.add_words(f"{way.title} {title}", "heading")

    # --- what is asked --------------------------------------------------------------------------------

    def add_words(self, text: str, role: str = "secondary") -> None:
        """A line of text."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        theme.look(label, role)
        self.box.addWidget(label)

    def add(self, field: Field) -> None:
        """One more field."""
        self.fields[field.key] = field
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.addWidget(field)

    def add_day(self, key: str, label: str) -> None:
        """A day, today at first."""
        field = DateField(f"{self.objectName()}.{key}", label, self, required=True)
        field.set_saved(today())
        self.add(field)

    def add_proxy(self, example: str = "") -> None:
        """Whose step on paper it is that is recorded here, and when he signed."""
        whose = TextField(f"{self.objectName()}.on_behalf_of", _("替谁办理"), self, required=True)
        whose.set_placeholder(example)
        self.add(whose)
        self.add_day("paper_signed_on", _("纸面签字日期"))

    def add_comment(self) -> None:
        """Words to the step: the reason where it needs one."""
        needed = self.way.needs_comment
        word = _("原因") if needed else _("说明")
        self.add(LongTextField(f"{self.objectName()}.comment", word, self, lines=2, required=needed))

    def finish(self) -> None:
        """The buttons; the cursor is in the first field."""
        go, cancel = QPushButton(with_key(self.way.title, "Y"), self), QPushButton(_("先不办(&C)"), self)
        cancel.setObjectName(f"{self.objectName()}.cancel")
        cancel.setAccessibleName(_("先不办"))
        cancel.clicked.connect(self.reject)
        go.setObjectName(f"{self.objectName()}.go")
        go.setAccessibleName(self.way.title)
        go.setDefault(True)
        theme.look(go, "main")
        go.clicked.connect(self._answer)
        self._go = go
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(go)
        self.box.addStretch(1)
        self.box.addLayout(row)
        next(iter(self.fields.values())).editor.setFocus()

    # --- what is answered -----------------------------------------------------------------------------

    def wrong(self, field: Field) -> str:
        """What is wrong with what stands in a field; empty where nothing is."""
        return field.unreadable()

    def _answer(self) -> None:
        for field in self.fields.values():
            said = self.wrong(field)
            if said:
                field.set_problem(said)
                field.editor.setFocus()
                return
        self._go.setEnabled(False)
        values = {key: field.value() for key, field in self.fields.items()}
        self.answered.emit(self.way, {key: value for key, value in values.items() if value not in (None, "")})

    def refuse(self, error: BaseException) -> bool:
        """Show what is wrong with what was typed here; False where the failure is about something else."""
        self._go.setEnabled(True)
        said: dict[str, str] = {}
        if isinstance(error, Incomplete):
            said = {problem.field: problem.sentence for problem in error.problems}
        elif isinstance(error, Refused) and error.field:
            said = {error.field: str(error)}
        if not said or not said.keys() <= self.fields.keys():
            return False
        for key, field in self.fields.items():
            field.set_problem(said.get(key, ""))
        self.fields[next(iter(said))].editor.setFocus()
        return True
