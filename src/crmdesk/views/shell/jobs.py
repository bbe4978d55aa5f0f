"""Work in the background: import, export, printing many. Progress, cancel and the result; the window stays free."""

import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.errors import Refused
from crmdesk.views import theme
from crmdesk.views.counter import Counter, Request
from crmdesk.words import _


class Job(QObject):
    """One piece of work. ``state``: running, stopping, done, failed, cancelled."""

    changed = Signal(object)
    ended = Signal(object)

    def __init__(self, title: str, said: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title, self.said = title, said
        self.state, self.words = "running", ""
        self.done, self.total = 0, 0
        self.error: BaseException | None = None
        self.request: Request | None = None
        self._then: Any = None
        self._failed: Any = None

    def start(
        self, counter: Counter, verb: str, args: tuple[Any, ...], words: dict[str, Any],
        then: Callable[[Any], object] | None, failed: Callable[[BaseException], object] | None,
    ) -> Request:  # fmt: skip
        """Ask the verb; the asker's methods are held weakly, so he may go away meanwhile."""
        self._then = weakref.WeakMethod(then) if then else None
        self._failed = weakref.WeakMethod(failed) if failed else None
        self.request = counter.ask(
            self, verb, *args, then=self._finished, failed=self._broke, progress=self._moved, **words
        )
        return self.request

    def cancel(self) -> None:
        """Stop at the next step; nothing of it stays."""
        if self.request is not None and self.state == "running":
            self.state = "stopping"
            self.request.cancel()
            self.changed.emit(self)

    @property
    def percent(self) -> int:
        """How far it is; -1 while that is not known."""
        return self.done * 100 // self.total if self.total else -1

    def _moved(self, done: int, total: int, words: str) -> None:
        self.done, self.total, self.words = done, total, words
        self.changed.emit(self)

    def _finished(self, answer: Any) -> None:
        self._end("done")
        self._tell(self._then, answer)

    def _broke(self, error: BaseException) -> None:
        self.error = error
        stopped = isinstance(error, Refused) and error.code == "cancelled"
        self._end("cancelled" if stopped else "failed")
        self._tell(self._failed, error)

    def _end(self, state: str) -> None:
        self.state = state
        self.changed.emit(self)
        self.ended.emit(self)

    def _tell(self, method: Any, what: Any) -> None:
        bound = method() if method is not None else None
        if bound is not None:
            bound(what)

    @property
    def handles_failure(self) -> bool:
        """Whether the asker shows the failure himself."""
        return self._failed is not None and self._failed() is not None


class _Line(QFrame):
    """A job in the list: title, bar, words, 停止."""

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self._job = job
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        top = QHBoxLayout()
        self._title, self._stop = QLabel(job.title, self), QPushButton(_("停止"), self)
        self._stop.setObjectName("jobs.stop")
        self._stop.setAccessibleName(_("停止 {job}").format(job=job.title))
        self._stop.clicked.connect(job.cancel)
        top.addWidget(self._title, 1)
        top.addWidget(self._stop)
        self._bar, self._words = QProgressBar(self), QLabel(self)
        self._bar.setTextVisible(False)
        theme.look(self._words, "small")
        box.addLayout(top)
        box.addWidget(self._bar)
        box.addWidget(self._words)
        job.changed.connect(self.show_job)
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        """Bring the line up to date."""
        running = job.state in ("running", "stopping")
        self._bar.setVisible(running)
        self._bar.setRange(0, 100 if job.percent >= 0 else 0)
        self._bar.setValue(max(job.percent, 0))
        self._stop.setVisible(job.state == "running")
        self._words.setText(
            {
                "running": job.words or _("正在办理…"),
                "stopping": _("正在停止…"),
                "done": job.said or _("已办完"),
                "cancelled": _("已停止,什么都没有写入"),
                "failed": str(job.error),
            }[job.state]
        )


class Jobs(QFrame):
    """The list above the status line, and what the status line says. ``said(words)`` when a job ended well."""

    said = Signal(str)
    failed = Signal(object)
    status = Signal(str)

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter = counter
        self.setObjectName("jobs")
        theme.look(self, "card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        self._box.setSpacing(theme.M)
        head = QLabel(_("后台工作"), self)
        theme.look(head, "heading")
        self._none = QLabel(_("现在没有后台工作。"), self)
        theme.look(self._none, "secondary")
        self._box.addWidget(head)
        self._box.addWidget(self._none)
        self.setFixedWidth(380)
        self.jobs: list[Job] = []
        self._lines: list[_Line] = []
        self.hide()

    def begin(
        self, title: str, verb: str, *args: Any, then: Any = None, failed: Any = None, done_words: str = "",
        **words: Any,
    ) -> Job:  # fmt: skip
        """Run a verb in the background; ``done_words`` is told when it ended well."""
        job = Job(title, done_words, self)
        self.jobs.append(job)
        line = _Line(job, self)
        self._lines.append(line)
        self._box.addWidget(line)
        self._none.hide()
        if len(self._lines) > 8:
            self._lines.pop(0).deleteLater()
        job.changed.connect(self._tell)
        job.ended.connect(self._ended)
        job.start(self._counter, verb, args, words, then, failed)
        self._tell(job)
        return job

    @property
    def running(self) -> list[Job]:
        """What is under way."""
        return [job for job in self.jobs if job.state in ("running", "stopping")]

    def toggle(self) -> None:
        """Show or hide the list."""
        self.setVisible(not self.isVisible())
        self.place()
        self.raise_()

    def place(self) -> None:
        """At the lower right of the window, above the status line."""
        self.adjustSize()
        around = self.parentWidget()
        self.move(around.width() - self.width() - theme.L, around.height() - self.height() - 40)

    def _tell(self, _job: Job) -> None:
        running = self.running
        words = ""
        if running:
            last = running[-1]
            share = f" {last.percent} %" if last.percent >= 0 else "…"
            words = last.title + share + (f" (+{len(running) - 1})" if len(running) > 1 else "")
        self.status.emit(words)
        if self.isVisible():
            self.place()

    def _ended(self, job: Job) -> None:
        if job.state == "done" and job.said:
            self.said.emit(job.said)
        elif job.state == "cancelled":
            self.said.emit(_("{job}:已停止,什么都没有写入").format(job=job.title))
        elif job.state == "failed" and not job.handles_failure:
            self.failed.emit(job.error)
