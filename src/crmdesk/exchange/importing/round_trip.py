"""A list that was exported, edited in Excel and comes back: only the cells that a person changed are written.

Each exported row carries its record and revision in the last, hidden column 记录号 (``marks.py``), so it survives
sorting, deleted rows and moved columns. What the cells said at the export is not kept in the file: it is read from
the journal by that revision, so there is nothing to tamper with. How an import uses this:

    trip = services.round_trip.come_back(work, plan)     # None: no row of the list was exported from here
    prepared = trip.mended(prepare(trip.plan))           # problems of cells that nobody touched are gone
    trip.records[row]                                    # record (hex digits) of a row, certain; "": leave it out
    trip.after(row, says, stands, prepared.appended)     # {field: value} to be written, for rows in trip.records
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Grade, shown
from crmdesk.exchange.importing.plan import EXTRA, CellProblem, ImportPlan, Prepared
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.extra_facts import merged

_NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Since:
    """A field that was changed after the export: what it said then, and who changed it last, when."""

    before: Any
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A marked record: how it stands ``now`` (field → value), what changed since the export, whether it is alive.

    ``title`` names it for a person; ``instead`` the record that it was merged into, if it was.
    """

    title: str
    now: Mapping[str, Any]
    since: Mapping[str, Since] = field(default_factory=dict)
    is_alive: bool = True
    instead: str = ""

    def base(self, name: str) -> Any:
        """What the field said at the export."""
        return self.since[name].before if name in self.since else self.now[name]


def same(column: Column, cell: Cell, value: Any) -> bool:
    """Whether a cell still says what the export wrote for ``value``, also after a program saved it its own way."""
    if value is None or value == "":
        return not shown(cell).strip()
    if column.kind in _NUMBERS:
        return _number(cell) == _digits(float(value))
    if column.kind is Kind.DATE:
        day = cell.date() if isinstance(cell, datetime) else cell
        return bool(day == value) if isinstance(day, date) else shown(cell).strip() == value.isoformat()
    if column.kind is Kind.CHOICE:
        return shown(cell).strip() in (value.label, value.word, str(value))
    if isinstance(cell, float | int) and not isinstance(cell, bool) and str(value).isdecimal():
        return _digits(float(cell)) == _digits(float(value))  # made a number: 007 is 7, an account lost its tail
    return plain(shown(cell)) == plain(str(value))


def _number(cell: Cell) -> str:
    try:
        return _digits(float(cell.replace(",", "") if isinstance(cell, str) else cell))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""


def _digits(number: float) -> str:
    """As many digits as Excel keeps."""
    return format(number, ".15g")


def plain(text: str) -> str:
    """A text for comparing: programs write line breaks each their own way, and drop blanks at the ends."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(slots=True)
class RoundTrip:
    """What came back. ``touched`` holds the fields that a person changed, of each row that is certain.

    ``plan`` is to be prepared instead of the one that was given: cells that nobody touched say nothing in it.
    """

    plan: ImportPlan
    required: str
    records: dict[int, str] = field(default_factory=dict)
    touched: dict[int, set[str]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _lost: set[tuple[int, str]] = field(default_factory=set)

    def mended(self, prepared: Prepared) -> Prepared:
        """``prepared`` with the problems of touched cells only, and with what is to be said of marked rows."""
        problems = [problem for problem in prepared.problems if self._counts(problem)]
        self._lost = {(problem.row, problem.field) for problem in problems if problem.grade is Grade.LOST}
        told = sorted((*problems, *self.problems), key=lambda p: (p.row, len(p.column), p.column))
        return replace(prepared, problems=tuple(told), notes=(*prepared.notes, *self.notes))

    def _counts(self, problem: CellProblem) -> bool:
        """Whether a problem of the prepared list is one of a cell that a person has touched."""
        if problem.row not in self.records or not problem.field:
            return True
        if not self.records[problem.row]:
            return False
        return problem.field != self.required or problem.field in self.touched[problem.row]

    def after(
        self, row: int, says: Mapping[str, Any], stands: Mapping[str, Any], appended: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """What is to be written of a marked row: touched fields, emptied where they say nothing; and what was spilled
        from touched cells into fields that nobody touched."""
        touched, after = self.touched.get(row, set()), {}
        for name, value in says.items():
            blank = value is None or value == ""
            if name in touched:
                if not (blank and (row, name) in self._lost) and value != stands[name]:
                    after[name] = value
            elif not blank and name != self.required:
                spilled = _spilled(name, value, stands[name], name in appended)
                if spilled != stands[name]:
                    after[name] = spilled
        return after


def _spilled(name: str, value: Any, stands: Any, is_appended: bool) -> Any:
    """What a field that nobody touched says with what other cells of the row brought to it."""
    if name == EXTRA:
        return merged(stands, value)
    if not stands:
        return value
    return f"{stands}\n{value}" if is_appended and value not in stands else stands
