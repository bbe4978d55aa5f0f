"""Which rows are perhaps a record that is there, or another row of the same list: 50,000 against 50,000 at once.

Nobody is compared with everybody: only firms that share a key (字号 and city, a number, an account, 法人, the sound
of the name and city) are scored (rules/same_firm.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crmdesk.exchange.importing.firm_tables import firm_names
from crmdesk.rules.same_firm import LOOSEST, Alike, Firm, firms, score

#: A key that more firms share than this says nothing of two of them: 个体户, the number of a switchboard.
MOST_OF_A_KEY = 60
#: As many candidates as are shown for a row.
MOST_CANDIDATES = 8


class Found(NamedTuple):
    """Somebody that a row may be: ``place`` among the records that are there, or of another row."""

    is_row: bool
    place: int
    alike: Alike


def folded(columns: Mapping[str, Sequence[Any]], count: int) -> list[Firm]:
    """The records or rows as they are compared: one for each of ``count``."""
    return firms(firm_names(), columns, count)


def find(rows: Sequence[Firm], there: Sequence[Firm], least: int = LOOSEST) -> dict[int, tuple[Found, ...]]:
    """Place of a row → whom it may be, the likeliest first. Of two rows that are alike, the later one is told."""
    everyone, first = [*there, *rows], len(there)
    found: dict[int, list[Found]] = {}
    for row, other in _pairs(everyone, first):
        alike = score(everyone[row], everyone[other])
        if alike.score >= least:
            is_row = other >= first
            found.setdefault(row - first, []).append(Found(is_row, other - first if is_row else other, alike))
    return {place: _best(those) for place, those in found.items()}


def _best(those: list[Found]) -> tuple[Found, ...]:
    those.sort(key=lambda one: (-one.alike.score, one.is_row, one.place))
    return tuple(those[:MOST_CANDIDATES])


def _pairs(everyone: Sequence[Firm], first: int) -> Iterable[tuple[int, int]]:
    """Pairs that share a key: a row (from ``first`` on) and somebody before it, each pair once."""
    width = len(everyone)
    pairs: set[int] = set()
    for groups in _all_groups(everyone):
        for group in groups:
            if group[-1] < first or len(group) > MOST_OF_A_KEY:
                continue
            for at, row in enumerate(group):
                if row >= first:
                    pairs.update([row * width + other for other in group[:at]])
    return (divmod(pair, width) for pair in pairs)


def _all_groups(everyone: Sequence[Firm]) -> Iterator[Iterable[list[int]]]:
    yield _by_place(everyone, [f.brand if len(f.brand) > 1 else "" for f in everyone])
    yield _without_city(everyone)
    yield _by_place(everyone, [f.sound if len(f.core) > 2 else "" for f in everyone])
    yield _groups([f.account for f in everyone])
    yield _of_two([f.mobile for f in everyone], [f.tail for f in everyone])
    for at in (0, -1):  # finds names that are one character apart
        yield _groups([f"{f.person}|{f.brand[at]}" if f.person and f.brand else "" for f in everyone])


def _groups(keys: Iterable[str]) -> Iterable[list[int]]:
    """The places that share a key, in rising order; blank keys are none."""
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    meet = first.setdefault
    for at, key in enumerate(keys):
        if key and (other := meet(key, at)) != at:
            group = groups.get(key)
            if group is None:
                groups[key] = [other, at]
            else:
                group.append(at)
    return groups.values()


def _by_place(everyone: Sequence[Firm], words: Sequence[str]) -> Iterator[list[int]]:
    """Those with one word in one city; where the word is as common as 永兴, those of one core."""
    cities = [f"{word}|{f.city}" if word and f.city else "" for word, f in zip(words, everyone, strict=True)]
    counties = [f"{word}|{f.county}" if word and f.county else "" for word, f in zip(words, everyone, strict=True)]
    for group in _of_two(cities, counties) if any(counties) else _groups(cities):
        yield from _narrowed(everyone, group)


def _of_two(keys: Sequence[str], others: Sequence[str]) -> Iterator[list[int]]:
    """The places that share a key, whichever of both columns it stands in."""
    count = len(keys)
    for group in _groups([*keys, *others]):
        places = sorted({at % count for at in group})
        if len(places) > 1:
            yield places


def _narrowed(everyone: Sequence[Firm], group: list[int]) -> Iterator[list[int]]:
    if len(group) <= MOST_OF_A_KEY:
        yield group
        return
    for inner in _groups([everyone[at].core for at in group]):
        yield [group[at] for at in inner]


def _without_city(everyone: Sequence[Firm]) -> Iterator[list[int]]:
    """字号 of firms whose city nobody knows, with all that bear it."""
    brands = {f.brand for f in everyone if not f.city and len(f.brand) > 1}
    if not brands:
        return
    for group in _groups([f.brand if f.brand in brands else "" for f in everyone]):
        yield from _narrowed(everyone, group)
