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
from crmdesk.models.types import Code, Instant, Roles, _Scaled
from crmdesk.rules import complaint as complaint_rules
from crmdesk.rules import dealer as dealer_rules
from crmdesk.rules import permits
from crmdesk.rules.china_time import in_china
from crmdesk.rules.errors import NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.worded import Worded
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work, find, verb
from crmdesk.words import N_, _, listed

#: Subjects whose single fields may be put back, and the verb that does it (with its checks and its search terms).
RESTORES = {"dealer": "dealer.change", "complaint": "complaint.change"}
_HIDDEN = frozenset({"state_since", "flow_version", "number_year", "number_month", "number_serial",
                     "content_hash", "position", "case_id", "case_subject", "case_revision", "complaint_id",
                     "parent_id", "dealer_code"})  # fmt: skip
#: Fields that hold the id of a dealer, who is said by his name.
_DEALERS = frozenset({"dealer_id", "merged_into"})
_MERGES = frozenset({"dealer.merge", "dealer.unmerge"})
#: Who takes back an action that is more than its fields, by the id of the call or that of the import.
_TAKES_BACK = {"dealer.merge": "dealer.unmerge", "dealer.import_list": "import_batch.undo"}
#: The steps of a case and its printed copies have lists of their own beside the history.
_SHOWN_ELSEWHERE = frozenset({"transition", "copy_issue"})
#: Subjects of which a single change is taken back by writing the old values again.
_UNDOABLE = frozenset({"dealer", "setting", "workday", "office", "import_memory"})
_TITLES = {
    "office.found": N_("建立办事处"),
    "office.change": N_("修改办事处"),
    "person.add": N_("添加人员"),
    "person.change": N_("修改人员"),
    "setting.change": N_("修改设置"),
    "workday.set_day": N_("修改日历"),
    "dealer.create": N_("新建"),
    "dealer.change": N_("修改"),
    "dealer.import_list": N_("导入名单"),
    "dealer.merge": N_("合并客户"),
    "dealer.unmerge": N_("撤销合并"),
    "import_batch.undo": N_("撤销导入"),
    "complaint.record": N_("填表"),
    "complaint.change": N_("修改"),
    "complaint.send": N_("送总经理室"),
    "complaint.register": N_("登记编号"),
    "complaint.send_back": N_("退回业务"),
    "complaint.take_back": N_("取回"),
    "complaint.void": N_("作废"),
    "complaint.print_copies": N_("打印"),
    "complaint.save_copies": N_("存为 PDF"),
    "history.put_back": N_("恢复旧值"),
    "history.undo": N_("撤销"),
}
_EXTRA_LABELS = {
    "alive": N_("有效"), "remark": N_("说明"), "percent": N_("百分比"), "to_state": N_("到"), "from_state": N_("从"),
    "copy": N_("联次"), "how": N_("方式"), "place": N_("位置"), "fingerprint": N_("内容指纹"),
    "person_name": N_("办理人"), "on_behalf_of": N_("代"), "paper_signed_on": N_("纸面签字日期"),
    "comment": N_("说明"), "name": N_("名称"), "key": N_("设置项"), "value": N_("值"), "valid_from": N_("生效日"),
    "roles": N_("角色"), "is_active": N_("在用"), "login": N_("用户名"), "day": N_("日期"), "is_off": N_("休息"),
    "code": N_("代码"), "is_demo": N_("示例"), "merged_into": N_("并入"),
}  # fmt: skip
_CONTACT_LABELS = {
    "name": N_("其他联系人"), "alive": N_("其他联系人"), "title": N_("职务"), "mobile": N_("手机"), "phone": N_("电话"),
    "remark": N_("备注"), "dealer_id": N_("客户"),
}  # fmt: skip


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
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.about_id == record_id)
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
        _(_TITLES[entry.verb]), entry.subject, "merged_from", _("合并来的客户"), before, after, False,
    )  # fmt: skip


def _names(work: Work, told: Iterable[tuple[JournalEntry, Mapping[str, Any]]]) -> dict[str, str]:
    """The names of the dealers and contacts that the entries mean by their ids."""
    told = list(told)
    dealers = {UUID(i) for _e, changes in told for f in _DEALERS & set(changes) for i in changes[f] if i}
    contacts = {entry.record_id for entry, _changes in told if entry.subject == "dealer_contact"}
    found: dict[str, str] = {}
    for table, ids in ((DealerRow.__table__.c, dealers), (DealerContactRow.__table__.c, contacts)):
        if ids:
            rows = work.session.execute(select(table.id, table.name).where(table.id.in_(ids)))
            found |= {str(row.id): row.name for row in rows}
    return found


def _fields_of(entry: JournalEntry, changes: Mapping[str, Any]) -> list[str]:
    """The fields to tell of; a dealer's name is told with his id, that what is new is there says itself."""
    untold = set(_HIDDEN)
    if "dealer_id" in changes:
        untold.add("dealer_name")
    if entry.revision == 1:
        untold |= {"alive", "dealer_id"} if entry.subject == "dealer_contact" else {"alive"}
    return [field for field in changes if field not in untold]


def _read(
    entry: JournalEntry, field: str, changes: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, str]:
    """Before and after as people read them: dealers by name, a contact that comes or goes by his."""
    told = "dealer_name" if field == "dealer_id" and "dealer_name" in changes else field
    before, after = changes[told]
    if told in _DEALERS:
        return names.get(before, ""), names.get(after, "")
    if entry.subject == "dealer_contact" and field == "alive":
        name = names.get(str(entry.record_id), "")
        return (name if before else ""), (name if after else "")
    return said(entry.subject, told, before), said(entry.subject, told, after)


def _change(entry: JournalEntry, field: str, changes: Mapping[str, Any], names: Mapping[str, str]) -> Change:
    is_first = entry.revision == 1
    label = label_of(entry.subject, field)
    if entry.subject == "dealer_contact" and not is_first and field not in ("alive", "name"):
        label = f"{names.get(str(entry.record_id), '')} {label}".strip()
    return Change(
        entry.arrival, entry.call_id, entry.at, entry.person_name, entry.on_behalf_of, entry.verb,
        _(_TITLES.get(entry.verb, entry.verb)), entry.subject, field, label,
        *_read(entry, field, changes, names),
        entry.subject in RESTORES and not is_first and field in _writable(entry.subject),
    )  # fmt: skip


def label_of(subject: str, field: str) -> str:
    """The word that people know a field by."""
    if subject == "dealer":
        labels = {c.key: c.label for c in dealer_rules.COLUMNS}
    elif subject in ("complaint", "complaint_demand"):
        labels = complaint_rules.LABELS | {"kind": _demand_or_kind(subject)}
    elif subject == "dealer_contact":
        labels = _CONTACT_LABELS
    else:
        labels = {}
    return _(labels.get(field) or _EXTRA_LABELS.get(field, field))


def _demand_or_kind(subject: str) -> str:
    return complaint_rules.LABELS["demands" if subject == "complaint_demand" else "kind"]


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


def _writable(subject: str) -> tuple[str, ...]:
    return dealer_rules.FIELDS if subject == "dealer" else complaint_rules.FIELDS


@verb(permit="history.put_back")
def put_back(work: Work, entry: int, field: str) -> Any:
    """Give a field the value that it had before this entry; the record's own verb checks and writes it."""
    found = work.session.get(JournalEntry, entry)
    if found is None:
        raise NotFound(_("找不到这条历史记录。"))
    restore = RESTORES.get(found.subject)
    changes = json.loads(found.changes)
    if restore is None or field not in changes or field not in _writable(found.subject):
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
