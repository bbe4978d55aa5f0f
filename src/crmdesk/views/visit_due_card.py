"""A planned visit that is not written yet: what it is for, one key to begin it, one to say why it was not made."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.typing_in import format_quantity
from crmdesk.rules.visit_plan import LABELS, MissedReason, PlanLine
from crmdesk.views import theme
from crmdesk.views.widgets.detail_panel import Facts
from crmdesk.views.widgets.picks import Pick, PickField
from crmdesk.views.widgets.pill import refill, tone_of
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.section import Section
from crmdesk.words import _

_FACTS = ("way", "route", "aim", "problem", "solution", "place", "phone", "remark")


class DueCard(QWidget):
    """``begun(line)`` when its visit shall be written, ``reasoned(line, reason or None)`` why there is none."""

    begun = Signal(object)
    reasoned = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line: PlanLine | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.M)
        top = QHBoxLayout()
        self._name = QLabel(self)
        theme.look(self._name, "heading")
        self._pills = QHBoxLayout()
        top.addWidget(self._name)
        top.addLayout(self._pills)
        top.addStretch(1)
        box.addLayout(top)
        card = Section(self, _("计划内容"))
        self._facts = Facts(card)
        card.put(self._facts)
        card.setMaximumWidth(520)
        box.addWidget(card)
        row = QHBoxLayout()
        self.begin = EnterButton(_("开始记录(&B)"), self)
        self.begin.setObjectName("visit_day.begin")
        self.begin.setAccessibleName(_("开始记录"))
        theme.look(self.begin, "main")
        self.begin.clicked.connect(self._begin)
        self._hint = QLabel(_("Enter 开始;没有去的,按数字键选原因。"), self)
        theme.look(self._hint, "secondary")
        row.addWidget(self.begin)
        row.addWidget(self._hint)
        row.addStretch(1)
        box.addLayout(row)
        picks = tuple(Pick(r, f"{n} {r.label}", str(n)) for n, r in enumerate(MissedReason, start=1))
        self.reason = PickField("visit_day.missed", _("没有去,原因"), picks, self, none=None)
        self.reason.changed.connect(self._reasoned)
        box.addWidget(self.reason)
        box.addStretch(1)
        for n, pick in enumerate(picks, start=1):
            key = QShortcut(QKeySequence(str(n)), self.begin, context=Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(self._by_digit)
            key.setProperty("reason", str(pick.value))

    def show_line(self, line: PlanLine, may_write: bool) -> None:
        """What is planned, and how it stands."""
        self._line = line
        self._name.setText(line.dealer_name)
        pills = ((line.dealer_class.label, tone_of(line.dealer_class)),) if line.dealer_class else ()
        refill(self._pills, pills, self)
        self._facts.set_facts(tuple((_(LABELS[key]), _said(line, key)) for key in (*_FACTS, "hours")))
        self.reason.set_saved(line.missed)
        self.begin.setEnabled(may_write)
        self.reason.set_read_only(not may_write)
        self._hint.setVisible(may_write)

    def focus_reason(self) -> None:
        """The cursor to the reasons."""
        self.reason.editor.setFocus()

    def _begin(self) -> None:
        if self._line is not None:
            self.begun.emit(self._line)

    def _reasoned(self) -> None:
        if self._line is not None and self.reason.value() != self._line.missed:
            self.reasoned.emit(self._line, self.reason.value())

    def _by_digit(self) -> None:
        self.reason.set_value(MissedReason(self.sender().property("reason")))


def _said(line: PlanLine, key: str) -> str:
    value = getattr(line, key)
    if key == "hours":
        return _("{n} 小时").format(n=format_quantity(value)) if value else ""
    return getattr(value, "label", value or "")
