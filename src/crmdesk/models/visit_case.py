"""The tables of cases 请示/上报 and of their timeline."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.case import Case
from crmdesk.models.types import Code, Instant
from crmdesk.rules.visit_case import Addressee, CaseState, NoteKind
from crmdesk.rules.visit_check import CaseKind


class VisitCaseRow(Case):
    """One case: see ``rules/visit_case.py``."""

    __tablename__ = "visit_case"
    SUBJECT = "visit_case"

    state: Mapped[CaseState] = mapped_column(Code(CaseState))
    kind: Mapped[CaseKind] = mapped_column(Code(CaseKind))
    rep_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    rep_name: Mapped[str] = mapped_column(Text)
    visit_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("visit.id"), index=True)
    dealer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("dealer.id"), index=True)
    dealer_name: Mapped[str] = mapped_column(Text, default="")
    item: Mapped[str] = mapped_column(Text, default="")
    addressee: Mapped[Addressee] = mapped_column(Code(Addressee), default=Addressee.OFFICE_MGR)
    heading: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    opened_on: Mapped[date | None]
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
    alive: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_visit_case_state", "state", "opened_on"),)

    def owner(self) -> UUID:
        """The representative who asks."""
        return self.rep_id


class VisitCaseNoteRow(Record):
    """One line of a case's timeline: added, never changed."""

    __tablename__ = "visit_case_note"
    SUBJECT = "visit_case_note"

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("visit_case.id"), index=True)
    kind: Mapped[NoteKind] = mapped_column(Code(NoteKind))
    text: Mapped[str] = mapped_column(Text)
    person_name: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text, default="")

    def about(self) -> UUID:
        """Shown in the history of its case."""
        return self.case_id
