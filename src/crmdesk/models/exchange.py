"""What a desk knows of its exchange with others: packets, open conflicts, a state on its way. None of it travels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Base, new_id
from crmdesk.models.types import Code, Instant
from crmdesk.rules.desks import ConflictKind, PacketState, Way


class PacketRow(Base):
    """One packet that went out, came in, or is missing; ``sha256`` of the file tells it apart."""

    __tablename__ = "packet"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    way: Mapped[Way] = mapped_column(Code(Way))
    state: Mapped[PacketState] = mapped_column(Code(PacketState))
    desk_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("desk.id"))
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime] = mapped_column(Instant)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int]
    summary: Mapped[str] = mapped_column(Text, default="")
    person_name: Mapped[str] = mapped_column(Text, default="")
    prefixes: Mapped[str] = mapped_column(Text, default="{}")  # JSON: desk → last sequence that it brings or assumes

    __table_args__ = (Index("ix_packet_desk", "desk_id", "way", "number"),)


class ArrivedStateRow(Base):
    """A state that a packet brings, while it is written: the database lets it pass at that one revision of the case.

    Only ``services/arrived_state.py`` writes here, and takes the row away in the same breath.
    """

    __tablename__ = "arrived_state"

    case_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    case_revision: Mapped[int]


class OpenConflictRow(Base):
    """A field with several heads, found by the merge: derived from the journal, kept to be listed."""

    __tablename__ = "open_conflict"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    kind: Mapped[ConflictKind] = mapped_column(Code(ConflictKind))
    subject: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    about_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    field: Mapped[str] = mapped_column(Text)
    heads: Mapped[str] = mapped_column(Text)  # JSON: [[desk, sequence], …]
    since: Mapped[datetime] = mapped_column(Instant)
    suspends: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_open_conflict_record", "record_id", "field", unique=True),)
