"""The model behind an editable grid: frozen rows that are replaced whole, so that taking back is a step in a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crmdesk.rules.columns import Column
from crmdesk.rules.errors import Refused
from crmdesk.views.days import today
from crmdesk.views.widgets.grid_values import read, written
from crmdesk.views.widgets.rows import shown
from crmdesk.words import _

Index = QModelIndex | QPersistentModelIndex
KEPT_STEPS = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """How a cell differs: ``tone`` of its ground, and what stood there before, for the tooltip."""

    tone: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Picking:
    """The column in which a record is picked by typing: ``take(row, record)`` gives the row with it.

    ``fields`` move together when a cell is filled down or cleared.
    """

    key: str
    fields: tuple[str, ...]
    take: Callable[[Any, Any], Any]
    clear: Callable[[Any], Any]
    verb: str = "dealer.find"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One row, a number that stays its own, and cells that could not be read: key → (typed, why)."""

    number: int
    row: Any
    wrong: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class GridRows(QAbstractTableModel):
    """``changed`` after every edit; ``unread(number, key, text)`` where a text waits to be looked up."""

    changed = Signal()
    unread = Signal(int, str, str)

    def __init__(
        self, columns: Sequence[Column], blank: Callable[[], Any], editable: Iterable[str], parent: QObject,
        picking: Picking | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.columns = tuple(columns)
        self.editable = frozenset(editable)
        self.picking = picking
        self.is_open = False  # whether anything may be written
        self.base: date = today()
        self.words: dict[str, Callable[[Any, int], str]] = {}  # of a row and its place: columns shown otherwise
        self.titles: dict[str, Callable[[], str]] = {}  # for columns whose title depends
        self.is_struck: Callable[[Any], bool] = lambda row: False
        self.marks: Callable[[Any, str], Mark | None] = lambda row, key: None
        self._blank = blank
        self._numbers = count(1)
        self._lines: tuple[GridLine, ...] = ()
        self._saved: tuple[GridLine, ...] = ()
        self._back: list[tuple[GridLine, ...]] = []
        self._forth: list[tuple[GridLine, ...]] = []

    # --- what stands in it ----------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Other rows: nothing to take back, nothing changed."""
        self._back.clear()
        self._forth.clear()
        self.beginResetModel()
        self._lines = self._saved = tuple(GridLine(next(self._numbers), row) for row in rows)
        self.endResetModel()

    def put_rows(self, rows: Sequence[Any]) -> None:
        """Other rows as an edit that can be taken back."""
        self._step(tuple(GridLine(next(self._numbers), row) for row in rows))

    @property
    def rows(self) -> tuple[Any, ...]:
        """All rows, top to bottom."""
        return tuple(line.row for line in self._lines)

    @property
    def is_changed(self) -> bool:
        """Whether something differs from what was set."""
        return self._lines is not self._saved and [(x.row, x.wrong) for x in self._lines] != [
            (x.row, x.wrong) for x in self._saved
        ]

    @property
    def wrong(self) -> list[tuple[int, str, str]]:
        """Cells that could not be read: row, key, why."""
        return [(at, key, why) for at, line in enumerate(self._lines) for key, (_t, why) in line.wrong.items()]

    def row(self, at: int) -> Any:
        """The row at a place."""
        return self._lines[at].row

    def place(self, number: int) -> int:
        """Where the line of that number stands now, -1 where it is gone."""
        return next((at for at, line in enumerate(self._lines) if line.number == number), -1)

    def may_write(self, at: int, key: str) -> bool:
        """Whether the cell can be typed into."""
        return self.is_open and key in self.editable and not self.is_struck(self._lines[at].row)

    def typed(self, at: int, key: str) -> str:
        """A cell as one would type it."""
        line = self._lines[at]
        if key in line.wrong:
            return line.wrong[key][0]
        if key not in self.editable:
            return self.text(at, key)
        return written(self._column(key), getattr(line.row, key), self.base)

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    # --- edits ----------------------------------------------------------------------------------------

    def write(self, cells: Mapping[tuple[int, str], str]) -> None:
        """Type texts into cells, as one step; places beyond the end are new rows."""
        last = max((at for at, _key in cells), default=-1)
        lines = list(self._lines) + [self._new() for _n in range(last + 1 - len(self._lines))]
        waiting = []
        for (at, key), text in cells.items():
            if self.is_open and key in self.editable and not self.is_struck(lines[at].row):
                lines[at] = self._typed_into(lines[at], key, text)
                if lines[at].wrong.get(key, ("", "x"))[1] == "":
                    waiting.append((lines[at].number, key, text.strip()))
        self._step(tuple(lines))
        for number, key, text in waiting:
            self.unread.emit(number, key, text)

    def _typed_into(self, line: GridLine, key: str, text: str) -> GridLine:
        wrong = {k: v for k, v in line.wrong.items() if k != key}
        if self.picking is not None and key == self.picking.key:
            if not text.strip():
                return replace(line, row=self.picking.clear(line.row), wrong=wrong)
            if text.strip() == getattr(line.row, key) and key not in line.wrong:
                return line
            return replace(line, row=self.picking.clear(line.row), wrong={**wrong, key: (text.strip(), "")})
        try:
            value = read(self._column(key), text, self.base, getattr(line.row, key))
        except Refused as error:
            return replace(line, wrong={**wrong, key: (text.strip(), f"{error.what}{error.do}")})
        return replace(line, row=replace(line.row, **{key: value}), wrong=wrong)

    def take(self, at: int, record: Any) -> None:
        """A record was picked for the row."""
        assert self.picking is not None
        lines = [*self._lines, *(self._new() for _n in range(at + 1 - len(self._lines)))]
        lines[at] = self._with(lines[at], record)
        self._step(tuple(lines))

    def found(self, number: int, text: str, record: Any, why: str) -> None:
        """What came of looking up a text: the record, or why not. No step of its own."""
        at = self.place(number)
        if at < 0 or self.picking is None or self._lines[at].wrong.get(self.picking.key, ("",))[0] != text:
            return
        line = self._lines[at]
        wrong = {**line.wrong, self.picking.key: (text, why)}
        new = self._with(line, record) if record is not None else replace(line, wrong=wrong)
        self._become((*self._lines[:at], new, *self._lines[at + 1 :]))

    def _with(self, line: GridLine, record: Any) -> GridLine:
        assert self.picking is not None
        wrong = {k: v for k, v in line.wrong.items() if k != self.picking.key}
        return replace(line, row=self.picking.take(line.row, record), wrong=wrong)

    def change_row(self, at: int, **values: Any) -> None:
        """Set fields of a row (a visit dragged to another day)."""
        line = self._lines[at]
        wrong = {k: v for k, v in line.wrong.items() if k not in values}
        new = replace(line, row=replace(line.row, **values), wrong=wrong)
        self._step((*self._lines[:at], new, *self._lines[at + 1 :]))

    def copy_down(self, source: int, targets: Iterable[int], key: str) -> None:
        """The cell of ``source`` into the same column of ``targets``."""
        self.copy_cells([(source, target, key) for target in targets])

    def copy_cells(self, copies: Sequence[tuple[int, int, str]]) -> None:
        """(from, to, key) for each, as one step."""
        lines = list(self._lines)
        for source, target, key in copies:
            if self.may_write(target, key) and source != target:
                fields = self.picking.fields if self.picking and key == self.picking.key else (key,)
                values = {name: getattr(lines[source].row, name) for name in fields}
                wrong = {k: v for k, v in lines[target].wrong.items() if k != key}
                wrong |= {k: v for k, v in lines[source].wrong.items() if k == key}
                lines[target] = replace(lines[target], row=replace(lines[target].row, **values), wrong=wrong)
        self._step(tuple(lines))

    def insert(self, at: int, row: Any = None) -> None:
        """A new row there."""
        new = self._new() if row is None else GridLine(next(self._numbers), row)
        self._step((*self._lines[:at], new, *self._lines[at:]))

    def strike(self, places: Iterable[int]) -> None:
        """Take rows out; those that are struck already stay as they are."""
        gone = {at for at in places if not self.is_struck(self._lines[at].row)}
        self._step(tuple(line for at, line in enumerate(self._lines) if at not in gone))

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._go(self._back, self._forth)

    def redo(self) -> bool:
        """Take it again."""
        return self._go(self._forth, self._back)

    def _go(self, out: list[tuple[GridLine, ...]], into: list[tuple[GridLine, ...]]) -> bool:
        if not out:
            return False
        into.append(self._lines)
        self._become(out.pop())
        return True

    def _new(self) -> GridLine:
        return GridLine(next(self._numbers), self._blank())

    def _step(self, lines: tuple[GridLine, ...]) -> None:
        if lines == self._lines or not self.is_open:
            return
        self._back.append(self._lines)
        del self._back[:-KEPT_STEPS]
        self._forth.clear()
        self._become(lines)

    def _become(self, lines: tuple[GridLine, ...]) -> None:
        if len(lines) == len(self._lines):
            self._lines = lines
            self.tell_looks()
        else:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
        self.changed.emit()

    def tell_looks(self) -> None:
        """Marks have changed, or values: all cells are painted again."""
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    # --- for Qt ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.may_write(index.row(), self.columns[index.column()].key):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def text(self, at: int, key: str) -> str:
        """A cell as people read it."""
        line = self._lines[at]
        if key in line.wrong:
            return line.wrong[key][0]
        if key in self.words:
            return self.words[key](line.row, at)
        return shown(self._column(key), getattr(line.row, key)).replace("\n", " ")

    def tip(self, at: int, key: str) -> str:
        """What is wrong with a cell, or what stood there before."""
        why = self._lines[at].wrong.get(key)
        if why is not None:
            return why[1] or _("正在查找…")
        mark = self.marks(self._lines[at].row, key)
        return _("原为:{before}").format(before=mark.before or _("(空)")) if mark and mark.tone else ""

    def is_wrong(self, at: int, key: str) -> bool:
        """Whether the text of a cell could not be read."""
        return bool(self._lines[at].wrong.get(key, ("", ""))[1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at, key = index.row(), self.columns[index.column()].key
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(at, key)
        if role == Qt.ItemDataRole.EditRole:
            return self.typed(at, key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(at, key) or None
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            key = self.columns[section].key
            return (self.titles[key]() if key in self.titles else "") or self.columns[section].title
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
