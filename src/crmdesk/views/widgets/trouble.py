"""A refusal that stands in the page: what happened, what was kept, what to do; never a tower of dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.errors import Refused
from crmdesk.views import theme
from crmdesk.words import _, sentences


class Trouble(QFrame):
    """``show_error(error)``; hidden while all is well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        theme.look(self, "notice")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        box.setSpacing(2)
        self.what, self.do = QLabel(self), QLabel(self)
        self.what.setObjectName("trouble.what")
        self.do.setObjectName("trouble.do")
        theme.look(self.what, "strong")
        for label in (self.what, self.do):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(label)
        self.hide()

    def show_error(self, error: BaseException) -> None:
        """Say what was refused; anything else is a fault of the program, which the window's dialog tells."""
        if isinstance(error, Refused):
            self.show_words(error.what, sentences(error.kept, error.do))
        else:
            self.show_words(
                _("程序出了意外,没有办成。"), _("没有写入任何内容。可以再试一次,或者换一个文件。")
            )

    def show_words(self, what: str, do: str) -> None:
        """Say this."""
        self.what.setText(what)
        self.do.setText(do)
        self.do.setVisible(bool(do))
        self.setAccessibleName(what)
        self.show()

    def clear(self) -> None:
        """All is well."""
        self.hide()
