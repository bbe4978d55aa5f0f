"""Importing a list: what becomes of every row, in the database and in the journal, on both engines."""

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.exchange.importing.plan import Grade, ImportReport
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.models import load_all
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import ImportBatchRow
from crmdesk.rules.dealer import DealerClass, DealerQuery, DealerStatus
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.services import bulk, journal
from crmdesk.services.verbs import EVERYTHING
from tests.builders import a_dealer

HEADER = (
    "客户编号",
    "客户名称",
    "城市",
    "等级",
    "联系人",
    "手机",
    "信用额度",
    "合作日期",
    "统一社会信用代码",
    "备注",
)
FIRST = (
    "HD01",
    "南京恒泰建材有限公司",
    "南京",
    "A类",
    "王建国",
    13833195026,
    300000,
    "2019-03-05",
    "",
    "老客户",
)
SECOND = ("HD02", "苏州鼎盛陶瓷商行", "苏州", "B类", "李芳", 13900001111, 80000.5, "2021/6/1", "", "")

Write = Callable[..., Path]


@pytest.fixture
def a_list(tmp_path: Path) -> Write:
    """Write rows under the header; returns the file."""

    def write(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER, name: str = "客户名单.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("客户")
            for at, row in enumerate((header, *rows)):
                sheet.write_row(at, 0, row)
        return path

    return write


def import_list(desk, path: Path, dry_run: bool = False, **more: Any) -> ImportReport:
    return desk.do("dealer.import_list", recognise(read_book(path)).plan(), dry_run=dry_run, **more)


def all_dealers(desk):
    return desk.do("dealer.page", DealerQuery(), 0, 1000)


def content_of_all_tables(desk) -> dict[str, str]:
    """A checksum of every table, the journal and the counters among them."""
    with Session(desk._engine) as session:
        return {
            table.name: hashlib.sha256(
                repr(sorted(map(repr, session.execute(text(f"SELECT * FROM {table.name}"))))).encode()
            ).hexdigest()
            for table in load_all().metadata.sorted_tables
        }


def entries(desk, subject="dealer"):
    with Session(desk._engine) as session:
        return session.scalars(
            select(JournalEntry).where(JournalEntry.subject == subject).order_by(JournalEntry.arrival)
        ).all()


def test_new_rows_become_dealers_with_typed_values(clerk, a_list):
    report = import_list(clerk, a_list(FIRST, SECOND))
    assert report.counts == {"read": 2, "new": 2, "updated": 0, "skipped": 0, "rejected": 0}
    first, second = all_dealers(clerk)
    assert (first.code, first.name, first.city, first.mobile) == (
        "HD01",
        "南京恒泰建材有限公司",
        "南京",
        "13833195026",
    )
    assert (first.dealer_class, first.status) == (DealerClass.A, DealerStatus.ACTIVE)
    assert (first.credit_limit, second.credit_limit) == (Decimal("300000.00"), Decimal("80000.50"))
    assert (first.since, second.since) == (date(2019, 3, 5), date(2021, 6, 1))
    assert (first.revision, first.changed_at, first.created_at) == (1, first.created_at, first.changed_at)


def test_imported_dealers_are_found_by_typing(clerk, a_list):
    import_list(clerk, a_list(FIRST, SECOND))
    assert [d.code for d in clerk.do("dealer.find", "njht")] == ["HD01"]
    assert [d.code for d in clerk.do("dealer.find", "1111")] == ["HD02"]


def test_the_same_list_again_changes_nothing(clerk, a_list):
    path = a_list(FIRST, SECOND)
    import_list(clerk, path)
    before = [(d.id, d.revision) for d in all_dealers(clerk)]
    report = import_list(clerk, path)
    assert report.counts == {"read": 2, "new": 0, "updated": 0, "skipped": 2, "rejected": 0}
    assert [(d.id, d.revision) for d in all_dealers(clerk)] == before


def test_what_the_list_says_anew_is_changed_and_a_blank_cell_says_nothing(clerk, a_list):
    import_list(clerk, a_list(FIRST, SECOND))
    report = import_list(
        clerk, a_list(("HD01", "南京恒泰建材有限公司", "", "B类", "", "", 500000, "", "", ""))
    )
    assert report.counts == {"read": 1, "new": 0, "updated": 1, "skipped": 0, "rejected": 0}
    first = all_dealers(clerk)[0]
    assert (first.dealer_class, first.credit_limit, first.city, first.contact) == (
        DealerClass.B, Decimal("500000.00"), "南京", "王建国",
    )  # fmt: skip
    assert first.revision == 2
    assert json.loads(entries(clerk)[-1].changes) == {
        "dealer_class": ["A", "B"],
        "credit_limit": ["300000", "500000"],
    }


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ({"code": "HD01", "name": "旧名"}, FIRST),
        (
            {"code": "", "name": "旧名", "credit_code": "913201157594563211"},
            (*FIRST[:8], "913201157594563211", ""),
        ),
        ({"name": "南京恒泰建材有限公司", "city": "南京"}, ("", *FIRST[1:])),
        ({"name": "南京恒泰建材有限公司", "city": "", "mobile": "13833195026"}, ("", *FIRST[1:])),
    ],
    ids=["code", "credit code", "name and city", "name and mobile"],
)
def test_a_row_is_known_by_its_keys(clerk, a_list, known, row):
    dealer = a_dealer(clerk, **known)
    if known.get("credit_code"):
        row = ("", *row[1:])
    report = import_list(clerk, a_list(row))
    assert (report.new, report.updated) == (0, 1)
    assert clerk.do("dealer.get", dealer.id).name == "南京恒泰建材有限公司"


def test_new_dealers_without_a_code_are_numbered_and_the_report_says_so(clerk, a_list):
    report = import_list(clerk, a_list(("", "甲建材", "南京", *[""] * 7), ("", "乙建材", "南京", *[""] * 7)))
    assert sorted(d.code for d in all_dealers(clerk)) == ["KH1001", "KH1002"]
    assert any("KH1001" in note and "KH1002" in note for note in report.notes)


def test_the_numbers_go_on_in_the_list_s_own_form_and_pass_over_what_is_taken(clerk, a_list):
    a_dealer(clerk, code="HD0003", name="已有的")
    rows = [("HD0001", "甲建材"), ("", "乙建材"), ("HD0002", "丙建材"), ("", "丁建材")]
    import_list(clerk, a_list(*((code, name, "南京", *[""] * 7) for code, name in rows)))
    codes = {d.name: d.code for d in all_dealers(clerk)}
    assert (codes["乙建材"], codes["丁建材"]) == ("HD0004", "HD0005")


def test_rows_that_cannot_be_taken_are_reported_and_the_rest_goes_on(clerk, a_list):
    report = import_list(
        clerk, a_list(FIRST, ("HD09", "", *SECOND[2:]), SECOND, (*SECOND[:7], "2021-02-30", "", ""))
    )
    assert report.read == report.new + report.updated + report.skipped + report.rejected == 4
    assert (report.new, report.rejected) == (2, 1)
    nameless = next(p for p in report.problems if p.row == 3)
    assert (nameless.column, nameless.field, nameless.grade) == ("B", "name", Grade.LOST)
    assert nameless.reason
    assert nameless.done


def test_the_journal_says_the_same_as_for_dealers_made_one_by_one(clerk, a_list):
    import_list(clerk, a_list(FIRST, SECOND))
    bulk_made = [entry.changes for entry in entries(clerk)]
    fields = (
        "code",
        "name",
        "city",
        "dealer_class",
        "contact",
        "mobile",
        "credit_limit",
        "since",
        "remark",
        "status",
    )
    one_by_one = [
        {key: getattr(d, key) for key in fields if getattr(d, key) is not None} for d in all_dealers(clerk)
    ]
    for values in one_by_one:
        clerk.do("dealer.create", values | {"code": values["code"] + "x"})
    made = [entry.changes.replace('x"', '"') for entry in entries(clerk)[2:]]
    assert bulk_made == made


def test_a_bulk_change_reads_as_a_change_in_the_form(clerk, a_list):
    import_list(clerk, a_list(FIRST))
    import_list(clerk, a_list((*FIRST[:2], "苏州", "C类", *FIRST[4:])))
    dealer = all_dealers(clerk)[0]
    by_import = entries(clerk)[-1]
    dealer = clerk.do(
        "dealer.change", dealer.id, dealer.revision, {"city": "南京", "dealer_class": DealerClass.A}
    )
    clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州", "dealer_class": DealerClass.C})
    by_hand = entries(clerk)[-1]
    assert (by_import.changes, by_import.subject, by_import.about_id) == (
        by_hand.changes, by_hand.subject, by_hand.about_id,
    )  # fmt: skip
    assert (by_import.person_name, by_import.verb) == (by_hand.person_name, "dealer.import_list")


def test_the_chain_holds_and_every_entry_names_its_batch(clerk, a_list):
    a_dealer(clerk)
    report = import_list(clerk, a_list(FIRST, SECOND))
    a_dealer(clerk, name="之后")
    with Session(clerk._engine) as session:
        assert list(journal.verify(session)) == []
        batch = session.scalars(select(ImportBatchRow)).one()
    assert report.batch == f"import:{batch.id}"
    assert {e.cause for e in entries(clerk)} == {"", report.batch}
    assert (batch.file_name, batch.read, batch.new, batch.file_hash) == (
        "客户名单.xlsx",
        2,
        2,
        report.file_hash,
    )
    assert [e.cause for e in entries(clerk, "import_batch")] == [report.batch]


def test_a_rehearsal_reports_the_same_and_leaves_every_table_as_it_was(clerk, a_list):
    import_list(clerk, a_list(FIRST))
    path = a_list((*FIRST[:3], "C类", *FIRST[4:]), SECOND, ("", "丙建材", *[""] * 8))
    before = content_of_all_tables(clerk)
    told = []
    clerk.watch(lambda subject, ids: told.append(subject))
    rehearsed = import_list(clerk, path, dry_run=True)
    assert content_of_all_tables(clerk) == before
    assert (rehearsed.dry_run, rehearsed.batch, told) == (True, "", [])
    real = import_list(clerk, path)
    assert rehearsed.counts == real.counts == {"read": 3, "new": 2, "updated": 1, "skipped": 0, "rejected": 0}
    assert rehearsed.problems == real.problems
    assert told


def test_lists_hear_of_the_import_once(clerk, a_list):
    told = []
    clerk.watch(lambda subject, ids: told.append((subject, ids)))
    import_list(clerk, a_list(FIRST, SECOND))
    assert ("dealer", frozenset({EVERYTHING})) in told


def test_who_stops_the_import_leaves_nothing_behind(clerk, a_list, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 10)
    rows = [(f"HD{n:04d}", f"第{n}家建材", "南京", *[""] * 7) for n in range(60)]
    before = content_of_all_tables(clerk)
    seen = []

    def progress(done, total, words):
        seen.append((done, total, words))

    with pytest.raises(NotAllowed) as stopped:
        import_list(
            clerk, a_list(*rows), progress=progress, cancelled=lambda: any(done >= 30 for done, _, _ in seen)
        )
    assert stopped.value.code == "cancelled"
    assert content_of_all_tables(clerk) == before


def test_progress_counts_rows_and_says_how_quick(clerk, a_list, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 10)
    rows = [(f"HD{n:04d}", f"第{n}家建材", "南京", *[""] * 7) for n in range(25)]
    seen = []
    import_list(clerk, a_list(*rows), progress=lambda *said: seen.append(said))
    written = [(done, total) for done, total, words in seen if "行" in words and total == 25]
    assert written[-3:] == [(10, 25), (20, 25), (25, 25)]
    assert len(all_dealers(clerk)) == 25


def test_a_file_that_changed_since_it_was_shown_is_refused(clerk, a_list, monkeypatch):
    from dataclasses import replace

    plan = replace(recognise(read_book(a_list(FIRST))).plan(), grid=None)
    a_list(FIRST, SECOND)
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.import_list", plan)
    assert refused.value.code == "file-changed"
    assert all_dealers(clerk) == ()


def test_a_representative_may_not_import(signed_in, a_list):
    with pytest.raises(NotAllowed):
        import_list(signed_in(Role.REP), a_list(FIRST))


def test_odd_characters_go_through_unharmed(clerk, a_list):
    name = "引号\"逗号,百分%斜\\线'䶮㛃𬭚"
    import_list(clerk, a_list(("HD01", name, "南京", *[""] * 7)))
    assert all_dealers(clerk)[0].name == name
    assert json.loads(entries(clerk)[-1].changes)["name"] == [None, name]


def test_rising_ids_are_version_seven():
    from uuid import UUID

    keys = bulk.new_keys(5000)
    assert keys == sorted(set(keys))
    assert {UUID(key).version for key in keys} == {7}
    assert {UUID(key).variant for key in keys} == {"specified in RFC 4122"}


def test_after_an_import_the_log_is_copied_into_the_file_beside_the_work(sqlite_office, tmp_path, a_list):
    place = Path(shutil.copy(sqlite_office[0], tmp_path / "office.crm"))
    desk = Desk.open(place)
    desk.resume(sqlite_office[1][Role.OFFICE_CLERK])
    import_list(desk, a_list(FIRST))
    for _moment in range(100):
        if dealers_in_file_alone(place) == 1:
            break
        time.sleep(0.05)
    assert dealers_in_file_alone(place) == 1
    desk.close()


def dealers_in_file_alone(place: Path) -> int:
    """How many dealers the file holds without its log; while it is being written, none can be read."""
    with closing(sqlite3.connect(f"file:{place}?immutable=1", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM dealer").fetchone()[0])
        except sqlite3.DatabaseError:
            return -1
