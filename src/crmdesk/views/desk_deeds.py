"""What is done with desks on 收发文件包: got acquainted with, copied for, renamed, revoked; this one's card and identity."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from crmdesk.rules.desks import DeskInfo
from crmdesk.views.desk_card_in import spaced
from crmdesk.views.packet_cards import Cards
from crmdesk.views.packet_files import CARD, DATABASE, ask_to_save, file_name
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.packet_page import PacketPage


class DeskDeeds(QObject):
    """Ties the cards that ask about desks to the verbs."""

    def __init__(self, page: "PacketPage", cards: Cards) -> None:
        super().__init__(page)
        self._page, self._cards = page, cards
        self._path, self._name = Path(), ""
        cards.acquaint.agreed.connect(self.acquaint)
        cards.change.changed.connect(self.change_desk)
        cards.copy.named.connect(self.copy)
        cards.revoke.revoked.connect(self.revoke_desk)
        cards.renew.renewed.connect(self.renew)

    def look_at_card(self, path: Path) -> None:
        """Whose card it is."""
        self._page.ask(
            "desks.look_at_card", path, then=self._card_seen, failed=self._page.file_refused, key="file", carry=(path,)
        )

    def _card_seen(self, desk: DeskInfo, path: Path) -> None:
        self._cards.acquaint.show_card(path, desk, self._page.here)

    def acquaint(self, path: Path, name: str, scope: Any, person: UUID | None) -> None:
        """Know the desk of the card from now on."""
        failed = self._cards.acquaint.show_refusal
        self._page.ask("desks.acquaint", path, name, scope, person, then=self._acquainted, failed=failed)

    def _acquainted(self, desk: DeskInfo) -> None:
        self._cards.acquaint.shut()
        self._page.say(_("已结识「{name}」,可以互送文件包了。").format(name=desk.name))
        self._page.choose(desk.id)

    def save_card(self) -> None:
        """Ask where the card of this desk shall be written."""
        name = self._page.here.name if self._page.here else ""
        words = _("{name}的名片").format(name=name)
        ask_to_save(self._page, _("存本机的名片"), file_name(words, CARD), CARD, self._write_card)

    def _write_card(self, path: str) -> None:
        self._path = self._page.will_write(path)
        self._page.ask("desks.card", self._path, then=self._card_written)

    def _card_written(self, desk: DeskInfo) -> None:
        words = _("名片已存好,请送给对方。他打开以后会问您的指纹:{six}").format(six=spaced(desk.fingerprint))
        self._page.done.show_file(words, self._path, opens=False)

    def copy(self, name: str) -> None:
        """Ask where the database for another desk shall be written."""
        self._name = name
        title = _("为另一台电脑准备数据库")
        ask_to_save(self._page, title, file_name(name, DATABASE), DATABASE, self._write_copy)

    def _write_copy(self, path: str) -> None:
        self._path = self._page.will_write(path)
        title = _("为「{name}」准备数据库").format(name=self._name)
        self._page.job(
            title, "desks.prepare_copy", self._path, self._name,
            then=self._copied, failed=self._cards.copy.trouble.show_error,
        )  # fmt: skip

    def _copied(self, desk: DeskInfo) -> None:
        self._cards.copy.shut()
        words = _("「{name}」的数据库已准备好。请把它和旁边的 .key 文件一起拷到那台电脑,在那边用 crmdesk 打开。")
        self._page.done.show_file(words.format(name=desk.name), self._path, opens=False)
        self._page.choose(desk.id)

    def change(self) -> None:
        """Another name or scope."""
        if self._page.desk is not None:
            self._cards.change.show_desk(self._page.desk)

    def change_desk(self, desk_id: UUID, changes: dict[str, Any]) -> None:
        """Write what was changed."""
        failed = self._cards.change.trouble.show_error
        self._page.ask("desks.change", desk_id, then=self._changed, failed=failed, **changes)

    def _changed(self, desk: DeskInfo) -> None:
        self._cards.change.shut()
        self._page.choose(desk.id)

    def revoke(self) -> None:
        """Take nothing more from the chosen desk, after one question."""
        desk = self._page.desk
        if desk is not None and not desk.is_here:
            self._cards.revoke.show_desk(desk)

    def revoke_desk(self, desk_id: UUID, since: int | None) -> None:
        """Do it."""
        failed = self._cards.revoke.trouble.show_error
        self._page.ask("desks.revoke", desk_id, since, then=self._revoked, failed=failed)

    def _revoked(self, desk: DeskInfo) -> None:
        self._cards.revoke.shut()
        self._page.say(_("已停用「{name}」。").format(name=desk.name))
        self._page.choose(desk.id)

    def renew(self) -> None:
        """Give this desk a new identity."""
        self._page.ask("desks.renew", then=self._renewed, failed=self._cards.renew.trouble.show_error)

    def _renewed(self, desk: DeskInfo) -> None:
        self._cards.renew.shut()
        self._page.say(_("本机换了新身份,请把新名片交给其他电脑。"))
        self._page.choose(desk.id)
