"""How dates, figures and texts are written on paper: fixed Chinese style, independent of the screen's language."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

from crmdesk.rules.china_time import in_china

_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_NEVER_SEEN = frozenset({"Cc", "Cf"})  # controls and formats: joiners, direction marks, byte order mark


def day(value: date | None) -> str:
    """2026年11月4日: Arabic figures, no filling zero (GB/T 9704—2012, 7.3.5.4); empty for no date."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime) -> str:
    """2026年11月24日 10:42 in China's time; ``value`` knows its zone."""
    there = in_china(value)
    return f"{day(there.date())} {there:%H:%M}"


def figure(value: Decimal | None, unit: str = "") -> str:
    """1200.5000 and 箱 → ``1,200.5 箱``; empty for no value."""
    if value is None:
        return ""
    whole, _point, part = f"{value:,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}{'.' + part if part else ''}{' ' + unit if unit else ''}"


def price(value: Decimal | None) -> str:
    """12.5 → ``12.50``, 0.1234 → ``0.1234``: at least two places, every place that counts; empty for no value."""
    if value is None:
        return ""
    plain = figure(value)
    places = len(plain.partition(".")[2])
    return plain if places > 2 else f"{value:,.2f}"


def clean(text: str) -> str:
    """``text`` as it can be seen: line ends are ``\\n``, a tab is two spaces, what has no picture is left out.

    Left out are controls, zero-width formats and variation selectors: they draw nothing, so nothing is lost.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", "  ")
    return "".join(char for char in text if char == "\n" or not _is_never_seen(char))


def _is_never_seen(char: str) -> bool:
    if char < "\u3000" or char > "\ufaff":  # ideographs, kana and their punctuation need no look-up
        return unicodedata.category(char) in _NEVER_SEEN or _is_selector(char)
    return False


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
