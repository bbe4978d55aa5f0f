"""The counter: one verb = one permission check = one transaction = its journal entries.

Views, command line and packets reach the services only through ``Desk.do``.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crmdesk.models.base import new_id
from crmdesk.models.office import DeskRow, PersonRow
from crmdesk.rules import permits
from crmdesk.rules.china_time import day_in_china
from crmdesk.rules.errors import Conflict, NotAllowed, Refused
from crmdesk.rules.office import Office
from crmdesk.rules.people import Person
from crmdesk.services import journal, once, store, unanswered
from crmdesk.services.cannot_open import name_of, no_office
from crmdesk.services.later import Later
from crmdesk.services.verbs import EVERYTHING, Progress, Verb, Work, find
from crmdesk.words import _

Watcher = Callable[[str, frozenset[UUID]], None]
Clock = Callable[[], datetime]  # the present moment, aware


def _this_moment() -> datetime:
    return datetime.now(UTC)


class Desk:
    """One opened database with at most one person signed in. Safe to use from several threads."""

    def __init__(self, engine: Engine, folder: Path | None = None, clock: Clock = _this_moment) -> None:
        self._engine = engine
        self._clock = clock
        self._writes = engine.execution_options(writes=True)
        self._watchers: list[Watcher] = []
        self._write_lock = threading.Lock()
        self._later = Later(engine, self._write_lock, self._more_to_find)
        self._arrival = 0  # the newest journal entry that watchers were told of
        self.database = store.file_of(engine.url)
        self.folder = folder or store.folder_of(engine.url)
        self.person: Person | None = None
        self._acts_on: date | None = None  # the day for which the deputies were last asked; None: ask again
        self.desk_id = self._find_desk()
        self.office = self._find_office()
        self.changed_elsewhere()  # from here on

    @classmethod
    def open(
        cls, place: str | Path, *, folder: Path | None = None, clock: Clock = _this_moment
    ) -> Self:  # fmt: skip
        """Open a database that exists; brings it up to date first. Refused with a sentence where that fails."""
        url = store.url_of(place)
        file = store.file_of(url)
        if file is not None and not file.exists():
            raise Refused(
                _("找不到数据库 {name}。").format(name=file.name), "",
                _("请检查文件名,或者新建办事处。"), code="no-database",
            )  # fmt: skip
        with _opening(url) as engine:
            if file is not None and store.was_cut_off(file):
                from crmdesk.services.check import refuse_damaged

                refuse_damaged(file)
            store.bring_up_to_date(engine)
            return cls(engine, folder, clock)

    @classmethod
    def create(
        cls, place: str | Path, *, office: str, code: str, login: str, name: str, password: str,
        is_demo: bool = False, clock: Clock = _this_moment,
    ) -> Self:  # fmt: skip
        """Make a new office with its first user, who is signed in.

        A file that exists is refused, and a server's database that holds an office already.
        """
        from crmdesk.services.office import found, refuse_incomplete

        refuse_incomplete(office=office, code=code, login=login, name=name, password=password)
        url = store.url_of(place)
        file = store.file_of(url)
        if file is not None:
            if file.exists():
                raise Refused(
                    _("{name} 已经存在。").format(name=file.name), _("原来的文件没有改动。"),
                    _("请换一个文件名,或者打开已有数据库。"), code="exists",
                )  # fmt: skip
            file.parent.mkdir(parents=True, exist_ok=True)
        with _opening(url) as engine:
            store.bring_up_to_date(engine, is_new=True)
            with Session(engine.execution_options(writes=True)) as session, session.begin():
                found(
                    session, office=office, code=code, login=login, name=name, password=password,
                    is_demo=is_demo, now=clock(),
                )  # fmt: skip
            desk = cls(engine, clock=clock)
            desk.sign_in(login, password)
            return desk

    @property
    def place(self) -> str:
        """What the status line says: the file's name, or server and database."""
        return name_of(self._engine.url)

    def close(self) -> None:
        """Let go of the database."""
        self._later.wait()
        self._engine.dispose()

    def catch_up(self) -> None:
        """Begin, beside the person, with what the last program left to be done; at once where there is nothing."""
        self._later.begin()

    def _more_to_find(self) -> None:
        self._announce({"dealer": {EVERYTHING}})

    # who is asking

    def sign_in(self, login: str, password: str) -> Person:
        """Check the password and remember who is asking; after five wrong tries each next one must wait longer."""
        from crmdesk.services.person import check_password

        with unanswered.said(), Session(self._writes) as session:
            self.person = check_password(session, login, password, self._clock())
        return self._with_deputies(self.person)

    def resume(self, token: str) -> Person | None:
        """Sign in by the token of an earlier ``stay_signed_in``; None where it is unknown or has run out."""
        from crmdesk.services.person import person_of_token

        with unanswered.said(), Session(self._engine) as session:
            self.person = person_of_token(session, token, self._clock())
        return self._with_deputies(self.person) if self.person else None

    def stay_signed_in(self) -> str:
        """A token for this computer; the database keeps only its hash, for 14 days."""
        from crmdesk.services.person import new_token

        if self.person is None:
            raise NotAllowed(_("请先登录。"))
        with unanswered.said(), Session(self._writes) as session, session.begin():
            return new_token(session, self.person, self._clock())

    def sign_out(self, token: str = "") -> None:
        """Forget who was asking, and the token of this computer if one is given.

        A database that does not answer keeps nobody signed in: the token then runs out by itself.
        """
        from crmdesk.services.person import forget_token

        self.person = None
        if token:
            with suppress(OperationalError), Session(self._writes) as session, session.begin():
                forget_token(session, token)

    def _with_deputies(self, person: Person) -> Person:
        """Let the person act for whom he is a deputy today; asked once a day and when the deputies change."""
        from crmdesk.services.acting import principals_of

        day = day_in_china(self._clock())
        with Session(self._engine) as session:
            self.person = person.acting_for(principals_of(session, person.id, day))
        self._acts_on = day
        return self.person

    def may(self, verb: str) -> bool:
        """Whether the person's roles permit the verb, here."""
        return self.person is not None and permits.may(self.person.roles, verb) and not self._is_elsewhere(verb)

    def why_not(self, verb: str) -> str:
        """Why not, as a sentence for a tooltip; empty where it is permitted."""
        if self.person is None:
            return _("请先登录。")
        return permits.why_not(self.person.roles, verb) or (permits.not_here() if self._is_elsewhere(verb) else "")

    def _is_elsewhere(self, verb: str) -> bool:
        return not self.is_head and verb in permits.HEAD_ONLY

    # doing

    def do(
        self, name: str, /, *args: Any, call_id: UUID | None = None, cause: str = "",
        progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Run a verb and return its frozen rows. Raises the family of ``Refused``, and nothing was written then.

        A write with the ``call_id`` of one that was done is not done again: it returns the record as it stands
        now, or is refused (``done-already``).
        """
        verb = find(name)
        self._check(verb)
        run = self._alone if verb.alone else self._read if verb.reads else self._write
        work_of = self._work_maker(verb, call_id or new_id(), cause, progress, cancelled)
        try:
            return run(verb, work_of, args, kwargs)
        except StaleDataError as error:
            raise Conflict(_("您保存的同时,有人改了这条记录。"), {}, {}) from error
        except OperationalError as error:
            raise (unanswered.not_read() if verb.reads else unanswered.not_written(error)) from error

    def _check(self, verb: Verb) -> None:
        if self.person is None:
            raise NotAllowed(_("请先登录。"), code="not-signed-in")
        if self._acts_on != day_in_china(self._clock()):
            with suppress(DBAPIError):  # the verb itself says so in a moment
                self._with_deputies(self.person)
        if not permits.may(self.person.roles, verb.permit):
            raise NotAllowed(
                _("您不能办理这一步。"),
                _("什么都没有改动。"),
                permits.why_not(self.person.roles, verb.permit),
            )
        if self._is_elsewhere(verb.permit):
            raise NotAllowed(permits.not_here(), _("什么都没有改动。"), code="head-only")

    def _work_maker(
        self, verb: Verb, call_id: UUID, cause: str, progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> Callable[[Session], Work]:  # fmt: skip
        now = self._clock()

        def make(session: Session) -> Work:
            work = Work(
                session, verb.name, call_id, self.desk_id, now, day_in_china(now), self.person,
                on_behalf_of=permits.lender(self.person, verb.permit) if self.person else "", cause=cause, folder=self.folder, database=self.database,
            )  # fmt: skip
            work.progress = progress or work.progress
            work.cancelled = cancelled or work.cancelled
            return work

        return make

    def _read(self, verb: Verb, work_of: Callable[[Session], Work], args: Any, kwargs: Any) -> Any:
        """Read, and once more where the connection broke meanwhile: nothing can be done twice by it."""
        try:
            return self._read_once(verb, work_of, args, kwargs)
        except DBAPIError as error:
            if not unanswered.is_lost(error):
                raise
        return self._read_once(verb, work_of, args, kwargs)

    def _read_once(self, verb: Verb, work_of: Callable[[Session], Work], args: Any, kwargs: Any) -> Any:
        with Session(self._engine, autoflush=False) as session:
            return verb.run(work_of(session), *args, **kwargs)

    def _write(self, verb: Verb, work_of: Callable[[Session], Work], args: Any, kwargs: Any) -> Any:
        """Write, never twice; where the connection broke, the server is asked by the call's id how it ended."""
        try:
            return self._write_once(verb, work_of, args, kwargs)
        except DBAPIError as error:
            if not unanswered.is_lost(error):
                raise
            return self._ask_how_it_ended(verb, work_of, error)

    def _ask_how_it_ended(self, verb: Verb, work_of: Callable[[Session], Work], lost: DBAPIError) -> Any:
        try:
            with Session(self._engine, autoflush=False) as session:
                work = work_of(session)
                if once.was_done(session, work.call_id):
                    return once.answer_again(work, verb)
        except DBAPIError as error:
            raise unanswered.not_known() from error
        raise unanswered.not_written(lost) from lost

    def _write_once(self, verb: Verb, work_of: Callable[[Session], Work], args: Any, kwargs: Any) -> Any:
        with self._write_lock, Session(self._writes) as session:
            session.begin()
            work = work_of(session)
            if once.was_done(session, work.call_id):
                return once.answer_again(work, verb)
            before = journal.last_arrival(session)
            journal.follow(session, work)
            answer = verb.run(work, *args, **kwargs)
            journal.close(session)
            work.stop_if_cancelled()
            after = journal.last_arrival(session)
            session.rollback() if work.is_rehearsal else session.commit()
            self.desk_id = work.desk_id  # a new one, where this database has got a new identity
            if self._arrival == before:  # nobody else wrote meanwhile: what is new is ours
                self._arrival = after
            self._later.begin_after(session)
        self._announce(work.changed)
        return answer

    def _alone(self, verb: Verb, work_of: Callable[[Session], Work], args: Any, kwargs: Any) -> Any:
        """Let go of the database, run, open it again: it may be another one now. Who may not be in it signs out."""
        from crmdesk.services.backup import note_restored

        with self._write_lock:
            answer = self._let_go(lambda: verb.run(work_of(Session(self._engine)), *args, **kwargs))
            store.bring_up_to_date(self._engine)
            self.desk_id, self.office = self._find_desk(), self._find_office()
        note = Verb(verb.name, verb.permit, False, note_restored)
        self._write(note, work_of, args, kwargs)
        self._recall_person()
        self._announce({subject: {EVERYTHING} for subject in ("office", "person", "dealer", "complaint")})
        return answer

    def _let_go(self, act: Callable[[], Any]) -> Any:
        """Run ``act`` with no connection open; one that is just being read from gets three seconds to end."""
        self._later.wait()
        until = time.monotonic() + 3
        while True:
            self._engine.dispose()
            try:
                return act()
            except Refused as error:
                if error.code != "database-in-use" or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _recall_person(self) -> None:
        from crmdesk.services.person import to_person

        with Session(self._engine) as session:
            row = session.get(PersonRow, self.person.id) if self.person else None
            self.person = to_person(row) if row and row.is_active else None
        self._acts_on = None

    # what changed

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher(subject, ids)`` after each commit, on the committing thread; returns how to stop it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _announce(self, changed: Mapping[str, set[UUID]]) -> None:
        if "deputy" in changed or "person" in changed:
            self._acts_on = None
        for subject, ids in changed.items():
            for watcher in tuple(self._watchers):
                watcher(subject, frozenset(ids))

    def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last call: a cheap question, asked every second."""
        with Session(self._engine) as session:
            arrival = journal.last_arrival(session)
        before, self._arrival = self._arrival, arrival
        if arrival != before:
            self._acts_on = None
        return arrival != before

    def _find_desk(self) -> UUID:
        with Session(self._engine) as session:
            desk = DeskRow.__table__.c  # not through the mapper: this runs before the first paint
            found = session.execute(select(desk.id, desk.is_head).where(desk.is_here)).first()
        if found is None:
            raise no_office(self._engine.url)
        self.is_head: bool = found.is_head
        return UUID(str(found.id))

    def _find_office(self) -> Office:
        from crmdesk.services.office import office_of

        with Session(self._engine) as session:
            return office_of(session)


@contextmanager
def _opening(url: URL) -> Iterator[Engine]:
    """An engine that lets go of the database where it could not be opened after all."""
    engine = store.connect(url)
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise
