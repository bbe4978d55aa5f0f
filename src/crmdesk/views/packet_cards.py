"""The cards of 收发文件包, of which one at most is seen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.rules.people import Person
from crmdesk.views.desk_asking import CopyCard, RenewCard, RevokeCard
from crmdesk.views.desk_card_in import AcquaintCard, DeskCard
from crmdesk.views.packet_card import AskCard
from crmdesk.views.packet_look import LookCard


class Cards(QWidget):
    """``shown()`` when one of them came, ``closed()`` when it went away."""

    shown = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.acquaint, self.change = LookCard(self), AcquaintCard(self), DeskCard(self)
        self.copy, self.revoke, self.renew = CopyCard(self), RevokeCard(self), RenewCard(self)
        self.all: tuple[AskCard, ...] = (
            self.look, self.acquaint, self.change, self.copy, self.revoke, self.renew,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for card in self.all:
            box.addWidget(card)
            card.shown.connect(self._shown)
            card.closed.connect(self._closed)
        self.hide()

    @property
    def is_asking(self) -> bool:
        """Whether one of them is seen."""
        return any(not card.isHidden() for card in self.all)

    def show_people(self, people: Sequence[Person]) -> None:
        """The representatives whose records a desk may get alone."""
        self.acquaint.scope.show_people(people)
        self.change.scope.show_people(people)

    def _shown(self) -> None:
        front = self.sender()
        for card in self.all:
            if card is not front:
                card.hide()
        self.show()
        self.shown.emit()

    def _closed(self) -> None:
        if not self.is_asking:
            self.hide()
        self.closed.emit()
