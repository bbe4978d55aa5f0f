"""Dates, amounts, days and choices out of cells: strictly, because nobody stands by to correct a guess."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Outcome, changed, doubtful, lost, shown
from crmdesk.rules.errors import Refused
from crmdesk.rules.money import FEN, yuan
from crmdesk.rules.typed_text import normalise, without_blanks
from crmdesk.rules.typing_in import parse_amount, parse_date
from crmdesk.rules.worded import Worded
from crmdesk.words import _, in_every_language, listed

NOTHING_WORDS = frozenset(("无", "没有", "暂无", "不详", "-", "--", "—", "——", "/", "\\", "N/A", "n/a", "NULL", "null", "None"))

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_LIKELY = (date(1950, 1, 1), date(2100, 12, 31))
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIGURE = "0-9〇零○一二三四五六七八九十廿卅"
_WITH_YEAR = re.compile(rf"([{_FIGURE}]{{2,4}})([-./年])[{_FIGURE}]{{1,3}}([-./月])[{_FIGURE}]{{1,3}}[日号]?(?:[\sT]*\d{{1,2}}:\d.*)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EIGHT = re.compile(r"(?:19|20|21)\d{6}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH_ONLY = re.compile(rf"[{_FIGURE}]{{4}}[-./年][{_FIGURE}]{{1,2}}月?")
_DAYS_TEXT = re.compile(r"(?:月结|票到|货到|票后|月结后|开票后)?(\d{1,4})(?:天|日|D|DAYS?)?(?:内|付款|月结)?", re.IGNORECASE)
_MONTHS_TEXT = re.compile(r"(\d{1,2})个月")
_AT_ONCE = frozenset(("现款", "现结", "现金", "款到发货", "先款后货", "现款现货", "现付"))
_TEN_THOUSANDS = re.compile("[百千万亿]")


def read_date(cell: Cell, date_1904: bool) -> Outcome:
    """A whole date; what lacks its year, or whose order is unclear, is not guessed."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Outcome(cell) if _FIRST_DAY <= cell <= _LAST_DAY else lost(None, _("年份不在 1900 到 2199 之间"))
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _serial(float(cell), date_1904)
    if not isinstance(cell, str):
        return lost(None, _("不是日期"))
    if _ISO.fullmatch(cell) and (day := _iso_day(cell)):
        return Outcome(day)
    text = normalise(cell)
    plain = without_blanks(text)
    if _SERIAL.fullmatch(plain):
        return _serial(float(plain), date_1904)
    match = _WITH_YEAR.fullmatch(text) or _WITH_YEAR.fullmatch(plain)
    if not match and not _EIGHT.fullmatch(plain):
        return lost(None, _why_no_date(plain))
    try:
        day = parse_date(text if _WITH_YEAR.fullmatch(text) else plain, _FIRST_DAY)
    except Refused:
        return lost(None, _why_no_day(plain))
    return _judged(cell, day, match)


def _iso_day(text: str) -> date | None:
    """2026-03-05, the quick way; None for anything that needs a second look."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def _judged(cell: str, day: date, match: "re.Match[str] | None") -> Outcome:
    """A year of two digits is clear with 年, likely with a full stop, anyone's guess with a slash."""
    if match and len(match[1]) == 2:
        if match[2] == "/":
            return lost(None, _("年份只有两位,看不出年、月、日的次序"))
        return doubtful(day, _("年份只有两位"))
    if match and not re.match(r"\d{4}", match[0]):
        return changed(day, _("日期写成了汉字"))
    return Outcome(day)


def _why_no_day(plain: str) -> str:
    year = plain[:4]
    if year.isdecimal() and not _FIRST_DAY.year <= int(year) <= _LAST_DAY.year:
        return _("年份不在 1900 到 2199 之间")
    return _("日历上没有这一天")


def _why_no_date(plain: str) -> str:
    if _MONTH_ONLY.fullmatch(plain):
        return _("只有年和月,缺少日")
    if re.fullmatch(r"[\d./-]{5,10}", plain):
        return _("看不出年、月、日的次序")
    return _("不是日期")


def _serial(number: float, date_1904: bool) -> Outcome:
    """A date as the workbook counts it, or eight digits."""
    if number.is_integer() and _EIGHT.fullmatch(str(int(number))):
        return read_date(str(int(number)), date_1904)
    if 0 < number < 150_000:
        day = (_EPOCH_1904 if date_1904 else _EPOCH) + timedelta(days=int(number))
        if _LIKELY[0] <= day <= _LIKELY[1]:
            return changed(day, _("日期显示成了数字(Excel 的日期序号)"))
    return lost(None, _("数字「{number}」不像日期").format(number=shown(number)))


def read_amount(cell: Cell, scale: int) -> Outcome:
    """Yuan with two places; ``scale`` comes from the header (万元). An amount below zero is not taken."""
    if isinstance(cell, str):
        outcome = _amount_of_text(cell, scale)
    elif isinstance(cell, bool) or not isinstance(cell, float | int):
        outcome = lost(None, _("不是金额"))
    else:
        outcome = _amount_of_number(float(cell), scale)
    if outcome.value is not None and outcome.value < 0:
        return lost(None, _("金额不能小于零"))
    return outcome


def _amount_of_number(number: float, scale: int) -> Outcome:
    if number.is_integer() and abs(number) < 1e12:
        return Outcome(yuan(int(number) * scale))
    if abs(number) >= 1e12:
        return lost(None, _("金额太大"))
    exact = Decimal(repr(number)) * scale
    rounded = exact.quantize(FEN, ROUND_HALF_UP)
    if abs(exact - rounded) < Decimal("0.00001"):  # 0.30000000000000004: how binary numbers are kept
        return Outcome(rounded)
    return doubtful(rounded, _("多于两位小数,已四舍五入到分"))


def _amount_of_text(cell: str, scale: int) -> Outcome:
    try:
        amount = parse_amount(cell)
    except Refused as refusal:
        return lost(None, refusal.what.rstrip("。"))
    if _TEN_THOUSANDS.search(without_blanks(cell)):
        if scale != 1:
            return doubtful(amount, _("表头写着万元,单元格里又写着单位"))
        return changed(amount, _("金额写了单位"))
    return Outcome(yuan(amount * scale))


def read_days(cell: Cell, most: int) -> Outcome:
    """A number of days: 30, 30天, 月结30天, 2个月 (thirty days each), 现款 (none)."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if float(cell).is_integer() and 0 <= cell <= most:
            return Outcome(int(cell))
        return lost(None, _("天数应在 0 到 {most} 之间").format(most=most))
    plain = without_blanks(str(cell))
    if plain in _AT_ONCE:
        return changed(0, _("没有账期"))
    if match := _MONTHS_TEXT.fullmatch(plain):
        return changed(int(match[1]) * 30, _("按每月 30 天折算"))
    match = _DAYS_TEXT.fullmatch(plain)
    if not match or int(match[1]) > most:
        return lost(None, _("看不出是多少天"))
    days = int(match[1])
    return Outcome(days) if plain == match[1] else changed(days, _("天数旁边还有文字"))


def choice_words(choices: type[Worded], synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, Worded]:
    """What may stand in a cell for each member: its code, its word, and the words of the synonyms file."""
    words: dict[str, Worded] = {}
    for member in choices:
        for word in (*synonyms.get(member.value, ()), member.value, *in_every_language(member.word)):
            words[_folded(word)] = member
    return words


def read_choice(cell: Cell, words: Mapping[str, Worded]) -> Outcome:
    """One of a few; what is not known stays open, it is never put under 其他."""
    text = shown(cell)
    member = words.get(_folded(text))
    if member is None:
        known = listed(dict.fromkeys(member.label for member in words.values()))
        return lost(None, _("不认识「{text}」,只有:{known}").format(text=text.strip(), known=known))
    plain = _folded(text)
    if plain in (_folded(member.value), *map(_folded, in_every_language(member.word))):
        return Outcome(member)
    return changed(member, _("按同义词理解"))


def _folded(word: str) -> str:
    return "".join(normalise(word).split()).upper()
