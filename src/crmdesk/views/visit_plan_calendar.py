"""The month of one plan as a calendar: visits are dragged to another day; or the month of the whole office."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.calendar import month_end
from crmdesk.rules.visit_plan import CalendarVisit, PlanLine, VisitPlan, VisitStatus
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.visit_plan_lines import LinesGrid
from crmdesk.views.widgets.filter_chip import ToggleChip
from crmdesk.views.widgets.month_calendar import MonthCalendar
from crmdesk.words import _


class PlanCalendar(QWidget):
    """Shows what stands in ``grid``; ``wants_line(place)`` goes to a row, ``left()`` after Esc."""

    wants_line = Signal(int)
    left = Signal()

    def __init__(self, counter: Counter, grid: LinesGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter, self._grid = counter, grid
        self._plan: VisitPlan | None = None
        self._rep: tuple[UUID | None, str] = (None, "")
        self._first = date.min
        self._statuses: dict[UUID, VisitStatus] = {}
        self._others: tuple[CalendarVisit, ...] = ()
        self._place_of: dict[UUID, int] = {}
        self._year: Any = None
        self.everybody = ToggleChip("visit_plan.everybody", _("全办事处"), self)
        self.everybody.changed.connect(self.reload)
        self.month = MonthCalendar("visit_plan.calendar", self)
        self.month.moved.connect(self._move)
        self.month.opened.connect(self._open)
        self.month.left.connect(self.left)
        legend = QLabel(_("✓ 已访  ! 逾期  × 未执行  + 计划外 · 色条是客户等级 · 拖动或 Ctrl+方向键改日期"), self)
        theme.look(legend, "label")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.everybody)
        row.addWidget(legend)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        box.addLayout(row)
        box.addWidget(self.month, 1)
        self.setFocusProxy(self.month)
        grid.edited.connect(self.show_lines)

    def show_plan(self, plan: VisitPlan | None, rep: tuple[UUID | None, str], first: date) -> None:
        """Another plan, or another month."""
        self._plan, self._rep, self._first = plan, rep, first
        self._statuses, self._others = {}, ()
        if self.isVisible():
            self.reload()

    def reload(self, *_what: object) -> None:
        """Ask how the visits stand."""
        if self._first == date.min:
            return
        rep_id = None if self.everybody.isChecked() else self._rep[0]
        self._counter.ask(
            self, "visit_plan.days", self._first, month_end(self._first), rep_id, then=self._take, key="days"
        )
        if self._year is None or self._year.year != self._first.year:
            self._counter.ask(self, "workday.year", self._first.year, then=self._take_year, key="year")
        self.show_lines()

    def _take(self, visits: Sequence[CalendarVisit]) -> None:
        self._statuses = {visit.line_id: visit.status for visit in visits if visit.line_id}
        self._others = tuple(visits)
        self.show_lines()

    def _take_year(self, year: Any) -> None:
        self._year = year
        self.show_lines()

    def _is_off(self, day: date) -> bool:
        if self._year is not None and day in self._year.off:
            return True
        return day.weekday() > 4 and (self._year is None or day not in self._year.made_up)

    def show_lines(self) -> None:
        """What stands in the grid now, unsaved lines too."""
        if not self.isVisible():
            return
        if self.everybody.isChecked():
            self.month.may_move = False
            self.month.show_month(self._first, self._others, self._is_off)
            return
        self._place_of = {}
        visits = []
        for place, line in enumerate(self._grid.rows.rows):
            if line.alive and line.planned_on and line.planned_on.replace(day=1) == self._first:
                visits.append(self._visit(place, line))
        unplanned = [visit for visit in self._others if visit.status is VisitStatus.UNPLANNED]
        self.month.may_move = self._grid.is_open
        self.month.show_month(self._first, visits + unplanned, self._is_off)

    def _visit(self, place: int, line: PlanLine) -> CalendarVisit:
        line_id = line.id or UUID(int=place + 1)  # a line that is not saved yet is known by its place
        self._place_of[line_id] = place
        status = self._statuses.get(line_id, VisitStatus.PLANNED)
        assert line.planned_on is not None
        return CalendarVisit(
            line.planned_on, self._rep[0] or UUID(int=0), self._rep[1], line.dealer_id, line.dealer_name,
            line.dealer_class, status, self._plan.id if self._plan else None, line_id, line.route, line.aim, line.hours,
        )  # fmt: skip

    def _move(self, visit: CalendarVisit, day: date) -> None:
        place = self._place_of.get(visit.line_id) if visit.line_id else None
        if place is not None:
            self._grid.rows.change_row(place, planned_on=day)

    def _open(self, visit: CalendarVisit) -> None:
        place = self._place_of.get(visit.line_id) if visit.line_id else None
        if place is not None:
            self.wants_line.emit(place)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.reload()
