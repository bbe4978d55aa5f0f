"""The history beside a record, and that the keys of the F1 sheet do what it says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.builders import a_complaint, a_dealer

from crmdesk.rules.columns import Column
from crmdesk.views.shell.history_panel import HistoryPanel
from crmdesk.views.shell.keys import DATE_KEYS, TABLE_KEYS
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.views.widgets.typed import STEP_KEYS


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def history(counter, qtbot):
    panel = HistoryPanel(counter)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_the_history_says_who_changed_what_and_one_field_is_put_back(history, desk, qtbot, find):
    dealer = a_dealer(desk)
    changed = desk.do("dealer.change", dealer.id, dealer.revision, {"contact": "李秀英", "city": "苏州"})
    history.show_record("dealer", dealer.id)
    qtbot.waitUntil(lambda: "联系人: 王建国 → 李秀英" in words_of(history))
    assert desk.person.name in words_of(history)
    with qtbot.waitSignal(history.put_back) as back:
        find(history, "history.put_back.contact").click()
    assert back.args[0] == "「联系人」已恢复"
    now = desk.do("dealer.get", dealer.id)
    assert (now.contact, now.city, now.revision > changed.revision) == ("王建国", "苏州", True)
    qtbot.waitUntil(lambda: "联系人: 李秀英 → 王建国" in words_of(history))


def test_what_is_new_is_said_without_what_was_before_and_a_demand_in_one_line(history, desk, qtbot):
    form = a_complaint(desk)
    history.show_record("complaint", form.id)
    qtbot.waitUntil(lambda: "订单编号: DD2610-0187" in words_of(history))
    assert "客户要求: 退货 · 数量 86" in words_of(history)
    assert "→" not in words_of(history)
    assert "有效" not in words_of(history)


def test_a_record_without_changes_says_so(history):
    history.show_changes(())
    assert "还没有改动过" in words_of(history)
    assert history.findChildren(QPushButton) == []


class Row:
    """A row of one column."""

    def __init__(self, code: str) -> None:
        self.code = code


@pytest.fixture
def table(qtbot):
    made = WindowedTable("x.list", (Column("code", "编号"), Column("code", "又")), None)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_rows([Row(str(number)) for number in range(90)])
    made.setCurrentIndex(made.model().index(40, 1))
    return made


def test_each_key_that_the_sheet_names_for_lists_does_something(table):
    heard: list[str] = []
    table.opened.connect(lambda row: heard.append("Return"))
    table.looked.connect(lambda row: heard.append("Space"))
    for key, _words in TABLE_KEYS:
        QTest.keySequence(table, key)
    assert heard == ["Return", "Space"]
    assert table.currentIndex().row() == 89


def test_ctrl_home_and_home_go_where_they_say(table):
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (40, 0)
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() == 0


def test_the_sheet_names_every_key_that_steps_a_date():
    named = {letter for keys, _words in DATE_KEYS for letter in keys.split(" / ")} - {"Alt+Down"}
    assert named | set("+-") == set(STEP_KEYS)
