"""Which day and time it is in China, how a day is said (星期二), and the heads of weeks and months."""

from datetime import date, datetime

from crmdesk.rules.china_time import CHINA
from crmdesk.words import N_, _

_WEEKDAYS = (
    N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"),
)  # fmt: skip
_MONTHS = (
    N_("1 月"), N_("2 月"), N_("3 月"), N_("4 月"), N_("5 月"), N_("6 月"),
    N_("7 月"), N_("8 月"), N_("9 月"), N_("10 月"), N_("11 月"), N_("12 月"),
)  # fmt: skip
_HEADS = (N_("一"), N_("二"), N_("三"), N_("四"), N_("五"), N_("六"), N_("日"))


def now() -> datetime:
    """The present moment, as the clock on the wall in China shows it."""
    return datetime.now(CHINA)


def today() -> date:
    """The present day in China."""
    return now().date()


def weekday(day: date) -> str:
    """星期二."""
    return _(_WEEKDAYS[day.weekday()])


def heads() -> tuple[str, ...]:
    """一 to 日, for the columns of a month."""
    return tuple(_(word) for word in _HEADS)


def month_name(month: int) -> str:
    """1 月 to 12 月, in English January to December: a name there, not a number."""
    return _(_MONTHS[month - 1])
