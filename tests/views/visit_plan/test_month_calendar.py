"""The month of visits: painted, walked through and moved, by keys and by the mouse."""

import time
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import CalendarVisit, VisitStatus
from crmdesk.views.widgets.month_calendar import MonthCalendar, tip_of

FIRST = date(2026, 12, 1)
CTRL = Qt.KeyboardModifier.ControlModifier


def a_visit(day: int, name: str = "南京金鼎", **values) -> CalendarVisit:
    rest = {"dealer_class": DealerClass.A, "status": VisitStatus.PLANNED, "line_id": uuid4(), "hours": Decimal(2)}
    rest |= values
    return CalendarVisit(date(2026, 12, day), uuid4(), "冯媛", uuid4(), name, **rest)


@pytest.fixture
def calendar(qtbot) -> MonthCalendar:
    made = MonthCalendar("plan.calendar")
    qtbot.addWidget(made)
    made.resize(1000, 620)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.setFocus()
    made.may_move = True
    return made


def test_arrows_walk_and_the_name_says_where(calendar, qtbot):
    calendar.show_month(FIRST, [a_visit(9)])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(calendar, key)
    assert calendar.day == date(2026, 12, 9)
    qtbot.keyClick(calendar, Qt.Key.Key_Period)
    assert "南京金鼎" in calendar.accessibleName()


def test_a_visit_is_moved_by_the_keyboard(calendar, qtbot):
    calendar.show_month(FIRST, [a_visit(1)])
    qtbot.keyClick(calendar, Qt.Key.Key_Return)
    with qtbot.waitSignal(calendar.moved) as moved:
        qtbot.keyClick(calendar, Qt.Key.Key_Right, CTRL)
    assert moved.args[1] == date(2026, 12, 2)
    assert calendar.day == date(2026, 12, 2)


def test_a_visit_is_dragged_to_another_day(calendar, qtbot):
    visit = a_visit(3)
    calendar.show_month(FIRST, [visit])
    calendar.grab()
    start, goal = calendar.place_of(visit).center(), calendar.rect_of(date(2026, 12, 17)).center()
    with qtbot.waitSignal(calendar.moved) as moved:
        qtbot.mousePress(calendar, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(calendar, start + QPoint(30, 30))
        qtbot.mouseMove(calendar, goal)
        qtbot.mouseRelease(calendar, Qt.MouseButton.LeftButton, pos=goal)
    assert moved.args == [visit, date(2026, 12, 17)]


def test_a_visit_stays_where_nobody_may_move_it_and_within_its_month(calendar, qtbot):
    calendar.show_month(FIRST, [a_visit(1)])
    qtbot.keyClick(calendar, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(calendar.moved):
        qtbot.keyClick(calendar, Qt.Key.Key_Left, CTRL)
        calendar.may_move = False
        qtbot.keyClick(calendar, Qt.Key.Key_Right, CTRL)


def test_a_thousand_visits_are_all_painted_within_a_tenth_of_a_second(calendar):
    visits = [a_visit(1 + n % 31, f"客户{n}", status=list(VisitStatus)[n % 5]) for n in range(1000)]
    calendar.show_month(FIRST, visits)
    begun = time.thread_time()
    calendar.grab()
    assert time.thread_time() - begun < 0.3  # 0.1 on a quiet machine: tests/bench/bench_calendar.py
    assert sum(1 for visit in visits if not calendar.place_of(visit).isEmpty()) == 1000


def test_the_tip_says_class_state_and_who():
    assert tip_of(a_visit(1, route="二线", aim="对账")) == "南京金鼎 · A 类 · 待访 · 冯媛 · 二线 · 对账"
