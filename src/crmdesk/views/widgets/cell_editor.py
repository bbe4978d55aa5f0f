"""A small card over a table's cell, in which one value is changed where it stands."""

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QFrame, QLabel, QTableView, QVBoxLayout, QWidget

from crmdesk.views import theme


class CellCard(QFrame):
    """A line that says what is changed, the editors, and a line with the keys; hidden until it is put at a cell."""

    def __init__(self, name: str, table: QTableView, narrowest: int) -> None:
        super().__init__(table.viewport())
        self.setObjectName(name)
        theme.look(self, "card-now")
        self._table, self._narrowest = table, narrowest
        self.what, self.keys = QLabel(self), QLabel(self)
        theme.look(self.what, "label")
        theme.look(self.keys, "small")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        self._box.setSpacing(theme.XS)
        self.hide()

    def stack(self, *editors: QWidget) -> None:
        """Put the editors between the two lines."""
        for part in (self.what, *editors, self.keys):
            self._box.addWidget(part)

    def put_at(self, index: QModelIndex, *, over: bool) -> None:
        """Show over the cell, or under it; above it where there is no room."""
        self.setFixedWidth(max(self._narrowest, self.minimumSizeHint().width()))
        self.adjustSize()
        cell, around = self._table.visualRect(index), self._table.viewport().rect()
        left = max(0, min(cell.left(), around.width() - self.width()))
        top = cell.top() if over else cell.bottom() + 1
        if top + self.height() > around.height():
            top = (cell.bottom() if over else cell.top()) - self.height()
        self.move(QPoint(left, max(0, top)))
        self.show()
        self.raise_()

    def shut(self) -> None:
        """Hide it; nothing is changed."""
        self.hide()
        self._table.setFocus()
