"""The one question of the first start: three ways to begin, each with a sentence; the last also to a server."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _


class Question(QWidget):
    """``chosen`` new, demo, open or server."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        head, note = QLabel(_("您要从哪里开始?"), self), QLabel(_("以后可以随时换另一个。"), self)
        theme.look(head, "title")
        theme.look(note, "secondary")
        box.addWidget(head)
        box.addWidget(note)
        self._said = QLabel(self)
        self._said.setObjectName("start.said")
        self._said.setWordWrap(True)
        theme.look(self._said, "problem-box")
        self._said.hide()
        box.addWidget(self._said)
        self._ways = [
            _Way("new", "building-2", _("新建办事处"), _("填写名称和第一位用户,马上开始录入或导入客户名单"), self),
            _Way("demo", "eye", _("打开示例办事处"), _("里面有三百家客户和几个月的记录,可以随便试"), self),
            _Way("open", "folder-open", _("打开已有数据库"), _("选择本机上的办事处数据库文件"), self),
        ]
        for way in self._ways:
            way.clicked.connect(self._choose)
            box.addWidget(way)
        box.addWidget(self._way_to_server(), 0, Qt.AlignmentFlag.AlignLeft)

    def _way_to_server(self) -> QPushButton:
        link = QPushButton(_("数据在服务器上?连接 PostgreSQL 服务器…(&S)"), self)
        link.setObjectName("start.server")
        theme.look(link, "quiet")
        link.clicked.connect(self._choose_server)
        return link

    def focus(self) -> None:
        """The cursor on the first way."""
        self._ways[0].setFocus()

    def say(self, words: str) -> None:
        """What went wrong."""
        self._said.setText(words)
        self._said.show()

    def _choose_server(self) -> None:
        self._said.hide()
        self.chosen.emit("server")

    def _choose(self) -> None:
        self._said.hide()
        self.chosen.emit(self.sender().way)


class _Way(EnterButton):
    """A large button: icon, what it is, and in grey what happens then."""

    def __init__(self, way: str, icon: str, words: str, more: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.way = way
        self.setObjectName(f"start.{way}")
        self.setAccessibleName(f"{words}: {more}")
        theme.look(self, "choice")
        sign, head, note = QLabel(self), QLabel(words, self), QLabel(more, self)
        theme.dress(sign, icon, "accent", 24)
        theme.look(head, "strong")
        theme.look(note, "secondary")
        note.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(2)
        grid.addWidget(sign, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(head, 0, 1)
        grid.addWidget(note, 1, 1)
        grid.setColumnStretch(1, 1)
        for label in (sign, head, note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())
