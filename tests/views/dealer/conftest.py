"""A clerk at the window with a dozen dealers: looks for things by their names, types, and waits for what is seen."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from tests.builders import a_dealer

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerClass, DealerKind, DealerStatus
from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter
from crmdesk.views.shell.window import Window

A, B, C = DealerClass

#: code, name, class, city, owner, mobile
DEALERS = (
    ("KH1001", "南京永盛装饰材料有限公司", B, "南京", "孙立", "13820800026"),
    ("KH1002", "宁波宏达建材有限公司", B, "宁波", "孙立", "13823174640"),
    ("KH1003", "合肥鑫源建材有限公司", A, "合肥", "冯媛", "13838874915"),
    ("KH1004", "宁波瑞祥装饰材料有限公司", B, "宁波", "钱进", "13833195026"),
    ("KH1005", "上海金鼎陶瓷有限公司", C, "上海", "李敏", "13855558897"),
    ("KH1006", "杭州华美陶瓷有限公司", A, "杭州", "李敏", "13810881764"),
)


class Clerk:
    """Someone who sits before ``window`` and is signed in to ``desk``."""

    def __init__(self, desk: Desk, counter: Counter, window: Window, qtbot: QtBot) -> None:
        self.desk, self.counter, self.window, self.qtbot = desk, counter, window, qtbot
        self.errors: list[BaseException] = []
        counter.unhandled.connect(self.errors.append)

    @property
    def page(self) -> Any:
        """The page in front."""
        return self.window.here

    def go(self, name: str, record_id: Any = None, **more: Any) -> Any:
        """Open a page; returns it."""
        self.window.go(name, record_id, more)
        return self.page

    def until(self, condition: Callable[[], Any], seconds: float = 10) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=round(seconds * 1000))

    def sees(self, name: str) -> bool:
        """Whether the widget of that name is on the screen."""
        return any(w.isVisible() for root in self._roots() for w in root.findChildren(QWidget, name))

    def find(self, name: str) -> Any:
        """The widget of that name that can be seen, in a dialog or on the page in front."""
        for root in self._roots():
            seen = [w for w in root.findChildren(QWidget, name) if w.isVisible()]
            if seen:
                return seen[-1]
        raise AssertionError(f"nobody sees {name}")

    def _roots(self) -> list[QObject]:
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self.window]
        return [*reversed(tops), self.page, self.window]

    def click(self, name: str) -> None:
        """Click a button, as soon as it is there."""
        self.until(lambda: self.sees(name))
        self.qtbot.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Put the cursor into a field, replace its text, and stay there."""
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        if text.isascii():
            self.qtbot.keyClicks(field, text)
        else:  # an input method commits a word at once
            field.insert(text)

    def leave(self) -> None:
        """Tab."""
        self.qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Tab)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def dialog(self, name: str) -> QDialog:
        """The dialog of that name, as soon as it is there."""
        self.until(lambda: any(d.objectName() == name for d in self._dialogs()))
        return next(d for d in self._dialogs() if d.objectName() == name)

    def answer_file_dialog(self, name: str, path: Path) -> None:
        """Choose a file."""
        dialog = self.dialog(name)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.done(QDialog.DialogCode.Accepted)
        self.window.activateWindow()  # as every window manager does

    @staticmethod
    def _dialogs() -> list[QDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    def codes(self) -> list[str]:
        """The codes that the list in front shows, from top to bottom."""
        rows = self.page.table.rows
        return [row.code if (row := rows.row(at)) else "…" for at in range(rows.rowCount())]


@pytest.fixture
def dealers(desk: Desk) -> dict[str, Any]:
    """Six dealers by their code."""
    return {
        code: a_dealer(
            desk, code=code, name=name, dealer_class=level, city=city, owner=owner, mobile=mobile,
            kind=DealerKind.EXCLUSIVE, status=DealerStatus.ACTIVE, credit_limit=Decimal("120000"),
        )
        for code, name, level, city, owner, mobile in DEALERS
    }  # fmt: skip


@pytest.fixture
def clerk(desk: Desk, counter: Counter, qtbot: QtBot) -> Clerk:
    """At the window, nothing opened yet."""
    window = Window(counter)
    window.resize(1280, 800)
    qtbot.addWidget(window, before_close_func=_give_up)
    window.show()
    qtbot.waitExposed(window)
    return Clerk(desk, counter, window, qtbot)


def _give_up(window: Window) -> None:
    """Let it close without a question."""
    for page in window.pages.values():
        page.give_up()


@pytest.fixture
def listing(clerk: Clerk, dealers: dict[str, Any]) -> Clerk:
    """The clerk, looking at the list of the six dealers."""
    clerk.go("dealer")
    clerk.until(lambda: clerk.page.table.rows.rowCount() == len(dealers))
    return clerk


@pytest.fixture
def someone_else(signed_in: Callable[[Role], Desk]) -> Desk:
    """The same office, opened by the manager on another computer."""
    return signed_in(Role.OFFICE_MGR)
