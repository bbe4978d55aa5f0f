"""删去计划: a draft or a returned plan is struck after one question, for it cannot be taken back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.visit_plan import VisitPlan
from crmdesk.views import theme
from crmdesk.views.visit_plan_writing import is_before_decision, may_write
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.visit_plan import VisitPlanPage


class StrikeQuestion(QDialog):
    """Accepted when it is to be struck; Enter and Esc keep it."""

    def __init__(self, plan: VisitPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("visit_plan.strike.question")
        self.setWindowTitle(_("删去计划"))
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        box.setSpacing(theme.M)
        head = QLabel(_("删去{title}?").format(title=plan.title), self)
        theme.look(head, "heading")
        words = _("{n} 行连同没有保存的改动都会删去,不能撤销;改动经过留在日志里。删去以后这个月可以重新编。")
        note = QLabel(words.format(n=len(plan.lines)), self)
        note.setWordWrap(True)
        note.setMinimumWidth(360)
        box.addWidget(head)
        box.addWidget(note)
        row = QHBoxLayout()
        row.addStretch(1)
        for name, title, run in (("go", _("删去(&Y)"), self.accept), ("stay", _("先不删(&C)"), self.reject)):
            button = QPushButton(title, self)
            button.setObjectName(f"visit_plan.strike.{name}")
            button.setAccessibleName(title)
            button.setDefault(name == "stay")
            button.setAutoDefault(name == "stay")
            theme.look(button, "main" if name == "stay" else "button")
            button.clicked.connect(run)
            row.addWidget(button)
        box.addLayout(row)


class Striking(QObject):
    """Asks, strikes, and shows the month without the plan."""

    def __init__(self, page: "VisitPlanPage") -> None:
        super().__init__(page)
        self._page = page
        self._plan: VisitPlan | None = None

    def may(self) -> bool:
        """Whether the plan shown can be struck by this person."""
        plan = self._page.plan
        return plan is not None and is_before_decision(plan.state) and may_write(plan, self._page.counter.desk.person)

    def ask(self) -> None:
        """The question first."""
        self._plan = self._page.plan
        if self._plan is None or not self.may():
            return
        question = StrikeQuestion(self._plan, self._page.window())
        question.accepted.connect(self._go)
        question.finished.connect(question.deleteLater)
        question.open()

    def _go(self) -> None:
        plan, page = self._plan, self._page
        if plan is not None and page.plan is not None and page.plan.id == plan.id:
            page.counter.ask(
                self, "visit_plan.strike", plan.id, page.plan.revision, then=self._struck, failed=self._refused,
                carry=(plan,),
            )  # fmt: skip

    def _struck(self, _answer: object, plan: VisitPlan) -> None:
        page = self._page
        if page.plan is not None and page.plan.id == plan.id:
            page.show_without()
        page.say(_("已删去{title},这个月可以重新编").format(title=plan.title))

    def _refused(self, error: BaseException, _plan: VisitPlan) -> None:
        self._page.refuse(error)
