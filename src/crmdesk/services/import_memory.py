"""What imports have learned: read by the next import, and by people who look it over, change and forget it."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange.importing.lessons import read_profile
from crmdesk.exchange.importing.memory import Learned, Profile
from crmdesk.exchange.importing.plan import ImportPlan
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.models.import_memory import ImportMemoryRow
from crmdesk.models.office import PersonRow
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.import_memory import PART, Memory, MemoryKind
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

_T = ImportMemoryRow


def learned(work: Work, subject: str = "dealer") -> Learned:
    """Everything learned of a subject, as the matcher takes it."""
    spec = SPECS[subject]
    profiles: dict[str, Profile] = {}
    columns: dict[str, str | None] = {}
    values: dict[tuple[str, str], str] = {}
    apart: set[tuple[str, str]] = set()
    c = _T.__table__.c
    rows = select(c.kind, c.said, c.means, c.shown, c.used_at).where(c.subject == subject, c.alive)
    for kind, said, means, shown, used_at in work.session.execute(rows.order_by(c.changed_at)):
        if kind is MemoryKind.PROFILE:
            if profile := read_profile(shown, means, used_at):
                profiles[said] = profile
        elif kind is MemoryKind.COLUMN:
            if not means or means in spec.by_key:
                columns[said] = means or None
        elif kind is MemoryKind.VALUE:
            name, _part, text = said.partition(PART)
            if is_meaning(spec, name, means):
                values[name, text] = means
        else:
            row, _part, record = said.rpartition(PART)
            apart.add((row, record))
    return Learned(profiles, columns, values, frozenset(apart))


def is_meaning(spec: ImportSpec, name: str, means: str) -> bool:
    """Whether a text of a list may mean that in the field: one of its choices, any text elsewhere, or nothing."""
    if name not in spec.by_key:
        return False
    choices = spec.by_key[name].column.choices
    return choices is None or not means or means in [str(choice) for choice in choices]


@verb(permit="import_memory.list", reads=True)
def list_all(work: Work, kind: MemoryKind | None = None, subject: str = "dealer") -> tuple[Memory, ...]:
    """What was learned, of one kind or of all, the newest first."""
    c = _T.__table__.c
    rows = (
        select(_T.__table__, PersonRow.name.label("who")).join(PersonRow, PersonRow.id == c.changed_by, isouter=True)
        .where(c.subject == subject, c.alive).order_by(c.changed_at.desc(), c.id.desc())
    )  # fmt: skip
    if kind is not None:
        rows = rows.where(c.kind == kind)
    return tuple(_memory(row, row["who"] or "") for row in work.session.execute(rows).mappings())


def _memory(row: Any, who: str = "") -> Memory:
    spec, kind = SPECS[row["subject"]], row["kind"]
    field = row["said"].partition(PART)[0] if kind is MemoryKind.VALUE else ""
    return Memory(
        row["id"], row["revision"], row["subject"], kind, row["said"], row["means"], row["shown"],
        _in_words(spec, kind, field, row["means"]), field, row["used_at"], row["changed_at"], who,
    )  # fmt: skip


def _in_words(spec: ImportSpec, kind: MemoryKind, field: str, means: str) -> str:
    if kind is MemoryKind.PROFILE:
        profile = read_profile("", means, None)
        taken = [name for name in profile.mapping.values() if name] if profile else []
        return _("导入 {taken} 列,共 {all} 列").format(taken=len(taken), all=len(profile.mapping)) if profile else ""
    if kind is MemoryKind.COLUMN:
        return spec.by_key[means].column.title if means in spec.by_key else _("不导入")
    if kind is MemoryKind.VALUE:
        return value_in_words(spec, field, means)
    return means


def value_in_words(spec: ImportSpec, field: str, means: str) -> str:
    """The meaning of a text as people read it."""
    choices = spec.by_key[field].column.choices if field in spec.by_key else None
    label = next((choice.label for choice in choices or () if str(choice) == means), means)
    return label or _("不导入")


@verb(permit="import_memory.keep")
def keep(work: Work, subject: str, kind: MemoryKind, said: str, means: str, shown: str) -> Memory:
    """Remember one thing; what was remembered of the same is replaced."""
    row = remember(work, subject, kind, said, means, shown)
    work.session.flush()
    return _frozen(work, row)


@verb(permit="import_memory.keep_plan")
def keep_plan(work: Work, plan: ImportPlan) -> int:
    """Keep what a person said in an import that he gives up; returns how many things that is."""
    from crmdesk.services.import_learning import keep as keep_said

    return keep_said(work, plan)


def remember(
    work: Work, subject: str, kind: MemoryKind, said: str, means: str, shown: str, used_at: datetime | None = None
) -> ImportMemoryRow:
    """The living row of ``said``, made or changed. The database may only get it with the end of the transaction."""
    row = work.session.scalars(
        select(_T).where(_T.subject == subject, _T.kind == kind, _T.said == said, _T.alive).order_by(_T.changed_at.desc())
    ).first()
    if row is None:
        row = ImportMemoryRow(subject=subject, kind=kind, said=said, means=means, shown=shown, used_at=used_at)
        work.add(row)
        return row
    if row.means != means:
        row.means, row.shown = means, shown or row.shown
    return row


@verb(permit="import_memory.forget")
def forget(work: Work, memory_id: UUID, seen: int) -> Memory:
    """Forget one thing; lists that were imported with it do so no more. Undone by ``history.undo``."""
    return _frozen(work, _forget(work, memory_id, seen))


@verb(permit="import_memory.forget_these")
def forget_these(work: Work, seen: Sequence[tuple[UUID, int]]) -> int:
    """Forget several things (each with the revision that was seen); returns how many."""
    for memory_id, revision in seen:
        _forget(work, memory_id, revision)
    return len(seen)


def _forget(work: Work, memory_id: UUID, seen: int) -> ImportMemoryRow:
    row = work.get(ImportMemoryRow, memory_id, seen)
    row.alive = False
    if row.kind is MemoryKind.COLUMN:
        _tell_lists(work, row, None)
    work.session.flush()
    return row


@verb(permit="import_memory.change")
def change(work: Work, memory_id: UUID, seen: int, means: str) -> Memory:
    """Give another meaning to a column or a word, or another name to a list."""
    row = work.get(ImportMemoryRow, memory_id, seen, {"means": means})
    spec, means = SPECS[row.subject], means.strip()
    if row.kind is MemoryKind.APART:
        raise NotAllowed(_("「不是同一家」只能忘记,不能改。"), _("没有改动。"))
    if row.kind is MemoryKind.PROFILE:
        row.shown = means or row.shown
    elif row.kind is MemoryKind.COLUMN:
        if means and means not in spec.by_key:
            raise _no_meaning()
        row.means = means
        _tell_lists(work, row, means)
    else:
        if not is_meaning(spec, row.said.partition(PART)[0], means):
            raise _no_meaning()
        row.means = means
    work.session.flush()
    return _frozen(work, row)


def _no_meaning() -> Refused:
    return Refused(_("没有这样的意思。"), _("原来的记忆没有改。"), _("请从列表中选一个。"), code="no-meaning", field="means")


def _tell_lists(work: Work, column: ImportMemoryRow, means: str | None) -> None:
    """Lists that take such a column as it was remembered take it anew, or (None) as a list never seen."""
    for row, said in _lists(work, column.subject):
        mapping = said["mapping"]
        if column.said in mapping:
            if means is None:
                del mapping[column.said]
            else:
                mapping[column.said] = means or None
            row.means = json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _lists(work: Work, subject: str) -> Iterator[tuple[ImportMemoryRow, dict[str, Any]]]:
    rows = select(_T).where(_T.subject == subject, _T.kind == MemoryKind.PROFILE, _T.alive)
    for row in work.session.scalars(rows):
        if read_profile("", row.means, None) is not None:
            yield row, json.loads(row.means)


def _frozen(work: Work, row: ImportMemoryRow) -> Memory:
    values = {column.key: getattr(row, column.key) for column in _T.__table__.c}
    return _memory(values, work.person.name if work.person else "")
