"""The one table of the program: ``WindowedTable`` over frozen rows, from ten of them to a million.

table = WindowedTable("dealer.list", COLUMNS, page, unit=_("家"))
table.follow(counter, "dealer.page", "dealer.count", DealerQuery())     # again with each new query
table.opened.connect(self.open_dealer)                               # the frozen row
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from crmdesk.rules.columns import Column
from crmdesk.views import theme
from crmdesk.views.counter import Counter, Request
from crmdesk.views.widgets.cell import Cell
from crmdesk.views.widgets.column_table import ColumnTable
from crmdesk.views.widgets.copying import as_html, as_text, count_and_sums
from crmdesk.views.widgets.pill import TONES
from crmdesk.views.widgets.row_painter import RowPainter
from crmdesk.views.widgets.rows import BLOCK, Rows
from crmdesk.words import _

COPY_AT_MOST = 50_000


class WindowedTable(ColumnTable):
    """A list whose rows are fetched as they are looked at.

    ``opened(row)`` after Enter or double click, ``looked(row)`` after Space, ``chosen(row or None)`` when the
    current row changed, ``counted(n)`` when the list has a new length, ``selection_said(words)`` with count
    and sums of the selection for the status line, ``query_changed(query)`` when a click on a header sorted.
    """

    opened = Signal(object)
    looked = Signal(object)
    chosen = Signal(object)
    counted = Signal(int)
    selection_said = Signal(str)
    query_changed = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        parent: QWidget,
        *,
        unit: str = "",
        pills: frozenset[str] | None = None,
    ) -> None:
        super().__init__(name, columns, parent)
        self._unit = unit or _("条")
        self.setObjectName(name)
        self.setAccessibleName(_("列表"))
        self.rows = Rows(columns, self)
        self.setModel(self.rows)
        # Else the header asks of every row whether it is selected: two seconds after Ctrl+A in a list of 50,000.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.rows, self))
        meant = frozenset(c.key for c in columns if c.choices and any(str(m) in TONES for m in c.choices))
        self.cell = Cell(self, self.rows, meant if pills is None else pills)
        self.setItemDelegate(self.cell)
        self._painter = RowPainter(self, self.rows, self.cell)
        self._counter: Counter | None = None
        self._verbs = ("", "")
        self.query: Any = None
        self._shown_query: Any = None
        self._answers: dict[str, Any] = {}
        self._under_way: dict[int, Request] = {}
        self._set_up()
        self.set_up_columns()
        self.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.rows.wanted.connect(self._fetch)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.doubleClicked.connect(self._open_current)
        theme.look_signals().changed.connect(self._look_changed)
        self._told = QTimer(self, singleShot=True, interval=60)
        self._told.timeout.connect(self._tell_selection)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(20)
        side.setDefaultSectionSize(theme.row_height())

    # --- where rows come from -------------------------------------------------------------------------

    def follow(self, counter: Counter, page_verb: str, count_verb: str, query: Any) -> None:
        """Show what ``query`` finds: ``page_verb(query, offset, limit)`` and ``count_verb(query)``.

        The old rows stay until both answers are there; a newer query makes an older one stale.
        """
        self._counter, self._verbs, self.query = counter, (page_verb, count_verb), query
        self._answers = {}
        self._show_order()
        counter.ask(self, page_verb, query, 0, BLOCK, then=self._answer, key="first", carry=("first", query))
        counter.ask(self, count_verb, query, then=self._answer, key="count", carry=("count", query))

    def reload(self) -> None:
        """Ask for the same again and stay where we are; for ``Page.refresh``."""
        if self._counter is not None and self._shown_query is not None:
            words = {"then": self._renew, "key": "renew", "carry": (self.query,)}
            self._counter.ask(self, self._verbs[1], self.query, **words)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows that are all at hand (at most one block stays cheap; more are kept too)."""
        self._counter = None
        self.rows.restart(len(rows), rows[:BLOCK])
        for offset in range(BLOCK, len(rows), BLOCK):
            self.rows.take(offset, rows[offset : offset + BLOCK])
        self.counted.emit(len(rows))

    def current_row(self) -> Any | None:
        """The frozen row under the cursor, None where there is none or it is on its way."""
        at = self.currentIndex()
        return self.rows.row(at.row()) if at.isValid() else None

    def chosen_rows(self) -> list[Any]:
        """The selected rows that are in memory, in order."""
        spans = self._spans()
        found = [(at, row) for at, row in self.rows.loaded() if any(a <= at <= b for a, b in spans)]
        return [row for _at, row in sorted(found, key=lambda pair: pair[0])]

    def _answer(self, answer: Any, kind: str, query: Any) -> None:
        if query is not self.query:
            return
        self._answers[kind] = answer
        if len(self._answers) == 2:
            self._drop_requests()
            self._shown_query = query
            self.rows.restart(self._answers["count"], self._answers["first"])
            self.scrollToTop()
            self.counted.emit(self._answers["count"])
            self.chosen.emit(None)
            self._answers = {}

    def _renew(self, count: int, query: Any) -> None:
        if query is self.query:
            self._drop_requests()
            self.rows.renew(count)
            self.counted.emit(count)

    def _fetch(self, offset: int, limit: int) -> None:
        if self._counter is None:
            return
        first, last = self._in_sight()
        for block, request in list(self._under_way.items()):
            if block + BLOCK < first or block > last + BLOCK:
                request.cancel()
                del self._under_way[block]
                self.rows.forget(block)
        if offset + BLOCK < first or offset > last + BLOCK:
            self.rows.forget(offset)
            return
        self._under_way[offset] = self._counter.ask(
            self, self._verbs[0], self._shown_query, offset, limit,
            then=self._take, carry=(offset, self._shown_query),
        )  # fmt: skip

    def _take(self, rows: Sequence[Any], offset: int, query: Any) -> None:
        self._under_way.pop(offset, None)
        if query is self._shown_query:
            self.rows.take(offset, rows)
            self._told.start()

    def _drop_requests(self) -> None:
        for request in self._under_way.values():
            request.cancel()
        self._under_way.clear()

    def _in_sight(self) -> tuple[int, int]:
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self.rows.rowCount() - 1

    # --- order ----------------------------------------------------------------------------------------

    def _sort_by(self, at: int) -> None:
        column = self.rows.columns[at]
        if not column.sortable or not hasattr(self.query, "sort"):
            return
        down = self.query.sort == column.key and not self.query.descending
        query = replace(self.query, sort=column.key, descending=down)
        if self._counter is not None:
            self.follow(self._counter, *self._verbs, query)
        self.query_changed.emit(query)

    def _show_order(self) -> None:
        key = getattr(self.query, "sort", "")
        at = next((n for n, c in enumerate(self.rows.columns) if c.key == key), -1)
        down = getattr(self.query, "descending", False)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(at >= 0)
        if at >= 0:
            header.setSortIndicator(at, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)

    def _look_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self._painter.forget()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All rows in one go; a delegate of another class paints cell by cell."""
        if type(self.itemDelegate()) is Cell:
            self._painter.paint(event)
        else:
            super().paintEvent(event)

    # --- what a person does ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open_current()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._tell(self.looked)
        else:
            super().keyPressEvent(event)

    def _open_current(self, *_at: object) -> None:
        self._tell(self.opened)

    def _tell(self, signal: Any) -> None:
        row = self.current_row()
        if row is not None:
            signal.emit(row)

    def _current_changed(self, *_rows: object) -> None:
        self.chosen.emit(self.current_row())

    def _spans(self) -> list[tuple[int, int]]:
        return [(span.top(), span.bottom()) for span in self.selectionModel().selection()]

    def copy(self) -> None:
        """Put the selected rows on the clipboard as a table for Excel; rows not in memory are fetched first."""
        spans = self._spans()
        if not spans:
            return
        first, last = min(a for a, _b in spans), max(b for _a, b in spans)
        last = min(last, first + COPY_AT_MOST - 1)
        if self._counter is None or self.rows.has(first, last):
            self._to_clipboard(self.chosen_rows())
        else:
            self._counter.ask(
                self, self._verbs[0], self._shown_query, first, last - first + 1,
                then=self._copy_fetched, carry=(first, tuple(spans)),
            )  # fmt: skip

    def _copy_fetched(self, rows: Sequence[Any], first: int, spans: tuple[tuple[int, int], ...]) -> None:
        self._to_clipboard([row for at, row in enumerate(rows, first) if any(a <= at <= b for a, b in spans)])

    def _to_clipboard(self, rows: list[Any]) -> None:
        columns, clipboard = self.wanted_columns(), QGuiApplication.clipboard()
        clipboard.setText(as_text(columns, rows))
        # added to Qt's own object: one made here would be freed after Python has ended, and crash the exit
        clipboard.mimeData().setHtml(as_html(columns, rows))
        self.selection_said.emit(_("已复制 {count} 行").format(count=f"{len(rows):,}"))

    def _selection_changed(self, *_spans: object) -> None:
        self._told.start()

    def _tell_selection(self) -> None:
        spans = self._spans()
        count = sum(b - a + 1 for a, b in spans)
        if not count:
            self.selection_said.emit("")
            return
        few = count <= 2 * BLOCK and all(self.rows.has(a, b) for a, b in spans)
        rows = self.chosen_rows() if few else None
        self.selection_said.emit(count_and_sums(self.wanted_columns(), count, rows, self._unit))
