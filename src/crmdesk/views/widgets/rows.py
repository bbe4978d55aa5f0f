"""The model behind a table: frozen rows that arrive in blocks, however many there are."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal

from crmdesk.rules.china_time import in_china
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.typing_in import format_quantity
from crmdesk.words import _

BLOCK = 100
KEPT = 60  # blocks that stay in memory: 6,000 rows

ROW_ROLE = Qt.ItemDataRole.UserRole + 1  # the frozen row, None while it is on its way


def shown(column: Column, value: Any) -> str:
    """A value as it stands in a table cell."""
    if value is None or value == "":
        return ""
    if column.kind is Kind.MONEY and isinstance(value, Decimal):
        return f"{value:,.2f}"
    if column.kind is Kind.QUANTITY and isinstance(value, Decimal):
        return format_quantity(value)
    if column.kind is Kind.CHOICE:
        return getattr(value, "label", str(value))
    if column.kind is Kind.YES_NO:
        return _("是") if value else ""
    if isinstance(value, datetime):
        return in_china(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class Rows(QAbstractTableModel):
    """Rows of a list. ``wanted(offset, limit)`` is emitted for blocks that are looked at and not there yet."""

    wanted = Signal(int, int)

    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._count = 0
        self._blocks: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._missing: set[int] = set()
        self._stale: set[int] = set()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(10)
        self._wait.timeout.connect(self._want)

    def restart(self, count: int, first: Sequence[Any] = ()) -> None:
        """Another list: ``count`` rows, of which the first ones are known already."""
        self.beginResetModel()
        self._count = count
        self._asked.clear()
        self._missing.clear()
        self._stale.clear()
        self._blocks.clear()
        if first:
            self._blocks[0] = tuple(first[:BLOCK])
        self.endResetModel()

    def renew(self, count: int) -> None:
        """The same list after a change: rows are asked for again as they are looked at, the old ones stay so long."""
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        self.age()
        if count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(self.columns) - 1))

    def age(self) -> None:
        """Rows are asked for again when they are looked at next. Nobody is told: of 50,000 rows of which all are
        selected, Qt takes seconds to hear that they changed."""
        self._asked.clear()
        self._stale = set(self._blocks)

    def take(self, offset: int, rows: Sequence[Any]) -> None:
        """A block that was wanted has arrived."""
        block = offset // BLOCK
        self._asked.discard(block)
        self._stale.discard(block)
        self._blocks[block] = tuple(rows)
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        last = min(offset + BLOCK, self._count) - 1
        if last < offset:
            return
        self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))

    def row(self, at: int) -> Any | None:
        """The frozen row at a position; None while it is on its way (it is then asked for)."""
        block, place = divmod(at, BLOCK)
        rows = self._blocks.get(block)
        if (rows is None or block in self._stale) and block not in self._asked:
            self._missing.add(block)
            if not self._wait.isActive():
                self._wait.start()
        return rows[place] if rows is not None and place < len(rows) else None

    def has(self, first: int, last: int) -> bool:
        """Whether all rows from ``first`` to ``last`` inclusive are here."""
        return all(block in self._blocks for block in range(first // BLOCK, last // BLOCK + 1))

    def loaded(self) -> list[tuple[int, Any]]:
        """Positions and rows that are in memory."""
        return [(b * BLOCK + n, row) for b, rows in self._blocks.items() for n, row in enumerate(rows)]

    def forget(self, offset: int) -> None:
        """A block that was wanted will not come; it may be asked for again."""
        self._asked.discard(offset // BLOCK)

    def _want(self) -> None:
        for block in sorted(self._missing):
            self._asked.add(block)
            self.wanted.emit(block * BLOCK, BLOCK)
        self._missing.clear()

    # --- what Qt asks ---------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW_ROLE:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self.row(index.row())
            if row is None:
                return ""
            column = self.columns[index.column()]
            return shown(column, getattr(row, column.key))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self.columns[index.column()].is_number
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.data(self.index(0, section), role)
        return None
