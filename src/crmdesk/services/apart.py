"""One of many, by itself: what fails is taken back, and neither the others nor the journal hear of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from crmdesk.services import journal
from crmdesk.services.verbs import Work


@contextmanager
def apart(work: Work) -> Iterator[None]:
    """Whatever is done inside is done, or taken back whole where it raises; the exception goes on."""
    session = work.session
    session.flush()
    collected = session.info[journal._KEY]
    before = {key: replace(fact, changes=dict(fact.changes)) for key, fact in collected.items()}
    try:
        with session.begin_nested():
            yield
            session.flush()
    except BaseException:
        session.info[journal._KEY] = before
        raise
