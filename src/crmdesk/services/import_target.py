"""What is particular to a subject when a list of it is written: declared here, so that the importer is not about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerContactRow, DealerRow
from crmdesk.rules import same_firm
from crmdesk.rules.dealer import FIELDS, DealerStatus
from crmdesk.services import search
from crmdesk.services.dealer import next_code
from crmdesk.services.verbs import Work


@dataclass(frozen=True)
class ImportTarget:
    """Where the rows of a list go.

    ``alike`` are the fields by which a record may be guessed, none: only the keys of ``exchange/importing`` count.
    ``defaults`` is what a new record has where the list says nothing (text is empty, all else None). ``numbered``
    is the field that gets the next number, from ``next_number``, where the list gives none. ``indexed`` is told of
    every written record. ``people`` is the table of further contacts, which names its record in ``dealer_id``.
    """

    subject: str
    table: Table
    writable: frozenset[str]
    alike: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    numbered: str = ""
    next_number: Callable[[Work], str] | None = None
    indexed: Callable[[Session, Sequence[str]], None] | None = None
    people: Table | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that a list may write, in the order in which the journal has them."""
        return tuple(column.name for column in self.table.c if column.name in self.writable)

    def default(self, name: str) -> Any:
        """What a new record has where the list says nothing."""
        return self.defaults.get(name, "")


TARGETS = {
    "dealer": ImportTarget(
        subject="dealer",
        table=cast(Table, DealerRow.__table__),
        writable=frozenset(FIELDS),
        alike=same_firm.FIELDS,
        defaults={
            "kind": None, "dealer_class": None, "status": DealerStatus.ACTIVE, "credit_limit": None, "term_days": None,
            "since": None,
        },
        numbered="code",
        next_number=next_code,
        indexed=search.write_soon,
        people=cast(Table, DealerContactRow.__table__),
    ),
}  # fmt: skip
