"""What passes between the steps of an import: recognised → plan → prepared → decided → reported.

Everything here is plain and frozen. Cells live in columns (one list per field), never one object per
cell; only what did *not* go over exactly as it stood is an object (`CellProblem`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crmdesk.exchange.grid import Grid
from crmdesk.exchange.importing.choices import Blank, Choice, How, Join
from crmdesk.exchange.importing.cut import Readings
from crmdesk.exchange.importing.memory import Learned, Profile, fold_value
from crmdesk.exchange.importing.outcome import Grade
from crmdesk.rules.dealer_contact import Contact
from crmdesk.words import _

__all__ = [
    "EXTRA", "Blank", "CellProblem", "Choice", "ColumnMatch", "Decision", "Double", "Grade", "How", "ImportPlan",
    "ImportReport", "Join", "Prepared", "Recognised", "RowAside",
]  # fmt: skip

#: The field that takes the columns for which we have none, a line 列名:内容 each.
EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a row; ``record`` (id as hex digits) is the one to be updated.

    UPDATE without a record means whom the row most likely is: a record that is there, or an earlier row of the list,
    with which it then makes one new record.
    """

    choice: Choice
    record: str = ""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell or row that was not taken over exactly as it stood.

    ``row`` is the row of the sheet (from 1), ``column`` its letter (empty: the whole row), ``field`` our
    field or empty, ``value`` what stood there, ``reason`` and ``done`` whole sentences in words.
    """

    row: int
    column: str
    field: str
    value: str
    reason: str
    done: str
    grade: Grade = Grade.LOST

    @property
    def cell(self) -> str:
        """The address as in Excel: ``D17``; only the row where the whole row is meant."""
        return f"{self.column}{self.row}"

    def to_json(self) -> dict[str, Any]:
        """For the report of an unattended import."""
        return {
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "field": self.field,
            "value": self.value,
            "reason": self.reason,
            "done": self.done,
            "grade": self.grade.value,
        }


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column of the file and what it is to us.

    ``field`` is None where the column is not imported; ``reason`` says in words why. ``samples`` are up to
    three filled cells; ``parsed_share`` is the part (0…1) of *all* filled cells that can be read for the
    field. ``scale`` multiplies amounts (10000 where the header says 万元).
    """

    letter: str
    header: str
    field: str | None
    reason: str
    how: How = How.NONE
    samples: tuple[str, ...] = ()
    filled: int = 0
    parsed_share: float = 1.0
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Double:
    """Several columns that mean one field: the first is taken until the plan's ``joins`` say how."""

    field: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowAside:
    """A row below the header that is no record, and why: ``reason`` in words."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the program made of one sheet. Rows count from 1, as Excel shows them.

    ``header_row`` is the last header row (data begin below it; 0: the list has none), ``header_rows`` how many
    there are. ``aside`` lists totals, notes, repeated headers and hidden rows; blank rows are only counted.
    ``doubles`` are the fields that several columns mean. ``profile`` is how this very list was imported last time,
    ``fingerprint`` the mark by which it is known.
    """

    path: Path
    file_hash: str
    sheet: str
    header_row: int
    columns: tuple[ColumnMatch, ...]
    data_rows: int
    header_rows: int = 1
    aside: tuple[RowAside, ...] = ()
    blank_rows: int = 0
    notes: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    doubles: tuple[Double, ...] = ()
    profile: Profile | None = None
    fingerprint: str = ""
    subject: str = "dealer"
    learned: Learned = field(default_factory=Learned, repr=False, compare=False)
    grid: Grid | None = field(default=None, repr=False, compare=False)
    readings: Readings | None = field(default=None, repr=False, compare=False)

    def plan(
        self,
        corrections: Mapping[str, str | None] | None = None,
        include_hidden: bool | None = None,
        *,
        joins: Mapping[str, Join] | None = None,
        blanks: Mapping[str, Blank] | None = None,
        values: Mapping[str, Mapping[str, str]] | None = None,
        edits: Mapping[tuple[int, str], str] | None = None,
        rows_in: Iterable[int] = (),
        rows_out: Iterable[int] = (),
        only_whole: bool | None = None,
    ) -> "ImportPlan":
        """The plan as recognised; ``corrections`` maps column letters to another field, or None to leave out.

        A field that a correction gives to a column is taken away from the column that had it, unless ``joins`` says
        how it is made of both. What is not said is as last time (`profile`); hidden rows are left out, blanks change
        nothing. ``values`` come on top of the remembered ones.
        """
        before = self.profile or Profile("")
        joined = {**before.joins, **(joins or {})}
        mapping = _mapping(self, corrections or {}, joined)
        return ImportPlan(
            path=self.path,
            file_hash=self.file_hash,
            sheet=self.sheet,
            header_row=self.header_row,
            header_rows=self.header_rows,
            mapping=mapping,
            columns=tuple(_corrected(match, mapping, corrections or {}) for match in self.columns),
            include_hidden=before.include_hidden if include_hidden is None else include_hidden,
            only_whole=before.only_whole if only_whole is None else only_whole,
            subject=self.subject,
            joins=joined,
            blanks={**before.blanks, **(blanks or {})},
            values=meanings_for(set(mapping.values()), self.learned, before, values or {}),
            edits=dict(edits or {}),
            rows_in=frozenset(rows_in),
            rows_out=frozenset(rows_out),
            grid=self.grid,
            readings=self.readings,
        )


def meanings_for(
    fields: Iterable[str], learned: Learned, profile: Profile, said: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Per field what its texts mean, by folded text: what was learned, then as last time, then what is said now."""
    found = {}
    for name in fields:
        meanings = learned.values_of(name)
        for source in (profile.values.get(name, {}), said.get(name, {})):
            meanings |= {fold_value(text): meaning for text, meaning in source.items()}
        if meanings:
            found[name] = meanings
    return found


def _mapping(
    found: Recognised, chosen: Mapping[str, str | None], joins: Mapping[str, Join]
) -> dict[str, str]:
    """Column letter → field, in the order of the file."""
    taken = {name for name in chosen.values() if name and name != EXTRA and name not in joins}
    second = {letter: double.field for double in found.doubles if double.field in joins for letter in double.letters}
    mapping = {}
    for match in found.columns:
        name = match.field or second.get(match.letter)
        if match.letter in chosen:
            name = chosen[match.letter]
        elif name in taken:
            name = None
        if name:
            mapping[match.letter] = name
    return mapping


def _corrected(
    match: ColumnMatch, mapping: Mapping[str, str], chosen: Mapping[str, str | None]
) -> ColumnMatch:
    now = mapping.get(match.letter)
    if match.letter in chosen:
        return replace(match, field=now, how=How.CHOSEN, reason=_chosen(now))
    if now and match.how is How.SECOND:
        return replace(match, field=now, reason=_("与另一列合成一个字段"))
    if now != match.field:
        return replace(match, field=now, how=How.SECOND, reason=_("您把这个字段指定给了另一列"))
    return match


def _chosen(name: str | None) -> str:
    if name == EXTRA:
        return _("由您指定留作其他资料")
    return _("由您指定") if name else _("由您指定不导入")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that the import needs, decided: file, sheet, header, which column goes where.

    ``mapping`` maps column letters to fields; several letters may name one field (``joins`` says how it is made of
    them); a column that is kept as a further fact is mapped to ``extra`` under its own header. ``values`` gives, per
    field, what a text of the file means (``{"dealer_class": {"重点": "A"}}``, an empty meaning leaves the cell out);
    texts are compared folded (`fold_value`).
    ``file_hash`` is the SHA-256 of the file that the user saw; a file that changed since is refused. ``grid`` saves
    reading the file a second time.

    ``edits`` are cells corrected in the program, by row (from 1) and letter; ``rows_in`` are rows that were set aside
    (greyed) and shall be records, ``rows_out`` records that shall be none. ``decisions`` are a person's, by row;
    ``strictness`` (0…100) is the score from which a record that is there is held to be perhaps the same firm.
    """

    path: Path
    file_hash: str
    sheet: str
    header_row: int
    mapping: Mapping[str, str]
    columns: tuple[ColumnMatch, ...] = ()
    header_rows: int = 1
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    include_hidden: bool = False  # import hidden rows too
    only_whole: bool = False  # a row with a cell that can't be taken over is left out whole
    all_or_nothing: bool = False  # nothing is written where a row can't be written whole, or waits for a decision
    subject: str = "dealer"
    joins: Mapping[str, Join] = field(default_factory=dict)
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    rows_in: frozenset[int] = frozenset()
    rows_out: frozenset[int] = frozenset()
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    strictness: int = 75
    grid: Grid | None = field(default=None, repr=False, compare=False)
    readings: Readings | None = field(default=None, repr=False, compare=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what the preview found out


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows ready to be written: ``columns[field][i]`` belongs to row ``row_numbers[i]`` of the sheet.

    Blank is ``""`` for text and None for all else; a blank means "nothing said", not "empty it" - except in the
    fields of ``cleared``, see `clears`. Fields in ``appended`` were made from other cells (words beside a phone →
    remark): they are added to what stands in the record, they don't replace it. ``extra`` holds lines 列名:内容, to be
    put together with those that stand there by `rules.extra_facts.merged`. ``contacts`` are further people at the
    dealer, by place. ``read`` counts the rows that are records, the ``rejected`` ones (sheet rows) among them.
    """

    columns: Mapping[str, list[Any]]
    row_numbers: Sequence[int]
    problems: tuple[CellProblem, ...]
    rejected: tuple[int, ...]
    read: int
    appended: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    cleared: frozenset[str] = frozenset()
    contacts: Mapping[int, tuple[Contact, ...]] = field(default_factory=dict)
    unsaid: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def clears(self, name: str, place: int) -> bool:
        """Whether the blank of a field in ``cleared`` empties the record: not where something stood that could not
        be read (``unsaid`` holds those places)."""
        return name in self.cleared and place not in self.unsaid.get(name, ())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``read`` = ``new`` + ``updated`` + ``skipped`` + ``rejected``.

    Totals, notes, repeated headers and blank rows are no records and stand in none of the counts;
    totals, notes and repeated headers are listed under ``problems`` with grade ``aside``.
    """

    path: str
    file_hash: str
    sheet: str
    header_row: int
    columns: tuple[ColumnMatch, ...]
    read: int
    new: int
    updated: int
    skipped: int
    rejected: int
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[str, ...] = ()
    dry_run: bool = False
    batch: str = ""  # the cause under which the journal holds it
    seconds: float = 0.0
    undecided: tuple[int, ...] = ()  # rows of the sheet among the skipped ones that wait for a person

    @property
    def failed_rows(self) -> tuple[int, ...]:
        """Sheet rows with something that was not taken over: what the error workbook holds."""
        return tuple(sorted({p.row for p in self.problems if p.grade is Grade.LOST}))

    @property
    def counts(self) -> dict[str, int]:
        """The five counts."""
        names = ("read", "new", "updated", "skipped", "rejected")
        return {name: getattr(self, name) for name in names}

    def to_json(self) -> dict[str, Any]:
        """Ready for ``json.dumps``; described in docs/commands. Counts stand at the top as well."""
        return {
            "file": self.path,
            "sha256": self.file_hash,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": [_column_json(match) for match in self.columns],
            "counts": self.counts,
            **self.counts,
            "undecided": list(self.undecided),
            "problems": [problem.to_json() for problem in self.problems],
            "notes": list(self.notes),
            "dry_run": self.dry_run,
            "batch": self.batch,
            "seconds": round(self.seconds, 3),
        }


def _column_json(match: ColumnMatch) -> dict[str, Any]:
    return {
        "column": match.letter,
        "header": match.header,
        "field": match.field,
        "reason": match.reason,
        "how": match.how.value,
        "samples": list(match.samples),
        "filled": match.filled,
        "parsed_share": round(match.parsed_share, 4),
    }
