"""The search field of a list: it has the focus, searches while one types, and hands the arrow keys to the list."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from crmdesk.views import theme
from crmdesk.words import _

SOON_MS = 30


class SearchLine(QLineEdit):
    """``searched(text)`` a moment after the last key; ``down()`` for the arrow key into the list, ``entered()``
    after Enter, ``escaped()`` after Esc in the empty field (the first Esc empties it)."""

    searched = Signal(str)
    down = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(words)
        self.setAccessibleName(_("查找"))
        self.setToolTip(_("{words}  Ctrl+F").format(words=words))
        self.setClearButtonEnabled(False)
        self.setTextMargins(24, 0, 0, 0)
        self._glass = QLabel(self)
        theme.dress(self._glass, "search", "secondary", 16)
        self._glass.setFixedSize(16, 16)
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._search)
        self._searched = ""
        self.textChanged.connect(self._soon.start)

    def words(self) -> str:
        """What is looked for."""
        return self.text().strip()

    def set_words(self, text: str) -> None:
        """Look for this, at once."""
        self.setText(text)
        self._soon.stop()
        self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.set_words("") if self.text() else self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Wide enough for the grey words."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.placeholderText()) + 62, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._glass.move(10, (self.height() - 16) // 2)

    def _search(self) -> None:
        if self.words() != self._searched:
            self._searched = self.words()
            self.searched.emit(self._searched)
