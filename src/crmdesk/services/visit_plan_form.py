"""The frozen plans from their rows, many at once: lines, versions, exceptions, differences and clocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.errors import Conflict, NotFound
from crmdesk.rules.visit_compare import compare
from crmdesk.rules.visit_content import hash_of, order_of
from crmdesk.rules.visit_exceptions import Known, coverage, exceptions
from crmdesk.rules.visit_plan import (
    DECIDED,
    FLOW,
    LineChange,
    PlanLine,
    PlanState,
    PlanVersion,
    VersionKind,
    VisitPlan,
)
from crmdesk.services.case_way import deadline_of, last_step
from crmdesk.services.conflict_count import conflicts_about
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_known import known_of
from crmdesk.services.visit_plan_versions import versions_of
from crmdesk.words import _

LINE_COLUMNS = tuple(f.name for f in fields(PlanLine))
_PLAIN = ("id", "revision", "state", "flow_version", "year", "month", "rep_id", "rep_name", "goals", "filled_on",
          "summary", "mark", "check_remark", "opened_by", "changed_at")  # fmt: skip
_S = PlanState
APPROVED_KINDS = (VersionKind.APPROVED, VersionKind.CHANGED)
_DECISIONS = ("approve", "approve_on_paper", "confirm_paper", "approve_changes")


def plan_row(work: Work, plan_id: UUID, seen: int | None = None, mine: Mapping[str, Any] | None = None) -> VisitPlanRow:
    """The living row at the revision that the person saw; NotFound, Conflict with the lines that stand there now."""
    row = work.session.get(VisitPlanRow, plan_id)
    if row is None or not row.alive:
        raise NotFound(_("这份巡访计划已经不在了。"), "", _("请刷新列表。"))
    try:
        work.check_seen(row, seen, mine)
    except Conflict as conflict:
        if mine and "lines" in mine:
            conflict.theirs["lines"] = lines_of(work.session, [row.id])[row.id]
        raise
    return row


def lines_of(session: Session, plan_ids: Iterable[UUID]) -> dict[UUID, tuple[PlanLine, ...]]:
    """The living lines of each plan in their order."""
    ids = list(plan_ids)
    found: dict[UUID, list[PlanLine]] = {key: [] for key in ids}
    told = select(VisitPlanLineRow).where(VisitPlanLineRow.plan_id.in_(ids), VisitPlanLineRow.alive)
    for row in session.scalars(told):
        found[row.plan_id].append(to_line(row))
    return {key: tuple(sorted(lines, key=order_of)) for key, lines in found.items()}


def to_line(row: VisitPlanLineRow) -> PlanLine:
    """The frozen line of a row."""
    return PlanLine(**{name: getattr(row, name) for name in LINE_COLUMNS})


def whole(work: Work, row: VisitPlanRow) -> VisitPlan:
    """One plan with everything that the page shows."""
    plan = wholes(work, [row])[0]
    returned = last_step(work, row, "send_back", "refuse_paper") if plan.state is _S.RETURNED else None
    decided = last_step(work, row, *_DECISIONS) if plan.state in DECIDED or plan.state is _S.ON_PAPER else None
    return replace(
        plan, returned_because=returned.comment if returned else "", decided_by=decided.signed if decided else ""
    )


def wholes(work: Work, rows: Sequence[VisitPlanRow]) -> list[VisitPlan]:
    """The plans of one month or several, without who decided and why one came back: those are asked one by one."""
    return [plan for plan, _known in wholes_known(work, rows)]


def wholes_known(work: Work, rows: Sequence[VisitPlanRow]) -> list[tuple[VisitPlan, Known]]:
    """The same, each with what it was measured by."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    lines, conflicts = lines_of(work.session, ids), conflicts_about(work.session)
    versions = versions_of(work.session, ids)
    known = known_of(work, rows, lines)
    plans = (_plan(work, row, lines[row.id], versions[row.id], known[row.id], conflicts[row.id]) for row in rows)
    return [(plan, known[plan.id]) for plan in plans]


def _plan(
    work: Work, row: VisitPlanRow, lines: tuple[PlanLine, ...], versions: Sequence[PlanVersion], known: Known,
    conflicts: int,
) -> VisitPlan:  # fmt: skip
    values = {name: getattr(row, name) for name in _PLAIN}
    return VisitPlan(
        **values, lines=lines, content_hash=hash_of(row.goals, lines), exceptions=exceptions(lines, known),
        coverage=coverage(lines, known), against_submitted=_against_submitted(row, lines, versions),
        requests=_requests(row, lines, versions), conflicts=conflicts, deadline=deadline(work, row),
    )  # fmt: skip


def _against_submitted(
    row: VisitPlanRow, lines: tuple[PlanLine, ...], versions: Sequence[PlanVersion]
) -> tuple[LineChange, ...]:
    """What the manager changed: against what stands now, after the approval against what he approved."""
    submitted = newest(versions, VersionKind.SUBMITTED)
    if submitted is None or row.state is _S.DRAFT:
        return ()
    approved = newest(versions, VersionKind.APPROVED) if row.state in DECIDED else None
    after = content_of(approved) if approved else (row.goals, lines)
    return compare(row.id, content_of(submitted), after)


def _requests(
    row: VisitPlanRow, lines: tuple[PlanLine, ...], versions: Sequence[PlanVersion]
) -> tuple[LineChange, ...]:
    approved = newest(versions, *APPROVED_KINDS) if row.state in DECIDED else None
    return compare(row.id, content_of(approved), (row.goals, lines)) if approved else ()


def newest(versions: Sequence[PlanVersion], *kinds: VersionKind) -> PlanVersion | None:
    """The newest version of one of the kinds."""
    return next((version for version in reversed(versions) if version.kind in kinds), None)


def content_of(version: PlanVersion) -> tuple[str, tuple[PlanLine, ...]]:
    """Goals and lines of a version, as ``compare`` takes them."""
    return version.goals, version.lines


def deadline(work: Work, row: VisitPlanRow) -> date | None:
    """The last day of the present station, inclusive; a draft is due before its month begins."""
    if row.state is _S.DRAFT:
        return due_on(work, date(row.year, row.month, 1))
    return deadline_of(work, row, FLOW)


def due_on(work: Work, month: date) -> date:
    """The last day to hand in the plan of a month."""
    days: int = work.settings["visit.plan_due_days"]
    return month - timedelta(days=1 + days)


def hours_of(lines: Iterable[PlanLine]) -> Decimal:
    """合计时数."""
    return sum((line.hours or Decimal(0) for line in lines), Decimal(0))
