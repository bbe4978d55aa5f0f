"""Where a line of Chinese text may end: 避头尾 (GB/T 15834—2011, 5), by measured width.

Pure: widths come from the caller, so any font and any unit will do.
"""

import unicodedata
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

_SPACES = " \u3000"
#: May not begin a line.
NOT_AT_START = frozenset("，。、；：？！）》】」』〉〕〗〙〛］｝’”｣、,.;:?!)]}%‰％℃°′″·・‧～〜ー々〻")
#: May not end a line.
NOT_AT_END = frozenset("（《【「『〈〔〖〘〚［｛‘“｢([{￥¥＄$£€№")
#: Two of them are one sign and stay together: —— and ……
DOUBLES = frozenset("—…⋯‥")


class Span(NamedTuple):
    """One line: ``text[start:end]``, without the spaces around the break."""

    start: int
    end: int


class Grade(IntEnum):
    """How well a line may break between two characters."""

    NEVER = 0  # a sign would stand at the wrong end; only where nothing else is left
    TORN = 1  # inside a word or number; only where the line holds no better place
    FREE = 2


def break_lines(text: str, width: float, advance: Callable[[str], float]) -> list[Span]:
    """The lines of ``text``, each at most ``width`` wide; ``advance`` gives a character's width in the same unit.

    ``\\n`` ends a line (an empty one is an empty span). A single character wider than ``width`` stands alone.
    """
    lines: list[Span] = []
    start = 0
    while True:
        stop = text.find("\n", start)
        lines.extend(_paragraph(text, start, len(text) if stop < 0 else stop, width, advance))
        if stop < 0:
            return lines
        start = stop + 1


def _paragraph(
    text: str, start: int, stop: int, width: float, advance: Callable[[str], float]
) -> Iterator[Span]:
    if start == stop:
        yield Span(start, start)
    while start < stop:
        end = _break_at(text, start, _reach(text, start, stop, width, advance), stop)
        yield Span(start, start + len(text[start:end].rstrip(_SPACES)))
        start = end


def _reach(text: str, start: int, stop: int, width: float, advance: Callable[[str], float]) -> int:
    """The first character that does not fit any more; spaces hang over the edge without width."""
    left = width + 1e-9
    end = start
    while end < stop:
        left -= advance(text[end])
        if left < 0 and end > start:
            break
        end += 1
    while end < stop and text[end] in _SPACES:
        end += 1
    return end


def _break_at(text: str, start: int, end: int, stop: int) -> int:
    """The best place at or before ``end`` that leaves something in the line."""
    if end >= stop:
        return stop
    torn = 0
    for at in range(end, start, -1):
        grade = grade_between(text, at)
        if grade is Grade.FREE:
            return at
        if grade is Grade.TORN and not torn:
            torn = at
    return torn or end


def grade_between(text: str, at: int) -> Grade:
    """How well a line may end before ``text[at]``."""
    before, after = text[at - 1], text[at]
    if after in NOT_AT_START or after in _SPACES or (before == after and after in DOUBLES) or _joins(after):
        return Grade.NEVER
    if _last_seen(text, at) in NOT_AT_END:
        return Grade.NEVER
    if _is_word(before) and _is_word(after) and not _ends_list_entry(text, at):
        return Grade.TORN
    if (after in "年月日" and before.isdigit()) or (before in "年月" and after.isdigit()):
        return Grade.TORN  # a date
    return Grade.FREE


def _last_seen(text: str, at: int) -> str:
    """The last character before ``at`` that is no space."""
    while at and text[at - 1] in _SPACES:
        at -= 1
    return text[at - 1] if at else ""


def _ends_list_entry(text: str, at: int) -> bool:
    """After the comma of ``A1,B2``, but not inside ``1,200``."""
    return text[at - 1] in ",;" and not (text[at].isdigit() and text[at - 2 : at - 1].isdigit())


@lru_cache(4096)
def _is_word(char: str) -> bool:
    """Letters and figures of alphabets and what stands between them: 800×800, DD2610-0187."""
    return char < "\u2e80" and not char.isspace() and char not in "“”‘’…—⋯‥"


@lru_cache(4096)
def _joins(char: str) -> bool:
    """Marks that sit on the character before them."""
    return char > "\u02ff" and unicodedata.category(char).startswith("M")
