"""Finding by typing: dealers for lists and pickers, everything for the palette (design 10).

Best first (``rules.search.Rank``), within a rank what the person has used last. What only one database knows
stands in ``search_sqlite.py`` and ``search_postgresql.py``; nothing is loaded before somebody types or writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.dealer import DealerRow
from crmdesk.models.office import RecentRow
from crmdesk.models.search import DEALER_DUE
from crmdesk.rules import permits
from crmdesk.rules.search import Hit, Rank
from crmdesk.services import bulk, search_postgresql, search_sqlite
from crmdesk.services.search_terms import SEARCHED, TermReader, Terms, Word, rank_of, words_of
from crmdesk.services.verbs import Work, verb

#: So many opened records are remembered for a person.
MOST_RECENT = 50
#: Of dealers that several words find, the best of so many are shown.
_MOST_WEIGHED = 1000
_AT_ONCE = 5_000
#: More dealers than so many, changed in one go, are indexed behind the answer (35 µs each).
MOST_WITHIN = 2_000
_SHOWN = ("id", "name", "code", "city", "owner")
_DEALER = DealerRow.__table__
_COLUMNS = tuple(_DEALER.c[name] for name in ("id", *SEARCHED))
Narrowed = Sequence[ColumnElement[bool]]


# dealers


def dealers(work: Work, text: str, limit: int, narrowed: Narrowed = ()) -> list[UUID]:
    """The ids of the dealers that the text finds, best first; ``narrowed`` are conditions on the dealer's row.

    Several words must all be found. Without a text: those used last, then by code. Signs alone find nobody.
    Those struck out are never found, also where the index still has them.
    """
    words, narrowed = words_of(text), (_DEALER.c.alive, *narrowed)
    if not words:
        return [] if text.strip() else _by_use(work, limit, narrowed)
    if len(words) > 1:
        return _by_several(work, words, limit, narrowed)
    return _by_one(work, words[0], limit, narrowed)


def _by_one(work: Work, word: Word, limit: int, narrowed: Narrowed) -> list[UUID]:
    recent = _recent_ranks(work, word, narrowed)
    found: dict[UUID, None] = {}
    engine = _engine(work.session)
    for rank, statement in engine.ranked(word, narrowed):
        found |= dict.fromkeys(key for key, of_it in recent.items() if of_it <= rank)
        if len(found) >= limit:
            break
        found |= dict.fromkeys(work.session.scalars(statement.limit(limit * engine.ROWS_OF_ONE)))
    return list(found)[:limit]


def _recent_ranks(work: Work, word: Word, narrowed: Narrowed) -> dict[UUID, Rank]:
    ranks = ((key, rank_of(terms, word)) for key, terms in _recent_terms(work, narrowed).items())
    return {key: rank for key, rank in ranks if rank is not None}


def _by_several(work: Work, words: Sequence[Word], limit: int, narrowed: Narrowed) -> list[UUID]:
    """Weigh those that all words find: the sum of their ranks, used last first, then by name."""
    recent = _recent_terms(work, narrowed)
    ids = _engine(work.session).all_of(words, narrowed).limit(_MOST_WEIGHED)
    found = _terms_of(work.session, select(*_COLUMNS).where(_DEALER.c.id.in_(ids)))
    weighed = recent | {key: terms for key, terms in found.items() if key not in recent}
    places = {key: place for place, key in enumerate(recent)}
    sums = ((_sum_of_ranks(terms, words), key) for key, terms in weighed.items())
    order = sorted(
        (total, places.get(key, MOST_RECENT), weighed[key].name, key)
        for total, key in sums
        if total is not None
    )
    return [key for *_weight, key in order[:limit]]


def _sum_of_ranks(terms: Terms, words: Sequence[Word]) -> int | None:
    ranks = [rank_of(terms, word) for word in words]
    return None if None in ranks else sum(rank for rank in ranks if rank is not None)


def _by_use(work: Work, limit: int, narrowed: Narrowed) -> list[UUID]:
    recent = select(_DEALER.c.id).join(RecentRow, RecentRow.record_id == _DEALER.c.id)
    used = recent.where(RecentRow.person_id == work.asker.id, *narrowed).order_by(RecentRow.at.desc())
    by_code = select(_DEALER.c.id).where(*narrowed).order_by(_DEALER.c.code)
    found = dict.fromkeys(work.session.scalars(used.limit(limit)))
    if len(found) < limit:
        found |= dict.fromkeys(work.session.scalars(by_code.limit(limit)))
    return list(found)[:limit]


def _recent_terms(work: Work, narrowed: Narrowed) -> dict[UUID, Terms]:
    """The dealers that the person has used, the last one first."""
    statement = select(*_COLUMNS).join(RecentRow, RecentRow.record_id == _DEALER.c.id)
    mine = RecentRow.person_id == work.asker.id
    return _terms_of(work.session, statement.where(mine, *narrowed).order_by(RecentRow.at.desc()))


def _terms_of(session: Session, statement: Select[Any]) -> dict[UUID, Terms]:
    rows = session.execute(statement).all()
    if not rows:
        return {}
    ids, *columns = zip(*rows, strict=True)
    return dict(zip(ids, TermReader().read(columns), strict=True))


def _engine(session: Session) -> Any:
    return search_sqlite if session.get_bind().dialect.name == "sqlite" else search_postgresql


# keeping the index


def write_dealers(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Index dealers, or index them anew: rows with ``id`` and the searched fields."""
    rows = list(rows)
    columns = {name: [row[name] for row in rows] for name in SEARCHED}
    write_dealers_bulk(session, [row["id"].hex for row in rows], columns)


def write_dealers_bulk(session: Session, ids: Sequence[str], columns: Mapping[str, Sequence[str]]) -> None:
    """The same by columns, for many: ids as hex digits; a searched field that is not among the columns is empty."""
    blank = ("",) * len(ids)
    if ids:
        _engine(session).write(session, ids, [columns.get(name, blank) for name in SEARCHED])


def write_soon(session: Session, ids: Sequence[str]) -> None:
    """Index dealers (ids as hex digits), or forget them where they are struck out.

    Many are only noted here, for ``write_due`` in a later transaction.
    """
    known = bulk.mark(session)
    statement = f"INSERT INTO dealer_due (dealer_id) VALUES ({known}) ON CONFLICT DO NOTHING"
    bulk.run(session, statement, ((key,) for key in ids))
    if len(ids) > MOST_WITHIN:
        session.info[bulk.LEFT] = True
    else:
        write_due(session)


def is_due(session: Session) -> bool:
    """Whether dealers wait to be indexed."""
    return session.scalar(select(DEALER_DUE.c.dealer_id).limit(1)) is not None


def write_due(session: Session) -> int:
    """Index the first of those that wait, forget those of them that are struck out; returns how many."""
    due = DEALER_DUE.c.dealer_id
    ids = session.scalars(select(due).order_by(due).limit(_AT_ONCE).with_for_update()).all()
    if not ids:
        return 0
    these = due <= ids[-1]
    found = session.execute(
        select(_DEALER.c.alive, *_COLUMNS)
        .where(_DEALER.c.id.in_(select(due).where(these)))
        .order_by(_DEALER.c.id)
    )
    rows = [row for is_alive, *row in found if is_alive]  # in SQL it would have SQLite read a whole index
    if rows:
        keys, *columns = zip(*rows, strict=True)
        _engine(session).write(session, [key.hex for key in keys], columns)
    remove(session, sorted(set(ids) - {row[0] for row in rows}))
    session.execute(delete(DEALER_DUE).where(these))
    return len(ids)


def remove(session: Session, ids: Sequence[UUID]) -> None:
    """Forget dealers that are no more."""
    _engine(session).remove(session, ids)


def missing_dealers(session: Session) -> int:
    """How many dealers the index lacks, besides those that wait for it."""
    waits = select(1).where(DEALER_DUE.c.dealer_id == _DEALER.c.id).exists()
    missing = select(func.count()).select_from(_DEALER)
    missing = missing.where(_DEALER.c.alive, ~_engine(session).is_indexed(), ~waits)
    return session.scalar(missing) or 0


def rebuild(session: Session) -> int:
    """Index all living dealers anew, which also sweeps out what is dead; returns how many there are."""
    engine = _engine(session)
    engine.clear(session)
    count = 0
    living = select(*_COLUMNS).where(_DEALER.c.alive).order_by(_DEALER.c.id)
    rows = session.execute(living.execution_options(yield_per=_AT_ONCE))
    for batch in rows.partitions():
        ids, *columns = zip(*batch, strict=True)
        engine.write(session, [key.hex for key in ids], columns)
        count += len(batch)
    return count


# what was opened last


@verb(permit="search.opened")
def opened(work: Work, subject: str, record_id: UUID) -> None:
    """Remember that the person has opened a record."""
    note_recent(work.session, work.asker.id, subject, record_id, work.now)


def note_recent(session: Session, person_id: UUID, subject: str, record_id: UUID, at: datetime) -> None:
    """Put a record in front of what the person has used; the oldest beyond ``MOST_RECENT`` fall out."""
    table = RecentRow.__table__
    mine = table.c.person_id == person_id
    session.execute(delete(RecentRow).where(mine, table.c.record_id == record_id))
    session.execute(
        insert(RecentRow).values(person_id=person_id, subject=subject, record_id=record_id, at=at)
    )
    newest = select(table.c.at).where(mine).order_by(table.c.at.desc())
    oldest = session.scalar(newest.offset(MOST_RECENT - 1).limit(1))
    if oldest is not None:
        session.execute(delete(RecentRow).where(mine, table.c.at < oldest))


# everything


@verb(permit="search.everything", reads=True)
def everything(work: Work, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Dealers and complaints for the palette; a complaint that is named exactly comes first."""
    by_rank = dealers(work, text, limit)
    rows = work.session.execute(
        select(*(_DEALER.c[name] for name in _SHOWN)).where(_DEALER.c.id.in_(by_rank))
    )
    found = {row.id: Hit("dealer", row.id, row.name, _note(row.code, row.city, row.owner)) for row in rows}
    firms = [found[key] for key in by_rank if key in found]
    if not permits.may(work.asker.roles, "complaint.page") or not text.strip():
        return tuple(firms)
    forms = _complaints(work, words_of(text), by_rank, limit)
    exact = [hit for hit in forms if text.strip() in hit.title.split()]
    others = [hit for hit in forms if hit not in exact]
    room = max(limit - len(exact) - min(len(others), limit // 3), 0)  # where there are many: some of both
    return tuple([*exact, *firms[:room], *others, *firms[room:]][:limit])


def _complaints(work: Work, words: Sequence[Word], of_dealers: Sequence[UUID], limit: int) -> list[Hit]:
    """Complaints by number, draft key, order number or dealer, the newest first."""
    c = ComplaintRow.__table__.c
    columns = (c.number, c.draft_key, c.dealer_name, c.order_number)
    named = [or_(*(column.icontains(word.typed, autoescape=True) for column in columns)) for word in words]
    statement = (
        select(c.id, c.number, c.draft_key, c.dealer_name, c.order_number, c.state)
        .where(or_(c.dealer_id.in_(of_dealers), *([_all(named)] if named else [])))
        .order_by(c.created_at.desc()).limit(limit)
    )  # fmt: skip
    return [
        Hit("complaint", row.id, f"{row.number or row.draft_key} {row.dealer_name}".strip(),
            _note(row.state.label, row.order_number))
        for row in work.session.execute(statement)
    ]  # fmt: skip


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    first, *rest = conditions
    for condition in rest:
        first = first & condition
    return first


def _note(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
