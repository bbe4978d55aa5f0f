"""What the button of a line on 今日 opens: a record, a page at its place, or the page where several wait."""

from datetime import date
from uuid import uuid4

import pytest

from crmdesk.services.inbox import Today, TodayItem
from crmdesk.services.verbs import EVERYTHING
from crmdesk.views.shell.today import TodayPage

RECORD = uuid4()


def an_item(**values):
    said = {"urgency": "amber", "badge": "待办", "title": "冯媛 2026 年 12 月巡访计划", "note": "", "subject": "visit_plan",
            "record_id": RECORD, "action_title": "打开", "group": "now"}  # fmt: skip
    return TodayItem(**said | values)


@pytest.mark.parametrize(
    ("item", "opened"),
    [
        (an_item(), ("visit_plan", RECORD, {})),
        (an_item(record_id=EVERYTHING, many=12), ("visit_plan", None, {})),
        (
            an_item(record_id=EVERYTHING, given=(("month", date(2026, 12, 1)),)),
            ("visit_plan", None, {"month": date(2026, 12, 1)}),
        ),
        (an_item(subject="visit_day", page="visit_day.form"), ("visit_day.form", RECORD, {})),
        (an_item(subject="desk_conflict", record_id=EVERYTHING), ("desk_conflict", None, {})),
        (an_item(subject="complaint"), ("complaint.form", RECORD, {})),
    ],
)
def test_a_line_opens_what_it_speaks_of(counter, qtbot, find, item, opened):
    page = TodayPage(counter)
    qtbot.addWidget(page)
    page.show()
    page.show_today(Today(date(2026, 11, 24), True, "", (), (item,), {}, 3))
    with qtbot.waitSignal(page.wants) as wanted:
        find(page, "today.item.0").click()
    assert tuple(wanted.args) == opened
