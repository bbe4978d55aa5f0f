"""传阅: a record is shown to someone who does not decide on it; he notes that he has read it (peers 5.2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crmdesk.words import N_


@dataclass(frozen=True, slots=True)
class Circulation:
    """One reader of one record. ``read_at`` None: he has not read it yet."""

    id: UUID
    revision: int
    subject: str
    record_id: UUID
    title: str
    reader_id: UUID
    reader_name: str
    from_name: str
    note: str
    sent_at: datetime
    read_at: datetime | None = None
    remark: str = ""


LABELS: dict[str, str] = {
    "reader_id": N_("传阅给"), "reader_name": N_("传阅给"), "from_name": N_("发起人"), "note": N_("传阅说明"),
    "read_at": N_("阅毕"), "remark": N_("阅后意见"),
}  # fmt: skip
