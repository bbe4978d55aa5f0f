"""A sheet of a workbook that is printed as it stands: title, facts, a ruled table with its head on each page."""

from collections.abc import Mapping, Sequence
from typing import Any

from crmdesk.exchange.workbook import cell_format, sheet_name, write_cell
from crmdesk.rules.columns import Column, Kind

_RULED = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 9}
_LABEL = {"font_color": "#555555", "valign": "top", "font_size": 9}
_FACT = {"valign": "top", "text_wrap": True, "font_size": 9}


class PrintSheet:
    """Rows are written one after the other; ``close`` sets what is printed."""

    def __init__(
        self, book: Any, name: str, columns: Sequence[Column], *, hidden: int = 0, is_landscape: bool = True,
        taken: set[str] | None = None,
    ) -> None:  # fmt: skip
        self._book, self._columns, self._hidden = book, columns, hidden
        self.sheet = book.add_worksheet(_free_name(name, taken if taken is not None else set()))
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells = [self._format(cell_format(column) | _RULED) for column in columns]
        self.row = 0
        self._set_page(is_landscape)

    @property
    def width(self) -> int:
        """How many columns are seen."""
        return len(self._columns) - self._hidden

    def _set_page(self, is_landscape: bool) -> None:
        if is_landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L打印 &D&R第 &P 页，共 &N 页")
        for at, column in enumerate(self._columns):
            self.sheet.set_column(at, at, max(column.width * 1.1, 4) + 1, None, {"hidden": at >= self.width})

    def _format(self, wanted: Mapping[str, Any]) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(wanted))
        return self._formats[key]

    def title(self, words: str) -> None:
        """A line in large type over the whole width."""
        self._across(words, {"bold": True, "font_size": 15, "align": "center", "valign": "vcenter"})
        self.sheet.set_row(self.row - 1, 26)

    def fact(self, label: str, words: str) -> None:
        """A label in the first two columns, a text beside it."""
        self._across(label, _LABEL, 0, 1)
        self.row -= 1
        self._across(words, _FACT, 2, self.width - 1)
        lines = sum(max(1, -(-len(line) * 2 // 150)) for line in words.split("\n"))
        self.sheet.set_row(self.row - 1, min(14.0 * lines + 2, 400))

    def line(self, words: str) -> None:
        """A line of text over the whole width."""
        self._across(words, _FACT)

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def _across(self, words: str, look: Mapping[str, Any], first: int = 0, last: int | None = None) -> None:
        last = self.width - 1 if last is None else last
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self._format(look))
        self.sheet.write_string(self.row, first, words, self._format(look))
        self.row += 1

    def head(self, is_repeated: bool = True) -> None:
        """The labels of the columns; printed again on each page."""
        look = self._format({"bold": True, "bg_color": "#E0E0E0", "border": 1, "text_wrap": True,
                             "align": "center", "valign": "vcenter", "font_size": 9})  # fmt: skip
        for at, column in enumerate(self._columns):
            self.sheet.write_string(self.row, at, column.label, look)
        if is_repeated:
            self.sheet.repeat_rows(self.row)
            self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def values(self, values: Sequence[Any], *, is_bold: bool = False) -> None:
        """One row of the table."""
        for at, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            look = self._cells[at]
            if is_bold:
                look = self._format(cell_format(column) | _RULED | {"bold": True})
            kind = Kind.TEXT if isinstance(value, str) else column.kind
            write_cell(self.sheet, self.row, at, kind, value, look)
        self.row += 1

    def close(self) -> None:
        """What is printed ends with the last row."""
        self.sheet.print_area(0, 0, max(self.row - 1, 0), self.width - 1)


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet's name that no other sheet of the book has, not even in other letters."""
    plain, number = sheet_name(name), 2
    free = plain
    while free.casefold() in taken:
        free = f"{plain[:26]} ({number})"
        number += 1
    taken.add(free.casefold())
    return free
