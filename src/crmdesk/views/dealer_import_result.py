"""What an import did: the counts, and every row and cell that was not taken over, with its address and reason."""

from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.dealer_import_problems import ProblemList, Weight
from crmdesk.views.dealer_import_review import figures_of
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.figures import Figures
from crmdesk.words import _

_TO_LOOK_AT = frozenset({Weight.LOST, Weight.DOUBT})


class Result(QWidget):
    """``show_report(report)``."""

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
        self.figures = Figures("dealer.import.done", self)
        self.problems = ProblemList("dealer.import.left", self)
        self.saved = DoneStrip("dealer.import.saved", self)
        self.setFocusProxy(self.problems.table)
        box.addWidget(self.head)
        box.addWidget(self.figures)
        box.addWidget(self.notes)
        box.addWidget(self.problems, 1)
        box.addWidget(self.saved)

    def show_report(self, report: Any) -> None:
        """Tell what was done, and what is left for a person to look at."""
        self.head.setText(in_one_sentence(report))
        self.figures.show_figures(figures_of(report))
        self.notes.setText("\n".join(report.notes))
        self.notes.setVisible(bool(report.notes))
        self.saved.hide()
        self.problems.show_problems(report.problems, _("没有需要您看的行。"), _TO_LOOK_AT)


def in_one_sentence(report: Any) -> str:
    """已导入 286 家,12 行需要您看一下。"""
    done = report.new + report.updated
    left = len({problem.row for problem in report.problems if problem.grade in _TO_LOOK_AT})
    if not done:
        return (
            _("没有导入新的内容,{left} 行需要您看一下。").format(left=f"{left:,}")
            if left
            else _("名单里的客户都已经有了,没有改动。")
        )
    if left:
        return _("已导入 {done} 家,{left} 行需要您看一下。").format(done=f"{done:,}", left=f"{left:,}")
    return _("已导入 {done} 家,没有问题。").format(done=f"{done:,}")
