"""What persons decided of rows that are perhaps somebody else, written on both engines; all or nothing; the memory."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.exchange.importing.choices import Blank
from crmdesk.exchange.importing.plan import Choice, Decision, Grade
from crmdesk.exchange.importing.review import Standing
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.models.dealer import DealerContactRow
from crmdesk.models.journal import JournalEntry
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import Refused
from tests.builders import a_dealer
from tests.services.test_importing import SECOND, a_list, content_of_all_tables

__all__ = ["a_list"]
NEW, UPDATE, SKIP = Decision(Choice.NEW), Decision(Choice.UPDATE), Decision(Choice.SKIP)
LIKELY = ("", "恒泰建材(南京)经销部", "南京", "B类", "李芳", "", "", "", "", "")
HEADER = ("客户编号", "客户名称", "城市", "联系人", "手机", "备注", "年营业额", "面积")


@pytest.fixture
def known(clerk):
    """A dealer whom a row of the list may be."""
    return a_dealer(clerk, code="KH1", name="南京恒泰建材有限公司", city="南京", mobile="13800138000", contact="王建国", remark="老话")


def plan_of(path, **more):
    return replace(recognise(read_book(path)).plan(), **more)


def dealers(desk):
    return desk.do("dealer.page", DealerQuery(), 0, 1000)


def people(desk):
    with Session(desk._engine) as session:
        rows = session.scalars(select(DealerContactRow).order_by(DealerContactRow.position))
        return [(row.dealer_id, row.position, row.name, row.mobile, row.phone) for row in rows]


def test_a_likely_row_is_not_written_until_someone_decides(clerk, known, a_list):
    report = clerk.do("dealer.import_list", plan_of(a_list(LIKELY, SECOND)))
    assert report.counts == {"read": 2, "new": 1, "updated": 0, "skipped": 1, "rejected": 0}
    (problem,) = [p for p in report.problems if p.grade is Grade.LOST]
    assert (problem.row, problem.cell) == (2, "B2")
    for word in ("南京恒泰建材有限公司", "KH1", "南京", "仅组织形式不同", "82"):
        assert word in problem.reason
    assert report.failed_rows == (2,)
    assert len(dealers(clerk)) == 2


def test_a_person_makes_it_new(clerk, known, a_list):
    report = clerk.do("dealer.import_list", plan_of(a_list(LIKELY), decisions={2: NEW}))
    assert (report.new, report.skipped, report.problems) == (1, 0, ())
    assert {d.name for d in dealers(clerk)} == {"南京恒泰建材有限公司", "恒泰建材(南京)经销部"}


def test_two_firms_told_apart_are_not_asked_about_again(clerk, known, a_list):
    path = a_list(LIKELY)
    clerk.do("dealer.import_list", plan_of(path, decisions={2: NEW}))
    made = next(d for d in dealers(clerk) if d.id != known.id)
    again = clerk.do("dealer_list.preview", plan_of(path))
    assert (again.review.undecided, again.review.row(0).standing) == (0, Standing.SAME)
    assert again.review.basis.certain.known == {0: made.id.hex}
    likely = a_list(("", "恒泰建材(南京)经销部", "南京", *[""] * 7), name="别的.xlsx")
    clerk.do("import_batch.undo", clerk.do("import_batch.page")[0].id)
    assert clerk.do("dealer_list.preview", plan_of(likely)).review.row(0).standing is Standing.NEW


def test_a_person_merges_it_into_the_record(clerk, known, a_list):
    row = ("KH1", "恒泰建材(南京)经销部", "南京", "B类", "李芳", "13900139000", *[""] * 4)
    report = clerk.do("dealer.import_list", plan_of(a_list(("", *row[1:])), decisions={2: UPDATE}))
    assert (report.new, report.updated, report.problems) == (0, 1, ())
    (dealer,) = dealers(clerk)
    assert (dealer.id, dealer.code, dealer.name, dealer.mobile) == (known.id, "KH1", "恒泰建材(南京)经销部", "13900139000")


def test_a_person_leaves_it(clerk, known, a_list):
    report = clerk.do("dealer.import_list", plan_of(a_list(LIKELY), decisions={2: SKIP}))
    assert (report.counts["skipped"], report.failed_rows) == (1, ())
    assert [(d.id, d.revision) for d in dealers(clerk)] == [(known.id, 1)]


def test_a_row_is_merged_into_a_record_that_nobody_proposed(clerk, known, a_list):
    other = a_dealer(clerk, code="KH2", name="别的公司", city="无锡", mobile="")
    plan = plan_of(a_list(SECOND), decisions={2: Decision(Choice.UPDATE, other.id.hex)})
    assert clerk.do("dealer_list.preview", plan).review.row(0).before["name"] == "别的公司"
    clerk.do("dealer.import_list", plan)
    assert clerk.do("dealer.get", other.id).name == SECOND[1]


def test_two_rows_for_one_record_are_written_one_after_the_other(clerk, known, a_list):
    rows = [("KH1", known.name, "南京", "B类", *[""] * 6), ("", "恒泰建材商行", "南京", "C类", *[""] * 6)]
    plan = plan_of(a_list(*rows), decisions={3: Decision(Choice.UPDATE, known.id.hex)})
    report = clerk.do("dealer.import_list", plan)
    dealer = clerk.do("dealer.get", known.id)
    assert (report.updated, dealer.name, str(dealer.dealer_class), dealer.revision) == (1, "恒泰建材商行", "C", known.revision + 1)


def test_a_record_that_is_gone_is_no_place_for_a_row(clerk, known, a_list):
    plan = plan_of(a_list(SECOND), decisions={2: Decision(Choice.UPDATE, "0" * 32)})
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.import_list", plan)
    assert refused.value.code == "import-target-gone"


def test_strictness_lets_likely_rows_in(clerk, known, a_list):
    report = clerk.do("dealer.import_list", plan_of(a_list(LIKELY), strictness=99))
    assert (report.new, report.skipped) == (1, 0)


NAMELESS = ("KH9", "", "南京", "A类", *[""] * 6)
TORN = ("HD09", "无锡甲公司", "无锡", *SECOND[3:7], "2019-02-30", "", "")


@pytest.mark.parametrize("row", [LIKELY, NAMELESS, TORN], ids=["likely", "nameless", "cell"])
def test_all_or_nothing_writes_nothing_where_a_row_is_in_the_way(clerk, known, a_list, row):
    before = content_of_all_tables(clerk)
    plan = plan_of(a_list(SECOND, row), all_or_nothing=True)
    for dry_run in (True, False):
        with pytest.raises(Refused) as refused:
            clerk.do("dealer.import_list", plan, dry_run=dry_run)
        assert refused.value.code == "import-not-whole"
        assert "1 行" in refused.value.what
    assert content_of_all_tables(clerk) == before
    whole = replace(plan, decisions={3: SKIP}) if row is LIKELY else plan_of(a_list(SECOND), all_or_nothing=True)
    assert clerk.do("dealer.import_list", whole).new == 1


def test_the_preview_counts_what_the_rehearsal_and_the_import_count(clerk, known, a_list):
    rows = [LIKELY, SECOND, ("KH1", known.name, "南京", "C类", *[""] * 6), ("KH1", "再一次", *[""] * 8), ("KH8", "", "南京", "A类", *[""] * 6)]
    plan = plan_of(a_list(*rows))
    before = content_of_all_tables(clerk)
    seen = clerk.do("dealer_list.preview", plan)
    assert content_of_all_tables(clerk) == before
    rehearsed = clerk.do("dealer.import_list", plan, dry_run=True)
    assert content_of_all_tables(clerk) == before
    done = clerk.do("dealer.import_list", plan)
    assert seen.report.counts == rehearsed.counts == done.counts == {"read": 5, "new": 1, "updated": 1, "skipped": 2, "rejected": 1}
    assert seen.report.problems == rehearsed.problems == done.problems
    assert seen.review.counts[Standing.KNOWN] == seen.review.counts[Standing.LIKELY] == 1
    assert {key: str(value) for key, value in seen.review.row(2).before.items()} == {"dealer_class": "None"}


def test_a_rehearsal_learns_nothing_and_writes_nothing_of_what_was_decided(clerk, known, a_list):
    """Every table is as before: dealers, their people, journal, batches, and what imports remember."""
    rows = [("", "恒泰建材(南京)经销部", "南京", "张三、李四", "13700137000/13600136000", "新话", "500万", "")]
    plan = recognise(read_book(contacts_list(a_list, *rows))).plan({"G": "extra"}, values={"city": {"南京": "无锡"}})
    plan = replace(plan, decisions={2: NEW})
    before = content_of_all_tables(clerk)
    rehearsed = clerk.do("dealer.import_list", plan, dry_run=True)
    assert content_of_all_tables(clerk) == before
    done = clerk.do("dealer.import_list", plan)
    after = content_of_all_tables(clerk)
    assert rehearsed.counts == done.counts == {"read": 1, "new": 1, "updated": 0, "skipped": 0, "rejected": 0}
    for table in ("dealer", "dealer_contact", "import_memory", "import_batch", "journal"):
        assert after[table] != before[table], table


def test_two_rows_that_are_one_new_firm_make_one_dealer_with_what_both_say(clerk, a_list):
    rows = [("", "恒泰建材有限公司", "南京", "张三", "13700137000", "", "", ""), ("", "乙公司", "苏州", *[""] * 5),
            ("", "恒泰建材经销部", "南京", "李四", "13600136000", "老客户", "500万", ""),
            ("KH7", "恒泰建材商行", "南京", "张三", "13700137000", "", "", "200 平")]  # fmt: skip
    plan = recognise(read_book(contacts_list(a_list, *rows))).plan({"G": "extra", "H": "extra"})
    assert clerk.do("dealer_list.preview", plan).review.undecided == 2
    plan = replace(plan, decisions={4: UPDATE, 5: UPDATE})
    seen = clerk.do("dealer_list.preview", plan)
    done = clerk.do("dealer.import_list", plan)
    assert seen.report.counts == done.counts == {"read": 4, "new": 2, "updated": 0, "skipped": 2, "rejected": 0}
    assert done.failed_rows == ()
    dealer = next(d for d in dealers(clerk) if d.name == "恒泰建材有限公司")
    assert (dealer.code, dealer.contact, dealer.mobile, dealer.remark) == ("KH7", "张三", "13700137000", "老客户")
    assert dealer.extra == "年营业额:500万\n面积:200 平"
    assert [(name, mobile) for _id, _at, name, mobile, _phone in people(clerk)] == [("李四", "13600136000")]


def contacts_list(a_list, *rows):
    return a_list(*rows, header=HEADER)


TWO_PEOPLE = ("KH1", "南京恒泰建材有限公司", "南京", "王建国、李芳", "13800138000、13900139000", "", "", "")


def test_further_people_of_a_cell_become_contacts(clerk, known, a_list):
    path = contacts_list(a_list, TWO_PEOPLE, ("KH2", "苏州乙公司", "苏州", "张三/李四", "13700137000/13600136000", "", "", ""))
    before = content_of_all_tables(clerk)
    rehearsed = clerk.do("dealer.import_list", plan_of(path), dry_run=True)
    assert content_of_all_tables(clerk) == before
    seen = clerk.do("dealer_list.preview", plan_of(path))
    done = clerk.do("dealer.import_list", plan_of(path))
    assert seen.report.counts == rehearsed.counts == done.counts == {"read": 2, "new": 1, "updated": 1, "skipped": 0, "rejected": 0}
    new = next(d for d in dealers(clerk) if d.code == "KH2")
    assert (new.contact, new.mobile) == ("张三", "13700137000")
    assert sorted(people(clerk)) == sorted([(known.id, 1, "李芳", "13900139000", ""), (new.id, 1, "李四", "13600136000", "")])
    with Session(clerk._engine) as session:
        told = session.scalars(select(JournalEntry).where(JournalEntry.subject == "dealer_contact")).all()
        assert {entry.about_id for entry in told} == {known.id, new.id}
    again = clerk.do("dealer.import_list", plan_of(path))
    assert again.counts == {"read": 2, "new": 0, "updated": 0, "skipped": 2, "rejected": 0}
    assert len(people(clerk)) == 2


def test_a_contact_of_an_import_reads_as_one_of_the_form(clerk, known, a_list):
    clerk.do("dealer.import_list", plan_of(contacts_list(a_list, TWO_PEOPLE)))
    dealer = clerk.do("dealer.get", known.id)
    (by_import,) = dealer.contacts
    clerk.do("dealer.change", known.id, dealer.revision, {"contacts": (by_import, replace(by_import, id=None, name="李芬"))})
    with Session(clerk._engine) as session:
        told = session.scalars(
            select(JournalEntry).where(JournalEntry.subject == "dealer_contact").order_by(JournalEntry.arrival)
        ).all()
    first, second = (entry.changes for entry in told)
    assert first == second.replace("李芬", "李芳").replace('"position":[null,2]', '"position":[null,1]')


def test_columns_without_a_field_are_kept_as_facts_and_renewed(clerk, known, a_list):
    def write(area, turnover):
        book = read_book(contacts_list(a_list, ("KH1", known.name, "", "", "", "", turnover, area)))
        return recognise(book).plan({"G": "extra", "H": "extra"})

    clerk.do("dealer.import_list", write("200 平", "500万"))
    assert clerk.do("dealer.get", known.id).extra == "年营业额:500万\n面积:200 平"
    clerk.do("dealer.import_list", write("", "600万"))
    assert clerk.do("dealer.get", known.id).extra == "年营业额:600万\n面积:200 平"


def test_a_blank_clears_only_where_that_was_said(clerk, known, a_list):
    path = contacts_list(a_list, ("KH1", known.name, "", "", "", "", "", ""))
    plan = plan_of(path, blanks={"mobile": Blank.CLEAR, "name": Blank.CLEAR})
    seen = clerk.do("dealer_list.preview", plan).review.row(0)
    assert seen.before == {"mobile": "13800138000"}
    clerk.do("dealer.import_list", plan)
    dealer = clerk.do("dealer.get", known.id)
    assert (dealer.mobile, dealer.remark, dealer.name) == ("", "老话", known.name)


def test_cells_edited_in_the_program_are_what_is_written(clerk, a_list):
    path = contacts_list(a_list, ("KH5", "", "南京", "", "", "", "", ""))
    report = clerk.do("dealer.import_list", plan_of(path, edits={(2, "B"): "改好的公司"}))
    assert (report.new, report.rejected) == (1, 0)
    assert dealers(clerk)[0].name == "改好的公司"


def test_a_dealer_that_was_merged_leads_to_the_one_that_stands_for_it(clerk, known, a_list):
    other = a_dealer(clerk, code="KH2", name="苏州鼎盛陶瓷", city="苏州", mobile="")
    clerk.do("dealer.merge", known.id, other.id, known.revision, other.revision, {})
    report = clerk.do("dealer.import_list", plan_of(contacts_list(a_list, ("KH2", "苏州鼎盛陶瓷", "苏州", "", "", "新话", "", ""))))
    assert (report.new, report.updated) == (0, 1)
    assert clerk.do("dealer.get", known.id).remark.endswith("新话")


def test_what_an_undone_import_made_is_nobody_any_more(clerk, a_list):
    path = a_list(SECOND)
    clerk.do("dealer.import_list", plan_of(path))
    clerk.do("import_batch.undo", clerk.do("import_batch.page")[0].id)
    assert clerk.do("dealer.import_list", plan_of(path)).new == 1
