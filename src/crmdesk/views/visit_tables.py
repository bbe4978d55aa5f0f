"""The small tables of a visit: prices, evidence, stock, trainings, projects, each typed like a grid."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.rules.columns import Kind
from crmdesk.rules.typing_in import format_amount
from crmdesk.rules.visit import LABELS, EvidenceLine, PriceLine, ProjectLine, StockLine, TrainingLine
from crmdesk.views.widgets.lines import LineColumn, LinesField, LineWords
from crmdesk.words import N_, _, listed

#: The table of a check item → the field of the visit that holds it.
FIELD_OF: dict[str, str] = {
    "foreign_goods_lines": "evidence", "prices": "prices", "stocks": "stocks", "trainings": "trainings",
    "projects": "projects",
}  # fmt: skip
_BLANK: dict[str, Any] = {
    "evidence": EvidenceLine(), "prices": PriceLine(), "stocks": StockLine(), "trainings": TrainingLine(),
    "projects": ProjectLine(),
}  # fmt: skip
#: name, kind, share of the width, least width in digits
_COLUMNS: dict[str, tuple[tuple[str, Kind, int, int], ...]] = {
    "evidence": (("part_number", Kind.CODE, 3, 9), ("lot", Kind.CODE, 2, 8), ("source", Kind.TEXT, 4, 8),
                 ("quantity", Kind.QUANTITY, 2, 8), ("remark", Kind.TEXT, 4, 8)),
    "prices": (("product", Kind.TEXT, 5, 8), ("floor_price", Kind.MONEY, 2, 9), ("actual_price", Kind.MONEY, 2, 9),
               ("remark", Kind.TEXT, 4, 8)),
    "stocks": (("product", Kind.TEXT, 5, 8), ("sold", Kind.QUANTITY, 2, 6), ("days", Kind.INTEGER, 1, 4),
               ("stock", Kind.QUANTITY, 2, 6), ("on_the_way", Kind.QUANTITY, 2, 6), ("safety", Kind.QUANTITY, 2, 6),
               ("suggested", Kind.QUANTITY, 2, 6), ("ordered", Kind.QUANTITY, 2, 6)),
    "trainings": (("content", Kind.TEXT, 6, 8), ("people", Kind.INTEGER, 1, 6), ("hours", Kind.QUANTITY, 1, 6),
                  ("effect", Kind.TEXT, 4, 8)),
    "projects": (("project", Kind.TEXT, 5, 8), ("buyer", Kind.TEXT, 4, 8), ("stage", Kind.TEXT, 3, 8),
                 ("amount", Kind.MONEY, 2, 10), ("is_major", Kind.YES_NO, 0, 5)),
}  # fmt: skip
_LINE_WORDS = {
    "evidence": N_("窜货证据第 {n} 行 {part}"), "prices": N_("限价第 {n} 行 {part}"),
    "stocks": N_("库存第 {n} 行 {part}"), "trainings": N_("培训第 {n} 行 {part}"),
    "projects": N_("工程第 {n} 行 {part}"),
}  # fmt: skip
_ADD = {
    "evidence": N_("加一项证据"), "prices": N_("加一种商品"), "stocks": N_("加一种商品"), "trainings": N_("加一次培训"),
    "projects": N_("加一个工程"),
}  # fmt: skip


def table_field(key: str, label: str, parent: QWidget) -> LinesField:
    """The grid of one of the tables; ``key`` is the field of the visit."""
    columns = tuple(
        LineColumn(name, _(LABELS[name]), kind, share=share, least=least) for name, kind, share, least in _COLUMNS[key]
    )
    words = LineWords(line=_(_LINE_WORDS[key]), add=_(_ADD[key]), none=_("没有填写"))
    note = _("安全库存和建议订量由销量、库存、在途算出,也可以自己写") if key == "stocks" else ""
    return LinesField(f"visit.{key}", label, parent, blank=_BLANK[key], columns=columns, words=words, help=note)


def summary_of(key: str, rows: Sequence[Any]) -> str:
    """限价 3 种,1 种低于限价: a table in a few words; empty where there is nothing in it."""
    if not rows:
        return ""
    if key == "prices":
        below = [row for row in rows if (row.difference or Decimal(0)) < 0]
        low = _(",{n} 种低于限价").format(n=len(below)) if below else ""
        return _("查了 {n} 种商品").format(n=len(rows)) + low
    if key == "stocks":
        return _("库存 {n} 种").format(n=len(rows))
    if key == "evidence":
        return _("证据 {n} 项").format(n=len(rows))
    if key == "trainings":
        return _("培训 {n} 次").format(n=len(rows))
    return listed(_project(row) for row in rows)


def _project(row: ProjectLine) -> str:
    amount = _(" {amount} 元").format(amount=format_amount(row.amount)) if row.amount is not None else ""
    return row.project + amount


def offered(key: str, rows: Sequence[Any]) -> tuple[Any, ...]:
    """The lines of the last visit as a beginning of this one: the products, and projects as they stood."""
    if key == "prices":
        return tuple(PriceLine(row.product, row.floor_price) for row in rows if row.product)
    if key == "stocks":
        return tuple(StockLine(row.product, days=row.days) for row in rows if row.product)
    if key == "projects":
        return tuple(ProjectLine(row.project, row.buyer, row.stage, row.amount, row.is_major) for row in rows)
    return ()
