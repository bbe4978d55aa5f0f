"""Import of 50,000 dealers from .xlsx ÷ reading them with python-calamine alone plus inserting them with sqlite3.

    python -m tests.bench.bench_import [rows] [times]

Prints JSON: the ratio (median of several runs, both sides in one process) of reading, checking, journal and
commit, the automatic backup among them; the same until every dealer can be found, because the search index of
many follows in transactions behind the answer (``services/later.py``); and what the phases take.
"""

import json
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from crmdesk.desk import Desk

GOAL = 3.0
HEADER = ("客户编号", "客户名称", "简称", "等级", "客户类型", "省份", "城市", "区县", "公司地址", "联系人", "手机",
          "联系电话", "业务员", "信用额度", "账期", "合作日期", "统一社会信用代码", "开户银行", "银行账号", "备注")  # fmt: skip
CITIES = (
    ("江苏省", "南京"),
    ("江苏省", "苏州"),
    ("浙江省", "杭州"),
    ("浙江省", "宁波"),
    ("安徽省", "合肥"),
    ("上海市", "上海"),
)
DISTRICTS = ("江宁区", "栖霞区", "吴中区", "萧山区", "鄞州区", "蜀山区", "浦东新区")
MARKS = "恒鼎华金永宏瑞盛嘉利泰昌广润福兴顺祥德信建筑美家安居雅方圆东升大地新锦绣中天远航万通"
TRADES = ("建材", "装饰材料", "陶瓷", "防水材料", "管业", "石材", "物资")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def dealers(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a clean list of twenty columns; the same at every run."""
    rng = random.Random(3)
    for n in range(count):
        province, city = rng.choice(CITIES)
        mark = "".join(rng.choices(MARKS, k=3))
        district = rng.choice(DISTRICTS)
        yield (
            f"HD{n:06d}", f"{city}{mark}{rng.choice(TRADES)}有限公司", mark + "建材", rng.choice("ABC") + "类",
            rng.choice(("专营经销商", "物流商", "终端", "工程客户")), province, city, district,
            f"{city}市{district}人民路{rng.randrange(1, 999)}号", "王" + "".join(rng.choices(GIVEN, k=2)),
            13_000_000_000 + rng.randrange(10**9), f"025-{rng.randrange(20_000_000, 90_000_000)}",
            rng.choice(("孙立", "冯媛", "钱进", "周岚")), rng.choice((20_000, 50_000, 100_000, 300_000)),
            rng.choice((30, 45, 60)), f"20{rng.randrange(10, 26):02d}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}",
            credit_code(rng), rng.choice(("中国工商银行", "中国建设银行", "招商银行")),
            f"6222{rng.randrange(10**15):015d}", rng.choice(("", "", "老客户", "月底对账", "要求送货上门")),
        )  # fmt: skip


def credit_code(rng: random.Random) -> str:
    """A made-up 统一社会信用代码 whose two check characters are right."""
    body = "MA" + "".join(rng.choices(USCC, k=6))
    organisation = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = (
        11 - sum(organisation.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    code = "91320115" + body + ("X" if rest == 10 else "0" if rest == 11 else str(rest))
    total = sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + USCC[(31 - total % 31) % 31]


def write_list(path: Path, count: int) -> None:
    """The list as a workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, HEADER)
        for row, cells in enumerate(dealers(count), 1):
            sheet.write_row(row, 0, cells)


def bare(path: Path, folder: Path) -> dict[str, float]:
    """What it is measured against: calamine and executemany, nothing else; committed as durably as ours."""
    begun = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    read = time.perf_counter()
    with closing(sqlite3.connect(folder / "bare.db")) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE dealer ({', '.join(f'c{n}' for n in range(len(HEADER)))})")
        connection.executemany(f"INSERT INTO dealer VALUES ({', '.join('?' * len(HEADER))})", rows[1:])
    return {"read": read - begun, "insert": time.perf_counter() - read}


def ours(path: Path, folder: Path) -> dict[str, float]:
    """The real import into a new office, phase by phase."""
    from crmdesk.exchange.matching import recognise
    from crmdesk.exchange.reading import read_book

    desk = Desk.create(folder / "ours.crm", office="量", code="L", login="l", name="量", password="secret1")
    taken: dict[str, float] = {}
    with _timed(taken, "whole"):
        with _timed(taken, "read"):
            book = read_book(path)
        with _timed(taken, "recognise"):
            plan = recognise(book).plan()
        with _timed(taken, "verb"), _phases(taken):
            report = desk.do("dealer.import_list", plan)
    assert report.new == report.read, report.counts
    with _timed(taken, "until found"):
        desk.close()
    return taken


@contextmanager
def _timed(taken: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    taken[name] = taken.get(name, 0.0) + time.perf_counter() - begun


@contextmanager
def _phases(taken: dict[str, float]) -> Iterator[None]:
    """Time the parts of the verb where they are called."""
    from crmdesk.services import bulk, importing, journal, search

    parts = (
        (importing, "prepare"), (importing, "decide"), (importing, "_back_up"), (importing, "whole_changes"),
        (bulk, "insert_rows"), (journal, "write_bulk"), (search, "write_soon"), (importing, "_read_back"),
    )  # fmt: skip
    kept = [(module, name, getattr(module, name)) for module, name in parts]

    def timed(name: str, function: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            with _timed(taken, name.strip("_")):
                return function(*args, **kwargs)

        return run

    for module, name, function in kept:
        setattr(module, name, timed(name, function))
    try:
        yield
    finally:
        for module, name, function in kept:
            setattr(module, name, function)


def main(rows: int = 50_000, times: int = 5) -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="crmdesk-bench-"))
    try:
        path = folder / "list.xlsx"
        write_list(path, rows)
        runs = []
        for n in range(times):
            place = folder / str(n)
            place.mkdir()
            runs.append((bare(path, place), ours(path, place)))
            shutil.rmtree(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    whole = [mine["whole"] / sum(plain.values()) for plain, mine in runs]
    found = [(mine["whole"] + mine["until found"]) / sum(plain.values()) for plain, mine in runs]
    said = {
        "name": "import", "rows": rows, "goal": GOAL, "ratio": round(statistics.median(whole), 2),
        "ratios": [round(ratio, 2) for ratio in whole],
        "until_found": {"ratio": round(statistics.median(found), 2), "ratios": [round(r, 2) for r in found]},
        "bare_seconds": _medians([plain for plain, _ in runs]),
        "seconds": _medians([mine for _, mine in runs]),
        "rows_per_second": round(rows / statistics.median(mine["whole"] for _, mine in runs)),
    }  # fmt: skip
    print(json.dumps(said, ensure_ascii=False, indent=2))


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
