"""The tabs of the panel beside a plan: 例外, 版本, 经过, 历史, 传阅. Each loads when it is looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.visit_plan import LineChange, PlanException, PlanVersion, VisitPlan
from crmdesk.views import theme
from crmdesk.views.complaint_panel import step_entry
from crmdesk.views.page import Page
from crmdesk.views.shell.circulation_panel import CirculationPanel
from crmdesk.views.shell.history_panel import HistoryPanel
from crmdesk.views.visit_plan_lines import day_words
from crmdesk.views.widgets.pill import Pill
from crmdesk.views.widgets.timeline import Timeline, time_of
from crmdesk.words import _

SHOWN_AT_MOST = 40  # of the exceptions; the coverage below them says how many there are


class PlanTabs(QObject):
    """``wants_line(line id)`` of an exception; ``compared(changes, title)`` with an earlier version."""

    wants_line = Signal(object)
    compared = Signal(object, str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        assert page.panel is not None
        self._page, self._panel = page, page.panel
        self._plan: VisitPlan | None = None
        self.exceptions, self.versions = _Stack(self._panel), _Stack(self._panel)
        self._panel.add_tab("exceptions", _("例外"), self.exceptions)
        self._panel.add_tab("versions", _("版本"), self.versions)
        self.steps = Timeline("visit_plan.steps", self._panel)
        self._panel.add_tab("steps", _("经过"), self.steps)
        self.history = HistoryPanel(page.counter, self._panel)
        self.history.put_back.connect(page.say)
        self._panel.add_tab("history", _("历史"), self.history)
        self.circulation = CirculationPanel(page.counter, self._panel)
        self._panel.add_tab("circulation", _("传阅"), self.circulation)
        self._panel.tab_opened.connect(self._load)

    def show_plan(self, plan: VisitPlan | None) -> None:
        """Another plan, or the same after a change."""
        self._plan = plan
        self._panel.set_title(plan.title if plan else _("巡访计划"))
        self._panel.set_tab_title("exceptions", _("例外 {n}").format(n=len(plan.exceptions)) if plan else _("例外"))
        if self._panel.isVisible():
            self._load(self._panel.current_tab())

    def _load(self, tab: str) -> None:
        plan = self._plan
        if tab == "exceptions":
            self._show_exceptions(plan.exceptions if plan else ())
        elif plan is None:
            self.steps.show_entries((), _("保存以后,这里能看到经过。"))
            self.versions.refill([_note(_("提交以后,这里能看到各稿。"), self.versions)])
            self.history.show_changes(())
            self.circulation.show_record("visit_plan", None)
        elif tab == "versions":
            self._page.counter.ask(
                self, "visit_plan.versions", plan.id, then=self._show_versions, key="versions", carry=(plan.id,)
            )
        elif tab == "steps":
            self._page.counter.ask(self, "visit_plan.steps", plan.id, then=self._show_steps, key="steps", carry=(plan.id,))
        elif tab == "history":
            self.history.show_record("visit_plan", plan.id)
        elif tab == "circulation":
            self.circulation.show_record("visit_plan", plan.id)

    # --- exceptions -----------------------------------------------------------------------------------

    def _show_exceptions(self, exceptions: Sequence[PlanException]) -> None:
        parts: list[QWidget] = []
        for number, exception in enumerate(exceptions[:SHOWN_AT_MOST]):
            parts.append(_Exception(number, exception, self))
        if len(exceptions) > SHOWN_AT_MOST:
            more = len(exceptions) - SHOWN_AT_MOST
            parts.append(_note(_("另有 {n} 项。").format(n=more), self.exceptions))
        if self._plan is not None:
            for cover in self._plan.coverage:
                word = cover.dealer_class.label if cover.dealer_class else _("未分级")
                words = _("{name}:{n}/{all} 家,{visits} 次(应 {wanted} 次)").format(
                    name=word, n=cover.planned_dealers, all=cover.dealers, visits=cover.visits, wanted=cover.wanted
                )
                parts.append(_note(words, self.exceptions))
        self.exceptions.refill(parts or [_note(_("没有例外。"), self.exceptions)])

    # --- versions -------------------------------------------------------------------------------------

    def _show_versions(self, versions: Sequence[PlanVersion], of: UUID) -> None:
        if self._plan is None or of != self._plan.id:
            return
        parts: list[QWidget] = [_note(_("点一稿,表格里标出现在与它的差别。"), self.versions)] if versions else []
        parts += [_Version(version, self) for version in sorted(versions, key=lambda v: -v.number)]
        self.versions.refill(parts or [_note(_("还没有提交过。"), self.versions)])

    def compare(self, version: PlanVersion) -> None:
        """Ask how the plan differs from a version."""
        if self._plan is not None:
            title = _("与{kind}的差别").format(kind=version.kind.label)
            self._page.counter.ask(
                self, "visit_plan.compare", self._plan.id, version.id, then=self._compared, key="compare",
                carry=(title,),
            )  # fmt: skip

    def _compared(self, changes: Sequence[LineChange], title: str) -> None:
        self.compared.emit(tuple(changes), title)

    def _show_steps(self, steps: Sequence[Any], of: UUID) -> None:
        if self._plan is not None and of == self._plan.id:
            self.steps.show_entries([step_entry(step) for step in steps])


class _Stack(QWidget):
    """Parts one below the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.S, theme.XS, 0)
        self._box.setSpacing(theme.S)
        self._box.addStretch(1)

    def refill(self, parts: Sequence[QWidget]) -> None:
        """These instead of what stood there."""
        while self._box.count() > 1:
            old = self._box.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, part in enumerate(parts):
            self._box.insertWidget(at, part)


def _note(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setWordWrap(True)
    theme.look(label, "secondary")
    return label


class _Exception(QWidget):
    """A coloured word and a sentence; where it stands on lines, a button goes there."""

    def __init__(self, number: int, exception: PlanException, tabs: PlanTabs) -> None:
        super().__init__(tabs.exceptions)
        self._exception, self._tabs = exception, tabs
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.XS)
        box.setSpacing(2)
        pill = Pill(exception.kind.label, exception.urgency, self)
        pill.setSizePolicy(pill.sizePolicy().Policy.Maximum, pill.sizePolicy().Policy.Fixed)
        box.addWidget(pill)
        words = QLabel(exception.words, self)
        words.setWordWrap(True)
        box.addWidget(words)
        if exception.lines:
            link = QPushButton(_("看这 {n} 行").format(n=len(exception.lines)), self)
            link.setObjectName(f"visit_plan.exception.{number}")
            link.setAccessibleName(exception.words)
            theme.look(link, "link")
            link.clicked.connect(self._go)
            box.addWidget(link)

    def _go(self) -> None:
        self._tabs.wants_line.emit(self._exception.lines[0])


class _Version(QPushButton):
    """One version: pressing it shows the differences."""

    def __init__(self, version: PlanVersion, tabs: PlanTabs) -> None:
        words = _("第 {n} 稿 {kind} · {at} {person}").format(
            n=version.number, kind=version.kind.label, at=time_of(version.at), person=version.person
        )
        super().__init__(words, tabs.versions)
        self._version, self._tabs = version, tabs
        self.setObjectName(f"visit_plan.version.{version.number}")
        self.setAccessibleName(words)
        self.setToolTip(_("内容指纹 {mark} · {n} 行").format(mark=version.fingerprint, n=len(version.lines)))
        theme.look(self, "link")
        self.clicked.connect(self._go)

    def _go(self) -> None:
        self._tabs.compare(self._version)


def line_words(change: LineChange) -> str:
    """12-01 周二 南京金鼎: which line a change is about."""
    line = change.line
    return f"{day_words(line.planned_on)} {line.dealer_name}" if line is not None else ""
