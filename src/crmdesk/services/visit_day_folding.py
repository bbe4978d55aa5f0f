"""The second handbook of a day that two desks began folds into the first; ``visit_day_twice.py`` says which is which."""

from uuid import UUID

from crmdesk.models.visit import VisitDayRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit import FLOW
from crmdesk.services import advance as door
from crmdesk.services.verbs import Work
from crmdesk.services.visit_day_twice import folds_of
from crmdesk.services.visit_form import day_row, visits_of_days
from crmdesk.services.visit_writing import next_position
from crmdesk.words import _

_TEXTS = ("plan", "summary", "check_remark")


def fold(work: Work, keep_id: UUID, lose_id: UUID) -> VisitDayRow:
    """Visits go to the day that is kept, texts that differ stand one below the other, the other day is struck out."""
    keep, lose = day_row(work, keep_id), day_row(work, lose_id)
    if folds_of(work.session, [lose]).get(lose_id) != (keep_id, lose_id):
        raise Refused(_("这两份手册不能合并。"), _("没有改动。"), _("请刷新后再看。"), code="not-the-same-day")
    keys = ("plan", "summary", "dressed", "visits")
    for row in (keep, lose) if lose.alive else (keep,):
        door.check_write(work, row, FLOW, keys)
    _move_visits(work, keep, lose)
    for key in _TEXTS:
        setattr(keep, key, joined(getattr(keep, key), getattr(lose, key)))
    keep.dressed = keep.dressed or lose.dressed
    keep.mark = keep.mark if keep.mark is not None else lose.mark
    lose.alive = False
    keep.changed_at = work.now  # a revision also where only its visits change
    work.session.flush()
    return keep


def _move_visits(work: Work, keep: VisitDayRow, lose: VisitDayRow) -> None:
    """A line of the plan that a visit of the kept day was made for is done; the second one is 计划外."""
    visits = visits_of_days(work.session, [keep.id, lose.id])
    done = {visit.plan_line_id for visit in visits.get(keep.id, ())}
    position = next_position(work, keep.id)
    for number, visit in enumerate(visits.get(lose.id, ())):
        visit.plan_line_id = None if visit.plan_line_id in done else visit.plan_line_id
        visit.day_id, visit.position = keep.id, position + number


def joined(first: str, second: str) -> str:
    """Both texts, each once."""
    first, second = first.strip(), second.strip()
    if second in first:
        return first
    return second if first in second else f"{first}\n{second}"
