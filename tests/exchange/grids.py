"""Sheets and reports without a file."""

from pathlib import Path

from crmdesk.exchange.grid import Grid
from crmdesk.exchange.importing.decide import Existing, decide
from crmdesk.exchange.importing.plan import ImportReport
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import Book, SheetInfo

NOBODY = Existing.of([], {name: [] for name in ("code", "credit_code", "name", "city", "mobile")})


def a_grid(*rows, name="名单", **more):
    """A grid of rows of any length; None is a blank."""
    width = max(map(len, rows), default=0)
    even = [["" if cell is None else cell for cell in row] + [""] * (width - len(row)) for row in rows]
    return Grid(name, tuple(list(column) for column in zip(*even, strict=True)), **more)


def a_book(*grids, hidden=()):
    """A book of grids that was never on a disk."""
    infos = tuple(SheetInfo(grid.name, grid.rows, grid.width, grid.name in hidden) for grid in grids)
    return Book(Path("名单.xlsx"), "0" * 64, infos, grids)


def recognised(*rows, **more):
    """What is made of one sheet of rows."""
    return recognise(a_book(a_grid(*rows, **more)))


def prepared(*rows, **more):
    """The rows as they would be written."""
    return prepare(recognised(*rows, **more).plan())


def report_of(plan, existing=NOBODY):
    """The report of an import whose writing all went well."""
    rows = prepare(plan)
    decisions = decide(rows, existing, plan)
    return ImportReport(
        path=str(plan.path),
        file_hash=plan.file_hash,
        sheet=plan.sheet,
        header_row=plan.header_row,
        columns=plan.columns,
        read=rows.read,
        new=len(decisions.new),
        updated=len(decisions.updated),
        skipped=len(decisions.skipped),
        rejected=len(rows.rejected),
        problems=(*rows.problems, *decisions.problems),
    )
