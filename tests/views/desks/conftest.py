"""Someone at a window whose desk exchanges files with others."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.views.desks.double import Double
from tests.views.person import Person

from crmdesk.desk import Desk
from crmdesk.views.counter import Counter
from crmdesk.views.shell.window import Window


class Sitter(Person):
    """What a person does with packets."""

    @property
    def double(self) -> Any:
        """The desk."""
        return self.desk

    def words(self, name: str) -> str:
        return self.find(name).text()

    def run(self, name: str) -> None:
        action = self.page.qactions[name]
        assert action.isEnabled(), f"{name}: {action.toolTip()}"
        action.trigger()

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
    yield Sitter(desk, counter, window, qtbot)
    counter.close()


@pytest.fixture
def double(desk: Desk) -> Double:
    return Double(desk)


@pytest.fixture
def sitter(double: Double, qtbot: QtBot) -> Iterator[Sitter]:
    yield from seated(double, qtbot)
