"""One visit as it is typed: what was agreed, the questions, the folded check block, photos (domain 5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.errors import Conflict, Incomplete, Problem
from crmdesk.rules.typed_times import minutes_between
from crmdesk.rules.visit import FIELDS, LABELS, StockLine, Visit
from crmdesk.rules.visit_check import CheckGroup
from crmdesk.rules.visit_plan import VisitWay
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.visit_checks import CheckBlock, is_answer
from crmdesk.views.visit_fields import PlainAmountField, TimeField, policies_of
from crmdesk.views.visit_last import last_in_words
from crmdesk.views.visit_photos import Photos
from crmdesk.views.visit_tables import FIELD_OF, offered
from crmdesk.views.widgets.fields import ChoiceField, DateField, Field, LongTextField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.lines import LinesField
from crmdesk.views.widgets.picks import PickField, yes_no
from crmdesk.views.widgets.pill import refill, tone_of
from crmdesk.words import _

_TABLES = frozenset(FIELD_OF.values())


class VisitCard(QWidget):
    """``show_visit(visit)`` shows one; ``form`` is what is typed; ``last`` the dealer's visit before it."""

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter = counter
        self.visit: Visit | None = None
        self.last: Visit | None = None
        self._remark_of: UUID | None = None
        self._policies: tuple[str, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        box.addLayout(self._head())
        self.remarks = Form(self, counter, scrolls=False)
        self.remark = LongTextField("visit.check_remark", _("经理检查意见"), self.remarks, lines=1)
        self.remarks.put(self.remarks.add(self.remark))
        self.remarks.hide()
        box.addWidget(self.remarks)
        self.form = Form(self, counter)
        self.checks = CheckBlock(self.form)
        self._main_section()
        self.checks.made.connect(self._made)
        self.checks.add_groups({CheckGroup.INFORMATION: self._market})
        self.photos = Photos(counter, self.form)
        self.form.put(self.photos)
        self.form.fields["arrived_at"].changed.connect(self._show_length)
        self.form.fields["left_at"].changed.connect(self._show_length)
        asks = self.form.fields["asks"]
        asks.changed.connect(self._asks_changed)
        box.addWidget(self.form, 1)
        self._asks_changed()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        self._name, self._last_words = QLabel(self), QLabel(self)
        theme.look(self._name, "heading")
        theme.look(self._last_words, "secondary")
        self._last_words.setObjectName("visit.last")
        self._last_words.setWordWrap(True)
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        row.addWidget(self._name)
        row.addLayout(self._pills)
        row.addWidget(self._last_words, 1)
        return row

    def _main_section(self) -> None:
        form = self.form
        card = form.section(_("本次巡访"))
        self.section = card
        card.row(
            (ChoiceField("visit.way", _(LABELS["way"]), VisitWay, form, empty=False), 3),
            (TimeField("visit.arrived_at", _(LABELS["arrived_at"]), form), 2),
            (TimeField("visit.left_at", _(LABELS["left_at"]), form), 2),
            (TextField("visit.met", _(LABELS["met"]), form), 5),
        )
        card.row((self._long("purpose"), 6), (self._long("promises"), 6))
        card.row(
            (PlainAmountField("visit.order_amount", _("订单"), form), 3),
            (TextField("visit.order_note", _(LABELS["order_note"]), form), 3),
            (PlainAmountField("visit.collected", _("回款"), form), 3),
            (TextField("visit.collected_note", _(LABELS["collected_note"]), form), 3),
        )
        card.row((LongTextField("visit.summary", _("本次总结"), form, lines=2, required=True), 12))
        card.row(
            (DateField("visit.next_on", _(LABELS["next_on"]), form), 3),
            (TextField("visit.next_aim", _(LABELS["next_aim"]), form), 9),
        )
        asks = PickField("visit.asks", _("有问题请示"), yes_no(_("有"), _("无"), (True, False)), form, none=False)
        form.add(asks)
        self.checks.questions.layout().addWidget(asks)
        card.put(self.checks.questions)
        card.row((self._long("question"), 12))

    def _long(self, key: str) -> LongTextField:
        return LongTextField(f"visit.{key}", _(LABELS[key]), self.form, lines=1)

    def _market(self, card: QWidget) -> Field:
        return LongTextField("visit.market", _(LABELS["market"]), card, lines=1)

    def _made(self) -> None:
        stocks = self.form.fields["stocks"]
        assert isinstance(stocks, LinesField)
        stocks.line_left.connect(self._stock_left)
        self.checks.offer_policies(self._policies)

    # --- showing --------------------------------------------------------------------------------------

    def show_visit(self, visit: Visit, *, anew: bool = True) -> None:
        """Show a visit; ``anew`` False: what is typed stays."""
        self.checks.finish()
        another = self.visit is None or self.visit.id != visit.id
        self.visit = visit
        values = values_of(visit)
        self.form.load(values) if anew else self.form.rebase(values)
        self._show_head()
        if another:
            self.checks.show_kind(visit.dealer_kind)
            self.form.keep_drafts("visit", str(visit.id))
            self.last = None
            self._last_words.setText("")
            if visit.dealer_id is not None:
                words = {"then": self._show_last, "key": "last", "carry": (visit.id,)}
                self._counter.ask(self, "visit.of_dealer", visit.dealer_id, 6, **words)

    def _show_head(self) -> None:
        visit = self.visit
        assert visit is not None
        self._name.setText(visit.dealer_name)
        pills = [(visit.dealer_class.label, tone_of(visit.dealer_class))] if visit.dealer_class else []
        if not visit.is_planned:
            pills.append((_("计划外"), "amber"))
        refill(self._pills, tuple(pills), self)

    def _show_last(self, visits: Sequence[tuple[Any, Visit]], of: UUID) -> None:
        """The visit before this one."""
        if self.visit is None or self.visit.id != of:
            return
        before = next(((day, visit) for day, visit in visits if visit.id != of), None)
        self.last = before[1] if before else None
        self._last_words.setText(last_in_words(*before) if before else _("第一次巡访"))

    def show_remark(self, visit: Visit, may_write: bool) -> None:
        """The manager's word on this visit; what he is typing stays."""
        if self.remark.value() == visit.check_remark or not self.remark.is_changed() or self._remark_of != visit.id:
            self.remark.set_saved(visit.check_remark)
        if self._remark_of != visit.id and may_write:
            self.remarks.keep_drafts("visit_remark", str(visit.id))
        self._remark_of = visit.id
        self.remark.set_read_only(not may_write)
        self.remarks.setVisible(may_write or bool(visit.check_remark))

    def offer_settings(self, settings: Sequence[Any]) -> None:
        """What the settings say that a visit asks for."""
        self._policies = policies_of(settings)
        if "policies" in self.form.fields:
            self.checks.offer_policies(self._policies)

    def _show_length(self) -> None:
        fields = self.form.fields
        minutes = minutes_between(fields["arrived_at"].value(), fields["left_at"].value())
        self.section.set_title(_("本次巡访"), _("{n} 分钟").format(n=minutes) if minutes else "")

    def _asks_changed(self) -> None:
        question = self.form.fields["question"]
        question.setVisible(bool(self.form.fields["asks"].value()) or not question.is_empty())

    def set_read_only(self, read_only: bool) -> None:
        """Readable, or to be typed into."""
        self.form.set_read_only(read_only)

    def focus_first(self) -> None:
        """Where one begins to type: the time of arrival, or the first thing that is still empty."""
        fields = self.form.fields
        wanted = ("arrived_at", "met", "summary")
        first = next((key for key in wanted if fields[key].is_empty()), "summary")
        QTimer.singleShot(0, fields[first].editor, fields[first].editor.setFocus)

    # --- what was written last time -------------------------------------------------------------------

    def take_last(self) -> tuple[str, ...]:
        """Fill what is still empty with what the last visit says and this one will say again; labels of it."""
        if self.last is None:
            return ()
        taken = []
        for key, value in self._offers(self.last).items():
            field = self.form.fields[key]
            if value and field.is_empty():
                field.set_value(value)
                taken.append(field.label)
        return tuple(taken)

    def _offers(self, last: Visit) -> Mapping[str, Any]:
        lines = {key: offered(key, getattr(last, key)) for key in ("prices", "stocks", "projects")}
        asked = self.checks.asked()
        lines = {FIELD_OF[item]: lines[FIELD_OF[item]] for item in ("prices", "stocks", "projects") if item in asked}
        stay = ("target", "other_brands", "order_rhythm", "variety", "policies")
        return {"met": last.met} | lines | {key: last.checks.get(key, "") for key in stay if key in asked}

    def _stock_left(self, number: int) -> None:
        """Safety stock and suggestion follow from what stands in the line."""
        stocks = self.form.fields["stocks"]
        assert isinstance(stocks, LinesField)
        row = stocks.row(number)
        if self.visit is None or self.visit.dealer_id is None or not row.product:
            return
        if row.stock is None or (row.safety is not None and row.suggested is not None):
            return
        words = {"then": self._take_stock, "key": f"stock{number}", "carry": (number, self.visit.id)}
        self._counter.ask(self, "safety_stock.suggest", self.visit.dealer_id, row, **words)

    def _take_stock(self, line: StockLine, number: int, of: UUID) -> None:
        stocks = self.form.fields["stocks"]
        assert isinstance(stocks, LinesField)
        if self.visit is None or self.visit.id != of or number >= len(stocks.editor.lines):
            return
        now = stocks.row(number)
        if (now.product, now.sold, now.stock) == (line.product, line.sold, line.stock):
            filled = {key: getattr(line, key) for key in ("safety", "suggested") if getattr(now, key) is None}
            stocks.put(number, **filled)

    # --- saving ---------------------------------------------------------------------------------------

    def changes(self) -> dict[str, Any]:
        """What ``visit.change`` gets: fields that differ, of the answers those that do."""
        changed = self.form.changes()
        answers = {key: value for key, value in changed.items() if is_answer(key)}
        found = {key: value for key, value in changed.items() if not is_answer(key)}
        return found | {"checks": answers} if answers else found

    def refuse(self, error: BaseException) -> None:
        """Show a failure where it belongs."""
        self.form.refuse(for_form(error))


def values_of(visit: Visit) -> dict[str, Any]:
    """The values of the form: the fields of the visit, and its answers beside them."""
    return {key: getattr(visit, key) for key in FIELDS if key != "checks"} | _answers(visit.checks)


def _answers(checks: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in checks.items() if is_answer(key)}


def for_form(error: BaseException) -> BaseException:
    """The same failure with the names of the form: ``checks.sales`` is ``sales`` there, ``prices.2.floor_price``
    stands at ``prices``; answers that two people wrote are compared one by one."""
    if isinstance(error, Conflict) and "checks" in error.theirs:
        mine = {**error.mine, **error.mine.get("checks", {})}
        theirs = {key: error.theirs["checks"].get(key, "") for key in error.mine.get("checks", {})}
        mine.pop("checks", None)
        theirs |= {key: value for key, value in error.theirs.items() if key != "checks"}
        return Conflict(error.what, mine, theirs, error.who)
    if isinstance(error, Incomplete):
        return Incomplete(error.what, tuple(_for_form(problem) for problem in error.problems), error.kept)
    return error


def _for_form(problem: Problem) -> Problem:
    head, _dot, rest = problem.field.partition(".")
    if head == "checks":
        return replace(problem, field=rest)
    if head in _TABLES and rest:
        return replace(problem, field=head)
    return problem

