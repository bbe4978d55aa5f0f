"""Dates as people type them (peers 79): figures, Chinese words, and single keys that move a date.

``3.8``, ``0308``, ``8日``, ``月底``, ``下周一``, ``+3``, ``二〇二六年三月五日``. What is left out is taken from today:
the year, the month, the week. A week begins on Monday.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.errors import Refused
from crmdesk.rules.typed_text import normalise, without_blanks
from crmdesk.words import _, sentences

FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Keys that ``step_date`` understands: forward, back (capitals), today, one day on, one day back.
STEP_KEYS = "dwmyDWMY=+-"

_DAYS = {
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_YEARS = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_UNITS = {"": "d", "天": "d", "日": "d", "周": "w", "月": "m", "年": "y"}

_NUMERALS = re.compile("[〇零○一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾]+")
_PLAIN_NUMERALS = str.maketrans("零○壹贰叁肆伍陆柒捌玖拾", "〇〇一二三四五六七八九十")
_FIGURES = "〇一二三四五六七八九"
_BELOW_100 = re.compile(f"〇?([{_FIGURES[1:]}]?)十([{_FIGURES[1:]}]?)")
_CLOCK = re.compile(r"[\sT]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")  # pasted from a spreadsheet


def parse_date(text: str, today: date, current: date | None = None) -> date:
    """The day that was typed. ``current`` is what stands in the field: ``+3`` counts from it, else from today.

    Raises Refused for what is no date, a day that the month does not have, and years outside of 1900–2199.
    """
    plain = _NUMERALS.sub(_figures, without_blanks(_CLOCK.sub("", normalise(text))).replace("号", "日"))
    for form, read in _FORMS:
        match = form.fullmatch(plain)
        if match:
            return _checked(text, read, match, today, current or today)
    raise _unreadable(text)


def step_date(key: str, day: date | None, today: date) -> date:
    """The date after one of ``STEP_KEYS``: d w m y forward, D W M Y back, ``=`` today, ``+`` ``-`` one day.

    An empty field moves from today. A step beyond the years that we take leaves the day. KeyError for other keys.
    """
    if key not in STEP_KEYS or len(key) != 1:
        raise KeyError(key)
    start = day or today
    if key == "=":
        return today
    unit, sign = ("d", 1 if key == "+" else -1) if key in "+-" else (key.lower(), 1 if key.islower() else -1)
    moved = _move(start, sign, unit)
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else start


def _checked(text: str, read: "Reader", match: re.Match[str], today: date, current: date) -> date:
    try:
        day = read(match, today, current)
    except (ValueError, OverflowError) as error:
        raise _unreadable(text, _("日历上没有这一天。")) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = _("年份应在 {first} 到 {last} 之间。").format(first=FIRST_YEAR, last=LAST_YEAR)
        raise _unreadable(text, years)
    return day


def _unreadable(text: str, why: str = "") -> Refused:
    return Refused(
        sentences(_("看不懂日期「{text}」。").format(text=text.strip()), why),
        do=_("可以写 2026-11-24、3.8、0308、8日、月底、下周一或 +3。"),
        code="bad-date",
    )


def _figures(match: re.Match[str]) -> str:
    """二〇二六 → 2026, 十一 → 11, 廿四 → 24, 零壹拾 → 10; what is no number (十十) stays."""
    word = match[0].translate(_PLAIN_NUMERALS).replace("廿", "二十").replace("卅", "三十")
    if "十" not in word:
        return _one_by_one(word)
    below_100 = _BELOW_100.fullmatch(word)
    if below_100 is None:
        return match[0]
    return (_one_by_one(below_100[1]) or "1") + (_one_by_one(below_100[2]) or "0")


def _one_by_one(word: str) -> str:
    return "".join(str(_FIGURES.index(figure)) for figure in word)


def _move(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    return add_months(day, count * (12 if unit == "y" else 1))


def _times(word: str | None) -> int:
    """下 → 1, 下下 → 2, 上 → -1; 本, 这 and nothing → 0."""
    word = word or ""
    return word.count("下") - word.count("上")


def _full(match: re.Match[str], _today: date, _current: date) -> date:
    year, month, day = (int(part) for part in match.groups())
    return date(year if year > 99 else 2000 + year, month, day)


def _month_and_day(match: re.Match[str], today: date, _current: date) -> date:
    return date(today.year, int(match[1]), int(match[2]))


def _day_only(match: re.Match[str], today: date, _current: date) -> date:
    return today.replace(day=int(match[1]))


def _near_day(match: re.Match[str], today: date, _current: date) -> date:
    return today + timedelta(days=_DAYS[match[0]])


def _weekday(match: re.Match[str], today: date, _current: date) -> date:
    monday = today - timedelta(days=today.weekday())
    number = 7 if match[2] in "日天" else int(match[2])
    return monday + timedelta(days=7 * _times(match[1]) + number - 1)


def _edge_of_month(match: re.Match[str], today: date, _current: date) -> date:
    first = add_months(today.replace(day=1), _times(match[1]))
    if match[2]:
        first = date(today.year, int(match[2]), 1)
    return first if match[3] == "初" else month_end(first)


def _day_of_near_month(match: re.Match[str], today: date, _current: date) -> date:
    return add_months(today.replace(day=1), _times(match[1])).replace(day=int(match[2]))


def _edge_of_year(match: re.Match[str], today: date, _current: date) -> date:
    year = today.year + _YEARS[match[1] or "今"]
    return date(year, 1, 1) if match[2] == "初" else date(year, 12, 31)


def _day_of_near_year(match: re.Match[str], today: date, _current: date) -> date:
    return date(today.year + _YEARS[match[1]], int(match[2]), int(match[3]))


def _shift(match: re.Match[str], _today: date, current: date) -> date:
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    return _move(current, count, _UNITS.get(match[3], match[3]).lower())


def _from_now(match: re.Match[str], today: date, _current: date) -> date:
    return today + timedelta(days=int(match[1]) * (-1 if match[2] == "前" else 1))


Reader = Callable[[re.Match[str], date, date], date]
_NEAR = "(上+|下+|本|这)"
_FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(form, re.IGNORECASE), read)
    for form, read in (
        (r"([0-9]{4}|[0-9]{2})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", _full),
        (r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})", _full),
        (r"([0-9]{1,2})[-./月]([0-9]{1,2})日?", _month_and_day),
        (r"([0-9]{2})([0-9]{2})", _month_and_day),
        (r"([0-9]{1,2})日?", _day_only),
        ("|".join(_DAYS), _near_day),
        (rf"{_NEAR}?个?(?:周|星期|礼拜)([1-7日天])", _weekday),
        (rf"(?:{_NEAR}个?|([0-9]{{1,2}}))?月(底|末|初)", _edge_of_month),
        (rf"{_NEAR}个?月([0-9]{{1,2}})日?", _day_of_near_month),
        (r"([去今本明])?年(底|末|初)", _edge_of_year),
        (r"([前去今本明后])年([0-9]{1,2})[-./月]([0-9]{1,2})日?", _day_of_near_year),
        (r"([+-])([0-9]{1,4})([dwmy天日周月年]?)", _shift),
        (r"([0-9]{1,4})天(?:之|以)?(后|前)", _from_now),
    )
)
