"""What two desks changed without knowing of each other: listed until a person decides."""

from typing import Any
from uuid import UUID

from crmdesk.rules.desks import OpenConflict
from crmdesk.services.verbs import Work, verb


@verb(permit="desk_conflict.page", reads=True)
def page(work: Work) -> tuple[OpenConflict, ...]:
    """All open conflicts, those first that suspend a decision."""
    from crmdesk.services import desk_conflict_open

    return desk_conflict_open.all_of(work)


@verb(permit="desk_conflict.of", reads=True)
def of(work: Work, about_id: UUID) -> tuple[OpenConflict, ...]:
    """The open conflicts of one record and its lines."""
    from crmdesk.services import desk_conflict_open

    return desk_conflict_open.all_of(work, about_id)


@verb(permit="desk_conflict.decide")
def decide(
    work: Work, conflict_id: UUID, entry: tuple[UUID, int] | None = None, value: Any = None
) -> tuple[OpenConflict, ...]:
    """Settle a conflict by the head ``entry`` or by a ``value`` of one's own; returns what else is open there."""
    from crmdesk.services import desk_conflict_deciding

    return desk_conflict_deciding.decide(work, conflict_id, entry, value)
