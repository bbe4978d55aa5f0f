"""Whether a dealer that is being typed is there already: few are looked up by the index, these are compared."""

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, literal_column, select

from crmdesk.exchange.importing.firm_tables import firm_names
from crmdesk.exchange.importing.folding import fold_row
from crmdesk.models.dealer import DealerRow
from crmdesk.models.import_memory import ImportMemoryRow
from crmdesk.rules import credit_code
from crmdesk.rules.dealer_alike import AlikeDealer
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.rules.same_firm import FIELDS, LOOSEST, Firm, firm, firms, score
from crmdesk.services import search
from crmdesk.services.dealer_form import to_dealer
from crmdesk.services.verbs import Work

#: From so many characters of the name on, and so many digits of a number, one is warned.
SHORTEST_NAME, SHORTEST_NUMBER = 3, 7
#: As many are named.
MOST = 3
_EACH = 30
_DEALER = cast(Table, DealerRow.__table__)


def alike(work: Work, values: Mapping[str, Any], exclude_id: UUID | None = None) -> tuple[AlikeDealer, ...]:
    """Those who may be the typed one, the likeliest first."""
    said = {field: str(values.get(field) or "").strip() for field in FIELDS} | {"code": ""}
    said["credit_code"] = credit_code.tidy(said["credit_code"])
    typed = firm(firm_names(), said)
    ids = {key for key in _candidates(work, said, typed) if key != exclude_id}
    if not ids:
        return ()
    rows = work.session.execute(select(_DEALER).where(_DEALER.c.id.in_(ids), _DEALER.c.alive)).mappings().all()
    apart = _apart(work, said)
    columns = {field: [row[field] for row in rows] for field in FIELDS}
    found = []
    for row, other in zip(rows, firms(firm_names(), columns, len(rows)), strict=True):
        likeness = score(typed, other)
        is_near = likeness.score >= LOOSEST or bool(typed.mobile and typed.mobile == other.mobile)
        if is_near and row["id"].hex not in apart:
            found.append(AlikeDealer(to_dealer(row), likeness.score, likeness.why))
    found.sort(key=lambda one: (-one.score, one.dealer.name, one.dealer.code))
    return tuple(found[:MOST])


def _candidates(work: Work, said: Mapping[str, str], typed: Firm) -> Iterator[UUID]:
    """By the name as far as it is typed, by what the firm is called, by numbers and by credit code."""
    if len(said["name"]) >= SHORTEST_NAME:
        place = typed.city if typed.city in said["name"] or typed.city in said["city"] else ""
        texts = [said["name"], f"{typed.brand} {place}".strip()]
        if len(typed.core) > 2:
            texts.append(typed.core)
            sound = "".join(typed.sound.split())
            texts += [sound] if sound.isascii() else []
        for text in dict.fromkeys(text for text in texts if len(text) > 1):
            yield from search.dealers(work, text, _EACH)
    for field in ("mobile", "phone"):
        digits = "".join(c for c in said[field] if c.isdigit())
        if len(digits) >= SHORTEST_NUMBER:
            yield from search.dealers(work, digits, _EACH)
            yield from search.dealers(work, digits[-SHORTEST_NUMBER:], _EACH)
    if len(said["credit_code"]) == credit_code.LENGTH:
        yield from work.session.scalars(_of_credit_code(said["credit_code"]))


def _of_credit_code(code: str) -> Any:
    """``<> ''`` is said because the index holds only those who have one."""
    column = _DEALER.c.credit_code
    has_one: ColumnElement[bool] = literal_column("credit_code <> ''")
    return select(_DEALER.c.id).where(column == code, has_one).limit(_EACH)


def _apart(work: Work, said: Mapping[str, str]) -> set[str]:
    """Whom somebody has said not to be this one, as hex digits."""
    c = ImportMemoryRow.__table__.c
    key = f"{fold_row(said['name'], said['city'])}{PART}"
    rows = work.session.scalars(
        select(c.said).where(
            c.subject == "dealer", c.kind == MemoryKind.APART, c.alive, c.said.startswith(key, autoescape=True)
        )
    )
    return {text.rpartition(PART)[2] for text in rows}
