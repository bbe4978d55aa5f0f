"""Everything that a person decided about one file: kept while the page lives, whatever is looked at meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from crmdesk.exchange.importing.plan import Blank, Decision, ImportPlan, Join, RowAside
from crmdesk.rules.same_firm import USUAL
from crmdesk.views.dealer_import_words import severe_of
from crmdesk.words import _


class FileStage(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    READING = "reading"
    LOOKED_AT = "looked_at"
    UNREADABLE = "unreadable"
    WRITING = "writing"
    DONE = "done"
    UNDONE = "undone"


@dataclass(eq=False)
class Decided:
    """Corrections of a person, by what they are about: columns, fields, texts, cells, rows.

    ``taken_back`` remembers groups of decisions, the newest last, so that one key takes a group back.
    """

    corrections: dict[str, str | None] = field(default_factory=dict)
    joins: dict[str, Join] = field(default_factory=dict)
    blanks: dict[str, Blank] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    edits: dict[tuple[int, str], str] = field(default_factory=dict)
    rows_in: set[int] = field(default_factory=set)
    rows_out: set[int] = field(default_factory=set)
    decisions: dict[int, Decision] = field(default_factory=dict)
    strictness: int = USUAL
    include_hidden: bool | None = None  # None: as last time
    only_whole: bool | None = None
    as_before: bool = True  # with the settings of last time, where the list was seen before
    accepted: bool = False  # and a person said that it shall be so
    words: dict[tuple[str, str], Any] = field(default_factory=dict)  # unknown ones that were answered
    _before: list[dict[int, Decision | None]] = field(default_factory=list)

    def decide(self, decisions: Mapping[int, Decision | None]) -> None:
        """Decide these rows (None: let the program propose again) in one group."""
        self._before.append({row: self.decisions.get(row) for row in decisions})
        self._put(decisions)

    def take_back(self) -> tuple[int, ...]:
        """Undo the newest group; the rows that it was about."""
        if not self._before:
            return ()
        group = self._before.pop()
        self._put(group)
        return tuple(group)

    @property
    def can_take_back(self) -> bool:
        """Whether there is a group to take back."""
        return bool(self._before)

    def _put(self, decisions: Mapping[int, Decision | None]) -> None:
        for row, decision in decisions.items():
            if decision is None:
                self.decisions.pop(row, None)
            else:
                self.decisions[row] = decision

    def put_rows(self, rows: Iterable[int], *, as_records: bool) -> None:
        """Rows that were set aside become records, or records are set aside."""
        for row in rows:
            wanted, other = (self.rows_in, self.rows_out) if as_records else (self.rows_out, self.rows_in)
            if row in other:
                other.discard(row)
            else:
                wanted.add(row)

    def mean(self, name: str, text: str, meaning: str | None) -> None:
        """``text`` in the field ``name`` means this everywhere ("": leave the cell blank, None: as before)."""
        meanings = dict(self.values.get(name, {}))
        if meaning is None:
            meanings.pop(text, None)
        else:
            meanings[text] = meaning
        self.values[name] = meanings

    def plan(self, seen: Any) -> ImportPlan:
        """The plan of what was recognised with all of this in it."""
        plan: ImportPlan = seen.plan(
            dict(self.corrections), self.include_hidden, joins=self.joins, blanks=self.blanks, values=self.values,
            edits=self.edits, rows_in=self.rows_in, rows_out=self.rows_out, only_whole=self.only_whole,
        )  # fmt: skip
        return replace(plan, decisions=dict(self.decisions), strictness=self.strictness)

    def applied(self, preview: Any) -> Any:
        """A preview with what was decided about rows while it was made."""
        review = preview.review
        if review.strictness != self.strictness:
            review = review.with_strictness(self.strictness)
        if review.decisions != self.decisions:
            review = review.with_decisions(self.decisions)
        return replace(preview, review=review)


@dataclass(eq=False)
class OneFile:
    """One of the files that were dropped, and all that is known of it."""

    path: Path
    stage: FileStage = FileStage.WAITING
    words: str = ""  # what became of it
    book: Any = None
    seen: Any = None  # what was recognised in it
    plan: ImportPlan | None = None
    preview: Any = None
    report: Any = None  # of the import
    error: BaseException | None = None
    decided: Decided = field(default_factory=Decided)
    _asked: dict[int, Any] = field(default_factory=dict)  # problems that say that a row waits, by row
    _severe: int = 0

    def take(self, preview: Any) -> None:
        """A preview has come."""
        self.error = None
        self._asked = {problem.row: problem for problem in preview.review.problems}
        self._severe = severe_of(preview.report.problems)
        self.preview = self.decided.applied(preview)

    def problems(self) -> Sequence[Any]:
        """Those of the preview without the rows that were decided since."""
        return [p for p in self.preview.report.problems if not self._is_settled(p)]

    def _is_settled(self, problem: Any) -> bool:
        return problem.row in self.decided.decisions and self._asked.get(problem.row) is problem

    def problem_counts(self) -> tuple[int, int]:
        """How many a person should look at, and how much was only tidied."""
        settled = sum(1 for row in self.decided.decisions if row in self._asked)
        return self._severe - settled, len(self.preview.report.problems) - self._severe

    def unknown(self) -> tuple[Any, ...]:
        """The words that mean nothing to us, and those that were answered, so that an answer can be changed."""
        found = {(value.field, value.text): value for value in (self.preview.unknown if self.preview else ())}
        return tuple((found | self.decided.words).values())

    def is_answered(self, value: Any) -> bool:
        """Whether a person said what an unknown word means."""
        return value.text in self.decided.values.get(value.field, {})

    def aside(self) -> tuple[RowAside, ...]:
        """The rows that are no dealers, as it stands now."""
        if self.seen is None:
            return ()
        found = [one for one in self.seen.aside if one.row not in self.decided.rows_in]
        said = _("您说它不是客户")
        found += [RowAside(row, said, self._text_of(row)) for row in self.decided.rows_out]
        return tuple(sorted(found, key=lambda one: one.row))

    def _text_of(self, row: int) -> str:
        grid = self.seen.grid
        cells = grid.row(row - 1) if grid is not None and 0 < row <= grid.rows else ()
        return " ".join(str(cell).strip() for cell in cells if cell != "")[:80]

    def forget(self, *, keep_book: bool = False) -> None:
        """Before it is read again, or another sheet of it is looked at; decisions belonged to what was there."""
        self.book = self.book if keep_book else None
        self.seen = self.plan = self.preview = self.report = self.error = None
        self.words = ""
        self.decided = Decided()
