"""Lists out: exactly as filtered and sorted on the screen, row by row, however many there are.

Each row bears the mark of its record in a last, hidden column, so that the list can come back edited and only what
was changed is written (``round_trip.py``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crmdesk.exchange.importing.marks import HEADER, mark_of
from crmdesk.exchange.workbook import write_list
from crmdesk.models.dealer import DealerRow
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import MOST_FOUND, DealerQuery
from crmdesk.services import dealer
from crmdesk.services.verbs import Work
from crmdesk.words import _

_AT_ONCE = 1_000
#: The hidden column. Its header is no word for people and is the same in every language.
_MARK = Column("record", HEADER, Kind.CODE, 8)


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The workbook that was written, and how many rows it holds."""

    path: Path
    rows: int


def export_dealers(work: Work, query: DealerQuery, columns: Sequence[Column], path: Path) -> ExportResult:
    """Write the dealers of the list to a workbook; nothing is written where that fails or is stopped."""
    total = dealer.count(work, query)
    rows = _found(work, query, columns) if query.text.strip() else _filtered(work, query, columns)
    written = write_list(
        path, _("客户"), (*columns, _MARK), rows, hidden=1, total=total, progress=work.progress, cancelled=work.cancelled
    )
    return ExportResult(path, written)


def _found(work: Work, query: DealerQuery, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """What a search shows: the best matches, no more of them than the list has."""
    for found in dealer.page(work, query, 0, MOST_FOUND):
        yield *(getattr(found, column.key) for column in columns), mark_of("dealer", found.id, found.revision)


def _filtered(work: Work, query: DealerQuery, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    table = DealerRow.__table__
    wanted = [*(table.c[column.key] for column in columns), table.c.id, table.c.revision]
    statement = dealer._ordered(select(*wanted).where(*dealer._narrowed(query)), query)
    for *values, record, revision in work.session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield *values, mark_of("dealer", record, revision)
