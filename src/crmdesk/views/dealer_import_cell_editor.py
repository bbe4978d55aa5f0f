"""A cell of the list is corrected where it stands: this cell only, or all cells that say the same."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QTableView

from crmdesk.views.widgets.cell_editor import CellCard
from crmdesk.words import _

_WIDTH = 320


class CellEditor(CellCard):
    """``accepted(row, letter, text, everywhere)`` after Enter; Ctrl+Enter means all equal cells; Esc shuts it."""

    accepted = Signal(int, str, str, bool)

    def __init__(self, table: QTableView) -> None:
        super().__init__("dealer.import.cell", table, _WIDTH)
        self._row, self._letter, self._was = 0, "", ""
        self.line = _CellLine(self)
        self.line.setObjectName("dealer.import.cell.text")
        self.line.returnPressed.connect(self._accept_as_ticked)
        self.line.all_wanted.connect(self._accept_all)
        self.line.left.connect(self.shut)
        self.all = QCheckBox(self)
        self.all.setObjectName("dealer.import.cell.all")
        self.stack(self.line, self.all)

    def open(self, index: QModelIndex, row: int, letter: str, title: str, text: str, equal: int) -> None:
        """Show at a cell; ``text`` is what the file says, ``equal`` how many cells of the column say it."""
        self._row, self._letter, self._was = row, letter, text
        self.what.setText(_("{cell} {field},名单里写的:").format(cell=f"{letter}{row}", field=title))
        self.line.setAccessibleName(self.what.text())
        self.line.setText(text)
        self.line.selectAll()
        self.all.setText(_("用于所有相同的格子({count} 格)(&E)").format(count=f"{equal:,}"))
        self.all.setChecked(False)
        several = equal > 1 and bool(text.strip())
        self.all.setVisible(several)
        self.keys.setText(
            _("Enter 改这一格 · Ctrl+Enter 改所有相同的 · Esc 不改") if several else _("Enter 改这一格 · Esc 不改")
        )
        self.put_at(index, over=False)
        self.line.setFocus()

    def _accept_as_ticked(self) -> None:
        self._accept(everywhere=self.all.isChecked())

    def _accept_all(self) -> None:
        self._accept(everywhere=self.all.isVisible())

    def _accept(self, *, everywhere: bool) -> None:
        text, was = self.line.text().strip(), self._was
        self.shut()
        if text != was:
            self.accepted.emit(self._row, self._letter, text, everywhere)


class _CellLine(QLineEdit):
    all_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: Any) -> bool:
        """Ctrl+Enter and Esc are ours while one types, not the page's."""
        if event.type() == event.Type.ShortcutOverride and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
        ):  # fmt: skip
            event.accept()
            return True
        return super().event(event)
