"""Columns and words of a list: two for one field, kept as further facts, blanks that clear, words explained once."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.views.dealer.conftest import Clerk
from tests.views.dealer.import_steps import (
    COLUMNS_STEP,
    VALUES_STEP,
    a_workbook,
    import_it,
    in_database,
    lines,
    look_at,
    step,
    titles,
    wait_until_checked,
)

HEADER = ("客户名称", "城市", "联系电话", "电话2", "等级", "备注", "喜欢的颜色")
ROWS = (
    ("南京永盛装饰材料有限公司", "南京", "025-84411234", "", "重点", "甲", "蓝"),
    ("宁波宏达建材有限公司", "宁波", "", "0574-87654321", "重点", "", "红"),
    ("合肥鑫源建材有限公司", "合肥", "0551-65551234", "0551-65555678", "C", "丙", ""),
)


@pytest.fixture
def page(clerk: Clerk, tmp_path: Path) -> Clerk:
    """The clerk before the columns of a list."""
    look_at(clerk, a_workbook(tmp_path / "名单.xlsx", 名单=[HEADER, *ROWS]))
    return clerk


def choose(clerk: Clerk, letter: str, word: str) -> None:
    """Choose a field for a column."""
    box = clerk.find(f"dealer.import.column.{letter}")
    box.activated.emit(box.findText(word))
    wait_until_checked(clerk)


def named(clerk: Clerk) -> dict[str, Any]:
    return {dealer.name: dealer for dealer in in_database(clerk).values()}


# --- columns --------------------------------------------------------------------------------------


def test_a_field_is_found_by_its_pinyin(page: Clerk):
    box = page.find("dealer.import.column.G")
    box.setFocus()
    box.lineEdit().selectAll()
    page.qtbot.keyClicks(box.lineEdit(), "wx")
    if QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().hide()
    page.qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    page.until(lambda: box.currentText() == "微信")


def test_a_click_into_the_field_that_one_is_in_selects_its_word(page: Clerk):
    box = page.find("dealer.import.column.A")
    box.setFocus()
    line = box.lineEdit()
    line.setCursorPosition(2)
    page.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.selectedText() == line.text()


def test_two_columns_for_one_field_ask_and_are_joined(page: Clerk):
    choose(page, "G", "备注")
    assert "F 列、G 列都是「备注」" in page.find("dealer.import.double.G").text()
    page.click("dealer.import.double.G.all")
    wait_until_checked(page)
    import_it(page)
    remarks = [dealer.remark for dealer in named(page).values()]
    assert sorted(remarks) == sorted(["甲\n蓝", "红", "丙"])


def test_the_first_filled_of_two_columns_is_taken(page: Clerk):
    choose(page, "D", "电话")
    page.click("dealer.import.double.D.first")
    wait_until_checked(page)
    import_it(page)
    assert named(page)["宁波宏达建材有限公司"].phone == "0574-87654321"
    assert named(page)["合肥鑫源建材有限公司"].phone.startswith("0551-65551234")


def test_only_one_of_two_columns_is_taken_and_the_question_goes(page: Clerk):
    choose(page, "D", "电话")
    page.click("dealer.import.double.D.other")
    wait_until_checked(page)
    page.until(lambda: not page.sees("dealer.import.double.D"))
    assert page.find("dealer.import.column.D").currentText() == "(不导入)"
    assert page.find("dealer.import.column.C").currentText() == "电话"


def test_a_column_without_a_field_is_kept_as_a_further_fact(page: Clerk):
    choose(page, "G", "保留为其他资料")
    import_it(page)
    assert "喜欢的颜色:蓝" in named(page)["南京永盛装饰材料有限公司"].extra


def test_a_blank_clears_only_where_that_is_said(page: Clerk, tmp_path: Path):
    import_it(page)
    blank = [HEADER, (*ROWS[0][:5], "", "")]
    look_at(page, a_workbook(tmp_path / "再一份.xlsx", 名单=[*blank, ROWS[2]]))
    assert named(page)["南京永盛装饰材料有限公司"].remark == "甲"
    page.click("dealer.import.blank.F")
    wait_until_checked(page)
    import_it(page)
    assert named(page)["南京永盛装饰材料有限公司"].remark == ""


# --- words ----------------------------------------------------------------------------------------


def table(clerk: Clerk) -> Any:
    return clerk.page.review.values.table


def the_word(clerk: Clerk, text: str = "重点") -> Any:
    """The line of a word, with the cursor on it."""
    at, line = next((at, line) for at, line in enumerate(lines(table(clerk))) if line.text == text)
    table(clerk).setCurrentIndex(table(clerk).rows.index(at, 0))
    return line


def test_an_unknown_word_stands_once_with_its_rows(page: Clerk):
    assert titles(page)[VALUES_STEP].startswith("取值 ")
    step(page, VALUES_STEP)
    line = the_word(page)
    assert (line.field, line.count, line.rows, line.answer.label) == ("等级", 2, "2、3", "要您定")


def test_a_meaning_is_typed_and_holds_for_all_equal_cells(page: Clerk):
    step(page, VALUES_STEP)
    the_word(page)
    page.qtbot.keyClick(table(page), Qt.Key.Key_A)
    page.until(lambda: page.sees("dealer.import.meaning"))
    if QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().hide()
    page.qtbot.keyClick(page.find("dealer.import.meaning"), Qt.Key.Key_Return)
    page.until(lambda: the_word(page).answer.label == "已定")
    wait_until_checked(page)
    import_it(page)
    levels = {name[:2]: str(dealer.dealer_class) for name, dealer in named(page).items()}
    assert levels == {"南京": "A", "宁波": "A", "合肥": "C"}


def test_delete_leaves_the_cells_blank(page: Clerk):
    step(page, VALUES_STEP)
    the_word(page)
    page.qtbot.keyClick(table(page), Qt.Key.Key_Delete)
    page.until(lambda: the_word(page).answer.label == "留空")
    wait_until_checked(page)
    import_it(page)
    assert named(page)["南京永盛装饰材料有限公司"].dealer_class in (None, "")


def test_what_was_explained_is_known_in_the_next_list_though_nothing_was_written(page: Clerk, tmp_path: Path):
    step(page, VALUES_STEP)
    the_word(page)
    page.click("dealer.import.values.other")
    page.type("dealer.import.meaning", "B")
    if QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().hide()
    page.qtbot.keyClick(page.find("dealer.import.meaning"), Qt.Key.Key_Return)
    page.until(lambda: the_word(page).answer.label == "已定")
    wait_until_checked(page)
    page.go("dealer")
    page.until(lambda: page.desk.do("import_memory.list"))
    other = [("单位名称", "城市", "等级", "手机"), ("第一家有限公司", "南京", "重点", "13600001111")]
    look_at(page, a_workbook(tmp_path / "另一种.xlsx", 名单=other))
    step(page, COLUMNS_STEP)
    assert titles(page)[VALUES_STEP] == "取值"
    import_it(page)
    assert str(named(page)["第一家有限公司"].dealer_class) == "B"
