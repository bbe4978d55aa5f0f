"""Telephone numbers inside of a text: where they stand, and which of them are mobiles."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_GAP = r"[ \-‐–—]?"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_HOTLINE = rf"[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}"
_LANDLINE = rf"(?:[((]?(?:(?:\+|00)86{_GAP})?0\d{{2,3}}[))]?{_GAP})?[2-9]\d{{6,7}}"
_EXTENSION = r"(?: ?(?:转|分机|[*x#\-]) ?\d{1,5})?"
_NUMBER = re.compile(rf"(?<!\d)(?:({_MOBILE})|({_HOTLINE}|{_LANDLINE}){_EXTENSION})(?!\d)")


class Number(NamedTuple):
    """A number as it is kept, and whether it is a mobile: eleven digits; others stay as they are written."""

    text: str
    is_mobile: bool


def parts_of(text: str) -> Iterator[str | Number]:
    """Words and numbers in their order; words may be blank."""
    end = 0
    for found in _NUMBER.finditer(text):
        yield text[end : found.start()]
        end = found.end()
        if found[1]:
            yield Number(re.sub(r"\D", "", found[1])[-11:], True)
        else:
            yield Number(found[0].strip(), False)
    yield text[end:]


def holds_number(text: str) -> bool:
    """Whether a telephone number stands in the text."""
    return _NUMBER.search(text) is not None
