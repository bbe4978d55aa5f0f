"""The search index in SQLite: FTS5 (twin: ``search_postgresql.py``).

Every query reads a list of row numbers in order and stops at its limit; nothing sorts a million rows.
One table with a row for each dealer. Column ``starts`` has what is found by its beginning, as ``Terms`` has it.
Names, cities and codes are their pairs of characters (a pair is rare where a character is not), with FRONT before
and END behind a name, so that beginnings and whole names are phrases too, and every character begins some pair.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import add
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerRow
from crmdesk.models.search import DEALER_KEY, DEALER_TEXT
from crmdesk.rules.search import Rank
from crmdesk.services.search_terms import LONGEST_SPELLING, TermReader, Terms, Word, cases, cuts

_DEALER = DealerRow.__table__
_KEY = DEALER_KEY.c
_FRONT, _END = "›", "‹"
_HIGHEST = chr(0x10FFFF)
#: The signs of codes are others than those of names, so that their pairs do not stand in one list.
_OF_CODE = {sign: 0xE000 + sign for sign in range(128)}
_MANY = 500
_LONGEST_CITY = 8
#: A query finds a dealer once.
ROWS_OF_ONE = 1
Narrowed = Sequence[ColumnElement[bool]]


# writing


def write(session: Session, ids: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Index dealers: ids as hex digits, columns of the searched fields. Unchanged ones cost a look-up only."""
    known = _known(session, ids)
    rows = zip(*columns, strict=True)
    prints = [crc32("\x1f".join(row).encode("utf-8", "surrogatepass")) for row in rows]
    if known:
        due = [n for n, key in enumerate(ids) if known.get(key) != prints[n]]
        remove(session, [UUID(ids[n]) for n in due if ids[n] in known])
        ids, prints = [ids[n] for n in due], [prints[n] for n in due]
        columns = [[column[n] for n in due] for column in columns]
    if ids:
        _insert(session, ids, prints, TermReader().read(columns))


def _insert(session: Session, ids: Sequence[str], prints: Sequence[int], terms: Sequence[Terms]) -> None:
    first = (session.scalar(select(func.max(_KEY.key))) or 0) + 1
    keys = range(first, first + len(ids))
    driver: Any = session.connection().connection.driver_connection
    for statement, columns in (
        ("INSERT INTO dealer_key (key, dealer_id, fingerprint) VALUES (?, ?, ?)", (ids, prints)),
        ("INSERT INTO dealer_text (rowid, name, city, code, starts) VALUES (?, ?, ?, ?, ?)", _texts(terms)),
    ):
        driver.executemany(statement, zip(keys, *columns, strict=True))


def _known(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """The fingerprints of those that are in the index. New ids are higher than all: one look."""
    newest = session.scalar(select(func.max(_KEY.dealer_id)))
    if newest is None or min(ids, default="") > newest.hex:
        return {}
    known: dict[str, int] = {}
    for start in range(0, len(ids), _MANY):
        batch = [UUID(key) for key in ids[start : start + _MANY]]
        found = session.execute(select(_KEY.dealer_id, _KEY.fingerprint).where(_KEY.dealer_id.in_(batch)))
        known |= {key.hex: fingerprint for key, fingerprint in found}
    return known


def remove(session: Session, ids: Sequence[UUID]) -> None:
    """Forget dealers. The row stays without its dealer, so that no later one gets its key."""
    for start in range(0, len(ids), _MANY):
        found = _KEY.dealer_id.in_(ids[start : start + _MANY])
        session.execute(update(DEALER_KEY).where(found).values(dealer_id=None))


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(delete(DEALER_KEY))
    session.connection().exec_driver_sql("INSERT INTO dealer_text (dealer_text) VALUES ('delete-all')")


def is_indexed() -> ColumnElement[bool]:
    """Whether the index has the dealer."""
    return select(1).where(_KEY.dealer_id == _DEALER.c.id).exists()


def _texts(terms: Sequence[Terms]) -> tuple[Iterable[str], ...]:
    """The columns name, city, code and starts; a short name follows the name."""
    names = [
        f"{_FRONT}{one.name}{_END}{_FRONT}{one.short_name}{_END}"
        if one.short_name
        else f"{_FRONT}{one.name}{_END}"
        for one in terms
    ]
    cities = {city: _pairs(city) for city in {one.city for one in terms}}
    codes = [_pairs(one.code.translate(_OF_CODE)) for one in terms]
    return _pairs_of_names(names), [cities[one.city] for one in terms], codes, [one.starts for one in terms]


def _pairs(text: str) -> str:
    return " ".join(map(add, text, text[1:]))


def _pairs_of_names(names: Sequence[str]) -> list[str]:
    """The pairs of many in one go: where two names meet stand END, a line end and FRONT."""
    whole = "\n".join(names)
    return _pairs(whole).split(f" {_END}\n \n{_FRONT} ")


# reading


def ranked(word: Word, narrowed: Narrowed) -> Iterator[tuple[Rank, Select[tuple[UUID]]]]:
    """The queries that find dealers by one word, best first; each still needs its limit."""
    yield Rank.EXACT, _of_dealer(_DEALER.c.code.in_(cases(word.typed)), narrowed)
    yield Rank.EXACT, _of_text(f"name : {_phrase(word, _FRONT, _END)}", narrowed)
    if word.tail:
        yield Rank.EXACT, _of_text(f"starts : ρ{word.tail}", narrowed)
    for said in cases(word.typed) if word.is_latin else ():
        yield Rank.BEGINNING, _of_dealer(_code_begins(said), narrowed).order_by(_DEALER.c.code)
    yield Rank.BEGINNING, _of_text(f"name : {_phrase(word, _FRONT)}", narrowed)
    if word.is_latin:
        yield Rank.INITIALS, _of_text(_initials(word), narrowed)
        if len(word.folded) > 1:
            yield Rank.SPELLING, _of_text(_spelling(word), narrowed)
    yield Rank.PART, _of_text(f"name : {_phrase(word)}", narrowed)
    if word.tail:
        yield Rank.TAIL, _of_text(f"starts : ρ{word.tail}*", narrowed)
    if not word.is_latin and len(word.folded) <= _LONGEST_CITY:
        yield Rank.CITY, _of_text(f"city : {_phrase(word)}", narrowed)
    if word.is_latin and len(word.folded) > 1:
        yield Rank.CODE_PART, _of_text(_part_of_code(word), narrowed)
    elif word.folded.isdigit():  # so frequent that reading the codes soon finds enough
        yield Rank.CODE_PART, _of_dealer(_DEALER.c.code.contains(word.folded), narrowed)


def all_of(words: Sequence[Word], narrowed: Narrowed) -> Select[tuple[UUID]]:
    """The query for dealers that every word finds, in no order; it still needs its limit."""
    return _of_text(" AND ".join(f"({_any(word)})" for word in words), narrowed)


def _any(word: Word) -> str:
    if not word.is_latin:
        return f"{{name city}} : {_phrase(word)}"
    found = [f"name : {_phrase(word)}", _initials(word)]
    if len(word.folded) > 1:
        found += [_spelling(word), _part_of_code(word)]
    if word.tail:
        found.append(f"starts : ρ{word.tail}*")
    return " OR ".join(found)


def _phrase(word: Word, front: str = "", end: str = "") -> str:
    """A full-text phrase; of a single character, the beginning of pairs."""
    said = f"{front}{word.folded}{end}"
    return f'"{_pairs(said)}"' if len(said) > 1 else f'"{said}" *'


def _part_of_code(word: Word) -> str:
    return f'code : "{_pairs(word.folded.translate(_OF_CODE))}"'


def _initials(word: Word) -> str:
    return _letters(word.folded, "α", "ι")


def _spelling(word: Word) -> str:
    """For two letters at least: a spelling begins with the same letter as the initials."""
    return _letters(word.folded[:LONGEST_SPELLING], "σ", "π")


def _letters(said: str, place: str, firm: str) -> str:
    """The firm's beginning, the place's, or the whole place and the firm's beginning: sh|jm."""
    both = (f"({place}{said[:cut]} AND {_begins(said[cut:], firm)})" for cut in cuts(said))
    of_place = f"{place}{said}*" if len(said) > 1 else f"α{said}"
    return f"starts : ({' OR '.join((_begins(said, firm), of_place, *both))})"


def _begins(said: str, firm: str) -> str:
    """One letter is a whole term, and the same for spellings as for initials."""
    return f"{firm}{said}*" if len(said) > 1 else f"ι{said}"


def _of_text(query: str, narrowed: Narrowed) -> Select[tuple[UUID]]:
    matches = DEALER_TEXT.c.dealer_text.op("MATCH", is_comparison=True)(literal(query))
    statement = select(_KEY.dealer_id).join_from(DEALER_TEXT, DEALER_KEY, _KEY.key == DEALER_TEXT.c.rowid)
    return _narrow(statement.where(matches), narrowed)


def _narrow(statement: Select[tuple[UUID]], narrowed: Narrowed) -> Select[tuple[UUID]]:
    statement = statement.where(_KEY.dealer_id.is_not(None))
    if not narrowed:
        return statement
    return statement.where(select(1).where(_DEALER.c.id == _KEY.dealer_id, *narrowed).exists())


def _of_dealer(found: ColumnElement[bool], narrowed: Narrowed) -> Select[tuple[UUID]]:
    return select(_DEALER.c.id).where(found, *narrowed)


def _code_begins(said: str) -> ColumnElement[bool]:
    return _DEALER.c.code.between(said, said + _HIGHEST)
