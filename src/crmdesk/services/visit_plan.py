"""The verbs of the monthly visit plan 月度巡访计划表 (MT 一.2–一.4); what they do lies in files of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from crmdesk.rules.visit_plan import (
    FLOW,
    CalendarVisit,
    LineChange,
    PlanDecision,
    PlanLine,
    PlanOutcome,
    PlanSummary,
    PlanVersion,
    ReadLines,
    VisitPlan,
)
from crmdesk.services.case_way import Step, Way, steps_of, ways_of
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_plan_deciding import take
from crmdesk.services.visit_plan_form import plan_row, whole
from crmdesk.words import _


@verb(permit="visit_plan.page", reads=True)
def page(work: Work, month: date) -> tuple[PlanSummary, ...]:
    """The plans of the month of ``month``, what waits for a decision and has exceptions first; who has none, last."""
    from crmdesk.services import visit_plan_list

    return visit_plan_list.page(work, month)


@verb(permit="visit_plan.get", reads=True)
def get(work: Work, plan_id: UUID) -> VisitPlan:
    """One plan, whole."""
    return whole(work, plan_row(work, plan_id))


@verb(permit="visit_plan.ways", reads=True)
def ways(work: Work, plan_id: UUID) -> tuple[Way, ...]:
    """The buttons of the plan in its present state, for this person."""
    row = plan_row(work, plan_id)
    return ways_of(work, row, whole(work, row), FLOW)


@verb(permit="visit_plan.steps", reads=True)
def steps(work: Work, plan_id: UUID) -> tuple[Step, ...]:
    """What happened to the plan, newest first."""
    return steps_of(work, plan_row(work, plan_id), FLOW, _("开始填写"))


@verb(permit="visit_plan.days", reads=True)
def days(work: Work, first: date, last: date, rep_id: UUID | None = None) -> tuple[CalendarVisit, ...]:
    """The visits from ``first`` to ``last``: approved ones and those that were made, with how each stands."""
    from crmdesk.services import visit_plan_list

    return visit_plan_list.days(work, first, last, rep_id)


@verb(permit="visit_plan.propose", reads=True)
def propose(work: Work, month: date, rep_id: UUID | None = None) -> tuple[PlanLine, ...]:
    """The lines of the month as the program drafts them; what is written is only what is then saved."""
    from crmdesk.services import visit_plan_drafting

    return visit_plan_drafting.draft(work, month, rep_id)


@verb(permit="visit_plan.copy_last", reads=True)
def copy_last(work: Work, month: date, rep_id: UUID | None = None) -> tuple[PlanLine, ...]:
    """The lines of the newest plan before the month, moved to the days that correspond."""
    from crmdesk.services import visit_plan_drafting

    return visit_plan_drafting.copy_last(work, month, rep_id)


@verb(permit="visit_plan.versions", reads=True)
def versions(work: Work, plan_id: UUID) -> tuple[PlanVersion, ...]:
    """What was submitted and what was approved, oldest first."""
    from crmdesk.services.visit_plan_versions import versions_of

    row = plan_row(work, plan_id)
    return versions_of(work.session, [row.id])[row.id]


@verb(permit="visit_plan.compare", reads=True)
def compare(work: Work, plan_id: UUID, before: UUID, after: UUID | None = None) -> tuple[LineChange, ...]:
    """How two versions of the plan differ; ``after`` None: what stands here now."""
    from crmdesk.services import visit_plan_versions

    return visit_plan_versions.differences(work, plan_row(work, plan_id), before, after)


# writing


@verb(permit="visit_plan.create")
def create(work: Work, month: date, values: Mapping[str, Any]) -> VisitPlan:
    """A new draft (``goals``, ``lines``; ``rep_id`` where a clerk types it); it may still be incomplete."""
    from crmdesk.services import visit_plan_writing

    return whole(work, visit_plan_writing.create(work, month, values))


@verb(permit="visit_plan.change")
def change(work: Work, plan_id: UUID, seen: int, changes: Mapping[str, Any]) -> VisitPlan:
    """Change ``goals``, ``lines`` (whole: one left out is struck), ``summary``, or the manager's ``mark`` and
    ``check_remark``: whatever the flow lets the person write where the plan stands. Conflict, NotAllowed, Incomplete.
    """  # fmt: skip
    from crmdesk.services import visit_plan_writing

    row = plan_row(work, plan_id, seen, changes)
    visit_plan_writing.change(work, row, changes)
    return whole(work, row)


@verb(permit="visit_plan.strike")
def strike(work: Work, plan_id: UUID, seen: int) -> None:
    """Strike a draft, or a plan that came back: the month may then be begun anew. It stays in the journal."""
    from crmdesk.services import visit_plan_writing

    visit_plan_writing.strike(work, plan_row(work, plan_id, seen))


# its way


@verb(permit="visit_plan.submit")
def submit(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Hand the plan to the manager (MT 一.2); what is submitted is kept. Incomplete names all that is missing."""
    return take(work, plan_id, seen, "submit", step)


@verb(permit="visit_plan.take_back")
def take_back(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Take the plan back while the manager has not begun with it."""
    return take(work, plan_id, seen, "take_back", step)


@verb(permit="visit_plan.review")
def review(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Begin to adjust the plan: from now on it can't be taken back (MT 一.3)."""
    return take(work, plan_id, seen, "review", step)


@verb(permit="visit_plan.send_back")
def send_back(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Return the plan with a reason."""
    return take(work, plan_id, seen, "send_back", step)


@verb(permit="visit_plan.approve")
def approve(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Approve the plan as it stands, adjusted or not; what is approved is kept beside what was submitted (MT 一.3)."""
    return take(work, plan_id, seen, "approve", step)


@verb(permit="visit_plan.acknowledge")
def acknowledge(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """The representative has read what was decided, and begins."""
    return take(work, plan_id, seen, "acknowledge", step)


@verb(permit="visit_plan.sum_up")
def sum_up(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """Hand in the summary of the month (MT 一.4)."""
    return take(work, plan_id, seen, "sum_up", step)


@verb(permit="visit_plan.check")
def check(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """The manager has checked the month; mark and remark are written before by ``visit_plan.change``."""
    return take(work, plan_id, seen, "check", step)


@verb(permit="visit_plan.approve_on_paper")
def approve_on_paper(work: Work, plan_id: UUID, seen: int, signer: str, signed_on: date, scan: Path | str) -> VisitPlan:
    """Record that ``signer`` has approved the printed plan; ``scan`` is the file of the signed paper."""
    from crmdesk.services import visit_plan_paper

    return visit_plan_paper.approve_on_paper(work, plan_id, seen, signer, signed_on, scan)


@verb(permit="visit_plan.confirm_paper")
def confirm_paper(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """The manager stands by what he has signed on paper: it is approved."""
    return take(work, plan_id, seen, "confirm_paper", step)


@verb(permit="visit_plan.refuse_paper")
def refuse_paper(work: Work, plan_id: UUID, seen: int, **step: Any) -> VisitPlan:
    """The manager does not stand by the paper; the plan is submitted as before."""
    return take(work, plan_id, seen, "refuse_paper", step)


@verb(permit="visit_plan.decide_many")
def decide_many(work: Work, decisions: Sequence[PlanDecision]) -> tuple[PlanOutcome, ...]:
    """Decide upon many plans, each by itself: what fails is named and the others stand."""
    from crmdesk.services import visit_plan_deciding

    return visit_plan_deciding.decide_many(work, decisions)


@verb(permit="visit_plan.approve_changes")
def approve_changes(work: Work, plan_id: UUID, seen: int, line_ids: Sequence[UUID], **step: Any) -> VisitPlan:
    """Approve these of the changes asked for (``VisitPlan.requests``); they join the approved plan."""
    from crmdesk.services import visit_plan_deciding

    return visit_plan_deciding.approve_changes(work, plan_id, seen, line_ids, step)


@verb(permit="visit_plan.refuse_changes")
def refuse_changes(work: Work, plan_id: UUID, seen: int, line_ids: Sequence[UUID], **step: Any) -> VisitPlan:
    """Refuse these of the changes asked for, with a reason: the lines stand again as they were approved."""
    from crmdesk.services import visit_plan_deciding

    return visit_plan_deciding.refuse_changes(work, plan_id, seen, line_ids, step)


# on paper


@verb(permit="visit_plan.preview", reads=True)
def preview(work: Work, plan_ids: Sequence[UUID], compare: bool = True) -> bytes:
    """The PDF of the plans as they would be printed now; ``compare`` marks what the manager changed."""
    from crmdesk.services import visit_plan_paper

    return visit_plan_paper.preview(work, plan_ids, compare)


@verb(permit="visit_plan.print", reads=True)
def print_plans(work: Work, plan_ids: Sequence[UUID], how: str = "printer", place: str = "") -> bytes:
    """The PDF of the plans for the printer, or written to the file ``place`` where ``how`` is pdf."""
    from crmdesk.services import visit_plan_paper

    return visit_plan_paper.print_plans(work, plan_ids, how, place)


@verb(permit="visit_plan.export", reads=True)
def export(work: Work, plan_id: UUID, path: Path | str) -> int:
    """Write the plan to a workbook, ready for printing and for coming back; the number of its lines."""
    from crmdesk.services import visit_plan_excel

    return visit_plan_excel.export(work, plan_row(work, plan_id), path)


@verb(permit="visit_plan.read_lines", reads=True)
def read_lines(
    work: Work, plan_id: UUID | None, path: Path | str, month: date | None = None, rep_id: UUID | None = None
) -> ReadLines:
    """The lines in a workbook, ours or typed by hand, with what could not be read; saved only by ``change``.

    Where there is no plan yet (``plan_id`` None) they are read for ``month`` and the representative ``rep_id``.
    """
    from crmdesk.services import visit_plan_excel
    from crmdesk.services.visit_plan_writing import rep_of

    if plan_id is None:
        first = (month or work.today).replace(day=1)
        return visit_plan_excel.read_lines(work, None, path, first, rep_of(work, rep_id).name)
    row = plan_row(work, plan_id)
    return visit_plan_excel.read_lines(work, row, path, date(row.year, row.month, 1), row.rep_name)
