"""避头尾: which characters may stand at the ends of a line."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.papers.wrapping import NOT_AT_END, NOT_AT_START, Grade, break_lines, grade_between

CHINESE = st.text("一二三铺贴砖色差ab12 ，。、；：？！）》】」（《【「“”—…%\n", max_size=120)


def lines(text: str, width: float) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, width, lambda char: 0.5 if char.isascii() else 1.0)]


def test_chinese_breaks_between_any_two_characters():
    assert lines("一二三四五六七", 3) == ["一二三", "四五六", "七"]


def test_a_closing_sign_takes_a_character_with_it_to_the_next_line():
    assert lines("一二三，四", 3) == ["一二", "三，四"]
    assert lines("一二三。」四", 3) == ["一二", "三。」", "四"]


def test_an_opening_sign_goes_to_the_next_line():
    assert lines("一二（三四）", 3) == ["一二", "（三", "四）"]


def test_words_and_numbers_stay_whole():
    assert lines("订单DD2610-0187号", 6) == ["订单", "DD2610-0187", "号"]
    assert lines("共1,200.00元", 4) == ["共", "1,200.00", "元"]


def test_a_word_wider_than_the_line_is_torn():
    assert lines("abcdefgh", 2) == ["abcd", "efgh"]


def test_a_list_without_spaces_breaks_after_its_commas():
    assert lines("AA1,BB2,CC3", 4) == ["AA1,BB2,", "CC3"]


def test_dash_and_ellipsis_are_never_cut_in_two():
    assert lines("一二——三", 3) == ["一二", "——三"]
    assert lines("一二……三", 3) == ["一二", "……三"]


def test_spaces_hang_over_the_edge_and_do_not_begin_a_line():
    assert lines("一二三 四", 3) == ["一二三", "四"]


def test_a_date_is_not_torn():
    assert lines("收到2026年11月5日送交", 7) == ["收到", "2026年11月5日", "送交"]


def test_line_ends_of_the_text_are_kept():
    assert lines("一\n\n二", 9) == ["一", "", "二"]


def test_a_combining_mark_stays_on_its_letter():
    assert lines("一二e\u0301三", 2.5) == ["一二", "e\u0301三"]


def test_a_character_wider_than_the_line_stands_alone():
    assert lines("一二", 0.5) == ["一", "二"]


@given(CHINESE, st.floats(1.0, 12.0))
def test_nothing_is_lost_and_only_spaces_are_dropped(text: str, width: float):
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())


@given(CHINESE, st.floats(1.0, 12.0))
def test_no_line_is_wider_than_asked(text: str, width: float):
    for line in lines(text, width):
        assert sum(0.5 if char.isascii() else 1.0 for char in line) <= width + 1e-6 or len(line) == 1


@given(CHINESE, st.floats(4.0, 12.0))
def test_signs_stand_at_the_wrong_end_only_where_the_line_holds_no_other_place(text: str, width: float):
    spans = break_lines(text, width, lambda char: 0.5 if char.isascii() else 1.0)
    for (start, end), (after, _end) in pairwise(spans):
        if "\n" in text[end:after] or start == end:
            continue
        if text[after] in NOT_AT_START or text[end - 1] in NOT_AT_END:
            places = (grade_between(text, at) for at in range(start + 1, after + 1))
            assert all(grade is Grade.NEVER for grade in places)
