"""Selected rows as the clipboard wants them, and what the status line says about them. Plain Python."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from crmdesk.rules.columns import Column, Kind
from crmdesk.views.widgets.rows import shown
from crmdesk.words import _


def _plain(column: Column, row: Any) -> str:
    value = getattr(row, column.key)
    if isinstance(value, Decimal):
        return str(value)
    return shown(column, value).replace("\t", " ").replace("\r", "").replace("\n", " ")


def as_text(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Tab-separated lines under a line of titles."""
    lines = ["\t".join(c.title for c in columns)]
    lines += ["\t".join(_plain(c, row) for c in columns) for row in rows]
    return "\n".join(lines) + "\n"


def as_html(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """The same as a table whose codes and phones stay text in Excel (leading zeros, long accounts)."""
    parts = ["<table><tr>", *(f"<th>{escape(c.title)}</th>" for c in columns), "</tr>"]
    for row in rows:
        parts.append("<tr>")
        for c in columns:
            style = "" if c.is_number else " style=\"mso-number-format:'\\@'\""
            parts.append(f"<td{style}>{escape(_plain(c, row))}</td>")
        parts.append("</tr>")
    return "".join(parts) + "</table>"


def count_and_sums(columns: Sequence[Column], count: int, rows: Sequence[Any] | None, unit: str) -> str:
    """已选 3 家 · 信用额度(元)合计 120,000.00; without sums where rows are not all at hand (None)."""
    parts = [_("已选 {count} {unit}").format(count=f"{count:,}", unit=unit)]
    for column in columns:
        if rows and len(rows) > 1 and column.kind in (Kind.MONEY, Kind.QUANTITY):
            values = [v for row in rows if (v := getattr(row, column.key)) is not None]
            if values:
                total = shown(column, sum(values, Decimal(0)))
                parts.append(_("{column}合计 {total}").format(column=column.title, total=total))
    return " · ".join(parts)
