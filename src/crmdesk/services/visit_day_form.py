"""The frozen day of the handbook: its visits, what was planned for it, what the manager should look at."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from crmdesk.models.journal import TransitionRow
from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.rules.settings import DayUnit
from crmdesk.rules.visit import FLOW, DayState, Visit, VisitDay
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.rules.visit_values import opening, urgent
from crmdesk.services import case_way
from crmdesk.services.conflict_count import conflicts_about
from crmdesk.services.setting import Settings
from crmdesk.services.verbs import Work
from crmdesk.services.visit_day_twice import folds_of
from crmdesk.services.visit_form import content_hash, to_visits, visits_of_days
from crmdesk.services.visit_planned import Planned, planned
from crmdesk.services.visit_stocks import Stocks
from crmdesk.words import _

_PLAIN = ("id", "revision", "state", "flow_version", "rep_id", "rep_name", "day", "plan", "summary", "dressed",
          "mark", "check_remark", "checked_by", "checked_on", "changed_at")  # fmt: skip


def to_day(work: Work, row: VisitDayRow) -> VisitDay:
    """One day, whole."""
    return to_days(work, [row])[0]


def to_days(work: Work, rows: Sequence[VisitDayRow]) -> tuple[VisitDay, ...]:
    """The frozen days, in the order of ``rows``; each table is asked once for all."""
    session = work.session
    of_day = visits_of_days(session, (row.id for row in rows))
    flat = [visit for row in rows for visit in of_day.get(row.id, ())]
    visits = dict(zip((row.id for row in flat), to_visits(work, flat), strict=True))
    plans = _planned_on(session, rows)
    done = done_lines(session, (one.line.id for lines in plans.values() for one in lines))
    returned = _returned(session, [row.id for row in rows if row.state is DayState.RETURNED])
    sample, stocks, conflicts = Sample(session), Stocks(work), conflicts_about(session)
    folds = folds_of(session, rows)
    found = []
    for row in rows:
        mine = tuple(visits[visit.id] for visit in of_day.get(row.id, ()))
        lines = [one.line for one in plans.get((row.rep_id, row.day), ())]
        day = _day(work, row, mine, lines, done, _why(mine, stocks), sample)
        clash = conflicts[row.id] + sum(conflicts[visit.id] for visit in mine if visit.id)
        day = replace(day, conflicts=clash, folds=folds.get(row.id), returned_because=returned.get(row.id, ""))
        found.append(replace(day, content_hash=content_hash(day)))
    return tuple(found)


def _day(
    work: Work, row: VisitDayRow, visits: tuple[Visit, ...], lines: Sequence[PlanLine], done: set[UUID],
    why: tuple[str, ...], sample: "Sample",
) -> VisitDay:  # fmt: skip
    undone = [line for line in lines if line.id not in done]
    asks = any(any(opening(visit).values()) for visit in visits)
    return VisitDay(
        **{key: getattr(row, key) for key in _PLAIN}, visits=visits, planned=len(lines), urgent=why,
        due=tuple(line for line in undone if line.missed is None),
        missed=tuple(line for line in undone if line.missed is not None),
        sampled=asks or sample.draws(row.id, row.day), deadline=deadline_of(work, row),
    )  # fmt: skip


def _why(visits: Sequence[Visit], stocks: Stocks) -> tuple[str, ...]:
    """What makes the day worth a look of the manager, each thing once."""
    words = [word for visit in visits for word in urgent(visit)]
    words += [_("低于安全库存")] if stocks.are_short(visits) else []
    return tuple(dict.fromkeys(words))


def _planned_on(session: Session, rows: Sequence[VisitDayRow]) -> dict[tuple[UUID, date], list[Planned]]:
    """The approved lines of these days, by representative and day."""
    found: dict[tuple[UUID, date], list[Planned]] = defaultdict(list)
    if not rows:
        return found
    reps = {row.rep_id for row in rows}
    first, last = min(row.day for row in rows), max(row.day for row in rows)
    for one in planned(session, first, last, reps.pop() if len(reps) == 1 else None):
        found[one.rep_id, cast(date, one.line.planned_on)].append(one)
    return found


def done_lines(session: Session, line_ids: Iterable[UUID | None]) -> set[UUID]:
    """Of these plan lines those that a living visit was made for, on whatever day."""
    ids = [key for key in line_ids if key is not None]
    visit, day = cast(Table, VisitRow.__table__), cast(Table, VisitDayRow.__table__)
    found: set[UUID] = set()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        made = select(visit.c.plan_line_id).join(day, day.c.id == visit.c.day_id)
        made = made.where(visit.c.plan_line_id.in_(some), visit.c.alive, day.c.alive)
        found.update(session.scalars(made))
    return found


def _returned(session: Session, day_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Why each of these days was last sent back."""
    c = cast(Table, TransitionRow.__table__).c
    told = select(c.case_id, c.comment).where(c.case_id.in_(day_ids), c.name == "send_back")
    rows = session.execute(told.order_by(c.created_at, c.id)) if day_ids else ()
    return {row.case_id: row.comment for row in rows}


def deadline_of(work: Work, row: Any) -> date | None:
    """The last day of the present station, inclusive, in working days; a day is handed in by its own date."""
    if row.state is DayState.OPEN:
        return work.calendar.deadline(row.day, work.settings["visit.step_days.hand_in"], DayUnit.WORKDAY)
    return case_way.deadline_of(work, row, FLOW)


class Sample:
    """Which days are drawn for a closer look: always the same ones, by their id, at every desk (MT 一.4)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._percents: dict[date, int] = {}

    def draws(self, day_id: UUID, day: date) -> bool:
        """Whether that day is drawn, by the share that was set on that day."""
        if day not in self._percents:
            self._percents[day] = Settings(self._session, day)["visit.sample_percent"]
        return int.from_bytes(hashlib.sha256(day_id.bytes).digest()[:8]) % 100 < self._percents[day]
