"""Excel out: lists as people filter and print them. The error workbook is in `error_workbook`.

Numbers are numbers, dates are dates, codes and phones are text cells; a text that begins with = + - @
is written as text, never as a formula (reliability 5).
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from crmdesk.exchange.files import write_safely
from crmdesk.exchange.grid import letter_of
from crmdesk.exchange.reading import Cancelled, Progress
from crmdesk.rules.china_time import in_china
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.errors import Refused
from crmdesk.words import _

MOST_TEXT = 32_767  # what a cell holds
MOST_ROWS = 1_048_575  # below the header
_TELL_EVERY = 1_000

_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.QUANTITY: "#,##0.####",
    Kind.INTEGER: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm",
    Kind.CODE: "@",
}


def write_list(
    path: Path | str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    total: int = 0,
    hidden: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write ``rows`` (values in the order of ``columns``) to a new workbook; gives the number of rows.

    The last ``hidden`` columns are not seen and not printed, but they are sorted and filtered with the others.

    The header stands in row 1, frozen and with a filter, and on every printed page; A4 landscape, all
    columns on one page's width. ``title`` is the sheet's name and stands above each printed page. Raises
    NotWritten, and Refused where the list is longer than a sheet or was cancelled.
    """
    count = 0

    def write(target: Path) -> None:
        nonlocal count
        with open_workbook(target, title) as book:
            count = _ListSheet(book, title, columns, hidden).fill(_watched(rows, total, progress, cancelled))

    write_safely(path, write)
    return count


@contextmanager
def open_workbook(target: Path, title: str) -> Iterator[Any]:
    """A new workbook that holds one row in memory at a time, written when the block ends well.

    Its disk errors come out as OSError; its scratch files go with it, whatever happens.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="crmdesk-", ignore_cleanup_errors=True) as scratch:
        book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "tmpdir": scratch})
        book.set_properties({"title": title, "comments": "crmdesk"})
        try:
            yield book
        except BaseException:
            book.fileclosed = True  # else it complains when it is thrown away
            raise
        try:
            book.close()
        except FileCreateError as error:
            book.fileclosed = True
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet: 31 characters, none of ``[]:*?/\\``, no apostrophe at the ends."""
    return "".join(" " if char in "[]:*?/\\" else char for char in title).strip(" '")[:31] or "Sheet1"


class _ListSheet:
    """The sheet of a list while it is written, row after row."""

    def __init__(self, book: Any, title: str, columns: Sequence[Column], hidden: int) -> None:
        self.columns, self.hidden_from = columns, len(columns) - hidden
        self.sheet = book.add_worksheet(sheet_name(title))
        self.cells = [book.add_format(cell_format(column)) for column in columns]
        self.writers = [_WRITERS.get(column.kind, _write_text) for column in columns]
        self._page(title)
        self._header(book)

    def _page(self, title: str) -> None:
        """How it looks on paper."""
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        plain = title.replace("&", "&&")
        self.sheet.set_header(f"&C&14{plain}")
        self.sheet.set_footer(_("&L&D&R第 &P 页,共 &N 页"))

    def _header(self, book: Any) -> None:
        head = book.add_format({"bold": True, "bg_color": "#E0EEEE", "bottom": 1, "text_wrap": True, "valign": "top"})
        for at, column in enumerate(self.columns):
            width = max(column.width * 1.1, 5) + 1.5
            self.sheet.set_column(at, at, width, self.cells[at], {"hidden": at >= self.hidden_from})
            self.sheet.write_string(0, at, column.title, head)
        self.sheet.freeze_panes(1, 0)

    def fill(self, rows: Iterable[Sequence[Any]]) -> int:
        """Write all rows below the header."""
        sheet, parts = self.sheet, list(zip(range(len(self.columns)), self.writers, self.cells, strict=True))
        row = 0
        for row, values in enumerate(rows, 1):
            if row > MOST_ROWS:
                raise _too_long()
            for (at, write, cell), value in zip(parts, values, strict=True):
                if value is not None and value != "":
                    write(sheet, row, at, value, cell)
        if self.columns:
            sheet.autofilter(0, 0, max(row, 1), len(self.columns) - 1)
        return row


def cell_format(column: Column) -> dict[str, Any]:
    """How the cells of a column look, as xlsxwriter takes it."""
    wanted: dict[str, Any] = {"valign": "top"}
    if column.kind in _FORMATS:
        wanted["num_format"] = _FORMATS[column.kind]
    if column.kind is Kind.LONG_TEXT:
        wanted["text_wrap"] = True
    return wanted


def write_cell(sheet: Any, row: int, at: int, kind: Kind, value: Any, cell: Any) -> None:
    """One value as its kind wants it; nothing for an empty one but its look."""
    if value is None or value == "":
        sheet.write_blank(row, at, None, cell)
    else:
        _WRITERS.get(kind, _write_text)(sheet, row, at, value, cell)


def _write_text(sheet: Any, row: int, at: int, value: Any, cell: Any) -> None:
    text = str(value)
    if len(text) > MOST_TEXT:
        raise _too_much_text(row, at)
    sheet.write_string(row, at, text, cell)


def _write_number(sheet: Any, row: int, at: int, value: Decimal | int | float, cell: Any) -> None:
    sheet.write_number(row, at, float(value), cell)


def _write_date(sheet: Any, row: int, at: int, value: date, cell: Any) -> None:
    if value.year < 1900:  # Excel's calendar begins there
        sheet.write_string(row, at, value.isoformat(), cell)
    else:
        sheet.write_datetime(row, at, value, cell)


def _write_instant(sheet: Any, row: int, at: int, value: datetime, cell: Any) -> None:
    _write_date(sheet, row, at, in_china(value).replace(tzinfo=None), cell)


def _write_choice(sheet: Any, row: int, at: int, value: Enum, cell: Any) -> None:
    sheet.write_string(row, at, str(getattr(value, "label", value)), cell)


def _write_yes_no(sheet: Any, row: int, at: int, value: bool, cell: Any) -> None:
    sheet.write_string(row, at, _("是") if value else _("否"), cell)


_WRITERS: dict[Kind, Callable[[Any, int, int, Any, Any], None]] = {
    Kind.MONEY: _write_number,
    Kind.QUANTITY: _write_number,
    Kind.INTEGER: _write_number,
    Kind.DATE: _write_date,
    Kind.INSTANT: _write_instant,
    Kind.CHOICE: _write_choice,
    Kind.YES_NO: _write_yes_no,
}


def _watched(
    rows: Iterable[Sequence[Any]], total: int, progress: Progress | None, cancelled: Cancelled | None
) -> Iterable[Sequence[Any]]:
    """The rows, with a word to the user every thousand."""
    for done, row in enumerate(rows):
        if done % _TELL_EVERY == 0:
            if cancelled and cancelled():
                raise Refused(_("已取消导出。"), _("没有写入文件。"), code="cancelled")
            if progress:
                progress(done, total, _("正在写入,已有 {rows} 行").format(rows=done))
        yield row


def _too_long() -> Refused:
    return Refused(
        _("名单超过 {most} 行,一个工作表放不下。").format(most=MOST_ROWS),
        _("没有写入文件。"),
        _("请先筛选,再分几次导出。"),
        code="list-too-long",
    )


def _too_much_text(row: int, at: int) -> Refused:
    cell = f"{letter_of(at)}{row + 1}"
    return Refused(
        _("单元格 {cell} 的文字超过 {most} 个字,Excel 放不下。").format(cell=cell, most=MOST_TEXT),
        _("没有写入文件。"),
        _("请先缩短这段文字。"),
        code="text-too-long",
        cell=cell,
    )
