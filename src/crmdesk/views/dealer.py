"""The list of dealers 客户: find, filter, sort, look, export. Form and import are pages of their own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget

from crmdesk.rules.dealer import COLUMNS, MOST_FOUND, Dealer, DealerQuery
from crmdesk.views import memory, theme
from crmdesk.views.dealer_export import DealerExport
from crmdesk.views.dealer_filters import DealerFilters
from crmdesk.views.dealer_panel import DealerTabs
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import _

_PANEL = "dealer/panel"


class DealerPage(Page):
    """``opened()`` comes to the list as it was; ``opened(id)`` shows one dealer in it, with the panel."""

    name = "dealer"

    def build(self) -> None:
        self._total = 0
        self._wanted: UUID | None = None
        self.filters = DealerFilters(self.counter, self)
        self.filters.changed.connect(self._filter)
        self.filters.search.down.connect(self._into_list)
        self.filters.search.entered.connect(self._open_first)
        self.filters.search.escaped.connect(self._shut_panel)
        self.body.addWidget(self.filters)
        self.table = WindowedTable("dealer.list", COLUMNS, self, unit=_("家"))
        self.table.counted.connect(self._counted)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.looked.connect(self._look)
        self.table.query_changed.connect(self.filters.set_order)
        self.table.selection_said.connect(self._say_selection)
        self.empty = Empty("dealer", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)
        self.hint = QLabel(self)
        self.hint.setObjectName("dealer.hint")
        theme.look(self.hint, "small")
        self.hint.hide()
        self.body.addWidget(self.hint)
        self.done = DoneStrip("dealer", self)
        self.body.addWidget(self.done)
        self._export = DealerExport(self, self.done)
        self._build_panel()

    def _build_panel(self) -> None:
        panel = self.add_panel()
        self.tabs = DealerTabs(self)
        panel.closed.connect(self._panel_closed)
        escape = QShortcut(QKeySequence("Esc"), self.table)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._shut_panel)

    def declare(self) -> tuple[Action, ...]:
        edit = "dealer.change" if self.counter.may("dealer.change") else "dealer.get"
        return (
            Action("dealer.new", _("新客户"), self.new, "Ctrl+N", "plus", "dealer.create", "main", "N"),
            Action("dealer.import", _("导入名单"), self.import_list, "Ctrl+I", "file-spreadsheet",
                   "dealer.import_list", "button", "I"),
            Action("dealer.export", _("导出"), self.export, "Ctrl+Shift+E", "file-down", "dealer.export", "button", "E"),
            Action("dealer.export_all", _("导出全部栏目"), self.export_all, "", "file-down", "dealer.export"),
            Action("dealer.merge", _("合并选中的两家"), self.merge, "Ctrl+Shift+M", "merge", "dealer.merge"),
            Action("dealer.batches", _("导入记录"), self.show_imports, "", "history", "import_batch.page"),
            Action("dealer.columns", _("选择显示的列"), self.table.choose_columns, "", "columns-3"),
            Action("dealer.clear", _("取消所有条件"), self.filters.clear, "Ctrl+Shift+X", "x"),
            Action("dealer.search", _("查找客户"), self.go_to_search, "Ctrl+F", "search", "", "hidden"),
            Action("dealer.edit", _("编辑"), self.edit, "F2", "pencil", edit, "hidden", "D"),
            Action("dealer.complain", _("记抱怨"), self.complain, "Ctrl+M", "message-square-warning",
                   "complaint.record", "hidden", "M"),
            Action("dealer.panel", _("详情"), self.toggle_panel, "F4", "panel-right", "", "hidden"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, **more: Any) -> None:
        if self.table.query is None:
            self.set_title(_("客户"))
            self._dress_panel()
            self._follow(self.filters.query)
            self._count_all()
        if record_id is not None:
            self._wanted = record_id
            self.ask("dealer.get", record_id, then=self._show_wanted, key="wanted")
        self.go_to_search()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        self.tabs.refresh(subject)
        if subject not in ("dealer", "complaint", "*"):
            return
        if subject != "complaint":
            self.table.reload()
            self._count_all()
        if self.tabs.dealer is not None and self.panel is not None and self.panel.isVisible():
            self._ask_whole(self.tabs.dealer.id)

    def _dress_panel(self) -> None:
        assert self.panel is not None
        names = ("dealer.edit", "dealer.complain")
        self.panel.set_buttons(tuple(self.button(name, self.panel) for name in names))
        self._allow_for_record()

    def _show_wanted(self, dealer: Dealer) -> None:
        """Find the dealer in the list by its code, whatever narrowed the list before; a merged one leads on."""
        self._wanted = dealer.id
        self.filters.clear(and_search=False)
        self.filters.search.set_words(dealer.code or dealer.name)
        self._show_panel(dealer)

    # --- the list -------------------------------------------------------------------------------------

    def _filter(self, query: DealerQuery) -> None:
        self._follow(query)

    def _follow(self, query: DealerQuery) -> None:
        self.table.follow(self.counter, "dealer.page", "dealer.count", query)

    def _count_all(self) -> None:
        self.ask("dealer.count", DealerQuery(), then=self._total_counted, key="total")

    def _total_counted(self, count: int) -> None:
        self._total = count
        self._say_count(self.table.rows.rowCount())

    def _counted(self, count: int) -> None:
        self._say_count(count)
        self.hint.setVisible(bool(self.filters.search.words()) and count >= MOST_FOUND)
        words = _("找到的很多,这里是最相近的 {count} 家。再多打一个字,范围就更小。")
        self.hint.setText(words.format(count=MOST_FOUND))
        self.stack.setCurrentIndex(0 if count else 1)
        if not count:
            self._show_empty()
        if self._wanted is not None and count:
            first = self.table.rows.row(0)
            if first is not None and first.id == self._wanted:
                self.table.selectRow(0)
            self._wanted = None

    def _say_count(self, count: int) -> None:
        words = _("{count} 家").format(count=f"{count:,}")
        if self.filters.is_filtered and self._total >= count:
            words = _("{count} 家,共 {total} 家").format(count=f"{count:,}", total=f"{self._total:,}")
        self.set_title(_("客户"), words)

    def _show_empty(self) -> None:
        text = self.filters.search.words()
        new = self.button("dealer.new", self.empty)
        if not self.filters.is_filtered:
            words = _(
                "办事处的客户档案放在这里。\n可以把 Excel 或 WPS 名单拖到窗口上导入,也可以一家一家录入。"
            )
            ways = (self.button("dealer.import", self.empty, main=True), new)
            self.empty.show_words("users", _("还没有客户"), words, ways)
            return
        head = _("没有找到「{text}」").format(text=text) if text else _("没有符合条件的客户")
        words = _("可以只打名称中的几个字、拼音首字母、电话后四位或编号。")
        if self.filters.has_conditions:
            words = _("上面还有筛选条件,取消后再看看。")
        self.empty.show_words("search", head, words, (self.button("dealer.clear", self.empty), new))

    def _say_selection(self, words: str) -> None:
        if self.isVisible():
            self.status.emit(words)

    def _into_list(self) -> None:
        if self.table.rows.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            self.table.setFocus()

    def _open_first(self) -> None:
        self._into_list()
        row = self.table.current_row()
        if row is not None:
            self._show_panel(row)

    def go_to_search(self) -> None:
        """The cursor into the search field, its text marked."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    # --- the panel ------------------------------------------------------------------------------------

    @property
    def _panel_open(self) -> bool:
        return self.panel is not None and not self.panel.isHidden()

    def _chosen(self, dealer: Dealer | None) -> None:
        if dealer is not None and (self._panel_open or memory.get(_PANEL, "") == "open"):
            self._show_panel(dealer)
        self._allow_for_record()

    def _open(self, dealer: Dealer) -> None:
        """Enter or double click: the panel; where it shows this dealer already, the form."""
        if self._panel_open and self.tabs.dealer is not None and self.tabs.dealer.id == dealer.id:
            self.open_page("dealer.form", dealer.id)
        else:
            self._show_panel(dealer)

    def _look(self, dealer: Dealer) -> None:
        if self._panel_open and self.tabs.dealer is not None and self.tabs.dealer.id == dealer.id:
            self._shut_panel()
        else:
            self._show_panel(dealer)

    def _show_panel(self, dealer: Dealer) -> None:
        assert self.panel is not None
        self.tabs.show_dealer(dealer)
        if not self._panel_open:
            self.panel.open()
            memory.keep(_PANEL, "open")
        self._allow_for_record()
        self._ask_whole(dealer.id)

    def _ask_whole(self, dealer_id: UUID) -> None:
        self.ask("dealer.get", dealer_id, then=self._whole, key="whole")

    def _whole(self, dealer: Dealer) -> None:
        if self.tabs.dealer is not None and self.tabs.dealer.id == dealer.id:
            notice = dealer.notice or self.tabs.dealer.notice  # how one came here stays while one looks
            self.tabs.show_dealer(replace(dealer, notice=notice))

    def _shut_panel(self) -> None:
        if self.panel is not None:
            self.panel.shut()

    def _panel_closed(self) -> None:
        memory.keep(_PANEL, "closed")
        self.table.setFocus()

    def toggle_panel(self) -> None:
        """Open the panel for the current row, or close it."""
        if self._panel_open:
            self._shut_panel()
        else:
            self._open_first()

    # --- what can be done -----------------------------------------------------------------------------

    def _record(self) -> Dealer | None:
        """The dealer that is looked at: the current row, else the one in the panel."""
        return self.table.current_row() or (self.tabs.dealer if self._panel_open else None)

    def _allow_for_record(self) -> None:
        reason = "" if self._record() is not None else _("请先在列表中选一家客户。")
        for name in ("dealer.edit", "dealer.complain", "dealer.merge"):
            self.set_enabled(name, reason)

    def new(self) -> None:
        """An empty form; what was searched without result becomes its name."""
        text = self.filters.search.words()
        name = text if text and not self.table.rows.rowCount() and not text.isascii() else ""
        self.open_page("dealer.form", None, called=name)

    def edit(self) -> None:
        """The form of the dealer that is looked at."""
        dealer = self._record()
        if dealer is not None:
            self.open_page("dealer.form", dealer.id)

    def complain(self) -> None:
        """A new complaint of this dealer."""
        dealer = self._record()
        if dealer is not None:
            self.open_page("complaint.form", None, dealer_id=dealer.id)

    def merge(self) -> None:
        """Make one of the two that are selected; of one, the other is picked there."""
        chosen = self.table.chosen_rows()
        if len(chosen) == 2:
            self.open_page("dealer.merge", chosen[0].id, other=chosen[1].id)
        elif (dealer := self._record()) is not None:
            self.open_page("dealer.merge", dealer.id)

    def show_imports(self) -> None:
        """Which lists were imported, to take one back."""
        self.open_page("import.batches")

    def import_list(self) -> None:
        """Bring in a list from Excel."""
        self.open_page("dealer.import")

    def export(self) -> None:
        """The list exactly as it stands here, with the columns shown, to a workbook."""
        shown = tuple(column.key for column in self.table.wanted_columns() if column.exported)
        self._export.ask(self.filters.query, shown)

    def export_all(self) -> None:
        """The same rows with every column."""
        self._export.ask(self.filters.query, ())
