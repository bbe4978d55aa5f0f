"""A sheet as the program holds it: columns of raw cells, nothing interpreted yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

#: What a raw cell may be; blank is the empty string. Numbers of workbooks are floats.
Cell = str | float | int | bool | date | datetime | time | timedelta

#: First and last row and column, counted from 0, both inclusive.
Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet from A1 on: ``columns[c][r]``, all columns of one length, rows and columns from 0.

    ``merged`` are its merged ranges (only the first cell of one is filled), ``hidden_rows`` and
    ``hidden_columns`` what the author hid; ``errors`` maps (row, column) to ``#N/A`` and the like;
    ``no_value`` lists formulas that came without their result. Those two stand blank in ``columns``.
    ``percent_columns`` hold numbers that the author sees as percents: 0.05 is 5%.
    """

    name: str
    columns: tuple[Sequence[Cell], ...]
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    no_value: frozenset[tuple[int, int]] = frozenset()
    date_1904: bool = False
    percent_columns: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        """How many rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.columns)

    def row(self, index: int) -> tuple[Cell, ...]:
        """One row across (index from 0)."""
        return tuple(column[index] for column in self.columns)


def letter_of(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(letter: str) -> int:
    """A → 0, AA → 26; raises ValueError where it is no column."""
    number = 0
    for char in letter.upper():
        if not "A" <= char <= "Z":
            raise ValueError(letter)
        number = number * 26 + ord(char) - 64
    if not number:
        raise ValueError(letter)
    return number - 1
