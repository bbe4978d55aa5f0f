"""One of a few answers, each a button, answered by one key: 有 or 无, a mark from 1 to 5, several ticks.

One key answers and goes on to the next field, so that six questions are six keys. The widget takes no input
method: a Chinese one would swallow the letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.flow import Flow
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer: its value, the word on its button, the keys that choose it."""

    value: Any
    word: str
    keys: str = ""


def yes_no(yes: str, no: str, values: tuple[Any, Any] = ("yes", "no")) -> tuple[Pick, Pick]:
    """Yes by y, 1 or +; no by n, 0 or -."""
    return Pick(values[0], yes, "yY1+"), Pick(values[1], no, "nN0-")


class _Picks(QWidget):
    """The buttons. ``picked()`` when another answer is chosen."""

    picked = Signal()

    def __init__(self, picks: Sequence[Pick], parent: QWidget) -> None:
        super().__init__(parent)
        self.picks = tuple(picks)
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(theme.XS)
        self._buttons: list[QPushButton] = []
        for at, pick in enumerate(self.picks):
            button = QPushButton(pick.word, self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            theme.look(button, "pick")
            button.clicked.connect(partial(self._clicked, at))
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def name_buttons(self) -> None:
        """Each button is named after the field."""
        for at, (pick, button) in enumerate(zip(self.picks, self._buttons, strict=True)):
            button.setObjectName(f"{self.objectName()}.{at}")
            button.setAccessibleName(f"{self.accessibleName()} {pick.word}")

    def choose(self, at: int) -> None:
        """Show this answer; -1: none."""
        self.at = at
        for n, button in enumerate(self._buttons):
            button.setChecked(n == at)

    def _clicked(self, at: int, _checked: bool = False) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._take(at if at != self.at else -1)

    def _take(self, at: int) -> None:
        self.choose(at)
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        named = next((n for n, pick in enumerate(self.picks) if text and text in pick.keys), None)
        if named is not None:
            self._take(named)
            self.focusNextChild()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._take(min(max(self.at + step, 0), len(self.picks) - 1))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = theme.colours()
        wrong = self.property("wrong") == "true"
        if not self.hasFocus() and not wrong:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.red if wrong else c.accent), 2 if self.hasFocus() else 1))
        width = self._buttons[-1].geometry().right() + 3 if self._buttons else self.width()
        painter.drawRoundedRect(1, 1, width - 1, self.height() - 2, 4, 4)


class PickField(Field):
    """One of ``picks``; value: that of the answer, ``none`` where nothing is chosen."""

    editor: _Picks

    def __init__(
        self, name: str, label: str, picks: Sequence[Pick], parent: QWidget | None = None, *,
        none: Any = "", **more: Any,
    ) -> None:  # fmt: skip
        self._picks, self._none = tuple(picks), none
        super().__init__(name, label, parent, **more)
        self.editor.name_buttons()
        keys = _("按 {keys} 回答,Delete 清除").format(keys=" ".join(p.keys[:1].upper() for p in self._picks))
        self.editor.setToolTip(keys)

    def _make_editor(self) -> QWidget:
        made = _Picks(self._picks, self)
        made.picked.connect(self._edited)
        return made

    def value(self) -> Any:
        return self._picks[self.editor.at].value if self.editor.at >= 0 else self._none

    def _show(self, value: Any) -> None:
        self.editor.choose(next((n for n, pick in enumerate(self._picks) if pick.value == value), -1))

    def words_of(self, value: Any) -> str:
        return next((pick.word for pick in self._picks if pick.value == value), "")

    def is_empty(self) -> bool:
        return self.editor.at < 0


class _Ticks(QWidget):
    """Tick boxes beside each other."""

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self.boxes: dict[str, QCheckBox] = {}

    def offer(self, words: Sequence[str]) -> None:
        """These words; what is ticked stays ticked."""
        chosen = self.chosen()
        while self._flow.count():
            item = self._flow.takeAt(0)
            box = item.widget() if item is not None else None
            if box is not None:
                box.hide()
                box.deleteLater()
        self.boxes = {}
        for at, word in enumerate(dict.fromkeys((*words, *chosen))):
            box = QCheckBox(word, self)
            box.setObjectName(f"{self.objectName()}.{at}")
            box.setAccessibleName(f"{self.accessibleName()} {word}")
            box.setChecked(word in chosen)
            box.toggled.connect(self.ticked)
            self._flow.addWidget(box)
            self.boxes[word] = box
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def chosen(self) -> tuple[str, ...]:
        """The words that are ticked."""
        return tuple(word for word, box in self.boxes.items() if box.isChecked())


class TicksField(Field):
    """Several of some words; value: the words ticked, one per line."""

    editor: _Ticks

    def _make_editor(self) -> QWidget:
        made = _Ticks(self)
        made.ticked.connect(self._edited)
        return made

    def offer(self, words: Sequence[str]) -> None:
        """The words that can be ticked; one that was ticked and is not offered any more stays."""
        self.editor.offer(words)

    def value(self) -> Any:
        return "\n".join(self.editor.chosen())

    def _show(self, value: Any) -> None:
        wanted = [word for word in str(value or "").split("\n") if word]
        if any(word not in self.editor.boxes for word in wanted):
            self.editor.offer((*self.editor.boxes, *wanted))
        for word, box in self.editor.boxes.items():
            box.blockSignals(True)
            box.setChecked(word in wanted)
            box.blockSignals(False)

    def words_of(self, value: Any) -> str:
        return listed(word for word in str(value or "").split("\n") if word)
