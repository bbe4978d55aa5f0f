"""The chips above the days of the handbook, and the query that they make."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.rules.calendar import month_end
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery, DayState
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.filter_chip import ToggleChip
from crmdesk.views.widgets.flow import Flow
from crmdesk.words import _

#: In the order in which a manager works.
STATES = (DayState.HANDED_IN, DayState.RETURNED, DayState.OPEN, DayState.CHECKED)


class DayFilters(QWidget):
    """``changed(query)`` after each chip."""

    changed = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter = counter
        row = Flow(self)
        self.states = {s: ToggleChip(f"visit_days.chip.{s}", s.label, self) for s in STATES}
        self.sampled = ToggleChip("visit_days.chip.sampled", _("抽查的"), self)
        self.mine = ToggleChip("visit_days.chip.mine", _("我的"), self)
        self.of = ToggleChip("visit_days.chip.of", "", self)
        self._of: tuple[UUID | None, date | None] = (None, None)
        for chip in self.chips:
            chip.changed.connect(self._tell)
            row.addWidget(chip)
        self.of.hide()
        person = counter.desk.person
        self.mine.setVisible(person is not None and Role.REP in person.roles)

    @property
    def chips(self) -> tuple[ToggleChip, ...]:
        """In reading order."""
        return (*self.states.values(), self.sampled, self.mine, self.of)

    @property
    def query(self) -> DayQuery:
        """What the list shall show."""
        person = self._counter.desk.person
        rep, month = self._of if self.of.isChecked() else (None, None)
        rep = person.id if person is not None and self.mine.isChecked() else rep
        last = month_end(month) if month else None
        states = tuple(state for state, chip in self.states.items() if chip.isChecked())
        return DayQuery(month, last, rep, states, only_sampled=self.sampled.isChecked())

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.query != DayQuery()

    def choose(self, *states: DayState) -> None:
        """Show these states only; nothing is told."""
        for state, chip in self.states.items():
            chip.blockSignals(True)
            chip.setChecked(state in states)
            chip.blockSignals(False)

    def clear(self) -> None:
        """Take every condition away."""
        for chip in self.chips:
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
        self.of.hide()
        self._tell()

    def show_of(self, rep_id: UUID | None, rep_name: str, month: date) -> None:
        """Only the days of a representative's month, or of everybody's; a chip says so and takes it away."""
        self.choose()
        self._of = (rep_id, month)
        self.of.setText(f"{rep_name} {month:%Y-%m}".strip())
        self.of.setAccessibleName(self.of.text())
        self.of.blockSignals(True)
        self.of.setChecked(True)
        self.of.blockSignals(False)
        self.of.show()

    def _tell(self, *_what: object) -> None:
        self.changed.emit(self.query)
