"""All rows in sight painted in one go, for ``WindowedTable``: what ``Cell`` draws, a third of its time.

A jump must cost less than one frame of 16 ms. Called once per cell, the way from Qt into Python and back takes
longer than the drawing; so this is called once, and keeps what comes again: pills and rows of grey bars as
pictures, widths of texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLine, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QTableView

from crmdesk.rules.columns import Column, Kind
from crmdesk.views import theme
from crmdesk.views.widgets.cell import PAD, Cell, coming_bar
from crmdesk.views.widgets.pill import paint_pill
from crmdesk.views.widgets.rows import Rows, shown

_KEPT = 4000
_BARS = 10  # rows of grey bars differ; the eleventh is like the first


@dataclass(frozen=True, slots=True)
class _Place:
    """A column in sight: its number, left edge and width."""

    at: int
    column: Column
    left: int
    width: int


class RowPainter:
    """Paints the rows of ``table`` as ``cell`` would."""

    def __init__(self, table: QTableView, rows: Rows, cell: Cell) -> None:
        self._table, self._rows, self._cell = table, rows, cell
        self._font, self._small = theme.font(), theme.font(9.5)
        self._words, self._small_words = QFontMetrics(self._font), QFontMetrics(self._small)
        self._widest = self._words.horizontalAdvance(chr(0x56FD))  # no character of ours is wider
        self._texts: dict[tuple[str, int], tuple[str, int]] = {}
        self._pills: dict[tuple[str, str, int, int], QPixmap] = {}
        self._bars: dict[int, QPixmap] = {}
        self._bars_of: object = None
        self._ratio = 0.0

    def forget(self) -> None:
        """Colours or heights have changed."""
        self._pills.clear()
        self._bars.clear()

    def paint(self, event: QPaintEvent) -> None:
        """Everything that the event asks for."""
        table, area = self._table, event.rect()
        if table.devicePixelRatioF() != self._ratio:  # another screen
            self._ratio = table.devicePixelRatioF()
            self.forget()
        first = table.rowAt(area.top())
        if first < 0:
            return
        last = table.rowAt(area.bottom())
        last = self._rows.rowCount() - 1 if last < 0 else last
        places = self._places(area)
        height, top = table.rowHeight(first), table.rowViewportPosition(first)
        lines = [(top + (at - first) * height, at, self._rows.row(at)) for at in range(first, last + 1)]
        painter = QPainter(table.viewport())
        self._paint_ground(painter, lines, places, height)
        known = [(y, row) for y, _at, row in lines if row is not None]
        for place in places:
            if place.column.key in self._cell.pills or place.column.key in self._cell.tones:
                self._paint_pills(painter, place, known, height)
            else:
                self._paint_texts(painter, place, known, height)
        painter.end()

    def _places(self, area: QRect) -> list[_Place]:
        table, found = self._table, []
        for at, column in enumerate(self._rows.columns):
            left, width = table.columnViewportPosition(at), table.columnWidth(at)
            if width and left <= area.right() and left + width > area.left() and not table.isColumnHidden(at):
                found.append(_Place(at, column, left, width))
        return found

    def _paint_ground(
        self, painter: QPainter, lines: Sequence[tuple[int, int, Any]], places: Sequence[_Place], height: int
    ) -> None:
        """Selection, grey bars where rows are on their way, and the hairlines."""
        left = min((place.left for place in places), default=0)
        right = max((place.left + place.width for place in places), default=0) - 1
        chosen = self._table.selectionModel()
        if chosen.hasSelection():
            for y, at, _row in lines:
                if chosen.isRowSelected(at):
                    painter.fillRect(left, y, right - left + 1, height, self._cell.selection)
        for y, at, row in lines:
            if row is None:
                painter.drawPixmap(left, y, self._bar(at % _BARS, left, right, places, height))
        painter.setPen(self._cell.line)
        painter.drawLines([QLine(left, y + height - 1, right, y + height - 1) for y, _at, _row in lines])

    def _paint_texts(
        self, painter: QPainter, place: _Place, known: Sequence[tuple[int, Any]], height: int
    ) -> None:
        column, room = place.column, place.width - 2 * PAD
        key, is_long, is_number = column.key, column.kind is Kind.LONG_TEXT, column.is_number
        base = (height - self._words.height()) // 2 + self._words.ascent()
        painter.setFont(self._font)
        painter.setPen(self._cell.text)
        for y, row in known:
            text = shown(column, getattr(row, key))
            if not text:
                continue
            if is_long:
                text = text.replace("\n", " ")
            left = place.left + PAD
            if is_number or len(text) * self._widest > room:
                text, width = self._fit(text, room)
                left += room - width if is_number else 0
            painter.drawText(left, y + base, text)

    def _fit(self, text: str, room: int) -> tuple[str, int]:
        """The text, shortened if it must be, and its width."""
        found = self._texts.get((text, room))
        if found is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            width = self._words.horizontalAdvance(text)
            short = text
            if width > room:
                short = self._words.elidedText(text, Qt.TextElideMode.ElideRight, room)
                width = self._words.horizontalAdvance(short)
            found = self._texts[text, room] = (short, width)
        return found

    def _paint_pills(
        self, painter: QPainter, place: _Place, known: Sequence[tuple[int, Any]], height: int
    ) -> None:
        column, tall = place.column, min(20, height - 6)
        for y, row in known:
            value = getattr(row, column.key)
            text = shown(column, value)
            if text:
                pill = self._pill(text, self._cell.tone(column.key, value), place.width - 8, tall)
                painter.drawPixmap(QPointF(place.left + PAD - 3, y + (height - tall) / 2 - 1), pill)

    def _pill(self, text: str, tone: str, room: int, tall: int) -> QPixmap:
        key = (text, tone, room, tall)
        if key not in self._pills:
            if len(self._pills) > _KEPT:
                self._pills.clear()
            width = min(self._small_words.horizontalAdvance(text) + 18, room)
            picture = self._canvas(width + 2, tall + 2)  # a pixel around it for its soft edge
            painter = QPainter(picture)
            painter.setFont(self._small)
            paint_pill(painter, QRectF(1, 1, width, tall), text, tone)
            painter.end()
            self._pills[key] = picture
        return self._pills[key]

    def _bar(self, kind: int, left: int, right: int, places: Sequence[_Place], height: int) -> QPixmap:
        """One row of grey bars."""
        layout = (left, right, height, tuple((place.left, place.width) for place in places))
        if layout != self._bars_of:
            self._bars_of = layout
            self._bars.clear()
        if kind not in self._bars:
            picture = self._canvas(right - left + 1, height)
            painter = QPainter(picture)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours().grey_soft))
            for place in places:
                rect = QRect(place.left - left, 0, place.width, height)
                painter.drawRoundedRect(coming_bar(rect, kind, place.at), 4, 4)
            painter.end()
            self._bars[kind] = picture
        return self._bars[kind]

    def _canvas(self, width: int, height: int) -> QPixmap:
        picture = QPixmap(round(max(width, 1) * self._ratio), round(max(height, 1) * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture
