"""The line between the plans and the lines of one: whose plan, its state and fingerprint, and the keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from crmdesk.rules.visit_plan import PlanSummary, VisitPlan
from crmdesk.views import theme
from crmdesk.views.visit_plan_table import STATE_TONES
from crmdesk.views.widgets.elided import Elided
from crmdesk.views.widgets.pill import refill
from crmdesk.words import _


class PlanHead(QWidget):
    """冯媛 12 月巡访计划 [调整中] 内容指纹 7F3A-91C4 … 空格 批准 R 退回 E 修改.

    ``wants_conflicts()`` when 去裁决 is pressed.
    """

    wants_conflicts = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.title, self.mark = QLabel(self), QLabel(self)
        self.title.setObjectName("visit_plan.head")
        theme.look(self.title, "heading")
        theme.look(self.mark, "label")
        self.mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._conflicts = QPushButton(self)
        self._conflicts.setObjectName("visit_plan.conflicts")
        theme.look(self._conflicts, "link")
        self._conflicts.clicked.connect(self.wants_conflicts)
        self._conflicts.hide()
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        self.keys = Elided("", self)
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.keys.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.look(self.keys, "label")
        row.addWidget(self.title)
        row.addLayout(self._pills)
        row.addWidget(self._conflicts)
        row.addWidget(self.mark)
        row.addWidget(self.keys, 1)

    def show_plan(self, plan: VisitPlan | None, name: str, month: int) -> None:
        """Whose plan it is and how it stands."""
        self.title.setText(_("{name} {month} 月巡访计划").format(name=name, month=month) if name else "")
        pills: list[tuple[str, str]] = []
        if plan is not None:
            pills.append((plan.state.label, STATE_TONES[plan.state]))
            if plan.conflicts:
                pills.append((_("冲突 {n} 处").format(n=plan.conflicts), "red"))
                self._conflicts.setText(_("去裁决 {n} 处冲突").format(n=plan.conflicts))
                self._conflicts.setAccessibleName(self._conflicts.text())
            if plan.deadline is not None:
                pills.append((_("期限 {day}").format(day=f"{plan.deadline:%m-%d}"), "grey"))
        refill(self._pills, tuple(pills), self)
        self._conflicts.setVisible(plan is not None and plan.conflicts > 0)
        self.mark.setText(self._facts(plan))

    def _facts(self, plan: VisitPlan | None) -> str:
        if plan is None:
            return ""
        parts = [_("内容指纹 {mark}").format(mark=plan.fingerprint)] if plan.fingerprint else []
        if plan.returned_because:
            parts.append(_("退回原因:{why}").format(why=plan.returned_because))
        if plan.decided_by:
            parts.append(_("批准人 {name}").format(name=plan.decided_by))
        return " · ".join(parts)

    def show_keys(self, words: str) -> None:
        """The keys that work now."""
        self.keys.setText(words)
        self.keys.setToolTip(words)


def month_note(plans: tuple[PlanSummary, ...], year: int, month: int, waiting: int) -> str:
    """2026 年 12 月 · 4 份,3 份待批."""
    words = _("{year} 年 {month} 月").format(year=year, month=month)
    made = sum(1 for plan in plans if plan.id is not None)
    if not made:
        return words
    count = _("{n} 份,{m} 份待批") if waiting else _("{n} 份")
    return f"{words} · {count.format(n=made, m=waiting)}"
