"""Lines that the program drafts, and those of last month moved into this one; nothing is written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select

from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.dealer import DealerRow
from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.models.visit_case import VisitCaseRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.complaint import ComplaintState
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit_case import CaseState
from crmdesk.rules.visit_content import order_of
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.rules.visit_proposal import Candidate, Limits, propose
from crmdesk.services.dealer_living import living_of
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import lines_of
from crmdesk.services.visit_plan_known import VISITED, settings_known
from crmdesk.services.visit_plan_writing import facts_of, rep_of
from crmdesk.words import _, listed

_HOUR = Decimal(60)
#: How far back the last visit and the last route are looked for.
_LOOK_BACK = timedelta(days=400)


def draft(work: Work, month: date, rep_id: UUID | None) -> tuple[PlanLine, ...]:
    """The month drafted by class, last visit, route and working days; what finds no room is left out."""
    rep = rep_of(work, rep_id)
    dealers = _dealers(work, rep.name)
    if not dealers:
        raise Refused(
            _("{name}名下还没有客户。").format(name=rep.name), _("没有改动。"),
            _("请在客户资料的「业务员」里填上他的姓名。"), code="no-dealers",
        )  # fmt: skip
    lasts, routes = _last_visits(work, month, dealers), _routes(work, rep.id)
    wanted = settings_known(work)["wanted"]
    minutes = work.settings["visit.minutes_per_visit"]
    limits = Limits(work.settings["visit.visits_per_day"], minutes, work.settings["visit.minutes_per_day"])
    candidates = [
        _candidate(dealer, wanted[dealer.dealer_class], routes.get(dealer.id, ""), lasts.get(dealer.id))
        for dealer in dealers
        if wanted[dealer.dealer_class]
    ]
    by_id = {dealer.id: dealer for dealer in dealers}
    route_of = {one.id: one.route for one in candidates}
    hours = (Decimal(minutes) / _HOUR).quantize(Decimal("0.01"))
    aims = {key: visit.next_aim for key, visit in lasts.items()}
    problems = _problems(work, list(by_id))
    lines = []
    for n, visit in enumerate(propose(candidates, _workdays(work, month), limits).visits, start=1):
        line = PlanLine(
            position=Decimal(n), planned_on=visit.day, dealer_id=visit.dealer_id, route=route_of[visit.dealer_id],
            route_order=visit.order, aim=aims.pop(visit.dealer_id, ""), problem=problems.pop(visit.dealer_id, ""), hours=hours,
            **facts_of(by_id[visit.dealer_id]),
        )  # fmt: skip
        lines.append(line)
    return tuple(sorted(lines, key=order_of))


def _candidate(dealer: DealerRow, times: int, route: str, last: Any) -> Candidate:
    return Candidate(
        dealer.id, dealer.code, dealer.dealer_class, times, route or dealer.district or dealer.city, dealer.district,
        last.day if last else None, last.next_on if last else None,
    )  # fmt: skip


def _workdays(work: Work, month: date) -> list[date]:
    """The working days of the month; what is past is not planned any more."""
    first, last = month.replace(day=1), month_end(month)
    start = max(first, work.today) if work.today <= last else first
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    return [day for day in days if work.calendar.is_workday(day)]


def _dealers(work: Work, owner: str) -> Sequence[DealerRow]:
    told = select(DealerRow).where(DealerRow.alive, DealerRow.owner == owner, DealerRow.status.in_(VISITED))
    return work.session.scalars(told.order_by(DealerRow.code, DealerRow.id)).all() if owner else ()


def _last_visits(work: Work, month: date, dealers: Sequence[DealerRow]) -> dict[UUID, Any]:
    """The last visit of each dealer before the month ends: its day and what was agreed for the next."""
    visit, day = cast(Table, VisitRow.__table__).c, cast(Table, VisitDayRow.__table__).c
    last = month_end(month)
    told = (
        select(visit.dealer_id, day.day, visit.next_on, visit.next_aim)
        .join_from(VisitRow.__table__, VisitDayRow.__table__, visit.day_id == day.id)
        .where(visit.alive, day.alive, day.day <= last, day.day > last - _LOOK_BACK,
               visit.dealer_id.in_([dealer.id for dealer in dealers]))
        .order_by(day.day, visit.position)
    )  # fmt: skip
    return {row.dealer_id: row for row in work.session.execute(told)}


def _routes(work: Work, rep_id: UUID) -> dict[UUID, str]:
    """The route of each dealer on the newest line that he has in a plan of the representative."""
    line, plan = VisitPlanLineRow, VisitPlanRow
    told = (
        select(line.dealer_id, line.route)
        .join(plan, plan.id == line.plan_id)
        .where(plan.rep_id == rep_id, plan.alive, line.alive, line.route != "", line.dealer_id.is_not(None))
        .order_by(plan.year, plan.month, line.planned_on)
    )
    return {row.dealer_id: row.route for row in work.session.execute(told)}


def _problems(work: Work, dealer_ids: list[UUID]) -> dict[UUID, str]:
    """What is open with each dealer and belongs on his first visit: complaints under way and cases not closed."""
    form, case = ComplaintRow, VisitCaseRow
    complaints = select(form.dealer_id, form.number, form.draft_key).where(
        form.dealer_id.in_(dealer_ids), form.state != ComplaintState.VOID
    )
    cases = select(case.dealer_id, case.heading).where(
        case.dealer_id.in_(dealer_ids), case.alive, case.state != CaseState.CLOSED
    )
    found: dict[Any, list[str]] = defaultdict(list)
    for dealer_id, number, draft_key in work.session.execute(complaints.order_by(form.created_at, form.id)):
        found[dealer_id].append(_("抱怨 {number}").format(number=number or draft_key))
    for dealer_id, heading in work.session.execute(cases.order_by(case.created_at, case.id)):
        found[dealer_id].append(heading)
    return {key: listed(said for said in all_ if said) for key, all_ in found.items()}


# last month again


def copy_last(work: Work, month: date, rep_id: UUID | None) -> tuple[PlanLine, ...]:
    """The lines of the representative's newest plan before the month, on the days that correspond to theirs."""
    rep = rep_of(work, rep_id)
    row = _last_plan(work, rep.id, month)
    if row is None:
        raise Refused(
            _("{name}之前没有巡访计划可以复制。").format(name=rep.name), _("没有改动。"),
            _("请用「自动草拟」或者自己填写。"), code="no-last-plan",
        )  # fmt: skip
    lines = lines_of(work.session, [row.id])[row.id]
    living = living_of(work.session, (line.dealer_id for line in lines))
    told = select(DealerRow).where(DealerRow.id.in_({one.id for one in living.values()}))
    dealers = {dealer.id: dealer for dealer in work.session.scalars(told) if dealer.alive}
    new = _working_days_of(work, month.replace(day=1))
    found = []
    for line in lines:
        now = living.get(line.dealer_id) if line.dealer_id else None
        dealer = dealers.get(now.id) if now else None
        if dealer is not None and dealer.status in VISITED:
            moved = _moved(line.planned_on, new)
            found.append(
                replace(line, id=None, planned_on=moved, dealer_id=dealer.id, change_reason="", missed=None,
                        **facts_of(dealer))
            )  # fmt: skip
    return tuple(sorted(found, key=order_of))


def _last_plan(work: Work, rep_id: UUID, month: date) -> VisitPlanRow | None:
    told = select(VisitPlanRow).where(
        VisitPlanRow.rep_id == rep_id, VisitPlanRow.alive,
        VisitPlanRow.year * 12 + VisitPlanRow.month < month.year * 12 + month.month,
    )  # fmt: skip
    newest_first = told.order_by(VisitPlanRow.year.desc(), VisitPlanRow.month.desc(), VisitPlanRow.id.desc())
    return work.session.scalars(newest_first.limit(1)).first()


def _working_days_of(work: Work, first: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((add_months(first, 1) - first).days)]
    return [day for day in days if work.calendar.is_workday(day)]


def _moved(day: date | None, new: Sequence[date]) -> date | None:
    """The same weekday in the same week of its kind (the second Tuesday), or the working day nearest to it."""
    if day is None or not new:
        return None
    first = new[0].replace(day=1)
    same = first + timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7))
    return min(new, key=lambda one: (abs(one - same), one))
