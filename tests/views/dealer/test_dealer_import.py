"""A list comes in: what is recognised, what a person corrects, what is written, what is left and where it stood."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from tests.views.dealer.conftest import Clerk
from tests.views.dealer.import_steps import (
    LIST,
    PROBLEMS_STEP,
    ROWS_STEP,
    a_workbook,
    figures,
    import_it,
    in_database,
    lines,
    look_at,
    state,
    step,
)

from crmdesk.rules.dealer import DealerQuery
from crmdesk.views.dealer_import_actions import DONE, REVIEW, START
from crmdesk.views.file_drop import FileDrop


@pytest.fixture
def page(clerk: Clerk) -> Clerk:
    """The clerk, on the page that imports."""
    clerk.go("dealer.import")
    return clerk


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    """A list with a title, a total, a row without a name and two cells that mean nothing."""
    return a_workbook(tmp_path / "客户名单.xlsx", 名单=LIST, 说明=[("这里没有名单",)])


# --- looking --------------------------------------------------------------------------------------


def test_the_file_its_sheet_and_the_row_of_its_header_are_recognised(page: Clerk, a_list: Path):
    look_at(page, a_list)
    assert page.page.header.note.text() == "客户名单.xlsx"
    assert page.find("dealer.import.sheet").currentText() == "名单(8 行)"
    assert page.find("dealer.import.header_row").value() == 3


def test_every_column_says_what_it_becomes(page: Clerk, a_list: Path):
    look_at(page, a_list)
    boxes = [page.find(f"dealer.import.column.{letter}").currentText() for letter in "ABCDEFG"]
    assert boxes == ["编号", "客户名称", "联系人", "手机", "信用额度(元)", "开始交易日", "等级"]


def test_the_counts_say_what_would_be_written_and_nothing_is(page: Clerk, a_list: Path):
    look_at(page, a_list)
    assert figures(page) == ["4", "3", "0", "0", "1"]
    page.until(lambda: page.find("dealer.import.go").accessibleName() == "导入 3 家")
    assert in_database(page) == {}


def test_the_rows_are_shown_as_they_will_be(page: Clerk, a_list: Path):
    review = look_at(page, a_list)
    step(page, ROWS_STEP)
    first = lines(review.rows.table)[0]
    assert (first.row, first.code, first.mobile, str(first.credit_limit)) == (
        4,
        "HD01",
        "13820800026",
        "50000.00",
    )
    shown = [column.title for column in review.rows.table.wanted_columns()]
    assert shown[:4] == ["行", "状态", "决定", "客户名称"]
    assert "银行账号" not in shown


def test_problems_stand_with_their_cell_worst_first(page: Clerk, a_list: Path):
    review = look_at(page, a_list)
    step(page, PROBLEMS_STEP)
    told = [(line.cell, line.weight.label, line.value) for line in lines(review.problems.table)]
    assert [cell for cell, word, _value in told if word == "没有导入"] == ["B6", "E7", "F7"]
    assert ("E7", "没有导入", "待定") in told
    assert told[-1][1] == "不是客户"  # the total


# --- correcting -----------------------------------------------------------------------------------


def test_a_corrected_column_takes_the_field_from_the_other_one(page: Clerk, a_list: Path):
    look_at(page, a_list)
    box = page.find("dealer.import.column.C")
    box.setFocus()
    box.lineEdit().selectAll()
    box.lineEdit().insert("法人代表")
    page.leave()
    page.until(lambda: box.currentText() == "法人代表")
    import_it(page)
    assert in_database(page)["HD01"].legal_rep == "陈昇"
    assert in_database(page)["HD01"].contact == ""


def test_a_field_can_stand_in_one_column_only(page: Clerk, a_list: Path):
    look_at(page, a_list)
    box = page.find("dealer.import.column.C")
    box.activated.emit(box.findText("客户名称"))
    page.until(lambda: page.find("dealer.import.column.B").currentText() == "(不导入)")
    import_it(page)
    assert in_database(page)["HD01"].name == "陈昇"


def test_without_a_name_column_the_page_says_what_is_missing(page: Clerk, a_list: Path):
    review = look_at(page, a_list)
    box = page.find("dealer.import.column.B")
    box.activated.emit(0)
    page.until(lambda: review.trouble.isVisible())
    assert "客户名称" in page.find("trouble.what").text()
    assert not page.find("dealer.import.go").isEnabled()


def test_what_fits_no_field_is_taken_back(page: Clerk, a_list: Path):
    look_at(page, a_list)
    box = page.find("dealer.import.column.C")
    box.setFocus()
    box.lineEdit().selectAll()
    box.lineEdit().insert("天气")
    page.find("dealer.import.sheet").setFocus()
    page.find("dealer.import.column.D").setFocus()
    assert box.currentText() == "联系人"


def test_another_sheet_without_a_list_says_so_and_lets_one_go_back(page: Clerk, a_list: Path):
    review = look_at(page, a_list)
    sheet = page.find("dealer.import.sheet")
    sheet.setCurrentIndex(1)
    sheet.activated.emit(1)
    page.until(lambda: review.trouble.isVisible())
    assert "没有找到表头" in page.find("trouble.what").text()
    sheet.setCurrentIndex(0)
    sheet.activated.emit(0)
    page.until(lambda: page.sees("dealer.import.counts.0") and not review.trouble.isVisible())


def test_the_row_of_the_header_can_be_named(page: Clerk, tmp_path: Path):
    odd = [("甲", "乙"), ("名称", "电话号码"), ("第一家有限公司", "025-84411234")]
    look_at(page, a_workbook(tmp_path / "怪.xlsx", 名单=[("x", "y"), *odd]))
    row = page.find("dealer.import.header_row")
    row.setValue(3)
    page.until(lambda: page.sees("dealer.import.counts.0") and figures(page)[1] == "1")


def test_only_whole_rows_leaves_out_rows_with_an_unreadable_cell(page: Clerk, a_list: Path):
    look_at(page, a_list)
    step(page, PROBLEMS_STEP)
    page.click("dealer.import.only_whole")
    page.until(lambda: figures(page) == ["4", "2", "0", "0", "2"])
    import_it(page)
    assert set(in_database(page)) == {"HD01", "HD02"}


def test_everything_leaves_only_the_unreadable_cells_blank(page: Clerk, a_list: Path):
    look_at(page, a_list)
    import_it(page)
    taken = in_database(page)
    assert set(taken) == {"HD01", "HD02", "HD04"}
    assert (taken["HD04"].credit_limit, taken["HD04"].since, taken["HD04"].mobile) == (
        None,
        None,
        "13838874915",
    )


# --- afterwards -----------------------------------------------------------------------------------


def test_the_result_lists_what_is_left_with_cell_and_reason(page: Clerk, a_list: Path):
    look_at(page, a_list)
    import_it(page)
    assert page.find("dealer.import.head").text() == "已导入 3 家,2 行需要您看一下。"
    assert figures(page, "dealer.import.done") == ["4", "3", "0", "0", "1"]
    assert [line.cell for line in lines(page.page.result.problems.table)] == ["B6", "E7", "F7"]


def test_the_rows_that_are_left_can_be_saved_mended_and_imported(page: Clerk, a_list: Path, tmp_path: Path):
    look_at(page, a_list)
    import_it(page)
    target = tmp_path / "有问题的行.xlsx"
    page.click("dealer.import.save")
    page.answer_file_dialog("save_as", target)
    page.until(lambda: page.sees("dealer.import.saved.done"))
    assert "已另存 2 行" in page.find("dealer.import.saved.done.words").text()
    book = openpyxl.load_workbook(target)
    sheet = book.active
    for line in sheet.iter_rows(min_row=4):
        line[1].value = line[1].value or "补上的客户有限公司"
        line[4].value = 20000
        line[5].value = "2021-02-28"
    book.save(target)
    look_at(page, target)
    import_it(page)
    assert in_database(page)["HD03"].name == "补上的客户有限公司"
    assert str(in_database(page)["HD04"].credit_limit) == "20000.00"


def test_look_at_the_dealers_goes_to_the_list(page: Clerk, a_list: Path):
    look_at(page, a_list)
    import_it(page)
    page.click("dealer.import.view")
    page.until(lambda: page.page.name == "dealer" and len(page.codes()) == 3)


def test_the_same_list_once_more_changes_nothing(page: Clerk, a_list: Path):
    look_at(page, a_list)
    import_it(page)
    look_at(page, a_list)
    page.until(lambda: figures(page)[1:3] == ["0", "0"])
    assert not page.find("dealer.import.go").isEnabled()


# --- bad files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.xlsx", b"", "空文件"),
        ("扫描.pdf", b"%PDF-1.7\n1 0 obj\n", "PDF"),
        ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 400, "损坏"),
        ("~$名单.xlsx", b"x" * 165, "临时文件"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_the_page_with_a_way_on(
    page: Clerk, tmp_path: Path, name: str, content: bytes, said: str
):
    path = tmp_path / name
    path.write_bytes(content)
    page.go("dealer.import", None, path=path)
    page.until(lambda: state(page) == START and page.sees("trouble.what"), 30)
    page.until(lambda: page.sees("dealer.import.again"))
    assert said in page.find("trouble.what").text()
    assert page.find("dealer.import.choose").isEnabled()
    assert page.find("dealer.import.again").isEnabled()
    assert not page.errors


def test_a_mended_file_can_be_tried_again(page: Clerk, tmp_path: Path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"")
    page.go("dealer.import", None, path=path)
    page.until(lambda: page.sees("dealer.import.again"), 30)
    a_workbook(path, 名单=LIST)
    page.click("dealer.import.again")
    page.until(lambda: state(page) == REVIEW, 30)


# --- stopping, dropping ---------------------------------------------------------------------------


def test_stopped_while_it_writes_nothing_is_written_and_the_review_is_there_again(
    page: Clerk, tmp_path: Path
):
    many = [
        LIST[2],
        *((f"D{n}", f"第{n}家建材有限公司", "王", f"138{n:08}", 1, "", "A") for n in range(12_000)),
    ]
    look_at(page, a_workbook(tmp_path / "大.xlsx", 名单=many))
    page.until(lambda: page.find("dealer.import.go").isEnabled(), 60)
    page.click("dealer.import.go")
    page.click("dealer.import.stop")
    page.until(lambda: state(page) == REVIEW, 60)
    assert "已取消" in page.find("trouble.what").text()
    assert page.desk.do("dealer.count", DealerQuery()) == 0


def test_a_file_dropped_on_the_window_is_announced_and_taken(clerk: Clerk, a_list: Path, qtbot: Any):
    drop = clerk.window.findChild(FileDrop, "drop") or FileDrop(clerk.window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(a_list))])
    nothing = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(
        clerk.window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, *nothing)
    )
    assert drop.isVisible()
    with qtbot.waitSignal(drop.dropped) as taken:
        QApplication.sendEvent(drop, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, *nothing))
    assert taken.args == [a_list]
    assert not drop.isVisible()


def test_the_whole_import_goes_by_keyboard(page: Clerk, a_list: Path):
    page.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    page.answer_file_dialog("open_file", a_list)
    page.until(lambda: state(page) == REVIEW, 30)
    page.until(lambda: page.find("dealer.import.go").accessibleName() == "导入 3 家")
    page.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.until(lambda: state(page) == DONE, 30)
    page.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.until(lambda: page.page.name == "dealer" and len(page.codes()) == 3)
