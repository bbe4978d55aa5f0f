"""The handbook of a month on paper: 22 days of 8 visits, 40 dealers, every text different; a plan of 40 lines beside it.

Run as a script with ``src`` on the path. Prints one JSON object.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from crmdesk.papers.fonts import bundled
from crmdesk.papers.packet import contents
from crmdesk.papers.pages import page_count
from crmdesk.papers.visit_handbook import handbook
from crmdesk.papers.visit_plan import plan_sheets
from crmdesk.rules.visit import Visit, VisitDay
from tests.bench.bench_papers import HEAD
from tests.papers.visit_builders import a_day, a_dealer, a_packet, a_plan, a_visit, an_execution

GOAL = 3.0  # seconds
_WORDS = "样品陈列更新补货返利导购培训窜货取证价格维护促销团购工程投标账期催收库存品种结构消费者意见竞品新品推广"


def _text(seed: int, length: int) -> str:
    """Words that no other visit has, so that nothing is found in a cache."""
    return "".join(_WORDS[(seed * 7 + at * (seed % 11 + 3)) % len(_WORDS)] for at in range(length))


def _visit(seed: int) -> Visit:
    return replace(
        a_visit(seed), summary=_text(seed, 90), promises=_text(seed + 1, 50), purpose=_text(seed + 2, 40),
        market=_text(seed + 3, 30), question=_text(seed + 4, 30), checks=dict(a_visit(seed).checks) | {"trend": _text(seed, 60)},
    )  # fmt: skip


def _day(seed: int) -> VisitDay:
    return replace(
        a_day(seed % 22, 0), visits=tuple(_visit(seed * 8 + nth) for nth in range(8)), plan=_text(seed, 60), summary=_text(seed, 80)
    )  # fmt: skip


def seconds(work: Callable[[int], object], rounds: int = 5) -> float:
    """Median of some runs; each gets the number of its round."""
    taken = []
    for number in range(rounds):
        begin = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


FIGURES = an_execution(0)


def main() -> None:
    """Measure and print JSON."""
    bundled()
    dealers = [a_dealer(number) for number in range(40)]
    months = [[_day(month * 22 + number) for number in range(22)] for month in range(5)]
    first = handbook("冯媛", date(2026, 12, 1), dealers, months[0], FIGURES, HEAD)
    print(json.dumps({
        "handbook_22x8": {
            "value": round(seconds(lambda n: handbook("冯媛", date(2026, 12, 1), dealers, months[n], FIGURES, HEAD)), 3),
            "goal": GOAL, "pages": page_count(first), "kib": round(len(first) / 1024),
        },
        "plan_40_lines_ms": round(seconds(lambda _n: plan_sheets([a_plan(40)], HEAD, compare=True)) * 1000, 1),
        "twelve_plans_ms": round(seconds(lambda _n: plan_sheets([a_plan(40)] * 12, HEAD, compare=True)) * 1000, 1),
        "packet_list_kib": round(len(contents(a_packet())) / 1024, 1),
    }, ensure_ascii=False, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
