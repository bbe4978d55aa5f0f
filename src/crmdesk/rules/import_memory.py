"""What an import may learn from a person, and how it is written down (peers 4.2, step 10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crmdesk.rules.worded import Worded
from crmdesk.words import N_

#: Stands between the parts of ``said`` where it has several.
PART = "\x1f"


class MemoryKind(Worded):
    """What was learned.

    PROFILE: ``said`` is the fingerprint of a header, ``means`` the JSON of how such a list is imported.
    COLUMN: ``said`` is a folded header, ``means`` the field (``extra``: kept as a further fact, empty: not imported).
    VALUE: ``said`` is field and folded text, ``means`` the value it stands for (a code, or the right text).
    APART: ``said`` is the folded name and city of a row of a list and the id of a dealer (32 hex digits): not one firm;
    ``means`` is that dealer's name.
    """

    PROFILE = "profile", N_("名单")
    COLUMN = "column", N_("列名")
    VALUE = "value", N_("取值")
    APART = "apart", N_("不是同一家")


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing learned, as it stands in the database.

    ``shown`` is what the list said, ``meaning`` what it is taken for, both in words; ``field`` the field of a VALUE.
    """

    id: UUID
    revision: int
    subject: str
    kind: MemoryKind
    said: str
    means: str
    shown: str
    meaning: str = ""
    field: str = ""
    used_at: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
