"""The columns of a subject: declared once, used by tables, filters, Excel out, Excel in and print lists."""

from dataclasses import dataclass
from enum import StrEnum

from crmdesk.rules.worded import Worded
from crmdesk.words import _


class Kind(StrEnum):
    """What a column holds, and so how it is aligned, sorted, typed, read and written."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"  # digits and letters that must keep leading zeros: codes, phones, accounts
    MONEY = "money"  # Decimal yuan with two places
    QUANTITY = "quantity"  # Decimal with up to four places
    INTEGER = "integer"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"  # a member of a Worded enumeration
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: field name, Chinese label, kind, width in characters of the table."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 10
    choices: type[Worded] | None = None
    shown: bool = True  # in the table at first; every column can be shown
    sortable: bool = True
    exported: bool = True
    aside: int = 0  # steps aside where a window has no room, the highest first; 0: never

    @property
    def title(self) -> str:
        """The label in the language in use."""
        return _(self.label)

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right of their cell."""
        return self.kind in (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER)
