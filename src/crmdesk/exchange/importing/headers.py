"""The header of a list: in which row it stands, and which of its words we know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crmdesk.exchange.grid import Cell, Grid
from crmdesk.exchange.importing.choices import How
from crmdesk.exchange.importing.folding import header_forms
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.spec import ImportSpec

HEADER_WITHIN = 30
KNOWN_HEADERS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows: the last one (from 0), how many, and the text over each column."""

    row: int
    rows: int
    texts: tuple[str, ...]
    known: int


@cache
def vocabulary(spec: ImportSpec) -> Mapping[str, tuple[str | None, How]]:
    """Folded header → our field and by what it is known; 序号 and the like have no field."""
    words: dict[str, tuple[str | None, How]] = {}
    for word in spec.synonyms.not_imported:
        words[header_forms(word)[0] or word] = (None, How.NUMBERING)
    for key, synonyms in spec.synonyms.fields.items():
        if key in spec.by_key:
            words |= {form: (key, How.SYNONYM) for word in synonyms for form in header_forms(word)}
    for field in spec.fields:
        for word in (field.key, field.column.label, field.column.title):
            words |= dict.fromkeys(header_forms(word), (field.key, How.EXACT))
    words.pop("", None)
    return words


def known(text: Cell, spec: ImportSpec) -> tuple[str | None, How]:
    """What a header text is to us."""
    if not isinstance(text, str) or not text.strip() or len(text) > 40:
        return None, How.NONE
    words = vocabulary(spec)
    whole, short = header_forms(text)
    return words.get(whole) or words.get(short) or words.get(text.strip()) or (None, How.NONE)


def find_header(grid: Grid, spec: ImportSpec, at: int | None = None) -> Header | None:
    """The row with most known headers among the first thirty, if it has three; ``at`` (from 1) names it."""
    if at is not None and 1 <= at <= grid.rows:
        return _header_at(grid, at - 1, spec)
    best: Header | None = None
    for row in range(min(HEADER_WITHIN, grid.rows)):
        header = _header_at(grid, row, spec)
        if best is None or header.known > best.known:
            best = header
    if best is None or best.known < min(KNOWN_HEADERS, max(2, _filled(best.texts))):
        return None
    return best


def _header_at(grid: Grid, row: int, spec: ImportSpec) -> Header:
    """The header that begins at ``row``: this row, or this and the next as one."""
    upper = grid.row(row)
    single = Header(row, 1, tuple(_text(cell) for cell in upper), _known_fields(upper, spec))
    if row + 1 >= grid.rows:
        return single
    lower = grid.row(row + 1)
    grouped = _below_groups(grid, row)
    for at, cell in enumerate(lower):
        if cell != "" and at not in grouped and upper[at] != "":
            return single  # something stands under a header of its own: data
    joined = tuple(_text(low if low != "" else up) for up, low in zip(upper, lower, strict=True))
    count = _known_fields(joined, spec)
    if count <= max(single.known, _known_fields(lower, spec)):
        return single  # one of the two rows does it alone
    return Header(row + 1, 2, joined, count)


def _below_groups(grid: Grid, row: int) -> set[int]:
    """Columns that lie under a header cell which spans several columns."""
    return {
        column
        for top, left, bottom, right in grid.merged
        if top == row == bottom and right > left
        for column in range(left, min(right + 1, grid.width))
    }


def _known_fields(cells: Sequence[Cell], spec: ImportSpec) -> int:
    return len({field for cell in cells if (field := known(cell, spec)[0])})


def _filled(texts: Sequence[str]) -> int:
    return sum(bool(text) for text in texts)


def _text(cell: Cell) -> str:
    return shown(cell).strip()
