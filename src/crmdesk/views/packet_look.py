"""What a packet holds, before it is taken in and after: looked at, 并入, and what came of it."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.rules.desks import Applied, PacketState
from crmdesk.views import theme
from crmdesk.views.packet_card import AskCard
from crmdesk.views.packet_rows import size_in_words
from crmdesk.words import _

NAMED = 5  # conflicts that are named one by one


class LookCard(AskCard):
    """``take_in(path)`` for 并入, ``settle()`` for 裁决, ``reply(desk id)`` for a packet back,
    ``read(path)`` for the paper in it, ``get_acquainted()``."""

    take_in = Signal(object)
    settle = Signal()
    reply = Signal(object)
    get_acquainted = Signal()
    read = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("packet.look", parent)
        self.path: Path | None = None
        self._desk: UUID | None = None
        self.sentence, self.lines = QLabel(self), QLabel(self)
        self.sentence.setObjectName("packet.look.sentence")
        self.lines.setObjectName("packet.look.lines")
        theme.look(self.sentence, "strong")
        for label in (self.sentence, self.lines):
            label.setWordWrap(True)
            self.put(label)
        self.go = self.add_button("go", _("并入(&Y)"), self._take_in, main=True)
        self.decide = self.add_button("settle", _("去裁决冲突(&Z)"), self.settle.emit, main=True)
        self.answer = self.add_button("reply", _("做回执包(&K)"), self._reply)
        self.paper = self.add_button("paper", _("看清单(&V)"), self._read)
        self.known = self.add_button("acquaint", _("结识这台电脑(&J)"), self.get_acquainted.emit)
        self.leave = self.add_button("leave", _("不并入(&N)"), self.shut)

    def show_reading(self, path: Path) -> None:
        """The file is being read."""
        self.path = path
        self.say(_("正在看 {file}…").format(file=path.name))
        self._show("", ())
        self._offer(leave=_("不看了(&N)"))
        self.come(self.leave)

    def show_look(self, path: Path, what: Applied, *, again: bool) -> None:
        """What would come of it; ``again``: it was taken in before."""
        self.path, self._desk = path, what.packet.desk_id
        self.say(*_of_packet(what))
        is_told = again or what.packet.state is PacketState.WAITING
        self._show(what.sentence if is_told else _("里面有:{what}").format(what=what.packet.summary), _lines(what))
        self._offer(go=not again, paper=True, leave=_("收起(&N)") if again else _("不并入(&N)"))
        self.come(self.leave if again else self.go)

    def show_working(self) -> None:
        """It is being taken in."""
        self.words.setText(_("正在并入。全部成功才算数,中途断电也不会只进一半。"))
        self.words.show()
        self.trouble.clear()
        self._offer(leave="")

    def show_done(self, what: Applied) -> None:
        """What came of it."""
        self._desk = what.packet.desk_id
        self.say(*_of_packet(what))
        self._show(what.sentence, _lines(what))
        self._offer(decide=bool(what.conflicts), answer=True, leave=_("收起(&N)"))
        self.come(self.decide if what.conflicts else self.answer)

    def show_refusal(self, path: Path, error: BaseException, *, stranger: bool = False) -> None:
        """Why nothing of it was taken in."""
        self.path = path
        self.say(_("{file} 没有并入").format(file=path.name))
        self._show("", ())
        self.trouble.show_error(error)
        self._offer(known=stranger, leave=_("收起(&N)"))
        self.come(self.leave)

    def _show(self, sentence: str, lines: Iterable[str]) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.lines.setText("\n".join(lines))
        self.lines.setVisible(bool(self.lines.text()))

    def _offer(self, *, leave: str, go: bool = False, decide: bool = False, answer: bool = False,
               paper: bool = False, known: bool = False) -> None:  # fmt: skip
        for button, offered in (
            (self.go, go), (self.decide, decide), (self.answer, answer), (self.paper, paper),
            (self.known, known), (self.leave, bool(leave)),
        ):  # fmt: skip
            button.setVisible(offered)
        self.leave.setText(leave)

    def _take_in(self) -> None:
        self.take_in.emit(self.path)

    def _read(self) -> None:
        self.read.emit(self.path)

    def _reply(self) -> None:
        self.reply.emit(self._desk)


def _of_packet(what: Applied) -> tuple[str, str]:
    packet = what.packet
    heading = _("「{desk}」的第 {number} 包").format(desk=packet.desk_name, number=packet.number)
    made = _("做成于 {at}").format(at=f"{in_china(packet.made_at):%Y-%m-%d %H:%M}")
    parts = (made, size_in_words(packet.size), packet.file_name)
    return heading, " · ".join(part for part in parts if part)


def _lines(what: Applied) -> list[str]:
    said = []
    if what.entries:
        said.append(_("{entries} 处修改,涉及 {records} 条记录").format(entries=what.entries, records=what.records))
    for conflict in what.conflicts[:NAMED]:
        said.append(_("冲突:{title} · {label}").format(title=conflict.title, label=conflict.label))
    if len(what.conflicts) > NAMED:
        said.append(_("还有 {n} 处冲突").format(n=len(what.conflicts) - NAMED))
    if what.parallel:
        said.append(_("并行修改 {n} 处:批准照旧有效,这些改动列为变更申请").format(n=what.parallel))
    return [*said, *what.notes]
