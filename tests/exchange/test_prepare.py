"""From the plan to rows ready to be written, and what is said about every cell on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.errors import Refused
from tests.exchange.files_of_clerks import workbook
from tests.exchange.grids import prepared, recognised, report_of

HEADER = ("客户编号", "客户名称", "城市", "手机", "电话", "备注")


def test_only_the_fields_of_the_file_are_touched():
    rows = prepared(("客户名称", "城市", "等级"), ("甲公司", "上海", "A类"))
    assert rows.columns == {"name": ["甲公司"], "city": ["上海"], "dealer_class": [DealerClass.A]}
    assert rows.appended == frozenset()


def test_a_second_phone_goes_into_the_blank_field_else_into_the_remark():
    rows = prepared(
        HEADER,
        ("1", "甲公司", "上海", "13800138000、13900139000", "", "老客户"),
        ("2", "乙公司", "上海", "13800138001/13900139001", "021-83456789", "老客户"),
        ("3", "丙公司", "上海", "", "021-83456789 13800138002", ""),
        ("4", "丁公司", "上海", "13800138003", "", ""),
    )
    assert rows.columns["mobile"] == ["13800138000", "13800138001", "13800138002", "13800138003"]
    assert rows.columns["phone"] == ["13900139000", "021-83456789", "021-83456789", ""]
    assert rows.columns["remark"] == ["老客户", "老客户\n手机另有:13900139001", "", ""]
    assert [problem.cell for problem in rows.problems] == ["D2", "D3", "E4"]
    assert rows.appended == frozenset()


def test_a_remark_that_the_file_does_not_have_is_marked_as_appended():
    rows = prepared(("客户名称", "城市", "电话"), ("甲公司", "上海", "021-83456789 、 021-83456780"))
    assert rows.columns["remark"] == ["电话另有:021-83456780"]
    assert rows.appended == {"remark"}


def test_problems_stand_in_the_order_of_the_sheet_with_cell_field_and_value():
    rows = prepared(("客户名称", "合作日期", "信用额度", "城市"), ("甲", "2026-02-30", "待定", " 上海"), ("乙", "x", 5.0, ""))
    assert [(p.cell, p.field, p.value, p.grade) for p in rows.problems] == [
        ("B2", "since", "2026-02-30", Grade.LOST),
        ("C2", "credit_limit", "待定", Grade.LOST),
        ("D2", "city", " 上海", Grade.CHANGED),
        ("B3", "since", "x", Grade.LOST),
    ]


def test_error_cells_and_formulas_without_a_result_are_told():
    rows = prepared(
        ("客户名称", "城市", "手机"), ("甲公司", "", ""), ("乙公司", "上海", ""),
        errors={(1, 1): "#N/A", (0, 2): "#REF!", (9, 9): "#N/A"}, no_value=frozenset({(2, 2)}),
    )  # fmt: skip
    assert [(p.cell, p.value, p.grade) for p in rows.problems] == [("B2", "#N/A", Grade.LOST), ("C3", "", Grade.LOST)]


def test_what_a_word_means_can_be_decided():
    plan = recognised(("客户名称", "城市", "等级"), ("甲公司", "上海", "VIP"), ("乙公司", "上海", "B")).plan()
    rows = prepare(replace(plan, values={"dealer_class": {"VIP": "A"}}))
    assert rows.columns["dealer_class"] == [DealerClass.A, DealerClass.B]
    assert rows.problems == ()


def test_a_list_without_rows_or_without_names_is_refused():
    with pytest.raises(Refused) as refused:
        prepare(recognised(HEADER, ()).plan())
    assert refused.value.code == "import-no-rows"
    with pytest.raises(Refused) as refused:
        prepare(recognised(HEADER, ("1", "甲公司")).plan({"B": None}))
    assert (refused.value.code, refused.value.field) == ("import-no-name", "name")


def test_a_plan_without_its_cells_reads_the_file_again_if_it_is_still_the_same(tmp_path):
    path = workbook(tmp_path / "名单.xlsx", [HEADER, ("1", "甲公司", "上海")])
    plan = replace(recognise(read_book(path)).plan(), grid=None, readings=None)
    assert prepare(plan).columns["name"] == ["甲公司"]
    workbook(path, [HEADER, ("1", "乙公司", "上海")])
    with pytest.raises(Refused) as refused:
        prepare(plan)
    assert refused.value.code == "file-changed"


def test_preparing_twice_gives_the_same_and_leaves_the_cells_alone():
    found = recognised(HEADER, ("1", "甲公司", "上海", "13800138000、13900139000", "", "老客户"))
    before = [list(column) for column in found.grid.columns]
    assert prepare(found.plan()) == prepare(found.plan())
    assert [list(column) for column in found.grid.columns] == before


def test_a_correction_reads_the_column_anew():
    plan = recognised(("客户名称", "城市", "手机", "面积"), ("甲公司", "上海", "", 5.0)).plan({"D": "credit_limit"})
    assert prepare(plan).columns["credit_limit"] == [Decimal("5.00")]


def test_the_report_for_machines_names_sheet_header_columns_counts_and_problems():
    plan = recognised(
        ("名单",), HEADER, ("1", "甲公司", "上海", 13800138000.0), ("1", "乙公司"), ("3", "", "上海"), ("合计",)
    ).plan()
    found = report_of(plan).to_json()
    assert (found["sheet"], found["header_row"]) == ("名单", 2)
    assert {"column": "B", "field": "name", "reason": "列名完全相同"}.items() <= found["columns"][1].items()
    assert found["counts"] == {"read": 3, "new": 1, "updated": 0, "skipped": 1, "rejected": 1}
    assert {name: found[name] for name in found["counts"]} == found["counts"]
    assert [(p["row"], p["column"], p["field"], p["grade"]) for p in found["problems"]] == [
        (5, "B", "name", "lost"), (6, "", "", "aside"), (4, "A", "code", "lost"),
    ]  # fmt: skip
    assert all(problem["reason"] and problem["done"] for problem in found["problems"])
    assert report_of(plan).failed_rows == (4, 5)
