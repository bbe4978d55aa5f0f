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
from crmdesk.rules.search import Rank
from crmdesk.services import search
from crmdesk.services.dealer_form import to_dealer
from crmdesk.services.search_terms import readings, words_of
from crmdesk.services.verbs import Work

#: From so many characters of the name on, and so many digits of a number, one is warned.
SHORTEST_NAME, SHORTEST_NUMBER = 3, 7
#: As many are named.
MOST = 3
_EACH = 60
MOBILE = 11  # digits
_BY_NAME = frozenset({Rank.EXACT, Rank.BEGINNING})
_BY_SOUND = frozenset({Rank.SPELLING})
_BY_NUMBER = frozenset({Rank.EXACT, Rank.TAIL})
_DEALER = cast(Table, DealerRow.__table__)


def alike(work: Work, values: Mapping[str, Any], exclude_id: UUID | None = None) -> tuple[AlikeDealer, ...]:
    """Those who may be the typed one, the likeliest first."""
    said = {field: str(values.get(field) or "").strip() for field in FIELDS} | {"code": ""}
    said["credit_code"] = credit_code.tidy(said["credit_code"])
    typed = firm(firm_names(), said)
    ids = {key for key in _candidates(work, said, typed) if key != exclude_id}
    if not ids:
        return ()
    rows = work.session.execute(select(_DEALER).where(_DEALER.c.id.in_(ids))).mappings().all()
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
    """By the name as far as it is typed, by how the firm sounds, by numbers and by credit code."""
    if len(said["name"]) >= SHORTEST_NAME:
        yield from _found(work, said["name"], _BY_NAME)
        for sound in _sounds(typed):
            yield from _found(work, sound, _BY_SOUND)
    for field in ("mobile", "phone"):
        digits = "".join(c for c in said[field] if c.isdecimal() and c.isascii())
        if len(digits) >= SHORTEST_NUMBER:
            yield from _found(work, digits[-MOBILE:], _BY_NUMBER)
            yield from _found(work, digits[-SHORTEST_NUMBER:], _BY_NUMBER)
    if len(said["credit_code"]) == credit_code.LENGTH:
        yield from work.session.scalars(_of_credit_code(said["credit_code"]))


def _sounds(typed: Firm) -> Iterator[str]:
    """How the firm is spelled, with its place in front and without, in whole or only what it is called."""
    for name in dict.fromkeys((typed.core, typed.brand)):
        if len(name) > 1:
            for place in dict.fromkeys((typed.city, "")):
                spelled = next(iter(readings().spellings(f"{place}{name}")), "")
                if spelled.isascii():
                    yield spelled


def _found(work: Work, text: str, ranks: frozenset[Rank]) -> Iterator[UUID]:
    """What the index finds by some of its ways, those that read few rows of a million."""
    engine = search._engine(work.session)
    for word in words_of(text)[:1]:
        for rank, statement in engine.ranked(word, (_DEALER.c.alive,)):
            if rank in ranks:
                yield from work.session.scalars(statement.limit(_EACH * engine.ROWS_OF_ONE))


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
