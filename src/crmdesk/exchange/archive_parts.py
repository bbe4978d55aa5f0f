"""The archive that an .xlsx or .ods is: how big unpacked, where its sheets lie, what calamine leaves out."""

import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from crmdesk.exchange.limits import Limits
from crmdesk.exchange.old_marks import marks_of_xls
from crmdesk.exchange.open_document_marks import marks_of_ods
from crmdesk.exchange.sheet_marks import Marks, marks_of, sheet_members
from crmdesk.exchange.sniffing import FileKind


class Unreadable(Exception):
    """The file can't be read: a code of `crmdesk.exchange.refusals`, and details for its sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def check_archive(path: Path, limits: Limits) -> dict[str, int]:
    """Member → unpacked size by the archive's own account; raises Unreadable for a zip bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("damaged") from error
    total = sum(sizes.values())
    packed = max(path.stat().st_size, 1)
    if total > limits.unpacked_bytes:
        raise Unreadable("bomb", unpacked=total, most=limits.unpacked_bytes)
    if total > limits.ratio_from_bytes and total / packed > limits.ratio:
        raise Unreadable("bomb", unpacked=total, most=limits.ratio * packed)
    return sizes


def members_of(path: Path) -> tuple[dict[str, str], bool]:
    """Where the sheets lie in the archive; nothing where its own list can't be read (calamine may still)."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sheet_members(archive)
    except (ParseError, KeyError, ValueError, OSError, zipfile.BadZipFile):
        return {}, False


def plain_marks(path: Path, member: str, date_1904: bool) -> dict[str, Any]:
    """The marks of one sheet of an .xlsx as plain data for the pipe; none where the sheet can't be followed."""
    try:
        marks = marks_of(path, member)
    except (KeyError, ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        marks = Marks()
    return _plain(marks, date_1904)


def plain_marks_of_all(path: Path, kind: FileKind) -> dict[str, dict[str, Any]]:
    """Sheet name → its marks, of an .xls or an .ods, whose sheets are not files of their own."""
    marks, date_1904 = marks_of_xls(path) if kind is FileKind.XLS else (marks_of_ods(path), False)
    return {name: _plain(found, date_1904) for name, found in marks.items()}


def _plain(marks: Marks, date_1904: bool) -> dict[str, Any]:
    return {
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": marks.hidden_columns,
        "errors": marks.errors,
        "no_value": marks.no_value,
        "percent_columns": list(marks.percent_columns),
        "date_1904": date_1904,
    }
