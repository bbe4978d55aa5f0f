"""Ruled boxes as single lines: an edge that two boxes share is drawn once, so that all rules look equally thick."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmdesk.papers.marks import Rect

_NEAR = 0.02  # millimetres: edges that ought to be the same differ by rounding only


class Line(NamedTuple):
    """A rule from one point to another, millimetres from the upper left corner."""

    from_left: float
    from_top: float
    to_left: float
    to_top: float


def lines_of(rects: Iterable[Rect]) -> Iterator[Line]:
    """The edges of ``rects``, joined where they lie on one another or go on."""
    level: dict[int, list[tuple[float, float]]] = defaultdict(list)
    upright: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for rect in rects:
        left, top, right, bottom = rect.left, rect.top, rect.left + rect.width, rect.top + rect.height
        level[round(top / _NEAR)].append((left, right))
        level[round(bottom / _NEAR)].append((left, right))
        upright[round(left / _NEAR)].append((top, bottom))
        upright[round(right / _NEAR)].append((top, bottom))
    for at, spans in level.items():
        for begin, end in _joined(spans):
            yield Line(begin, at * _NEAR, end, at * _NEAR)
    for at, spans in upright.items():
        for begin, end in _joined(spans):
            yield Line(at * _NEAR, begin, at * _NEAR, end)


def _joined(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    spans.sort()
    begin, end = spans[0]
    for next_begin, next_end in spans:
        if next_begin > end + _NEAR:
            yield begin, end
            begin = next_begin
            end = next_end
        elif next_end > end:
            end = next_end
    yield begin, end
