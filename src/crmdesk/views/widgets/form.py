"""A form: fields by name in named sections, problems as links at the top, a draft beside it, one save.

    self.form = Form(self, self.counter)
    section = self.form.section(_("基本资料"))
    section.row((TextField("dealer.name", _("客户名称"), required=True), 8), (CodeField("dealer.code", …), 4))
    self.form.load(dealer)                        # a frozen row or a mapping
    self.ask("dealer.change", dealer.id, dealer.revision, self.form.changes(), then=…, failed=self.form.refuse)

``refuse(error)`` shows any ``Refused`` where it belongs: at the fields, in the strip, or (Conflict) side by side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crmdesk.rules.errors import Conflict, Incomplete, Problem, Refused
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.conflict import ConflictStrip
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.section import Section
from crmdesk.views.widgets.strips import DraftStrip, ProblemStrip
from crmdesk.words import _

DRAFT_MS = 3000


class Form(QWidget):
    """Collects fields. ``changed()`` while typing; ``resolved()`` when a conflict was decided: the page gets the
    record anew, calls ``rebase(record)`` and saves again; ``refused(error)`` is what has no field of this form.
    """

    changed = Signal()
    resolved = Signal()
    draft_kept = Signal()

    def __init__(self, parent: QWidget, counter: Counter | None, *, scrolls: bool = True) -> None:
        super().__init__(parent)
        self._counter = counter
        self.fields: dict[str, Field] = {}
        self._draft_at: tuple[str, str] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.M)
        self.strip = ProblemStrip(self)
        self.strip.asked_for.connect(self.go_to)
        self.draft_strip = DraftStrip(self)
        self.draft_strip.restored.connect(self._restore_draft)
        self.draft_strip.dropped.connect(self.drop_draft)
        self.conflict = ConflictStrip(self)
        self.conflict.decided.connect(self._decide)
        for part in (self.strip, self.draft_strip, self.conflict):
            outer.addWidget(part)
        inside = QWidget(self)
        theme.look(inside, "clear")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, theme.XS if scrolls else 0, 0)
        self.body.setSpacing(theme.M)
        self.body.addStretch(1)
        self._scroll: QScrollArea | None = None
        if scrolls:
            self._scroll = QScrollArea(self)
            self._scroll.setWidgetResizable(True)
            self._scroll.setFrameShape(QFrame.Shape.NoFrame)
            self._scroll.setWidget(inside)
        outer.addWidget(self._scroll or inside, 1)
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._draft_timer.timeout.connect(self._keep_draft)

    # --- building -------------------------------------------------------------------------------------

    def section(self, title: str, note: str = "") -> Section:
        """A card with a heading; its ``row`` takes fields."""
        made = Section(self, title, note)
        self.put(made)
        return made

    def put(self, widget: QWidget) -> None:
        """Any other widget under what stands there already."""
        self.body.insertWidget(self.body.count() - 1, widget)

    def add(self, field: Field) -> Field:
        """Take a field into the form (``Section.row`` does it by itself)."""
        self.fields[field.key] = field
        field.changed.connect(self._edited)
        return field

    # --- values ---------------------------------------------------------------------------------------

    def load(self, record: Any) -> None:
        """Show what is saved: a mapping or a frozen row with the fields as attributes."""
        for key, field in self.fields.items():
            field.set_saved(_of(record, key))
        self.strip.clear()
        self.conflict.clear()
        self._draft_timer.stop()
        self.changed.emit()

    def rebase(self, record: Any) -> None:
        """What is saved changed meanwhile; what was typed stays and is compared with the new values."""
        for key, field in self.fields.items():
            if field.is_changed():
                field.set_base(_of(record, key))
            else:
                field.set_saved(_of(record, key))

    def values(self) -> dict[str, Any]:
        """All fields by key."""
        return {key: field.value() for key, field in self.fields.items()}

    def changes(self) -> dict[str, Any]:
        """The fields that differ from what is saved, by key."""
        return {key: f.value() for key, f in self.fields.items() if f.is_changed()}

    def is_changed(self) -> bool:
        """Whether anything is not saved."""
        return any(field.is_changed() for field in self.fields.values())

    def changed_labels(self) -> tuple[str, ...]:
        """Labels of what is not saved, for the question on leaving."""
        return tuple(f.label for f in self.fields.values() if f.is_changed())

    def set_read_only(self, read_only: bool, keys: Iterable[str] | None = None) -> None:
        """Grey all fields, or those named."""
        for key in self.fields if keys is None else keys:
            self.fields[key].set_read_only(read_only)

    # --- problems -------------------------------------------------------------------------------------

    def check(self) -> bool:
        """Whether everything typed can be read and nothing required is empty; shows what is wrong."""
        found = []
        for key, field in self.fields.items():
            sentence = field.unreadable()
            if not sentence and field.required and field.is_empty():
                sentence = _("{field}还没有填写").format(field=field.label)
            if sentence:
                found.append(Problem(key, sentence))
        self.show_problems(found)
        return not found

    def show_problems(self, problems: Iterable[Problem], head: str = "") -> None:
        """Each problem at its field and as a link in the strip; none clears both."""
        problems = tuple(problems)
        said = {p.field: p.sentence for p in problems}
        for key, field in self.fields.items():
            field.set_problem(said.get(key, ""))
        self.strip.show_problems([self._named(problem) for problem in problems], head)

    def _named(self, problem: Problem) -> Problem:
        """In the strip a problem says which field it is about."""
        label = self.fields[problem.field].label if problem.field in self.fields else ""
        if not label or label in problem.sentence:
            return problem
        return replace(problem, sentence=_("{field}:{problem}").format(field=label, problem=problem.sentence))

    def refuse(self, error: BaseException, *_carried: Any) -> None:
        """Show a failure where it belongs; what is no ``Refused`` goes to the window's dialog."""
        if isinstance(error, Conflict) and error.theirs:
            labels = {k: f.label for k, f in self.fields.items()}
            self.conflict.show_conflict(error, labels, self._words)
        elif isinstance(error, Incomplete):
            self.show_problems(error.problems, error.what)
        elif isinstance(error, Refused) and error.field in self.fields:
            self.show_problems((Problem(error.field, str(error)),), "")
        elif isinstance(error, Refused) or self._counter is None:
            self.show_problems((), str(error))
        else:
            self._counter.unhandled.emit(error)

    def go_to(self, key: str) -> None:
        """Put the cursor into a field and scroll to it."""
        field = self.fields.get(key)
        if field is not None:
            if self._scroll is not None:
                self._scroll.ensureWidgetVisible(field, 20, 60)
            field.editor.setFocus()

    def focus_first(self) -> None:
        """The cursor into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.editor.setFocus()

    def _words(self, key: str, value: Any) -> str:
        return self.fields[key].words_of(value) if key in self.fields else str(value)

    def _decide(self, theirs: dict[str, Any]) -> None:
        for key, value in theirs.items():
            if key in self.fields:
                self.fields[key].set_saved(value)
        self.resolved.emit()

    # --- the draft beside it --------------------------------------------------------------------------

    def keep_drafts(self, subject: str, key: str) -> None:
        """Keep what is typed every few seconds under this name, and offer what a crash left there."""
        self._draft_at = (subject, key)
        self.draft_strip.clear()
        self._counter.ask(self, "draft.of", subject, key, then=self._offer_draft, key="draft")

    def drop_draft(self) -> None:
        """The draft is not needed any more: saved, or given up."""
        self._draft_timer.stop()
        self.draft_strip.clear()
        if self._draft_at is not None:
            self._counter.ask(self, "draft.drop", *self._draft_at)

    def _edited(self) -> None:
        if self._draft_at is not None:
            self._draft_timer.start() if not self._draft_timer.isActive() else None
        self.changed.emit()

    def _keep_draft(self) -> None:
        if self._draft_at is not None and self.is_changed():
            kept = {key: field.kept() for key, field in self.fields.items() if field.is_changed()}
            self._counter.ask(self, "draft.keep", *self._draft_at, kept, then=self._draft_is_kept)

    def _draft_is_kept(self, _answer: Any) -> None:
        self.draft_kept.emit()

    def _offer_draft(self, draft: Any) -> None:
        if draft is not None and not self.is_changed():
            known = {k: v for k, v in draft.values.items() if k in self.fields}
            if any(self.fields[k].kept() != v for k, v in known.items()):
                self.draft_strip.offer(known, draft.at, [self.fields[k].label for k in known])

    def _restore_draft(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            self.fields[key].set_kept(value)


def _of(record: Any, key: str) -> Any:
    return record.get(key) if isinstance(record, Mapping) else getattr(record, key, None)
