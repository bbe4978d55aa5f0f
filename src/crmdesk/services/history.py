"""What was: the history of a record from the journal, putting a field back, and undoing an action."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.base import Record
from crmdesk.models.dealer import DealerContactRow, DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import PersonRow
from crmdesk.models.types import Code, Instant, Roles, _Scaled
from crmdesk.rules import permits
from crmdesk.rules.china_time import in_china
from crmdesk.rules.errors import NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.worded import Worded
from crmdesk.services.history_words import (
    DEALERS,
    LINES,
    PEOPLE,
    RESTORES,
    is_hidden,
    title_of,
    writable,
)
from crmdesk.services.history_words import label_of as label_of
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work, find, verb
from crmdesk.words import _, listed

_MERGES = frozenset({"dealer.merge", "dealer.unmerge"})
#: Who takes back an action that is more than its fields, by the id of the call or that of the import.
_TAKES_BACK = {
    "dealer.merge": "dealer.unmerge", "dealer.import_list": "import_batch.undo", "visit.strike": "visit.restore",
}  # fmt: skip
#: The steps of a case and its printed copies have lists of their own beside the history.
_SHOWN_ELSEWHERE = frozenset({"transition", "copy_issue"})
#: Subjects of which a single change is taken back by writing the old values again.
_UNDOABLE = frozenset({"dealer", "setting", "workday", "office", "import_memory"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field that one person changed at one moment; ``before`` and ``after`` as people read them."""

    entry: int
    call_id: UUID
    at: datetime
    person: str
    on_behalf_of: str
    verb: str
    title: str
    subject: str
    field: str
    label: str
    before: str
    after: str
    can_put_back: bool


@verb(permit="history.of", reads=True)
def of(work: Work, subject: str, record_id: UUID, limit: int = 500) -> tuple[Change, ...]:
    """The changes of a record and of its lines, newest first."""
    ids = [record_id, *_visits_of(work, record_id)] if subject == "visit_day" else [record_id]
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.about_id.in_(ids))
        .order_by(JournalEntry.arrival.desc()).limit(limit)
    ).all()  # fmt: skip
    told = [(entry, json.loads(entry.changes)) for entry in entries if entry.subject not in _SHOWN_ELSEWHERE]
    names = _names(work, told)
    found: list[Change] = []
    for entry, changes in told:
        if entry.verb in _MERGES and entry.record_id == record_id and "merged_into" not in changes:
            found.append(_merged_from(work, entry))
        found += [_change(entry, field, changes, names) for field in _fields_of(entry, changes)]
    return tuple(found)


def _merged_from(work: Work, entry: JournalEntry) -> Change:
    """What a merge says at the dealer that stays: who came into it, or went out of it again."""
    others = select(DealerRow.name).join(JournalEntry, JournalEntry.record_id == DealerRow.id)
    name = work.session.scalar(
        others.where(
            JournalEntry.call_id == entry.call_id, JournalEntry.subject == "dealer", DealerRow.id != entry.record_id
        )
    )
    before, after = ("", name or "") if entry.verb == "dealer.merge" else (name or "", "")
    return Change(
        entry.arrival, entry.call_id, entry.at, entry.person_name, entry.on_behalf_of, entry.verb,
        title_of(entry.verb), entry.subject, "merged_from", _("合并来的客户"), before, after, False,
    )  # fmt: skip


def _visits_of(work: Work, day_id: UUID) -> list[UUID]:
    """The visits of a day, struck ones too: what changed in them is told with the day."""
    from crmdesk.models.visit import VisitRow

    visit = VisitRow.__table__.c
    return list(work.session.scalars(select(visit.id).where(visit.day_id == day_id)))


def _names(work: Work, told: Iterable[tuple[JournalEntry, Mapping[str, Any]]]) -> dict[str, str]:
    """The names of the dealers and people that the entries mean by their ids, and of the lines that they are about."""
    told = list(told)
    dealers = {UUID(i) for _e, changes in told for f in DEALERS & set(changes) for i in changes[f] if i}
    people = {UUID(i) for _e, changes in told for f in PEOPLE & set(changes) for i in changes[f] if i}
    wanted: list[tuple[Any, str, set[UUID]]] = [
        (DealerRow.__table__.c, "name", dealers), (PersonRow.__table__.c, "name", people)
    ]  # fmt: skip
    for subject in {entry.subject for entry, _changes in told} & set(LINES):
        ids = {entry.record_id for entry, _changes in told if entry.subject == subject}
        wanted.append((table_of(subject).__table__.c, LINES[subject][0], ids))
    found: dict[str, str] = {}
    for table, name, ids in wanted:
        if ids:
            rows = work.session.execute(select(table.id, table[name].label("name")).where(table.id.in_(ids)))
            found |= {str(row.id): row.name for row in rows}
    return found


def _is_first(entry: JournalEntry, changes: Mapping[str, Any]) -> bool:
    """Whether the record was new: also where it was written twice within the one call."""
    return entry.revision == 1 or ("alive" in changes and changes["alive"][0] is None)


def _fields_of(entry: JournalEntry, changes: Mapping[str, Any]) -> list[str]:
    """The fields to tell of; a dealer's name is told with his id, that what is new is there says itself."""
    untold: set[str] = {"dealer_name"} if "dealer_id" in changes and not is_hidden(entry.subject, "dealer_id") else set()
    if _is_first(entry, changes):
        untold |= {"alive", "dealer_id"} if entry.subject == "dealer_contact" else {"alive"}
        untold |= {field for field, (_before, after) in changes.items() if after is False}
    if entry.subject == "visit_check":
        return ["value"] if "value" in changes else ["item"]
    return [field for field in changes if field not in untold and not is_hidden(entry.subject, field)]


def _read(
    entry: JournalEntry, field: str, changes: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, str]:
    """Before and after as people read them: dealers and people by name, a line that comes or goes by its own."""
    told = "dealer_name" if field == "dealer_id" and "dealer_name" in changes else field
    before, after = changes[told]
    if told in DEALERS | PEOPLE:
        return names.get(before, ""), names.get(after, "")
    if entry.subject in LINES and field == "alive":
        name = names.get(str(entry.record_id), "")
        return (name if before else ""), (name if after else "")
    if entry.subject == "visit_check":
        return _answered(before, entry, names), _answered(after, entry, names)
    return said(entry.subject, told, before), said(entry.subject, told, after)


def _item_of(entry: JournalEntry, names: Mapping[str, str]) -> Any:
    from crmdesk.rules.visit_check import ITEMS

    key = names.get(str(entry.record_id), "")
    return next((item for item in ITEMS if item.key == key), None)


def _answered(value: Any, entry: JournalEntry, names: Mapping[str, str]) -> str:
    """An answer of the check block in words: 是, 否, or what was written."""
    item, text = _item_of(entry, names), str(value or "")
    if item is not None and item.kind == "yes_no":
        return {"yes": _("是"), "no": _("否")}.get(text, text)
    return text


def _change(entry: JournalEntry, field: str, changes: Mapping[str, Any], names: Mapping[str, str]) -> Change:
    is_first = _is_first(entry, changes)
    return Change(
        entry.arrival, entry.call_id, entry.at, entry.person_name, entry.on_behalf_of, entry.verb,
        title_of(entry.verb), entry.subject, field, _label(entry, field, names, is_first),
        *_read(entry, field, changes, names),
        entry.subject in RESTORES and not is_first and field in writable(entry.subject),
    )  # fmt: skip


def _label(entry: JournalEntry, field: str, names: Mapping[str, str], is_first: bool) -> str:
    """The field's word; of a line that was there before, whose it is stands before it."""
    if entry.subject == "visit_check":
        item = _item_of(entry, names)
        return item.title if item is not None else names.get(str(entry.record_id), "")
    if entry.subject not in LINES or is_first:
        return label_of(entry.subject, field)
    naming, word = LINES[entry.subject]
    if field == "alive":
        return _(word)
    label = label_of(entry.subject, field)
    return label if field == naming else f"{names.get(str(entry.record_id), '')} {label}".strip()


def said(subject: str, field: str, value: Any) -> str:
    """A journal value as people read it."""
    if value is None or value == "":
        return ""
    value = typed(subject, field, value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Worded):
        return value.label
    if isinstance(value, frozenset):
        return listed(Role(role).label for role in sorted(value))
    if isinstance(value, datetime):
        return f"{in_china(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return str(value)


def typed(subject: str, field: str, value: Any) -> Any:
    """A journal value as Python keeps it: the column's type decides."""
    column = table_of(subject).__table__.c.get(field)
    if value is None or column is None:
        return value
    kind = column.type
    if isinstance(kind, _Scaled):
        return Decimal(value)
    if isinstance(kind, Code):
        return kind.choices(value)
    if isinstance(kind, Roles):
        return frozenset(Role(role) for role in value)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if kind.python_type is date:
        return date.fromisoformat(value)
    if kind.python_type is UUID:
        return UUID(value)
    return value


@verb(permit="history.put_back")
def put_back(work: Work, entry: int, field: str) -> Any:
    """Give a field the value that it had before this entry; the record's own verb checks and writes it."""
    found = work.session.get(JournalEntry, entry)
    if found is None:
        raise NotFound(_("找不到这条历史记录。"))
    restore = RESTORES.get(found.subject)
    changes = json.loads(found.changes)
    if restore is None or field not in changes or field not in writable(found.subject):
        raise NotAllowed(_("这一项不能恢复旧值。"), _("没有改动。"))
    row = work.get(table_of(found.subject), found.record_id)
    before = typed(found.subject, field, changes[field][0])
    if before is None and isinstance(getattr(row, field), str):
        before = ""
    work.cause = f"restore:{entry}"
    return find(restore).run(work, found.record_id, row.revision, {field: before})


@verb(permit="history.undo")
def undo(work: Work, call_id: UUID) -> int:
    """Take back one's own action, while nobody has built on it; returns how many records went back."""
    of_call = select(JournalEntry).where(JournalEntry.call_id == call_id)
    newest_first = of_call.order_by(JournalEntry.arrival.desc())
    last = work.session.scalars(newest_first.limit(1)).first()
    if last is None:
        raise NotFound(_("找不到这次操作。"))
    if last.verb in _TAKES_BACK:
        return _undo_by_verb(work, last)
    entries = work.session.scalars(newest_first).all()
    rows = [_undoable(work, entry) for entry in entries]
    work.cause = f"undo:{call_id}"
    for entry, row in zip(entries, rows, strict=True):
        _restore(work, row, entry.subject, json.loads(entry.changes))
    return len(rows)


def _undo_by_verb(work: Work, entry: JournalEntry) -> int:
    takes_back = find(_TAKES_BACK[entry.verb])
    if entry.person_id != work.asker.id or not permits.may(work.asker.roles, takes_back.permit):
        raise NotAllowed(_("只能撤销自己的操作。"), _("没有改动。"))
    is_import = entry.cause.startswith("import:")
    takes_back.run(work, UUID(entry.cause.partition(":")[2]) if is_import else entry.call_id)
    return 1


def _undoable(work: Work, entry: JournalEntry) -> Record:
    row: Record = work.get(table_of(entry.subject), entry.record_id)
    if entry.person_id != work.asker.id:
        raise NotAllowed(_("只能撤销自己的操作。"), _("没有改动。"))
    is_line = entry.subject == "dealer_contact" and entry.verb == "dealer.change"
    is_alone = entry.revision > 1 and entry.subject in _UNDOABLE
    if not is_line and not is_alone:
        raise Refused(
            _("这一步不能撤销。"), _("没有改动。"), _("新建的记录可以作废或注销,送出的表可以取回。"),
            code="not-undoable",
        )  # fmt: skip
    if row.revision != entry.revision:
        raise Refused(
            _("之后又有人改过这条记录,不能撤销。"),
            _("没有改动。"),
            _("请在「历史」里逐项恢复。"),
            code="built-upon",
        )
    return row


def _restore(work: Work, row: Record, subject: str, changes: Mapping[str, Any]) -> None:
    if isinstance(row, DealerContactRow):
        restore_contact(work, row, changes)
        return
    values = {}
    for field, (before, _after) in changes.items():
        value = typed(subject, field, before)
        values[field] = "" if value is None and isinstance(getattr(row, field), str) else value
    if subject in RESTORES:
        find(RESTORES[subject]).run(work, row.id, row.revision, values)
        return
    for field, value in values.items():
        setattr(row, field, value)


def restore_contact(work: Work, row: DealerContactRow, changes: Mapping[str, Any]) -> None:
    """A line as it was; a new one is struck out. The dealer gets a revision, as with every change of its lines."""
    is_new = "alive" in changes and changes["alive"][0] is None
    for field, (before, _after) in {"alive": [False, True]}.items() if is_new else changes.items():
        value = typed("dealer_contact", field, before)
        setattr(row, field, "" if value is None and isinstance(getattr(row, field), str) else value)
    work.get(DealerRow, row.dealer_id).changed_at = work.now
