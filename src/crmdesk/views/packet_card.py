"""A card that stands above the lists of 收发文件包 while something is asked: heading, fields, words, buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.trouble import Trouble


class AskCard(QFrame):
    """``put`` widgets into it, ``add_button`` at its foot. ``shown()`` when it comes, ``closed()``
    after Esc or ``shut``; hidden at first."""

    closed = Signal()
    shown = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setObjectName(name)
        theme.look(self, "card-now")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        box.setSpacing(theme.S)
        self.heading, self.words = QLabel(self), QLabel(self)
        self.heading.setObjectName(f"{name}.heading")
        self.words.setObjectName(f"{name}.words")
        theme.look(self.heading, "heading")
        theme.look(self.words, "secondary")
        self.heading.setWordWrap(True)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble = Trouble(self)
        self.trouble.setObjectName(f"{name}.trouble")
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.S)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        self.buttons.addStretch(1)
        for part in (self.heading, self.words):
            box.addWidget(part)
        box.addLayout(self.body)
        box.addWidget(self.trouble)
        box.addLayout(self.buttons)
        self.hide()

    def put(self, widget: QWidget) -> None:
        """A widget under the words."""
        self.body.addWidget(widget)

    def add_button(self, name: str, word: str, run: Callable[[], object], *, main: bool = False) -> QPushButton:
        """A button at the foot, from left to right; ``run`` is a bound method."""
        button = EnterButton(word, self)
        button.setObjectName(f"{self._name}.{name}")
        theme.look(button, "main") if main else None
        button.clicked.connect(run)
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        return button

    def say(self, heading: str, words: str = "") -> None:
        """Heading and the grey words under it; no trouble any more."""
        self.heading.setText(heading)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setAccessibleName(heading)
        self.trouble.clear()

    def come(self, focus: QWidget) -> None:
        """Show it, with the focus where a person begins."""
        self.show()
        self.shown.emit()
        focus.setFocus()

    def shut(self) -> None:
        """Away with it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)
