"""为另一台电脑准备数据库, 停用, 换新身份: each a card that says what will happen before it does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.rules.desks import DeskInfo
from crmdesk.views.packet_card import AskCard
from crmdesk.views.widgets.fields import IntegerField, TextField
from crmdesk.words import _


class CopyCard(AskCard):
    """``named(name)``: a database for a desk of this name is wanted."""

    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("desk.copy", parent)
        self.name = TextField(
            "desk.copy.name", _("那台电脑叫什么"), self, required=True, help=_("例如:郑经理的笔记本")
        )
        self.name.setMaximumWidth(360)
        self.name.editor.returnPressed.connect(self._go)
        self.put(self.name)
        self.go = self.add_button("go", _("选择存放的位置(&Y)"), self._go, main=True)
        self.add_button("leave", _("不做(&N)"), self.shut)

    def begin(self) -> None:
        """Ask for the name."""
        self.say(
            _("为另一台电脑准备数据库"),
            _("做好的文件里有本办事处现在的全部资料,并且已经和本机结识。用 U 盘拷到那台电脑,"
              "在那边用 crmdesk 打开;以后两边用文件包互通。请当面交接,别放进公共文件夹。"),
        )  # fmt: skip
        self.name.set_saved("")
        self.come(self.name.editor)

    def _go(self) -> None:
        if self.name.value():
            self.named.emit(self.name.value())
        else:
            self.name.set_problem(_("请写那台电脑的名称。"))
            self.name.editor.setFocus()


class RevokeCard(AskCard):
    """``revoked(desk id, from sequence or None)``."""

    revoked = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("desk.revoke", parent)
        self._desk: DeskInfo | None = None
        self.since = IntegerField(
            "desk.revoke.since", _("从它的第几条记录起不收"), self, help=_("空着:已经收到的都算数,以后的都不收。")
        )
        self.since.setMaximumWidth(360)
        self.put(self.since)
        self.add_button("go", _("停用(&Y)"), self._go, main=True)
        self.add_button("leave", _("不停用(&N)"), self.shut)

    def show_desk(self, desk: DeskInfo) -> None:
        """Ask about this desk."""
        self._desk = desk
        self.say(
            _("停用「{name}」?").format(name=desk.name),
            _("电脑丢失或换人时停用。它以后的文件包不再收,也不再给它做;已经并入的 {n} 条记录都留着。").format(
                n=f"{desk.entries:,}"
            ),
        )
        self.since.set_saved(None)
        self.come(self.since.editor)

    def _go(self) -> None:
        assert self._desk is not None
        wrong = self.since.unreadable()
        self.since.set_problem(wrong)
        if not wrong:
            self.revoked.emit(self._desk.id, self.since.value())


class RenewCard(AskCard):
    """``renewed()``: this desk takes a new identity."""

    renewed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("desk.renew", parent)
        self.go = self.add_button("go", _("换新身份(&Y)"), self.renewed.emit, main=True)
        self.add_button("leave", _("不换(&N)"), self.shut)

    def begin(self) -> None:
        """Say when this is needed."""
        self.say(
            _("给本机换新身份?"),
            _("从备份恢复过数据库以后要换一次,否则别的电脑会拒收本机的文件包。"
              "换了以后,请把新名片交给其他电脑,重新对一次指纹。资料一条也不变。"),
        )  # fmt: skip
        self.come(self.go)
