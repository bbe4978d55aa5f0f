"""The plans of a month as rows, exceptions first, with what is decided on each and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.visit_plan import Act, PlanDecision, PlanOutcome, PlanState, PlanSummary
from crmdesk.views import theme
from crmdesk.views.widgets.cell import Cell
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

COLUMNS = (
    Column("rep_name", N_("业务经理"), Kind.TEXT, 12, sortable=False),
    Column("lines", N_("行数"), Kind.INTEGER, 6, sortable=False, aside=3),
    Column("exceptions", N_("例外"), Kind.TEXT, 24, sortable=False),
    Column("hours", N_("工时"), Kind.QUANTITY, 8, sortable=False, aside=2),
    Column("coverage", N_("等级覆盖"), Kind.INTEGER, 10, sortable=False, aside=1),
    Column("state", N_("状态"), Kind.TEXT, 12, sortable=False),
    Column("decision", N_("决定"), Kind.TEXT, 22, sortable=False),
)
STATE_TONES: dict[PlanState | None, str] = {
    None: "grey", PlanState.DRAFT: "grey", PlanState.SUBMITTED: "blue", PlanState.REVIEWING: "amber",
    PlanState.RETURNED: "amber", PlanState.ON_PAPER: "blue", PlanState.APPROVED: "green",
    PlanState.EXECUTING: "green", PlanState.SUMMED_UP: "blue", PlanState.CHECKED: "grey",
}  # fmt: skip
WAITING = frozenset({PlanState.SUBMITTED, PlanState.REVIEWING})
_PILLS = frozenset({"exceptions", "state", "decision"})
ROWS_AT_MOST, ROWS_AT_LEAST = 8, 3


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as the table shows it."""

    plan: PlanSummary
    rep_name: str
    lines: int | None
    exceptions: str
    exceptions_tone: str
    hours: Decimal | None
    coverage: str
    state: str
    state_tone: str
    decision: str = ""
    decision_tone: str = ""


def row_of(plan: PlanSummary, decision: PlanDecision | None, outcome: PlanOutcome | None) -> PlanRow:
    """The row of a plan, with its decision and what came of the last one."""
    words, tone = _exceptions(plan)
    decided, decided_tone = _decision(plan, decision, outcome)
    has_plan = plan.id is not None
    return PlanRow(
        plan, plan.rep_name, plan.lines if has_plan else None, words, tone, plan.hours if has_plan else None,
        f"{plan.coverage} %" if has_plan else "", plan.state.label if plan.state else _("还没有计划"),
        STATE_TONES[plan.state], decided, decided_tone,
    )  # fmt: skip


def _exceptions(plan: PlanSummary) -> tuple[str, str]:
    if plan.conflicts:
        return _("冲突 {n} 处待裁决").format(n=plan.conflicts), "red"
    if plan.requests:
        return _("变更申请 {n} 行").format(n=plan.requests), "amber"
    if plan.exceptions:
        first = plan.exceptions[0]
        more = len(plan.exceptions) - 1
        words = _("{first} 等 {n} 项").format(first=first.words, n=more + 1) if more else first.words
        return words, first.urgency
    return (_("无异常") if plan.id else ""), "grey"


def _decision(
    plan: PlanSummary, decision: PlanDecision | None, outcome: PlanOutcome | None
) -> tuple[str, str]:
    if decision is not None and decision.act is Act.APPROVE:
        return _("批准,待送出"), "green"
    if decision is not None:
        return _("退回:{reason}").format(reason=decision.comment), "amber"
    if outcome is not None and not outcome.is_done:
        return _("没有成功:{why}").format(why=outcome.sentence), "red"
    return (_("已送出"), "grey") if outcome is not None else ("", "")


class PlanTable(WindowedTable):
    """``approved()`` Space, ``returned()`` R, ``amended()`` E, ``entered()`` Enter; ``picked(summary)``."""

    approved = Signal()
    returned = Signal()
    amended = Signal()
    entered = Signal()
    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("visit_plan.plans", COLUMNS, parent, unit=_("份"), pills=_PILLS)
        self.setAccessibleName(_("本月各人的巡访计划"))
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.cell = _PlanCell(self)
        self.setItemDelegate(self.cell)
        self._plans: tuple[PlanSummary, ...] = ()
        self._is_showing = False
        self.chosen.connect(self._tell_plan)
        self.opened.connect(self._enter)

    def show_plans(
        self, plans: Sequence[PlanSummary], decisions: dict[UUID, PlanDecision], outcomes: dict[UUID, PlanOutcome]
    ) -> None:
        """Show these; the cursor stays with its representative."""
        rep = self.rep_id
        self._plans = tuple(plans)
        self._is_showing = True
        self.show_rows([row_of(p, decisions.get(p.id), outcomes.get(p.id)) for p in plans])  # type: ignore[arg-type]
        self.go_to(rep)
        self._is_showing = False
        self._fit_height()

    @property
    def rep_id(self) -> UUID | None:
        """Whose plan the cursor is on."""
        row = self.current_row()
        return row.plan.rep_id if row is not None else None

    def go_to(self, rep_id: UUID | None) -> None:
        """Put the cursor on the plan of a representative; on the first where there is none."""
        at = next((n for n, plan in enumerate(self._plans) if plan.rep_id == rep_id), 0)
        if self._plans:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows.index(at, 0), flags)
            self.scrollTo(self.rows.index(at, 0))

    def go_on(self, done: Iterable[UUID]) -> None:
        """To the next plan that waits and is not among ``done``; stays where there is none."""
        over = set(done)
        at = max(self.currentIndex().row(), 0)
        order = (*self._plans[at + 1 :], *self._plans[:at])
        following = next((p for p in order if p.state in WAITING and p.id not in over), None)
        if following is not None:
            self.go_to(following.rep_id)

    def _fit_height(self) -> None:
        rows = min(max(len(self._plans), ROWS_AT_LEAST), ROWS_AT_MOST)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(rows * theme.row_height() + head + 2 * self.frameWidth() + 4)

    def _look_changed(self) -> None:
        super()._look_changed()
        self._fit_height()

    def _tell_plan(self, row: PlanRow | None) -> None:
        if row is not None and not self._is_showing:
            self.picked.emit(row.plan)

    def _enter(self, _row: object) -> None:
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {"Space": self.approved, "R": self.returned, "E": self.amended}
        for key, signal in ways.items():
            if QKeySequence(event.keyCombination()) == QKeySequence(key):
                signal.emit()
                return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of this page."""


class _PlanCell(Cell):
    """Pills in the tone that the row brings."""

    def __init__(self, table: PlanTable) -> None:
        super().__init__(table, table.rows, _PILLS)
        self._table = table

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        self._row = self._table.rows.row(index.row())
        super().paint(painter, option, index)

    def _tone(self, key: str, _value: Any) -> str:
        return str(getattr(self._row, f"{key}_tone", "grey")) or "grey"
