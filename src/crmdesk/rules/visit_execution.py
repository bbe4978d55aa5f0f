"""执行率: what was planned against what was done, by representative, class and dealer (MT 一.4, peers 24).

A planned visit is done by the visit that was made for its line, on whatever day; lines that are left are done by
visits of the same representative to the same dealer in the same month, the nearest day first. What no line has
asked for is unplanned. Nothing of it is stored.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.money import ZERO
from crmdesk.rules.visit import Execution, NotVisited
from crmdesk.rules.visit_plan import MissedReason
from crmdesk.words import N_, _

NO_REASON = N_("没有写原因")
NO_CLASS = N_("未分级")


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose visit at whom."""

    rep_id: UUID
    rep_name: str
    dealer_id: UUID | None
    dealer_name: str
    dealer_class: DealerClass | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of an approved plan."""

    line_id: UUID
    whom: Whom
    day: date
    missed: MissedReason | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One visit that was made; ``line_id`` of the line that it was made for."""

    visit_id: UUID
    whom: Whom
    day: date
    line_id: UUID | None = None
    orders: Decimal = ZERO
    collected: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class KeptDay:
    """One day of the handbook as the statistics count it."""

    rep_id: UUID
    rep_name: str
    day: date
    is_handed_in: bool
    is_checked: bool
    mark: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the statistics are made of: whole months, for lines and visits of one month belong together."""

    wanted: Sequence[Wanted] = ()
    made: Sequence[Made] = ()
    days: Sequence[KeptDay] = ()
    cases: Sequence[tuple[Whom, date]] = ()


def matched(wanted: Iterable[Wanted], made: Iterable[Made]) -> dict[UUID, Made]:
    """Line id → the visit that did it. Each visit does one line, each line is done once."""
    wanted, made = tuple(wanted), tuple(made)
    lines = {line.line_id: line for line in wanted}
    done: dict[UUID, Made] = {}
    free = []
    for visit in sorted(made, key=lambda v: (v.day, str(v.visit_id))):
        if visit.line_id in lines and visit.line_id not in done:
            done[visit.line_id] = visit
        else:
            free.append(visit)
    pairs = _pairs((line for line in wanted if line.line_id not in done), free)
    used: set[UUID] = set()
    for _distance, _day, line_id, visit in pairs:
        if line_id not in done and visit.visit_id not in used:
            done[line_id] = visit
            used.add(visit.visit_id)
    return done


def _pairs(lines: Iterable[Wanted], visits: Iterable[Made]) -> list[tuple[int, date, UUID, Made]]:
    """Lines and visits that may belong together, the nearest first."""
    of: dict[Any, list[Made]] = defaultdict(list)
    for visit in visits:
        of[_where(visit.whom, visit.day)].append(visit)
    pairs = [
        (abs((visit.day - line.day).days), visit.day, line.line_id, visit)
        for line in lines
        if line.whom.dealer_id is not None
        for visit in of.get(_where(line.whom, line.day), ())
    ]
    return sorted(pairs, key=lambda p: (p[0], p[1], str(p[2]), str(p[3].visit_id)))


def _where(whom: Whom, day: date) -> tuple[Any, ...]:
    return (whom.rep_id, whom.dealer_id, day.year, day.month)


@dataclass
class _Tally:
    """One row while it is counted."""

    name: str
    planned: int = 0
    done: int = 0
    moved: int = 0
    missed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unplanned: int = 0
    orders: Decimal = ZERO
    collected: Decimal = ZERO
    handed_in: set[date] = field(default_factory=set)
    checked: set[date] = field(default_factory=set)
    marks: list[int] = field(default_factory=list)
    cases: int = 0
    last: date | None = None

    def row(self, key: str) -> Execution:
        """The frozen row."""
        mean = Decimal(sum(self.marks)) / len(self.marks) if self.marks else None
        return Execution(
            key, self.name, self.planned, self.done, self.moved, self.missed, dict(self.reasons), self.unplanned,
            self.orders, self.collected, len(self.handed_in), len(self.checked),
            mean.quantize(Decimal("0.1")) if mean is not None else None, self.cases, self.last,
        )  # fmt: skip


#: How rows are told apart: key and name of a row.
_BY: dict[str, Callable[[Whom], tuple[str, str]]] = {
    "rep": lambda whom: (str(whom.rep_id), whom.rep_name),
    "class": lambda whom: _class_of(whom.dealer_class),
    "dealer": lambda whom: (str(whom.dealer_id or ""), whom.dealer_name),
}


def _class_of(dealer_class: DealerClass | None) -> tuple[str, str]:
    return (dealer_class.value, dealer_class.label) if dealer_class else ("", _(NO_CLASS))


def execution(facts: Facts, first: date, last: date, by: str, today: date) -> tuple[Execution, ...]:
    """The rows from ``first`` to ``last`` inclusive, by ``rep``, ``class`` or ``dealer``; the worst rate first.

    A line is missed when its day is over and it was not done, or when a reason is written. KeyError for another ``by``.
    """
    key_of, rows = _BY[by], dict[str, _Tally]()

    def tally(whom: Whom) -> _Tally:
        key, name = key_of(whom)
        return rows.setdefault(key, _Tally(name))

    done = matched(facts.wanted, facts.made)
    for line in facts.wanted:
        if first <= line.day <= last:
            _count_line(tally(line.whom), line, done.get(line.line_id), today)
    planned_for = {visit.visit_id for visit in done.values()}
    for visit in facts.made:
        if first <= visit.day <= last:
            _count_visit(tally(visit.whom), visit, visit.visit_id not in planned_for)
    for whom, day in facts.cases:
        if first <= day <= last:
            tally(whom).cases += 1
    if by == "rep":
        _count_days(tally, facts.days, first, last)
    return tuple(sorted((one.row(key) for key, one in rows.items()), key=_order(by)))


def _count_line(row: _Tally, line: Wanted, visit: Made | None, today: date) -> None:
    row.planned += 1
    if visit is not None:
        row.done += 1
        row.moved += visit.day != line.day
    elif line.missed is not None or line.day < today:
        row.missed += 1
        row.reasons[line.missed.label if line.missed else _(NO_REASON)] += 1


def _count_visit(row: _Tally, visit: Made, is_unplanned: bool) -> None:
    row.unplanned += is_unplanned
    row.orders += visit.orders
    row.collected += visit.collected
    row.last = max(row.last or visit.day, visit.day)


def _count_days(tally: Callable[[Whom], _Tally], days: Iterable[KeptDay], first: date, last: date) -> None:
    for day in days:
        if not first <= day.day <= last:
            continue
        row = tally(Whom(day.rep_id, day.rep_name, None, "", None))
        if day.is_handed_in:
            row.handed_in.add(day.day)
        if day.is_checked:
            row.checked.add(day.day)
            row.marks += [day.mark] if day.mark is not None else []


def _order(by: str) -> Callable[[Execution], tuple[Any, ...]]:
    """Classes as they are; else the worst rate first, and last who had nothing to do."""
    if by == "class":
        return lambda row: (row.key == "", row.key)
    return lambda row: (row.rate is None, row.rate or 0, row.name, row.key)


def totals(rows: Iterable[Execution]) -> Execution:
    """合计 of the rows; dates and marks are left out."""
    rows = tuple(rows)
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(row.missed_reasons)

    def total(name: str) -> Any:
        return sum((getattr(row, name) for row in rows), 0)

    counted = {key: total(key) for key in ("planned", "done", "moved", "missed", "unplanned", "days_handed_in",
                                           "days_checked", "cases")}  # fmt: skip
    money = {key: sum((getattr(row, key) for row in rows), ZERO) for key in ("orders", "collected")}
    more: Mapping[str, Any] = {**counted, **money}
    return Execution("", _("合计"), missed_reasons=dict(reasons), **more)


@dataclass(frozen=True, slots=True)
class Statistics:
    """执行与考核统计 of some days, whole: what paper and workbook are made of (MT 一.4)."""

    first: date
    last: date
    by_rep: tuple[Execution, ...] = ()
    by_class: tuple[Execution, ...] = ()
    by_dealer: tuple[Execution, ...] = ()
    not_visited: tuple[NotVisited, ...] = ()
