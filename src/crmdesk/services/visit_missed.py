"""Why a planned visit was not done: kept on the line of the plan."""

from collections.abc import Mapping
from uuid import UUID

from crmdesk.models.visit import VisitDayRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit_plan import MissedReason
from crmdesk.services.verbs import Work
from crmdesk.services.visit_day_form import done_lines
from crmdesk.words import _


def write_reasons(work: Work, day: VisitDayRow, reasons: Mapping[UUID, MissedReason | None]) -> None:
    """Write the reason on each line, or take it away. Refused for another's line and for one that was done."""
    for line_id, reason in reasons.items():
        row = work.get(VisitPlanLineRow, line_id)
        if work.get(VisitPlanRow, row.plan_id).rep_id != day.rep_id:
            raise Refused(_("这一行计划不是{name}的。").format(name=day.rep_name), _("没有改动。"), code="not-his-line")
        if reason is not None and done_lines(work.session, [line_id]):
            raise Refused(
                _("「{dealer}」已经有巡访记录了。").format(dealer=row.dealer_name), _("没有改动。"), code="line-done"
            )
        row.missed = MissedReason(reason) if reason is not None else None


def without_reason(work: Work, line_id: UUID | None) -> None:
    """A visit that was made after all: the line has no reason any more."""
    if line_id is not None:
        work.get(VisitPlanLineRow, line_id).missed = None
