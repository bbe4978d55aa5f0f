"""Telephone cells: one number, several, or a number with words around it."""

import re

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Outcome, Person, changed, doubtful
from crmdesk.exchange.importing.people import handed_on, people_in
from crmdesk.exchange.importing.texts import is_scientific, number_as_text, restored, tidy
from crmdesk.words import _

_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}")
_PLAIN_PHONE = re.compile(r"(?:0\d{2,3}-)?[2-9]\d{6,7}|1[3-9]\d{9}|[48]00-\d{3}-\d{4}")
_POINT_ZERO = re.compile(r"(\d{7,12})\.0+")  # a number that a program wrote out as text
_LOST_ZERO = re.compile(r"(?!1[3-9]\d{9}$|[48]00\d{7}$)\d{9,12}")

is_plain_mobile = _PLAIN_MOBILE.fullmatch
is_plain_phone = _PLAIN_PHONE.fullmatch


def read_mobile(cell: Cell, spill: str, of_a_person: bool = True) -> Outcome:
    """The first mobile number; further numbers and names are handed on as people, words go to ``spill``."""
    if not isinstance(cell, str):
        return _number(cell, must_be_mobile=True)
    text = _POINT_ZERO.sub(r"\1", tidy(cell, lines=True))
    if is_scientific(text):
        return restored(text)
    people, words = people_in(text)
    mobile = next((number for one in people for number in one.mobiles), "")
    if not mobile:
        return doubtful(tidy(cell), _("不像手机号(应为 1 开头的 11 位数字)"))
    if of_a_person:
        return _outcome(cell, mobile, people, words, spill)
    return _spilled(cell, mobile, people, words, spill)


def read_phone(cell: Cell, spill: str, of_a_person: bool = True) -> Outcome:
    """One number as it is written; of several the first landline stays.

    Further numbers are handed on as people; those of a fax, which is nobody's, go to ``spill``.
    """
    if not isinstance(cell, str):
        return _number(cell, must_be_mobile=False)
    text = _POINT_ZERO.sub(r"\1", tidy(cell, lines=True))
    if is_scientific(text):
        return restored(text)
    people, words = people_in(text)
    numbers = [number for one in people for number in one.phones]
    numbers += [number for one in people for number in one.mobiles]
    if not numbers:
        return doubtful(tidy(cell), _("不像电话号码"))
    if len(numbers) == 1 and not words and not any(one.name for one in people):
        number = text.strip()
        return Outcome(number) if number == cell else changed(number, _("有空格、全角或看不见的字符"))
    if of_a_person:
        return _outcome(cell, numbers[0], people, words, spill)
    return _spilled(cell, numbers[0], people, words, spill)


def _spilled(cell: str, value: str, people: tuple[Person, ...], words: str, spill: str) -> Outcome:
    """Everything but the number itself goes to ``spill``."""
    said = [text for one in people for text in (one.name, one.title, *one.phones, *one.mobiles) if text != value]
    return _outcome(cell, value, (), "、".join(filter(None, (*said, words))), spill)


def _outcome(cell: str, value: str, people: tuple[Person, ...], words: str, spill: str) -> Outcome:
    others = [text for one in people for text in (one.name, one.title, *one.mobiles, *one.phones) if text and text != value]
    if not others and not words:
        return Outcome(value) if value == cell else changed(value, _("号码里有空格、横线、国家代码或全角数字"))
    several = any(char.isdigit() for text in (*others, words) for char in text)
    outcome = changed(value, _("一格里有几个号码") if several else _("号码旁边还有文字"))
    rest = "、".join([*others, words] if words else others)
    handed = people if others else ()
    return outcome._replace(
        people=handed, spill=((spill, words),) if words else (), done=outcome.done + handed_on(rest)
    )


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
