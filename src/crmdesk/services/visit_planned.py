"""What is planned: the lines of the newest approved version of each plan; execution follows nothing else.

Lines are as they were approved; why one was not done (``missed``) stands on the living line.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow, VisitPlanVersionRow
from crmdesk.rules.calendar import add_months
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import DECIDED, PlanLine, VersionKind, VisitWay
from crmdesk.services.dealer_living import Living, living_of

_APPROVED = (VersionKind.APPROVED, VersionKind.CHANGED)


@dataclass(frozen=True, slots=True)
class Planned:
    """One approved line, and whose plan it is in."""

    rep_id: UUID
    rep_name: str
    plan_id: UUID
    line: PlanLine


def planned(session: Session, first: date, last: date, rep_id: UUID | None = None) -> tuple[Planned, ...]:
    """The approved lines with a date from ``first`` to ``last`` inclusive, in the order of date and route."""
    found = []
    for plan, content in _newest(session, _months(first, last), rep_id):
        for line in lines_in(content):
            if line.planned_on and first <= line.planned_on <= last:
                found.append(Planned(plan.rep_id, plan.rep_name, plan.id, line))
    found = _as_now(session, found)
    return tuple(sorted(found, key=_order))


def _order(one: Planned) -> tuple[Any, ...]:
    line = one.line
    return (one.rep_name, line.planned_on, line.route_order or 0, line.position, str(line.id))


def _months(first: date, last: date) -> set[tuple[int, int]]:
    months, day = set(), first.replace(day=1)
    while day <= last:
        months.add((day.year, day.month))
        day = add_months(day, 1)
    return months


def _newest(session: Session, months: set[tuple[int, int]], rep_id: UUID | None) -> Iterable[tuple[Any, str]]:
    """Each plan of the months that is approved now, with the content of its newest approved version."""
    plan, version = VisitPlanRow.__table__.c, VisitPlanVersionRow.__table__.c
    of_month = or_(*(and_(plan.year == y, plan.month == m) for y, m in months))
    statement = (
        select(plan.id, plan.rep_id, plan.rep_name, version.content)
        .join_from(VisitPlanRow.__table__, VisitPlanVersionRow.__table__, version.plan_id == plan.id)
        .where(plan.alive, plan.state.in_(DECIDED), of_month, version.kind.in_(_APPROVED))
        .order_by(plan.id, version.number, version.id)
    )
    if rep_id is not None:
        statement = statement.where(plan.rep_id == rep_id)
    newest = {row.id: row for row in session.execute(statement)}
    return [(row, row.content) for row in newest.values()]


def _as_now(session: Session, found: list[Planned]) -> list[Planned]:
    """The lines with the living dealer, and with the reason where one was not done."""
    dealers = living_of(session, (one.line.dealer_id for one in found))
    reasons = _reasons(session, {one.plan_id for one in found})
    return [replace(one, line=_line_now(one.line, dealers, reasons)) for one in found]


def _line_now(line: PlanLine, dealers: Mapping[UUID, Living], reasons: Mapping[UUID, Any]) -> PlanLine:
    line = replace(line, missed=reasons.get(line.id) if line.id else None)
    dealer = dealers.get(line.dealer_id) if line.dealer_id else None
    if dealer is None or not (dealer.is_other or not line.dealer_name):
        return line
    return replace(line, dealer_id=dealer.id, dealer_code=dealer.code, dealer_name=dealer.name,
                   dealer_class=dealer.dealer_class)  # fmt: skip


def _reasons(session: Session, plan_ids: set[UUID]) -> dict[UUID, Any]:
    line = VisitPlanLineRow.__table__.c
    told = select(line.id, line.missed).where(line.plan_id.in_(plan_ids), line.missed.is_not(None))
    return {row.id: row.missed for row in session.execute(told)} if plan_ids else {}


# a version's content


def lines_in(content: str) -> tuple[PlanLine, ...]:
    """The lines of a version's canonical JSON."""
    return tuple(_line(said) for said in json.loads(content)["lines"])


_KNOWN = {f.name for f in fields(PlanLine)}


def _line(said: Mapping[str, Any]) -> PlanLine:
    values = {key: _read(key, value) for key, value in said.items() if key in _KNOWN and value is not None}
    return PlanLine(**values)


def _read(key: str, value: Any) -> Any:
    """A value of the JSON as Python keeps it."""
    if key in ("id", "dealer_id"):
        return UUID(value)
    if key == "planned_on":
        return date.fromisoformat(value) if value else None
    if key in ("hours", "position"):
        return Decimal(str(value)) if value != "" else None
    if key == "way":
        return VisitWay(value)
    if key == "dealer_class":
        return DealerClass(value) if value else None
    return value
