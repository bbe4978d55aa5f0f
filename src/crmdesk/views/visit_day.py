"""A day of the visit handbook 巡访手册: its customers at the left, the one in front at the right, typed by keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from crmdesk.rules.errors import Conflict, Incomplete
from crmdesk.rules.standing import writes_as
from crmdesk.rules.visit import FLOW, DayState, Visit, VisitDay
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.views import theme
from crmdesk.views.page import Action, Page
from crmdesk.views.visit_card import VisitCard, values_of
from crmdesk.views.visit_day_actions import actions
from crmdesk.views.visit_day_card import DayCard
from crmdesk.views.visit_day_elsewhere import Elsewhere, show_head
from crmdesk.views.visit_day_rows import DayRows, Of, Row, rows_of
from crmdesk.views.visit_day_writing import DayWriting, Remarking
from crmdesk.views.visit_due_card import DueCard
from crmdesk.views.visit_panel import CasePanel
from crmdesk.views.visit_photo_opening import PhotoOpening
from crmdesk.views.visit_saving import Saver
from crmdesk.views.visit_way import VisitStepTaker
from crmdesk.views.widgets.fields import DealerPicker
from crmdesk.words import _

Key = tuple[Of, UUID | None]
THE_DAY: Key = (Of.DAY, None)


class VisitDayPage(Page):
    """``opened(day_id)`` shows a day, with ``visit_id`` at that visit; ``opened(day=…, rep_id=…)`` begins one."""

    name = "visit_day.form"

    def build(self) -> None:
        self.day: VisitDay | None = None
        self._ways: tuple[Any, ...] = ()
        self._here: Key = THE_DAY
        self._go_to: Key | None = None
        self._enters = False  # the cursor goes into the form as soon as it is shown
        middle = QHBoxLayout()
        middle.setSpacing(theme.L)
        middle.addLayout(self._left())
        self.cards = QStackedWidget(self)
        self.day_card = DayCard(self.counter, self)
        self.visit_card = VisitCard(self.counter, self)
        self.due_card = DueCard(self)
        for card in (self.day_card, self.visit_card, self.due_card):
            self.cards.addWidget(card)
        middle.addWidget(self.cards, 1)
        self.body.addLayout(middle, 1)
        self.photos = self.visit_card.photos
        self.opening = PhotoOpening(self)
        self.photos.opened.connect(self.opening.open)
        self.writing = DayWriting(self)
        self.remarking = Remarking(self)
        self.elsewhere = Elsewhere(self)
        self._savers()
        self.taker = VisitStepTaker(self, "visit_day")
        self.taker.taken.connect(self._taken)
        self.taker.refused.connect(self._not_taken)
        self.add_panel()
        self.tabs = CasePanel(self, "visit_day")

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(theme.S)
        self.rows = DayRows("visit_day.rows", self)
        self.rows.chosen.connect(self._row_chosen)
        self.rows.entered.connect(self._row_entered)
        self.rows.missed_key.connect(self._reason_wanted)
        self.rows.struck.connect(self._row_struck)
        left.addWidget(self.rows, 1)
        self.picker = DealerPicker("visit_day.unplanned", _("计划外客户"), self.counter, self)
        left.addWidget(self.picker)
        return left

    def _savers(self) -> None:
        day_form, visit_form = self.day_card.form, self.visit_card.form
        self._day_saver = Saver(self, day_form, "visit_day.change", day_form.changes, day_form.refuse)
        self._visit_saver = Saver(self, visit_form, "visit.change", self.visit_card.changes, self.visit_card.refuse)
        self._day_saver.saved.connect(self._day_saved)
        self._visit_saver.saved.connect(self._visit_saved)
        for saver in (self._day_saver, self._visit_saver):
            saver.theirs_wanted.connect(self._ask_day)
        day_form.changed.connect(self._edited)
        visit_form.changed.connect(self._edited)
        self.visit_card.remark.changed.connect(self._edited)

    def declare(self) -> tuple[Action, ...]:
        return actions(self)

    @property
    def is_at_the_day(self) -> bool:
        """Whether the day itself is in front, no customer."""
        return self._here == THE_DAY

    @property
    def next_words(self) -> str:
        """On the button that goes on."""
        return _("下一家") if self._here[0] in (Of.DUE, Of.MISSED) else _("保存,下一家")

    @property
    def ways(self) -> tuple[Any, ...]:
        """The steps that lead on from here, as far as they are known yet."""
        return self._ways

    # --- coming here ----------------------------------------------------------------------------------

    def opened(
        self, record_id: Any = None, day: Any = None, rep_id: UUID | None = None, visit_id: UUID | None = None,
        path: Any = None, **more: Any,
    ) -> None:  # fmt: skip
        if path is not None:
            self.writing.drop(path)
            return
        self.ask("setting.all", then=self.visit_card.offer_settings, key="settings")
        self._go_to = (Of.VISIT, visit_id) if visit_id else None
        if record_id is not None:
            self.ask("visit_day.get", record_id, then=self._arrived, key="get")
        elif day is not None:
            self.ask("visit_day.begin", day, rep_id, then=self._begun)
        elif self.day is None:
            self.elsewhere.show_list()

    def _begun(self, day: VisitDay) -> None:
        self.open_page(self.name, day.id)

    def _arrived(self, day: VisitDay) -> None:
        if self.day is not None and self.day.id != day.id:
            self._here = THE_DAY
        self._show(day, anew=not self._is_changed())
        self.rows.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self.day is not None and subject.startswith(("visit", "attachment", "*")):
            self._ask_day()

    def _ask_day(self) -> None:
        if self.day is not None:
            self.ask("visit_day.get", self.day.id, then=self._renewed, key="get")

    def _renewed(self, day: VisitDay) -> None:
        if self.day is None or day.id != self.day.id:
            return
        visit = self.visit_in(day)
        if self._visit_saver.waits_for_theirs and visit is not None:
            self._show_around(day)
            self.visit_card.visit = visit
            self._visit_saver.save_upon(visit, values_of(visit))
        elif self._day_saver.waits_for_theirs:
            self._show_around(day)
            self._day_saver.save_upon(day, day)
        else:
            self._show(day, anew=not self._is_changed())

    # --- showing --------------------------------------------------------------------------------------

    def _show(self, day: VisitDay, *, anew: bool) -> None:
        self._show_around(day)
        self._show_card(anew=anew)
        self._visit_saver.go_on()
        self._day_saver.go_on()

    def _show_around(self, day: VisitDay) -> None:
        """Everything but the card."""
        another = self.day is None or self.day.id != day.id
        moved = another or self.day is None or self.day.state is not day.state
        self.day = day
        rows = rows_of(day)
        wanted = self._go_to or self._here
        if wanted not in {row.key for row in rows}:
            wanted = self._here if self._here in {row.key for row in rows} else THE_DAY
        else:
            self._go_to = None
        self._here = wanted
        self.rows.show_rows(rows, wanted)
        show_head(self, day)
        self.tabs.show_record(day.id)
        self.picker.setVisible(self.may_write())
        if moved:
            self._ways = ()
        self.ask("visit_day.ways", day.id, then=self._show_ways, key="ways")

    def _show_ways(self, ways: Sequence[Any]) -> None:
        self._ways = tuple(ways)
        self._redeclare()

    def _redeclare(self) -> None:
        declared = [(a.name, a.place, a.shortcut, a.title) for a in self.declare()]
        if declared != [(a.name, a.place, a.shortcut, a.title) for a in self.commands]:
            self.redeclare()
        for way in self._ways:
            self.set_enabled(f"visit_day.{way.name}", way.why_not)
        self._edited()

    def _show_card(self, *, anew: bool) -> None:
        day, (of, _id) = self.day, self._here
        assert day is not None
        may_write = self.may_write()
        visit, line = self.visit_in(day), self.line()
        if of is Of.VISIT and visit is not None:
            fresh = anew or self.visit_card.visit is None or self.visit_card.visit.id != visit.id
            self.visit_card.show_visit(visit, anew=fresh)
            self.visit_card.set_read_only(not may_write)
            self.visit_card.show_remark(visit, self._may_remark())
            self.visit_card.photos.show_photos(visit.photos, may_write)
            self.cards.setCurrentWidget(self.visit_card)
        elif line is not None:
            self.due_card.show_line(line, may_write)
            self.cards.setCurrentWidget(self.due_card)
        else:
            may_check = self.counter.may("visit_day.check")
            self.day_card.show_day(day, anew=anew, may_write=may_write, may_check=may_check)
            self.cards.setCurrentWidget(self.day_card)
        self._redeclare()
        if self._enters:
            self._enters = False
            QTimer.singleShot(0, self, self._enter)

    def visit_in(self, day: VisitDay) -> Visit | None:
        """The visit in front, as it stands in ``day``."""
        of, one = self._here
        return next((v for v in day.visits if of is Of.VISIT and v.id == one), None)

    def line(self) -> PlanLine | None:
        """The planned visit in front that is not written."""
        of, one = self._here
        lines = (*self.day.due, *self.day.missed) if self.day is not None else ()
        return next((line for line in lines if of in (Of.DUE, Of.MISSED) and line.id == one), None)

    def may_write(self) -> bool:
        """The representative in his own handbook, a clerk in anyone's, while it is with them."""
        day, person = self.day, self.counter.desk.person
        if day is None or person is None or not self.counter.may("visit.change"):
            return False
        found = writes_as(day.state, FLOW, person, day.rep_id, "visits")
        return found is not None and not found.why_not

    def _may_remark(self) -> bool:
        """The manager, while the day is with him."""
        return self.day is not None and self.day.state is DayState.HANDED_IN and self.counter.may("visit_day.check")

    def _edited(self) -> None:
        if self.day is None:
            return
        reason = "" if self._is_changed() else _("没有要保存的改动。")
        self.set_enabled("visit_day.save", reason)
        is_visit, may_write = self._here[0] is Of.VISIT, self.may_write()
        nothing = _("请先选一家巡访过的客户。") if not is_visit else ""
        closed = "" if may_write else _("这一天已经交给经理,现在不能改。")
        for name in ("quiet", "last", "photo", "strike"):
            self.set_enabled(f"visit_day.{name}", nothing or closed)
        self.set_enabled("visit_day.add", closed)
        self.set_enabled("visit_day.dealer", _("请先选一家客户。") if self._here == THE_DAY else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rows.fit(self.width())
        self.picker.setFixedWidth(self.rows.width())

    # --- going from one to the other ------------------------------------------------------------------

    def _row_chosen(self, row: Row) -> None:
        """Another row: what is typed is saved first; where it cannot be, one stays."""
        if row.key == self._here:
            return
        self.rows.stay(self._here)
        self._save_card(partial(self._go, row.key))

    def _go(self, key: Key) -> None:
        self._here = key
        self.rows.stay(key)
        self._show_card(anew=True)

    def _row_entered(self, row: Row) -> None:
        if row.of is Of.DUE and self.line() is not None and self.may_write():
            self.writing.begin(self.line())
        else:
            self._enter()

    def _reason_wanted(self, _row: Row) -> None:
        if self.may_write():
            self.due_card.focus_reason()

    def _enter(self) -> None:
        """The cursor into what is in front."""
        of = self._here[0]
        if of is Of.VISIT:
            self.visit_card.focus_first()
        elif of is Of.DAY:
            with_manager = self.day is not None and self.day.state is DayState.HANDED_IN
            self.day_card.focus_first(to_check=with_manager)
        else:
            self.due_card.begin.setFocus()

    def next(self) -> None:
        """Ctrl+Enter: save, and on to the next customer; after the last one to the day's summary."""
        self._enters = True
        self._save_card(partial(self._go_by, 1))

    def step(self, by: int) -> None:
        """Ctrl+↓ and Ctrl+↑."""
        self._save_card(partial(self._go_by, by))

    def _go_by(self, by: int) -> None:
        keys = [row.key for row in self.rows.rows if row.of is not Of.MISSED or row.key == self._here]
        at = keys.index(self._here) + by if self._here in keys else 0
        self._go(keys[at % len(keys)])

    # --- writing --------------------------------------------------------------------------------------

    def come_to(self, key: Key | None, *, enters: bool = False) -> None:
        """Go to this row as soon as the day is here anew; ``enters``: with the cursor in it."""
        self._go_to, self._enters = key, enters
        self._ask_day()

    def save_first(self, then: Callable[[], object] | None) -> None:
        """Save what is in front, then go on; what cannot be saved stays in front."""
        self._save_card(then)

    def _row_struck(self, _row: Row) -> None:
        if self.may_write():
            self.writing.strike()

    def _is_changed(self) -> bool:
        return bool(self.changed_fields())

    def changed_fields(self) -> tuple[str, ...]:
        remark = self.visit_card.remark
        mine = (remark.label,) if remark.is_changed() else ()
        return (*self.day_card.form.changed_labels(), *self.visit_card.form.changed_labels(), *mine)

    def save(self, then: Callable[[], None]) -> None:
        self._save_card(then)

    def _save_card(self, then: Callable[[], object] | None) -> None:
        """Save what is in front, then go on. Only one of the two forms is ever changed."""
        if self._here[0] is Of.VISIT and self.visit_card.remark.is_changed():
            self.remarking.save(then)
        elif self._here[0] is Of.VISIT:
            self._visit_saver.save(self.visit_card.visit, then)
        else:
            self._day_saver.save(self.day, then)

    def give_up(self) -> None:
        self.visit_card.remark.set_saved(self.visit_card.visit.check_remark if self.visit_card.visit else "")
        for form, values in (
            (self.day_card.form, self.day), (self.visit_card.form, self.visit_card.visit and values_of(self.visit_card.visit))
        ):  # fmt: skip
            if values is not None and form.is_changed():
                form.drop_draft()
                form.load(values)

    def _day_saved(self, day: VisitDay) -> None:
        self.day_card.form.drop_draft()
        self.say(_("已保存"))
        self._show(day, anew=False)

    def _visit_saved(self, visit: Visit) -> None:
        self.visit_card.form.drop_draft()
        self.visit_card.show_visit(visit, anew=False)
        self.say(_("已保存 {dealer}").format(dealer=visit.dealer_name))
        self._ask_day()

    def take(self, name: str) -> None:
        """Take a step; what is typed is saved first."""
        self._save_card(partial(self._take_saved, name))

    def _take_saved(self, name: str) -> None:
        way = next((way for way in self._ways if way.name == name), None)
        if way is None or self.day is None:
            return
        if way.allowed:
            self.taker.take(way, self.day)
        else:
            self.say(way.why_not)

    def _taken(self, day: VisitDay) -> None:
        self._show(day, anew=True)

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, Incomplete):
            first = error.problems[0].field
            visit = next((v for v in self.day.visits if first == f"visits.{v.id}.summary"), None) if self.day else None
            self._go(THE_DAY if visit is None else (Of.VISIT, visit.id))
            form = self.day_card.form if visit is None else self.visit_card.form
            form.show_problems(error.problems, error.what)
            form.go_to(first if visit is None else "summary")
        else:
            self.refused.emit(error)
            if isinstance(error, Conflict):
                self._ask_day()
