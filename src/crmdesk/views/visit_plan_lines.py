"""The lines of one plan: the grid in which they are read, amended and compared, with a word for each difference."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import Dealer, DealerClass
from crmdesk.rules.visit_plan import LABELS, LINE_FACTS, LineChange, PlanLine, PlanState, VisitPlan, VisitWay
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.edit_grid import EditGrid
from crmdesk.views.widgets.grid_rows import Mark, Picking
from crmdesk.views.widgets.pill import tone_of
from crmdesk.words import N_, _, listed

COLUMNS = (
    Column("position", N_("序"), Kind.TEXT, 3, sortable=False),
    Column("planned_on", N_("日期"), Kind.DATE, 11, sortable=False),
    Column("dealer_name", N_("客户"), Kind.TEXT, 18, sortable=False),
    Column("dealer_class", N_("等级"), Kind.CHOICE, 6, choices=DealerClass, sortable=False, aside=2),
    Column("route", N_("路线"), Kind.TEXT, 6, sortable=False, aside=3),
    Column("way", N_("方式"), Kind.CHOICE, 8, choices=VisitWay, sortable=False, aside=1),
    Column("aim", N_("目的"), Kind.TEXT, 18, sortable=False),
    Column("problem", N_("待解决问题"), Kind.TEXT, 14, sortable=False, aside=4),
    Column("solution", N_("解决方案"), Kind.TEXT, 14, sortable=False, aside=5),
    Column("hours", N_("时数"), Kind.QUANTITY, 5, sortable=False),
    Column("remark", N_("备注"), Kind.TEXT, 10, sortable=False, shown=False),
    Column("change_reason", N_("变更原因"), Kind.TEXT, 12, sortable=False, shown=False),
    Column("alive", N_("与提交稿的差别"), Kind.TEXT, 20, sortable=False),
)
_BASIC = ("position", "planned_on", "dealer_name", "dealer_class", "route", "way", "aim", "problem", "solution", "hours")
WRITTEN = frozenset(
    {"planned_on", "dealer_name", "route", "way", "aim", "problem", "solution", "hours", "remark", "change_reason"}
)
_PICKED = ("dealer_id", *LINE_FACTS)
_WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
#: Columns that show a field under another key.
_KEY_OF = {"dealer_id": "dealer_name"}


def day_words(day: date | None) -> str:
    """12-01 周二."""
    return f"{day:%m-%d} {_(_WEEKDAYS[day.weekday()])}" if day else ""


def with_dealer(line: PlanLine, dealer: Dealer) -> PlanLine:
    """The line for this dealer, with what stands beside it on the paper."""
    place = " ".join(part for part in (dealer.city, dealer.district) if part)
    return replace(
        line, dealer_id=dealer.id, dealer_code=dealer.code, dealer_name=dealer.name,
        dealer_class=dealer.dealer_class, place=place, phone=dealer.mobile or dealer.phone,
    )  # fmt: skip


def without_dealer(line: PlanLine) -> PlanLine:
    """The line for nobody yet."""
    return replace(line, dealer_id=None, dealer_code="", dealer_name="", dealer_class=None, place="", phone="")


def is_empty(line: PlanLine) -> bool:
    """Whether nothing was written into it."""
    return not (line.dealer_id or line.planned_on or line.aim.strip() or line.problem.strip() or line.hours)


def change_words(change: LineChange, who: str) -> str:
    """经理改:走访 → 陪同走访; 经理补; 经理删."""
    if change.kind == "added":
        return _("{who}补").format(who=who)
    if change.kind == "struck":
        return _("{who}删").format(who=who)
    cells = [_("{before} → {after}").format(before=c.before or _("(空)"), after=c.after or _("(空)")) for c in change.cells]
    return _("{who}改:{cells}").format(who=who, cells=listed(cells, ";"))


_TONES = {"added": "green", "struck": "red", "changed": "amber"}


class LinesGrid(EditGrid):
    """``approved``, ``returned``, ``amended`` for the keys Space, R, E while nothing is written."""

    approved = Signal()
    returned = Signal()
    amended = Signal()

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(
            "visit_plan.lines", COLUMNS, counter, parent, blank=PlanLine, editable=WRITTEN,
            picking=Picking("dealer_name", _PICKED, with_dealer, without_dealer),
        )  # fmt: skip
        self.setAccessibleName(_("计划的每一行"))
        self._changes: Mapping[UUID, LineChange] = {}
        self._who, self._title = "", ""
        self._extra: tuple[str, ...] = ("alive",)
        self.rows.words = {
            "position": lambda line, at: str(at + 1),
            "planned_on": lambda line, at: day_words(line.planned_on),
            "alive": self._difference,
        }
        self.rows.titles["alive"] = lambda: self._title
        self.rows.is_struck = lambda line: not line.alive
        self.cell.pills["dealer_class"] = lambda line: tone_of(line.dealer_class) if line.dealer_class else ""
        self.cell.pills["alive"] = self._tone
        self.set_marks(self._mark)

    def show_plan(self, plan: VisitPlan, changes: Sequence[LineChange], who: str, title: str) -> None:
        """Show a plan with how it differs: ``who`` changed it (经理), ``title`` of the last column."""
        self._want(plan.state, changes)
        self.show_changes(changes, who, title)
        lines = list(plan.lines)
        for change in changes:
            if change.kind == "struck" and change.line is not None:
                lines.append(replace(change.line, id=change.line_id, alive=False))
        if any(not line.alive for line in lines):
            lines.sort(key=_in_order)
        self.set_rows(lines, plan.first_day)

    def _want(self, state: PlanState, changes: Sequence[LineChange]) -> None:
        """A draft differs from nothing yet; an approved plan says why it is changed."""
        extra: tuple[str, ...] = ("alive",)
        if state is PlanState.DRAFT and not changes:
            extra = ("remark",)
        elif state in (PlanState.APPROVED, PlanState.EXECUTING):
            extra = ("change_reason", "alive")
        if extra != self._extra:
            self._extra = extra
            self._fitting = True  # it is not a person who sizes them
            self.want_columns((*_BASIC, *extra))

    def show_changes(self, changes: Sequence[LineChange], who: str, title: str) -> None:
        """Other differences of the same lines."""
        self._changes = {change.line_id: change for change in changes}
        self._who, self._title = who, title
        self.rows.tell_looks()
        self.horizontalHeader().viewport().update()

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """The living lines as they stand here, empty ones left out."""
        return tuple(line for line in self.rows.rows if line.alive and not is_empty(line))

    def being_typed(self) -> tuple[int, str, str] | None:
        """What stands in an open editor and not yet in its line: row, key, text."""
        editor, index = self._editor(), self.currentIndex()
        if editor is None or not editor.isModified() or not index.isValid():
            return None
        return index.row(), self.rows.columns[index.column()].key, editor.text()

    def chosen_changes(self) -> tuple[UUID, ...]:
        """Lines of the selection that differ; all that differ where none is selected among them."""
        chosen = {self.rows.row(at).id for at in self.chosen_places()}
        mine = tuple(line_id for line_id in self._changes if line_id in chosen)
        return mine if len(self.chosen_places()) > 1 and mine else tuple(self._changes)

    def _difference(self, line: PlanLine, _at: int) -> str:
        change = self._changes.get(line.id) if line.id else None
        return change_words(change, self._who) if change is not None else ""

    def _tone(self, line: PlanLine) -> str:
        change = self._changes.get(line.id) if line.id else None
        return _TONES[change.kind] if change is not None else ""

    def _mark(self, line: PlanLine, key: str) -> Mark | None:
        change = self._changes.get(line.id) if line.id else None
        if change is None or change.kind != "changed":
            return None
        cell = next((c for c in change.cells if _KEY_OF.get(c.field, c.field) == key), None)
        return Mark("amber", cell.before) if cell is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {"Space": self.approved, "R": self.returned, "E": self.amended}
        for key, signal in ways.items():
            if not self.is_open and QKeySequence(event.keyCombination()) == QKeySequence(key):
                signal.emit()
                return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of this page, or begin typing."""


def _in_order(line: PlanLine) -> tuple[Any, ...]:
    return (line.planned_on or date.max, line.route_order or 0, line.position, str(line.id))


def label_of(field: str) -> str:
    """What a field of a line is called."""
    return _(LABELS.get(field, field))
