"""Which rows are records: totals, notes, headers that repeat, blank and hidden rows, rows without a name."""

import pytest

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from tests.exchange.grids import prepared, recognised

HEADER = ("序号", "区域", "客户编号", "客户名称", "城市", "信用额度")


def dealer(number, name=None, region=None):
    return (float(number), region, f"HD{number}", name or f"上海{number}号建材公司", "上海", 5000.0)


def aside_of(*rows, **more):
    return {aside.row: aside.reason for aside in recognised(HEADER, *rows, **more).aside}


@pytest.mark.parametrize(
    "row",
    [
        (None, "小计", None, None, None, 9.0),
        (None, "合  计", None, "12 家", None, 9.0),
        ("合计", None, None, None, None, 9.0),
        (None, None, None, "合计", None, 9.0),
        (None, None, None, "苏南区小计:", None, 9.0),
        (None, "总计:12家", None, 12.0, None, 9.0),
        (None, "本页小计", None, None, None, None),
        (None, None, "共计", None, None, 9.0),
    ],
)
def test_total_rows_are_no_dealers(row):
    assert aside_of(dealer(1), row, dealer(2)) == {3: "合计、小计行"}


@pytest.mark.parametrize("name", ["上海小计算机公司", "合计划建材有限公司", "汇总商贸行", "总计统计事务所", "12 号建材公司"])
def test_dealers_whose_name_looks_like_a_total_stay_dealers(name):
    assert aside_of(dealer(1), dealer(2, name)) == {}


@pytest.mark.parametrize(
    "row",
    [
        ("注:以上客户请于月底前核对。",),
        (None, "备注:以上数据截至十月。"),
        ("制表:内务    审核:经理",),
        ("说明:等级按季度评估。",),
        (None, None, None, "注:以上客户请于月底前核对。"),
        ("※ 手机号变更请告知内务",),
    ],
)
def test_notes_below_are_no_dealers(row):
    assert aside_of(dealer(1), (), row) == {4: "表下的说明、签字"}


def test_a_header_that_repeats_and_a_group_heading_are_no_dealers():
    assert aside_of(dealer(1), HEADER, dealer(2), ("苏南区",), dealer(3)) == {
        3: "重复的表头",
        5: "只有一格文字,像是标题或分组",
    }


def test_blank_rows_and_rows_with_nothing_but_a_number_are_only_counted():
    found = recognised(HEADER, dealer(1), (), (2.0,), (None, "  "), dealer(3), (), (9.0,))
    assert (found.data_rows, found.blank_rows, found.aside) == (2, 5, ())


def test_rows_without_a_name_are_rejected_at_their_cell():
    rows = prepared(HEADER, dealer(1), (2.0, None, "HD2", None, "上海", 5.0), (3.0, None, "HD3", " - ", "上海", 5.0))
    assert rows.rejected == (3, 4)
    assert rows.read == 3
    assert list(rows.row_numbers) == [2]
    assert {len(column) for column in rows.columns.values()} == {1}
    problem = next(p for p in rows.problems if p.row == 3)
    assert (problem.cell, problem.reason, problem.done) == ("D3", "没有客户名称", "整行没有导入")
    assert "HD2" in problem.value


def test_a_merged_region_counts_for_all_its_rows_but_not_for_the_total():
    rows = prepared(
        HEADER, dealer(1, region="苏南"), dealer(2), dealer(3), (None, "小计"), dealer(4),
        merged=((1, 1, 3, 1),),
    )  # fmt: skip
    assert rows.columns["region"] == ["苏南", "苏南", "苏南", ""]


def test_a_merged_name_marks_the_second_row_as_its_continuation():
    rows = prepared(HEADER, dealer(1), (None, None, None, None, "苏州", 7.0), merged=((1, 3, 2, 3),))
    assert rows.rejected == (3,)
    assert "与第 2 行合用一个客户名称单元格" in next(p for p in rows.problems if p.row == 3).reason


def test_a_merge_of_other_fields_is_not_carried():
    rows = prepared(HEADER, dealer(1), (2.0, None, None, "甲公司", "上海", None), merged=((1, 5, 2, 5), (1, 2, 2, 2)))
    assert rows.columns["code"] == ["HD1", ""]
    assert rows.columns["credit_limit"][1] is None


def test_hidden_rows_are_left_out_and_said_unless_wanted():
    found = recognised(HEADER, dealer(1), dealer(2), dealer(3), hidden_rows=frozenset({2}))
    assert found.data_rows == 2
    rows = prepare(found.plan())
    assert list(rows.row_numbers) == [2, 4]
    assert [(p.row, p.grade) for p in rows.problems] == [(3, Grade.ASIDE)]
    assert "隐藏的行" in rows.problems[0].reason
    assert list(prepare(found.plan(include_hidden=True)).row_numbers) == [2, 3, 4]
