"""Over the steps: which sheet and header, what was recognised, what would be written, what still waits."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _


class Head(QFrame):
    """``chosen(sheet, header row or None)`` when one of them was chosen anew, ``hidden_switched(on)``."""

    chosen = Signal(str, object)
    hidden_switched = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        box.setSpacing(theme.XS)
        line = QWidget(self)
        flow = Flow(line)
        flow.setSpacing(theme.L)
        self.sheet, self.header_row = ChoiceBox(self), QSpinBox(self)
        self.sheet.setObjectName("dealer.import.sheet")
        self.header_row.setObjectName("dealer.import.header_row")
        self.header_row.setRange(0, 1)
        self.header_row.setSpecialValueText(_("没有"))
        self.header_row.setKeyboardTracking(False)
        self.header_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.header_row.setFixedWidth(60)
        self.header_row.setToolTip(_("表头在第几行;按 ↑ ↓ 换一行,没有表头就填 0"))
        self.hidden = QCheckBox(_("隐藏的行也导入(&V)"), line)
        self.hidden.setObjectName("dealer.import.hidden")
        self.hidden.setMinimumHeight(self.sheet.sizeHint().height())
        self.figures = LineOfFigures("dealer.import.counts", line)
        self.figures.setFixedHeight(self.sheet.sizeHint().height())
        for words, editor in ((_("工作表(&T)"), self.sheet), (_("表头在第几行(&R)"), self.header_row)):
            flow.addWidget(_labelled(words, editor, line))
        flow.addWidget(self.hidden)
        flow.addWidget(self.figures)
        box.addWidget(line)
        self.notes = QLabel(self)
        self.notes.setObjectName("dealer.import.notes")
        self.notes.setWordWrap(True)
        theme.look(self.notes, "small")
        box.addWidget(self.notes)
        self.sheet.activated.connect(self._sheet_chosen)
        self.header_row.valueChanged.connect(self._row_chosen)
        self.hidden.toggled.connect(self.hidden_switched)

    def show_sheets(self, sheets: Sequence[Any], current: str) -> None:
        """The sheets of the file with their size; hidden ones say so."""
        self.sheet.clear()
        for info in sheets:
            words = _("{sheet}({rows} 行)").format(sheet=info.name, rows=f"{info.rows:,}")
            self.sheet.addItem(words + (_(" 已隐藏") if info.hidden else ""), info.name)
            if info.name == current:
                self.sheet.setCurrentIndex(self.sheet.count() - 1)
        self.sheet.setEnabled(len(sheets) > 1)

    def show_header_row(self, row: int, rows: int) -> None:
        """In which of so many rows the header stands."""
        self.header_row.blockSignals(True)
        self.header_row.setRange(0, max(rows, 1))
        self.header_row.setValue(row)
        self.header_row.blockSignals(False)

    def show_hidden(self, on: bool, *, any_hidden: bool) -> None:
        """Whether hidden rows are imported; not asked where there are none."""
        self.hidden.blockSignals(True)
        self.hidden.setChecked(on)
        self.hidden.blockSignals(False)
        self.hidden.setVisible(any_hidden)

    def show_notes(self, notes: Sequence[str]) -> None:
        """Sentences about the file as a whole."""
        self.notes.setText(" · ".join(dict.fromkeys(note for note in notes if note)))
        self.notes.setVisible(bool(self.notes.text()))

    def _sheet_chosen(self, at: int) -> None:
        self.chosen.emit(self.sheet.itemData(at), None)

    def _row_chosen(self, row: int) -> None:
        self.chosen.emit(self.sheet.currentData(), row)


class LineOfFigures(QWidget):
    """Words and numbers in one line: 读到 300  新增 295 …"""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setObjectName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show these instead of what stood there; none hides the line."""
        while len(self._labels) < len(figures):
            self._labels.append(self._pair(len(self._labels)))
        for at, (word, number) in enumerate(self._labels):
            shown = figures[at] if at < len(figures) else None
            word.setVisible(shown is not None)
            number.setVisible(shown is not None)
            if shown is not None:
                word.setText(shown[0])
                number.setText(shown[1])
        self.setVisible(bool(figures))
        self.setAccessibleName(" ".join(f"{word} {number}" for word, number in figures))
        self.updateGeometry()

    def _pair(self, at: int) -> tuple[QLabel, QLabel]:
        word, number = QLabel(self), QLabel(self)
        number.setObjectName(f"{self._name}.{at}")
        theme.look(word, "secondary")
        theme.look(number, "strong")
        if at:
            self._row.addSpacing(theme.S)
        self._row.addWidget(word)
        self._row.addWidget(number)
        return word, number


class Strip(QFrame):
    """A sentence with up to two buttons: ``first()``, ``second()``. The first has the focus where it is asked for."""

    first = Signal()
    second = Signal()

    def __init__(
        self, name: str, parent: QWidget, first: str, second: str = "", *, role: str = "notice"
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        theme.look(self, role)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.XS, theme.S, theme.XS)
        row.setSpacing(theme.S)
        self.words = QLabel(self)
        self.words.setObjectName(f"{name}.words")
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self.yes, self.no = EnterButton(self), EnterButton(self)
        for part, button, words, signal in (
            ("yes", self.yes, first, self.first), ("no", self.no, second, self.second),
        ):  # fmt: skip
            button.setText(words)
            button.setObjectName(f"{name}.{part}")
            button.setVisible(bool(words))
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say this; nothing hides the strip."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


def _labelled(words: str, editor: QWidget, parent: QWidget) -> QWidget:
    """A label with its mnemonic beside an editor."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    label = QLabel(words, holder)
    theme.look(label, "secondary")
    label.setBuddy(editor)
    row.addWidget(label)
    row.addWidget(editor)
    return holder
