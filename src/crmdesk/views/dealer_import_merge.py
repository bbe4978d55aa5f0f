"""合并到…: the dealer that a row belongs to is picked by typing, over the grid."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTableView, QVBoxLayout

from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.dealer_picker import DealerPicker
from crmdesk.words import _

_WIDTH = 420


class MergePicker(QFrame):
    """``picked(dealer)``; Esc shuts it."""

    picked = Signal(object)

    def __init__(self, table: QTableView, counter: Counter) -> None:
        super().__init__(table.viewport())
        self.setObjectName("dealer.import.merge")
        theme.look(self, "card-now")
        self._table = table
        self.setFixedWidth(_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self.picker = DealerPicker("dealer.import.merge.dealer", _("合并到哪一家客户"), counter, self)
        self.picker.picked.connect(self._picked)
        self.picker.editor.installEventFilter(self)
        box.addWidget(self.picker)
        self.hide()

    def open(self) -> None:
        """Show under the row of the cursor."""
        self.picker.set_value(None)
        self.adjustSize()
        cell, around = self._table.visualRect(self._table.currentIndex()), self._table.viewport().rect()
        below = cell.bottom() + 1
        top = below if below + self.height() <= around.height() else max(0, cell.top() - self.height())
        self.move(QPoint(max(0, min(120, around.width() - self.width())), top))
        self.show()
        self.raise_()
        self.picker.editor.setFocus()

    def _picked(self, dealer: Any) -> None:
        if dealer is not None and self.isVisible():
            self._shut()
            self.picked.emit(dealer)

    def _shut(self) -> None:
        self.hide()
        self._table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in kinds and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._shut()
            return True
        return False
