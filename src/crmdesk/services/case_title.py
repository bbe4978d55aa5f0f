"""What a record is called where many kinds stand in one list: what goes round, conflicts, packets."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, column, select, table
from sqlalchemy.orm import Session

from crmdesk.words import _


def _plan(row: Any) -> str:
    return _("{name} {year} 年 {month} 月巡访计划").format(name=row.rep_name, year=row.year, month=row.month)


def _day(row: Any) -> str:
    return _("{name} {day} 巡访手册").format(name=row.rep_name, day=row.day.isoformat())


def _case(row: Any) -> str:
    from crmdesk.rules.visit_check import CaseKind

    return " ".join(part for part in (CaseKind(row.kind).label, row.dealer_name, row.heading) if part)


def _complaint(row: Any) -> str:
    number = row.number or row.draft_key
    return _("客户抱怨 {title} {dealer}").format(title=number, dealer=row.dealer_name).strip()


def _dealer(row: Any) -> str:
    return str(row.name)


def _table(name: str, /, **columns: Any) -> Any:
    return table(name, column("id", Uuid), *(column(key, kind) for key, kind in columns.items()))


#: Subject → its table, as much of it as the title says, and how it is said.
_TITLED: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "visit_plan": (_table("visit_plan", rep_name=Text, year=Integer, month=Integer), _plan),
    "visit_day": (_table("visit_day", rep_name=Text, day=Date), _day),
    "visit_case": (_table("visit_case", kind=Text, dealer_name=Text, heading=Text), _case),
    "complaint": (_table("complaint", number=Text, draft_key=Text, dealer_name=Text), _complaint),
    "dealer": (_table("dealer", name=Text), _dealer),
}


def titles_of(session: Session, records: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """(subject, id) → title; what is unknown or gone is left out."""
    records = list(records)
    found: dict[tuple[str, UUID], str] = {}
    for subject in dict.fromkeys(s for s, _i in records):
        if subject in _TITLED:
            of, say = _TITLED[subject]
            ids = [i for s, i in records if s == subject]
            rows = session.execute(select(of).where(of.c.id.in_(ids)))
            found |= {(subject, row.id): say(row) for row in rows}
    return found
