"""裁决冲突: what two desks changed without knowing of each other; one value is chosen, or another typed, then the next.

``opened(id)`` begins with that conflict, or with the first of the record of that id (a plan, a dealer).
"""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.desks import ConflictKind, OpenConflict
from crmdesk.views import theme
from crmdesk.views.desk_conflict_sides import Sides
from crmdesk.views.page import Action, Page
from crmdesk.views.pages import page_of
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

COLUMNS = (
    Column("title", N_("记录"), Kind.TEXT, 40, sortable=False),
    Column("label", N_("栏目"), Kind.TEXT, 10, sortable=False),
    Column("values", N_("两边写的"), Kind.TEXT, 26, sortable=False),
    Column("kind", N_("类别"), Kind.CHOICE, 14, choices=ConflictKind, sortable=False, aside=3),
    Column("hold", N_("影响"), Kind.TEXT, 10, sortable=False, aside=1),
    Column("since", N_("从何时起"), Kind.INSTANT, 16, sortable=False, aside=4),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A conflict as the list shows it."""

    conflict: OpenConflict
    title: str
    label: str
    values: str
    kind: ConflictKind
    hold: str
    since: Any


def _row(conflict: OpenConflict) -> _Row:
    values = " / ".join(head.words or _("(空)") for head in conflict.heads)
    hold = _("批准暂缓") if conflict.suspends else ""
    return _Row(conflict, conflict.title, conflict.label, values, conflict.kind, hold, conflict.since)


class DeskConflictPage(Page):
    """The list above, the values of the chosen one below."""

    name = "desk_conflict"

    def build(self) -> None:
        self._wanted: UUID | None = None
        self._deciding = False
        self._at = 0
        both = QWidget(self)
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.M)
        self.table = WindowedTable("desk_conflict.list", COLUMNS, both, unit=_("处"), pills=frozenset())
        self.table.setAccessibleName(_("冲突"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._enter)
        self.sides = Sides(both)
        self.sides.taken.connect(self._take)
        self.sides.typed.connect(self._type)
        box.addWidget(self.table, 3)
        box.addWidget(self.sides, 2)
        self.empty = Empty("desk_conflict", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(both)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)
        self.set_title(_("裁决冲突"))

    def declare(self) -> tuple[Action, ...]:
        takes = (
            Action(f"desk_conflict.take_{n}", _("用第 {n} 个").format(n=n), partial(self.sides.take, n - 1), f"Alt+{n}",
                   "", "desk_conflict.decide", "hidden")
            for n in (1, 2, 3)
        )  # fmt: skip
        return (
            Action("desk_conflict.open", _("打开这条记录"), self.open_record, "Ctrl+Return", "folder-open", "", "button", "O"),
            Action("desk_conflict.packets", _("收发文件包"), partial(self.open_page, "packet"), "", "inbox", "packet.page",
                   "button", "P"),
            *takes,
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, **more: Any) -> None:
        self._wanted = record_id
        self._ask()
        self.table.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if not self._deciding:
            self._ask()

    def _ask(self) -> None:
        self.ask("desk_conflict.page", then=self._came, key="page")

    def _came(self, conflicts: tuple[OpenConflict, ...]) -> None:
        row = self.table.current_row()
        wanted = self._wanted or (row.conflict.id if row else None)
        self._wanted = None
        self.table.show_rows([_row(conflict) for conflict in conflicts])
        self.set_title(_("裁决冲突"), _("{n} 处").format(n=len(conflicts)) if conflicts else "")
        self.stack.setCurrentIndex(0 if conflicts else 1)
        if not conflicts:
            self.sides.clear()
            words = _("两台电脑同时改了同一处,会列在这里,由人选定一个;没有选中的也留在历史里,不会丢。")
            self.empty.show_words("circle-check", _("没有要裁决的冲突"), words)
            self.set_enabled("desk_conflict.open", _("没有冲突。"))
            return
        self.set_enabled("desk_conflict.open", "")
        named = (n for n, c in enumerate(conflicts) if wanted in (c.id, c.about_id, c.record_id))
        self._at = next(named, min(self._at, len(conflicts) - 1))
        self.table.selectRow(self._at)
        self._chosen()

    def _chosen(self, _row: Any = None) -> None:
        row = self.table.current_row()
        if row is not None and row.conflict is not self.sides.conflict:
            self._at = self.table.currentIndex().row()
            self.sides.show_conflict(row.conflict, self.counter.why_not("desk_conflict.decide"))

    def _enter(self, _row: Any) -> None:
        if self.sides.sides:
            self.sides.sides[0].button.setFocus()

    # --- what can be done -----------------------------------------------------------------------------

    def _take(self, entry: tuple[UUID, int]) -> None:
        self._decide(entry=entry)

    def _type(self, value: Any) -> None:
        self._decide(value=value)

    def _decide(self, **how: Any) -> None:
        conflict = self.sides.conflict
        if conflict is None or self._deciding:
            return
        self._deciding = True
        self.ask("desk_conflict.decide", conflict.id, then=self._decided, failed=self._failed, carry=(conflict,), **how)

    def _decided(self, _left: Any, conflict: OpenConflict) -> None:
        self._deciding = False
        self.say(_("已裁决:{title} · {label}").format(title=conflict.title, label=conflict.label))
        self._ask()
        self.table.setFocus()

    def _failed(self, error: BaseException, _conflict: OpenConflict) -> None:
        self._deciding = False
        self.sides.say_wrong(str(error))
        self._ask()

    def open_record(self) -> None:
        """The plan, dealer or visit that it is about."""
        row = self.table.current_row()
        entry = page_of(row.conflict.about_subject) if row is not None else None
        if entry is not None:
            self.open_page(entry.name, row.conflict.about_id)
