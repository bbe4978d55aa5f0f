"""A packet with a month of twelve plans of forty lines, made and applied; and many random histories of desks.

    python -m tests.bench.bench_packets [histories]

Prints JSON: bytes of the packet, seconds to make and to apply it; how many histories ended with all desks agreed.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from tests.builders import PASSWORD
from tests.exchange.merge_histories import History, check
from tests.services.plans import GOALS, MONTH, a_line

PLANS, LINES = 12, 40
AIMS = ("月度目标分解", "催收货款", "新品样板铺货", "处理客户抱怨", "促销方案沟通", "库存与价格检查", "导购培训")


def an_office(folder: Path) -> tuple[Desk, Desk]:
    """The office with its submitted plans, and the laptop that does not know them yet."""
    desk = Desk.create(folder / "office.db", office="华东办事处", code="HD", login="l", name="李敏", password=PASSWORD)
    people = [desk.do("person.add", f"r{n}", f"业务员{n}", frozenset({Role.REP}), PASSWORD) for n in range(PLANS)]
    desk.do("person.add", "m", "赵经理", frozenset({Role.OFFICE_MGR}), PASSWORD)
    dealers = [
        desk.do("dealer.create", {"code": f"D{n:04d}", "name": f"南京{n:04d}建材有限公司", "city": "南京", "mobile": f"138{n:08d}",
                                  "district": ("鼓楼区", "江宁区", "栖霞区")[n % 3], "owner": people[n % PLANS].name})
        for n in range(PLANS * LINES)
    ]  # fmt: skip
    desk.sign_in("m", PASSWORD)
    desk.do("desks.prepare_copy", folder / "laptop.db", "笔记本")
    for n in range(PLANS):
        desk.sign_in(f"r{n}", PASSWORD)
        mine = [dealer for dealer in dealers if dealer.owner == people[n].name]
        lines = tuple(a_line(d, k % 28 + 1, aim=f"{AIMS[k % len(AIMS)]}{k}", route=f"{k % 6 + 1} 线") for k, d in enumerate(mine))
        plan = desk.do("visit_plan.create", MONTH, {"goals": GOALS, "lines": lines})
        desk.do("visit_plan.submit", plan.id, plan.revision)
    laptop = Desk.open(folder / "laptop.db")
    laptop.sign_in("m", PASSWORD)
    desk.sign_in("m", PASSWORD)
    return desk, laptop


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What it gave and how long it took."""
    begun = time.perf_counter()
    answer = act()
    return answer, round(time.perf_counter() - begun, 3)


def packet_of_a_month(folder: Path) -> dict[str, Any]:
    """Made, looked at, applied."""
    office, laptop = an_office(folder)
    path = folder / "month.crmpkt"
    packet, made = timed(lambda: office.do("packet.make", laptop.desk_id, path))
    _looked, looked = timed(lambda: laptop.do("packet.look", path))
    applied, taken = timed(lambda: laptop.do("packet.apply", path))
    assert len(laptop.do("visit_plan.page", MONTH)) == PLANS
    office.close()
    laptop.close()
    return {
        "entries": applied.entries, "says": applied.sentence,
        "kilobytes": {"value": round(packet.size / 1000, 1), "goal": 200},
        "seconds_to_make": {"value": made, "goal": 2}, "seconds_to_look": {"value": looked, "goal": 2},
        "seconds_to_apply": {"value": taken, "goal": 2},
    }  # fmt: skip


def histories(count: int) -> dict[str, Any]:
    """Random histories; any that does not agree, or loses something, raises."""
    conflicts = 0
    for seed in range(count):
        history = History(Random(seed), 3 + seed % 3)
        for _step in range(40):
            history.step()
        conflicts += check(history)
    return {"count": count, "open_conflicts": conflicts, "disagreed": {"value": 0, "goal": 0}}


def main(count: int = 10_000) -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="crmdesk-bench-"))
    try:
        print(json.dumps({"month": packet_of_a_month(folder), "histories": histories(count)}, ensure_ascii=False, indent=1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
