"""Whom rows may be: found by a key that both share, scored, and nobody compared with everybody."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.duplicates import MOST_CANDIDATES, MOST_OF_A_KEY, find, folded
from crmdesk.rules.same_firm import LOOSEST, USUAL, score

FIELDS = ("name", "city", "district", "mobile", "phone", "bank_account", "legal_rep", "credit_code")


def many(*rows):
    """Firms of rows of fields."""
    whole = [(*row, *[""] * (len(FIELDS) - len(row))) for row in rows]
    return folded({name: [row[at] for row in whole] for at, name in enumerate(FIELDS)}, len(whole))


def found(rows, there=()):
    """Place → whom it may be: the place among ``there``, or ~place of another row."""
    return {
        place: [~one.place if one.is_row else one.place for one in those]
        for place, those in find(many(*rows), many(*there)).items()
    }


def test_a_firm_is_found_by_brand_and_city_and_by_what_else_agrees():
    there = [
        ("南京恒泰建材有限公司", "南京"),
        ("苏州鼎盛陶瓷商行", "苏州", "", "13800138000"),
        ("无锡永兴石材", "无锡", "", "", "0510-8211234"),
        ("常州华金管业", "", "", "", "", "6222001"),
        ("扬州瑞祥防水材料", "扬州", "", "", "", "", "王伟"),
    ]
    rows = [
        ("恒泰建材(南京)经销部", "南京市"),
        ("苏州顶盛陶瓷", "苏州", "", "13800138000"),
        ("无锡永星石材厂", "无锡", "", "", "8211234"),
        ("华金管道", "", "", "", "", "6222001"),
        ("扬州瑞样防水材料", "扬州", "", "", "", "", "王伟"),
        ("南京永兴石材", "南京"),
    ]
    assert found(rows, there) == {0: [0], 1: [1], 2: [2], 3: [3], 4: [4]}


def test_of_two_rows_that_are_alike_the_later_one_is_told():
    assert found([("恒泰建材有限公司", "南京"), ("乙公司", "南京"), ("恒泰建材商行", "南京")]) == {2: [~0]}


def test_a_name_without_a_city_is_looked_for_everywhere():
    there = [("恒泰建材", "南京"), ("恒泰建材", "苏州"), ("恒太建材", "南京")]
    assert found([("恒泰建材",)], there) == {0: [0, 1]}
    assert found([("恒泰建材", "苏州")], [("恒泰建材",)]) == {0: [0]}


def test_a_key_that_everybody_shares_says_nothing():
    switchboard = [(f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}商贸", "南京", "", "", "025-84000000") for n in range(MOST_OF_A_KEY + 5)]
    assert found(switchboard) == {}
    common = [("永兴建材", "南京"), *((f"永兴{chr(0x4E00 + n)}记", "南京") for n in range(MOST_OF_A_KEY + 5))]
    assert found([("永兴建材商行", "南京")], common)[0] == [0]


def test_only_the_likeliest_are_shown():
    there = [("恒泰建材", "南京")] * (MOST_CANDIDATES + 5)
    assert len(found([("恒泰建材公司", "南京")], there)[0]) == MOST_CANDIDATES


names = st.sampled_from(["南京恒泰建材有限公司", "恒泰建材", "恒秦建材商行", "恒太建材", "苏州鼎盛陶瓷", "鼎盛陶瓷厂"])
row = st.tuples(
    names, st.sampled_from(["", "南京", "苏州市"]), st.sampled_from(["", "昆山市"]), st.sampled_from(["", "13800138000"]),
    st.sampled_from(["", "025-84123456"]), st.sampled_from(["", "6222"]), st.sampled_from(["", "王伟"]),
)  # fmt: skip


@given(st.lists(row, max_size=6), st.lists(row, max_size=6))
def test_the_keys_find_whoever_the_score_finds_likely(rows, there):
    """Comparing everybody with everybody gives no pair to be asked about that the keys have missed."""
    firms, others = many(*rows), many(*there)
    keyed = {(place, one.is_row, one.place) for place, those in find(firms, others).items() for one in those}
    everyone = [(False, at, firm) for at, firm in enumerate(others)] + [(True, at, firm) for at, firm in enumerate(firms)]
    for place, firm in enumerate(firms):
        for is_row, at, other in everyone:
            if (not is_row or at < place) and score(firm, other).score >= USUAL:
                assert (place, is_row, at) in keyed or len([k for k in keyed if k[0] == place]) == MOST_CANDIDATES
    assert all(one.alike.score >= LOOSEST for those in find(firms, others).values() for one in those)
