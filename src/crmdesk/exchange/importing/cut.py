"""The cells of one column that belong to records, and their readings, so that nothing is read twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmdesk.exchange.grid import Cell, Grid
from crmdesk.exchange.importing.outcome import Cleaned


@dataclass(frozen=True, slots=True)
class Readings:
    """Columns that were read while the sheet was recognised: (column, field, scale) → what came of it.

    They hold only for the very rows in ``records`` and for the ``meanings`` (field → folded text → meaning) under
    which they were read.
    """

    records: Sequence[int] = ()
    columns: dict[tuple[int, str, int], Cleaned] = field(default_factory=dict)
    meanings: dict[str, Mapping[str, str]] = field(default_factory=dict)


def cells_of(grid: Grid, at: int, records: Sequence[int], carried_below: int | None = None) -> list[Cell]:
    """The raw cells of column ``at`` in the rows ``records`` (from 0).

    With ``carried_below`` (the header row, from 1) a merged cell counts for every row that it spans.
    """
    column = grid.columns[at]
    if carried_below is not None:
        column = _carried(grid, at, carried_below)
    if isinstance(records, range):
        return list(column[records.start : records.stop])
    return [column[row] for row in records]


def _carried(grid: Grid, at: int, header_row: int) -> Sequence[Cell]:
    spans = [(top, bottom) for top, left, bottom, _right in grid.merged if left == at and bottom > top >= header_row]
    if not spans:
        return grid.columns[at]
    column = list(grid.columns[at])
    for top, bottom in spans:
        for row in range(top + 1, min(bottom + 1, len(column))):
            if column[row] == "":
                column[row] = column[top]
    return column
