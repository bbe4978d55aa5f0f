"""A program that is killed while it takes a packet in leaves all of it or nothing."""

import random
import shutil
import subprocess
import sys
import time

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from tests.builders import PASSWORD, a_dealer
from tests.services.desks import open_as
from tests.services.desks import pair as pair

_CHILD = """
import sys
from crmdesk.desk import Desk
desk = Desk.open(sys.argv[1])
desk.sign_in("office_mgr", sys.argv[3])
print("ready", flush=True)
desk.do("packet.apply", sys.argv[2])
print("done", flush=True)
"""
DEALERS = 120


def test_killed_at_any_moment_it_is_whole_and_may_be_opened_again(pair):
    for number in range(DEALERS):
        a_dealer(pair.office, name=f"第 {number} 家建材有限公司")
    path = pair.packet(pair.office, pair.laptop)
    place = pair.laptop.database
    pair.laptop.close()
    for turn in range(5):
        copy = place.with_name(f"{turn}.db")
        shutil.copy(place, copy)
        shutil.copy(f"{place}.key", f"{copy}.key")
        said = killed_after(copy, path, random.Random(turn).uniform(0, 0.4))
        desk = open_as(copy, "office_mgr")
        count = desk.do("dealer.count", DealerQuery())
        assert count in (0, DEALERS)
        assert count == DEALERS or "done" not in said
        assert desk.do("check.run").ok
        desk.do("packet.apply", path)
        assert desk.do("dealer.count", DealerQuery()) == DEALERS
        desk.close()
    pair.laptop = Desk.open(place)


def killed_after(database, packet, seconds):
    """What a child had said when it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(database), str(packet), PASSWORD], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(seconds)
    child.kill()
    return first + child.communicate()[0]
