"""A form placed on its page: type shrinks by declared steps, then text goes on overleaf; boxes fill the page."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crmdesk.papers.boxes import (
    EVERYTHING,
    LABEL,
    LABEL_LINE,
    PAD,
    PAD_TOP,
    Items,
    MeasuredCell,
    MeasuredRow,
    MeasuredSection,
    Section,
    Step,
    ink_of,
    measure,
)
from crmdesk.papers.fonts import Weight
from crmdesk.papers.marks import POINT, Rect, Style
from crmdesk.papers.sheet import ASCENT, DESCENT, LEADING, Sheet

#: Smaller type, then lower boxes, then both, before anything goes on overleaf.
STEPS = (Step(10.0, 1.0), Step(9.0, 1.0), Step(9.0, 0.78), Step(8.0, 0.78))
TITLE_WIDTH = 7.0  # column of the upright titles
THICK = 0.4  # rule around the form and between its sections
TURN_OVER = "（续下页）"

_measured = lru_cache(64)(measure)  # the sections that stay empty are the same on every form


class Rest(NamedTuple):
    """Text that found no room in its box, with the box's label."""

    label: str
    text: str


def fill_form(sheet: Sheet, area: Rect, sections: Sequence[Section]) -> list[Rest]:
    """Place ``sections`` so that they fill ``area`` exactly; returns what goes on overleaf, in reading order."""
    measured, lines = _choose(sheet, area, sections)
    spare = (area.height - _needed(measured, lines)) / (sum(r.row.grow for r in _rows(measured)) or 1.0)
    rests: list[Rest] = []
    top = area.top
    for section in measured:
        bottom = top
        for row in section.rows:
            height = row.height(lines) + spare * row.row.grow
            rests += _place_row(sheet, row, area.right - _width(section.section, area), bottom, height, lines)
            bottom += height
        _place_title(sheet, section.section.title, Rect(area.left, top, TITLE_WIDTH, bottom - top))
        sheet.frame(Rect(area.left, top, area.width, bottom - top), THICK)
        top = bottom
    return rests


def _choose(sheet: Sheet, area: Rect, sections: Sequence[Section]) -> tuple[list[MeasuredSection], int]:
    """The first step at which everything fits, else the last one and the lines that each text may show."""
    for step in STEPS:
        measured = [_measured(section, _width(section, area), step, sheet.fonts) for section in sections]
        if _needed(measured, EVERYTHING) <= area.height:
            return measured, EVERYTHING
    return measured, _most_lines(measured, area.height)


def _width(section: Section, area: Rect) -> float:
    return area.width - (TITLE_WIDTH if section.title else 0.0)


def _rows(sections: list[MeasuredSection]) -> list[MeasuredRow]:
    return [row for section in sections for row in section.rows]


def _needed(sections: list[MeasuredSection], lines: int) -> float:
    return sum(row.height(lines) for row in _rows(sections))


def _most_lines(sections: list[MeasuredSection], height: float) -> int:
    """The largest number of lines, the same for every text, with which the form still fits its page."""
    low, high = 1, 200
    if _needed(sections, low) > height:
        raise ValueError("the form's empty boxes are higher than its page")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _needed(sections, middle) <= height else (low, middle)
    return low


def _place_title(sheet: Sheet, title: str, rect: Rect) -> None:
    """The title upright, one character below the other, in the middle of its column."""
    if not title:
        return
    sheet.box(rect, title)
    step = min(4.4, (rect.height - 1.0) / len(title))
    style = Style(min(10.0, step / (ASCENT + DESCENT) / POINT), Weight.BOLD)
    em = style.size * POINT
    baseline = rect.top + (rect.height - step * len(title)) / 2 + (step - em) / 2 + ASCENT * em
    for char in title:
        sheet.text(rect.left + rect.width / 2, baseline, char, style, "middle")
        baseline += step


def _place_row(
    sheet: Sheet, row: MeasuredRow, left: float, top: float, height: float, lines: int
) -> list[Rest]:
    rests = []
    for cell in row.cells:
        rest = _place_cell(sheet, cell, Rect(left, top, cell.width, height), lines)
        left += cell.width
        if rest:
            rests.append(Rest(cell.cell.label, rest))
    return rests


def _place_cell(sheet: Sheet, measured: MeasuredCell, rect: Rect, lines: int) -> str:
    """The box with its label, check boxes and text; returns what found no room."""
    cell, style, spans = measured.cell, measured.style, measured.spans
    sheet.box(rect, cell.label)
    top = place_items(sheet, measured.labels, rect.left + PAD, rect.top + PAD_TOP, LABEL, LABEL_LINE)
    top = place_items(sheet, measured.choices, rect.left + PAD, top, style, measured.leading)
    if cell.is_dated:
        sheet.text(rect.right - PAD, rect.bottom - 1.3, "年　　月　　日", LABEL, "right")
    shown = spans if len(spans) <= lines else spans[: lines - 1]
    top = place_lines(sheet, [cell.text[a:b] for a, b in shown], rect.left + PAD, top, style)
    if len(spans) <= lines:
        return ""
    turn_over(sheet, rect.right - PAD, top, style)
    return cell.text[spans[lines - 1].start :]


def place_items(sheet: Sheet, lines: Items, left: float, top: float, style: Style, leading: float) -> float:
    """Lines of labels and check boxes; returns where the next line would begin."""
    baseline = top + ASCENT * style.size * POINT
    for line in lines:
        for item in line:
            if item.is_on is None:
                sheet.text(left + item.left, baseline, item.word, style)
            else:
                sheet.choice(left + item.left, baseline, item.word, item.is_on, ink_of(item, style))
        baseline += leading
    return top + len(lines) * leading


def place_lines(sheet: Sheet, lines: list[str], left: float, top: float, style: Style) -> float:
    """Lines of text one below the other; returns where the next line would begin."""
    em = style.size * POINT
    for line in lines:
        sheet.text(left, top + ASCENT * em, line, style)
        top += LEADING * em
    return top


def turn_over(sheet: Sheet, right: float, top: float, style: Style) -> None:
    """（续下页）, in a line of its own at the right."""
    sheet.text(right, top + ASCENT * style.size * POINT, TURN_OVER, LABEL, "right")
