"""What stands where a list is empty: a sentence what belongs here, and the ways to get it (design 14)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.views import theme


class Empty(QWidget):
    """``show_words(icon, head, sentence, buttons)``; make the buttons with ``Page.button``."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.empty")
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        box.addStretch(2)
        self._picture, self.head, self.words = QLabel(self), QLabel(self), QLabel(self)
        self.head.setObjectName(f"{name}.empty.head")
        self.words.setObjectName(f"{name}.empty.words")
        theme.look(self.head, "heading")
        theme.look(self.words, "secondary")
        for part in (self._picture, self.head, self.words):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setWordWrap(part is not self._picture)
            box.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.S)
        row.addLayout(self._buttons)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(3)

    def show_words(self, icon: str, head: str, sentence: str, buttons: Sequence[QPushButton] = ()) -> None:
        """Say this instead of what stood there."""
        theme.dress(self._picture, icon, "secondary", 32)
        self.head.setText(head)
        self.words.setText(sentence)
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for button in buttons:
            button.setText(button.accessibleName())  # the header's button has the mnemonic already
            self._buttons.addWidget(button)
