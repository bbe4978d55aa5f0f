"""What the list in a packet says of each record: its kind, its name, how it stands, and the fingerprint of a plan."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.models.visit_case import VisitCaseRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow, VisitPlanVersionRow
from crmdesk.papers.packet import MOST, PacketItem
from crmdesk.rules.visit_plan import fingerprint
from crmdesk.services import desk_words

_CASES = {"visit_plan": VisitPlanRow, "visit_day": VisitDayRow, "visit_case": VisitCaseRow}
#: What hangs on a record and is counted: 115 行, 8 家.
_COUNTED = {
    "visit_plan": (VisitPlanLineRow, "plan_id", "行"), "visit_day": (VisitRow, "day_id", "家"),
}  # fmt: skip


def items(session: Session, owners: Mapping[UUID, str]) -> tuple[PacketItem, ...]:
    """The records that can be named, subject by subject. The words are those of a paper, never translated."""
    found: list[PacketItem] = []
    for subject in dict.fromkeys(owners.values()):
        ids = [key for key, of in owners.items() if of == subject][:MOST]
        names, notes, prints = desk_words.titles(session, subject, ids), _notes(session, subject, ids), _prints(session, subject, ids)
        kind = desk_words.kind_of(subject)
        found += [PacketItem(kind, names[key], notes.get(key, ""), prints.get(key, "")) for key in ids if key in names]
    return tuple(found)


def _notes(session: Session, subject: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """已提交 115 行: the state and how much hangs on it."""
    table = _CASES.get(subject)
    if table is None:
        return {}
    row = table.__table__.c
    states = {found.id: found.state.word for found in session.execute(select(row.id, row.state).where(row.id.in_(ids)))}
    counts = _counts(session, subject, ids)
    return {key: " ".join(part for part in (word, counts.get(key, "")) if part) for key, word in states.items()}


def _counts(session: Session, subject: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    if subject not in _COUNTED:
        return {}
    table, owner, word = _COUNTED[subject]
    row = table.__table__.c
    told = select(row[owner], func.count()).where(row[owner].in_(ids), row.alive).group_by(row[owner])
    return {key: f"{count} {word}" for key, count in session.execute(told)}


def _prints(session: Session, subject: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The fingerprint of the newest version of each plan, as it stands on the paper."""
    if subject != "visit_plan":
        return {}
    version = VisitPlanVersionRow.__table__.c
    told = select(version.plan_id, version.content_hash).where(version.plan_id.in_(ids)).order_by(version.number, version.id)
    return {row.plan_id: fingerprint(row.content_hash) for row in session.execute(told)}
