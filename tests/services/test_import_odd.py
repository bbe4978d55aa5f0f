"""Lists on the edge: rehearsed twice, broken off in the middle, of one row, with values that no database takes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerClass, DealerKind, DealerQuery, DealerStatus
from crmdesk.rules.errors import Refused
from crmdesk.services import bulk
from tests.builders import a_dealer
from tests.services.test_importing import FIRST, HEADER, SECOND, a_list, content_of_all_tables, import_list

__all__ = ["a_list"]


def dealers(desk):
    return desk.do("dealer.page", DealerQuery(), 0, 1000)


def what_counts(desk):
    return [(d.code, d.name, d.city, d.dealer_class, d.credit_limit, d.revision, d.contacts) for d in dealers(desk)]


def test_rehearsed_twice_and_then_run_is_run_alone(clerk, a_list):
    import_list(clerk, a_list(FIRST))
    path = a_list((*FIRST[:3], "C类", *FIRST[4:]), SECOND, ("", "丙建材", "南京", *[""] * 7))
    first = import_list(clerk, path, dry_run=True)
    second = import_list(clerk, path, dry_run=True)
    done = import_list(clerk, path)
    assert first.counts == second.counts == done.counts
    assert first.problems == second.problems == done.problems
    assert first.notes == second.notes == done.notes
    assert [d.code for d in dealers(clerk)] == ["HD01", "HD02", "HD03"]


@pytest.mark.parametrize("at", [0, 9, 10, 24])
def test_a_row_that_no_database_takes_is_reported_and_nothing_is_half_written(clerk, a_list, monkeypatch, at):
    monkeypatch.setattr(bulk, "MANY", 10)
    rows = [[f"HD{n:04d}", f"第{n}家建材", "南京", "A类", *[""] * 6] for n in range(25)]
    rows[at][1], rows[at][6] = "零\0字", "9" * 30
    report = import_list(clerk, a_list(*map(tuple, rows)))
    assert report.new + report.rejected == 25
    assert len(dealers(clerk)) == report.new
    assert at + 2 in {problem.row for problem in report.problems}


def test_a_list_of_one_row(clerk, a_list):
    assert import_list(clerk, a_list(FIRST)).counts == {"read": 1, "new": 1, "updated": 0, "skipped": 0, "rejected": 0}


def test_a_list_without_rows_is_refused_with_a_sentence(clerk, a_list):
    with pytest.raises(Refused) as refused:
        import_list(clerk, a_list())
    assert refused.value.what
    assert refused.value.do


def test_a_list_of_which_every_row_is_broken_writes_only_its_batch(clerk, a_list):
    report = import_list(clerk, a_list(("HD1", "", "南京", "A类", *[""] * 6), ("HD2", "", "苏州", "B类", *[""] * 6)))
    assert report.counts == {"read": 2, "new": 0, "updated": 0, "skipped": 0, "rejected": 2}
    assert report.failed_rows == (2, 3)
    assert dealers(clerk) == ()


def test_the_owner_is_who_the_list_names_not_who_imports(clerk, a_list):
    import_list(clerk, a_list((*FIRST[:9], "孙立"), header=(*HEADER[:9], "业务员")))
    (dealer,) = dealers(clerk)
    assert (dealer.owner, dealer.changed_by) != ("", "孙立")
    assert dealer.owner == "孙立"


FIELDS = {
    "编号": "KH1", "客户名称": "南京恒泰建材", "简称": "恒泰", "等级": "B 类", "类型": "物流商", "状态": "暂停发货", "省份": "江苏", "城市": "苏州",
    "联系人": "李芳", "手机": "13900139000", "信用额度(元)": "60000.5", "账期(天)": "45", "开始交易日": "2020-02-03", "备注": "新话",
}  # fmt: skip


@pytest.mark.parametrize("blank", [(), ("手机", "等级", "信用额度(元)", "开始交易日", "备注")], ids=["all", "some"])
def test_the_preview_shows_each_cell_that_an_update_changes_as_it_stood(clerk, a_list, blank):
    before = a_dealer(
        clerk, code="KH1", name="南京恒泰建材", city="南京", dealer_class=DealerClass.A, kind=DealerKind.OTHER, credit_limit=Decimal("500"),
        since=date(2019, 1, 2), term_days=45, remark="老话",
    )  # fmt: skip
    said = {name: "" if name in blank else value for name, value in FIELDS.items()}
    plan = recognise(read_book(a_list(tuple(said.values()), header=tuple(said)))).plan()
    row = clerk.do("dealer_list.preview", plan).review.row(0)
    report = clerk.do("dealer.import_list", plan)
    after = clerk.do("dealer.get", before.id)
    changed = {name for name in plan.mapping.values() if getattr(after, name) != getattr(before, name)}
    assert report.updated == 1
    assert set(row.before) == changed
    assert row.before == {name: getattr(before, name) for name in changed}
    assert after.status is DealerStatus.SUSPENDED
    assert changed.isdisjoint({"code", "name", "term_days"})
    assert ("mobile" in changed) is ("手机" not in blank)


def test_what_was_found_in_the_preview_does_not_hide_what_came_after(clerk, a_list):
    """The import takes the candidates of the preview only where nothing was written since."""
    plan = recognise(read_book(a_list(("", "恒泰建材(南京)经销部", "南京", "B类", *[""] * 6)))).plan()
    assert clerk.do("dealer_list.preview", plan).review.undecided == 0
    a_dealer(clerk, name="南京恒泰建材有限公司", city="南京", mobile="")
    assert clerk.do("dealer.import_list", plan, dry_run=True).undecided == (2,)
    assert clerk.do("dealer.import_list", replace(plan, strictness=99)).new == 1


def test_all_kinds_of_problems_are_told_by_cell(clerk, a_list):
    report = import_list(clerk, a_list((*FIRST[:7], "2019-02-30", "", ""), SECOND))
    assert [(p.cell, p.field) for p in report.problems if p.grade is Grade.LOST] == [("H2", "since")]
    assert content_of_all_tables(clerk)
