"""The office, its desks and people, its settings, its calendar and its counters."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Base, Record
from crmdesk.models.types import Instant, Roles
from crmdesk.rules.people import Role


class OfficeRow(Record):
    """The office 办事处 whose database this is: one row."""

    __tablename__ = "office"
    SUBJECT = "office"

    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)


class DeskRow(Base):
    """An installation, with the end of its journal chain, and what is known of it for the exchange of packets.

    ``code`` is empty for the head desk, else a letter for its provisional numbers (临-B-3). ``known`` is JSON: desk →
    last sequence that it is known to have. ``signed_head`` is JSON: the newest end of its chain that it has signed.
    """

    __tablename__ = "desk"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_here: Mapped[bool] = mapped_column(default=False)
    last_sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    last_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    code: Mapped[str] = mapped_column(Text, default="")
    is_head: Mapped[bool] = mapped_column(default=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    acquainted_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_from: Mapped[int | None] = mapped_column(BigInteger)  # entries from this sequence on are not applied
    scope: Mapped[str] = mapped_column(Text, default="office")
    scope_person: Mapped[UUID | None] = mapped_column(Uuid)
    known: Mapped[str] = mapped_column(Text, default="{}")
    signed_head: Mapped[str] = mapped_column(Text, default="")


class PersonRow(Record):
    """Someone who may sign in."""

    __tablename__ = "person"
    SUBJECT = "person"
    UNJOURNALED = frozenset({"password_hash", "wrong_tries", "wrong_at"})

    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    roles: Mapped[frozenset[Role]] = mapped_column(Roles)
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(Text)
    password_set_at: Mapped[datetime] = mapped_column(Instant)
    wrong_tries: Mapped[int] = mapped_column(default=0)
    wrong_at: Mapped[datetime | None] = mapped_column(Instant)


class SessionTokenRow(Base):
    """A computer on which a person stays signed in: only the hash of the token is kept."""

    __tablename__ = "session_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(Instant)


class SettingRow(Record):
    """The value of a setting from a day on; the value is JSON."""

    __tablename__ = "setting"
    SUBJECT = "setting"

    key: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None]


class WorkdayRow(Record):
    """A day that the office itself has declared a rest day or a working day."""

    __tablename__ = "workday"
    SUBJECT = "workday"

    day: Mapped[date] = mapped_column(unique=True)
    is_off: Mapped[bool | None]  # None: as the bundled calendar says
    name: Mapped[str] = mapped_column(Text, default="")


class CounterRow(Base):
    """The last number given in a series (``complaint``, ``complaint.draft``, ``dealer``) and period."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(Text, primary_key=True)
    period: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class ImportBatchRow(Record):
    """One import of a list: which file, what came of it."""

    __tablename__ = "import_batch"
    SUBJECT = "import_batch"

    file_name: Mapped[str] = mapped_column(Text)
    file_hash: Mapped[str] = mapped_column(Text)
    sheet: Mapped[str] = mapped_column(Text)
    read: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    left_alone: Mapped[int] = mapped_column(default=0)  # dealers that the undoing left alone


class RecentRow(Base):
    """What a person opened last, so that search puts it first."""

    __tablename__ = "recent"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    record_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
