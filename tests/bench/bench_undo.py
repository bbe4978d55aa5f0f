"""Taking an import of 50,000 dealers back ÷ the import itself: once of new dealers, once of changed ones.

    python -m tests.bench.bench_undo [rows] [times]

Prints JSON: the ratios (medians), both sides with journal and commit in one process; the import is that from the
file read to the report, so without recognising it.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from tests.bench.bench_import import HEADER, dealers

GOAL = 1.0


def write_list(path: Path, count: int, **said: str) -> None:
    """The list as a workbook; ``said`` are columns that say the same in every row."""
    fixed = {HEADER.index(name): value for name, value in said.items()}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, HEADER)
        for row, cells in enumerate(dealers(count), 1):
            sheet.write_row(row, 0, [fixed.get(at, cell) for at, cell in enumerate(cells)])


def measured(folder: Path, first: Any, second: Any) -> dict[str, float]:
    """Import new ones and take them back; the same list anew, change them all by a second one and take that back."""
    desk = Desk.create(folder / "ours.crm", office="量", code="L", login="l", name="量", password="secret1")
    taken: dict[str, float] = {}
    new, taken["import"] = _timed(lambda: desk.do("dealer.import_list", first))
    desk._later.wait()
    undone, taken["undo"] = _timed(lambda: desk.do("import_batch.undo", new.batch))
    assert (undone.removed, undone.left) == (new.read, ()), undone
    assert desk.do("dealer.count", DealerQuery()) == 0
    _nothing, taken["until_forgotten"] = _timed(desk._later.wait)
    again = desk.do("dealer.import_list", first)
    desk._later.wait()
    changed, taken["import_changed"] = _timed(lambda: desk.do("dealer.import_list", second))
    desk._later.wait()
    assert (new.new, again.new, changed.updated) == (new.read,) * 3, (again.counts, changed.counts)
    undone, taken["undo_changed"] = _timed(lambda: desk.do("import_batch.undo", changed.batch))
    assert (undone.restored, undone.left) == (new.read, ()), undone
    desk.close()
    return taken


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - begun


def main(rows: int = 50_000, times: int = 3) -> None:
    """Measure and print."""
    from crmdesk.exchange.matching import recognise
    from crmdesk.exchange.reading import read_book

    folder = Path(tempfile.mkdtemp(prefix="crmdesk-bench-"))
    try:
        write_list(folder / "first.xlsx", rows)
        write_list(folder / "second.xlsx", rows, 联系人="钱七", 信用额度="70000", 备注="第二份名单")
        plans = [recognise(read_book(folder / name)).plan() for name in ("first.xlsx", "second.xlsx")]
        runs = []
        for n in range(times):
            place = folder / str(n)
            place.mkdir()
            runs.append(measured(place, *plans))
            shutil.rmtree(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = {
        "name": "undo", "rows": rows,
        "new": _ratio(runs, "undo", "import"), "changed": _ratio(runs, "undo_changed", "import_changed"),
        "seconds": {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]},
    }  # fmt: skip
    print(json.dumps(said, ensure_ascii=False, indent=2))


def _ratio(runs: list[dict[str, float]], mine: str, other: str) -> dict[str, Any]:
    ratios = [run[mine] / run[other] for run in runs]
    return {"goal": GOAL, "ratio": round(statistics.median(ratios), 2), "ratios": [round(r, 2) for r in ratios]}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
