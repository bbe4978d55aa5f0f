"""The one zone of the office: regulations, numbers (YYMMNN) and papers count the days of China, wherever the laptop is.

China has one time without summer time, so an instant's day there needs no table of zones (decision 0007).
"""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "UTC+8")


def in_china(instant: datetime) -> datetime:
    """The same instant as the clock on the wall in China shows it; ``instant`` knows its zone."""
    return instant.astimezone(CHINA)


def day_in_china(instant: datetime) -> date:
    """The day in China at that instant: 17:00 UTC on the 23rd is the 24th."""
    return instant.astimezone(CHINA).date()
