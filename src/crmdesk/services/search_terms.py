"""What of a dealer is searched for, and whether a typed word finds it: the same for both databases."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from crmdesk.resources import resource
from crmdesk.rules.pinyin import Readings
from crmdesk.rules.search import Rank

#: The fields of a dealer that make its terms.
SEARCHED = ("code", "name", "short_name", "city", "mobile", "phone")
#: A tail of a phone number is searched for from three digits on.
SHORTEST_TAIL = 3
#: So many letters of a spelling are kept; a longer word is compared by these.
LONGEST_SPELLING = 20
_MOST_CHARACTERS = 8  # always more than LONGEST_SPELLING letters' worth of place or firm
_AFTER_PLACE = frozenset("省市县区州")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}


class Terms(NamedTuple):
    """The searched forms of one dealer. Pinyin is of the name's place at the front, and of the firm behind it.

    ``tails`` are phone numbers from back to front.
    """

    code: str
    name: str
    short_name: str
    city: str
    place_initials: tuple[str, ...]
    place_spellings: tuple[str, ...]
    initials: tuple[str, ...]
    spellings: tuple[str, ...]
    tails: tuple[str, ...]


def fold(text: str) -> str:
    """As it is compared: full-width as plain, lower case, without blanks and ASCII signs."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if not text.isalnum():
        text = "".join(text.translate(_SIGNS).split())
    return text.lower()


@cache
def readings() -> Readings:
    """The bundled readings, loaded when they are first needed (20 ms)."""
    with resource("pinyin", "readings.txt").open(encoding="utf-8") as lines:
        return Readings.from_lines(lines)


@cache
def _places() -> frozenset[str]:
    lines = resource("pinyin", "places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(place for line in lines if not line.startswith("#") for place in line.split())


class TermReader:
    """Makes terms; keeps what repeats from dealer to dealer (places, firms of the same name)."""

    def __init__(self) -> None:
        self._readings = readings()
        self._places = _places()
        self._longest = max(map(len, self._places))
        self._known_places: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._known_ends: dict[str, str] = {}

    def of(self, row: Mapping[Any, Any]) -> Terms:
        """The terms of a row that has at least the searched fields."""
        return self.read(*(row[name] or "" for name in SEARCHED))

    def read(self, code: str, name: str, short: str, city: str, mobile: str, phone: str) -> Terms:
        """The terms of one dealer."""
        name, short = fold(name), fold(short) if short else ""
        firm_at = self._end_of_place(name)
        places = self._place(name[:firm_at]) if firm_at else ((), ())
        firm = name[firm_at:]
        initials, spellings = self._firm(firm)
        if short and not firm.startswith(short) and not name.startswith(short):
            more = self._firm(short)
            initials, spellings = (*initials, *more[0]), (*spellings, *more[1])
        return Terms(
            fold(code),
            name,
            short,
            fold(city) if city else "",
            *places,
            initials,
            spellings,
            _tails(mobile, phone),
        )

    def _firm(self, firm: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        head, tail = firm[:_MOST_CHARACTERS], firm[_MOST_CHARACTERS:]
        end = self._known_ends.get(tail)
        if end is None:
            end = self._known_ends[tail] = self._readings.initials(tail)
        initials = tuple(form + end for form in self._readings.variants(head))
        return initials, tuple(form[:LONGEST_SPELLING] for form in self._readings.spellings(head))

    def _end_of_place(self, name: str) -> int:
        """Where the firm's own name begins behind 江苏省南京市; 0 where there is no place or nothing behind it."""
        end = 0
        while size := self._size_of_place(name, end):
            end += size
            if name[end : end + 1] in _AFTER_PLACE:
                end += 1
        return end if end < len(name) else 0

    def _size_of_place(self, name: str, start: int) -> int:
        for size in range(self._longest, 1, -1):
            if name[start : start + size] in self._places:
                return size
        return 0

    def _place(self, place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known_places.get(place)
        if known is None:
            known = self._known_places[place] = self._read_place(place)
        return known

    def _read_place(self, place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Readings of 江苏省南京市 as it stands, without 省 and 市, and of 南京 alone."""
        parts, start = [], 0
        while size := self._size_of_place(place, start):
            parts.append(place[start : start + size])
            start += size + (place[start + size : start + size + 1] in _AFTER_PLACE)
        forms = dict.fromkeys((place, "".join(parts), *parts[1:]))
        initials = dict.fromkeys(i for form in forms for i in self._readings.variants(form))
        spellings = dict.fromkeys(
            s[:LONGEST_SPELLING] for form in forms for s in self._readings.spellings(form)
        )
        return tuple(initials), tuple(spellings)


def _tails(*numbers: str) -> tuple[str, ...]:
    tails = []
    for number in numbers:
        if number.isdecimal() and number.isascii():
            tails.append(number[::-1])
        elif number:
            tails += [_digits(one)[::-1] for one in _several(number)]
    return tuple(tail for tail in tails if len(tail) >= SHORTEST_TAIL)


def _several(numbers: str) -> list[str]:
    for sign in "/,;、，；\n":
        numbers = numbers.replace(sign, " ")
    return numbers.split()


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal() and c.isascii())


class Word(NamedTuple):
    """One typed word: as typed, as it is compared, and as the tail of a phone number (empty: it is none)."""

    typed: str
    folded: str
    tail: str

    @property
    def is_latin(self) -> bool:
        """Whether it may be initials, a spelling or a code."""
        return self.folded.isascii()


def words_of(text: str) -> tuple[Word, ...]:
    """The typed words, parted by blanks; a word of signs only is none."""
    typed = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode()).replace("\0", "").split()
    words = (Word(word, fold(word), _tail(word)) for word in typed)
    return tuple(word for word in words if word.folded)


def _tail(word: str) -> str:
    digits = _digits(word)
    is_number = not any(c not in "+-()" for c in word if c not in digits)
    return digits[::-1] if is_number and len(digits) >= SHORTEST_TAIL else ""


def cases(word: str) -> list[str]:
    """How a code or a name may stand in the dealer's own row."""
    return list(dict.fromkeys((word, word.upper(), word.lower())))


def rank_of(terms: Terms, word: Word) -> Rank | None:
    """The best reason for which the word finds the dealer; None where it does not."""
    said = word.folded
    if said in (terms.code, terms.name, terms.short_name) or (word.tail and word.tail in terms.tails):
        return Rank.EXACT
    if terms.code.startswith(said) or terms.name.startswith(said) or terms.short_name.startswith(said):
        return Rank.BEGINNING
    if said.isascii():
        if _begins(said, terms.place_initials, terms.initials):
            return Rank.INITIALS
        if _begins(said[:LONGEST_SPELLING], terms.place_spellings, terms.spellings):
            return Rank.SPELLING
    return _rank_of_part(terms, word)


def _begins(said: str, places: Iterable[str], firms: Iterable[str]) -> bool:
    whole = (place + firm for place in places for firm in firms)
    return any(form.startswith(said) for forms in (firms, places, whole) for form in forms)


def _rank_of_part(terms: Terms, word: Word) -> Rank | None:
    if word.folded in terms.name or word.folded in terms.short_name:
        return Rank.PART
    if word.tail and any(tail.startswith(word.tail) for tail in terms.tails):
        return Rank.TAIL
    if word.folded in terms.code:
        return Rank.CODE_PART
    return Rank.CITY if word.folded in terms.city else None
