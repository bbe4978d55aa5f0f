"""One call, one time: a write that is asked for again by its id is not done again (reliability 2).

A call whose answer never came is looked up by its id before anybody repeats it. What it did stands in the
journal with that id, so the journal itself is the proof; no second list of calls is kept.
"""

from inspect import signature
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmdesk.models.journal import JournalEntry
from crmdesk.rules.errors import Refused
from crmdesk.services.verbs import Verb, Work, find
from crmdesk.words import _

#: How long to wait for another transaction with the same call, which then has done it or not.
PATIENCE = "5s"


def was_done(session: Session, call_id: UUID) -> bool:
    """Whether the call has written already; of two that come at once the second waits here for the first.

    SQLite lets only one write at a time. PostgreSQL gets a lock by the call's id, held to the end of the
    transaction, also by a lost one whose commit is still on its way.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("lock_timeout", PATIENCE, True)))
        session.execute(select(func.pg_advisory_xact_lock(call_id.int & 2**63 - 1)))
        session.execute(select(func.set_config("lock_timeout", "0", True)))
    entry = JournalEntry.__table__.c
    return session.scalar(select(entry.arrival).where(entry.call_id == call_id).limit(1)) is not None


def answer_again(work: Work, verb: Verb) -> Any:
    """The record as it stands now where the verb answers with one; else Refused: it was done already."""
    entry = JournalEntry.__table__.c
    subject = verb.name.partition(".")[0]
    first = work.session.execute(
        select(entry.about_id, entry.verb, entry.person_id)
        .where(entry.call_id == work.call_id)
        .order_by(entry.subject != subject, entry.arrival)
    ).first()
    getter = _getter(verb, subject)
    mine = first is not None and (first.verb, first.person_id) == (verb.name, work.asker.id)
    if first is None or getter is None or not mine:
        raise Refused(
            _("这一步已经办过了,没有再办一次。"), _("先前办好的都在。"), _("请刷新后看一看。"), code="done-already"
        )
    return getter.run(work, first.about_id)


def _getter(verb: Verb, subject: str) -> Verb | None:
    """The verb that reads one record of the subject by its id, if ``verb`` answers with such a record."""
    try:
        getter = find(f"{subject}.get")
    except KeyError:
        return None
    said, read = signature(verb.run), signature(getter.run)
    same = said.return_annotation is read.return_annotation
    return getter if same and len(read.parameters) == 2 else None
