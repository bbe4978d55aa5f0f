"""The versions of a plan: what was submitted or approved, whole and never changed afterwards."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmdesk.models.visit_plan import VisitPlanRow, VisitPlanVersionRow
from crmdesk.rules.errors import NotFound
from crmdesk.rules.visit_compare import compare
from crmdesk.rules.visit_content import content, goals_in, hash_of
from crmdesk.rules.visit_plan import LineChange, PlanLine, PlanVersion, VersionKind
from crmdesk.services.verbs import Work
from crmdesk.services.visit_planned import lines_in
from crmdesk.words import _


def versions_of(session: Session, plan_ids: Iterable[UUID]) -> dict[UUID, tuple[PlanVersion, ...]]:
    """The versions of each plan, oldest first."""
    ids = list(plan_ids)
    found: dict[UUID, list[PlanVersion]] = {key: [] for key in ids}
    told = select(VisitPlanVersionRow).where(VisitPlanVersionRow.plan_id.in_(ids))
    for row in session.scalars(told.order_by(VisitPlanVersionRow.number, VisitPlanVersionRow.id)):
        found[row.plan_id].append(to_version(row))
    return {key: tuple(versions) for key, versions in found.items()}


def to_version(row: Any) -> PlanVersion:
    """The frozen version of a row."""
    return PlanVersion(
        row.id, row.number, row.kind, row.created_at, row.person_name, row.on_behalf_of, row.content_hash,
        goals_in(row.content), lines_in(row.content),
    )  # fmt: skip


def keep(work: Work, row: VisitPlanRow, kind: VersionKind, goals: str, lines: Sequence[PlanLine]) -> None:
    """Keep what was decided upon as the next version; who did it stands with it."""
    told = select(func.max(VisitPlanVersionRow.number)).where(VisitPlanVersionRow.plan_id == row.id)
    work.add(
        VisitPlanVersionRow(
            plan_id=row.id, number=(work.session.scalar(told) or 0) + 1, kind=kind, person_name=work.asker.name,
            on_behalf_of=work.on_behalf_of, content=content(goals, lines), content_hash=hash_of(goals, lines),
        )
    )  # fmt: skip
    work.session.flush()


def differences(work: Work, row: VisitPlanRow, before: UUID, after: UUID | None) -> tuple[LineChange, ...]:
    """How two versions of a plan differ; ``after`` None is what stands there now."""
    from crmdesk.services.visit_plan_form import lines_of

    found = {version.id: (version.goals, version.lines) for version in versions_of(work.session, [row.id])[row.id]}
    if before not in found or (after is not None and after not in found):
        raise NotFound(_("这份计划没有这个版本。"), "", _("请刷新后再选。"))
    now = (row.goals, lines_of(work.session, [row.id])[row.id])
    return compare(row.id, found[before], found[after] if after else now)
