"""Starting: process start to the first painted window with 今日, against a bare window with one table.

The bare script imports PySide6 and sqlalchemy.orm and paints a table. Runs alternate, so that a machine that
slows down slows both. Once with an empty office, once with 100,000 dealers in it.
"""

import compileall
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import crmdesk
from tests.bench.offices import an_office

BARE = """
import os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
import sqlalchemy.orm
app = QApplication(sys.argv)
class Table(QTableWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        began = int(open("/proc/self/stat").read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        sys.stderr.write(f"first-paint {time.time():.4f} {float(open('/proc/uptime').read().split()[0]) - began:.3f}\\n")
        os._exit(0)
window = QMainWindow()
table = Table(30, 8)
for row in range(30):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
window.setCentralWidget(table)
window.resize(1440, 900)
window.show()
app.exec()
"""
ROUNDS = 11


def time_to_paint(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start of the process to the line that tells of the first paint."""
    import time

    began = time.time()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if line.startswith("first-paint"):
                return float(line.split()[1]) - began
    finally:
        process.kill()
        process.wait()
    raise RuntimeError("no paint was told of")


def environment_of(folder: Path, database: Path, token: str) -> dict[str, str]:
    """An environment in which the person of that database stays signed in."""
    environment = os.environ | {"CRMDESK_TIMING": "1", "QT_QPA_PLATFORM": "offscreen"}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{name}_HOME"] = str(folder / name.lower())
    keep = (
        "import sys; from crmdesk.views import memory, settled; place, token = sys.argv[1:];"
        "memory.keep(f'login/{settled.key_of(place)}', token); memory.write()"
    )
    subprocess.run([sys.executable, "-c", keep, str(database), token], env=environment, check=True)
    return environment


def settle(*databases: Path) -> None:
    """Leave them as a program does that was closed; ours was killed as soon as it had painted."""
    for database in databases:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> None:
    """Print the figures as JSON."""
    compileall.compile_dir(Path(crmdesk.__file__).parent, quiet=2)  # as the set-up of ``make run`` leaves it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = environment_of(folder / "few", *an_office(folder / "few.db", 300))
        many = environment_of(folder / "many", *an_office(folder / "many.db", 100_000))
        bare, ours, full = [], [], []
        program = [sys.executable, "-m", "crmdesk.views.app", "--database"]
        for number in range(ROUNDS + 1):
            times = (
                time_to_paint([sys.executable, "-c", BARE], os.environ | {"QT_QPA_PLATFORM": "offscreen"}),
                time_to_paint([*program, str(folder / "few.db")], few),
                time_to_paint([*program, str(folder / "many.db")], many),
            )
            settle(folder / "few.db", folder / "many.db")
            if number:  # the first round warms the disk's cache
                bare.append(times[0])
                ours.append(times[1])
                full.append(times[2])
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    full_ratio = statistics.median(f / o for f, o in zip(full, ours, strict=True))
    figures = {
        "first_paint": {
            "ours_s": round(statistics.median(ours), 3),
            "bare_s": round(statistics.median(bare), 3),
            "ratio": round(ratio, 3),
            "goal": 1.5,
        },
        "with_100000_dealers": {
            "ours_s": round(statistics.median(full), 3),
            "ratio": round(full_ratio, 3),
            "goal": 1.05,
        },
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
