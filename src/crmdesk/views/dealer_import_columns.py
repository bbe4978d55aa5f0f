"""One line per column of the file: what it is to us and why, to be corrected where the program was wrong."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QLabel,
    QListView,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.elided import Elided
from crmdesk.words import N_, _

_HEADS = (N_("列"), N_("列名"), N_("内容举例"), N_("导入为"), N_("依据"), N_("能读出"))
_TITLES = {column.key: column.label for column in COLUMNS}
_TURN_SECONDS = 0.015
_STRETCH = (0, 2, 4, 2, 4, 1)


class FieldBox(ChoiceBox):
    """Which field of ours a column is; typing narrows the list, what fits nothing is taken back."""

    picked = Signal(str, object)  # letter of the column, field or None

    def __init__(self, letter: str, header: str, fields: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = letter
        self.setObjectName(f"dealer.import.column.{letter}")
        self.setAccessibleName(_("{letter} 列「{header}」导入为").format(letter=letter, header=header))
        self.setModel(fields)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # it costs more than all the rest: made when someone comes to type
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._picked)
        self.lineEdit().returnPressed.connect(self._settle)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.completer() is None:
            self.setCompleter(self._make_completer())
        super().focusInEvent(event)

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        theme.look(popup, "choices")
        completer.setPopup(popup)
        completer.activated[QModelIndex].connect(self._completed)
        return completer

    def show_field(self, field: str | None) -> None:
        """Show what the column is now."""
        self.setCurrentIndex(max(self.findData(field), 0) if field else 0)
        self.lineEdit().setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Take what was typed: the field of that name, else the first that holds it, else what stood before."""
        typed = self.lineEdit().text().strip()
        if typed == self.itemText(self.currentIndex()):
            return
        at = self.findText(typed)
        if at < 0 and typed:
            at = self.findText(typed, Qt.MatchFlag.MatchContains)
        if at < 0:
            self.lineEdit().setText(self.itemText(self.currentIndex()))
            return
        self.setCurrentIndex(at)
        self._picked(at)

    def _completed(self, index: QModelIndex) -> None:
        at = self.findText(index.data())
        if at >= 0:
            self.setCurrentIndex(at)
            self._picked(at)

    def _picked(self, at: int) -> None:
        self.picked.emit(self._letter, self.itemData(at))


class ColumnList(QScrollArea):
    """``corrected(letter, field or None)`` when a person chose another field for a column.

    The lines are made a few at a time, so that the window never stands still.
    """

    corrected = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dealer.import.columns")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lines: dict[str, _Line] = {}
        self._waiting: list[tuple[int, Any]] = []
        self._newest: dict[str, tuple[Any, int]] = {}
        self._fields = _fields(self)
        self._inside = QWidget(self)
        theme.look(self._inside, "clear")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.XS)
        for at, (words, stretch) in enumerate(zip(_HEADS, _STRETCH, strict=True)):
            head = QLabel(_(words), self._inside)
            theme.look(head, "label")
            self._grid.addWidget(head, 0, at)
            self._grid.setColumnStretch(at, stretch)
        box = QVBoxLayout(self._inside)
        box.setContentsMargins(0, theme.S, theme.S, 0)
        box.addLayout(self._grid)
        box.addStretch(1)
        self.setWidget(self._inside)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make_some)

    def show_file(self, columns: Sequence[Any]) -> None:
        """The columns of another file, sheet or header row."""
        for line in self._lines.values():
            line.remove()
        self._lines, self._newest = {}, {}
        self._waiting = list(enumerate(columns, 1))
        self.verticalScrollBar().setValue(0)
        self._make_some()

    def show_matches(self, columns: Sequence[Any], unread: Mapping[str, int]) -> None:
        """The same columns after a correction; ``unread`` counts cells that could not be read, by column."""
        for match in columns:
            self._newest[match.letter] = (match, unread.get(match.letter, 0))
            if match.letter in self._lines:
                self._lines[match.letter].show_match(*self._newest[match.letter])

    def _make_some(self) -> None:
        begun = monotonic()
        while self._waiting and monotonic() - begun < _TURN_SECONDS:
            at, match = self._waiting.pop(0)
            line = _Line(match, self._fields, self._inside, self._grid, at)
            line.box.picked.connect(self.corrected)
            self._lines[match.letter] = line
            if match.letter in self._newest:
                line.show_match(*self._newest[match.letter])
        if self._waiting:
            self._soon.start()


def _fields(parent: QWidget) -> QStandardItemModel:
    """(不导入) and every field of a dealer, for all boxes together."""
    fields = QStandardItemModel(parent)
    for key in (None, *FIELDS):
        item = QStandardItem(_(_TITLES[key]) if key else _("(不导入)"))
        item.setData(key, Qt.ItemDataRole.UserRole)
        fields.appendRow(item)
    return fields


class _Line:
    """The widgets of one line of the grid."""

    def __init__(
        self, match: Any, fields: QStandardItemModel, parent: QWidget, grid: QGridLayout, at: int
    ) -> None:
        self._letter, self._header = QLabel(match.letter, parent), QLabel(parent)
        self._samples = Elided("", parent)
        self._reason, self._share = QLabel(parent), QLabel(parent)
        header = " ".join(match.header.split())
        self._header.setText(header or _("(没有列名)"))
        self._header.setWordWrap(True)
        self._header.setMinimumWidth(parent.fontMetrics().horizontalAdvance(_("客户名称")))
        self._samples.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._samples.setText(" · ".join(" ".join(sample.split()) for sample in match.samples) or _("(空列)"))
        self._reason.setWordWrap(True)
        self._reason.setMinimumWidth(parent.fontMetrics().horizontalAdvance(_("列名完全相同")))
        self.box = FieldBox(match.letter, header, fields, parent)
        for label, role in ((self._letter, "secondary"), (self._samples, "small"), (self._reason, "small")):
            theme.look(label, role)
        self.widgets = (self._letter, self._header, self._samples, self.box, self._reason, self._share)
        for column, widget in enumerate(self.widgets):
            grid.addWidget(widget, at, column)
        self.show_match(match, 0)

    def show_match(self, match: Any, unread: int) -> None:
        """What the column is now, why, and how much of it can be read.

        The share of a column as recognised is known; where a person chose, the rehearsal counts ``unread`` cells.
        """
        if str(match.how) != "chosen":
            unread = round((1 - match.parsed_share) * match.filled)
        self.box.show_field(match.field)
        self._reason.setText(match.reason)
        self._share.setText(_share(match, unread))
        self._share.setToolTip(_("{count} 格读不出,见「问题」").format(count=unread) if unread else "")
        theme.look(self._share, "problem" if unread else "small")
        theme.look(self._header, "strong" if match.field else "secondary")

    def remove(self) -> None:
        """Take the line away."""
        for widget in self.widgets:
            widget.hide()
            widget.deleteLater()


def _share(match: Any, unread: int) -> str:
    """98 %: the part of the filled cells that can be read; nothing where the column is not imported."""
    if not match.field or not match.filled:
        return ""
    if not unread:
        return "100 %"
    return f"{min(99, (match.filled - unread) * 100 // match.filled)} %"
