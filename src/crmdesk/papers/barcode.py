"""Code 128 (ISO/IEC 15417) as filled bars, so that it is part of the page's marks."""

from functools import lru_cache
from typing import NamedTuple

from reportlab.graphics.barcode.code128 import Code128

from crmdesk.papers.marks import Rect
from crmdesk.papers.sheet import Sheet

WIDEST, NARROWEST = 0.38, 0.20  # millimetres of one module; narrower bars run together on office printers


class Bars(NamedTuple):
    """Left edge and width of each bar, in modules, and the width of the whole."""

    bars: tuple[tuple[int, int], ...]
    modules: int


@lru_cache(256)
def bars_of(value: str) -> Bars | None:
    """The bars of ``value``; None where Code 128 cannot hold it."""
    if not value or not value.isascii() or not value.isprintable():
        return None
    code = Code128(value)
    code.validate()
    code.encode()
    code.decompose()
    bars, at = [], 0
    for letter in code.decomposed:  # A, B, C, D: a bar of one to four modules; a, b, c, d: a space
        width = ord(letter.lower()) - ord("a") + 1
        if letter.isupper():
            bars.append((at, width))
        at += width
    return Bars(tuple(bars), at)


def draw_code128(sheet: Sheet, area: Rect, value: str) -> float:
    """The code at the left of ``area``, as wide as it may be; returns its width (0 where it cannot be drawn)."""
    code = bars_of(value)
    if code is None:
        return 0.0
    module = min(WIDEST, area.width / code.modules)
    if module < NARROWEST:
        return 0.0
    for at, width in code.bars:
        sheet.fill(Rect(area.left + at * module, area.top, width * module, area.height))
    return code.modules * module
