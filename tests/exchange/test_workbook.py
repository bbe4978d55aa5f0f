"""Lists out to Excel: kinds of cells, dangerous texts, what it looks like on paper; and back in again."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.files import NotWritten
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.exchange.workbook import sheet_name, write_list
from crmdesk.rules.china_time import in_china
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS, FIELDS, DealerClass, DealerKind, DealerStatus
from crmdesk.rules.errors import Refused
from tests.exchange.test_files import full_disk

EXPORTED = tuple(column for column in COLUMNS if column.key in FIELDS)
VALUES = {
    "code": "0001", "name": "=HYPERLINK(甲公司)", "short_name": "+甲", "credit_code": "91350100M000100Y43",
    "kind": DealerKind.EXCLUSIVE, "dealer_class": DealerClass.A, "status": DealerStatus.SUSPENDED,
    "province": "上海市", "city": "上海", "district": "浦东新区", "region": "@上海区", "address": "-人民路1号",
    "delivery_address": "\t仓库", "contact": "张㛃", "mobile": "13800138000", "phone": "021-83456789",
    "fax": "021-83456780", "email": "a@b.cn", "wechat": "wx", "legal_rep": "甯𬭚", "owner": "孙立",
    "bank_name": "工行", "bank_account": "6222021001088123456", "bank_code": "102290000012",
    "credit_limit": Decimal("1234567.80"), "term_days": 30, "since": date(2019, 3, 5), "extra": "品牌:马可波罗", "remark": "一\n二",
}  # fmt: skip


def row_of(values):
    return [values.get(column.key) for column in EXPORTED]


def exported(path, *rows):
    write_list(path, "客户名单", EXPORTED, [row_of(row) for row in rows])
    return openpyxl.load_workbook(path).active


def cell(sheet, key, row=2):
    return sheet.cell(row, [column.key for column in EXPORTED].index(key) + 1)


def test_numbers_are_numbers_dates_are_dates_and_codes_are_text(tmp_path):
    sheet = exported(tmp_path / "a.xlsx", VALUES)
    assert (cell(sheet, "credit_limit").value, cell(sheet, "credit_limit").number_format) == (1234567.8, "#,##0.00")
    assert (cell(sheet, "term_days").value, cell(sheet, "term_days").data_type) == (30, "n")
    assert cell(sheet, "since").value == datetime(2019, 3, 5)  # noqa: DTZ001 - cells know no time zone
    assert cell(sheet, "since").number_format == "yyyy-mm-dd"
    for key in ("code", "mobile", "phone", "bank_account", "credit_code"):
        assert (cell(sheet, key).value, cell(sheet, key).number_format) == (VALUES[key], "@")
    assert cell(sheet, "dealer_class").value == "A 类"


def test_text_that_begins_like_a_formula_is_a_text_cell_with_nothing_added(tmp_path):
    sheet = exported(tmp_path / "a.xlsx", VALUES)
    for key in ("name", "short_name", "region", "address", "delivery_address"):
        assert (cell(sheet, key).value, cell(sheet, key).data_type) == (VALUES[key], "s")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_sheet_is_ready_to_filter_and_to_print(tmp_path):
    sheet = exported(tmp_path / "a.xlsx", VALUES, VALUES)
    assert sheet.title == "客户名单"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AC3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "客户名单" in sheet.oddHeader.center.text
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_an_export_comes_back_in_exactly_as_it_went_out(tmp_path):
    plain = VALUES | {"delivery_address": "仓库"}
    exported(tmp_path / "a.xlsx", plain, plain | {"code": "0002"})
    found = recognise(read_book(tmp_path / "a.xlsx"))
    assert [match.field for match in found.columns] == [column.key for column in EXPORTED]
    rows = prepare(found.plan())
    assert rows.problems == ()
    assert {key: column[0] for key, column in rows.columns.items()} == plain


plain_texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)


@given(st.lists(plain_texts, min_size=1, max_size=4))
def test_any_text_arrives_as_it_is(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    columns = [Column(f"c{at}", f"列{at}") for at in range(len(texts))]
    write_list(path, "t", columns, [texts])
    grid = read_book(path).grids[0]
    assert [grid.columns[at][1] if grid.rows > 1 and at < grid.width else "" for at in range(len(texts))] == texts


def test_blanks_zero_no_and_instants(tmp_path):
    columns = [
        Column("a", "数", Kind.QUANTITY), Column("b", "否", Kind.YES_NO), Column("c", "时", Kind.INSTANT),
        Column("d", "空"), Column("e", "旧", Kind.DATE),
    ]  # fmt: skip
    moment = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
    write_list(tmp_path / "a.xlsx", "t", columns, [[Decimal(0), False, moment, None, date(1899, 1, 1)]])
    cells = [c.value for c in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]]
    assert cells == [0, "否", in_china(moment).replace(tzinfo=None), None, "1899-01-01"]


def test_an_empty_list_is_still_a_workbook(tmp_path):
    assert write_list(tmp_path / "a.xlsx", "客户名单", EXPORTED, []) == 0
    assert exported(tmp_path / "a.xlsx").max_row == 1


def test_progress_is_told_and_a_cancelled_list_leaves_nothing(tmp_path):
    told = []
    columns = [Column("a", "甲")]
    count = write_list(
        tmp_path / "a.xlsx", "t", columns, ([str(n)] for n in range(2500)), total=2500,
        progress=lambda done, total, words: told.append((done, total)),
    )  # fmt: skip
    assert count == 2500
    assert told == [(0, 2500), (1000, 2500), (2000, 2500)]
    with pytest.raises(Refused) as refused:
        write_list(tmp_path / "b.xlsx", "t", columns, [["x"]], cancelled=lambda: True)
    assert refused.value.code == "cancelled"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with full_disk(3000), pytest.raises(NotWritten) as refused:
        write_list(path, "t", EXPORTED, [row_of(VALUES)] * 500)
    assert refused.value.code == "disk-full"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.xlsx", b"old")]


def test_a_text_that_no_cell_holds_is_refused_at_its_cell(tmp_path):
    with pytest.raises(Refused) as refused:
        write_list(tmp_path / "a.xlsx", "t", EXPORTED, [row_of(VALUES), row_of(VALUES | {"remark": "长" * 40_000})])
    assert refused.value.cell == "AB3"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("title", "name"), [("客户/名单[1]", "客户 名单 1"), ("'x'", "x"), ("长" * 40, "长" * 31), ("", "Sheet1")])
def test_titles_become_names_that_excel_allows(title, name):
    assert sheet_name(title) == name


