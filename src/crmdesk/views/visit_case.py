"""One case 请示: what is asked, what was answered, what became of it (MT 二.1, 二.6–8)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.rules.errors import Conflict, Incomplete
from crmdesk.rules.visit_case import LABELS, Addressee, CaseState, NoteKind, VisitCase
from crmdesk.rules.visit_check import CaseKind
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.page import Action, Page
from crmdesk.views.visit_case_lines import note_entries
from crmdesk.views.visit_cases import state_pill
from crmdesk.views.visit_panel import CasePanel
from crmdesk.views.visit_saving import Saver
from crmdesk.views.visit_way import VisitStepTaker
from crmdesk.views.widgets.fields import ChoiceField, DateField, DealerPicker, LongTextField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.timeline import Timeline
from crmdesk.words import _

NEW = "new"
_NOTES = ((NoteKind.REPORT, NoteKind.REPORT.label), (NoteKind.MEASURE, NoteKind.MEASURE.label),
          (NoteKind.RESULT, NoteKind.RESULT.label))  # fmt: skip


class VisitCasePage(Page):
    """``opened(id)`` shows a case, ``opened(visit_id=…, dealer_id=…)`` begins one."""

    name = "visit_case.form"

    def build(self) -> None:
        self.record: VisitCase | None = None
        self._ways: tuple[Any, ...] = ()
        self._begins_with: dict[str, Any] = {}
        self.form = form = Form(self, self.counter)
        self._facts()
        self.timeline = Timeline("visit_case.notes", form)
        self.lines = form.section(_("往来"))
        self.lines.put(self.timeline)
        self._write_section()
        form.changed.connect(self._edited)
        self.body.addWidget(form, 1)
        self.saver = Saver(self, form, "visit_case.change", form.changes, form.refuse)
        self.saver.saved.connect(self._saved)
        self.saver.theirs_wanted.connect(self._ask_again)
        self.taker = VisitStepTaker(self, "visit_case")
        self.taker.taken.connect(self._taken)
        self.taker.refused.connect(self._not_taken)
        self.add_panel()
        self.tabs = CasePanel(self, "visit_case")

    def _facts(self) -> None:
        form = self.form
        self.asked = card = form.section(_("请示"))
        card.row(
            (ChoiceField("visit_case.kind", _(LABELS["kind"]), CaseKind, form, empty=False), 4),
            (ChoiceField("visit_case.addressee", _(LABELS["addressee"]), Addressee, form, empty=False), 4),
            (DateField("visit_case.opened_on", _(LABELS["opened_on"]), form), 4),
        )
        picker = DealerPicker("visit_case.dealer_id", _(LABELS["dealer_id"]), self.counter, form)
        card.row((picker, 6), (TextField("visit_case.heading", _(LABELS["heading"]), form), 6))
        card.row((LongTextField("visit_case.content", _(LABELS["content"]), form, lines=3, required=True), 12))
        self.dealer = picker

    def _write_section(self) -> None:
        """The answer of who is asked; the further lines of who asks. Drafts of both are kept."""
        self.writing = form = Form(self.form, self.counter, scrolls=False)
        self.reply = form.section(_("答复"))
        self.answer = LongTextField("visit_case.answer.words", _("答复内容"), self.reply, lines=3)
        self.reply.put(form.add(self.answer))
        self.more = form.section(_("补充"))
        self.note_kind = ChoiceField("visit_case.note.kind", _("写的是"), _NOTES, self.more, empty=False)
        self.note = LongTextField("visit_case.note.text", _("内容"), self.more, lines=2)
        form.add(self.note)
        self.add_note = EnterButton(_("记一条"), self.more)
        self.add_note.setObjectName("visit_case.note.add")
        self.add_note.setAccessibleName(_("记一条"))
        self.add_note.clicked.connect(self.write_note)
        for parts in ((self.note_kind, self.note), (self.add_note, None)):
            line = QWidget(self.more)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.M)
            row.addWidget(parts[0])
            row.addWidget(parts[1], 1) if parts[1] is not None else row.addStretch(1)
            self.more.put(line)
        form.changed.connect(self._edited)
        self.form.put(form)

    def declare(self) -> tuple[Action, ...]:
        verb = "visit_case.open" if self.record is None else "visit_case.change"
        actions = [
            Action("visit_case.save", _("提交请示") if self.record is None else _("保存"), self.save_now, "Ctrl+S",
                   "save", verb, "main" if self.record is None else "button", "S"),
            Action("visit_case.dealer", _("看客户资料"), self.show_dealer, "", "users", "dealer.get"),
            Action("visit_case.panel", _("经过与历史"), self.toggle_panel, "F4", "panel-right"),
            Action("visit_case.list", _("回到请示列表"), partial(self.open_page, "visit_case"), "Esc", "arrow-left"),
        ]  # fmt: skip
        main = next((w.name for w in self._ways if w.allowed and w.name in ("answer", "close")), "")
        for way in self._ways:
            words = ("Ctrl+Return", "main", "G") if way.name == main else ("", "button", "")
            actions.append(Action(f"visit_case.{way.name}", way.title, partial(self.take, way.name), words[0],
                                  self.taker.icon_of(way.name), f"visit_case.{way.name}", *words[1:]))  # fmt: skip
        return tuple(actions)

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, **more: Any) -> None:
        if record_id is None:
            self._begin({key: more[key] for key in ("visit_id", "dealer_id") if more.get(key)})
        else:
            self.ask("visit_case.get", record_id, then=self._arrived, key="get")

    def _begin(self, given: dict[str, Any]) -> None:
        self.record, self._ways, self._begins_with = None, (), given
        self.form.load(self._blank())
        self.form.keep_drafts("visit_case", NEW)
        self._show_around()
        self.form.focus_first()

    def _blank(self) -> dict[str, Any]:
        asked = {"kind": CaseKind.QUESTION, "addressee": Addressee.OFFICE_MGR, "opened_on": today()}
        return asked | {"dealer_id": self._begins_with.get("dealer_id")}

    def _arrived(self, case: VisitCase) -> None:
        another = self.record is None or self.record.id != case.id
        self._show(case, anew=another or not self.form.is_changed())
        if another:
            self.form.keep_drafts("visit_case", str(case.id))
            self.writing.load({})
            self.writing.keep_drafts("visit_case_reply", str(case.id))
            (self.answer if self.reply.isVisible() else self.note).editor.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self.record is not None and subject in ("visit_case", "visit_case_note", "*"):
            self._ask_again()

    def _ask_again(self) -> None:
        if self.record is not None:
            self.ask("visit_case.get", self.record.id, then=self._renewed, key="get")

    def _renewed(self, case: VisitCase) -> None:
        if self.record is None or case.id != self.record.id:
            return
        if self.saver.waits_for_theirs:
            self.record = case
            self.saver.save_upon(case, case)
        else:
            self._show(case, anew=not self.form.is_changed())

    # --- showing --------------------------------------------------------------------------------------

    def _show(self, case: VisitCase, *, anew: bool) -> None:
        self.record = case
        self.form.load(case) if anew else self.form.rebase(case)
        self.dealer.show_as(case.dealer_name)
        self._show_around()
        self.timeline.show_entries(note_entries(case), _("还没有往来。"))
        self.ask("visit_case.ways", case.id, then=self._show_ways, key="ways")

    def _show_around(self) -> None:
        case = self.record
        assert self.panel is not None
        is_open = case is None or case.state is CaseState.OPEN
        may_write = is_open and self.counter.may("visit_case.open" if case is None else "visit_case.change")
        self.form.set_read_only(not may_write)
        self.asked.set_now(may_write and case is None)
        self.reply.setVisible(case is not None and case.state is CaseState.OPEN and self.counter.may("visit_case.answer"))
        self.more.setVisible(case is not None and case.state is not CaseState.CLOSED and self.counter.may("visit_case.note"))
        self.lines.setVisible(case is not None)
        self.set_title(case.title if case else _("提出请示"), case.rep_name if case else _("还没有保存"))
        self.set_pills((state_pill(case),) if case else ())
        self.panel.set_title(case.title if case else _("新的请示"), (state_pill(case),) if case else ())
        self.tabs.show_record(case.id if case else None)
        if case is not None and case.deadline is not None:
            self.asked.set_pills((_("期限 {day}").format(day=f"{case.deadline:%m-%d}"), "amber"))
        else:
            self.asked.set_pills()
        self._redeclare()

    def _show_ways(self, ways: Sequence[Any]) -> None:
        self._ways = tuple(ways)
        self._redeclare()
        self.saver.go_on()

    def _redeclare(self) -> None:
        declared = [(a.name, a.place, a.shortcut, a.title) for a in self.declare()]
        if declared != [(a.name, a.place, a.shortcut, a.title) for a in self.commands]:
            self.redeclare()
        for way in self._ways:
            self.set_enabled(f"visit_case.{way.name}", way.why_not)
        self._edited()

    def _edited(self) -> None:
        nothing = self.record is not None and not self.form.is_changed()
        self.set_enabled("visit_case.save", _("没有要保存的改动。") if nothing else "")
        self.set_enabled("visit_case.dealer", "" if self.dealer.value() else _("没有选客户。"))
        self.add_note.setEnabled(bool(self.note.value()))

    # --- saving ---------------------------------------------------------------------------------------

    def changed_fields(self) -> tuple[str, ...]:
        typed = (self.answer, self.reply), (self.note, self.more)
        seen = tuple(field.label for field, card in typed if field.is_changed() and card.isVisibleTo(self))
        return (*self.form.changed_labels(), *seen)

    def save_now(self) -> None:
        """Ctrl+S."""
        self.save(self._edited)

    def save(self, then: Callable[[], object]) -> None:
        if self.record is not None:
            self.saver.save(self.record, then)
        elif self.form.check():
            values = self.form.values() | self._begins_with
            self._then = then
            self.ask("visit_case.open", values, then=self._opened, failed=self.form.refuse)

    def _opened(self, case: VisitCase) -> None:
        self.form.drop_draft()
        self.say(_("已提出请示:{title}").format(title=case.title))
        self._show(case, anew=True)
        self.form.keep_drafts("visit_case", str(case.id))
        self._then()

    def give_up(self) -> None:
        self.form.drop_draft()
        self.form.load(self.record if self.record is not None else self._blank())
        self.writing.drop_draft()
        self.writing.load({})

    def _saved(self, case: VisitCase) -> None:
        self.form.drop_draft()
        self.say(_("已保存"))
        self._show(case, anew=False)

    def write_note(self) -> None:
        """One more line of the timeline."""
        if self.record is not None and self.note.value():
            self.ask("visit_case.note", self.record.id, self.note_kind.value(), self.note.value(), then=self._noted)

    def _noted(self, case: VisitCase) -> None:
        self._is_said(self.note)
        self._show(case, anew=not self.form.is_changed())
        self.note.editor.setFocus()

    # --- steps ----------------------------------------------------------------------------------------

    def take(self, name: str) -> None:
        """Take a step; an answer is what is typed in its field."""
        if self.form.is_changed():
            self.save(partial(self._take_saved, name))
        else:
            self._take_saved(name)

    def _take_saved(self, name: str) -> None:
        way = next((way for way in self._ways if way.name == name), None)
        if way is None or self.record is None:
            return
        if not way.allowed:
            self.say(way.why_not)
        elif name == "answer":
            if not self.answer.value():
                self.answer.set_problem(_("请写答复内容"))
                self.answer.editor.setFocus()
                return
            self.taker.take(way, self.record, text=self.answer.value())
        else:
            self.taker.take(way, self.record)

    def _taken(self, case: VisitCase) -> None:
        self._is_said(self.answer)
        self._show(case, anew=True)

    def _is_said(self, field: LongTextField) -> None:
        """What was typed there is in the database; its draft is not needed any more."""
        field.set_saved("")
        if not self.writing.is_changed():
            self.writing.drop_draft()

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, Incomplete) and error.problems[0].field == "answer":
            self.answer.set_problem(error.problems[0].sentence)
            self.answer.editor.setFocus()
            return
        self.refused.emit(error)
        if isinstance(error, Conflict):
            self._ask_again()

    # --- elsewhere ------------------------------------------------------------------------------------

    def toggle_panel(self) -> None:
        """F4: what happened to the case."""
        assert self.panel is not None
        self.panel.shut() if self.panel.isVisible() else self.panel.open()

    def show_dealer(self) -> None:
        """The customer's own form."""
        if self.dealer.value() is not None:
            self.open_page("dealer.form", self.dealer.value())
