"""What an import or its rehearsal did: the counts, every row and cell that was left, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.views import theme
from crmdesk.views.dealer_import_head import Strip
from crmdesk.views.dealer_import_problems import ProblemList, Weight
from crmdesk.views.dealer_import_words import figures_of, in_one_sentence
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.figures import Figures
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.views.widgets.trouble import Trouble
from crmdesk.words import N_, _, listed

_TO_LOOK_AT = frozenset({Weight.LOST, Weight.DOUBT})
_LEFT_COLUMNS: tuple[Column, ...] = (
    Column("code", N_("编号"), Kind.CODE, 10, sortable=False),
    Column("name", N_("客户名称"), Kind.TEXT, 24, sortable=False),
    Column("why", N_("原因"), Kind.LONG_TEXT, 24, sortable=False),
    Column("who", N_("谁改的"), Kind.TEXT, 9, sortable=False),
    Column("at", N_("什么时候"), Kind.INSTANT, 16, sortable=False),
)


class Result(QWidget):
    """``show_report(report)``; ``undo_wanted()`` after 撤销 was asked for and confirmed."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.M)
        self.head, self.notes = QLabel(self), QLabel(self)
        self.head.setObjectName("dealer.import.head")
        self.head.setWordWrap(True)
        self.notes.setWordWrap(True)
        theme.look(self.head, "heading")
        theme.look(self.notes, "secondary")
        self.trouble = Trouble(self)
        self.confirm = Strip("dealer.import.confirm", self, _("撤销这次导入(&Y)"), _("不撤销(&N)"))
        self.figures = Figures("dealer.import.done", self)
        self.problems = ProblemList("dealer.import.left", self)
        self.left = WindowedTable("dealer.import.left_alone", _LEFT_COLUMNS, self, unit=_("家"))
        self.left.setAccessibleName(_("没有撤销的客户"))
        self.saved = DoneStrip("dealer.import.saved", self)
        self.setFocusProxy(self.problems.table)
        for part in (self.head, self.confirm, self.trouble, self.figures, self.notes):
            box.addWidget(part)
        box.addWidget(self.problems, 1)
        box.addWidget(self.left, 1)
        box.addWidget(self.saved)
        self.confirm.first.connect(self._confirmed)
        self.confirm.second.connect(self._not_confirmed)

    def show_report(self, report: Any) -> None:
        """Tell what was done, and what is left for a person to look at."""
        self.head.setText(in_one_sentence(report))
        self.figures.show_figures(figures_of(report))
        self.notes.setText("\n".join(report.notes))
        self.notes.setVisible(bool(report.notes))
        self.saved.hide()
        self.left.hide()
        self.trouble.clear()
        self.confirm.show_words("")
        self.problems.show()
        self.problems.show_problems(report.problems, _("没有需要您看的行。"), _TO_LOOK_AT)

    # --- the way back ---------------------------------------------------------------------------------

    def ask_to_undo(self, report: Any) -> None:
        """Say what undoing does, and wait for an answer."""
        parts = []
        if report.new:
            parts.append(_("新增的 {new} 家会去掉").format(new=f"{report.new:,}"))
        if report.updated:
            parts.append(_("更新的 {updated} 家恢复原样").format(updated=f"{report.updated:,}"))
        words = _("{what}。之后又有人改过的不动,会列给您看。")
        self.confirm.show_words(words.format(what=listed(parts)))
        self.confirm.yes.setFocus()

    def _confirmed(self) -> None:
        self.confirm.show_words("")
        self.undo_wanted.emit()

    def _not_confirmed(self) -> None:
        self.confirm.show_words("")
        self.problems.table.setFocus()

    def show_undone(self, undone: Any) -> None:
        """Tell what was taken back, and who was left alone with who changed him when."""
        self.head.setText(undone_in_one_sentence(undone))
        self.figures.show_figures(())
        self.notes.hide()
        self.saved.hide()
        self.problems.hide()
        self.left.setVisible(bool(undone.left))
        self.left.show_rows(tuple(_left_line(one) for one in undone.left))
        if undone.left:
            self.left.setFocus()


@dataclass(frozen=True, slots=True)
class _Left:
    code: str
    name: str
    why: str
    who: str
    at: Any


def _left_line(one: Any) -> _Left:
    return _Left(one.code, one.name, one.why, one.who, one.at)


def undone_in_one_sentence(undone: Any) -> str:
    """已撤销:去掉 286 家,恢复 12 家,2 家没有动。"""
    left: Sequence[Any] = undone.left
    counts = {"removed": f"{undone.removed:,}", "restored": f"{undone.restored:,}", "left": f"{len(left):,}"}
    if left:
        return _("已撤销:去掉 {removed} 家,恢复 {restored} 家;{left} 家之后又改过,没有动。").format(**counts)
    return _("已撤销:去掉 {removed} 家,恢复 {restored} 家。").format(**counts)
