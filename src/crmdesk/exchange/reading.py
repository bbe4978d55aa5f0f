"""Any file of a customer → sheets of raw cells, read in a process of its own (reliability 4).

    book = read_book(path, progress=…, cancelled=…)
    book.sheets                  # names, sizes, hidden or not
    grid = book.grid("客户名单")  # columns of raw cells

The process is started early by `warm` (it costs some 0.1 s) and kept for the next file; a file that hangs,
crashes or devours memory costs that process and gives a `Refused` with a sentence, nothing else.
"""

import atexit
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crmdesk.exchange import wire
from crmdesk.exchange.grid import Cell, Grid
from crmdesk.exchange.limits import MEGABYTE, Limits
from crmdesk.exchange.reader_child import ReaderChild
from crmdesk.exchange.refusals import refusal
from crmdesk.rules.errors import Refused
from crmdesk.words import _, listed

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a file; ``rows`` and ``columns`` count from A1 to the last filled cell."""

    name: str
    rows: int
    columns: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read. ``charset`` is empty for workbooks; ``sha256`` is of the file's bytes."""

    path: Path
    sha256: str
    sheets: tuple[SheetInfo, ...]
    grids: tuple[Grid, ...]
    charset: str = ""

    def grid(self, sheet: str) -> Grid:
        """The cells of ``sheet``; raises Refused where the file has no such sheet."""
        for grid in self.grids:
            if grid.name == sheet:
                return grid
        names = listed(info.name for info in self.sheets)
        raise Refused(
            _("文件里没有工作表「{sheet}」。").format(sheet=sheet),
            _("没有导入任何内容。"),
            _("文件里有:{names}。").format(names=names),
            code="file-sheet",
        )


class Reader:
    """One reader process and the way to it. Thread-safe; one file at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._child: ReaderChild | None = None

    def warm(self) -> None:
        """Start the process if it isn't there; returns at once."""
        with self._lock:
            self._living()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._drop()

    def read(self, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Book:
        """Read the file at ``path`` whole; raises Refused with a sentence where that can't be done."""
        _look_at(path, self.limits)
        with self._lock:
            reading = _Reading(path, self.limits, progress, cancelled)
            with self._asked(reading, {}) as child:
                book = reading.follow(child)
            if reading.cells > self.limits.cells // 4:
                self._drop()  # its memory is in pieces; the next file gets a fresh process
            return book

    def clean_picture(self, path: Path) -> dict[str, Any]:
        """Have the picture at ``path`` written anew (`picture_cleaning`): its content, or why not as ``code``."""
        with self._lock:
            reading = _Reading(path, self.limits, None, None)
            with self._asked(reading, {"job": "picture"}) as child:
                return reading.outcome(child)

    @contextmanager
    def _asked(self, reading: "_Reading", request: dict[str, Any]) -> Iterator[ReaderChild]:
        """The process, asked; thrown away where the answer did not end well."""
        child = self._living()
        try:
            child.ask({"path": os.path.abspath(reading.path), "limits": asdict(self.limits)} | request)
            yield child
        except BaseException:
            if not reading.ended_well:
                self._drop()
            raise

    def _living(self) -> ReaderChild:
        if self._child and not self._child.is_alive():
            self._drop()
        if not self._child:
            self._child = ReaderChild(self.limits.memory_bytes)
        return self._child

    def _drop(self) -> None:
        if self._child:
            self._child.kill()
            self._child = None


class _Reading:
    """One file on its way: the sheets as they come in, and the clock."""

    def __init__(
        self, path: Path, limits: Limits, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self.path = path
        self.limits = limits
        self.progress = progress
        self.cancelled = cancelled
        self.ended_well = False
        self.cells = 0
        self._started = time.monotonic()
        self._silence = limits.silence_for(path.stat().st_size * 5)
        self._sheets: list[_Sheet] = []
        self._charset = ""

    def follow(self, child: ReaderChild) -> Book:
        """Take the frames until the file is done; raises Refused."""
        while True:
            kind, content = self._next(child)
            if kind == wire.CHUNK:
                self._sheets[-1].add(content)
                self._tell()
            elif kind == wire.SHEET:
                self._sheets.append(_Sheet(content))
            elif kind == wire.MARKS:
                self._sheets[-1].marks = content
            elif kind == wire.ALIVE:
                self._silence = content.get("silence", self._silence)
                self._charset = content.get("charset", self._charset)
            elif kind == wire.REFUSED:
                code, details = content
                self.ended_well = code not in ("broken", "memory")
                raise self._refusal(code, **details)
            elif kind == wire.DONE:
                self.ended_well = True
                self.cells = content["cells"]
                return self._book(content["sha256"])

    def outcome(self, child: ReaderChild) -> dict[str, Any]:
        """The one answer to a job that is no table; raises Refused where the process fell silent or broke."""
        kind, content = self._next(child)
        self.ended_well = kind == wire.DONE or content[0] not in ("broken", "memory")
        if not self.ended_well:
            raise self._refusal(content[0])
        return content if kind == wire.DONE else {"code": content[0]}

    def _next(self, child: ReaderChild) -> tuple[bytes, Any]:
        """The next frame; raises Refused where it does not come in time or never will."""
        now = time.monotonic()
        quiet_until, ends = now + self._silence, self._started + self.limits.total_seconds
        while True:
            try:
                frame = child.frames.get(timeout=max(0.0, min(0.1, quiet_until - now, ends - now)))
            except queue.Empty:
                frame = None
            if self.cancelled and self.cancelled():
                raise self._refusal("cancelled")
            if frame:
                if frame[0] == b"":
                    memory = b"memory allocation" in child.last_words()
                    raise self._refusal("memory" if memory else "broken")
                return frame
            now = time.monotonic()
            if now >= ends:
                raise self._refusal("too-slow", seconds=round(self.limits.total_seconds))
            if now >= quiet_until:
                raise self._refusal("silent", seconds=round(self._silence))

    def _refusal(self, code: str, **details: Any) -> Refused:
        memory = self.limits.memory_bytes // MEGABYTE
        megabytes = details.get("unpacked", 0) // MEGABYTE
        return refusal(code, file=self.path.name, memory=memory, unpacked_mb=megabytes, **details)

    def _tell(self) -> None:
        if self.progress:
            rows = sum(sheet.rows for sheet in self._sheets)
            self.progress(rows, 0, _("正在读取,已有 {rows} 行").format(rows=rows))

    def _book(self, sha256: str) -> Book:
        grids = tuple(sheet.grid() for sheet in self._sheets)
        infos = tuple(
            SheetInfo(grid.name, grid.rows, grid.width, sheet.hidden)
            for grid, sheet in zip(grids, self._sheets, strict=True)
        )
        if not any(info.rows for info in infos):
            raise refusal("empty", file=self.path.name)
        return Book(self.path, sha256, infos, grids, self._charset)


class _Sheet:
    """A sheet as it comes in."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.name: str = content["name"]
        self.hidden: bool = content["hidden"]
        self.merged = tuple(tuple(place) for place in content["merged"])
        self.marks: dict[str, Any] = {}
        self.rows = 0
        self._columns: list[list[Cell]] = []

    def add(self, packed: list[wire.Packed]) -> None:
        """Append a chunk of rows; a text file may grow wider on its way."""
        while len(self._columns) < len(packed):
            self._columns.append([""] * self.rows)
        for column, part in zip(self._columns, packed, strict=False):
            column.extend(wire.unpack(part))
        self.rows = len(self._columns[0])
        for column in self._columns[len(packed) :]:
            column.extend([""] * (self.rows - len(column)))

    def grid(self) -> Grid:
        marks = self.marks
        return Grid(
            name=self.name,
            columns=tuple(self._columns),
            merged=self.merged,
            hidden_rows=frozenset(marks.get("hidden_rows", ())),
            hidden_columns=frozenset(marks.get("hidden_columns", ())),
            errors={(row, column): text for row, column, text in marks.get("errors", ())},
            no_value=frozenset(marks.get("no_value", ())),
            date_1904=marks.get("date_1904", False),
            percent_columns=frozenset(marks.get("percent_columns", ())),
        )


def _look_at(path: Path, limits: Limits) -> None:
    """What can be seen from outside; raises Refused."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise refusal("missing", file=path.name) from None
    except OSError:
        raise refusal("no-access", file=path.name) from None
    if path.is_dir():
        raise refusal("folder", file=path.name)
    if path.name.startswith("~$"):
        raise refusal("lock-file", file=path.name)
    if not found.st_size:
        raise refusal("zero", file=path.name)
    if found.st_size > limits.file_bytes:
        size, most = found.st_size // MEGABYTE, limits.file_bytes // MEGABYTE
        raise refusal("too-big", file=path.name, size=size, most=most)


_reader = Reader()
atexit.register(_reader.close)


def warm() -> None:
    """Start the reader process, so that the first file does not wait for it."""
    _reader.warm()


def clean_picture(path: Path | str) -> dict[str, Any]:
    """See ``Reader.clean_picture``."""
    return _reader.clean_picture(Path(path))


def read_book(
    path: Path | str, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Book:
    """All sheets of the file at ``path``; raises Refused with a sentence for a clerk."""
    return _reader.read(Path(path), progress, cancelled)
