"""kill -9 at any time loses nothing that was confirmed, and leaves nothing half."""

import itertools

import pytest

from tests.walks.killing import Killing, acts

KILLS = 42


@pytest.fixture
def killing(tmp_path):
    killing = Killing(tmp_path)
    yield killing
    killing.close()


def test_nothing_confirmed_is_lost_however_often_it_is_killed(killing):
    for number, act in zip(range(KILLS), itertools.cycle(acts()), strict=False):
        killing.kill(act)
        if number % 7 == 6:
            assert killing.look() == []
    assert killing.look() == []
    assert sum(killing.tally.kills.values()) == KILLS
    assert {"dealer", "complaint", "import", "backup", "export", "attachment"} <= set(killing.tally.confirmed)
    assert killing.tally.confirmations > KILLS / 2
