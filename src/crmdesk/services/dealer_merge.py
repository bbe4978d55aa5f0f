"""Two dealers become one, field by field, with all that hangs on the one that goes; and back again.

All of it stands in the journal under one call, which is how it is taken back. The names that complaints have on
paper stay as they were printed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm import Session

from crmdesk.models.base import Record
from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.dealer import DealerContactRow, DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import RecentRow
from crmdesk.rules.china_time import in_china
from crmdesk.rules.dealer import FIELDS, Dealer, problems
from crmdesk.rules.dealer_merge import MergePreview, contacts_that_come, merged_values
from crmdesk.rules.errors import Incomplete, NotFound, Refused
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.services import dealer_visits, history, search
from crmdesk.services.built_upon import changed_since
from crmdesk.services.dealer_form import contact_rows, row_to_change, set_contacts, whole
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _


@verb(permit="dealer_merge.preview", reads=True)
def preview(work: Work, keep_id: UUID, lose_id: UUID) -> MergePreview:
    """Both dealers, and what would follow the one that goes. Refused where one is no longer there, or both are one."""
    keep, lose = (_living(work, dealer_id) for dealer_id in (keep_id, lose_id))
    if keep.id == lose.id:
        raise _same()
    form = ComplaintRow.__table__.c
    forms = work.session.scalar(select(func.count()).where(form.dealer_id == lose.id)) or 0
    kept, lost = whole(work, keep), whole(work, lose)
    coming = contacts_that_come(kept, lost, merged_values(kept, lost, {}))
    return MergePreview(kept, lost, forms, len(coming), *dealer_visits.count(work.session, lose.id))


def _living(work: Work, dealer_id: UUID) -> DealerRow:
    row = work.get(DealerRow, dealer_id)
    if not row.alive:
        raise NotFound(_("「{name}」已经不在名单里了。").format(name=row.name), "", _("请刷新列表。"))
    return row


def _same() -> Refused:
    return Refused(_("选的是同一家客户。"), _("没有合并。"), _("请选两家不同的客户。"), code="same")


def merge(
    work: Work, keep_id: UUID, lose_id: UUID, seen_keep: int, seen_lose: int, choices: Mapping[str, Any]
) -> Dealer:
    """Make one of two; ``choices`` is field → KEEP, LOSE, BOTH or a value (``rules/dealer_merge.py``)."""
    if keep_id == lose_id:
        raise _same()
    keep = row_to_change(work, keep_id, seen_keep, {})
    lose = row_to_change(work, lose_id, seen_lose, {})
    kept, lost = whole(work, keep), whole(work, lose)
    values = merged_values(kept, lost, choices)
    wrong = problems(values)
    if wrong:
        raise Incomplete(_("没有合并。"), wrong)
    _refuse_code_of_third(work, values["code"], {keep.id, lose.id})
    for field in FIELDS:
        setattr(keep, field, values[field])
    keep.changed_at = work.now  # the keeper has a new revision, also where all its values stay
    _bring_contacts(work, keep, kept, lost, values)
    for form in work.session.scalars(select(ComplaintRow).where(ComplaintRow.dealer_id == lose.id)):
        form.dealer_id = keep.id
    _bring_recents(work.session, keep.id, lose.id)
    dealer_visits.tell(work, lose.id)
    lose.alive, lose.merged_into = False, keep.id
    work.session.flush()
    search.remove(work.session, [lose.id])
    _index(work.session, keep)
    return whole(work, keep)


def _refuse_code_of_third(work: Work, code: str, ours: set[UUID]) -> None:
    c = cast(Table, DealerRow.__table__).c
    holder = select(c.name).where(c.alive, c.code == code, c.id.not_in(ours)).limit(1)
    name = work.session.scalar(holder) if code else None
    if name is not None:
        raise Refused(
            _("编号 {code} 已经是「{name}」的。").format(code=code, name=name), _("没有改动。"), _("请换一个编号。"),
            code="code-taken", field="code",
        )  # fmt: skip


def _bring_contacts(work: Work, row: DealerRow, keep: Dealer, lose: Dealer, values: Mapping[str, Any]) -> None:
    """Lines of the other go over as they are; his main contact becomes a line."""
    coming = contacts_that_come(keep, lose, values)
    moving = {contact.id for contact in coming if contact.id}
    last = len(keep.contacts)
    for line in contact_rows(work.session, lose.id):
        if line.id in moving:
            line.dealer_id, line.position = row.id, last + line.position
    work.session.flush()
    new = tuple(contact for contact in coming if contact.id is None)
    if new:
        mine = tuple(replace(contact) for contact in whole(work, row).contacts)
        set_contacts(work, row, (*mine, *new))


def _bring_recents(session: Session, keep: UUID, lose: UUID) -> None:
    both = select(RecentRow.person_id).where(RecentRow.record_id == keep)
    session.execute(delete(RecentRow).where(RecentRow.record_id == lose, RecentRow.person_id.in_(both)))
    session.execute(update(RecentRow).where(RecentRow.record_id == lose).values(record_id=keep))


def _index(session: Session, *rows: DealerRow) -> None:
    search.write_dealers(session, [{key: getattr(row, key) for key in ("id", *FIELDS)} for row in rows])


# and back


def unmerge(work: Work, call_id: UUID) -> Dealer:
    """Take a merge back whole, while nobody has changed since what it wrote; returns the dealer that lives again."""
    entry = JournalEntry
    entries = work.session.scalars(
        select(entry).where(entry.call_id == call_id, entry.verb == "dealer.merge").order_by(entry.arrival.desc())
    ).all()
    lost = next((e for e in entries if "merged_into" in json.loads(e.changes)), None)
    if lost is None:
        raise NotFound(_("找不到这次合并。"), _("没有改动。"))
    _refuse_built_upon(work, entries)
    row: DealerRow = work.get(DealerRow, lost.record_id)
    keeper: DealerRow = work.get(DealerRow, UUID(json.loads(lost.changes)["merged_into"][1]))
    old_codes = {e.record_id: json.loads(e.changes).get("code", [None])[0] for e in entries}
    for dealer in (row, keeper):
        _refuse_code_of_third(work, old_codes.get(dealer.id) or dealer.code, {row.id, keeper.id})
    work.cause = f"undo:{call_id}"
    for one in entries:
        _put_back(work, one)
    keeper.changed_at = row.changed_at = work.now
    work.session.flush()
    _index(work.session, row, keeper)
    dealer_visits.tell(work, row.id)
    return whole(work, row)


def _put_back(work: Work, entry: JournalEntry) -> None:
    record: Record = work.get(table_of(entry.subject), entry.record_id)
    changes: Mapping[str, Any] = json.loads(entry.changes)
    if isinstance(record, DealerContactRow):
        history.restore_contact(work, record, changes)
        return
    for field, (before, _after) in changes.items():
        value = history.typed(entry.subject, field, before)
        setattr(record, field, "" if value is None and isinstance(getattr(record, field), str) else value)


def _refuse_built_upon(work: Work, entries: Sequence[JournalEntry]) -> None:
    own = {e.record_id: e.revision for e in entries if e.record_id == e.about_id}
    moved = {key for key, revision in own.items() if _stands_at(work, entries, key) != revision}
    changed = changed_since(work.session, {key: own[key] for key in moved})
    lines = {e.record_id for e in entries if e.record_id != e.about_id and _line_moved(work, e)}
    for entry in entries:
        if entry.record_id in changed or (entry.record_id in lines and entry.about_id not in moved):
            raise _built_upon(work, entry)


def _stands_at(work: Work, entries: Sequence[JournalEntry], key: UUID) -> int:
    subject = next(e.subject for e in entries if e.record_id == key)
    return work.get(table_of(subject), key).revision


def _line_moved(work: Work, entry: JournalEntry) -> bool:
    return work.get(table_of(entry.subject), entry.record_id).revision != entry.revision


def _built_upon(work: Work, entry: JournalEntry) -> Refused:
    last = work.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.about_id == entry.about_id, JournalEntry.call_id != entry.call_id)
        .order_by(JournalEntry.arrival.desc())
        .limit(1)
    ).first()
    who, at = (last.person_name, last.at) if last else ("", work.now)
    return Refused(
        _("{who}在 {at} 又改过{what},这次合并不能整个撤销了。").format(
            who=who or _("有人"), at=_moment(at), what=_name(work, entry)
        ),
        _("没有改动。"), _("请在「历史」里逐项恢复。"), code="built-upon",
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{in_china(at):%Y-%m-%d %H:%M}"


def _name(work: Work, entry: JournalEntry) -> str:
    row: Any = work.session.get(table_of(entry.subject), entry.record_id)
    if isinstance(row, ComplaintRow):
        return _("抱怨表 {title}").format(title=row.number or row.draft_key)
    return _("「{name}」").format(name=row.name)


# not the same


def apart(work: Work, dealer_id: UUID, other_id: UUID) -> None:
    """Remember that the two are not one firm: imports and warnings do not propose it again."""
    from crmdesk.exchange.importing.folding import fold_row
    from crmdesk.services.import_memory import remember

    first, second = (work.get(DealerRow, key) for key in (dealer_id, other_id))
    for one, other in ((first, second), (second, first)):
        said = f"{fold_row(one.name, one.city)}{PART}{other.id.hex}"
        shown = _("{name} 不是 {other}").format(name=one.name, other=other.name)
        remember(work, "dealer", MemoryKind.APART, said, other.name, shown)
