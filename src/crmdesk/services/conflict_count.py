"""How many open conflicts between desks there are about each record: they suspend its next step."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmdesk.models.exchange import OpenConflictRow


def conflicts_about(session: Session) -> Counter[UUID]:
    """By record; a line of a plan is about its plan, a line of a visit's tables about its visit. They are few."""
    c = OpenConflictRow.__table__.c
    rows = session.execute(select(c.about_id, func.count()).group_by(c.about_id))
    return Counter({row[0]: row[1] for row in rows})
