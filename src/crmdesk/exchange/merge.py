"""How what several desks wrote becomes one record (``reliability.md`` 1): pure, and the same at every desk.

An *entry* replaces, field by field, those entries whose value its author saw: its *bases*. The *heads* of a field
are the entries that nobody replaced. Several heads with different values are an open conflict; shown meanwhile is
the one of the record's home desk (which made it), else the one with the highest counter. The counter of an entry is
one more than the highest that its author knew of the record, so that whatever one writes is what one then sees.

Entries are taken in their order of arrival. An entry without bases was written here: it replaces what was shown
here at its arrival. Those of others say themselves what they replace, so their order changes nothing in what comes out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crmdesk.rules.desks import ConflictKind

EntryId = tuple[UUID, int]
ALIVE, STATE, MERGED = "alive", "state", "merged_into"
#: Fields that mean nothing to people: two values of them are no conflict.
QUIET = frozenset({"position", "state_since", "flow_version", "content_hash"})
#: Fields that are written with another one, and decided with it.
FOLLOWS = {"state_since": STATE} | dict.fromkeys(("dealer_code", "dealer_name", "dealer_class", "dealer_kind"), "dealer_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says of one record: its values after the change, and by field what it replaces.

    ``bases`` may name fields that the entry does not change: then the author only saw them (striking out sees all).
    """

    id: EntryId
    fields: Mapping[str, Any]
    bases: Mapping[str, Collection[EntryId]] | None = None
    counter: int = 0  # with explicit bases only

    @property
    def strikes(self) -> bool:
        """Whether it strikes the record out."""
        return self.fields.get(ALIVE) is False


@dataclass(frozen=True, slots=True)
class Clash:
    """A field with several heads, or a record struck out by one who had not seen its newest values."""

    kind: ConflictKind
    field: str
    heads: tuple[EntryId, ...]


@dataclass(slots=True)
class Merged:
    """One record as the entries that have arrived make it."""

    entries: dict[EntryId, Entry] = field(default_factory=dict)
    home: UUID | None = None
    heads: dict[str, set[EntryId]] = field(default_factory=dict)
    bases: dict[EntryId, dict[str, tuple[EntryId, ...]]] = field(default_factory=dict)
    counters: dict[EntryId, int] = field(default_factory=dict)
    _replaced: dict[str, set[EntryId]] = field(default_factory=dict)
    _highest: int = 0
    _lowest: tuple[int, int] = (0, 0)

    def arrive(self, entry: Entry) -> None:
        """Take one more entry in; one that is here already changes nothing."""
        if entry.id in self.entries:
            return
        bases = self._shown_to(entry) if entry.bases is None else {k: tuple(v) for k, v in entry.bases.items()}
        self.entries[entry.id], self.bases[entry.id] = entry, bases
        self.counters[entry.id] = entry.counter if entry.bases is not None else self._highest + 1
        made = (self.counters[entry.id], entry.id[0].int)  # nobody can know a record before it is made
        if len(self.entries) == 1 or made < self._lowest:  # two desks may both make one whose id follows from another
            self.home, self._lowest = entry.id[0], made
        self._highest = max(self._highest, self.counters[entry.id])
        for key in entry.fields:
            replaced = self._replaced.setdefault(key, set())
            replaced.update(bases.get(key, ()))
            heads = self.heads.setdefault(key, set())
            heads.difference_update(replaced)
            if entry.id not in replaced:
                heads.add(entry.id)

    def _shown_to(self, entry: Entry) -> dict[str, tuple[EntryId, ...]]:
        """What the author of an entry of this desk saw: one value of each field; striking out, all of all fields."""
        bases: dict[str, tuple[EntryId, ...]] = {
            key: self._alike(key, shown) for key in entry.fields if (shown := self.shown_head(key))
        }
        if entry.strikes:
            bases |= {key: tuple(sorted(heads)) for key, heads in self.heads.items() if key != ALIVE}
        elif ALIVE not in entry.fields and self.values().get(ALIVE) is False:
            bases[ALIVE] = tuple(sorted(self.heads[ALIVE]))
        return bases

    def _alike(self, key: str, shown: EntryId) -> tuple[EntryId, ...]:
        """The heads that say what is shown: whoever saw the value saw it of all of them."""
        value = self.value(key, shown)
        return tuple(sorted(head for head in self.heads[key] if self.value(key, head) == value))

    def shown_head(self, key: str) -> EntryId | None:
        """The entry whose value of the field is shown; None where nobody ever gave it one."""
        heads = self.heads.get(key)
        if not heads:
            return None
        at_home = [head for head in heads if head[0] == self.home]
        return max(at_home or heads, key=lambda head: (self.counters[head], head[0].int, head[1]))

    def value(self, key: str, head: EntryId) -> Any:
        """The value that an entry gives the field."""
        return self.entries[head].fields[key]

    def values(self) -> dict[str, Any]:
        """The value shown for each field. Struck out and changed elsewhere: it stays, unless it was merged away."""
        shown = {key: self.value(key, head) for key in self.heads if (head := self.shown_head(key))}
        if shown.get(ALIVE) is False and not shown.get(MERGED) and self._unseen_by_strikes():
            shown[ALIVE] = True
        return shown

    def clashes(self) -> tuple[Clash, ...]:
        """What a person has to decide."""
        unseen = self._unseen_by_strikes()
        if unseen:
            strikes = [head for head in self.heads[ALIVE] if self.entries[head].strikes]
            return (Clash(ConflictKind.STRUCK, ALIVE, (*sorted(strikes), *sorted(unseen))),)
        if self.values().get(ALIVE) is False:
            return ()
        differ = {key for key, heads in self.heads.items() if key not in QUIET and self._differ(key, heads)}
        return tuple(
            Clash(ConflictKind.STATE if key == STATE else ConflictKind.FIELD, key, tuple(sorted(self.heads[key])))
            for key in sorted(differ)
            if FOLLOWS.get(key) not in differ
        )

    def _differ(self, key: str, heads: Collection[EntryId]) -> bool:
        first, *others = (self.value(key, head) for head in heads)
        return any(other != first for other in others)

    def _unseen_by_strikes(self) -> set[EntryId]:
        """Heads that none who struck the record out had seen, by authors who did not know that it was struck out."""
        heads = self.heads.get(ALIVE, set())
        strikes = [head for head in heads if self.entries[head].strikes]
        if not strikes or len(strikes) < len(heads):  # none, or two values of ``alive``: a conflict of its own
            return set()
        return {
            head
            for key, of_field in self.heads.items()
            if key != ALIVE and key not in QUIET
            for head in of_field
            if not any(self._knew(strike, key, head) for strike in strikes)
        }

    def _knew(self, strike: EntryId, key: str, head: EntryId) -> bool:
        return (
            head == strike
            or head in self.bases[strike].get(key, ())
            or strike in self.bases[head].get(ALIVE, ())
        )


def merge(entries: Iterable[Entry]) -> Merged:
    """The record that entries in their order of arrival make."""
    merged = Merged()
    for entry in entries:
        merged.arrive(entry)
    return merged


def unseen_by(entry: EntryId, seen: Mapping[UUID, int]) -> bool:
    """Whether someone who knew each desk up to a number had not seen the entry."""
    return entry[1] > seen.get(entry[0], 0)
