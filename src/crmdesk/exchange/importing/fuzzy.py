"""How near two short words are: headers and names that differ by a character or are typed by their sound."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from crmdesk.resources import resource
from crmdesk.rules.pinyin import Readings


class Near(NamedTuple):
    """The word that comes nearest, and how near: 0…1."""

    word: str
    score: float


def edits(one: str, other: str, most: int) -> int:
    """How many characters must be changed, put in, left out or swapped with the next; ``most`` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, sign in enumerate(other, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (char != sign))
            if at > 1 and place > 1 and char == other[place - 2] and one[at - 2] == sign:
                best = min(best, older[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]


def likeness(one: str, other: str, least: float) -> float:
    """1 for the same word, 0.75 where one character in four differs; 0 below ``least``."""
    longest = max(len(one), len(other))
    most = int(longest * (1 - least) + 1e-9)
    if len(set(one) & set(other)) < min(len(set(one)), len(set(other))) - most:
        return 0.0
    found = edits(one, other, most)
    return 1 - found / longest if longest and found <= most else 0.0


def nearest(text: str, words: Mapping[str, str], least: float) -> Near | None:
    """Of ``words`` (word → what it stands for) the nearest to ``text``; None where nothing is near enough, or two
    that stand for different things are equally near."""
    found: dict[str, float] = {}
    for word, meaning in words.items():
        score = likeness(text, word, least)
        if score and score > found.get(meaning, 0.0):
            found[meaning] = score
    if not found:
        return None
    (meaning, score), *others = sorted(found.items(), key=lambda pair: -pair[1])
    return None if others and others[0][1] == score else Near(meaning, score)


@cache
def _readings() -> Readings:
    with resource("pinyin", "readings.txt").open(encoding="utf-8") as lines:
        return Readings.from_lines(lines)


def sounds_like(text: str, words: Iterable[str]) -> str:
    """The one of ``words`` that ``text`` is read like, or whose pinyin or initials ``text`` is; empty for none or
    several."""
    read = _readings()
    if text.isascii():
        typed = "".join(text.split()).lower()
        found = [word for word in words if typed in read.spellings(word)]
        found = found or [word for word in words if typed in read.variants(word)]
    else:
        spelt = set(read.spellings(text))
        found = [word for word in words if not spelt.isdisjoint(read.spellings(word))]
    return found[0] if len(found) == 1 else ""
