"""What the first page says of days that are there twice; it asks the bare tables, as all of that page does."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from crmdesk.services.inbox import TodayItem
from crmdesk.services.verbs import EVERYTHING
from crmdesk.services.visit_tables import DAY, VISIT
from crmdesk.words import _


def days_twice(session: Session, reps: Collection[UUID] | None) -> Iterator[TodayItem]:
    """The days that want to be made one, the oldest first, as ``visit_day_twice.py`` tells them; ``reps`` None: all.

    Where all are struck out and yet a visit of one lives, the page begins the day anew and offers it there.
    """
    d = DAY.c
    lives = exists(select(VISIT.c.id).where(VISIT.c.day_id == d.id, VISIT.c.alive))
    told = select(d.id, d.rep_id, d.rep_name, d.day, d.alive).where(d.state != "checked", or_(d.alive, lives))
    same: dict[tuple[UUID, date], list[Any]] = defaultdict(list)
    for row in session.execute(told.order_by(d.day, d.id)):
        same[row.rep_id, row.day].append(row)
    for rows in same.values():
        kept = next((row for row in rows if row.alive), None)
        if (len(rows) > 1 or kept is None) and (reps is None or rows[0].rep_id in reps):
            yield _item(rows[0], kept.id if kept else None)


def _item(row: Any, day_id: UUID | None) -> TodayItem:
    title = _("{name} {day} 巡访手册").format(name=row.rep_name, day=row.day.isoformat())
    return TodayItem(
        "amber", _("两份手册"), title, _("同一天有两份手册,请合并成一份"), "visit_day", day_id or EVERYTHING, _("合并"),
        "now", page="visit_day.form", given=() if day_id else (("day", row.day), ("rep_id", row.rep_id)),
    )  # fmt: skip
