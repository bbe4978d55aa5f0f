"""Twelve plans of forty lines, decided without a mouse: amended, returned and approved by keys alone."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.builders import a_dealer
from tests.views.visit_plan.conftest import a_plan, come_forward, month, open_plans, workdays

from crmdesk.rules.visit_plan import PlanLine, PlanState


@pytest.fixture
def twelve(rep, more_reps):
    """Twelve submitted plans of forty lines each."""
    dealers = [
        a_dealer(rep.desk, name=f"客户{n}建材有限公司", mobile=f"139{n:08d}", contact=f"王{n}") for n in range(10)
    ]
    lines = tuple(
        PlanLine(planned_on=workdays()[n // 2], dealer_id=dealers[n % 10].id, aim=f"目的 {n}", route="一线")
        for n in range(40)
    )
    plans = []
    for desk in (rep.desk, *more_reps(11)):
        plan = a_plan(desk, [], lines=tuple(replace(line) for line in lines))
        plans.append(desk.do("visit_plan.submit", plan.id, plan.revision))
    return plans


def test_twelve_plans_of_forty_lines_are_decided_by_keys_alone(twelve, manager, qtbot):
    page = open_plans(manager)
    assert page.month == month()

    def press(*keys):
        for key in keys:
            target = QApplication.focusWidget() or manager.window.focusWidget()
            qtbot.keyClicks(target, key) if isinstance(key, str) else qtbot.keyClick(target, key)

    begun = time.monotonic()
    press(*" " * 5)
    press("r")
    manager.until(lambda: manager.sees("visit_plan.step.comment") and manager.find("visit_plan.step.comment").hasFocus())
    press("again", Qt.Key.Key_Return)
    manager.until(lambda: not manager.dialogs())
    assert page.table.current_row().decision == "退回:again"
    come_forward(manager)
    press(Qt.Key.Key_Down)
    manager.until(lambda: page.plan.rep_id == page.rep_id and page.ways)
    amended = page.plan.id
    press("e")
    manager.until(lambda: page.grid.is_open and page.grid.hasFocus())
    page.grid.go_to(0, "aim")
    press("x", Qt.Key.Key_Return, Qt.Key.Key_Escape)
    manager.until(lambda: page.window().focusWidget() is page.table and page.plan.against_submitted)
    press(*" " * 6)
    assert len(page.deciding.decisions) == 12
    manager.press("Ctrl+Return", page.table)
    states = lambda: [manager.desk.do("visit_plan.get", plan.id).state for plan in twelve]  # noqa: E731
    manager.until(lambda: states().count(PlanState.APPROVED) == 11, 30)
    assert states().count(PlanState.RETURNED) == 1
    manager.until(lambda: not page.deciding.decisions)
    assert page.deciding.outcomes[amended].is_done
    assert time.monotonic() - begun < 60
