"""The time of day as people type it: 930, 9:30, 9点半, 下午2点."""

import re
from datetime import time

from crmdesk.rules.errors import Refused
from crmdesk.rules.typed_text import without_blanks
from crmdesk.words import _

_TIME = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上|am|pm)?"
    r"(?P<hour>[0-9]{1,2})(?:(?:[:：.时点h](?P<part>半|[0-9]{1,2}|一刻|三刻)?分?)|(?P<two>[0-9]{2}))?"
    r"(?P<after>am|pm)?",
    re.I,
)
_PARTS = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = frozenset({"下午", "晚上", "pm"})


def parse_time(text: str) -> str:
    """``HH:MM`` from ``9``, ``930``, ``9:30``, ``9点半``, ``下午2点``. Raises Refused."""
    match = _TIME.fullmatch(without_blanks(text))
    if match is None:
        raise _refused(text)
    part = match["two"] or match["part"]
    hour, minute = int(match["hour"]), _PARTS[part] if part in _PARTS else int(part)
    if (match["half"] or match["after"] or "").lower() in _AFTERNOON and hour < 12:
        hour += 12
    try:
        return time(hour, minute).strftime("%H:%M")
    except ValueError as error:
        raise _refused(text) from error


def minutes_between(first: str, last: str) -> int | None:
    """Minutes from ``HH:MM`` to ``HH:MM`` of the same day; None where one is missing or the order is wrong."""
    if not first or not last:
        return None
    (h1, m1), (h2, m2) = (map(int, said.split(":")) for said in (first, last))
    minutes = h2 * 60 + m2 - h1 * 60 - m1
    return minutes if minutes >= 0 else None


def _refused(text: str) -> Refused:
    what = _("看不懂时间「{text}」。").format(text=text.strip())
    return Refused(what, do=_("可以写 930、9:30 或 9点半。"), code="bad-time")
