"""Random histories of three to five desks that exchange packets in any order: all agree, nothing is lost."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.exchange.merge_histories import History, check


class Desks(RuleBasedStateMachine):
    """Hypothesis chooses who does what; what it found once it shortens to the point."""

    @initialize(desks=st.integers(3, 5), chance=st.randoms(use_true_random=False))
    def begin(self, desks, chance):
        self.history = History(chance, desks)

    @rule(at=st.integers(0, 4), what=st.sampled_from(("edit", "strike", "settle", "send", "take")))
    def act(self, at, what):
        getattr(self.history, f"_{what}")(at % len(self.history.desks))

    @invariant()
    def a_form_shows_what_the_entries_say(self):
        for desk in getattr(self, "history", History(Random(0), 3)).desks:
            assert desk.row == desk.record.values()

    def teardown(self):
        if hasattr(self, "history"):
            check(self.history)


TestDesks = Desks.TestCase
TestDesks.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@settings(max_examples=240, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 5))
def test_all_desks_agree_in_the_end_and_nothing_is_lost(seed, desks):
    history = History(Random(seed), desks)
    for _step in range(40):
        history.step()
    check(history)
