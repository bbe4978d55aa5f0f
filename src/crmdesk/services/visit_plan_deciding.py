"""The steps of a plan: submitting keeps a version, approving another; later changes are decided line by line (MT 一.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from crmdesk.models.visit_plan import VisitPlanRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit_compare import changed_cells, with_changes
from crmdesk.rules.visit_content import hash_of
from crmdesk.rules.visit_plan import (
    FLOW,
    Act,
    LineChange,
    PlanDecision,
    PlanOutcome,
    PlanVersion,
    VersionKind,
    VisitPlan,
)
from crmdesk.services import advance as door
from crmdesk.services.apart import apart
from crmdesk.services.case_way import last_step
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import APPROVED_KINDS, content_of, newest, plan_row, whole
from crmdesk.services.visit_plan_versions import keep, versions_of
from crmdesk.services.visit_plan_writing import restore, settle
from crmdesk.words import _

#: What becomes of the content with a step.
_KEEPS = {"submit": VersionKind.SUBMITTED, "approve": VersionKind.APPROVED, "confirm_paper": VersionKind.APPROVED}


def take(work: Work, plan_id: UUID, seen: int, name: str, said: Mapping[str, Any]) -> VisitPlan:
    """Take a step of the plan that the person saw at revision ``seen``, and keep the version that it makes."""
    return whole(work, _take(work, plan_id, seen, name, said))


def _take(work: Work, plan_id: UUID, seen: int, name: str, said: Mapping[str, Any]) -> VisitPlanRow:
    row = plan_row(work, plan_id, seen)
    form = whole(work, row)
    if name == "confirm_paper":
        _refuse_other_paper(work, row, form)
    decided = changed_cells(form.against_submitted) if name == "approve" else ()
    door.advance(work, row, form, FLOW, name, decided=decided, **said)
    if name in _KEEPS:
        keep(work, row, _KEEPS[name], form.goals, form.lines)
    if name == "review":
        row.opened_by = work.asker.name
    elif name in ("submit", "send_back"):
        row.opened_by = ""
    work.session.flush()
    return row


def _refuse_other_paper(work: Work, row: VisitPlanRow, form: VisitPlan) -> None:
    """What is confirmed is what was on the paper: a plan that was changed since is none of it."""
    paper = last_step(work, row, "approve_on_paper")
    if paper is not None and paper.content_hash != form.content_hash:
        raise Refused(
            _("计划在登记纸质批准之后又改过,与纸面不同。"), _("没有改动。"),
            _("请「不认可纸质批准」,看过现在的内容再决定。"), code="paper-differs",
        )  # fmt: skip


def decide_many(work: Work, decisions: Sequence[PlanDecision]) -> tuple[PlanOutcome, ...]:
    """Each decision by itself: what fails is named, the others stand."""
    found = []
    for n, decision in enumerate(decisions, start=1):
        work.stop_if_cancelled()
        work.cause = work.on_behalf_of = ""
        found.append(_decide(work, decision))
        work.progress(n, len(decisions), found[-1].rep_name)
    work.cause = "transition:decide_many"
    return tuple(found)


def _decide(work: Work, decision: PlanDecision) -> PlanOutcome:
    name = ""
    try:
        with apart(work):
            name = plan_row(work, decision.plan_id).rep_name
            said = {"comment": decision.comment} if decision.comment else {}
            _take(work, decision.plan_id, decision.seen, str(Act(decision.act)), said)
    except Refused as error:
        return PlanOutcome(decision.plan_id, name, False, str(error))
    return PlanOutcome(decision.plan_id, name, True)


# 变更申请


def approve_changes(work: Work, plan_id: UUID, seen: int, line_ids: Sequence[UUID], said: Mapping[str, Any]) -> VisitPlan:
    """Approve some of the changes that were asked for: the approved content with these is the next version."""
    row, form, base, chosen = _asked(work, plan_id, seen, line_ids)
    goals, lines = with_changes(content_of(base), chosen, form.goals)
    decided = replace(form, content_hash=hash_of(goals, lines))
    door.advance(work, row, decided, FLOW, "approve_changes", decided=changed_cells(chosen), **said)
    keep(work, row, VersionKind.CHANGED, goals, lines)
    settle(work, [change.line_id for change in chosen if change.line is not None])
    row.changed_at = work.now
    work.session.flush()
    return whole(work, row)


def refuse_changes(work: Work, plan_id: UUID, seen: int, line_ids: Sequence[UUID], said: Mapping[str, Any]) -> VisitPlan:
    """Refuse some of the changes: these lines stand again as they were approved; what was asked is in the history."""
    row, form, base, chosen = _asked(work, plan_id, seen, line_ids)
    door.advance(work, row, form, FLOW, "refuse_changes", decided=changed_cells(chosen), **said)
    if any(change.line is None for change in chosen):
        row.goals = base.goals
    approved = {line.id: line for line in base.lines if line.id is not None}
    asked = [change.line_id for change in chosen if change.line is not None]
    settle(work, asked)
    restore(work, row, approved, asked)
    return whole(work, row)


def _asked(
    work: Work, plan_id: UUID, seen: int, line_ids: Sequence[UUID]
) -> tuple[VisitPlanRow, VisitPlan, PlanVersion, tuple[LineChange, ...]]:
    row = plan_row(work, plan_id, seen)
    form = whole(work, row)
    base = newest(versions_of(work.session, [row.id])[row.id], *APPROVED_KINDS)
    chosen = tuple(change for change in form.requests if change.line_id in set(line_ids))
    if base is None or len(chosen) != len(set(line_ids)) or not chosen:
        raise Refused(
            _("选中的行里有的没有变更申请。"), _("没有改动。"), _("请刷新后再选。"), code="no-request"
        )
    return row, form, base, chosen
