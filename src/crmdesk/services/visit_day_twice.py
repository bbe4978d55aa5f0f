"""Days that are there twice, because two desks began the same one: which is kept, and which folds into it.

Which one stays is the same at every desk: a living one before one that is struck out, then the one with the lower
id, which was begun first. A struck day counts as long as a visit of it lives: one that another desk wrote meanwhile.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, exists, or_, select
from sqlalchemy.orm import Session

from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.rules.visit import DayState

_DAY, _VISIT = cast(Table, VisitDayRow.__table__), cast(Table, VisitRow.__table__)


def _counts() -> ColumnElement[bool]:
    """A day that is there, or of which something is."""
    lives = exists(select(_VISIT.c.id).where(_VISIT.c.day_id == _DAY.c.id, _VISIT.c.alive))
    return or_(_DAY.c.alive, lives)


def folds_of(session: Session, rows: Sequence[VisitDayRow]) -> dict[UUID, tuple[UUID, UUID]]:
    """Of each day that is there twice: which one is kept, and which one folds into it. A checked one stays as it is."""
    open_rows = [row for row in rows if row.state is not DayState.CHECKED]
    if not open_rows:
        return {}
    days = [row.day for row in open_rows]
    told = select(_DAY.c.id, _DAY.c.rep_id, _DAY.c.day, _DAY.c.alive).where(
        _DAY.c.rep_id.in_({row.rep_id for row in open_rows}), _DAY.c.day.between(min(days), max(days)),
        _DAY.c.state != DayState.CHECKED, _counts(),
    )  # fmt: skip
    same: dict[tuple[UUID, date], list[Any]] = defaultdict(list)
    for one in session.execute(told):
        same[one.rep_id, one.day].append(one)
    found = {}
    for row in open_rows:
        ids = [one.id for one in sorted(same[row.rep_id, row.day], key=_first)]
        if len(ids) > 1:
            found[row.id] = (ids[0], row.id if row.id in ids[1:] else ids[1])
    return found


def _first(one: Any) -> tuple[bool, int]:
    return not one.alive, one.id.int
