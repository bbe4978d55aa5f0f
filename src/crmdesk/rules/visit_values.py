"""What a visit may hold: values that contradict themselves are refused when they are written, gaps are not."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from crmdesk.rules.errors import Problem, Refused
from crmdesk.rules.typed_times import parse_time
from crmdesk.rules.visit import (
    LABELS,
    EvidenceLine,
    PriceLine,
    ProjectLine,
    StockLine,
    TrainingLine,
    Visit,
)
from crmdesk.rules.visit_check import BY_KEY, AnswerKind
from crmdesk.words import _

#: The small tables of a visit: field → what a line of it is.
LINES: dict[str, type[Any]] = {
    "prices": PriceLine, "evidence": EvidenceLine, "stocks": StockLine, "trainings": TrainingLine,
    "projects": ProjectLine,
}  # fmt: skip
#: Marks of the manager, inclusive.
LOWEST_MARK, HIGHEST_MARK = 0, 100
YES, NO = "yes", "no"
_MONEY = frozenset({"floor_price", "actual_price", "amount", "order_amount", "collected"})
_LARGEST = Decimal(10) ** 12


def clock(said: str) -> str:
    """A time as it is kept, HH:MM; empty stays empty. Refused where it is none."""
    return parse_time(said) if said.strip() else ""


def wrong_values(visit: Visit, day: date) -> tuple[Problem, ...]:
    """What cannot be: times, amounts, dates and answers; each with its field (``prices.2.floor_price``)."""
    return (*_times(visit), *_amounts("", visit, ("order_amount", "collected")), *_next(visit, day),
            *_tables(visit), *_answers(visit))  # fmt: skip


def _times(visit: Visit) -> Iterator[Problem]:
    read = {}
    for key in ("arrived_at", "left_at"):
        try:
            read[key] = clock(getattr(visit, key))
        except Refused:
            words = _("{field}「{value}」不是时间,请写成 09:30")
            yield Problem(key, words.format(field=_(LABELS[key]), value=getattr(visit, key)))
    if read.get("arrived_at") and read.get("left_at") and read["left_at"] < read["arrived_at"]:
        yield Problem("left_at", _("离开早于到达"))


def _next(visit: Visit, day: date) -> Iterator[Problem]:
    if visit.next_on is not None and visit.next_on < day:
        yield Problem("next_on", _("下次巡访早于这一天"))


def _amounts(place: str, line: Any, keys: tuple[str, ...]) -> Iterator[Problem]:
    for key in keys:
        value = getattr(line, key)
        if value is not None:
            sentence = _wrong_number(value, 2 if key in _MONEY else 4)
            if sentence:
                yield Problem(f"{place}{key}", sentence.format(field=_(LABELS[key])))


def _wrong_number(value: Decimal | int, places: int) -> str:
    value = Decimal(value)
    if not value.is_finite() or value < 0:
        return _("{field}不能是负数")
    if value >= _LARGEST:
        return _("{field}太大")
    if value != value.quantize(Decimal(1).scaleb(-places)):
        return _("{field}最多两位小数") if places == 2 else _("{field}最多四位小数")
    return ""


def _tables(visit: Visit) -> Iterator[Problem]:
    for table in LINES:
        for number, line in enumerate(getattr(visit, table), start=1):
            keys = tuple(f.name for f in fields(line) if _is_number(getattr(line, f.name)))
            yield from _amounts(f"{table}.{number}.", line, keys)


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _answers(visit: Visit) -> Iterator[Problem]:
    for key, said in visit.checks.items():
        item = BY_KEY[key]
        rule = _RULES.get(item.kind)
        if said and rule and not rule(said):
            yield Problem(f"checks.{key}", _("{item}「{value}」看不懂").format(item=item.title, value=said), item.clause)


def _decimal(said: str) -> Decimal | None:
    try:
        value = Decimal(said.replace(",", "").replace("\uff0c", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < _LARGEST else None


def _is_date(said: str) -> bool:
    try:
        return bool(date.fromisoformat(said))
    except ValueError:
        return False


_RULES: dict[AnswerKind, Callable[[str], bool]] = {
    AnswerKind.YES_NO: lambda said: said in (YES, NO),
    AnswerKind.MONEY: lambda said: _decimal(said) is not None,
    AnswerKind.NUMBER: lambda said: _decimal(said) is not None,
    AnswerKind.PERCENT: lambda said: (value := _decimal(said)) is not None and value <= 999,
    AnswerKind.SCORE: lambda said: said in ("1", "2", "3", "4", "5"),
    AnswerKind.DATE: _is_date,
}


def wrong_mark(mark: Any) -> tuple[Problem, ...]:
    """A mark is a whole number from 0 to 100, or none."""
    if mark is None or (isinstance(mark, int) and LOWEST_MARK <= mark <= HIGHEST_MARK):
        return ()
    return (Problem("mark", _("评分是 0 到 100 的整数")),)


def opening(visit: Visit) -> dict[str, bool]:
    """The items that can open a case → whether they do now; the key of 请示 is empty."""
    says = {key: visit.checks.get(key) == YES for key, item in BY_KEY.items() if item.opens}
    says["big_project"] = says["big_project"] or any(line.is_major for line in visit.projects)
    return says | {"": visit.asks}


def urgent(visit: Visit) -> tuple[str, ...]:
    """What makes a visit worth a look of the manager: what opens a case, and prices below the floor."""
    found = [_title(key) for key, is_open in opening(visit).items() if is_open]
    below = any((line.difference or 0) < 0 for line in visit.prices)
    if below or visit.checks.get("floor_price_kept") == NO:
        found.append(_("低于限价"))
    return tuple(found)


def _title(key: str) -> str:
    opens = BY_KEY[key].opens if key else None
    return opens.label if opens else _("请示")
