"""The search index in SQLite: FTS5 (twin: ``search_postgresql.py``).

Every query reads a list of row numbers in order and stops at its limit; nothing sorts a million rows.
Beginnings stand in ``dealer_start`` as ``Terms`` has them: tokens with a letter for their kind in front.
In ``dealer_part`` a name is its pairs of characters (a pair is rare where a character is not), with FRONT before
and END behind it, so that beginnings and whole names are phrases too, and every character begins some pair.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import add
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerRow
from crmdesk.models.search import DEALER_KEY, DEALER_PART, DEALER_START
from crmdesk.rules.search import Rank
from crmdesk.services.search_terms import LONGEST_SPELLING, TermReader, Terms, Word, cases

_DEALER = DealerRow.__table__
_KEY = DEALER_KEY.c
_FRONT, _END = "›", "‹"
_HIGHEST = chr(0x10FFFF)
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_MANY = 500
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
    starts = (one.starts for one in terms)
    driver: Any = session.connection().connection.driver_connection
    for statement, columns in (
        ("INSERT INTO dealer_key (key, dealer_id, fingerprint) VALUES (?, ?, ?)", (ids, prints)),
        ("INSERT INTO dealer_part (rowid, name, city, code) VALUES (?, ?, ?, ?)", _parts(terms)),
        ("INSERT INTO dealer_start (rowid, terms) VALUES (?, ?)", (starts,)),
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
    for table in (DEALER_PART, DEALER_START):
        session.connection().exec_driver_sql(f"INSERT INTO {table.name} ({table.name}) VALUES ('delete-all')")


def missing(session: Session) -> int:
    """How many dealers the index lacks."""
    without = ~select(1).where(_KEY.dealer_id == _DEALER.c.id).exists()
    return session.scalar(select(func.count()).select_from(_DEALER).where(without)) or 0


def _parts(terms: Sequence[Terms]) -> tuple[Iterable[str], Iterable[str], Iterable[str]]:
    """The columns name, city and code; a short name follows the name."""
    names = [
        f"{_FRONT}{one.name}{_END}{_FRONT}{one.short_name}{_END}"
        if one.short_name
        else f"{_FRONT}{one.name}{_END}"
        for one in terms
    ]
    cities = {city: _pairs(city) for city in {one.city for one in terms}}
    return map(_pairs, names), (cities[one.city] for one in terms), (_threes(one.code) for one in terms)


def _pairs(text: str) -> str:
    return " ".join(map(add, text, text[1:]))


def _threes(code: str) -> str:
    return " ".join(map(add, map(add, code, code[1:]), code[2:]))


# reading


def ranked(word: Word, narrowed: Narrowed) -> Iterator[tuple[Rank, Select[tuple[UUID]]]]:
    """The queries that find dealers by one word, best first; each still needs its limit."""
    yield Rank.EXACT, _of_dealer(_DEALER.c.code.in_(cases(word.typed)), narrowed)
    yield Rank.EXACT, _of_dealer(_DEALER.c.name.in_(cases(word.typed)), narrowed)
    yield Rank.EXACT, _of_part(f"name : {_phrase(word, _FRONT, _END)}", narrowed)
    if word.tail:
        yield Rank.EXACT, _of_start(f"r{word.tail}", narrowed)
    for said in cases(word.typed) if word.is_latin else ():
        yield Rank.BEGINNING, _of_dealer(_code_begins(said), narrowed).order_by(_DEALER.c.code)
    yield Rank.BEGINNING, _of_part(f"name : {_phrase(word, _FRONT)}", narrowed)
    if word.is_latin:
        yield Rank.INITIALS, _of_start(_letters(word.folded, "a", "i"), narrowed)
        yield Rank.SPELLING, _of_start(_letters(word.folded[:LONGEST_SPELLING], "q", "p"), narrowed)
    yield Rank.PART, _of_part(f"name : {_phrase(word)}", narrowed)
    if word.tail:
        yield Rank.TAIL, _of_start(f"r{word.tail}*", narrowed)
    if word.is_latin:
        yield Rank.CODE_PART, _of_code_part(word, narrowed)
    else:
        yield Rank.CITY, _of_part(f"city : {_phrase(word)}", narrowed)


def all_of(words: Sequence[Word], narrowed: Narrowed) -> Select[tuple[UUID]]:
    """The query for dealers that every word finds, in no order; it still needs its limit.

    Chinese words are one full-text query; latin ones are sets of keys to be in.
    """
    chinese = " AND ".join(f"{{name city}} : {_phrase(word)}" for word in words if not word.is_latin)
    statement = _of_part(chinese, narrowed) if chinese else _narrow(select(_KEY.dealer_id), narrowed)
    for word in words:
        if word.is_latin:
            statement = statement.where(_KEY.key.in_(_keys_of(word)))
    return statement


def _keys_of(word: Word) -> CompoundSelect[Any]:
    part = f"name : {_phrase(word)}"
    if len(word.folded) >= 3:
        part += f' OR code : "{_threes(word.folded)}"'
    starts = [_letters(word.folded, "a", "i"), _letters(word.folded[:LONGEST_SPELLING], "q", "p")]
    if word.tail:
        starts.append(f"r{word.tail}*")
    by_code = select(_KEY.key).join(_DEALER, _DEALER.c.id == _KEY.dealer_id)
    codes = or_(*(_code_begins(said) for said in cases(word.typed)))
    return union_all(
        select(DEALER_PART.c.rowid).where(_matches(DEALER_PART.c.dealer_part, part)),
        select(DEALER_START.c.rowid).where(_matches(DEALER_START.c.dealer_start, " OR ".join(starts))),
        by_code.where(codes),
    )


def _phrase(word: Word, front: str = "", end: str = "") -> str:
    """A full-text phrase; of a single character, the beginning of pairs."""
    said = f"{front}{word.folded}{end}"
    return f'"{_pairs(said)}"' if len(said) > 1 else f'"{said}" *'


def _letters(said: str, place: str, firm: str) -> str:
    """The firm's beginning, the place's, or the whole place and the firm's beginning: sh|jm.

    The index of beginnings has two letters; a single one is asked with every second letter.
    """
    begins = (
        [f"{firm}{said}*"] if len(said) > 1 else [f"{firm}{said}", *(f"{firm}{said}{c}*" for c in _LETTERS)]
    )
    both = (f"({place}{said[:cut]} AND {firm}{said[cut:]}*)" for cut in range(1, len(said)))
    return " OR ".join((*begins, f"{place}{said}*", *both))


def _matches(column: ColumnElement[Any], query: str) -> ColumnElement[bool]:
    return column.op("MATCH", is_comparison=True)(literal(query))


def _of_part(query: str, narrowed: Narrowed) -> Select[tuple[UUID]]:
    statement = select(_KEY.dealer_id).join_from(DEALER_PART, DEALER_KEY, _KEY.key == DEALER_PART.c.rowid)
    return _narrow(statement.where(_matches(DEALER_PART.c.dealer_part, query)), narrowed)


def _of_start(query: str, narrowed: Narrowed) -> Select[tuple[UUID]]:
    statement = select(_KEY.dealer_id).join_from(DEALER_START, DEALER_KEY, _KEY.key == DEALER_START.c.rowid)
    return _narrow(statement.where(_matches(DEALER_START.c.dealer_start, query)), narrowed)


def _narrow(statement: Select[tuple[UUID]], narrowed: Narrowed) -> Select[tuple[UUID]]:
    statement = statement.where(_KEY.dealer_id.is_not(None))
    if not narrowed:
        return statement
    return statement.where(select(1).where(_DEALER.c.id == _KEY.dealer_id, *narrowed).exists())


def _of_dealer(found: ColumnElement[bool], narrowed: Narrowed) -> Select[tuple[UUID]]:
    return select(_DEALER.c.id).where(found, *narrowed)


def _code_begins(said: str) -> ColumnElement[bool]:
    return _DEALER.c.code.between(said, said + _HIGHEST)


def _of_code_part(word: Word, narrowed: Narrowed) -> Select[tuple[UUID]]:
    """From three signs on by the index; fewer are so frequent that reading the codes soon finds enough."""
    if len(word.folded) >= 3:
        return _of_part(f'code : "{_threes(word.folded)}"', narrowed)
    if not word.folded.isdigit():
        return _of_dealer(literal(False), narrowed)
    return _of_dealer(_DEALER.c.code.contains(word.folded), narrowed)
