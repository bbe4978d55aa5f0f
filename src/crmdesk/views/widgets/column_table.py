"""A table whose columns can be moved, hidden and sized; what a person chose stays."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from crmdesk.rules.columns import Column
from crmdesk.views import memory
from crmdesk.words import _


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
        if kept is not None:
            header.restoreState(kept)
        header.setSortIndicatorShown(False)
        self._remember = QTimer(self, singleShot=True, interval=400)
        self._remember.timeout.connect(self._keep_columns)
        header.sectionMoved.connect(self._columns_changed)
        header.sectionResized.connect(self._columns_changed)

    @property
    def _key(self) -> str:
        return f"table/{self._name}.{len(self._columns)}"  # other columns after an upgrade: begin anew

    def _width_of(self, column: Column) -> int:
        """As declared, but never too narrow for its title or for any of its words, in either language."""
        words = self.fontMetrics()
        choices = [choice.label for choice in column.choices or ()]
        widest = max(words.horizontalAdvance(text) for text in (column.title, *choices))
        return max(column.width * words.horizontalAdvance("0") + 22, widest + 30)

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

    def _columns_changed(self, *_what: int) -> None:
        self._remember.start()

    def _keep_columns(self) -> None:
        memory.keep(self._key, self.horizontalHeader().saveState())
