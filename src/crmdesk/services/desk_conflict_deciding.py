"""A person decides a conflict: an entry that replaces all its heads, and travels like any other."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, Text, select, update

from crmdesk.exchange.merge import ALIVE, FOLLOWS, MERGED, Clash, EntryId, Merged
from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.dealer import DealerRow
from crmdesk.models.exchange import OpenConflictRow
from crmdesk.models.journal import TransitionRow
from crmdesk.rules import flows
from crmdesk.rules.desks import ConflictKind, OpenConflict
from crmdesk.rules.errors import NotAllowed, NotFound, Refused
from crmdesk.rules.standing import standing
from crmdesk.services import arrived_state, desk_conflict_open, desk_words, heads, journal, search
from crmdesk.services.history import typed
from crmdesk.services.journal import Fact, plain, table_of
from crmdesk.services.verbs import Work
from crmdesk.words import _


def decide(work: Work, conflict_id: UUID, entry: EntryId | None, value: Any) -> tuple[OpenConflict, ...]:
    """Settle it by one of its heads, or by a value of one's own; a state only by one of the two steps."""
    row = work.session.get(OpenConflictRow, conflict_id)
    merged = heads.record(work.session, row.record_id) if row else Merged()
    clash = next((c for c in merged.clashes() if row and c.field == row.field), None)
    if row is None or clash is None:
        raise NotFound(_("这处冲突已经裁决了。"), _("没有改动。"), _("请刷新列表。"))
    if entry is not None and entry not in clash.heads:
        raise NotFound(_("这个值已经不在冲突里了。"), _("没有改动。"), _("请刷新后再看。"))
    about_id, subject, record_id = row.about_id, row.subject, row.record_id
    if clash.kind is ConflictKind.STRUCK:
        _settle_struck(work, subject, record_id, merged, entry, value)
    else:
        _settle_field(work, subject, record_id, clash, merged, entry, value)
    _raise_owner(work, subject, record_id, about_id)
    desk_conflict_open.refresh(work, {record_id: heads.record(work.session, record_id)})
    work.note_changed("desk_conflict", conflict_id)
    work.note_changed(subject, record_id)
    work.note_changed("", about_id)
    return desk_conflict_open.all_of(work, about_id)


def _raise_owner(work: Work, subject: str, record_id: UUID, about_id: UUID) -> None:
    """A plan of which a line was decided gets a revision, as with every change of its lines."""
    if about_id != record_id:
        owner = work.session.get(table_of(desk_words.owner_of(subject, {})), about_id)
        if owner is not None:
            owner.changed_at = work.now
            work.session.flush()


def _settle_field(
    work: Work, subject: str, record_id: UUID, clash: Clash, merged: Merged, entry: EntryId | None, value: Any
) -> None:
    field = clash.field
    if entry is None and clash.kind is ConflictKind.STATE:
        raise Refused(_("两个决定只能选其中一个。"), _("没有改动。"), _("请选一个。"), code="choose", field=field)
    if entry is None:
        decided = {field: _checked(work, subject, field, value)}
    else:
        said = merged.entries[entry].fields
        followers = [key for key, lead in FOLLOWS.items() if lead == field and key in said and key in merged.heads]
        decided = {key: said[key] for key in (field, *followers)}
    if clash.kind is ConflictKind.STATE:
        _check_may(work, subject, record_id, str(decided[field]))
    _write(work, subject, record_id, decided, {key: tuple(merged.heads[key]) for key in decided}, merged)


def _checked(work: Work, subject: str, field: str, value: Any) -> Any:
    """A value of one's own as the journal keeps it; Refused where the field cannot hold it."""
    said = plain(value)
    column = cast(Table, table_of(subject).__table__).c[field]
    try:
        held = typed(subject, field, said)
        if held is None:
            fits = bool(column.nullable) or isinstance(column.type, Text)
        elif isinstance(held, Decimal):
            fits = column.type.bind_processor(work.session.get_bind().dialect)(held) is not None  # type: ignore[misc]
        else:
            fits = isinstance(held, column.type.python_type)
    except (ValueError, TypeError, ArithmeticError, AttributeError):
        fits = False
    if not fits:
        raise Refused(
            _("这一栏不能填「{value}」。").format(value=value), _("没有改动。"), _("请改一改,或者选其中一个值。"),
            code="bad-value", field=field,
        )  # fmt: skip
    return said


def _check_may(work: Work, subject: str, record_id: UUID, state: str) -> None:
    """Of two decisions only he may choose who could take the step himself."""
    case: Any = work.get(cast(Any, table_of(subject)), record_id)
    flow = flows.flow_of(subject, case.flow_version)
    step = TransitionRow.__table__.c
    names = work.session.scalars(select(step.name).where(step.case_id == record_id, step.to_state == state)).all()
    refusals = [standing(work.asker, flow.transition(name), case.owner()).why_not for name in names if name != "record"]
    if refusals and all(refusals):
        raise NotAllowed(refusals[0], _("没有改动。"))


def _settle_struck(
    work: Work, subject: str, record_id: UUID, merged: Merged, entry: EntryId | None, value: Any
) -> None:
    """It stays or it goes; whoever decides has seen all of it."""
    stays = bool(value) if entry is None else not merged.entries[entry].strikes
    bases = {key: tuple(of_field) for key, of_field in merged.heads.items()}
    into = merged.values().get(MERGED)
    if into and stays:
        _apply_to_keeper(work, UUID(str(into)), merged)
        stays = False  # a dealer that was merged away stays away: what was changed there goes to the other
    _write(work, subject, record_id, {ALIVE: stays}, bases, merged)


def _apply_to_keeper(work: Work, keeper_id: UUID, merged: Merged) -> None:
    """What was changed at the dealer that went, unseen by the merge, is written into the one that stays."""
    unseen = next((c for c in merged.clashes() if c.kind is ConflictKind.STRUCK), None)
    keeper = work.get(DealerRow, keeper_id)
    for head in unseen.heads if unseen else ():
        if merged.entries[head].strikes:
            continue
        for key, of_field in merged.heads.items():
            if head in of_field and hasattr(keeper, key) and key not in (ALIVE, MERGED, "code"):
                value = typed("dealer", key, merged.entries[head].fields[key])
                setattr(keeper, key, "" if value is None and isinstance(getattr(keeper, key), str) else value)
    work.session.flush()
    search.write_soon(work.session, [keeper.id.hex])


def _write(
    work: Work, subject: str, record_id: UUID, decided: Mapping[str, Any], bases: Mapping[str, tuple[EntryId, ...]],
    merged: Merged,
) -> None:  # fmt: skip
    """The entry, also where the value that was chosen is the one that stands; then the row."""
    table = table_of(subject)
    core = cast(Table, table.__table__)
    work.session.flush()
    row: Any = work.session.execute(select(core).where(core.c.id == record_id)).one()
    changes = {key: [plain(getattr(row, key)), after] for key, after in decided.items()}
    revision = row.revision + 1
    counter = max(merged.counters.values()) + 1
    about = work.session.get(table, record_id)
    assert about is not None
    fact = Fact(subject, record_id, about.about(), revision, changes, heads.written(bases, counter))
    journal.write(work, [fact])
    values = _row_values(table, decided) | {"revision": revision, "changed_at": work.now, "changed_by": work.asker.id}
    if "state" in decided and decided["state"] != str(row.state) and issubclass(table, Case):
        arrived_state.write(work.session, table, row, values)
    else:
        work.session.execute(update(core).where(core.c.id == record_id).values(values))
    work.session.expire_all()
    if subject == "dealer":
        search.write_soon(work.session, [record_id.hex])


def _row_values(table: type[Record], decided: Mapping[str, Any]) -> dict[str, Any]:
    columns = cast(Table, table.__table__).c
    values: dict[str, Any] = {}
    for key, after in decided.items():
        value = typed(table.SUBJECT, key, after)
        values[key] = "" if value is None and not columns[key].nullable else value
    return values
