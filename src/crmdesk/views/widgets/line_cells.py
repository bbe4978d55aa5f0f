"""The small editors that lines are typed into: text, code, number, one of a list, a tick.

Each says ``value()`` (None or "" or False where nothing stands), ``wrong()`` (why what was typed is no value),
``put(value)``, and its text for a draft.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from crmdesk.rules.columns import Kind
from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import format_amount, format_quantity, parse_amount, parse_quantity
from crmdesk.rules.worded import Worded
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.field import Line
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class LineColumn:
    """One column of lines. ``name`` is the attribute of the row; ``title`` the word above, translated.

    ``kind``: TEXT, CODE (half width), MONEY, QUANTITY, INTEGER, CHOICE, YES_NO. ``share`` of the width that is
    over, ``least`` width in digits. ``wanted``: what is said where the rest of the line stands and this does not.
    ``fixed``: shown, never typed.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    share: int = 3
    least: int = 8
    unit: str = ""
    choices: type[Worded] | None = None
    wanted: str = ""
    fixed: bool = False


class TextCell(Line):
    """A text; a code is taken in half width. ↑ and ↓ go to the same cell of the line above and below."""

    left = Signal()
    edited = Signal()
    stepped = Signal(int)

    def __init__(self, column: LineColumn, parent: QWidget) -> None:
        super().__init__(parent, column.unit)
        self.column = column
        self.textChanged.connect(self.edited)

    def value(self) -> Any:
        """What stands there."""
        text = self.text().strip()
        return unicodedata.normalize("NFKC", text) if self.column.kind is Kind.CODE else text

    def wrong(self) -> str:
        """Nothing is wrong with a text."""
        return ""

    def put(self, value: Any) -> None:
        """Show a value; its beginning is seen, not its end."""
        self.show_kept(self._in_words(value))

    def kept(self) -> str:
        """The text as it stands."""
        return self.text()

    def show_kept(self, text: str) -> None:
        """Show a text, half-typed or not."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def allow(self, typed: bool) -> None:
        """To be typed into, or only read."""
        self.setReadOnly(not typed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.column.fixed else Qt.FocusPolicy.StrongFocus)
        self.style().unpolish(self)
        self.style().polish(self)

    def _in_words(self, value: Any) -> str:
        return str(value or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class NumberCell(TextCell):
    """A number: read by a rule, written in full when left, at the right of its cell."""

    def __init__(self, column: LineColumn, parent: QWidget) -> None:
        super().__init__(column, parent)
        self._parse, self._words = _NUMBERS[column.kind]
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> Any:
        return self._reading()[0]

    def wrong(self) -> str:
        return self._reading()[1]

    def _reading(self) -> tuple[Any, str]:
        text = self.text().strip()
        try:
            return (self._parse(text) if text else None), ""
        except Refused as refusal:
            return None, str(refusal)

    def _in_words(self, value: Any) -> str:
        return self._words(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        number, wrong = self._reading()
        if not wrong:
            self.put(number)
        super().focusOutEvent(event)


class ChoiceCell(ChoiceBox):
    """One of the column's choices, or none yet."""

    left = Signal()
    edited = Signal()

    def __init__(self, column: LineColumn, parent: QWidget) -> None:
        super().__init__(parent)
        assert column.choices is not None
        self.column = column
        self._values: tuple[Worded | None, ...] = (None, *column.choices)
        self.addItems([_("(未选)"), *(member.label for member in column.choices)])
        self.currentIndexChanged.connect(self.edited)

    def value(self) -> Any:
        """The member chosen."""
        return self._values[self.currentIndex()]

    def wrong(self) -> str:
        """A choice can always be read."""
        return ""

    def put(self, value: Any) -> None:
        """Choose a member; None chooses none."""
        self.setCurrentIndex(self._values.index(value))

    def kept(self) -> str:
        """The member's own name."""
        return str(self.value() or "")

    def show_kept(self, text: str) -> None:
        """Choose what ``kept`` gave."""
        self.setCurrentIndex(next((n for n, member in enumerate(self._values) if member == text), 0))

    def allow(self, typed: bool) -> None:
        """To be chosen, or only read."""
        self.setEnabled(typed)


class TickCell(QCheckBox):
    """Yes or no."""

    left = Signal()
    edited = Signal()

    def __init__(self, column: LineColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self.toggled.connect(self.edited)

    def value(self) -> Any:
        """Whether it is ticked."""
        return self.isChecked()

    def wrong(self) -> str:
        """A tick can always be read."""
        return ""

    def put(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def kept(self) -> str:
        """One letter when ticked."""
        return "x" if self.isChecked() else ""

    def show_kept(self, text: str) -> None:
        """Tick what ``kept`` gave."""
        self.setChecked(bool(text))

    def allow(self, typed: bool) -> None:
        """To be ticked, or only read."""
        self.setEnabled(typed)


Cell = TextCell | ChoiceCell | TickCell


def cell(column: LineColumn, parent: QWidget) -> Cell:
    """The editor of a column."""
    if column.kind is Kind.CHOICE:
        return ChoiceCell(column, parent)
    if column.kind is Kind.YES_NO:
        return TickCell(column, parent)
    return (NumberCell if column.kind in _NUMBERS else TextCell)(column, parent)


def _whole(text: str) -> int:
    number = parse_quantity(text)
    if number != number.to_integral_value():
        raise Refused(
            _("「{text}」不是整数。").format(text=text), _("内容没有改动。"), _("请写整数,例如 12。"),
            code="typing.integer",
        )  # fmt: skip
    return int(number)


def _whole_in_words(value: int | None) -> str:
    return "" if value is None else format_quantity(Decimal(value))


_NUMBERS: dict[Kind, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    Kind.MONEY: (parse_amount, format_amount),
    Kind.QUANTITY: (parse_quantity, format_quantity),
    Kind.INTEGER: (_whole, _whole_in_words),
}
