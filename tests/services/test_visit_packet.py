"""The handbook between two desks without a network: handed in here, checked there; cases answered there."""

import zipfile
from datetime import date

import pypdfium2
import pytest

from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.rules.visit import DayQuery, DayState, PriceLine, missing_for_check
from crmdesk.rules.visit_case import CaseState
from tests.services.desks import Pair, open_as
from tests.services.desks import pair as pair
from tests.services.visiting import DAY, a_day, a_full_day, a_shop


@pytest.fixture
def day(pair: Pair):
    """A day that is handed in and known at both desks; the representative sits at the office."""
    dealer = a_shop(pair.office)
    pair.office.sign_in("rep", "secret1")
    more = {"checks": {"foreign_goods": "yes", "trend": "淡季"}, "prices": (PriceLine("抛光砖"),)}
    full = a_full_day(pair.office, dealer, **more)
    day = pair.office.do("visit_day.hand_in", full.id, full.revision)
    pair.to_laptop()
    return day


def assert_whole(pair: Pair):
    for place in (pair.office.database, pair.laptop.database):
        desk = open_as(place, "office_mgr")
        report = desk.do("check.run")
        desk.close()
        assert report.ok, report.lines


def test_a_day_is_handed_in_here_and_checked_there(pair, day):
    arrived = pair.laptop.do("visit_day.get", day.id)
    assert (arrived.visits, arrived.content_hash, arrived.sampled) == (day.visits, day.content_hash, True)
    pair.laptop.do("visit_day.change", day.id, arrived.revision, {"remarks": {day.visits[0].id: "请补照片"}})
    pair.laptop.do("visit_day.check", day.id, arrived.revision + 1, 85, "不错")
    assert pair.to_office().conflicts == ()
    back = pair.office.do("visit_day.get", day.id)
    assert (back.state, back.mark, back.check_remark, back.visits[0].check_remark) == (
        DayState.CHECKED, 85, "不错", "请补照片",
    )  # fmt: skip
    assert_whole(pair)


def test_a_packet_counts_a_day_once_however_much_is_written_in_it(pair, day):
    for desk in (pair.office, pair.laptop):
        assert "1 天手册" in desk.do("packet.page")[0].summary


def test_the_list_in_a_packet_says_how_each_record_stands(pair, day):
    (packet,) = [p for p in pair.folder.iterdir() if p.suffix == ".crmpkt"]
    with zipfile.ZipFile(packet) as parts:
        (page,) = pypdfium2.PdfDocument(parts.read("preview.pdf"))
    said = page.get_textpage().get_text_bounded()
    assert [words for words in ("待检查 1 家", "待答复") if words not in said] == []
    assert "另有" not in said


def test_taken_back_here_and_checked_there_waits_for_a_decision(pair, day):
    pair.office.do("visit_day.take_back", day.id, day.revision)
    arrived = pair.laptop.do("visit_day.get", day.id)
    pair.laptop.do("visit_day.check", day.id, arrived.revision, 85)
    (conflict,) = [one for one in pair.to_office().conflicts if one.field == "state"]
    assert conflict.kind is ConflictKind.STATE
    assert_whole(pair)


def test_the_same_words_written_at_both_desks_are_a_conflict(pair):
    dealer = a_shop(pair.office)
    pair.office.sign_in("rep", "secret1")
    day = a_full_day(pair.office, dealer)
    pair.to_laptop()
    pair.laptop.sign_in("rep", "secret1")
    visit = day.visits[0]
    for desk, met in ((pair.office, "老王"), (pair.laptop, "小李")):
        desk.do("visit.change", visit.id, visit.revision, {"met": met, "market": "涨价"})
    assert [one.field for one in pair.to_office().conflicts] == ["met"]
    assert pair.office.do("visit_day.get", day.id).visits[0].market == "涨价"


def test_a_day_with_an_open_conflict_is_neither_handed_in_nor_checked_until_it_is_settled(pair):
    dealer = a_shop(pair.office)
    pair.office.sign_in("rep", "secret1")
    day = a_full_day(pair.office, dealer)
    pair.to_laptop()
    pair.laptop.sign_in("rep", "secret1")
    visit = day.visits[0]
    for desk, met in ((pair.office, "老王"), (pair.laptop, "小李")):
        desk.do("visit.change", visit.id, visit.revision, {"met": met})
    pair.to_office()
    clashing = pair.office.do("visit_day.get", day.id)
    assert clashing.conflicts == 1
    with pytest.raises(Incomplete) as refused:
        pair.office.do("visit_day.hand_in", day.id, clashing.revision)
    assert [one.field for one in refused.value.problems] == ["conflicts"]
    (way,) = [one for one in pair.office.do("visit_day.ways", day.id) if one.name == "hand_in"]
    assert ["冲突" in problem.sentence for problem in way.problems] == [True]
    (conflict,) = pair.office.do("desk_conflict.page")
    pair.office.do("desk_conflict.decide", conflict.id, entry=conflict.heads[0].entry)
    settled = pair.office.do("visit_day.get", day.id)
    assert settled.conflicts == 0
    assert pair.office.do("visit_day.hand_in", day.id, settled.revision).state is DayState.HANDED_IN


def test_a_conflict_about_a_handed_in_day_keeps_it_from_being_checked(pair, day):
    pair.laptop.do("visit_day.send_back", day.id, pair.laptop.do("visit_day.get", day.id).revision, comment="补")
    pair.office.do("visit_day.take_back", day.id, day.revision)
    pair.to_laptop()
    assert missing_for_check(pair.laptop.do("visit_day.get", day.id))[-1].field == "conflicts"


def test_a_case_is_answered_at_the_other_desk(pair, day):
    (case,) = pair.laptop.do("visit_case.page")
    assert (case.kind.label, case.state) == ("窜货", CaseState.OPEN)
    pair.laptop.do("visit_case.answer", case.id, case.revision, "已报公司稽查")
    pair.to_office()
    (back,) = pair.office.do("visit_case.page")
    assert (back.state, back.answer, back.notes[0].person) == (CaseState.ANSWERED, "已报公司稽查", "办事处经理")
    again = pair.office.do("visit_case.ask_again", back.id, back.revision, comment="又发现一车")
    pair.to_laptop()
    assert pair.laptop.do("visit_case.get", case.id).notes[0].text == "又发现一车"
    assert again.state is CaseState.OPEN
    assert_whole(pair)


@pytest.fixture
def visit(pair: Pair):
    """A visit of a day that is with the representative, known at both desks; he signs in at both."""
    dealer = a_shop(pair.office)
    pair.office.sign_in("rep", "secret1")
    day = a_full_day(pair.office, dealer)
    pair.to_laptop()
    pair.laptop.sign_in("rep", "secret1")
    return day.visits[0]


def test_the_same_yes_at_both_desks_opens_one_case_that_goes_its_way(pair, visit):
    for desk in (pair.office, pair.laptop):
        desk.do("visit.change", visit.id, visit.revision, {"checks": {"foreign_goods": "yes"}})
    assert pair.to_laptop().conflicts == ()
    assert pair.to_office().conflicts == ()
    (case,) = pair.laptop.do("visit_case.page")
    assert [one.id for one in pair.office.do("visit_case.page")] == [case.id]
    pair.laptop.sign_in("office_mgr", "secret1")
    pair.laptop.do("visit_case.answer", case.id, case.revision, "已报公司稽查")
    assert pair.to_office().conflicts == ()
    (back,) = pair.office.do("visit_case.page")
    assert (back.state, back.answer) == (CaseState.ANSWERED, "已报公司稽查")
    assert_whole(pair)


def test_two_answers_to_one_item_are_a_conflict_of_the_day(pair, visit):
    for desk, said in ((pair.office, "yes"), (pair.laptop, "no")):
        desk.do("visit.change", visit.id, visit.revision, {"checks": {"foreign_goods": said}})
    pair.to_laptop()
    (conflict,) = pair.to_office().conflicts
    assert conflict.about_id == visit.day_id
    assert (str(DAY) in conflict.title, visit.dealer_name in conflict.title) == (True, True)
    assert conflict.label == "有无窜货"
    assert sorted(head.words for head in conflict.heads) == ["否", "是"]
    shown = {desk.do("visit_day.get", visit.day_id).visits[0].checks["foreign_goods"] for desk in (pair.office, pair.laptop)}
    assert len(shown) == 1
    day = pair.office.do("visit_day.get", visit.day_id)
    assert day.conflicts == 1
    no = next(head.entry for head in conflict.heads if head.value == "no")
    pair.office.do("desk_conflict.decide", conflict.id, entry=no)
    pair.to_laptop()
    for desk in (pair.office, pair.laptop):
        settled = desk.do("visit_day.get", visit.day_id)
        assert (settled.conflicts, settled.visits[0].checks["foreign_goods"]) == (0, "no")
    assert_whole(pair)


def test_a_day_that_both_desks_began_is_there_twice_and_nothing_is_lost(pair):
    dealer = a_shop(pair.office)
    pair.to_laptop()
    for desk in (pair.office, pair.laptop):
        desk.sign_in("rep", "secret1")
        a_full_day(desk, dealer, met=f"{desk.database.name}")
    pair.to_laptop()
    pair.to_office()
    for desk in (pair.office, pair.laptop):
        days = desk.do("visit_day.page", DayQuery())
        assert {visit.met for day in days for visit in day.visits} == {"office.db", "laptop.db"}
        (row,) = desk.do("visit_statistics.execution", date(2026, 11, 1), date(2026, 11, 30))
        assert row.unplanned == 2
    assert a_day(pair.office, DAY).id == a_day(pair.laptop, DAY).id


@pytest.fixture
def twice(pair: Pair):
    """The same day begun and written at both desks, known at both; the representative signs in at both."""
    dealer = a_shop(pair.office)
    pair.to_laptop()
    for desk in (pair.office, pair.laptop):
        desk.sign_in("rep", "secret1")
        day = a_full_day(desk, dealer, met=desk.database.name)
        desk.do("visit_day.change", day.id, day.revision, {"summary": f"总结 {desk.database.name}"})
    pair.to_laptop()
    pair.to_office()
    return pair.office.do("visit_day.begin", DAY)


def test_the_second_handbook_of_a_day_folds_into_the_first(pair, twice):
    keep, lose = twice.folds
    assert (keep, twice.rep_id) == (twice.id, pair.office.person.id)
    assert pair.office.do("visit_day.get", lose).folds == (keep, lose)
    (item,) = [one for one in pair.office.do("inbox.today").items if one.badge == "两份手册"]
    assert (item.record_id, item.page) == (keep, "visit_day.form")
    day = pair.office.do("visit_day.fold", keep, lose)
    assert {visit.met for visit in day.visits} == {"office.db", "laptop.db"}
    assert (day.plan, day.summary, day.folds) == ("看库存", "总结 office.db\n总结 laptop.db", None)
    pair.to_laptop()
    for desk in (pair.office, pair.laptop):
        (only,) = desk.do("visit_day.page", DayQuery())
        assert (only.id, only.visits, only.summary, only.conflicts) == (keep, day.visits, day.summary, 0)
        assert [one for one in desk.do("inbox.today").items if one.badge == "两份手册"] == []
        (row,) = desk.do("visit_statistics.execution", date(2026, 11, 1), date(2026, 11, 30))
        assert row.unplanned == 2
    assert_whole(pair)


def test_folded_at_both_desks_is_folded_once(pair, twice):
    for desk in (pair.office, pair.laptop):
        desk.do("visit_day.fold", *twice.folds)
    assert (pair.to_laptop().conflicts, pair.to_office().conflicts) == ((), ())
    days = [desk.do("visit_day.page", DayQuery()) for desk in (pair.office, pair.laptop)]
    assert [len(only.visits) for (only,) in days] == [2, 2]
    assert days[0][0].summary == days[1][0].summary
    assert_whole(pair)


def test_a_visit_that_comes_to_a_handbook_already_folded_is_not_lost(pair, twice):
    keep, lose = twice.folds
    pair.office.do("visit_day.fold", keep, lose)
    dealer = twice.visits[0].dealer_id
    late = pair.laptop.do("visit.add", lose, {"dealer_id": dealer, "met": "后来"})
    pair.to_office()
    day = pair.office.do("visit_day.get", keep)
    assert day.folds == (keep, lose)
    assert [one.record_id for one in pair.office.do("inbox.today").items if one.badge == "两份手册"] == [keep]
    assert late.id in {visit.id for visit in pair.office.do("visit_day.fold", keep, lose).visits}
    with pytest.raises(Refused):
        pair.office.do("visit_day.fold", keep, lose)
    assert_whole(pair)
