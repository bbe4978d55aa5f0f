"""A year in twelve small months; arrow keys walk from day to day."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from crmdesk.views import theme
from crmdesk.views.days import heads, month_name, today
from crmdesk.words import _

CELL_W, CELL_H, GAP, GAP_BELOW = 27, 21, 20, 12  # twelve months and the row of buttons fit 1280×800


class YearView(QWidget):
    """``chosen(day)`` when another day is under the cursor."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calendar.year")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.day = today()
        self._known: Any = None
        self._across = 4
        theme.look_signals().changed.connect(self.update)

    def show_year(self, known: Any) -> None:
        """Show the answer of ``workday.year``; the cursor goes to the same day of that year."""
        self._known = known
        if self.day.year != known.year:
            last = monthrange(known.year, self.day.month)[1]
            self.day = self.day.replace(year=known.year, day=min(self.day.day, last))
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(_("工作日历 {day}").format(day=self.day.isoformat()))

    # --- sizes ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        lines = -(-12 // self._across)
        return QSize(self._across * (7 * CELL_W + GAP), lines * (8 * CELL_H + GAP_BELOW))

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * CELL_W + GAP, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = max(1, min(4, (self.width() + GAP) // (7 * CELL_W + GAP)))
        if across != self._across:
            self._across = across
            self.updateGeometry()

    def _corner(self, month: int) -> QPoint:
        line, column = divmod(month - 1, self._across)
        return QPoint(column * (7 * CELL_W + GAP), line * (8 * CELL_H + GAP_BELOW))

    def _rect(self, day: date) -> QRect:
        corner = self._corner(day.month)
        week = (day.day - 1 + day.replace(day=1).weekday()) // 7
        return QRect(corner.x() + day.weekday() * CELL_W, corner.y() + (week + 2) * CELL_H, CELL_W, CELL_H)

    def day_at(self, place: QPoint) -> date | None:
        """The day under a point; None between the months."""
        for month in range(1, 13):
            corner = self._corner(month)
            if QRect(corner, QSize(7 * CELL_W, 8 * CELL_H)).contains(place):
                inside = place - corner
                first = date(self._known.year, month, 1)
                number = (inside.y() // CELL_H - 2) * 7 + inside.x() // CELL_W - first.weekday() + 1
                return (
                    date(first.year, month, number)
                    if 1 <= number <= monthrange(first.year, month)[1]
                    else None
                )
        return None

    # --- drawing --------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._known is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_month(painter, month)

    def _paint_month(self, painter: QPainter, month: int) -> None:
        c, corner = theme.colours(), self._corner(month)
        painter.setFont(theme.font(bold=True))
        painter.setPen(QColor(c.text))
        head = QRect(corner, QSize(7 * CELL_W, CELL_H))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, month_name(month))
        painter.setFont(theme.font(theme.SMALL_PT))
        painter.setPen(QColor(c.secondary))
        for at, word in enumerate(heads()):
            place = QRect(corner.x() + at * CELL_W, corner.y() + CELL_H, CELL_W, CELL_H)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)
        painter.setFont(theme.font(9.5))
        for number in range(1, monthrange(self._known.year, month)[1] + 1):
            self._paint_day(painter, date(self._known.year, month, number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        from crmdesk.views.shell.calendar_part import is_off

        c, rect = theme.colours(), self._rect(day)
        inner = rect.adjusted(2, 1, -2, -1)
        off = is_off(self._known, day)
        ink, ground = c.text, ""
        if day in self._known.off:
            ink, ground = c.red, c.red_soft
        elif day in self._known.made_up:
            ink, ground = c.amber, c.amber_soft
        elif off:
            ink = c.secondary
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(inner, 3, 3)
        if day in self._known.edited:
            painter.setBrush(QColor(c.accent))
            painter.drawEllipse(inner.right() - 5, inner.top() + 1, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if day == self.day:
            painter.setPen(QPen(QColor(c.accent), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(inner, 3, 3)
        elif day == today():
            painter.setPen(QPen(QColor(c.secondary), 1))
            painter.drawRoundedRect(inner, 3, 3)
        painter.setPen(QColor(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day))

    # --- what a person does ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        if event.key() in steps:
            self._go(self.day + timedelta(days=steps[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint()) if self._known is not None else None
        if day is not None:
            self._go(day)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._known is not None:
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), self._known.names.get(day, "") if day else "", self)
            return True
        return super().event(event)

    def _go(self, day: date) -> None:
        self.day = day
        self._say()
        self.update()
        self.chosen.emit(day)
