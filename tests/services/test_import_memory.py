"""What imports have learned: kept, used by the next list, looked over, changed and forgotten; on both engines."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crmdesk.desk import Desk
from crmdesk.exchange.importing.choices import Blank, Choice, How
from crmdesk.exchange.importing.lessons import name_of
from crmdesk.exchange.importing.plan import Decision, ImportPlan, Recognised
from crmdesk.exchange.reading import read_book
from crmdesk.models.base import new_id
from crmdesk.rules.errors import Conflict, NotAllowed, Refused
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.rules.people import Role
from tests.builders import a_dealer

HEADER = ("客户编号", "客户名称", "城市", "评价", "对口人", "手机")
ROWS = (("HD01", "南京恒泰建材有限公司", "南京", "重点", "王建国", "13833195026"),
        ("HD02", "苏州鼎盛陶瓷商行", "苏州", "一般户", "李芳", "13900001111"))  # fmt: skip
SAID = {"D": "dealer_class", "E": "contact", "F": None}
MEANT = {"dealer_class": {"重点": "A", "一般户": ""}}


@pytest.fixture
def a_list(tmp_path: Path) -> Any:
    def write(name: str = "客户名单 2026-11-20(1).xlsx", header: tuple[str, ...] = HEADER) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("客户")
            for at, row in enumerate((header, *ROWS)):
                sheet.write_row(at, 0, row)
        return path

    return write


def find(desk: Desk, path: Path) -> Recognised:
    return desk.do("dealer_list.find", read_book(path))


def plan_of(found: Recognised) -> ImportPlan:
    return found.plan(SAID, values=MEANT, blanks={"city": Blank.CLEAR})


def words(desk: Desk, kind: MemoryKind | None = None) -> list[tuple[str, str, str]]:
    return sorted((str(m.kind), m.shown, m.meaning) for m in desk.do("import_memory.list", kind))


def the(desk: Desk, shown: str) -> Any:
    return next(m for m in desk.do("import_memory.list") if m.shown == shown)


def test_an_import_learns_the_list_its_columns_and_its_words(clerk, a_list):
    found = find(clerk, a_list())
    clerk.do("dealer.import_list", plan_of(found))
    assert words(clerk) == [
        ("column", "对口人", "联系人"), ("column", "手机", "不导入"), ("column", "评价", "等级"),
        ("profile", "客户名单", "导入 5 列,共 6 列"), ("value", "一般户", "不导入"), ("value", "重点", "A 类"),
    ]  # fmt: skip
    assert {(m.changed_by, m.used_at == m.changed_at) for m in clerk.do("import_memory.list")} == {
        (clerk.person.name, True)
    }


def test_the_next_list_of_the_kind_is_known_by_its_header(clerk, a_list):
    clerk.do("dealer.import_list", plan_of(find(clerk, a_list())))
    again = find(clerk, a_list("另一个.xlsx"))
    assert again.profile is not None
    assert (again.profile.name, again.profile.rows, again.profile.blanks) == ("客户名单", 2, {"city": Blank.CLEAR})
    assert {match.letter: match.field for match in again.columns} == {
        "A": "code", "B": "name", "C": "city", "D": "dealer_class", "E": "contact", "F": None,
    }  # fmt: skip
    assert again.plan().values["dealer_class"] == {"重点": "A", "一般户": ""}


def test_another_list_uses_what_was_said_of_its_columns_and_words(clerk, a_list):
    clerk.do("dealer.import_list", plan_of(find(clerk, a_list())))
    other = find(clerk, a_list("另一个.xlsx", ("编号", "名称", "城市", "评价", "对口人", "移动电话")))
    assert other.profile is None
    assert [(m.header, m.field) for m in other.columns if m.how is How.MEMORY] == [
        ("评价", "dealer_class"), ("对口人", "contact"),
    ]  # fmt: skip
    report = clerk.do("dealer.import_list", other.plan())
    assert report.updated + report.new + report.skipped == 2
    assert len(words(clerk, MemoryKind.PROFILE)) == 2


def test_a_rehearsal_learns_nothing(clerk, a_list):
    plan = plan_of(find(clerk, a_list()))
    clerk.do("dealer.import_list", plan, dry_run=True)
    assert words(clerk) == []


def test_what_was_said_is_kept_when_the_import_is_given_up(clerk, a_list):
    found = find(clerk, a_list())
    assert clerk.do("import_memory.keep_plan", found.plan()) == 0
    assert words(clerk) == []
    assert clerk.do("import_memory.keep_plan", plan_of(found)) == 6
    assert [m.used_at for m in clerk.do("import_memory.list")] == [None] * 6
    assert find(clerk, a_list()).profile is not None


def test_the_same_said_again_replaces(clerk):
    keep = ("import_memory.keep", "dealer", MemoryKind.COLUMN, "评价")
    first = clerk.do(*keep, "dealer_class", "评价")
    second = clerk.do(*keep, "remark", "评价")
    assert (first.id, second.meaning, second.revision) == (second.id, "备注", 2)
    assert words(clerk) == [("column", "评价", "备注")]


def test_forgotten_it_is_not_used_any_more_and_the_list_does_not_bring_it_back(clerk, a_list):
    clerk.do("dealer.import_list", plan_of(find(clerk, a_list())))
    for shown in ("评价", "重点"):
        memory = the(clerk, shown)
        clerk.do("import_memory.forget", memory.id, memory.revision)
    again = find(clerk, a_list())
    assert next(m for m in again.columns if m.header == "评价").field is None
    assert again.plan({"D": "dealer_class"}).values["dealer_class"] == {"一般户": ""}
    assert "重点" not in [shown for _kind, shown, _meaning in words(clerk)]


def test_forgetting_is_undone_with_all_that_hung_on_it(clerk, a_list):
    clerk.do("dealer.import_list", plan_of(find(clerk, a_list())))
    before, memory, call = words(clerk), the(clerk, "评价"), new_id()
    clerk.do("import_memory.forget", memory.id, memory.revision, call_id=call)
    assert words(clerk) != before
    clerk.do("history.undo", call)
    assert words(clerk) == before
    assert next(m for m in find(clerk, a_list()).columns if m.header == "评价").field == "dealer_class"


def test_another_meaning_counts_for_lists_known_already(clerk, a_list):
    clerk.do("dealer.import_list", plan_of(find(clerk, a_list())))
    column, value, profile = the(clerk, "评价"), the(clerk, "重点"), the(clerk, "客户名单")
    assert clerk.do("import_memory.change", column.id, column.revision, "remark").meaning == "备注"
    assert clerk.do("import_memory.change", value.id, value.revision, "B").meaning == "B 类"
    again = find(clerk, a_list())
    assert next(m for m in again.columns if m.header == "评价").field == "remark"
    profile = the(clerk, "客户名单")
    assert clerk.do("import_memory.change", profile.id, profile.revision, "华东客户档案").shown == "华东客户档案"
    assert find(clerk, a_list()).profile.name == "华东客户档案"


def test_a_meaning_that_there_is_not_is_refused(clerk):
    column = clerk.do("import_memory.keep", "dealer", MemoryKind.COLUMN, "评价", "remark", "评价")
    value = clerk.do("import_memory.keep", "dealer", MemoryKind.VALUE, f"dealer_class{PART}重点", "A", "重点")
    apart = clerk.do("import_memory.keep", "dealer", MemoryKind.APART, f"甲{PART}南京{PART}{'0' * 32}", "甲公司", "甲 南京")
    for memory, means in ((column, "nothing"), (value, "D"), (apart, "x")):
        with pytest.raises(Refused):
            clerk.do("import_memory.change", memory.id, memory.revision, means)
    assert words(clerk) == [("apart", "甲 南京", "甲公司"), ("column", "评价", "备注"), ("value", "重点", "A 类")]


def test_two_who_change_it_at_once_meet(clerk):
    column = clerk.do("import_memory.keep", "dealer", MemoryKind.COLUMN, "评价", "remark", "评价")
    clerk.do("import_memory.change", column.id, column.revision, "owner")
    with pytest.raises(Conflict):
        clerk.do("import_memory.forget", column.id, column.revision)


def test_only_those_who_import_look_into_the_memory(signed_in):
    with pytest.raises(NotAllowed):
        signed_in(Role.REP).do("import_memory.list")


@pytest.mark.parametrize(("file", "name"), [
    ("客户名单 2026-11-20(1).xlsx", "客户名单"), ("华东办事处客户档案_20261120.xls", "华东办事处客户档案"), ("名单2026年11月.csv", "名单"),
    ("客户表 - 副本.xlsx", "客户表"), ("客户-最终版-v2.xlsx", "客户"), ("20261120.xlsx", "20261120"), ("A1.xlsx", "A1"),
])  # fmt: skip
def test_a_list_is_called_by_its_file_without_date_and_copy(file, name):
    assert name_of(Path(file)) == name


def test_rows_that_are_not_the_one_they_were_taken_for_are_remembered(clerk, a_list):
    a_dealer(clerk, code="", name="南京恒泰建材有限责任公司", city="南京", mobile="13833195026")
    plan = find(clerk, a_list("名单.xlsx", ("编号", "名称", "城市", "备注", "联系人", "手机"))).plan({"A": None})
    seen = clerk.do("dealer_list.preview", plan)
    (likely,) = seen.review.places(undecided=True)
    row = seen.review.row(likely).row
    clerk.do("dealer.import_list", replace(plan, decisions={row: Decision(Choice.NEW)}))
    (memory,) = clerk.do("import_memory.list", MemoryKind.APART)
    assert (memory.meaning, memory.used_at is not None) == ("南京恒泰建材有限责任公司", True)
    assert "南京恒泰建材有限公司" in memory.shown
