"""The dealers: reading, writing, finding, importing and exporting them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select

from crmdesk.models.dealer import DealerRow
from crmdesk.rules.dealer import (
    COLUMNS,
    FIELDS,
    FIRST_CODE,
    MOST_FOUND,
    Dealer,
    DealerQuery,
    code_parts,
    codes_after,
    problems,
)
from crmdesk.rules.dealer_alike import AlikeDealer
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.rules.money import yuan
from crmdesk.services import search
from crmdesk.services.arrival import Arrival
from crmdesk.services.dealer_form import living, row_to_change, set_contacts, to_dealer, whole
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

_TABLE = cast(Table, DealerRow.__table__)


def _narrowed(query: DealerQuery) -> list[ColumnElement[bool]]:
    return [_TABLE.c.alive, *_conditions(query)]


def _conditions(query: DealerQuery) -> list[ColumnElement[bool]]:
    c = _TABLE.c
    asked = (
        (c.owner, query.owners), (c.dealer_class, query.classes), (c.kind, query.kinds),
        (c.status, query.statuses), (c.city, query.cities),
    )  # fmt: skip
    return [column.in_(values) for column, values in asked if values]


def _ordered(statement: Select[Any], query: DealerQuery) -> Select[Any]:
    """By the column, then by code, then in the order of arrival: as the indexes are (``models/dealer.py``)."""
    columns = dict.fromkeys((_TABLE.c[query.sort or "code"], _TABLE.c.code, Arrival()))
    return statement.order_by(*(column.desc() if query.descending else column.asc() for column in columns))


def _found(work: Work, query: DealerQuery, limit: int = MOST_FOUND) -> list[UUID]:
    return search.dealers(work, query.text, limit, _conditions(query))


@verb(permit="dealer.page", reads=True)
def page(work: Work, query: DealerQuery, offset: int = 0, limit: int = 100) -> tuple[Dealer, ...]:
    """A window of the list. With a search text, the best matches first, or sorted as the query says."""
    if query.text.strip():
        return _page_of_found(work, query, offset, limit)
    window = _ordered(select(Arrival()).select_from(_TABLE).where(*_narrowed(query)), query)
    window = window.offset(offset).limit(limit).correlate(None)
    statement = _ordered(select(_TABLE).where(Arrival().in_(window)), query)
    return tuple(to_dealer(row) for row in work.session.execute(statement).mappings())


def _page_of_found(work: Work, query: DealerQuery, offset: int, limit: int) -> tuple[Dealer, ...]:
    ids = _found(work, query)
    statement = select(_TABLE).where(_TABLE.c.id.in_(ids))
    if query.sort:
        statement = _ordered(statement, query).offset(offset).limit(limit)
        return tuple(to_dealer(row) for row in work.session.execute(statement).mappings())
    wanted = ids[offset : offset + limit]
    rows = work.session.execute(select(_TABLE).where(_TABLE.c.id.in_(wanted))).mappings()
    by_id = {row["id"]: to_dealer(row) for row in rows}
    return tuple(by_id[i] for i in wanted if i in by_id)


@verb(permit="dealer.count", reads=True)
def count(work: Work, query: DealerQuery) -> int:
    """How many dealers the list has; a search counts at most ``MOST_FOUND``."""
    if query.text.strip():
        return len(_found(work, query))
    return work.session.scalar(select(func.count()).select_from(_TABLE).where(*_narrowed(query))) or 0


@verb(permit="dealer.get", reads=True)
def get(work: Work, dealer_id: UUID) -> Dealer:
    """One dealer with its contacts and who changed it last; NotFound.

    Of one that was merged, the dealer that stands for it now, with a ``notice`` that says so.
    """
    return whole(work, *living(work, dealer_id))


@verb(permit="dealer.find", reads=True)
def find(work: Work, text: str, limit: int = 20) -> tuple[Dealer, ...]:
    """The best matches for what is typed into a picker; recently used ones where nothing is typed."""
    ids = search.dealers(work, text, limit)
    rows = work.session.execute(select(_TABLE).where(_TABLE.c.id.in_(ids))).mappings()
    by_id = {row["id"]: to_dealer(row) for row in rows}
    return tuple(by_id[i] for i in ids if i in by_id)


@verb(permit="dealer.facets", reads=True)
def facets(work: Work, field: str) -> tuple[tuple[Any, int], ...]:
    """The values that a field has, with how many dealers have each, most first: for filter chips."""
    column = _TABLE.c[field]
    number = func.count()
    statement = select(column, number).where(_TABLE.c.alive).group_by(column)
    statement = statement.order_by(number.desc(), column).limit(200)
    return tuple((value, n) for value, n in work.session.execute(statement) if value not in (None, ""))


@verb(permit="dealer.next_code", reads=True)
def next_code(work: Work) -> str:
    """A proposal for the code of a new dealer: one more than the highest of the form used last."""
    return _after_highest(work)


def _after_highest(work: Work) -> str:
    """The code after the highest of the form that was used last: same prefix, same number of digits."""
    codes = select(_TABLE.c.code).where(_TABLE.c.alive, _TABLE.c.code != "")
    last = _last_code(work) or FIRST_CODE
    prefix = (code_parts(last) or ("", 0, 0))[0]
    alike = codes.where(
        _TABLE.c.code.startswith(prefix, autoescape=True), func.length(_TABLE.c.code) == len(last)
    )
    highest = work.session.scalar(alike.order_by(_TABLE.c.code.desc()).limit(1)) or last
    user_of = select(_TABLE.c.id).where(_TABLE.c.alive).limit(1)
    return next(
        code
        for code in codes_after(highest)
        if work.session.scalar(user_of.where(_TABLE.c.code == code)) is None
    )


def _last_code(work: Work) -> str:
    """The code of the newest living dealer. ``alive`` in SQL would have SQLite sort all of them."""
    newest = select(_TABLE.c.code, _TABLE.c.alive).order_by(_TABLE.c.id.desc())
    rows = work.session.execute(newest.execution_options(yield_per=200))
    try:
        return next((code for code, alive in rows if alive and code), "")
    finally:
        rows.close()


@verb(permit="dealer.create")
def create(work: Work, values: Mapping[str, Any]) -> Dealer:
    """A new dealer. Without a code it gets the next one; a code that is in use is refused.

    ``values["contacts"]`` are its further contacts (``rules/dealer_contact.py``), here as in ``dealer.change``.
    """
    clean, contacts = _parted(values)
    _refuse(clean, _("客户没有保存。"))
    clean["code"] = clean.get("code") or _after_highest(work)
    _refuse_taken_code(work, clean["code"])
    row = DealerRow(**clean)
    work.add(row)
    work.session.flush()
    if contacts:
        set_contacts(work, row, contacts)
        work.session.flush()
    search.write_dealers(work.session, [row.__dict__])
    return whole(work, row)


@verb(permit="dealer.change")
def change(work: Work, dealer_id: UUID, seen: int, changes: Mapping[str, Any]) -> Dealer:
    """Change fields of the dealer that the person saw at revision ``seen``; Conflict where someone was quicker."""
    row = row_to_change(work, dealer_id, seen, changes)
    clean, contacts = _parted(changes)
    _refuse({"name": row.name} | clean, _("修改没有保存。"))
    if clean.get("code", row.code) != row.code:
        _refuse_taken_code(work, clean["code"])
    for key, value in clean.items():
        setattr(row, key, value)
    if contacts is not None:
        set_contacts(work, row, contacts)
    work.session.flush()
    search.write_dealers(work.session, [{key: getattr(row, key) for key in ("id", *FIELDS)}])
    return whole(work, row)


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Contact, ...] | None]:
    """The fields of the dealer's own row, and its further contacts (None: nothing is said of them)."""
    own = {key: value for key, value in values.items() if key != "contacts"}
    return _clean(own), values.get("contacts")


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"a dealer has no {sorted(unknown)}")
    clean = {k: v.strip() if type(v) is str else v for k, v in values.items()}
    if clean.get("credit_limit") is not None:
        clean["credit_limit"] = yuan(clean["credit_limit"])
    return clean


def _refuse(values: Mapping[str, Any], what: str) -> None:
    found = problems(values)
    if found:
        raise Incomplete(what, found)


def _refuse_taken_code(work: Work, code: str) -> None:
    if not code:
        return
    holder = select(_TABLE.c.name).where(_TABLE.c.alive, _TABLE.c.code == code)
    name = work.session.scalar(holder.limit(1))
    if name is not None:
        raise Refused(
            _("编号 {code} 已经是「{name}」的。").format(code=code, name=name),
            _("您填写的内容都还在。"), _("请换一个编号。"), code="code-taken", field="code",
        )  # fmt: skip


# who may be one firm: in files of their own, but the verbs stand here, where the counter looks for them


@verb(permit="dealer.alike", reads=True)
def alike(work: Work, values: Mapping[str, Any], exclude_id: UUID | None = None) -> tuple[AlikeDealer, ...]:
    """Who may be the dealer that is being typed, at most three; from the third character of the name on."""
    from crmdesk.services.dealer_alike import alike as find_alike

    return find_alike(work, values, exclude_id)


@verb(permit="dealer.merge")
def merge(
    work: Work, keep_id: UUID, lose_id: UUID, seen_keep: int, seen_lose: int, choices: Mapping[str, Any]
) -> Dealer:
    """Make one dealer of two, field by field; all that hangs on the other follows. ``dealer_merge.preview`` shows it.

    ``choices`` is field → "keep", "lose", "both" (texts) or a value. Taken back by ``dealer.unmerge``.
    """
    from crmdesk.services.dealer_merge import merge as make_one

    return make_one(work, keep_id, lose_id, seen_keep, seen_lose, choices)


@verb(permit="dealer.unmerge")
def unmerge(work: Work, call_id: UUID) -> Dealer:
    """Take the merge of that call back, while nobody has built upon it; the dealer that lives again."""
    from crmdesk.services.dealer_merge import unmerge as make_two

    return make_two(work, call_id)


@verb(permit="dealer.apart")
def apart(work: Work, dealer_id: UUID, other_id: UUID) -> None:
    """Remember that two dealers are not one firm."""
    from crmdesk.services.dealer_merge import apart as remember_apart

    remember_apart(work, dealer_id, other_id)


@verb(permit="dealer.export", reads=True)
def export(work: Work, query: DealerQuery, columns: tuple[str, ...], path: Path) -> Any:
    """Write the list exactly as filtered and sorted to a workbook."""
    from crmdesk.services.exporting import export_dealers

    shown = tuple(c for c in COLUMNS if c.key in columns) if columns else COLUMNS
    ordered = tuple(sorted(shown, key=lambda c: columns.index(c.key))) if columns else shown
    return export_dealers(work, query, ordered, Path(path))


@verb(permit="dealer.import_list")
def import_list(work: Work, plan: Any, dry_run: bool = False) -> Any:
    """Write the rows of a recognised list; see ``services/importing.py``."""
    from crmdesk.services.importing import import_dealers

    return import_dealers(work, plan, dry_run)
