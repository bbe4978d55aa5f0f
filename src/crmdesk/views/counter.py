"""The window's side of the counter: ``desk.do`` off the GUI thread, answers back to living pages only.

Verbs that write run one after the other in a single thread; verbs that read run in a small pool beside it.
An answer goes to a bound method of the object that asked; if that object is gone, or a newer question with
the same ``key`` was asked meanwhile (search as you type), the answer is dropped.

    self.counter.ask(self, "dealer.get", dealer_id, then=self.show_dealer)
    self.counter.ask(self, "dealer.page", query, 0, 100, then=self.take, key="search", carry=(0,))
"""

import queue
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from crmdesk.rules.errors import Refused
from crmdesk.views import collector
from crmdesk.words import _

#: Last words of verbs that only read; everything else waits its turn in the writer's line.
READS = frozenset(
    {
        "alike", "all", "changed_elsewhere", "copies_issued", "count", "daily", "everything", "export", "facets", "find",
        "get", "list", "look", "look_at_card", "next_code", "of", "page", "preview", "run", "steps", "today", "ways", "year",
        "compare", "copy_last", "days", "propose", "read_lines", "versions",
        "execution", "export_items", "items", "last", "month", "not_visited", "of_dealer", "suggest", "at_dealer",
    }
)  # fmt: skip
READERS = 3
POLL_MS = 2000
POLL_AT_LEAST_MS = 60_000
SWITCH_S = 0.001  # how long a thread may keep the GUI thread waiting for Python; the default is 5 ms
POLL = "desk.changed_elsewhere"


@dataclass(eq=False)
class Request:
    """One question under way. ``call_id`` names its journal entries (for undo)."""

    verb: str
    args: tuple[Any, ...]
    words: dict[str, Any]
    owner: "weakref.ref[QObject]"
    then: "weakref.WeakMethod[Any] | None"
    failed: "weakref.WeakMethod[Any] | None"
    progress: "weakref.WeakMethod[Any] | None"
    carry: tuple[Any, ...] = ()
    key: tuple[int, str] | None = None
    call_id: UUID = field(default_factory=uuid4)
    is_cancelled: bool = False

    def cancel(self) -> None:
        """Give it up: not begun, it never runs; running, the verb stops at its next look; no answer comes."""
        self.is_cancelled = True

    @property
    def is_long(self) -> bool:
        """Whether someone watches its progress; he is told of its end even when he gave it up."""
        return self.progress is not None

    @property
    def reads(self) -> bool:
        """Whether the verb only reads."""
        return self.verb.rpartition(".")[2] in READS


def _weak(method: Callable[..., Any] | None) -> "weakref.WeakMethod[Any] | None":
    if method is None:
        return None
    if not hasattr(method, "__self__"):
        raise TypeError("answers go to bound methods, so that no lambda keeps a page alive")
    return weakref.WeakMethod(method)


class Counter(QObject):
    """Where pages ask. One per window; ``desk`` is the open desk.

    ``changed(subject, ids)`` comes after each commit, of this program or (subject ``*``) of another one;
    ``unhandled(error)`` carries a failure that the asking page had no method for; ``saved()`` comes after
    each verb that wrote, ``drafted()`` after a draft was kept beside the database.
    """

    changed = Signal(str, object)
    unhandled = Signal(object)
    saved = Signal()
    drafted = Signal()
    _arrived = Signal(object, str, object)
    _announced = Signal(str, object)

    def __init__(self, desk: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._newest: dict[tuple[int, str], Request] = {}
        self._lines: tuple[queue.SimpleQueue[Request | None], ...] = (
            queue.SimpleQueue(),
            queue.SimpleQueue(),
        )
        self._arrived.connect(self._hand_over)  # queued, as it comes from another thread
        self._announced.connect(self.changed)
        self._threads: list[threading.Thread] = []
        self._unwatch = desk.watch(self._announce)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look_elsewhere)
        self._poll.start()

    def ask(
        self,
        owner: QObject,
        verb: str,
        *args: Any,
        then: Callable[..., Any] | None = None,
        failed: Callable[..., Any] | None = None,
        progress: Callable[..., Any] | None = None,
        key: str = "",
        carry: tuple[Any, ...] = (),
        **words: Any,
    ) -> Request:
        """Ask a verb. ``then(answer, *carry)``, ``failed(error, *carry)`` and ``progress(done, total, words)``
        are bound methods, called on the GUI thread while ``owner`` lives. A newer question of the same owner
        with the same ``key`` makes this one stale: its answer is dropped."""
        request = Request(
            verb, args, words, weakref.ref(owner), _weak(then), _weak(failed), _weak(progress), carry,
            (id(owner), key) if key else None,
        )  # fmt: skip
        if request.key:
            older = self._newest.get(request.key)
            if older is not None:
                older.cancel()
            self._newest[request.key] = request
        if not self._threads:
            self._start()
        self._lines[1 if request.reads else 0].put(request)
        return request

    def may(self, verb: str) -> bool:
        """Whether the person may use the verb; True where no verb is named."""
        return not verb or self.desk.may(verb)

    def why_not(self, verb: str) -> str:
        """Why not, in a sentence for the tooltip; empty where he may."""
        return "" if self.may(verb) else self.desk.why_not(verb)

    def close(self) -> None:
        """Let the threads finish what was written and end; call before ``desk.close()``."""
        self._poll.stop()
        self._unwatch()
        self._lines[0].put(None)
        for _reader in range(READERS):
            self._lines[1].put(None)
        for thread in self._threads:
            thread.join(timeout=30)

    def _start(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        collector.take_over()  # before there is another thread that could free what is Qt's
        names = ["writer"] + [f"reader-{n}" for n in range(READERS)]
        for at, name in enumerate(names):
            line = self._lines[min(at, 1)]
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True, name=f"crmdesk-{name}")
            self._threads.append(thread)
            thread.start()

    # --- in the threads -------------------------------------------------------------------------------

    def _serve(self, line: "queue.SimpleQueue[Request | None]") -> None:
        for request in iter(line.get, None):
            kind, answer = "dropped", None
            if request.is_cancelled and request.is_long:
                kind, answer = "failed", Refused(_("已取消。"), _("什么都没有写入。"), code="cancelled")
            elif not request.is_cancelled:
                try:
                    kind, answer = "then", self._do(request)
                except Exception as error:  # noqa: BLE001 - every failure goes to the page
                    kind, answer = "failed", error
            self._tell(self._arrived, request, kind, answer)

    def _do(self, request: Request) -> Any:
        if request.verb == POLL:
            return self.desk.changed_elsewhere()
        words = dict(request.words)
        if not request.reads:
            words["call_id"] = request.call_id
        if request.progress is not None:
            words["progress"] = _Progress(self, request)
            words["cancelled"] = lambda: request.is_cancelled
        return self.desk.do(request.verb, *request.args, **words)

    def _announce(self, subject: str, ids: frozenset[Any]) -> None:
        self._tell(self._announced, subject, ids)

    def _tell(self, signal: Any, *what: Any) -> None:
        if shiboken6.isValid(self):
            signal.emit(*what)

    # --- on the GUI thread ----------------------------------------------------------------------------

    @Slot(object, str, object)
    def _hand_over(self, request: Request, kind: str, answer: Any) -> None:
        if kind == "progress":
            self._call(request, request.progress, *answer)
            return
        if request.key and self._newest.get(request.key) is request:
            del self._newest[request.key]
        if kind == "then" and not request.reads:
            (self.drafted if request.verb == "draft.keep" else self.saved).emit()
        if kind == "dropped" or (request.is_cancelled and request.reads and not request.is_long):
            return
        if kind == "then":
            self._call(request, request.then, answer, *request.carry)
        elif request.failed is not None:
            self._call(request, request.failed, answer, *request.carry)
        elif self._lives(request):
            self.unhandled.emit(answer)

    def _lives(self, request: Request) -> bool:
        owner = request.owner()
        return owner is not None and shiboken6.isValid(owner)

    def _call(self, request: Request, method: "weakref.WeakMethod[Any] | None", *what: Any) -> None:
        bound = method() if method is not None else None
        if bound is None or not self._lives(request):
            return
        if isinstance(bound.__self__, QObject) and not shiboken6.isValid(bound.__self__):
            return
        bound(*what)

    def look_elsewhere(self) -> None:
        """Ask now whether another program wrote; ``changed`` follows if so."""
        self.ask(self, POLL, then=self._someone_wrote, failed=self._poll_failed, key="poll")

    def _someone_wrote(self, changed: bool) -> None:
        self._poll.setInterval(POLL_MS)
        if changed:
            self.changed.emit("*", frozenset())

    def _poll_failed(self, error: BaseException) -> None:
        """The database is away: look less and less often, but again every minute at least."""
        self._poll.setInterval(min(self._poll.interval() * 2, POLL_AT_LEAST_MS))


class _Progress:
    """Carries progress of a verb to the page, at most some thirty times a second."""

    def __init__(self, counter: Counter, request: Request) -> None:
        self._counter, self._request = counter, request
        self._last = 0.0

    def __call__(self, done: int, total: int, words: str = "") -> None:
        now = monotonic()
        if now - self._last < 0.03 and done < total:
            return
        self._last = now
        self._counter._tell(self._counter._arrived, self._request, "progress", (done, total, words))
