"""Saving what is typed into a form of a visit, a day or a case: once, or upon what somebody else wrote meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.rules.errors import Conflict, Problem
from crmdesk.views.page import Page
from crmdesk.views.widgets.form import Form
from crmdesk.words import _

After = Callable[[], object]


class Saver(QObject):
    """``save(record, after)`` asks ``verb(record.id, record.revision, changes)``; ``saved(record)`` when it is in.

    ``changes()`` and ``refuse(error)`` are the form's own or those of what holds it. A conflict wants the record
    anew: ``theirs_wanted()``; whoever has it calls ``save_upon(record)``. ``go_on()`` does what was to come after
    the saving, once the page shows the saved record.
    """

    saved = Signal(object)
    theirs_wanted = Signal()

    def __init__(
        self, page: Page, form: Form, verb: str, changes: Callable[[], Mapping[str, Any]],
        refuse: Callable[[BaseException], object],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._form, self._verb = page, form, verb
        self._changes, self._refuse = changes, refuse
        self._after: After | None = None
        self._is_saved = self._under_way = False
        self.waits_for_theirs = False
        form.resolved.connect(self._want_theirs)

    def save(self, record: Any, after: After | None = None) -> None:
        """Save, then do ``after``. What cannot be read is said at its field, and nothing is saved."""
        if self._under_way:
            self._after = after or self._after
            return
        unreadable = [Problem(k, s) for k, f in self._form.fields.items() if (s := f.unreadable())]
        self._form.show_problems(unreadable)
        if unreadable:
            self._form.go_to(unreadable[0].field)
            return
        self._after, self._is_saved = after, False
        if not self._form.is_changed():
            self._is_saved = True
            self.go_on()
            return
        self._under_way = True
        self._page.counter.ask(
            self, self._verb, record.id, record.revision, dict(self._changes()), then=self._done, failed=self._failed
        )

    def go_on(self) -> None:
        """Do what was to be done after saving, once it is saved."""
        if self._is_saved and not self._under_way:
            after, self._after = self._after, None
            if after is not None:
                after()

    def save_upon(self, record: Any, values: Any) -> None:
        """Save again upon what the other one wrote: ``values`` is that as the form takes it."""
        self.waits_for_theirs = False
        self._form.rebase(values)
        self.save(record, self._after)

    def _done(self, record: Any) -> None:
        self._is_saved, self._under_way = True, False
        self.saved.emit(record)

    def _failed(self, error: BaseException) -> None:
        self._under_way = False
        if not isinstance(error, Conflict):
            self._after = None
            self._refuse(error)
        elif any(k in error.mine and error.mine[k] != value for k, value in error.theirs.items()):
            self._refuse(error)
        else:
            self._page.say(_("{who}同时改了别的栏目,两边的改动都保留。").format(who=error.who))
            self._want_theirs()

    def _want_theirs(self) -> None:
        self.waits_for_theirs = True
        self.theirs_wanted.emit()
