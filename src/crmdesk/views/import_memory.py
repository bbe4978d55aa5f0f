"""导入记忆: what imports have learned from people, to be looked over, changed and forgotten (peers 4.2, step 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS as DEALER_COLUMNS
from crmdesk.rules.import_memory import Memory, MemoryKind
from crmdesk.views import theme
from crmdesk.views.import_memory_editor import MeaningEditor
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.filter_chip import FilterChip
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.pinyin import said
from crmdesk.views.widgets.search_line import SearchLine
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

COLUMNS = (
    Column("kind", N_("类别"), Kind.CHOICE, 10, choices=MemoryKind, sortable=False),
    Column("shown", N_("名单里写的"), Kind.TEXT, 26, sortable=False),
    Column("field", N_("栏目"), Kind.TEXT, 10, sortable=False, aside=1),
    Column("meaning", N_("意思"), Kind.TEXT, 22, sortable=False),
    Column("changed_at", N_("记住的时间"), Kind.INSTANT, 16, sortable=False, aside=2),
    Column("changed_by", N_("谁"), Kind.TEXT, 8, sortable=False, aside=3),
    Column("used_at", N_("最近使用"), Kind.INSTANT, 16, sortable=False, aside=4),
)
_TITLES = {column.key: column for column in DEALER_COLUMNS}
_MEANING = next(at for at, column in enumerate(COLUMNS) if column.key == "meaning")


@dataclass(frozen=True, slots=True)
class _Row:
    """A memory as the table shows it."""

    memory: Memory
    kind: MemoryKind
    shown: str
    field: str
    meaning: str
    changed_at: datetime | None
    changed_by: str
    used_at: datetime | None

    @property
    def words(self) -> str:
        """By what it is found: its words, and their pinyin."""
        return said("\n".join((self.shown, self.meaning, self.field, self.changed_by)))


def _row(memory: Memory) -> _Row:
    field = _TITLES[memory.field].title if memory.field in _TITLES else ""
    return _Row(
        memory, memory.kind, memory.shown, field, memory.meaning, memory.changed_at, memory.changed_by, memory.used_at
    )


class ImportMemoryPage(Page):
    """One table of everything learned; ``opened()`` comes to it as it was."""

    name = "import_memory"

    def build(self) -> None:
        self._all: tuple[_Row, ...] | None = None
        above = QWidget(self)
        line = Flow(above)
        self.search = SearchLine("import_memory.search", _("列名、取值、名单、意思"), self)
        self.search.searched.connect(self._show)
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self._into_list)
        self.kinds = FilterChip("import_memory.kinds", _("类别"), self)
        self.kinds.changed.connect(self._show)
        line.addWidget(self.search)
        line.addWidget(self.kinds)
        self.body.addWidget(above)
        self.table = WindowedTable("import_memory.list", COLUMNS, self, unit=_("条"), pills=frozenset({"kind"}))
        self.table.opened.connect(self._edit)
        self.table.chosen.connect(self._chosen)
        self.table.selection_said.connect(self._say_selection)
        self.editor = MeaningEditor(self.table)
        self.editor.accepted.connect(self._change)
        self.empty = Empty("import_memory", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)
        self.note = QLabel(_("导入名单时您说过的话都记在这里,下次自动照办。忘记一条,以后的名单就不再照它认。"), self)
        self.note.setWordWrap(True)
        theme.look(self.note, "small")
        self.body.addWidget(self.note)
        self.set_title(_("导入记忆"))

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("import_memory.change", _("改意思"), self.edit, "F2", "pencil", "import_memory.change", "button", "E"),
            Action("import_memory.forget", _("忘记"), self.forget, "Del", "trash-2", "import_memory.forget", "button", "D"),
            Action("import_memory.import", _("导入名单"), self.import_list, "Ctrl+I", "file-spreadsheet",
                   "dealer.import_list", "main", "I"),
            Action("import_memory.find", _("查找"), self.search.setFocus, "Ctrl+F", "search", "", "hidden"),
            Action("import_memory.clear", _("取消所有条件"), self.clear, "Ctrl+Shift+X", "x"),
            Action("import_memory.columns", _("选择显示的列"), self.table.choose_columns, "", "columns-3"),
        )  # fmt: skip

    def redeclare(self) -> None:
        """Del forgets where the list has the focus; elsewhere it takes a letter or a condition away."""
        super().redeclare()
        forget = self.qactions["import_memory.forget"]
        self.removeAction(forget)
        forget.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(forget)

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, kind: MemoryKind | None = None, **more: Any) -> None:
        if kind is not None:
            self.kinds.choose((kind,))
        self._allow_for_row()
        self._ask()
        self.search.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject in ("import_memory", "*") and self._all is not None:
            self._ask()

    def _ask(self) -> None:
        self.ask("import_memory.list", then=self._take, key="list")

    def _take(self, memories: Sequence[Memory]) -> None:
        self._all = tuple(map(_row, memories))
        counts = [(kind, kind.label, sum(row.kind is kind for row in self._all)) for kind in MemoryKind]
        self.kinds.set_answers([answer for answer in counts if answer[2]])
        self._show()

    # --- the list -------------------------------------------------------------------------------------

    def _show(self, *_what: object) -> None:
        if self._all is None:
            return
        text, kinds = self.search.words().lower(), self.kinds.chosen
        rows = [row for row in self._all if (not kinds or row.kind in kinds) and (not text or text in row.words)]
        at = max(self.table.currentIndex().row(), 0)
        self.editor.hide()
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(min(at, len(rows) - 1))
        note = _("{count} 条").format(count=f"{len(rows):,}")
        if len(rows) < len(self._all):
            note = _("{count} 条,共 {total} 条").format(count=f"{len(rows):,}", total=f"{len(self._all):,}")
        self.set_title(_("导入记忆"), note)
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        self.note.setVisible(bool(rows))
        if not rows:
            self._show_empty()
        self._allow_for_row()

    def _show_empty(self) -> None:
        if self._all:
            words = _("换一个词,或者取消条件。")
            self.empty.show_words("search", _("没有符合条件的记忆"), words, [self.button("import_memory.clear", self.empty)])
            return
        words = _("导入名单时改过的列、解释过的取值、说过「不是同一家」的客户,\n都会记在这里,下次导入自动照办。")
        ways = [self.button("import_memory.import", self.empty, main=True)]
        self.empty.show_words("notebook-pen", _("还没有记住什么"), words, ways)

    def _into_list(self) -> None:
        if self.table.rows.rowCount():
            self.table.setFocus()

    def _say_selection(self, words: str) -> None:
        if self.isVisible():
            self.status.emit(words)

    def _chosen(self, _row: object) -> None:
        self.editor.hide()
        self._allow_for_row()

    def _allow_for_row(self) -> None:
        row = self.table.current_row() if self._all else None
        reason = "" if row is not None else _("请先选一条记忆。")
        self.set_enabled("import_memory.forget", reason)
        if row is not None and row.kind is MemoryKind.APART:
            reason = _("「不是同一家」只能忘记,不能改。")
        self.set_enabled("import_memory.change", reason)
        is_narrowed = bool(self.search.words() or self.kinds.chosen)
        self.set_enabled("import_memory.clear", "" if is_narrowed else _("现在没有条件。"))

    # --- what a person does ---------------------------------------------------------------------------

    def edit(self) -> None:
        """F2: another meaning for the row under the cursor."""
        row = self.table.current_row()
        if row is not None:
            self._edit(row)

    def _edit(self, row: _Row) -> None:
        if row.kind is not MemoryKind.APART and self.counter.may("import_memory.change"):
            column = 1 if row.kind is MemoryKind.PROFILE else _MEANING
            self.editor.open(row.memory, self.table.currentIndex().siblingAtColumn(column))

    def _change(self, memory: Memory, means: str) -> None:
        self._request = self.ask(
            "import_memory.change", memory.id, memory.revision, means, then=self._changed, failed=self._failed
        )

    def _changed(self, memory: Memory) -> None:
        words = _("「{said}」现在是{meaning}").format(said=memory.shown, meaning=memory.meaning)
        if memory.kind is MemoryKind.PROFILE:
            words = _("名单已改名为「{name}」").format(name=memory.shown)
        self.say(words, self._request)

    def forget(self) -> None:
        """Del: forget what is selected; it can be undone."""
        rows = self.table.chosen_rows()
        if rows:
            seen = tuple((row.memory.id, row.memory.revision) for row in rows)
            said_first = rows[0].shown
            self._request = self.ask(
                "import_memory.forget_these", seen, then=self._forgotten, failed=self._failed, carry=(said_first,)
            )

    def _forgotten(self, count: int, said_first: str) -> None:
        words = _("已忘记「{said}」").format(said=said_first)
        if count > 1:
            words = _("已忘记 {count} 条").format(count=count)
        self.say(words, self._request)

    def _failed(self, error: BaseException) -> None:
        """Somebody was quicker, mostly: say so and show how it stands."""
        self.refused.emit(error)
        self._ask()

    def import_list(self) -> None:
        """Bring in a list from Excel."""
        self.open_page("dealer.import")

    def clear(self) -> None:
        """Show everything again."""
        self.kinds.choose(())
        self.search.set_words("")
        self._show()
