"""A new office: name, code, first user, password twice, and where its database shall lie: a file or a server."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.errors import Problem
from crmdesk.views import theme
from crmdesk.views.widgets.fields import CodeField, PasswordField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _


class NewOffice(QWidget):
    """``founded(place, values)`` when everything is filled in; ``server_wanted()``: not in a file."""

    founded = Signal(str, dict)
    back = Signal()
    server_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        head = QLabel(_("新建办事处"), self)
        theme.look(head, "title")
        box.addWidget(head)
        self.form = Form(self, None, scrolls=False)
        office = self.form.section(_("办事处"))
        office.row(
            (TextField("start.office", _("办事处名称"), required=True), 8),
            (CodeField("start.code", _("代码"), required=True, help=_("几个字母,如 HD")), 4),
        )
        self._place = TextField("start.place", _("数据库位置"), required=True)
        office.row(self._place)
        user = self.form.section(_("第一位用户"), _("同时是系统管理员"))
        user.row(
            TextField("start.name", _("姓名"), required=True),
            CodeField("start.login", _("用户名"), required=True, help=_("登录时填写")),
        )
        user.row(
            PasswordField("start.password", _("密码"), required=True, help=_("至少 6 个字符")),
            PasswordField("start.again", _("再写一次密码"), required=True),
        )
        box.addWidget(self.form)
        self.form.fields["office"].changed.connect(self._suggest_place)
        self._own_place = False
        self._address = ""
        self._place.editor.textEdited.connect(self._place_typed)
        self._suggest_place()
        self._go_on_with_enter()
        box.addLayout(self._buttons())

    def _go_on_with_enter(self) -> None:
        """Enter in a field goes on to the next one, in the last one it makes the office."""
        editors = [field.editor for field in self.form.fields.values()]
        for editor, following in pairwise(editors):
            editor.returnPressed.connect(following.setFocus)
        editors[-1].returnPressed.connect(self._found)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._of_file: list[QPushButton] = []
        for name, words, run, role in (
            ("start.back", _("返回(&B)"), self.back.emit, "button"),
            ("start.browse", _("选择位置…(&P)"), self._browse, "button"),
            ("start.on_server", _("放在服务器上…(&S)"), self.server_wanted.emit, "button"),
            ("start.found", _("新建办事处(&N)"), self._found, "main"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            theme.look(button, role)
            button.clicked.connect(run)
            row.addWidget(button)
            if name == "start.on_server":
                row.addStretch(1)
            if name in ("start.browse", "start.on_server"):
                self._of_file.append(button)
        self.lie_in_file()
        return row

    def lie_in_file(self) -> None:
        """The database will be a file, as usual."""
        self._lie("", _("请放在本机硬盘上"))

    def lie_on_server(self, name: str, address: str) -> None:
        """The database is an empty one on a server; ``address`` may hold the password, ``name`` is shown."""
        self._lie(address, _("这个数据库是空的,办事处将建在里面"))
        self._own_place = False
        self._place.set_saved(name)

    def _lie(self, address: str, help: str) -> None:
        self._address = address
        self._place.set_required(True, help)
        self._place.set_read_only(bool(address))
        for button in self._of_file:
            button.setVisible(not address)
        self._suggest_place()

    def focus(self) -> None:
        """The cursor into the first field."""
        self.form.focus_first()

    def refuse(self, error: Exception) -> None:
        """Show why it could not be made."""
        self.form.refuse(error)

    def _suggest_place(self) -> None:
        if not self._own_place and not self._address:
            from platformdirs import user_documents_path

            name = re.sub(r'[\\/:*?"<>|]', "", self.form.fields["office"].value()) or _("办事处")
            self._place.set_saved(str(user_documents_path() / f"{name}.crm"))

    def _place_typed(self, _text: str) -> None:
        self._own_place = True

    def _browse(self) -> None:
        self._dialog = QFileDialog(self, _("数据库放在哪里"))
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setNameFilters([_("办事处数据库 (*.crm)")])
        self._dialog.setDefaultSuffix("crm")
        self._dialog.selectFile(str(self._place.value()))
        self._dialog.fileSelected.connect(self._browsed)
        self._dialog.open()

    def _browsed(self, place: str) -> None:
        self._own_place = True
        self._place.set_value(place)

    def _found(self) -> None:
        if not self.form.check():
            return
        values: dict[str, Any] = self.form.values()
        if values["password"] != values.pop("again"):
            self.form.show_problems((Problem("again", _("两次写的密码不一样")),))
            return
        place = values.pop("place")
        self.founded.emit(self._address or str(Path(place).expanduser()), values)
