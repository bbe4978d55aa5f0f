"""Random histories of desks that write and exchange packets, for the property test and the bench.

A desk here keeps what a real one keeps: the entries in their order of arrival, those of others with explicit bases.
Packets carry all that the receiver is not known to have; they are lost, doubled and reordered.
"""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from crmdesk.exchange.merge import ALIVE, Entry, merge

FIELDS = ("city", "phone", "state")


@dataclass
class Desk:
    """One desk: its arrivals, what it knows of each desk, and what it thinks the others have."""

    id: UUID
    arrived: list[Entry] = field(default_factory=list)
    known: dict[UUID, int] = field(default_factory=dict)
    receipts: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    row: dict[str, object] = field(default_factory=dict)  # as a form here shows it, kept by local writing and packets

    @property
    def record(self):
        return merge(self.arrived)

    def write(self, values, bases=None, counter=0):
        number = self.known.get(self.id, 0) + 1
        self.known[self.id] = number
        self.arrived.append(Entry((self.id, number), values, bases, counter))
        self.row |= values

    def packet(self, to):
        """All that ``to`` is not known to have, with bases written out; and the receipt."""
        assumes, record = self.receipts.get(to, {}), self.record
        entries = [
            Entry(e.id, e.fields, record.bases[e.id], record.counters[e.id])
            for e in self.arrived
            if e.id[1] > assumes.get(e.id[0], 0)
        ]
        return self.id, dict(assumes), dict(self.known), entries

    def take(self, packet):
        """Union; what lies beyond a gap is left for the next packet."""
        sender, assumes, brings, entries = packet
        if any(self.known.get(desk, 0) < number for desk, number in assumes.items()):
            return
        here = {e.id for e in self.arrived}
        self.arrived += [e for e in entries if e.id not in here]
        for desk, number in brings.items():
            self.known[desk] = max(self.known.get(desk, 0), number)
            got = self.receipts.setdefault(sender, {})
            got[desk] = max(got.get(desk, 0), number)
        self.row = self.record.values()


class History:
    """Some desks, one record made at the first, and whatever a source of chance lets them do."""

    def __init__(self, chance: Random, desks: int) -> None:
        self.chance = chance
        self.desks = [Desk(UUID(int=n + 1)) for n in range(desks)]
        self.desks[0].write({ALIVE: True, "city": "0", "phone": "0", "state": "0"})
        self.sent: list[tuple[int, object]] = []
        self.written = 0

    def step(self) -> None:
        at = self.chance.randrange(len(self.desks))
        what = self.chance.choice(("edit", "edit", "edit", "strike", "settle", "send", "send", "send", "take", "take", "take"))
        getattr(self, f"_{what}")(at)

    def _new(self):
        self.written += 1
        return str(self.written)

    def _edit(self, at):
        desk = self.desks[at]
        if desk.row:
            values = {key: self._new() for key in self.chance.sample(FIELDS, self.chance.randint(1, 2))}
            desk.write(values)
            assert desk.record.values() == desk.row, "what one writes is what one then sees"

    def _strike(self, at):
        desk = self.desks[at]
        if desk.row:
            desk.write({ALIVE: not desk.row[ALIVE]})
            assert desk.record.values() == desk.row

    def _settle(self, at):
        desk = self.desks[at]
        for clash in desk.record.clashes()[:1]:
            settle(desk, clash, self.chance)
            assert clash.field not in [c.field for c in desk.record.clashes()]

    def _send(self, at):
        to = self.chance.randrange(len(self.desks))
        if to != at:
            self.sent.append((to, self.desks[at].packet(self.desks[to].id)))

    def _take(self, _at):
        if not self.sent:
            return
        number = self.chance.randrange(len(self.sent))
        to, packet = self.sent[number]
        self.desks[to].take(packet)
        if self.chance.random() < 0.7:  # else it will come twice; many never come at all
            del self.sent[number]

    def exchange_all(self) -> None:
        for _round in range(2):
            for one in self.desks:
                for other in self.desks:
                    if one is not other:
                        other.take(one.packet(other.id))


def settle(desk, clash, chance):
    """A person decides: one of the values, or, struck out, whether it stays."""
    record = desk.record
    counter = max(record.counters.values()) + 1
    if clash.field == ALIVE:
        bases = {key: tuple(heads) for key, heads in record.heads.items()}
        desk.write({ALIVE: chance.random() < 0.5}, bases, counter)
        return
    value = record.value(clash.field, chance.choice(clash.heads))
    desk.write({clash.field: value}, {clash.field: clash.heads}, counter)


def check(history: History) -> int:
    """Everybody has the same in the end and nothing is lost; returns how many conflicts are open."""
    history.exchange_all()
    first = history.desks[0].record
    for desk in history.desks[1:]:
        record = desk.record
        assert record.values() == first.values() == desk.row
        assert record.heads == first.heads
        assert record.clashes() == first.clashes()
        assert record.bases == first.bases
    _nothing_is_lost(first)
    return len(first.clashes())


def _nothing_is_lost(record):
    """Every value ever entered is a head, or someone who had it before him replaced it."""
    for key, heads in record.heads.items():
        replaced = {base for bases in record.bases.values() for base in bases.get(key, ())}
        for entry in record.entries.values():
            if key in entry.fields:
                assert entry.id in heads or entry.id in replaced
        if key in FIELDS and len({record.value(key, head) for head in heads}) > 1 and record.values()[ALIVE]:
            assert any(clash.field in (key, ALIVE) for clash in record.clashes())
