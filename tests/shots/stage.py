"""The stage: one window of the program, what a person does at it, and its picture with every dialog over it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QInputMethodEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QWidget

from crmdesk.views import theme
from crmdesk.views.counter import Counter, Request
from crmdesk.views.shell.window import Window
from tests.shots.offices import Offices
from tests.shots.scenes import Scene

QUIET_MS = 320  # longer than any timer that waits for the next key
PATIENCE_S = 30
TITLE_BAR = 30


class Unseen(AssertionError):
    """What the scene looks for did not appear."""


class Watched(Counter):
    """A counter that knows how many questions are not answered yet."""

    under_way = 0

    def ask(self, *what: Any, **words: Any) -> Request:
        self.under_way += 1
        return super().ask(*what, **words)

    @Slot(object, str, object)
    def _hand_over(self, request: Request, kind: str, answer: Any) -> None:
        super()._hand_over(request, kind, answer)
        if kind != "progress":
            self.under_way -= 1


class Stage:
    """``window`` is what is shown; ``desk`` the office behind it (None before one is open)."""

    def __init__(self, offices: Offices, size: tuple[int, int]) -> None:
        self.offices = offices
        self.size = size
        self.window: Any = None
        self.desk: Any = None
        self.counter: Watched | None = None
        self.before_each: Callable[[], object] | None = None  # again before each picture: what goes by itself
        self.at_end: Callable[[], object] = lambda: None  # what the scene must put right again
        self.never_quiet = False  # something goes on while the picture is taken
        self._desks: list[Any] = []

    # --- beginning and end ----------------------------------------------------------------------------

    def begin(self, scene: Scene) -> None:
        """Sit somebody down before the window."""
        if scene.office:
            self.desk = self.offices.open(scene.office, scene.login)
            self.counter = Watched(self.desk)
            self.show(Window(self.counter))
            self.window.count()
        scene.make(self)
        self.quiet()

    def show(self, window: QWidget) -> None:
        """Put a window on the stage."""
        self.window = window
        window.move(0, 0)
        window.resize(*self.size)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)

    def other(self, login: str) -> Any:
        """Another person's desk on the same office."""
        return self.keep(self.offices.second(self.desk, login))

    def keep(self, desk: Any) -> Any:
        """Close this desk at the end."""
        self._desks.append(desk)
        return desk

    def end(self) -> None:
        """Leave nothing behind."""
        self.at_end()
        self.never_quiet = False
        for page in getattr(self.window, "pages", {}).values():
            page.give_up()
        self.quiet()
        if self.counter is not None:
            self.counter.close()
        for top in self._tops():
            top.hide()  # the window owns it
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        for desk in (*self._desks, *([self.desk] if self.desk else [])):
            desk.close()

    # --- what a person does ---------------------------------------------------------------------------

    @property
    def page(self) -> Any:
        """The page in front."""
        return self.window.here

    def go(self, name: str, record_id: Any = None, **more: Any) -> Any:
        """Open a page; returns it when its data are there."""
        self.window.go(name, record_id, more)
        self.quiet()
        return self.page

    def quiet(self) -> None:
        """Wait until nothing is asked for and nothing more is about to happen."""
        until = time.monotonic() + PATIENCE_S
        still_since = time.monotonic()
        while time.monotonic() - still_since < QUIET_MS / 1000:
            _turn()
            if self.counter is not None and self.counter.under_way and not self.never_quiet:
                still_since = time.monotonic()
            if time.monotonic() > until:
                raise Unseen(f"still busy after {PATIENCE_S} s")

    def until(self, condition: Callable[[], Any]) -> None:
        """Wait until something is so."""
        until = time.monotonic() + PATIENCE_S
        while not condition():
            _turn()
            if time.monotonic() > until:
                raise Unseen("waited for nothing")

    def find(self, name: str) -> Any:
        """The widget of that objectName that can be seen, in a dialog first."""
        self.until(lambda: self._seen(name) is not None)
        return self._seen(name)

    def _seen(self, name: str) -> Any:
        for root in (*reversed(self._tops()), self.page if self.counter else None, self.window):
            if root is None:
                continue
            if root.objectName() == name:
                return root
            seen = [w for w in root.findChildren(QWidget, name) if w.isVisible()]
            if seen:
                return seen[-1]
        return None

    def click(self, name: str) -> None:
        """Press a button."""
        button = self.find(name)
        assert isinstance(button, QAbstractButton), name
        assert button.isEnabled(), f"{name}: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.quiet()

    def run(self, name: str) -> None:
        """Take an action of the page in front, wherever its button is."""
        self.page.qactions[name].trigger()
        self.quiet()

    def open_menu(self) -> None:
        """The menu behind … of the page in front."""
        header = self.page.header
        place = header.menu_button.mapToGlobal(header.menu_button.rect().bottomRight())
        header.menu.popup(place - QPoint(header.menu.sizeHint().width(), 0))
        self.quiet()

    def type(self, name: str, text: str) -> None:
        """Write into a field in place of what stands there; the cursor stays in it."""
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(field, event)
        self.quiet()

    def type_keys(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.quiet()

    def press(self, keys: str) -> None:
        """Press a key with its modifiers where the focus is."""
        combination = QKeySequence(keys)[0]
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.quiet()

    def choose(self, name: str, word: str) -> None:
        """Choose a word of a drop-down."""
        box = self.find(name)
        assert isinstance(box, QComboBox), name
        box.setCurrentIndex(max(box.findText(word), 0))
        self.quiet()

    # --- the picture ----------------------------------------------------------------------------------

    def take(self, path: Path) -> None:
        """Save what is on the stage, with each dialog, menu and list where it stands."""
        if self.before_each is not None:
            self.before_each()
        self.quiet()
        ratio = self.window.devicePixelRatioF()
        canvas = QPixmap(self.window.size() * ratio)
        canvas.setDevicePixelRatio(ratio)
        canvas.fill(QColor(theme.colours().page))
        painter = QPainter(canvas)
        painter.drawPixmap(0, 0, self.window.grab())
        corner = self.window.mapToGlobal(QPoint(0, 0))
        for top in self._tops():
            _draw(painter, top, top.mapToGlobal(QPoint(0, 0)) - corner)
        painter.end()
        path.parent.mkdir(parents=True, exist_ok=True)
        canvas.save(str(path))

    def _tops(self) -> list[QWidget]:
        """What stands over the window: dialogs first, then menus and lists."""
        tops = [
            w for w in QApplication.topLevelWidgets()
            if w.isVisible() and w is not self.window and w.width() > 1 and w.metaObject().className() != "QTipLabel"
        ]  # fmt: skip
        return sorted(tops, key=lambda w: not isinstance(w, QDialog))

    def everything(self) -> list[QWidget]:
        """The window and what stands over it."""
        return [self.window, *self._tops()]


def _turn() -> None:
    """What the event loop does in a moment, old widgets that are let go included."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    time.sleep(0.004)


def _draw(painter: QPainter, top: QWidget, place: QPoint) -> None:
    c, inside = theme.colours(), QRect(place, top.size())
    framed = isinstance(top, QDialog) and top.windowType() is not Qt.WindowType.Popup
    around = inside.adjusted(0, -TITLE_BAR, 0, 0) if framed else inside
    painter.fillRect(around.adjusted(-6, -6, 6, 8), QColor(0, 0, 0, 28))
    if framed:
        painter.fillRect(around, QColor(c.navigation))
        painter.setPen(QColor(c.text))
        painter.setFont(theme.font(9.5))
        head = QRect(around.topLeft(), around.topRight() + QPoint(0, TITLE_BAR))
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, top.windowTitle())
    painter.drawPixmap(place, top.grab())
    painter.setPen(QColor(c.secondary))
    painter.drawRect(around.adjusted(-1, -1, 0, 0))
