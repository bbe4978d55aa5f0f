"""The grid of all rows: made of a review a hundred at a time, however long the list is."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from crmdesk.views import theme
from crmdesk.views.dealer_import_lines import GRID_COLUMNS, PILLS
from crmdesk.views.widgets.cell import Cell
from crmdesk.views.widgets.rows import BLOCK
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import _


class RowTable(WindowedTable):
    """``took_back()`` after Ctrl+Z. ``take_back_is_possible`` says whether that key is ours just now."""

    took_back = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, GRID_COLUMNS, parent, unit=_("行"), pills=PILLS)
        self.setAccessibleName(_("名单的每一行"))
        self.cell = _RowCell(self)
        self.setItemDelegate(self.cell)
        self.take_back_is_possible: Callable[[], bool] = lambda: False
        self._places: Sequence[int] = ()
        self._line: Callable[[int], Any] | None = None
        self.rows.wanted.connect(self._make)

    def show_places(self, places: Sequence[int], line: Callable[[int], Any], *, same: bool = False) -> None:
        """Show these; ``line(place)`` makes one when it comes into sight. ``same``: the same rows after a change."""
        self._places, self._line = places, line
        if same and len(places) == self.rows.rowCount():
            self.rows.age()
            for offset in self._blocks_in_sight():
                self._make(offset, BLOCK)
        else:
            at = self.currentIndex()
            self.rows.restart(len(places), [line(place) for place in places[:BLOCK]])
            if places:
                self.go_to(min(max(at.row(), 0), len(places) - 1), max(at.column(), 0))
        self.counted.emit(len(places))

    def go_to(self, at: int, column: int = -1) -> None:
        """Put the cursor on a row and select it alone."""
        shown = column if column >= 0 else max(self.currentIndex().column(), 0)
        index = self.rows.index(at, shown)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def chosen_places(self) -> list[int]:
        """The places of the selected rows, in order, however many."""
        spans = sorted((span.top(), span.bottom()) for span in self.selectionModel().selection())
        return [place for first, last in spans for place in self._places[first : last + 1]]

    @property
    def place(self) -> int:
        """The place of the row under the cursor, -1 where there is none."""
        at = self.currentIndex().row()
        return self._places[at] if 0 <= at < len(self._places) else -1

    @property
    def current_column(self) -> str:
        """The key of the column in which the cursor stands."""
        at = self.currentIndex().column()
        return GRID_COLUMNS[at].key if 0 <= at < len(GRID_COLUMNS) else ""

    def _make(self, offset: int, limit: int) -> None:
        if self._line is not None:
            self.rows.take(offset, [self._line(place) for place in self._places[offset : offset + limit]])

    def _blocks_in_sight(self) -> list[int]:
        first, last = self._in_sight()
        return [block * BLOCK for block in range(first // BLOCK, max(last, first) // BLOCK + 1)]

    def event(self, event: QEvent) -> bool:
        if (
            event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and self.take_back_is_possible()
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.took_back.emit()
            return True
        return super().event(event)


class _RowCell(Cell):
    """Pills in the tone of their word, and a frame around the cell in which the cursor stands."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(table, table.rows, PILLS)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 0, -2, -2))

    def _tone(self, key: str, value: Any) -> str:
        return str(getattr(value, "tone", "grey"))
