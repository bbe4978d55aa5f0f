"""What a verb is, and what it may touch.

A verb is a function in ``services`` that ``desk.do("subject.verb", …)`` runs: one permission check, one
transaction, its journal entries. Its module is imported when the verb is first asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from crmdesk.models.base import Record
from crmdesk.rules.calendar import WorkCalendar
from crmdesk.rules.errors import NotAllowed, NotFound
from crmdesk.rules.people import Person
from crmdesk.words import _

Row = TypeVar("Row", bound=Record)
Progress = Callable[[int, int, str], None]
#: Announced instead of the ids of very many records: whoever shows some reads them anew.
EVERYTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Verb:
    """A registered verb: ``permit`` is its row in ``rules/permits.py``; one that only ``reads`` writes nothing.

    One that runs ``alone`` gets no transaction: the desk lets go of the database before and opens it after.
    """

    name: str
    permit: str
    reads: bool
    run: Callable[..., Any]
    alone: bool = False


_registered: dict[str, Verb] = {}


def verb(
    permit: str, *, reads: bool = False, alone: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as the verb of that name."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        _registered[permit] = Verb(permit, permit, reads, function, alone)
        return function

    return register


def find(name: str) -> Verb:
    """The verb ``subject.name``; imports ``services/<subject>.py`` when first asked for."""
    if name not in _registered:
        import_module(f"crmdesk.services.{name.partition('.')[0]}")
    return _registered[name]


class Cancelled(NotAllowed):
    """The person stopped a running verb; its transaction leaves nothing behind."""

    code = "cancelled"


@dataclass
class Work:
    """What one running verb may touch. ``now`` is UTC, ``today`` the day in China."""

    session: Session
    verb: str
    call_id: UUID
    desk_id: UUID
    now: datetime
    today: date
    person: Person | None = None
    on_behalf_of: str = ""
    cause: str = ""
    folder: Path | None = None  # beside the database file: drafts, backups, attachments
    database: Path | None = None  # the SQLite file, None on PostgreSQL
    progress: Progress = lambda done, total, words: None
    cancelled: Callable[[], bool] = lambda: False
    is_rehearsal: bool = False  # set by a verb that only tries: its transaction is taken back
    changed: dict[str, set[UUID]] = field(default_factory=dict)

    @property
    def asker(self) -> Person:
        """Who is asking; a verb that needs a person calls this."""
        if self.person is None:
            raise NotAllowed(_("请先登录。"))
        return self.person

    @cached_property
    def settings(self) -> "Any":
        """The settings as they stand today: ``work.settings["complaint.day_unit"]``."""
        from crmdesk.services.setting import Settings

        return Settings(self.session, self.today)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days: bundled holidays with the office's own changes."""
        from crmdesk.services.workday import calendar_of

        return calendar_of(self.session)

    def get(
        self,
        table: type[Row],
        record_id: UUID,
        seen: int | None = None,
        mine: Mapping[str, Any] | None = None,
    ) -> Row:
        """The row, which must still have the revision that the person saw; NotFound, Conflict.

        ``mine`` is what the person wants to write: the conflict shows it beside what stands there now.
        """
        row = self.session.get(table, record_id)
        if row is None:
            raise NotFound(_("这条记录已经不在了。"), "", _("请刷新列表。"))
        self.check_seen(row, seen, mine)
        return row

    def check_seen(self, row: Record, seen: int | None, mine: Mapping[str, Any] | None = None) -> None:
        """Raise Conflict where the row has moved on from the revision that the person saw."""
        if seen is not None and row.revision != seen:
            from crmdesk.services.conflict import conflict_of

            raise conflict_of(self, row, seen, mine or {})

    def add(self, row: Record) -> None:
        """Put a new row into the session."""
        self.session.add(row)

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled where the person has stopped the work."""
        if self.cancelled():
            raise Cancelled(_("已取消。"), _("什么都没有写入。"))

    def note_changed(self, subject: str, record_id: UUID) -> None:
        """Announce a change that the journal does not see by itself."""
        self.changed.setdefault(subject, set()).add(record_id)
