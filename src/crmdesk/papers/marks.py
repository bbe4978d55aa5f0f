"""The marks of a page: what the kit has placed, in millimetres from the sheet's upper left corner.

The list of marks *is* the page: it is painted as it stands, and tests look at it.
"""

from typing import NamedTuple

from crmdesk.papers.fonts import Weight

POINT = 25.4 / 72  # millimetres
_TOUCH = 0.01  # two boxes may share an edge

Ink = tuple[float, float, float]  # red, green, blue from 0 to 1
BLACK: Ink = (0.0, 0.0, 0.0)
GREY: Ink = (0.33, 0.33, 0.33)  # labels; still readable on a weak printer


class Rect(NamedTuple):
    """A rectangle in millimetres from the upper left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def inset(self, by: float) -> "Rect":
        """``by`` less on every side."""
        return Rect(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)

    def holds(self, other: "Rect") -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.left <= other.left + _TOUCH
            and self.top <= other.top + _TOUCH
            and other.right <= self.right + _TOUCH
            and other.bottom <= self.bottom + _TOUCH
        )

    def overlaps(self, other: "Rect") -> bool:
        """Whether both share more than an edge."""
        return (
            self.left + _TOUCH < other.right
            and other.left + _TOUCH < self.right
            and self.top + _TOUCH < other.bottom
            and other.top + _TOUCH < self.bottom
        )


A4 = Rect(0.0, 0.0, 210.0, 297.0)


class Style(NamedTuple):
    """How text looks; ``size`` in points."""

    size: float
    weight: Weight = Weight.REGULAR
    ink: Ink = BLACK


class Text(NamedTuple):
    """One string on one line; ``rect`` is what it covers, ``baseline`` from the top of the sheet."""

    rect: Rect
    baseline: float
    string: str
    style: Style


class Box(NamedTuple):
    """A ruled box; ``name`` is its label, ``line`` the width of the rule in millimetres."""

    rect: Rect
    name: str
    line: float = 0.18
    ink: Ink = BLACK


class Frame(NamedTuple):
    """A rule around several boxes."""

    rect: Rect
    line: float
    ink: Ink = BLACK


class Tick(NamedTuple):
    """A check box, drawn as a shape because the fonts have none."""

    rect: Rect
    is_on: bool
    ink: Ink = BLACK


class Fill(NamedTuple):
    """A filled area: the copy's band, a bar of the barcode."""

    rect: Rect
    ink: Ink


class Picture(NamedTuple):
    """A picture, PNG or JPEG, stretched to ``rect``."""

    rect: Rect
    data: bytes


Mark = Text | Box | Frame | Tick | Fill | Picture
