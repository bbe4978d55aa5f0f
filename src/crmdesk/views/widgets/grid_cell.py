"""How a cell of an editable grid is drawn and typed into: grounds of differences, pills, a frame where the cursor is."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crmdesk.rules.columns import Column, Kind
from crmdesk.views import theme
from crmdesk.views.widgets.pill import paint_pill
from crmdesk.views.widgets.pinyin import PinyinCompleter, entries

if TYPE_CHECKING:
    from crmdesk.views.widgets.edit_grid import EditGrid

Index = QModelIndex | QPersistentModelIndex
PAD = 10


class GridCell(QStyledItemDelegate):
    """The delegate. ``pills``: key → function of a row that names the tone of its pill, "" for none."""

    def __init__(self, grid: "EditGrid") -> None:
        super().__init__(grid)
        self._grid = grid
        self.pills: dict[str, Callable[[Any], str]] = {}
        self._font, self._small = theme.font(), theme.font(9.5)
        self._struck = theme.font()
        self._struck.setStrikeOut(True)
        self._words, self._small_words = QFontMetrics(self._font), QFontMetrics(self._small)

    # --- drawing --------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c, rows, rect = theme.colours(), self._grid.rows, option.rect
        at, key = index.row(), rows.columns[index.column()].key
        row = rows.row(at)
        mark, is_wrong = rows.marks(row, key), rows.is_wrong(at, key)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.selection))
        if is_wrong or (mark is not None and mark.tone):
            ground = c.tone("red" if mark is None or is_wrong else mark.tone)[1]
            painter.fillRect(rect.adjusted(1, 1, -1, -1), QColor(ground))
        painter.setPen(QPen(QColor(c.line)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = rows.text(at, key)
        tone = self.pills[key](row) if key in self.pills else ""
        if text and tone:
            self._paint_pill(painter, rect, text, tone)
        elif text:
            is_struck = rows.is_struck(row)
            ink = c.red if is_wrong else c.secondary if is_struck else c.text
            if mark is not None and mark.tone and not is_wrong:
                ink = c.tone(mark.tone)[0]
            painter.setFont(self._struck if is_struck else self._font)
            painter.setPen(QColor(ink))
            self._paint_text(painter, rect, text, rows.columns[index.column()].is_number)
        if index == self._grid.currentIndex() and self._grid.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 0, -2, -2))

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, is_number: bool) -> None:
        inside = rect.adjusted(PAD, 0, -PAD, -1)
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        short = self._words.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, flags, short)

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        room = rect.width() - 8
        short = self._small_words.elidedText(text, Qt.TextElideMode.ElideRight, room - 8)
        width, height = min(self._small_words.horizontalAdvance(short) + 18, room), min(20, rect.height() - 6)
        place = QRectF(rect.left() + PAD - 2, rect.top() + (rect.height() - height) / 2, width, height)
        painter.setFont(self._small)
        paint_pill(painter, place, short, tone)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, theme.row_height())

    # --- typing ---------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        rows = self._grid.rows
        column = rows.columns[index.column()]
        if rows.picking is not None and column.key == rows.picking.key:
            return _PickLine(self._grid, parent, index, self)
        if column.kind is Kind.CHOICE:
            return _ChoiceLine(column, self._grid, parent, self)
        return CellLine(self._grid, parent, column)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellLine) and not editor.text():
            editor.setText(self._grid.rows.typed(index.row(), self._grid.rows.columns[index.column()].key))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, CellLine):
            return
        key = self._grid.rows.columns[index.column()].key
        picked = editor.picked()
        if picked is not None:
            self._grid.rows.take(index.row(), picked)
        elif editor.text() != self._grid.rows.typed(index.row(), key):
            self._grid.rows.write({(index.row(), key): editor.text()})

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect = option.rect
        editor.setGeometry(QRect(rect.left(), rect.top(), max(rect.width(), 96), rect.height()))

    def finish(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """Take over what was typed and close the editor."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        hints = QStyledItemDelegate.EndEditHint
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            hint = {
                Qt.Key.Key_Return: hints.SubmitModelCache, Qt.Key.Key_Enter: hints.SubmitModelCache,
                Qt.Key.Key_Tab: hints.EditNextItem, Qt.Key.Key_Backtab: hints.EditPreviousItem,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if hint is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.finish(watched, hint)
                return True
        return super().eventFilter(watched, event)


class CellLine(QLineEdit):
    """The editor in a cell."""

    def __init__(self, grid: "EditGrid", parent: QWidget, column: Column) -> None:
        super().__init__(parent)
        self.setObjectName(f"{grid.objectName()}.editor")
        self.setAccessibleName(column.title)
        theme.look(self, "cell")

    def picked(self) -> Any:
        """The record that was picked, None where text was typed."""
        return None


class _ChoiceLine(CellLine):
    def __init__(self, column: Column, grid: "EditGrid", parent: QWidget, cell: GridCell) -> None:
        super().__init__(grid, parent, column)
        self._cell = cell
        words = [(member, member.label) for member in column.choices or ()]
        completer = PinyinCompleter(entries(words, self), self)
        self.setCompleter(completer)
        completer.activated.connect(self._chosen)

    def _chosen(self, *_what: object) -> None:
        QTimer.singleShot(0, self, self._finish)  # the word goes into the line first

    def _finish(self) -> None:
        self._cell.finish(self, QStyledItemDelegate.EndEditHint.SubmitModelCache)


class _PickLine(CellLine):
    """Part of a name, pinyin initials, code or tail of a phone; the list stands under the cell."""

    def __init__(self, grid: "EditGrid", parent: QWidget, index: Index, cell: GridCell) -> None:
        super().__init__(grid, parent, grid.rows.columns[index.column()])
        self._grid, self._cell = grid, cell
        self._found: tuple[Any, ...] = ()
        self._found_for = ""
        self._taken: Any = None
        self._lines = QStringListModel(self)
        self._completer = QCompleter(self._lines, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        popup = QListView()
        theme.look(popup, "choices")
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(popup)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._choose)
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(self._search)
        self.textEdited.connect(self._edited)

    def picked(self) -> Any:
        return self._taken

    def _edited(self, _text: str) -> None:
        self._taken = None
        self._soon.start()

    def _search(self) -> None:
        text, picking = self.text().strip(), self._grid.rows.picking
        if text and picking is not None:
            self._grid.counter.ask(self, picking.verb, text, then=self._offer, key="find", carry=(text,), limit=20)
        else:
            self._completer.popup().hide()

    def _offer(self, found: Sequence[Any], text: str) -> None:
        if text != self.text().strip():
            return
        self._found, self._found_for = tuple(found), text
        parts = ((d.code, d.name, d.city, d.mobile) for d in self._found)
        self._lines.setStringList(["   ".join(p for p in line if p) for line in parts])
        if self._found:
            widest = max(self.fontMetrics().horizontalAdvance(line) for line in self._lines.stringList())
            self._completer.complete(QRect(0, 0, max(self.width(), widest + 48), self.height()))
            self._completer.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self._completer.popup().hide()

    def _choose(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self._taken = self._found[index.row()]
            QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        self._cell.finish(self, QStyledItemDelegate.EndEditHint.SubmitModelCache)
