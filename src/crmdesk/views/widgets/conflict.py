"""Someone was quicker: both versions side by side, decided field by field; nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QPushButton, QRadioButton, QWidget

from crmdesk.rules.errors import Conflict
from crmdesk.views import theme
from crmdesk.words import _, sentences


class ConflictStrip(QFrame):
    """``decided(theirs)``: the fields (key → value) where what the other wrote shall stand."""

    decided = Signal(dict)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("form.conflict")
        theme.look(self, "notice")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self._grid.setHorizontalSpacing(theme.L)
        self._choices: dict[str, tuple[QButtonGroup, Any]] = {}
        self.hide()

    def show_conflict(
        self, error: Conflict, labels: Mapping[str, str], words: Callable[[str, Any], str]
    ) -> None:
        """List the fields that differ: mine is chosen at first."""
        self.clear()
        self._put(sentences(error.what, error.do), 0, 0, 4, "strong")
        for at, title in enumerate((_("栏目"), _("我填写的"), error.who or _("对方保存的"))):
            self._put(title, 1, at, 1, "small")
        line = 2
        for key in (k for k in error.theirs if k in error.mine and error.mine[k] != error.theirs[k]):
            self._put(labels.get(key, key), line, 0, 1, "secondary")
            group = QButtonGroup(self)
            for at, (side, value) in enumerate((("mine", error.mine[key]), ("theirs", error.theirs[key]))):
                choice = QRadioButton(words(key, value) or _("(空)"), self)
                choice.setObjectName(f"conflict.{key}.{side}")
                choice.setChecked(at == 0)
                group.addButton(choice, at)
                self._grid.addWidget(choice, line, at + 1)
            self._choices[key] = (group, error.theirs[key])
            line += 1
        button = QPushButton(_("按所选的保存(&S)"), self)
        button.setObjectName("conflict.save")
        button.clicked.connect(self._decide)
        self._grid.addWidget(button, line, 1)
        self._grid.setColumnStretch(3, 1)
        self.show()

    def clear(self) -> None:
        """Nothing to decide."""
        self._choices.clear()
        while self._grid.count():
            old = self._grid.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        self.hide()

    def _put(self, text: str, line: int, column: int, span: int, role: str) -> None:
        label = QLabel(text, self)
        label.setWordWrap(span > 1)
        theme.look(label, role)
        self._grid.addWidget(label, line, column, 1, span)

    def _decide(self) -> None:
        theirs = {key: value for key, (group, value) in self._choices.items() if group.checkedId() == 1}
        self.clear()
        self.decided.emit(theirs)
