"""The history beside a record: who changed what and when, newest first; one field can be put back."""

from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.views import theme
from crmdesk.views.counter import Counter, Request
from crmdesk.words import _


class HistoryPanel(QWidget):
    """A tab of the detail panel. ``show_record(subject, id)``; ``put_back(words, request)`` after a field went back."""

    put_back = Signal(str, object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self.setObjectName("history")
        self._record: tuple[str, UUID] | None = None
        self._asked: Request | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.S, theme.XS, 0)
        self._box.setSpacing(theme.M)
        self._box.addStretch(1)

    def show_record(self, subject: str, record_id: UUID) -> None:
        """Load the history of a record."""
        self._record = (subject, record_id)
        self._counter.ask(self, "history.of", subject, record_id, then=self.show_changes, key="history")

    def reload(self) -> None:
        """Load it again."""
        if self._record is not None:
            self.show_record(*self._record)

    def show_changes(self, changes: Any) -> None:
        """Show what ``history.of`` answered."""
        while self._box.count() > 1:
            old = self._box.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        if not changes:
            self._insert(_label(_("还没有改动过。"), "secondary", self))
        for _moment, group in groupby(changes, key=lambda c: (c.at, c.person, c.title)):
            self._insert(self._entry(list(group)))

    def _insert(self, widget: QWidget) -> None:
        self._box.insertWidget(self._box.count() - 1, widget)

    def _entry(self, changes: list[Any]) -> QWidget:
        first = changes[0]
        holder = QWidget(self)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        top = QHBoxLayout()
        top.addWidget(_label(first.title, "strong", holder))
        top.addStretch(1)
        top.addWidget(_label(in_china(first.at).strftime("%m-%d %H:%M"), "small", holder))
        box.addLayout(top)
        who = first.person
        if getattr(first, "on_behalf_of", ""):
            who = _("{person} 代 {other}").format(person=who, other=first.on_behalf_of)
        box.addWidget(_label(who, "small", holder))
        for _entry, own in groupby(changes, key=lambda c: c.entry):
            self._lines(list(own), box, holder)
        if any(change.field == "merged_from" and change.after for change in changes):
            box.addWidget(self._unmerging(first, holder), 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _unmerging(self, change: Any, holder: QWidget) -> QPushButton:
        """The way back from a merge; whether it is still open is said when it is pressed."""
        button = QPushButton(_("撤销合并"), holder)
        button.setObjectName("history.unmerge")
        button.setEnabled(self._counter.may("dealer.unmerge"))
        button.setToolTip(self._counter.why_not("dealer.unmerge"))
        theme.look(button, "link")
        button.clicked.connect(partial(self._ask_unmerge, change.call_id))
        return button

    def _ask_unmerge(self, call_id: UUID) -> None:
        self._counter.ask(self, "dealer.unmerge", call_id, then=self._is_two)

    def _is_two(self, dealer: Any) -> None:
        self.put_back.emit(_("「{name}」又是单独的一家").format(name=dealer.name), None)
        self.reload()

    def _lines(self, changes: list[Any], box: QVBoxLayout, holder: QWidget) -> None:
        """One line per field; what belongs to the record (a demand of a complaint) in one line of its own."""
        is_new = not any(change.before or change.can_put_back for change in changes)
        if is_new and self._record is not None and changes[0].subject != self._record[0]:
            head, *more = (change.after if at == 0 else f"{change.label} {change.after}"
                           for at, change in enumerate(changes))  # fmt: skip
            words = " · ".join((f"{changes[0].label}: {head}", *more))
            box.addWidget(_label(words, "", holder, wraps=True))
            return
        for change in changes:
            if is_new:
                box.addWidget(_label(f"{change.label}: {change.after}", "", holder, wraps=True))
            else:
                box.addWidget(_Line(change, self._ask_back, holder))

    def _ask_back(self, entry: int, field: str, label: str) -> None:
        request = self._counter.ask(
            self, "history.put_back", entry, field, then=self._is_back, carry=(label,)
        )
        self._asked = request

    def _is_back(self, _answer: Any, label: str) -> None:
        self.put_back.emit(_("「{field}」已恢复").format(field=label), self._asked)
        self.reload()


class _Line(QWidget):
    """One field: before → after, and 恢复."""

    def __init__(self, change: Any, back: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._change, self._back = change, back
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        before, after = change.before or _("(空)"), change.after or _("(空)")
        words = _label(f"{change.label}: {before} → {after}", "", self, wraps=True)
        row.addWidget(words, 1)
        if change.can_put_back:
            button = QPushButton(_("恢复"), self)
            button.setObjectName(f"history.put_back.{change.field}")
            button.setAccessibleName(
                _("把「{field}」恢复为 {before}").format(field=change.label, before=before)
            )
            button.setToolTip(button.accessibleName())
            theme.look(button, "link")
            button.clicked.connect(self._go)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _go(self) -> None:
        self._back(self._change.entry, self._change.field, self._change.label)


def _label(text: str, role: str, parent: QWidget, *, wraps: bool = False) -> QLabel:
    made = QLabel(text, parent)
    if wraps:
        made.setWordWrap(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        theme.look(made, role)
    return made
