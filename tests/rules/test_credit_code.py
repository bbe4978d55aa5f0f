"""The credit code against the vectors of domain 8.4 and against python-stdnum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from crmdesk.rules.credit_code import (
    ALPHABET,
    check_letter,
    organisation_check_letter,
    remark,
    tidy,
)

VALID = [
    "91350100M000100Y43",
    "9144030071526726XG",
    "91110000802100433B",
    "914403001922038216",
    "53640000MJX173680A",
]


@pytest.mark.parametrize(
    "code", [*VALID, "", "  ", " 9144 0300 7152 6726 xg", "９１４４０３００７１５２６７２６ＸＧ"]
)
def test_a_right_code_and_no_code_get_no_remark(code):
    assert remark(code) == ""


def test_a_wrong_check_letter_is_named():
    assert "应为 G" in remark("9144030071526726X0")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("440301103097413", "15 位"),
        ("91440300715267", "14 位"),
        ("9144030O71526726XG", "「O」"),
        ("9144030071526726甲G", "「甲」"),
    ],
)
def test_what_is_wrong_is_said(code, words):
    assert words in remark(code)


def test_a_wrong_organisation_code_is_found_behind_a_right_check_letter():
    body = "91440300715267261"  # X would be right
    assert "组织机构代码" in remark(body + check_letter(body))


def test_a_code_is_tidied():
    assert tidy(" 91-4403 0071526726xg ") == "9144030071526726XG"


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_codes_that_we_find_right_are_right_elsewhere(body):
    code = "91440300" + body + organisation_check_letter(body)
    if code[-1] in ALPHABET:
        whole = code + check_letter(code)
        assert remark(whole) == ""
        assert uscc.is_valid(whole)
