"""Enter presses the button that has the focus, outside dialogs too: Qt itself knows only the space bar there."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

#: Qt.Key.Key_Return and Key_Enter; the enumeration itself would cost the start 20 ms.
_ENTER = (0x01000004, 0x01000005)


class EnterButton(QPushButton):
    """A push button that Enter presses."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.isEnabled():
            self.click()
            return
        super().keyPressEvent(event)
