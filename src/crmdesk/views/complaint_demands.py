"""客户要求: the demand lines of a complaint as a small grid that is typed into (CP 四.1)."""

from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.rules.columns import Kind
from crmdesk.rules.complaint import Demand, DemandKind
from crmdesk.rules.typing_in import format_amount, format_quantity
from crmdesk.views.widgets.line_cells import LineColumn
from crmdesk.views.widgets.lines import LinesField, LineWords
from crmdesk.words import _


def _columns() -> tuple[LineColumn, ...]:
    """The amount is read whole on a narrow page too."""
    return (
        LineColumn(
            "kind", _("种类"), Kind.CHOICE, least=11, choices=DemandKind, wanted=_("请选客户要求的种类。")
        ),
        LineColumn("quantity", _("数量"), Kind.QUANTITY, least=10),
        LineColumn("percent", _("百分比"), Kind.QUANTITY, share=1, least=8, unit="%"),
        LineColumn("amount", _("金额"), Kind.MONEY, least=14, unit=_("元")),
        LineColumn("remark", _("说明"), share=6, least=8),
    )


class DemandsField(LinesField):
    """Value: the lines as a tuple of ``Demand``."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None, **more: Any) -> None:
        self._unit = ""
        super().__init__(
            name,
            label,
            parent,
            blank=Demand(DemandKind.OTHER),
            columns=_columns(),
            words=LineWords(line=_("客户要求第 {n} 行 {part}"), add=_("加一行"), remove=_("去掉这一行")),
            path="complaint.demand",
            keep_one=True,
            **more,
        )

    def row_in_words(self, row: Demand) -> str:
        return demand_in_words(row, self._unit)

    def set_goods_unit(self, unit: str) -> None:
        """The unit of the goods inside the quantities: 箱, 片."""
        self._unit = unit
        self.set_unit("quantity", unit)


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
