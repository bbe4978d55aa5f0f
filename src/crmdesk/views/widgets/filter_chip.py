"""Filter chips: one yes/no, and one with several answers and how many records have each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.typed_text import normalise
from crmdesk.views import theme
from crmdesk.words import _, listed

_ICON = 14
_ROOM = _ICON + 6
_NAMED = 2  # as many answers are named on the chip, the others only counted
_SEARCH_FROM = 9  # as many answers get a search line
_LINES = 12
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


class _Chip(QPushButton):
    """A round button with a small icon at its right end."""

    icon_name = ""

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoDefault(False)
        theme.look(self, "chip")

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + (_ROOM if self.icon_name else 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option, painter = QStyleOptionButton(), QStylePainter(self)
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        if self.icon_name:
            option.rect = option.rect.adjusted(0, 0, -_ROOM, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        if self.icon_name:
            c = theme.colours()
            colour = c.accent if self.isChecked() else c.secondary
            picture = theme.pixmap(self.icon_name, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(self._icon_left, (self.height() - _ICON) // 2, picture)

    @property
    def _icon_left(self) -> int:
        return self.width() - _ROOM - 6


class ToggleChip(_Chip):
    """One condition, on or off: 我负责的. ``changed()`` when a person switched it."""

    changed = Signal()

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(name, words, parent)
        self.clicked.connect(self.changed)


class FilterChip(_Chip):
    """Several of a field's values: 等级:A 类、B 类 ×. A click opens the list, the cross or Delete empties it.

    ``changed()`` when a person chose; ``opening()`` just before the list is shown, so that the page asks for
    the values then (``set_answers``), ``chosen`` the values.
    """

    changed = Signal()
    opening = Signal()
    icon_name = "chevron-down"

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(name, label, parent)
        self._label = label
        self._answers: tuple[tuple[Any, str, int], ...] = ()
        self._words: dict[Any, str] = {}
        self.chosen: tuple[Any, ...] = ()
        self.list = _AnswerList(self)
        self.list.switched.connect(self._switch)
        self._say()

    def set_answers(self, answers: Sequence[tuple[Any, str, int]]) -> None:
        """The values that may be chosen: value, word, how many records have it. What is chosen stays."""
        self._answers = tuple(answers)
        self._words |= {value: word for value, word, _count in self._answers}
        missing = tuple((v, self._words.get(v, str(v)), 0) for v in self.chosen if v not in self._known())
        self.list.show_answers(self._answers + missing, self.chosen)
        self._say()

    def choose(self, values: Sequence[Any], *, tell: bool = False) -> None:
        """Choose these values; ``tell``: as if a person had done it."""
        self.chosen = tuple(values)
        self.list.show_chosen(self.chosen)
        self._say()
        if tell:
            self.changed.emit()

    def open(self) -> None:
        """Show the list of values under the chip."""
        self.opening.emit()
        self.list.open_under(self)

    # --- what a person does ---------------------------------------------------------------------------

    def nextCheckState(self) -> None:
        """A click opens the list; whether the chip is lit depends on what is chosen there."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.chosen and event.position().x() >= self._icon_left - 4:
            self.choose((), tell=True)
        else:
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen:
            self.choose((), tell=True)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open()
        else:
            super().keyPressEvent(event)

    def _switch(self, value: Any) -> None:
        if value in self.chosen:
            self.choose([v for v in self.chosen if v != value], tell=True)
        else:
            kept = {*self.chosen, value}
            order = self._known()
            late = [v for v in (*self.chosen, value) if v not in order]
            self.choose([v for v in order if v in kept] + late, tell=True)

    def _known(self) -> list[Any]:
        return [value for value, _word, _count in self._answers]

    def _say(self) -> None:
        words = self._label
        named = [self._words.get(v) or getattr(v, "label", str(v)) for v in self.chosen]
        if len(named) > _NAMED:
            words = _("{field}:{first} 等 {count} 项").format(field=words, first=named[0], count=len(named))
        elif named:
            words = _("{field}:{values}").format(field=words, values=listed(named))
        self.icon_name = "x" if named else "chevron-down"
        self.setText(words)
        self.setChecked(bool(named))
        self.setAccessibleName(_("筛选 {words}").format(words=words))
        whole = _("{values};Delete 取消这个条件").format(values=listed(named))
        self.setToolTip(whole if named else _("按{field}筛选").format(field=self._label))
        self.updateGeometry()


class _AnswerList(QFrame):
    """The list under a chip: ticked values with their counts; typing narrows it. ``switched(value)``."""

    switched = Signal(object)

    def __init__(self, chip: FilterChip) -> None:
        super().__init__(chip, Qt.WindowType.Popup)
        theme.look(self, "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.setSpacing(6)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{chip.objectName()}.search")
        self.search.setPlaceholderText(_("输入几个字来查找"))
        self.search.setAccessibleName(_("在列表中查找"))
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.view = QListView(self)
        self.view.setObjectName(f"{chip.objectName()}.values")
        self.view.setAccessibleName(_("可选的值"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        theme.look(self.view, "choices")
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Answer(self.view))
        self.view.clicked.connect(self._clicked)
        self.view.installEventFilter(self)
        box.addWidget(self.search)
        box.addWidget(self.view)

    def show_answers(self, answers: Sequence[tuple[Any, str, int]], chosen: Sequence[Any]) -> None:
        """These values, the chosen ones ticked."""
        current = self.view.currentIndex().row()
        self._model.clear()
        for value, word, count in answers:
            item = QStandardItem(word)
            item.setData(value, Qt.ItemDataRole.UserRole)
            item.setData(f"{count:,}", COUNT_ROLE)
            item.setAccessibleText(_("{word},{count} 条").format(word=word, count=count))
            self._model.appendRow(item)
        self.show_chosen(chosen)
        self.search.setVisible(len(answers) >= _SEARCH_FROM)
        if answers:
            self.view.setCurrentIndex(self._model.index(max(current, 0), 0))
        self._narrow(self.search.text())
        self._fit()

    def show_chosen(self, chosen: Sequence[Any]) -> None:
        """Tick these."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            is_chosen = item.data(Qt.ItemDataRole.UserRole) in chosen
            item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)

    def open_under(self, chip: FilterChip) -> None:
        """Show the list at the lower edge of the chip, inside the screen."""
        self.search.clear()
        self._fit()
        place = chip.mapToGlobal(QPoint(0, chip.height() + 2))
        screen = chip.screen().availableGeometry()
        place.setX(min(place.x(), screen.right() - self.width()))
        place.setY(min(place.y(), max(screen.top(), screen.bottom() - self.height())))
        self.move(place)
        self.show()
        (self.search if self.search.isVisible() else self.view).setFocus()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
                key == Qt.Key.Key_Space and watched is self.view
            ):
                self._clicked(self.view.currentIndex())
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and watched is self.search:
                self.view.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.switched.emit(index.data(Qt.ItemDataRole.UserRole))

    def _narrow(self, text: str) -> None:
        wanted = normalise(text).casefold()
        first = -1
        for row in range(self._model.rowCount()):
            hidden = wanted not in normalise(self._model.item(row).text()).casefold()
            self.view.setRowHidden(row, hidden)
            if first < 0 and not hidden:
                first = row
        if wanted and first >= 0:
            self.view.setCurrentIndex(self._model.index(first, 0))

    def _fit(self) -> None:
        rows = max(1, min(self._model.rowCount(), _LINES))
        self.view.setFixedHeight(rows * theme.row_height() + 6)
        widest = max((self.fontMetrics().horizontalAdvance(self._model.item(r).text())
                      for r in range(self._model.rowCount())), default=0)  # fmt: skip
        self.view.setFixedWidth(max(180, min(widest + 120, 360)))
        self.adjustSize()


class _Answer(QStyledItemDelegate):
    """A value: tick, word, count at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c, rect = theme.colours(), option.rect
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, QColor(c.selection))
        if index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, Qt.CheckState.Checked.value):
            ratio = option.widget.devicePixelRatioF() if option.widget else 1.0
            picture = theme.pixmap("check", c.accent, 16, ratio)
            painter.drawPixmap(rect.left() + 6, rect.top() + (rect.height() - 16) // 2, picture)
        count = index.data(COUNT_ROLE)
        room = option.fontMetrics.horizontalAdvance(count) + 16
        inside = QRect(rect.left() + 28, rect.top(), rect.width() - 28 - room, rect.height())
        word = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.setPen(QColor(c.text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
        painter.setPen(QColor(c.secondary))
        right = rect.adjusted(0, 0, -8, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, theme.row_height())
