"""The month calendar with 1,000 visits of an office: how long one painting takes. Prints JSON.

    python -m tests.bench.bench_calendar [visits] [times]
"""

import json
import os
import random
import sys
import time
from datetime import date
from decimal import Decimal
from statistics import median
from uuid import uuid4

GOAL_MS = 100


def main() -> None:
    """Paint it anew several times; the median counts."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from crmdesk.rules.dealer import DealerClass
    from crmdesk.rules.visit_plan import CalendarVisit, VisitStatus
    from crmdesk.views import theme
    from crmdesk.views.widgets.month_calendar import MonthCalendar

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    app = QApplication(["crmdesk", "-style", "fusion"])
    theme.install(app, theme.Scheme.LIGHT)
    rng = random.Random(5)
    visits = [
        CalendarVisit(
            date(2026, 12, rng.randint(1, 31)), uuid4(), "冯媛", uuid4(), f"南京客户{n}建材有限公司",
            rng.choice(list(DealerClass)), rng.choice(list(VisitStatus)), line_id=uuid4(), hours=Decimal(2),
        )
        for n in range(count)
    ]  # fmt: skip
    calendar = MonthCalendar("bench.calendar")
    calendar.resize(1200, 700)
    calendar.show()
    took = []
    for _n in range(times):
        calendar.show_month(date(2026, 12, 1), visits)
        begun = time.perf_counter()
        calendar.grab()
        took.append((time.perf_counter() - begun) * 1000)
    print(json.dumps({"month calendar painted, ms": {"visits": count, "value": round(median(took), 1), "goal": GOAL_MS}}))


if __name__ == "__main__":
    main()
