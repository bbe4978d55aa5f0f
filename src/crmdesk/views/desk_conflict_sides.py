"""The values of one conflict beside each other: whose, where and when; one is taken, or another is typed."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.rules.desks import ConflictKind, Head, OpenConflict
from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import parse_date
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.widgets.pill import Pill
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _

_WHY = {
    ConflictKind.FIELD: lambda: _("两台电脑都改了这一栏,改的时候不知道对方也在改。"),
    ConflictKind.STRUCK: lambda: _("一台电脑划掉了它,另一台电脑同时在改它。"),
    ConflictKind.STATE: lambda: _("两台电脑从同一步各自作了决定。"),
}


class Side(QFrame):
    """One of the values. ``taken(entry)``."""

    taken = Signal(object)

    def __init__(self, number: int, head: Head, parent: QWidget) -> None:
        super().__init__(parent)
        self.head = head
        theme.look(self, "card-now" if head.is_shown else "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        box.setSpacing(theme.S)
        top = QHBoxLayout()
        where = QLabel(head.desk, self)
        theme.look(where, "label")
        top.addWidget(where)
        if head.is_shown:
            top.addWidget(Pill(_("现在显示的是这个"), "blue", self))
        top.addStretch(1)
        box.addLayout(top)
        value, note = QLabel(head.words or _("(空)"), self), QLabel(self)
        value.setObjectName(f"desk_conflict.value.{number}")
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(value, "heading")
        note.setText(_("{person} 改于 {at}(按那台电脑的钟)").format(
            person=head.person, at=f"{in_china(head.at):%Y-%m-%d %H:%M}"))  # fmt: skip
        note.setWordWrap(True)
        theme.look(note, "small")
        box.addWidget(value)
        box.addWidget(note)
        box.addStretch(1)
        self.button = EnterButton(_("用这个(Alt+{n})").format(n=number + 1), self)
        self.button.setObjectName(f"desk_conflict.take.{number}")
        self.button.setAccessibleName(_("用 {desk} 的:{value}").format(desk=head.desk, value=head.words or _("(空)")))
        self.button.clicked.connect(self._take)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def _take(self) -> None:
        self.taken.emit(self.head.entry)


class Sides(QFrame):
    """``taken(entry)`` when a value is chosen, ``typed(value)`` when another one is given."""

    taken = Signal(object)
    typed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("desk_conflict.sides")
        self.conflict: OpenConflict | None = None
        self.sides: list[Side] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        self.heading, self.why = QLabel(self), QLabel(self)
        self.heading.setObjectName("desk_conflict.heading")
        self.why.setObjectName("desk_conflict.why")
        theme.look(self.heading, "heading")
        theme.look(self.why, "secondary")
        for label in (self.heading, self.why):
            label.setWordWrap(True)
            box.addWidget(label)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.M)
        box.addLayout(self._row, 1)
        box.addLayout(self._build_own())
        self.wrong = QLabel(self)
        self.wrong.setObjectName("desk_conflict.wrong")
        self.wrong.setWordWrap(True)
        theme.look(self.wrong, "problem")
        box.addWidget(self.wrong)
        self.hide()

    def _build_own(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        self._own_word, self.own = QLabel(_("都不对?另写一个:"), self), QLineEdit(self)
        self.own.setObjectName("desk_conflict.own")
        self.own.setAccessibleName(_("另写一个"))
        self.own.setMaximumWidth(420)
        self.own.returnPressed.connect(self._type)
        self._own_go = EnterButton(_("用我写的(&W)"), self)
        self._own_go.setObjectName("desk_conflict.own.go")
        self._own_go.clicked.connect(self._type)
        row.addWidget(self._own_word)
        row.addWidget(self.own, 1)
        row.addWidget(self._own_go)
        row.addStretch(1)
        return row

    def show_conflict(self, conflict: OpenConflict, reason: str) -> None:
        """Show this one; ``reason`` says why the person may not decide."""
        self.conflict = conflict
        self.heading.setText(f"{conflict.title} · {conflict.label}")
        suspended = _("裁决以前,批准暂缓执行。") if conflict.suspends else ""
        self.why.setText(_WHY[conflict.kind]() + suspended)
        self._clear()
        for number, head in enumerate(conflict.heads):
            side = Side(number, head, self)
            side.taken.connect(self.taken)
            side.button.setEnabled(not reason)
            side.button.setToolTip(reason)
            self._row.addWidget(side, 1)
            self.sides.append(side)
        self.own.clear()
        self.wrong.clear()
        for part in (self._own_word, self.own, self._own_go):
            part.setVisible(may_be_typed(conflict) and not reason)
        self.show()

    def clear(self) -> None:
        """Nothing to decide."""
        self.conflict = None
        self._clear()
        self.hide()

    def take(self, number: int) -> None:
        """The value at this place, from 0; nothing where there is none or it may not be taken."""
        if number < len(self.sides):
            self.sides[number].button.click()

    def say_wrong(self, sentence: str) -> None:
        """Why it was not taken."""
        self.wrong.setText(sentence)

    def _clear(self) -> None:
        self.sides.clear()
        while self._row.count():
            old = self._row.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.setObjectName("")
                old.deleteLater()

    def _type(self) -> None:
        if self.conflict is None:
            return
        try:
            value = read_as(self.conflict, self.own.text())
        except Refused as refusal:
            self.wrong.setText(str(refusal))
            return
        self.typed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit and digit in "123456789":
            self.take(int(digit) - 1)
        else:
            super().keyPressEvent(event)


def may_be_typed(conflict: OpenConflict) -> bool:
    """Whether another value can be written: texts and dates; numbers and choices are taken as they stand."""
    said = [head for head in conflict.heads if head.value not in (None, "")]
    plain = all(isinstance(head.value, str) and head.value == head.words for head in said)
    return conflict.kind is ConflictKind.FIELD and bool(said) and plain


def read_as(conflict: OpenConflict, text: str) -> Any:
    """What was typed as the journal writes it: a date where the values are dates, else the text."""
    said = [head.value for head in conflict.heads if head.value]
    if text.strip() and all(_is_date(value) for value in said):
        return parse_date(text, today(), None).isoformat()
    return text.strip()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


