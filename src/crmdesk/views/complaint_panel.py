"""The tabs of the detail panel of a complaint: 经过, 各联, 历史. Each loads when it is looked at."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from crmdesk.rules.complaint import COPIES, Complaint
from crmdesk.views.days import today
from crmdesk.views.page import Page
from crmdesk.views.shell.circulation_panel import CirculationPanel
from crmdesk.views.shell.history_panel import HistoryPanel
from crmdesk.views.widgets.timeline import Entry, Timeline, time_of
from crmdesk.words import N_, _

#: A hyphen at which no line is broken.
WHOLE = "\u2060-\u2060"
HOW = {"printer": N_("打印"), "pdf": N_("存为 PDF"), "file": N_("存为 PDF")}


class ComplaintTabs(QObject):
    """Puts the tabs into the panel of ``page`` and fills the one in front for ``form``."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        assert page.panel is not None
        self._page, self._panel = page, page.panel
        self._id: UUID | None = None
        self.steps = Timeline("complaint.steps", self._panel)
        self.copies = Timeline("complaint.copies", self._panel)
        self._panel.add_tab("steps", _("经过"), self.steps)
        self._panel.add_tab("copies", _("各联"), self.copies)
        self.history = HistoryPanel(page.counter, self._panel)
        self.history.put_back.connect(page.say)
        self._panel.add_tab("history", _("历史"), self.history)
        self.circulation = CirculationPanel(page.counter, self._panel)
        self._panel.add_tab("circulation", _("传阅"), self.circulation)
        self._panel.tab_opened.connect(self._load)

    def show_form(self, form: Complaint | None) -> None:
        """Another form, or the same after a change; None: there is nothing to tell yet."""
        self._id = form.id if form else None
        if self._panel.isVisible():
            self._load(self._panel.current_tab())

    def _load(self, tab: str) -> None:
        if tab == "steps":
            self._ask("complaint.steps", self._show_steps, self.steps)
        elif tab == "copies":
            self._ask("complaint.copies_issued", self._show_copies, self.copies)
        elif tab == "history" and self._id is not None:
            self.history.show_record("complaint", self._id)
        elif tab == "history":
            self.history.show_changes(())
        elif tab == "circulation":
            self.circulation.show_record("complaint", self._id)

    def _ask(self, verb: str, then: Any, timeline: Timeline) -> None:
        if self._id is None:
            timeline.show_entries((), _("保存以后,这里能看到经过。"))
        else:
            self._page.counter.ask(self, verb, self._id, then=then, key=verb, carry=(self._id,))

    def _show_steps(self, steps: Sequence[Any], of: UUID) -> None:
        if of == self._id:
            self.steps.show_entries([step_entry(step) for step in steps])

    def _show_copies(self, issued: Sequence[Any], of: UUID) -> None:
        if of == self._id:
            self.copies.show_entries(copy_entries(issued))


def step_entry(step: Any) -> Entry:
    """登记编号 · 11-06 10:18 / 李敏,代 总经理室 韩雪,纸签 11-06; a deputy: 王某代(郑和平)."""
    who = step.signed
    if step.on_behalf_of and step.channel == "paper":
        who = _("{person} 代 {other} 录入").format(person=step.person, other=step.on_behalf_of)
    parts = [who]
    if step.paper_signed_on:
        parts.append(_("纸面签字 {day}").format(day=day_in_words(step.paper_signed_on)))
    parts.append(step.comment)
    return Entry(step.title, time_of(step.at), " · ".join(part for part in parts if part))


def copy_entries(issued: Sequence[Any]) -> list[Entry]:
    """Every copy with who printed it when, newest first; a copy that nobody printed yet says so."""
    entries = []
    for copy in COPIES:
        title = copy_title(copy.index)
        own = [i for i in issued if i.copy == copy.index]
        if not own:
            entries.append(Entry(title, "", _("还没有打印"), faint=True))
            continue
        lines = [issue_in_words(own[0]), *(f"{time_of(i.at)} {issue_in_words(i)}" for i in own[1:])]
        entries.append(Entry(title, time_of(own[0].at), "\n".join(lines)))
    return entries


def issue_in_words(issued: Any) -> str:
    """李敏 打印 HP LaserJet · 内容指纹 7F3A-91C4: who, how, where to, and what was on it."""
    said = " ".join(
        part for part in (issued.person, _(HOW.get(issued.how, issued.how)), issued.place) if part
    )
    if issued.fingerprint:
        said += _(" · 指纹 {mark}").format(mark=issued.fingerprint.replace("-", WHOLE))
    return said


def issue_in_short(issued: Any) -> str:
    """11-06 10:42 李敏 打印."""
    return f"{time_of(issued.at)} {issued.person} {_(HOW.get(issued.how, issued.how))}"


def copy_number(index: int) -> str:
    """第三联: fixed words of the paper."""
    return COPIES[index - 1].title.split()[0]


def copy_title(index: int) -> str:
    """第三联 业务部门: fixed words of the paper."""
    return f"{copy_number(index)} {COPIES[index - 1].keeper}"


def copies_in_words(copies: Sequence[int]) -> str:
    """第一联、第三联."""
    return _("、").join(copy_number(index) for index in copies)


def day_in_words(day: date) -> str:
    """11-06; with the year where it is not this one."""
    return f"{day:%m-%d}" if day.year == today().year else day.isoformat()


def deadline_pill(form: Complaint) -> tuple[str, str] | None:
    """期限 11-10 · 剩 1 天, with its tone; None where no clock runs. The days come with the row."""
    if form.deadline is None or form.days_left is None:
        return None
    day, left = day_in_words(form.deadline), form.days_left
    if left < 0:
        return _("期限 {day} · 逾期 {n} 天").format(day=day, n=-left), "red"
    if left == 0:
        return _("期限 {day} · 今天到期").format(day=day), "amber"
    return _("期限 {day} · 剩 {n} 天").format(day=day, n=left), "amber" if left == 1 else "green"
