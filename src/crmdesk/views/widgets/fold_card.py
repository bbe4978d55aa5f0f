"""A card that folds: a head that says in one line what is inside, and under it, when open, the fields."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.picks import PickField
from crmdesk.words import _

COLUMNS = 12
NARROW = 520  # below it fields take twice the columns


class _Head(QAbstractButton):
    """Chevron, title, summary; Space, Enter or a click opens and folds."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.summary, self.tone, self.is_open = "", "secondary", False
        self._hover = False

    def sizeHint(self) -> QSize:
        return QSize(200, theme.row_height() + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Left if self.is_open else Qt.Key.Key_Right)
        if event.key() in turns and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self.rect().adjusted(1, 1, -1, -1)
        if self._hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.hover))
            painter.drawRoundedRect(inside, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRoundedRect(inside, 4, 4)
        icon = "chevron-down" if self.is_open else "chevron-right"
        picture = theme.pixmap(icon, c.secondary, 16, self.devicePixelRatioF())
        painter.drawPixmap(theme.M, (self.height() - 16) // 2, picture)
        painter.setFont(theme.font(bold=True))
        painter.setPen(QColor(c.text))
        room = QRect(theme.M + 24, 0, self.width() - 2 * theme.M - 24, self.height())
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side, self.text())
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(self.text()) + theme.L)
        painter.setFont(theme.font())
        painter.setPen(QColor(getattr(c, self.tone)))
        words = painter.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, words)
        painter.end()


class FoldCard(QFrame):
    """``put(fields)`` fills it; ``set_summary`` says what is inside; ``set_open`` opens or folds.

    ``turned(is_open)`` when a person did so.
    """

    turned = Signal(bool)

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.card")
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        self._head = _Head(title, self)
        self._head.setObjectName(name)
        self._head.clicked.connect(self._turn)
        box.addWidget(self._head)
        self._inside = QWidget(self)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(theme.L, theme.XS, theme.L, theme.M)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(10)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)
        box.addWidget(self._inside)
        self._inside.hide()
        self._parts: list[tuple[QWidget, int]] = []
        self._left_out: set[QWidget] = set()

    @property
    def is_open(self) -> bool:
        """Whether the fields are seen."""
        return self._head.is_open

    def put(self, parts: Sequence[tuple[QWidget, int]]) -> None:
        """Widgets with their share of twelve columns, in reading order."""
        self._parts = list(parts)
        self._lay()

    def leave_out(self, widgets: set[QWidget]) -> None:
        """These are not asked for now."""
        if widgets != self._left_out:
            self._left_out = set(widgets)
            self._lay()

    @property
    def is_bare(self) -> bool:
        """Whether nothing of it is asked for."""
        return all(part in self._left_out for part, _share in self._parts)

    def set_summary(self, words: str, tone: str = "secondary") -> None:
        """What stands at the right of the title; ``tone`` is a colour token."""
        self._head.summary, self._head.tone = words, tone
        self._head.setAccessibleDescription(words)
        self._head.setToolTip(words)
        self._head.update()

    def set_open(self, is_open: bool) -> None:
        """Open or fold."""
        if is_open == self.is_open:
            return
        self._head.is_open = is_open
        self._head.setAccessibleName(self._head.text() + ("" if not is_open else _("(已展开)")))
        self._inside.setVisible(is_open)
        self._head.update()

    def enter(self) -> None:
        """Open it, and the cursor into its first field."""
        self.set_open(True)
        first = next((part for part, _share in self._parts if part not in self._left_out), None)
        if isinstance(first, Field):
            first.editor.setFocus()
        elif first is not None:
            first.setFocus()

    def _turn(self) -> None:
        self.set_open(not self.is_open)
        self.turned.emit(self.is_open)

    def _lay(self) -> None:
        narrow = self.width() < NARROW and self.isVisible()
        for part, _share in self._parts:
            self._grid.removeWidget(part)
            part.setVisible(part not in self._left_out)
        asked = [(p, min(s * 2, COLUMNS) if narrow else s) for p, s in self._parts if p not in self._left_out]
        at = line = 0
        for n, (part, share) in enumerate(asked):
            if at + share > COLUMNS:
                at, line = 0, line + 1
            following = asked[n + 1][1] if n + 1 < len(asked) else COLUMNS
            alone = at == 0 and share == COLUMNS // 2 and share + following > COLUMNS
            self._grid.addWidget(part, line, at, 1, COLUMNS if alone and not isinstance(part, PickField) else share)
            at += COLUMNS if alone else share
