"""The failing rows in the user's own layout: what is in it, how it looks, and that it imports as it is."""

from dataclasses import replace

import openpyxl
import pytest

from crmdesk.exchange.error_workbook import error_workbook
from crmdesk.exchange.files import NotWritten
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from tests.exchange.files_of_clerks import workbook
from tests.exchange.grids import recognised, report_of
from tests.exchange.test_files import full_disk

HEADER = ("区域", "客户编号", "客户名称", "合作日期", "手机", "面积")
ROWS = (
    ("华东办事处客户名单",),
    HEADER,
    ("苏南", "1", "甲公司", "2026.3.5", 13800138000.0, 100.0),
    (None, "2", None, "2026.3.5", 13800138001.0, 100.0),
    (None, "3", "丙公司", "2026-02-30", "1380013800", 100.0),
    ("合计",),
    ("浙北", "1", "丁公司", "2026.3.5", 13800138003.0, "=1+1"),
)
MERGED = ((0, 0, 0, 5), (2, 0, 4, 0))


def made(tmp_path, *rows, merged=MERGED):
    plan = recognised(*rows, merged=merged).plan()
    report = report_of(plan)
    count = error_workbook(plan, report, tmp_path / "错误.xlsx")
    return count, report, openpyxl.load_workbook(tmp_path / "错误.xlsx").active


def test_it_holds_the_header_rows_and_exactly_the_failing_rows(tmp_path):
    count, report, sheet = made(tmp_path, *ROWS)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=6)]
    assert count == len(report.failed_rows) == 3
    assert rows[0][0] == "华东办事处客户名单"
    assert rows[1] == [*HEADER, "原因"]
    assert rows[2] == ["苏南", "2", None, "2026.3.5", 13800138001, 100, "客户名称:没有客户名称(原第 4 行)"]
    assert rows[3][:6] == ["苏南", "3", "丙公司", "2026-02-30", "1380013800", 100]
    assert rows[4][:6] == ["浙北", "1", "丁公司", "2026.3.5", 13800138003, "=1+1"]
    assert rows[5] == [None] * 7
    assert str(sheet.merged_cells) == "A1:F1"
    assert sheet["F5"].data_type == "s"
    assert sheet["E3"].number_format == "0"


def test_what_was_lost_is_red_and_what_is_doubtful_amber(tmp_path):
    _count, _report, sheet = made(tmp_path, *ROWS)
    colours = {cell: sheet[cell].fill.fgColor.rgb for cell in ("C3", "D4", "E4", "B5", "A3")}
    assert colours == {"C3": "FFFFC7CE", "D4": "FFFFC7CE", "E4": "FFFFEB9C", "B5": "FFFFC7CE", "A3": "00000000"}


def test_it_imports_as_it_is_once_it_is_mended(tmp_path):
    made(tmp_path, *ROWS)
    again = recognise(read_book(tmp_path / "错误.xlsx"))
    assert (again.header_row, again.data_rows) == (2, 3)
    assert again.columns[-1].header == "原因"
    assert again.columns[-1].field is None
    book = openpyxl.load_workbook(tmp_path / "错误.xlsx")
    book.active["C3"], book.active["D4"], book.active["E4"] = "乙公司", "2026-02-28", "13800138002"
    book.save(tmp_path / "改好.xlsx")
    rows = prepare(recognise(read_book(tmp_path / "改好.xlsx")).plan())
    assert rows.problems == ()
    assert rows.columns["region"] == ["苏南", "苏南", "浙北"]
    assert rows.columns["name"] == ["乙公司", "丙公司", "丁公司"]


def test_an_error_workbook_of_an_error_workbook_has_one_reason_column(tmp_path):
    made(tmp_path, *ROWS)
    plan = recognise(read_book(tmp_path / "错误.xlsx")).plan()
    error_workbook(plan, report_of(plan), tmp_path / "再错.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "再错.xlsx").active
    assert [cell.value for cell in sheet[2]] == [*HEADER, "原因"]
    assert sheet["G3"].value == "客户名称:没有客户名称(原第 3 行)"


def test_a_header_of_two_rows_is_copied_whole(tmp_path):
    count, _report, sheet = made(
        tmp_path,
        ("客户编号", "客户名称", "联系方式", None),
        (None, None, "联系人", "手机"),
        ("1", None, "张三", "13800138000"),
        merged=((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)),
    )
    assert count == 1
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2, max_col=4)] == [
        ["客户编号", "客户名称", "联系方式", None], [None, None, "联系人", "手机"],
    ]  # fmt: skip
    assert recognise(read_book(tmp_path / "错误.xlsx")).header_row == 2


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_first_last_and_only_failing_rows_are_there(tmp_path, bad):
    rows = [("1", "甲公司", "上海"), ("2", "乙公司", "上海"), ("3", "丙公司", "上海")]
    rows[bad] = (rows[bad][0], None, "上海")
    count, _report, sheet = made(tmp_path, ("客户编号", "客户名称", "城市"), *rows, merged=())
    assert count == 1
    assert [cell.value for cell in sheet[2]][:1] == [str(bad + 1)]


def test_cells_edited_in_the_program_stand_in_it_as_they_were_edited(tmp_path):
    plan = replace(recognised(*ROWS, merged=MERGED).plan(), edits={(5, "D"): "2026-02-31", (5, "F"): "120"})
    error_workbook(plan, report_of(plan), tmp_path / "错误.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "错误.xlsx").active
    assert [cell.value for cell in sheet[4]][2:6] == ["丙公司", "2026-02-31", "1380013800", "120"]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_that_waits_for_a_person_stands_in_it_with_whom_it_may_be(tmp_path, at):
    rows = [("1", "苏州乙公司", "苏州"), ("2", "无锡丙公司", "无锡"), ("3", "常州丁公司", "常州")]
    rows[at] = ("", "恒泰建材(南京)经销部", "南京")
    plan = recognised(("客户编号", "客户名称", "城市"), *rows).plan()
    there = [{"id": "aa", "code": "KH1", "name": "南京恒泰建材有限公司", "city": "南京"}]
    report = report_of(plan, there=there)
    assert error_workbook(plan, report, tmp_path / "错误.xlsx") == len(report.failed_rows) == 1
    sheet = openpyxl.load_workbook(tmp_path / "错误.xlsx").active
    assert sheet.max_row == 2
    assert sheet["B2"].value == "恒泰建材(南京)经销部"
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert "「南京恒泰建材有限公司」(KH1、南京)" in sheet["D2"].value
    assert "仅组织形式不同" in sheet["D2"].value
    book = openpyxl.load_workbook(tmp_path / "错误.xlsx")
    book.active["A2"] = "9"
    book.save(tmp_path / "改好.xlsx")
    mended = recognise(read_book(tmp_path / "改好.xlsx")).plan()
    assert prepare(mended).columns["code"] == ["9"]


def test_a_list_that_all_went_over_gives_a_workbook_without_rows(tmp_path):
    count, _report, sheet = made(tmp_path, ("客户编号", "客户名称", "城市"), ("1", "甲公司", "上海"), merged=())
    assert (count, sheet.max_row) == (0, 1)


def test_error_cells_of_the_file_are_shown_as_they_are(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [("客户编号", "客户名称", "城市"), ("1", "甲公司", None)])
    plan = recognise(read_book(path)).plan()
    plan.grid.errors[1, 2] = "#N/A"
    error_workbook(plan, report_of(plan), tmp_path / "错误.xlsx")
    assert openpyxl.load_workbook(tmp_path / "错误.xlsx").active["C2"].value == "#N/A"


def test_a_full_disk_is_said(tmp_path):
    plan = recognised(*ROWS, merged=MERGED).plan()
    report = report_of(plan)
    with full_disk(100), pytest.raises(NotWritten):
        error_workbook(plan, report, tmp_path / "错误.xlsx")
    assert list(tmp_path.iterdir()) == []
