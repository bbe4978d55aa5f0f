"""Jumping to 200 places in the list of 1,000,000 dealers: what one turn of the event loop costs the GUI thread.

``python -m tests.bench.bench_scroll [dealers] [database] [places]``; an existing database is used again. Prints
JSON. The window is the real one, without a screen. A turn is what happens between two looks at the queue of
events: the scroll bar's jump with the painting of grey bars, the question for rows, the answer, the painting of
the rows. Its cost is the CPU time of the GUI thread, Python and Qt's painting together (``time.thread_time``),
so that a busy machine does not count; beside it stands the time on the wall, in which it does, and the time
until the rows are painted.
"""

import gc
import json
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

FRAME_MS = 16
PLACES = 200
PATIENCE_S = 30


@dataclass
class Spent:
    """Milliseconds: the dearest turn of each jump, by the two clocks, and the time until its rows are painted."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    turns: int = 0


class Turns:
    """Runs the event loop turn by turn and notes what each costs."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.dearest = (0.0, 0.0)
        self.number = 0

    def take(self, *first: Any) -> None:
        """One turn; ``first`` is called at its beginning with what follows it."""
        cpu, wall = time.thread_time(), time.perf_counter()
        if first:
            first[0](*first[1:])
        self._app.processEvents()
        took = (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        self.dearest = max(self.dearest[0], took[0]), max(self.dearest[1], took[1])
        self.number += 1
        time.sleep(0.0005)  # the queue is empty: the other threads have their turn

    def until(self, condition: Any) -> None:
        """Turns until something is so, and one more that paints it."""
        late = time.monotonic() + PATIENCE_S
        while not condition():
            self.take()
            if time.monotonic() > late:
                raise SystemExit("the rows did not come")
        self.take()


def jump(turns: Turns, table: Any, place: int, spent: Spent) -> None:
    """Drag the bar there and wait until every row in sight is painted."""
    begun, turns.dearest = time.perf_counter(), (0.0, 0.0)
    turns.take(table.verticalScrollBar().setValue, place)
    first = table.rowAt(0)
    last = min(first + table.viewport().height() // table.rowHeight(first), table.rows.rowCount() - 1)
    turns.until(lambda: table.rows.has(first, last))
    spent.shown.append((time.perf_counter() - begun) * 1000)
    spent.cpu.append(turns.dearest[0])
    spent.wall.append(turns.dearest[1])


def list_in_window(desk: Any) -> tuple[Any, Any, Any]:
    """The counter, the window and the table of dealers in it, as the program makes them."""
    from crmdesk.views.counter import Counter
    from crmdesk.views.shell.window import Window

    counter = Counter(desk)
    window = Window(counter)
    window.resize(1440, 900)
    window.show()
    window.go("dealer")
    return counter, window, window.here.table


def measure(database: Path, dealers: int, places: int) -> Spent:
    """What ``places`` jumps cost."""
    from PySide6.QtWidgets import QApplication

    from crmdesk.desk import Desk
    from crmdesk.views import theme
    from tests.builders import PASSWORD

    app = QApplication(["crmdesk", "-style", "fusion"])
    theme.install(app, theme.Scheme.LIGHT)
    desk = Desk.open(database)
    desk.sign_in("limin", PASSWORD)
    counter, window, table = list_in_window(desk)
    turns = Turns(app)
    turns.until(lambda: table.rows.rowCount() >= dealers)
    gc.freeze()  # as the program does half a second after its window
    luck, spent = random.Random(20261124), Spent()
    for _warm in range(5):
        jump(turns, table, luck.randrange(dealers), Spent())
    turns.number = 0
    for _place in range(places):
        jump(turns, table, luck.randrange(dealers), spent)
    spent.turns = turns.number
    window.hide()
    counter.close()
    desk.close()
    return spent


def summary(many: list[float]) -> dict[str, float]:
    """Median, 99th percentile and the worst."""
    return {"median": round(median(many), 2), "p99": round(quantiles(many, n=100)[98], 2), "max": round(max(many), 2)}


def said(spent: Spent, dealers: int) -> dict[str, Any]:
    """The figures; the worst turn is the one that counts."""
    return {
        "dealers": dealers, "jumps": len(spent.shown), "turns": spent.turns,
        "dearest turn of the GUI thread, ms of CPU": {"value": round(max(spent.cpu), 1), "goal": FRAME_MS},
        "dearest turn of a jump, ms": {"cpu": summary(spent.cpu), "wall": summary(spent.wall)},
        "shown_after_ms": summary(spent.shown),
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    dealers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    places = int(sys.argv[3]) if len(sys.argv) > 3 else PLACES
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DEMO"):
            os.environ[f"CRMDESK_{name}"] = str(Path(folder) / name.lower())
        database = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "scroll.db"
        if not database.exists():
            from tests.bench.offices import an_office

            an_office(database, dealers)
        print(json.dumps(said(measure(database, dealers, places), dealers), indent=1))


if __name__ == "__main__":
    main()
