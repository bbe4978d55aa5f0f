"""Pinyin of names, for searching: 重庆鼎盛 is found by ``cqds`` and ``chongqing``.

The readings come from ``resources/pinyin/readings.txt``; whoever reads the disk hands its lines in.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Self

MOST_VARIANTS = 4

_LATIN = {code: chr(code).lower() for code in range(128) if chr(code).isalnum()}


class _Letters(dict[int, str | None]):
    """What ``str.translate`` puts for a character: its reading, a latin letter or digit, else ``other``."""

    def __init__(self, readings: Mapping[int, str], other: str | None) -> None:
        super().__init__(readings)
        self.update(_LATIN)
        self._other = other

    def __missing__(self, code: int) -> str | None:
        """Full-width letters and digits count as plain ones; the answer is kept."""
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = plain if plain.isascii() and plain.isalnum() else self._other
        return self[code]


class Readings:
    """The table of readings: one for every character, another for family names, exceptions for phrases."""

    def __init__(
        self, characters: Mapping[str, str], surnames: Mapping[str, str], phrases: Mapping[str, str]
    ) -> None:
        """``phrases`` maps to syllables parted by blanks."""
        self._initial = _Letters({ord(c): reading[0] for c, reading in characters.items()}, None)
        self._syllable = _Letters({ord(c): f" {reading} " for c, reading in characters.items()}, " ")
        self._surnames = dict(surnames)
        self._phrase_initials = {p: "".join(s[0] for s in r.split()) for p, r in phrases.items()}
        self._phrase_syllables = {phrase: f" {reading} " for phrase, reading in phrases.items()}
        longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
        self._phrase = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Self:
        """From the lines of ``readings.txt``: ``[characters]``, ``[surnames]``, ``[phrases]``, # for remarks."""
        sections: dict[str, dict[str, str]] = {"characters": {}, "surnames": {}, "phrases": {}}
        section = ""
        for line in lines:
            line = line.strip()
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                first, rest = line.split(" ", 1)
                entries = dict.fromkeys(rest, first) if section == "characters" else {first: rest}
                sections[section].update(entries)
        return cls(**sections)

    def initials(self, text: str) -> str:
        """重庆鼎盛A2 → ``cqdsa2``. Letters and digits stay, in lower case; signs and blanks fall away."""
        return self._phrase.sub(self._initials_of_phrase, text).translate(self._initial)

    def syllables(self, text: str) -> tuple[str, ...]:
        """重庆鼎盛A2 → ``chong qing ding sheng a2``; ü is v, as typed."""
        return tuple(self._phrase.sub(self._syllables_of_phrase, text).translate(self._syllable).split())

    def variants(self, text: str) -> tuple[str, ...]:
        """The initials under which a name is found, at most four, the likeliest first.

        Its first character may be a family name (单 dan, shan), and not everyone knows the exceptions
        (重庆 typed as zq). Empty for a text without anything to read.
        """
        likely = self.initials(text)
        plain = text.translate(self._initial)
        forms = [likely] if likely == plain else [likely, plain]
        surname = self._surnames.get(text.lstrip()[:1])
        if surname:
            forms += [surname[0] + form[1:] for form in forms]
        return tuple(dict.fromkeys(form for form in forms if form))[:MOST_VARIANTS]

    def spellings(self, text: str) -> tuple[str, ...]:
        """The full readings, joined, under which a name is found: 曾氏 → ``cengshi``, ``zengshi``."""
        forms = [self.syllables(text), tuple(text.translate(self._syllable).split())]
        surname = self._surnames.get(text.lstrip()[:1])
        if surname:
            forms += [(surname, *form[1:]) for form in forms]
        return tuple(dict.fromkeys("".join(form) for form in forms if form))[:MOST_VARIANTS]

    def _initials_of_phrase(self, match: re.Match[str]) -> str:
        return self._phrase_initials[match[0]]

    def _syllables_of_phrase(self, match: re.Match[str]) -> str:
        return self._phrase_syllables[match[0]]
