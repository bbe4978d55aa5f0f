"""Where the contents of attachments lie: under their hash, beside the database, or in a server's own table.

A content is written before the row that names it, and never changed or deleted: what a row names is there.
"""

import hashlib
from pathlib import Path

from sqlalchemy import select

from crmdesk.exchange.files import write_safely
from crmdesk.exchange.kept_files import make_folder, place_of
from crmdesk.models.attachment import FileContentRow
from crmdesk.services.verbs import Work


def keep(work: Work, content: bytes) -> str:
    """Keep a content, once however often it comes; returns its SHA-256. Raises NotWritten where the disk is full."""
    sha256 = hashlib.sha256(content).hexdigest()
    if work.database is None:
        if not is_here(work, sha256):
            work.session.add(FileContentRow(sha256=sha256, content=content))
            work.session.flush()
        return sha256
    file = _file(work, sha256)
    if not _is_whole(file, content):
        make_folder(file.parent)
        write_safely(file, content)
    return sha256


def is_here(work: Work, sha256: str) -> bool:
    """Whether the content is kept here; an attachment that a packet only named has none."""
    if work.database is None:
        row = FileContentRow.__table__.c
        return work.session.scalar(select(row.sha256).where(row.sha256 == sha256)) is not None
    return _file(work, sha256).is_file()


def content_of(work: Work, sha256: str) -> bytes | None:
    """The content; None where it is not here or is no longer what its hash says."""
    if work.database is None:
        found = work.session.get(FileContentRow, sha256)
        return found.content if found else None
    try:
        content = _file(work, sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def path_of(work: Work, sha256: str) -> Path | None:
    """The file of a content beside the database; None where a server keeps it or it is not here."""
    if work.database is None or not _file(work, sha256).is_file():
        return None
    return _file(work, sha256)


def _file(work: Work, sha256: str) -> Path:
    assert work.folder is not None
    return place_of(work.folder, sha256)


def _is_whole(file: Path, content: bytes) -> bool:
    """Whether the very content lies there: a file that a bad disk cut short is written again."""
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content
