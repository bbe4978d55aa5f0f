"""The process that opens foreign files: started by `crmdesk.exchange.reading`, thrown away when it misbehaves.

It reads requests from its standard input and answers on its standard output (`crmdesk.exchange.wire`). It
knows no Qt and no database, and says nothing in words: refusals are codes, the other side has the sentences.
"""

import gc
import hashlib
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from crmdesk.exchange import wire
from crmdesk.exchange.archive_parts import (
    Unreadable,
    check_archive,
    members_of,
    plain_marks,
    plain_marks_of_all,
)
from crmdesk.exchange.grid import Cell, letter_of
from crmdesk.exchange.limits import Limits, hold_memory
from crmdesk.exchange.sniffing import FileKind, kind_of

ROWS_IN_A_CHUNK = 4096


class Answer:
    """The way back to the program, and the account of cells."""

    def __init__(self, pipe: BinaryIO, limits: Limits) -> None:
        self.pipe = pipe
        self.limits = limits
        self.cells = 0
        self._lock = threading.Lock()

    def send(self, kind: bytes, content: Any) -> None:
        with self._lock:
            wire.send(self.pipe, kind, content)

    def sheet(self, name: str, hidden: bool, merged: list[tuple[int, int, int, int]]) -> None:
        self.send(wire.SHEET, {"name": name, "hidden": hidden, "merged": merged})

    def count(self, name: str, rows: int, columns: int) -> None:
        """Book ``rows`` × ``columns`` more cells of a sheet; raises Unreadable above the limits."""
        self.cells += rows * columns
        if self.cells > self.limits.cells or columns > self.limits.columns:
            last = f"{letter_of(columns - 1)}{rows}" if columns else ""
            raise Unreadable("too-many-cells", sheet=name, last=last, most=self.limits.cells)

    def chunk(self, name: str, first_row: int, columns: list[tuple[Cell, ...]]) -> None:
        packed = [wire.pack(column) for column in columns]
        for at, (form, _body) in enumerate(packed):
            if form in ("text", "mixed"):
                self._measure(name, first_row, at, columns[at], form)
        self.send(wire.CHUNK, packed)

    def _measure(self, name: str, first_row: int, at: int, column: tuple[Any, ...], form: str) -> None:
        """Raise Unreadable for a text that no spreadsheet program would have let in."""
        texts = column if form == "text" else [cell if type(cell) is str else "" for cell in column]
        lengths = list(map(len, texts))
        longest = max(lengths)
        if longest > self.limits.cell_text:
            where = f"{letter_of(at)}{first_row + lengths.index(longest) + 1}"
            raise Unreadable("long-cell", sheet=name, cell=where, most=self.limits.cell_text)


def read(path: Path, answer: Answer) -> None:
    """Send all sheets of the file at ``path``; raises Unreadable."""
    kind = kind_of(path)
    if kind is FileKind.TEXT:
        _read_csv(path, answer)
    elif kind is FileKind.HTML:
        _read_html(path, answer)
    elif kind in (FileKind.XLSX, FileKind.XLSB, FileKind.XLS, FileKind.ODS):
        _read_workbook(path, kind, answer)
    else:
        raise Unreadable(kind.value)


def _send_rows(rows: Iterable[list[Any]], name: str, answer: Answer) -> None:
    """Rows of texts that may differ in length: padded to the widest that came so far."""
    answer.sheet(name, False, [])
    source, width, first = iter(rows), 0, 0
    while block := list(islice(source, ROWS_IN_A_CHUNK)):
        width = max(width, max(map(len, block)))
        answer.count(name, len(block), width)
        padded = [row + [""] * (width - len(row)) for row in block]
        if width:
            answer.chunk(name, first, list(zip(*padded, strict=True)))
        first += len(block)


def _read_csv(path: Path, answer: Answer) -> None:
    import csv

    from crmdesk.exchange.text_rows import csv_rows

    try:
        rows, charset = csv_rows(path)
        answer.send(wire.ALIVE, {"charset": charset})
        _send_rows(rows, path.stem, answer)
    except UnicodeDecodeError as error:
        raise Unreadable("charset") from error
    except csv.Error as error:
        raise Unreadable("damaged") from error


def _read_html(path: Path, answer: Answer) -> None:
    from crmdesk.exchange.text_rows import html_tables

    tables = html_tables(path)
    if not tables:
        raise Unreadable("no-table")
    for number, table in enumerate(tables, 1):
        _send_rows(table, path.stem if len(tables) == 1 else f"{path.stem} {number}", answer)


def _read_workbook(path: Path, kind: FileKind, answer: Answer) -> None:
    import python_calamine as calamine

    sizes = check_archive(path, answer.limits) if kind is not FileKind.XLS else {}
    members, date_1904 = members_of(path) if kind is FileKind.XLSX else ({}, False)
    try:
        if path.suffix.lower() in _SUFFIXES[kind]:
            book = calamine.CalamineWorkbook.from_path(str(path))
        else:
            with path.open("rb") as file:
                book = calamine.CalamineWorkbook.from_filelike(file)
        sheets = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable("damaged") from error
    if not sheets:
        raise Unreadable("no-sheet")
    if len(sheets) > answer.limits.sheets:
        raise Unreadable("too-many-sheets", most=answer.limits.sheets)
    visible = calamine.SheetVisibleEnum.Visible
    whole = _Aside(lambda: plain_marks_of_all(path, kind)) if kind in (FileKind.XLS, FileKind.ODS) else None
    for sheet in sheets:
        member = members.get(sheet.name, "")
        unpacked = sizes.get(member, sum(sizes.values()))
        answer.send(wire.ALIVE, {"silence": answer.limits.silence_for(unpacked)})
        marks = _Aside(lambda member=member: plain_marks(path, member, date_1904)) if member else None  # type: ignore[misc]
        try:
            _send_sheet(book.get_sheet_by_name(sheet.name), sheet.visible != visible, answer)
        except (calamine.CalamineError, ValueError, OSError) as error:
            raise Unreadable("damaged-sheet", sheet=sheet.name) from error
        if marks:
            answer.send(wire.MARKS, marks.result())
        elif whole:
            answer.send(wire.MARKS, whole.result().get(sheet.name, {}))


_SUFFIXES = {
    FileKind.XLSX: (".xlsx", ".xlsm", ".xlam"),
    FileKind.XLSB: (".xlsb",),
    FileKind.XLS: (".xls", ".xla"),
    FileKind.ODS: (".ods",),
}


def _send_sheet(sheet: Any, hidden: bool, answer: Answer) -> None:
    """One sheet of calamine, from A1 on, in chunks of rows."""
    if sheet.end is None:
        answer.sheet(sheet.name, hidden, [])
        return
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    answer.count(sheet.name, height, width)
    merged = [(a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or ())]
    answer.sheet(sheet.name, hidden, merged[:100_000])
    first = 0
    rows = _from_a1(sheet)
    while block := list(islice(rows, ROWS_IN_A_CHUNK)):
        answer.chunk(sheet.name, first, list(zip(*block, strict=True)))
        first += len(block)


def _from_a1(sheet: Any) -> Iterator[list[Cell]]:
    """Calamine's rows begin with row 1, but with the first column that is filled: those before are put back."""
    left = sheet.start[1]
    return (([""] * left + row for row in sheet.iter_rows()) if left else iter(sheet.iter_rows()))


class _Aside:
    """Work in a second thread: calamine and zlib both let go of the interpreter while they work."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._answer: Any = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            self._answer = work()
        except BaseException as failure:  # noqa: BLE001 - raised again in result()
            self._failure = failure

    def result(self) -> Any:
        self._thread.join()
        if self._failure:
            raise self._failure
        return self._answer


def _clean_picture(path: Path, answer: Answer) -> None:
    from crmdesk.exchange.picture_cleaning import NoPicture, clean

    try:
        answer.send(wire.DONE, clean(path))
    except NoPicture as refusal:
        raise Unreadable(refusal.code) from refusal


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def serve_one(request: dict[str, Any], pipe: BinaryIO) -> bool:
    """Answer one request; gives False if the process should not be used again."""
    limits = Limits(**request["limits"])
    answer = Answer(pipe, limits)
    path = Path(request["path"])
    try:
        if request.get("job") == "picture":
            _clean_picture(path, answer)
            return True
        digest = _Aside(lambda: _hash_of(path))
        read(path, answer)
        answer.send(wire.DONE, {"sha256": digest.result(), "cells": answer.cells})
    except Unreadable as refusal:
        answer.send(wire.REFUSED, (refusal.code, refusal.details))
    except PermissionError:
        answer.send(wire.REFUSED, ("no-access", {}))
    except MemoryError:
        answer.send(wire.REFUSED, ("memory", {}))
        return False
    except BaseException as failure:  # noqa: BLE001 - a panic of calamine is no Exception (reliability 4)
        answer.send(wire.REFUSED, ("broken", {"kind": type(failure).__name__}))
        return False
    return True


def main() -> None:
    """Serve requests until the other side closes the pipe."""
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    pipe = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # whatever prints, prints to the error file
    gc.disable()  # nothing here makes cycles, and lists of lists cost it dearly

    def listen() -> None:
        source = sys.stdin.buffer
        try:
            while True:
                requests.put(wire.receive(source)[1])
        except (wire.Torn, ValueError, OSError):
            os._exit(0)  # the program is gone; whatever is being read is wanted by no one

    first = wire.receive(sys.stdin.buffer)[1]
    hold_memory(first["memory_bytes"])
    threading.Thread(target=listen, daemon=True).start()
    while serve_one(requests.get(), pipe):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
