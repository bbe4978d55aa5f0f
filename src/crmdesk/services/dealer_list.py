"""A list of dealers on its way in, before anything is written: read, recognised, reviewed; and what was left.

Writing it is ``dealer.import_list``. A file is read once; sheet, header and columns may then be chosen anew.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crmdesk.exchange.error_workbook import error_workbook
from crmdesk.exchange.importing.plan import ImportPlan, ImportReport, Prepared, Recognised
from crmdesk.exchange.importing.review import Review
from crmdesk.exchange.importing.unknown import UnknownValue, unknown_values
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import Book, read_book
from crmdesk.rules.dealer import FIELDS
from crmdesk.services.dealer import facets
from crmdesk.services.import_memory import learned
from crmdesk.services.import_review import review_of
from crmdesk.services.importing import make_ready, no_collector, report_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

#: As many cleaned rows as are shown before an import.
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, worked out without writing: what it would report, and every row with what becomes of it.

    ``unknown`` are words that mean nothing yet. ``rows`` are the first records as they would be written: ``row`` (of
    the sheet, from 1) and every field of a dealer, None or "" where the list says nothing.
    """

    report: ImportReport
    review: Review
    unknown: tuple[UnknownValue, ...]
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
def find(
    work: Work, book: Book, sheet: str | None = None, header_row: int | None = None, as_before: bool = True
) -> Recognised:
    """Find the list in the file: its sheet, header and columns, or those of the sheet and row that are named.

    What earlier imports have learned counts; not how this very list was imported last time, unless ``as_before``.
    """
    known = learned(work)
    return recognise(book, sheet, header_row, learned=known if as_before else replace(known, profiles={}))


@verb(permit="dealer_list.preview", reads=True)
def preview(work: Work, plan: ImportPlan) -> Preview:
    """What ``dealer.import_list`` would do; nothing is written or held. ``dry_run`` there is the rehearsal proper."""
    with no_collector():
        ready = make_ready(work, plan)
        work.progress(0, 0, _("正在与已有的客户比对"))
        review = review_of(work, plan, ready.prepared, ready.trip)
        review.look_ahead()
        work.stop_if_cancelled()
        report = replace(report_of(plan, review, review.outcome), dry_run=True)
        unknown = unknown_values(ready.prepared, plan, _known(work, plan))
        return Preview(report, review, unknown, _first_rows(ready.prepared))


#: Fields in which the words of the office count, though any may stand there.
_OFFICE_WORDS = ("province", "city", "owner")


def _known(work: Work, plan: ImportPlan) -> dict[str, tuple[str, ...]]:
    """The words that the office uses in the fields that the list has."""
    fields = [name for name in _OFFICE_WORDS if name in plan.mapping.values()]
    return {name: tuple(value for value, _count in facets(work, name)) for name in fields}


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
