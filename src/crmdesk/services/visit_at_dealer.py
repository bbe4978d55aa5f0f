"""The visits of one dealer as its panel shows them; one that was merged speaks for both (reliability 1.2)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.dealer_visits import DealerVisits, VisitMade
from crmdesk.rules.visit import Visit
from crmdesk.rules.visit_case import CaseState
from crmdesk.rules.visit_plan import CalendarVisit, VisitStatus
from crmdesk.rules.visit_values import urgent
from crmdesk.services import visit_case, visit_plan_list
from crmdesk.services.dealer_living import all_ids
from crmdesk.services.verbs import Work
from crmdesk.services.visit_form import to_visits

_OPEN = (CaseState.OPEN, CaseState.ANSWERED)


def at_dealer(work: Work, dealer_id: UUID, limit: int) -> DealerVisits:
    """The last visits, the next one that is planned this month or next, and the cases that are not closed."""
    ids = all_ids(work.session, dealer_id)
    told = (
        select(VisitDayRow.id, VisitDayRow.day, VisitDayRow.rep_name, VisitRow)
        .join(VisitRow, VisitDayRow.id == VisitRow.day_id)
        .where(VisitRow.dealer_id.in_(ids), VisitRow.alive, VisitDayRow.alive)
        .order_by(VisitDayRow.day.desc(), VisitRow.position.desc(), VisitRow.id.desc()).limit(limit)
    )  # fmt: skip
    rows = work.session.execute(told).all()
    visits = to_visits(work, [row[3] for row in rows])
    made = tuple(_made(row[0], row[1], row[2], visit) for row, visit in zip(rows, visits, strict=True))
    last_on = made[0].day if made else None
    agreed = visits[0] if visits and visits[0].next_on and visits[0].next_on >= work.today else None
    return DealerVisits(
        made, last_on, (work.today - last_on).days if last_on else None, _next(work, ids),
        agreed.next_on if agreed else None, agreed.next_aim if agreed else "",
        visit_case.page(work, _OPEN, dealer_id=dealer_id),
    )  # fmt: skip


def _made(day_id: UUID, day: date, rep_name: str, visit: Visit) -> VisitMade:
    assert visit.id is not None
    return VisitMade(visit.id, day_id, day, rep_name, visit.met, visit.summary, urgent(visit))


def _next(work: Work, ids: set[UUID]) -> CalendarVisit | None:
    """The first one that is planned from today on and not done yet."""
    coming = visit_plan_list.days(work, work.today, month_end(add_months(work.today, 1)))
    mine = (one for one in coming if one.dealer_id in ids and one.status is VisitStatus.PLANNED)
    return next(mine, None)
