"""Rows out of text files: CSV in the charsets of Chinese offices, and HTML tables that call themselves .xls."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_DELIMITERS = ",\t;|"
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def text_of(content: bytes) -> tuple[str, str]:
    """The text and the charset it was in: UTF-8, then UTF-16 by its mark, then GB18030, strictly.

    Raises UnicodeDecodeError where none of them fits. Guessers are not asked: they take short GB18030
    texts for Japanese (libraries.md).
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("gb18030"), "GB18030"


def csv_rows(path: Path) -> tuple[Iterator[list[str]], str]:
    """The rows of a CSV file whatever its separator, and the charset. Rows may differ in length."""
    text, charset = text_of(path.read_bytes())
    lines = io.StringIO(text, newline="")
    head = text[:65536].splitlines()[:30]
    if head and head[0].lower().startswith("sep=") and len(head[0].strip()) == 5:
        next(lines)
        separator = head[0][4]
    else:
        separator = _separator(head)
    csv.field_size_limit(1 << 22)
    return csv.reader(lines, delimiter=separator), charset


def _separator(head: list[str]) -> str:
    """The separator under which most lines have equally many fields, and more than one."""

    def fit(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(head, delimiter=separator) if row]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        most = max(set(wide), key=wide.count, default=0)
        return wide.count(most), most

    return max(_DELIMITERS, key=fit)


def html_tables(path: Path) -> list[list[list[str]]]:
    """The tables of an HTML file as rows of texts; a cell over several columns is followed by blanks."""
    content = path.read_bytes()
    named = _META_CHARSET.search(content[:4096])
    try:
        text = content.decode(named[1].decode() if named else "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = text_of(content)[0]
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if table]


class _Tables(HTMLParser):
    """Collects tables; an inner table's text belongs to the cell that it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 1000) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self.tables:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        lines = "".join(self._cell).split("\n")
        text = "\n".join(" ".join(line.split(" ")).strip(" \t\r") for line in lines).strip()
        self.tables[-1][-1].extend([text] + [""] * (self._span - 1))
        self._cell, self._span = None, 1
