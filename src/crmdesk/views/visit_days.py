"""巡访手册, all days: the representative goes on to today's, the manager checks what was handed in (MT 一.4).

Space passes the day in front, or all that are selected; digits write its mark, R sends it back.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget

from crmdesk.rules.errors import Incomplete
from crmdesk.rules.people import Person, Role
from crmdesk.rules.visit import DAY_COLUMNS, DayOutcome, DayQuery, DayState, VisitDay
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.page import Action, Page
from crmdesk.views.visit_day_facts import DayFacts
from crmdesk.views.visit_days_filters import DayFilters
from crmdesk.views.visit_panel import CasePanel
from crmdesk.views.visit_way import VisitStepTaker
from crmdesk.views.visit_which_day import WhichDay, representatives
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.pill import tone_of
from crmdesk.views.widgets.save_dialog import ask_where, remember_folder
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import _


class VisitDaysPage(Page):
    """``opened(day_id)`` goes on to that day; ``opened(states=…)`` and
    ``opened(month=…, rep_id=…)`` narrow the list."""

    name = "visit_day"

    def build(self) -> None:
        self._shown: VisitDay | None = None
        self._reps: tuple[Person, ...] = ()
        self._to_send_back: VisitDay | None = None
        self._said_many = ""
        self.filters = DayFilters(self.counter, self)
        self.filters.changed.connect(self._ask)
        self.body.addWidget(self.filters)
        self._stack = QStackedWidget(self)
        self.table = WindowedTable("visit_days.table", DAY_COLUMNS, self, unit=_("天"), pills=frozenset({"state"}))
        self.table.cell.tones["to_look_at"] = "amber"
        self.table.opened.connect(self.open_day)
        self.table.chosen.connect(self._chosen)
        self.table.counted.connect(self._counted)
        self.table.selection_said.connect(self.status)
        self.table.installEventFilter(self)
        self.empty = Empty("visit_days", self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)
        self.outcome = QLabel(self)
        self.outcome.setObjectName("visit_days.outcome")
        self.outcome.setWordWrap(True)
        theme.look(self.outcome, "notice-box")
        self.outcome.hide()
        self.body.insertWidget(1, self.outcome)
        self._keys = QLabel(_("空格 通过 · 数字 评分 · R 退回 · Enter 打开"), self)
        theme.look(self._keys, "small")
        self._keys.setVisible(self._checks)
        self.body.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignRight)
        panel = self.add_panel()
        self.facts = DayFacts(panel)
        self.facts.entered.connect(self.check)
        panel.add_tab("facts", _("内容"), self.facts)
        self.tabs = CasePanel(self, "visit_day")
        panel.closed.connect(self.table.setFocus)
        away = QShortcut(QKeySequence("Esc"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(panel.shut)
        self.taker = VisitStepTaker(self, "visit_day")
        self.taker.taken.connect(self._taken)
        self.taker.refused.connect(self._refused)
        self.set_title(_("巡访手册"))

    @property
    def _checks(self) -> bool:
        """Whether this person checks days."""
        return self.counter.may("visit_day.check")

    @property
    def _writes(self) -> bool:
        person = self.counter.desk.person
        return person is not None and Role.REP in person.roles

    @property
    def _writes_for_others(self) -> bool:
        """The clerk types what representatives have written by hand."""
        person = self.counter.desk.person
        return person is not None and Role.OFFICE_CLERK in person.roles

    def declare(self) -> tuple[Action, ...]:
        may_write = self._writes or self._writes_for_others
        own = Action("visit_days.today", _("写今天的手册"), self.write_today, "Ctrl+N", "notebook-pen", "visit_day.begin",
                     "main" if self._writes else "hidden", "N")  # fmt: skip
        check = Action("visit_days.check", _("检查通过"), self.check, "Ctrl+Return", "check", "visit_day.check",
                       "hidden" if not self._checks else "button" if self._writes else "main", "G")  # fmt: skip
        back = Action("visit_days.send_back", _("退回补充"), self.send_back, "", "undo-2", "visit_day.send_back",
                      "button" if self._checks else "hidden", "R")  # fmt: skip
        other = _("补写某一天") if self._writes else _("代写手册")
        return (
            own, check, back,
            Action("visit_days.other", other, self.write_other, "", "calendar", "visit_day.begin",
                   "button" if may_write else "hidden", "D"),
            Action("visit_days.open", _("打开这一天"), self.open_current, "", "arrow-right", "visit_day.get"),
            Action("visit_days.month", _("打印本月手册"), self.print_month, "Ctrl+P", "printer", "visit_handbook.preview"),
            Action("visit_days.save_month", _("本月手册存为 Excel"), self.save_month, "", "file-spreadsheet",
                   "visit_handbook.save"),
            Action("visit_days.statistics", _("执行统计"), partial(self.open_page, "visit_statistics"), "", "chart-column",
                   "visit_statistics.execution"),
            Action("visit_days.look", _("看一眼"), self.look_current, "F4", "panel-right"),
            Action("visit_days.columns", _("选择列"), self.table.choose_columns, "", "columns-3"),
            Action("visit_days.unfilter", _("清除筛选"), self.filters.clear, "Ctrl+Shift+F", "funnel"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(
        self, record_id: Any = None, states: Sequence[DayState] = (), month: Any = None, rep_id: UUID | None = None,
        rep_name: str = "", **more: Any,
    ) -> None:  # fmt: skip
        if record_id is not None:
            self.open_page("visit_day.form", record_id)
            return
        if month is not None:
            self.filters.show_of(rep_id, rep_name, month)
        elif states:
            self.filters.choose(*states)
        elif self.table.query is None and self._checks and not self._writes:
            self.filters.choose(DayState.HANDED_IN)
        if self.table.query != self.filters.query or states:
            self._ask(self.filters.query)
        if self.counter.may("person.list"):
            self.ask("person.list", then=self._take_people, key="people")
        self.table.setFocus()

    def _take_people(self, people: Sequence[Person]) -> None:
        self._reps = representatives(people)

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject in ("visit_day", "visit", "visit_plan", "*") and self.table.query is not None:
            self.table.reload()
            if self._shown is not None and self.panel is not None and self.panel.isVisible():
                self.ask("visit_day.get", self._shown.id, then=self._show_in_panel, key="look")

    def _ask(self, query: DayQuery) -> None:
        self.table.follow(self.counter, "visit_day.page", "visit_day.count", query)

    def _counted(self, count: int) -> None:
        self.set_title(_("巡访手册"), _("{count} 天").format(count=f"{count:,}"))
        if count:
            self._stack.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
        else:
            self._show_empty()
        self.set_enabled("visit_days.unfilter", "" if self.filters.is_filtered else _("现在没有筛选。"))
        self._allow_for_row()

    def _show_empty(self) -> None:
        if self.filters.is_filtered:
            waits = self.filters.query.states == (DayState.HANDED_IN,)
            head = _("没有待检查的手册") if waits else _("没有符合条件的手册")
            words = head, _("业务经理交来以后排在这里。") if waits else _("换一个条件,或者清除筛选。")
            buttons = [self.button("visit_days.unfilter", self)]
        else:
            words = _("还没有巡访手册"), _("业务经理每天把走访的客户记在这里,交经理检查。")
            name = "visit_days.today" if self._writes else "visit_days.other" if self._writes_for_others else ""
            buttons = [self.button(name, self, main=True)] if name else []
        self.empty.show_words("notebook-pen", *words, buttons)
        self._stack.setCurrentWidget(self.empty)

    def changed_fields(self) -> tuple[str, ...]:
        return self.facts.unsaved()

    def save(self, then: Callable[[], None]) -> None:
        """A mark is given with the check: 保存 keeps it, and the day stays in front."""
        row = self.facts.day
        if row is None or not self.facts.is_changed():
            then()
            return
        said = {"mark": self.facts.mark.value(), "check_remark": self.facts.remark.value()}
        self._then = then
        self.ask("visit_day.change", row.id, row.revision, said, then=self._mark_saved)

    def _mark_saved(self, _day: VisitDay) -> None:
        self.facts.forget()
        self._then()

    def give_up(self) -> None:
        self.facts.forget()

    # --- looking --------------------------------------------------------------------------------------

    def _chosen(self, row: VisitDay | None) -> None:
        self._allow_for_row()
        if row is not None and self.panel is not None and (self.panel.isVisible() or self._checks):
            self._show_in_panel(row)
            if not self.panel.isVisible() and self.width() > 900:
                self.panel.open()

    def _allow_for_row(self) -> None:
        row = self.table.current_row()
        reason = "" if row is not None else _("请先选一天。")
        for name in ("visit_days.open", "visit_days.look", "visit_days.month", "visit_days.save_month"):
            self.set_enabled(name, reason)
        waits = reason or ("" if row.state is DayState.HANDED_IN else _("这一天不在待检查。"))
        for name in ("visit_days.check", "visit_days.send_back"):
            self.set_enabled(name, waits)

    def _show_in_panel(self, row: VisitDay) -> None:
        assert self.panel is not None
        self._shown = row
        pills = [(row.state.label, tone_of(row.state))]
        pills += [(_("抽查"), "amber")] if row.sampled and row.state is DayState.HANDED_IN else []
        self.panel.set_title(row.title, tuple(pills))
        self.facts.show_day(row, self._checks)
        self.tabs.show_record(row.id)
        self.panel.set_buttons((self.button("visit_days.open", self),))

    def look_current(self) -> None:
        """F4: the panel for the day in front, and away again."""
        row = self.table.current_row()
        assert self.panel is not None
        if self.panel.isVisible():
            self.panel.shut()
        elif row is not None:
            self._show_in_panel(row)
            self.panel.open()

    def open_day(self, row: VisitDay) -> None:
        """Enter or double click."""
        self.open_page("visit_day.form", row.id)

    def open_current(self) -> None:
        """The day in front."""
        row = self.table.current_row()
        if row is not None:
            self.open_day(row)

    # --- writing --------------------------------------------------------------------------------------

    def write_today(self) -> None:
        """Ctrl+N: one's own handbook of today."""
        self.open_page("visit_day.form", None, day=today())

    def write_other(self) -> None:
        """Another day, or for a clerk anyone's."""
        self._dialog = WhichDay(self._reps if self._writes_for_others else (), self.window())
        self._dialog.answered.connect(self._write_day)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    def _write_day(self, day: Any, rep_id: UUID | None) -> None:
        self.open_page("visit_day.form", None, day=day, rep_id=rep_id)

    def print_month(self) -> None:
        """The bound month of the representative of the day in front."""
        row = self.table.current_row()
        if row is not None:
            title = _("{name} {month} 巡访手册").format(name=row.rep_name, month=f"{row.day:%Y-%m}")
            first = row.day.replace(day=1)
            self.open_page("pdf", None, verb="visit_handbook.preview", args=(row.rep_id, first), title=title, back=self.name)

    def save_month(self) -> None:
        """The same month as a workbook."""
        row = self.table.current_row()
        if row is not None:
            self._month_of = row
            name = _("{name} {month} 巡访手册").format(name=row.rep_name, month=f"{row.day:%Y-%m}")
            self._where = ask_where(self, _("本月手册存为 Excel"), f"{name}.xlsx", self._save_month_to)

    def _save_month_to(self, path: str) -> None:
        row = self._month_of
        self.ask("visit_handbook.save", row.rep_id, row.day.replace(day=1), path, then=self._month_saved)

    def _month_saved(self, path: Path) -> None:
        remember_folder(path)
        self.say(_("已存为 {name}").format(name=path.name))

    # --- checking -------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and self._checks:
            assert isinstance(event, QKeyEvent)
            row = self.table.current_row()
            if not event.modifiers() and row is not None and row.state is DayState.HANDED_IN and self._key(event, row):
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, row: VisitDay) -> bool:
        if event.key() == Qt.Key.Key_Space:
            self.check()
        elif event.key() == Qt.Key.Key_R:
            self.send_back()
        elif event.text().isdigit() and event.text().isascii():
            self._look(row)
            self.facts.type_mark(event)
        else:
            return False
        return True

    def _look(self, row: VisitDay) -> None:
        self._show_in_panel(row)
        assert self.panel is not None
        if not self.panel.isVisible():
            self.panel.open()

    def check(self) -> None:
        """Space: the day in front is passed, or all that are selected."""
        rows = [row for row in self.table.chosen_rows() if row.state is DayState.HANDED_IN]
        if len(rows) > 1:
            pairs = tuple((row.id, row.revision) for row in rows)
            self.ask("visit_day.check_many", pairs, then=self._checked_many)
            return
        row = self.table.current_row()
        if row is not None and row.state is DayState.HANDED_IN:
            given = self.facts.given() if self.facts.day is not None and self.facts.day.id == row.id else {}
            self.ask("visit_day.check", row.id, row.revision, then=self._checked, failed=self._not_checked, carry=(row,),
                     **given)  # fmt: skip

    def _checked(self, day: VisitDay, _row: VisitDay) -> None:
        self.outcome.hide()
        if self.facts.day is not None and self.facts.day.id == day.id:
            self.facts.mark.set_saved(day.mark)
            self.facts.remark.set_saved(day.check_remark)
        self.say(_("{title} 检查通过").format(title=day.title))
        self.table.setFocus()

    def _not_checked(self, error: BaseException, row: VisitDay) -> None:
        if isinstance(error, Incomplete) and error.problems[0].field == "mark":
            self._look(row)
            self.facts.mark.set_problem(error.problems[0].sentence)
            self.facts.mark.editor.setFocus()
        else:
            self.refused.emit(error)

    def _checked_many(self, outcomes: Sequence[DayOutcome]) -> None:
        """Those that went through went through; of the others each says why not."""
        left = [one for one in outcomes if not one.is_done]
        self.say(_("{n} 天检查通过").format(n=len(outcomes) - len(left)))
        self.outcome.setText("\n".join(f"{one.title}: {one.sentence}" for one in left))
        self.outcome.setVisible(bool(left))

    def send_back(self) -> None:
        """R: back to the representative, with the reason."""
        row = self.table.current_row()
        if row is not None and row.state is DayState.HANDED_IN:
            self._to_send_back = row
            self.ask("visit_day.ways", row.id, then=self._take_way, key="way")

    def _take_way(self, ways: Sequence[Any]) -> None:
        way = next((way for way in ways if way.name == "send_back"), None)
        if way is None or self._to_send_back is None:
            return
        if way.allowed:
            self.taker.take(way, self._to_send_back)
        else:
            self.say(way.why_not)

    def _taken(self, _day: VisitDay) -> None:
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        self.refused.emit(error)
