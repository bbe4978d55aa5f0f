"""A case in words: its facts, and its timeline of reports, answers and measures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.visit_case import LABELS, VisitCase
from crmdesk.rules.visit_check import BY_KEY
from crmdesk.views.widgets.detail_panel import Facts
from crmdesk.views.widgets.timeline import Entry, time_of
from crmdesk.words import _

_SHORT = ("kind", "dealer_name", "rep_name", "addressee", "opened_on", "deadline", "item")


class CaseFacts(QWidget):
    """Short values beside their labels, what is asked under them."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._facts = Facts(self)
        self._content = QLabel(self)
        self._content.setWordWrap(True)
        self._content.setTextFormat(Qt.TextFormat.PlainText)
        self._content.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._facts)
        box.addWidget(self._content)
        box.addStretch(1)

    def show_case(self, case: VisitCase) -> None:
        """Show these."""
        self._facts.set_facts(tuple((_label(key), _said(case, key)) for key in _SHORT))
        self._content.setText(case.content)


def _label(key: str) -> str:
    return _("期限") if key == "deadline" else _(LABELS[key])


def _said(case: VisitCase, key: str) -> str:
    value = getattr(case, key)
    if key == "item":
        return BY_KEY[value].title if value in BY_KEY else ""
    return "" if value is None else getattr(value, "label", str(value))


def note_entries(case: VisitCase) -> list[Entry]:
    """Each line of the timeline, the newest first: what it is, when, what was said, by whom."""
    entries = []
    for note in case.notes:
        who = note.person
        if note.on_behalf_of:
            who = _("{person} 代 {other}").format(person=note.person, other=note.on_behalf_of)
        entries.append(Entry(f"{note.kind.label} · {who}", time_of(note.at), note.text))
    return entries
