"""The visit plans of a month: many of them approved without a mouse, one of them written like a sheet of Excel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from crmdesk.rules.errors import Conflict, Incomplete
from crmdesk.rules.gaps import why_suspended
from crmdesk.rules.visit_plan import LineChange, PlanState, VisitPlan
from crmdesk.views import memory
from crmdesk.views.page import Action
from crmdesk.views.visit_plan_actions import declared
from crmdesk.views.visit_plan_months import months_from
from crmdesk.views.visit_plan_shown import PlansShown
from crmdesk.views.visit_plan_strike import Striking
from crmdesk.views.visit_plan_table import WAITING
from crmdesk.views.visit_plan_writing import may_write
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class ReturnWay:
    """退回 as a mark that waits to be sent with the other decisions."""

    name: str = "send_back"
    title: str = ""
    needs_comment: bool = True
    by_proxy: bool = False
    marks_only: bool = True


class VisitPlanPage(PlansShown):
    """``opened(plan id)`` shows one plan, ``opened(month=…)`` another month."""

    def build(self) -> None:
        super().build()
        self.deciding.taken.connect(self._taken)
        self.deciding.refused.connect(self._refused)
        self.months.turned.connect(self.turn_month)
        self.head.wants_conflicts.connect(self.settle_conflicts)
        self.grid.left.connect(self.leave_lines)
        for keys in (self.table, self.grid):
            keys.approved.connect(self.approve)
            keys.returned.connect(self.send_back)
            keys.amended.connect(self.amend)
        self.table.entered.connect(self._into_lines)
        self.calendar.wants_line.connect(self._to_place)
        self.calendar.left.connect(self.leave_lines)
        self.writing.saved.connect(self._saved)
        self.writing.refused.connect(self._refused)
        self.tabs.wants_line.connect(self._go_to_line)
        self.tabs.compared.connect(self._compare)
        self.striking = Striking(self)

    def declare(self) -> tuple[Action, ...]:
        return declared(self)

    # --- deciding -------------------------------------------------------------------------------------

    def approve(self) -> None:
        """Space: mark the plan as approved and go on to the next; elsewhere take the step that comes next."""
        if self.is_changed:
            self.writing.save(self.approve)
            return
        summary = self.summary
        if summary is None or summary.id is None or not self.is_manager:
            return
        if summary.state in WAITING:
            self._close_lines()
            if summary.conflicts:
                self.say(why_suspended(summary.conflicts))
                return
            seen = self.plan.revision if self.plan and self.plan.id == summary.id else summary.revision
            if self.deciding.approve(summary, seen):
                self.table.go_on(self.deciding.decisions)
        elif self.is_known(self.approve) and self.next_way is not None:
            self.take(self.next_way.name)

    def send_back(self) -> None:
        """R: mark the plan as returned, with a reason."""
        if self.is_changed:
            self.writing.save(self.send_back)
            return
        if not self.is_known(self.send_back):
            return
        names = ("refuse_paper", "refuse_changes")
        other = next((way for way in self.ways if way.name in names and way.allowed), None)
        if self.plan is not None and self.is_manager and self.plan.state in WAITING:
            self.deciding.take(ReturnWay(title=_("退回修改")), self.plan)
        elif other is not None:
            self.take(other.name)

    def send(self) -> None:
        """Ctrl+Enter: send all decisions; without any, take the next step of this plan."""
        if self.deciding.decisions:
            self.writing.save(self.deciding.send)
        elif self.is_known(self.send) and self.next_way is not None:
            self.take(self.next_way.name)

    def take(self, name: str) -> None:
        """Take a step of this plan; what is typed is saved first."""
        self.writing.save(partial(self._take_saved, name))

    def _take_saved(self, name: str) -> None:
        way = next((way for way in self.ways if way.name == name), None)
        if way is None or self.plan is None:
            return
        if way.allowed:
            lines = self.grid.chosen_changes() if name.endswith("_changes") else ()
            self.deciding.take(way, self.plan, lines)
        else:
            self.say(way.why_not)

    def _taken(self, plan: VisitPlan) -> None:
        if plan.rep_id == self.rep_id:
            self._show(plan)
            if plan.state is PlanState.REVIEWING and self._opens_after:
                self._opens_after = False
                self._set_open(True)
                self._redeclare()
                self._into_lines()
        self._soon.start()

    _opens_after = False

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Incomplete):
            self.say(f"{error.what} {listed_problems(error)}")
            return
        self.refused.emit(error)
        if isinstance(error, Conflict):
            self._load()

    # --- writing --------------------------------------------------------------------------------------

    def amend(self) -> None:
        """E: write into this plan; a submitted one is taken in hand first."""
        plan = self.plan
        if not self.is_known(self.amend):
            return
        if plan is None:
            if self.may_begin():
                self.writing.start_empty()
        elif self.grid.is_open:
            self._into_lines()
        elif may_write(plan, self.counter.desk.person):
            self.deciding.forget(plan.id)
            self._set_open(True)
            self._redeclare()
            self._into_lines()
        elif any(way.name == "review" and way.allowed for way in self.ways):
            self._opens_after = True
            self.take("review")
        else:
            self.say(_("{state}的计划现在不能改。").format(state=plan.state.label))

    def begin_writing(self) -> None:
        """Open the grid for lines that come from elsewhere."""
        if self.plan is None:
            self._is_new = True
            self._set_open(True)
            self._show_part()
            self._redeclare()
        else:
            self._set_open(True)

    def _saved(self, plan: VisitPlan) -> None:
        self._is_new = False
        self.keeping.drop()
        if plan.rep_id == self.rep_id:
            self._show(plan, keeps_open=True)
        self.say(_("已保存 {title}").format(title=plan.title))

    def leave_lines(self) -> None:
        """Esc: save what was amended and go back to the plans."""
        self.writing.save(self._left)

    def _left(self) -> None:
        if self.stack.currentWidget() is self.calendar:
            self.toggle_calendar()
        elif self.table.isVisible():
            self._close_lines()
            self.table.setFocus()
        else:
            self.goals.setFocus()  # Tab walks through the cells, so Esc must lead out of them

    def _close_lines(self) -> None:
        if self.is_manager and self.grid.is_open:
            self._set_open(False)
            self._redeclare()

    def _into_lines(self) -> None:
        self.stack.currentWidget().setFocus()
        if not self.grid.currentIndex().isValid():
            self.grid.go_to(0)

    def _go_to_line(self, line_id: UUID) -> None:
        at = next((n for n, line in enumerate(self.grid.rows.rows) if line.id == line_id), -1)
        if at >= 0:
            self._to_place(at)

    def _to_place(self, place: int) -> None:
        self.stack.setCurrentWidget(self.grid)
        self._show_part()
        self.grid.go_to(place)
        self.grid.setFocus()

    def _compare(self, changes: Sequence[LineChange], title: str) -> None:
        if self.plan is None or self.is_changed:
            self.grid.show_changes(changes, "", title)
        else:
            self.grid.show_plan(self.plan, changes, "", title)

    def changed_fields(self) -> tuple[str, ...]:
        if not self.is_changed:
            return ()
        goals = (_("本月工作目标"),) if self.goals.is_changed else ()
        return (*goals, _("计划行")) if self.grid.rows.is_changed else goals

    def save(self, then: Callable[[], None]) -> None:
        self.writing.save(then)

    def give_up(self) -> None:
        self._is_new = False
        self.keeping.drop()
        self._show(self.plan)

    def show_without(self) -> None:
        """The plan shown is gone."""
        self.plan = None
        self.give_up()
        self._load()

    def refuse(self, error: BaseException) -> None:
        """What was asked of the plan was refused."""
        self._refused(error)

    # --- elsewhere ------------------------------------------------------------------------------------

    def turn_month(self, step: int) -> None:
        """Go to another month; what is typed is saved first."""
        self.writing.save(partial(self._turn_saved, step))

    def _turn_saved(self, step: int) -> None:
        self.month = months_from(self.month, step)
        self.plan, self._is_new = None, False
        self._load()

    def toggle_calendar(self) -> None:
        """Ctrl+M: the month as a calendar, and back."""
        is_calendar = self.stack.currentWidget() is self.calendar
        self.stack.setCurrentWidget(self.grid if is_calendar else self.calendar)
        self._show_part()
        self.stack.currentWidget().setFocus()

    def toggle_panel(self) -> None:
        """F4."""
        assert self.panel is not None
        memory.keep("visit_plan/panel", "closed" if self.panel.isVisible() else "open")
        self.panel.shut() if self.panel.isVisible() else self.panel.open()

    def print_plans(self) -> None:
        """Ctrl+P: the preview of the plan; what is typed is saved first."""
        self.writing.save(self._print_saved)

    def _print_saved(self) -> None:
        if self.is_known(self._print_saved) and self.plan is not None:
            args = ((self.plan.id,),)
            self.open_page(
                "pdf", self.plan.id, verb="visit_plan.preview", args=args, title=self.plan.title, back=self.name
            )

    def settle_conflicts(self) -> None:
        """To the page where the conflicts of this plan are decided; what is typed is saved first."""
        if self.plan is not None:
            self.writing.save(partial(self.open_page, "desk_conflict", self.plan.id))

    def make_packet(self) -> None:
        """To the page that makes a packet of the plans of this month."""
        ids = tuple(plan.id for plan in self.plans if plan.id is not None)
        self.writing.save(partial(self.open_page, "packet", None, plans=ids))


def listed_problems(error: Incomplete) -> str:
    """The first few gaps."""
    return listed((problem.sentence for problem in error.problems[:3]), ";")
