"""Words that nobody knows: counted, with what they probably mean; never taken by themselves."""

import pytest

from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.unknown import unknown_values
from tests.exchange.grids import recognised

KNOWN = {"province": ["江苏", "浙江", "上海"], "city": ["苏州", "南京", "上海"], "owner": ["孙立", "冯媛", "钱进", "欧阳建国"]}


def asked(field_header, *cells, known=KNOWN, values=None):
    """What is asked about a column: (text, count, suggestion)."""
    rows = [(f"甲{n}公司", "13800138000", cell) for n, cell in enumerate(cells)]
    plan = recognised(("客户名称", "手机", field_header), *rows).plan(values=values or {})
    return unknown_values(prepare(plan), plan, known)


def said(*args, **more):
    return [(value.text, value.count, value.suggestion) for value in asked(*args, **more)]


def test_words_for_a_class_are_counted_and_proposed():
    found = asked("等级", "VIP", "A类", " vip", "重点客户", "三级", "弃", "", "VIP")
    assert [(v.text, v.count, v.suggestion) for v in found] == [
        ("VIP", 3, "A"), ("重点客户", 1, "A"), ("三级", 1, "C"), ("弃", 1, ""),
    ]  # fmt: skip
    assert (found[0].field, found[0].letter, found[0].first_rows) == ("dealer_class", "C", (2, 4, 9))
    assert found[0].why
    assert not found[3].why


@pytest.mark.parametrize(
    ("header", "text", "code"),
    [
        ("类型", "专营商户", "exclusive"), ("类型", "工程类客户", "project"), ("类型", "物流公司", "logistics"), ("类型", "装饰公司", "project"),
        ("类型", "终瑞客户", "terminal"), ("状态", "暂停合作发货", "suspended"), ("状态", "已流矢", "lost"), ("等级", "A+", "A"), ("等级", "B-", "B"),
    ],
)  # fmt: skip
def test_words_of_choices_have_their_guess(header, text, code):
    assert said(header, text) == [(text, 1, code)]


def test_an_error_cell_is_no_word_and_what_was_decided_is_not_asked_again():
    assert said("等级", "VIP", "弃", values={"dealer_class": {"vip": "A", "弃": ""}}) == []


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("江苏省", "江苏"), ("浙江省", "浙江"), ("江蘇", "江苏"), ("jiangsu", "江苏"), ("华东", ""), ("上海市", "上海"), ("江苏生", "江苏")],
)
def test_a_province_is_written_as_the_office_writes_it(text, suggestion):
    assert said("省份", text, "江苏") == [(text, 1, suggestion)]


def test_a_province_that_is_one_needs_no_question():
    assert said("省份", "广东", "广西壮族自治区", "内蒙古") == []
    assert said("省份", "广东", "广东省", "广东", known={}) == [("广东省", 1, "广东")]


def test_cities_are_held_against_the_office_and_the_map():
    assert said("城市", "苏州市", "南京", "合肥", "延边朝鲜族自治州") == [("苏州市", 1, "苏州")]
    assert said("城市", "南竟") == [("南竟", 1, "南京")]
    assert said("城市", "某某镇") == [("某某镇", 1, "")]
    assert said("城市", "某某镇", known={}) == []


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("孙力", "孙立"), ("sunli", "孙立"), ("fy", "冯媛"), ("冯嫒", "冯媛"), ("钱进(上海)", "钱进"), ("欧阳健国", "欧阳建国"),
     ("欧阳建囯", "欧阳建国"), ("赵敏", ""), ("李立", "")],
)  # fmt: skip
def test_a_representative_with_a_slip_is_one_of_ours(text, suggestion):
    assert said("业务员", text, "钱进") == [(text, 1, suggestion)]


def test_a_new_office_knows_no_representatives_and_asks_nothing():
    assert said("业务员", "赵敏", known={}) == []
