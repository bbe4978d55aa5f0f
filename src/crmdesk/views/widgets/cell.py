"""How a table cell is drawn: text with …, numbers at the right, states as pills, a grey bar for what comes.

A jump in a list paints some three hundred cells within one frame of 16 ms, so nothing is made per cell that
can be kept: pens per theme, shortened texts per width.
"""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.rules.columns import Kind
from crmdesk.views import theme
from crmdesk.views.widgets.pill import paint_pill, tone_of
from crmdesk.views.widgets.rows import Rows, shown

PAD = 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_SELECTED = QStyle.StateFlag.State_Selected
_KEPT = 4000


class Cell(QStyledItemDelegate):
    """The delegate of ``WindowedTable``. ``tones`` names a tone per column key: ``{"is_urgent": "red"}``."""

    def __init__(self, parent: QWidget, rows: Rows, pills: frozenset[str] = frozenset()) -> None:
        super().__init__(parent)
        self._rows = rows
        self.pills = pills
        self.tones: dict[str, str] = {}
        self._font = theme.font()
        self._small = theme.font(9.5)
        self._words, self._small_words = QFontMetrics(self._font), QFontMetrics(self._small)
        self._fitting: dict[tuple[str, int], str] = {}
        self._take_colours()
        theme.look_signals().changed.connect(self._take_colours)

    def _take_colours(self) -> None:
        c = theme.colours()
        self.line, self.text = QPen(QColor(c.line)), QPen(QColor(c.text))
        self.selection = QColor(c.selection)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect
        if option.state & _SELECTED:
            painter.fillRect(rect, self.selection)
        painter.setPen(self.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        row = self._rows.row(index.row())
        if row is None:
            _paint_coming(painter, rect, index)
            return
        column = self._rows.columns[index.column()]
        value = getattr(row, column.key)
        text = shown(column, value)
        if not text:
            return
        if column.key in self.pills or column.key in self.tones:
            self._paint_pill(painter, rect, text, self._tone(column.key, value))
            return
        if column.kind is Kind.LONG_TEXT:
            text = text.replace("\n", " ")
        inside = rect.adjusted(PAD, 0, -PAD, -1)
        painter.setPen(self.text)
        painter.setFont(self._font)
        painter.drawText(inside, _RIGHT if column.is_number else _LEFT, self._fit(text, inside.width()))

    def tone(self, key: str, value: Any) -> str:
        """The tone of a pill."""
        return self._tone(key, value)

    def _tone(self, key: str, value: Any) -> str:
        return self.tones.get(key) or tone_of(value)

    def _fit(self, text: str, width: int) -> str:
        found = self._fitting.get((text, width))
        if found is None:
            if len(self._fitting) > _KEPT:
                self._fitting.clear()
            found = self._words.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._fitting[text, width] = found
        return found

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        width = min(self._small_words.horizontalAdvance(text) + 18, rect.width() - 8)
        height = min(20, rect.height() - 6)
        place = QRectF(rect.left() + PAD - 2, rect.top() + (rect.height() - height) / 2, width, height)
        painter.setFont(self._small)
        paint_pill(painter, place, text, tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme.row_height())


def _paint_coming(painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours().grey_soft))
    painter.drawRoundedRect(coming_bar(rect, index.row(), index.column()), 4, 4)


def coming_bar(rect: QRect, row: int, column: int) -> QRectF:
    """A skeleton bar, its width differing from row to row, so that it looks like text that is coming."""
    share = 0.35 + ((row * 7 + column * 13) % 10) / 20
    return QRectF(rect.left() + PAD, rect.center().y() - 4, (rect.width() - 2 * PAD) * share, 8)
