"""Columns and the room there is: nobody scrolls sideways for what the program shows by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from tests.views.test_table import a_row

from crmdesk.rules.columns import Column, Kind
from crmdesk.views.widgets.fitting import Wish, fitted
from crmdesk.views.widgets.table import WindowedTable

COLUMNS = (
    Column("code", "编号", Kind.CODE, 9),
    Column("name", "客户名称", Kind.TEXT, 24),
    Column("dealer_class", "等级", Kind.TEXT, 6, aside=1),
    Column("credit_limit", "信用额度(元)", Kind.MONEY, 14, aside=2),
)


# --- the arithmetic -------------------------------------------------------------------------------


def test_what_fits_is_shown_whole_and_wide_texts_take_the_rest():
    wishes = [Wish(0, 80), Wish(1, 200, is_text=True), Wish(2, 100, aside=1)]
    assert fitted(wishes, 380) == {0: 80, 1: 200, 2: 100}
    assert fitted(wishes, 430) == {0: 80, 1: 250, 2: 100}


def test_a_text_gives_way_a_little_before_a_column_steps_aside():
    wishes = [Wish(0, 80), Wish(1, 200, is_text=True), Wish(2, 100, aside=1)]
    assert fitted(wishes, 360) == {0: 80, 1: 180, 2: 100}
    assert set(fitted(wishes, 355)) == {0, 1}


def test_the_highest_step_aside_first_and_only_as_many_as_must():
    wishes = [Wish(0, 100), Wish(1, 100, aside=1), Wish(2, 100, aside=3), Wish(3, 100, aside=2)]
    assert set(fitted(wishes, 300)) == {0, 1, 3}
    assert set(fitted(wishes, 200)) == {0, 1}
    assert fitted(wishes, 50) == {0: 100}


# --- the table ------------------------------------------------------------------------------------


def a_table(qtbot, width: int = 900) -> WindowedTable:
    made = WindowedTable("dealer.list", COLUMNS, None, unit="家")
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show()
    qtbot.waitExposed(made)
    made.show_rows([a_row(number) for number in range(3)])
    return made


@pytest.fixture
def table(qtbot) -> WindowedTable:
    return a_table(qtbot)


def heads(table: WindowedTable) -> list[str]:
    """The heads that can be seen."""
    return [column.title for at, column in enumerate(COLUMNS) if not table.isColumnHidden(at)]


def choose(table: WindowedTable, word: str) -> None:
    """Take an entry of the menu of columns."""
    table.choose_columns()
    menu = table.findChildren(QMenu)[-1]
    next(entry for entry in menu.actions() if entry.text().startswith(word)).trigger()
    menu.close()


def test_the_least_important_step_aside_and_come_back(table):
    table.resize(400, 400)
    assert heads(table) == ["编号", "客户名称", "等级"]
    assert not table.horizontalScrollBar().isVisible()
    table.resize(900, 400)
    assert heads(table) == ["编号", "客户名称", "等级", "信用额度(元)"]


def test_what_has_no_room_is_copied_all_the_same(table):
    table.resize(400, 400)
    assert [column.title for column in table.wanted_columns()][-1] == "信用额度(元)"


def test_who_asks_for_a_column_has_it_and_may_scroll(table, qtbot):
    table.resize(320, 400)
    assert heads(table) == ["编号", "客户名称"]
    choose(table, "信用额度")
    assert "信用额度(元)" in heads(table)
    qtbot.waitUntil(table.horizontalScrollBar().isVisible)


def test_the_menu_says_which_columns_have_no_room(table):
    table.resize(400, 400)
    table.choose_columns()
    menu = table.findChild(QMenu)
    assert "信用额度(元)(窗口放不下)" in [entry.text() for entry in menu.actions()]
    menu.close()


def test_a_column_taken_away_makes_room_for_another(table):
    table.resize(400, 400)
    choose(table, "等级")
    assert heads(table) == ["编号", "客户名称"]
    table.resize(900, 400)
    assert heads(table) == ["编号", "客户名称", "信用额度(元)"]


def test_what_had_no_room_when_the_program_was_left_is_there_in_a_wide_window(table, qtbot):
    table.resize(400, 400)
    table.horizontalHeader().moveSection(1, 0)
    qtbot.wait(500)
    again = a_table(qtbot)
    assert heads(again) == ["编号", "客户名称", "等级", "信用额度(元)"]
    assert [column.title for column in again.wanted_columns()][:2] == ["客户名称", "编号"]


def test_what_was_asked_for_stays_after_a_restart(table, qtbot):
    table.resize(320, 400)
    choose(table, "信用额度")
    qtbot.wait(500)
    assert "信用额度(元)" in heads(a_table(qtbot, 320))


def test_a_sized_column_stays_and_no_other_goes_for_it(table, qtbot):
    table.setColumnWidth(1, 500)
    table.resize(500, 400)
    assert heads(table) == ["编号", "客户名称", "等级", "信用额度(元)"]
    qtbot.wait(500)
    assert a_table(qtbot, 500).columnWidth(1) == 500


def test_the_arrow_keys_go_on_when_the_cell_under_the_cursor_has_no_room(table, qtbot):
    table.setCurrentIndex(table.model().index(0, 3))
    table.resize(400, 400)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row() == a_row(1)


def test_moving_columns_about_is_no_sizing(table, qtbot):
    table.horizontalHeader().moveSection(3, 0)
    qtbot.wait(500)
    table.horizontalHeader().moveSection(3, 1)
    qtbot.wait(500)
    choose(table, "编号")
    table.resize(260, 400)
    assert heads(table) == ["客户名称"]
    table.resize(900, 400)
    assert heads(table) == ["客户名称", "等级", "信用额度(元)"]


def test_the_defaults_bring_everything_back(table):
    choose(table, "等级")
    table.setColumnWidth(1, 500)
    table.resize(900, 400)
    choose(table, "恢复")
    assert heads(table) == ["编号", "客户名称", "等级", "信用额度(元)"]
    assert not table.horizontalScrollBar().isVisible()
