"""For whom someone acts today: asked at every sign-in, and again when the day or the deputies change."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, Date, Uuid, column, select, table
from sqlalchemy.orm import Session

from crmdesk.models.office import PersonRow
from crmdesk.rules.people import Principal, Role

#: As much of the table as is asked for: its class is not loaded for the first page.
_DEPUTY = table(
    "deputy", column("principal_id", Uuid), column("deputy_id", Uuid), column("first_day", Date),
    column("last_day", Date), column("alive", Boolean),
)  # fmt: skip


def principals_of(session: Session, person_id: UUID, day: date) -> tuple[Principal, ...]:
    """The active people for whom the person acts on that day, by name, with the roles that they lend."""
    person, deputy = PersonRow.__table__.c, _DEPUTY.c
    rows = session.execute(
        select(person.id, person.name, person.roles)
        .join(_DEPUTY, deputy.principal_id == person.id)
        .where(deputy.deputy_id == person_id, deputy.alive, person.is_active)
        .where(deputy.first_day <= day, deputy.last_day >= day)
        .order_by(person.name, person.id)
        .distinct()
    )
    return tuple(Principal(row.id, row.name, row.roles - {Role.ADMIN}) for row in rows)
