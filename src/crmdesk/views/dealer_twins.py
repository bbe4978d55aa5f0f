"""Says while a new dealer is typed that he may be there already, why, and how to open him. It never forbids."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.rules.dealer_alike import AlikeDealer
from crmdesk.views import theme
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _, listed

#: From so many points on it is most likely the same.
LIKELY = 75


class TwinStrip(QFrame):
    """``show_alike(found)``; ``chosen(id)`` when one of them is opened instead."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, head: str = "") -> None:
        super().__init__(parent)
        self._said = head  # instead of what is said while a new one is typed
        self.setObjectName("dealer.twins")
        theme.look(self, "notice")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.M, theme.XS, theme.M, theme.XS)
        box.setSpacing(0)
        self._head = QLabel(self)
        self._head.setObjectName("dealer.twins.head")
        self._head.setWordWrap(True)
        box.addWidget(self._head)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        box.addLayout(self._links)
        self.hide()

    def show_alike(self, found: Sequence[AlikeDealer]) -> None:
        """Name these; none hides the strip."""
        while self._links.count():
            old = self._links.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        likely = any(one.score >= LIKELY for one in found)
        typed = _("可能已有,请看看是不是同一家:") if likely else _("有相近的客户:")
        self._head.setText(self._said or typed)
        for one in found:
            twin = _Twin(one, self)
            twin.link.clicked.connect(twin.go)
            twin.chosen.connect(self.chosen)
            self._links.addWidget(twin)
        self.setVisible(bool(found))

    def clear(self) -> None:
        """There is none."""
        self.show_alike(())


class _Twin(QWidget):
    """A link with the firm, beside it why."""

    chosen = Signal(object)

    def __init__(self, one: AlikeDealer, parent: QWidget) -> None:
        super().__init__(parent)
        dealer = one.dealer
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        words = (dealer.name, dealer.code, dealer.city, dealer.mobile)
        self._words = "  ".join(word for word in words if word)
        self.link = EnterButton(self._words, self)
        self.link.setObjectName(f"dealer.twin.{dealer.code}")
        self.link.setToolTip(_("打开 {who}").format(who=self._words))
        self.link.setAccessibleName(
            _("打开 {name}:{why}").format(name=dealer.name, why=listed(one.why))
        )
        theme.look(self.link, "link")
        self.link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        why = QLabel(listed(one.why), self)
        why.setObjectName(f"dealer.twin.{dealer.code}.why")
        theme.look(why, "small")
        row.addWidget(self.link, 1)
        row.addWidget(why)
        self._id = dealer.id

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout().activate()
        room = self.link.width() - 2 * theme.XS
        self.link.setText(
            self.link.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        )

    def go(self) -> None:
        """Open it."""
        self.chosen.emit(self._id)
