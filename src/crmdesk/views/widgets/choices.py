"""Fields with few answers: one of a list, yes or no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from crmdesk.rules.worded import Worded
from crmdesk.views import theme
from crmdesk.views.widgets.field import Field
from crmdesk.words import _


class ChoiceBox(QComboBox):
    """A drop-down with a tinted arrow; the wheel scrolls the page and changes nothing by accident."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = theme.pixmap("chevron-down", theme.colours().secondary, 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)


class ChoiceField(Field):
    """One of ``choices``: a Worded enumeration or pairs (value, word). ``empty``: none may be chosen too."""

    editor: ChoiceBox

    def __init__(
        self, name: str, label: str, choices: type[Worded] | Sequence[tuple[Any, str]],
        parent: QWidget | None = None, *, empty: bool = True, **more: Any,
    ) -> None:  # fmt: skip
        self._choices: list[tuple[Any, str]] = []
        self._empty = empty
        super().__init__(name, label, parent, **more)
        self.set_choices(choices)
        self._saved = self.value()
        self.editor.currentIndexChanged.connect(self._edited)

    def _make_editor(self) -> QWidget:
        return ChoiceBox(self)

    def set_choices(self, choices: type[Worded] | Sequence[tuple[Any, str]]) -> None:
        """Other answers; the one chosen stays if it is among them."""
        before = self.value()
        pairs = [(m, m.label) for m in choices] if isinstance(choices, type) else list(choices)
        self._choices = [(None, _("(未选)"))] * self._empty + pairs
        self.editor.blockSignals(True)
        self.editor.clear()
        self.editor.addItems([word for _value, word in self._choices])
        self.editor.blockSignals(False)
        self._show(before)

    def value(self) -> Any:
        at = self.editor.currentIndex()
        return self._choices[at][0] if 0 <= at < len(self._choices) else None

    def _show(self, value: Any) -> None:
        at = next((n for n, (v, _word) in enumerate(self._choices) if v == value), 0)
        self.editor.setCurrentIndex(at)

    def kept(self) -> Any:
        value = self.value()
        return None if value is None else str(value)

    def set_kept(self, kept: Any) -> None:
        self.set_value(next((v for v, _word in self._choices if v is not None and str(v) == kept), None))

    def words_of(self, value: Any) -> str:
        return next((word for v, word in self._choices if v == value and v is not None), "")


class YesNoField(Field):
    """A tick; the word stands beside it and the line above stays empty, so that rows keep their line.

    ``set_alone``: nothing stands beside it in its row, so there is no line above either.
    """

    editor: QCheckBox

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, alone: bool = False, **more: Any
    ) -> None:
        super().__init__(name, label, parent, **more)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        self._caption.removeWidget(self._dot)
        self._box.insertLayout(self._box.indexOf(self.editor), beside)
        for part in (self.editor, self._dot):
            self._box.removeWidget(part)
            beside.addWidget(part)
        beside.addStretch(1)
        self.set_alone(alone)

    def set_alone(self, alone: bool) -> None:
        """Whether the field has its row for itself."""
        self._word.setVisible(not alone)

    def _make_editor(self) -> QWidget:
        self._word.setText(" ")
        box = QCheckBox(self.label, self)
        box.setMinimumHeight(30)
        box.toggled.connect(self._edited)
        return box

    def value(self) -> Any:
        return self.editor.isChecked()

    def _show(self, value: Any) -> None:
        self.editor.setChecked(bool(value))

    def words_of(self, value: Any) -> str:
        return _("是") if value else _("否")
