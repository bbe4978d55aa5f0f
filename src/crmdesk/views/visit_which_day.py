"""Which day of whose handbook is to be written: for days that are written afterwards, and by the clerk."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.people import Person, Role
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.widgets.fields import ChoiceField, DateField
from crmdesk.words import _


class WhichDay(QDialog):
    """``answered(day, rep_id)``; for a representative it is his own day, ``rep_id`` None."""

    answered = Signal(object, object)

    def __init__(self, reps: Sequence[Person], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("visit_days.which")
        self.setWindowTitle(_("写哪一天的手册"))
        self.setMinimumWidth(360)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        box.setSpacing(theme.M)
        head = QLabel(_("写哪一天的手册"), self)
        theme.look(head, "heading")
        box.addWidget(head)
        self.day = DateField("visit_days.which.day", _("日期"), self, required=True)
        self.day.set_saved(today())
        box.addWidget(self.day)
        self.rep = ChoiceField("visit_days.which.rep_id", _("业务经理"), [(p.id, p.name) for p in reps], self, empty=False)
        self.rep.setVisible(bool(reps))
        box.addWidget(self.rep)
        row = QHBoxLayout()
        row.addStretch(1)
        for name, word, role, run in (
            ("cancel", _("取消(&C)"), "button", self.reject), ("go", _("打开(&O)"), "main", self._answer),
        ):  # fmt: skip
            button = QPushButton(word, self)
            button.setObjectName(f"visit_days.which.{name}")
            button.setAccessibleName(word.partition("(")[0])
            button.setDefault(name == "go")
            theme.look(button, role)
            button.clicked.connect(run)
            row.addWidget(button)
        box.addLayout(row)
        self.day.editor.setFocus()
        self.day.editor.selectAll()

    def _answer(self) -> None:
        if self.day.value() is None:
            self.day.check()
            self.day.editor.setFocus()
            return
        rep: UUID | None = self.rep.value() if self.rep.isVisibleTo(self) else None
        self.accept()
        self.answered.emit(self.day.value(), rep)


def representatives(people: Sequence[Person]) -> tuple[Person, ...]:
    """Those who have a handbook."""
    return tuple(person for person in people if person.is_active and Role.REP in person.roles)
