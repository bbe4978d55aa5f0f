"""What the undoing of an import did, and whom it left alone: a sentence and a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.import_batch import Undone
from crmdesk.views import theme
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

LEFT = (
    Column("code", N_("编号"), Kind.CODE, 8, sortable=False),
    Column("name", N_("客户名称"), Kind.TEXT, 22, sortable=False),
    Column("why", N_("原因"), Kind.TEXT, 20, sortable=False),
    Column("who", N_("谁"), Kind.TEXT, 8, sortable=False),
    Column("at", N_("什么时候"), Kind.INSTANT, 16, sortable=False),
)


@dataclass(frozen=True, slots=True)
class _Line:
    id: UUID
    code: str
    name: str
    why: str
    who: str
    at: datetime | None


class UndoneList(QFrame):
    """``show_undone(undone)``; ``opened(id)`` when a dealer that was left is opened."""

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import.undone")
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        box.setSpacing(theme.S)
        self.words = QLabel(self)
        self.words.setObjectName("import.undone.words")
        self.words.setWordWrap(True)
        theme.look(self.words, "heading")
        self.note = QLabel(_("下面这些之后有人用过,没有动;要改请打开它们。"), self)
        self.note.setWordWrap(True)
        theme.look(self.note, "secondary")
        self.table = WindowedTable("import.undone.left", LEFT, self, unit=_("家"))
        self.table.opened.connect(self._open)
        for part in (self.words, self.note):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        self.hide()

    def show_undone(self, undone: Undone) -> None:
        """Tell what was done; the list stands there only where somebody was left alone."""
        self.words.setText(in_one_sentence(undone))
        self.note.setVisible(bool(undone.left))
        self.table.setVisible(bool(undone.left))
        self.table.show_rows([_Line(one.id, one.code, one.name, one.why, one.who, one.at) for one in undone.left])
        self.show()

    def _open(self, line: Any) -> None:
        self.opened.emit(line.id)


def in_one_sentence(undone: Undone) -> str:
    """已撤销:去掉 280 家新客户,6 家恢复原样;2 家之后有人改过,没有动。"""
    words = _("已撤销:去掉 {removed} 家新客户,{restored} 家恢复原样。").format(
        removed=f"{undone.removed:,}", restored=f"{undone.restored:,}"
    )
    if undone.left:
        words += _("{left} 家没有动。").format(left=f"{len(undone.left):,}")
    return words
