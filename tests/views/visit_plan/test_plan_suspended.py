"""A plan that another desk has changed too waits for the decision; a draft is struck after one question."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session
from tests.views.visit_plan.conftest import a_plan, a_submitted_plan, open_plans

from crmdesk.models.exchange import OpenConflictRow
from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import NotFound


def leave_a_conflict(desk, plan):
    """As a packet from another desk does."""
    with Session(desk._writes) as session, session.begin():
        session.add(
            OpenConflictRow(kind=ConflictKind.FIELD, subject="visit_plan_line", record_id=plan.lines[0].id,
                            about_id=plan.id, field="planned_on", heads="[]", since=datetime.now(UTC), suspends=True)
        )  # fmt: skip


def test_a_plan_in_conflict_is_not_approved_but_leads_to_the_decision(rep, dealers, manager, qtbot):
    plan = a_submitted_plan(rep.desk, dealers)
    leave_a_conflict(manager.desk, plan)
    page = open_plans(manager)
    manager.until(lambda: "visit_plan.send" in page.qactions and not page.qactions["visit_plan.send"].isEnabled())
    assert page.qactions["visit_plan.send"].toolTip() == "有 1 处与另一台电脑的修改冲突,请先裁决"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.deciding.decisions == {}
    link = manager.find("visit_plan.conflicts")
    assert link.text() == "去裁决 1 处冲突"
    asked = []
    page.wants.connect(lambda name, record_id, _more: asked.append((name, record_id)))
    manager.click("visit_plan.conflicts")
    assert asked == [("desk_conflict", plan.id)]


def test_without_a_conflict_nothing_leads_there(rep, dealers, manager):
    a_submitted_plan(rep.desk, dealers)
    page = open_plans(manager)
    manager.until(lambda: "visit_plan.send" in page.qactions)
    assert page.qactions["visit_plan.send"].isEnabled()
    assert not manager.sees("visit_plan.conflicts")


def test_a_draft_is_struck_after_a_question_and_the_month_is_empty_again(rep, dealers):
    plan = a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: "visit_plan.strike" in page.qactions)
    page.grid.rows.write({(0, "aim"): "还没有保存"})
    page.qactions["visit_plan.strike"].trigger()
    rep.click("visit_plan.strike.stay")
    assert rep.desk.do("visit_plan.get", plan.id).id == plan.id
    page.qactions["visit_plan.strike"].trigger()
    rep.click("visit_plan.strike.go")
    rep.until(lambda: page.plan is None and rep.sees("visit_plan.propose"))
    with pytest.raises(NotFound):
        rep.desk.do("visit_plan.get", plan.id)
    assert rep.errors == []


def test_what_is_with_the_manager_is_not_struck(rep, dealers):
    a_submitted_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: "visit_plan.take_back" in page.qactions)
    assert "visit_plan.strike" not in page.qactions
