"""Deciding on plans: marked one after the other, sent all at once; and every other step of a single plan."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from crmdesk.rules.visit_plan import Act, PlanDecision, PlanOutcome, PlanSummary, VisitPlan
from crmdesk.views.page import Page
from crmdesk.views.visit_plan_step import PlanStepDialog
from crmdesk.words import N_, _

#: Steps that are the next thing to do, the first that is allowed is the main action.
NEXT = ("submit", "confirm_paper", "approve", "approve_changes", "acknowledge", "sum_up", "check")
_ASKING = frozenset({"approve_on_paper", "sum_up", "check"})
_OF_LINES = frozenset({"approve_changes", "refuse_changes"})
DONE = {
    "submit": N_("{title}已提交,等办事处经理批准"), "take_back": N_("{title}已取回,可以继续修改"),
    "approve": N_("{title}已批准"), "send_back": N_("{title}已退回"), "confirm_paper": N_("{title}的纸质批准已确认"),
    "refuse_paper": N_("{title}的纸质批准没有认可,回到待批"), "acknowledge": N_("{title}已知悉,开始执行"),
    "approve_changes": N_("{title}的变更已批准"), "refuse_changes": N_("{title}的变更没有同意"),
    "sum_up": N_("{title}的总结已交"), "check": N_("{title}已检查"), "approve_on_paper": N_("{title}的纸质批准已登记,等经理确认"),
    "review": N_("{title}开始调整"),
}  # fmt: skip


class Deciding(QObject):
    """``marked()`` after a mark or an outcome; ``taken(plan)`` after a step; ``refused(error)``."""

    marked = Signal()
    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.decisions: dict[UUID, PlanDecision] = {}
        self.outcomes: dict[UUID, PlanOutcome] = {}
        self._dialog: PlanStepDialog | None = None
        self._way: Any = None
        self._plan: VisitPlan | None = None
        self._lines: tuple[UUID, ...] = ()
        self.is_sending = False

    # --- many at once ---------------------------------------------------------------------------------

    def approve(self, plan: PlanSummary, seen: int) -> bool:
        """Mark as approved, or take the mark away; whether it is marked now."""
        assert plan.id is not None
        self.outcomes.pop(plan.id, None)
        now = self.decisions.pop(plan.id, None)
        if now is None or now.act is not Act.APPROVE:
            self.decisions[plan.id] = PlanDecision(plan.id, seen, Act.APPROVE)
        self.marked.emit()
        return plan.id in self.decisions

    def send_back(self, plan_id: UUID, seen: int, comment: str) -> None:
        """Mark as returned."""
        self.outcomes.pop(plan_id, None)
        self.decisions[plan_id] = PlanDecision(plan_id, seen, Act.SEND_BACK, comment)
        self.marked.emit()

    def forget(self, plan_id: UUID | None) -> None:
        """The plan is amended again: the mark goes."""
        if plan_id is not None and self.decisions.pop(plan_id, None) is not None:
            self.marked.emit()

    def send(self) -> None:
        """Send every decision; each stands or falls by itself."""
        if self.decisions and not self.is_sending:
            self.is_sending = True
            decided = tuple(self.decisions.values())
            self._page.counter.ask(
                self, "visit_plan.decide_many", decided, then=self._sent, failed=self._not_sent,
            )  # fmt: skip

    def _sent(self, outcomes: Sequence[PlanOutcome]) -> None:
        self.is_sending = False
        for outcome in outcomes:
            self.decisions.pop(outcome.plan_id, None)
            self.outcomes[outcome.plan_id] = outcome
        done = sum(1 for outcome in outcomes if outcome.is_done)
        words = _("已送出 {n} 份决定").format(n=done)
        if done < len(outcomes):
            words += _(";{n} 份没有成功,原因在该行").format(n=len(outcomes) - done)
        self.marked.emit()
        self._page.say(words)

    def _not_sent(self, error: BaseException) -> None:
        self.is_sending = False
        self.refused.emit(error)

    # --- one step -------------------------------------------------------------------------------------

    def take(self, way: Any, plan: VisitPlan, lines: tuple[UUID, ...] = ()) -> None:
        """Take a step of one plan; a dialog first where it needs words."""
        if self._dialog is not None:
            return
        self._way, self._plan, self._lines = way, plan, lines
        if not (way.needs_comment or way.by_proxy or way.name in _ASKING):
            self._go(way, {})
            return
        self._dialog = PlanStepDialog(way, plan, self._page.window())
        self._dialog.answered.connect(self._go)
        self._dialog.rejected.connect(self._close)
        self._dialog.open()

    def _go(self, way: Any, values: dict[str, Any]) -> None:
        plan, name = self._plan, way.name
        assert plan is not None
        if name == "send_back" and way.marks_only:
            self._close()
            self.send_back(plan.id, plan.revision, values["comment"])
            return
        first = {key: values.pop(key) for key in ("summary", "mark", "check_remark") if key in values}
        if "mark" in first:
            first["mark"] = int(first["mark"])
        if first:
            self._page.counter.ask(
                self, "visit_plan.change", plan.id, plan.revision, first,
                then=self._written, failed=self._failed, carry=(values,),
            )  # fmt: skip
        else:
            self._ask(plan, values)

    def _written(self, plan: VisitPlan, values: dict[str, Any]) -> None:
        self._plan = plan
        self._ask(plan, values)

    def _ask(self, plan: VisitPlan, values: dict[str, Any]) -> None:
        name = self._way.name
        args: tuple[Any, ...] = (plan.id, plan.revision)
        if name in _OF_LINES:
            args = (*args, self._lines)
        if name == "approve_on_paper":
            args = (*args, values.pop("signer"), values.pop("signed_on"), Path(values.pop("scan")))
        self._page.counter.ask(
            self, f"visit_plan.{name}", *args, then=self._done, failed=self._failed, **values
        )

    def _done(self, plan: VisitPlan) -> None:
        name = self._way.name
        self._close()
        self.decisions.pop(plan.id, None)
        self.taken.emit(plan)
        self._page.say(_(DONE[name]).format(title=plan.title))

    def _failed(self, error: BaseException, *_carried: Any) -> None:
        if self._dialog is not None and self._dialog.refuse(error):
            return
        self._close()
        self.refused.emit(error)

    def _close(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
