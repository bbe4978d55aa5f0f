"""F1: every key there is, drawn from the actions themselves, so that it is never out of date."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.words import _

#: A group: title, and pairs of key and what it does.
Group = tuple[str, Sequence[tuple[str, str]]]


def native(shortcut: str) -> str:
    """A key as it is written on this system."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) or shortcut


class HelpSheet(QDialog):
    """The sheet of keys."""

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle(_("快捷键"))
        self.resize(min(720, parent.width() - 60), min(560, parent.height() - 60))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        scroll = QScrollArea(self)
        scroll.setObjectName("help.scroll")
        scroll.setAccessibleName(_("快捷键"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        theme.look(inside, "clear")
        columns = QGridLayout(inside)
        columns.setHorizontalSpacing(theme.XL)
        columns.setVerticalSpacing(theme.L)
        shown = [group for group in groups if group[1]]
        for at, (title, keys) in enumerate(shown):
            columns.addWidget(self._group(title, keys, inside), at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        columns.setRowStretch(len(shown), 1)
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        scroll.setWidget(inside)
        outer.addWidget(scroll)

    def _group(self, title: str, keys: Sequence[tuple[str, str]], parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
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
