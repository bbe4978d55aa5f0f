"""The quick look at a column of credit codes finds exactly those that the rule objects to."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.credit_codes import wrong_places
from crmdesk.rules.credit_code import ALPHABET, check_letter, organisation_check_letter, remark


@st.composite
def right_codes(draw):
    body = draw(st.text(ALPHABET, min_size=8, max_size=8))
    start = draw(st.text(ALPHABET, min_size=8, max_size=8)) + body + organisation_check_letter(body)
    return start + check_letter(start)


nearly_right = right_codes().flatmap(
    lambda code: st.tuples(st.integers(0, 17), st.sampled_from(ALPHABET + "IOSVZx ")).map(
        lambda change: code[: change[0]] + change[1] + code[change[0] + 1 :]
    )
)
cells = st.one_of(right_codes(), nearly_right, st.just(""), st.text(max_size=20), st.text(ALPHABET, min_size=18, max_size=18))


@given(st.lists(cells, max_size=12))
def test_the_quick_look_and_the_rule_agree(codes):
    as_it_stands = [at for at, code in enumerate(codes) if code and (remark(code) or not is_plain(code))]
    assert wrong_places(codes) == as_it_stands


@given(st.lists(right_codes(), min_size=1, max_size=9))
def test_right_codes_pass(codes):
    assert wrong_places(codes) == []


def is_plain(code):
    """Eighteen characters of the alphabet as they stand: no blanks, no small letters."""
    return len(code) == 18 and set(code) <= set(ALPHABET)
