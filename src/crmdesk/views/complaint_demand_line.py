"""One line of 客户要求 as it is typed: kind, quantity, percent, amount, remark, and the cross that takes it out."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QToolButton, QWidget

from crmdesk.rules.complaint import Demand, DemandKind
from crmdesk.rules.errors import Refused
from crmdesk.rules.typing_in import format_amount, format_quantity, parse_amount, parse_quantity
from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.field import Line
from crmdesk.words import _

NAMES = ("kind", "quantity", "percent", "amount", "remark", "remove")
_KINDS: tuple[DemandKind | None, ...] = (None, *DemandKind)


class NumberLine(Line):
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


class DemandLine:
    """The editors of one line; ``id`` is that of the saved line."""

    def __init__(self, grid: QWidget, unit: str, number: int) -> None:
        self.id: UUID | None = None
        self.kind = ChoiceBox(grid)
        self.kind.addItems([_("(未选)"), *(kind.label for kind in DemandKind)])
        self.quantity = NumberLine(grid, unit, parse_quantity, format_quantity)
        self.percent = NumberLine(grid, "%", parse_quantity, format_quantity)
        self.amount = NumberLine(grid, _("元"), parse_amount, format_amount)
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
        self.remark.setCursorPosition(0)  # its beginning is seen, not its end

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
