"""What is typed or pasted into a cell of an editable grid, read as its column means it. Plain Python."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.errors import Refused
from crmdesk.rules.typed_dates import parse_date
from crmdesk.rules.typed_text import normalise
from crmdesk.rules.typing_in import parse_amount, parse_quantity
from crmdesk.views.widgets.pinyin import best
from crmdesk.views.widgets.rows import shown
from crmdesk.words import _, listed

#: A day with its day of the week behind it, as a grid itself shows it: only the figures count.
_WITH_WEEKDAY = re.compile(r"((?:[0-9]{4}[-./])?[0-9]{1,2}[-./][0-9]{1,2})\s*\(?[^0-9\s()]{2,3}\)?")


def read(column: Column, text: str, base: date, current: Any = None) -> Any:
    """The value of a cell; None or "" where nothing is typed. Months and years left out are those of ``base``.

    Raises Refused for what cannot be read.
    """
    plain = text.strip()
    if not plain:
        return "" if column.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE) else None
    if column.kind is Kind.DATE:
        near = current if isinstance(current, date) else None
        with_weekday = _WITH_WEEKDAY.fullmatch(plain)
        return parse_date(with_weekday[1] if with_weekday else plain, base, near)
    if column.kind is Kind.CHOICE:
        return _choice(column, plain)
    if column.kind is Kind.QUANTITY:
        return parse_quantity(plain)
    if column.kind is Kind.MONEY:
        return parse_amount(plain)
    if column.kind is Kind.INTEGER:
        return _integer(plain)
    if column.kind is Kind.YES_NO:
        return best((_("是"), _("否"), "1", "0", "√", "×"), plain) in (0, 2, 4)
    return " ".join(plain.splitlines()) if column.kind is Kind.TEXT else plain


def written(column: Column, value: Any, base: date) -> str:
    """The value as one would type it."""
    if isinstance(value, date) and column.kind is Kind.DATE and value.year == base.year:
        return f"{value:%m-%d}"
    return shown(column, value)


def table_of(text: str) -> list[list[str]]:
    """Cells of what a spreadsheet put on the clipboard; quoted ones may hold several lines."""
    with io.StringIO(text.replace("\r\n", "\n"), newline="") as lines_of_text:
        lines = list(csv.reader(lines_of_text, delimiter="\t"))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines


def titles_in(line: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """The columns that a pasted line names, if it is a line of titles; else an empty list."""
    titles = {column.title: column for column in columns} | {column.label: column for column in columns}
    found = [titles.get(cell.strip()) for cell in line]
    return found if sum(1 for column in found if column is not None) >= 2 else []


def _choice(column: Column, plain: str) -> Any:
    members = list(column.choices or ())
    at = best([member.label for member in members], plain)
    if at < 0:
        at = next((n for n, member in enumerate(members) if str(member).lower() == plain.lower()), -1)
    if at < 0:
        words = listed([member.label for member in members])
        raise Refused(_("没有「{text}」这一项。").format(text=plain), do=_("可以写:{words}。").format(words=words))
    return members[at]


def _integer(plain: str) -> int:
    figures = normalise(plain).strip()
    if not re.fullmatch(r"[0-9]{1,6}", figures):
        raise Refused(_("「{text}」不是整数。").format(text=plain), do=_("请写 1、2、3 这样的数字。"))
    return int(figures)
