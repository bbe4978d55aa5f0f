"""The desks that exchange files with this one: cards, getting acquainted, a copy for a laptop, revoking.

The work is done in ``desks_known.py`` and ``desks_copy.py``; here are the verbs.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from crmdesk.rules.desks import DeskInfo, Scope
from crmdesk.services.verbs import Work, verb


@verb(permit="desks.list", reads=True)
def list_desks(work: Work) -> tuple[DeskInfo, ...]:
    """This desk first, then the others by name."""
    from crmdesk.services import desks_known

    return desks_known.all_of(work)


@verb(permit="desks.card")
def card(work: Work, path: Path | str) -> DeskInfo:
    """Write the card of this desk (``*.crmcard``): name and public key, for another desk to get acquainted with."""
    from crmdesk.services import desks_known

    return desks_known.write_card(work, Path(path))


@verb(permit="desks.look_at_card", reads=True)
def look_at_card(work: Work, path: Path | str) -> DeskInfo:
    """Whose card it is, with the fingerprint that is read aloud; nothing is written."""
    from crmdesk.services import desks_known

    return desks_known.look_at_card(work, Path(path))


@verb(permit="desks.acquaint")
def acquaint(
    work: Work, path: Path | str, name: str = "", scope: Scope = Scope.OFFICE, scope_person: UUID | None = None
) -> DeskInfo:
    """Know the desk of a card from now on, after its fingerprint was compared by voice."""
    from crmdesk.services import desks_known

    return desks_known.acquaint(work, Path(path), name, scope, scope_person)


@verb(permit="desks.change")
def change(work: Work, desk_id: UUID, **changes: Any) -> DeskInfo:
    """Change ``name``, ``code``, ``scope``, ``scope_person`` of a desk, or of this one its ``name``."""
    from crmdesk.services import desks_known

    return desks_known.change(work, desk_id, changes)


@verb(permit="desks.revoke")
def revoke(work: Work, desk_id: UUID, from_sequence: int | None = None) -> DeskInfo:
    """Take nothing more from a desk that was lost; entries from ``from_sequence`` on are listed, not applied."""
    from crmdesk.services import desks_known

    return desks_known.revoke(work, desk_id, from_sequence)


@verb(permit="desks.prepare_copy")
def prepare_copy(work: Work, path: Path | str, name: str) -> DeskInfo:
    """Write a database for another computer: all that is here, with an identity of its own, acquainted already."""
    from crmdesk.services import desks_copy

    return desks_copy.prepare(work, Path(path), name)


@verb(permit="desks.renew")
def renew(work: Work) -> DeskInfo:
    """Give this desk a new identity, after its database came back from a backup; the others need its new card."""
    from crmdesk.services import desks_copy

    return desks_copy.renew(work)
