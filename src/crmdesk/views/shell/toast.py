"""What was done, for five seconds at the lower left, with 撤销 where it can be taken back."""

from uuid import UUID

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crmdesk.views import theme
from crmdesk.words import _

SECONDS = 5


class Toast(QFrame):
    """``undo(call_id)`` when 撤销 is pressed. It waits while the mouse is on it."""

    undo = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        theme.look(self, "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 10, 7)
        row.setSpacing(theme.M)
        self._words = QLabel(self)
        self._words.setObjectName("toast.words")
        self._button = QPushButton(_("撤销"), self)
        self._button.setObjectName("toast.undo")
        self._button.setToolTip(_("撤销  Ctrl+Z"))
        self._button.clicked.connect(self._undo)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._call: UUID | None = None
        self._left = 0
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, call_id: UUID | None, left: int = 0) -> None:
        """Show it; ``call_id`` None: nothing to take back."""
        self._call = call_id
        self._words.setText(words)
        self.setAccessibleName(words)
        self._button.setVisible(call_id is not None)
        self.adjustSize()
        self.place(left)
        self.show()
        self.raise_()
        self._timer.start()

    def place(self, left: int | None = None) -> None:
        """At the lower left of the page, above the status line; ``left`` is where the page begins."""
        self._left = self._left if left is None else left
        around = self.parentWidget()
        self.move(self._left + theme.L, around.height() - self.height() - 40)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _undo(self) -> None:
        self.hide()
        self.undo.emit(self._call)
