"""Which rows below the header are records, and why the others are none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmdesk.exchange.grid import Cell, Grid
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import RowAside
from crmdesk.words import _

_SUSPECT = re.compile(r"[合小总共累]\s*计|汇\s*总|^\s|^[注备说制填审打附※*]|^共?\s*\d")
_TOTAL = re.compile(r".{0,8}(?:合计|小计|总计|共计|累计|汇总)[::()()\d.,,家户个条元笔]*")
_COUNT = re.compile(r"共?\d+(?:\.\d+)?[家户个条]?")
_NOTE = re.compile(r"(?:注|备注|说明|注意|附|附注|制表|填表|制单|编制|审核|审批|批准|打印|日期|※|\*)[人日期时间者]{0,2}\d?\s*[::.、]|※|\*")


@dataclass(slots=True)
class Rows:
    """Rows of a grid counted from 0. ``same_as`` maps a row to the row whose merged name it continues."""

    records: Sequence[int]
    aside: list[RowAside] = field(default_factory=list)
    blank: int = 0
    same_as: dict[int, int] = field(default_factory=dict)


def rows_below(
    grid: Grid,
    header_row: int,
    headers: Sequence[str],
    fields: Mapping[int, str],
    name_column: int | None,
    numbering: frozenset[int] = frozenset(),
    include_hidden: bool = False,
    rows_in: frozenset[int] = frozenset(),
    rows_out: frozenset[int] = frozenset(),
) -> Rows:
    """Sort the rows below ``header_row`` (from 0). ``fields`` maps columns to fields, ``numbering`` holds 序号.

    ``rows_in`` are records and ``rows_out`` none because a person said so (from 1, as in the sheet); a blank row stays
    blank.
    """
    first, end = header_row + 1, _end_of_data(grid)
    judge = _Judge(grid, headers, fields, name_column, numbering)
    doubtful = judge.suspects(first, end)
    rows = Rows(range(first, end))
    hidden = set() if include_hidden else {row for row in grid.hidden_rows if first <= row < end}
    dropped = set()
    said = {number - 1 for number in rows_out if first < number <= end}
    for row in sorted(hidden.union(doubtful, said)):
        reason = judge.why_none(row)
        if reason is None and row in hidden:
            reason = _("隐藏的行(可能是筛选掉的),没有导入")
        if reason != "":
            reason = _("由您指定不导入") if row in said else None if row + 1 in rows_in else reason
        if reason is None:
            continue
        dropped.add(row)
        if reason:
            rows.aside.append(RowAside(row + 1, reason, judge.text(row)))
        else:
            rows.blank += 1
    if dropped:
        rows.records = [row for row in range(first, end) if row not in dropped]
    rows.same_as = _continued(grid, name_column, first, end)
    return rows


class _Judge:
    """Looks at single rows."""

    def __init__(
        self,
        grid: Grid,
        headers: Sequence[str],
        fields: Mapping[int, str],
        name_column: int | None,
        numbering: frozenset[int],
    ) -> None:
        self.grid = grid
        self.headers = headers
        self.fields = fields
        self.name_column = name_column
        self.numbering = numbering
        self.wide = {top for top, left, _bottom, right in grid.merged if right > left}

    def suspects(self, first: int, end: int) -> list[int]:
        """Rows worth a look: those whose name is missing, or reads like a total, a note or the header."""
        if self.name_column is None:
            return list(range(first, end))
        names = self.grid.columns[self.name_column]
        above = range(max(0, first - 2), first)  # a header of two rows may come again with both
        heads = {self.headers[self.name_column].strip(), *(shown(names[row]).strip() for row in above)} - {""}
        search = _SUSPECT.search
        return [
            row
            for row in range(first, end)
            if type(name := names[row]) is not str or not name or search(name) or name.strip() in heads
        ]

    def text(self, row: int) -> str:
        """What stands in the row, for the list of rows that were left out."""
        return " ".join(shown(cell).strip() for cell in self.grid.row(row) if cell != "")[:60]

    def why_none(self, row: int) -> str | None:
        """Why the row is no record: a sentence, empty for a blank row, None if it is one."""
        filled = {
            at: text
            for at, cell in enumerate(self.grid.row(row))
            if at not in self.numbering and (text := shown(cell).strip())
        }
        if not filled:
            # a number in front of an empty line is no record, but a note may begin in that column
            filled = {at: text for at in self.numbering if not _is_number(text := self._cell(row, at)) and text}
            if not filled:
                return ""
        name = "".join(filled.get(self.name_column, "").split()) if self.name_column is not None else ""
        texts = ["".join(text.split()) for text in (*filled.values(), *self._numbering_texts(row))]
        if self._is_total(name, texts):
            return _("合计、小计行")
        if self._is_header(filled):
            return _("重复的表头")
        if (not name or len(filled) == 1) and len(filled) <= 4 and any(map(_NOTE.match, texts[:1])):
            return _("表下的说明、签字")
        if not name and len(filled) == 1 and self._is_heading(row, next(iter(filled))):
            return _("只有一格文字,像是标题或分组")
        return None

    def _cell(self, row: int, at: int) -> str:
        return shown(self.grid.columns[at][row]).strip()

    def _numbering_texts(self, row: int) -> list[str]:
        return [text for at in self.numbering if (text := self._cell(row, at)) and not _is_number(text)]

    @staticmethod
    def _is_total(name: str, texts: list[str]) -> bool:
        if name and not _COUNT.fullmatch(name):
            return _TOTAL.fullmatch(name) is not None
        return any(map(_TOTAL.fullmatch, texts))

    def _is_header(self, filled: Mapping[int, str]) -> bool:
        same = sum(self._says_header(at, text) for at, text in filled.items())
        return same >= 2 and same * 2 >= len(filled)

    def _says_header(self, at: int, text: str) -> bool:
        """Whether a cell is the header over it; of a header of two rows the lower part will do."""
        header = self.headers[at].strip()
        return bool(header) and (text == header or (len(text) > 1 and header.endswith(text)))

    def _is_heading(self, row: int, at: int) -> bool:
        return row in self.wide or at == 0 or at not in self.fields


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _end_of_data(grid: Grid) -> int:
    """The row after the last filled one."""
    return max(map(_end_of_column, grid.columns), default=0)


def _end_of_column(column: Sequence[Cell]) -> int:
    end = len(column)
    while end and column[end - 1] == "":
        end -= 1
    return end


def _continued(grid: Grid, name_column: int | None, first: int, end: int) -> dict[int, int]:
    """Rows that share their name cell with a row above."""
    return {
        row: top
        for top, left, bottom, _right in grid.merged
        if left == name_column and bottom > top >= first
        for row in range(top + 1, min(bottom + 1, end))
    }
