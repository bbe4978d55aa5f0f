"""A month of visits: each day with its customers, coloured by class and by what became of the visit.

Arrows walk from day to day, ``,`` and ``.`` from visit to visit of the day, Ctrl and an arrow move the visit to
another day, Enter opens it; the mouse drags it. A day with more visits than lines shows the rest as small squares.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from crmdesk.rules.visit_plan import CalendarVisit, VisitStatus
from crmdesk.views import theme
from crmdesk.views.days import heads, today
from crmdesk.views.widgets.pill import tone_of
from crmdesk.words import _

HEAD, DAY_LINE, LINE, SQUARE = 26, 22, 19, 10
_TONES = {VisitStatus.DONE: "green", VisitStatus.LATE: "red", VisitStatus.MISSED: "amber", VisitStatus.UNPLANNED: "accent"}
_SIGNS = {VisitStatus.DONE: "✓", VisitStatus.LATE: "!", VisitStatus.MISSED: "×", VisitStatus.UNPLANNED: "+"}
_STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
}  # fmt: skip


class MonthCalendar(QWidget):
    """``moved(visit, day)`` where a visit was put on another day, ``opened(visit)`` after Enter or a double click,
    ``day_chosen(day)`` when the cursor goes to another day, ``left()`` after Esc."""

    moved = Signal(object, object)
    opened = Signal(object)
    day_chosen = Signal(object)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(False)
        self.first = today().replace(day=1)
        self.day = today()
        self.may_move = False
        self._is_off: Callable[[date], bool] = lambda day: day.weekday() > 4
        self._of_day: dict[date, tuple[CalendarVisit, ...]] = {}
        self._at = -1  # which visit of the day the cursor is on
        self._places: list[tuple[QRect, CalendarVisit]] = []
        self._drawn: QPixmap | None = None
        self._pressed: tuple[QPoint, CalendarVisit] | None = None
        self._target: date | None = None
        self._small = theme.font(9.0)
        self._words = QFontMetrics(self._small)
        theme.look_signals().changed.connect(self._draw_anew)
        self._say()

    def show_month(
        self, first: date, visits: Sequence[CalendarVisit], is_off: Callable[[date], bool] | None = None
    ) -> None:
        """Show the month of ``first``; ``is_off`` tells days of rest."""
        if (first.year, first.month) != (self.first.year, self.first.month):
            self.day, self._at = first.replace(day=1), -1
        self.first = first.replace(day=1)
        self._is_off = is_off or self._is_off
        found: dict[date, list[CalendarVisit]] = {}
        for visit in visits:
            found.setdefault(visit.day, []).append(visit)
        self._of_day = {day: tuple(of) for day, of in found.items()}
        self._at = min(self._at, len(self._of_day.get(self.day, ())) - 1)
        self._say()
        self._draw_anew()

    @property
    def visit(self) -> CalendarVisit | None:
        """The visit under the cursor."""
        visits = self._of_day.get(self.day, ())
        return visits[self._at] if 0 <= self._at < len(visits) else None

    def go_to(self, day: date, visit: int = -1) -> None:
        """Put the cursor on a day of the month, and on one of its visits."""
        if (day.year, day.month) == (self.first.year, self.first.month):
            changed = day != self.day
            self.day, self._at = day, visit
            self._say()
            self.update()
            if changed:
                self.day_chosen.emit(day)

    def _say(self) -> None:
        words = _("{day},{n} 家").format(day=self.day.isoformat(), n=len(self._of_day.get(self.day, ())))
        visit = self.visit
        self.setAccessibleName(_("巡访月历 {words}").format(words=words) + (f" {tip_of(visit)}" if visit else ""))

    # --- places ---------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(900, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, HEAD + self._weeks() * 48)

    def _weeks(self) -> int:
        days = monthrange(self.first.year, self.first.month)[1]
        return (self.first.weekday() + days + 6) // 7

    def rect_of(self, day: date) -> QRect:
        """Where a day of the month stands."""
        week, column = divmod(self.first.weekday() + day.day - 1, 7)
        left, right = column * self.width() // 7, (column + 1) * self.width() // 7
        tall = self.height() - HEAD
        top, bottom = HEAD + week * tall // self._weeks(), HEAD + (week + 1) * tall // self._weeks()
        return QRect(left, top, right - left, bottom - top)

    def day_at(self, place: QPoint) -> date | None:
        """The day under a point, None outside of the month."""
        days = monthrange(self.first.year, self.first.month)[1]
        inside = (self.first.replace(day=n) for n in range(1, days + 1))
        return next((day for day in inside if self.rect_of(day).contains(place)), None)

    def visit_at(self, place: QPoint) -> CalendarVisit | None:
        """The visit under a point."""
        return next((visit for rect, visit in self._places if rect.contains(place)), None)

    def place_of(self, visit: CalendarVisit) -> QRect:
        """Where a visit is painted; an empty rectangle where it is not in this month."""
        return next((rect for rect, other in self._places if other is visit), QRect())

    # --- painting -------------------------------------------------------------------------------------

    def _draw_anew(self) -> None:
        self._drawn = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_anew()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawn is None or self._drawn.devicePixelRatio() != self.devicePixelRatioF():
            self._drawn = self._draw()
        painter, c = QPainter(self), theme.colours()
        painter.drawPixmap(0, 0, self._drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        visit = self.visit
        if visit is not None:
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRoundedRect(self.place_of(visit).adjusted(0, 0, -1, -1), 3, 3)
        painter.setPen(QPen(QColor(c.accent if self.hasFocus() else c.secondary), 2 if self.hasFocus() else 1))
        painter.drawRect(self.rect_of(self.day).adjusted(1, 1, -2, -2))
        if self._target is not None:
            painter.setPen(QPen(QColor(c.accent), 2, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect_of(self._target).adjusted(3, 3, -4, -4))

    def _draw(self) -> QPixmap:
        """Everything but the cursor; kept until data, size or theme change."""
        ratio, c = self.devicePixelRatioF(), theme.colours()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(c.panel))
        self._places = []
        painter = QPainter(picture)
        painter.setFont(self._small)
        painter.setPen(QColor(c.secondary))
        for column, word in enumerate(heads()):
            left, right = column * self.width() // 7, (column + 1) * self.width() // 7
            painter.drawText(QRect(left, 0, right - left, HEAD), Qt.AlignmentFlag.AlignCenter, word)
        for n in range(1, monthrange(self.first.year, self.first.month)[1] + 1):
            self._draw_day(painter, self.first.replace(day=n))
        painter.end()
        return picture

    def _draw_day(self, painter: QPainter, day: date) -> None:
        c, rect = theme.colours(), self.rect_of(day)
        visits = self._of_day.get(day, ())
        if self._is_off(day):
            painter.fillRect(rect, QColor(c.page))
        painter.setPen(QColor(c.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        head = QRect(rect.left() + 8, rect.top() + 2, rect.width() - 16, DAY_LINE - 2)
        painter.setFont(theme.font(9.5, bold=day == today()))
        painter.setPen(QColor(c.accent if day == today() else c.secondary if self._is_off(day) else c.text))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(day.day))
        painter.setFont(self._small)
        if visits:
            painter.setPen(QColor(c.secondary))
            hours = sum(float(visit.hours or 0) for visit in visits)
            words = _("{n} 家 · {hours:g} 时") if hours else _("{n} 家")
            words = words.format(n=len(visits), hours=hours)
            painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            self._draw_visits(painter, rect, visits)

    def _draw_visits(self, painter: QPainter, rect: QRect, visits: Sequence[CalendarVisit]) -> None:
        room = max((rect.height() - DAY_LINE - 3) // LINE, 0)
        lines = len(visits)
        if len(visits) > room:
            across = max((rect.width() - 10) // SQUARE, 1)
            lines = max(0, room - 1)
            while lines and -(-(len(visits) - lines) // across) * SQUARE > (room - lines) * LINE:
                lines -= 1
        top = rect.top() + DAY_LINE
        for n, visit in enumerate(visits[:lines]):
            place = QRect(rect.left() + 4, top + n * LINE, rect.width() - 8, LINE - 2)
            self._draw_line(painter, place, visit)
        if len(visits) > lines:
            self._draw_squares(painter, QRect(rect.left() + 5, top + lines * LINE, rect.width() - 10, 0), visits[lines:])

    def _draw_line(self, painter: QPainter, place: QRect, visit: CalendarVisit) -> None:
        ink, ground = theme.colours().tone(tone_of_visit(visit))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 3, 3)
        painter.fillRect(place.left(), place.top(), 3, place.height(), QColor(theme.colours().tone(_class_tone(visit))[0]))
        sign = _SIGNS.get(visit.status, "")
        text = f"{sign} {visit.dealer_name}" if sign else visit.dealer_name
        painter.setPen(QColor(ink if sign else theme.colours().text))
        inside = place.adjusted(8, 0, -4, 0)
        short = self._words.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
        self._places.append((place, visit))

    def _draw_squares(self, painter: QPainter, area: QRect, visits: Sequence[CalendarVisit]) -> None:
        across = max(area.width() // SQUARE, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for n, visit in enumerate(visits):
            down, right = divmod(n, across)
            place = QRect(area.left() + right * SQUARE, area.top() + 2 + down * SQUARE, SQUARE - 2, SQUARE - 2)
            painter.fillRect(place, QColor(theme.colours().tone(tone_of_visit(visit))[0]))
            self._places.append((place, visit))

    # --- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if step is not None and with_ctrl:
            self._move(self.visit, self.day + timedelta(days=step))
        elif step is not None:
            self.go_to(self.day + timedelta(days=step))
        elif event.key() in (Qt.Key.Key_Period, Qt.Key.Key_Comma):
            self._next_visit(1 if event.key() == Qt.Key.Key_Period else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next_visit(1) if self.visit is None else self.opened.emit(self.visit)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in (
            *_STEPS, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:  # fmt: skip
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if not (is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            visit = self.visit_at(event.pos())
            QToolTip.showText(event.globalPos(), tip_of(visit) if visit else "", self)
            return True
        return super().event(event)

    def _next_visit(self, step: int) -> None:
        visits = self._of_day.get(self.day, ())
        if visits:
            at = 0 if self._at < 0 and step > 0 else (self._at + step) % len(visits)
            self.go_to(self.day, at)

    def _move(self, visit: CalendarVisit | None, day: date) -> None:
        if visit is None or not self.may_move or visit.line_id is None or day == visit.day:
            return
        if (day.year, day.month) != (self.first.year, self.first.month):
            return
        self.moved.emit(visit, day)
        found = [n for n, other in enumerate(self._of_day.get(day, ())) if other.line_id == visit.line_id]
        self.go_to(day, found[0] if found else -1)

    # --- the mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        visit, day = self.visit_at(place), self.day_at(place)
        self._pressed = (place, visit) if visit is not None else None
        if day is not None:
            at = self._of_day[day].index(visit) if visit is not None else -1
            self.go_to(day, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not self.may_move:
            return
        place = event.position().toPoint()
        far = (place - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance()
        target = self.day_at(place) if far or self._target is not None else None
        if target != self._target:
            self._target = target
            self.setCursor(Qt.CursorShape.ClosedHandCursor if target else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._target
        self._pressed = self._target = None
        self.unsetCursor()
        self.update()
        if pressed is not None and target is not None:
            self._move(pressed[1], target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        visit = self.visit_at(event.position().toPoint())
        if visit is not None:
            self.opened.emit(visit)


def _class_tone(visit: CalendarVisit) -> str:
    return tone_of(visit.dealer_class)


def tone_of_visit(visit: CalendarVisit) -> str:
    """What became of it, else its class."""
    return _TONES.get(visit.status) or _class_tone(visit)


def tip_of(visit: CalendarVisit) -> str:
    """南京金鼎建材 · A 类 · 待访 · 冯媛 · 二线 · 对账."""
    words = visit.dealer_class.label if visit.dealer_class else ""
    parts = (visit.dealer_name, words, visit.status.label, visit.rep_name, visit.route, visit.aim)
    return " · ".join(part for part in parts if part)
