"""Readings of names, on the bundled table."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.resources import resource
from crmdesk.rules.pinyin import Readings

READINGS = Readings.from_lines(resource("pinyin", "readings.txt").read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("重庆", "chong qing"),
        ("长沙", "chang sha"),
        ("厦门", "xia men"),
        ("大厦", "da sha"),
        ("六安", "lu an"),
        ("台州", "tai zhou"),
        ("铅山", "yan shan"),
        ("蚌埠", "beng bu"),
        ("成都", "cheng du"),
        ("长春", "chang chun"),
        ("朝阳", "chao yang"),
        ("佛山", "fo shan"),
        ("银行", "yin hang"),
        ("五金行", "wu jin hang"),
        ("音乐", "yin yue"),
        ("乐山", "le shan"),
        ("乐清", "yue qing"),
        ("弹簧", "tan huang"),
        ("绿源", "lv yuan"),
        ("重庆鼎盛建材A2型", "chong qing ding sheng jian cai a2 xing"),
        ("三棵树（ＡＢ）9号", "san ke shu ab 9 hao"),
        ("", ""),
        ("!?…", ""),
    ],
)
def test_names_read_as_people_say_them(text, syllables):
    assert READINGS.syllables(text) == tuple(syllables.split())


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("华东鼎盛建材", "hddsjc"),
        ("重庆鼎盛 A2", "cqdsa2"),
        ("ＫＤＳ（广州）", "kdsgz"),
        ("恩平O2O", "epo2o"),
    ],
)
def test_initials_keep_letters_and_digits_in_lower_case(text, initials):
    assert READINGS.initials(text) == initials


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("单伟", {"danwei", "shanwei"}),
        ("仇敏", {"choumin", "qiumin"}),
        ("曾强", {"cengqiang", "zengqiang"}),
        ("区明", {"quming", "ouming"}),
        ("解放", {"jiefang", "xiefang"}),
    ],
)
def test_a_family_name_is_found_by_both_readings(name, both):
    assert set(READINGS.spellings(name)) == both
    assert {spelling[0] for spelling in both} == {form[0] for form in READINGS.variants(name)}


def test_an_exception_is_found_by_the_plain_reading_too():
    assert READINGS.variants("重庆鼎盛") == ("cqds", "zqds")
    assert READINGS.spellings("重庆鼎盛") == ("chongqingdingsheng", "zhongqingdingsheng")


def test_a_family_name_inside_a_name_has_one_reading():
    assert READINGS.variants("王解") == ("wj",)


def test_an_ordinary_name_has_one_variant_and_nothing_has_none():
    assert READINGS.variants("华东鼎盛") == ("hdds",)
    assert READINGS.variants("()") == READINGS.spellings("") == ()


def test_a_table_without_phrases_reads_character_by_character():
    assert Readings({"重": "zhong"}, {}, {}).syllables("重x") == ("zhong", "x")


@given(st.text(max_size=30))
def test_any_text_gives_lower_case_letters_and_digits(text):
    variants = READINGS.variants(text)
    assert len(variants) <= 4
    assert all(form.isascii() and form.isalnum() and form == form.lower() for form in variants)
    assert "".join(READINGS.syllables(text)) in (*READINGS.spellings(text), "")


@given(st.text("重庆鼎盛单县区解银行音乐大厦门", min_size=1))
def test_there_is_one_initial_for_every_character(text):
    assert all(len(form) == len(text) for form in READINGS.variants(text))
    assert READINGS.initials(text) == "".join(syllable[0] for syllable in READINGS.syllables(text))


def test_fifty_thousand_names_are_read_in_a_moment():
    cities = ("重庆", "广州", "长沙", "佛山", "厦门", "曾家", "杭州", "成都", "单县", "青岛")
    trades = ("鼎盛", "恒通", "华美", "金源", "瑞丰")
    names = [f"{cities[n % 10]}{trades[n % 5]}{n}建材商行有限公司" for n in range(50_000)]
    began = time.perf_counter()
    for name in names:
        READINGS.variants(name)
    assert time.perf_counter() - began < 2.5  # 0.2 s on an idle desk; room for a busy one
