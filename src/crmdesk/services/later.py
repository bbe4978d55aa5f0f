"""What may wait until a write has answered: SQLite's log is copied into the file, many dealers are indexed.

Both are derived or doubled: a program that ends before loses nothing, and the next opening goes on with it.
"""

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crmdesk.services import bulk, store

_log = logging.getLogger(__name__)


class Later:
    """One thread at most, beside those who read and write; ``found`` is called when more dealers can be found."""

    def __init__(self, engine: Engine, write_lock: threading.Lock, found: Callable[[], None]) -> None:
        self._engine, self._write_lock, self._found = engine, write_lock, found
        self._lock = threading.Lock()  # of the two below
        self._thread: threading.Thread | None = None
        self._is_wanted = False

    def begin_after(self, session: Session) -> None:
        """Begin where the session has left something to do."""
        if session.info.get(bulk.LEFT):
            self.begin()

    def begin(self) -> None:
        """Do what is left, if anything is; at once back."""
        with self._lock:
            self._is_wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="later", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Until all is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while self._goes_on():
            try:
                self._do()
            except DBAPIError:  # locked for long, or the server is gone
                _log.warning("left for the next opening", exc_info=True)

    def _goes_on(self) -> bool:
        with self._lock:
            is_wanted, self._is_wanted = self._is_wanted, False
            if not is_wanted:
                self._thread = None
            return is_wanted

    def _do(self) -> None:
        if store.file_of(self._engine.url) is not None:
            store.tidy_log(self._engine)
        if self._index():
            self._found()

    def _index(self) -> bool:
        """Each part is a short transaction of its own, so that others can write between."""
        from crmdesk.services import search  # not before the first paint

        done = 0
        while True:
            with self._write_lock, Session(self._engine.execution_options(writes=True)) as session, session.begin():
                part = search.write_due(session) if search.is_due(session) else 0
            if not part:
                return done > 0
            done += part
