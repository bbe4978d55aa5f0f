"""A grid that is filled in like a sheet of Excel: declared columns over frozen rows.

    grid = EditGrid("plan.lines", LINE_COLUMNS, counter, page, blank=PlanLine, editable={"aim", …}, picking=…)
    grid.set_rows(plan.lines); grid.set_open(True)
    grid.edited.connect(…); grid.rows.rows                       # the rows as they stand now

Typing replaces a cell, F2 goes into it, Enter goes down and Tab to the right; Ctrl+V takes a table from Excel,
Ctrl+D fills down (Ctrl+Shift+Down chooses how far), Ctrl+Insert puts a row above, Ctrl+Delete strikes rows,
Delete empties cells, Ctrl+Z and Ctrl+Y.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QWidget

from crmdesk.rules.columns import Column
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.column_table import ColumnTable
from crmdesk.views.widgets.grid_cell import CellLine, GridCell
from crmdesk.views.widgets.grid_rows import GridRows, Mark, Picking
from crmdesk.views.widgets.grid_values import table_of, titles_in
from crmdesk.words import _

Hint = QStyledItemDelegate.EndEditHint
_Cells = list[tuple[int, str]]


class EditGrid(ColumnTable):
    """``edited()`` after each change, ``chosen(row or None)`` when the cursor is on another row, ``left()`` after
    Esc, ``said(words)`` for the status line."""

    edited = Signal()
    chosen = Signal(object)
    left = Signal()
    said = Signal(str)

    def __init__(
        self, name: str, columns: Sequence[Column], counter: Counter, parent: QWidget, *,
        blank: Callable[[], Any], editable: Iterable[str], picking: Picking | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name, columns, parent)
        self.setObjectName(name)
        self.setAccessibleName(_("表格"))
        self.counter = counter
        self.rows = GridRows(columns, blank, editable, self, picking)
        self.setModel(self.rows)
        self.cell = GridCell(self)
        self.setItemDelegate(self.cell)
        self._cursor = (0, 0)
        self._set_up()
        self.set_up_columns()
        self.rows.modelAboutToBeReset.connect(self._remember_cursor)
        self.rows.modelReset.connect(self._put_cursor)
        self.rows.changed.connect(self.edited)
        self.rows.unread.connect(self._look_up)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        theme.look_signals().changed.connect(self._look_changed)

    def _fit(self) -> None:
        """The last column is a number here; it does not shrink, so the widest one gives the last pixels."""
        super()._fit()
        places = [at for at in range(len(self._columns)) if not self.isColumnHidden(at)]
        over = sum(self.columnWidth(at) for at in places) - self.viewport().width()
        if self._fits and 0 < over <= 2 * len(places):
            widest = max(places, key=self.columnWidth)
            self._fitting = True
            self.setColumnWidth(widest, self.columnWidth(widest) - over)
            self._fitting = False

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(20)
        side.setDefaultSectionSize(theme.row_height())

    # --- what stands in it ----------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any], base: date | None = None) -> None:
        """Other rows; ``base`` lends dates their month and year."""
        if base is not None:
            self.rows.base = base
        self.rows.set_rows(rows)
        self.chosen.emit(self.current_row())

    def set_marks(self, marks: Callable[[Any, str], Mark | None]) -> None:
        """How cells differ: a function of row and key."""
        self.rows.marks = marks
        self.rows.tell_looks()

    def set_open(self, is_open: bool) -> None:
        """Whether it can be written into; then single cells are selected instead of rows."""
        triggers = QAbstractItemView.EditTrigger
        self.rows.is_open = is_open
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if is_open else behaviour.SelectRows)
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
            if is_open else triggers.NoEditTriggers
        )  # fmt: skip
        self.rows.tell_looks()

    @property
    def is_open(self) -> bool:
        """Whether it can be written into."""
        return self.rows.is_open

    def current_row(self) -> Any | None:
        """The row under the cursor."""
        at = self.currentIndex()
        return self.rows.row(at.row()) if at.isValid() and at.row() < self.rows.rowCount() else None

    def chosen_places(self) -> list[int]:
        """The rows of the selection, or of the cursor."""
        places = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return places or ([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def go_to(self, at: int, key: str = "") -> None:
        """Put the cursor on a row, in a column or the first that can be written."""
        if not 0 <= at < self.rows.rowCount():
            return
        keys = [column.key for column in self.rows.columns]
        places = self._places_shown()
        column = keys.index(key) if key in keys else next(
            (n for n in places if self.rows.may_write(at, keys[n])), places[0]
        )  # fmt: skip
        index = self.rows.index(at, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if not self.is_open:
            flags |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def finish_typing(self) -> None:
        """Take over what stands in an open editor."""
        editor = self._editor()
        if editor is not None:
            self.cell.finish(editor, Hint.NoHint)

    # --- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = self._keys_open() if self.is_open else {}
        for sequence, run in ({"Ctrl+C": self.copy} | ways).items():
            if QKeySequence(event.keyCombination()) == QKeySequence(sequence):
                run()
                event.accept()
                return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._go_down()
        elif event.key() == Qt.Key.Key_Tab and self.is_open:
            self._go_right(1)
        elif event.key() == Qt.Key.Key_Backtab and self.is_open:
            self._go_right(-1)
        else:
            super().keyPressEvent(event)

    def _keys_open(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl+V": self.paste, "Ctrl+X": self.cut, "Ctrl+D": self.fill_down, "Ctrl+Ins": self.insert_row,
            "Ctrl+Del": self.strike_rows, "Ctrl+Backspace": self.strike_rows, "Del": self.clear_cells,
            "Ctrl+Shift+Down": self.select_down, "Ctrl+Shift+End": self.select_down,
            "Ctrl+Z": self.rows.undo, "Ctrl+Y": self.rows.redo, "Ctrl+Shift+Z": self.rows.redo,
        }  # fmt: skip

    def event(self, event: QEvent) -> bool:
        """While it is written into, its keys and letters are its own, not the page's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_open:
            combination = QKeySequence(event.keyCombination())
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            is_typed = plain and event.text().isprintable() and bool(event.text())
            if is_typed or any(combination == QKeySequence(key) for key in self._keys_open()):
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt opens the editor for a text that was committed at once, but forgets the text."""
        was_open = self._editor() is not None
        super().inputMethodEvent(event)
        editor = self._editor()
        if event.commitString() and not was_open and editor is not None:
            editor.insert(event.commitString())

    def _editor(self) -> CellLine | None:
        seen = (line for line in self.viewport().findChildren(CellLine) if line.isVisible())
        return next(seen, None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the cells while they are written into; Ctrl+Tab and Esc lead out."""
        if self.is_open and self.rows.rowCount():
            return False
        return super().focusNextPrevChild(forward)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        super().closeEditor(editor, Hint.NoHint)
        self.setFocus()
        if hint == Hint.SubmitModelCache:
            self._go_down()
        elif hint in (Hint.EditNextItem, Hint.EditPreviousItem):
            self._go_right(1 if hint == Hint.EditNextItem else -1)

    def _go_down(self) -> None:
        at = self.currentIndex()
        if not at.isValid():
            return
        if at.row() + 1 == self.rows.rowCount() and self.is_open and self.rows.row(at.row()) != self.rows._blank():
            self.rows.insert(at.row() + 1)
            self.go_to(at.row() + 1, "" if self._is_last_column(at.column()) else self._key_at(at.column()))
        elif at.row() + 1 < self.rows.rowCount():
            self.go_to(at.row() + 1, self._key_at(at.column()))

    def _go_right(self, step: int) -> None:
        at = self.currentIndex()
        if not at.isValid():
            return
        places = self._places_shown()
        order = [(row, n) for row in (at.row(), at.row() + step) for n in places if 0 <= row < self.rows.rowCount()]
        here = (at.row(), places.index(at.column()) if at.column() in places else 0)
        after = [
            (row, n) for row, n in order
            if ((row, places.index(n)) > here) == (step > 0) and (row, places.index(n)) != here
            and self.rows.may_write(row, self._key_at(n))
        ]  # fmt: skip
        if after:
            row, n = min(after, key=_by_place(places)) if step > 0 else max(after, key=_by_place(places))
            self.go_to(row, self._key_at(n))
        elif step > 0:
            self.rows.insert(at.row() + 1)
            self.go_to(at.row() + 1)

    def _key_at(self, at: int) -> str:
        return self.rows.columns[at].key

    def _places_shown(self) -> list[int]:
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [at for at in order if not self.isColumnHidden(at)]

    def _is_last_column(self, at: int) -> bool:
        writable = [n for n in self._places_shown() if self._key_at(n) in self.rows.editable]
        return bool(writable) and writable[-1] == at

    # --- what a person does ---------------------------------------------------------------------------

    def insert_row(self) -> None:
        """Ctrl+Insert: a row above the cursor."""
        at = max(self.currentIndex().row(), 0)
        self.rows.insert(at)
        self.go_to(at)

    def strike_rows(self) -> None:
        """Ctrl+Delete: take the selected rows out."""
        places = self.chosen_places()
        self.rows.strike(places)
        if places:
            self.go_to(min(places[0], self.rows.rowCount() - 1), self._key_at(max(self.currentIndex().column(), 0)))

    def clear_cells(self) -> None:
        """Delete: empty the selected cells."""
        self.rows.write(dict.fromkeys(self._cells(), ""))

    def fill_down(self) -> None:
        """Ctrl+D: the first selected cell into those below it; of a single cell, the one above into it."""
        copies: list[tuple[int, int, str]] = []
        for key in dict.fromkeys(key for _at, key in self._cells()):
            places = [at for at, own in self._cells() if own == key]
            source = places[0] if len(places) > 1 else places[0] - 1
            copies += [(source, at, key) for at in places if source >= 0]
        self.rows.copy_cells(copies)

    def select_down(self) -> None:
        """Ctrl+Shift+Down, as in Excel: from the cell in front to the last row of its column."""
        here, model = self.currentIndex(), self.selectionModel()
        if here.isValid():
            last = here.sibling(self.rows.rowCount() - 1, here.column())
            model.select(QItemSelection(here, last), model.SelectionFlag.ClearAndSelect)

    def _cells(self) -> _Cells:
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        cells = {(i.row(), i.column()) for i in indexes if i.isValid() and not self.isColumnHidden(i.column())}
        return [(row, self._key_at(column)) for row, column in sorted(cells)]

    def copy(self) -> None:
        """Ctrl+C: the selected cells as a table for Excel."""
        cells = self._cells()
        keys = [self._key_at(at) for at in self._places_shown()]
        lines = []
        for row in dict.fromkeys(at for at, _key in cells):
            chosen = {key for at, key in cells if at == row}
            texts = (self.rows.text(row, key).replace("\t", " ") for key in keys if key in chosen)
            lines.append("\t".join(texts))
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.said.emit(_("已复制 {count} 行").format(count=len(lines)))

    def cut(self) -> None:
        """Ctrl+X."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Ctrl+V: a table from Excel from the cursor on; a line of titles says which columns are meant."""
        table = table_of(QGuiApplication.clipboard().text())
        if not table or not self.is_open:
            return
        if len(table) == 1 and len(table[0]) == 1 and len(self._cells()) > 1:
            self.rows.write(dict.fromkeys(self._cells(), table[0][0]))
            return
        columns = [self.rows.columns[at] for at in self._places_shown()]
        named = titles_in(table[0], self.rows.columns)
        start = max(self.currentIndex().row(), 0)
        if named:
            table, targets = table[1:], named
        else:
            here = max(self.currentIndex().column(), self._places_shown()[0])
            targets = list(columns[self._places_shown().index(here) :])
        cells = {
            (start + n, column.key): text
            for n, line in enumerate(table)
            for column, text in zip(targets, line, strict=False)
            if column is not None
        }
        self.rows.write(cells)
        self.said.emit(_("已粘贴 {count} 行").format(count=len(table)))

    # --- looking up what was pasted -------------------------------------------------------------------

    def _look_up(self, number: int, _key: str, text: str) -> None:
        assert self.rows.picking is not None
        self.counter.ask(
            self, self.rows.picking.verb, text, then=self._looked_up, failed=self._not_looked_up,
            carry=(number, text), limit=5,
        )  # fmt: skip

    def _looked_up(self, found: Sequence[Any], number: int, text: str) -> None:
        exact = [record for record in found if text in (record.name, record.code)]
        only = exact if len(exact) == 1 else list(found) if len(found) == 1 else []
        why = _("没有找到客户「{text}」。").format(text=text)
        if found and not only:
            why = _("「{text}」不止一家,请选一家。").format(text=text)
        self.rows.found(number, text, only[0] if only else None, why)

    def _not_looked_up(self, error: BaseException, number: int, text: str) -> None:
        self.rows.found(number, text, None, str(error))

    # --- the cursor -----------------------------------------------------------------------------------

    def _remember_cursor(self) -> None:
        at = self.currentIndex()
        self._cursor = (max(at.row(), 0), max(at.column(), 0))

    def _put_cursor(self) -> None:
        if self.rows.rowCount():
            at, key = min(self._cursor[0], self.rows.rowCount() - 1), self._key_at(self._cursor[1])
            self.go_to(at, key if not self.is_open or key in self.rows.editable else "")

    def _row_changed(self, now: QModelIndex | QPersistentModelIndex, *_before: object) -> None:
        self.chosen.emit(self.rows.row(now.row()) if now.isValid() else None)

    def _look_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.viewport().update()


def _by_place(places: list[int]) -> Callable[[tuple[int, int]], tuple[int, int]]:
    """Rows from above, then columns as they stand on the screen."""

    def key(cell: tuple[int, int]) -> tuple[int, int]:
        return cell[0], places.index(cell[1])

    return key
