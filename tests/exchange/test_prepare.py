"""From the plan to rows ready to be written, and what is said about every cell on the way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import Refused
from tests.exchange.files_of_clerks import workbook
from tests.exchange.grids import prepared, recognised, report_of

HEADER = ("客户编号", "客户名称", "城市", "手机", "电话", "备注")


def test_only_the_fields_of_the_file_are_touched():
    rows = prepared(("客户名称", "城市", "等级"), ("甲公司", "上海", "A类"))
    assert rows.columns == {"name": ["甲公司"], "city": ["上海"], "dealer_class": [DealerClass.A]}
    assert rows.appended == frozenset()


def test_a_second_phone_goes_into_the_blank_field_else_it_is_a_further_contact():
    rows = prepared(
        HEADER,
        ("1", "甲公司", "上海", "13800138000、13900139000", "", "老客户"),
        ("2", "乙公司", "上海", "13800138001/13900139001", "021-83456789", "老客户"),
        ("3", "丙公司", "上海", "", "021-83456789 13800138002", ""),
        ("4", "丁公司", "上海", "13800138003", "", ""),
    )
    assert rows.columns["mobile"] == ["13800138000", "13800138001", "13800138002", "13800138003"]
    assert rows.columns["phone"] == ["13900139000", "021-83456789", "021-83456789", ""]
    assert rows.columns["remark"] == ["老客户", "老客户", "", ""]
    assert rows.contacts == {1: (Contact(mobile="13900139001"),)}
    assert [problem.cell for problem in rows.problems] == ["D2", "D3", "E4"]
    assert rows.appended == frozenset()


def test_a_remark_that_the_file_does_not_have_is_marked_as_appended():
    rows = prepared(("客户名称", "城市", "电话"), ("甲公司", "上海", "021-83456789(总机)"))
    assert rows.columns["remark"] == ["电话另有:总机"]
    assert rows.appended == {"remark"}


def test_people_of_one_cell_become_the_main_contact_and_further_ones():
    rows = prepared(
        ("客户名称", "联系人", "手机", "城市"),
        ("甲公司", "王建国13800138000、李芳13900139000", "", "上海"),
        ("乙公司", "", "王建国 13800138000 / 李芳 13900139000", "上海"),
        ("丙公司", "王建国、李芳", "13800138000、13900139000", "上海"),
        ("丁公司", "张三", "李芳 13900139000", "上海"),
        ("戊公司", "张三(财务)13800138000", "", "上海"),
    )
    assert rows.columns["contact"] == ["王建国", "王建国", "王建国", "张三", "张三"]
    assert rows.columns["mobile"] == ["13800138000"] * 3 + ["13900139000", "13800138000"]
    assert [rows.contacts.get(place) for place in range(5)] == [
        *[(Contact("李芳", mobile="13900139000"),)] * 4, None,
    ]  # fmt: skip
    assert rows.columns["remark"] == ["", "", "", "", "联系人另有:财务"]


def test_contacts_stay_with_their_rows_when_others_are_rejected():
    rows = prepared(
        ("客户名称", "联系人", "城市"), ("", "王建国、李芳", "上海"), ("乙公司", "张三", ""), ("丙公司", "张三、赵敏", "")
    )
    assert list(rows.row_numbers) == [3, 4]
    assert rows.contacts == {1: (Contact("赵敏"),)}


def test_columns_for_one_field_give_the_first_that_says_something():
    found = recognised(
        ("客户名称", "电话", "联系电话", "城市"),
        ("甲公司", "", "87654321", "上海"), ("乙公司", "83456789", "不详", "上海"), ("丙公司", "没有", "无", "上海"),
    )  # fmt: skip
    rows = prepare(found.plan(joins={"phone": Join.FIRST}))
    assert rows.columns["phone"] == ["87654321", "83456789", ""]
    assert [problem.cell for problem in rows.problems] == ["B4", "C4"]
    assert prepare(found.plan()).columns["phone"] == ["", "83456789", ""]


def test_columns_for_one_field_are_put_together():
    header = ("客户名称", "备注", "说明", "手机", "手机号", "城市")
    found = recognised(
        header, ("甲公司", "老客户", "现款", "13800138000", 13900139000.0, "上海"), ("乙公司", "", "现款", "", "13800138001", "")
    )
    rows = prepare(found.plan(joins={"remark": Join.ALL, "mobile": Join.ALL}))
    assert rows.columns["remark"] == ["老客户\n现款", "现款"]
    assert rows.columns["mobile"] == ["13800138000", "13800138001"]
    assert rows.columns["phone"] == ["13900139000", ""]


def test_columns_without_a_field_are_kept_under_their_own_names():
    found = recognised(
        ("客户名称", "城市", "手机", "展厅\n面积", "去年返利档", "门头照片"),
        ("甲公司", "", "", 120.0, " 二档 ", ""), ("乙公司",), ("丙公司", "上海", "", "", date(2026, 3, 5), "有"),
    )  # fmt: skip
    rows = prepare(found.plan({"D": "extra", "E": "extra", "F": "extra"}))
    assert rows.columns["extra"] == ["展厅 面积:120\n去年返利档:二档", "", "去年返利档:2026-03-05\n门头照片:有"]


def test_our_own_column_of_facts_takes_further_ones_in():
    found = recognised(("客户名称", "城市", "其他资料", "返利"), ("甲公司", "上海", "面积:120\n返利:二档", "三档"))
    assert prepare(found.plan({"D": "extra"})).columns["extra"] == ["面积:120\n返利:三档"]


def test_a_blank_clears_only_where_nothing_stood():
    found = recognised(
        ("客户名称", "城市", "合作日期", "业务员"),
        ("", "", "", ""), ("甲公司", "上海", "", ""), ("乙公司", "上海", "x", "无"), ("丙公司", "", "2026-1-1", "孙立"),
        errors={(3, 3): "#N/A"},
    )  # fmt: skip
    rows = prepare(found.plan(blanks={"since": Blank.CLEAR, "owner": Blank.CLEAR, "name": Blank.CLEAR}))
    assert rows.cleared == {"since", "owner"}
    assert [rows.clears("since", place) for place in range(3)] == [True, False, True]
    assert [rows.clears("owner", place) for place in range(2)] == [True, False]
    assert not rows.clears("city", 2)
    assert prepare(found.plan()).cleared == frozenset()


def test_cells_can_be_corrected_in_the_program():
    rows = (("客户名称", "城市", "合作日期"), ("甲公司", "上海", "2026-2-30"), ("", "苏州", ""), ("合计", "2 家", ""))
    found = recognised(*rows)
    before = [list(column) for column in found.grid.columns]
    done = prepare(found.plan(edits={(2, "C"): "2026-2-28", (3, "A"): "乙公司", (1, "A"): "x", (99, "A"): "x", (2, "Z"): "x"}))
    assert done.columns["since"] == [date(2026, 2, 28), None]
    assert done.columns["name"] == ["甲公司", "乙公司"]
    assert done.rejected == ()
    assert [list(column) for column in found.grid.columns] == before


def test_an_error_cell_that_was_corrected_is_no_error_any_more():
    found = recognised(("客户名称", "城市", "手机"), ("甲公司", "", ""), errors={(1, 1): "#N/A"})
    assert prepare(found.plan(edits={(2, "B"): "上海"})).problems == ()


def test_rows_set_aside_can_be_taken_in_and_records_left_out():
    found = recognised(HEADER, ("1", "甲公司"), ("", "合计"), ("2", "乙公司"), ("",), ("3", "丙公司"), hidden_rows=frozenset({5}))
    rows = prepare(found.plan(rows_in={3, 5, 6}, rows_out={4}))
    assert rows.columns["name"] == ["甲公司", "合计", "丙公司"]
    assert [(p.row, p.reason) for p in rows.problems] == [(4, "由您指定不导入")]


def test_what_was_learned_of_a_word_holds_however_it_is_written():
    found = recognised(("客户名称", "城市", "等级"), ("甲公司", "上海", " ｖｉｐ"), ("乙公司", "上海", 1.0), ("丙公司", "", "弃"))
    plan = found.plan(values={"dealer_class": {"VIP": "A", "1": "B", "弃": ""}}, blanks={"dealer_class": Blank.CLEAR})
    rows = prepare(plan)
    assert rows.columns["dealer_class"] == [DealerClass.A, DealerClass.B, None]
    assert rows.problems == ()
    assert not rows.clears("dealer_class", 2)


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
