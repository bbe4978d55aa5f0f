"""A form as sections, rows and cells, measured: how high each row must be at each size of type.

A form is declared with ``Section``, ``Row`` and ``Cell`` (widths in millimetres); ``filling`` places it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crmdesk.papers.fonts import FontSet
from crmdesk.papers.marks import BLACK, GREY, POINT, Style
from crmdesk.papers.sheet import LEADING, advances, choice_width, width_of
from crmdesk.papers.wrapping import Span, break_lines

PAD = 1.1  # between rule and text
PAD_TOP, PAD_BOTTOM = 0.8, 0.6
LABEL = Style(6.8, ink=GREY)
LABEL_LINE = 3.2  # height of a line of labels
SIGNATURE_LINE = 4.0  # height of 年 月 日 at the foot of a box
PEN = 9.3  # height of a box that a pen fills with one line
EVERYTHING = 1_000_000  # more lines than any text has


class Choice(NamedTuple):
    """A word with a check box."""

    word: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One box: small label, then what is asked with check boxes, then the text, which may flow.

    ``field`` is the record's field that the text comes from, for refusals.
    ``asks`` stand on the label's line, small, for a pen; ``choices`` are data and as large as the text.
    ``is_dated`` leaves 年 月 日 at the foot for whoever signs.
    """

    label: str
    width: float
    text: str = ""
    field: str = ""
    asks: tuple[Choice, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_dated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. ``grow`` is the row's share of the height that is left over."""

    cells: tuple[Cell, ...]
    at_least: float = PEN
    grow: float = 0.0


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one department; the title stands upright at the left (no title: the rows take the whole width)."""

    title: str
    rows: tuple[Row, ...]


class Item(NamedTuple):
    """A piece of a line of labels or choices: where it begins, and its check box if it has one."""

    left: float
    word: str
    is_on: bool | None


Items = tuple[tuple[Item, ...], ...]  # lines of items


class Step(NamedTuple):
    """One declared step of shrinking: type in points, and how much of their wished height the boxes keep."""

    size: float
    air: float


class MeasuredCell(NamedTuple):
    """A cell at one size of type."""

    cell: Cell
    width: float
    style: Style
    labels: Items
    choices: Items
    spans: Sequence[Span]

    @property
    def leading(self) -> float:
        return LEADING * self.style.size * POINT

    def height(self, lines: int) -> float:
        """What the cell needs when at most ``lines`` lines of its text are shown."""
        shown = len(self.choices) + min(len(self.spans), lines)
        signature = SIGNATURE_LINE if self.cell.is_dated else 0.0
        return PAD_TOP + len(self.labels) * LABEL_LINE + shown * self.leading + PAD_BOTTOM + signature


class MeasuredRow(NamedTuple):
    """A row at one size of type."""

    row: Row
    cells: tuple[MeasuredCell, ...]
    at_least: float

    def height(self, lines: int) -> float:
        """The highest of its cells, or what the row asks for."""
        return max(self.at_least, *(cell.height(lines) for cell in self.cells))


class MeasuredSection(NamedTuple):
    """A section at one size of type."""

    section: Section
    rows: tuple[MeasuredRow, ...]


def measure(section: Section, width: float, step: Step, fonts: FontSet) -> MeasuredSection:
    """The section's rows stretched to ``width``, shrunk by ``step``; a pen still finds its line in each box."""
    return MeasuredSection(section, tuple(_row(row, width, step, fonts) for row in section.rows))


def _row(row: Row, width: float, step: Step, fonts: FontSet) -> MeasuredRow:
    scale = width / sum(cell.width for cell in row.cells)
    cells = tuple(_cell(cell, cell.width * scale, Style(step.size), fonts) for cell in row.cells)
    return MeasuredRow(row, cells, max(min(PEN, row.at_least), row.at_least * step.air))


def _cell(cell: Cell, width: float, style: Style, fonts: FontSet) -> MeasuredCell:
    inner = width - 2 * PAD
    text = cell.text
    return MeasuredCell(
        cell,
        width,
        style,
        line_up(cell.label, cell.asks, inner, LABEL, fonts),
        line_up("", cell.choices, inner, style, fonts),
        break_lines(text, inner, advances(style, fonts)) if text else (),
    )


@lru_cache(2048)
def line_up(label: str, choices: tuple[Choice, ...], width: float, style: Style, fonts: FontSet) -> Items:
    """A label and check boxes with their words, set one after the other on as many lines as they need."""
    gap = style.size * POINT * 0.6
    lines: list[list[Item]] = []
    right = width + 1
    for piece in _pieces(label, width, style, fonts):
        lines.append([Item(0.0, piece, None)])
        right = width_of(piece, style, fonts) + gap
    for word, is_on in choices:
        needed = choice_width(word, style, fonts)
        if right + needed > width + 1e-6:
            lines.append([])
            right = 0.0
        lines[-1].append(Item(right, word, is_on))
        right += needed + gap
    return tuple(tuple(line) for line in lines)


def _pieces(label: str, width: float, style: Style, fonts: FontSet) -> list[str]:
    if not label:
        return []
    return [label[a:b] for a, b in break_lines(label, width, advances(style, fonts))]


def ink_of(item: Item, style: Style) -> Style:
    """Ticked boxes are black even among grey labels."""
    return style._replace(ink=BLACK) if item.is_on else style
