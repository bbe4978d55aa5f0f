"""Ctrl+K: one line that finds pages, commands and records, by their words and by pinyin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.pages import page_of
from crmdesk.views.widgets.pinyin import said
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: icon, title, what it is or its key, what happens; ``also`` are other words for it."""

    icon: str
    title: str
    note: str
    run: Callable[[], object]
    why_not: str = ""
    also: str = ""


#: How well an offer fits what was typed, the best first.
BEGINS, HOLDS, SOUNDS = range(3)


def fit(offer: Offer, wanted: str) -> int | None:
    """How an offer fits what was typed (in lower case); None where it does not.

    By its title or another word for it, from the beginning or in part; by the first letters of their pinyin, or
    from two letters on by part of it: jxs, jingxiao and xiaoshang all are 经销商.
    """
    words = (offer.title.lower(), *offer.also.lower().split())
    if any(word.startswith(wanted) for word in words):
        return BEGINS
    if any(wanted in word for word in words) or wanted in offer.note.lower():
        return HOLDS
    typed = wanted.replace(" ", "").replace("'", "")
    if not typed.isascii() or not typed.isalnum():
        return None
    sounds = [said(word).split("\n")[1:] for word in words]
    if any(initials.startswith(typed) for initials, _spelling in sounds):
        return BEGINS if len(typed) > 1 else SOUNDS
    held = len(typed) > 1 and any(typed in initials or typed in spelling for initials, spelling in sounds)
    return SOUNDS if held else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(100, 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        offer: Offer = index.data(Qt.ItemDataRole.UserRole)
        c, rect = theme.colours(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.selection))
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            rect.left() + 12, rect.center().y() - 8, theme.pixmap(offer.icon, c.secondary, 16, ratio)
        )
        note_room = rect.adjusted(rect.width() * 3 // 5, 0, -12, 0)
        title_room = rect.adjusted(40, 0, -(rect.width() * 2 // 5) - 8, 0)
        words = option.fontMetrics
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(c.secondary if offer.why_not else c.text))
        title = words.elidedText(offer.title, Qt.TextElideMode.ElideRight, title_room.width())
        painter.drawText(title_room, middle | Qt.AlignmentFlag.AlignLeft, title)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor(c.text if chosen else c.secondary))
        note = words.elidedText(offer.why_not or offer.note, Qt.TextElideMode.ElideRight, note_room.width())
        painter.drawText(note_room, middle | Qt.AlignmentFlag.AlignRight, note)
        painter.restore()


class Palette(QDialog):
    """``known`` are pages and commands; records come from ``search.everything`` while typing."""

    def __init__(
        self,
        counter: Counter,
        known: Sequence[Offer],
        open_record: Callable[[str, Any], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._counter, self._known, self._open_record = counter, tuple(known), open_record
        self.setObjectName("palette")
        self.setAccessibleName(_("查找一切"))
        frame = QFrame(self)
        theme.look(frame, "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        box = QVBoxLayout(frame)
        box.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        self.line = QLineEdit(frame)
        self.line.setObjectName("palette.text")
        self.line.setAccessibleName(_("查找一切"))
        self.line.setPlaceholderText(_("客户、抱怨、页面、命令;名称、拼音首字母、编号、电话尾号"))
        self.list = QListWidget(frame)
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(_("查找结果"))
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = QLabel(frame)
        self.none.setObjectName("palette.none")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setWordWrap(True)
        theme.look(self.none, "secondary")
        self.none.hide()
        box.addWidget(self.line)
        box.addWidget(self.none, 1)
        box.addWidget(self.list, 1)
        self._records: list[Offer] = []
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._search)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        width = min(620, parent.width() - 40)
        self.resize(width, min(420, parent.height() - 80))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - width) // 2, corner.y() + 60)
        self._show_offers()
        self.line.setFocus()

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._records = []
        self._show_offers()
        self._soon.start()

    def _search(self) -> None:
        text = self.line.text().strip()
        if text and self._counter.may("search.everything"):
            self._counter.ask(
                self, "search.everything", text, 20, then=self._found, key="palette", carry=(text,)
            )

    def _found(self, hits: Sequence[Any], text: str) -> None:
        if text == self.line.text().strip():
            self._records = [self._offer_of(hit) for hit in hits]
            self._show_offers()
            self._say_nothing_found(text)

    def _offer_of(self, hit: Any) -> Offer:
        entry = page_of(hit.subject)
        icon = entry.icon if entry else "file-text"
        return Offer(icon, hit.title, hit.note, _Opening(self._open_record, hit.subject, hit.id))

    def _show_offers(self) -> None:
        wanted = self.line.text().strip().lower()
        self.list.clear()
        for offer in self._ordered(wanted) if wanted else self._known:
            item = QListWidgetItem(offer.title)
            item.setData(Qt.ItemDataRole.UserRole, offer)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{offer.title} {offer.note}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.none.hide()
        self.list.show()

    def _ordered(self, wanted: str) -> list[Offer]:
        """Pages and commands that begin so, then records, then the rest of the pages and commands."""
        fits = {at: how for at, o in enumerate(self._known) if (how := fit(o, wanted)) is not None}
        begin = [self._known[at] for at, how in fits.items() if how == BEGINS]
        rest = sorted((at for at, how in fits.items() if how != BEGINS), key=lambda at: fits[at])
        return [*begin, *self._records, *(self._known[at] for at in rest)]

    def _say_nothing_found(self, text: str) -> None:
        nothing = not self.list.count()
        self.none.setText(
            _("没有找到「{text}」。\n可以只打名称中的几个字、拼音首字母、电话后四位或编号。").format(text=text)
        )
        self.none.setVisible(nothing)
        self.list.setVisible(not nothing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                at = self.list.currentRow() + step[event.key()]
                self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._clicked(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        offer: Offer = item.data(Qt.ItemDataRole.UserRole)
        if not offer.why_not:
            self.accept()
            offer.run()


@dataclass(frozen=True, slots=True)
class _Opening:
    """Opens one record when called."""

    open_record: Callable[[str, Any], object]
    subject: str
    record_id: Any

    def __call__(self) -> None:
        self.open_record(self.subject, self.record_id)
