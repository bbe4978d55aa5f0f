"""A table whose columns can be moved, hidden and sized; what a person chose stays."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.views import memory
from crmdesk.views.widgets.cell import PAD
from crmdesk.words import _

GIVE_WAY, TAKE = 0.2, 0.6  # shares of their width that the wide texts may lose and gain


class ColumnTable(QTableView):
    """``set_up_columns`` once the model is set; ``visible_columns`` says what is shown, in order."""

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._name, self._columns = name, tuple(columns)

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
        kept = memory.get_bytes(self._key)
        self._fits = kept is None  # until this person sizes a column, they follow the width of the window
        self._fitting = False
        if kept is not None:
            header.restoreState(kept)
        header.setSortIndicatorShown(False)
        self._remember = QTimer(self, singleShot=True, interval=400)
        self._remember.timeout.connect(self._keep_columns)
        header.sectionMoved.connect(self._columns_changed)
        header.sectionResized.connect(self._column_sized)

    @property
    def _key(self) -> str:
        return f"table/{self._name}.{len(self._columns)}"  # other columns after an upgrade: begin anew

    def _width_of(self, column: Column) -> int:
        """As declared, but never too narrow for its title or for any of its words, in either language."""
        words = self.fontMetrics()
        choices = [choice.label for choice in column.choices or ()]
        widest = max(words.horizontalAdvance(text) for text in (column.title, *choices))
        return max(column.width * words.horizontalAdvance("0") + 2 * PAD, widest + PAD + PAD // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._fit()

    def _fit(self) -> None:
        """The wide texts give way a little where all columns nearly fit, and share what is left over."""
        shown = [at for at in range(len(self._columns)) if not self.isColumnHidden(at)]
        widths = {at: self._width_of(self._columns[at]) for at in shown}
        texts = [at for at in shown if self._columns[at].kind in (Kind.TEXT, Kind.LONG_TEXT)]
        over = sum(widths.values()) - self.viewport().width()
        wide = [at for at in texts if 2 * widths[at] > max(widths[text] for text in texts)]
        share = over / max(sum(widths[at] for at in wide), 1)
        if share <= GIVE_WAY:
            widths |= {at: int(widths[at] * (1 - max(share, -TAKE))) for at in wide}
        self._fitting = True
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        self._fitting = False

    def visible_columns(self) -> tuple[Column, ...]:
        """The columns shown, in the order in which they stand on the screen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return tuple(self._columns[at] for at in order if not self.isColumnHidden(at))

    def choose_columns(self, _at: QPoint | None = None) -> None:
        """The menu that shows and hides columns."""
        menu = QMenu(self)
        for at, column in enumerate(self._columns):
            entry = menu.addAction(column.title)
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
        if at == -1:
            self._default_columns()
        elif entry.isChecked() or len(self.visible_columns()) > 1:
            self.setColumnHidden(at, not entry.isChecked())
        self._columns_changed()

    def _default_columns(self) -> None:
        header = self.horizontalHeader()
        for at, column in enumerate(self._columns):
            header.moveSection(header.visualIndex(at), at)
            self.setColumnHidden(at, not column.shown)
            self.setColumnWidth(at, self._width_of(column))
        self._fits = True
        self._fit()

    def _column_sized(self, at: int, _before: int, _now: int) -> None:
        """Not what the table did itself, and not the last column, which follows the window."""
        header = self.horizontalHeader()
        if not self._fitting and header.visualIndex(at) < header.count() - 1 - self._hidden_behind():
            self._columns_changed()

    def _hidden_behind(self) -> int:
        header = self.horizontalHeader()
        places = range(header.count() - 1, -1, -1)
        hidden = (self.isColumnHidden(header.logicalIndex(place)) for place in places)
        return len(list(takewhile(bool, hidden)))

    def _columns_changed(self, *_what: int) -> None:
        self._fits = False
        self._remember.start()

    def _keep_columns(self) -> None:
        memory.keep(self._key, self.horizontalHeader().saveState())
