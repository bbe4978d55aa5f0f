"""The month's list of plans, and the calendar of visits."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select

from crmdesk.models.office import PersonRow
from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.models.visit_plan import VisitPlanRow
from crmdesk.rules.people import Role
from crmdesk.rules.visit_exceptions import RED, Known, in_short, percent_covered, worst
from crmdesk.rules.visit_plan import (
    CalendarVisit,
    ExceptionKind,
    PlanException,
    PlanState,
    PlanSummary,
    VisitPlan,
    VisitStatus,
)
from crmdesk.services.dealer_living import living_of
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import due_on, wholes_known
from crmdesk.services.visit_planned import Planned, planned
from crmdesk.words import _

_S = PlanState
#: Where the manager has something to decide.
_WAITING = frozenset({_S.SUBMITTED, _S.REVIEWING, _S.ON_PAPER, _S.SUMMED_UP})


def page(work: Work, month: date) -> tuple[PlanSummary, ...]:
    """Every representative's plan of the month: what waits for a decision first, then by exceptions."""
    told = select(VisitPlanRow).where(VisitPlanRow.year == month.year, VisitPlanRow.month == month.month)
    rows = list(work.session.scalars(told.where(VisitPlanRow.alive).order_by(VisitPlanRow.id)))
    begun = Counter(row.rep_id for row in rows)
    found = [_summary(plan, known, begun[plan.rep_id]) for plan, known in wholes_known(work, rows)]
    found += _without(work, month, {row.rep_id for row in rows})
    return tuple(sorted(found, key=_rank))


def _rank(one: PlanSummary) -> tuple[Any, ...]:
    waits = one.state in _WAITING or one.requests > 0 or one.conflicts > 0
    return (one.id is None, not waits, worst(one.exceptions), -len(one.exceptions), one.rep_name, str(one.id))


def _summary(plan: VisitPlan, known: Known, begun: int) -> PlanSummary:
    """The row of a plan; two desks may have begun one each for the same month, and a person decides which stays."""
    twice = _("本月有 {n} 份计划,请留一份").format(n=begun)
    doubles = (PlanException(ExceptionKind.DOUBLE, RED, twice),) if begun > 1 else ()
    return PlanSummary(
        plan.id, plan.revision, plan.rep_id, plan.rep_name, plan.state, len(plan.lines), plan.hours,
        percent_covered(plan.coverage), (*doubles, *in_short(plan.exceptions, known)), plan.conflicts,
        len(plan.requests), plan.fingerprint, plan.deadline, plan.changed_at,
    )  # fmt: skip


def _without(work: Work, month: date, planned_for: set[UUID]) -> list[PlanSummary]:
    """The representatives who have no plan of the month yet."""
    people = work.session.scalars(select(PersonRow).where(PersonRow.is_active).order_by(PersonRow.name))
    due = due_on(work, month.replace(day=1))
    return [
        PlanSummary(None, 0, person.id, person.name, None, deadline=due)
        for person in people
        if Role.REP in person.roles and person.id not in planned_for
    ]


# the calendar


def days(work: Work, first: date, last: date, rep_id: UUID | None = None) -> tuple[CalendarVisit, ...]:
    """The visits that are approved and those that were made, with how each stands today."""
    lines = planned(work.session, first, last, rep_id)
    made = _made(work, first, last, rep_id)
    done = _lines_done(work, [one.line.id for one in lines if one.line.id])
    found = [_planned(work, one, one.line.id in done) for one in lines]
    on_lines = {one.line.id for one in lines}
    living = living_of(work.session, (visit.dealer_id for visit in made))
    found += [_unplanned(visit, living) for visit in made if visit.plan_line_id not in on_lines]
    return tuple(sorted(found, key=lambda one: (one.day, one.rep_name, one.route, one.dealer_name)))


def _made(work: Work, first: date, last: date, rep_id: UUID | None) -> list[Any]:
    visit, day = cast(Table, VisitRow.__table__).c, cast(Table, VisitDayRow.__table__).c
    told = (
        select(visit.plan_line_id, visit.dealer_id, visit.dealer_name, visit.dealer_class, visit.purpose, day.day,
               day.rep_id, day.rep_name)
        .join_from(VisitDayRow.__table__, VisitRow.__table__, visit.day_id == day.id)
        .where(visit.alive, day.alive, day.day >= first, day.day <= last)
    )  # fmt: skip
    return list(work.session.execute(told.where(day.rep_id == rep_id) if rep_id else told))


def _lines_done(work: Work, line_ids: list[UUID]) -> set[UUID]:
    """The lines that a visit was made for, on whatever day."""
    found: dict[UUID, bool] = defaultdict(bool)
    visit, day = cast(Table, VisitRow.__table__).c, cast(Table, VisitDayRow.__table__).c
    for start in range(0, len(line_ids), 500):
        told = select(visit.plan_line_id).join_from(VisitRow.__table__, VisitDayRow.__table__, visit.day_id == day.id)
        told = told.where(visit.plan_line_id.in_(line_ids[start : start + 500]), visit.alive, day.alive)
        found |= dict.fromkeys(work.session.scalars(told), True)
    return set(found)


def _planned(work: Work, one: Planned, is_done: bool) -> CalendarVisit:
    line = one.line
    status = VisitStatus.PLANNED
    if is_done:
        status = VisitStatus.DONE
    elif line.missed:
        status = VisitStatus.MISSED
    elif line.planned_on and line.planned_on < work.today:
        status = VisitStatus.LATE
    return CalendarVisit(
        line.planned_on or date.min, one.rep_id, one.rep_name, line.dealer_id, line.dealer_name, line.dealer_class,
        status, one.plan_id, line.id, line.route, line.aim, line.hours,
    )  # fmt: skip


def _unplanned(visit: Any, living: Any) -> CalendarVisit:
    """A visit that was not planned, or planned for another span of days: there it counts as done."""
    now = living.get(visit.dealer_id)
    return CalendarVisit(
        visit.day, visit.rep_id, visit.rep_name, now.id if now else visit.dealer_id,
        now.name if now else visit.dealer_name, now.dealer_class if now else visit.dealer_class,
        VisitStatus.DONE if visit.plan_line_id else VisitStatus.UNPLANNED, line_id=visit.plan_line_id, aim=visit.purpose,
    )  # fmt: skip


