"""``make bench``: every measure in a process of its own, one after the other; a table and one JSON file.

Each ``bench_*.py`` prints one JSON object. Wherever in it an object has a ``goal``, its ``ratio`` (or ``value``)
is a row of the table. ``--only search,start`` picks some; ``--write`` renews docs/benchmarks.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

#: What stands under the table.
EXPLAINED = """\
Taken on a quiet machine, each measure alone. *ready* is read, recognise, match, check, find duplicates and decide; *write* is
the write of rows that were looked at before, beside a plain insert of the same rows and their journal; *unattended* is
the whole from the file to the commit, beside reading with python-calamine and a plain insert. The search index of more
than 2,000 dealers follows behind the answer (decision 0008): *until_found* counts it. The start is measured as
`crmdesk.views.app` with a kept login, on a database that was closed well, as the set-up of `make run` leaves the
program. The limits 1.05 are our tolerance for "no more", those for missed and wrong duplicates are ours, and their list
is made by the bench. *import_window* is the delay of the event loop, p99 in ms. *plan* and
*packets* take a month of twelve plans of forty lines; its limits besides those of drafting and applying are ours.
"""
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def modules(only: str) -> list[str]:
    """The names of the measures, without ``bench_``."""
    names = sorted(f.stem.removeprefix("bench_") for f in HERE.glob("bench_*.py"))
    return [n for n in names if not only or n in only.split(",")]


def run(name: str) -> dict[str, Any]:
    """What one measure printed; a failure is a result too."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.bench_{name}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        return {"failed": done.stderr.strip().splitlines()[-5:]}
    said: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return said


def rows(said: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, float, float]]:
    """What was measured, its value and its goal (at most)."""
    if not isinstance(said, dict):
        return
    if "goal" in said:
        value = said.get("ratio", said.get("value"))
        if isinstance(value, int | float):
            yield " · ".join(path), float(value), float(said["goal"])
    for key, inner in said.items():
        yield from rows(inner, (*path, key))


def machine() -> str:
    """The machine in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} × {cpu}, Python {platform.python_version()}"


def table(results: dict[str, Any]) -> str:
    """The figures with goals as a Markdown table."""
    lines = ["| measure | figure | at most | |", "|---|---:|---:|---|"]
    for name, said in results.items():
        if "failed" in said:
            lines.append(f"| {name} | failed | | {said['failed'][-1] if said['failed'] else ''} |")
        for what, value, goal in rows(said, (name,)):
            lines.append(f"| {what} | {value:g} | {goal:g} | {'ok' if value <= goal else '**over**'} |")
    return "\n".join(lines)


def main() -> int:
    """Run what was asked for; 1 where a measure failed or is over its goal."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--only", default="", help="names separated by commas")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    asked = parser.parse_args()
    results = {}
    for name in modules(asked.only):
        print(f"… {name}", file=sys.stderr, flush=True)
        results[name] = run(name)
    out = ROOT / "out" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"machine": machine(), "results": results}, ensure_ascii=False, indent=1))
    print(table(results))
    if asked.write:
        write_document(results)
    bad = any("failed" in said for said in results.values())
    return int(bad or any(value > goal for said in results.values() for _what, value, goal in rows(said)))


def write_document(results: dict[str, Any]) -> None:
    """docs/benchmarks.md: machine, table, and every figure."""
    whole = json.dumps(results, ensure_ascii=False, indent=1)
    text = (
        "# Benchmarks\n\n`make bench` measures each figure beside its limit or peer in one run; "
        "`make bench ARGS=--write` renews this page.\nRatios carry over to other machines, times do not.\n\n"
        f"{date.today()} · {machine()}\n\n{table(results)}\n\n{EXPLAINED}\n## All figures\n\n```json\n{whole}\n```\n"
    )
    (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
