"""The line above the list of complaints: search field and chips, and the query that they make together."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from crmdesk.rules.complaint import ComplaintKind, ComplaintQuery, ComplaintState
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.filter_chip import ToggleChip
from crmdesk.views.widgets.search_line import SearchLine
from crmdesk.words import N_, _

#: The chips of the states, in the order of the form's way.
STATES = (
    (ComplaintState.DRAFT, N_("业务填表")),
    (ComplaintState.SENT, N_("待登记")),
    (ComplaintState.REGISTERED, N_("已登记")),
)


class ComplaintFilters(QWidget):
    """``changed(query)`` while one types and after each chip. On a narrow page the chips stand below the field."""

    changed = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter = counter
        self._order = ("", False)
        self._narrow: bool | None = None
        self.search = SearchLine("complaints.search", _("编号、客户、订单编号、料号、品名"), self)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(160)
        self.search.searched.connect(self._tell)
        self._chips = QWidget(self)
        row = QHBoxLayout(self._chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.mine = ToggleChip("complaints.chip.mine", _("我填的"), self._chips)
        self.states = {s: ToggleChip(f"complaints.chip.{s}", _(word), self._chips) for s, word in STATES}
        kinds = (ComplaintKind.QUALITY, ComplaintKind.NON_QUALITY)
        self.kinds = {k: ToggleChip(f"complaints.chip.{k}", k.label, self._chips) for k in kinds}
        for chip in self.chips:
            chip.changed.connect(self._tell)
            row.addWidget(chip)
        row.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.S)
        self._lay(False)

    @property
    def chips(self) -> tuple[ToggleChip, ...]:
        """In reading order."""
        return self.mine, *self.states.values(), *self.kinds.values()

    @property
    def query(self) -> ComplaintQuery:
        """What the list shall show."""
        person = self._counter.desk.person
        mine = person.name if person is not None and self.mine.isChecked() else ""
        return ComplaintQuery(
            self.search.words(),
            tuple(state for state, chip in self.states.items() if chip.isChecked()),
            tuple(kind for kind, chip in self.kinds.items() if chip.isChecked()),
            filled_by=mine, sort=self._order[0], descending=self._order[1],
        )  # fmt: skip

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search.words()) or any(chip.isChecked() for chip in self.chips)

    def set_order(self, query: ComplaintQuery) -> None:
        """The list was sorted by a click on its header."""
        self._order = (query.sort, query.descending)

    def clear(self) -> None:
        """Take every condition away."""
        for chip in self.chips:
            chip.setChecked(False)
        if self.search.words():
            self.search.set_words("")
        else:
            self._tell()

    def _tell(self, *_what: object) -> None:
        self.changed.emit(self.query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(self.width() < self._chips.sizeHint().width() + 200)

    def _lay(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for part in (self.search, self._chips):
            self._grid.removeWidget(part)
        self._grid.addWidget(self.search, 0, 0)
        self._grid.addWidget(self._chips, *((1, 0) if narrow else (0, 1)))
        self.search.setMaximumWidth(16_777_215 if narrow else self.search.sizeHint().width())
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)
