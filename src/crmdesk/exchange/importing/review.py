"""All rows of a list with what becomes of each: who it is, what a person decided, what is left to decide.

Held by columns: a byte per row for its standing and its choice. Another strictness or decision is a new `Review`
on the same `Basis`, which costs a few milliseconds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

from crmdesk.exchange.grid import column_of
from crmdesk.exchange.importing.duplicates import Found
from crmdesk.exchange.importing.folding import fold_row
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import CellProblem, Choice, Decision, Grade
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.exchange.importing.standing import (
    CHOICE_CODE,
    CHOICES,
    CODE,
    STANDINGS,
    Basis,
    Candidate,
    ReviewRow,
    Standing,
)
from crmdesk.rules.same_firm import LOOSEST
from crmdesk.words import _, listed

__all__ = ["Basis", "Candidate", "Review", "ReviewRow", "Standing"]

#: What becomes of a row of each standing where nobody decided: a likely one waits.
_USUAL = {
    Standing.NEW: Choice.NEW, Standing.KNOWN: Choice.UPDATE, Standing.SAME: Choice.SKIP, Standing.LIKELY: None,
    Standing.TWICE: Choice.SKIP, Standing.BROKEN: Choice.SKIP,
}  # fmt: skip
_USUAL_CODES = bytes(CHOICE_CODE[_USUAL[standing]] for standing in STANDINGS).ljust(256, b"\0")



class Review:
    """Rows are counted from 0 in the order of the file, those that can't be imported among them."""

    def __init__(
        self, basis: Basis, strictness: int, decisions: Mapping[int, Decision], certain: bytes | None = None
    ) -> None:
        self.basis = basis
        self.strictness = max(strictness, LOOSEST)
        self.decisions = dict(decisions)
        self._certain = basis.standings() if certain is None else certain
        self._standings = bytearray(self._certain)
        likely, new = CODE[Standing.LIKELY], CODE[Standing.NEW]
        for place, found in basis.likely.items():
            if self._certain[place] == new and found[0].alike.score >= self.strictness:
                self._standings[place] = likely
        self._choices = bytearray(self._standings.translate(_USUAL_CODES))
        self._merged: dict[int, str] = {}  # place → the record that a person chose
        self._refused: set[int] = set()  # places whose decision can't be carried out
        self.joined: dict[int, int] = {}  # place → the earlier one with which it makes one new record
        for row, decision in self.decisions.items():
            self._decide(self._place_of.get(row, -1), decision)
        for place in sorted(self.joined):
            self._join(place)

    # --- what a person does -----------------------------------------------------------------------------

    def with_strictness(self, strictness: int) -> Self:
        """The same with another score from which on a row waits for a person."""
        return self._other(strictness, self.decisions)

    def with_decisions(self, decisions: Mapping[int, Decision]) -> Self:
        """The same with these decisions of a person, by row of the sheet, instead of those before."""
        return self._other(self.strictness, decisions)

    def _other(self, strictness: int, decisions: Mapping[int, Decision]) -> Self:
        """Another one on the same basis, which need not find out anew what has not changed."""
        other = type(self).__new__(type(self))
        other.__dict__.update({name: self.__dict__[name] for name in _SAME if name in self.__dict__})
        other.__init__(self.basis, strictness, decisions, self._certain)  # type: ignore[misc]
        return other

    def _decide(self, place: int, decision: Decision) -> None:
        if place < 0 or place in self.basis.certain.aside:
            return
        choice = decision.choice
        if choice is Choice.NEW and self._code_is_taken(place):
            self._refused.add(place)
            choice = Choice.SKIP
        if choice is Choice.UPDATE:
            record, first = decision.record or self._proposed(place), self._same_here(place)
            if record:
                self._merged[place] = record
            elif first is not None:
                self.joined[place] = first
            else:
                return
        self._choices[place] = CHOICE_CODE[choice]

    def _same_here(self, place: int) -> int | None:
        """The place of the earlier row of the list that the row is, or most likely is."""
        if place in self.basis.certain.twice:
            return self.basis.certain.twice[place][0]
        return next((one.place for one in self.basis.likely.get(place, ()) if one.is_row), None)

    def _join(self, place: int) -> None:
        """Follow the earlier row: to the new record that it makes, or to the one that it changes."""
        first = self.joined[place]
        first = self.joined.get(first, first)  # followed already, as it stands before
        record = self._merged.get(first) or self.basis.certain.known.get(first, "")
        if self._choices[first] == CHOICE_CODE[Choice.NEW]:
            self.joined[place] = first
            return
        del self.joined[place]
        if record:
            self._merged[place] = record
        else:
            self._choices[place] = CHOICE_CODE[_USUAL[self._standing(place)]]

    def _code_is_taken(self, place: int) -> bool:
        """A code is given once: a row that is known by it can't be another record."""
        certain = self.basis.certain
        at = certain.by[place] if place in certain.known else certain.twice.get(place, (0, -1))[1]
        return at == 0 and bool(self._value(self._spec.keys[0][0], place))

    def _why_not_new(self, place: int) -> str:
        first = self._spec.keys[0][0]
        code = self._value(first, place)
        return _("{label} {code} 已经有了,不能再新增").format(label=self._spec.by_key[first].column.title, code=code)

    def _proposed(self, place: int) -> str:
        """The record that the row is, or most likely is."""
        known = self.basis.certain.known.get(place)
        if known is None and place in self.basis.certain.twice:
            known = self.basis.certain.known.get(self.basis.certain.twice[place][0])
        likely = self.basis.likely.get(place, ())
        return known or next((self.basis.there["id"][one.place] for one in likely if not one.is_row), "")

    # --- all rows -------------------------------------------------------------------------------------------

    @property
    def _spec(self) -> ImportSpec:
        return SPECS[self.basis.plan.subject]

    @cached_property
    def rows(self) -> Sequence[int]:
        """The row of the sheet (from 1) of each."""
        prepared = self.basis.prepared
        return sorted((*prepared.row_numbers, *prepared.rejected)) if prepared.rejected else prepared.row_numbers

    @cached_property
    def _place_of(self) -> Mapping[int, int]:
        """Row of the sheet → place in the prepared columns."""
        return {row: place for place, row in enumerate(self.basis.prepared.row_numbers)}

    def __len__(self) -> int:
        return len(self.basis.prepared.row_numbers) + len(self.basis.prepared.rejected)

    def _standing(self, place: int) -> Standing:
        return STANDINGS[self._standings[place]] if place >= 0 else Standing.BROKEN

    def places(
        self, standings: Collection[Standing] | None = None, undecided: bool = False, text: str = ""
    ) -> Sequence[int]:
        """Which rows (from 0) have one of the standings, wait for a person, and hold the text in what names them."""
        text = text.strip().lower()
        if standings is None and not undecided and not text:
            return range(len(self))
        wanted = frozenset(CODE[standing] for standing in standings or Standing)
        codes, choices = self._standings, self._choices
        broken = CODE[Standing.BROKEN] in wanted and not undecided
        fits = bytes(
            code in wanted and not (undecided and choice) for code, choice in zip(codes, choices, strict=True)
        )
        named = self._named(text) if text else None
        return [
            at
            for at, place in enumerate(self._places)
            if (fits[place] and (named is None or place in named) if place >= 0 else broken and self._says(at, text))
        ]

    @cached_property
    def _places(self) -> Sequence[int]:
        """The place in the prepared columns of each row, -1 where it can't be imported."""
        if not self.basis.prepared.rejected:
            return range(len(self.basis.prepared.row_numbers))
        return [self._place_of.get(row, -1) for row in self.rows]

    def _named(self, text: str) -> set[int]:
        """The places of rows whose names hold the text; column by column, 50,000 in the time of a key press."""
        found: set[int] = set()
        has_letters = any(char.isascii() and char.isalpha() for char in text)
        for name in _SEARCHED:
            column = self.basis.prepared.columns.get(name, ())
            said = map(str.lower, column) if has_letters else column
            found.update([place for place, value in enumerate(said) if text in value])
        return found

    def _says(self, at: int, text: str) -> bool:
        values = self._values(-1, self.rows[at])
        return any(text in str(values.get(name) or "").lower() for name in _SEARCHED)

    def look_ahead(self) -> None:
        """Find out now, off the window's thread, what every look at a row needs."""
        if len(self):
            self.row(0)
        self.places(undecided=True)

    @property
    def counts(self) -> dict[Standing, int]:
        """How many rows have each standing."""
        counts = {standing: self._standings.count(code) for standing, code in CODE.items()}
        counts[Standing.BROKEN] += len(self.basis.prepared.rejected)
        return counts

    @property
    def undecided(self) -> int:
        """How many rows wait for a person."""
        return self._choices.count(0)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The rows of the sheet that wait for a person."""
        rows = self.basis.prepared.row_numbers
        return tuple(rows[place] for place, choice in enumerate(self._choices) if not choice) if self.undecided else ()

    @cached_property
    def decisions_learned(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """What a person has said to be two firms: (``fold_row``, id of the record) → both in words."""
        pairs: dict[tuple[str, str], tuple[str, str]] = {}
        for row, decision in self.decisions.items():
            place = self._place_of.get(row, -1)
            if decision.choice is Choice.NEW and place >= 0 and place not in self._refused:
                name, city = (str(self._value(one, place)) for one in ("name", "city"))
                shown_row = listed(part for part in (name, city) if part)
                pairs |= {(fold_row(name, city), record): (shown_row, who) for record, who in self._asked_about(place)}
        return pairs

    def _asked_about(self, place: int) -> Iterable[tuple[str, str]]:
        """Ids and names of the records that a row was taken for."""
        if place in self.basis.certain.known:
            yield self.basis.certain.known[place], str(self._value("name", place))
        for one in self.basis.likely.get(place, ()):
            if not one.is_row and one.alike.score >= self.strictness:
                yield self.basis.there["id"][one.place], self.basis.there["name"][one.place]

    # --- what is written --------------------------------------------------------------------------------

    @property
    def new(self) -> list[int]:
        """Places of rows that become new records."""
        code = CHOICE_CODE[Choice.NEW]
        return [place for place, choice in enumerate(self._choices) if choice == code]

    @property
    def updated(self) -> list[tuple[int, str]]:
        """Places of rows that change a record, and which."""
        code, known = CHOICE_CODE[Choice.UPDATE], self.basis.certain.known
        return [
            (place, self._merged.get(place) or known[place])
            for place, choice in enumerate(self._choices)
            if choice == code and place not in self.joined
        ]

    @cached_property
    def outcome(self) -> dict[str, int]:
        """What writing would count: read, new, updated (records that change), skipped, rejected."""
        prepared, new = self.basis.prepared, self._choices.count(CHOICE_CODE[Choice.NEW])
        known, update = CODE[Standing.KNOWN], CHOICE_CODE[Choice.UPDATE]
        certain = self.basis.certain.known
        updated = {
            certain[place]
            for place, (code, choice) in enumerate(zip(self._standings, self._choices, strict=True))
            if code == known and choice == update and place not in self._merged
        }
        updated |= {
            record
            for place, record in self._merged.items()
            if self._choices[place] == update
            and (self.basis.changed(place, record).after or self.basis.contacts(place, record))
        }
        skipped = prepared.read - new - len(updated) - len(prepared.rejected)
        return {
            "read": prepared.read, "new": new, "updated": len(updated), "skipped": skipped,
            "rejected": len(prepared.rejected),
        }  # fmt: skip

    @cached_property
    def problems(self) -> tuple[CellProblem, ...]:
        """Why rows are left out that could be read: twice in the list, perhaps somebody else, or not to be made."""
        left = [place for place in self.basis.certain.twice if self._by_usage(place)]
        left += [place for place, choice in enumerate(self._choices) if not choice]
        return tuple(self._problem(place) for place in sorted({*left, *self._refused}))

    def _by_usage(self, place: int) -> bool:
        return self.basis.prepared.row_numbers[place] not in self.decisions

    def _problem(self, place: int) -> CellProblem:
        name = self._spec.required
        if place in self.basis.certain.twice or place in self._refused:
            at = self.basis.certain.twice[place][1] if place in self.basis.certain.twice else 0
            name = self._spec.keys[at][0]
        letter = next((one for one, said in self.basis.plan.mapping.items() if said == name), "")
        done = _("整行跳过") if self._choices[place] else _("没有写入,要请人决定:新增、更新还是跳过")
        return CellProblem(
            self.basis.prepared.row_numbers[place], letter, name, str(self._value(name, place)), self._reason(place), done,
            Grade.LOST,
        )  # fmt: skip

    # --- one row --------------------------------------------------------------------------------------------

    def row(self, at: int) -> ReviewRow:
        """The row number ``at`` (from 0) as it is shown."""
        row = self.rows[at]
        place = self._place_of.get(row, -1)
        problems = self._told.get(row, ())
        if place < 0:
            reason = listed((p.reason for p in problems if p.grade is Grade.LOST), ";")
            return ReviewRow(row, Standing.BROKEN, Choice.SKIP, False, reason, (), self._values(place, row), {}, "", problems)
        record = self._merged.get(place) or self.basis.certain.known.get(place, "")
        choice = CHOICES[self._choices[place]]
        before = self.basis.changed(place, record).before if choice is Choice.UPDATE else {}
        contacts = self.basis.prepared.contacts.get(place, ())
        return ReviewRow(
            row, self._standing(place), choice, row in self.decisions, self._reason(place), self.candidates(place),
            self._values(place, row), before, record if choice is Choice.UPDATE else "", problems, contacts,
        )  # fmt: skip

    @cached_property
    def _told(self) -> Mapping[int, tuple[CellProblem, ...]]:
        told: dict[int, tuple[CellProblem, ...]] = {}
        for problem in self.basis.prepared.problems:
            told[problem.row] = (*told.get(problem.row, ()), problem)
        return told

    def candidates(self, place: int) -> tuple[Candidate, ...]:
        """Whom the row at a place of the prepared columns may be, the likeliest first."""
        return tuple(self._candidate(one) for one in self.basis.likely.get(place, ()))

    def _candidate(self, one: Found) -> Candidate:
        if one.is_row:
            name, code, city = (str(self._value(name, one.place)) for name in ("name", "code", "city"))
            return Candidate("", name, code, city, one.alike.score, one.alike.why, self.basis.prepared.row_numbers[one.place])
        record, name, code, city = (self.basis.there[key][one.place] for key in ("id", "name", "code", "city"))
        return Candidate(record, name, code, city, one.alike.score, one.alike.why)

    def _reason(self, place: int) -> str:
        """Why the row stands as it does, in words; empty for a plain new one."""
        if place in self._refused:
            return self._why_not_new(place)
        standing, certain = self._standing(place), self.basis.certain
        if standing is Standing.LIKELY:
            return _("可能是{who}({score} 分)").format(
                who=self.candidates(place)[0].said, score=self.basis.likely[place][0].alike.score
            )
        if standing is Standing.TWICE:
            first, at = certain.twice[place]
            row = self.basis.prepared.row_numbers[first]
            return _("与第 {row} 行的{labels}相同").format(row=row, labels=self._labels(at))
        if place in certain.known:
            return _("与已有{title}的{labels}相同").format(title=_(self._spec.title), labels=self._labels(certain.by[place]))
        if place in certain.aside:
            row = self.basis.prepared.row_numbers[place]
            return listed((p.reason for p in self._told.get(row, ()) if p.grade is Grade.LOST), ";")
        return ""

    def _labels(self, at: int) -> str:
        return listed(self._spec.by_key[name].column.title for name in self._spec.keys[at])

    def _value(self, name: str, place: int) -> Any:
        column = self.basis.prepared.columns.get(name)
        return "" if column is None else column[place]

    def _values(self, place: int, row: int) -> Mapping[str, Any]:
        if place >= 0:
            return {name: column[place] for name, column in self.basis.prepared.columns.items()}
        grid, edits = self.basis.plan.grid, self.basis.plan.edits
        return {
            name: edits.get((row, letter)) or (shown(grid.columns[column_of(letter)][row - 1]) if grid else "")
            for letter, name in self.basis.plan.mapping.items()
        }


#: Properties that depend on nothing a person decides.
_SAME = ("rows", "_place_of", "_places", "_told")
_SEARCHED = ("name", "short_name", "code", "city", "contact", "mobile", "phone")
