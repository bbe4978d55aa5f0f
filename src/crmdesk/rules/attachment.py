"""An attachment: a scan, a photo, a document, kept once by the hash of its content."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that hangs on a record. ``type`` is the MIME type by content, ``size`` bytes, ``sha256`` hex."""

    id: UUID
    subject: str
    record_id: UUID
    name: str
    type: str
    size: int
    sha256: str
    note: str = ""
    taken_at: datetime | None = None  # when a photo was taken, where it says so
    added_at: datetime | None = None
    added_by: str = ""
    is_here: bool = True  # False: a packet named it but did not bring it


#: The largest file that is taken in, in bytes.
LARGEST = 50 * 1024 * 1024
