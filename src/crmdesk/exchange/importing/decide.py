"""Which rows are certainly records that we have, and which rows of the file are certainly one and the same.

The keys are tried in the order of the declaration: for dealers the code; without a code the credit code;
without both the name with the city, or the name with the mobile. A name alone identifies nobody. What is only
likely is found by ``duplicates.py`` and decided by persons (``review.py``).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.exchange.importing.folding import fold_city, fold_name, fold_row
from crmdesk.exchange.importing.plan import ImportPlan, Prepared
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.spec import ImportSpec

__all__ = ["Certain", "Existing", "decide", "fold_name"]

Key = tuple[str, ...]
#: (``fold_row`` of a row, id of a record): said to be two firms.
Apart = Collection[tuple[str, str]]


class Existing:
    """The records that are there, by each key of the declaration: ids as hex digits. Each key is made when asked for."""

    def __init__(self, ids: Sequence[str], columns: Mapping[str, Sequence[Any]], spec: ImportSpec) -> None:
        self._ids, self._columns, self._keys = ids, columns, spec.keys
        self._first: dict[int, dict[Key, str]] = {}
        self._more: dict[int, dict[Key, list[str]]] = {}
        self._folded: dict[str, list[str]] = {}

    @classmethod
    def of(cls, ids: Sequence[str], columns: Mapping[str, Sequence[Any]], subject: str = "dealer") -> "Existing":
        """From columns of the database: ``ids[i]`` has the value ``columns["code"][i]``. Needs every key field.

        The first of several records with one key is preferred.
        """
        return cls(ids, columns, SPECS[subject])

    def by_key(self, at: int) -> Mapping[Key, str]:
        """The preferred record of each key number ``at``."""
        if at not in self._first:
            self._make(at)
        return self._first[at]

    def _make(self, at: int) -> None:
        found: dict[Key, str] = {}
        more: dict[Key, list[str]] = {}
        for key, record in zip(zip(*map(self._column, self._keys[at]), strict=True), self._ids, strict=True):
            if all(key) and found.setdefault(key, record) != record:
                more.setdefault(key, []).append(record)
        self._first[at], self._more[at] = found, more

    def _column(self, name: str) -> list[str]:
        if name not in self._folded:
            self._folded[name] = fold_column(name, self._columns[name])
        return self._folded[name]

    def records(self, at: int, key: Key) -> Iterable[str]:
        """Every record with the key number ``at``, the preferred one first."""
        first = self.by_key(at).get(key)
        return () if first is None else (first, *self._more[at].get(key, ()))


@dataclass(slots=True)
class Certain:
    """What is certain of each place of the prepared columns; a place that is in none of these is a new record.

    ``known``: place → record, and in ``by`` the number of the key that says so. ``twice``: place → the place of the
    earlier row that is the same, and the number of the key. ``aside`` are places to be left out.
    """

    known: dict[int, str] = field(default_factory=dict)
    by: dict[int, int] = field(default_factory=dict)
    twice: dict[int, tuple[int, int]] = field(default_factory=dict)
    aside: set[int] = field(default_factory=set)

    def is_open(self, place: int) -> bool:
        """Whether nothing is certain: the row is new, unless it is like somebody."""
        return place not in self.known and place not in self.twice and place not in self.aside


def decide(
    prepared: Prepared, existing: Existing, plan: ImportPlan, apart: Apart = (), marked: Mapping[int, str] | None = None
) -> Certain:
    """What is certain, in the order of the file; the first row of two that are the same one is taken.

    ``marked`` are rows of the sheet that say themselves which record they are (``round_trip.py``; empty: to be left
    out). ``apart`` are pairs that persons said to be two.
    """
    spec = SPECS[plan.subject]
    blank = [""] * len(prepared.row_numbers)
    first = spec.keys[0][0]
    codes = fold_column(first, prepared.columns.get(first, blank))
    if not marked and (quick := _all_by_code(codes, existing, spec)) is not None:
        return quick
    columns = {name: fold_column(name, prepared.columns.get(name, blank)) for name in _key_fields(spec)}
    keys = [list(zip(*(columns[name] for name in fields), strict=True)) for fields in spec.keys]
    decider = _Decider(spec, existing, _Apart(apart, prepared))
    for place, row_keys in enumerate(zip(*keys, strict=True)):
        record = marked.get(prepared.row_numbers[place]) if marked else None
        if record is None:
            decider.row(place, row_keys)
        else:
            decider.marked(place, record, row_keys)
    return decider.certain


def _all_by_code(codes: Sequence[str], existing: Existing, spec: ImportSpec) -> Certain | None:
    """The usual list: every row has a code of its own, which decides alone."""
    if len(spec.keys[0]) != 1 or not all(codes) or len(set(codes)) < len(codes):
        return None
    records = existing.by_key(0)
    if not records:
        return Certain()
    known = {place: record for place, code in enumerate(codes) if (record := records.get((code,))) is not None}
    if len(set(known.values())) < len(known):  # two codes of one record: it was merged with another
        return None
    return Certain(known, dict.fromkeys(known, 0))


class _Apart:
    """Answers whether a person has said that a row is not that record."""

    def __init__(self, pairs: Apart, prepared: Prepared) -> None:
        self._pairs = frozenset(pairs)
        blank = [""] * len(prepared.row_numbers)
        self._names = prepared.columns.get("name", blank)
        self._cities = prepared.columns.get("city", blank)

    def are_two(self, place: int, record: str) -> bool:
        """Whether it was said."""
        return bool(self._pairs) and (fold_row(self._names[place], self._cities[place]), record) in self._pairs


class _Decider:
    """Goes down the file once."""

    def __init__(self, spec: ImportSpec, existing: Existing, apart: _Apart) -> None:
        self.alone = [len(fields) == 1 for fields in spec.keys]
        self.existing = existing
        self.apart = apart
        self.certain = Certain()
        self.seen: list[dict[Key, int]] = [{} for _key in spec.keys]
        self.taken: dict[str, int] = {}

    def row(self, place: int, keys: tuple[Key, ...]) -> None:
        """Decide one row."""
        full = [at for at, key in enumerate(keys) if all(key)]
        deciding = full[:1] if full and self.alone[full[0]] else full  # a code decides alone
        for at in deciding:
            if (first := self.seen[at].get(keys[at])) is not None:
                self.certain.twice[place] = first, at
                return
        for at in full:
            self.seen[at].setdefault(keys[at], place)
        for at in deciding:
            if (record := self._record(place, at, keys[at])) is not None:
                self._take(place, record, at)
                return

    def marked(self, place: int, record: str, keys: tuple[Key, ...]) -> None:
        """A row that says itself which record it is."""
        for at, key in enumerate(keys):
            if all(key):
                self.seen[at].setdefault(key, place)
        if record:
            self._take(place, record, 0)
        else:
            self.certain.aside.add(place)

    def _record(self, place: int, at: int, key: Key) -> str | None:
        for record in self.existing.records(at, key):
            if self.alone[at] or not self.apart.are_two(place, record):
                return record
        return None

    def _take(self, place: int, record: str, at: int) -> None:
        if record in self.taken:
            self.certain.twice[place] = self.taken[record], at
        else:
            self.taken[record] = place
            self.certain.known[place] = record
            self.certain.by[place] = at


def _key_fields(spec: ImportSpec) -> Iterable[str]:
    return dict.fromkeys(name for fields in (*spec.keys, (spec.required,)) for name in fields)


_FOLDS: dict[str, Callable[[str], str]] = {"name": fold_name, "city": fold_city}


def fold_column(name: str, column: Sequence[Any]) -> list[str]:
    """A key column for comparing; each distinct value is folded once."""
    fold = _FOLDS.get(name)
    if fold is None:
        return [value or "" for value in column]
    known = {value: fold(value) if value else "" for value in set(column)}
    return [known[value] for value in column]
