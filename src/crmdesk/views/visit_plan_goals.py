"""The goals of the month: a word and a few lines to type into."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from crmdesk.views import theme
from crmdesk.words import _

MOST_LINES = 3
AROUND = 8  # border and padding of the style, and room for its thicker border when it has the focus


class Goals(QWidget):
    """``changed()`` while one types."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._saved = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        word = QLabel(_("本月工作目标"), self)
        theme.look(word, "secondary")
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("visit_plan.goals")
        self.editor.setAccessibleName(_("本月工作目标"))
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(_("例如:南京、镇江两地新品上样 12 家;收回十月到期货款"))
        self.editor.textChanged.connect(self._tell)
        word.setBuddy(self.editor)
        self._fit()
        row.addWidget(word)
        row.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)

    def text(self) -> str:
        """What is typed."""
        return self.editor.toPlainText().strip()

    def set_saved(self, text: str) -> None:
        """Show it as what is saved."""
        self._saved = text.strip()
        if self.text() != self._saved:
            self.editor.setPlainText(self._saved)

    def set_text(self, text: str) -> None:
        """Show it as typed."""
        self.editor.setPlainText(text)

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what is saved."""
        return self.text() != self._saved

    def set_open(self, is_open: bool) -> None:
        """Whether it can be typed into."""
        if self.editor.isReadOnly() == is_open:
            self.editor.setReadOnly(not is_open)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def _fit(self) -> None:
        lines = min(max(self.editor.blockCount(), 1), MOST_LINES)
        more = self.editor.blockCount() > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if more else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.editor.setVerticalScrollBarPolicy(policy)
        self.editor.ensurePolished()
        around = 2 * round(self.editor.document().documentMargin()) + AROUND
        self.editor.setFixedHeight(lines * self.editor.fontMetrics().lineSpacing() + around)

    def _tell(self) -> None:
        self._fit()
        self.changed.emit()
