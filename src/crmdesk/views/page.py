"""What every page is made of: ``Page``, the ``Action`` that it declares, and the panel at the right.

A page is made by the window with ``Page(counter)``. What a subclass gives:

    class DealerPage(Page):
        name = "dealer"                       # objectNames begin with it
        def build(self) -> None: ...          # put widgets into self.body, once
        def declare(self) -> tuple[Action, ...]: ...
        def opened(self, record_id=None, **more) -> None: ...   # each time someone comes here
        def refresh(self, subject, ids) -> None: ...            # something was committed (subject "*": elsewhere)
        def changed_fields(self) -> tuple[str, ...]: ...        # labels of what is not saved (a Form tells it)

An ``Action`` is declared once; the page makes of it the button or menu entry, its shortcut, its line in the
palette (Ctrl+K) and on the F1 sheet, and its tooltip when the person may not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from crmdesk.views import theme
from crmdesk.views.counter import Counter, Request
from crmdesk.views.header import ActionButton, Header

if TYPE_CHECKING:
    from crmdesk.views.widgets.detail_panel import DetailPanel


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do on a page.

    ``name`` is the path in words (``dealer.new``) and the objectName of its button; ``title`` the word on it
    (translated, without ``&``); ``verb`` the permit it needs; ``place``: ``main`` (the one main action),
    ``button`` (beside it), ``menu`` (behind …), ``hidden`` (shortcut, palette and F1 only).
    """

    name: str
    title: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    verb: str = ""
    place: str = "menu"
    mnemonic: str = ""  # one Latin letter: Alt+letter
    also: str = ""  # other words for it, by which Ctrl+K finds it; translated


class _Command(QAction):
    """The Qt side of an action."""

    def __init__(self, action: Action, parent: QWidget) -> None:
        super().__init__(action.title, parent)
        self._run = action.run
        self.setObjectName(action.name)
        self.triggered.connect(self._go)

    def _go(self) -> None:
        self._run()


class Page(QFrame):
    """A page of the window; see the module's text for what a subclass gives.

    ``said(text, call_id)`` shows the toast with 撤销 (call_id None: nothing to undo);
    ``wants(page, record_id, more)`` opens another page; ``title_changed(text)`` the window's title;
    ``status(text)`` the right part of the status line; ``refused(error)`` the error dialog;
    ``restart_wanted()`` closes the window and starts the program again.
    """

    name = ""
    said = Signal(str, object)
    wants = Signal(str, object, object)
    title_changed = Signal(str)
    status = Signal(str)
    refused = Signal(object)
    job_wanted = Signal(object)
    restart_wanted = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self.setObjectName(self.name)
        theme.look(self, "page")
        self.header = Header(self.name, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        middle = QWidget(self)
        self.body = QVBoxLayout(middle)
        self.body.setContentsMargins(20, 12, 20, 14)
        self.body.setSpacing(theme.M)
        self.body.addWidget(self.header)
        self._row.addWidget(middle, 1)
        self.panel: DetailPanel | None = None
        self.build()
        self.commands: tuple[Action, ...] = ()
        self.qactions: dict[str, QAction] = {}
        self.redeclare()

    # --- for subclasses -------------------------------------------------------------------------------

    def build(self) -> None:
        """Put the page's widgets into ``self.body``."""

    def declare(self) -> tuple[Action, ...]:
        """What can be done here."""
        return ()

    def opened(self, record_id: Any = None, **more: Any) -> None:
        """Someone came here, perhaps for one record."""

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        """Records were committed, here or (subject ``*``) elsewhere."""

    def changed_fields(self) -> tuple[str, ...]:
        """Labels of the fields that are not saved; leaving asks when there are any."""
        return ()

    def save(self, then: Callable[[], None]) -> None:
        """Save what is not saved, then call ``then``; asked by 保存 in the leaving question."""
        then()

    def give_up(self) -> None:
        """Drop what is not saved, draft too; asked by 放弃 in the leaving question."""

    # --- to use ---------------------------------------------------------------------------------------

    def ask(self, verb: str, *args: Any, **words: Any) -> Request:
        """``Counter.ask`` with this page as owner."""
        return self.counter.ask(self, verb, *args, **words)

    def job(
        self, title: str, verb: str, *args: Any, then: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None, done_words: str = "", **words: Any,
    ) -> None:  # fmt: skip
        """Run a long verb in the background with progress and 停止; it goes on when this page is left.

        ``then(answer)`` and ``failed(error)`` are bound methods; ``done_words`` is told when it ended well.
        """
        self.job_wanted.emit(
            partial(
                _begin, title, verb, args, {"then": then, "failed": failed, "done_words": done_words, **words}
            )
        )

    def set_title(self, text: str, note: str = "") -> None:
        """The page's title, and beside it a count or date in grey. The window's title says the same."""
        self.header.set_title(text, note)
        self.title_changed.emit(text)

    def set_pills(self, pills: tuple[tuple[str, str], ...]) -> None:
        """Coloured words beside the title: ``(("急件", "red"),)``."""
        self.header.set_pills(pills)

    @property
    def title(self) -> str:
        """What stands in the header."""
        return self.header.title.text()

    def say(self, text: str, undo: Request | None = None) -> None:
        """Tell for five seconds at the lower left what was done; with the request, 撤销 is offered."""
        self.said.emit(text, undo.call_id if undo else None)

    def open_page(self, name: str, record_id: Any = None, **more: Any) -> None:
        """Go to another page of ``pages.PAGES``, perhaps to one record there."""
        self.wants.emit(name, record_id, more)

    def button(self, name: str, parent: QWidget, *, main: bool = False) -> "ActionButton":
        """A further button of an action that the page declares, for a panel or an empty list."""
        action = next(a for a in self.commands if a.name == name)
        return ActionButton(action, self.qactions[name], parent, main=main)

    def add_panel(self) -> "DetailPanel":
        """The detail panel at the right, closed at first."""
        from crmdesk.views.widgets.detail_panel import DetailPanel

        self.panel = DetailPanel(self.name, self)
        self._row.addWidget(self.panel)
        return self.panel

    def redeclare(self) -> None:
        """Read ``declare()`` again, for actions that depend on the record shown."""
        for action in self.qactions.values():
            self.removeAction(action)
            action.deleteLater()
        self.commands = self.declare()
        self.qactions = {a.name: self._make(a) for a in self.commands}
        self.header.set_actions(tuple((a, self.qactions[a.name]) for a in self.commands))

    def set_enabled(self, name: str, reason: str = "") -> None:
        """Grey an action with a reason that is not a permit (nothing selected …); "" lets it be used again."""
        action = next(a for a in self.commands if a.name == name)
        self._allow(action, self.qactions[name], reason)

    def _make(self, action: Action) -> QAction:
        made = _Command(action, self)
        if action.shortcut:
            made.setShortcut(action.shortcut)
        self.addAction(made)
        self._allow(action, made)
        return made

    def _allow(self, action: Action, made: QAction, reason: str = "") -> None:
        reason = self.counter.why_not(action.verb) or reason
        made.setEnabled(not reason)
        made.setToolTip(reason or f"{action.title}  {action.shortcut}".strip())


def _begin(title: str, verb: str, args: tuple[Any, ...], words: dict[str, Any], jobs: Any) -> None:
    jobs.begin(title, verb, *args, **words)
