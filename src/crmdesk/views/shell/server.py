"""A database on a PostgreSQL server: where it is, and who one is there. The password is asked for every time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.errors import Problem
from crmdesk.services.server_place import PORT, Server
from crmdesk.views import theme
from crmdesk.views.widgets.fields import CodeField, PasswordField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _

HIGHEST_PORT = 65_535
WRONG_PASSWORD = "wrong-database-password"


class ServerPage(QWidget):
    """``wanted(server, password)`` when everything is filled in."""

    wanted = Signal(object, str)
    back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        head, note = QLabel(_("连接 PostgreSQL 服务器"), self), QLabel(self)
        note.setText(_("几台电脑共用一个办事处时用它。数据库是空的,就在里面新建办事处。"))
        note.setWordWrap(True)
        theme.look(head, "title")
        theme.look(note, "secondary")
        box.addWidget(head)
        box.addWidget(note)
        self.form = Form(self, None, scrolls=False)
        section = self.form.section(_("服务器"))
        section.row(
            (CodeField("server.host", _("服务器地址"), required=True, help=_("名称或 IP 地址,请问管理员")), 8),
            (CodeField("server.port", _("端口"), required=True), 4),
        )
        section.row(TextField("server.database", _("数据库名"), required=True))
        section.row(
            CodeField("server.user", _("数据库用户名"), required=True),
            PasswordField("server.password", _("数据库密码"), help=_("不保存在这台电脑上,每次打开时填写")),
        )
        box.addWidget(self.form)
        box.addLayout(self._buttons())
        for field in self.form.fields.values():
            field.editor.returnPressed.connect(self._connect)
        self._more: tuple[tuple[str, str], ...] = ()
        self.prepare(None)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        back, go = QPushButton(_("返回(&B)"), self), QPushButton(_("连接(&C)"), self)
        back.setObjectName("server.back")
        go.setObjectName("server.connect")
        theme.look(go, "main")
        back.clicked.connect(self.back)
        go.clicked.connect(self._connect)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(go)
        return row

    def prepare(self, server: Server | None) -> None:
        """Show a server that is known; the password is never."""
        self._more = server.more if server else ()
        self.form.load(
            {"host": server.host, "port": str(server.port), "database": server.database, "user": server.user}
            if server
            else {"port": str(PORT)}
        )

    def focus(self) -> None:
        """The cursor where something is missing."""
        empty = next((f for f in self.form.fields.values() if f.is_empty()), self.form.fields["password"])
        empty.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: Exception) -> None:
        """Show why it did not work; a wrong password is to be written again."""
        self.form.refuse(error)
        if getattr(error, "code", "") == WRONG_PASSWORD:
            self.form.fields["password"].set_value("")
            self.form.fields["password"].editor.setFocus()
        else:
            self.focus()

    def _connect(self) -> None:
        if not self.form.check():
            return
        said = self.form.values()
        if not said["port"].isdecimal() or not 0 < int(said["port"]) <= HIGHEST_PORT:
            self.form.show_problems((Problem("port", _("端口是 1 到 65535 的数字")),))
            return
        server = Server(said["host"], said["database"], said["user"], int(said["port"]), self._more)
        self.wanted.emit(server, said["password"])
