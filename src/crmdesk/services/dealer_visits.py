"""Plan lines and visits of a dealer that is merged: they keep its id, under which they were decided upon and hashed.

Whoever reads them shows the dealer that lives on (``dealer_living``); so a merge takes nothing of what was approved,
and taking it back has nothing to restore (reliability 1.2).
"""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.services.verbs import Work

_LINE, _PLAN = cast(Table, VisitPlanLineRow.__table__), cast(Table, VisitPlanRow.__table__)
_VISIT, _DAY = cast(Table, VisitRow.__table__), cast(Table, VisitDayRow.__table__)


def count(session: Session, dealer_id: UUID) -> tuple[int, int]:
    """How many living plan lines and visits name the dealer."""
    lines = select(func.count()).select_from(_LINE.join(_PLAN, _LINE.c.plan_id == _PLAN.c.id))
    visits = select(func.count()).select_from(_VISIT.join(_DAY, _VISIT.c.day_id == _DAY.c.id))
    mine: list[Any] = [
        lines.where(_LINE.c.dealer_id == dealer_id, _LINE.c.alive, _PLAN.c.alive),
        visits.where(_VISIT.c.dealer_id == dealer_id, _VISIT.c.alive, _DAY.c.alive),
    ]
    return session.scalar(mine[0]) or 0, session.scalar(mine[1]) or 0


def tell(work: Work, dealer_id: UUID) -> None:
    """Announce the plans and days that show the dealer otherwise from now on."""
    for plan_id in work.session.scalars(select(_LINE.c.plan_id).where(_LINE.c.dealer_id == dealer_id).distinct()):
        work.note_changed("visit_plan", plan_id)
    for day_id in work.session.scalars(select(_VISIT.c.day_id).where(_VISIT.c.dealer_id == dealer_id).distinct()):
        work.note_changed("visit_day", day_id)
