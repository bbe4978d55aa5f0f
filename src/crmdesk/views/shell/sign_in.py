"""Signing in: user name, password, and whether to stay signed in on this computer."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.errors import Refused
from crmdesk.views import memory, theme
from crmdesk.views.widgets.fields import CodeField, PasswordField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _


class SignIn(QWidget):
    """``tried(login, password, stay)``; ``other()``: another database."""

    tried = Signal(str, str, bool)
    other = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        self._office, self._place = QLabel(self), QLabel(self)
        theme.look(self._office, "title")
        theme.look(self._place, "secondary")
        box.addWidget(self._office)
        box.addWidget(self._place)
        self.form = Form(self, None, scrolls=False)
        section = self.form.section(_("登录"))
        self._login = CodeField("sign_in.login", _("用户名"), required=True)
        self._password = PasswordField("sign_in.password", _("密码"), required=True)
        section.row(self._login)
        section.row(self._password)
        self._stay = QCheckBox(_("在这台电脑上保持登录(&K)"), self)
        self._stay.setObjectName("sign_in.stay")
        self._stay.setToolTip(_("十四天内不用再写密码;公用电脑请不要勾选"))
        section.put(self._stay)
        box.addWidget(self.form)
        row = QHBoxLayout()
        other, go = QPushButton(_("换一个数据库(&O)"), self), QPushButton(_("登录(&L)"), self)
        other.setObjectName("sign_in.other")
        go.setObjectName("sign_in.go")
        theme.look(go, "main")
        other.clicked.connect(self.other)
        go.clicked.connect(self._try)
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(go)
        box.addLayout(row)
        self._login.editor.returnPressed.connect(self._go_on)
        self._password.editor.returnPressed.connect(self._try)

    def prepare(self, office: Any, place: str, login: str) -> None:
        """Say which office this is, and who came last."""
        self._office.setText(office.name)
        self._place.setText(place)
        self._login.set_saved(login or str(memory.get("login/last", "")))
        self._password.set_saved("")

    def focus(self) -> None:
        """The cursor where something is missing."""
        (self._password if self._login.value() else self._login).editor.setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def refuse(self, error: Exception) -> None:
        """Show why it did not work; the password is to be written again."""
        self._password.set_value("")
        self.form.refuse(error if isinstance(error, Refused) else Refused(str(error)))
        self._password.editor.setFocus()

    def _go_on(self) -> None:
        """Enter after the user name: to the password, or in where that is written already."""
        if self._password.value():
            self._try()
        else:
            self._password.editor.setFocus()

    def _try(self) -> None:
        if self.form.check():
            memory.keep("login/last", self._login.value())
            self.tried.emit(self._login.value(), self._password.value(), self._stay.isChecked())
