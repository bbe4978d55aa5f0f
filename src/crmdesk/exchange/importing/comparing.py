"""The rows of a list that came back, held against their records as they were when it was exported."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crmdesk.exchange.grid import Cell, Grid, column_of
from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.column_matching import is_fact
from crmdesk.exchange.importing.cut import cells_of
from crmdesk.exchange.importing.marks import Marks
from crmdesk.exchange.importing.outcome import Grade, shown
from crmdesk.exchange.importing.plan import CellProblem, Choice, ImportPlan
from crmdesk.exchange.importing.round_trip import Known, RoundTrip, plain, same
from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec
from crmdesk.exchange.importing.values import NOTHING_WORDS
from crmdesk.rules.china_time import in_china
from crmdesk.words import _

#: Asked of each touched cell: record, field, text. A sentence says why it can't be written; empty lets it pass.
Refuse = Callable[[str, str, str], str]


def compare(
    plan: ImportPlan, grid: Grid, marks: Marks, known: Mapping[str, Known], spec: ImportSpec, refuse: Refuse
) -> RoundTrip:
    """Compare every marked row with its record; ``known`` holds the records by hex digits (missing: not of here)."""
    comparison = _Comparison(plan, grid, marks, known, spec)
    comparison.choose()
    comparison.misplaced()
    comparison.cells(refuse)
    return comparison.ended()


@dataclass(slots=True)
class _Column:
    """A column of the file that went out as the column of one field; ``touched`` rows say something else now."""

    letter: str
    at: int
    key: str
    target: FieldSpec
    cells: Sequence[Cell]  # of the whole sheet
    touched: set[int] = field(default_factory=set)
    written: set[int] = field(default_factory=set)  # those of them that nothing speaks against


class _Comparison:
    """Goes through the marked rows once."""

    def __init__(
        self, plan: ImportPlan, grid: Grid, marks: Marks, known: Mapping[str, Known], spec: ImportSpec
    ) -> None:
        self.plan, self.grid, self.marks, self.known, self.spec = plan, grid, marks, known, spec
        self.trip = RoundTrip(plan, spec.required)
        self.records = {row: record for row, (record, _revision) in marks.rows.items()}
        here = ((row, known.get(record)) for row, record in self.records.items())
        self.rows = [(row, record.now, record.since) for row, record in here if record is not None]
        self.columns = [self._touched(column) for column in self._columns()]
        self.touched = set().union(*(column.touched for column in self.columns))
        self.renamed = set().union(*(c.touched for c in self.columns if c.key == spec.required))
        self.codes = {key[0] for key in spec.keys if len(key) == 1}

    def _columns(self) -> Iterator[_Column]:
        titles = {match.letter: match.header.strip() for match in self.plan.columns}
        for letter, name in self.plan.mapping.items():
            if is_fact(name, titles.get(letter, ""), self.spec):
                continue  # a column of a person's own, kept as a further fact: every filled cell says something
            at, target = column_of(letter), self.spec.by_key[name]
            below = self.plan.header_row if target.carried else None
            yield _Column(letter, at, name, target, cells_of(self.grid, at, range(self.grid.rows), below))

    def _touched(self, column: _Column) -> _Column:
        """Find the rows whose cell differs from the export; equal pairs of cell and value are compared once."""
        known: dict[tuple[Cell, Any], bool] = {}
        name, cells, touched = column.key, column.cells, column.touched
        edits = {row: text for (row, letter), text in self.plan.edits.items() if letter == column.letter}
        for row, now, since in self.rows:
            value = since[name].before if since and name in since else now[name]
            cell = edits.get(row, cells[row - 1]) if edits else cells[row - 1]
            if cell == value and type(cell) is str:
                continue
            pair = cell, value
            if pair not in known:
                known[pair] = same(column.target.column, cell, value)
            if not known[pair]:
                touched.add(row)
        touched -= self._same_in_another_form(column, edits)
        blind = {*self.grid.errors, *self.grid.no_value}  # they say nothing that could be read
        touched -= {row + 1 for row, at in blind if at == column.at} - edits.keys()
        return column

    def _same_in_another_form(self, column: _Column, edits: Mapping[int, str]) -> set[int]:
        """Touched rows whose cell is read as the value of the export: a day saved as 2026/3/5, 300000.5 as 30.00005 万."""
        rows = sorted(column.touched)
        read = self._read(column, [edits.get(row, column.cells[row - 1]) for row in rows])
        values = (self.known[self.records[row]].base(column.key) for row in rows)
        return {row for row, now, value in zip(rows, read, values, strict=True) if now not in (None, "") and now == value}

    def _read(self, column: _Column, cells: Sequence[Cell]) -> list[Any]:
        """Cells as the import reads them."""
        scale = next((match.scale for match in self.plan.columns if match.letter == column.letter), 1)
        seen = Circumstances(scale, self.grid.date_1904, self.plan.values.get(column.key, {}))
        return clean(self.spec, column.target, cells, seen).values if cells else []

    # --- which rows -----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Which marked rows are the record that they name: not a copied row, not one that a person gave elsewhere."""
        by_record: dict[str, list[int]] = {}
        foreign = 0
        for row, record in self.records.items():
            decision = self.plan.decisions.get(row)
            if decision is not None and (decision.choice is not Choice.UPDATE or decision.record != record):
                continue
            if record in self.known:
                by_record.setdefault(record, []).append(row)
            else:
                foreign += 1
        for record, rows in by_record.items():
            self._original(record, rows)
        if foreign:
            self.trip.notes.append(_("{n} 行是从别的数据库导出的,按一般名单处理。").format(n=foreign))
        for row in self.marks.damaged:
            reason, done = _("记录号认不出来"), _("这一行按一般名单处理,请核对")
            self._say(row, self.marks.letter, "", reason, done, Grade.DOUBT)

    def _original(self, record: str, rows: list[int]) -> None:
        """Of several rows with one mark, the one that still has its name is the record; the others were copied."""
        if len(rows) == 1:
            self.trip.records[rows[0]] = record
            return
        likely = [row for row in rows if row not in self.touched][:1]
        likely = likely or [row for row in rows if row not in self.renamed]
        original = likely[0] if len(likely) == 1 else 0
        for row in rows:
            self.trip.records[row] = record if row == original else ""
            if row != original and (row in self.touched or not original):
                other = original or next(r for r in rows if r != row)
                reason = _("与第 {row} 行的记录号相同,像是复制出来的行").format(row=other)
                self._leave(row, reason, _("整行跳过;要新增,请清空这一行的编号和最后一列(隐藏的记录号)"))

    def misplaced(self) -> None:
        """Leave out rows beside which another's mark stands, because only some columns were sorted."""
        rows = {row: record for row, record in self.trip.records.items() if record}
        renamed = [row for row in rows if row in self.renamed]
        if not renamed:
            return
        kept = {self._name(row) for row in rows if row not in self.renamed}
        names = {plain(str(self.known[record].base(self.spec.required))) for record in rows.values()} - kept
        for row in renamed:
            if self._name(row) in names or self._is_other(row, self.known[rows[row]]):
                self.trip.records[row] = ""
                reason = _("记录号指的是「{name}」,与这一行的名称、编号对不上,可能只排序了部分列")
                done = _("整行跳过;请重新导出,或者清空记录号一列后按一般名单导入")
                self._leave(row, reason.format(name=self.known[rows[row]].title), done)

    def _is_other(self, row: int, record: Known) -> bool:
        """Whether all that tells one record from another was changed, beside its name."""
        codes = [c for c in self.columns if c.key in self.codes and record.base(c.key) and self._cell(row, c) != ""]
        return bool(codes) and all(row in column.touched for column in codes)

    def _leave(self, row: int, reason: str, done: str) -> None:
        self._say(row, self.marks.letter, self._name(row), reason, done)

    # --- cells ----------------------------------------------------------------------------------------

    def cells(self, refuse: Refuse) -> None:
        """Sort the touched cells of all rows whose record is certain into those to be written and those told."""
        certain = {row: record for row, record in self.trip.records.items() if record}
        self.trip.touched = {row: set() for row in certain}
        for row in sorted(self.touched & certain.keys()):
            record = self.known[certain[row]]
            if not record.is_alive:
                self._gone(row, record)
                continue
            for column in self.columns:
                if row in column.touched and self._may_write(row, column, record, refuse):
                    column.written.add(row)
                    self.trip.touched[row].add(column.key)

    def _may_write(self, row: int, column: _Column, record: Known, refuse: Refuse) -> bool:
        cell = self._cell(row, column)
        if (since := record.since.get(column.key)) is not None:
            now = record.now[column.key]
            if same(column.target.column, cell, now) or (now and self._read(column, [cell]) == [now]):
                return False  # both say the same
            reason = _("导出之后,{who}在 {at} 把{label}改成了「{now}」").format(
                who=since.who or _("有人"), at=f"{in_china(since.at):%Y-%m-%d %H:%M}",
                label=column.target.column.title, now="" if now is None else shown(now),
            )  # fmt: skip
            done = _("这一格没有写入;要以名单为准,请重新导出后再改")
        elif reason := refuse(self.trip.records[row], column.key, shown(cell).strip()):
            done = _("这一格没有写入")
        else:
            return True
        self._say(row, column.letter, shown(cell), reason, done, name=column.key)
        return False

    def _gone(self, row: int, record: Known) -> None:
        self.trip.records[row] = ""
        if record.instead:
            reason = _("「{name}」已合并到「{other}」").format(name=record.title, other=record.instead)
            self._leave(row, reason, _("整行跳过;请改「{name}」").format(name=record.instead))
        else:
            self._leave(row, _("「{name}」已经不在了").format(name=record.title), _("整行跳过"))

    def _cell(self, row: int, column: _Column) -> Cell:
        return self.plan.edits.get((row, column.letter), column.cells[row - 1])

    def _name(self, row: int) -> str:
        return next((plain(shown(self._cell(row, c))) for c in self.columns if c.key == self.spec.required), "")

    def _say(
        self, row: int, letter: str, value: str, reason: str, done: str, grade: Grade = Grade.LOST, name: str = ""
    ) -> None:
        self.trip.problems.append(CellProblem(row, letter, name, value, reason, done, grade))

    def _name_the_nameless(self, columns: list[Sequence[Cell]]) -> None:
        """A record may bear a name that no list could bring (无, a blank of its own kind); its row stays one."""
        for named in (column for column in self.columns if column.key == self.spec.required):
            rows = [row for row, record in self.trip.records.items() if record and row not in named.touched]
            cells = [named.cells[row - 1] for row in rows]
            read = clean(self.spec, named.target, cells, Circumstances()).values
            odd = [row for row, name in zip(rows, read, strict=True) if not name or name in NOTHING_WORDS]
            if odd:
                column = list(columns[named.at])
                for row in odd:
                    column[row - 1] = f"「{shown(column[row - 1]).strip()}」"
                columns[named.at] = column

    def ended(self) -> RoundTrip:
        """The comparison with the plan in which untouched cells are blank, and every marked row is a record."""
        columns = list(self.grid.columns)
        self._name_the_nameless(columns)
        rows = sorted(row for row, record in self.trip.records.items() if record)
        for column in self.columns:
            if rows and column.key != self.spec.required:
                columns[column.at] = _silenced(columns[column.at], rows, column.written)
        if rows:
            self.trip.notes.insert(0, _("{n} 行是从这里导出的,只写改过的格。").format(n=len(rows)))
        marked = frozenset(rows) - self.plan.rows_out
        self.trip.plan = replace(
            self.plan, grid=replace(self.grid, columns=tuple(columns)), readings=None,
            rows_in=self.plan.rows_in | marked,
        )  # fmt: skip
        return self.trip


def _silenced(cells: Sequence[Cell], rows: Sequence[int], written: set[int]) -> list[Cell]:
    """The cells of a column with those of ``rows`` (from 1, rising) blank, except the ``written`` ones."""
    silenced = list(cells)
    first, last = rows[0] - 1, rows[-1]
    if last - first == len(rows):
        silenced[first:last] = [""] * len(rows)
        for row in written:
            silenced[row - 1] = cells[row - 1]
    else:
        for row in rows:
            if row not in written:
                silenced[row - 1] = ""
    return silenced
