"""The journal: every change by anyone, append-only and hash-chained; and the log of state transitions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Base, Record
from crmdesk.models.types import Instant


class JournalEntry(Base):
    """One changed record in one transaction. ``changes`` is JSON ``{field: [before, after]}``.

    ``content_hash`` is over salt and changes, ``hash`` over the entry's head, its content hash and the hash
    of the previous entry of that desk: values can be erased later with their salt, and the chain stays whole.
    """

    __tablename__ = "journal"

    arrival: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    desk_id: Mapped[UUID] = mapped_column(Uuid)
    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_name: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text, default="")
    verb: Mapped[str] = mapped_column(Text)
    call_id: Mapped[UUID] = mapped_column(Uuid)
    cause: Mapped[str] = mapped_column(Text, default="")  # import:<id>, transition:<name>, undo:<call id>
    subject: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    about_id: Mapped[UUID] = mapped_column(Uuid)
    revision: Mapped[int]
    changes: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    # JSON {field: [[desk, sequence], …]}: the entries whose values the author saw and replaced. Written only where
    # they do not follow from the order of arrival: in entries of other desks, and where a conflict is settled.
    bases: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("desk_id", "sequence"),
        Index("ix_journal_about", "about_id", "arrival"),
        Index("ix_journal_call", "call_id"),
        Index("ix_journal_record", "record_id", "arrival"),
    )


class TransitionRow(Record):
    """One step of a case from station to station (domain 2.5): the control of time limits reads it."""

    __tablename__ = "transition"
    SUBJECT = "transition"

    case_subject: Mapped[str] = mapped_column(Text)
    case_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    case_revision: Mapped[int]  # the revision of the case that this step leaves
    name: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Text, default="")
    to_state: Mapped[str] = mapped_column(Text)
    person_name: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text, default="")
    paper_signed_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(Text, default="here")  # here, paper
    seen: Mapped[str] = mapped_column(Text, default="")  # JSON {desk: last sequence}: all that the decider's desk knew
    decided: Mapped[str] = mapped_column(Text, default="")  # JSON [[record, field], …] that the decision changed

    def about(self) -> UUID:
        """Shown in the history of its case."""
        return self.case_id
