"""F1: every key there is, drawn from the actions themselves, so that it is never out of date."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crmdesk.views import theme
from crmdesk.words import _

#: A group: title, and pairs of key and what it does.
Group = tuple[str, Sequence[tuple[str, str]]]


def native(shortcut: str) -> str:
    """A key as it is written on this system."""
    native_text = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) or shortcut
    return native_text.replace("Return", "Enter")  # as it is printed on the key


def _two_columns(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """The groups in order, the break where both columns are nearly equally long."""
    lines = [len(keys) + 2 for _title, keys in groups]
    breaks = range(len(groups) + 1)
    at = min(breaks, key=lambda n: max(sum(lines[:n]), sum(lines[n:])))
    return list(groups[:at]), list(groups[at:])


class HelpSheet(QDialog):
    """The sheet of keys."""

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle(_("快捷键"))
        self.resize(min(760, parent.width() - 60), min(740, parent.height() - 40))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        scroll = QScrollArea(self)
        scroll.setObjectName("help.scroll")
        scroll.setAccessibleName(_("快捷键"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        theme.look(inside, "clear")
        sides = QHBoxLayout(inside)
        sides.setSpacing(theme.XL)
        for side in _two_columns([group for group in groups if group[1]]):
            column = QVBoxLayout()
            column.setSpacing(theme.L)
            for title, keys in side:
                column.addWidget(self._group(title, keys, inside))
            column.addStretch(1)
            sides.addLayout(column, 1)
        scroll.setWidget(inside)
        outer.addWidget(scroll)

    def _group(self, title: str, keys: Sequence[tuple[str, str]], parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        head = QLabel(title, holder)
        theme.look(head, "heading")
        grid.addWidget(head, 0, 0, 1, 2)
        for line, (key, words) in enumerate(keys, 1):
            name, text = QLabel(native(key), holder), QLabel(words, holder)
            theme.look(name, "key")
            text.setWordWrap(True)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, line, 1)
        grid.setColumnMinimumWidth(0, 110)
        grid.setColumnStretch(1, 1)
        return holder
