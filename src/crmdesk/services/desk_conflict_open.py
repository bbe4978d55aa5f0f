"""Open conflicts: found anew whenever a packet has touched a record, kept to be listed, told as people read them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, delete, insert, or_, select

from crmdesk.exchange.merge import ALIVE, Clash, EntryId, Merged, unseen_by
from crmdesk.models.exchange import OpenConflictRow
from crmdesk.models.journal import JournalEntry, TransitionRow
from crmdesk.models.office import DeskRow
from crmdesk.models.visit import VisitRow
from crmdesk.rules.desks import ConflictKind, Head, OpenConflict
from crmdesk.rules.visit_check import BY_KEY, CheckItem
from crmdesk.services import bulk, desk_words, heads, history
from crmdesk.services.verbs import Work
from crmdesk.words import _

_OPEN = OpenConflictRow.__table__
_ENTRY = JournalEntry.__table__.c
_SPACE = UUID("6b8c1c0e-6d5e-4f0a-9d0b-6f1f2a4f5c11")


def refresh(work: Work, merged: Mapping[UUID, Merged]) -> list[UUID]:
    """List what clashes in these records now; returns the ids of conflicts that were not there before."""
    session, found = work.session, []
    for part in bulk.batches(merged, 500):
        before = {row.id: row for row in session.execute(select(_OPEN).where(_OPEN.c.record_id.in_(part)))}
        session.execute(delete(OpenConflictRow).where(_OPEN.c.record_id.in_(part)))
        clashes = {key: merged[key].clashes() for key in part if merged[key].heads}
        about = _about(work, [key for key, those in clashes.items() if those])
        for key, those in clashes.items():
            for clash in those:
                row = _row(work, key, clash, about[key], merged[key], before)
                session.execute(insert(OpenConflictRow).values(row))
                if row["id"] not in before:
                    found.append(row["id"])
    return found


def _row(
    work: Work, record_id: UUID, clash: Clash, about: "Row[Any]", merged: Merged, before: Mapping[UUID, Any]
) -> dict[str, Any]:
    key = uuid5(_SPACE, f"{record_id.hex}{clash.field}")  # the same at every desk
    return {
        "id": key, "kind": clash.kind, "subject": about.subject, "record_id": record_id, "about_id": about.about_id,
        "field": clash.field, "heads": json.dumps([[desk.hex, number] for desk, number in clash.heads]),
        "since": before[key].since if key in before else work.now,
        "suspends": _suspends(work, record_id, clash, about.about_id, merged),
    }  # fmt: skip


def _about(work: Work, ids: Iterable[UUID]) -> dict[UUID, "Row[Any]"]:
    rows = work.session.execute(
        select(_ENTRY.record_id, _ENTRY.subject, _ENTRY.about_id)
        .where(_ENTRY.record_id.in_(set(ids))).order_by(_ENTRY.arrival)
    )  # fmt: skip
    found: dict[UUID, Any] = {row.record_id: row for row in rows}
    return found  # the last one: a contact may have gone to another dealer


def _suspends(work: Work, record_id: UUID, clash: Clash, about_id: UUID, merged: Merged) -> bool:
    """Whether someone decided on that very field without having seen one of the heads."""
    fields = {clash.field}
    if clash.kind is ConflictKind.STRUCK:
        fields |= {key for head in clash.heads for key in merged.entries[head].fields}
    step = TransitionRow.__table__.c
    rows = work.session.execute(select(step.seen, step.decided).where(step.case_id == about_id, step.decided != ""))
    for row in rows:
        decided = {key for record, key in json.loads(row.decided) if UUID(record) == record_id}
        seen = {UUID(desk): int(number) for desk, number in json.loads(row.seen or "{}").items()}
        if fields & decided and any(unseen_by(head, seen) for head in clash.heads):
            return True
    return False


# telling


def all_of(work: Work, about_id: UUID | None = None) -> tuple[OpenConflict, ...]:
    """Those of one record and its lines, or all; those first that suspend a decision. What is no more is left out."""
    asked = select(_OPEN).order_by(_OPEN.c.suspends.desc(), _OPEN.c.since, _OPEN.c.id)
    if about_id is not None:
        asked = asked.where(or_(_OPEN.c.about_id == about_id, _OPEN.c.record_id == about_id))
    rows = work.session.execute(asked).all()
    records = heads.records(work.session, {row.record_id for row in rows})
    told = []
    for row in rows:
        merged = records.get(row.record_id) or Merged()
        clash = next((c for c in merged.clashes() if c.field == row.field), None)
        if clash is not None:
            told.append(_tell(work, row, clash, merged))
    return tuple(told)


def _tell(work: Work, row: "Row[Any]", clash: Clash, merged: Merged) -> OpenConflict:
    subject, about_id, titles = _whose(work, row)
    return OpenConflict(
        row.id, clash.kind, row.subject, row.record_id, subject, about_id, " · ".join(part for part in titles if part),
        row.field, _label(row, clash, merged), tuple(_heads(work, row, clash, merged)), row.since, row.suspends,
    )  # fmt: skip


def _whose(work: Work, row: "Row[Any]") -> tuple[str, UUID, list[str]]:
    """The subject and id of what a person opens to see it, and what that and the line in it are called."""
    if row.about_id == row.record_id:
        return row.subject, row.about_id, [_called(work, row.subject, row.about_id)]
    subject, about_id, lines = desk_words.owner_of(row.subject, {}), row.about_id, [(row.subject, row.record_id)]
    visit = VisitRow.__table__.c
    day_id = work.session.scalar(select(visit.day_id).where(visit.id == about_id)) if subject == "visit_day" else None
    if day_id is not None:  # a line of a visit: people open the day
        lines, about_id = [("visit", about_id), *lines], day_id
    return subject, about_id, [_called(work, *one) for one in ((subject, about_id), *lines)]


def _called(work: Work, subject: str, record_id: UUID) -> str:
    return desk_words.titles(work.session, subject, [record_id]).get(record_id, "")


def _label(row: "Row[Any]", clash: Clash, merged: Merged) -> str:
    if clash.kind is ConflictKind.STRUCK:
        return _("删除")
    item = _item(row, merged)
    return item.title if item is not None else history.label_of(row.subject, row.field)


def _item(row: "Row[Any]", merged: Merged) -> CheckItem | None:
    """The item of the check block whose answer it is."""
    return BY_KEY.get(str(merged.values().get("item"))) if row.subject == "visit_check" else None


def _heads(work: Work, row: "Row[Any]", clash: Clash, merged: Merged) -> Iterable[Head]:
    desks = {d.id: d.name for d in work.session.execute(select(DeskRow.id, DeskRow.name))}
    shown = merged.shown_head(row.field)
    for head in clash.heads:
        said = work.session.execute(
            select(_ENTRY.person_name, _ENTRY.at).where(_ENTRY.desk_id == head[0], _ENTRY.sequence == head[1])
        ).one()
        value, words = _value(row, clash, merged, head)
        is_shown = head == shown if clash.kind is not ConflictKind.STRUCK else not merged.entries[head].strikes
        yield Head(head, value, words, said.person_name, desks.get(head[0], ""), said.at, is_shown)


def _answered(item: CheckItem, value: Any) -> str:
    """An answer of the check block in words."""
    return {"yes": _("是"), "no": _("否")}.get(value, str(value or "")) if item.kind == "yes_no" else str(value or "")


def _value(row: "Row[Any]", clash: Clash, merged: Merged, head: EntryId) -> tuple[Any, str]:
    entry = merged.entries[head]
    if clash.kind is not ConflictKind.STRUCK:
        value, item = entry.fields[row.field], _item(row, merged)
        return value, _answered(item, value) if item else history.said(row.subject, row.field, value)
    if entry.strikes:
        return False, _("删除")
    fields = [key for key, of in merged.heads.items() if head in of and key != ALIVE]
    said = [f"{history.label_of(row.subject, key)} {history.said(row.subject, key, entry.fields[key])}" for key in fields]
    return True, "; ".join(part.strip() for part in said)
