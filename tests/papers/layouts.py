"""What every paper of many pages must hold: nothing outside, nothing over another, nothing lost."""

from collections.abc import Iterable, Sequence

from crmdesk.papers.marks import Box, Mark, Rect, Text, Tick
from crmdesk.papers.running import Layout


def check_pages(bodies: Iterable[Sequence[Mark]], layout: Layout) -> None:
    """Boxes and texts of each page are where they belong."""
    for marks in bodies:
        check_page(marks, layout)


def check_page(marks: Sequence[Mark], layout: Layout) -> None:
    grip = layout.paper.inset(4.9)  # what an office printer can reach
    assert [mark for mark in marks if not grip.holds(mark.rect)] == []
    texts = [mark for mark in marks if isinstance(mark, Text | Tick)]
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    no_overlaps([mark.rect for mark in texts])
    no_overlaps([mark.rect for mark in boxes])
    inside = [box for box in boxes if layout.frame.holds(box.rect)]
    for mark in texts:
        if layout.frame.holds(mark.rect) and not is_alone(mark):
            assert sum(box.rect.holds(mark.rect) for box in inside) == 1, mark


def is_alone(mark: Mark) -> bool:
    """A title between two tables stands in no box."""
    return isinstance(mark, Text) and mark.string.startswith("【")


def no_overlaps(rects: list[Rect]) -> None:
    ordered = sorted(rects, key=lambda rect: rect.top)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.top > one.bottom:
                break
            assert not one.overlaps(other), (one, other)




def words_on(marks: Sequence[Mark]) -> str:
    """All strings of a page, in the order of drawing, without white space."""
    return "".join("".join(mark.string.split()) for mark in marks if isinstance(mark, Text))


def boxed(marks: Sequence[Mark], name: str) -> list[str]:
    """The texts in the boxes of that name, one string for each box."""
    boxes = [mark.rect for mark in marks if isinstance(mark, Box) and mark.name == name]
    texts = [mark for mark in marks if isinstance(mark, Text)]
    return ["".join(text.string for text in texts if rect.holds(text.rect)) for rect in boxes]
