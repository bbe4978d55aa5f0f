"""The customers of a day at the left of its page: the day itself, what was visited, what is due, what was missed."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crmdesk.rules.visit import Visit, VisitDay
from crmdesk.rules.visit_plan import PlanLine, VisitStatus
from crmdesk.rules.visit_values import urgent
from crmdesk.views import theme
from crmdesk.views.widgets.pill import paint_pill
from crmdesk.words import _

WIDTH, NARROW = 272, 200
_ROOMY = 820  # pixels of the page
_ROLE = Qt.ItemDataRole.UserRole + 1


class Of(StrEnum):
    """What a row stands for."""

    DAY = "day"
    VISIT = "visit"
    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``id`` of the visit or of the plan line, None for the day itself."""

    of: Of
    id: UUID | None
    name: str
    note: str
    pill: str
    tone: str

    @property
    def key(self) -> tuple[Of, UUID | None]:
        """What stays the same when the row says something else."""
        return self.of, self.id


def rows_of(day: VisitDay) -> tuple[Row, ...]:
    """The day, its visits in their order, what is due by route, what was missed."""
    due = sorted(day.due, key=lambda line: (line.route_order is None, line.route_order or 0))
    return (
        _of_day(day), *map(_of_visit, day.visits),
        *(_of_line(line, Of.DUE, VisitStatus.PLANNED.label, "blue") for line in due),
        *(_of_line(line, Of.MISSED, line.missed.label if line.missed else "", "amber") for line in day.missed),
    )  # fmt: skip


def _of_day(day: VisitDay) -> Row:
    done = bool(day.plan.strip() and day.summary.strip())
    note = _("计划 {planned} 家,已访 {done} 家").format(planned=day.planned, done=len(day.visits))
    return Row(Of.DAY, None, _("当日计划与总结"), note, "" if done else _("未写完"), "amber")


def _of_visit(visit: Visit) -> Row:
    times = "–".join(part for part in (visit.arrived_at, visit.left_at) if part)
    said = "  ".join(part for part in (times, visit.met or visit.purpose) if part)
    why = urgent(visit)
    if why:
        pill, tone = why[0], "red"
    elif not visit.summary.strip():
        pill, tone = _("缺总结"), "amber"
    elif not visit.is_planned:
        pill, tone = VisitStatus.UNPLANNED.label, "grey"
    else:
        pill, tone = VisitStatus.DONE.label, "green"
    return Row(Of.VISIT, visit.id, visit.dealer_name, said or visit.way.label, pill, tone)


def _of_line(line: PlanLine, of: Of, pill: str, tone: str) -> Row:
    said = "  ".join(part for part in (line.route, line.way.label, line.aim) if part)
    return Row(of, line.id, line.dealer_name, said, pill, tone)


class DayRows(QListWidget):
    """``chosen(row)`` when another row is in front, ``entered(row)`` after Enter or a double click,
    ``missed_key(row)`` after N on one that is due, ``struck(row)`` after Delete on a visit."""

    chosen = Signal(object)
    entered = Signal(object)
    missed_key = Signal(object)
    struck = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("当天的客户"))
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setItemDelegate(_Paint(self))
        self.currentItemChanged.connect(self._current_changed)
        self.itemDoubleClicked.connect(self._entered)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, in order."""
        return self._rows

    def fit(self, room: int) -> None:
        """Narrower where the page has little room."""
        self.setFixedWidth(WIDTH if room >= _ROOMY else NARROW)

    def current(self) -> Row | None:
        """The row in front."""
        at = self.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def show_rows(self, rows: tuple[Row, ...], key: tuple[Of, UUID | None] | None = None) -> None:
        """Show these and stay at ``key`` (or where one was); nothing is told of that."""
        before = self.current()
        wanted = key or (before.key if before else None)
        self._rows = rows
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(_ROLE, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name} {row.pill} {row.note}".strip())
            item.setToolTip(f"{row.name}\n{row.note}".strip())
        at = next((n for n, row in enumerate(rows) if row.key == wanted), 0)
        self.setCurrentRow(at)
        self.blockSignals(False)

    def go(self, key: tuple[Of, UUID | None]) -> None:
        """To another row, as if it had been clicked."""
        at = next((n for n, row in enumerate(self._rows) if row.key == key), -1)
        if at >= 0:
            self.setCurrentRow(at)

    def stay(self, key: tuple[Of, UUID | None]) -> None:
        """Back to a row, and nobody is told."""
        self.blockSignals(True)
        self.go(key)
        self.blockSignals(False)

    def _current_changed(self, *_items: object) -> None:
        row = self.current()
        if row is not None:
            self.chosen.emit(row)

    def _entered(self, *_item: object) -> None:
        row = self.current()
        if row is not None:
            self.entered.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.current(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right) and not event.modifiers():
            self._entered()
        elif row is not None and key == Qt.Key.Key_N and not event.modifiers():
            if row.of in (Of.DUE, Of.MISSED):
                self.missed_key.emit(row)
        elif row is not None and key == Qt.Key.Key_Delete:
            if row.of is Of.VISIT:
                self.struck.emit(row)
        else:
            super().keyPressEvent(event)


class _Paint(QStyledItemDelegate):
    """Two lines: name and pill, and a grey line under them."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(NARROW - 4, QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(9)).height() + 15)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, c, rect = index.data(_ROLE), theme.colours(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.selection))
        painter.setPen(QColor(c.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(12, 6, -10, -7)
        room = inside.width()
        if row.pill:
            painter.setFont(theme.font(9))
            width = painter.fontMetrics().horizontalAdvance(row.pill) + 16
            height = painter.fontMetrics().height() + 1
            paint_pill(painter, QRectF(inside.right() - width + 1, inside.top(), width, height), row.pill, row.tone)
            room -= width + 8
        painter.setFont(theme.font(bold=row.of is Of.DAY))
        painter.setPen(QColor(c.secondary if row.of is Of.MISSED else c.text))
        words = painter.fontMetrics()
        painter.drawText(inside.left(), inside.top() + words.ascent(), _fit(words, row.name, room))
        below = inside.top() + words.height() + 1
        painter.setFont(theme.font(9))
        painter.setPen(QColor(c.secondary))
        words = painter.fontMetrics()
        painter.drawText(inside.left(), below + words.ascent(), _fit(words, row.note, inside.width()))
        painter.restore()


def _fit(words: QFontMetrics, text: str, room: int) -> str:
    return words.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
