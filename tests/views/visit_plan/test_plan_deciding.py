"""The manager decides on many plans without a mouse: marks, reasons, amendments in place, results on each row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.views.visit_plan.conftest import a_submitted_plan, come_forward, open_plans

from crmdesk.rules.visit_plan import PlanState


def press(person, qtbot, *keys):
    for key in keys:
        target = QApplication.focusWidget() or person.window.focusWidget()
        if isinstance(key, str) and len(key) == 1:
            qtbot.keyClicks(target, key)
        elif isinstance(key, str):
            person.press(key, target)
        else:
            qtbot.keyClick(target, key)


def state(person, plan):
    return person.desk.do("visit_plan.get", plan.id).state


@pytest.fixture
def three(rep, dealers, more_reps):
    """Three plans that wait."""
    plans = [a_submitted_plan(rep.desk, dealers)]
    plans += [a_submitted_plan(desk, dealers) for desk in more_reps(2)]
    return plans


def test_space_marks_a_plan_and_goes_on_and_one_key_sends_all(three, manager, qtbot):
    page = open_plans(manager)
    assert "3 份待批" in manager.texts()
    assert page.table.hasFocus()
    press(manager, qtbot, " ", " ", " ")
    assert len(page.deciding.decisions) == 3
    assert all(state(manager, plan) is PlanState.SUBMITTED for plan in three)
    manager.until(lambda: "送出 3 份决定" in manager.texts())
    press(manager, qtbot, "Ctrl+Return")
    manager.until(lambda: all(state(manager, plan) is PlanState.APPROVED for plan in three))
    manager.until(lambda: not page.deciding.decisions)


def test_r_returns_with_a_reason_and_the_reason_stands_in_the_row(three, manager, qtbot):
    page = open_plans(manager)
    press(manager, qtbot, "r")
    manager.until(lambda: manager.sees("visit_plan.step.comment"))
    field = manager.find("visit_plan.step.comment")
    manager.write("漏排金鼎", field)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    manager.until(lambda: page.deciding.decisions)
    assert page.table.current_row().decision == "退回:漏排金鼎"
    manager.until(lambda: not manager.dialogs())
    come_forward(manager)
    press(manager, qtbot, "Ctrl+Return")
    plan_id = page.plan.id
    manager.until(lambda: manager.desk.do("visit_plan.get", plan_id).state is PlanState.RETURNED)


def test_e_amends_in_place_escape_saves_and_the_difference_is_seen(rep, dealers, manager, qtbot):
    plan = a_submitted_plan(rep.desk, dealers)
    page = open_plans(manager)
    manager.until(lambda: page.ways)
    press(manager, qtbot, "e")
    manager.until(lambda: page.grid.is_open and page.grid.hasFocus())
    page.grid.go_to(0, "way")
    press(manager, qtbot, "d", "h", Qt.Key.Key_Return)
    manager.until(lambda: page.grid.rows.row(0).way == "phone")
    press(manager, qtbot, Qt.Key.Key_Escape)
    manager.until(lambda: page.window().focusWidget() is page.table and not page.is_changed and page.plan.against_submitted)
    assert "经理改:走访 → 电话" in [page.grid.rows.text(n, "alive") for n in range(2)]
    assert state(manager, plan) is PlanState.REVIEWING
    come_forward(manager)  # without a screen nobody is in front once a list has closed
    page.table.setFocus()
    press(manager, qtbot, " ", "Ctrl+Return")
    manager.until(lambda: state(manager, plan) is PlanState.APPROVED)


def test_a_plan_that_was_changed_meanwhile_fails_by_itself_with_a_sentence(three, manager, rep, qtbot):
    page = open_plans(manager)
    press(manager, qtbot, " ", " ", " ")
    taken = rep.desk.do("visit_plan.take_back", three[0].id, three[0].revision)
    assert taken.state is PlanState.DRAFT
    press(manager, qtbot, "Ctrl+Return")
    manager.until(lambda: [state(manager, p) for p in three[1:]] == [PlanState.APPROVED] * 2)
    manager.until(lambda: three[0].id in page.deciding.outcomes)
    outcome = page.deciding.outcomes[three[0].id]
    assert not outcome.is_done
    assert outcome.sentence


def test_the_main_button_approves_the_plan_in_front(rep, dealers, manager):
    plan = a_submitted_plan(rep.desk, dealers)
    page = open_plans(manager)
    manager.until(lambda: page.next_way is not None)
    manager.until(lambda: "批准 业务经理 的计划" in manager.texts())
    manager.click("visit_plan.send")
    manager.until(lambda: state(manager, plan) is PlanState.APPROVED)


def test_a_mark_is_taken_back_by_the_same_key_and_by_amending(three, manager, qtbot):
    page = open_plans(manager)
    press(manager, qtbot, " ")
    page.table.go_to(next(iter(p.rep_id for p in page.plans if p.id in page.deciding.decisions)))
    press(manager, qtbot, " ")
    assert not page.deciding.decisions
