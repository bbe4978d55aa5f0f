"""What another desk does not get: it goes as its place in the chain only, so that the chain can still be checked.

A desk of one representative gets nothing of the plans, days and cases of others. People, settings and the calendar
travel only from the head desk.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.office import DeskRow
from crmdesk.models.visit import VisitDayRow
from crmdesk.models.visit_case import VisitCaseRow
from crmdesk.models.visit_plan import VisitPlanRow
from crmdesk.rules.desks import Scope
from crmdesk.services.verbs import Work

#: Subjects that only the head desk sends, and that are taken only from it.
OF_THE_HEAD = frozenset({"office", "person", "setting", "workday", "deputy"})
_OF_SOMEONE = (VisitPlanRow, VisitDayRow, VisitCaseRow)


def heads_of_office(work: Work) -> set[UUID]:
    """The desks that are or were the head desk: what they wrote of people and settings counts."""
    desk = DeskRow.__table__.c
    return set(work.session.scalars(select(desk.id).where(desk.is_head)))


def withheld(work: Work, to: DeskRow, rows: Sequence[Any]) -> set[int]:
    """The entries (by arrival) that ``to`` gets only the hash of."""
    head = heads_of_office(work)
    found = {row.arrival for row in rows if row.subject in OF_THE_HEAD and row.desk_id not in head}
    if to.scope == Scope.REP:
        others = _of_others(work, to.scope_person, {row.about_id for row in rows})
        found |= {row.arrival for row in rows if row.about_id in others or row.record_id in others}
    return found


def _of_others(work: Work, person_id: UUID | None, abouts: Iterable[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for table in _OF_SOMEONE:
        row = table.__table__.c
        found |= set(work.session.scalars(select(row.id).where(row.rep_id != person_id)))
    return found & set(abouts)
