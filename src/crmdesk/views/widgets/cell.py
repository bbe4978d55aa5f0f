"""How a table cell is drawn: text with …, numbers at the right, states as pills, a grey bar for what is coming."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.rules.columns import Kind
from crmdesk.views import theme
from crmdesk.views.widgets.pill import paint_pill, tone_of
from crmdesk.views.widgets.rows import ROW_ROLE, Rows, shown

_PAD = 10


class Cell(QStyledItemDelegate):
    """The delegate of ``WindowedTable``. ``tones`` may name a tone per column key: ``{"is_urgent": "red"}``."""

    def __init__(self, parent: QWidget, pills: frozenset[str] = frozenset()) -> None:
        super().__init__(parent)
        self.pills = pills
        self.tones: dict[str, str] = {}
        self._font = theme.font()
        self._small = theme.font(9.5)
        self._small_words = QFontMetrics(self._small)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c, rows, rect = theme.colours(), index.model(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(c.selection))
        painter.setPen(QColor(c.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        assert isinstance(rows, Rows)
        row = index.data(ROW_ROLE)
        if row is None:
            _paint_coming(painter, rect, index)
        else:
            column = rows.columns[index.column()]
            value = getattr(row, column.key)
            text = shown(column, value)
            if text and (column.key in self.pills or column.key in self.tones):
                self._paint_pill(painter, rect, text, self.tones.get(column.key) or tone_of(value))
            elif text:
                self._paint_text(painter, option, text, column.is_number, column.kind)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, right: bool, kind: Kind
    ) -> None:
        inside = option.rect.adjusted(_PAD, 0, -_PAD, -1)
        painter.setPen(QColor(theme.colours().text))
        painter.setFont(option.font)
        if kind is Kind.LONG_TEXT:
            text = text.replace("\n", " ")
        words = option.fontMetrics
        if words.horizontalAdvance(text) > inside.width():
            text = words.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        width = min(self._small_words.horizontalAdvance(text) + 18, rect.width() - 8)
        height = min(20, rect.height() - 6)
        place = QRectF(rect.left() + _PAD - 2, rect.top() + (rect.height() - height) / 2, width, height)
        painter.setFont(self._small)
        paint_pill(painter, place, text, tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme.row_height())


def _paint_coming(painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
    """A skeleton bar, its width differing from row to row, so that it looks like text that is coming."""
    share = 0.35 + ((index.row() * 7 + index.column() * 13) % 10) / 20
    bar = QRectF(rect.left() + _PAD, rect.center().y() - 4, (rect.width() - 2 * _PAD) * share, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours().grey_soft))
    painter.drawRoundedRect(bar, 4, 4)
