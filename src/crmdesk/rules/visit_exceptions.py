"""What a manager should look at first in a plan, and how far the classes are covered (MT 一.2, 一.3; peers 1.2)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from crmdesk.rules.calendar import WorkCalendar
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import Coverage, ExceptionKind, PlanException, PlanLine
from crmdesk.words import _

RED, AMBER, BLUE = "red", "amber", "blue"
_URGENCY = (RED, AMBER, BLUE)
_K = ExceptionKind


@dataclass(frozen=True, slots=True)
class PlanDealer:
    """A dealer of the representative that is to be visited: neither lost nor closed."""

    id: UUID
    name: str
    dealer_class: DealerClass | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan is measured by. ``gone``: dealer on a line → (urgency, what has become of him)."""

    dealers: tuple[PlanDealer, ...] = ()
    wanted: Mapping[DealerClass | None, int] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    before: tuple[PlanLine, ...] = ()  # the lines of the month before
    gone: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    stands_for: Mapping[UUID, UUID] = field(default_factory=dict)  # merged dealer → the one that lives on
    visits_per_day: int = 8
    minutes_per_day: int = 480
    hours_per_month: int = 80
    same_percent: int = 80

    def times(self, dealer_class: DealerClass | None) -> int:
        """How often a month a dealer of the class wants to be visited."""
        return self.wanted.get(dealer_class, 0)

    def dealer_of(self, line: PlanLine) -> UUID | None:
        """The dealer of a line, or the one that he was merged into."""
        return self.stands_for.get(line.dealer_id, line.dealer_id) if line.dealer_id else None


def exceptions(lines: Sequence[PlanLine], known: Known) -> tuple[PlanException, ...]:
    """All that is not as the settings want it, the most urgent first."""
    finders = (_missing_and_too_often, _gone, _rest_days, _overloads, _doubles, _same_as_before, _few_hours, _guessed_days)
    found = [one for find in finders for one in find(lines, known)]
    return tuple(sorted(found, key=lambda one: _URGENCY.index(one.urgency)))


def coverage(lines: Sequence[PlanLine], known: Known) -> tuple[Coverage, ...]:
    """Each class that he has dealers of: how many are planned, and how often."""
    times = Counter(known.dealer_of(line) for line in lines)
    found = []
    for dealer_class in (*DealerClass, None):
        mine = [dealer for dealer in known.dealers if dealer.dealer_class is dealer_class]
        if mine:
            planned = [times[dealer.id] for dealer in mine]
            wanted = known.times(dealer_class) * len(mine)
            found.append(Coverage(dealer_class, len(mine), sum(map(bool, planned)), sum(planned), wanted))
    return tuple(found)


def percent_covered(covered: Iterable[Coverage]) -> int:
    """Planned dealers of all whose class demands visits, in percent rounded down; 100 where there are none."""
    demanded = [one for one in covered if one.wanted]
    dealers = sum(one.dealers for one in demanded)
    return sum(one.planned_dealers for one in demanded) * 100 // dealers if dealers else 100


def _missing_and_too_often(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    of_dealer: dict[UUID | None, list[PlanLine]] = defaultdict(list)
    for line in lines:
        of_dealer[known.dealer_of(line)].append(line)
    for dealer in known.dealers:
        mine, wanted = of_dealer[dealer.id], known.times(dealer.dealer_class)
        said = {"name": dealer.name, "n": len(mine), "wanted": wanted, "class_": _class(dealer.dealer_class)}
        if len(mine) < wanted:
            words = _("{class_}「{name}」应排 {wanted} 次,排了 {n} 次").format(**said)
            yield PlanException(_K.CLASS_MISSING, _missing_urgency(dealer), words, _ids(mine), dealer.id)
        elif 0 < wanted < len(mine):
            words = _("{class_}「{name}」每月 {wanted} 次,排了 {n} 次").format(**said)
            yield PlanException(_K.TOO_OFTEN, AMBER, words, _ids(mine), dealer.id)


def _missing_urgency(dealer: PlanDealer) -> str:
    return RED if dealer.dealer_class is DealerClass.A else AMBER


def _class(dealer_class: DealerClass | None) -> str:
    return dealer_class.label if dealer_class else _("未分级")


def _gone(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    for dealer_id in dict.fromkeys(line.dealer_id for line in lines):
        if dealer_id is not None and dealer_id in known.gone:
            urgency, words = known.gone[dealer_id]
            mine = _ids(line for line in lines if line.dealer_id == dealer_id)
            yield PlanException(_K.DEALER_GONE, urgency, words, mine, dealer_id)


def _days(lines: Sequence[PlanLine]) -> list[tuple[date, list[PlanLine]]]:
    days: dict[date, list[PlanLine]] = defaultdict(list)
    for line in lines:
        if line.planned_on is not None:
            days[line.planned_on].append(line)
    return sorted(days.items())


def _rest_days(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    for day, mine in _days(lines):
        if not known.calendar.is_workday(day):
            words = _("{day} 是休息日,排了 {n} 家").format(day=f"{day:%m-%d}", n=len(mine))
            yield PlanException(_K.REST_DAY, AMBER, words, _ids(mine))


def _guessed_days(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    days = [day for day, _mine in _days(lines)]
    if days and (said := known.calendar.sentence_if_guess(days[-1])):
        yield PlanException(_K.CALENDAR, BLUE, said)


def _overloads(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    for day, mine in _days(lines):
        hours = sum((line.hours or Decimal(0) for line in mine), Decimal(0))
        if len(mine) > known.visits_per_day:
            words = _("{day} 排了 {n} 家,最多 {most} 家").format(
                day=f"{day:%m-%d}", n=len(mine), most=known.visits_per_day
            )
            yield PlanException(_K.OVERLOAD, AMBER, words, _ids(mine))
        elif hours * 60 > known.minutes_per_day:
            words = _("{day} 合计 {hours} 小时,最多 {most} 小时").format(
                day=f"{day:%m-%d}", hours=_number(hours), most=_number(Decimal(known.minutes_per_day) / 60)
            )
            yield PlanException(_K.OVERLOAD, AMBER, words, _ids(mine))


def _doubles(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    for day, mine in _days(lines):
        times = Counter(known.dealer_of(line) for line in mine)
        for dealer_id, n in times.items():
            if dealer_id is not None and n > 1:
                twice = [line for line in mine if known.dealer_of(line) == dealer_id]
                words = _("{day}「{name}」排了 {n} 次").format(day=f"{day:%m-%d}", name=twice[0].dealer_name, n=n)
                yield PlanException(_K.DOUBLE, AMBER, words, _ids(twice), dealer_id)


def _same_as_before(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    """As last month: the same dealer, way and aim, each line of last month counted once."""
    left = Counter(_gist(line, known) for line in known.before)
    same = []
    for line in lines:
        if line.dealer_id and left[_gist(line, known)] > 0:
            left[_gist(line, known)] -= 1
            same.append(line)
    percent = len(same) * 100 // len(lines) if lines else 0
    if same and percent >= known.same_percent:
        words = _("与上月相同 {percent} %").format(percent=percent)
        yield PlanException(_K.SAME_AS_BEFORE, AMBER, words, _ids(same))


def _gist(line: PlanLine, known: Known) -> tuple[object, ...]:
    return known.dealer_of(line), line.way, line.aim, line.problem


def _few_hours(lines: Sequence[PlanLine], known: Known) -> Iterator[PlanException]:
    hours = sum((line.hours or Decimal(0) for line in lines), Decimal(0))
    if lines and hours < known.hours_per_month:
        words = _("合计 {hours} 小时,不足 {least} 小时").format(hours=_number(hours), least=known.hours_per_month)
        yield PlanException(_K.FEW_HOURS, BLUE, words)


def _ids(lines: Iterable[PlanLine]) -> tuple[UUID, ...]:
    return tuple(line.id for line in lines if line.id is not None)


def _number(value: Decimal) -> str:
    return format(round(value, 1).normalize(), "f")


# for a row of the month's list


def in_short(found: Sequence[PlanException], known: Known) -> tuple[PlanException, ...]:
    """One for each kind, as a row has room for: A 类漏排 1 家, 超频 2 家."""
    short = []
    for (kind, dealer_class), mine in _grouped(found, known).items():
        urgency = min((one.urgency for one in mine), key=_URGENCY.index)
        lines = tuple(dict.fromkeys(key for one in mine for key in one.lines))
        words = _short_words(kind, dealer_class, mine)
        short.append(PlanException(kind, urgency, words, lines, mine[0].dealer_id if len(mine) == 1 else None))
    return tuple(sorted(short, key=lambda one: _URGENCY.index(one.urgency)))


def _grouped(
    found: Sequence[PlanException], known: Known
) -> dict[tuple[ExceptionKind, DealerClass | None], list[PlanException]]:
    classes = {dealer.id: dealer.dealer_class for dealer in known.dealers}
    groups: dict[tuple[ExceptionKind, DealerClass | None], list[PlanException]] = defaultdict(list)
    for one in found:
        is_missing = one.kind is _K.CLASS_MISSING and one.dealer_id is not None
        groups[one.kind, classes.get(one.dealer_id) if is_missing and one.dealer_id else None].append(one)
    return groups


def _short_words(kind: ExceptionKind, dealer_class: DealerClass | None, mine: Sequence[PlanException]) -> str:
    if kind in (_K.SAME_AS_BEFORE, _K.FEW_HOURS):
        return mine[0].words
    if kind is _K.CALENDAR:
        return kind.label
    if kind is _K.CLASS_MISSING:
        return _("{class_}漏排 {n} 家").format(class_=_class(dealer_class), n=len(mine))
    if kind in (_K.OVERLOAD, _K.REST_DAY):
        return _("{kind} {n} 天").format(kind=kind.label, n=len(mine))
    return _("{kind} {n} 家").format(kind=kind.label, n=len(mine))


def worst(found: Sequence[PlanException]) -> int:
    """The rank of the most urgent, 0 for red; 3 where there is none."""
    return min((_URGENCY.index(one.urgency) for one in found), default=len(_URGENCY))
