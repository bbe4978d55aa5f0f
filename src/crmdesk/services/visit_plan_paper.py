"""Plans on paper: printed, and approved by a signature that the clerk records with its scan (MT 一.3)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.visit_plan import FLOW, VisitPlan
from crmdesk.services import advance as door
from crmdesk.services.paper_head import head_of
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import plan_row, whole
from crmdesk.words import _


def preview(work: Work, plan_ids: Sequence[UUID], compare: bool) -> bytes:
    """The PDF of the plans; ``compare`` marks what the manager changed."""
    from crmdesk.papers.visit_plan import plan_sheets

    if not plan_ids:
        raise Refused(_("没有选计划。"), _("没有打印。"), _("请先选一份或几份。"), code="no-plan")
    plans = [whole(work, plan_row(work, plan_id)) for plan_id in dict.fromkeys(plan_ids)]
    return plan_sheets(plans, head_of(work), compare=compare)


def print_plans(work: Work, plan_ids: Sequence[UUID], how: str, place: str) -> bytes:
    """The PDF for the printer, or written to the file ``place`` where ``how`` is pdf."""
    pdf = preview(work, plan_ids, compare=True)
    if how == "pdf" and place:
        from crmdesk.exchange.files import write_safely

        write_safely(Path(place), pdf)
    return pdf


def approve_on_paper(work: Work, plan_id: UUID, seen: int, signer: str, signed_on: date, scan: Path | str) -> VisitPlan:
    """Record what the manager signed on paper, with its scan; he confirms it when he next signs in."""
    from crmdesk.services import attachment

    row = plan_row(work, plan_id, seen)
    if signer.strip() == row.rep_name:
        raise NotAllowed(_("「{step}」不能由本人签字。").format(step=FLOW.transition("approve_on_paper").title), _("没有改动。"))
    form = whole(work, row)
    kept = attachment.add(work, row.SUBJECT, row.id, scan, note=_("签字扫描件"))
    door.advance(
        work, row, form, FLOW, "approve_on_paper", on_behalf_of=signer, paper_signed_on=signed_on, scan=kept.id
    )
    return whole(work, row)
