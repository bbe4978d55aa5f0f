"""The window: navigation, pages, status line, toast, palette, jobs, help. One per open desk.

It makes a page when someone first goes there (``pages.PAGES``) and keeps it. A page speaks through its
signals only; it never knows the window.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QByteArray, QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout

from crmdesk.views import memory, theme
from crmdesk.views.counter import Counter
from crmdesk.views.days import today
from crmdesk.views.page import Action, Page
from crmdesk.views.pages import PAGES, in_navigation, page, page_for_file, page_of
from crmdesk.views.shell.answers import Answers
from crmdesk.views.shell.navigation import Navigation
from crmdesk.views.shell.overlays import Overlays
from crmdesk.views.shell.status import StatusLine
from crmdesk.words import _

#: Milliseconds after the first paint: nobody waits for the backup of the day.
BACKUP_AFTER = 5_000


class Window(QMainWindow):
    """``sign_out_wanted()`` is for the program; ``closed()`` comes after the window went, and if ``comes_again``
    it is to be started anew."""

    sign_out_wanted = Signal()
    closed = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.setObjectName("window")
        self.setMinimumSize(600, 380)
        self.pages: dict[str, Page] = {}
        self.comes_again = False
        self._here = ""
        self._way: list[tuple[str, Any]] = []
        self._stale: dict[str, dict[str, frozenset[UUID]]] = {}
        self._build()
        self.answers, self.overlays = Answers(self), Overlays(self)
        self.commands = self._declare()
        self._is_new = True
        self._day = today()
        self._midnight = QTimer(self, interval=60_000)
        self._midnight.timeout.connect(self._look_at_day)
        self._midnight.start()
        counter.changed.connect(self._changed)
        counter.unhandled.connect(self.show_error)
        counter.saved.connect(self.status.note_saved)
        counter.drafted.connect(self.status.note_draft)
        self._dress()
        self._restore()

    def _build(self) -> None:
        around = QFrame(self)
        office = self.counter.desk.office
        theme.look(around, "demo" if office.is_demo else "page")
        box = QVBoxLayout(around)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = Navigation(around)
        self.navigation.chosen.connect(self.go)
        self.navigation.folded.connect(partial(memory.keep, "window/folded"))
        self.stack = QStackedWidget(around)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        box.addLayout(row, 1)
        self.status = StatusLine(around)
        self.status.jobs_wanted.connect(self.show_jobs)
        box.addWidget(self.status)
        self.setCentralWidget(around)

    def take_file(self, path: Path | tuple[Path, ...]) -> None:
        """A file was dropped on the window, or several: show them on the page that takes such files."""
        first = path if isinstance(path, Path) else path[0]
        self.go(page_for_file(first).name, None, {"path": path})

    def _dress(self) -> None:
        desk = self.counter.desk
        self.navigation.set_office(desk.office.name, desk.office.is_demo)
        who = desk.person.title if desk.person else ""
        self.status.set_who(who, desk.place)
        self._say_acting()

    def _say_acting(self) -> None:
        person = self.counter.desk.person
        self.status.set_acting([principal.name for principal in person.acts_for] if person else [])

    def _declare(self) -> tuple[Action, ...]:
        """What can be done everywhere."""
        keys = {entry: f"Ctrl+{at}" for at, entry in enumerate(in_navigation(), 1)}
        keys |= {entry: "" for entry in PAGES if entry.place == "palette"}
        goes = (
            Action(f"go.{e.name}", e.title, partial(self.go, e.name), key, e.icon, e.verb, also=_(e.also))
            for e, key in keys.items()
        )
        return (
            *goes,
            Action("window.palette", _("查找一切"), self.show_palette, "Ctrl+K", "search"),
            Action("window.reload", _("刷新"), self.reload, "Ctrl+R", "refresh-cw"),
            Action("window.undo", _("撤销上一步"), self.undo, "Ctrl+Z", "undo-2", "history.undo"),
            Action("window.back", _("回到上一页"), self.back, "Alt+Left", "arrow-left"),
            Action("window.jobs", _("后台工作"), self.show_jobs, "Ctrl+J", "refresh-cw"),
            Action("window.fold", _("折叠导航"), self.navigation.toggle, "Ctrl+B", "panel-left"),
            Action("window.dark", _("深色/浅色"), self.switch_theme, "Ctrl+Shift+L", "moon"),
            Action("window.help", _("快捷键"), self.show_help, "F1", "keyboard"),
            Action("window.sign_out", _("退出登录"), self.sign_out, "", "log-out"),
            Action("window.restart", _("重新启动"), self.restart, "", "refresh-cw"),
            Action("window.close", _("关闭窗口"), self.close, "Ctrl+Q", "x"),
        )

    def _complete(self) -> None:
        """After the first paint: keys and dropped files bring in Qt's enumerations, which take 20 ms."""
        from crmdesk.views.file_drop import FileDrop
        from crmdesk.views.shell.unsent import Unsent

        theme.look_signals().is_starting = False
        self.drop = FileDrop(self)
        self.drop.dropped.connect(self.take_file)
        self.unsent = Unsent(self.counter, self)
        self.unsent.told.connect(self.status.set_unsent)
        self.status.packets_wanted.connect(partial(self.go, "packet"))
        self._make_keys()
        QTimer.singleShot(BACKUP_AFTER, self, self.back_up)

    def back_up(self) -> None:
        """The backup of the day, beside the work; nothing happens where it was made already."""
        self.counter.ask(self, "backup.daily")

    def _make_keys(self) -> None:
        for action in (a for a in self.commands if a.shortcut):
            made = QAction(action.title, self)
            made.setObjectName(action.name)
            made.setShortcut(action.shortcut)
            made.setEnabled(not self.counter.why_not(action.verb))
            made.triggered.connect(partial(_run, action.run))
            self.addAction(made)

    def reload(self) -> None:
        """Ctrl+R: the page in front asks for everything again."""
        if self.here is not None:
            self.here.refresh("*", frozenset())
            self.count()

    def _restore(self) -> None:
        self.resize(1280, 800)
        kept = memory.get_bytes("window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)
        self.navigation.want(str(memory.get("window/folded", "false")).lower() == "true")

    # --- pages ----------------------------------------------------------------------------------------

    @property
    def here(self) -> Page | None:
        """The page in front."""
        return self.pages.get(self._here)

    def go(self, name: str, record_id: Any = None, more: dict[str, Any] | None = None) -> None:
        """Show a page, perhaps for one record; asks first when something is not saved."""
        same = self.here is not None and self._here == name and record_id is None
        if same or self.here is None:
            self._show(name, record_id, more or {})
        else:
            self._leave(partial(self._show, name, record_id, more or {}))

    def _leave(self, then: Callable[[], object]) -> None:
        labels = self.here.changed_fields() if self.here is not None else ()
        if not labels:
            then()
            return
        from crmdesk.views.widgets.leaving import LeaveQuestion

        question = LeaveQuestion(labels, self)
        self._after_leaving = then
        question.answered.connect(self._answered)
        question.finished.connect(question.deleteLater)
        question.open()

    def _answered(self, answer: str) -> None:
        then, self._after_leaving = self._after_leaving, None
        if answer == "drop":
            self.here.give_up()
            then()
        elif answer == "save":
            self.here.save(then)
        self.navigation.choose(self._here)

    def _show(self, name: str, record_id: Any, more: dict[str, Any]) -> None:
        shown = self._page(name)
        if shown is None:
            return
        if self._here != name or record_id is not None:
            self._way = [*self._way[-49:], (name, record_id)]
        self._here = name
        self.stack.setCurrentWidget(shown)
        self.navigation.choose(name)
        self.status.set_selection("")
        self._title(shown.title)
        for subject, ids in self._stale.pop(name, {}).items():
            shown.refresh(subject, ids)
        shown.opened(record_id, **more)
        front = self.focusWidget()
        if front is None or not shown.isAncestorOf(front):
            shown.setFocus()

    def _page(self, name: str) -> Page | None:
        if name not in self.pages:
            entry = page(name)
            reason = self.counter.why_not(entry.verb)
            if reason:
                self.say(reason)
                self.navigation.choose(self._here)
                return None
            made = entry.load()(self.counter, self.stack)
            made.said.connect(self.say)
            made.wants.connect(self.go)
            made.refused.connect(self.show_error)
            made.status.connect(self.status.set_selection)
            made.title_changed.connect(self._title_of)
            made.job_wanted.connect(self.overlays.begin_job)
            made.restart_wanted.connect(self.restart)
            self.stack.addWidget(made)
            self.pages[name] = made
        return self.pages[name]

    def open_record(self, subject: str, record_id: Any) -> None:
        """Go to the page of a record."""
        entry = page_of(subject)
        if entry is not None:
            self.go(entry.name, record_id)

    def back(self) -> None:
        """The page before this one."""
        if len(self._way) > 1:
            self._leave(self._step_back)

    def _step_back(self) -> None:
        self._way.pop()
        name, record_id = self._way.pop()
        self._show(name, record_id, {})

    def _title_of(self, words: str) -> None:
        if self.sender() is self.here:
            self._title(words)

    def _title(self, words: str) -> None:
        office = self.counter.desk.office
        demo = _("示例 · ") if office.is_demo else ""
        self.setWindowTitle(f"{words} — {demo}{office.name}")

    # --- what the counter tells -----------------------------------------------------------------------

    def _changed(self, subject: str, ids: frozenset[UUID]) -> None:
        for name, shown in self.pages.items():
            if name == self._here:
                shown.refresh(subject, ids)
            else:  # it hears of it when someone goes there
                waiting = self._stale.setdefault(name, {})
                waiting[subject] = waiting.get(subject, frozenset()) | ids
        self.count()

    def _look_at_day(self) -> None:
        """A new day has begun while the window was open: deadlines are other ones now."""
        if self._day != today():
            self._day = today()
            self._changed("*", frozenset())

    def count(self) -> None:
        """Ask what waits on each page, for the numbers in the navigation."""
        if self.counter.may("inbox.today"):
            self.counter.ask(self, "inbox.today", then=self.show_counts, key="counts")

    def show_counts(self, today: Any) -> None:
        """Show the numbers of ``inbox.today`` in the navigation."""
        urgent = any(item.urgency == "red" and item.group == "now" for item in today.items)
        self.navigation.set_counts(today.counts, urgent)
        self._say_acting()  # whoever asks a verb has his deputies of today

    # --- what stands over the pages -------------------------------------------------------------------

    def say(self, words: str, call_id: UUID | None = None) -> None:
        """Tell for five seconds what was done; with ``call_id`` it can be taken back."""
        self.answers.say(words, call_id)

    @property
    def _toast(self) -> Any:
        return self.answers.toast  # what stands at the lower left; None before the first answer

    def undo(self) -> None:
        """Take back the last thing that was done in this window."""
        self.answers.undo()

    def show_error(self, error: BaseException) -> None:
        """The dialog with what happened, what was kept, what to do."""
        self.answers.show_error(error)

    def show_palette(self) -> None:
        """Ctrl+K."""
        self.overlays.show_palette()

    def show_jobs(self) -> None:
        """Ctrl+J."""
        self.overlays.jobs().toggle()

    def show_help(self) -> None:
        """F1."""
        self.overlays.show_help()

    def jobs(self) -> Any:
        """The background work."""
        return self.overlays.jobs()

    def switch_theme(self) -> None:
        """Light to dark and back; remembered."""
        scheme = theme.Scheme.LIGHT if theme.is_dark() else theme.Scheme.DARK
        theme.switch(scheme)
        memory.keep("look/theme", str(scheme))

    def sign_out(self) -> None:
        """Back to the page where one signs in."""
        self._leave(self.sign_out_wanted.emit)

    def restart(self) -> None:
        """Close, asking for what is not saved, and begin anew."""
        self._leave(self._close_to_come_again)

    def _close_to_come_again(self) -> None:
        self.comes_again = True
        self.comes_again = self.close()

    # --- Qt -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_new:
            self._is_new = False
            QTimer.singleShot(0, self._complete)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fit(self.width())
        self.answers.place()
        self.overlays.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.counter.look_elsewhere()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.here is not None and self.here.changed_fields():
            event.ignore()
            self._leave(self._close_now)
            return
        if self.overlays.is_working:
            event.ignore()
            self.say(_("后台还有工作,请等它办完或停止它"))
            self.overlays.show_running()
            return
        memory.keep("window/geometry", QByteArray(self.saveGeometry()))
        super().closeEvent(event)
        self.closed.emit()

    def _close_now(self) -> None:
        if self.here is not None and not self.here.changed_fields():
            self.close()


def _run(run: Callable[[], object], _checked: bool = False) -> None:
    run()
