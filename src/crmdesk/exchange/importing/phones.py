"""Telephone cells: one number, several, or a number with words around it."""

import re

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Outcome, changed, doubtful
from crmdesk.exchange.importing.texts import is_scientific, number_as_text, restored, tidy
from crmdesk.words import _

_GAP = r"[ \-‐–—]?"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_HOTLINE = rf"[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}"
_LANDLINE = rf"(?:[((]?(?:(?:\+|00)86{_GAP})?0\d{{2,3}}[))]?{_GAP})?[2-9]\d{{6,7}}"
_EXTENSION = r"(?: ?(?:转|分机|[*x#\-]) ?\d{1,5})?"
_NUMBER = re.compile(rf"(?<!\d)(?:({_MOBILE})|({_HOTLINE}|{_LANDLINE}){_EXTENSION})(?!\d)")
_SEPARATORS = re.compile(r"^[\s、,,;;/|\\.。::\-–—]+|[\s、,,;;/|\\.。::\-–—]+$")
_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}")
_PLAIN_PHONE = re.compile(r"(?:0\d{2,3}-)?[2-9]\d{6,7}|1[3-9]\d{9}|[48]00-\d{3}-\d{4}")
_LOST_ZERO = re.compile(r"(?!1[3-9]\d{9}$|[48]00\d{7}$)\d{9,12}")

is_plain_mobile = _PLAIN_MOBILE.fullmatch
is_plain_phone = _PLAIN_PHONE.fullmatch


def read_mobile(cell: Cell, phone: str, spill: str) -> Outcome:
    """The first mobile number; further numbers go to ``phone`` and ``spill``, words to ``spill``."""
    if not isinstance(cell, str):
        return _number(cell, must_be_mobile=True)
    text = tidy(cell, lines=True)
    if is_scientific(text):
        return restored(text)
    mobiles, others, words = _parts(text)
    if not mobiles:
        return doubtful(tidy(cell), _("不像手机号(应为 1 开头的 11 位数字)"))
    rest = others + mobiles[1:]
    moved = [(phone if place == 0 else spill, number) for place, number in enumerate(rest)]
    return _outcome(cell, mobiles[0], moved, words, spill)


def read_phone(cell: Cell, mobile: str, spill: str) -> Outcome:
    """One number as it is written; of several the first landline stays, a mobile goes to ``mobile``."""
    if not isinstance(cell, str):
        return _number(cell, must_be_mobile=False)
    text = tidy(cell, lines=True)
    if is_scientific(text):
        return restored(text)
    mobiles, others, words = _parts(text)
    if not mobiles and not others:
        return doubtful(tidy(cell), _("不像电话号码"))
    if len(mobiles) + len(others) == 1 and not words:
        number = text.strip()
        return Outcome(number) if number == cell else changed(number, _("有空格、全角或看不见的字符"))
    stays = (others or mobiles)[0]
    rest = [number for number in mobiles + others if number != stays]
    moved = [(mobile if number == (mobiles or [""])[0] else spill, number) for number in rest]
    return _outcome(cell, stays, moved, words, spill)


def _outcome(cell: str, value: str, moved: list[tuple[str, str]], words: str, spill: str) -> Outcome:
    if words:
        moved = [*moved, (spill, words)]
    if not moved:
        return Outcome(value) if value == cell else changed(value, _("号码里有空格、横线、国家代码或全角数字"))
    reason = _("一格里有几个号码") if any(any(c.isdigit() for c in text) for _field, text in moved) else _("号码旁边还有文字")
    outcome = changed(value, reason, moved)
    rest = "、".join(text for _field, text in moved)
    return outcome._replace(done=outcome.done + _(";其余「{rest}」记入别的字段或备注").format(rest=rest))


def _parts(text: str) -> tuple[list[str], list[str], str]:
    """Mobile numbers (eleven digits), other numbers as written, and the words around them."""
    mobiles, others, words, end = [], [], [], 0
    for found in _NUMBER.finditer(text):
        words.append(text[end : found.start()])
        end = found.end()
        if found[1]:
            mobiles.append(re.sub(r"\D", "", found[1])[-11:])
        else:
            others.append(found[0].strip())
    words.append(text[end:])
    cut = [_SEPARATORS.sub("", word) for word in words]
    left = " ".join(word for word in cut if word and word not in "()()")
    return list(dict.fromkeys(mobiles)), list(dict.fromkeys(others)), left if mobiles or others else ""


def _number(cell: Cell, must_be_mobile: bool) -> Outcome:
    """A number cell: Excel drops the zero of an area code and the tail beyond fifteen digits."""
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        return doubtful(str(cell), _("不像电话号码"))
    outcome = number_as_text(float(cell))
    if outcome.reason or _PLAIN_MOBILE.fullmatch(outcome.value):
        return outcome
    if must_be_mobile:
        return doubtful(outcome.value, _("不像手机号(应为 1 开头的 11 位数字)"))
    if _LOST_ZERO.fullmatch(outcome.value):
        return doubtful(outcome.value, _("按数字存放,区号前面的 0 可能已经丢失"))
    return outcome
