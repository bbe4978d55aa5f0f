"""今日: what must be done today, worst first; figures above, this week below."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crmdesk.views import theme
from crmdesk.views.days import month_name, weekday
from crmdesk.views.page import Action, Page
from crmdesk.views.pages import page_of
from crmdesk.views.widgets.elided import Elided
from crmdesk.views.widgets.pill import Pill
from crmdesk.words import _


class _Tile(QFrame):
    """One figure."""

    def __init__(self, label: str, value: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, 10)
        box.setSpacing(2)
        for text, role in ((label, "label"), (value, "figure"), (note, "small")):
            word = QLabel(text, self)
            theme.look(word, role)
            box.addWidget(word)


class _Item(QWidget):
    """One thing to do: badge, title and note, button."""

    wanted = Signal(object)

    def __init__(self, item: Any, at: int, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._item = item
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(theme.M)
        row.addWidget(Pill(item.badge, item.urgency, self, width=width))
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, role in ((item.title, ""), (item.note, "small")):
            line = Elided(text, self)
            theme.look(line, role)
            words.addWidget(line)
        row.addLayout(words, 1)
        button = QPushButton(item.action_title, self)
        button.setObjectName(f"today.item.{at}")
        button.setAccessibleName(f"{item.action_title}: {item.title}")
        button.clicked.connect(self._go)
        row.addWidget(button)

    def _go(self) -> None:
        self.wanted.emit(self._item)


class TodayPage(Page):
    """The first page that one sees."""

    name = "today"

    def build(self) -> None:
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self.scroll_area, 1)
        self._now: Any = None
        self.inside: QWidget | None = None
        self.set_title(_("今日"))

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("today.import", _("导入名单"), partial(self.open_page, "dealer.import"), "", "file-spreadsheet",
                   "dealer.import_list", "hidden"),
            Action("today.new_dealer", _("新客户"), partial(self.open_page, "dealer.form"), "", "plus",
                   "dealer.create", "hidden"),
        )  # fmt: skip

    def opened(self, record_id: Any = None, today: Any = None, **more: Any) -> None:
        if today is not None:
            self.show_today(today)
        else:
            self.reload()

    def refresh(self, subject: str, ids: Any) -> None:
        self.reload()

    def reload(self) -> None:
        """Ask again what waits."""
        self.ask("inbox.today", then=self.show_today, key="today")

    def show_today(self, today: Any) -> None:
        """Show what ``inbox.today`` answered."""
        if today == self._now:
            return
        self._now = today
        day = today.day
        kind = _("工作日") if today.is_workday else _("休息日")
        words = [_("{month} {d} 日").format(month=month_name(day.month), d=day.day) + " " + weekday(day), kind]
        note = getattr(today, "calendar_note", "")
        self.set_title(_("今日"), " · ".join([*words, note] if note else words))
        inside = self.inside = QWidget()
        theme.look(inside, "clear")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, theme.XS, 0)
        box.setSpacing(14)
        if today.tiles:
            box.addWidget(self._tiles(today.tiles, inside))
        for group, title in (("now", _("现在就要做")), ("week", _("本周"))):
            items = [item for item in today.items if item.group == group]
            if items:
                box.addWidget(self._group(title, items, group, inside))
        if not today.items:
            box.addWidget(self._empty(inside))
            if not today.dealers:
                self._show_beginning(inside)
        box.addStretch(1)
        place, front = self.scroll_area.verticalScrollBar().value(), self.focusWidget()
        name = front.objectName() if front is not None else ""
        self.scroll_area.setWidget(inside)
        self.scroll_area.verticalScrollBar().setValue(place)
        again = inside.findChild(QPushButton, name) if name else None
        if again is not None:
            again.setFocus()

    def _tiles(self, tiles: Any, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.M)
        across = 4 if self.width() > 760 else 2
        for at, tile in enumerate(tiles):
            made = _Tile(tile.label, tile.value, tile.note, holder)
            grid.addWidget(made, at // across, at % across)
            grid.setColumnStretch(at % across, 1)
        return holder

    def _group(self, title: str, items: list[Any], group: str, parent: QWidget) -> QFrame:
        width = max(78, *(Pill(item.badge).sizeHint().width() for item in self._now.items))
        card = QFrame(parent)
        theme.look(card, "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.S)
        box.setSpacing(2)
        head = QLabel(title, card)
        theme.look(head, "heading")
        box.addWidget(head)
        for at, item in enumerate(items):
            made = _Item(item, at if group == "now" else at + 1000, width, card)
            made.wanted.connect(self._open)
            box.addWidget(made)
        return card

    def _empty(self, parent: QWidget) -> QFrame:
        card = QFrame(parent)
        theme.look(card, "card")
        around = QVBoxLayout(card)
        around.setContentsMargins(theme.XL, 40, theme.XL, 40)
        nothing = QWidget(card)
        nothing.setObjectName("today.nothing")
        around.addWidget(nothing)
        box = QVBoxLayout(nothing)
        sign = QLabel(nothing)
        theme.dress(sign, "circle-check", "green", 32)
        head, note = QLabel(_("今天没有要办的事"), nothing), QLabel(nothing)
        note.setText(_("抱怨、计划、手册和请示等您办理或到期时,会出现在这里。"))
        theme.look(head, "heading")
        theme.look(note, "secondary")
        for part in (sign, head, note):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part)
            row.addStretch(1)
            box.addLayout(row)
        return card

    def _show_beginning(self, inside: QWidget) -> None:
        """An office without dealers has something to do first."""
        from crmdesk.views.widgets.empty import Empty

        nothing = inside.findChild(QWidget, "today.nothing")
        beginning = Empty("today", nothing.parentWidget())
        words = _("先把客户放进来:可以把 Excel 或 WPS 名单拖到窗口上导入,也可以一家一家录入。")
        ways = (self.button("today.import", beginning, main=True), self.button("today.new_dealer", beginning))
        beginning.show_words("users", _("还没有客户"), words, ways)
        nothing.parentWidget().layout().replaceWidget(nothing, beginning)
        nothing.deleteLater()

    def _open(self, item: Any) -> None:
        entry = page_of(item.subject)
        name = item.page or (entry.name if entry is not None else "")
        if name:
            record_id = item.record_id if item.record_id.int else None  # several: the page chooses
            self.open_page(name, record_id, **dict(item.given))
