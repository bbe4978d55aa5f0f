"""People and numbers in cells: whoever and whatever stands in a row is found again after it."""

import re
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.exchange.importing.contacts import settled
from crmdesk.exchange.importing.outcome import Person
from crmdesk.exchange.importing.people import is_name
from crmdesk.rules.dealer_contact import Contact
from tests.exchange.grids import prepared

WORDS = ("王建国", "李芳", "赵敏", "采购", "财务", "总机", "白天", "微信同号", "欧阳娜", "李总", "前台", "(", ")", ":", "转", "联系人")
SIGNS = ("、", ";", "/", " ", ",", "\n", "", "。", "-")
NUMBERS = ("13800138000", "13900139000", "15000150000", "021-83456789", "0512-87654321", "83450000", "400-800-1234")


@st.composite
def cells(draw):
    """A cell with up to three numbers, words and signs between."""
    parts = draw(st.lists(st.sampled_from([*WORDS, *NUMBERS]), max_size=6))
    text = ""
    for part in parts:
        sign = draw(st.sampled_from(SIGNS))
        if text[-1:].isdigit() and part[0].isdigit() and sign in ("", "-"):
            sign = "、"
        text += sign + part
    return text


@given(cells(), cells(), cells())
@settings(max_examples=400, deadline=None)
def test_no_number_and_no_name_is_lost(contact, mobile, phone):
    rows = prepared(("客户名称", "联系人", "手机", "电话"), ("甲公司", contact, mobile, phone))
    row = " ".join(str(column[0]) for column in rows.columns.values() if column)
    people = " ".join(" ".join(map(str, astuple(one))) for one in rows.contacts.get(0, ()))
    kept = re.sub(r"[\s()]", "", f"{row} {people}")
    for word in (*NUMBERS, "王建国", "李芳", "赵敏", "欧阳娜", "李总", "财务", "总机", "白天", "微信同号", "前台"):
        if word in contact or word in mobile or word in phone:
            assert word in kept, word


@pytest.mark.parametrize("name", ["王建国", "李芳", "欧阳娜", "上官婉儿", "李总", "小王", "王经理", "陈姐", "阿力木·买买提", "单晓"])
def test_names(name):
    assert is_name(name)


@pytest.mark.parametrize("word", ["总机", "白天", "财务", "微信同号", "采购部", "1号", "王", "上海", "办公室", "传真", "abc", "王建国有限公司", ""])
def test_other_words(word):
    assert not is_name(word)


def test_further_numbers_of_the_main_contact_fill_blank_fields_then_become_contacts():
    heard = {"mobile": [Person("王建国", "", ("13800138000", "13900139000", "15000150000"), ())]}
    main, others, title = settled(("", "13800138000", ""), heard)
    assert main == ("王建国", "13800138000", "13900139000")
    assert others == (Contact("王建国", mobile="15000150000"),)
    assert title == ""


def test_somebody_else_never_takes_the_place_of_the_main_contact():
    heard = {"phone": [Person("李芳", "财务", ("13900139000",), ("021-83456789",))]}
    main, others, _title = settled(("王建国", "", "021-83456789"), heard)
    assert main == ("王建国", "", "021-83456789")
    assert others == (Contact("李芳", "财务", "13900139000", "021-83456789"),)
