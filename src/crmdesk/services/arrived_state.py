"""The states that packets bring: beside ``advance.py`` the only place that writes one.

Whether a step that was taken elsewhere counts is judged before (``arrived_steps.py``); here it is written. The
database lets it pass for exactly this case, state and revision.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.orm import Session

from crmdesk.models.case import Case
from crmdesk.models.exchange import ArrivedStateRow

_ANNOUNCED = cast(Table, ArrivedStateRow.__table__)


def write(session: Session, table: type[Case], row: Any, values: Mapping[str, Any]) -> None:
    """Write ``values``, a state among them, into the case ``row`` as it was read."""
    case = cast(Table, table.__table__)
    said = {"case_id": row.id, "state": str(values["state"]), "case_revision": row.revision}
    session.execute(insert(_ANNOUNCED).values(said))
    session.execute(update(case).where(case.c.id == row.id, case.c.revision == row.revision).values(dict(values)))
    session.execute(delete(_ANNOUNCED).where(_ANNOUNCED.c.case_id == row.id))
