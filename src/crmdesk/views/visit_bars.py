"""Bars of the execution rate: one line per row of the table, the worst first; a click opens what stands behind it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.rules.visit import Execution
from crmdesk.views import theme
from crmdesk.words import _, listed

_MOST = 12
_WIDEST = 560  # pixels: a longer bar is not read better
_GOOD, _FAIR = 90, 70  # percent


class Bars(QWidget):
    """``show_rows(rows)``; ``opened(row)`` after a click on a bar, or Enter on the one in front."""

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("执行率"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[Execution, ...] = ()
        self._at = 0

    def show_rows(self, rows: Sequence[Execution]) -> None:
        """Show the first dozen of those for which something was planned."""
        self._rows = tuple(row for row in rows if row.rate is not None)[:_MOST]
        self._at = 0
        said = (f"{row.name} {row.rate} %" for row in self._rows)
        self.setAccessibleDescription(listed(said, ";"))
        self.setVisible(bool(self._rows))
        self.updateGeometry()
        self.update()

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 8

    def sizeHint(self) -> QSize:
        return QSize(300, self._line * len(self._rows) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = painter.fontMetrics()
        name_room = min(max((words.horizontalAdvance(row.name) for row in self._rows), default=0), 180)
        right = words.horizontalAdvance(_("{done}/{planned}  {rate} %").format(done=888, planned=888, rate=100))
        room = min(self.width() - name_room - right - 32, _WIDEST)
        for at, row in enumerate(self._rows):
            top = 4 + at * self._line
            if at == self._at and self.hasFocus():
                painter.setPen(QPen(QColor(c.accent), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(1, top, self.width() - 2, self._line - 1), 4, 4)
            base = round(top + (self._line + words.ascent() - words.descent()) / 2)
            painter.setPen(QColor(c.text))
            painter.drawText(8, base, words.elidedText(row.name, Qt.TextElideMode.ElideRight, name_room))
            rate = row.rate or 0
            bar = QRectF(name_room + 20, top + 5, room, self._line - 11)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.grey_soft))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(getattr(c, tone_of_rate(rate))))
            bar.setWidth(room * min(rate, 100) / 100)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(c.text))
            said = _("{done}/{planned}  {rate} %").format(done=row.done, planned=row.due, rate=rate)
            painter.drawText(round(name_room + 32 + room), base, said)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int((event.position().y() - 4) // self._line)
        if 0 <= at < len(self._rows):
            self.opened.emit(self._rows[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = min(max(self._at + step, 0), len(self._rows) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.opened.emit(self._rows[self._at])
        else:
            super().keyPressEvent(event)


def tone_of_rate(rate: int) -> str:
    """Green from ninety percent, amber from seventy, red below."""
    return "green" if rate >= _GOOD else "amber" if rate >= _FAIR else "red"
