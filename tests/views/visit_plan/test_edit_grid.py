"""The editable grid: typed, pasted from Excel, filled down, struck, taken back; dealers by pinyin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.builders import a_dealer

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.visit_plan import PlanLine, VisitWay
from crmdesk.views.widgets.edit_grid import EditGrid
from crmdesk.views.widgets.grid_rows import Mark, Picking
from crmdesk.views.widgets.grid_values import read, table_of

COLUMNS = (
    Column("planned_on", "计划日期", Kind.DATE, 11),
    Column("dealer_name", "客户名称", Kind.TEXT, 20),
    Column("dealer_class", "等级", Kind.TEXT, 6),
    Column("way", "方式", Kind.CHOICE, 8, choices=VisitWay),
    Column("aim", "巡访目的", Kind.TEXT, 22),
    Column("hours", "时数", Kind.QUANTITY, 6),
)
DECEMBER = date(2026, 12, 1)


def take(line: PlanLine, dealer) -> PlanLine:
    return replace(line, dealer_id=dealer.id, dealer_name=dealer.name, dealer_code=dealer.code)


def clear(line: PlanLine) -> PlanLine:
    return replace(line, dealer_id=None, dealer_name="", dealer_code="")


@pytest.fixture
def grid(counter, qtbot) -> EditGrid:
    made = EditGrid(
        "plan.lines", COLUMNS, counter, None, blank=PlanLine,
        editable={"planned_on", "dealer_name", "way", "aim", "hours"},
        picking=Picking("dealer_name", ("dealer_id", "dealer_name", "dealer_code"), take, clear),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.set_rows([PlanLine(aim="对账"), PlanLine(aim="上样"), PlanLine()], DECEMBER)
    made.set_open(True)
    made.go_to(0)
    made.setFocus()
    return made


@pytest.fixture
def keys(qtbot):
    def press(*what) -> None:
        for key in what:
            target = QApplication.focusWidget()
            if isinstance(key, str) and key.isascii():
                for letter in key:  # the first one opens the editor
                    qtbot.keyClicks(QApplication.focusWidget(), letter)
            elif isinstance(key, str):
                event = QInputMethodEvent()
                event.setCommitString(key)
                QApplication.sendEvent(target, event)
            elif isinstance(key, tuple):
                qtbot.keyClick(target, key[1], key[0])
            else:
                qtbot.keyClick(target, key)

    return press


CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, TAB, HOME = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Home


def paste(grid: EditGrid, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    grid.paste()


def test_a_date_is_typed_in_any_spelling_and_enter_goes_down(grid, keys):
    keys("8", ENTER, "12.9", ENTER, "1210", ENTER)
    assert [line.planned_on for line in grid.rows.rows[:3]] == [date(2026, 12, n) for n in (8, 9, 10)]


def test_tab_goes_from_cell_to_cell_and_leaves_out_what_cannot_be_written(grid, keys):
    keys("8", TAB)
    assert grid.currentIndex().column() == 1
    keys(TAB)
    assert grid.currentIndex().column() == 3
    keys(TAB, TAB, TAB)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)


def test_enter_in_the_last_row_makes_another(grid, keys):
    grid.go_to(2, "aim")
    keys("x", ENTER)
    assert len(grid.rows.rows) == 4
    assert grid.currentIndex().row() == 3


def test_what_cannot_be_read_stays_and_says_why(grid, keys):
    keys("32", ENTER)
    assert grid.rows.text(0, "planned_on") == "32"
    assert "看不懂日期" in grid.rows.tip(0, "planned_on")
    assert [(at, key) for at, key, _why in grid.rows.wrong] == [(0, "planned_on")]
    grid.go_to(0, "planned_on")
    keys("3", ENTER)
    assert not grid.rows.wrong


def test_a_way_is_chosen_by_its_pinyin(grid, keys, qtbot):
    grid.go_to(0, "way")
    keys("dh", ENTER)
    qtbot.waitUntil(lambda: grid.rows.row(0).way is VisitWay.PHONE)


def test_a_dealer_is_picked_by_pinyin_and_fills_what_follows_from_it(grid, keys, qtbot, desk):
    dealer = a_dealer(desk)
    grid.go_to(1, "dealer_name")
    keys("njjd")
    editor = grid.findChild(QLineEdit, "plan.lines.editor")
    qtbot.waitUntil(lambda: editor._completer.popup().isVisible())
    qtbot.keyClick(editor._completer.popup(), ENTER)
    qtbot.waitUntil(lambda: grid.rows.row(1).dealer_id == dealer.id)
    assert grid.rows.row(1).dealer_code == dealer.code
    assert grid.currentIndex().row() == 2


def test_a_table_from_excel_is_pasted_from_the_cursor_on_and_makes_rows(grid, qtbot, desk):
    dealer = a_dealer(desk)
    grid.go_to(1, "planned_on")
    paste(grid, f"2026/12/8\t{dealer.name}\tA 类\t电话\t签协议\t1.5\n12月9日\t没有的客户\t\t走访\t\"两行\n目的\"\t2\r\n8日\n")
    qtbot.waitUntil(lambda: grid.rows.row(1).dealer_id == dealer.id and grid.rows.is_wrong(2, "dealer_name"))
    lines = grid.rows.rows
    assert len(lines) == 4
    assert (lines[1].planned_on, lines[1].way, lines[1].aim, lines[1].hours) == (
        date(2026, 12, 8), VisitWay.PHONE, "签协议", Decimal("1.5"))  # fmt: skip
    assert lines[2].aim == "两行 目的"
    assert "没有找到客户「没有的客户」" in grid.rows.tip(2, "dealer_name")


def test_a_pasted_line_of_titles_says_which_columns_are_meant(grid):
    grid.go_to(0)
    paste(grid, "时数\t备忘\t巡访目的\n2\tx\t换样\n3\ty\t盘点")
    assert [(x.hours, x.aim) for x in grid.rows.rows[:2]] == [(Decimal(2), "换样"), (Decimal(3), "盘点")]


def test_fill_down_copies_the_cell_above_or_the_first_of_the_selection(grid, keys):
    grid.go_to(1, "aim")
    keys((CTRL, Qt.Key.Key_D))
    assert grid.rows.row(1).aim == "对账"
    grid.go_to(0, "aim")
    keys((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down), (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down))
    keys((CTRL, Qt.Key.Key_D))
    assert [line.aim for line in grid.rows.rows] == ["对账"] * 3


def test_ctrl_shift_down_chooses_the_whole_column_from_here_on(grid, keys):
    grid.go_to(1, "aim")
    keys((CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down), (CTRL, Qt.Key.Key_D))
    assert [line.aim for line in grid.rows.rows] == ["对账", "上样", "上样"]


def test_rows_are_inserted_and_struck_and_everything_is_taken_back(grid, keys):
    before = grid.rows.rows
    keys((CTRL, Qt.Key.Key_Insert))
    assert [line.aim for line in grid.rows.rows] == ["", "对账", "上样", ""]
    grid.go_to(1)
    keys((CTRL, Qt.Key.Key_Delete))
    assert [line.aim for line in grid.rows.rows] == ["", "上样", ""]
    assert grid.rows.is_changed
    keys((CTRL, Qt.Key.Key_Z), (CTRL, Qt.Key.Key_Z))
    assert grid.rows.rows == before
    assert not grid.rows.is_changed
    keys((CTRL, Qt.Key.Key_Y))
    assert len(grid.rows.rows) == 4


def test_an_input_method_writes_straight_into_the_cell(grid, keys):
    grid.go_to(0, "aim")
    keys("签年度协议", ENTER)
    assert [line.aim for line in grid.rows.rows[:2]] == ["签年度协议", "上样"]


def test_delete_empties_the_cells_and_escape_leaves_them_alone(grid, keys):
    grid.go_to(0, "aim")
    keys(Qt.Key.Key_F2, "x", Qt.Key.Key_Escape)
    assert grid.rows.row(0).aim == "对账"
    keys(Qt.Key.Key_Delete)
    assert grid.rows.row(0).aim == ""


def test_cells_are_copied_as_a_table(grid):
    grid.selectAll()
    grid.copy()
    assert "\t对账" in QGuiApplication.clipboard().text().splitlines()[0]


def test_a_closed_grid_takes_nothing(grid, keys):
    grid.set_open(False)
    keys("8", (CTRL, Qt.Key.Key_Delete))
    paste(grid, "1")
    assert not grid.rows.is_changed
    assert not grid.findChildren(QLineEdit)


def test_a_difference_tells_what_stood_there_before(grid):
    grid.set_marks(lambda row, key: Mark("amber", "走访") if key == "way" and row.aim == "对账" else None)
    way = next(n for n, column in enumerate(COLUMNS) if column.key == "way")
    assert grid.rows.index(0, way).data(Qt.ItemDataRole.ToolTipRole) == "原为:走访"
    assert grid.rows.index(1, way).data(Qt.ItemDataRole.ToolTipRole) is None


@pytest.mark.parametrize("typed", ["12-09 周三", "2026-12-09(星期三)", "12.9", "9日", "12月9日"])
def test_a_day_copied_out_of_a_grid_is_read_by_one(typed):
    assert read(COLUMNS[0], typed, DECEMBER) == date(2026, 12, 9)


def test_the_end_of_a_month_is_no_day_of_the_week():
    assert read(COLUMNS[0], "12 月底", DECEMBER) == date(2026, 12, 31)


def test_quotes_and_empty_lines_of_a_spreadsheet_are_understood():
    assert table_of('甲\t"a""b"\r\n"x\ny"\t2\r\n\r\n') == [["甲", 'a"b'], ["x\ny", "2"]]


def test_it_is_painted_with_marks_pills_and_struck_rows(grid):
    grid.cell.pills["aim"] = lambda row: "amber"
    grid.rows.is_struck = lambda row: row.aim == "上样"
    grid.rows.write({(0, "planned_on"): "99"})
    picture = grid.grab().toImage()
    assert picture.width() >= 1000
    assert not grid.rows.may_write(1, "aim")
