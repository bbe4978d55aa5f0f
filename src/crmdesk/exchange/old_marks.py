"""What calamine does not tell about an .xls sheet: hidden rows and columns, error cells and the date system.

Such a file is a small file system (compound file) with one stream of records (BIFF8); only the few kinds of record
that matter are looked at. Whatever is not as expected ends in no marks at all: calamine still reads the cells.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from crmdesk.exchange.sheet_marks import MOST_MARKS, Marks

_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HH")
_END, _FORMULA, _DATE_1904, _COLUMNS, _SHEET, _ROW, _ERROR = 0x0A, 0x06, 0x22, 0x7D, 0x85, 0x208, 0x205
_WANTED = frozenset((_FORMULA, _COLUMNS, _ROW, _ERROR))
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_FREE = 0xFFFF_FFFA  # from here on a sector number means something else


def marks_of_xls(path: Path) -> tuple[dict[str, Marks], bool]:
    """Sheet name → its marks, and whether dates count from 1904; empty where the file is built in another way."""
    try:
        book = _stream(path.read_bytes(), ("Workbook", "Book"))
        date_1904, sheets = _globals(book)
        return {name: _sheet(book, start) for name, start in sheets.items()}, date_1904
    except (struct.error, IndexError, ValueError, KeyError):
        return {}, False


# --- the compound file ---


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The stream of one of these names; raises ValueError where there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if not 128 <= size <= 4096:
        raise ValueError(size)
    table = _allocation(content, size)
    (first,) = struct.unpack_from("<I", content, 48)
    folder = b"".join(_chain(content, size, table, first))
    (smallest,) = struct.unpack_from("<I", content, 56)
    for at in range(0, len(folder) - 127, 128):
        (letters,) = struct.unpack_from("<H", folder, at + 64)
        name = folder[at : at + max(0, min(letters, 64) - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", folder, at + 116)
        if name in names and length >= smallest:
            return b"".join(_chain(content, size, table, start))[:length]
    raise ValueError(names)


def _allocation(content: bytes, size: int) -> list[int]:
    """For each sector the one that follows it."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    (more,) = struct.unpack_from("<I", content, 68)
    per_sector = size // 4
    for _turn in range(len(content) // size):
        if more >= _FREE:
            break
        numbers = struct.unpack_from(f"<{per_sector}I", content, (more + 1) * size)
        sectors += numbers[:-1]
        more = numbers[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _FREE:
            table += struct.unpack_from(f"<{per_sector}I", content, (sector + 1) * size)
    return table


def _chain(content: bytes, size: int, table: list[int], sector: int) -> Iterator[bytes]:
    for _turn in range(len(table)):
        if sector >= _FREE:
            return
        yield content[(sector + 1) * size : (sector + 2) * size]
        sector = table[sector]


# --- the records ---


def _records(book: bytes, at: int, wanted: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the wanted records from ``at`` on, to the end of their part."""
    end = len(book) - 4
    read = _HEAD.unpack_from
    while at <= end:
        kind, length = read(book, at)
        if kind in wanted:
            yield kind, at + 4, length
        elif kind == _END:
            return
        at += 4 + length


def _globals(book: bytes) -> tuple[bool, dict[str, int]]:
    """The date system, and where each sheet begins."""
    date_1904 = False
    sheets: dict[str, int] = {}
    for kind, at, length in _records(book, 0, frozenset((_DATE_1904, _SHEET))):
        if kind == _DATE_1904:
            date_1904 = book[at] == 1
            continue
        (start,) = struct.unpack_from("<I", book, at)
        wide = book[at + 7] & 1
        name = book[at + 8 : at + length]
        sheets[name.decode("utf-16-le" if wide else "latin-1")[: book[at + 6]]] = start
    return date_1904, sheets


def _sheet(book: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, at, length in _records(book, start, _WANTED):
        row, column = _CELL.unpack_from(book, at)
        if kind == _ROW:
            if length >= 16 and book[at + 12] & _ROW_HIDDEN:
                marks.hidden_rows.append(row)
        elif kind == _COLUMNS:
            if length >= 10 and book[at + 8] & _COLUMN_HIDDEN:
                marks.hidden_columns.extend(range(row, min(column, 255) + 1))
        elif kind == _ERROR:
            if book[at + 7]:
                marks.errors.append((row, column, _ERRORS.get(book[at + 6], "#N/A")))
        elif book[at + 12 : at + 14] == b"\xff\xff" and book[at + 6] == 2:
            marks.errors.append((row, column, _ERRORS.get(book[at + 8], "#N/A")))
        if len(marks.hidden_rows) + len(marks.errors) > MOST_MARKS:
            break
    return marks
