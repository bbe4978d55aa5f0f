"""One file on its way from raw cells to fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from crmdesk.exchange.grid import Cell, Grid, column_of, letter_of
from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.contacts import settled
from crmdesk.exchange.importing.cut import cells_of
from crmdesk.exchange.importing.extra import as_percents, facts_of, with_facts
from crmdesk.exchange.importing.folding import fold_value
from crmdesk.exchange.importing.joining import can_be_put_together, first_filled, together
from crmdesk.exchange.importing.outcome import Cleaned, Person, shown
from crmdesk.exchange.importing.plan import CellProblem, Grade, ImportPlan, Prepared
from crmdesk.exchange.importing.rows import Rows
from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec
from crmdesk.exchange.importing.values import NOTHING_WORDS
from crmdesk.rules.dealer_contact import Contact
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class Source:
    """What is prepared: the sheet with its edits, which rows are records, and where each column goes.

    ``fields`` maps a field to its columns (from 0), ``facts`` a column that is kept under its own name to that name.
    """

    spec: ImportSpec
    plan: ImportPlan
    grid: Grid
    rows: Rows
    fields: Mapping[str, tuple[int, ...]]
    facts: Mapping[int, str]
    name_column: int

    def cells(self, at: int, target: FieldSpec | None = None) -> list[Cell]:
        """The raw cells of a column; what merged cells give to the rows below counts where the field says so."""
        carried = self.plan.header_row if target and target.carried else None
        return cells_of(self.grid, at, self.rows.records, carried)


class Preparation:
    """Columns first, then what goes from one field into another, then the rows that can't be imported."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spec = source.spec
        self.plan = source.plan
        self.numbers: Sequence[int] = [row + 1 for row in source.rows.records]
        self.problems: list[CellProblem] = []
        self.result: dict[str, list[Any]] = {}
        self.appended: set[str] = set()
        self.contacts: dict[int, tuple[Contact, ...]] = {}
        #: what belongs into other fields: place, field it comes from, field it goes to, text
        self.spilled: list[tuple[int, FieldSpec, str, str]] = []
        #: people by place and by the field of their cell
        self.people: dict[int, dict[str, tuple[Person, ...]]] = {}
        self.edited = {column_of(letter) for _row, letter in self.plan.edits}

    def run(self) -> Prepared:
        for name, columns in self.source.fields.items():
            self._field(self.spec.by_key[name], columns)
        self._facts()
        unsaid = self._unsaid()
        self._settle_people()
        self._spills()
        self._blind_cells()
        rejected = self._rejected() | self._not_whole()
        self._rows_aside()
        if rejected:
            told = (Grade.LOST, Grade.ASIDE)  # what became of other cells of a rejected row is of no interest
            self.problems = [p for p in self.problems if p.row not in rejected or p.grade in told]
        prepared = Prepared(
            columns=self.result,
            row_numbers=self.numbers,
            problems=tuple(sorted(self.problems, key=_by_place)),
            rejected=tuple(sorted(rejected)),
            read=len(self.numbers),
            appended=frozenset(self.appended),
            cleared=frozenset(unsaid),
            contacts=self.contacts,
            unsaid={name: places for name, places in unsaid.items() if places},
        )
        return _without(prepared, rejected) if rejected else prepared

    # --- columns ---

    def _field(self, target: FieldSpec, columns: tuple[int, ...]) -> None:
        if len(columns) == 1:
            cleaned = self._cleaned(columns[0], target)
            self.result[target.key] = list(cleaned.values)
            self._tell(columns[0], target, cleaned)
        elif self.plan.joins.get(target.key) is Join.ALL and can_be_put_together(target):
            cells = together(target, [self.source.cells(at, target) for at in columns])
            cleaned = clean(self.spec, target, cells, self._seen(columns[0], target))
            self.result[target.key] = cleaned.values
            self._tell(columns[0], target, cleaned)
        else:
            parts = [self._cleaned(at, target) for at in columns]
            self.result[target.key], told = first_filled(parts)
            for at, part, places in zip(columns, parts, told, strict=True):
                self._tell(at, target, Cleaned(part.values, [t for t in part.troubles if t.at in places]))

    def _cleaned(self, at: int, target: FieldSpec) -> Cleaned:
        seen = self._seen(at, target)
        return self._read_already(at, target, seen) or clean(
            self.spec, target, self.source.cells(at, target), seen
        )

    def _seen(self, at: int, target: FieldSpec) -> Circumstances:
        scale = next((m.scale for m in self.plan.columns if m.letter == letter_of(at)), 1)
        said = self.plan.values.get(target.key, {})
        meanings = {fold_value(text): meaning for text, meaning in said.items()}
        return Circumstances(scale, self.source.grid.date_1904, meanings)

    def _read_already(self, at: int, target: FieldSpec, seen: Circumstances) -> Cleaned | None:
        """What recognising the sheet made of the column, if cells, rows and meanings are still the same."""
        readings = self.plan.readings
        if readings is None or at in self.edited or readings.records != self.source.rows.records:
            return None
        if readings.meanings.get(target.key, {}) != seen.meanings:
            return None
        return readings.columns.get((at, target.key, seen.scale))

    def _tell(self, at: int, target: FieldSpec, cleaned: Cleaned) -> None:
        letter, numbers = letter_of(at), self.numbers
        self.problems += [
            CellProblem(numbers[place], letter, target.key, shown(cell), what.reason, what.done, what.grade)
            for place, cell, what in cleaned.troubles
        ]
        for place, _cell, what in cleaned.troubles:
            if what.spill:
                self.spilled.extend((place, target, name, text) for name, text in what.spill)
            if what.people:
                heard = self.people.setdefault(place, {})
                heard[target.key] = heard.get(target.key, ()) + what.people

    def _facts(self) -> None:
        """Columns without a field of ours, under their own names."""
        if not self.source.facts:
            return
        percent = self.source.grid.percent_columns
        columns = [
            (header, as_percents(cells) if at in percent else cells)
            for at, header in self.source.facts.items()
            if (cells := self.source.cells(at))
        ]
        facts = facts_of(columns, len(self.numbers))
        said = self.result.get(self.spec.extra)
        self.result[self.spec.extra] = with_facts(said, facts) if said else facts

    def _unsaid(self) -> dict[str, frozenset[int]]:
        """Of each field whose blank empties the record: the places where something stood that gave no value."""
        found = {}
        for name, columns in self.source.fields.items():
            if self.plan.blanks.get(name) is not Blank.CLEAR or name in (self.spec.required, self.spec.extra):
                continue
            target = self.spec.by_key[name]
            cells = [self.source.cells(at, target) for at in columns]
            empty = [at for at, value in enumerate(self.result[name]) if value in ("", None)]
            filled = {place for place in empty if any(_says_something(group[place]) for group in cells)}
            found[name] = frozenset(filled | self._blind_places(columns))
        return found

    def _blind_places(self, columns: Iterable[int]) -> set[int]:
        blind = {row + 1 for row, at in (*self.source.grid.errors, *self.source.grid.no_value) if at in columns}
        return {place for place, number in enumerate(self.numbers) if number in blind} if blind else set()

    # --- what goes into other fields ---

    def _settle_people(self) -> None:
        """Further people and numbers: into the blank fields of the main contact, else contacts of their own."""
        spec = self.spec
        for place, heard in self.people.items():
            names = (spec.contact, spec.mobile, spec.phone)
            main = tuple(self.result[name][place] if name in self.result else "" for name in names)
            now, others, title = settled((main[0], main[1], main[2]), heard)
            for name, before, after in zip(names, main, now, strict=True):
                if after != before:
                    self._made(name)[place] = after
            if others:
                self.contacts[place] = others
            if title:
                self.spilled.append((place, spec.by_key[spec.contact], spec.spill, title))

    def _spills(self) -> None:
        """Put what spilled where it belongs: into its field if that is blank, else into the remark."""
        for place, source, name, text in self.spilled:
            target = self._made(name)
            if name != self.spec.spill and not target[place]:
                target[place] = text
                continue
            remark = self._made(self.spec.spill)
            note = _("{label}另有:{text}").format(label=source.column.title, text=text)
            remark[place] = f"{remark[place]}\n{note}" if remark[place] else note

    def _made(self, name: str) -> list[Any]:
        """The column of a field, made blank if the file has none."""
        if name not in self.result:
            self.result[name] = [""] * len(self.numbers)
            if name == self.spec.spill:
                self.appended.add(name)
        return self.result[name]

    # --- cells and rows that did not make it ---

    def _blind_cells(self) -> None:
        """Error cells, and formulas that came without their result: blank to us, so they are told."""
        grid = self.source.grid
        places = {(row, at): _("单元格里是错误值 {text}").format(text=text) for (row, at), text in grid.errors.items()}
        places |= dict.fromkeys(grid.no_value, _("公式没有保存计算结果,请用 Excel 打开并保存一次"))
        if not places:
            return
        fields = {at: name for name, columns in self.source.fields.items() for at in columns}
        fields |= dict.fromkeys(self.source.facts, self.spec.extra)
        records = set(self.source.rows.records)
        for (row, at), reason in places.items():
            if at in fields and row in records:
                text = grid.errors.get((row, at), "")
                self.problems.append(
                    CellProblem(row + 1, letter_of(at), fields[at], text, reason, _("这一格没有导入"))
                )

    def _rejected(self) -> set[int]:
        """Rows (from 1) without a name: told at the cell where it should stand."""
        letter = letter_of(self.source.name_column)
        label = self.spec.by_key[self.spec.required].column.title
        rejected = set()
        for number, name in zip(self.numbers, self.result[self.spec.required], strict=True):
            if name and name not in NOTHING_WORDS:
                continue
            rejected.add(number)
            first = self.source.rows.same_as.get(number - 1)
            reason = _("没有{label}").format(label=label)
            if first is not None:
                reason = _("与第 {row} 行合用一个{label}单元格,是它的续行").format(row=first + 1, label=label)
            self.problems.append(
                CellProblem(number, letter, self.spec.required, self._row_text(number), reason, _("整行没有导入"))
            )
        return rejected

    def _not_whole(self) -> set[int]:
        """Rows (from 1) with a cell that was lost, where the user wants only whole rows."""
        if not self.plan.only_whole:
            return set()
        torn = {problem.row for problem in self.problems if problem.grade is Grade.LOST}
        done = _("整行没有导入")
        self.problems = [replace(p, done=done) if p.grade is Grade.LOST else p for p in self.problems]
        return torn

    def _row_text(self, number: int) -> str:
        return " ".join(shown(cell).strip() for cell in self.source.grid.row(number - 1) if cell != "")[:80]

    def _rows_aside(self) -> None:
        done = _("没有当作{title}导入").format(title=_(self.spec.title))
        self.problems.extend(
            CellProblem(aside.row, "", "", aside.text, aside.reason, done, Grade.ASIDE)
            for aside in self.source.rows.aside
        )


def _without(prepared: Prepared, rejected: set[int]) -> Prepared:
    """The rows that can be written; places count anew."""
    kept = [number not in rejected for number in prepared.row_numbers]
    place_now = {old: new for new, old in enumerate(compress(range(len(kept)), kept))}
    return replace(
        prepared,
        columns={name: list(compress(column, kept)) for name, column in prepared.columns.items()},
        row_numbers=list(compress(prepared.row_numbers, kept)),
        contacts={place_now[at]: people for at, people in prepared.contacts.items() if at in place_now},
        unsaid={
            name: frozenset(place_now[at] for at in places if at in place_now)
            for name, places in prepared.unsaid.items()
        },
    )


def _says_something(cell: Cell) -> bool:
    """Whether a cell says more than that there is nothing."""
    return bool(text := shown(cell).strip()) and text not in NOTHING_WORDS


def _by_place(problem: CellProblem) -> tuple[int, int, str]:
    return problem.row, len(problem.column), problem.column
