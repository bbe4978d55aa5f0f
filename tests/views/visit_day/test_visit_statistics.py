"""执行统计: by representative, class and dealer, who was not visited, what was written; each row opens its visits."""

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from tests.builders import today
from tests.services.visiting import a_full_day, a_shop, an_approved_plan

from crmdesk.rules.calendar import add_months
from crmdesk.rules.people import Role
from crmdesk.views.visit_bars import tone_of_rate


@pytest.fixture
def month(signed_in):
    """Two planned visits of this month, one of them made, with an opinion of consumers."""
    rep = signed_in(Role.REP)
    made = a_shop(rep)
    first = today().replace(day=1)
    an_approved_plan(rep, [(first, made), (first, a_shop(rep, name="苏州恒通陶瓷", mobile="13900000001"))])
    a_full_day(rep, made, first, checks={"consumers": "要小规格"})
    return rep


def open_statistics(manager, view=""):
    """The page, with its rows."""
    page = manager.go("visit_statistics", view=view)
    manager.until(lambda: page._rows)
    return page


def test_execution_by_representative_has_a_bar_and_a_row(month, manager):
    page = open_statistics(manager)
    row = page._rows[0]
    assert (row.name, row.planned, row.done, row.rate) == ("业务经理", 2, 1, 50)
    assert manager.sees("visit_statistics.bars")
    assert "业务经理 50 %" in page.bars.accessibleDescription()


def test_a_bar_opens_the_days_of_that_representative(month, manager, qtbot):
    page = open_statistics(manager)
    qtbot.mouseClick(page.bars, Qt.MouseButton.LeftButton, pos=QPoint(60, 14))
    manager.until(lambda: manager.page.name == "visit_day" and manager.page.table.rows.rowCount() == 1)
    assert manager.find("visit_days.chip.of").isChecked()


def test_a_digit_changes_what_is_seen(month, manager):
    page = open_statistics(manager)
    manager.press("3", page.views.editor)
    manager.until(lambda: len(page._rows) == 2)
    manager.press("5", page.views.editor)
    manager.until(lambda: page._rows and getattr(page._rows[0], "text", "") == "要小规格")
    assert not manager.sees("visit_statistics.bars")


def test_who_was_not_visited_opens_his_form(month, manager):
    page = open_statistics(manager, "not_visited")
    manager.until(lambda: page._rows[0].dealer_name == "苏州恒通陶瓷")
    page.tables["not_visited"].selectRow(0)
    manager.press("Return", page.tables["not_visited"])
    manager.until(lambda: manager.page.name == "dealer.form")


def test_the_month_before_has_nothing_and_says_so(month, manager):
    page = open_statistics(manager)
    manager.click("visit_statistics.earlier")
    manager.until(lambda: "还没有计划和巡访" in page.empty.head.text())
    assert page._first == add_months(today().replace(day=1), -1)


def test_green_amber_and_red():
    assert [tone_of_rate(rate) for rate in (100, 90, 89, 70, 69, 0)] == ["green", "green", "amber", "amber", "red", "red"]


def test_a_view_that_is_taken_away_stays(month, manager):
    page = open_statistics(manager)
    manager.press("Delete", page.views.editor)
    assert page.views.value() == "rep"
    assert isinstance(page._first, date)


def test_the_weekly_report_upwards_is_one_key(signed_in, manager, tmp_path):
    rep = signed_in(Role.REP)
    page = manager.go("visit_statistics")
    first, last = page.week
    assert (first.weekday(), (last - first).days) == (0, 6)
    assert first < today()
    a_full_day(rep, a_shop(rep), first, checks={"consumers": "要小规格"})
    manager.press("Ctrl+Shift+E")
    manager.until(lambda: manager.dialogs())
    dialog = manager.find("save_as")
    assert first.isoformat() in dialog.selectedFiles()[0]
    dialog.fileSelected.emit(str(tmp_path / "周报.xlsx"))
    dialog.reject()
    manager.until(lambda: (tmp_path / "周报.xlsx").exists())
    rows = list(load_workbook(tmp_path / "周报.xlsx").active.values)
    assert rows[-1][1:] == ("业务经理", "南京金鼎建材有限公司", "消费者需求与意见", "要小规格")


def test_on_a_monday_the_week_before_is_reported(manager, monkeypatch):
    page = manager.go("visit_statistics")
    for day, first in ((23, 16), (24, 23), (29, 23)):
        monkeypatch.setattr("crmdesk.views.visit_statistics.today", lambda day=day: date(2026, 11, day))
        assert page.week[0] == date(2026, 11, first)
