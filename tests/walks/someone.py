"""Someone who uses the program as it was started: knows words and names on the screen, a mouse and a keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton
TICK = 10  # from the left edge: there is the box of a tick
NOTHING_HELD = Qt.KeyboardModifier.NoModifier


class Someone:
    """Looks at whatever window is open, the newest first."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    # looking

    def until(self, condition: Callable[[], Any], seconds: float = 20) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=round(seconds * 1000))

    def sees(self, name: str) -> bool:
        """Whether the thing of that name is on the screen."""
        return self._seen(name) is not None

    def find(self, name: str) -> Any:
        """The thing of that name, as soon as it is on the screen."""
        self.until(lambda: self.sees(name))
        return self._seen(name)

    def _seen(self, name: str) -> Any:
        for window in self._windows():
            if window.objectName() == name:
                return window
            seen = [part for part in window.findChildren(QWidget, name) if part.isVisible()]
            if seen:
                return seen[-1]
        return None

    @staticmethod
    def _windows() -> list[QWidget]:
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return sorted(shown, key=lambda window: window.objectName() == "window")  # dialogs stand before it

    def window(self) -> QWidget:
        """The large window, in front, once it takes keys and files (a moment after it is first seen)."""
        self.until(lambda: not self.sees("start") and self.sees("window"))
        self.until(lambda: self._seen("window").actions())
        window: QWidget = self._seen("window")
        window.activateWindow()
        self.until(window.isActiveWindow)
        return window

    def words(self) -> str:
        """Every word that can be read on the screen."""
        kinds = (QLabel, QAbstractButton)
        parts = [part for w in self._windows() for kind in kinds for part in w.findChildren(kind)]
        return "\n".join(part.text() for part in parts if part.isVisible())

    def reads(self, *words: str) -> None:
        """Wait until these words stand on the screen."""
        for said in words:
            self.until(lambda said=said: said in self.words())

    def rows(self, name: str) -> list[Any]:
        """The rows that a list shows, from top to bottom; an empty list of a list that is still being read."""
        rows = self.find(name).rows
        shown = [rows.row(at) for at in range(min(rows.rowCount(), 100))]
        return [] if None in shown else shown

    # mouse

    def click(self, name: str) -> None:
        """Press a button, which must not be grey."""
        self.until(lambda: (there := self._seen(name)) is not None and there.isEnabled())
        button = self._seen(name)
        middle = button.rect().center()
        at = QPoint(TICK, middle.y()) if isinstance(button, QCheckBox) else middle
        self._qtbot.mouseClick(button, LEFT, pos=at)

    def click_words(self, words: str) -> None:
        """Press the button that is called so."""

        def called() -> list[QAbstractButton]:
            buttons = [b for w in self._windows() for b in w.findChildren(QAbstractButton)]
            return [b for b in buttons if b.isVisible() and words in (b.accessibleName() or b.text())]

        self.until(called)
        self._qtbot.mouseClick(called()[0], LEFT)

    def click_tab(self, name: str, word: str) -> None:
        """Bring a tab to the front."""
        bar = self.find(name)
        bar = bar if isinstance(bar, QTabBar) else bar.tabBar()
        at = next(at for at in range(bar.count()) if word in bar.tabText(at))
        self._qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(at).center())

    def choose(self, name: str, word: str) -> None:
        """Choose a word of a drop-down or of a list of groups."""
        box = self.find(name)
        if isinstance(box, QListWidget):
            item = box.findItems(word, Qt.MatchFlag.MatchExactly)[0]
            self._qtbot.mouseClick(box.viewport(), LEFT, pos=box.visualItemRect(item).center())
            return
        assert isinstance(box, QComboBox)
        at = box.findText(word)
        assert at >= 0, f"{name} does not offer {word}"
        box.setFocus()
        self._qtbot.keyClick(box, Qt.Key.Key_Home)
        while box.currentIndex() != at:
            self._qtbot.keyClick(box, Qt.Key.Key_Down)

    def drop(self, path: Path) -> None:
        """Drag a file over the window and let it fall."""
        window = self.window()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        held = (Qt.DropAction.CopyAction, mime, LEFT, NOTHING_HELD)
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(90, 90), *held))
        QApplication.sendEvent(self.find("drop"), QDropEvent(QPointF(90, 90), *held))

    # keyboard

    def type(self, name: str, text: str) -> None:
        """Write into a field in place of what stands there, and leave it with Tab."""
        self.put_cursor(name)
        self.type_here(text)
        self.press("Tab")

    def put_cursor(self, name: str) -> None:
        """Put the cursor into a field, whose window comes to the front as with every window manager."""
        field = self.find(name)
        field.window().activateWindow()
        field.setFocus()
        self.until(field.hasFocus)

    def type_here(self, text: str) -> None:
        """Write into the field that has the cursor, in place of what stands there."""
        field: Any = QApplication.focusWidget()
        field = field.lineEdit() if isinstance(field, QComboBox) else field
        assert isinstance(field, QLineEdit | QPlainTextEdit), field
        field.selectAll()
        self._qtbot.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            self._qtbot.keyClicks(field, text)
        else:  # as an input method does
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(field, event)

    def press(self, keys: str) -> None:
        """Press a key with what is held down, as ``Ctrl+S``, where the cursor is."""
        combination = QKeySequence(keys)[0]
        popup = QApplication.activePopupWidget()
        in_front = popup.focusWidget() or popup if popup else QApplication.focusWidget()
        self._qtbot.keyClick(in_front or self._windows()[0], combination.key(), combination.keyboardModifiers())

    def answer_file_dialog(self, path: Path) -> None:
        """Write a name into the dialog that asks for a file or folder, and press Enter."""
        self.until(lambda: self._file_dialog() is not None)
        dialog = self._file_dialog()
        line = dialog.findChild(QLineEdit)
        line.setText(str(path))
        self._qtbot.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: self._file_dialog() is None)
        self.window()

    def _file_dialog(self) -> QFileDialog | None:
        return next((w for w in self._windows() if isinstance(w, QFileDialog)), None)
