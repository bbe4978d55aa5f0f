"""The five copies at the left of the print page: a tick, a small picture, and who printed it last."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crmdesk.rules.complaint import COPIES
from crmdesk.views import theme
from crmdesk.views.complaint_panel import copy_title, issue_in_short, issue_in_words
from crmdesk.views.print_view import A4
from crmdesk.views.rendering import Renderer
from crmdesk.views.widgets.timeline import time_of
from crmdesk.words import _

THUMB_WIDTH = 58
WIDTH = 244
FINER = 4  # drawn larger and then made smaller, so that rules stay thin


class _Thumb(QWidget):
    """The first page of a copy, small."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.setFixedSize(QSize(THUMB_WIDTH, round(THUMB_WIDTH * A4[1] / A4[0])))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_picture(self, large: QImage) -> None:
        """Show a picture that is some times larger."""
        size = self.size() * self.devicePixelRatioF()
        ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture = large.scaled(size, *ways)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        if self.picture is not None:
            painter.drawImage(self.rect(), self.picture)
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class CopyCard(QFrame):
    """One copy. ``shown(copy)`` when it is clicked or gets the focus, ``ticked()`` when its tick changed."""

    shown = Signal(int)
    ticked = Signal()

    def __init__(self, index: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.index = index
        theme.look(self, "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        row.setSpacing(10)
        self.thumb = _Thumb(self)
        row.addWidget(self.thumb, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        number, _blank, keeper = copy_title(index).partition(" ")
        self.tick = QCheckBox(number, self)
        self.tick.setChecked(True)
        self.tick.setObjectName(f"complaint.print.copy.{index}")
        self.tick.setAccessibleName(_("打印 {copy}").format(copy=copy_title(index)))
        self.tick.toggled.connect(self.ticked)
        self.tick.installEventFilter(self)
        keeper_label, self._note = QLabel(keeper, self), QLabel(self)
        theme.look(keeper_label, "strong")
        theme.look(self._note, "small")
        self._note.setWordWrap(True)
        for label in (keeper_label, self._note):
            label.setContentsMargins(theme.XS, 0, 0, 0)
        self._note.setObjectName(f"complaint.print.copy.{index}.note")
        for part in (self.tick, keeper_label, self._note):
            words.addWidget(part)
        words.addStretch(1)
        row.addLayout(words, 1)

    def show_issued(self, issued: Sequence[Any]) -> None:
        """Who printed it last; ``issued`` are those of this copy, newest first."""
        self._note.setText(issue_in_short(issued[0]) if issued else _("还没有打印"))
        self._note.setToolTip("\n".join(f"{time_of(i.at)} {issue_in_words(i)}" for i in issued))

    def set_front(self, front: bool) -> None:
        """A coloured frame while its page is in front."""
        theme.look(self, "card-now" if front else "card")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shown.emit(self.index)
        super().mousePressEvent(event)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.FocusIn and event.reason() in (
            Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
        ):  # fmt: skip
            self.shown.emit(self.index)
        return super().eventFilter(watched, event)


class CopyList(QScrollArea):
    """``shown(copy)`` when one is looked at; ``ticked()`` when the choice changed; ``chosen`` are the ticked ones."""

    shown = Signal(int)
    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        theme.look(inside, "clear")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, theme.M, 0)
        box.setSpacing(theme.S)
        self.cards = {copy.index: CopyCard(copy.index, inside) for copy in COPIES}
        for card in self.cards.values():
            card.shown.connect(self.shown)
            card.ticked.connect(self.ticked)
            box.addWidget(card)
        box.addStretch(1)
        self.setWidget(inside)
        self._pdf = b""
        self.renderer = Renderer(self)
        self.renderer.rendered.connect(self._take)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The copies that are ticked."""
        return tuple(index for index, card in self.cards.items() if card.tick.isChecked())

    def choose(self, copies: Sequence[int]) -> None:
        """Tick these and no others."""
        for index, card in self.cards.items():
            card.tick.setChecked(index in copies)

    def show_pdf(self, pdf: bytes, pages_per_copy: int) -> None:
        """Small pictures of the first page of each copy."""
        self._pdf = pdf
        self.renderer.forget()
        scale = FINER * THUMB_WIDTH * self.devicePixelRatioF() / A4[0]
        for index in reversed(self.cards):
            self.renderer.want((pdf, index), pdf, (index - 1) * pages_per_copy, scale)

    def show_issued(self, issued: Sequence[Any]) -> None:
        """The register of copies beside each copy."""
        for index, card in self.cards.items():
            card.show_issued([i for i in issued if i.copy == index])

    def set_front(self, copy: int) -> None:
        """Mark the copy whose page is in front."""
        for index, card in self.cards.items():
            card.set_front(index == copy)
        self.ensureWidgetVisible(self.cards[copy], 0, theme.S)

    def _take(self, key: Any, picture: QImage) -> None:
        pdf, index = key
        if pdf is self._pdf:
            self.cards[index].thumb.show_picture(picture)
