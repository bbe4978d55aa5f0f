"""Says while a new dealer is typed that he may be there already."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.rules.dealer import Dealer
from crmdesk.views import theme
from crmdesk.words import _


class TwinStrip(QFrame):
    """``show_dealers(found)``; ``chosen(id)`` when one of them is opened instead."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dealer.twins")
        theme.look(self, "notice")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.M, theme.XS, theme.M, theme.XS)
        box.setSpacing(0)
        head = QLabel(_("名称相近的客户已经有了,请看看是不是同一家:"), self)
        head.setWordWrap(True)
        box.addWidget(head)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        box.addLayout(self._links)
        self.hide()

    def show_dealers(self, dealers: Sequence[Dealer]) -> None:
        """Name these; none hides the strip."""
        while self._links.count():
            old = self._links.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for dealer in dealers:
            link = _Twin(dealer, self)
            link.chosen.connect(self.chosen)
            self._links.addWidget(link)
        self.setVisible(bool(dealers))

    def clear(self) -> None:
        """There is none."""
        self.show_dealers(())


class _Twin(QPushButton):
    chosen = Signal(object)

    def __init__(self, dealer: Dealer, parent: QWidget) -> None:
        words = (dealer.code, dealer.name, dealer.city, dealer.mobile)
        super().__init__("  ".join(word for word in words if word), parent)
        self.setObjectName(f"dealer.twin.{dealer.code}")
        self.setToolTip(_("打开这家客户"))
        theme.look(self, "link")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._id = dealer.id
        self.clicked.connect(self._go)

    def _go(self) -> None:
        self.chosen.emit(self._id)
