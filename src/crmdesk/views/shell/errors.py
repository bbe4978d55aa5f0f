"""The error dialog: what happened, what was kept, what to do; details to copy."""

import sys
import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crmdesk import __version__
from crmdesk.rules.errors import Refused
from crmdesk.views import theme
from crmdesk.words import _


def three_parts(error: BaseException) -> tuple[str, str, str]:
    """What happened, what was kept, what to do."""
    if isinstance(error, Refused):
        return error.what, error.kept, error.do
    return (
        _("程序遇到了没有料到的情况,这一步没有办成。"),
        _("数据库里已经保存的内容都在;您正在填写的内容还在窗口里。"),
        _("请再试一次。若再出现,请复制详情发给维护人员。"),
    )


class ErrorDialog(QDialog):
    """Shows one error."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error")
        self.setWindowTitle(_("没有办成"))
        self.setMinimumWidth(460)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        box.setSpacing(theme.M)
        what, kept, do = three_parts(error)
        top = QHBoxLayout()
        sign = QLabel(self)
        theme.dress(sign, "circle-alert", "red", 22)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._words("error.what", what, "heading"), 1)
        box.addLayout(top)
        for name, text in (("error.kept", kept), ("error.do", do)):
            if text:
                box.addWidget(self._words(name, text, "strong" if name == "error.do" else ""))
        self._details = QPlainTextEdit(details(error), self)
        self._details.setReadOnly(True)
        self._details.setObjectName("error.details")
        self._details.setAccessibleName(_("详情"))
        self._details.setMinimumHeight(150)
        self._details.hide()
        box.addWidget(self._details)
        box.addLayout(self._buttons())

    def _words(self, name: str, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(label, role)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        more = QToolButton(self)
        more.setText(_("详情"))
        more.setObjectName("error.more")
        more.setCheckable(True)
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme.look(more, "button")
        theme.dress(more, "chevron-down", "secondary", 16)
        more.toggled.connect(self._details.setVisible)
        more.toggled.connect(self.adjustSize)
        row.addWidget(more)
        row.addStretch(1)
        for name, words, run, role in (
            ("error.copy", _("复制详情(&C)"), self.copy, "button"),
            ("error.close", _("知道了(&O)"), self.accept, "main"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            theme.look(button, role)
            button.clicked.connect(run)
            if name == "error.close":
                button.setDefault(True)
                button.setFocus()
            row.addWidget(button)
        return row

    def copy(self) -> None:
        """The details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details.toPlainText())


def details(error: BaseException) -> str:
    """Everything for the person who mends it: version, three parts, code, way through the program."""
    lines = [
        f"crmdesk {__version__} · Python {sys.version.split()[0]}",
        *(p for p in three_parts(error) if p),
    ]
    if isinstance(error, Refused):
        lines.append(f"[{error.code}]")
    return "\n".join([*lines, "", *traceback.format_exception(error)])
