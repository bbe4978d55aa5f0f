"""Plans, handbook and statistics in Excel: ready for printing, and the plan's lines read back, ours or typed by hand."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import openpyxl
import pytest

from crmdesk.exchange.files import NotWritten
from crmdesk.exchange.visit_plan_reading import finder_of
from crmdesk.exchange.visit_workbook import (
    read_plan,
    write_handbook,
    write_plan,
    write_statistics,
)
from crmdesk.rules.dealer import Dealer, DealerClass
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit import Execution, NotVisited
from crmdesk.rules.visit_plan import LINE_FIELDS, VisitWay
from tests.papers.visit_builders import NAMES, a_day, a_dealer, a_line, a_plan

DECEMBER = date(2026, 12, 1)
DEALERS = [a_dealer(n, short_name=f"简称{n}", dealer_class=DealerClass.B) for n in range(len(NAMES))]
FIND = finder_of(DEALERS)


def sheets_of(path):
    return openpyxl.load_workbook(path)


def typed(path, *rows, merge=()):
    """A workbook as someone types it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merge:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def test_a_plan_is_ready_for_printing(tmp_path):
    path = tmp_path / "计划.xlsx"
    assert write_plan(path, a_plan(40), "华东办事处") == 40
    sheet = sheets_of(path).active
    assert sheet.title == "冯媛 2026-12"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$P$48"
    assert sheet.freeze_panes == "A6"
    assert sheet.column_dimensions["Q"].hidden
    assert [cell.value for cell in sheet[5]][:5] == ["序号", "计划日期", "星期", "客户编号", "客户名称"]


def test_dates_are_dates_hours_are_numbers_codes_and_phones_are_text(tmp_path):
    path = tmp_path / "计划.xlsx"
    write_plan(path, a_plan(1, lines=(a_line(0, dealer_code="0012", phone="02584710000", aim="=1+1"),)))
    row = sheets_of(path).active[6]
    assert isinstance(row[1].value, datetime)
    assert (row[3].value, row[3].data_type, row[3].number_format) == ("0012", "s", "@")
    assert (row[7].value, row[7].data_type) == ("02584710000", "s")
    assert (row[11].value, row[11].data_type) == ("=1+1", "s")
    assert row[14].value == 2


def test_what_was_written_is_read_back_line_by_line(tmp_path):
    plan = a_plan(30, lines=tuple(a_line(n, aim=f"第{n}次\n第二行") for n in range(30)))
    path = tmp_path / "计划.xlsx"
    write_plan(path, plan)
    read = read_plan(path, DECEMBER, FIND)
    assert read.problems == ()
    assert read.goals == plan.goals
    assert [line.id for line in read.lines] == [line.id for line in plan.lines]
    for field in LINE_FIELDS:
        assert [getattr(line, field) for line in read.lines] == [getattr(line, field) for line in plan.lines], field


def test_a_list_typed_by_hand_is_understood(tmp_path):
    path = typed(
        tmp_path / "十二月巡访.xlsx",
        ["冯媛12月份拜访计划"], ["本月工作目标：完成 120 万"], [],
        ["序号", "拜访日期", "经销商名称", "拜访方式", "线路", "工作内容", "存在问题", "措施", "停留时间", "备注", "电话"],
        [1, "12.3", "苏州金鼎陶瓷", "电话", "一线", "催款", "欠款", "对账", "1.5小时", "", "138"],
        [2, "12月4日（周五）", "永盛", "拜访", "", "送样", "", "", "90分钟", "急", ""],
        [3, 5, "简称2", "", "", "培训", "", "", 2, "", ""],
        [4, datetime(2026, 12, 6), "KH1004 错", "微信视频", "", "", "", "", "", "", ""],  # noqa: DTZ001
        [5, "二〇二六年十二月七日", "简称4", "陪访", "", "", "", "", "", "", ""],
        [], ["合计", "", "5 家"], ["业务经理：冯媛", "", "办事处经理："],
    )  # fmt: skip
    read = read_plan(path, DECEMBER, FIND)
    assert read.goals == "完成 120 万"
    assert [line.planned_on.day for line in read.lines] == [3, 4, 5, 6, 7]
    assert [line.dealer_code for line in read.lines] == ["KH1002", "KH1001", "KH1003", "", "KH1005"]
    assert [line.way for line in read.lines] == [VisitWay.PHONE, VisitWay.CALL_ON, VisitWay.CALL_ON, VisitWay.VIDEO, VisitWay.TOGETHER]
    assert [line.hours for line in read.lines] == [Decimal("1.5"), Decimal("1.5"), Decimal(2), None, None]
    first = read.lines[0]
    assert (first.aim, first.problem, first.solution, first.route) == ("催款", "欠款", "对账", "一线")
    assert read.lines[3].dealer_name == "KH1004 错"
    assert [cell for cell, _words in read.problems] == ["C8"]
    assert [line.position for line in read.lines] == [1, 2, 3, 4, 5]
    assert all(line.id is None for line in read.lines)


@pytest.mark.parametrize(("cell", "day"), [
    ("3日", 3), ("12-08", 8), ("2026/12/9", 9), ("26.12.10", 10), ("1211", 11), ("十二月十二日", 12), (13, 13), (12.15, 15),
    ("周二", None), ("下周一", None), ("明天", None), ("31", 31), ("32", None), ("月底", 31), ("待定", None), (46361, 5),
])  # fmt: skip
def test_dates_in_all_spellings(tmp_path, cell, day):
    path = typed(tmp_path / "a.xlsx", ["日期", "客户名称", "目的"], [cell, "苏州金鼎陶瓷", "催款"])
    read = read_plan(path, DECEMBER, FIND)
    assert (read.lines[0].planned_on.day if read.lines[0].planned_on else None) == day
    assert len(read.problems) == (day is None)


def test_a_date_of_another_month_is_taken_and_told(tmp_path):
    path = typed(tmp_path / "a.xlsx", ["日期", "客户编号", "目的"], ["2026-11-30", "kh1002", "催款"])
    read = read_plan(path, DECEMBER, FIND)
    assert read.lines[0].planned_on == date(2026, 11, 30)
    assert read.problems == (("A2", "日期 2026-11-30 不在 12 月"),)


def test_merged_days_hold_for_all_their_rows(tmp_path):
    rows = [["日期", "客户名称", "目的"], ["3日", "简称1", "甲"], [None, "简称2", "乙"], ["4日", "简称3", "丙"]]
    read = read_plan(typed(tmp_path / "a.xlsx", *rows, merge=("A2:A3",)), DECEMBER, FIND)
    assert [line.planned_on.day for line in read.lines] == [3, 3, 4]


def test_what_cannot_be_read_is_named_with_its_cell_and_the_rest_is_taken(tmp_path):
    path = typed(
        tmp_path / "a.xlsx", ["日期", "客户名称", "方式", "时数", "目的", "心情"], ["3日", "没有这家", "骑马", "很久", "催款", "好"],
        ["4日", "", "", 30, "培训", ""],
    )  # fmt: skip
    read = read_plan(path, DECEMBER, FIND)
    assert dict(read.problems).keys() == {"F1", "B2", "C2", "D2", "B3", "D3"}
    assert [(line.dealer_name, line.aim) for line in read.lines] == [("没有这家", "催款"), ("", "培训")]
    assert all(line.dealer_id is None for line in read.lines)


def test_a_repeated_header_is_no_line(tmp_path):
    head = ["日期", "客户名称", "目的"]
    path = typed(tmp_path / "a.xlsx", head, ["3日", "简称1", "甲"], head, ["4日", "简称2", "乙"])
    assert len(read_plan(path, DECEMBER, FIND).lines) == 2


def test_a_csv_of_a_phone_is_read_too(tmp_path):
    path = tmp_path / "计划.csv"
    path.write_bytes("日期,客户名称,目的\n12.3,简称1,催款\n".encode("gb18030"))
    assert read_plan(path, DECEMBER, FIND).lines[0].dealer_code == "KH1002"


def test_a_file_without_a_plan_is_refused_with_what_to_do(tmp_path):
    path = typed(tmp_path / "a.xlsx", ["商品", "价格"], ["砖", 5])
    with pytest.raises(Refused) as refusal:
        read_plan(path, DECEMBER, FIND)
    assert refusal.value.code == "no-plan-header"
    assert "客户名称" in refusal.value.do


def test_a_list_without_end_is_refused(tmp_path):
    path = typed(tmp_path / "a.xlsx", ["日期", "客户名称", "目的"], *[["3日", "简称1", "甲"]] * 1001)
    with pytest.raises(Refused) as refusal:
        read_plan(path, DECEMBER, FIND)
    assert refusal.value.code == "plan-too-long"


def test_a_mark_from_another_program_is_no_line(tmp_path):
    path = typed(tmp_path / "a.xlsx", ["日期", "客户名称", "目的", "记录号"], ["3日", "简称1", "甲", "R1AAAA"])
    assert read_plan(path, DECEMBER, FIND).lines[0].id is None


def test_dealers_are_found_by_code_name_short_name_or_an_unmistakable_part():
    twins = [
        Dealer(UUID(int=1), 1, "A1", "苏州永盛"),
        Dealer(UUID(int=2), 1, "A2", "无锡永盛"),
        Dealer(UUID(int=3), 1, "A3", "苏州（中）建材"),
    ]
    find = finder_of(twins)
    asked = (("a1", "随便"), ("", "无锡 永盛"), ("", "永盛"), ("", "苏州(中)建材"), ("", "无锡永"), ("A9", "苏州永盛"), ("", ""))
    assert [find(*one) for one in asked] == [twins[0], twins[1], None, twins[2], twins[1], None, None]


def test_the_handbook_has_visits_days_and_dealers(tmp_path):
    path = tmp_path / "手册.xlsx"
    assert write_handbook(path, "冯媛", DECEMBER, DEALERS, [a_day(1), a_day(0)]) == 16
    book = sheets_of(path)
    assert book.sheetnames == ["巡访记录", "每日", "客户"]
    visits = book["巡访记录"]
    assert visits.print_title_rows == "$2:$2"
    assert [visits.cell(row, 1).value.day for row in (3, 18)] == [1, 2]
    texts = [cell.value for cell in visits[3]]
    assert any(isinstance(text, str) and "【市场秩序】有无窜货：有（上报）" in text for text in texts)
    assert book["每日"].cell(3, 3).value.startswith("走访建邺")
    assert sum(book["客户"].cell(row, 10).value for row in range(3, 9)) == 16
    for sheet in book:
        assert sheet.print_area
        assert sheet.page_setup.paperSize == 9


def test_statistics_have_a_sheet_for_each_table_and_a_total(tmp_path):
    rows = [
        Execution("1", "冯媛", 40, 36, 3, 4, {"客户不在": 2, "天气交通": 2}, 5, Decimal("1000.50"), Decimal(20), 22, 20,
                  Decimal("91.5"), 2, date(2026, 12, 30)),
        Execution("2", "孙立", 31, 15, 0, 15, {"客户不在": 1}, 0),  # one of 31 is not due yet
    ]  # fmt: skip
    missing = [NotVisited(UUID(int=1), "南京永盛", DealerClass.A, "冯媛", None, None, 30)]
    path = tmp_path / "统计.xlsx"
    count = write_statistics(path, DECEMBER, date(2026, 12, 31), by_rep=rows, by_class=rows[:1], not_visited=missing)
    assert count == 4
    book = sheets_of(path)
    assert book.sheetnames == ["按业务经理", "按等级", "按客户", "久未巡访"]
    values = [[cell.value for cell in row] for row in book["按业务经理"].iter_rows(min_row=3)]
    assert [row[:4] for row in values] == [["冯媛", 40, 36, 90], ["孙立", 31, 15, 50], ["合计", 71, 51, 72]]
    assert [row[6] for row in values] == [0, 1, 1]  # 未到期
    assert values[2][7] == "客户不在 3、天气交通 2"
    assert book["久未巡访"].cell(3, 5).value == "从未"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(NotWritten):
        write_plan(tmp_path / "nirgends" / "a.xlsx", a_plan(1))
