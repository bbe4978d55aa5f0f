"""收发文件包: the desks that exchange files with this one, the packets that went to and fro, and what is done with them.

``opened(path=…)`` looks at files (packets, cards; one or several), ``opened(id)`` chooses a desk or a packet,
``opened(make=True)`` or ``opened(plans=…)`` asks where a packet shall be written, where it is clear for whom.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.rules.desks import Applied, DeskInfo, Packet, PacketState
from crmdesk.rules.people import Person
from crmdesk.views import theme
from crmdesk.views.desk_card_in import spaced
from crmdesk.views.desk_deeds import DeskDeeds
from crmdesk.views.packet_cards import Cards
from crmdesk.views.packet_files import BOTH, CARD, PACKET, ask_to_save, file_name
from crmdesk.views.packet_rows import COLUMNS, DESK_COLUMNS, DeskRow, can_get, desk_row
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.save_dialog import ask_which, remember_folder
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import _

MOST_DESKS_SEEN = 6
MOST_PACKETS = 500
ROOM_FOR_BOTH = 620  # pixels of height: where there is less, the lists step aside while a card asks
_STRANGER = "stranger"  # code of the refusal that getting acquainted helps against


class PacketPage(Page):
    """Two lists under a card that asks or tells; see the module's text."""

    name = "packet"

    def build(self) -> None:
        self._desks: tuple[DeskInfo, ...] | None = None
        self._packets: tuple[Packet, ...] = ()
        self._people: dict[UUID, str] = {}
        self._make_word = _("做文件包")
        self._wanted: UUID | None = None
        self._make_soon = False
        self._waiting: list[Path] = []
        self._make_for: UUID | None = None
        self._path = Path()  # of what is being written
        self.cards = Cards(self)
        self.cards.shown.connect(self._give_room)
        self.cards.closed.connect(self._card_closed)
        self.cards.look.take_in.connect(self.take_in)
        self.cards.look.reply.connect(self.reply)
        self.cards.look.read.connect(self.read)
        self.cards.look.get_acquainted.connect(self.choose_file)
        self.cards.look.settle.connect(partial(self.open_page, "desk_conflict"))
        self.deeds = DeskDeeds(self, self.cards)
        self.body.addWidget(self.cards)
        self.done = DoneStrip("packet", self)
        self.body.addWidget(self.done)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._build_lists())
        self.empty = Empty("packet", self)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)
        self.room = QWidget(self)
        self.room.hide()
        self.body.addWidget(self.room, 1)
        self.fingerprint = QLabel(self)
        self.fingerprint.setObjectName("packet.fingerprint")
        self.fingerprint.setWordWrap(True)
        theme.look(self.fingerprint, "small")
        self.body.addWidget(self.fingerprint)
        self.set_title(_("收发文件包"))

    def _build_lists(self) -> QWidget:
        lists = QWidget(self)
        box = QVBoxLayout(lists)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        self.desks = WindowedTable("packet.desks", DESK_COLUMNS, lists, unit=_("台"), pills=frozenset({"standing"}))
        self.desks.setAccessibleName(_("电脑"))
        self.desks.chosen.connect(self._desk_chosen)
        self.desks.opened.connect(self._desk_opened)
        self.packets = WindowedTable("packet.list", COLUMNS, lists, unit=_("包"), pills=frozenset({"state"}))
        self.packets.setAccessibleName(_("往来的文件包"))
        self.none = QLabel(_("还没有往来。做好的文件包用 U 盘、邮件或聊天软件送过去;收到的拖到窗口上就能看。"), lists)
        self.none.setWordWrap(True)
        theme.look(self.none, "secondary")
        for word, widget, share in ((_("电脑"), self.desks, 0), (_("往来的文件包"), self.packets, 1)):
            label = QLabel(word, lists)
            theme.look(label, "label")
            box.addWidget(label)
            box.addWidget(widget, share)
        box.addWidget(self.none)
        self._air = QWidget(lists)  # holds the lists up while there are no packets to be listed
        box.addWidget(self._air, 1)
        return lists

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("packet.make", self._make_word, self.make, "Ctrl+M", "send", "packet.make", "button", "M"),
            Action("packet.open", _("打开文件包"), self.choose_file, "Ctrl+O", "inbox", "packet.look", "main", "O"),
            Action("packet.acquaint", _("结识另一台电脑"), self.choose_file, "", "user-plus", "desks.acquaint"),
            Action("packet.card", _("存本机的名片"), self.deeds.save_card, "", "file-down", "desks.card"),
            Action("packet.copy", _("为另一台电脑准备数据库"), self.cards.copy.begin, "", "database",
                   "desks.prepare_copy"),
            Action("packet.change", _("改名称和范围"), self.deeds.change, "F2", "pencil", "desks.change"),
            Action("packet.revoke", _("停用这台电脑"), self.deeds.revoke, "", "lock", "desks.revoke"),
            Action("packet.renew", _("给本机换新身份"), self.cards.renew.begin, "", "refresh-cw", "desks.renew"),
            Action("packet.conflicts", _("裁决冲突"), partial(self.open_page, "desk_conflict"), "", "gavel",
                   "desk_conflict.page"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(
        self, record_id: Any = None, path: Any = None, make: bool = False, plans: Any = (), **more: Any
    ) -> None:
        self._wanted, self._make_soon = record_id, make or bool(plans)
        if self._desks is None:
            self._desk_chosen()  # nothing can be made before the desks are known
        self._ask()
        if path is not None:
            self._take([Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path])
        elif not self.cards.is_asking:
            self.desks.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        self._ask()  # any change is one more to be sent

    def _ask(self) -> None:
        if self.counter.may("person.list"):
            self.ask("person.list", then=self._people_came, key="people")
        self.ask("desks.list", then=self._desks_came, key="desks")
        self.ask("packet.page", 0, MOST_PACKETS, then=self._packets_came, key="packets")

    def _people_came(self, people: Sequence[Person]) -> None:
        self._people = {person.id: person.name for person in people}
        self.cards.show_people(people)
        if self._desks is not None:
            self._desks_came(self._desks)

    def _desks_came(self, desks: tuple[DeskInfo, ...]) -> None:
        before = self.desk.id if self.desk else None
        self._desks = tuple(desks)
        rows = [desk_row(desk, self._people) for desk in desks]
        self.desks.show_rows(rows)
        seen = min(max(len(rows), 2), MOST_DESKS_SEEN)
        self.desks.setFixedHeight(self.desks.horizontalHeader().sizeHint().height() + seen * theme.row_height() + 8)
        others = [desk for desk in desks if not desk.is_here]
        usual = next((desk for desk in others if can_get(desk)), desks[0] if desks else None)
        asked = next((packet.desk_id for packet in self._packets if packet.id == self._wanted), self._wanted)
        wanted = asked or before or (usual.id if usual else None)
        self.desks.selectRow(next((n for n, desk in enumerate(desks) if desk.id == wanted), 0))
        if any(desk.id == asked for desk in desks):
            self._wanted = None
        self._say_fingerprint()
        self._desk_chosen()
        self.stack.setCurrentIndex(0) if others else self._show_ways()
        if self._make_soon:
            self._make_soon = False
            is_clear = asked is not None or sum(can_get(desk) for desk in others) == 1
            self.make() if is_clear else self._ask_for_whom(others)

    def _ask_for_whom(self, others: Sequence[DeskInfo]) -> None:
        if others:
            self.say(_("要给哪台电脑?选中它,再按 Ctrl+M。"))
            self.desks.setFocus()

    def _show_ways(self) -> None:
        words = _(
            "另一台电脑没有网络也能一起工作:这边的修改做成一个文件包,用 U 盘、邮件或聊天软件送过去;\n"
            "那边的修改再做成文件包送回来。先为那台电脑准备数据库,或者和已有数据库的电脑交换名片。"
        )
        names = ("packet.copy", "packet.acquaint", "packet.card")
        buttons = [self.button(name, self.empty, main=name == names[0]) for name in names]
        self.empty.show_words("inbox", _("还没有别的电脑"), words, buttons)
        self.stack.setCurrentIndex(1)
        if not self.cards.is_asking:
            buttons[0].setFocus()

    def _packets_came(self, packets: tuple[Packet, ...]) -> None:
        before = self.packets.current_row()
        wanted = {self._wanted, before.id if before is not None else None}
        self._packets = packets
        self.packets.show_rows(packets)
        at = next((n for n, packet in enumerate(packets) if packet.id in wanted), -1)
        if at >= 0:
            self.packets.selectRow(at)
        if self._desks is not None and self._wanted is not None:
            self._desks_came(self._desks)
        self.none.setVisible(not packets)
        self._air.setVisible(not packets)
        self.packets.setVisible(bool(packets))

    def _say_fingerprint(self) -> None:
        here = self.here
        partners = sum(can_get(desk) for desk in self._desks or ())
        name = _("本机:{name}").format(name=here.name) if here else ""
        count = _("和 {n} 台电脑互通").format(n=partners) if partners else ""
        self.set_title(_("收发文件包"), " · ".join(part for part in (name, count) if part))
        words = _("本机指纹:{six}   (结识时请念给对方听)")
        self.fingerprint.setText(words.format(six=spaced(here.fingerprint)) if here and here.fingerprint else "")
        self.fingerprint.setVisible(bool(self.fingerprint.text()))

    # --- the desk that is chosen ----------------------------------------------------------------------

    @property
    def desk(self) -> DeskInfo | None:
        """The desk that is chosen in the list."""
        row: DeskRow | None = self.desks.current_row() if self._desks else None
        return row.desk if row else None

    @property
    def here(self) -> DeskInfo | None:
        """This desk."""
        return next((desk for desk in self._desks or () if desk.is_here), None)

    def choose(self, desk_id: UUID) -> None:
        """Ask for the lists anew and choose this desk in them."""
        self._wanted = desk_id
        self._ask()

    def _desk_chosen(self, _row: Any = None) -> None:
        desk = self.desk
        word = _("做文件包给 {name}").format(name=desk.name) if desk and can_get(desk) else _("做文件包")
        if word != self._make_word:
            self._make_word = word
            self.redeclare()
        pick = _("请先选一台电脑。")
        reason = pick if desk is None or desk.is_here else "" if can_get(desk) else _("还没有结识,或者已经停用。")
        self.set_enabled("packet.make", reason)
        self.set_enabled("packet.change", pick if desk is None else "")
        gone = desk is not None and desk.revoked_at is not None
        self.set_enabled("packet.revoke", pick if desk is None or desk.is_here else _("已经停用了。") if gone else "")

    def _desk_opened(self, _row: Any) -> None:
        if self.desk is not None and can_get(self.desk):
            self.make()
        elif self.desk is not None and not self.counter.why_not("desks.change"):
            self.deeds.change()

    # --- packets out ----------------------------------------------------------------------------------

    def make(self) -> None:
        """Ask where the packet for the chosen desk shall be written."""
        desk = self.desk
        if desk is None or not can_get(desk):
            self.desks.setFocus()
            self.say(_("请先选一台电脑。"))
            return
        name = _("给{desk}-第{number}包").format(desk=desk.name, number=desk.last_sent + 1)
        self._make_for = desk.id
        ask_to_save(self, _("做文件包给 {name}").format(name=desk.name), file_name(name, PACKET), PACKET, self._write_packet)

    def _write_packet(self, path: str) -> None:
        self._path = self.will_write(path)
        self.job(_("做文件包"), "packet.make", self._make_for, self._path, then=self._made)

    def _made(self, packet: Packet) -> None:
        self.cards.look.shut()
        words = _("给「{desk}」的第 {number} 包已做好:{what}。请把文件送过去。").format(
            desk=packet.desk_name, number=packet.number, what=packet.summary
        )
        self.done.show_file(words, self._path, opens=False)
        self._ask()

    def will_write(self, path: str) -> Path:
        """The path of a file that is about to be written; what was told of the last one goes."""
        self.done.hide()
        remember_folder(Path(path))
        return Path(path)

    def reply(self, desk_id: UUID) -> None:
        """A packet back to the desk whose packet was taken in; it holds the receipt too."""
        at = next((n for n, desk in enumerate(self._desks or ()) if desk.id == desk_id), -1)
        if at >= 0:
            self.desks.selectRow(at)
            self.make()

    # --- packets in -----------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a packet or a card."""
        ask_which(self, _("打开文件包或名片"), _(BOTH), self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        remember_folder(Path(paths[0]))
        self._take([Path(path) for path in paths])

    def _take(self, paths: Sequence[Path]) -> None:
        """These files, one after the other, by name: the numbers of packets stand in it."""
        self.done.hide()
        self._waiting = sorted(paths, key=lambda path: (len(path.name), path.name))
        self.next_file()

    def next_file(self) -> None:
        """Look at the next of the files that were dropped together."""
        if not self._waiting:
            return
        path = self._waiting.pop(0)
        if path.suffix.lower() == CARD:
            self.deeds.look_at_card(path)
        else:
            self.cards.look.show_reading(path)
            self.ask("packet.look", path, then=self._seen, failed=self.file_refused, key="file", carry=(path,))

    def _seen(self, what: Applied, path: Path) -> None:
        was_taken_in = bool(what.packet.entries) and not what.entries  # the row of then, and nothing new
        self.cards.look.show_look(path, what, again=was_taken_in and what.packet.state is PacketState.APPLIED)

    def file_refused(self, error: BaseException, path: Path) -> None:
        """Say why nothing was taken from a file."""
        code = getattr(error, "code", "")
        self.cards.look.show_refusal(path, error, stranger=code == _STRANGER)

    def _give_room(self) -> None:
        aside = self.cards.is_asking and self.height() < ROOM_FOR_BOTH
        self.stack.setVisible(not aside)
        self.room.setVisible(aside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def read(self, path: Path) -> None:
        """The PDF in a packet that says what it holds."""
        self.open_page("pdf", None, verb="packet.preview", args=(path,), title=path.stem, back=self.name)

    def take_in(self, path: Path) -> None:
        """Take in the packet that was looked at."""
        self.cards.look.show_working()
        self.job(
            _("并入 {file}").format(file=path.name), "packet.apply", path, then=self._taken_in, failed=self._not_taken
        )

    def _taken_in(self, what: Applied) -> None:
        self.cards.look.show_done(what)
        if not self.isVisible():
            self.say(what.sentence)
        self._ask()

    def _not_taken(self, error: BaseException) -> None:
        path = self.cards.look.path
        if path is not None:
            self.file_refused(error, path)

    def _card_closed(self) -> None:
        """The card above is gone: the next file, else back to the list."""
        self._give_room()
        if self._waiting:
            self.next_file()
        else:
            self.desks.setFocus()
