"""客户要求: the demand lines of a complaint as a small grid that is typed into (CP 四.1)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from crmdesk.rules.complaint import Demand, DemandKind
from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import format_amount, format_quantity, parse_amount, parse_quantity
from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.field import Field, Line
from crmdesk.words import _

_KINDS: tuple[DemandKind | None, ...] = (None, *DemandKind)


class _Number(Line):
    """A number in a line of the grid: read by a rule, written in full when left."""

    left = Signal()

    def __init__(
        self,
        parent: QWidget,
        unit: str,
        parse: Callable[[str], Decimal],
        words: Callable[[Decimal | None], str],
    ) -> None:
        super().__init__(parent, unit)
        self._parse, self._in_words = parse, words
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def reading(self) -> tuple[Decimal | None, str]:
        """The number, and why the text is none."""
        text = self.text().strip()
        try:
            return (self._parse(text) if text else None), ""
        except Refused as refusal:
            return None, str(refusal)

    def put(self, number: Decimal | None) -> None:
        """Write a number."""
        self.setText(self._in_words(number))
        self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        number, wrong = self.reading()
        if not wrong:
            self.put(number)
        super().focusOutEvent(event)
        self.left.emit()


class _DemandLine:
    """The editors of one line; ``id`` is that of the saved line."""

    def __init__(self, grid: "_Grid", number: int) -> None:
        self.id: UUID | None = None
        self.kind = ChoiceBox(grid)
        self.kind.addItems([_("(未选)"), *(kind.label for kind in DemandKind)])
        self.quantity = _Number(grid, grid.unit, parse_quantity, format_quantity)
        self.percent = _Number(grid, "%", parse_quantity, format_quantity)
        self.amount = _Number(grid, _("元"), parse_amount, format_amount)
        self.remark = Line(grid)
        self.remove = QToolButton(grid)
        theme.dress(self.remove, "x", "secondary", 16)
        self.remove.setToolTip(_("去掉这一行"))
        words = (_("种类"), _("数量"), _("百分比"), _("金额"), _("说明"), _("去掉这一行"))
        for name, word, editor in zip(NAMES, words, self.editors(), strict=True):
            editor.setObjectName(f"complaint.demand.{number}.{name}")
            editor.setAccessibleName(_("客户要求第 {n} 行 {part}").format(n=number + 1, part=word))

    def editors(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return self.kind, self.quantity, self.percent, self.amount, self.remark, self.remove

    def demand(self) -> Demand | None:
        """What stands in the line; None where nothing does."""
        kind = _KINDS[self.kind.currentIndex()]
        numbers = [editor.reading()[0] for editor in (self.quantity, self.percent, self.amount)]
        remark = self.remark.text().strip()
        if kind is None and not remark and all(number is None for number in numbers):
            return None
        return Demand(kind or DemandKind.OTHER, *numbers, remark, self.id)

    def wrong(self) -> str:
        """The first thing in the line that cannot be taken as it stands."""
        wrong = next((w for e in (self.quantity, self.percent, self.amount) if (w := e.reading()[1])), "")
        if not wrong and self.kind.currentIndex() == 0 and self.demand() is not None:
            return _("请选客户要求的种类。")
        return wrong

    def show(self, demand: Demand | None) -> None:
        """Show a line; None empties it."""
        self.id = demand.id if demand else None
        self.kind.setCurrentIndex(_KINDS.index(demand.kind) if demand else 0)
        self.quantity.put(demand.quantity if demand else None)
        self.percent.put(demand.percent if demand else None)
        self.amount.put(demand.amount if demand else None)
        self.remark.setText(demand.remark if demand else "")

    def kept(self) -> list[str]:
        """The line as plain text, half-typed numbers too."""
        kind = _KINDS[self.kind.currentIndex()]
        texts = [editor.text() for editor in (self.quantity, self.percent, self.amount, self.remark)]
        return [str(kind or ""), *texts, str(self.id or "")]

    def show_kept(self, kept: list[str]) -> None:
        """Show what ``kept`` gave."""
        kind, quantity, percent, amount, remark, line_id = kept
        self.kind.setCurrentIndex(next((n for n, k in enumerate(_KINDS) if k == kind), 0))
        for editor, text in zip(
            (self.quantity, self.percent, self.amount, self.remark),
            (quantity, percent, amount, remark),
            strict=True,
        ):
            editor.setText(text)
        self.id = UUID(line_id) if line_id else None


NAMES = ("kind", "quantity", "percent", "amount", "remark", "remove")
_SHARES = (3, 3, 2, 4, 6, 0)


class _Grid(QWidget):
    """Titles, lines, and the button for one more."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.unit = ""
        self.lines: list[_DemandLine] = []
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
            self._grid.setColumnMinimumWidth(at, 52)
        self.more = QPushButton(_("加一行"), self)
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

    def _add(self) -> _DemandLine:
        line = _DemandLine(self, len(self.lines))
        self.lines.append(line)
        line.kind.currentIndexChanged.connect(self.edited)
        for editor in (line.quantity, line.percent, line.amount, line.remark):
            editor.textChanged.connect(self.edited)
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

    def _take_out(self, line: _DemandLine) -> None:
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

    def _allow(self, line: _DemandLine) -> None:
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
        return ";".join(demand_in_words(demand, self.editor.unit) for demand in value or ())

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
