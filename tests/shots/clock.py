"""One fixed day, so that a picture differs from the last one only where the program differs.

The desk takes a clock as it is; the views read the computer's, so their ``date`` and ``datetime`` are
exchanged here for ones that stand still. Only modules of ``crmdesk.views`` are touched.
"""

import importlib
import pkgutil
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from crmdesk.rules.china_time import CHINA

DAY = date(2026, 11, 24)


class Moment:
    """10:42 of the day; a second later each time it is looked at, so that what happens has an order."""

    def __init__(self) -> None:
        self._now = datetime.combine(DAY, time(10, 42), CHINA).astimezone(UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


class _Kind(type):
    """Takes every real date for one of its own: rows from the database are none of the exchanged class."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])


class _Date(date, metaclass=_Kind):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return DAY


class _DateTime(datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        there = datetime.combine(DAY, time(10, 42), CHINA)
        return there.astimezone(tz) if tz else there.replace(tzinfo=None)


def stand_still() -> None:
    """The day, for every view that there is."""
    import crmdesk.views

    for found in pkgutil.walk_packages(crmdesk.views.__path__, "crmdesk.views."):
        _exchange(importlib.import_module(found.name))


def _exchange(module: Any) -> None:
    for name, real, still in (("date", date, _Date), ("datetime", datetime, _DateTime)):
        if getattr(module, name, None) is real:
            setattr(module, name, still)
    if hasattr(module, "DateField"):
        module.DateField.today = staticmethod(_Date.today)
