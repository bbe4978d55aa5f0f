"""A plan out to Excel and its lines back in."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from tests.services.plans import MONTH, a_line, a_plan, his_dealer


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def book(tmp_path):
    return tmp_path / "计划.xlsx"


def cell_of(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_a_plan_comes_back_as_it_went_out(clerk, rep, book):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1"), 1, route="一线", route_order=1), a_line(his_dealer(clerk, "D2"), 2))
    assert rep.do("visit_plan.export", plan.id, book) == 2
    found = rep.do("visit_plan.read_lines", plan.id, book)
    assert (found.problems, found.goals) == ((), plan.goals)
    again = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": found.lines})
    assert (again.content_hash, again.revision) == (plan.content_hash, plan.revision)


def test_what_was_edited_in_excel_is_changed_and_nothing_else(clerk, rep, book):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1"), 1, aim="甲"), a_line(his_dealer(clerk, "D2"), 2, aim="乙"))
    rep.do("visit_plan.export", plan.id, book)
    workbook = openpyxl.load_workbook(book)
    cell_of(workbook.active, "乙").value = "丙"
    workbook.save(book)
    found = rep.do("visit_plan.read_lines", plan.id, book)
    plan = rep.do("visit_plan.change", plan.id, plan.revision, {"lines": found.lines})
    assert [line.aim for line in plan.lines] == ["甲", "丙"]
    assert [line.id for line in plan.lines] == [line.id for line in found.lines]


def test_lines_of_another_plan_are_new_ones(clerk, rep, book):
    plan = a_plan(rep, a_line(his_dealer(clerk, "D1"), 1))
    rep.do("visit_plan.export", plan.id, book)
    other = rep.do("visit_plan.create", date(2027, 1, 1), {"goals": "", "lines": ()})
    found = rep.do("visit_plan.read_lines", other.id, book)
    assert [line.id for line in found.lines] == [None]
    assert len(rep.do("visit_plan.change", other.id, other.revision, {"lines": found.lines}).lines) == 1


def test_a_list_typed_by_hand_finds_his_dealers_and_names_what_it_does_not_find(clerk, rep, book):
    his_dealer(clerk, "D1", name="南京金鼎建材有限公司")
    other = his_dealer(clerk, "D9", owner="别人", name="苏州恒通陶瓷有限公司")
    plan = a_plan(rep)
    workbook = openpyxl.Workbook()
    for row in (["日期", "客户", "目的"], ["12月1日", "金鼎", "对账"], ["12.2", "苏州恒通陶瓷有限公司", "收款"], ["12-3", "没有的", "看看"]):
        workbook.active.append(row)
    workbook.save(book)
    found = rep.do("visit_plan.read_lines", plan.id, book)
    assert [(line.planned_on.day, line.dealer_code, line.place) for line in found.lines] == [
        (1, "D1", "南京鼓楼区"), (2, "D9", "南京鼓楼区"), (3, "", ""),
    ]  # fmt: skip
    assert found.lines[1].dealer_id == other.id
    assert [cell for cell, _words in found.problems] == ["B4"]


def test_a_line_of_a_merged_dealer_comes_back_as_itself(clerk, rep, book):
    keep, lose = his_dealer(clerk, "D1"), his_dealer(clerk, "D2", name="D2 分店")
    plan = a_plan(rep, a_line(lose, 1))
    rep.do("visit_plan.export", plan.id, book)
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    found = rep.do("visit_plan.read_lines", plan.id, book)
    assert (found.problems, found.lines) == ((), tuple(replace(line, position=found.lines[0].position) for line in plan.lines))


def test_a_list_is_read_before_there_is_a_plan(clerk, rep, book):
    his_dealer(clerk, "D1")
    workbook = openpyxl.Workbook()
    for row in (["日期", "客户编号", "目的"], ["8", "D1", "对账"]):
        workbook.active.append(row)
    workbook.save(book)
    for desk, rep_id in ((rep, None), (clerk, rep.person.id)):
        (line,) = desk.do("visit_plan.read_lines", None, book, MONTH, rep_id).lines
        assert (line.planned_on, line.dealer_code) == (date(2026, 12, 8), "D1")


def test_a_file_that_is_no_plan_is_refused(rep, book):
    plan = a_plan(rep)
    openpyxl.Workbook().save(book)
    with pytest.raises(Refused):
        rep.do("visit_plan.read_lines", plan.id, book)
