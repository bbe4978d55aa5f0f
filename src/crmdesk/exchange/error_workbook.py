"""The rows that were not taken over, in the user's own layout: to be mended and imported as it is."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from crmdesk.exchange.files import write_safely
from crmdesk.exchange.grid import Cell, Grid, column_of
from crmdesk.exchange.importing.outcome import Grade, shown
from crmdesk.exchange.importing.plan import CellProblem, ImportPlan, ImportReport
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.reading import read_book
from crmdesk.exchange.workbook import MOST_TEXT, open_workbook, sheet_name
from crmdesk.words import _, listed

REASON = "原因"  # the synonyms file knows it as a column that is not imported
_WIDE_NUMBER = 1e9  # from here on Excel would show 1.38E+10


def error_workbook(plan: ImportPlan, report: ImportReport, path: Path | str) -> int:
    """Write titles, header and the failing rows of the user's sheet to ``path``; gives the number of rows.

    Cells that were not taken over are red, doubtful ones amber; the column 原因 says why. Values that
    merged cells gave to a row stand in the row, and cells that were edited in the program as they were edited.
    Raises NotWritten.
    """
    grid = plan.grid or read_book(plan.path).grid(plan.sheet)
    rows = report.failed_rows

    def write(target: Path) -> None:
        with open_workbook(target, _("需要修改的行")) as book:
            _ErrorSheet(book, plan, grid, report).fill(rows)

    write_safely(path, write)
    return len(rows)


class _ErrorSheet:
    """The sheet while it is written, row after row."""

    def __init__(self, book: Any, plan: ImportPlan, grid: Grid, report: ImportReport) -> None:
        self.book = book
        self.plan = plan
        self.grid = grid
        self.sheet = book.add_worksheet(sheet_name(grid.name))
        self.reason_column = _reason_column(grid, plan.header_row)
        self.problems: dict[int, list[CellProblem]] = {}
        for problem in report.problems:
            if problem.grade in (Grade.LOST, Grade.DOUBT):
                self.problems.setdefault(problem.row, []).append(problem)
        self._formats: dict[tuple[str, str], Any] = {}
        self._carried = _carried_cells(grid, plan)
        self._edited: dict[int, dict[int, Cell]] = {}
        for (row, letter), text in plan.edits.items():
            self._edited.setdefault(row, {})[column_of(letter)] = text

    def fill(self, rows: tuple[int, ...]) -> None:
        """Header rows as they stood, then the failing rows one below the other."""
        self._widths()
        header = self.plan.header_row
        for row in range(header):
            self._merge(row)
            for at, cell in enumerate(self.grid.row(row)):
                if cell != "":
                    self._write(row, at, cell, "head" if row >= header - self.plan.header_rows else "title")
            if row == header - 1:
                self.sheet.write_string(row, self.reason_column, REASON, self._format("head", "General"))
        for place, number in enumerate(rows, header):
            self._row(place, number)
        self.sheet.freeze_panes(header, 0)

    def _row(self, place: int, number: int) -> None:
        problems = self.problems.get(number, [])
        colours = {column_of(p.column): p.grade.value for p in sorted(problems, key=_by_weight) if p.column}
        cells = dict(enumerate(self.grid.row(number - 1)))
        cells |= {at: text for (row, at), text in self.grid.errors.items() if row == number - 1}
        cells |= {at: value for (row, at), value in self._carried.items() if row == number - 1 and cells[at] == ""}
        cells |= self._edited.get(number, {})
        cells[self.reason_column] = self._reason(number, problems)
        for at in sorted(cells):
            self._write(place, at, cells[at], colours.get(at, "plain"))

    def _reason(self, number: int, problems: list[CellProblem]) -> str:
        """Which cell and why; the row where it stood in the user's file."""
        fields = SPECS[self.plan.subject].by_key
        parts = [
            f"{fields[p.field].column.title}:{p.reason}" if p.field in fields else p.reason
            for p in problems
            if p.grade is Grade.LOST
        ]
        return _("{reasons}(原第 {row} 行)").format(reasons=listed(parts, ";"), row=number)[:MOST_TEXT]

    def _widths(self) -> None:
        for at, column in enumerate(self.grid.columns):
            header = shown(column[self.plan.header_row - 1])
            self.sheet.set_column(at, at, min(max(10, 2.2 * len(header)), 30))
        self.sheet.set_column(self.reason_column, self.reason_column, 60)

    def _merge(self, row: int) -> None:
        """Merged cells of a row above the data; those below are gone because the rows are.

        Cells merged over several rows stay apart: a row that is written can't be reached again.
        """
        for top, left, bottom, right in self.grid.merged:
            if top == bottom == row and right > left:
                self.sheet.merge_range(row, left, row, right, "", self._format("title", "General"))

    def _write(self, row: int, at: int, cell: Cell, look: str) -> None:
        sheet = self.sheet
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell, self._format(look, "General"))
        elif isinstance(cell, int | float):
            wide = abs(cell) >= _WIDE_NUMBER and float(cell).is_integer()
            sheet.write_number(row, at, cell, self._format(look, "0" if wide else "General"))
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, at, cell, self._format(look, "yyyy-mm-dd hh:mm"))
        elif isinstance(cell, date):
            sheet.write_datetime(row, at, cell, self._format(look, "yyyy-mm-dd"))
        elif isinstance(cell, time | timedelta):
            sheet.write_datetime(row, at, cell, self._format(look, "[h]:mm"))
        elif cell == "":
            sheet.write_blank(row, at, None, self._format(look, "General"))
        else:
            sheet.write_string(row, at, cell[:MOST_TEXT], self._format(look, "@"))

    def _format(self, look: str, number_format: str) -> Any:
        """One format per look and number format, made when first needed."""
        key = look, number_format
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_LOOKS[look], "num_format": number_format})
        return self._formats[key]


_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "align": "center"},
    "head": {"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True},
    "plain": {},
    Grade.LOST.value: {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    Grade.DOUBT.value: {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
}


def _by_weight(problem: CellProblem) -> bool:
    """Doubtful first, so that a lost value paints over it."""
    return problem.grade is Grade.LOST


def _reason_column(grid: Grid, header_row: int) -> int:
    """The column 原因 of an earlier error workbook, or the one after the last."""
    header = [shown(cell).strip() for cell in grid.row(header_row - 1)]
    return header.index(REASON) if REASON in header else grid.width


def _carried_cells(grid: Grid, plan: ImportPlan) -> dict[tuple[int, int], Cell]:
    """What merged cells give to the rows below their first one, in columns where that counts."""
    spec = SPECS[plan.subject]
    carried = {column_of(letter) for letter, name in plan.mapping.items() if spec.by_key[name].carried}
    return {
        (row, left): grid.columns[left][top]
        for top, left, bottom, _right in grid.merged
        if left in carried and top >= plan.header_row
        for row in range(top + 1, min(bottom + 1, grid.rows))
    }
