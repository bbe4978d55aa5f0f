"""The one question on leaving a form: 保存, 放弃 or 继续填写; it names the fields that are not saved."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.words import _, listed


class LeaveQuestion(QDialog):
    """``answered("save" | "drop" | "stay")``; Esc stays."""

    answered = Signal(str)

    def __init__(self, labels: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("leave")
        self.setWindowTitle(_("还没有保存"))
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        box.setSpacing(theme.M)
        head = QLabel(_("还有 {count} 处改动没有保存").format(count=len(labels)), self)
        theme.look(head, "heading")
        named = QLabel(listed(labels), self)
        named.setObjectName("leave.fields")
        named.setWordWrap(True)
        named.setMinimumWidth(360)
        box.addWidget(head)
        box.addWidget(named)
        row = QHBoxLayout()
        row.addStretch(1)
        for answer, words, role in (
            ("stay", _("继续填写(&C)"), "button"),
            ("drop", _("放弃(&D)"), "button"),
            ("save", _("保存(&S)"), "main"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"leave.{answer}")
            theme.look(button, role)
            button.setProperty("answer", answer)
            button.clicked.connect(self._say)
            button.setDefault(answer == "save")
            row.addWidget(button)
        box.addLayout(row)

    def _say(self) -> None:
        answer = self.sender().property("answer")
        self.accept()
        self.answered.emit(answer)
