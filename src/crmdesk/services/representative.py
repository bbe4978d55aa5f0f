"""The representative 业务经理 whose plan or handbook is written."""

from uuid import UUID

from sqlalchemy import select

from crmdesk.models.office import PersonRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.services.verbs import Work
from crmdesk.words import _


def representative(work: Work, rep_id: UUID | None, whose: str, *, alone: bool) -> PersonRow:
    """The representative, by default who asks; Refused (``whose``: what only a representative has) where he is none.

    ``alone``: of two who write for him at once the second waits here, so that nobody begins a thing twice.
    """
    told = select(PersonRow).where(PersonRow.id == (rep_id or work.asker.id))
    row = work.session.scalars(told.with_for_update() if alone else told).first()
    if row is None or Role.REP not in row.roles:
        raise Refused(_("请选择业务经理。"), "", whose, code="no-rep", field="rep_id")
    return row
