"""What calamine does not tell about an .ods sheet: hidden rows and columns."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

from crmdesk.exchange.sheet_marks import MOST_MARKS, Marks

_MOST_BYTES = 200 << 20  # a bigger document is read without its marks
_TAG = re.compile(rb"<table:(table-row|table-column|table)(?=[\s>/])([^>]*)>")
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_REPEATED = re.compile(rb'\btable:number-(?:rows|columns)-repeated="(\d{1,7})"')
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


def marks_of_ods(path: Path) -> dict[str, Marks]:
    """Sheet name → its marks; empty where the document can't be followed."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                return {}
            return dict(_tables(archive.read("content.xml")))
    except (KeyError, OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return {}


def _tables(content: bytes) -> Iterator[tuple[str, Marks]]:
    marks, rows, columns = Marks(), 0, 0
    for tag in _TAG.finditer(content):
        kind, said = tag[1], tag[2]
        if kind == b"table":
            marks, rows, columns = Marks(), 0, 0
            name = _NAME.search(said)
            yield unescape(name[1].decode("utf-8", "replace"), _ENTITIES) if name else "", marks
            continue
        repeated = _REPEATED.search(said)
        count = int(repeated[1]) if repeated else 1
        hidden = _HIDDEN.search(said) is not None
        if kind == b"table-row":
            if hidden and len(marks.hidden_rows) < MOST_MARKS:
                marks.hidden_rows.extend(range(rows, rows + min(count, MOST_MARKS)))
            rows += count
        else:
            if hidden:
                marks.hidden_columns.extend(range(columns, columns + min(count, 16_384)))
            columns += count
