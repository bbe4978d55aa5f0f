"""请示: what representatives ask their manager or the company; a list, a look beside it, and the way to a new one."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from crmdesk.rules.visit_case import COLUMNS, CaseState, VisitCase
from crmdesk.views.page import Action, Page
from crmdesk.views.visit_case_lines import CaseFacts, note_entries
from crmdesk.views.visit_panel import CasePanel
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.filter_chip import ToggleChip
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.pill import tone_of
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.views.widgets.timeline import Timeline
from crmdesk.words import _


class VisitCasesPage(Page):
    """``opened(case_id)`` goes on to that case; ``opened(states=…)`` narrows the list."""

    name = "visit_case"

    def build(self) -> None:
        self._shown: VisitCase | None = None
        self._chips = QWidget(self)
        row = Flow(self._chips)
        self.states = {s: ToggleChip(f"visit_cases.chip.{s}", s.label, self._chips) for s in CaseState}
        for chip in self.states.values():
            chip.changed.connect(self._ask)
            row.addWidget(chip)
        self.body.addWidget(self._chips)
        self._stack = QStackedWidget(self)
        self.table = WindowedTable("visit_cases.table", COLUMNS, self, unit=_("件"), pills=frozenset({"state"}))
        self.table.opened.connect(self.open_case)
        self.table.looked.connect(self.look)
        self.table.chosen.connect(self._chosen)
        self.table.counted.connect(self._counted)
        self.table.selection_said.connect(self.status)
        self.empty = Empty("visit_cases", self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)
        panel = self.add_panel()
        self.facts = CaseFacts("visit_cases.facts", panel)
        panel.add_tab("facts", _("内容"), self.facts)
        self.notes = Timeline("visit_cases.notes", panel)
        panel.add_tab("notes", _("往来"), self.notes)
        self.tabs = CasePanel(self, "visit_case")
        panel.closed.connect(self.table.setFocus)
        away = QShortcut(QKeySequence("Esc"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(panel.shut)
        self.set_title(_("请示"))

    def declare(self) -> tuple[Action, ...]:
        new = partial(self.open_page, "visit_case.form")
        return (
            Action("visit_cases.new", _("提出请示"), new, "Ctrl+N", "plus", "visit_case.open", "main", "N"),
            Action("visit_cases.open", _("打开"), self.open_current, "", "arrow-right", "visit_case.get", "button", "O"),
            Action("visit_cases.look", _("看一眼"), self.look_current, "F4", "panel-right"),
            Action("visit_cases.columns", _("选择列"), self.table.choose_columns, "", "columns-3"),
            Action("visit_cases.unfilter", _("清除筛选"), self.clear, "Ctrl+Shift+F", "funnel"),
        )

    @property
    def _wanted(self) -> tuple[CaseState, ...]:
        return tuple(state for state, chip in self.states.items() if chip.isChecked())

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, states: Sequence[CaseState] = (), **more: Any) -> None:
        if record_id is not None:
            self.open_page("visit_case.form", record_id)
            return
        if states:
            self._choose(states)
        if self.table.query is None or states:
            self._ask()
        self.table.setFocus()

    def _choose(self, states: Sequence[CaseState]) -> None:
        for state, chip in self.states.items():
            chip.blockSignals(True)
            chip.setChecked(state in states)
            chip.blockSignals(False)

    def clear(self) -> None:
        """Take every condition away."""
        self._choose(())
        self._ask()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject in ("visit_case", "visit_case_note", "*") and self.table.query is not None:
            self.table.reload()
            if self._shown is not None and self.panel is not None and self.panel.isVisible():
                self.ask("visit_case.get", self._shown.id, then=self._show_in_panel, key="look")

    def _ask(self, *_chip: object) -> None:
        self.table.follow(self.counter, "visit_case.page", "visit_case.count", self._wanted)

    def _counted(self, count: int) -> None:
        self.set_title(_("请示"), _("{count} 件").format(count=f"{count:,}"))
        if count:
            self._stack.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
        else:
            self._show_empty()
        self.set_enabled("visit_cases.unfilter", "" if self._wanted else _("现在没有筛选。"))
        self._allow_for_row()

    def _show_empty(self) -> None:
        if self._wanted:
            words = _("没有符合条件的请示"), _("换一个条件,或者清除筛选。")
            buttons = [self.button("visit_cases.unfilter", self)]
        else:
            words = _("还没有请示"), _("巡访里答「有窜货」「有非常事件」或写了请示,就排在这里等答复。")
            buttons = [self.button("visit_cases.new", self, main=True)]
        self.empty.show_words("circle-help", *words, buttons)
        self._stack.setCurrentWidget(self.empty)

    # --- looking --------------------------------------------------------------------------------------

    def _chosen(self, row: VisitCase | None) -> None:
        self._allow_for_row()
        if row is not None and self.panel is not None and self.panel.isVisible():
            self._show_in_panel(row)

    def _allow_for_row(self) -> None:
        reason = "" if self.table.current_row() is not None else _("请先选一件。")
        for name in ("visit_cases.open", "visit_cases.look"):
            self.set_enabled(name, reason)

    def look(self, row: VisitCase) -> None:
        """Space: the panel beside the list."""
        assert self.panel is not None
        self._show_in_panel(row)
        self.panel.open()

    def look_current(self) -> None:
        """F4: the panel for the row in front, and away again."""
        row = self.table.current_row()
        assert self.panel is not None
        if self.panel.isVisible():
            self.panel.shut()
        elif row is not None:
            self.look(row)

    def _show_in_panel(self, row: VisitCase) -> None:
        assert self.panel is not None
        self._shown = row
        self.panel.set_title(row.title, (state_pill(row),))
        self.facts.show_case(row)
        self.notes.show_entries(note_entries(row), _("还没有往来。"))
        self.tabs.show_record(row.id)
        self.panel.set_buttons((self.button("visit_cases.open", self),))

    def open_case(self, row: VisitCase) -> None:
        """Enter or double click."""
        self.open_page("visit_case.form", row.id)

    def open_current(self) -> None:
        """The case in front."""
        row = self.table.current_row()
        if row is not None:
            self.open_case(row)


def state_pill(case: VisitCase) -> tuple[str, str]:
    """The state in its colour."""
    return case.state.label, tone_of(case.state)
