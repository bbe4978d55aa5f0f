"""What the panel of a dealer says of visiting it: when last, when next, what was written, what is still asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crmdesk.rules.visit_case import VisitCase
from crmdesk.rules.visit_plan import CalendarVisit


@dataclass(frozen=True, slots=True)
class VisitMade:
    """One visit of the dealer; ``urgent`` is what makes it worth a look, in words."""

    visit_id: UUID
    day_id: UUID
    day: date
    rep_name: str
    met: str = ""
    summary: str = ""
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DealerVisits:
    """``made`` newest first; ``agreed_on`` is the day that was agreed at the last one, while it is still to come."""

    made: tuple[VisitMade, ...] = ()
    last_on: date | None = None
    days_since: int | None = None
    next: CalendarVisit | None = None
    agreed_on: date | None = None
    agreed_aim: str = ""
    cases: tuple[VisitCase, ...] = ()  # those that are not closed
