"""A list of dealers on its way in, before anything is written: read, recognised, rehearsed; and what was left.

Writing it is ``dealer.import_list``. A file is read once; sheet, header and columns may then be chosen anew.
"""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crmdesk.exchange.error_workbook import error_workbook
from crmdesk.exchange.importing.plan import ImportPlan, ImportReport, Prepared, Recognised
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import Book, read_book
from crmdesk.rules.dealer import FIELDS
from crmdesk.services.importing import import_dealers
from crmdesk.services.verbs import Work, verb

#: As many cleaned rows as are shown before an import.
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: the report of the rehearsal, and the first rows as they would be written.

    Each row has ``row`` (of the sheet, from 1) and every field of a dealer, None or "" where the list says nothing.
    """

    report: ImportReport
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A workbook that was written."""

    path: Path
    rows: int


@verb(permit="dealer_list.get", reads=True)
def get(work: Work, path: Path) -> Book:
    """Read a file of any kind whole; Refused with a sentence where that cannot be done."""
    return read_book(Path(path), work.progress, work.cancelled)


@verb(permit="dealer_list.find", reads=True)
def find(work: Work, book: Book, sheet: str | None = None, header_row: int | None = None) -> Recognised:
    """Find the list in the file: its sheet, header and columns, or those of the sheet and row that are named."""
    return recognise(book, sheet, header_row)


@verb(permit="dealer_list.preview")
def preview(work: Work, plan: ImportPlan) -> Preview:
    """Rehearse the import: the very same that ``dealer.import_list`` does, taken back at the end."""
    rows = _first_rows(prepare(plan))
    work.stop_if_cancelled()
    return Preview(import_dealers(work, plan, dry_run=True), rows)


def _first_rows(prepared: Prepared) -> tuple[Any, ...]:
    blank = dict.fromkeys(FIELDS)
    return tuple(
        SimpleNamespace(row=number, **blank | {key: column[at] for key, column in prepared.columns.items()})
        for at, number in enumerate(prepared.row_numbers[:MOST_SHOWN])
    )


@verb(permit="dealer_list.export", reads=True)
def export(work: Work, plan: ImportPlan, report: ImportReport, path: Path) -> Saved:
    """Write the rows that were not taken over to a workbook of the same layout, to be mended and imported."""
    return Saved(Path(path), error_workbook(plan, report, Path(path)))
