"""The tab 巡访 of a dealer: when it was visited last and is next, its open cases, what was written at each visit."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.dealer_visits import DealerVisits, VisitMade
from crmdesk.rules.visit_case import VisitCase
from crmdesk.views import theme
from crmdesk.views.widgets.detail_panel import Facts
from crmdesk.views.widgets.pill import Pill, tone_of
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _

_LONGEST = 90


class VisitsTab(QWidget):
    """``visit_opened(day_id, visit_id)`` and ``case_opened(id)`` when one is clicked."""

    visit_opened = Signal(object, object)
    case_opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, theme.XS, 0)
        box.setSpacing(theme.M)
        self._facts = Facts(self)
        self._facts.setObjectName("dealer.visits.facts")
        box.addWidget(self._facts)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.M)
        box.addLayout(self._lines)
        box.addStretch(1)

    def clear(self) -> None:
        """Nothing is known yet."""
        self._facts.set_facts(())
        while self._lines.count():
            old = self._lines.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def show_reason(self, reason: str) -> None:
        """Why nothing is shown."""
        self.clear()
        self._say(reason, "secondary")

    def show_visits(self, found: DealerVisits) -> None:
        """Show these."""
        self.clear()
        self._facts.set_facts(_facts_of(found))
        if found.cases:
            self._say(_("未办结的请示"), "strong")
        for case in found.cases:
            self._lines.addWidget(self._case_line(case))
        if found.made:
            self._say(_("巡访记录"), "strong")
        else:
            self._say(_("这家客户还没有巡访记录。"), "secondary")
        for visit in found.made:
            self._lines.addWidget(self._visit_line(visit))

    def _say(self, words: str, look: str) -> None:
        label = QLabel(words, self)
        label.setWordWrap(True)
        theme.look(label, look)
        self._lines.addWidget(label)

    def _visit_line(self, visit: VisitMade) -> QWidget:
        day = visit.day.isoformat()
        line = _Line(
            f"dealer.visits.{visit.visit_id}", f"{day} {visit.rep_name}", _("打开 {day} 的巡访").format(day=day), self,
            [(word, "red") for word in visit.urgent],
        )  # fmt: skip
        line.say(_("面谈人 {name}").format(name=visit.met) if visit.met else "", visit.summary)
        line.link.clicked.connect(partial(self._open_visit, visit))
        return line

    def _case_line(self, case: VisitCase) -> QWidget:
        line = _Line(
            f"dealer.cases.{case.id}", case.heading or case.kind.label, _("打开请示 {title}").format(title=case.heading),
            self, [(case.state.label, tone_of(case.state))],
        )  # fmt: skip
        line.say(case.opened_on.isoformat() if case.opened_on else "", case.rep_name)
        line.link.clicked.connect(partial(self._open_case, case))
        return line

    def _open_visit(self, visit: VisitMade) -> None:
        self.visit_opened.emit(visit.day_id, visit.visit_id)

    def _open_case(self, case: VisitCase) -> None:
        self.case_opened.emit(case.id)


def _facts_of(found: DealerVisits) -> tuple[tuple[str, str], ...]:
    last = coming = agreed = ""
    if found.last_on is not None:
        last = f"{found.last_on.isoformat()} {found.made[0].rep_name}\n{_ago(found.days_since or 0)}"
    if found.next is not None:
        coming = _lines(f"{found.next.day.isoformat()} {found.next.rep_name}", found.next.aim)
    if found.agreed_on is not None:
        agreed = _lines(found.agreed_on.isoformat(), found.agreed_aim)
    return (
        (_("最近巡访"), last or _("从未")), (_("下次计划"), coming or _("还没有安排")), (_("约定下次"), agreed),
    )  # fmt: skip


def _ago(days: int) -> str:
    if days == 0:
        return _("今天")
    return _("{n} 天前").format(n=days) if days > 0 else ""


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


class _Line(QWidget):
    """A link with pills below it, and a grey note."""

    def __init__(
        self, name: str, title: str, says: str, parent: QWidget, pills: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self.link = EnterButton(title, self)
        self.link.setObjectName(name)
        self.link.setAccessibleName(says)
        theme.look(self.link, "link")
        row = QHBoxLayout()
        row.addWidget(self.link)
        row.addStretch(1)
        self._box.addLayout(row)
        if pills:
            marks = QHBoxLayout()
            for word, tone in pills:
                marks.addWidget(Pill(word, tone, self))
            marks.addStretch(1)
            self._box.addLayout(marks)

    def say(self, *parts: str) -> None:
        """A grey line below; the whole of a long text as a tooltip."""
        words = " · ".join(" ".join(part.split()) for part in parts if part.strip())
        if not words:
            return
        note = QLabel(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…", self)
        note.setToolTip(words if len(words) > _LONGEST else "")
        note.setWordWrap(True)
        theme.look(note, "small")
        self._box.addWidget(note)
