"""Several columns of a file for one field: the first that says something, or all of them put together."""

from collections.abc import Sequence
from typing import Any

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Cleaned, shown
from crmdesk.exchange.importing.spec import FieldSpec, Reading

_TEXTS = frozenset(
    (Reading.TEXT, Reading.LONG_TEXT, Reading.PERSON, Reading.MOBILE, Reading.PHONE, Reading.EMAIL)
)


def can_be_put_together(target: FieldSpec) -> bool:
    """Whether the cells of several columns make one text; amounts, dates, codes and choices don't."""
    return target.reading in _TEXTS


def together(target: FieldSpec, columns: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The cells of several columns as one, 、 between; a single one stays as it is, equal ones stand once."""
    sign = "\n" if target.reading is Reading.LONG_TEXT else "、"

    def joined(cells: tuple[Cell, ...]) -> Cell:
        filled = [cell for cell in cells if cell != "" and not (isinstance(cell, str) and not cell.strip())]
        if len(filled) < 2:
            return filled[0] if filled else ""
        return sign.join(dict.fromkeys(shown(cell).strip() for cell in filled))

    return list(map(joined, zip(*columns, strict=True)))


def first_filled(parts: Sequence[Cleaned]) -> tuple[list[Any], list[frozenset[int]]]:
    """The first column that gives a value, row by row; and for each column the places whose troubles are told.

    A cell that another column stood in for is not told of, unless no column gave a value.
    """
    values = list(parts[0].values)
    source = [0 if value not in ("", None) else -1 for value in values]
    for number, part in enumerate(parts[1:], 1):
        for place in [at for at, chosen in enumerate(source) if chosen < 0]:
            if part.values[place] not in ("", None):
                values[place], source[place] = part.values[place], number
    told = [
        frozenset(trouble.at for trouble in part.troubles if source[trouble.at] in (number, -1))
        for number, part in enumerate(parts)
    ]
    return values, told
