"""The tabs of the panel beside a day or a case: 经过, 历史 and 传阅. Each loads when it is looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from crmdesk.views.complaint_panel import step_entry
from crmdesk.views.page import Page
from crmdesk.views.shell.circulation_panel import CirculationPanel
from crmdesk.views.shell.history_panel import HistoryPanel
from crmdesk.views.widgets.timeline import Timeline
from crmdesk.words import _


class CasePanel(QObject):
    """Puts the tabs into the panel of ``page`` and fills the one in front for a record of ``subject``."""

    def __init__(self, page: Page, subject: str) -> None:
        super().__init__(page)
        assert page.panel is not None
        self._page, self._panel, self._subject = page, page.panel, subject
        self._id: UUID | None = None
        self.steps = Timeline(f"{subject}.steps", self._panel)
        self._panel.add_tab("steps", _("经过"), self.steps)
        self.history = HistoryPanel(page.counter, self._panel)
        self.history.put_back.connect(page.say)
        self._panel.add_tab("history", _("历史"), self.history)
        self.circulation = CirculationPanel(page.counter, self._panel)
        self._panel.add_tab("circulation", _("传阅"), self.circulation)
        self._panel.tab_opened.connect(self._load)

    def show_record(self, record_id: UUID | None) -> None:
        """Another record, or the same after a change."""
        self._id = record_id
        if self._panel.isVisible():
            self._load(self._panel.current_tab())

    def _load(self, tab: str) -> None:
        if self._id is None:
            return
        if tab == "steps":
            words = {"then": self._show_steps, "key": "steps", "carry": (self._id,)}
            self._page.counter.ask(self, f"{self._subject}.steps", self._id, **words)
        elif tab == "history":
            self.history.show_record(self._subject, self._id)
        elif tab == "circulation":
            self.circulation.show_record(self._subject, self._id)

    def _show_steps(self, steps: Sequence[Any], of: UUID) -> None:
        if of == self._id:
            self.steps.show_entries([step_entry(step) for step in steps])
