"""All rows with what becomes of each: standings, choices, what a person decides, and how quick that is."""

import time
from dataclasses import replace

import pytest

from crmdesk.exchange.importing.folding import fold_row
from crmdesk.exchange.importing.plan import Choice, Decision, Grade
from crmdesk.exchange.importing.review import Standing
from tests.exchange.grids import recognised, reviewed
from tests.exchange.test_decide import existing

HEADER = ("客户编号", "客户名称", "城市", "手机", "等级")
A = {"id": "aa", "code": "KH1", "name": "南京恒泰建材有限公司", "city": "南京", "mobile": "13800138000", "dealer_class": None}
NEW, UPDATE, SKIP = Decision(Choice.NEW), Decision(Choice.UPDATE), Decision(Choice.SKIP)


def review(*rows, there=(A,), **more):
    plan = replace(recognised(HEADER, *rows).plan(), **more)
    keys = {one["id"]: tuple(one.get(k, "") for k in ("code", "name", "city", "mobile")) for one in there}
    return reviewed(plan, existing(**keys), there)


LIKELY = ("", "恒泰建材(南京)经销部", "南京", "", "")


def standings(found):
    return [found.row(at).standing for at in range(len(found))]


def test_every_row_has_a_standing_and_what_becomes_of_it():
    found = review(
        ("KH1", "南京恒泰建材有限公司", "南京", "", ""), LIKELY, ("KH2", "乙公司", "苏州", "", ""), ("KH2", "丙公司", "", "", ""),
        ("KH3", "", "苏州", "", ""),
    )  # fmt: skip
    assert standings(found) == [Standing.SAME, Standing.LIKELY, Standing.NEW, Standing.TWICE, Standing.BROKEN]
    assert [found.row(at).choice for at in range(5)] == [Choice.SKIP, None, Choice.NEW, Choice.SKIP, Choice.SKIP]
    assert found.counts == dict.fromkeys(Standing, 1) | {Standing.KNOWN: 0}
    assert (found.undecided, found.new, found.updated) == (1, [2], [])
    assert found.outcome == {"read": 5, "new": 1, "updated": 0, "skipped": 3, "rejected": 1}


def test_a_likely_row_says_whom_it_may_be_and_why():
    row = review(LIKELY).row(0)
    assert row.row == 2
    assert row.reason == "可能是「南京恒泰建材有限公司」(KH1、南京):同名,仅组织形式不同、同城(82 分)"
    (candidate,) = row.candidates
    assert (candidate.record, candidate.name, candidate.code, candidate.city, candidate.score) == (
        "aa", "南京恒泰建材有限公司", "KH1", "南京", 82,
    )  # fmt: skip
    assert candidate.why == ("同名,仅组织形式不同", "同城")


def test_a_row_like_another_of_the_list_names_its_row():
    found = review(("", "甲建材公司", "南京", "", ""), ("", "甲建材商行", "南京", "", ""), there=())
    assert standings(found) == [Standing.NEW, Standing.LIKELY]
    assert found.row(1).candidates[0].row == 2
    assert found.row(1).reason.startswith("可能是第 2 行「甲建材公司」(南京):")


def test_a_row_may_be_joined_with_an_earlier_one_and_goes_where_that_goes():
    one, other, third = (("", f"恒泰建材{form}", "南京", "", "") for form in ("公司", "商行", "门市部"))
    new = review(one, other, third, there=(), decisions={3: UPDATE, 4: UPDATE})
    assert (new.new, new.updated, new.joined, new.undecided) == ([0], [], {1: 0, 2: 0}, 0)
    assert new.outcome == {"read": 3, "new": 1, "updated": 0, "skipped": 2, "rejected": 0}
    left = new.with_decisions({2: SKIP, 3: UPDATE})
    assert (left.new, left.joined, left.undecided) == ([], {}, 2)
    known = review(("KH1", "南京恒泰建材有限公司", "南京", "", ""), ("KH1", "再一次", "", "", "B类"), decisions={3: UPDATE})
    assert (known.updated, known.joined) == ([(1, "aa")], {})


def test_an_undecided_row_is_a_problem_until_a_person_decides():
    found = review(LIKELY)
    (problem,) = found.problems
    assert (problem.cell, problem.field, problem.grade) == ("B2", "name", Grade.LOST)
    assert "KH1" in problem.reason
    assert "请人决定" in problem.done
    for decision in (NEW, UPDATE, SKIP):
        assert found.with_decisions({2: decision}).problems == ()
        assert found.with_decisions({2: decision}).undecided == 0


def test_a_person_makes_it_new_merges_it_or_leaves_it():
    found = review(("", "恒泰建材(南京)经销部", "南京", "13900139000", ""))
    new, merged, left = (found.with_decisions({2: one}) for one in (NEW, UPDATE, SKIP))
    assert (new.new, new.updated) == ([0], [])
    assert (merged.new, merged.updated) == ([], [(0, "aa")])
    assert (left.new, left.updated) == ([], [])
    row = merged.row(0)
    assert (row.choice, row.by_person, row.record) == (Choice.UPDATE, True, "aa")
    assert row.before == {"name": "南京恒泰建材有限公司", "mobile": "13800138000"}
    assert row.values["mobile"] == "13900139000"
    assert (merged.outcome["updated"], left.outcome["skipped"]) == (1, 1)


def test_any_row_may_be_merged_into_another_record_than_the_proposed_one():
    other = A | {"id": "bb", "code": "KH7", "name": "别的公司", "city": "无锡"}
    found = review(("KH1", "南京恒泰建材有限公司", "南京", "", ""), there=(A, other), decisions={2: Decision(Choice.UPDATE, "bb")})
    assert found.updated == [(0, "bb")]
    assert found.row(0).before == {"code": "KH7", "name": "别的公司", "city": "无锡"}


def test_a_code_that_is_there_can_not_become_a_new_record():
    found = review(("KH1", "另一家公司", "无锡", "", ""), decisions={2: NEW})
    assert (found.new, found.updated) == ([], [])
    assert found.row(0).reason == "编号 KH1 已经有了,不能再新增"
    assert [problem.cell for problem in found.problems] == ["A2"]


def test_a_name_and_city_that_are_there_may_be_two_firms_and_that_is_learned():
    found = review(("", "南京恒泰建材有限公司", "南京", "", ""), decisions={2: NEW})
    assert found.new == [0]
    assert set(found.decisions_learned) == {(fold_row("南京恒泰建材有限公司", "南京"), "aa")}


def test_not_the_same_firm_is_learned_for_all_who_were_asked_about():
    found = review(LIKELY, decisions={2: NEW})
    assert found.decisions_learned == {
        (fold_row("恒泰建材(南京)经销部", "南京"), "aa"): ("恒泰建材(南京)经销部、南京", "南京恒泰建材有限公司")
    }
    assert review(LIKELY, decisions={2: SKIP}).decisions_learned == {}


def test_strictness_decides_who_is_asked_about():
    found = review(LIKELY)
    assert [found.with_strictness(n).undecided for n in (0, 82, 83, 100)] == [1, 1, 0, 0]
    assert found.with_strictness(83).new == [0]


def test_decisions_of_rows_that_are_not_there_do_nothing():
    found = review(LIKELY, decisions={99: NEW, 1: SKIP})
    assert (found.undecided, found.decisions_learned) == (1, {})


def test_rows_are_found_by_standing_by_what_is_open_and_by_text():
    found = review(LIKELY, ("KH2", "苏州乙公司", "苏州", "", ""), ("KH3", "", "苏州", "", ""))
    assert list(found.places()) == [0, 1, 2]
    assert list(found.places([Standing.NEW, Standing.BROKEN])) == [1, 2]
    assert list(found.places(undecided=True)) == [0]
    assert list(found.places(text=" kh ")) == [1, 2]
    assert list(found.places([Standing.NEW], text="乙公司")) == [1]


def test_a_broken_row_shows_what_stands_in_the_file():
    row = review(("KH3", "", "苏州", "138001", "")).row(0)
    assert (row.reason, row.values["code"], row.values["mobile"]) == ("没有客户名称", "KH3", "138001")
    assert any(problem.cell == "B2" for problem in row.problems)


def test_a_merged_row_may_be_cleared_and_appended(monkeypatch):
    found = review(("", "恒泰建材(南京)经销部", "南京", "", "A类"))
    found.basis.prepared.columns["remark"] = ["新话"]
    basis = replace(
        found.basis, names=(*found.basis.names, "remark"),
        prepared=replace(found.basis.prepared, cleared=frozenset({"mobile", "name"}), appended=frozenset({"remark"})),
        stands={"aa": A | {"remark": "老话"}},
    )  # fmt: skip
    assert basis.changed(0, "aa").after["mobile"] == ""
    assert basis.changed(0, "aa").after["remark"] == "老话\n新话"


@pytest.mark.parametrize("share", [1, 10])
def test_another_strictness_costs_nothing_to_speak_of(share):
    rows = [(f"HD{n}", f"第{n // 2}号建材{('公司', '商行')[n % 2]}" if n % share == 0 else f"甲{n}记", "南京", "", "") for n in range(5000)]
    found = review(*rows, there=())
    decisions = dict.fromkeys(range(2, 1000), NEW)
    begun = time.process_time()
    found.with_strictness(60).with_decisions(decisions)
    assert time.process_time() - begun < 0.05
