"""What calamine does not tell about an .xlsx sheet: hidden rows and columns, error cells, formulas without
a result, numbers shown as percents, and the date system. One pass over the sheet's XML in pieces, without a tree."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from crmdesk.exchange.grid import column_of

_PIECE = 1 << 20
MOST_MARKS = 100_000  # more than this are no help to anyone
_HIDDEN_ROW = re.compile(rb"<row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_ROW_NUMBER = re.compile(rb"\br=\"(\d{1,7})\"")
_HIDDEN_COLUMN = re.compile(rb"<col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_MIN_MAX = re.compile(rb"\b(min|max)=\"(\d{1,5})\"")
_ERROR = re.compile(rb"<c\b([^>]*\bt=\"e\"[^>]*)>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>")
_NO_VALUE = re.compile(rb"<c\b([^>]*)>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)(<v\s*/>|<v></v>)?</c>")
_TEXT_RESULT = re.compile(rb"\bt=\"str\"")  # IF(…,"") came to an empty text, which is a result
_STYLES = 10_000
_PERCENT_FORMATS = {"9", "10"}  # built in: 0% and 0.00%
_CELL = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class Marks:
    """Rows and columns from 0; cells as (row, column). ``percent_columns`` hold numbers that are shown as percents."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    no_value: list[tuple[int, int]] = field(default_factory=list)
    percent_columns: set[int] = field(default_factory=set)


def sheet_members(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Sheet name → member of the archive, and whether dates count from 1904."""
    book = ElementTree.fromstring(_small(archive, "xl/workbook.xml"))
    targets = {
        rel.get("Id"): rel.get("Target", "")
        for rel in ElementTree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"))
    }
    members = {}
    date_1904 = False
    for element in book.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "workbookPr":
            date_1904 = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            target = targets.get(element.get(_REL_ID) or element.get(_STRICT_REL_ID), "")
            members[element.get("name", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    return members, date_1904


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member that has no reason to be big; a sheet list of 8 MB is cut and then fails to parse."""
    with archive.open(name) as file:
        return file.read(8 << 20)


def marks_of(path: Path, member: str) -> Marks:
    """The marks of one sheet; empty where its XML is written in a way that we don't know."""
    marks = Marks()
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        percent = _percent_cells(archive)
        for piece in _pieces(file):
            _note(piece, marks)
            if percent:
                marks.percent_columns.update(column_of(at[1].decode()) for at in percent.finditer(piece))
            if len(marks.errors) + len(marks.no_value) + len(marks.hidden_rows) > MOST_MARKS:
                break
    return marks


def _percent_cells(archive: zipfile.ZipFile) -> "re.Pattern[bytes] | None":
    """What a cell looks like whose number is shown as a percent; None where the workbook has no such style."""
    try:
        root = ElementTree.fromstring(_small(archive, "xl/styles.xml"))
    except (KeyError, ElementTree.ParseError):
        return None
    space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
    formats = _PERCENT_FORMATS | {
        one.get("numFmtId", "") for one in root.iter(f"{space}numFmt") if "%" in one.get("formatCode", "")
    }
    styles = root.find(f"{space}cellXfs")
    numbers = [
        str(number)
        for number, style in enumerate(styles if styles is not None else ())
        if style.get("numFmtId") in formats
    ][:_STYLES]
    if not numbers:
        return None
    return re.compile(rb"<c r=\"([A-Z]{1,3})\d{1,7}\" s=\"(?:" + "|".join(numbers).encode() + rb")\"")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The member in pieces that end where a row begins, so that no cell is cut in two."""
    rest = b""
    while block := file.read(_PIECE):
        rest += block
        cut = rest.rfind(b"<row")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 8 * _PIECE:
            rest = b""
    yield rest


def _note(piece: bytes, marks: Marks) -> None:
    if b"hidden=" in piece:
        for found in _HIDDEN_ROW.finditer(piece):
            if number := _ROW_NUMBER.search(found[0]):
                marks.hidden_rows.append(int(number[1]) - 1)
        for found in _HIDDEN_COLUMN.finditer(piece):
            ends = {name: int(value) for name, value in _MIN_MAX.findall(found[0])}
            first, last = ends.get(b"min", 1), ends.get(b"max", 0)
            marks.hidden_columns.extend(range(first - 1, min(last, first + 16_384)))
    if b't="e"' in piece:
        for found in _ERROR.finditer(piece):
            if at := _CELL.search(found[1]):
                marks.errors.append((*_place(at), found[2].decode("utf-8", "replace")))
    if b"<f" in piece:
        marks.no_value.extend(
            _place(at)
            for found in _NO_VALUE.finditer(piece)
            if not (found[2] and _TEXT_RESULT.search(found[1])) and (at := _CELL.search(found[1]))
        )


def _place(at: "re.Match[bytes]") -> tuple[int, int]:
    return int(at[2]) - 1, column_of(at[1].decode())
