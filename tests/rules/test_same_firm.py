"""Names taken apart, and how much speaks for one firm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.firm_tables import firm_names
from crmdesk.rules.same_firm import CERTAIN, LOOSEST, USUAL, firm, one_apart, score, tail_of

NAMES = firm_names()


def the(name, **more):
    return firm(NAMES, {"name": name, **more})


def points(a, b):
    return score(a, b).score


@pytest.mark.parametrize(
    "name",
    [
        "南京恒泰建材有限公司",
        "南京恒泰建材有限责任公司",
        "恒泰建材(南京)经销部",
        "恒泰建材(南京市)股份有限公司",
        "江苏省南京市恒泰建材",
        "江蘇省南京市恆泰建材商行",
        " 南京 恒泰建材 门市部",
        "南京市江宁区恒泰建材经营部",
        "恒泰建材厂",
    ],
)
def test_place_form_brackets_and_script_are_no_part_of_the_core(name):
    apart = NAMES.taken_apart(name)
    assert (apart.core, apart.brand) == ("恒泰建材", "恒泰")
    assert apart.place == ("" if name == "恒泰建材厂" else "南京")


@pytest.mark.parametrize(
    ("name", "core", "place"),
    [
        ("苏果超市有限公司", "苏果超市", ""),
        ("上海中丰(管业)有限公司", "中丰管业", "上海"),
        ("昆山恒泰建材有限公司苏州分公司", "恒泰建材苏州分公司", "昆山"),
        ("北京市朝阳区大润发商贸有限公司", "大润发商贸", "北京"),
        ("江苏恒泰建材集团有限公司", "恒泰建材", "江苏"),
        ("张家口店", "张家口", ""),
        ("上海", "上海", ""),
        ("兴隆(普通合伙)", "兴隆", ""),
        ("A&B Trading 公司", "abtrading", ""),
        ("", "", ""),
    ],
)
def test_names_with_a_catch(name, core, place):
    assert NAMES.taken_apart(name)[1:5:3] == (core, place)


@pytest.mark.parametrize(
    ("said", "city"),
    [("南京市", "南京"), ("江苏省南京市", "南京"), ("市辖区", ""), ("江苏", ""), ("延边朝鲜族自治州", "延边朝鲜族"), ("", "")],
)
def test_a_city_has_one_form(said, city):
    assert NAMES.city(said) == city


@given(st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("南京市(有限公司)\n\r\x85 昆"), max_size=12), max_size=6))
def test_a_column_gives_what_each_name_gives_alone(names):
    together = NAMES.all_taken_apart(names)
    assert list(zip(*together, strict=True)) == [tuple(NAMES.taken_apart(name)) for name in names]


def test_traditional_and_simplified_characters_of_the_table_read_alike():
    """The table is right where both characters have one reading; a few have several."""
    sounds = NAMES._sounds
    pairs = [(ord(old), ord(new)) for old, new in NAMES._simplified.items()]
    alike = sum(sounds[old] == sounds[new] for old, new in pairs)
    assert len(pairs) > 2000
    assert alike / len(pairs) > 0.97


def test_a_code_or_a_credit_code_alone_makes_certain():
    assert points(the("甲", code="HD1"), the("乙", code="HD1")) == CERTAIN
    assert points(the("甲", credit_code="9132"), the("乙", credit_code="9132")) == CERTAIN
    everything = {"city": "南京", "mobile": "13800138000", "phone": "025-84123456", "bank_account": "6222", "legal_rep": "王"}
    assert points(the("甲建材", **everything), the("甲建材", **everything)) < CERTAIN


def test_a_legal_form_alone_is_likely_and_never_certain():
    found = score(the("恒泰建材有限公司", city="南京"), the("恒泰建材有限责任公司", city="南京市"))
    assert USUAL <= found.score < CERTAIN
    assert found.why == ("同名,仅组织形式不同", "同城")


def test_two_firms_of_one_name_in_two_cities_are_two():
    assert points(the("恒泰建材", city="南京"), the("恒泰建材", city="苏州")) == 0
    assert points(the("恒泰建材(南京)", phone="84123456"), the("恒泰建材(苏州)", phone="84123456")) == 0
    assert points(the("恒泰建材", city="南京", legal_rep="王伟"), the("恒泰建材", city="苏州", legal_rep="王伟")) < LOOSEST
    account = {"bank_account": "6222000011112222", "mobile": "13800138000"}
    assert points(the("恒泰建材", city="南京", **account), the("恒泰建材", city="苏州", **account)) >= USUAL


def test_a_county_of_the_city_is_the_same_place():
    assert points(the("恒泰建材", city="苏州", district="昆山市"), the("昆山恒泰建材")) >= USUAL


def test_one_name_without_a_city_is_asked_about():
    found = score(the("恒泰建材", city="南京"), the("恒泰建材"))
    assert USUAL <= found.score < CERTAIN
    assert found.why == ("同名",)


def test_a_typing_error_needs_more_than_the_city():
    a = the("南京恒泰建材有限公司", phone="025-84123456")
    assert LOOSEST < points(a, the("南京恒秦建材有限公司")) < USUAL
    assert points(a, the("南京恒秦建材有限公司", phone="(025)84123456转801")) >= USUAL
    assert points(a, the("南京恒太建材公司")) >= USUAL


def test_a_name_without_its_trade_is_likely_one_with_another_trade_is_not():
    a = the("南京恒泰建材有限公司", mobile="13800138000")
    assert points(a, the("恒泰", city="南京")) >= USUAL
    assert points(a, the("恒泰", city="南京", mobile="13900139000")) < USUAL
    assert LOOSEST < points(a, the("恒泰陶瓷", city="南京")) < USUAL


def test_two_credit_codes_are_two_firms_unless_one_is_misread():
    a = the("恒泰建材", city="南京", credit_code="91350100M000100Y43")
    assert points(a, the("恒泰建材", city="南京", credit_code="9144030071526726XG")) < LOOSEST
    assert points(a, the("恒泰建材", city="南京", credit_code="91350100M000IOOY43"[:18])) < LOOSEST
    assert points(a, the("恒泰建材", city="南京", credit_code="91350100M00010OY43")) >= USUAL


@pytest.mark.parametrize(
    ("phone", "tail"),
    [("025-84123456", "4123456"), ("(025)84123456转801", "4123456"), ("0512-8412345", "8412345"), ("84123456-801", "4123456"),
     ("13800138000", "13800138000"), ("12", ""), ("", "")],
)  # fmt: skip
def test_the_tail_of_a_telephone(phone, tail):
    assert tail_of(phone) == tail


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [("恒泰建材", "恒秦建材", True), ("恒泰建材", "恒泰材", True), ("恒泰建材", "泰恒建材", True), ("恒泰建材", "恒泰建材", False),
     ("恒泰建材", "泰和建材", False), ("恒泰", "恒泰建材", False)],
)  # fmt: skip
def test_one_character_apart(a, b, is_one):
    assert one_apart(a, b) is one_apart(b, a) is is_one


firms = st.builds(
    the, st.sampled_from(["南京恒泰建材有限公司", "恒泰建材", "恒秦建材商行", "苏州鼎盛陶瓷", ""]),
    city=st.sampled_from(["", "南京", "苏州"]), mobile=st.sampled_from(["", "13800138000", "13900139000"]),
    phone=st.sampled_from(["", "025-84123456", "13800138000"]), bank_account=st.sampled_from(["", "6222"]),
    legal_rep=st.sampled_from(["", "王伟", "李娜"]), credit_code=st.sampled_from(["", "91350100M000100Y43"]),
)  # fmt: skip


@given(firms, firms)
def test_likeness_goes_both_ways_and_stays_within_its_bounds(a, b):
    assert score(a, b) == score(b, a)
    assert 0 <= score(a, b).score <= CERTAIN
