"""A month drafted by the program: how often by class, when by the last visit, together by route (MT 一.2).

A month of so many working days is cut, for each dealer, into as many equal parts as he wants visits; each part gets
one. Within it the day is taken where others of his route are visited already, then the emptier day, then the day
nearest to what his last visit suggests. What finds no room in its part goes to any day that has room; what finds
none is a gap.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from crmdesk.rules.dealer import DealerClass

_CLASSES: tuple[DealerClass | None, ...] = (*DealerClass, None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dealer that wants ``times`` visits in the month; ``route`` is the line on which he lies."""

    id: UUID
    code: str
    dealer_class: DealerClass | None
    times: int
    route: str = ""
    district: str = ""
    last_visit: date | None = None
    wished_on: date | None = None  # 下次巡访, agreed at the last visit


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day holds."""

    visits_per_day: int
    minutes_per_visit: int
    minutes_per_day: int

    @property
    def room(self) -> int:
        """How many visits fit into a day; a visit longer than the day fits nowhere."""
        return min(self.visits_per_day, self.minutes_per_day // self.minutes_per_visit)


@dataclass(frozen=True, slots=True)
class Placed:
    """One proposed visit; ``order`` is its place on the route of that day, from 1."""

    dealer_id: UUID
    day: date
    order: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A dealer for whom not all wanted visits found room."""

    dealer_id: UUID
    wanted: int
    placed: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The visits by day and order, and what found no room."""

    visits: tuple[Placed, ...]
    gaps: tuple[Gap, ...]


@dataclass
class _Month:
    """The days while they fill up."""

    days: Sequence[date]
    room: int
    on_day: dict[int, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    routes: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def open_days(self, first: int, last: int, taken: set[int]) -> list[int]:
        """The days from ``first`` up to, not including, ``last`` that have room and that he is not visited on."""
        return [d for d in range(first, last) if len(self.on_day[d]) < self.room and d not in taken]

    def put(self, one: Candidate, day: int) -> None:
        self.on_day[day].append(one.id)
        self.routes[day][one.route] += 1

    def cost(self, one: Candidate, day: int, wished: float, part: float) -> tuple[float, int]:
        """How ill a day fits: a strange route, a full day, far from the wish."""
        others = len(self.on_day[day])
        strange = (others - self.routes[day][one.route]) / self.room
        fresh = 0.0 if self.routes[day][one.route] else 0.35
        return strange * 2 + fresh + others / self.room + abs(day - wished) / part, day


def propose(candidates: Sequence[Candidate], workdays: Sequence[date], limits: Limits) -> Proposal:
    """Spread the wanted visits over the working days of the month, in any order given; the same in, the same out."""
    month = _Month(sorted(set(workdays)), limits.room)
    placed: dict[UUID, set[int]] = {}
    for one in sorted(candidates, key=_rank):
        placed[one.id] = _place(one, month) if month.days and month.room > 0 else set()
    by_id = {one.id: one for one in candidates}
    visits = [visit for day in range(len(month.days)) for visit in _in_order(month, day, by_id)]
    gaps = tuple(Gap(i, by_id[i].times, len(days)) for i, days in placed.items() if len(days) < by_id[i].times)
    return Proposal(tuple(visits), gaps)


def _rank(one: Candidate) -> tuple[object, ...]:
    """Who is placed first: the better class, then who was not visited for longest."""
    return (_CLASSES.index(one.dealer_class), -one.times, one.last_visit or date.min, one.route, one.code, one.id.hex)


def _place(one: Candidate, month: _Month) -> set[int]:
    """One visit into each part of the month, then into any room that is left."""
    part = len(month.days) / one.times if one.times else 0.0
    offset = _offset(one, month.days, part)
    taken: set[int] = set()
    missing = 0
    for k in range(one.times):
        first, last = (round(k * part), round((k + 1) * part))
        missing += not _take(one, month, taken, month.open_days(first, last, taken), k * part + offset, part)
    for _again in range(missing):
        if not _take(one, month, taken, month.open_days(0, len(month.days), taken), offset, max(part, 1.0)):
            break
    return taken


def _take(one: Candidate, month: _Month, taken: set[int], choice: list[int], wished: float, part: float) -> bool:
    if not choice:
        return False
    day = min(choice, key=lambda d: month.cost(one, d, wished, max(part, 1.0)))
    month.put(one, day)
    taken.add(day)
    return True


def _offset(one: Candidate, days: Sequence[date], part: float) -> float:
    """Where in its part of the month a visit is best: as agreed, else one interval after the last one."""
    wish = one.wished_on
    if wish is not None and days[0] <= wish <= days[-1]:
        nearest = min(range(len(days)), key=lambda d: abs(days[d] - wish))
        return nearest % part if part >= 1 else 0.0
    if one.last_visit is None:
        return 0.0
    interval = timedelta(days=((days[-1] - days[0]).days + 1) / max(one.times, 1))
    due = one.last_visit + interval
    index = sum(day < due for day in days)
    return min(float(index), max(part - 1, 0.0))


def _in_order(month: _Month, day: int, by_id: Mapping[UUID, Candidate]) -> list[Placed]:
    """The visits of a day along its routes: by district, then by code."""
    mine = sorted((by_id[i] for i in month.on_day[day]), key=lambda one: (one.route, one.district, one.code, one.id.hex))
    return [Placed(one.id, month.days[day], order) for order, one in enumerate(mine, start=1)]
