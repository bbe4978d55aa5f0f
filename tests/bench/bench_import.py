"""Import of 50,000 dealers from .xlsx: ready to be written ÷ python-calamine's own reading; written ÷ a plain insert.

    python -m tests.bench.bench_import [rows] [times] [rows for memory]

Prints JSON. *Ready* is read, recognised, matched, checked, compared for duplicates and decided (the preview). *Write*
is the verb from then on: prepare, backup, rows, journal, commit, counts read back; beside it sqlite3 inserts the very
same rows and journal entries (medians of several runs, both sides in one process). *Unattended* is the command line's
way, reading and writing at once. The search index follows behind the answer (``services/later.py``): ``until_found``.
*Memory* is the most that a process takes which does all of it with 200,000 rows, and its reader.
"""

import gc
import json
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from crmdesk.desk import Desk

GOAL_READY = GOAL_WRITE = 2.5
GOAL_UNATTENDED = 3.0
GOAL_MEMORY_MIB = 1024
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


def calamine(path: Path) -> float:
    """Seconds that reading alone takes."""
    begun = time.perf_counter()
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - begun


def plain_insert(office: Path, target: Path) -> dict[str, float]:
    """Seconds that sqlite3 takes for the rows of an office, and for those with their journal; committed as durably."""
    with closing(sqlite3.connect(office)) as source:
        kept = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in ("dealer", "journal")}
    taken = {}
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        begun = time.perf_counter()
        for table, rows in kept.items():
            width = len(rows[0])
            with connection:
                connection.execute(f"CREATE TABLE {table} ({', '.join(f'c{n}' for n in range(width))})")
                connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)
            taken[table] = time.perf_counter() - begun
    return {"rows": taken["dealer"], "rows_and_journal": taken["journal"]}


def an_office(folder: Path) -> Desk:
    """A new, empty office."""
    folder.mkdir()
    return Desk.create(folder / "ours.crm", office="量", code="L", login="l", name="量", password="secret1")


def in_the_wizard(path: Path, folder: Path) -> dict[str, float]:
    """Read, find, preview, import: as a person does it, step by step."""
    desk, taken = an_office(folder), {}
    with _timed(taken, "ready"):
        with _timed(taken, "read"):
            book = desk.do("dealer_list.get", path)
        with _timed(taken, "find"):
            plan = desk.do("dealer_list.find", book).plan()
        with _timed(taken, "preview"):
            seen = desk.do("dealer_list.preview", plan)
    with _timed(taken, "write"), _phases(taken):
        report = desk.do("dealer.import_list", plan)
    assert report.new == seen.report.new == report.read, report.counts
    desk.close()
    return taken


def unattended(path: Path, folder: Path) -> dict[str, float]:
    """The same without a preview."""
    desk, taken = an_office(folder), {}
    with _timed(taken, "whole"):
        plan = desk.do("dealer_list.find", desk.do("dealer_list.get", path)).plan()
        desk.do("dealer.import_list", plan)
    with _timed(taken, "until_found"):
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
    from crmdesk.services import bulk, import_review, import_writing, importing, journal

    parts = (
        (importing, "make_ready"), (importing, "review_of"), (import_review, "_there"), (importing, "_back_up"),
        (import_writing, "whole_changes"), (bulk, "insert_rows"), (journal, "write_bulk"), (importing, "_read_back"),
        (importing, "learn"),
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


def memory_of(path: Path, folder: Path) -> dict[str, int]:
    """The most that this process and its reader have taken, MiB, when all of it was done."""
    in_the_wizard(path, folder)
    ours, reader = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"program": ours, "reader": reader}


def memory(rows: int, folder: Path) -> dict[str, int]:
    """The same in a process of its own."""
    path = folder / "large.xlsx"
    write_list(path, rows)
    command = [sys.executable, "-m", __spec__.name if __spec__ else "tests.bench.bench_import", "memory", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def main(rows: int = 50_000, times: int = 5, many: int = 200_000) -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="crmdesk-bench-"))
    try:
        path = folder / "list.xlsx"
        write_list(path, rows)
        runs = [_one_run(path, folder / str(n)) for n in range(times)]
        taken = memory(many, folder) if many else {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(_said(rows, runs) | _memory_said(many, taken), ensure_ascii=False, indent=2))


def _one_run(path: Path, folder: Path) -> dict[str, dict[str, float]]:
    folder.mkdir()
    gc.collect()
    alone = calamine(path)
    wizard = in_the_wizard(path, folder / "wizard")
    plain = plain_insert(folder / "wizard" / "ours.crm", folder / "plain.db")
    gc.collect()
    whole = unattended(path, folder / "unattended")
    shutil.rmtree(folder)
    return {"bare": {"calamine": alone, **plain}, "wizard": wizard, "unattended": whole}


def _said(rows: int, runs: list[dict[str, dict[str, float]]]) -> dict[str, Any]:
    def ratios(over: Callable[[Any], float], under: Callable[[Any], float], goal: float | None) -> dict[str, Any]:
        each = [over(run) / under(run) for run in runs]
        said = {"ratio": round(statistics.median(each), 2), "ratios": [round(one, 2) for one in each]}
        return said if goal is None else said | {"goal": goal}

    def base(run: Any) -> float:
        return float(run["bare"]["calamine"] + run["bare"]["rows"])

    return {
        "name": "import", "rows": rows,
        "ready": ratios(lambda run: run["wizard"]["ready"], lambda run: run["bare"]["calamine"], GOAL_READY),
        "write": ratios(lambda run: run["wizard"]["write"], lambda run: run["bare"]["rows_and_journal"], GOAL_WRITE),
        "unattended": ratios(lambda run: run["unattended"]["whole"], base, GOAL_UNATTENDED),
        "until_found": ratios(lambda run: sum(run["unattended"].values()), base, None),
        "seconds": {part: _medians([run[part] for run in runs]) for part in runs[0]},
        "rows_per_second": round(rows / statistics.median(run["wizard"]["write"] for run in runs)),
    }  # fmt: skip


def _memory_said(many: int, taken: dict[str, int]) -> dict[str, Any]:
    if not taken:
        return {}
    return {"memory": {"rows": many, "value": max(taken.values()), "goal": GOAL_MEMORY_MIB, "mib": taken}}


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]}


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        with tempfile.TemporaryDirectory() as place:
            print(json.dumps(memory_of(Path(sys.argv[2]), Path(place) / "office")))
    else:
        main(*map(int, sys.argv[1:]))
