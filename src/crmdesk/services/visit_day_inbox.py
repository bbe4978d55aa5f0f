"""What the first page says of days that are there twice; it asks the bare tables, as all of that page does."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from crmdesk.services.visit_tables import DAY, VISIT


@dataclass(frozen=True, slots=True)
class Twice:
    """A day of which there are two handbooks; ``day_id`` None: all are struck out, and yet a visit of one lives."""

    rep_id: UUID
    rep_name: str
    day: date
    day_id: UUID | None


def days_twice(session: Session) -> Iterator[Twice]:
    """The days that want to be made one, the oldest first: as ``visit_day_twice.py`` tells them."""
    d = DAY.c
    lives = exists(select(VISIT.c.id).where(VISIT.c.day_id == d.id, VISIT.c.alive))
    told = select(d.id, d.rep_id, d.rep_name, d.day, d.alive).where(d.state != "checked", or_(d.alive, lives))
    same: dict[tuple[UUID, date], list[Any]] = defaultdict(list)
    for row in session.execute(told.order_by(d.day, d.id)):
        same[row.rep_id, row.day].append(row)
    for rows in same.values():
        kept = next((row for row in rows if row.alive), None)
        if len(rows) > 1 or kept is None:
            yield Twice(rows[0].rep_id, rows[0].rep_name, rows[0].day, kept.id if kept else None)
