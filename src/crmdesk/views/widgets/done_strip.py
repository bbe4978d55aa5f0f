"""What was written to a file, with 打开: stays until it is closed or the next one comes."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from crmdesk.views import theme
from crmdesk.words import _


class DoneStrip(QFrame):
    """``show_file(words, path)``: 已导出 286 家 … 打开 · 打开文件夹 · ×."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.done")
        theme.look(self, "card")
        self._path: Path | None = None
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.XS, theme.S, theme.XS)
        row.setSpacing(theme.S)
        picture = QLabel(self)
        theme.dress(picture, "circle-check", "green", 18)
        row.addWidget(picture)
        self.words = QLabel(self)
        self.words.setObjectName(f"{name}.done.words")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.words, 1)
        for part, word, run in (
            ("open", _("打开(&P)"), self.open_file), ("folder", _("打开文件夹(&L)"), self.open_folder),
        ):  # fmt: skip
            button = QPushButton(word, self)
            button.setObjectName(f"{name}.done.{part}")
            button.clicked.connect(run)
            row.addWidget(button)
            self._buttons[part] = button
        close = QToolButton(self)
        close.setObjectName(f"{name}.done.close")
        close.setAccessibleName(_("收起"))
        close.setToolTip(_("收起"))
        theme.dress(close, "x", "secondary", 16)
        close.clicked.connect(self.hide)
        row.addWidget(close)
        self.hide()

    def show_file(self, words: str, path: Path, *, opens: bool = True) -> None:
        """Tell what was written, and offer to open it, where it is not meant for another computer (``opens``)."""
        self._path = path
        self._buttons["open"].setVisible(opens)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def open_file(self) -> None:
        """Open the file with the program that the computer has for it."""
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def open_folder(self) -> None:
        """Open the folder in which it lies."""
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
