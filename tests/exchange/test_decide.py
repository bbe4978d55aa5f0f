"""Which rows are new, which are records that we have, which stand twice in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.decide import Existing, decide, fold_name
from crmdesk.exchange.importing.prepare import prepare
from tests.exchange.grids import NOBODY, recognised

HEADER = ("客户编号", "客户名称", "城市", "手机", "统一社会信用代码")
KEYS = ("code", "name", "city", "mobile", "credit_code")
USCC = "91350100M000100Y43"


def existing(**records):
    """Records by id: id=(code, name, city, mobile, credit_code)."""
    rows = [(*row, *[""] * (5 - len(row))) for row in records.values()]
    columns = {key: [row[at] for row in rows] for at, key in enumerate(KEYS)}
    return Existing.of(list(records), columns)


def decided(*rows, there=NOBODY):
    plan = recognised(HEADER, *rows).plan()
    return decide(prepare(plan), there, plan)


def test_a_code_decides_alone():
    there = existing(a=("HD1", "旧名"), b=("HD2", "乙公司"))
    found = decided(("HD1", "新名", "上海"), ("HD3", "乙公司", "上海"), there=there)
    assert (found.new, found.updated, found.skipped) == ([1], [(0, "a")], [])


def test_without_a_code_the_credit_code_decides():
    found = decided(("", "新名", "上海", "", USCC), there=existing(a=("HD1", "旧名", "", "", USCC)))
    assert found.updated == [(0, "a")]


@pytest.mark.parametrize(
    ("row", "updated"),
    [
        (("", "上海 中丰(管业)有限公司", "上海市", ""), True),
        (("", "上海中丰(管业)有限公司", "", "13800138000"), True),
        (("", "上海中丰(管业)有限公司", "南京", "13800138000"), True),
        (("", "上海中丰(管业)有限公司", "南京", "13900139000"), False),
        (("", "上海中丰(管业)有限责任公司", "上海", "13800138000"), False),
    ],
)
def test_without_both_the_name_needs_city_or_mobile(row, updated):
    there = existing(a=("HD1", "上海中丰(管业)有限公司", "上海", "13800138000"))
    found = decided(row, there=there)
    assert bool(found.updated) is updated
    assert bool(found.new) is not updated


def test_two_firms_of_one_name_in_two_cities_stay_two():
    assert decided(("", "甲公司", "上海"), ("", "甲公司", "南京")).new == [0, 1]


def test_the_second_row_with_the_same_code_is_reported_at_its_cell():
    found = decided(("HD1", "甲公司"), ("HD2", "乙公司"), ("HD1", "丙公司"))
    assert (found.new, found.skipped) == ([0, 1], [2])
    (problem,) = found.problems
    assert (problem.cell, problem.field, problem.value) == ("A4", "code", "HD1")
    assert problem.reason == "与第 2 行的编号相同"
    assert problem.done == "整行跳过"


def test_two_rows_for_one_record_are_not_both_written():
    there = existing(a=("HD1", "甲公司", "上海", "13800138000"))
    found = decided(("", "甲公司", "上海"), ("", "甲公司", "南京", "13800138000"), there=there)
    assert (found.updated, found.skipped) == ([(0, "a")], [1])


def test_a_name_alone_is_taken_once_and_then_left_to_a_person():
    found = decided(("", "甲公司"), ("", "甲公司"), ("", "乙公司"), there=existing(a=("HD1", "乙公司", "上海")))
    assert (found.new, found.skipped) == ([0], [1, 2])
    assert ["分不清是不是同一家" in problem.reason for problem in found.problems] == [True, True]


def test_names_are_folded_without_their_legal_form():
    assert fold_name(" 上海 (中丰)Ａ公司") == "上海(中丰)a公司"
    assert fold_name("甲有限公司") != fold_name("甲有限责任公司")


texts = st.sampled_from(["", "1", "2", "3"])
rows_of_keys = st.lists(st.tuples(texts, st.sampled_from(["甲", "乙"]), texts, texts, texts), min_size=1, max_size=8)


@given(rows_of_keys, rows_of_keys)
def test_every_row_is_decided_once_and_no_record_is_written_twice(rows, there):
    found = decided(*rows, there=existing(**{f"r{n}": row for n, row in enumerate(there)}))
    updated = [place for place, _record in found.updated]
    assert sorted(found.new + updated + found.skipped) == list(range(len(rows)))
    records = [record for _place, record in found.updated]
    assert len(set(records)) == len(records)
    assert len(found.problems) == len(found.skipped)


@given(st.lists(st.text("12345", min_size=1, max_size=2), min_size=1, max_size=9))
def test_the_quick_way_for_lists_full_of_codes_decides_the_same(codes):
    """One row without a code at the end makes the decider take the careful way."""
    there = existing(**{f"r{n}": (code, "甲") for n, code in enumerate(dict.fromkeys(codes[:3]))})
    rows = [(code, f"公司{n}", "上海") for n, code in enumerate(dict.fromkeys(codes))]
    quick, careful = decided(*rows, there=there), decided(*rows, ("", "末", "上海"), there=there)
    assert quick.updated == careful.updated
    assert [*quick.new, len(rows)] == careful.new
