"""Writing a plan: amended in place, saved, drafted by the program, copied from last month, read from Excel."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from crmdesk.rules.people import Person
from crmdesk.rules.standing import writes_as
from crmdesk.rules.visit_plan import FLOW, PlanLine, PlanState, ReadLines, VisitPlan
from crmdesk.views.visit_plan_months import months_from
from crmdesk.views.widgets.save_dialog import ask_where, ask_which, remember_folder
from crmdesk.words import _, listed

if TYPE_CHECKING:
    from crmdesk.views.visit_plan_shown import PlansShown


def may_write(plan: VisitPlan, person: Person | None, field: str = "lines") -> bool:
    """Whether the person writes the field where the plan stands: the representative only his own."""
    return person is not None and writes_as(plan.state, FLOW, person, plan.rep_id, field) is not None


class Writing(QObject):
    """``saved(plan)`` after each save; ``refused(error)``."""

    saved = Signal(object)
    refused = Signal(object)

    def __init__(self, page: "PlansShown") -> None:
        super().__init__(page)
        self._page = page
        self._then: list[Callable[[], None]] = []
        self.is_saving = False

    # --- saving ---------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save what is typed, then go on; what cannot be read keeps it from being saved."""
        page = self._page
        page.grid.finish_typing()
        if self.is_saving:
            self._then += [then] if then else []
            return
        if not page.is_changed:
            if then:
                then()
            return
        wrong = page.grid.rows.wrong
        if wrong:
            at, key, why = wrong[0]
            page.grid.go_to(at, key)
            page.grid.setFocus()
            page.say(_("第 {n} 行还不能保存:{why}").format(n=at + 1, why=why or _("正在查找…")))
            return
        self._then = [then] if then else []
        self.is_saving = True
        page.grid.set_open(False)
        values: dict[str, Any] = {"lines": page.grid.lines} if page.grid.rows.is_changed else {}
        if page.goals.is_changed:  # where the plan stands one may be open and the other not
            values["goals"] = page.goals.text()
        if page.plan is None:
            verb, args = "visit_plan.create", (page.month, values | {"rep_id": page.rep_id})
        else:
            verb, args = "visit_plan.change", (page.plan.id, page.plan.revision, values)
        page.counter.ask(self, verb, *args, then=self._saved, failed=self._failed)

    def _saved(self, plan: VisitPlan) -> None:
        self.is_saving = False
        then, self._then = self._then, []
        self.saved.emit(plan)
        for go_on in then:
            go_on()

    def _failed(self, error: BaseException) -> None:
        self.is_saving = False
        self._then = []
        self._page.grid.set_open(True)
        self.refused.emit(error)

    def _refuse(self, error: BaseException, *_carried: Any) -> None:
        self.refused.emit(error)

    # --- lines from elsewhere -------------------------------------------------------------------------

    def propose(self) -> None:
        """Draft the month from class frequency, last visits and working days."""
        self._bring("visit_plan.propose", _("程序起草了 {n} 行,请看一遍再保存"))

    def copy_last(self) -> None:
        """The lines of last month, moved to the days of this one."""
        self._bring("visit_plan.copy_last", _("照抄了上月的 {n} 行,日期已移到本月"))

    def _bring(self, verb: str, words: str) -> None:
        page = self._page
        page.counter.ask(
            self, verb, page.month, page.rep_id, then=self._brought, failed=self._refuse, carry=(words, page.rep_id),
        )  # fmt: skip

    def _brought(self, lines: Sequence[PlanLine], words: str, rep_id: Any) -> None:
        page = self._page
        if rep_id != page.rep_id:
            return
        if not lines:
            page.say(_("没有可以排的客户:请先在客户资料里写明负责的业务经理。"))
            return
        page.begin_writing()
        page.grid.rows.put_rows(tuple(lines))
        page.grid.go_to(0)
        page.grid.setFocus()
        page.say(words.format(n=len(lines)))

    def start_empty(self) -> None:
        """An empty line to type into."""
        self._page.begin_writing()
        if not self._page.grid.rows.rows:
            self._page.grid.rows.put_rows((PlanLine(),))
        self._page.grid.go_to(0)
        self._page.grid.setFocus()

    def read_file(self) -> None:
        """Lines out of an Excel list."""
        ask_which(self._page, _("读入计划行"), _("Excel 工作簿 (*.xlsx *.xls *.csv *.et)"), self._read)

    def _read(self, paths: list[str]) -> None:
        path, page = Path(paths[0]), self._page
        remember_folder(path)
        plan_id = page.plan.id if page.plan else None
        page.counter.ask(
            self, "visit_plan.read_lines", plan_id, path, page.month, page.rep_id, then=self._have_read, failed=self._refuse,
            carry=(path.name,),
        )  # fmt: skip

    def _have_read(self, read: ReadLines, name: str) -> None:
        page = self._page
        page.begin_writing()
        kept = tuple(line for line in page.grid.rows.rows if not line.alive)
        page.grid.rows.put_rows((*read.lines, *kept))
        if read.goals and not page.goals.text():
            page.goals.set_text(read.goals)
        words = _("从「{name}」读入 {n} 行,请看一遍再保存").format(name=name, n=len(read.lines))
        if read.problems:
            cells = listed(f"{cell} {why}" for cell, why in read.problems[:3])
            words += _(";{n} 处没有读懂:{cells}").format(n=len(read.problems), cells=cells)
        page.say(words)
        page.grid.setFocus()

    def export(self) -> None:
        """The plan as a workbook."""
        plan = self._page.plan
        if plan is not None:
            ask_where(self._page, _("导出计划"), f"{plan.title}.xlsx", self._export)

    def _export(self, path: str) -> None:
        plan = self._page.plan
        if plan is not None:
            remember_folder(Path(path))
            self._page.counter.ask(
                self, "visit_plan.export", plan.id, Path(path), then=self._exported, failed=self._refuse,
                carry=(Path(path).name,),
            )  # fmt: skip

    def _exported(self, _result: Any, name: str) -> None:
        self._page.say(_("已导出为「{name}」").format(name=name))


def usual_month(today: date) -> date:
    """The month that is planned now: from the twentieth on the next one."""
    return months_from(today, 0 if today.day < 20 else 1)


def is_before_decision(state: PlanState) -> bool:
    """Whether the representative still holds it."""
    return state in (PlanState.DRAFT, PlanState.RETURNED)
