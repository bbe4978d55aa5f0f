"""A coloured word: state, class, badge. The colour is never alone, the word says the same."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crmdesk.views import theme

#: Tone of the members of our enumerations by their code; what is not named is grey.
TONES: dict[str, str] = {
    "A": "green", "B": "blue", "C": "grey",
    "active": "grey", "suspended": "amber", "lost": "red", "bankrupt": "red", "closed": "grey",
    "draft": "grey", "sent": "amber", "registered": "green", "void": "red",
    "quality": "blue", "non_quality": "grey",
    "open": "amber", "handed_in": "amber", "checked": "green", "answered": "blue",
    "desk_here": "blue", "desk_known": "green", "desk_gap": "amber", "desk_stranger": "grey", "desk_revoked": "red",
    "made": "blue", "received": "green", "applied": "green", "waiting": "amber", "missing": "red",
}  # fmt: skip


def tone_of(value: Any) -> str:
    """The tone of a value of an enumeration."""
    return TONES.get(str(value), "grey")


def paint_pill(painter: QPainter, rect: QRectF, text: str, tone: str) -> None:
    """Draw a pill that fills ``rect``."""
    ink, ground = theme.colours().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(ground))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # hairlines stay sharp
    painter.setPen(QColor(ink))
    words = painter.fontMetrics()
    left = rect.left() + (rect.width() - words.horizontalAdvance(text)) / 2
    painter.drawText(QPointF(left, rect.center().y() + (words.ascent() - words.descent()) / 2), text)


class Pill(QLabel):
    """A pill that stands by itself."""

    def __init__(self, text: str, tone: str = "grey", parent: QWidget | None = None, width: int = 0) -> None:
        super().__init__(text, parent)
        self._tone, self._width = tone, width
        self.setFont(theme.font(9.5))
        self.setAccessibleName(text)

    def set(self, text: str, tone: str) -> None:
        """Another word, another tone."""
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics()
        return QSize(max(self._width, words.horizontalAdvance(self.text()) + 24), words.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        height = min(self.height(), self.fontMetrics().height() + 2)
        rect = QRectF(0, (self.height() - height) / 2, self.width(), height)
        paint_pill(painter, rect, self.text(), self._tone)


def refill(row: QHBoxLayout, pills: tuple[tuple[str, str], ...], parent: QWidget) -> None:
    """Replace the pills of a row by others."""
    while row.count():
        old = row.takeAt(0).widget()
        if old is not None:
            old.deleteLater()
    for text, tone in pills:
        row.addWidget(Pill(text, tone, parent))
