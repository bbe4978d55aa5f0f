"""What the first page reads out of approved plans: visits of today, visits not made, changes that ask for approval."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.rules.visit_plan import LINE_FIELDS
from crmdesk.services.visit_tables import DAY, LINE, PLAN, VERSION, VISIT

_APPROVED = ("approved", "changed")
_RUNNING = ("approved", "executing")


@dataclass(frozen=True, slots=True)
class Planned:
    """The visits of a representative on one day; ``day_id`` is his day of the handbook, where it was begun."""

    rep_name: str
    lines: int
    done: int
    day_id: UUID | None


@dataclass(frozen=True, slots=True)
class Unmade:
    """How many visits of a plan are over without visit or reason."""

    plan_id: UUID
    rep_id: UUID
    rep_name: str
    lines: int


def today_lines(session: Session, day: date, reps: Iterable[UUID]) -> dict[UUID, Planned]:
    """What the approved plans ask of these representatives on that day."""
    found: dict[UUID, Planned] = {}
    plans = _running(session, day, reps)
    approved = _approved(session, plans)
    for plan in plans:
        ids = [i for i, said in approved[plan.id].items() if said.get("planned_on") == day.isoformat()]
        if ids:
            kept = select(DAY.c.id).where(DAY.c.rep_id == plan.rep_id, DAY.c.day == day, DAY.c.alive)
            done = len(_visited(session, ids))
            found[plan.rep_id] = Planned(plan.rep_name, len(ids), done, session.scalar(kept.order_by(DAY.c.id).limit(1)))
    return found


def overdue_lines(session: Session, today: date, reps: Iterable[UUID] | None) -> Iterator[Unmade]:
    """Plans of the month with visits that were neither made nor given a reason; ``reps`` None: of everyone."""
    plans = _running(session, today, reps)
    past = {
        plan_id: {i for i, said in lines.items() if (said.get("planned_on") or "9") < today.isoformat()}
        for plan_id, lines in _approved(session, plans).items()
    }
    excused = select(LINE.c.id).where(LINE.c.plan_id.in_([plan.id for plan in plans]), LINE.c.missed.is_not(None))
    done = _visited(session, [i for ids in past.values() for i in ids]) | set(session.scalars(excused))
    for plan in plans:
        if open_ := past[plan.id] - done:
            yield Unmade(plan.id, plan.rep_id, plan.rep_name, len(open_))


def asked_changes(session: Session, plans: Sequence[Any]) -> Iterator[Any]:
    """Of these running plans those whose living lines are no longer what was approved."""
    asked = select(*LINE.c).where(LINE.c.plan_id.in_([plan.id for plan in plans]), LINE.c.alive)
    live: dict[UUID, dict[UUID, tuple[str, ...]]] = {plan.id: {} for plan in plans}
    for row in session.execute(asked):
        live[row.plan_id][row.id] = _live(row)
    approved = _approved(session, plans)
    for plan in plans:
        lines = {i: _said(said) for i, said in approved[plan.id].items()}
        if lines and lines != live[plan.id]:
            yield plan


def _running(session: Session, day: date, reps: Iterable[UUID] | None) -> list[Any]:
    plan = PLAN.c
    asked = select(plan.id, plan.rep_id, plan.rep_name).where(
        plan.alive, plan.year == day.year, plan.month == day.month, plan.state.in_(_RUNNING)
    )
    if reps is not None:
        asked = asked.where(plan.rep_id.in_(list(reps)))
    return list(session.execute(asked.order_by(plan.rep_name, plan.id)))


def _approved(session: Session, plans: Sequence[Any]) -> dict[UUID, dict[UUID, Mapping[str, Any]]]:
    """The lines of each plan's newest approved version, as its JSON says them."""
    version = VERSION.c
    asked = select(version.plan_id, version.content).where(
        version.plan_id.in_([plan.id for plan in plans]), version.kind.in_(_APPROVED)
    )
    rows = session.execute(asked.order_by(version.number, version.id))
    newest = {row.plan_id: row.content for row in rows}
    return {
        plan.id: {UUID(said["id"]): said for said in json.loads(newest[plan.id])["lines"]} if plan.id in newest else {}
        for plan in plans
    }


def _visited(session: Session, line_ids: Iterable[UUID]) -> set[UUID]:
    visit = VISIT.c
    asked = select(visit.plan_line_id).where(visit.plan_line_id.in_(list(line_ids)), visit.alive)
    return set(session.scalars(asked))


def _said(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_text(key, said.get(key)) for key in LINE_FIELDS)


def _live(row: Any) -> tuple[str, ...]:
    values = row._asdict()
    if values["hours"] is not None:
        values["hours"] = Decimal(values["hours"]).scaleb(-4)
    return tuple(_text(key, values[key]) for key in LINE_FIELDS)


def _text(key: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if key == "hours":
        return format(Decimal(str(value)).normalize(), "f")
    return UUID(str(value)).hex if key == "dealer_id" else str(value)
