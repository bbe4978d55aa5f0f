"""The tabs of the detail panel of a dealer: 资料, 往来, 巡访, 历史. Each loads when it is looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules import credit_code, extra_facts
from crmdesk.rules.complaint import Complaint, ComplaintQuery
from crmdesk.rules.dealer import COLUMNS, Dealer, DealerStatus
from crmdesk.rules.dealer_visits import DealerVisits
from crmdesk.views import theme
from crmdesk.views.dealer_visits import VisitsTab
from crmdesk.views.page import Page
from crmdesk.views.shell.history_panel import HistoryPanel
from crmdesk.views.widgets.detail_panel import Facts
from crmdesk.views.widgets.pill import Pill, tone_of
from crmdesk.views.widgets.rows import shown
from crmdesk.words import N_, _

RECENT = 50
#: What the tab 巡访 is made of.
_VISITING = ("visit", "visit_day", "visit_plan", "visit_case")
#: What the tab 资料 shows, in this order; what is empty is left out.
_FACTS = (
    "code", "short_name", "credit_code", "contact", "mobile", "phone", "address", "delivery_address", "region",
    "owner", "credit_limit", "term_days", "since", "legal_rep", "bank_name", "bank_account", "bank_code",
    "fax", "email", "wechat", "remark",
)  # fmt: skip
_AFTER_CONTACT = _FACTS.index("phone") + 1
_BY_KEY = {column.key: column for column in COLUMNS}
#: Shorter words where the column's title leaves no room for the value.
_SHORT = {"credit_code": N_("信用代码")}


class DealerTabs(QObject):
    """Puts the tabs into the panel of ``page`` and fills the one in front; a form has no use for 资料."""

    def __init__(self, page: Page, *, with_facts: bool = True) -> None:
        super().__init__(page)
        assert page.panel is not None
        self._page, self._panel = page, page.panel
        self.dealer: Dealer | None = None
        self.facts = DealerFacts(self._panel)
        self.related = Related(self._panel)
        self.related.opened.connect(self._open_complaint)
        self.visits = VisitsTab(self._panel)
        self.visits.visit_opened.connect(self._open_visit)
        self.visits.case_opened.connect(self._open_case)
        self.history = HistoryPanel(page.counter, self._panel)
        self.history.put_back.connect(self._put_back)
        if with_facts:
            self._panel.add_tab("facts", _("资料"), self.facts)
        else:
            self.facts.hide()
        self._panel.add_tab("related", _("往来"), self.related)
        self._panel.add_tab("visits", _("巡访"), self.visits)
        self._panel.add_tab("history", _("历史"), self.history)
        self._panel.tab_opened.connect(self._load)

    def show_dealer(self, dealer: Dealer) -> None:
        """Another dealer, or the same after a change."""
        if self.dealer is None or self.dealer.id != dealer.id:
            self.related.clear()
            self.visits.clear()
        self.dealer = dealer
        self._panel.set_title(dealer.name, pills_of(dealer))
        self.facts.show_dealer(dealer)
        if self._panel.isVisible():
            self._load(self._panel.current_tab())

    def refresh(self, subject: str) -> None:
        """Something was committed: visits in front are asked for again."""
        if subject in _VISITING and self._panel.isVisible() and self._panel.current_tab() == "visits":
            self._load("visits")

    def _put_back(self, words: str, request: Any) -> None:
        self._panel.tabs.tabBar().setFocus()  # the button that had it goes with the old list
        self._page.say(words, request)

    def _load(self, tab: str) -> None:
        if self.dealer is None:
            return
        if tab == "history":
            self.history.show_record("dealer", self.dealer.id)
        elif tab == "related":
            self._load_complaints(self.dealer.id)
        elif tab == "visits":
            self._load_visits(self.dealer.id)

    def _load_complaints(self, dealer_id: UUID) -> None:
        reason = self._page.counter.why_not("complaint.page")
        if reason:
            self.related.show_complaints((), reason)
            return
        query = ComplaintQuery(dealer_id=dealer_id)
        self._page.counter.ask(
            self, "complaint.page", query, 0, RECENT, then=self._show_complaints, key="related", carry=(dealer_id,),
        )  # fmt: skip

    def _load_visits(self, dealer_id: UUID) -> None:
        reason = self._page.counter.why_not("visit.at_dealer")
        if reason:
            self.visits.show_reason(reason)
            return
        self._page.counter.ask(
            self, "visit.at_dealer", dealer_id, then=self._show_visits, key="visits", carry=(dealer_id,)
        )

    def _show_visits(self, found: DealerVisits, of: UUID) -> None:
        if self.dealer is not None and of == self.dealer.id:
            self.visits.show_visits(found)

    def _open_visit(self, day_id: UUID, visit_id: UUID) -> None:
        self._page.open_page("visit_day.form", day_id, visit_id=visit_id)

    def _open_case(self, case_id: UUID) -> None:
        self._page.open_page("visit_case.form", case_id)

    def _show_complaints(self, complaints: Sequence[Complaint], of: UUID) -> None:
        if self.dealer is not None and of == self.dealer.id:
            self.related.show_complaints(complaints, _("这家客户还没有抱怨记录。"))

    def _open_complaint(self, complaint_id: UUID) -> None:
        self._page.open_page("complaint.form", complaint_id)


def pills_of(dealer: Dealer) -> tuple[tuple[str, str], ...]:
    """Class, kind, and the status where it is not the usual one."""
    named = [value for value in (dealer.dealer_class, dealer.kind) if value is not None]
    if dealer.status is not DealerStatus.ACTIVE:
        named.append(dealer.status)
    return tuple((value.label, tone_of(value)) for value in named)


class DealerFacts(QWidget):
    """The tab 资料: what is known, and a remark where the credit code is wrong."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.M)
        self._facts = Facts(self)
        self._remark = QFrame(self)
        theme.look(self._remark, "notice")
        inside = QVBoxLayout(self._remark)
        inside.setContentsMargins(theme.S, theme.XS, theme.S, theme.XS)
        self._words = QLabel(self._remark)
        self._words.setObjectName("dealer.remark")
        self._words.setWordWrap(True)
        inside.addWidget(self._words)
        self._changed = QLabel(self)
        self._changed.setObjectName("dealer.changed")
        self._changed.setWordWrap(True)
        theme.look(self._changed, "small")
        for part in (self._facts, self._remark, self._changed):
            box.addWidget(part)
        box.addStretch(1)

    def show_dealer(self, dealer: Dealer) -> None:
        """Show these."""
        own = [(_(_SHORT.get(key, _BY_KEY[key].label)), shown(_BY_KEY[key], getattr(dealer, key))) for key in _FACTS]
        people = [(_("其他联系人"), contact.said) for contact in dealer.contacts]
        more = [(name or _("其他资料"), content) for name, content in extra_facts.facts(dealer.extra)]
        self._facts.set_facts((*own[:_AFTER_CONTACT], *people, *own[_AFTER_CONTACT:], *more))
        remark = "\n".join(filter(None, (dealer.notice, credit_code.remark(dealer.credit_code))))
        self._words.setText(remark)
        self._remark.setVisible(bool(remark))
        self._changed.setText(_last_change(dealer))


def _last_change(dealer: Dealer) -> str:
    if dealer.changed_at is None:
        return ""
    at = shown(_BY_KEY["changed_at"], dealer.changed_at)
    if not dealer.changed_by:
        return _("最后修改 {at}").format(at=at)
    return _("最后修改 {at} {person}").format(at=at, person=dealer.changed_by)


class Related(QWidget):
    """The tab 往来: complaints of the dealer, newest first. ``opened(id)`` when one is clicked."""

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.S, theme.XS, 0)
        self._box.setSpacing(theme.M)
        self._box.addStretch(1)

    def clear(self) -> None:
        """Nothing is known yet."""
        while self._box.count() > 1:
            old = self._box.takeAt(0).widget()
            if old is not None:
                old.deleteLater()

    def show_complaints(self, complaints: Sequence[Complaint], empty: str) -> None:
        """Show these, or the sentence where there are none."""
        self.clear()
        if not complaints:
            words = QLabel(empty, self)
            words.setWordWrap(True)
            theme.look(words, "secondary")
            self._box.insertWidget(0, words)
        for at, complaint in enumerate(complaints):
            line = _ComplaintLine(complaint, self)
            line.opened.connect(self.opened)
            self._box.insertWidget(at, line)


class _ComplaintLine(QWidget):
    """Number (a link), state, product and day of one complaint."""

    opened = Signal(object)

    def __init__(self, complaint: Complaint, parent: QWidget) -> None:
        super().__init__(parent)
        self._id = complaint.id
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        top = QHBoxLayout()
        link = QPushButton(complaint.title, self)
        link.setObjectName(f"dealer.related.{complaint.title}")
        link.setAccessibleName(_("打开客户抱怨 {title}").format(title=complaint.title))
        theme.look(link, "link")
        link.clicked.connect(self._go)
        top.addWidget(link)
        top.addStretch(1)
        top.addWidget(Pill(complaint.state.label, tone_of(complaint.state), self))
        box.addLayout(top)
        self._note(box, complaint)

    def _note(self, box: QVBoxLayout, complaint: Complaint) -> None:
        day = complaint.filled_on.isoformat() if complaint.filled_on else ""
        words: list[Any] = [day, complaint.kind.label if complaint.kind else "", complaint.product]
        note = QLabel(" · ".join(word for word in words if word), self)
        note.setWordWrap(True)
        theme.look(note, "small")
        box.addWidget(note)

    def _go(self) -> None:
        self.opened.emit(self._id)
