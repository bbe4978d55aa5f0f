"""Which rows are certainly records that we have, and which stand twice in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.decide import Existing, decide, fold_name
from crmdesk.exchange.importing.folding import fold_row
from crmdesk.exchange.importing.prepare import prepare
from tests.exchange.grids import NOBODY, recognised

HEADER = ("客户编号", "客户名称", "城市", "手机", "统一社会信用代码")
KEYS = ("code", "name", "city", "mobile", "credit_code")
USCC = "91350100M000100Y43"
CODE, CREDIT_CODE, NAME_CITY, NAME_MOBILE = range(4)


def existing(**records):
    """Records by id: id=(code, name, city, mobile, credit_code)."""
    rows = [(*row, *[""] * (5 - len(row))) for row in records.values()]
    columns = {key: [row[at] for row in rows] for at, key in enumerate(KEYS)}
    return Existing.of(list(records), columns)


def decided(*rows, there=NOBODY, **more):
    plan = recognised(HEADER, *rows).plan()
    return decide(prepare(plan), there, plan, **more)


def test_a_code_decides_alone():
    there = existing(a=("HD1", "旧名"), b=("HD2", "乙公司"))
    found = decided(("HD1", "新名", "上海"), ("HD3", "乙公司", "上海"), there=there)
    assert (found.known, found.by, found.twice) == ({0: "a"}, {0: CODE}, {})


def test_without_a_code_the_credit_code_decides():
    found = decided(("", "新名", "上海", "", USCC), there=existing(a=("HD1", "旧名", "", "", USCC)))
    assert (found.known, found.by) == ({0: "a"}, {0: CREDIT_CODE})


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (("", "上海 中丰(管业)有限公司", "上海市", ""), True),
        (("", "上海中丰(管业)有限公司", "", "13800138000"), True),
        (("", "上海中丰(管业)有限公司", "南京", "13800138000"), True),
        (("", "上海中丰(管业)有限公司", "南京", "13900139000"), False),
        (("", "上海中丰(管业)有限责任公司", "上海", "13800138000"), False),
        (("", "上海中丰(管业)有限公司", "", ""), False),
    ],
)
def test_without_both_the_name_needs_city_or_mobile(row, known):
    there = existing(a=("HD1", "上海中丰(管业)有限公司", "上海", "13800138000"))
    assert bool(decided(row, there=there).known) is known


def test_two_firms_of_one_name_in_two_cities_stay_two():
    found = decided(("", "甲公司", "上海"), ("", "甲公司", "南京"))
    assert (found.known, found.twice) == ({}, {})


def test_the_second_row_with_the_same_code_is_the_first():
    assert decided(("HD1", "甲公司"), ("HD2", "乙公司"), ("HD1", "丙公司")).twice == {2: (0, CODE)}


def test_two_rows_for_one_record_are_not_both_taken():
    there = existing(a=("HD1", "甲公司", "上海", "13800138000"))
    found = decided(("", "甲公司", "上海"), ("", "甲公司", "南京", "13800138000"), there=there)
    assert (found.known, found.twice) == ({0: "a"}, {1: (0, NAME_MOBILE)})


def test_two_firms_that_a_person_told_apart_are_not_taken_for_one():
    there = existing(a=("HD1", "甲公司", "上海"), b=("HD2", "甲公司", "上海市"))
    row = ("", "甲公司", "上海")
    key = fold_row("甲公司", "上海")
    assert decided(row, there=there).known == {0: "a"}
    assert decided(row, there=there, apart={(key, "a")}).known == {0: "b"}
    assert decided(row, there=there, apart={(key, "a"), (key, "b")}).known == {}
    assert decided(("HD1", "甲公司", "上海"), there=there, apart={(key, "a")}).known == {0: "a"}


def test_a_row_that_says_which_record_it_is_needs_no_key():
    found = decided(("", "甲公司"), ("HD9", "乙公司"), ("HD1", "丙公司"), marked={2: "a", 3: ""}, there=existing(a=("HD1", "甲")))
    assert (found.known, found.aside, found.twice) == ({0: "a"}, {1}, {2: (0, CODE)})


def test_two_codes_of_a_merged_record_are_one_record():
    there = Existing.of(["a", "a"], {key: ["HD1", "HD2"] if key == "code" else ["", ""] for key in KEYS})
    found = decided(("HD1", "甲公司"), ("HD2", "乙公司"), there=there)
    assert (found.known, found.twice) == ({0: "a"}, {1: (0, CODE)})


def test_names_are_folded_without_their_legal_form():
    assert fold_name(" 上海 (中丰)Ａ公司") == "上海(中丰)a公司"
    assert fold_name("甲有限公司") != fold_name("甲有限责任公司")


texts = st.sampled_from(["", "1", "2", "3"])
rows_of_keys = st.lists(st.tuples(texts, st.sampled_from(["甲", "乙"]), texts, texts, texts), min_size=1, max_size=8)


@given(rows_of_keys, rows_of_keys)
def test_every_row_is_decided_once_and_no_record_is_taken_twice(rows, there):
    found = decided(*rows, there=existing(**{f"r{n}": row for n, row in enumerate(there)}))
    assert not found.known.keys() & found.twice.keys()
    assert len(set(found.known.values())) == len(found.known)
    assert found.by.keys() == found.known.keys()
    assert all(first < place for place, (first, _key) in found.twice.items())


@given(st.lists(st.text("12345", min_size=1, max_size=2), min_size=1, max_size=9))
def test_the_quick_way_for_lists_full_of_codes_decides_the_same(codes):
    """One row without a code at the end makes the decider take the careful way."""
    there = existing(**{f"r{n}": (code, "甲") for n, code in enumerate(dict.fromkeys(codes[:3]))})
    rows = [(code, f"公司{n}", "上海") for n, code in enumerate(dict.fromkeys(codes))]
    quick, careful = decided(*rows, there=there), decided(*rows, ("", "末", "上海"), there=there)
    assert quick == careful
