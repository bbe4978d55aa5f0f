"""One complaint 客户抱怨处理表: section 业务部门 is typed here, steps are taken here, the rest goes round on paper."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from crmdesk.rules.complaint import FLOW, Complaint, ComplaintState, Market
from crmdesk.rules.errors import Conflict, Incomplete
from crmdesk.views import memory
from crmdesk.views.complaint_head import (
    is_with_business,
    mark_section,
    show_panel_title,
    show_stations,
    show_title,
)
from crmdesk.views.complaint_panel import ComplaintTabs
from crmdesk.views.complaint_saving import Saver
from crmdesk.views.complaint_sections import BusinessSection, PaperSections
from crmdesk.views.complaint_way import ICONS, ComplaintStepTaker
from crmdesk.views.days import today
from crmdesk.views.page import Action, ActionButton, Page
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.step_bar import StepBar
from crmdesk.words import _

NEXT = ("send", "register")  # the steps forward: the one main action of the form
NEW = "new"  # the draft of a form that is not saved yet
ROOM_FOR_PANEL = 980


def new_complaint(page: Page, dealer_id: UUID | None = None) -> None:
    """Go from ``page`` to a new form, with the dealer filled in."""
    page.open_page(ComplaintPage.name, None, dealer_id=dealer_id)


class ComplaintPage(Page):
    """The form. ``opened(id)`` shows one; ``opened(dealer_id=…)`` begins a new one."""

    name = "complaint.form"

    def build(self) -> None:
        self.record: Complaint | None = None
        self._ways: tuple[Any, ...] = ()
        self._wants_focus = False
        self.steps = StepBar("complaint.steps.bar", self)
        self.body.addWidget(self.steps)
        self.form = Form(self, self.counter)
        self.business = BusinessSection(self.form, self.counter)
        self.form.put(PaperSections(self.form))
        self.form.changed.connect(self._edited)
        self.body.addWidget(self.form, 1)
        self.saver = Saver(self, self.form)
        self.saver.saved.connect(self._saved)
        self.taker = ComplaintStepTaker(self)
        self.taker.taken.connect(self._taken)
        self.taker.refused.connect(self._not_taken)
        panel = self.add_panel()
        self.tabs = ComplaintTabs(self)
        panel.closed.connect(partial(memory.keep, "complaint/panel", "closed"))
        away = QShortcut(QKeySequence("Esc"), self.form)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(panel.shut)

    def declare(self) -> tuple[Action, ...]:
        ways = self._ways_to_show()
        next_step = ways[0][0] if ways and ways[0][0] in NEXT else ""
        actions = [
            Action("complaint.save", _("保存"), self.save_now, "Ctrl+S", "save", self._save_verb(), "button", "S"),
            Action("complaint.print", _("打印五联"), self.print_copies, "Ctrl+P", "printer", "complaint.preview",
                   "button" if next_step else "main", "P"),
        ]  # fmt: skip
        for name, title in ways:
            words = ("Ctrl+Return", ICONS.get(name, ""), f"complaint.{name}", "main", "G")
            if name != next_step:
                words = ("", *words[1:3], "menu", "")
            actions.append(Action(f"complaint.{name}", title, partial(self.take, name), *words))
        actions.append(
            Action("complaint.panel", _("经过、各联与历史"), self.toggle_panel, "F4", "panel-right")
        )
        actions.append(Action("complaint.back_to_list", _("回到抱怨列表"), self.show_list, "", "arrow-left"))
        return tuple(actions)

    def _save_verb(self) -> str:
        return "complaint.record" if self.record is None else "complaint.change"

    def _ways_to_show(self) -> Sequence[tuple[str, str]]:
        if self.record is None:
            return [(t.name, t.title) for t in FLOW.ways_from(ComplaintState.DRAFT) if not t.needs_comment]
        return [(way.name, way.title) for way in self._ways]

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, dealer_id: UUID | None = None, **more: Any) -> None:
        self.taker.look_at_settings()
        if record_id is None:
            self._begin(dealer_id)
        elif self.record is None or self.record.id != record_id or not self.form.is_changed():
            self.ask("complaint.get", record_id, then=self._arrived, key="get")
        if self.record is not None and self.record.id == record_id:
            self._focus()
        if self.panel is not None:
            self.panel.open() if record_id is not None and self._wants_panel() else self.panel.hide()

    def _begin(self, dealer_id: UUID | None) -> None:
        self.record, self._ways = None, ()
        person = self.counter.desk.person
        blank = {
            "market": Market.DOMESTIC,
            "filled_on": today(),
            "filled_by": person.name if person else "",
        }
        self.form.load(blank)
        self.form.keep_drafts("complaint", NEW)
        self._show_head()
        self.tabs.show_form(None)
        if dealer_id is not None:
            self.ask("dealer.get", dealer_id, then=self.business.dealer.take, key="dealer")
        self.form.focus_first()

    def _blank(self) -> dict[str, Any]:
        person = self.counter.desk.person
        return {
            "market": Market.DOMESTIC,
            "filled_on": today(),
            "filled_by": person.name if person else "",
        }

    def _arrived(self, record: Complaint) -> None:
        another = self.record is None or self.record.id != record.id
        if self.record is not None and not another and self.record.revision == record.revision:
            return
        self._show(record, anew=True)
        if another:
            self.form.keep_drafts("complaint", str(record.id))
            self._wants_focus = True

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self.record is None or (subject != "*" and self.record.id not in ids and subject != "copy_issue"):
            return
        if subject in ("*", "complaint"):
            self.ask("complaint.get", self.record.id, then=self._renewed, key="get")
        else:
            self.tabs.show_form(self.record)

    def _renewed(self, record: Complaint) -> None:
        """Somebody wrote: what is typed here stays, and meets the other's version when it is saved."""
        if self.record is None or record.id != self.record.id or record.revision == self.record.revision:
            return
        if not self.form.is_changed() or record.state is not self.record.state:
            self._show(record, anew=not self.form.is_changed())

    # --- showing --------------------------------------------------------------------------------------

    def _show(self, record: Complaint, *, anew: bool) -> None:
        self.record = record
        if anew:
            self.form.load(record)
        else:
            self.form.rebase(record)
        self.business.dealer.show_as(record.dealer_name)
        self._show_head()
        self.tabs.show_form(record)
        self.ask("complaint.ways", record.id, then=self._show_ways, key="ways")

    def _show_ways(self, ways: Sequence[Any]) -> None:
        if tuple(ways) != self._ways:
            self._ways = tuple(ways)
            self._redeclare()
        if self._wants_focus:
            self._wants_focus = False
            QTimer.singleShot(0, self, self._focus)  # new buttons are seen a moment later
        self.saver.go_on()

    def _redeclare(self) -> None:
        """The buttons of this state; they stay as they are, with the focus, where they are the same."""
        declared = [(a.name, a.verb, a.place) for a in self.declare()]
        if declared != [(a.name, a.verb, a.place) for a in self.commands]:
            self.redeclare()
        self.header.menu.setToolTipsVisible(True)
        for way in self._ways if self.record else ():
            self.set_enabled(f"complaint.{way.name}", way.why_not)
        self._edited()

    def _focus(self) -> None:
        """Into the first field, or on the button of what comes next where nothing can be written."""
        wanted = [a.name for a in self.commands if a.place == "main"] + ["complaint.print"]
        made = (self.findChildren(ActionButton, name)[-1:] for name in wanted)  # one before it may be going
        buttons = [button for newest in made for button in newest if button.isEnabled()]
        if is_with_business(self.record) or not buttons:
            self.form.focus_first()
        else:
            buttons[0].setFocus()

    def _show_head(self) -> None:
        record = self.record
        show_title(self, record)
        show_stations(self.steps, record)
        show_panel_title(self, record)
        may_write = not self.counter.why_not(self._save_verb())
        self.form.set_read_only(not (is_with_business(record) and may_write))
        mark_section(self.business, record, may_write)
        self._redeclare()

    def _edited(self) -> None:
        reason = ""
        if not is_with_business(self.record):
            reason = _("已经送出,业务栏不能再改;需要改时请先取回或退回。")
        elif self.record is not None and not self.form.is_changed():
            reason = _("没有要保存的改动。")
        self.set_enabled("complaint.save", reason)

    # --- the panel ------------------------------------------------------------------------------------

    def _wants_panel(self) -> bool:
        return memory.get("complaint/panel", "open") == "open" and self.width() >= ROOM_FOR_PANEL

    def toggle_panel(self) -> None:
        """Show or hide what happened."""
        assert self.panel is not None
        if self.panel.isVisible():
            self.panel.shut()
        else:
            memory.keep("complaint/panel", "open")
            self.panel.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel is not None and self.panel.isVisible() and self.width() < ROOM_FOR_PANEL - 120:
            self.panel.hide()

    # --- saving ---------------------------------------------------------------------------------------

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def save_now(self) -> None:
        """Ctrl+S."""
        self.saver.save(self.record)

    def save(self, then: Callable[[], None]) -> None:
        self.saver.save(self.record, then)

    def give_up(self) -> None:
        self.form.drop_draft()
        self.form.load(self.record if self.record is not None else self._blank())

    def _saved(self, record: Complaint, is_new: bool) -> None:
        if is_new:
            self.form.drop_draft()
            self.form.keep_drafts("complaint", str(record.id))
        self._show(record, anew=False)
        if not self.form.is_changed():
            self.form.drop_draft()
            if is_new:
                self.open_page(self.name, record.id)  # so that 回到上一页 comes back to this form
        self.say(_("已保存 {title}").format(title=record.title))

    # --- steps ----------------------------------------------------------------------------------------

    def take(self, name: str) -> None:
        """Take a step; what is typed is saved first."""
        self.saver.save(self.record, partial(self._take_saved, name))

    def _take_saved(self, name: str) -> None:
        way = next((way for way in self._ways if way.name == name), None)
        if way is None or self.record is None:
            return
        if way.allowed:
            self.taker.take(way, self.record)
        else:
            self.say(way.why_not)

    def _taken(self, record: Complaint) -> None:
        self.form.drop_draft()
        self._wants_focus = True  # the button that was pressed is gone
        self._show(record, anew=True)

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, Incomplete):
            order = list(self.form.fields)  # as one reads the form
            problems = sorted(error.problems, key=lambda p: order.index(p.field) if p.field in order else -1)
            self.form.show_problems(problems, error.what)
            self.form.go_to(problems[0].field)
        else:
            self.refused.emit(error)
            if isinstance(error, Conflict) and self.record is not None:
                self.ask("complaint.get", self.record.id, then=self._renewed, key="get")

    # --- elsewhere ------------------------------------------------------------------------------------

    def print_copies(self) -> None:
        """Ctrl+P: the preview of the five copies; what is typed is saved first."""
        self.saver.save(self.record, self._print_saved)

    def _print_saved(self) -> None:
        if self.record is not None:
            self.open_page("complaint.print", self.record.id)

    def show_list(self) -> None:
        """Back to the list."""
        self.open_page("complaint")
