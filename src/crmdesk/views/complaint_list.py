"""The list of complaints: search, chips by state and kind, a look beside it, and the way to a new one."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from crmdesk.rules.complaint import COLUMNS, Complaint, ComplaintQuery
from crmdesk.views.complaint import ComplaintPage, new_complaint
from crmdesk.views.complaint_facts import ComplaintFacts
from crmdesk.views.complaint_filters import ComplaintFilters
from crmdesk.views.complaint_panel import ComplaintTabs, deadline_pill
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.pill import tone_of
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import _


class ComplaintListPage(Page):
    """Every complaint of the office.

    ``opened(id)`` shows one beside the list, ``opened(text=…)`` what a search elsewhere found, and
    ``opened(dealer_id=…)`` goes on to a new form for that dealer.
    """

    name = "complaint"

    def build(self) -> None:
        self._shown: Complaint | None = None
        self.filters = ComplaintFilters(self.counter, self)
        self.filters.changed.connect(self._ask)
        self.filters.search.down.connect(self._into_table)
        self.filters.search.entered.connect(self._into_table)
        self.body.addWidget(self.filters)
        self._stack = QStackedWidget(self)
        self.table = WindowedTable("complaints.table", COLUMNS, self, unit=_("件"), pills=frozenset({"state"}))
        self.table.cell.tones["is_urgent"] = "red"
        self.table.opened.connect(self.open_form)
        self.table.looked.connect(self.look)
        self.table.chosen.connect(self._chosen)
        self.table.counted.connect(self._counted)
        self.table.selection_said.connect(self.status)
        self.table.query_changed.connect(self.filters.set_order)
        self.empty = Empty("complaints", self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)
        panel = self.add_panel()
        self.facts = ComplaintFacts(panel)
        panel.add_tab("facts", _("资料"), self.facts)
        self.tabs = ComplaintTabs(self)
        panel.closed.connect(self._panel_closed)
        away = QShortcut(QKeySequence("Esc"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(panel.shut)
        self.set_title(_("客户抱怨"))

    def declare(self) -> tuple[Action, ...]:
        return (
            Action(
                "complaints.new", _("记抱怨"), self.new, "Ctrl+N", "plus", "complaint.record", "main", "N"
            ),
            Action(
                "complaints.print",
                _("打印五联"),
                self.print_copies,
                "Ctrl+P",
                "printer",
                "complaint.preview",
                "button",
                "P",
            ),
            Action(
                "complaints.find", _("查找"), self.filters.search.setFocus, "Ctrl+F", "search", "", "hidden"
            ),
            Action("complaints.open", _("打开"), self.open_current, "", "arrow-right", "complaint.get"),
            Action("complaints.dealers", _("从客户名单开始"), self.show_dealers, "", "users", "dealer.page"),
            Action("complaints.look", _("看一眼"), self.look_current, "F4", "panel-right"),
            Action("complaints.columns", _("选择列"), self.table.choose_columns, "", "columns-3"),
            Action("complaints.unfilter", _("清除筛选"), self.filters.clear, "Ctrl+Shift+F", "funnel"),
        )

    # --- coming here ----------------------------------------------------------------------------------

    def opened(
        self, record_id: Any = None, text: str = "", dealer_id: UUID | None = None, **more: Any
    ) -> None:
        if dealer_id is not None:
            new_complaint(self, dealer_id)
            return
        if text:
            self.filters.search.set_words(text)
        if self.table.query is None:
            self._ask(self.filters.query)
        if record_id is not None:
            self.ask("complaint.get", record_id, then=self.look, key="look")
        self.filters.search.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject in ("complaint", "copy_issue", "*"):
            self.table.reload()
            if self._shown is not None and self.panel is not None and self.panel.isVisible():
                self.ask("complaint.get", self._shown.id, then=self._show_in_panel, key="look")

    # --- the list -------------------------------------------------------------------------------------

    def _ask(self, query: ComplaintQuery) -> None:
        self.table.follow(self.counter, "complaint.page", "complaint.count", query)

    def _counted(self, count: int) -> None:
        self.set_title(_("客户抱怨"), _("{count} 件").format(count=f"{count:,}"))
        narrowed = self.filters.is_filtered
        if count == 0:
            self._show_empty(narrowed)
        else:
            self._stack.setCurrentWidget(self.table)
        self.set_enabled("complaints.unfilter", "" if narrowed else _("现在没有筛选。"))

    def _show_empty(self, narrowed: bool) -> None:
        if narrowed:
            words = _("没有符合条件的抱怨"), _("换一个词,或者清除筛选。")
            buttons = [self.button("complaints.unfilter", self)]
        else:
            note = _("客户反映异常时记在这里:填表、送总经理室登记,再打印五联。")
            words = _("还没有客户抱怨"), note
            buttons = [
                self.button("complaints.new", self, main=True),
                self.button("complaints.dealers", self),
            ]
        self.empty.show_words("message-square-warning", *words, buttons)
        self._stack.setCurrentWidget(self.empty)

    def _into_table(self) -> None:
        if self.table.rows.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _chosen(self, row: Complaint | None) -> None:
        self._allow_for_record()
        if row is not None and self.panel is not None and self.panel.isVisible():
            self._show_in_panel(row)

    def _panel_closed(self) -> None:
        self.table.setFocus()
        self._allow_for_record()

    def _record(self) -> Complaint | None:
        """The form that is looked at: the row under the cursor, else the one in the panel."""
        panel_open = self.panel is not None and self.panel.isVisible()
        return self.table.current_row() or (self._shown if panel_open else None)

    def _allow_for_record(self) -> None:
        reason = "" if self._record() is not None else _("请先选一张表。")
        for name in ("complaints.open", "complaints.print", "complaints.look"):
            self.set_enabled(name, reason)

    # --- what a person does ---------------------------------------------------------------------------

    def new(self) -> None:
        """Ctrl+N."""
        new_complaint(self)

    def show_dealers(self) -> None:
        """The list of dealers, where 记抱怨 begins with the dealer filled in."""
        self.open_page("dealer")

    def open_form(self, row: Complaint) -> None:
        """Enter or double click."""
        self.open_page(ComplaintPage.name, row.id)

    def open_current(self) -> None:
        """The form that is looked at."""
        row = self._record()
        if row is not None:
            self.open_form(row)

    def print_copies(self) -> None:
        """Ctrl+P."""
        row = self._record()
        if row is not None:
            self.open_page("complaint.print", row.id)

    def look_current(self) -> None:
        """F4: the panel for the row under the cursor, and away again."""
        row = self.table.current_row()
        assert self.panel is not None
        if self.panel.isVisible():
            self.panel.shut()
        elif row is not None:
            self.look(row)

    def look(self, row: Complaint) -> None:
        """Space: the panel beside the list."""
        assert self.panel is not None
        self._show_in_panel(row)
        self.panel.open()
        self._allow_for_record()

    def _show_in_panel(self, row: Complaint) -> None:
        assert self.panel is not None
        self._shown = row
        pills = [(row.state.label, tone_of(row.state))]
        pills += [(_("急件"), "red")] if row.is_urgent else []
        pills += [pill] if (pill := deadline_pill(row)) else []
        self.panel.set_title(row.title, tuple(pills))
        self.facts.show_form(row)
        self.tabs.show_form(row)
        self.panel.set_buttons((self.button("complaints.open", self), self.button("complaints.print", self)))
