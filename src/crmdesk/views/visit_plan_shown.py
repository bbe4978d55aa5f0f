"""What the page of plans shows: the plans of a month, one of them, its lines, month and panel."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from crmdesk.rules.errors import NotFound
from crmdesk.rules.gaps import why_suspended
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import FLOW, LineChange, PlanState, PlanSummary, VisitPlan
from crmdesk.views import memory
from crmdesk.views.days import today
from crmdesk.views.page import Page
from crmdesk.views.visit_plan_calendar import PlanCalendar
from crmdesk.views.visit_plan_deciding import NEXT, Deciding
from crmdesk.views.visit_plan_goals import Goals
from crmdesk.views.visit_plan_head import PlanHead, month_note
from crmdesk.views.visit_plan_keeping import Keeping
from crmdesk.views.visit_plan_lines import LinesGrid
from crmdesk.views.visit_plan_months import MonthButtons
from crmdesk.views.visit_plan_panel import PlanTabs
from crmdesk.views.visit_plan_table import WAITING, PlanTable
from crmdesk.views.visit_plan_writing import Writing, may_write, usual_month
from crmdesk.views.widgets.empty import Empty
from crmdesk.words import _


class PlansShown(Page):
    """Shows; what a person does about it is ``VisitPlanPage``."""

    name = "visit_plan"

    def build(self) -> None:
        self.month = usual_month(today())
        self.plans: tuple[PlanSummary, ...] = ()
        self.plan: VisitPlan | None = None
        self.rep_id: UUID | None = None
        self.rep_name = ""
        self.ways: tuple[Any, ...] = ()
        self._is_new = False  # a plan is written that is not saved yet
        self._wanted: UUID | None = None
        self._ways_known = False
        self._once_known: Callable[[], None] | None = None
        self.months = MonthButtons(self.header)
        self.header.layout().itemAt(2).layout().addWidget(self.months)  # beside the note, where pills stand
        self.deciding = Deciding(self)
        self.deciding.marked.connect(self._show_plans)
        self.table = PlanTable(self)
        self.table.picked.connect(self._picked)
        self.head = PlanHead(self)
        self.goals = Goals(self)
        self.goals.changed.connect(self._edited)
        self.grid = LinesGrid(self.counter, self)
        self.grid.edited.connect(self._edited)
        self.grid.said.connect(self.status)
        self.calendar = PlanCalendar(self.counter, self.grid, self)
        self.empty = Empty("visit_plan", self)
        self.stack = QStackedWidget(self)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumHeight(120)  # else the tallest of its parts would press the goals flat
        for part in (self.grid, self.calendar, self.empty):
            self.stack.addWidget(part)
        self.keeping = Keeping(self)
        for part in (self.table, self.head, self.keeping.strip, self.goals):
            self.body.addWidget(part)
        self.body.addWidget(self.stack, 1)
        self.writing = Writing(self)
        self.add_panel()
        self.tabs = PlanTabs(self)
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self._reload)

    # --- what holds now -------------------------------------------------------------------------------

    @property
    def is_manager(self) -> bool:
        """Whether the person approves plans, himself or as a deputy."""
        person = self.counter.desk.person
        roles = FLOW.transition("approve").roles
        return person is not None and bool(person.roles & roles) and self.counter.may("visit_plan.approve")

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.grid.is_open and (self.grid.rows.is_changed or self.goals.is_changed)

    @property
    def summary(self) -> PlanSummary | None:
        """The row of the representative whose plan is shown."""
        return next((plan for plan in self.plans if plan.rep_id == self.rep_id), None)

    @property
    def next_way(self) -> Any | None:
        """The step that comes next, where this person may take it."""
        allowed = {way.name: way for way in self.ways if way.allowed and not way.by_proxy}
        return next((allowed[name] for name in NEXT if name in allowed), None)

    def may_begin(self) -> bool:
        """Whether the person may write a new plan for the representative shown."""
        person = self.counter.desk.person
        if person is None or self.rep_id is None or self.plan is not None:
            return False
        is_own = self.rep_id == person.id
        return self.counter.may("visit_plan.create") and (is_own or Role.REP not in person.own_roles)

    def why_suspended(self) -> str:
        """Why the next step of this plan waits: open conflicts. What is marked of several plans can still be sent."""
        return "" if self.plan is None or self.deciding.decisions else why_suspended(self.plan.conflicts)

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, month: date | None = None, **more: Any) -> None:
        if month is not None:
            self.month = month.replace(day=1)
        if isinstance(record_id, UUID):
            self._wanted = record_id
            self.ask("visit_plan.get", record_id, then=self._show_wanted, failed=self._gone, key="wanted")
        else:
            self._load()
        self.table.setFocus() if self.is_manager else self.grid.setFocus()
        if self.panel is not None and memory.get("visit_plan/panel", "closed") == "open":
            self.panel.open()

    def _show_wanted(self, plan: VisitPlan) -> None:
        if not self.is_changed:
            self.month, self.rep_id = plan.first_day, plan.rep_id
            self._load()

    def _gone(self, error: BaseException) -> None:
        self._load()
        if not isinstance(error, NotFound):
            self.refused.emit(error)

    def _load(self) -> None:
        self.ask("visit_plan.page", self.month, then=self._take_plans, key="page", carry=(self.month,))

    def _reload(self) -> None:
        if self.isVisible():
            self._load()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject == "*" or subject.startswith(("visit_plan", "open_conflict", "person", "dealer")):
            self._soon.start()

    def _take_plans(self, plans: Sequence[PlanSummary], month: date) -> None:
        if month != self.month:
            return
        person = self.counter.desk.person
        others = self.is_manager or person is None or Role.REP not in person.own_roles
        mine = {person.id, *(p.id for p in person.acts_for)} if person else set()
        self.plans = tuple(p for p in plans if others or p.rep_id in mine)
        if self.summary is None and not self.is_changed:
            first = next((p for p in self.plans if p.state in WAITING), None) if self.is_manager else None
            first = first or next((p for p in self.plans if person and p.rep_id == person.id), None)
            first = first or (self.plans[0] if self.plans else None)
            self.rep_id = first.rep_id if first else None
        self.table.setVisible(others and len(self.plans) > 0)
        self._show_plans()
        self.table.go_to(self.rep_id)
        self._show_rep(self.summary)

    def _show_plans(self) -> None:
        self.table.show_plans(self.plans, self.deciding.decisions, self.deciding.outcomes)
        waiting = sum(1 for plan in self.plans if plan.state in WAITING)
        note = month_note(self.plans, self.month.year, self.month.month, waiting if self.is_manager else 0)
        self.set_title(_("巡访计划批准") if self.is_manager else _("巡访计划"), note)
        self._redeclare()

    # --- one plan -------------------------------------------------------------------------------------

    def _picked(self, summary: PlanSummary) -> None:
        if summary.rep_id == self.rep_id:
            return
        if self.is_changed:
            before = self.rep_id
            self.writing.save(partial(self._show_rep, summary))
            if self.is_changed and not self.writing.is_saving:
                self.table.go_to(before)  # what is typed cannot be saved yet
        else:
            self._show_rep(summary)

    def _show_rep(self, summary: PlanSummary | None) -> None:
        if summary is None:
            self._show(None)
            return
        another = summary.rep_id != self.rep_id
        self.rep_id, self.rep_name = summary.rep_id, summary.rep_name
        if another:
            self._is_new, self._ways_known, self._once_known = False, False, None
            self.grid.set_open(False)  # it still shows the other plan
        if summary.id is None:
            if another or not self.is_changed:
                self._show(None)
        elif another or self.plan is None or (self.plan.id, self.plan.revision) != (summary.id, summary.revision) \
                or not self.is_changed:  # fmt: skip
            self.ask("visit_plan.get", summary.id, then=self._arrived, failed=self._gone, key="get")

    def _arrived(self, plan: VisitPlan) -> None:
        if plan.rep_id != self.rep_id or plan.first_day != self.month:
            return
        same = self.plan is not None and self.plan.id == plan.id
        if same and self.is_changed:
            return  # what is typed stays; it meets the other version when it is saved
        keeps_open = same and self.grid.is_open and self.plan is not None and self.plan.state is plan.state
        if same and self.plan == plan:
            self._ask_ways()
            return
        self._show(plan, keeps_open=keeps_open)

    def _show(self, plan: VisitPlan | None, *, keeps_open: bool = False) -> None:
        self.plan, self.ways = plan, ()
        self.head.show_plan(plan, self.rep_name, self.month.month)
        self.tabs.show_plan(plan)
        self.goals.set_saved(plan.goals if plan else "")
        if plan is None:
            self.grid.show_plan(_no_plan(self), (), "", "")
        else:
            self.grid.show_plan(plan, *_differences(plan))
        own = plan is not None and may_write(plan, self.counter.desk.person) and not self.is_manager
        self._set_open(keeps_open or own or (plan is None and self._is_new))
        self.calendar.show_plan(plan, (self.rep_id, self.rep_name), self.month)
        self._redeclare()
        self._show_part()
        self._ask_ways()
        self.keeping.show()

    def _ask_ways(self) -> None:
        if self.plan is not None:
            self.ask("visit_plan.ways", self.plan.id, then=self._take_ways, key="ways", carry=(self.plan.id,))

    def _take_ways(self, ways: Sequence[Any], of: UUID) -> None:
        if self.plan is not None and of == self.plan.id:
            self.ways = tuple(ways)
            self._redeclare()
            self._ways_known = True
            run, self._once_known = self._once_known, None
            if run is not None:
                run()

    def is_known(self, run: Callable[[], None]) -> bool:
        """Whether the plan under the cursor is here with its steps; else ``run`` is called once it is, for keys can
        be quicker than the database."""
        summary = self.summary
        if summary is None or summary.id is None:
            return True
        if self._ways_known and self.plan is not None and self.plan.id == summary.id:
            return True
        self._once_known = run
        return False

    def _show_part(self) -> None:
        """Grid, calendar, or what belongs here."""
        if self.plan is None and not self._is_new:
            self._show_empty()
            self.stack.setCurrentWidget(self.empty)
        elif self.stack.currentWidget() is self.empty:
            self.stack.setCurrentWidget(self.grid)
        self.goals.setVisible(self.stack.currentWidget() is self.grid)
        self._show_keys()

    def _show_empty(self) -> None:
        if self.rep_id is None:
            self.empty.show_words("calendar-check", _("还没有业务经理"), _("在「设置 → 人员」里添加业务经理,这里就会列出各人的计划。"))
            return
        head = _("{name} {month} 月还没有计划").format(name=self.rep_name, month=self.month.month)
        if not self.may_begin():
            self.empty.show_words("calendar-check", head, _("业务经理提交以后,在这里批准。"))
            return
        names = ("visit_plan.propose", "visit_plan.copy_last", "visit_plan.read", "visit_plan.empty_line")
        buttons = [self.button(name, self.empty, main=name == names[0]) for name in names]
        self.empty.show_words("calendar-check", head, _("程序按客户等级、上次巡访和工作日起草,再由您修改。"), buttons)

    def _show_keys(self) -> None:
        if self.grid.is_open and self.stack.currentWidget() is self.grid:
            words = _("Enter 下一行  Tab 右一格  Ctrl+D 向下填  Ctrl+Insert 插行  Ctrl+Delete 删行  Ctrl+S 保存  Esc 离开")
        elif self.is_manager:
            words = _("空格 批准  R 退回  E 修改  Ctrl+Enter 送出全部决定")
        else:
            words = ""
        self.head.show_keys(words)

    def _set_open(self, is_open: bool) -> None:
        self.grid.set_open(is_open)
        self.keeping.watch(is_open)
        self.goals.set_open(is_open and not (self.plan and self.plan.state in (PlanState.APPROVED, PlanState.EXECUTING)))
        self._show_keys()

    def _redeclare(self) -> None:
        made = [(a.name, a.title, a.place) for a in self.declare()]
        if made != [(a.name, a.title, a.place) for a in self.commands]:
            self.redeclare()
            if self.stack.currentWidget() is self.empty:
                self._show_empty()  # its buttons belong to the actions
        self._edited()

    def _edited(self) -> None:
        if self.is_changed:
            self.deciding.forget(self.plan.id if self.plan else None)
        reason = "" if self.is_changed else _("没有要保存的改动。")
        self.set_enabled("visit_plan.save", reason)
        for name in ("visit_plan.print", "visit_plan.packet", "visit_plan.export"):
            self.set_enabled(name, "" if self.plan else _("还没有计划。"))
        if any(action.name == "visit_plan.send" for action in self.commands):
            self.set_enabled("visit_plan.send", self.why_suspended())
        is_empty = self.plan is None and not self._is_new
        self.set_enabled("visit_plan.calendar", _("还没有计划。") if is_empty else "")


def _no_plan(page: PlansShown) -> VisitPlan:
    return VisitPlan(UUID(int=0), 0, PlanState.DRAFT, "", page.month.year, page.month.month, UUID(int=0), "")


def _differences(plan: VisitPlan) -> tuple[tuple[LineChange, ...], str, str]:
    if plan.requests:
        return plan.requests, _("申请"), _("变更申请")
    return plan.against_submitted, _("经理"), _("与提交稿的差别")
