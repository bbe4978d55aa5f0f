"""Random days of two real databases: whatever order the packets come in, both have the same rows in the end."""

from random import Random

import pytest

from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import Refused
from tests.builders import a_dealer, complaint_values
from tests.services.desks import Pair
from tests.services.desks import pair as pair

FIELDS = ("city", "contact", "remark")


class Day:
    """What two people do in any order, without a network."""

    def __init__(self, pair: Pair, chance: Random) -> None:
        self.pair, self.chance = pair, chance
        self.sent: list = []
        self.dealers = [a_dealer(pair.office, name=f"第 {n} 家建材有限公司").id for n in range(3)]
        self.forms: list = []
        pair.to_laptop()

    def desks(self):
        both = [self.pair.office, self.pair.laptop]
        self.chance.shuffle(both)
        return both

    def change(self):
        desk, key = self.desks()[0], self.chance.choice(self.dealers)
        found = desk.do("dealer.get", key)
        desk.do("dealer.change", key, found.revision, {self.chance.choice(FIELDS): str(self.chance.randrange(999))})

    def form(self):
        desk = self.desks()[0]
        made = desk.do("complaint.record", complaint_values(desk.do("dealer.get", self.chance.choice(self.dealers))))
        self.forms.append(made.id)

    def step(self):
        desk = self.desks()[0]
        for key in self.forms:
            try:
                form = desk.do("complaint.get", key)
                desk.do("complaint.take_back" if form.state == "registration" else "complaint.send", key, form.revision)
            except Refused:
                continue

    def decide(self):
        desk = self.desks()[0]
        for conflict in desk.do("desk_conflict.page")[:1]:
            desk.do("desk_conflict.decide", conflict.id, entry=self.chance.choice(conflict.heads).entry)

    def send(self):
        sender, receiver = self.desks()
        self.sent.append((receiver, self.pair.packet(sender, receiver)))

    def take(self):
        if self.sent:
            receiver, path = self.chance.choice(self.sent)  # lost, doubled, reordered
            receiver.do("packet.apply", path)


@pytest.mark.parametrize("seed", range(4))
def test_both_have_the_same_in_the_end(pair, seed):
    day = Day(pair, Random(seed))
    for what in day.chance.choices(("change", "form", "step", "decide", "send", "take"), (5, 1, 2, 1, 2, 3), k=22):
        getattr(day, what)()
    for _round in range(2):
        pair.to_laptop()
        pair.to_office()
    office, laptop = pair.office, pair.laptop
    told = [[plain(d) for d in desk.do("dealer.page", DealerQuery(), 0, 9)] for desk in (office, laptop)]
    assert told[0] == told[1]
    for key in day.forms:
        assert plain(office.do("complaint.get", key)) == plain(laptop.do("complaint.get", key))
    assert [c.id for c in office.do("desk_conflict.page")] == [c.id for c in laptop.do("desk_conflict.page")]
    for desk in (office, laptop):
        assert desk.do("check.run").ok


def plain(row):
    """All of a row but its revision, which each desk counts for itself."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in ("revision", "notice")}
