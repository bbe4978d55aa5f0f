"""The form of one dealer 客户档案: two columns of named sections, one explicit save, a draft beside it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel

from crmdesk.rules.dealer import Dealer, DealerStatus
from crmdesk.rules.dealer_alike import AlikeDealer
from crmdesk.rules.errors import Conflict, NotFound
from crmdesk.views import memory, theme
from crmdesk.views.dealer_panel import DealerTabs, pills_of
from crmdesk.views.dealer_sections import DealerSections
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.form import Form
from crmdesk.words import _

NEW = "new"  # the draft of a form that is not saved yet
ROOM_FOR_PANEL = 980
ROOM_FOR_PILLS = 700
_PANEL = "dealer.form/panel"
#: By these a new dealer is compared with those who are there.
_TELLING = ("name", "city", "mobile", "phone", "credit_code", "legal_rep", "bank_account")


class DealerFormPage(Page):
    """``opened(id)`` shows one; ``opened(called=…)`` begins a new one."""

    name = "dealer.form"

    def build(self) -> None:
        self.record: Dealer | None = None
        self._after: Callable[[], object] | None = None  # what goes on once it is saved
        self._begun: dict[str, Any] = {}
        self.form = Form(self, self.counter)
        self.sections = DealerSections(self.form, self.counter)
        self.form.changed.connect(self._edited)
        self.form.resolved.connect(self._conflict_resolved)
        self.twins = self.sections.twins
        self.twins.chosen.connect(self._go_to_twin)
        self.notice = QLabel(self)
        self.notice.setObjectName("dealer.form.notice")
        self.notice.setWordWrap(True)
        theme.look(self.notice, "notice-box")
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.body.addWidget(self.form, 1)
        self._look_for_twins = QTimer(self, singleShot=True, interval=250)
        self._look_for_twins.timeout.connect(self._ask_twins)
        self._fit_later = QTimer(
            self, singleShot=True, interval=0
        )  # the pills have no width before they are shown
        self._fit_later.timeout.connect(self._say_title)
        for key in _TELLING:
            self.form.fields[key].changed.connect(self._look_for_twins.start)
        self.form.fields["code"].left.connect(self._ask_code)
        panel = self.add_panel()
        self.tabs = DealerTabs(self, with_facts=False)
        panel.closed.connect(self._panel_closed)

    def declare(self) -> tuple[Action, ...]:
        record = self.record
        verb = "dealer.create" if record is None else "dealer.change"
        actions = [
            Action("dealer.form.save", _("保存"), self.save_now, "Ctrl+S", "save", verb, "main", "S"),
            Action("dealer.form.back", _("返回列表"), self.show_list, "", "arrow-left", "", "button", "B"),
        ]
        if record is not None:
            actions += [
                Action("dealer.form.complain", _("记抱怨"), self.complain, "Ctrl+M", "message-square-warning",
                       "complaint.record", "button", "M"),
                Action("dealer.form.panel", _("往来与历史"), self.toggle_panel, "F4", "panel-right", "", "button", "H"),
                Action("dealer.form.new", _("新客户"), self.new, "Ctrl+N", "plus", "dealer.create"),
                Action("dealer.form.merge", _("与另一家合并"), self.merge, "Ctrl+Shift+M", "merge", "dealer.merge"),
            ]  # fmt: skip
        return tuple(actions)

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, called: str = "", **more: Any) -> None:
        self.sections.ask_offers()
        if record_id is None:
            self._begin(called)
        elif self.record is None or self.record.id != record_id or not self.form.is_changed():
            self.ask("dealer.get", record_id, then=self._arrived, failed=self._not_there, key="get")

    def _begin(self, called: str) -> None:
        self.notice.hide()
        self.record, self._begun = None, {"status": DealerStatus.ACTIVE, "owner": self._own_name()}
        self.form.load(self._begun)
        self.form.keep_drafts("dealer", NEW)
        self.ask("dealer.next_code", then=self._propose_code, key="code")
        if self.panel is not None:
            self.panel.hide()
        self._show_head()
        if called:
            self.form.fields["name"].set_value(called)
        self.form.focus_first()

    def _own_name(self) -> str:
        """A representative's new dealer is his own; others choose."""
        person = self.counter.desk.person
        return person.name if person is not None and "rep" in person.roles else ""

    def _propose_code(self, code: str) -> None:
        self.form.fields["code"].set_placeholder(_("自动 {code}").format(code=code))  # type: ignore[attr-defined]

    def _arrived(self, dealer: Dealer) -> None:
        another = self.record is None or self.record.id != dealer.id
        self._show(dealer, anew=another or not self.form.is_changed())
        if another:
            self.form.keep_drafts("dealer", str(dealer.id))
            self.form.focus_first()
        if self.panel is not None and memory.get(_PANEL, "") == "open" and self.width() >= ROOM_FOR_PANEL:
            self.panel.open()

    def _not_there(self, error: BaseException) -> None:
        if isinstance(error, NotFound):
            self.open_page("dealer")
        self.refused.emit(error)

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        self.tabs.refresh(subject)
        if self.record is None or subject not in ("dealer", "complaint", "*"):
            return
        self.ask("dealer.get", self.record.id, then=self._renewed, key="get")

    def _renewed(self, dealer: Dealer) -> None:
        """Somebody wrote: what is typed here stays, and meets the other's version when it is saved."""
        if self.record is None or self.form.is_changed():
            return
        is_same = dealer.id == self.record.id
        if not is_same:  # merged meanwhile: on to the one that stands for it
            self.form.keep_drafts("dealer", str(dealer.id))
        self._show(dealer, anew=not is_same or dealer.revision != self.record.revision)

    # --- showing --------------------------------------------------------------------------------------

    def _show(self, dealer: Dealer, *, anew: bool) -> None:
        another = self.record is None or self.record.id != dealer.id
        if another or dealer.notice:
            self.notice.setText(dealer.notice)
            self.notice.setVisible(bool(dealer.notice))
        self.record = dealer
        if anew:
            self.form.load(dealer)
        else:
            self.form.rebase(dealer)
        self.tabs.show_dealer(dealer)
        self._show_head()

    def _show_head(self) -> None:
        dealer = self.record
        self._say_title()
        roomy = self.width() >= ROOM_FOR_PILLS
        self.set_pills(pills_of(dealer) if dealer is not None and roomy else ())
        self._fit_later.start()
        self.twins.clear()
        self.redeclare()
        verb = "dealer.create" if dealer is None else "dealer.change"
        self.form.set_read_only(not self.counter.may(verb))
        self._edited()

    def _say_title(self) -> None:
        dealer = self.record
        self.set_title(dealer.name if dealer else _("新客户"), dealer.code if dealer else "")

    def _edited(self) -> None:
        idle = self.record is not None and not self.form.is_changed()
        self.set_enabled("dealer.form.save", _("没有要保存的改动。") if idle else "")

    def _panel_closed(self) -> None:
        memory.keep(_PANEL, "closed")
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes: first the panel, then the form."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.panel is not None and self.panel.isVisible():
            self.panel.shut()
        else:
            self.show_list()

    def toggle_panel(self) -> None:
        """Show or hide facts, complaints and history."""
        assert self.panel is not None
        if self.panel.isVisible():
            self.panel.shut()
        else:
            memory.keep(_PANEL, "open")
            self.panel.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel is not None and self.panel.isVisible() and self.width() < ROOM_FOR_PANEL - 120:
            self.panel.hide()

    # --- said while typing ----------------------------------------------------------------------------

    def _ask_twins(self) -> None:
        """A new dealer may be an old one: from the third character on, or by a whole number (peers row 14)."""
        if self.record is None:
            said = self._telling()
            self.ask("dealer.alike", said, then=self._show_twins, key="twins", carry=(said,))
        else:
            self.twins.clear()

    def _telling(self) -> dict[str, Any]:
        return {key: self.form.fields[key].value() for key in _TELLING}

    def _show_twins(self, found: Sequence[AlikeDealer], said: dict[str, Any]) -> None:
        if self.record is None and self._telling() == said:
            self.twins.show_alike(found)

    def _go_to_twin(self, dealer_id: UUID) -> None:
        self.open_page("dealer.form", dealer_id)

    def _ask_code(self) -> None:
        code = self.form.fields["code"].value()
        if code and (self.record is None or code != self.record.code):
            self.ask("dealer.find", code, then=self._check_code, key="taken", carry=(code,), limit=5)

    def _check_code(self, found: Sequence[Dealer], code: str) -> None:
        field = self.form.fields["code"]
        holder = next((d for d in found if d.code == code), None)
        if holder is None or field.value() != code or (self.record and holder.id == self.record.id):
            return
        field.set_problem(_("编号 {code} 已经是「{name}」的。").format(code=code, name=holder.name))

    # --- saving ---------------------------------------------------------------------------------------

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def save_now(self) -> None:
        """Ctrl+S."""
        self._save(None)

    def save(self, then: Callable[[], None]) -> None:
        self._save(then)

    def give_up(self) -> None:
        self.form.drop_draft()
        self.form.load(self.record if self.record is not None else self._begun)

    def _save(self, after: Callable[[], object] | None) -> None:
        if not self.form.check():
            return
        self._after = after
        if self.record is None:
            self.ask("dealer.create", self.form.values(), then=self._created, failed=self._not_saved)
        elif self.form.is_changed():
            self._undo = self.ask(
                "dealer.change", self.record.id, self.record.revision, self.form.changes(),
                then=self._changed, failed=self._not_saved,
            )  # fmt: skip
        elif after is not None:
            after()

    def _created(self, dealer: Dealer) -> None:
        self._saved(dealer)
        self.form.keep_drafts("dealer", str(dealer.id))
        self.say(_("已建立客户 {code} {name}").format(code=dealer.code, name=dealer.name))
        if self._go_on():
            self.open_page(self.name, dealer.id)  # so that 回到上一页 comes back to this form

    def _changed(self, dealer: Dealer) -> None:
        self._saved(dealer)
        self.say(_("已保存 {name}").format(name=dealer.name), self._undo)
        self._go_on()

    def _saved(self, dealer: Dealer) -> None:
        self._show(dealer, anew=False)
        self.form.show_problems(())
        if not self.form.is_changed():
            self.form.drop_draft()

    def _go_on(self) -> bool:
        """Do what waited for the save; whether nothing did."""
        after, self._after = self._after, None
        if after is not None:
            after()
        return after is None

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, Conflict):
            self._after = None
            self.form.refuse(error)
        elif any(k in error.mine and error.mine[k] != value for k, value in error.theirs.items()):
            self.form.refuse(error)
        else:  # the other one changed other fields: both stand
            self.say(_("{who}同时改了别的栏目,两边的改动都保留。").format(who=error.who))
            self._conflict_resolved()

    def _conflict_resolved(self) -> None:
        assert self.record is not None
        self.ask("dealer.get", self.record.id, then=self._save_again, key="get")

    def _save_again(self, dealer: Dealer) -> None:
        self.record = dealer
        self.form.rebase(dealer)
        self._save(self._after)

    # --- other ways -----------------------------------------------------------------------------------

    def show_list(self) -> None:
        """Back to the list; the window asks when something is not saved."""
        self.open_page("dealer")

    def new(self) -> None:
        """An empty form."""
        self.open_page(self.name)

    def complain(self) -> None:
        """A new complaint of this dealer."""
        if self.record is not None:
            self.open_page("complaint.form", None, dealer_id=self.record.id)

    def merge(self) -> None:
        """Make one of this dealer and another, who is chosen there."""
        if self.record is not None:
            self.open_page("dealer.merge", self.record.id)
