"""What of a dealer is searched for, and whether a typed word finds it: the same for both databases."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from typing import NamedTuple

from crmdesk.resources import resource
from crmdesk.rules.pinyin import Readings
from crmdesk.rules.search import Rank

#: The fields of a dealer that make its terms.
SEARCHED = ("code", "name", "short_name", "city", "mobile", "phone")
#: A tail of a phone number is searched for from three digits on.
SHORTEST_TAIL = 3
#: So many letters of a spelling are kept; a longer word is compared by these.
LONGEST_SPELLING = 20
_AFTER_PLACE = frozenset("省市县区州")
_BETWEEN_NUMBERS = dict.fromkeys(map(ord, "/,;|、，；"), " ")
#: ASCII signs, and blanks that NFKC leaves; a line end parts the texts of a column.
_SIGNS = re.compile("[\x00-\x09\x0b-/:-@\\[-`{-\x7f\x85\u1680\u2028\u2029]+")


class Terms(NamedTuple):
    """The searched forms of one dealer.

    What is found by its beginning is parted by blanks, a Greek letter for its kind in front: in ``place``
    α, σ initials and spelling of the place at the front of the name, in ``firm`` ι, π those of the firm behind
    it, in ``tails`` ρ phone numbers from back to front. The first initial stands alone too: a single letter is
    typed most often, and then it is a whole term.
    """

    code: str
    name: str
    short_name: str
    city: str
    place: str
    firm: str
    tails: str

    @property
    def starts(self) -> str:
        """All that is found by its beginning."""
        return f"{self.place} {self.firm} {self.tails}"


def fold(text: str) -> str:
    """As it is compared: full-width as plain, lower case, without blanks and ASCII signs."""
    return _fold(text.replace("\n", ""))


def fold_all(texts: Sequence[str]) -> list[str]:
    """The same for a column, in one go over all of it."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1:
        return [fold(text) for text in texts]
    return _fold(whole).split("\n")


def _fold(text: str) -> str:
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _SIGNS.sub("", text).lower()


class NameReadings(Readings):
    """Readings that give both forms of a column of names in one go: an import reads 100,000."""

    def __init__(
        self, characters: Mapping[str, str], surnames: Mapping[str, str], phrases: Mapping[str, str]
    ) -> None:
        """As ``Readings``."""
        super().__init__(characters, surnames, phrases)
        self._initial_lines, self._spelling_lines = copy(self._initial), copy(self._syllable)
        self._initial_lines[ord("\n")], self._spelling_lines[ord("\n")] = "\nι", "\nπ"
        self._firsts = frozenset(phrase[0] for phrase in phrases)
        self._seconds = frozenset(phrase[1] for phrase in phrases)

    def marked(self, text: str, initials: str, spelling: str) -> str:
        """The variants and spellings of a text, a letter for their kind in front of each."""
        forms = self.variants(text)
        said = [f"{initials}{form}" for form in (*(form[0] for form in forms), *forms)]
        said += [f"{spelling}{form[:LONGEST_SPELLING]}" for form in self.spellings(text)]
        return " ".join(dict.fromkeys(said))

    def firms(self, texts: Sequence[str]) -> list[str]:
        """``marked(text, "ι", "π")`` of folded texts; only those with an exception are read one by one."""
        whole = "\n".join(texts)
        initials = f"ι{whole.translate(self._initial_lines)}".split("\n")
        spellings = f"π{whole.translate(self._spelling_lines).replace(' ', '')}".split("\n")
        most = LONGEST_SPELLING + 1
        firms = [f"{i[:2]} {i} {s[:most]}" for i, s in zip(initials, spellings, strict=True)]
        for at, text in enumerate(texts):
            if text[:1] in self._surnames or self._has_exception(text) or firms[at] == "ι ι π":
                firms[at] = self.marked(text, "ι", "π")
        return firms

    def _has_exception(self, text: str) -> bool:
        if self._seconds.isdisjoint(text) or self._firsts.isdisjoint(text):
            return False
        return self._phrase.search(text) is not None


@cache
def readings() -> NameReadings:
    """The bundled readings, loaded when they are first needed (20 ms)."""
    with resource("pinyin", "readings.txt").open(encoding="utf-8") as lines:
        return NameReadings.from_lines(lines)


@cache
def _places() -> frozenset[str]:
    lines = resource("pinyin", "places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(place for line in lines if not line.startswith("#") for place in line.split())


@cache
def _place_forms() -> frozenset[str]:
    read = readings()
    return frozenset(form for place in _places() for form in (*read.variants(place), *read.spellings(place)))


def cuts(said: str) -> range:
    """Where initials or a spelling may go over from the place to the firm: sh|jm. Behind 江苏 南京 or 市 may follow."""
    known = _place_forms()
    return range(next((cut for cut in range(2, len(said)) if said[:cut] in known), len(said)), len(said))


class TermReader:
    """Makes terms; keeps what repeats from dealer to dealer (places)."""

    def __init__(self) -> None:
        self._readings = readings()
        self._places = _places()
        self._openings = frozenset(place[:2] for place in self._places)
        self._sizes = range(max(map(len, self._places)), 1, -1)
        self._known_places = {"": ""}

    def read(self, columns: Sequence[Sequence[str]]) -> list[Terms]:
        """The terms of many: the searched fields, column by column."""
        codes, names, shorts, cities = map(fold_all, columns[:4])
        fronts = [name[: self._end_of_place(name)] for name in names]
        firms = [name[len(front) :] for name, front in zip(names, fronts, strict=True)]
        places = [self._known_places.get(front) or self._read_place(front) for front in fronts]
        forms = self._with_shorts(names, firms, shorts)
        tails = map("{} {}".format, *map(_tails, columns[4:]))
        return list(map(Terms, codes, names, shorts, cities, places, forms, tails))

    def _with_shorts(self, names: list[str], firms: list[str], shorts: list[str]) -> list[str]:
        """The forms of the firms; with those of the short name where it is not the beginning of either."""
        forms = self._readings.firms(firms)
        other = [
            at for at, short in enumerate(shorts)
            if short and not firms[at].startswith(short) and not names[at].startswith(short)
        ]  # fmt: skip
        more = self._readings.firms([shorts[at] for at in other]) if other else ()
        for at, form in zip(other, more, strict=True):
            forms[at] = f"{forms[at]} {form}"
        return forms

    def _end_of_place(self, name: str) -> int:
        """Where the firm's own name begins behind 江苏省南京市; 0 where there is no place or nothing behind it."""
        end = 0
        while size := self._size_of_place(name, end):
            end += size
            if name[end : end + 1] in _AFTER_PLACE:
                end += 1
        return end if end < len(name) else 0

    def _size_of_place(self, name: str, start: int) -> int:
        if name[start : start + 2] in self._openings:
            for size in self._sizes:
                if name[start : start + size] in self._places:
                    return size
        return 0

    def _read_place(self, place: str) -> str:
        """Readings of 江苏省南京市 as it stands, without 省 and 市, and of 南京 alone."""
        parts, start = [], 0
        while size := self._size_of_place(place, start):
            parts.append(place[start : start + size])
            start += size + (place[start + size : start + size + 1] in _AFTER_PLACE)
        forms = dict.fromkeys((place, "".join(parts), *parts[1:]))
        said = " ".join(self._readings.marked(form, "α", "σ") for form in forms if form)
        self._known_places[place] = said
        return said


def _tails(numbers: Sequence[str]) -> list[str]:
    """A column of numbers from back to front; a field may hold several. Most columns are digits only."""
    whole = "\n".join(numbers).replace("-", "")
    if (
        not (whole.replace("\n", "0") or "0").isdecimal()
        or not whole.isascii()
        or whole.count("\n") != len(numbers) - 1
    ):
        return [_tail_of(number) for number in numbers]
    return f"ρ{whole[::-1]}".replace("\n", "\nρ").split("\n")[::-1]


def _tail_of(number: str) -> str:
    tails = (_digits(one)[::-1] for one in number.translate(_BETWEEN_NUMBERS).split())
    return " ".join(f"ρ{tail}" for tail in tails)


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
    said, tails = word.folded, f" {terms.tails} "
    if said in (terms.code, terms.name, terms.short_name) or (word.tail and f" ρ{word.tail} " in tails):
        return Rank.EXACT
    if terms.code.startswith(said) or terms.name.startswith(said) or terms.short_name.startswith(said):
        return Rank.BEGINNING
    if said.isascii():
        if _begins(said, terms, "α", "ι"):
            return Rank.INITIALS
        if _begins(said[:LONGEST_SPELLING], terms, "σ", "π"):
            return Rank.SPELLING
    if said in terms.name or said in terms.short_name:
        return Rank.PART
    if word.tail and f" ρ{word.tail}" in tails:
        return Rank.TAIL
    if said in terms.code:
        return Rank.CODE_PART
    return Rank.CITY if said in terms.city else None


def _begins(said: str, terms: Terms, place: str, firm: str) -> bool:
    """Whether the place begins so, or the firm, or both one behind the other."""
    starts = f" {terms.place} {terms.firm}"
    if f" {place}{said}" in starts or f" {firm}{said}" in starts:
        return True
    wholes = (form[1:] for form in terms.place.split() if form[0] == place)
    return any(said.startswith(whole) and f" {firm}{said[len(whole) :]}" in starts for whole in wholes)
