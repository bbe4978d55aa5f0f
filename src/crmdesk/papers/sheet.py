"""The drawing kit: puts strings, ruled boxes, check boxes and pictures on a sheet and remembers where.

Measures are millimetres from the upper left corner; sizes of type are points.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from crmdesk.papers.fonts import FontSet
from crmdesk.papers.marks import BLACK, POINT, Box, Fill, Frame, Ink, Mark, Picture, Rect, Style, Text, Tick
from crmdesk.papers.wrapping import break_lines

ASCENT, DESCENT = 0.88, 0.24  # of the em: ideographs reach 0.12 below the baseline, g and y further
TICK = 0.86  # side of a check box, of the em
TICK_GAP = 0.24  # between check box and its word
LEADING = 1.32  # from line to line, of the em


class Fitted(NamedTuple):
    """What of a text found room: the lines, the style that did it, and where the rest begins (None: all is in)."""

    lines: list[str]
    style: Style
    rest: int | None


class Sheet:
    """One page, or the body that several pages share; ``marks`` is all that stands on it."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.marks: list[Mark] = []

    def text(self, left: float, baseline: float, string: str, style: Style, align: str = "left") -> Rect:
        """One line of text; ``left`` is its left end, its middle or its right end as ``align`` says."""
        width = width_of(string, style, self.fonts)
        left -= {"left": 0.0, "middle": width / 2, "right": width}[align]
        em = style.size * POINT
        rect = Rect(left, baseline - ASCENT * em, width, (ASCENT + DESCENT) * em)
        if string and not string.isspace():
            self.marks.append(Text(rect, baseline, string, style))
        return rect

    def box(self, rect: Rect, name: str, line: float = 0.18, ink: Ink = BLACK) -> None:
        """A ruled box with a name that tests can ask for."""
        self.marks.append(Box(rect, name, line, ink))

    def frame(self, rect: Rect, line: float) -> None:
        """A rule around several boxes; it has no name, because it is no box of its own."""
        self.marks.append(Frame(rect, line))

    def choice(self, left: float, baseline: float, word: str, is_on: bool, style: Style) -> float:
        """A check box and its word; returns the right end."""
        em = style.size * POINT
        side = TICK * em
        self.marks.append(Tick(Rect(left, baseline - 0.8 * em, side, side), is_on, style.ink))
        return self.text(left + side + TICK_GAP * em, baseline, word, style).right

    def fill(self, rect: Rect, ink: Ink = BLACK) -> None:
        """A filled area."""
        self.marks.append(Fill(rect, ink))

    def picture(self, rect: Rect, data: bytes) -> None:
        """A picture stretched to ``rect``."""
        self.marks.append(Picture(rect, data))

    def paragraph(
        self, area: Rect, string: str, style: Style, smaller: tuple[float, ...] = (), align: str = "left"
    ) -> tuple[float, str]:
        """``string`` within ``area``, wrapped, in the first size that lets it all in.

        Returns where the next line would begin and what found no room.
        """
        fitted = fit(string, area, style, smaller, self.fonts)
        em = fitted.style.size * POINT
        left = area.left + {"left": 0.0, "middle": area.width / 2, "right": area.width}[align]
        top = area.top
        for line in fitted.lines:
            self.text(left, top + ASCENT * em, line, fitted.style, align)
            top += LEADING * em
        return top, "" if fitted.rest is None else string[fitted.rest :]


def fit(string: str, area: Rect, style: Style, smaller: tuple[float, ...], fonts: FontSet) -> Fitted:
    """``string`` broken for ``area`` in the style's own size, else in the declared smaller ones, else cut."""
    for size in (style.size, *smaller):
        em = size * POINT
        sized = style._replace(size=size)
        spans = break_lines(string, area.width, advances(sized, fonts))
        room = int((area.height - (ASCENT + DESCENT) * em + 1e-6) / (LEADING * em)) + 1
        if area.height + 1e-6 < (ASCENT + DESCENT) * em:
            room = 0
        if len(spans) <= room:
            return Fitted([string[a:b] for a, b in spans], sized, None)
    kept = [string[a:b] for a, b in spans[:room]]
    return Fitted(kept, sized, spans[room].start)


def advances(style: Style, fonts: FontSet) -> Callable[[str], float]:
    """The width in millimetres of a character in a style."""
    em, weight, glyph = style.size * POINT, style.weight, fonts.advance
    return lambda char: glyph(char, weight) * em


@lru_cache(8192)
def width_of(string: str, style: Style, fonts: FontSet) -> float:
    """Millimetres that ``string`` takes in one line."""
    advance, weight = fonts.advance, style.weight
    return sum(advance(char, weight) for char in string) * style.size * POINT


def choice_width(word: str, style: Style, fonts: FontSet) -> float:
    """Millimetres that a check box with its word takes."""
    return (TICK + TICK_GAP) * style.size * POINT + width_of(word, style, fonts)
