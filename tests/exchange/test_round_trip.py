"""Export, edit, import: which cells of a list that comes back say something new."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crmdesk.exchange.grid import letter_of
from crmdesk.exchange.importing.choices import Choice
from crmdesk.exchange.importing.comparing import compare
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.importing.marks import HEADER, mark_of, marks_in, read_mark
from crmdesk.exchange.importing.plan import Decision, Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.round_trip import Known, RoundTrip, Since, same
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.exchange.workbook import write_list
from crmdesk.models.base import new_id
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS, FIELDS, DealerClass, DealerKind, DealerStatus

EXPORTED = (*COLUMNS, Column("record", HEADER, Kind.CODE))
BLANK = dict.fromkeys(FIELDS, "") | {
    "dealer_class": None, "kind": None, "status": DealerStatus.ACTIVE, "credit_limit": None, "term_days": None,
    "since": None, "changed_at": datetime(2026, 11, 24, 8, tzinfo=UTC),
}  # fmt: skip
FIRST = BLANK | {
    "code": "0012", "name": "南京恒泰建材有限公司", "city": "南京", "mobile": "13833195026", "contact": "王建国",
    "bank_account": "6222021001088123456", "credit_limit": Decimal("300000.50"), "since": date(2019, 3, 5),
    "dealer_class": DealerClass.A, "remark": "老客户\n月结", "extra": "品牌:马可波罗\n面积:300",
}  # fmt: skip
SECOND = BLANK | {"code": "0013", "name": "苏州鼎盛陶瓷商行", "city": "苏州", "phone": "0512-66668888"}
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


class Exported:
    """Two dealers or more in a workbook, and how they stand in the database when it comes back."""

    def __init__(self, path: Path, *dealers: dict[str, Any], columns: tuple[Column, ...] = EXPORTED) -> None:
        self.path, self.columns = path, columns
        self.ids = [new_id() for _dealer in dealers]
        self.stands = dict(zip((i.hex for i in self.ids), dealers, strict=True))
        self.known = {key: Known(dealer["name"], dealer) for key, dealer in self.stands.items()}
        rows = [
            [mark_of("dealer", i, 1) if c.key == "record" else dealer[c.key] for c in columns]
            for i, dealer in zip(self.ids, dealers, strict=True)
        ]
        write_list(path, "客户", columns, rows, hidden=1)

    def edit(self, **cells: Any) -> None:
        """Save it by another program, with cells of the first row changed."""
        book = openpyxl.load_workbook(self.path)
        for key, value in cells.items():
            self.cell(book, 2, key).value = value
        book.save(self.path)

    def cell(self, book: openpyxl.Workbook, row: int, key: str) -> Any:
        return book.active.cell(row, [c.key for c in self.columns].index(key) + 1)

    def letter(self, key: str) -> str:
        return letter_of([c.key for c in self.columns].index(key))

    def come_back(self, **more: Any) -> RoundTrip:
        plan = recognise(read_book(self.path)).plan(**more)
        marks = marks_in(plan, plan.grid)
        assert marks is not None
        return compare(plan, plan.grid, marks, self.known, IMPORT, lambda record, name, text: "")

    def written(self, trip: RoundTrip | None = None) -> dict[str, dict[str, Any]]:
        """What the import would write: record → fields."""
        trip = trip or self.come_back()
        prepared = trip.mended(prepare(trip.plan))
        self.problems, self.rejected = prepared.problems, prepared.rejected
        found = {}
        for place, row in enumerate(prepared.row_numbers):
            if record := trip.records.get(row):
                says = {name: column[place] for name, column in prepared.columns.items()}
                if after := trip.after(row, says, self.stands[record], prepared.appended):
                    found[record] = after
        return found


@pytest.fixture
def exported(tmp_path: Path) -> Exported:
    return Exported(tmp_path / "客户.xlsx", FIRST, SECOND)


def test_a_mark_says_record_and_revision_and_a_damaged_one_says_nothing():
    record = UUID("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
    mark = mark_of("dealer", record, 70_000)
    assert read_mark("dealer", f" {mark} ") == (record.hex, 70_000)
    assert read_mark("visit", mark) is None
    for at in range(len(mark)):
        damaged = mark[:at] + ("A" if mark[at] != "A" else "B") + mark[at + 1 :]
        assert read_mark("dealer", damaged) in (None, (record.hex, 70_000))
    for text in ("", "R1", "南京", mark[:-1], mark + "2", mark.lower()):
        assert read_mark("dealer", text) is None


def test_an_unchanged_export_changes_nothing(exported):
    assert exported.written() == {}
    assert exported.problems == ()


def test_saved_by_another_program_it_still_changes_nothing(exported):
    exported.edit()
    assert exported.written() == {}
    assert exported.problems == ()


def test_only_the_changed_cells_are_written(exported):
    exported.edit(mobile="13900001111", credit_limit=80000, since=date(2020, 1, 2), dealer_class="B 类")
    assert exported.written() == {
        exported.ids[0].hex: {
            "mobile": "13900001111", "credit_limit": Decimal("80000.00"), "since": date(2020, 1, 2),
            "dealer_class": DealerClass.B,
        }
    }  # fmt: skip


def test_an_emptied_cell_empties_the_field(exported):
    exported.edit(credit_limit=None, remark=None, contact="")
    assert exported.written() == {exported.ids[0].hex: {"credit_limit": None, "remark": "", "contact": ""}}


def test_a_cell_that_cannot_be_read_is_told_and_the_field_stays(exported):
    exported.edit(since="2月30日", mobile="13900001111")
    assert exported.written() == {exported.ids[0].hex: {"mobile": "13900001111"}}
    assert [(p.row, p.field, p.grade) for p in exported.problems] == [(2, "since", Grade.LOST)]


def test_what_was_changed_meanwhile_in_other_fields_stays(exported):
    key = exported.ids[0].hex
    exported.stands[key] = FIRST | {"city": "无锡"}
    exported.known[key] = Known(FIRST["name"], exported.stands[key], {"city": Since("南京", "孙立", AT)})
    exported.edit(mobile="13900001111")
    assert exported.written() == {key: {"mobile": "13900001111"}}
    assert exported.problems == ()


def test_a_field_that_both_changed_is_not_written_and_says_who_and_when(exported):
    key = exported.ids[0].hex
    exported.stands[key] = FIRST | {"mobile": "13700000000"}
    exported.known[key] = Known(FIRST["name"], exported.stands[key], {"mobile": Since("13833195026", "孙立", AT)})
    exported.edit(mobile="13900001111", city="无锡")
    assert exported.written() == {key: {"city": "无锡"}}
    (problem,) = exported.problems
    assert (problem.row, problem.field, problem.value, problem.grade) == (2, "mobile", "13900001111", Grade.LOST)
    assert all(word in problem.reason for word in ("孙立", "2026-11-20 10:30", "13700000000"))


def test_both_changed_it_to_the_same_is_nothing_to_tell(exported):
    key = exported.ids[0].hex
    exported.stands[key] = FIRST | {"mobile": "13700000000"}
    exported.known[key] = Known(FIRST["name"], exported.stands[key], {"mobile": Since("13833195026", "孙立", AT)})
    exported.edit(mobile=13700000000)
    assert exported.written() == {}
    assert exported.problems == ()


def test_codes_that_excel_made_numbers_are_still_the_same(exported):
    exported.edit(code=12, mobile=13833195026, bank_account=6222021001088123456.0)
    assert exported.written() == {}
    assert exported.problems == ()


def test_rows_may_be_sorted_and_deleted_and_columns_moved_and_deleted(tmp_path):
    exported = Exported(tmp_path / "a.xlsx", *(SECOND | {"code": f"{n}", "name": f"客户{n}"} for n in range(9)))
    book = openpyxl.load_workbook(exported.path)
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    header, lines = rows[0], rows[1:][::-2]
    kept = [at for at, title in enumerate(header) if title not in ("电话", "编号")][::-1]
    lines[0][header.index("城市")] = "昆山"
    book.remove(book.active)
    for row in (header, *lines):
        (book.active or book.create_sheet()).append([row[at] for at in kept])
    book.save(exported.path)
    assert exported.written() == {exported.ids[8].hex: {"city": "昆山"}}
    assert exported.problems == ()


def test_a_row_without_a_mark_is_one_of_any_list(exported):
    book = openpyxl.load_workbook(exported.path)
    book.active.append(["0099", "无锡新客户"])
    book.save(exported.path)
    trip = exported.come_back()
    assert sorted(trip.records) == [2, 3]
    assert exported.written(trip) == {}
    assert prepare(trip.plan).columns["name"][2] == "无锡新客户"


def test_rows_that_a_filter_hides_come_in_all_the_same(exported):
    book = openpyxl.load_workbook(exported.path)
    exported.cell(book, 3, "city").value = "无锡"
    for row in (2, 3):
        book.active.row_dimensions[row].hidden = True
    book.save(exported.path)
    assert exported.written() == {exported.ids[1].hex: {"city": "无锡"}}
    assert (exported.problems, exported.rejected) == ((), ())


def test_a_row_that_a_person_takes_out_or_gives_to_another_is_his(exported):
    exported.edit(city="无锡")
    plan = recognise(read_book(exported.path)).plan(rows_out=[2])
    trip = compare(plan, plan.grid, marks_in(plan, plan.grid), exported.known, IMPORT, lambda *cell: "")
    assert 2 not in prepare(trip.plan).row_numbers
    for decision in (Decision(Choice.NEW), Decision(Choice.UPDATE, "f" * 32)):
        trip = compare(
            replace(plan, rows_out=frozenset(), decisions={2: decision}), plan.grid, marks_in(plan, plan.grid),
            exported.known, IMPORT, lambda *cell: "",
        )  # fmt: skip
        assert sorted(trip.records) == [3]
        assert prepare(trip.plan).columns["bank_account"][0] == "6222021001088123456"


def test_a_cell_corrected_in_the_program_counts_as_the_cell(exported):
    exported.edit(since="2月30日")
    plan = recognise(read_book(exported.path)).plan(edits={(2, exported.letter("since")): "2026-03-01"})
    trip = compare(plan, plan.grid, marks_in(plan, plan.grid), exported.known, IMPORT, lambda *cell: "")
    assert exported.written(trip) == {exported.ids[0].hex: {"since": date(2026, 3, 1)}}


def test_a_copied_row_never_becomes_the_record_that_it_was_copied_from(exported):
    book = openpyxl.load_workbook(exported.path)
    sheet = book.active
    sheet.append([cell.value for cell in sheet[2]])
    exported.cell(book, 4, "name").value = "南京恒泰二分店"
    exported.cell(book, 2, "mobile").value = "13900001111"
    book.save(exported.path)
    assert exported.written() == {exported.ids[0].hex: {"mobile": "13900001111"}}
    (problem,) = exported.problems
    assert (problem.row, problem.grade) == (4, Grade.LOST)
    assert "第 2 行" in problem.reason


def test_a_row_doubled_as_it_was_is_nothing_to_tell(exported):
    book = openpyxl.load_workbook(exported.path)
    book.active.append([cell.value for cell in book.active[2]])
    book.save(exported.path)
    assert exported.written() == {}
    assert exported.problems == ()


def test_names_sorted_without_their_marks_are_noticed(exported):
    book = openpyxl.load_workbook(exported.path)
    for key in ("code", "name", "city", "mobile"):
        first, second = exported.cell(book, 2, key), exported.cell(book, 3, key)
        first.value, second.value = second.value, first.value
    book.save(exported.path)
    assert exported.written() == {}
    assert [(p.row, p.grade) for p in exported.problems] == [(2, Grade.LOST), (3, Grade.LOST)]


def test_a_dealer_may_be_renamed(exported):
    exported.edit(name="南京恒泰新材料有限公司")
    assert exported.written() == {exported.ids[0].hex: {"name": "南京恒泰新材料有限公司"}}


def test_a_name_can_not_be_emptied(exported):
    exported.edit(name=None, city="无锡")
    assert exported.written() == {}
    assert [(p.row, p.field) for p in exported.problems] == [(2, "name")]


def test_a_dealer_that_was_merged_or_struck_out_is_said_where_its_row_was_edited(exported):
    for at, instead in enumerate(("苏州鼎盛", "")):
        key, dealer = exported.ids[at].hex, (FIRST, SECOND)[at]
        exported.known[key] = Known(dealer["name"], dealer, is_alive=False, instead=instead)
    assert exported.written() == {}
    assert exported.problems == ()
    book = openpyxl.load_workbook(exported.path)
    for row in (2, 3):
        exported.cell(book, row, "city").value = "无锡"
    book.save(exported.path)
    assert exported.written() == {}
    assert [p.row for p in exported.problems] == [2, 3]
    assert "已合并到「苏州鼎盛」" in exported.problems[0].reason


def test_rows_of_another_office_are_rows_of_any_list(exported):
    exported.known = {}
    trip = exported.come_back()
    assert trip.records == {}
    assert "2 行" in trip.mended(prepare(trip.plan)).notes[-1]


def test_a_total_or_a_note_that_is_a_dealers_name_stays_a_record(tmp_path):
    exported = Exported(tmp_path / "a.xlsx", *(BLANK | {"name": name} for name in ("合计", "备注:某某", "客户名称")))
    assert exported.written() == {}
    assert exported.problems == ()
    exported.edit(city="无锡")
    assert exported.written() == {exported.ids[0].hex: {"city": "无锡"}}


def test_two_phones_typed_into_a_cell_leave_the_fields_beside_it(exported):
    exported.edit(mobile="13900001111 / 025-83456789")
    written = exported.written()[exported.ids[0].hex]
    assert written["mobile"] == "13900001111"
    assert set(written) <= {"mobile", "phone", "remark"}
    assert written.get("remark", FIRST["remark"]).startswith(FIRST["remark"])


# Everything that a database may hold and a workbook can: also what no reader of lists would take as it stands.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=24
).map(str.strip)
ODD = st.sampled_from((
    "007", "1e5", "1.0", "TRUE", "#N/A", "=1+1", "+86", "-", "无", "@a", "'1", "2026-03-05", "12:30", "_x0041_",
    "1380013800013900139000", "138 0013 8000", "A类", "合计", "a\nb", "0", "张三、李四", "微 信", "1.38E+10", "5万", "NULL",
))  # fmt: skip
TEXT = st.one_of(TEXTS, ODD)
MONEY = st.decimals(0, 10**11, places=2)
VALUES = {
    "dealer_class": st.none() | st.sampled_from(DealerClass), "kind": st.none() | st.sampled_from(DealerKind),
    "status": st.sampled_from(DealerStatus), "credit_limit": st.none() | MONEY,
    "term_days": st.none() | st.integers(0, 3650), "since": st.none() | st.dates(date(1700, 1, 1)),
}  # fmt: skip
DEALER = st.fixed_dictionaries(
    {name: VALUES.get(name, TEXT) for name in FIELDS} | {"name": TEXT.filter(bool), "changed_at": st.just(AT)}
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(DEALER, min_size=1, max_size=4), st.booleans(), st.randoms())
def test_whatever_a_dealer_holds_an_unchanged_export_changes_nothing(tmp_path, dealers, is_saved_again, chance):
    columns = list(EXPORTED[:-1])
    chance.shuffle(columns)
    exported = Exported(tmp_path / "any.xlsx", *dealers, columns=(*columns, EXPORTED[-1]))
    if is_saved_again:
        exported.edit()
    assert exported.written() == {}
    assert (exported.problems, exported.rejected) == ((), ())


# What a person types over a cell, and what others may have made of the field meanwhile: value, as it is written.
NEW = {
    "city": ("无锡", "无锡"), "mobile": ("13900001111", "13900001111"), "credit_limit": (Decimal("5000.00"), 5000),
    "since": (date(2026, 3, 5), "2026-03-05"), "dealer_class": (DealerClass.B, "B类"), "remark": ("新的\n两行", "新的\n两行"),
    "owner": ("", None), "extra": ("", None), "term_days": (None, None), "contact": ("王建国", "王建国"),
}  # fmt: skip
FIELDS_EDITED = st.sets(st.sampled_from(sorted(NEW)))


@example(BLANK | {"name": "甲"}, {"dealer_class"}, set(), {"dealer_class"})
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(DEALER, FIELDS_EDITED, FIELDS_EDITED, FIELDS_EDITED)
def test_each_cell_is_written_or_told_by_what_both_sides_did(tmp_path, base, typed, theirs, theirs_too):
    """``theirs`` others set to something else, ``theirs_too`` to the very same."""
    exported = Exported(tmp_path / "any.xlsx", base)
    exported.edit(**{name: NEW[name][1] for name in typed})
    other = {name: _another(base[name], NEW[name][0]) for name in theirs}
    now = base | {name: NEW[name][0] for name in theirs_too} | other
    since = {name: Since(base[name], "孙立", AT) for name in theirs | theirs_too if now[name] != base[name]}
    key = exported.ids[0].hex
    exported.stands[key], exported.known[key] = now, Known(base["name"], now, since)
    written = exported.written().get(key, {})
    touched = {name for name in typed if NEW[name][0] != base[name]}
    assert written == {name: NEW[name][0] for name in touched - since.keys()}
    assert {p.field for p in exported.problems if p.grade is Grade.LOST} == {n for n in touched & since.keys() if now[n] != NEW[n][0]}
    assert exported.rejected == ()


def _another(base: Any, new: Any) -> Any:
    """A value that is neither."""
    kind = next(value for value in (new, base, "") if value is not None)
    some = {Decimal: [Decimal("1.00"), Decimal("2.00"), Decimal("3.00")], date: [date(2001, 1, n) for n in (1, 2, 3)],
            DealerClass: list(DealerClass), int: [1, 2, 3]}  # fmt: skip
    return next(value for value in some.get(type(kind), ["甲", "乙", "丙"]) if value not in (base, new))


@given(TEXT)
def test_a_cell_says_what_the_text_said(text):
    assert same(COLUMNS[1], text, text)
