"""How the reader process hands cells over: frames on a pipe, columns packed by kind, no object per cell.

A frame is one byte of kind, eight of length, and marshalled plain data. A column of texts travels as one
joined text, a column of numbers as one array: a million cells take some 0.2 s, both sides together.
"""

import marshal
import struct
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import isnan
from typing import Any, BinaryIO

from crmdesk.exchange.grid import Cell

HEAD = struct.Struct("<cQ")

REQUEST = b"R"
ALIVE = b"A"  # {"silence": seconds the next frame may take}
SHEET = b"S"  # a sheet begins: name, hidden, rows, columns, merged
CHUNK = b"C"  # some rows of it, by columns
MARKS = b"M"  # hidden rows and columns, errors, formulas without a value
DONE = b"D"
REFUSED = b"X"  # (code, details)

Packed = tuple[str, Any]

_NOTHING = float("nan")  # a blank among numbers; no workbook holds it


class Torn(Exception):
    """The other side went away in the middle of a frame, or before one."""


def send(pipe: BinaryIO, kind: bytes, content: Any) -> None:
    """Write one frame and flush it."""
    body = marshal.dumps(content, 2)
    pipe.write(HEAD.pack(kind, len(body)))
    pipe.write(body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[bytes, Any]:
    """Read one frame; raises Torn at the end of the pipe."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise Torn
    kind, length = HEAD.unpack(head)
    body = pipe.read(length)
    if len(body) < length:
        raise Torn
    return kind, marshal.loads(body)


def pack(column: Sequence[Cell]) -> Packed:
    """One column of a chunk, small and quick to unpack. Never empty."""
    kinds = set(map(type, column))
    cells: Any = column  # the kinds say what is in it; the checker can't follow
    if kinds == {str}:
        text = "\0".join(cells)
        if len(text) == len(column) - 1:
            return "blank", len(column)
        if text.count("\0") == len(column) - 1:
            return "text", text.encode("utf-8", "surrogatepass")
    elif kinds == {float}:
        return "numbers", array("d", cells).tobytes()
    elif kinds <= {date, str} and all(cell == "" for cell in cells if type(cell) is str):
        return "days", array("i", [cell.toordinal() if cell else 0 for cell in cells]).tobytes()
    elif kinds <= {float, str} and all(cell == "" for cell in cells if type(cell) is str):
        return "gaps", array("d", [_NOTHING if cell == "" else cell for cell in cells]).tobytes()
    return "mixed", list(map(_plain, column))


def unpack(packed: Packed) -> list[Cell]:
    """The cells of `pack`, the same in value and type."""
    form, body = packed
    if form == "text":
        return body.decode("utf-8", "surrogatepass").split("\0")  # type: ignore[no-any-return]
    if form == "numbers":
        return list(array("d", body))
    if form == "days":
        return [date.fromordinal(day) if day else "" for day in array("i", body)]
    if form == "gaps":
        return ["" if isnan(number) else number for number in array("d", body)]
    if form == "blank":
        return [""] * body
    return list(map(_cell, body))


def _plain(cell: Cell) -> Any:
    """A cell as marshal takes it: dates and times as (letter, digits)."""
    if isinstance(cell, datetime):
        return "t", cell.isoformat()
    if isinstance(cell, date):
        return "d", cell.toordinal()
    if isinstance(cell, time):
        return "c", cell.isoformat()
    if isinstance(cell, timedelta):
        return "s", cell.total_seconds()
    return cell


def _cell(plain: Any) -> Cell:
    if type(plain) is not tuple:
        return plain  # type: ignore[no-any-return]
    letter, value = plain
    if letter == "t":
        return datetime.fromisoformat(value)
    if letter == "d":
        return date.fromordinal(value)
    if letter == "c":
        return time.fromisoformat(value)
    return timedelta(seconds=value)
