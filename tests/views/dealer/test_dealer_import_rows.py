"""Row by row: who may be somebody that we have, what a key decides, what is shown of it, and cells mended in place."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.views.dealer.conftest import Clerk
from tests.views.dealer.import_steps import (
    ROWS_STEP,
    a_workbook,
    figures,
    go_words,
    import_it,
    in_database,
    lines,
    look_at,
    step,
    titles,
    wait_until_checked,
)

HEADER = ("客户名称", "城市", "手机", "等级", "备注")
#: One of another legal form, one that has moved, one of the same name elsewhere, one that is plainly new.
ROWS = (
    ("南京永盛装饰材料有限责任公司", "南京", "13911112222", "A", ""),
    ("宁波宏达建材有限公司", "宁波", "13823174640", "A", "年底对账"),
    ("合肥鑫源建材有限公司", "芜湖", "13712345678", "B", ""),
    ("苏州全新涂料商行", "苏州", "13612345678", "C", ""),
    ("合计", "", "", "", ""),
)


@pytest.fixture
def rows(clerk: Clerk, dealers: dict[str, Any], tmp_path: Path) -> Clerk:
    """The clerk before the rows of a list, some of which are dealers that the office has."""
    look_at(clerk, a_workbook(tmp_path / "名单.xlsx", 名单=[HEADER, *ROWS]))
    step(clerk, ROWS_STEP)
    clerk.until(lambda: table(clerk).hasFocus())
    return clerk


def table(clerk: Clerk) -> Any:
    return clerk.page.review.rows.table


def told(clerk: Clerk) -> list[tuple[int, str, str]]:
    """Row, standing, decision."""
    return [(line.row, line.standing.label, line.decision.label) for line in lines(table(clerk))]


def show_all(clerk: Clerk) -> None:
    clerk.click("dealer.import.rows.undecided")
    clerk.until(lambda: len(lines(table(clerk))) > 1)


def key(clerk: Clerk, letter: str) -> None:
    """Press a letter in the grid."""
    table(clerk).setFocus()
    clerk.qtbot.keyClick(table(clerk), getattr(Qt.Key, f"Key_{letter}"))


# --- looking --------------------------------------------------------------------------------------


def test_only_what_waits_for_a_person_is_shown_first(rows: Clerk):
    assert told(rows) == [(2, "可能是同一家", "要您定")]
    assert titles(rows)[ROWS_STEP] == "逐行 4、要您定 1"
    assert figures(rows) == ["4", "2", "1", "0", "0", "1"]


def test_every_row_says_what_it_is_and_what_becomes_of_it(rows: Clerk):
    show_all(rows)
    assert told(rows) == [
        (2, "可能是同一家", "要您定"), (3, "已有,要更新", "更新"), (4, "新客户", "新增"), (5, "新客户", "新增"),
    ]  # fmt: skip


def test_the_panel_says_who_it_may_be_and_why(rows: Clerk):
    rows.until(lambda: rows.sees("dealer.import.candidate.0"))
    words = "".join(
        label.text()
        for label in rows.find("dealer.import.candidate.0").findChildren(
            type(rows.find("dealer.import.row.name"))
        )
    )
    assert "南京永盛装饰材料有限公司" in words
    assert "KH1001" in words


def test_an_update_shows_what_it_changes_old_and_new(rows: Clerk):
    show_all(rows)
    table(rows).go_to(1)
    rows.until(lambda: rows.sees("dealer.import.row.changes"))
    words = rows.find("dealer.import.row.changes").text()
    assert "B 类" in words
    assert "A 类" in words
    assert "年底对账" in words
    assert "宁波宏达" not in words


def test_search_narrows_the_rows(rows: Clerk):
    show_all(rows)
    rows.type("dealer.import.rows.search", "苏州")
    rows.until(lambda: [row for row, _s, _d in told(rows)] == [5])


# --- deciding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "expected"), [("N", ["4", "3", "1", "0", "0"]), ("S", ["4", "2", "1", "1", "0"])]
)
def test_one_key_decides_and_nothing_waits_any_more(rows: Clerk, letter: str, expected: list[str]):
    key(rows, letter)
    rows.until(lambda: figures(rows) == expected)
    assert titles(rows)[ROWS_STEP] == "逐行 4"


def test_update_takes_the_likeliest_dealer(rows: Clerk):
    key(rows, "U")
    rows.until(lambda: figures(rows) == ["4", "2", "2", "0", "0"])
    import_it(rows)
    assert in_database(rows)["KH1001"].name == "南京永盛装饰材料有限责任公司"


def test_a_decision_is_taken_back_by_the_undo_key(rows: Clerk):
    key(rows, "N")
    rows.until(lambda: len(figures(rows)) == 5)
    rows.qtbot.keyClick(table(rows), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rows.until(lambda: told(rows) == [(2, "可能是同一家", "要您定")])


def test_several_selected_rows_are_decided_by_one_key(rows: Clerk):
    show_all(rows)
    table(rows).selectAll()
    key(rows, "S")
    rows.until(lambda: figures(rows) == ["4", "0", "0", "4", "0"])
    rows.until(lambda: not rows.find("dealer.import.go").isEnabled())


def test_merged_into_another_dealer_that_is_found_by_pinyin(rows: Clerk):
    key(rows, "M")
    rows.until(lambda: rows.sees("dealer.import.merge"))
    line = QApplication.focusWidget()
    rows.qtbot.keyClicks(line, "hzhm")
    rows.until(lambda: QApplication.activePopupWidget() is not None)
    rows.qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    rows.until(lambda: figures(rows) == ["4", "2", "2", "0", "0"])
    import_it(rows)
    assert in_database(rows)["KH1006"].name == "南京永盛装饰材料有限责任公司"


def test_not_the_same_firm_makes_it_new_and_is_remembered(rows: Clerk, tmp_path: Path):
    key(rows, "D")
    rows.until(lambda: figures(rows) == ["4", "3", "1", "0", "0"])
    rows.until(lambda: rows.desk.do("import_memory.list"))
    look_at(rows, a_workbook(tmp_path / "又一份.xlsx", 名单=[HEADER, ROWS[0]]))
    assert figures(rows) == ["1", "1", "0", "0", "0"]


def test_a_stricter_search_asks_less_at_once(rows: Clerk):
    rows.find("dealer.import.rows.strictness").setValue(95)
    rows.until(lambda: figures(rows) == ["4", "3", "1", "0", "0"])
    rows.find("dealer.import.rows.strictness").setValue(60)
    rows.until(lambda: len(figures(rows)) == 6)


def test_undecided_rows_are_not_written_and_the_button_says_so(rows: Clerk):
    assert go_words(rows) == "导入 3 家,1 行不写"
    import_it(rows)
    assert len(in_database(rows)) == 6 + 2
    left = lines(rows.page.result.problems.table)
    assert ("可能是" in left[0].reason, left[0].row) == (True, 2)


def test_the_strip_leads_to_what_waits(rows: Clerk):
    step(rows, 0)
    assert "还有 1 行要您定" in rows.find("dealer.import.waiting.words").text()
    rows.click("dealer.import.waiting.yes")
    rows.until(lambda: rows.page.review.tabs.currentIndex() == ROWS_STEP)


# --- cells and greyed rows ------------------------------------------------------------------------


def open_cell(clerk: Clerk, at: int, field: str) -> Any:
    """F2 in a cell of the grid."""
    keys = [column.key for column in table(clerk).rows.columns]
    table(clerk).go_to(at, keys.index(field))
    clerk.qtbot.keyClick(table(clerk), Qt.Key.Key_F2)
    clerk.until(lambda: clerk.sees("dealer.import.cell.text"))
    return clerk.find("dealer.import.cell.text")


def test_a_cell_is_mended_in_place(rows: Clerk):
    show_all(rows)
    line = open_cell(rows, 3, "name")
    assert line.text() == "苏州全新涂料商行"
    rows.type("dealer.import.cell.text", "苏州崭新涂料商行")
    rows.press(Qt.Key.Key_Return)
    rows.until(lambda: lines(table(rows))[3].name == "苏州崭新涂料商行", 20)


def test_all_equal_cells_are_mended_at_once(rows: Clerk):
    show_all(rows)
    open_cell(rows, 0, "dealer_class")
    rows.type("dealer.import.cell.text", "B")
    rows.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rows.until(lambda: [str(line.dealer_class) for line in lines(table(rows))] == ["B", "B", "B", "C"], 20)


def test_escape_leaves_a_cell_as_it_was(rows: Clerk):
    show_all(rows)
    open_cell(rows, 3, "name")
    rows.type("dealer.import.cell.text", "别的")
    rows.press(Qt.Key.Key_Escape)
    assert rows.page.name == "dealer.import"
    assert lines(table(rows))[3].name == "苏州全新涂料商行"


def test_a_row_that_was_set_aside_can_be_made_a_dealer_and_back(rows: Clerk):
    rows.click("dealer.import.rows.greyed")
    rows.until(lambda: [row for row, _s, _d in told(rows)] == [6])
    key(rows, "B")
    wait_until_checked(rows)
    rows.until(lambda: figures(rows)[0] == "5", 20)
    rows.until(lambda: len(lines(table(rows))) == 5)
    table(rows).go_to(4)
    key(rows, "B")
    rows.until(lambda: figures(rows)[0] == "4", 20)


def test_letters_are_typed_where_one_types(rows: Clerk):
    show_all(rows)
    rows.type("dealer.import.rows.search", "nus")
    assert rows.find("dealer.import.rows.search").text() == "nus"
    rows.find("dealer.import.rows.search").clear()
    rows.until(lambda: figures(rows) == ["4", "2", "1", "0", "0", "1"])
