"""What records are called where desks exchange them: counted in a packet, named in a conflict."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.visit import VisitRow
from crmdesk.services.journal import table_of
from crmdesk.words import N_, _, listed

#: What a packet counts, in this order; ``{n}`` of what.
_COUNTED = {
    "visit_plan": N_("{n} 份计划"), "visit_day": N_("{n} 天手册"), "visit_case": N_("{n} 件请示"),
    "complaint": N_("{n} 张抱怨表"), "dealer": N_("{n} 家客户"), "person": N_("{n} 位人员"), "setting": N_("{n} 项设置"),
}  # fmt: skip
_OTHER = N_("{n} 项其他内容")
_KINDS = {
    "visit_plan": N_("巡访计划"), "visit_day": N_("巡访手册"), "visit_case": N_("请示"), "complaint": N_("客户抱怨"),
    "dealer": N_("客户"), "person": N_("人员"), "setting": N_("设置"),
}  # fmt: skip
#: Lines by the subject that they belong to.
_OWNERS = {
    "visit_plan_line": "visit_plan", "visit_plan_version": "visit_plan", "complaint_demand": "complaint",
    "copy_issue": "complaint", "dealer_contact": "dealer", "safety_stock": "dealer", "visit_case_note": "visit_case",
    "visit": "visit_day", "visit_check": "visit_day", "visit_price": "visit_day", "visit_evidence": "visit_day",
    "visit_stock": "visit_day", "visit_training": "visit_day", "visit_project": "visit_day",
}  # fmt: skip


def owner_of(subject: str, changes: Mapping[str, Any]) -> str:
    """The subject under which people look for a record: the plan for its line, the case for its step."""
    for key in ("case_subject", "subject"):
        if subject in ("transition", "attachment", "circulation") and key in changes:
            subject = str(changes[key][1])
    return _OWNERS.get(subject, subject)


def under_days(session: Session, owners: Mapping[UUID, str]) -> dict[UUID, str]:
    """The owners with each visit under its day: an answer or a line stands in the history of its visit."""
    visit = VisitRow.__table__.c
    asked = [key for key, subject in owners.items() if subject == "visit_day"]
    days = dict(session.execute(select(visit.id, visit.day_id).where(visit.id.in_(asked))).all()) if asked else {}
    return {days.get(key, key): subject for key, subject in owners.items()}


def counted(subjects: Iterable[str]) -> tuple[str, ...]:
    """12 份计划, 3 家客户: one subject for each record."""
    counts = Counter(subject if subject in _COUNTED else "" for subject in subjects)
    said = [_(words).format(n=counts[key]) for key, words in _COUNTED.items() if counts[key]]
    return (*said, *([_(_OTHER).format(n=counts[""])] if counts[""] else []))


def sentence(parts: Iterable[str]) -> str:
    """The parts of a summary with commas."""
    return listed(parts)


def kind_of(subject: str) -> str:
    """The word of a subject."""
    return _(_KINDS.get(subject, N_("其他")))


def titles(session: Session, subject: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """How people call records of one subject; those that are not here are left out."""
    try:
        table = table_of(subject).__table__
    except KeyError:
        return {}
    rows = session.execute(select(table).where(table.c.id.in_(set(ids))))
    return {row.id: _title(subject, row) for row in rows}


def _title(subject: str, row: Any) -> str:
    if subject == "visit_plan":
        return _("{name} {year} 年 {month} 月巡访计划").format(name=row.rep_name, year=row.year, month=row.month)
    if subject == "complaint":
        return f"{row.number or row.draft_key} {row.dealer_name}".strip()
    said = [row._mapping.get(key) for key in ("planned_on", "day", "rep_name", "dealer_name", "heading", "name", "key")]
    heading = str(row._mapping.get("heading") or "")
    said = [part for part in said if not (part and part != heading and str(part) in heading)]  # 窜货:永盛建材 says the dealer
    return " ".join(str(part) for part in dict.fromkeys(said) if part)
