"""What happened, newest first: a title, the time at the right, a grey line of who and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.views import theme
from crmdesk.views.days import today


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; ``at`` is already in words (``time_of``). ``faint``: nothing has happened yet."""

    title: str
    at: str = ""
    note: str = ""
    faint: bool = False


def time_of(instant: datetime) -> str:
    """11-06 10:20 in the time of China; with the year where it is not this one."""
    there = in_china(instant)
    this_year = there.year == today().year
    return there.strftime("%m-%d %H:%M" if this_year else "%Y-%m-%d %H:%M")


class Timeline(QWidget):
    """``show_entries(entries, empty)``; ``empty`` is the sentence where there are none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.S, theme.XS, 0)
        self._box.setSpacing(theme.M)
        self._box.addStretch(1)

    def show_entries(self, entries: Sequence[Entry], empty: str = "") -> None:
        """Show these instead of what stood there."""
        while self._box.count() > 1:
            old = self._box.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if not entries and empty:
            entries = (Entry("", "", empty),)
        for at, entry in enumerate(entries):
            self._box.insertWidget(at, _line(entry, self))


def _line(entry: Entry, parent: QWidget) -> QWidget:
    line = QWidget(parent)
    box = QVBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    if entry.title:
        top = QHBoxLayout()
        title, at = QLabel(entry.title, line), QLabel(entry.at, line)
        theme.look(title, "secondary" if entry.faint else "strong")
        theme.look(at, "small")
        title.setWordWrap(True)
        top.addWidget(title, 1)
        top.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(top)
    if entry.note:
        note = QLabel(entry.note, line)
        note.setWordWrap(True)
        note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(note, "small")
        box.addWidget(note)
    return line
