"""A table whose columns can be moved, hidden and sized; what a person chose stays.

Where there is no room for all (a narrow window, the panel beside the list), the least important columns step
aside, so that nobody scrolls sideways; they are back as soon as there is room. Who asks for a column has it,
and who sizes one has all exactly as left: from then on the table may scroll.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.views import memory
from crmdesk.views.widgets.cell import PAD
from crmdesk.views.widgets.fitting import Wish, fitted
from crmdesk.words import _

_SIZED = "*"  # among the kept keys: widths are this person's
_UNUSUAL = 1000  # columns that are not shown at first step aside before all others


class ColumnTable(QTableView):
    """``set_up_columns`` once the model is set; ``wanted_columns`` says what is shown, in order.

    ``stepped_aside(columns)`` comes when others than before have no room.
    """

    stepped_aside = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._name, self._columns = name, tuple(columns)
        self._usual = frozenset(column.key for column in columns if column.shown)
        self._aside: set[int] = set()  # hidden for want of room only
        self._aside_before: set[int] = set()  # as it was told
        self._asked: set[str] = set()  # keys of columns that this person asked for
        self._fits = True  # until this person sizes a column
        self._fitting = False
        self._last = -1  # the column that takes what is left over

    def set_up_columns(self) -> None:
        """Widths as declared, then as this person left them."""
        header = self.horizontalHeader()
        header.setObjectName(f"{self._name}.header")
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.choose_columns)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, column in enumerate(self._columns):
            self.setColumnWidth(at, self._width_of(column))
            self.setColumnHidden(at, not column.shown)
        self._restore()
        header.setSortIndicatorShown(False)
        self._remember = QTimer(self, singleShot=True, interval=400)
        self._remember.timeout.connect(self._keep_columns)
        header.sectionMoved.connect(self._columns_changed)
        header.sectionResized.connect(self._column_sized)

    def want_columns(self, keys: Iterable[str]) -> None:
        """Show these instead of the usual ones, as far as there is room."""
        self._usual = frozenset(keys)
        self._aside.clear()
        for at, column in enumerate(self._columns):
            self.setColumnHidden(at, column.key not in self._usual)
        self._fit()

    def wanted_columns(self) -> tuple[Column, ...]:
        """The columns shown, in the order on the screen; those without room just now too."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return tuple(self._columns[at] for at in order if self._is_wanted(at))

    def columns_aside(self) -> tuple[Column, ...]:
        """The wanted columns that have no room."""
        return tuple(self._columns[at] for at in sorted(self._aside))

    def _is_wanted(self, at: int) -> bool:
        return at in self._aside or not self.isColumnHidden(at)

    # --- room -----------------------------------------------------------------------------------------

    def _width_of(self, column: Column) -> int:
        """As declared, but never too narrow for its title or for any of its words, in either language."""
        words = self.fontMetrics()
        choices = [choice.label for choice in column.choices or ()]
        widest = max(words.horizontalAdvance(text) for text in (column.title, *choices))
        return max(column.width * words.horizontalAdvance("0") + 2 * PAD, widest + PAD + PAD // 2)

    def _wish(self, at: int) -> Wish:
        column = self._columns[at]
        aside = column.aside if column.shown else _UNUSUAL + at
        is_text = column.kind in (Kind.TEXT, Kind.LONG_TEXT)
        return Wish(at, self._width_of(column), is_text, 0 if column.key in self._asked else aside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Bring the wanted columns into the width of the window."""
        if not self._fits:
            return
        wanted = [at for at in range(len(self._columns)) if self._is_wanted(at)]
        widths = fitted([self._wish(at) for at in wanted], self.viewport().width())
        self._aside = set(wanted) - set(widths)
        self._fitting = True
        for at in wanted:
            self.setColumnHidden(at, at in self._aside)
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        self._fitting = False
        self._last = self._last_shown()
        self._leave_hidden_column()
        if self._aside != self._aside_before:
            self._aside_before = set(self._aside)
            self.stepped_aside.emit(self.columns_aside())

    def _leave_hidden_column(self) -> None:
        """The arrow keys would not go on from a cell that cannot be seen."""
        cell = self.currentIndex()
        if cell.isValid() and self.isColumnHidden(cell.column()):
            seen = next(at for at in range(len(self._columns)) if not self.isColumnHidden(at))
            beside = cell.siblingAtColumn(seen)
            self.selectionModel().setCurrentIndex(beside, QItemSelectionModel.SelectionFlag.NoUpdate)

    # --- what a person chooses ------------------------------------------------------------------------

    def choose_columns(self, _at: QPoint | None = None) -> None:
        """The menu that shows and hides columns."""
        menu = QMenu(self)
        for at, column in enumerate(self._columns):
            narrow = _("{column}(窗口放不下)").format(column=column.title)
            entry = menu.addAction(narrow if at in self._aside else column.title)
            entry.setCheckable(True)
            entry.setChecked(not self.isColumnHidden(at))
            entry.setData(at)
        menu.addSeparator()
        menu.addAction(_("恢复默认的列")).setData(-1)
        menu.triggered.connect(self._column_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.horizontalHeader().mapToGlobal(QPoint(8, self.horizontalHeader().height())))

    def _column_chosen(self, entry: QAction) -> None:
        at = entry.data()
        self._fitting = True
        if at == -1:
            self._default_columns()
        elif entry.isChecked():
            self._asked.add(self._columns[at].key)
            self._aside.discard(at)
            self.setColumnHidden(at, False)
        elif self.horizontalHeader().hiddenSectionCount() < len(self._columns) - 1:
            self._asked.discard(self._columns[at].key)
            self.setColumnHidden(at, True)
            self._leave_hidden_column()
        self._fitting = False
        self._fit()
        self._columns_changed()

    def _default_columns(self) -> None:
        header = self.horizontalHeader()
        self._fits = True
        self._asked.clear()
        self._aside.clear()
        for at, column in enumerate(self._columns):
            header.moveSection(header.visualIndex(at), at)
            self.setColumnHidden(at, column.key not in self._usual)
            self.setColumnWidth(at, self._width_of(column))

    def _column_sized(self, at: int, before: int, now: int) -> None:
        """By this person: not by the table itself, nor the last column, which follows the window (or did)."""
        if self._fitting or not before or not now or at in (self._last, self._last_shown()):
            return
        self._fits = False
        self._columns_changed()

    def _last_shown(self) -> int:
        header = self.horizontalHeader()
        places = range(header.count() - 1, -1, -1)
        return next((at for at in map(header.logicalIndex, places) if not self.isColumnHidden(at)), -1)

    # --- what stays -----------------------------------------------------------------------------------

    @property
    def _key(self) -> str:
        """Other columns after an upgrade begin anew."""
        return f"table/{self._name}.{crc32(' '.join(column.key for column in self._columns).encode()):08x}"

    def _columns_changed(self, *_what: int) -> None:
        self._remember.start()

    def _keep_columns(self) -> None:
        """Columns that only have no room just now are kept as shown."""
        self._fitting = True
        for at in self._aside:
            self.setColumnHidden(at, False)
        memory.keep(self._key, self.horizontalHeader().saveState())
        for at in self._aside:
            self.setColumnHidden(at, True)
        self._fitting = False
        self._last = self._last_shown()
        memory.keep(f"{self._key}.own", " ".join([*self._asked, *([] if self._fits else [_SIZED])]))

    def _restore(self) -> None:
        kept = memory.get_bytes(self._key)
        if kept is not None:
            self.horizontalHeader().restoreState(kept)
            own = set(str(memory.get(f"{self._key}.own", "")).split())
            self._fits = _SIZED not in own
            self._asked = own - {_SIZED}
