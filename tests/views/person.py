"""A person at the window: looks for things by their names, types, clicks, and waits until something is seen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter
from crmdesk.views.shell.window import Window


class Person:
    """Someone who sits before ``window``; ``desk`` is what the person is signed in to."""

    def __init__(self, desk: Desk, counter: Counter, window: Window, qtbot: QtBot) -> None:
        self.desk, self.counter, self.window, self.qtbot = desk, counter, window, qtbot
        self.errors: list[BaseException] = []
        self.said: list[str] = []
        counter.unhandled.connect(self.errors.append)

    @property
    def page(self) -> Any:
        """The page in front."""
        return self.window.here

    def go(self, name: str, record_id: Any = None, **more: Any) -> Any:
        """Open a page; returns it."""
        self.window.go(name, record_id, more)
        return self.page

    def open_form(self, record_id: Any = None, **more: Any) -> Any:
        """Open a complaint and wait until it is shown with its buttons."""
        page = self.go("complaint.form", record_id, **more)
        if record_id is not None:
            self.until(lambda: page.record is not None and page.record.id == record_id and self.has_buttons())
        return page

    def has_buttons(self) -> bool:
        """Whether the ways of the form in front are known."""
        return any(name in self.page.qactions for name in ("complaint.void", "complaint.send"))

    def until(self, condition: Callable[[], Any], seconds: float = 10) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=round(seconds * 1000))

    def find(self, name: str) -> Any:
        """The widget of that name, as soon as it can be seen on the page in front or in a dialog."""
        self.until(lambda: self.sees(name))
        return self._seen(name)

    def sees(self, name: str) -> bool:
        """Whether a widget of that name can be seen now."""
        return self._seen(name) is not None

    def _seen(self, name: str) -> Any:
        for root in (*reversed(self.dialogs()), self.page, self.window):
            seen = [w for w in root.findChildren(QWidget, name) if w.isVisible()]
            if seen:
                return seen[-1]
        return None

    def dialogs(self) -> list[QDialog]:
        """The dialogs that are open."""
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    def click(self, name: str) -> None:
        """Press a button with the mouse."""
        button = self.find(name)
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled(), button.toolTip()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, name: str, word: str) -> None:
        """Choose a word of a drop-down."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        at = box.findText(word)
        assert at >= 0, f"{name} does not offer {word}"
        box.setCurrentIndex(at)

    def type(self, name: str, text: str) -> None:
        """Type into a field in place of what stands there, and leave it with Tab."""
        field = self.find(name)
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClick(field, Qt.Key.Key_Delete)
        self.write(text, field)
        self.qtbot.keyClick(field, Qt.Key.Key_Tab)

    def write(self, text: str, field: QWidget) -> None:
        """Type into what has the focus; Chinese comes as from an input method."""
        if text.isascii():
            self.qtbot.keyClicks(field, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def press(self, keys: str, where: QWidget | None = None) -> None:
        """Press a key with its modifiers, as ``Ctrl+S``, where the focus is."""
        combination = QKeySequence(keys)[0]
        target = where or QApplication.focusWidget() or self.page
        self.qtbot.keyClick(target, combination.key(), combination.keyboardModifiers())

    def told(self) -> str:
        """What the toast says now; empty where there is none."""
        return next((w.text() for w in self.window.findChildren(QLabel, "toast.words") if w.isVisible()), "")

    def texts(self) -> str:
        """Every word on the page in front that can be seen, for what is said somewhere."""
        labels = [w.text() for w in self.page.findChildren(QLabel) if w.isVisible()]
        buttons = [w.text() for w in self.page.findChildren(QAbstractButton) if w.isVisible()]
        return "\n".join((*labels, *buttons))


@pytest.fixture
def seated(signed_in: Callable[[Role], Desk], qtbot: QtBot) -> Iterator[Callable[[Role], Person]]:
    """Seat the person of a role before a window of his own on this test's office."""
    seats: list[Person] = []

    def sit_down(role: Role) -> Person:
        desk = signed_in(role)
        counter = Counter(desk)
        window = Window(counter)
        person = Person(desk, counter, window, qtbot)
        seats.append(person)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return person

    yield sit_down
    for person in seats:
        person.counter.close()
        person.window.deleteLater()


@pytest.fixture
def rep(seated: Callable[[Role], Person]) -> Person:
    """A representative 业务经理 before the window."""
    return seated(Role.REP)
