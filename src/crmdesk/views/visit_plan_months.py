"""From month to month: the two buttons beside the title of the plans."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from crmdesk.views import theme
from crmdesk.words import _


class MonthButtons(QWidget):
    """``turned(step)``: -1 the month before, 1 the month after."""

    turned = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, icon, words, step in (
            ("visit_plan.month.before", "chevron-left", _("上个月  Ctrl+PgUp"), -1),
            ("visit_plan.month.after", "chevron-right", _("下个月  Ctrl+PgDown"), 1),
        ):
            button = QToolButton(self)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setToolTip(words)
            theme.dress(button, icon, "secondary", 16)
            button.clicked.connect(partial(self._turn, step))
            row.addWidget(button)

    def _turn(self, step: int) -> None:
        self.turned.emit(step)


def months_from(day: date, step: int) -> date:
    """The first of the month that is ``step`` months away."""
    at = day.year * 12 + day.month - 1 + step
    return date(at // 12, at % 12 + 1, 1)
