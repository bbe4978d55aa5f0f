"""The stations of a case as one line of segments: done with a tick, the present one in colour, the rest grey."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.views import theme
from crmdesk.words import _, listed

_HEIGHT, _GAP = 28, 2


class StepBar(QWidget):
    """``set_steps(words, at)``: the station number ``at`` is the present one, those before it are done.

    ``at`` beyond the last word: all are done; -1: the case has left its way (void), nothing is coloured.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._words: tuple[str, ...] = ()
        self._at = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, words: Sequence[str], at: int) -> None:
        """Show these stations."""
        self._words, self._at = tuple(words), at
        now = self._words[at] if 0 <= at < len(self._words) else ""
        done = listed(self._words[: max(at, 0)])
        said = (
            _("现在:{step}").format(step=now) if now else "",
            _("已完成:{steps}").format(steps=done) if done else "",
        )
        self.setAccessibleName(_("步骤"))
        self.setAccessibleDescription(listed((part for part in said if part), ";"))
        self.setToolTip(self.accessibleDescription())
        self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics()
        return QSize(
            sum(words.horizontalAdvance(w) + 44 for w in self._words), max(_HEIGHT, words.height() + 8)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - _GAP * (len(self._words) - 1)) / len(self._words)
        for n, word in enumerate(self._words):
            self._paint(painter, QRectF(n * (width + _GAP), 0, width, self.height()), n, word)

    def _paint(self, painter: QPainter, rect: QRectF, n: int, word: str) -> None:
        c = theme.colours()
        ink, ground = c.secondary, c.grey_soft
        if n < self._at:
            ink, ground, word = c.accent, c.accent_soft, f"✓ {word}"
        elif n == self._at:
            ink, ground = c.on_accent, c.accent
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, 2, 2)
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(bold=n == self._at))
        text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, round(rect.width()) - 8)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
