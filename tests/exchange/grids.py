"""Sheets and reports without a file."""

from pathlib import Path

from crmdesk.exchange.grid import Grid
from crmdesk.exchange.importing import duplicates
from crmdesk.exchange.importing.decide import Existing, decide
from crmdesk.exchange.importing.plan import ImportReport
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.review import Basis, Review
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


def reviewed(plan, existing=NOBODY, there=(), **more):
    """What becomes of each row; ``there`` are the records that it may be: dicts with ``id`` and fields."""
    rows = prepare(plan)
    certain = decide(rows, existing, plan, **more)
    count = len(rows.row_numbers)
    columns = {name: [one.get(name, "") for one in there] for name in ("id", *rows.columns, "code", "city", "name")}
    found = duplicates.find(duplicates.folded(rows.columns, count), duplicates.folded(columns, len(there)))
    likely = {place: those for place, those in found.items() if certain.is_open(place)}
    stands = {one["id"]: {name: one.get(name, "") for name in rows.columns} for one in there}
    basis = Basis(rows, plan, certain, tuple(rows.columns), {}, likely, columns, stands)
    return Review(basis, plan.strictness, plan.decisions)


def report_of(plan, existing=NOBODY, there=()):
    """The report of an import whose writing all went well."""
    review = reviewed(plan, existing, there)
    return ImportReport(
        path=str(plan.path),
        file_hash=plan.file_hash,
        sheet=plan.sheet,
        header_row=plan.header_row,
        columns=plan.columns,
        **review.outcome,
        problems=(*review.basis.prepared.problems, *review.problems),
    )
