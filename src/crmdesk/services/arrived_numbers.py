"""The head desk gives the official number to forms that were registered elsewhere (临-B-3), as soon as they come."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.complaint import ComplaintRow
from crmdesk.rules.complaint import PROVISIONAL, number_of
from crmdesk.services import numbers
from crmdesk.services.verbs import Work
from crmdesk.words import _


def number_arrived(work: Work, ids: Iterable[UUID]) -> list[str]:
    """Number them in the order of their acceptance; a sentence for each. Elsewhere nothing happens."""
    if numbers.code_here(work.session):
        return []
    rows = work.session.scalars(
        select(ComplaintRow)
        .where(ComplaintRow.id.in_(set(ids)), ComplaintRow.number.is_(None), ComplaintRow.accepted_on.is_not(None))
        .where(ComplaintRow.draft_key.startswith(f"{PROVISIONAL}-"))
        .order_by(ComplaintRow.accepted_on, ComplaintRow.draft_key)
    ).all()
    said = []
    for row in rows:
        assert row.accepted_on is not None
        row.number_year, row.number_month, row.number_serial = numbers.next_complaint(work.session, row.accepted_on)
        row.number = number_of(row.number_year, row.number_month, row.number_serial)
        said.append(_("{draft} 的正式编号是 {number}。").format(draft=row.draft_key, number=row.number))
    work.session.flush()
    return said
