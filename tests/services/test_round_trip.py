"""Export → edit in Excel → import, on both engines: only changed cells are written, and nobody's work is lost."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk import words
from crmdesk.desk import Desk
from crmdesk.exchange.importing.plan import Grade, ImportPlan, ImportReport
from crmdesk.exchange.reading import read_book
from crmdesk.models.journal import JournalEntry
from crmdesk.rules.dealer import COLUMNS, DealerClass, DealerKind, DealerQuery, DealerStatus
from crmdesk.rules.people import Role
from tests.builders import a_dealer

ODD = (
    {"code": "0012", "name": "南京恒泰建材有限公司", "bank_account": "6222021001088123456", "since": date(1899, 1, 1)},
    {"code": "1e5", "name": "合计", "phone": "025-83456789 / 13800138000", "remark": "一\n二\n\n三"},
    {"code": "=1+1", "name": "+苏州(鼎盛)陶瓷", "contact": "孙 立、李芳", "credit_limit": Decimal("123456789.01")},
    {"code": "KH 9", "name": "无", "mobile": "138 0013 8000", "city": "苏州市", "since": date(2026, 3, 5)},
    {"code": "KH-10", "name": "TRUE", "email": "#N/A", "wechat": "_x0041_", "term_days": 0, "credit_limit": Decimal(0)},
    {"name": "备注:说明", "dealer_class": DealerClass.B, "kind": DealerKind.OTHER, "status": DealerStatus.LOST},
    {"name": "客户名称", "credit_code": "915001", "extra": "品牌:马可波罗\n规模:30 人", "address": "  路 1 号 　3 楼"},
)


@pytest.fixture
def dealers(clerk: Desk) -> list[Any]:
    blank = {"city": "", "contact": "", "mobile": ""}
    return [clerk.do("dealer.create", blank | values) for values in ODD]


class Workbook:
    """An export that somebody edits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book.active
        self.header = [cell.value for cell in self.sheet[1]]

    def row_of(self, name: str) -> int:
        at = next(self.header.index(w) for w in words.in_every_language("客户名称") if w in self.header) + 1
        return next(row for row in range(2, self.sheet.max_row + 1) if self.sheet.cell(row, at).value == name)

    def set(self, name: str, title: str, value: Any) -> "Workbook":
        self.sheet.cell(self.row_of(name), self.header.index(title) + 1).value = value
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def export(desk: Desk, path: Path, columns: tuple[str, ...] = ()) -> Workbook:
    desk.do("dealer.export", DealerQuery(sort="code"), columns, path)
    return Workbook(path)


def plan_of(desk: Desk, path: Path) -> ImportPlan:
    return desk.do("dealer_list.find", read_book(path)).plan()


def import_list(desk: Desk, path: Path, **more: Any) -> ImportReport:
    return desk.do("dealer.import_list", plan_of(desk, path), **more)


def entries(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    with Session(desk._engine) as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.subject == "dealer").order_by(JournalEntry.arrival))
        return [(row.record_id.hex, json.loads(row.changes)) for row in rows]


def whole(desk: Desk) -> dict[Any, Any]:
    return {d.id: d for d in desk.do("dealer.page", DealerQuery(), 0, 1000)}


def lost(report: ImportReport) -> list[tuple[int, str]]:
    return [(p.row, p.field) for p in report.problems if p.grade is Grade.LOST]


@pytest.mark.parametrize("is_saved_again", [False, True])
@pytest.mark.parametrize("columns", [
    (), tuple(c.key for c in COLUMNS if c.shown), ("name", "code"), ("changed_at", "name", "remark", "extra", "since"), ("name",),
])  # fmt: skip
def test_an_unchanged_export_changes_nothing(clerk, dealers, tmp_path, columns, is_saved_again):
    before, written = whole(clerk), entries(clerk)
    book = export(clerk, tmp_path / "客户.xlsx", columns)
    if is_saved_again:
        book.save()
    report = import_list(clerk, book.path)
    assert report.counts == {"read": len(ODD), "new": 0, "updated": 0, "skipped": len(ODD), "rejected": 0}
    assert report.problems == ()
    assert (whole(clerk), entries(clerk)) == (before, written)


def test_saved_as_csv_it_changes_nothing_though_days_and_amounts_look_otherwise(clerk, signed_in, dealers, tmp_path):
    sheet = export(clerk, tmp_path / "客户.xlsx").sheet
    with (tmp_path / "客户.csv").open("w", encoding="gb18030", newline="") as file:
        for row in sheet.iter_rows():
            csv.writer(file).writerow([_as_excel_shows(cell) for cell in row])
    signed_in(Role.OFFICE_MGR).do("dealer.change", dealers[3].id, dealers[3].revision, {"since": date(2026, 4, 1)})
    report = import_list(clerk, tmp_path / "客户.csv")
    assert (report.counts["updated"], report.problems) == (0, ())


@pytest.mark.parametrize("written_in", [words.ENGLISH, words.CHINESE])
def test_what_a_window_of_one_language_wrote_a_window_of_the_other_reads(clerk, dealers, tmp_path, written_in):
    read_in = words.CHINESE if written_in == words.ENGLISH else words.ENGLISH
    try:
        words.use(written_in)
        book = export(clerk, tmp_path / "客户.xlsx")
        book.set("合计", words._("手机"), "13900001111").save()
        words.use(read_in)
        report = import_list(clerk, book.path)
    finally:
        words.use(words.CHINESE)
    assert report.counts == {"read": len(ODD), "new": 0, "updated": 1, "skipped": len(ODD) - 1, "rejected": 0}
    assert report.problems == ()


def _as_excel_shows(cell: Any) -> str:
    if cell.is_date:
        return f"{cell.value:%Y/%-m/%-d}" if cell.value else ""
    if isinstance(cell.value, float):
        return f"{cell.value:,.2f}"
    return str("" if cell.value is None else cell.value).replace("_x005F", "")  # which openpyxl leaves as it stands in the file


def test_only_changed_cells_are_written_each_with_its_entry(clerk, dealers, tmp_path):
    book = export(clerk, tmp_path / "客户.xlsx")
    book.set("合计", "手机", "13900001111").set("无", "城市", None).set("无", "信用额度(元)", 5000).save()
    written = len(entries(clerk))
    report = import_list(clerk, book.path)
    assert (report.counts["updated"], report.problems) == (2, ())
    ids = {d.name: d.id.hex for d in dealers}
    assert sorted(entries(clerk)[written:], key=str) == sorted(
        [(ids["合计"], {"mobile": ["", "13900001111"]}), (ids["无"], {"city": ["苏州市", ""], "credit_limit": [None, "5000"]})],
        key=str,
    )


def test_the_preview_says_the_same_and_writes_nothing(clerk, dealers, tmp_path):
    book = export(clerk, tmp_path / "客户.xlsx")
    path = book.set("合计", "手机", "13900001111").save()
    before = entries(clerk)
    seen = clerk.do("dealer_list.preview", plan_of(clerk, path))
    tried = import_list(clerk, path, dry_run=True)
    assert entries(clerk) == before
    done = import_list(clerk, path)
    assert seen.report.counts == tried.counts == done.counts
    assert done.counts["updated"] == 1


def test_what_others_changed_meanwhile_stays_and_the_row_is_named(clerk, signed_in, dealers, tmp_path):
    first, second = dealers[0], dealers[3]
    book = export(clerk, tmp_path / "客户.xlsx")
    manager = signed_in(Role.OFFICE_MGR)
    manager.do("dealer.change", first.id, first.revision, {"mobile": "13700000000", "city": "无锡"})
    manager.do("dealer.change", second.id, second.revision, {"owner": "孙立"})
    book.set(first.name, "手机", "13900001111").set(first.name, "联系人", "王建国").set(second.name, "联系人", "李芳")
    report = import_list(clerk, book.save())
    assert report.counts["updated"] == 2
    now = whole(clerk)
    assert (now[first.id].mobile, now[first.id].city, now[first.id].contact) == ("13700000000", "无锡", "王建国")
    assert (now[second.id].owner, now[second.id].contact) == ("孙立", "李芳")
    (problem,) = report.problems
    assert (problem.row, problem.field, problem.grade) == (book.row_of(first.name), "mobile", Grade.LOST)
    assert manager.person.name in problem.reason
    assert "13700000000" in problem.reason


def test_a_field_changed_and_put_back_meanwhile_is_as_it_was(clerk, dealers, tmp_path):
    dealer = dealers[3]
    book = export(clerk, tmp_path / "客户.xlsx")
    once = clerk.do("dealer.change", dealer.id, dealer.revision, {"mobile": "13700000000"})
    clerk.do("dealer.change", dealer.id, once.revision, {"mobile": dealer.mobile})
    report = import_list(clerk, book.set(dealer.name, "手机", "13900001111").save())
    assert (report.counts["updated"], report.problems) == (1, ())


def test_imported_twice_the_second_time_changes_nothing(clerk, dealers, tmp_path):
    path = export(clerk, tmp_path / "客户.xlsx").set("无", "手机", "13900001111").set("无", "备注", "老客户").save()
    assert import_list(clerk, path).counts["updated"] == 1
    again = import_list(clerk, path)
    assert (again.counts["updated"], again.problems) == (0, ())


def test_a_new_row_among_the_exported_ones_is_a_new_dealer(clerk, dealers, tmp_path):
    book = export(clerk, tmp_path / "客户.xlsx", ("code", "name", "city"))
    book.sheet.append([None, "无锡新客户建材", "无锡"])
    report = import_list(clerk, book.save())
    assert report.counts == {"read": 8, "new": 1, "updated": 0, "skipped": 7, "rejected": 0}
    assert report.problems == ()


def test_a_code_that_is_anothers_is_not_written(clerk, dealers, tmp_path):
    book = export(clerk, tmp_path / "客户.xlsx")
    book.set("合计", "编号", "KH 9").set("合计", "城市", "无锡").set("TRUE", "编号", "NEW-1")
    report = import_list(clerk, book.save())
    assert lost(report) == [(book.row_of("合计"), "code")]
    now = {d.name: d for d in whole(clerk).values()}
    assert (now["合计"].code, now["合计"].city, now["TRUE"].code) == ("1e5", "无锡", "NEW-1")


def test_a_state_can_not_be_emptied(clerk, dealers, tmp_path):
    book = export(clerk, tmp_path / "客户.xlsx").set("无", "状态", None)
    report = import_list(clerk, book.save())
    assert lost(report) == [(book.row_of("无"), "status")]
    assert {d.name: d.status for d in whole(clerk).values()}["无"] is DealerStatus.ACTIVE


def test_a_merged_dealer_is_said_and_its_row_left_out(clerk, dealers, tmp_path):
    keep, lose = dealers[0], dealers[3]
    book = export(clerk, tmp_path / "客户.xlsx").set(lose.name, "手机", "13900001111")
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    report = import_list(clerk, book.save())
    assert (report.counts["updated"], report.counts["new"]) == (0, 0)
    (problem,) = report.problems
    assert keep.name in problem.reason
    assert problem.row == book.row_of(lose.name)


def test_the_rows_that_were_left_are_in_the_error_workbook_with_their_reason(clerk, signed_in, dealers, tmp_path):
    dealer = dealers[3]
    book = export(clerk, tmp_path / "客户.xlsx").set(dealer.name, "手机", "13900001111")
    signed_in(Role.OFFICE_MGR).do("dealer.change", dealer.id, dealer.revision, {"mobile": "13700000000"})
    plan = plan_of(clerk, book.save())
    report = clerk.do("dealer.import_list", plan)
    saved = clerk.do("dealer_list.export", plan, report, tmp_path / "未导入.xlsx")
    assert saved.rows == 1
    cells = [cell.value for row in openpyxl.load_workbook(saved.path).active.iter_rows() for cell in row]
    assert "13900001111" in cells
    assert any("13700000000" in str(cell) for cell in cells)


def test_an_edited_export_is_undone_like_any_import(clerk, dealers, tmp_path):
    before = {i: d.mobile for i, d in whole(clerk).items()}
    path = export(clerk, tmp_path / "客户.xlsx").set("无", "手机", "13900001111").save()
    report = import_list(clerk, path)
    clerk.do("import_batch.undo", report.batch.removeprefix("import:"))
    assert {i: d.mobile for i, d in whole(clerk).items()} == before


def test_the_export_of_another_office_is_a_list_like_any_other(clerk, dealers, tmp_path):
    path = export(clerk, tmp_path / "客户.xlsx", ("code", "name", "city")).save()
    other = Desk.create(
        tmp_path / "另一个.crm", office="华北办事处", code="HB", login="limin", name="李敏", password="secret1"
    )
    report = import_list(other, path)
    assert report.counts["new"] == len(ODD) - 2  # 合计 and 客户名称 are no names in any other list
    assert any("别的数据库" in note for note in report.notes)
    other.close()


def test_a_field_of_further_facts_keeps_what_is_not_touched(clerk, tmp_path):
    a_dealer(clerk, code="1", name="甲", extra="品牌:马可波罗\n规模:30 人")
    book = export(clerk, tmp_path / "客户.xlsx").set("甲", "其他资料", "品牌:诺贝尔")
    import_list(clerk, book.save())
    assert [d.extra for d in whole(clerk).values()] == ["品牌:诺贝尔"]
