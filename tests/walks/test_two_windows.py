"""Two windows on one file: both write, both see it, nothing is torn; a closed door says so politely."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import Conflict, Refused
from tests.builders import PASSWORD, a_dealer

ROOT = Path(__file__).parents[2]
WRITERS, EACH = 3, 25
PROGRAM = """
import sys
from crmdesk.desk import Desk
desk = Desk.open(sys.argv[1])
desk.resume(sys.argv[2])
for n in range(int(sys.argv[4])):
    made = desk.do("dealer.create", {"code": f"{sys.argv[3]}-{n}", "name": f"{sys.argv[3]}第{n}家"})
    desk.do("dealer.change", made.id, made.revision, {"city": "南京"})
desk.close()
"""
HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def desk(sqlite_path: Path):
    desk = Desk.create(sqlite_path, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    yield desk
    desk.close()


def start(program: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip


def test_several_processes_write_at_once_and_nothing_is_lost(desk):
    token = desk.stay_signed_in()
    writers = [start(PROGRAM, desk.database, token, f"W{n}", EACH) for n in range(WRITERS)]
    for n in range(EACH):
        a_dealer(desk, code=f"ICH-{n}")
    assert [writer.wait(timeout=120) for writer in writers] == [0] * WRITERS
    assert desk.do("dealer.count", DealerQuery()) == (WRITERS + 1) * EACH
    assert desk.do("check.run").ok


def test_each_window_hears_of_what_the_other_wrote(desk):
    other = Desk.open(desk.database)
    other.sign_in("lm", PASSWORD)
    assert not desk.changed_elsewhere()
    dealer = a_dealer(other)
    assert desk.changed_elsewhere()
    assert not desk.changed_elsewhere()
    assert desk.do("dealer.get", dealer.id) == dealer
    other.close()


def test_who_is_later_gets_both_versions_and_nothing_is_overwritten(desk):
    other = Desk.open(desk.database)
    other.sign_in("lm", PASSWORD)
    dealer = a_dealer(desk)
    other.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州"})
    with pytest.raises(Conflict) as conflict:
        desk.do("dealer.change", dealer.id, dealer.revision, {"city": "合肥"})
    assert (conflict.value.mine["city"], conflict.value.theirs["city"]) == ("合肥", "苏州")
    other.close()


def test_a_short_write_of_another_is_waited_for_and_a_long_one_is_said(desk):
    holder = start(HOLDER, desk.database, 1)
    assert holder.stdout.readline() == "held\n"
    a_dealer(desk, name="等到了")
    holder.wait(timeout=30)
    holder = start(HOLDER, desk.database, 60)
    assert holder.stdout.readline() == "held\n"
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        a_dealer(desk, name="没等到")
    holder.kill()
    holder.wait(timeout=30)
    assert refused.value.code == "not-written"
    assert refused.value.do
    assert time.monotonic() - begun < 20
    assert desk.do("dealer.count", DealerQuery()) == 1


def test_a_second_exclusive_act_says_that_another_runs(desk, tmp_path, monkeypatch):
    from filelock import FileLock

    from crmdesk.services import store

    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    with FileLock(f"{desk.database}.lock"), pytest.raises(Refused) as refused:
        desk.do("backup.restore", saved)
    assert refused.value.code == "busy"
