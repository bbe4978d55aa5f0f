"""Reading, recognising, cleaning and deciding 50,000 × 20 ÷ python-calamine alone on the same file.

    python -m tests.bench.bench_reading [ROWS]

Prints JSON: seconds (median of the runs, in one process, the ways taken in turn) and their ratios.
"""

import gc
import importlib.util
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from crmdesk.exchange import reading
from crmdesk.exchange.importing.decide import Existing, decide
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise

ROOT = Path(__file__).parents[2]
RUNS = 5
GOAL_READ, GOAL_READY = 1.25, 2.5
HEADER = (
    "客户编号", "客户名称", "简称", "客户等级", "客户类型", "状态", "省份", "城市", "区县", "区域", "联系人", "手机",
    "电话", "业务员", "信用额度", "账期", "开始交易日", "统一社会信用代码", "地址", "备注",
)  # fmt: skip
NOBODY = Existing.of([], {name: [] for name in ("code", "credit_code", "name", "city", "mobile")})


def demo_script() -> Any:
    """The script of the demo list, for its credit codes."""
    specification = importlib.util.spec_from_file_location("demo", ROOT / "packaging" / "make_demo_list.py")
    assert specification
    assert specification.loader
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script


def write_list(path: Path, rows: int) -> None:
    """A clean list with the faults of a real one: every fiftieth row has one."""
    rng, code = random.Random(50_000), demo_script().credit_code
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("客户名单")
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        for n in range(1, rows + 1):
            name = f"江苏{rng.choice('恒鼎华金永')}{rng.choice('泰盛达源丰')}{n}号建材经销部"
            mobile = 13_000_000_000 + n
            cells: list[Any] = [
                f"HD{n:06d}", name, f"{name[2:4]}{n}", rng.choice(("A类", "B类", "C类")), rng.choice(("物流商", "其他")),
                "正常", "江苏省", rng.choice(("南京", "苏州", "无锡")), "鼓楼区", "苏南", rng.choice("张王李赵") + "伟",
                f"{mobile}、{mobile + 1}" if n % 50 == 0 else mobile, f"025-{80_000_000 + n}", rng.choice(("孙立", "冯媛")),
                rng.randrange(1, 50) * 10_000, rng.choice((30, 60, 90)), None, code(rng, "320106"),
                f"江苏省南京市鼓楼区中山路{n}号", f"老客户{n}" if n % 3 == 0 else None,
            ]  # fmt: skip
            sheet.write_row(n, 0, cells)
            sheet.write_datetime(n, 16, date(2015, 1, 1) + timedelta(days=n % 3650), day_format)


def calamine_alone(path: Path) -> None:
    """What the figure is divided by."""
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def ours(path: Path) -> dict[str, float]:
    """Seconds of each step."""
    marks = [time.perf_counter()]
    book = reading.read_book(path)
    marks.append(time.perf_counter())
    plan = recognise(book).plan()
    marks.append(time.perf_counter())
    rows = prepare(plan)
    marks.append(time.perf_counter())
    decide(rows, NOBODY, plan)
    marks.append(time.perf_counter())
    steps = ("read", "recognise", "prepare", "decide")
    return {step: marks[at + 1] - marks[at] for at, step in enumerate(steps)}


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名单.xlsx"
        write_list(path, rows)
        start = timed(reading.warm)
        alone, steps = [], []
        for _run in range(RUNS):
            alone.append(timed(lambda: calamine_alone(path)))
            gc.collect()
            steps.append(ours(path))
    base = statistics.median(alone)
    medians = {step: statistics.median(run[step] for run in steps) for step in steps[0]}
    total = statistics.median(sum(run.values()) for run in steps)
    print(
        json.dumps(
            {
                "bench": "reading",
                "rows": rows,
                "columns": len(HEADER),
                "seconds": {"calamine": base, "start": start, **medians, "ours": total},
                "read ÷ calamine": {"ratio": medians["read"] / base, "goal": GOAL_READ},
                "ready to write ÷ calamine": {"ratio": total / base, "goal": GOAL_READY},
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
