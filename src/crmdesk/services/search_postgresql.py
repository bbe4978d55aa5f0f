"""The search index in PostgreSQL: a table of terms for beginnings, LIKE for parts (twin: ``search_sqlite.py``).

A term has a letter for its kind in front: c code, n name and short name, and those of ``Terms``, except that the
place and the place with the firm behind it count as a firm.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerRow
from crmdesk.models.search import DEALER_TERM
from crmdesk.rules.search import Rank
from crmdesk.services.search_terms import LONGEST_SPELLING, TermReader, Terms, Word

_DEALER = DealerRow.__table__
_TERM = DEALER_TERM.c
_HIGHEST = chr(0x10FFFF)
_MANY = 500
#: A query may find a dealer by several of its terms.
ROWS_OF_ONE = 4
Narrowed = Sequence[ColumnElement[bool]]


# writing


def write(session: Session, ids: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Index dealers: ids as hex digits, columns of the searched fields."""
    remove(session, [UUID(key) for key in ids])
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy("COPY dealer_term (term, dealer_id) FROM STDIN") as copy:
        for key, terms in zip(ids, TermReader().read(columns), strict=True):
            for term in _terms(terms):
                copy.write_row((term, key))


def remove(session: Session, ids: Sequence[UUID]) -> None:
    """Forget dealers."""
    for start in range(0, len(ids), _MANY):
        session.execute(delete(DEALER_TERM).where(_TERM.dealer_id.in_(ids[start : start + _MANY])))


def clear(session: Session) -> None:
    """Empty the index."""
    session.connection().exec_driver_sql("TRUNCATE dealer_term")


def is_indexed() -> ColumnElement[bool]:
    """Whether the index has the dealer."""
    return select(1).where(_TERM.dealer_id == _DEALER.c.id).exists()


def _terms(terms: Terms) -> set[str]:
    firm = terms.firm.split()
    said = {f"c{terms.code}", f"n{terms.name}", f"n{terms.short_name}", *firm, *terms.tails.split()}
    for place in terms.place.split():
        kind = "ι" if place[0] == "α" else "π"
        said |= {f"{kind}{place[1:]}", *(f"{kind}{place[1:]}{form[1:]}" for form in firm if form[0] == kind)}
    return {term for term in said if len(term) > 1}


# reading


def ranked(word: Word, narrowed: Narrowed) -> Iterator[tuple[Rank, Select[tuple[UUID]]]]:
    """The queries that find dealers by one word, best first; each still needs its limit."""
    said = word.folded
    whole = [f"c{said}", f"n{said}", *([f"ρ{word.tail}"] if word.tail else [])]
    yield Rank.EXACT, _of_terms(_TERM.term.in_(whole), narrowed)
    yield Rank.BEGINNING, _of_terms(_begins(f"c{said}"), narrowed)
    yield Rank.BEGINNING, _of_terms(_begins(f"n{said}"), narrowed)
    if word.is_latin:
        yield Rank.INITIALS, _of_terms(_begins(f"ι{said}"), narrowed)
        yield Rank.SPELLING, _of_terms(_begins(f"π{said[:LONGEST_SPELLING]}"), narrowed)
    yield Rank.PART, _of_dealer(_part_of_name(word), narrowed)
    if word.tail:
        yield Rank.TAIL, _of_terms(_begins(f"ρ{word.tail}"), narrowed)
    if word.is_latin:
        yield Rank.CODE_PART, _of_dealer(_holds(_DEALER.c.code, word.typed), narrowed)
    else:
        yield Rank.CITY, _of_dealer(_part_of_city(word), narrowed)


def all_of(words: Sequence[Word], narrowed: Narrowed) -> Select[tuple[UUID]]:
    """The query for dealers that every word finds, in no order; it still needs its limit."""
    return select(_DEALER.c.id).where(*(_finds(word) for word in words), *narrowed)


def _finds(word: Word) -> ColumnElement[bool]:
    other = _holds(_DEALER.c.code, word.typed) if word.is_latin else _part_of_city(word)
    kinds = [f"n{word.folded}"]
    if word.is_latin:
        kinds += [f"ι{word.folded}", f"π{word.folded[:LONGEST_SPELLING]}"]
    if word.tail:
        kinds.append(f"ρ{word.tail}")
    begins = or_(*(_begins(said) for said in kinds))
    return or_(_part_of_name(word), other, _DEALER.c.id.in_(select(_TERM.dealer_id).where(begins)))


def _begins(term: str) -> ColumnElement[bool]:
    return _TERM.term.between(term, term + _HIGHEST)


def _part_of_name(word: Word) -> ColumnElement[bool]:
    said = {word.typed, word.folded}
    return or_(*(_holds(column, one) for column in (_DEALER.c.name, _DEALER.c.short_name) for one in said))


def _part_of_city(word: Word) -> ColumnElement[bool]:
    return _holds(_DEALER.c.city, word.folded)


def _holds(column: ColumnElement[str], said: str) -> ColumnElement[bool]:
    """Regard case only where there is one: it makes the reading of all rows five times as long."""
    alike = said.upper() == said
    return column.contains(said, autoescape=True) if alike else column.icontains(said, autoescape=True)


def _of_terms(found: ColumnElement[bool], narrowed: Narrowed) -> Select[tuple[UUID]]:
    statement = select(_TERM.dealer_id).where(found)
    if not narrowed:
        return statement
    return statement.where(select(1).where(_DEALER.c.id == _TERM.dealer_id, *narrowed).exists())


def _of_dealer(found: ColumnElement[bool], narrowed: Narrowed) -> Select[tuple[UUID]]:
    return select(_DEALER.c.id).where(found, *narrowed)
