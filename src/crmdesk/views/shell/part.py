"""What a group of the settings page is: a widget with changes of its own, or none."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.page import Page


class Part(QWidget):
    """``page`` asks the counter and says what was done; ``body`` takes the widgets and scrolls."""

    def __init__(self, page: Page, *, scrolls: bool = True) -> None:
        super().__init__(page)
        self.page = page
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if scrolls:
            scroll = QScrollArea(self)
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            inside = QWidget()
            theme.look(inside, "clear")
            self.body = QVBoxLayout(inside)
            self.body.setContentsMargins(0, 0, theme.XS, 0)
            scroll.setWidget(inside)
            outer.addWidget(scroll)
        else:
            self.body = outer
        self.body.setSpacing(theme.M)

    def changed_fields(self) -> tuple[str, ...]:
        """Labels of what is not saved."""
        return ()

    def give_up(self) -> None:
        """Drop what is not saved."""

    def save(self, then: Callable[[], None]) -> None:
        """Save it, then call ``then``."""
        then()
