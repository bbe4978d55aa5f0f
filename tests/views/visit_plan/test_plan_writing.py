"""The representative writes his plan: drafted, typed, saved, submitted; changed after the approval; seen as a month."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from tests.views.visit_plan.conftest import (
    a_plan,
    a_submitted_plan,
    come_forward,
    month,
    open_plans,
    workdays,
)

from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanState


def test_without_a_plan_the_page_offers_ways_to_begin_one(rep, dealers):
    page = open_plans(rep)
    rep.until(lambda: rep.sees("visit_plan.propose"))
    rep.click("visit_plan.propose")
    rep.until(lambda: page.grid.is_open and len(page.grid.lines) >= 2)
    assert page.changed_fields() == ("计划行",)
    rep.press("Ctrl+S")
    rep.until(lambda: page.plan is not None and not page.is_changed)
    assert page.plan.state is PlanState.DRAFT


def test_a_table_from_excel_becomes_a_plan_that_is_submitted(rep, dealers):
    page = open_plans(rep)
    rep.until(lambda: rep.sees("visit_plan.empty_line"))
    rep.click("visit_plan.empty_line")
    rep.until(lambda: page.grid.is_open and page.grid.hasFocus())
    day = workdays()[2]
    QGuiApplication.clipboard().setText(f"日期\t客户\t目的\t时数\n{day:%Y/%m/%d}\t{dealers[0].name}\t对账\t1.5")
    page.grid.paste()
    rep.until(lambda: page.grid.lines and page.grid.lines[0].dealer_id == dealers[0].id)
    page.goals.set_text("上样")
    rep.press("Ctrl+S")
    rep.until(lambda: page.plan is not None and page.next_way is not None)
    rep.until(lambda: page.next_way.name == "submit")
    rep.click("visit_plan.send")
    rep.until(lambda: page.plan.state is PlanState.SUBMITTED)
    assert not page.grid.is_open
    assert page.plan.lines[0].planned_on == day


def test_what_cannot_be_read_keeps_the_plan_from_being_saved_and_is_found(rep, dealers):
    a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    page.grid.rows.write({(1, "planned_on"): "某天"})
    page.grid.setFocus()
    rep.press("Ctrl+S")
    assert page.grid.currentIndex().row() == 1
    assert page.is_changed


def test_a_visit_is_moved_in_the_month(rep, dealers, qtbot):
    a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    rep.press("Ctrl+M")
    calendar = page.calendar.month
    rep.until(lambda: calendar.isVisible() and calendar.hasFocus())
    calendar.go_to(workdays()[0], 0)
    qtbot.keyClick(calendar, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert (page.grid.rows.row(0).planned_on - workdays()[0]).days == 7
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    rep.until(lambda: page.grid.isVisible() and not page.is_changed)


def test_a_change_after_the_approval_asks_the_manager_line_by_line(rep, dealers, manager, qtbot):
    plan = a_submitted_plan(rep.desk, dealers)
    manager.desk.do("visit_plan.approve", plan.id, plan.revision)
    page = open_plans(rep)
    rep.until(lambda: page.next_way is not None and page.next_way.name == "acknowledge")
    rep.click("visit_plan.send")
    rep.until(lambda: page.plan.state is PlanState.EXECUTING and page.grid.is_open)
    page.grid.rows.write({(0, "hours"): "3"})
    rep.press("Ctrl+S")
    rep.until(lambda: page.plan.requests)
    assert "变更申请" in page.grid.rows.headerData(len(page.grid.rows.columns) - 1, Qt.Orientation.Horizontal)
    theirs = open_plans(manager)
    manager.until(lambda: theirs.plan is not None and theirs.plan.requests and theirs.next_way is not None)
    assert theirs.table.current_row().exceptions == "变更申请 1 行"
    come_forward(manager)
    qtbot.keyClicks(theirs.table, " ")
    manager.until(lambda: not manager.desk.do("visit_plan.get", plan.id).requests)


def test_another_month_is_one_key_away_and_what_is_typed_is_saved_first(rep, dealers):
    plan = a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    page.grid.rows.write({(0, "hours"): "4"})
    rep.press("Ctrl+PgDown")
    rep.until(lambda: page.month != month())
    assert rep.desk.do("visit_plan.get", plan.id).lines[0].hours == 4


def test_the_exceptions_and_the_way_of_a_plan_stand_beside_it(rep, dealers, manager):
    a_submitted_plan(rep.desk, dealers)
    page = open_plans(manager)
    manager.press("F4", page)
    manager.until(lambda: page.panel.isVisible())
    page.panel.tabs.setCurrentIndex(1)
    manager.until(lambda: manager.sees("visit_plan.version.1"))
    manager.click("visit_plan.version.1")
    page.panel.tabs.setCurrentIndex(2)
    manager.until(lambda: "提交" in manager.texts())


def test_who_only_reads_cannot_write(rep, dealers, seated):
    a_submitted_plan(rep.desk, dealers)
    reader = seated(Role.STAT)
    page = open_plans(reader)
    page.amend()
    assert not page.grid.is_open


def test_a_plan_goes_out_to_excel_and_comes_back(rep, dealers, tmp_path):
    a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    path = tmp_path / "计划.xlsx"
    page.writing._export(str(path))
    rep.until(path.exists)
    page.grid.rows.write({(0, "aim"): "另一个目的"})
    rep.until(lambda: "计划.xlsx" in _said(rep))
    page.writing._read([str(path)])
    rep.until(lambda: [line.aim for line in page.grid.lines] == ["目标分解 1", "目标分解 2"])
    page.grid.rows.undo()
    assert page.grid.lines[0].aim == "另一个目的"


def _said(person):
    return "\n".join(w.text() for w in person.window.findChildren(QLabel))


def test_a_clerk_records_the_signed_paper_and_the_manager_confirms_it(rep, dealers, manager, seated, tmp_path, qtbot):
    plan = a_submitted_plan(rep.desk, dealers)
    clerk = seated(Role.OFFICE_CLERK)
    page = open_plans(clerk)
    clerk.until(lambda: any(way.name == "approve_on_paper" for way in page.ways))
    page.take("approve_on_paper")
    clerk.until(lambda: clerk.sees("visit_plan.step.signer"))
    clerk.click("visit_plan.step.go")
    assert clerk.dialogs()
    scan = tmp_path / "签字页.pdf"
    scan.write_bytes(rep.desk.do("visit_plan.preview", (plan.id,)))
    clerk.type("visit_plan.step.signer", "办事处经理")
    clerk.find("visit_plan.step.scan").setText(str(scan))
    clerk.click("visit_plan.step.go")
    clerk.until(lambda: page.plan.state is PlanState.ON_PAPER)
    theirs = open_plans(manager)
    manager.until(lambda: theirs.next_way is not None and theirs.next_way.name == "confirm_paper")
    qtbot.keyClicks(theirs.table, " ")
    manager.until(lambda: theirs.plan.state is PlanState.APPROVED)


def test_the_plan_is_seen_as_it_is_printed(rep, dealers):
    a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open and page.plan is not None)
    rep.press("Ctrl+P")
    rep.until(lambda: rep.window.here.name == "pdf" and rep.window.here._pdf.startswith(b"%PDF"))
