"""What every case has that goes from station to station: its state, and the version of its flow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from crmdesk.models.base import Record
from crmdesk.models.types import Instant


class Case(Record):
    """A record with a flow; a subclass has the column ``state``, which only ``services/advance.py`` writes."""

    __abstract__ = True

    state: Any
    flow_version: Mapped[str] = mapped_column(Text)
    state_since: Mapped[datetime] = mapped_column(Instant)

    def owner(self) -> UUID | None:
        """Whose case it is: nobody decides his own. By default he who made it."""
        return self.created_by
