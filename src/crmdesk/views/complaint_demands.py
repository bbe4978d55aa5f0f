"""客户要求: the demand lines of a complaint as a small grid that is typed into (CP 四.1)."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from crmdesk.rules.complaint import Demand
from crmdesk.rules.typing_in import format_amount, format_quantity
from crmdesk.views import theme
from crmdesk.views.complaint_demand_line import DemandLine
from crmdesk.views.widgets.field import Field
from crmdesk.words import _, listed


class _More(QPushButton):
    """The button for one more line; Enter presses it too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


_SHARES = (3, 3, 1, 3, 6, 0)
_LEAST = (11, 10, 8, 14, 8)  # in digits: the amount is read whole on a narrow page too


class _Grid(QWidget):
    """Titles, lines, and the button for one more."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.unit = ""
        self.lines: list[DemandLine] = []
        self._read_only = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        titles = (_("种类"), _("数量"), _("百分比"), _("金额"), _("说明"))
        for at, (title, share) in enumerate(zip(titles, _SHARES, strict=False)):
            label = QLabel(title, self)
            theme.look(label, "small")
            self._grid.addWidget(label, 0, at)
            self._grid.setColumnStretch(at, share)
            self._grid.setColumnMinimumWidth(at, self.fontMetrics().horizontalAdvance("0") * _LEAST[at])
        self.more = _More(_("加一行"), self)
        self.more.setObjectName("complaint.demand.add")
        theme.look(self.more, "link")
        self.more.clicked.connect(self._add_by_hand)

    def show_lines(self, demands: tuple[Demand | None, ...]) -> None:
        """Show these lines; an empty one to type into where there is none."""
        while len(self.lines) > max(len(demands), 1):
            self._take_out(self.lines[-1])
        for at in range(max(len(demands), 1)):
            if at == len(self.lines):
                self._add()
            self.lines[at].show(demands[at] if at < len(demands) else None)

    def set_unit(self, unit: str) -> None:
        """The unit inside the quantities: 箱, 片."""
        self.unit = unit
        for line in self.lines:
            line.quantity.set_unit(unit)

    def set_read_only(self, read_only: bool) -> None:
        """Readable, or to be typed into."""
        self._read_only = read_only
        for line in self.lines:
            self._allow(line)
        self.more.setVisible(not read_only)

    def _add_by_hand(self) -> None:
        self._add().kind.setFocus()

    def _next_line(self) -> None:
        """Enter goes on to the next line, and makes one where this is the last."""
        at = next(n for n, line in enumerate(self.lines) if self.sender() in line.editors()) + 1
        if at < len(self.lines):
            self.lines[at].kind.setFocus()
        elif not self._read_only:
            self._add_by_hand()

    def _add(self) -> DemandLine:
        line = DemandLine(self, self.unit, len(self.lines))
        self.lines.append(line)
        line.kind.currentIndexChanged.connect(self.edited)
        for editor in (line.quantity, line.percent, line.amount, line.remark):
            editor.textChanged.connect(self.edited)
            editor.returnPressed.connect(self._next_line)
        for number in (line.quantity, line.percent, line.amount):
            number.left.connect(self.left)
        line.remove.clicked.connect(self._remove_clicked)
        self._lay()
        self._allow(line)
        return line

    def _remove_clicked(self) -> None:
        line = next(line for line in self.lines if line.remove is self.sender())
        if len(self.lines) == 1:
            line.show(None)
        else:
            self._take_out(line)
            self.lines[-1].kind.setFocus()
        self.edited.emit()

    def _take_out(self, line: DemandLine) -> None:
        self.lines.remove(line)
        for editor in line.editors():
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._lay()

    def _lay(self) -> None:
        self._grid.removeWidget(self.more)
        before: QWidget | None = None
        for row, line in enumerate(self.lines, start=1):
            for at, editor in enumerate(line.editors()):
                self._grid.addWidget(editor, row, at)
                if before is not None:
                    self.setTabOrder(before, editor)
                before = editor
        self._grid.addWidget(self.more, len(self.lines) + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        if before is not None:
            self.setTabOrder(before, self.more)
            self.setFocusProxy(self.lines[0].kind)

    def _allow(self, line: DemandLine) -> None:
        line.kind.setEnabled(not self._read_only)
        line.remove.setVisible(not self._read_only)
        for editor in (line.quantity, line.percent, line.amount, line.remark):
            editor.setReadOnly(self._read_only)
            editor.style().unpolish(editor)
            editor.style().polish(editor)


class DemandsField(Field):
    """Value: the lines as a tuple of ``Demand``; lines without anything in them do not count."""

    editor: _Grid

    def _make_editor(self) -> QWidget:
        grid = _Grid(self)
        grid.show_lines(())
        grid.edited.connect(self._edited)
        grid.left.connect(self._leave)
        return grid

    def value(self) -> Any:
        return tuple(d for line in self.editor.lines if (d := line.demand()) is not None)

    def unreadable(self) -> str:
        return next((w for line in self.editor.lines if (w := line.wrong())), "")

    def _show(self, value: Any) -> None:
        self.editor.show_lines(tuple(value or ()))

    def kept(self) -> Any:
        return [line.kept() for line in self.editor.lines]

    def set_kept(self, kept: Any) -> None:
        self.editor.show_lines((None,) * len(kept))
        for line, texts in zip(self.editor.lines, kept, strict=False):
            line.show_kept(texts)
        self._edited()

    def words_of(self, value: Any) -> str:
        return listed((demand_in_words(demand, self.editor.unit) for demand in value or ()), ";")

    def set_unit(self, unit: str) -> None:
        """The unit of the goods."""
        self.editor.set_unit(unit)

    def set_read_only(self, read_only: bool) -> None:
        self.editor.set_read_only(read_only)


def demand_in_words(demand: Demand, unit: str = "") -> str:
    """退货 86 箱, 赔款 2,400.00 元 人工费: one line as people say it."""
    parts = [demand.kind.label]
    if demand.quantity is not None:
        parts += [format_quantity(demand.quantity), unit]
    if demand.percent is not None:
        parts.append(f"{format_quantity(demand.percent)}%")
    if demand.amount is not None:
        parts.append(_("{amount} 元").format(amount=format_amount(demand.amount)))
    parts.append(demand.remark)
    return " ".join(part for part in parts if part)
