"""Fields whose text is read by a rule: dates, amounts, quantities, whole numbers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QMenu, QToolButton, QWidget, QWidgetAction

from crmdesk.rules.capitals import LARGEST, amount_in_capitals
from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import (
    STEP_KEYS,
    format_amount,
    format_quantity,
    parse_amount,
    parse_date,
    parse_quantity,
    step_date,
)
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.widgets.field import Field, Line
from crmdesk.words import _, language


class ReadField(Field):
    """A line whose text a rule reads. Read again only when the text changed; written in full when left."""

    editor: Line

    def _make_editor(self) -> QWidget:
        line = Line(self, self.unit)
        self._read: tuple[str, Any, str] = ("", None, "")
        line.textChanged.connect(self._edited)
        return line

    def _parse(self, text: str) -> Any:
        raise NotImplementedError

    def _reading(self) -> tuple[str, Any, str]:
        text = self.editor.text().strip()
        if text != self._read[0]:
            try:
                self._read = (text, self._parse(text) if text else None, "")
            except Refused as refusal:
                self._read = (text, None, str(refusal))
            except ValueError:
                self._read = (text, None, _("「{text}」看不懂。").format(text=text))
        return self._read

    def value(self) -> Any:
        return self._reading()[1]

    def unreadable(self) -> str:
        return self._reading()[2]

    def _show(self, value: Any) -> None:
        self.editor.setText(self.words_of(value))
        self.editor.setCursorPosition(0)

    def kept(self) -> Any:
        return self.editor.text()

    def set_kept(self, kept: Any) -> None:
        self.editor.setText(str(kept))

    def _leave(self) -> None:
        if self.editor.text() and not self.unreadable():
            self._show(self.value())
        super()._leave()

    def set_read_only(self, read_only: bool) -> None:
        self.editor.setReadOnly(read_only)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class DateField(ReadField):
    """A date. d w m y go forward, D W M Y back, = is today; also 3.8, 0308, 月底, 下周一 (peers row 79).

    Alt+↓ or the button opens a calendar. ``today`` may be replaced, so that tests know the day.
    """

    today: Callable[[], date] = staticmethod(today)

    def _make_editor(self) -> QWidget:
        line = super()._make_editor()
        assert isinstance(line, Line)
        line.setPlaceholderText(_("年-月-日"))
        line.setToolTip(
            _("d/w/m/y 往后一天/周/月/年,大写往前,= 今天;也可写 3.8、0308、月底、下周一;Alt+↓ 打开日历")
        )
        line.setTextMargins(0, 0, 24, 0)
        self._button = QToolButton(line)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setAccessibleName(_("打开日历"))
        theme.dress(self._button, "calendar", "secondary", 16)
        self._button.clicked.connect(self.open_calendar)
        return line

    def _parse(self, text: str) -> date:
        current = self._saved if isinstance(self._saved, date) else None
        return parse_date(text, self.today(), current)

    def words_of(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor:
            if event.type() == QEvent.Type.KeyPress and self._step(event):
                return True
            if event.type() == QEvent.Type.Resize:
                side = self.editor.height() - 6
                self._button.setGeometry(self.editor.width() - side - 3, 3, side, side)
        return super().eventFilter(watched, event)

    def _step(self, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        if self.editor.isReadOnly():
            return False
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        key = event.text()
        if not key or key not in STEP_KEYS or (key in "+-" and not self._is_whole()):
            return False
        self._show(step_date(key, self.value(), self.today()))
        self.editor.selectAll()
        return True

    def _is_whole(self) -> bool:
        """Whether a full date stands there: only then + and - step, before that they belong to what is typed."""
        return self.editor.text() == self.words_of(self.value()) != ""

    def open_calendar(self) -> None:
        """A month to click in or to walk through by arrow keys; Enter takes the day."""
        if self.editor.isReadOnly():
            return
        menu, month = QMenu(self), QCalendarWidget()
        month.setObjectName(f"{self.editor.objectName()}.calendar")
        month.setLocale(QLocale(language()))  # months and weekdays as the program speaks, not as the system does
        month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self.value() or self.today()
        month.setSelectedDate(QDate(day.year, day.month, day.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(month)
        menu.addAction(holder)
        month.activated.connect(self._picked)
        month.clicked.connect(self._picked)
        self._menu = menu
        menu.popup(self.editor.mapToGlobal(QPoint(0, self.editor.height())))
        month.setFocus()

    def _picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self._menu.close()
        self._menu.deleteLater()
        self.editor.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._button.setVisible(not read_only)


class _NumberField(ReadField):
    def _make_editor(self) -> QWidget:
        line = super()._make_editor()
        assert isinstance(line, Line)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line


class AmountField(_NumberField):
    """Yuan with thousands; the amount in capitals stands under it (value: Decimal with two places)."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None, *, unit: str = "", **more: Any):
        super().__init__(name, label, parent, unit=unit or _("元"), **more)

    def _parse(self, text: str) -> Decimal:
        return parse_amount(text)

    def words_of(self, value: Any) -> str:
        return "" if value is None else format_amount(value)

    def _remark(self) -> str:
        value = self.value() if hasattr(self, "editor") else None
        if value is not None and 0 <= value <= LARGEST:
            return amount_in_capitals(value)
        return super()._remark()


class QuantityField(_NumberField):
    """A quantity with up to four places; ``editor.set_unit`` changes the unit inside."""

    def _parse(self, text: str) -> Decimal:
        return parse_quantity(text)

    def words_of(self, value: Any) -> str:
        return format_quantity(value)


class IntegerField(_NumberField):
    """A whole number; value: int."""

    def _parse(self, text: str) -> int:
        number = parse_quantity(text)
        if number != int(number):
            raise ValueError(text)
        return int(number)

    def words_of(self, value: Any) -> str:
        return "" if value is None else str(value)
