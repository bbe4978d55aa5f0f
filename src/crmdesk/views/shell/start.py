"""Before there is a desk: 新建办事处 / 打开示例办事处 / 打开已有数据库, and signing in."""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.errors import Refused
from crmdesk.services.server_place import Server, without_password
from crmdesk.views import memory, settled, theme
from crmdesk.views.errand import Errand
from crmdesk.views.shell.new_office import NewOffice
from crmdesk.views.shell.question import Question
from crmdesk.views.shell.server import ServerPage
from crmdesk.views.shell.sign_in import SignIn
from crmdesk.words import _


class StartWindow(QWidget):
    """``ready(desk, place, token)``: somebody is signed in. ``failed(error)``: what no page here can show."""

    ready = Signal(object, str, str)
    failed = Signal(object)
    closed = Signal()

    def __init__(self, place: str = "", desk: Any = None, login: str = "") -> None:
        super().__init__()
        self.setObjectName("start")
        self.setWindowTitle("crmdesk")
        self.resize(760, 620)
        self.setMinimumSize(480, 360)
        theme.look(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._place, self._desk, self._login = place, desk, login
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        outer.addWidget(self._stack)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("请稍候"))
        self._bar.hide()
        self._doing = QLabel(self)
        self._doing.setObjectName("start.doing")
        self._doing.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        theme.look(self._doing, "secondary")
        self._doing.hide()
        outer.addWidget(self._doing)
        outer.addWidget(self._bar)
        self.question = Question(self)
        self.question.chosen.connect(self._choose)
        self.new_office = NewOffice(self)
        self.new_office.founded.connect(self._found)
        self.new_office.back.connect(self._ask)
        self.sign_in = SignIn(self)
        self.sign_in.tried.connect(self._sign_in)
        self.sign_in.other.connect(self._ask)
        self.new_office.server_wanted.connect(self._ask_server)
        self.server = ServerPage(self)
        self.server.wanted.connect(self._open_server)
        self.server.back.connect(self._ask)
        for part in (self.question, self.new_office, self.sign_in, self.server):
            self._stack.addWidget(_centred(part, self))
        if desk is not None:
            self._show_sign_in()
        else:
            self._ask()

    # --- the three ways -------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        self._stack.setCurrentIndex(0)
        self.question.focus()

    def _choose(self, way: str) -> None:
        if way == "new":
            self.new_office.lie_in_file()
            self._show_new_office()
        elif way == "server":
            self._ask_server()
        elif way == "demo":
            self._doing.setText(_("正在准备示例办事处,第一次要等几秒钟…"))
            self._run(_open_demo, self._is_demo_open)
        else:
            self._pick_file()

    def _pick_file(self) -> None:
        self._dialog = QFileDialog(self, _("打开已有数据库"))
        self._dialog.setNameFilters([_("办事处数据库 (*.crm)"), _("所有文件 (*)")])
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.open_place)
        self._dialog.open()

    def _show_new_office(self) -> None:
        self._stack.setCurrentIndex(1)
        self.new_office.focus()

    def _ask_server(self) -> None:
        self.server.prepare(Server.of(self._place))
        self._show_server()

    def _show_server(self) -> None:
        self._stack.setCurrentIndex(3)
        self.server.focus()

    def _open_server(self, server: Server, password: str) -> None:
        self._place = server.place
        self._server = server, server.with_password(password)
        self._doing.setText(_("正在连接 {server}…").format(server=server.name))
        self._run(_Open(self._server[1], self._token()), self._is_open, self._server_refused)

    def _server_refused(self, error: Exception) -> None:
        server, address = self._server
        if isinstance(error, Refused) and error.code == "no-office":
            self.new_office.lie_on_server(server.name, address)
            self._show_new_office()
        elif isinstance(error, Refused):
            self.server.refuse(error)
        else:
            self.failed.emit(error)

    def open_place(self, place: str) -> None:
        """Open a database and ask who is there, if nobody stays signed in to it."""
        self._place = place
        self._run(_Open(place, self._token()), self._is_open)

    def _token(self) -> str:
        """Of who stays signed in to this database on this computer; empty where nobody does."""
        return str(memory.get(f"login/{settled.key_of(self._place)}", ""))

    def _is_open(self, desk: Any) -> None:
        if desk.person is not None:
            self.ready.emit(desk, self._place, self._token())
            return
        self._desk = desk
        self._show_sign_in()

    def _is_demo_open(self, answer: tuple[Any, str]) -> None:
        desk, place = answer
        self.ready.emit(desk, place, "")

    def _show_sign_in(self) -> None:
        self.sign_in.prepare(self._desk.office, self._desk.place, self._login)
        self._stack.setCurrentIndex(2)
        self.sign_in.focus()

    def _found(self, place: str, values: dict[str, str]) -> None:
        self._place = without_password(place)
        self._run(_Create(place, values), self._is_founded, self.new_office.refuse)

    def _is_founded(self, desk: Any) -> None:
        memory.keep("login/last", desk.person.login)
        self.ready.emit(desk, self._place, "")

    def _sign_in(self, login: str, password: str, stay: bool) -> None:
        self._run(_SignIn(self._desk, login, password, stay), self._is_signed_in, self.sign_in.refuse)

    def _is_signed_in(self, token: str) -> None:
        self.ready.emit(self._desk, self._place, token)

    # --- errands --------------------------------------------------------------------------------------

    def _run(self, work: Any, then: Any, failed: Any = None) -> None:
        self._errand = Errand(self)
        for answered in (self._errand.done, self._errand.failed):
            answered.connect(self._free)  # first, so that the cursor can be put where something is to be done
        self._errand.done.connect(then)
        self._errand.failed.connect(failed or self.show_refusal)
        self._stack.setEnabled(False)
        self._bar.show()
        self._doing.setVisible(bool(self._doing.text()))
        self._errand.run(work)

    def _free(self, _answer: object) -> None:
        self._stack.setEnabled(True)
        self._bar.hide()
        self._doing.hide()
        self._doing.clear()

    def show_refusal(self, error: Exception) -> None:
        """Say why a database could not be opened: above the question, or where the server is asked for."""
        if not isinstance(error, Refused):
            self.failed.emit(error)
        elif Server.of(self._place) is not None:
            self._ask_server()
            if error.code != "password-needed":  # that it is needed is what the page asks for anyway
                self.server.refuse(error)
        else:
            self._ask()
            self.question.say(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _centred(part: QWidget, parent: QWidget) -> QScrollArea:
    scroll = QScrollArea(parent)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    inside = QWidget()
    theme.look(inside, "clear")
    box = QVBoxLayout(inside)
    box.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
    part.setMaximumWidth(600)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(part, 100)
    row.addStretch(1)
    box.addStretch(1)
    box.addLayout(row)
    box.addStretch(2)
    scroll.setWidget(inside)
    return scroll


class _Open:
    """Opens a database; may take a while when it is brought up to date first."""

    def __init__(self, place: str, token: str) -> None:
        self._place, self._token = place, token

    def __call__(self) -> Any:
        from crmdesk.desk import Desk

        desk = Desk.open(self._place)
        if self._token:
            desk.resume(self._token)
        return desk


class _Create:
    """Makes a new office."""

    def __init__(self, place: str, values: dict[str, str]) -> None:
        self._place, self._values = place, values

    def __call__(self) -> Any:
        from crmdesk.desk import Desk

        return Desk.create(self._place, **self._values)


class _SignIn:
    """Checks a password; gives the token where the person wants to stay signed in."""

    def __init__(self, desk: Any, login: str, password: str, stay: bool) -> None:
        self._desk, self._login, self._password, self._stay = desk, login, password, stay

    def __call__(self) -> str:
        self._desk.sign_in(self._login, self._password)
        return self._desk.stay_signed_in() if self._stay else ""


def demo_folder() -> Path:
    """Where the demo office of this person lies; ``CRMDESK_DEMO`` names another folder."""
    from platformdirs import user_data_path

    named = os.environ.get("CRMDESK_DEMO")
    return Path(named) if named else user_data_path("crmdesk", appauthor=False) / "demo"


def _open_demo() -> tuple[Any, str]:
    """The demo office, built when there is none yet; its first person is signed in."""
    from crmdesk.demo import DATABASE, LOGIN, PASSWORD, build
    from crmdesk.desk import Desk

    place = demo_folder() / DATABASE
    if not place.exists():
        build(demo_folder())
    desk = Desk.open(place)
    desk.sign_in(LOGIN, PASSWORD)
    return desk, str(place)
