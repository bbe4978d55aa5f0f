"""The traps of lists, from a file of its kind to rows that could be written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerClass
from tests.exchange.files_of_clerks import (
    cells,
    old_workbook,
    open_document,
    raw_workbook,
    sheet_data,
    workbook,
)
from tests.exchange.grids import prepared, recognised

HEADER = ("客户编号", "客户名称", "城市", "手机", "合作日期", "授信额度", "等级")
ROWS = [
    ("HD01", "上海甲公司", "上海", 13800138000, date(2026, 3, 5), 50000, "A类"),
    ("HD02", "南京乙公司", "南京", 13900139000, date(2025, 12, 31), 1234.5, "乙级"),
]
TITLE = ("华东办事处客户名单",)


def written(cell):
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def as_text(path: Path, charset: str, separator: str = ",") -> Path:
    lines = [separator.join(map(written, row)) for row in (TITLE, HEADER, *ROWS)]
    path.write_bytes("\r\n".join(lines).encode(charset))
    return path


def as_page(path: Path) -> Path:
    rows = "".join(
        f"<tr>{''.join(f'<td>{written(cell)}</td>' for cell in row)}</tr>" for row in (TITLE, HEADER, *ROWS)
    )
    path.write_bytes(f"<html><head><meta charset=gb2312></head><table border=1>{rows}</table></html>".encode("gb18030"))
    return path


FILES = {
    "名单.xlsx": lambda path: workbook(path, [TITLE, HEADER, *ROWS]),
    "名单.xlsm": lambda path: workbook(path, [TITLE, HEADER, *ROWS]),
    "名单.xls": lambda path: old_workbook(path, [TITLE, HEADER, *ROWS]),
    "名单.et": lambda path: old_workbook(path, [TITLE, HEADER, *ROWS]),
    "名单.ods": lambda path: open_document(path, [TITLE, HEADER, *ROWS]),
    "名单.utf8.csv": lambda path: as_text(path, "utf-8"),
    "名单.bom.csv": lambda path: as_text(path, "utf-8-sig"),
    "名单.gb.csv": lambda path: as_text(path, "gb18030"),
    "名单.16.csv": lambda path: as_text(path, "utf-16", "\t"),
    "网页.xls": as_page,
}


@pytest.mark.parametrize("name", FILES)
def test_a_list_says_the_same_in_every_kind_of_file(tmp_path, name):
    found = recognise(read_book(FILES[name](tmp_path / name)))
    assert (found.header_row, found.data_rows) == (2, 2)
    rows = prepare(found.plan())
    assert rows.columns == {
        "code": ["HD01", "HD02"],
        "name": ["上海甲公司", "南京乙公司"],
        "city": ["上海", "南京"],
        "mobile": ["13800138000", "13900139000"],
        "since": [date(2026, 3, 5), date(2025, 12, 31)],
        "credit_limit": [Decimal("50000.00"), Decimal("1234.50")],
        "dealer_class": [DealerClass.A, DealerClass.B],
    }
    assert not [problem for problem in rows.problems if problem.grade is Grade.LOST]


def test_formulas_give_what_they_came_to_and_say_when_they_came_to_nothing(tmp_path):
    body = sheet_data(
        cells("客户名称", "城市", "手机"),
        '<row r="2"><c r="A2" t="inlineStr"><is><t>甲公司</t></is></c><c r="B2" t="str"><f>VLOOKUP(A2,X,2)</f><v>上海</v></c>'
        '<c r="C2" t="str"><f>IF(A2="","",E2)</f><v></v></c></row>',
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙公司</t></is></c><c r="B3"><f>VLOOKUP(A3,X,2)</f></c>'
        '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    found = recognise(read_book(raw_workbook(tmp_path / "公式.xlsx", body)))
    rows = prepare(found.plan())
    assert rows.columns["city"] == ["上海", ""]
    assert [(p.cell, p.grade) for p in rows.problems] == [("B3", Grade.LOST), ("C3", Grade.LOST)]
    assert "没有保存计算结果" in rows.problems[0].reason


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#####", " #VALUE! "])
@pytest.mark.parametrize("field", ["城市", "手机", "合作日期", "等级", "银行账号", "授信额度"])
def test_an_error_that_was_saved_as_text_is_no_value(field, text):
    rows = prepared(("客户名称", "客户编号", field), ("甲公司", "1", text), ("#1 建材公司", "2", ""))
    (problem,) = rows.problems
    assert (problem.cell, problem.grade) == ("C2", Grade.LOST)
    assert "错误值" in problem.reason
    assert set(rows.columns[rows.problems[0].field]) <= {"", None}


@pytest.mark.parametrize(
    ("header", "cell", "value", "grade"),
    [
        ("授信额度", "85%", None, Grade.LOST), ("账期", "50%", None, Grade.LOST), ("合作日期", "5%", None, Grade.LOST),
        ("等级", "100%", None, Grade.LOST), ("授信额度", 0.85, Decimal("0.85"), None), ("账期", 0.5, None, Grade.LOST),
        ("授信额度", True, None, Grade.LOST), ("账期", False, None, Grade.LOST), ("等级", True, None, Grade.LOST),
        ("手机", True, "True", Grade.DOUBT), ("城市", False, "FALSE", Grade.CHANGED), ("银行账号", "6.22202E+18", "", Grade.LOST),
        ("银行账号", "1.0E+17", "", Grade.LOST), ("客户简称", "00123", "00123", None), ("合作日期", "2月30日", None, Grade.LOST),
        ("合作日期", "0000-00-00", None, Grade.LOST), ("授信额度", "￥1,234,567.80", Decimal("1234567.80"), None),
    ],
)  # fmt: skip
def test_percents_booleans_and_lost_digits(header, cell, value, grade):
    rows = prepared(("客户名称", "客户编号", header), ("甲公司", "1", cell))
    name = next(key for key in rows.columns if key not in ("name", "code"))
    assert rows.columns[name] == [value]
    assert [problem.grade for problem in rows.problems] == ([grade] if grade else [])


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u3000\t", "\n", "\u200b", "-", "无"])
def test_a_name_of_blanks_is_no_name(blank):
    rows = prepared(("客户名称", "城市", "客户编号"), (blank, "上海", "1"), ("甲公司", "上海", "2"))
    assert rows.rejected == (2,)
    assert rows.columns["name"] == ["甲公司"]


def test_the_same_column_twice_asks_and_takes_the_first():
    found = recognised(("客户名称", "手机", "手机", "城市"), ("甲公司", "13800138000", "13900139000", "上海"))
    assert [double.letters for double in found.doubles] == [("B", "C")]
    assert prepare(found.plan()).columns["mobile"] == ["13800138000"]


def test_one_row_is_a_list_and_none_is_said(tmp_path):
    assert prepare(recognise(read_book(workbook(tmp_path / "一.xlsx", [HEADER, ROWS[0]]))).plan()).read == 1
    assert recognise(read_book(workbook(tmp_path / "零.xlsx", [HEADER]))).data_rows == 0


def test_a_hidden_column_is_imported_like_others_and_said(tmp_path):
    path = workbook(tmp_path / "藏.xlsx", [HEADER, *ROWS], hidden_columns=[3], hidden_rows=[2])
    found = recognise(read_book(path))
    assert found.columns[3].reason.endswith("(隐藏的列)")
    assert prepare(found.plan()).columns["mobile"] == ["13800138000"]
    assert [aside.row for aside in found.aside] == [3]


def test_dates_of_the_1904_calendar_and_their_serial_numbers(tmp_path):
    serial = float((date(2026, 3, 5) - date(1904, 1, 1)).days)
    rows = [HEADER, ROWS[0], (*ROWS[1][:4], serial, *ROWS[1][5:])]
    done = prepare(recognise(read_book(workbook(tmp_path / "mac.xlsx", rows, date_1904=True))).plan())
    assert done.columns["since"] == [date(2026, 3, 5)] * 2


def test_a_percent_that_is_kept_as_a_fact_says_what_people_see(tmp_path):
    import xlsxwriter

    path = tmp_path / "返利.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        whole, places = book.add_format({"num_format": "0%"}), book.add_format({"num_format": '0.00"点"%'})
        page.write_row(0, 0, ["客户名称", "城市", "手机", "返利", "扣率", "系数"])
        page.write_row(1, 0, ["甲公司", "上海", ""])
        page.write_number(1, 3, 0.05, whole)
        page.write_number(1, 4, 0.1235, places)
        page.write_number(1, 5, 0.05)
    found = recognise(read_book(path))
    rows = prepare(found.plan(dict.fromkeys("DEF", "extra")))
    assert rows.columns["extra"] == ["返利:5%\n扣率:12.35%\n系数:0.05"]
