"""The heads of a table of many narrow columns: side by side where they fit, else each upright.

Upright, Latin letters run upwards, Chinese characters stand one below the other as on a signboard.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionHeader, QTableView

from crmdesk.views import theme

_AIR = 8
LEAST = 46  # pixels of a column whose head is not upright


class NarrowHeader(QHeaderView):
    """The horizontal header of ``table``; ``make_room`` after each change of its width."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._upright = False
        theme.look(self, "dense")
        self.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumSectionSize(LEAST)

    @property
    def is_upright(self) -> bool:
        """Whether the heads are upright now."""
        return self._upright

    def make_room(self, room: int) -> None:
        """Set the heads upright if they would be wider than ``room`` side by side."""
        beside = super().sectionSizeFromContents
        upright = sum(max(beside(at).width(), LEAST) for at in range(self.count())) > room
        if self._upright != upright:
            self._upright = upright
            self.setMinimumSectionSize(self.fontMetrics().height() if upright else LEAST)
            mode = QHeaderView.ResizeMode.Stretch if upright else QHeaderView.ResizeMode.ResizeToContents
            self.setSectionResizeMode(mode)
            self.updateGeometry()

    def _words(self, at: int) -> str:
        return str(self.model().headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole))

    def sectionSizeFromContents(self, at: int) -> QSize:
        size = super().sectionSizeFromContents(at)
        if not self._upright:
            return size
        words, text = self.fontMetrics(), self._words(at)
        tall = words.horizontalAdvance(text) if text.isascii() else len(text) * words.height()
        return QSize(words.height(), tall + 2 * _AIR)

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        if not self._upright:
            super().paintSection(painter, rect, at)
            return
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect, option.section = rect, at
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, option, painter, self)
        painter.save()
        painter.setFont(theme.font(9.5))
        painter.setPen(QColor(theme.colours().secondary))
        text = self._words(at)
        if text.isascii():
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            place = QRect(_AIR, 0, rect.height() - _AIR, rect.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            below = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(rect.adjusted(0, 0, 0, -_AIR), below, "\n".join(text))
        painter.restore()
