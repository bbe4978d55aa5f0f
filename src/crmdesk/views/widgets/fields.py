"""The fields of forms. Text here; dates, amounts, choices and dealers come from their own files.

One import serves a page: ``from crmdesk.views.widgets.fields import DateField, TextField, …``.
"""

import unicodedata
from math import ceil
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crmdesk.views.widgets.choices import ChoiceField, YesNoField
from crmdesk.views.widgets.dealer_picker import DealerPicker
from crmdesk.views.widgets.field import Field, Line
from crmdesk.views.widgets.typed import AmountField, DateField, IntegerField, QuantityField

__all__ = [
    "AmountField",
    "ChoiceField",
    "CodeField",
    "DateField",
    "DealerPicker",
    "Field",
    "IntegerField",
    "LongTextField",
    "PasswordField",
    "QuantityField",
    "TextField",
    "YesNoField",
]


MOST_LINES = 12
AROUND = 21  # frame, padding and the document's margin; less makes the last line scroll


class TextField(Field):
    """One line of text; value is the text without blanks around it."""

    editor: Line

    def _make_editor(self) -> QWidget:
        line = Line(self, self.unit)
        line.textChanged.connect(self._edited)
        return line

    def value(self) -> Any:
        return self.editor.text().strip()

    def _show(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text != self.editor.text():
            self.editor.setText(text)
            self.editor.setCursorPosition(0)

    def set_placeholder(self, text: str) -> None:
        """Grey words in the empty field."""
        self.editor.setPlaceholderText(text)

    def set_read_only(self, read_only: bool) -> None:
        self.editor.setReadOnly(read_only)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class CodeField(TextField):
    """Digits and letters that keep their leading zeros: codes, phones, accounts. Full width becomes half width."""

    def value(self) -> Any:
        return unicodedata.normalize("NFKC", self.editor.text()).strip()

    def _leave(self) -> None:
        if self.editor.text() != self.value():
            self.editor.setText(self.value())
        super()._leave()


class PasswordField(TextField):
    """A password; blanks belong to it."""

    def _make_editor(self) -> QWidget:
        line = super()._make_editor()
        assert isinstance(line, QLineEdit)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        return line

    def value(self) -> Any:
        return self.editor.text()


class _Paper(QPlainTextEdit):
    """Several lines; Tab goes on to the next field, as everywhere. It is as high as its text, up to a dozen lines."""

    def __init__(self, parent: QWidget, lines: int) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self, *_size: object) -> None:
        lines = round(self.document().size().height())  # a plain text document counts in lines
        shown = min(max(lines, self._lines), max(MOST_LINES, self._lines))
        self.setFixedHeight(ceil(QFontMetricsF(self.font()).lineSpacing() * shown) + AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)  # breaks the lines anew
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Ctrl+Enter saves the form
            return
        super().keyPressEvent(event)


class LongTextField(Field):
    """Several lines of text; ``lines`` says how many are seen at least, it grows with what is written there."""

    editor: _Paper

    def __init__(self, name: str, label: str, parent: QWidget | None = None, *, lines: int = 3, **more: Any):
        self._lines = lines
        super().__init__(name, label, parent, **more)

    def _make_editor(self) -> QWidget:
        paper = _Paper(self, self._lines)
        paper.textChanged.connect(self._edited)
        return paper

    def value(self) -> Any:
        return self.editor.toPlainText().strip()

    def _show(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text != self.editor.toPlainText():
            self.editor.setPlainText(text)

    def set_read_only(self, read_only: bool) -> None:
        self.editor.setReadOnly(read_only)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
