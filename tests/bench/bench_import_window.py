"""How soon the window answers while 50,000 dealers are read, reviewed, decided, written and taken back.

    python -m tests.bench.bench_import_window [rows]

Prints JSON. A timer is due every 5 ms on the event loop; its *delay* is by how much it comes late. For each act: p99
and the longest, in milliseconds. The office has the same 50,000 dealers already; one row of ten is likely one of
them under another legal form, so 5,000 wait for a person.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.desk import Desk
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.dealer_import_actions import DONE, REVIEW
from crmdesk.views.shell.window import Window
from tests.bench.bench_import import HEADER, dealers

GOAL_MS = 50.0
EVERY_MS = 5
PATIENCE_S = 180
CODE, NAME, CREDIT_CODE, ACCOUNT = (HEADER.index(n) for n in ("客户编号", "客户名称", "统一社会信用代码", "银行账号"))


def write_lists(folder: Path, rows: int) -> tuple[Path, Path]:
    """The list of which the office is made, and the one that is imported."""
    first, second = folder / "原来的.xlsx", folder / "新来的.xlsx"
    for path, is_second in ((first, False), (second, True)):
        with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
            sheet = book.add_worksheet("客户")
            sheet.write_row(0, 0, HEADER)
            for row, cells in enumerate(dealers(rows), 1):
                sheet.write_row(row, 0, _changed(row, list(cells)) if is_second else cells)
    return first, second


def _changed(row: int, cells: list[Any]) -> list[Any]:
    """Every tenth is only likely; the others have another remark, so that they are updated."""
    if row % 10 == 0:
        cells[CODE] = cells[CREDIT_CODE] = cells[ACCOUNT] = ""
        cells[NAME] = str(cells[NAME]).replace("有限公司", "有限责任公司")
    cells[-1] = f"对账 {row}"
    return cells


class Delays:
    """Listens to the event loop."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._due) * 1000))
        self._due = now + EVERY_MS / 1000

    def during(self, act: Callable[[], object], until: Callable[[], bool]) -> dict[str, float]:
        """Do it, wait for its end; p99 and the longest delay."""
        self.late, begun = [], time.perf_counter()
        self._due = begun + EVERY_MS / 1000
        self._timer.start()
        act()
        while not until():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            if time.perf_counter() - begun > PATIENCE_S:
                raise TimeoutError
        self._timer.stop()
        late = sorted(self.late)
        p99 = late[min(len(late) - 1, len(late) * 99 // 100)] if late else 0.0
        return {
            "value": round(p99, 1), "goal": GOAL_MS, "longest": round(late[-1] if late else 0.0, 1),
            "seconds": round(time.perf_counter() - begun, 2),
        }  # fmt: skip


def _still(milliseconds: int) -> Callable[[], bool]:
    until = time.perf_counter() + milliseconds / 1000
    return lambda: time.perf_counter() > until


def measured(folder: Path, rows: int) -> dict[str, Any]:
    """All acts, one after the other, in one window."""
    first, second = write_lists(folder, rows)
    desk = Desk.create(folder / "ours.crm", office="量", code="L", login="l", name="量", password="secret1")
    _import_first(desk, first)
    counter = Counter(desk)
    window = Window(counter)
    window.resize(1440, 900)
    window.show()
    QTest.qWait(500)
    window.go("dealer.import", None, {})
    QTest.qWait(500)
    page, delays, said = window.here, Delays(), {}

    def checked() -> bool:
        file = page.file
        return page.stack.currentIndex() == REVIEW and file.preview is not None and page.qactions["dealer.import.go"].isEnabled()

    said["read and check"] = delays.during(lambda: window.go("dealer.import", None, {"path": second}), checked)
    said["undecided"] = page.file.preview.review.undecided
    said["look"] = delays.during(lambda: _look(page), _still(2_000))
    table = page.review.rows.table
    table.setFocus()
    said["decide one"] = delays.during(lambda: [_press(table, key) for key in "NUSNUSNUSN"], _still(1_500))
    said["strictness"] = delays.during(lambda: _slide(page), _still(1_500))
    said["decide all that wait"] = delays.during(lambda: _decide_all(page, "N"), _still(1_500))
    page.review.rows.filters.begin()
    said["decide every row"] = delays.during(lambda: _decide_all(page, "S"), _still(1_500))
    said["take back"] = delays.during(page.review.rows.took_back.emit, _still(1_500))
    said["search"] = delays.during(lambda: page.review.rows.filters.search.set_words("南京恒"), _still(800))
    said["write"] = delays.during(page.outcome.go, lambda: page.stack.currentIndex() == DONE)
    said["undo"] = delays.during(page.outcome.take_back, lambda: page.stack.currentIndex() == DONE)
    window.hide()
    counter.close()
    desk.close()
    return said


def _import_first(desk: Desk, path: Path) -> None:
    book = desk.do("dealer_list.get", path)
    desk.do("dealer.import_list", desk.do("dealer_list.find", book).plan())


def _look(page: Any) -> None:
    """Every step, and through the rows."""
    for at in (1, 2, 3, 0, 2):
        page.review.tabs.setCurrentIndex(at)
        QApplication.processEvents()
    table = page.review.rows.table
    for share in range(0, 100, 4):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * share // 100)
        QApplication.processEvents()


def _press(table: Any, key: str) -> None:
    QTest.keyClick(table, getattr(Qt.Key, f"Key_{key}"))
    QApplication.processEvents()


def _slide(page: Any) -> None:
    for value in (60, 70, 80, 90, 75):
        page.review.rows.filters.slider.setValue(value)
        QTest.qWait(80)


def _decide_all(page: Any, key: str) -> None:
    """Every row that is shown, by one key."""
    page.review.rows._show_rows()
    page.review.rows.table.selectAll()
    QTest.keyClick(page.review.rows.table, getattr(Qt.Key, f"Key_{key}"))


def main(rows: int = 50_000) -> None:
    """Measure and print."""
    app = QApplication.instance() or QApplication(["bench", "-style", "fusion"])
    theme.install(app, theme.Scheme.LIGHT)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(prefix="crmdesk-bench-") as folder:
        said = measured(Path(folder), rows)
    sys.stdout.write(json.dumps({"rows": rows, **said}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
