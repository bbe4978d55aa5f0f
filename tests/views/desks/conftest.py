"""Someone at a window whose desk exchanges files with others."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.views.desks.double import Double

from crmdesk.desk import Desk
from crmdesk.views.counter import Counter
from crmdesk.views.shell.window import Window


class Sitter:
    """What a person does and sees."""

    def __init__(self, window: Window, double: Double, qtbot: QtBot) -> None:
        self.window, self.double, self.qtbot = window, double, qtbot

    @property
    def page(self) -> Any:
        return self.window.here

    def go(self, name: str, record_id: Any = None, **more: Any) -> None:
        self.window.go(name, record_id, more)

    def until(self, condition: Any) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def sees(self, name: str) -> bool:
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def find(self, name: str) -> Any:
        self.until(lambda: self.sees(name))
        return next(w for w in self.window.findChildren(QWidget, name) if w.isVisible())

    def words(self, name: str) -> str:
        return self.find(name).text()

    def click(self, name: str) -> None:
        button = self.find(name)
        assert button.isEnabled(), f"{name}: {button.toolTip()}"
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def run(self, name: str) -> None:
        action = self.page.qactions[name]
        assert action.isEnabled(), f"{name}: {action.toolTip()}"
        action.trigger()

    def press(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def told(self) -> str:
        return next((w.text() for w in self.window.findChildren(QLabel, "toast.words") if w.isVisible()), "")

    def save_as(self, path: Any) -> None:
        """Answer the dialog that asks where."""
        self.until(lambda: self.window.findChildren(QFileDialog))
        dialog = self.window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        dialog.close()

    def rows(self, table: Any) -> list[Any]:
        return [row for at in range(table.rows.rowCount()) if (row := table.rows.row(at))]


def seated(desk: Any, qtbot: QtBot) -> Iterator[Sitter]:
    """Someone at the window of a desk."""
    counter = Counter(desk)
    window = Window(counter)
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Sitter(window, desk, qtbot)
    counter.close()


@pytest.fixture
def double(desk: Desk) -> Double:
    return Double(desk)


@pytest.fixture
def sitter(double: Double, qtbot: QtBot) -> Iterator[Sitter]:
    yield from seated(double, qtbot)
