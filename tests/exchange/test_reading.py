"""Every kind of file that a list comes in, read in the reader process."""

# ruff: noqa: DTZ001 - cells know no time zone

from datetime import date, datetime, time

import pytest

from crmdesk.exchange.reading import Reader, read_book
from crmdesk.rules.errors import Refused
from tests.exchange.files_of_clerks import (
    HEADER,
    ROW,
    cells,
    old_workbook,
    open_document,
    raw_workbook,
    sheet_data,
    workbook,
)


def rows_of(book, sheet=None):
    grid = book.grid(sheet or book.sheets[0].name)
    return [grid.row(number) for number in range(grid.rows)]


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.xlsm", "名单.xls", "名单", "名单.csv", "名单.ods"])
def test_an_xlsx_is_read_whatever_its_name_says(tmp_path, name):
    book = read_book(workbook(tmp_path / name, [HEADER, ROW]))
    assert rows_of(book) == [HEADER, ROW]


@pytest.mark.parametrize("name", ["名单.xls", "名单.xlsx", "名单.et"])
def test_an_old_xls_is_read_whatever_its_name_says(tmp_path, name):
    book = read_book(old_workbook(tmp_path / name, [HEADER, ROW]))
    assert rows_of(book) == [HEADER, ROW]


@pytest.mark.parametrize("name", ["名单.ods", "名单.xlsx"])
def test_an_open_document_is_read(tmp_path, name):
    assert rows_of(read_book(open_document(tmp_path / name, [HEADER, ROW]))) == [HEADER, ROW]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_are_read_in_every_charset_and_separator(tmp_path, charset, separator):
    path = tmp_path / "名单.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in (HEADER, ROW)).encode(charset))
    book = read_book(path)
    assert rows_of(book) == [HEADER, ROW]
    assert book.charset == charset.upper().removesuffix("-SIG")


def test_a_short_gb18030_text_is_not_taken_for_another_language(tmp_path):
    path = tmp_path / "短.csv"
    path.write_bytes("客户名称\n张㛃\n".encode("gb18030"))
    assert rows_of(read_book(path)) == [("客户名称",), ("张㛃",)]


def test_a_csv_keeps_quoted_breaks_ragged_rows_and_leading_zeros(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text('编号,名称,地址\n007,"甲,乙","一行\n二行"\n008\n009,丙,街,多出的\n', "utf-8", newline="")
    book = read_book(path)
    assert rows_of(book) == [
        ("编号", "名称", "地址", ""),
        ("007", "甲,乙", "一行\n二行", ""),
        ("008", "", "", ""),
        ("009", "丙", "街", "多出的"),
    ]


def test_a_long_csv_that_grows_wider_late_stays_even(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("a,b\n" * 9000 + "a,b,c,d\n" + "a\n" * 10, "utf-8")
    grid = read_book(path).grids[0]
    assert [len(column) for column in grid.columns] == [9011] * 4
    assert grid.row(9000) == ("a", "b", "c", "d")


def test_the_line_that_excel_reads_the_separator_from_is_understood(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("sep=;\n名称;电话\n甲;1,2\n", "utf-8")
    assert rows_of(read_book(path)) == [("名称", "电话"), ("甲", "1,2")]


def test_a_web_page_named_xls_is_read(tmp_path):
    path = tmp_path / "导出.xls"
    path.write_bytes(
        "<html><meta charset=gb2312><table><tr><th colspan=2>客户名单</th></tr><tr><td>客户名称<td>手机</tr>"
        "<tr><td>甲&amp;乙<br>公司</td><td>13800138000</td></tr></table></html>".encode("gb18030")
    )
    assert rows_of(read_book(path)) == [
        ("客户名单", ""), ("客户名称", "手机"), ("甲&乙\n公司", "13800138000")
    ]  # fmt: skip


def test_cells_keep_their_kinds(tmp_path):
    row = (13800138000, 0.25, True, date(2026, 3, 5), datetime(2026, 3, 5, 10, 30), time(8, 15), "文字")
    (back,) = rows_of(read_book(workbook(tmp_path / "种类.xlsx", [row])))
    assert back == row
    assert [type(cell) for cell in back] == [float, float, bool, date, datetime, time, str]


def test_dates_of_the_1904_calendar_are_the_days_that_people_see(tmp_path):
    book = read_book(workbook(tmp_path / "mac.xlsx", [[date(2026, 3, 5)]], date_1904=True))
    assert rows_of(book) == [(date(2026, 3, 5),)]
    assert book.grids[0].date_1904


def test_merged_and_hidden_cells_are_told(tmp_path):
    path = workbook(
        tmp_path / "合并.xlsx",
        [("标题",), HEADER, ROW, ROW, ROW],
        merged=[(0, 0, 0, 3), (2, 2, 4, 2)],
        hidden_rows=[3],
        hidden_columns=[1],
    )
    grid = read_book(path).grids[0]
    assert set(grid.merged) == {(0, 0, 0, 3), (2, 2, 4, 2)}
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {1}


def test_hidden_cells_and_the_date_system_of_an_old_xls_are_told(tmp_path):
    path = old_workbook(
        tmp_path / "旧.xls", [HEADER, ROW, ROW, ROW], hidden_rows=[2], hidden_columns=[1, 3], date_1904=True
    )
    grid = read_book(path).grids[0]
    assert (grid.hidden_rows, grid.hidden_columns, grid.date_1904) == ({2}, {1, 3}, True)


def test_errors_of_an_old_xls_are_told(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    for name in ("说明", "名单"):
        page = book.add_sheet(name)
        for number in range(3000):
            page.write(number, 0, f"{name}{number}")
    page.row(7).set_cell_error(1, 0x2A)
    page.row(2999).set_cell_error(2, 0x07)
    book.save(str(tmp_path / "旧.xls"))
    grids = {grid.name: grid for grid in read_book(tmp_path / "旧.xls").grids}
    assert grids["名单"].errors == {(7, 1): "#N/A", (2999, 2): "#DIV/0!"}
    assert grids["说明"].errors == {}


def test_hidden_cells_of_an_open_document_are_told(tmp_path):
    columns = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    )
    grid = read_book(open_document(tmp_path / "名单.ods", [HEADER, ROW, ROW], hidden_rows=[1], columns=columns)).grids[0]
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2})


def test_error_cells_and_formulas_without_a_result_are_told(tmp_path):
    body = sheet_data(
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>A2+1</f><v></v></c>'
        '<c r="C1"><f>A2+1</f><v>7</v></c><c r="D1" t="e"><v>#N/A</v></c></row>',
        cells("x", row=2),
    )
    grid = read_book(raw_workbook(tmp_path / "公式.xlsx", body)).grids[0]
    assert grid.errors == {(0, 0): "#DIV/0!", (0, 3): "#N/A"}
    assert grid.no_value == {(0, 1)}
    assert grid.row(0) == ("", "", 7.0, "")


def test_rows_and_columns_count_from_a1_even_if_the_data_begin_elsewhere(tmp_path):
    path = workbook(tmp_path / "偏.xlsx", [[], [], [None, None, "C3"], [None, "B4"]])
    assert rows_of(read_book(path)) == [("", "", "")] * 2 + [("", "", "C3"), ("", "B4", "")]


def test_hidden_sheets_are_read_and_marked(tmp_path):
    import xlsxwriter

    path = tmp_path / "三张.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number, name in enumerate(("看得见", "藏起来", "藏得深")):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, name)
            if number:
                (sheet.hide, sheet.very_hidden)[number - 1]()
    book = read_book(path)
    assert [(info.name, info.hidden) for info in book.sheets] == [
        ("看得见", False), ("藏起来", True), ("藏得深", True)
    ]  # fmt: skip
    assert rows_of(book, "藏得深") == [("藏得深",)]


def test_a_sheet_that_is_not_there_is_refused_with_the_names_of_those_that_are(tmp_path):
    book = read_book(workbook(tmp_path / "名单.xlsx", [ROW], sheet="华东"))
    with pytest.raises(Refused, match="华北") as refused:
        book.grid("华北")
    assert "华东" in refused.value.do


def test_a_wrong_dimension_record_and_a_million_styled_blanks_do_no_harm(tmp_path):
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 60_000))
    body = '<dimension ref="A1:XFD1048576"/>' + sheet_data(cells(*HEADER), cells(*ROW, row=2), styled)
    assert rows_of(read_book(raw_workbook(tmp_path / "谎.xlsx", body))) == [HEADER, ROW]


def test_a_merge_over_everything_does_no_harm(tmp_path):
    body = sheet_data(cells(*HEADER)) + '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert rows_of(read_book(raw_workbook(tmp_path / "全并.xlsx", body))) == [HEADER]


def test_odd_characters_in_cells_and_names_arrive(tmp_path):
    path = tmp_path / "..%00 名单 (终)…'\".xlsx"
    workbook(path, [("a\x01b", "𬭚㛃", "一\u2028二", "\u200b")])
    assert rows_of(read_book(path)) == [("a\x01b", "𬭚㛃", "一\u2028二", "\u200b")]


def test_progress_is_told_and_the_process_is_kept_for_the_next_file(tmp_path):
    reader = Reader()
    told = []
    path = workbook(tmp_path / "名单.xlsx", [HEADER] + [ROW] * 5000)
    try:
        reader.read(path, progress=lambda *said: told.append(said))
        first = reader._child.process.pid
        reader.read(path)
        assert reader._child.process.pid == first
    finally:
        reader.close()
    assert [done for done, _total, _words in told] == [4096, 5001]
    assert "5001" in told[-1][2]
