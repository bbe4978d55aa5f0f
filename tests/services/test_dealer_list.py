"""A list on its way in: looked at, rehearsed, and what is left written to a workbook."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import NotAllowed
from crmdesk.rules.people import Role
from tests.founding import SignIn

LIST = (
    ("客户编号", "客户名称", "手机", "信用额度"),
    ("HD01", "南京永盛装饰材料有限公司", "13820800026", "5万"),
    ("HD02", "合肥鑫源建材有限公司", "13838874915", "待定"),
    ("HD03", "", "13800000000", 100),
)


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in LIST:
        book.active.append(line)
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


def a_plan(desk: Desk, path: Path):
    return desk.do("dealer_list.find", desk.do("dealer_list.get", path)).plan()


def test_a_preview_says_what_the_import_then_does_and_writes_nothing(clerk: Desk, a_list: Path):
    plan = a_plan(clerk, a_list)
    preview = clerk.do("dealer_list.preview", plan)
    assert clerk.do("dealer.count", DealerQuery()) == 0
    assert preview.report.counts == clerk.do("dealer.import_list", plan).counts


def test_a_preview_shows_the_rows_as_they_will_be(clerk: Desk, a_list: Path):
    rows = clerk.do("dealer_list.preview", a_plan(clerk, a_list)).rows
    assert [(row.row, row.code, row.credit_limit) for row in rows] == [(2, "HD01", 50000), (3, "HD02", None)]


def test_only_whole_rows_leaves_out_a_row_with_an_unreadable_cell(clerk: Desk, a_list: Path):
    report = clerk.do("dealer.import_list", replace(a_plan(clerk, a_list), only_whole=True))
    assert report.counts == {"read": 3, "new": 1, "updated": 0, "skipped": 0, "rejected": 2}
    assert {p.done for p in report.problems if p.row == 3} == {"整行没有导入"}


def test_what_is_left_is_written_to_a_workbook(clerk: Desk, a_list: Path, tmp_path: Path):
    plan = a_plan(clerk, a_list)
    saved = clerk.do("dealer_list.export", plan, clerk.do("dealer.import_list", plan), tmp_path / "剩下.xlsx")
    assert saved.rows == 2
    lines = list(openpyxl.load_workbook(saved.path).active.iter_rows(values_only=True))
    assert [line[0] for line in lines] == ["客户编号", "HD02", "HD03"]


def test_who_may_not_import_may_not_look_either(signed_in: SignIn, a_list: Path):
    with pytest.raises(NotAllowed):
        signed_in(Role.QA).do("dealer_list.get", a_list)
