"""Which rows are new, which are records that we have, and which rows of the file are one and the same.

The keys are tried in the order of the declaration: for dealers the code; without a code the credit code;
without both the name with the city, or the name with the mobile. A name alone identifies nobody.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.exchange.importing.folding import fold_city, fold_name
from crmdesk.exchange.importing.plan import CellProblem, Grade, ImportPlan, Prepared
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.words import _, listed

__all__ = ["Decisions", "Existing", "decide", "fold_name"]

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Existing:
    """The records that are there, by each key of the declaration; ``names`` counts how often a name occurs."""

    by_key: tuple[Mapping[Key, Hashable], ...]
    names: Mapping[str, int]

    @classmethod
    def of(
        cls, ids: Sequence[Hashable], columns: Mapping[str, Sequence[Any]], subject: str = "dealer"
    ) -> "Existing":
        """From columns of the database: ``ids[i]`` has the value ``columns["code"][i]``. Needs every key field."""
        spec = SPECS[subject]
        folded = {name: _fold_column(name, columns[name]) for name in _key_fields(spec)}
        by_key = []
        for fields in spec.keys:
            found: dict[Key, Hashable] = {}
            for key, record in zip(zip(*(folded[name] for name in fields), strict=True), ids, strict=True):
                if all(key):
                    found.setdefault(key, record)
            by_key.append(found)
        names: dict[str, int] = {}
        for name in folded[spec.required]:
            names[name] = names.get(name, 0) + 1
        return cls(tuple(by_key), names)


@dataclass(slots=True)
class Decisions:
    """Places in the prepared columns: ``new``, ``updated`` (place, id of the record), ``skipped``.

    Every place stands in exactly one of the three. ``problems`` says why rows were skipped.
    """

    new: list[int] = field(default_factory=list)
    updated: list[tuple[int, Hashable]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


def decide(prepared: Prepared, existing: Existing, plan: ImportPlan) -> Decisions:
    """Decide every row, in the order of the file; the first row of two that are the same one is taken."""
    spec = SPECS[plan.subject]
    blank = [""] * len(prepared.row_numbers)
    first = spec.keys[0][0]
    codes = _fold_column(first, prepared.columns.get(first, blank))
    if (quick := _all_by_code(codes, existing, spec)) is not None:
        return quick
    columns = {name: _fold_column(name, prepared.columns.get(name, blank)) for name in _key_fields(spec)}
    keys = [list(zip(*(columns[name] for name in fields), strict=True)) for fields in spec.keys]
    decider = _Decider(spec, plan, prepared, existing, columns[spec.required])
    for place, row_keys in enumerate(zip(*keys, strict=True)):
        decider.row(place, row_keys)
    return decider.decisions


def _all_by_code(codes: Sequence[str], existing: Existing, spec: ImportSpec) -> Decisions | None:
    """The usual list: every row has a code of its own, which decides alone."""
    if len(spec.keys[0]) != 1 or not all(codes) or len(set(codes)) < len(codes):
        return None
    records = existing.by_key[0]
    if not records:
        return Decisions(new=list(range(len(codes))))
    decisions = Decisions()
    for place, code in enumerate(codes):
        record = records.get((code,))
        if record is None:
            decisions.new.append(place)
        else:
            decisions.updated.append((place, record))
    return decisions


class _Decider:
    """Goes down the file once."""

    def __init__(
        self, spec: ImportSpec, plan: ImportPlan, prepared: Prepared, existing: Existing, names: Sequence[str]
    ) -> None:
        self.spec = spec
        self.prepared = prepared
        self.existing = existing
        self.names = names
        self.letters = {name: letter for letter, name in plan.mapping.items()}
        self.decisions = Decisions()
        self.seen: list[dict[Key, int]] = [{} for _key in spec.keys]
        self.taken: dict[Hashable, int] = {}
        self.seen_names: dict[str, int] = {}

    def row(self, place: int, keys: tuple[Key, ...]) -> None:
        """Decide one row."""
        full = [at for at, key in enumerate(keys) if all(key)]
        if not full:
            self._nameless(place)
            return
        deciding = full[:1] if len(self.spec.keys[full[0]]) == 1 else full  # a code decides alone
        for at in deciding:
            if (first := self.seen[at].get(keys[at])) is not None:
                self._twice(place, first, at)
                return
        for at in full:
            self.seen[at].setdefault(keys[at], place)
        self.seen_names.setdefault(self.names[place], place)
        records = (self.existing.by_key[at].get(keys[at]) for at in deciding)
        record = next((found for found in records if found is not None), None)
        if record is None:
            self.decisions.new.append(place)
        elif record in self.taken:
            self._twice(place, self.taken[record], deciding[0])
        else:
            self.taken[record] = place
            self.decisions.updated.append((place, record))

    def _nameless(self, place: int) -> None:
        """A row that has nothing but its name: new if nobody bears the name, else left to a person."""
        name = self.names[place]
        if name in self.seen_names:
            self._skip(place, self.spec.required, _("与第 {row} 行同名,又没有编号、城市或手机,分不清是不是同一家").format(
                row=self.prepared.row_numbers[self.seen_names[name]]))  # fmt: skip
        elif self.existing.names.get(name):
            self._skip(place, self.spec.required, _("已有同名的客户,这一行没有编号、城市或手机,分不清是不是同一家"))
        else:
            self.seen_names[name] = place
            self.decisions.new.append(place)

    def _twice(self, place: int, first: int, at: int) -> None:
        fields = self.spec.keys[at]
        labels = listed(self.spec.by_key[name].column.title for name in fields)
        row = self.prepared.row_numbers[first]
        self._skip(place, fields[0], _("与第 {row} 行的{labels}相同").format(row=row, labels=labels))

    def _skip(self, place: int, name: str, reason: str) -> None:
        self.decisions.skipped.append(place)
        value = str(self.prepared.columns.get(name, [""] * (place + 1))[place])
        self.decisions.problems.append(
            CellProblem(
                self.prepared.row_numbers[place], self.letters.get(name, ""), name, value, reason, _("整行跳过"), Grade.LOST
            )
        )


def _key_fields(spec: ImportSpec) -> Iterable[str]:
    return dict.fromkeys(name for fields in (*spec.keys, (spec.required,)) for name in fields)


_FOLDS: dict[str, Callable[[str], str]] = {"name": fold_name, "city": fold_city}


def _fold_column(name: str, column: Sequence[Any]) -> list[str]:
    """A key column for comparing; each distinct value is folded once."""
    fold = _FOLDS.get(name)
    if fold is None:
        return [value or "" for value in column]
    known = {value: fold(value) if value else "" for value in set(column)}
    return [known[value] for value in column]
