"""The head of a page: title, count, pills, buttons and a menu; and the button of an action."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.pill import refill
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.page import Action


BETWEEN = 96  # the menu's button, and what stands between title, note, pills and buttons


class Header(QWidget):
    """Title, count, pills, buttons and the menu of a page. Buttons that find no room move into the menu."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.title, self.note = QLabel(self), QLabel(self)
        theme.look(self.title, "title")
        theme.look(self.note, "secondary")
        row.addWidget(self.title)
        row.addWidget(self.note)
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        row.addLayout(self._pills)
        row.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.S)
        row.addLayout(self._buttons)
        self.menu_button = QToolButton(self)
        self.menu_button.setObjectName(f"{name}.menu")
        self.menu_button.setAccessibleName(_("更多操作"))
        self.menu_button.setToolTip(_("更多操作"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.look(self.menu_button, "button")
        theme.dress(self.menu_button, "ellipsis")
        self.menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.menu)
        self.setMinimumHeight(36)
        self._made: list[tuple[Action, QAction, QPushButton | None]] = []

    def set_title(self, text: str, note: str) -> None:
        """Title and the grey words beside it."""
        self.title.setText(text)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._fit()

    def set_pills(self, pills: tuple[tuple[str, str], ...]) -> None:
        """Coloured words beside the title."""
        refill(self._pills, pills, self)

    def set_actions(self, actions: tuple[tuple["Action", QAction], ...]) -> None:
        """Buttons for ``main`` and ``button``, in reading order, the main one last; the rest in the menu."""
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not self.menu_button:
                old.deleteLater()
        self._made = [(a, q, None) for a, q in actions if a.place == "menu"]
        for place in ("button", "main"):
            for a, q in actions:
                if a.place == place:
                    button = ActionButton(a, q, self, main=place == "main")
                    self._buttons.addWidget(button)
                    self._made.append((a, q, button))
        main_at = sum(1 for a, _q, b in self._made if b is not None and a.place == "button")
        self._buttons.insertWidget(main_at, self.menu_button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> Any:
        hint = super().minimumSizeHint()
        hint.setWidth(260)
        return hint

    def _fit(self) -> None:
        """Show as many buttons as there is room for, the main one always; the menu holds the others."""
        room = self.width() - self.title.sizeHint().width() - self.note.sizeHint().width() - BETWEEN
        room -= self._pills.sizeHint().width()
        room -= sum(b.sizeHint().width() + theme.S for a, _q, b in self._made if b and a.place == "main")
        self.menu.clear()
        hidden = []
        for a, q, button in self._made:
            if button is None:
                hidden.append(q)
            elif a.place == "button":
                room -= button.sizeHint().width() + theme.S
                button.setVisible(room >= 0)
                if room < 0:
                    hidden.append(q)
        for q in hidden:
            self.menu.addAction(q)
        self.menu_button.setVisible(bool(hidden))


def with_key(words: str, letter: str) -> str:
    """The words on a button with the letter that presses it, Alt and the letter; without one, the words."""
    return _("{words}(&{letter})").format(words=words, letter=letter) if letter else words


class ActionButton(EnterButton):
    """A button of an action: same word, key, tooltip and state as its menu entry."""

    def __init__(self, action: "Action", qaction: QAction, parent: QWidget, *, main: bool = False) -> None:
        super().__init__(parent)
        self._qaction = qaction
        self.setText(with_key(action.title, action.mnemonic))
        self.setObjectName(action.name)
        self.setAccessibleName(action.title)
        theme.look(self, "main" if main else "button")
        if action.icon:
            theme.dress(self, action.icon, "on_accent" if main else "text", 16)
        self.clicked.connect(qaction.trigger)
        qaction.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._qaction.isEnabled())
        self.setToolTip(self._qaction.toolTip())
