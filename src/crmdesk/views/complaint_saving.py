"""Saving a complaint form: new, changed, or changed by somebody else meanwhile."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.rules.complaint import Complaint
from crmdesk.rules.errors import Conflict, Problem
from crmdesk.views.page import Page
from crmdesk.views.widgets.form import Form
from crmdesk.words import _


class Saver(QObject):
    """``save(record, after)`` saves what is typed into ``form``; ``saved(form, is_new)`` when it is in the database.

    ``go_on()`` then does ``after``: the page calls it once it shows the saved form.
    """

    saved = Signal(object, bool)

    def __init__(self, page: Page, form: Form) -> None:
        super().__init__(page)
        self._page, self._form = page, form
        self._record: Complaint | None = None
        self._after: Callable[[], object] | None = None
        self._is_saved = self._under_way = False
        form.resolved.connect(self._ask_theirs)

    def save(self, record: Complaint | None, after: Callable[[], object] | None = None) -> None:
        """Save, then do ``after``. What cannot be read is said at its field and nothing is saved.

        Pressed again while it is being saved, it saves once.
        """
        if self._under_way:
            self._after = after or self._after
            return
        unreadable = [Problem(k, s) for k, f in self._form.fields.items() if (s := f.unreadable())]
        self._form.show_problems(unreadable)
        if unreadable:
            self._form.go_to(unreadable[0].field)
            return
        self._record, self._after, self._is_saved = record, after, False
        if record is None:
            self._ask("complaint.record", self._form.values())
        elif self._form.is_changed():
            self._ask("complaint.change", record.id, record.revision, self._form.changes())
        else:
            self._is_saved = True
            self.go_on()

    def go_on(self) -> None:
        """Do what was to be done after saving, once it is saved."""
        if self._is_saved:
            after, self._after = self._after, None
            if after is not None:
                after()

    def _ask(self, verb: str, *args: Any) -> None:
        self._under_way = True
        self._page.counter.ask(self, verb, *args, then=self._done, failed=self._refused)

    def _done(self, record: Complaint) -> None:
        is_new = self._record is None
        self._is_saved, self._under_way = True, False
        self.saved.emit(record, is_new)

    def _refused(self, error: BaseException) -> None:
        self._under_way = False
        if not isinstance(error, Conflict):
            self._after = None
            self._form.refuse(error)
        elif any(k in error.mine and error.mine[k] != value for k, value in error.theirs.items()):
            self._form.refuse(error)
        else:
            self._page.say(_("{who}同时改了别的栏目,两边的改动都保留。").format(who=error.who))
            self._ask_theirs()

    def _ask_theirs(self) -> None:
        if self._record is not None:
            self._page.counter.ask(self, "complaint.get", self._record.id, then=self._save_upon)

    def _save_upon(self, record: Complaint) -> None:
        """Save again, upon what the other one wrote; a form that has moved on says so."""
        self._form.rebase(record)
        self.save(record, self._after)
