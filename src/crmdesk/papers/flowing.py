"""Rows of boxes that flow over as many pages as they take: tables with their head repeated, and rows of a form.

A row is cut between lines where it is higher than what is left; nothing is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from crmdesk.papers.boxes import (
    LABEL,
    LABEL_LINE,
    PAD,
    PAD_BOTTOM,
    PAD_TOP,
    SIGNATURE_LINE,
    Cell,
    Items,
    Row,
    ink_of,
    line_up,
)
from crmdesk.papers.filling import THICK
from crmdesk.papers.fonts import FontSet, Weight
from crmdesk.papers.marks import BLACK, POINT, Ink, Rect, Style
from crmdesk.papers.sheet import ASCENT, LEADING, Sheet, advances, width_of
from crmdesk.papers.wrapping import break_lines

SHADE: Ink = (0.88, 0.88, 0.88)  # survives a copier; black text on it is still easy to read
BAR = 0.9  # width of the black bar at the left of a cell that differs
HEADING = Style(8.5, Weight.BOLD)
TABLE = Style(8.5)
_FEWEST = 3  # lines that are worth beginning a high row for at the foot of a page
_STRIKE = 0.18


class Piece(NamedTuple):
    """A string of a line, from the left edge of the text; with a check box where ``tick`` is not None."""

    left: float
    string: str
    style: Style
    tick: bool | None = None


class Line(NamedTuple):
    """One line of a box."""

    pieces: tuple[Piece, ...]
    height: float
    ascent: float
    is_struck: bool = False


class Block(NamedTuple):
    """One box of a row: label lines, then lines that may go on over the page."""

    name: str
    width: float
    lines: tuple[Line, ...]
    label: tuple[Line, ...] = ()
    is_dated: bool = False
    differs: bool = False  # grey ground and a bar at the left: seen without colour

    @property
    def height(self) -> float:
        """What it needs as a whole."""
        below = SIGNATURE_LINE if self.is_dated else 0.0
        return self.around + sum(line.height for line in self.lines) + below

    @property
    def around(self) -> float:
        """What it needs without a line of text."""
        return PAD_TOP + sum(line.height for line in self.label) + PAD_BOTTOM

    def cut(self, room: float) -> tuple["Block", "Block"]:
        """What goes into ``room``, and the rest."""
        left, count = room - self.around, 0
        for line in self.lines:
            left -= line.height
            if left < -1e-6:
                break
            count += 1
        return self._replace(lines=self.lines[:count], is_dated=False), self._replace(lines=self.lines[count:])


class Column(NamedTuple):
    """A column of a table. Widths are shares of the table's width."""

    label: str
    width: float
    align: str = "left"


@lru_cache(16384)
def text_lines(
    text: str, width: float, style: Style, fonts: FontSet, align: str = "left", is_struck: bool = False
) -> tuple[Line, ...]:
    """``text`` broken to lines that go into a box of ``width``; none for no text."""
    if not text:
        return ()
    inner, em = width - 2 * PAD, style.size * POINT
    lines = []
    for start, end in break_lines(text, inner, advances(style, fonts)):
        string = text[start:end]
        spare = 0.0 if align == "left" else max(inner - width_of(string, style, fonts), 0.0)
        left = spare / 2 if align == "middle" else spare
        lines.append(Line((Piece(left, string, style),), LEADING * em, ASCENT * em, is_struck))
    return tuple(lines)


def _item_lines(items: Items, style: Style, height: float) -> tuple[Line, ...]:
    ascent = ASCENT * style.size * POINT
    return tuple(
        Line(tuple(Piece(left, word, ink_of(item, style), is_on) for item in line for left, word, is_on in (item,)),
             height, ascent)
        for line in items
    )  # fmt: skip


def label_lines(label: str, width: float, fonts: FontSet) -> tuple[Line, ...]:
    """A small grey label above a text."""
    return _item_lines(line_up(label, (), width - 2 * PAD, LABEL, fonts), LABEL, LABEL_LINE)


def form_blocks(row: Row, width: float, style: Style, fonts: FontSet) -> list[Block]:
    """The cells of a form's row, stretched to ``width``."""
    scale = width / sum(cell.width for cell in row.cells)
    return [_form_block(cell, cell.width * scale, style, fonts) for cell in row.cells]


def _form_block(cell: Cell, width: float, style: Style, fonts: FontSet) -> Block:
    inner, leading = width - 2 * PAD, LEADING * style.size * POINT
    label = _item_lines(line_up(cell.label, cell.asks, inner, LABEL, fonts), LABEL, LABEL_LINE)
    choices = _item_lines(line_up("", cell.choices, inner, style, fonts), style, leading)
    return Block(cell.label, width, (*choices, *text_lines(cell.text, width, style, fonts)), label, cell.is_dated)


def table_head(columns: Sequence[Column], width: float, fonts: FontSet) -> list[Block]:
    """The labels of a table's columns."""
    return [
        Block(f"head:{column.label}", each, text_lines(column.label, each, HEADING, fonts, "middle"))
        for column, each in zip(columns, widths_of(columns, width), strict=True)
    ]


def table_row(
    columns: Sequence[Column], values: Sequence[str], width: float, fonts: FontSet, style: Style = TABLE
) -> list[Block]:
    """One row of texts."""
    return [
        Block(column.label, each, text_lines(value, each, style, fonts, column.align))
        for column, each, value in zip(columns, widths_of(columns, width), values, strict=True)
    ]


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """The columns' widths in millimetres."""
    scale = width / sum(column.width for column in columns)
    return [column.width * scale for column in columns]


class Flow:
    """Rows put below one another on ``area`` of sheets that ``new_sheet`` makes."""

    def __init__(self, new_sheet: Callable[[], Sheet], area: Rect, fonts: FontSet) -> None:
        self._new_sheet = new_sheet
        self.area, self.fonts = area, fonts
        self.sheets: list[Sheet] = []
        self.top = area.bottom
        self._framed_from: float | None = None
        self._heading: list[list[Block]] = []

    @property
    def room(self) -> float:
        """Height that is left on this page."""
        return self.area.bottom - self.top

    def page(self) -> None:
        """Go on at the top of a new page, below the repeated head of the table if one is open."""
        self.close()
        self.sheets.append(self._new_sheet())
        self.top = self.area.top
        for blocks in self._heading:
            self._place(blocks, _height(blocks))

    def keep(self, height: float) -> None:
        """Begin a new page where less than ``height`` is left."""
        if self.room < height:
            self.page()

    def rows(self, rows: Sequence[list[Block]], below: float = 0.0) -> None:
        """The rows of a table; the last two stay on the page of what comes ``below``, so that no page holds that alone."""
        for number, blocks in enumerate(rows):
            if below and number == max(len(rows) - 2, 0):
                last = sum(_height(row) for row in rows[number:])
                if last + below <= self.area.height / 2:
                    self.keep(last + below)
            self.row(blocks)

    def gap(self, height: float = 2.0) -> None:
        """Leave a space; the frame around the rows so far is closed."""
        self.close()
        self.top = min(self.top + height, self.area.bottom)

    def close(self) -> None:
        """Draw the frame around the rows since the last gap or page."""
        if self._framed_from is not None:
            self.sheets[-1].frame(
                self.area._replace(top=self._framed_from, height=self.top - self._framed_from), THICK
            )
            self._framed_from = None

    @contextmanager
    def heading(self, *rows: list[Block]) -> Iterator[None]:
        """Rows that stand above what is placed inside, and again on each page that it reaches."""
        first = sum(_height(blocks) for blocks in rows)
        self.keep(first + 12.0)
        for blocks in rows:
            self._place(blocks, _height(blocks))
        self._heading = list(rows)
        yield
        self._heading = []

    def form(self, row: Row, style: Style = TABLE) -> None:
        """A row of labelled boxes."""
        self.row(form_blocks(row, self.area.width, style, self.fonts), row.at_least)

    def title(self, words: str, style: Style = HEADING) -> None:
        """A line of its own above what follows."""
        self.keep(20.0)
        em = style.size * POINT
        self.sheets[-1].text(self.area.left, self.top + ASCENT * em + 0.6, words, style)
        self.top += 1.5 * em + 0.6

    def row(self, blocks: list[Block], at_least: float = 0.0) -> None:
        """Boxes side by side, cut between lines and continued where they do not fit."""
        height = max(at_least, _height(blocks))
        if height > self.room and self._is_better_overleaf(blocks, height):
            self.page()
        while _height(blocks) > self.room + 1e-6:
            halves = [block.cut(self.room) for block in blocks]
            self._place([head for head, _rest in halves], self.room)
            self.page()
            blocks = [rest._replace(label=self._continued(rest)) for _head, rest in halves]
            height = max(_height(blocks), 0.0)
        self._place(blocks, min(height, self.room))

    def _is_better_overleaf(self, blocks: list[Block], height: float) -> bool:
        whole = self.area.height - sum(_height(rows) for rows in self._heading)
        few = max(block.around + sum(line.height for line in block.lines[:_FEWEST]) for block in blocks)
        return self.room < few or height <= whole / 3 or (height <= whole and self.room < whole / 3)

    def _continued(self, block: Block) -> tuple[Line, ...]:
        if not block.label or not block.lines:
            return block.label
        word = block.name.removesuffix("（续）") + "（续）"
        return label_lines(word, block.width, self.fonts)

    def _place(self, blocks: list[Block], height: float) -> None:
        sheet, left = self.sheets[-1], self.area.left
        if self._framed_from is None:
            self._framed_from = self.top
        for block in blocks:
            _draw(sheet, block, Rect(left, self.top, block.width, height))
            left += block.width
        self.top += height


def _height(blocks: Sequence[Block]) -> float:
    return max(block.height for block in blocks)


def _draw(sheet: Sheet, block: Block, rect: Rect) -> None:
    sheet.box(rect, block.name)
    if block.differs:
        sheet.fill(rect, SHADE)
        sheet.fill(rect._replace(width=BAR), BLACK)
    top = rect.top + PAD_TOP
    for line in (*block.label, *block.lines):
        _draw_line(sheet, line, rect.left + PAD, top)
        top += line.height
    if block.is_dated:
        sheet.text(rect.right - PAD, rect.bottom - 1.3, "年　　月　　日", LABEL, "right")


def _draw_line(sheet: Sheet, line: Line, left: float, top: float) -> None:
    baseline = top + line.ascent
    for at, string, style, is_on in line.pieces:
        if is_on is None:
            rect = sheet.text(left + at, baseline, string, style)
            if line.is_struck and rect.width:
                height = style.size * POINT * 0.32
                sheet.fill(Rect(rect.left, baseline - height, rect.width, _STRIKE), style.ink)
        else:
            sheet.choice(left + at, baseline, string, is_on, style)
