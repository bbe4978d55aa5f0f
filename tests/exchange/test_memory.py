"""Keys of the memory: what is written in two ways is one thing, what differs stays two."""

import pytest

from crmdesk.exchange.importing.memory import (
    Learned,
    column_keys,
    fingerprint,
    fold_header,
    fold_row,
    fold_value,
)


@pytest.mark.parametrize("header", ["* 客户名称", "客户名称:", "客户\n名称", "【客户名称】", " 客户\u3000名称 ", "★客户名称"])
def test_a_header_has_one_key_however_it_is_decorated(header):
    assert fold_header(header) == "客户名称"


def test_a_unit_in_brackets_tells_headers_apart():
    assert fold_header("信用额度(元)") != fold_header("信用额度(万元)")


def test_a_list_is_known_again_by_its_headers_in_any_order():
    mark = fingerprint(["客户名称", "手 机*", "城市"])
    assert mark == fingerprint(["城市", "", "客户名称:", "手机"])
    assert mark != fingerprint(["客户名称", "手机"])
    assert mark != fingerprint(["客户名称", "手机", "城市", "手机"])


def test_columns_of_one_name_and_of_none_have_keys_of_their_own():
    keys = column_keys(["电话", "电话", "", ""])
    assert len(set(keys)) == 4
    assert keys[0] == "电话"


def test_values_and_rows_are_kept_under_what_they_say_not_how():
    assert fold_value(" ａ 类") == fold_value("A类")
    assert fold_row("甲（上海）公司", "上海市") == fold_row("甲(上海) 公司", "上海")
    assert fold_row("甲公司", "上海") != fold_row("甲公司", "苏州")


def test_what_was_learned_of_values_is_asked_by_field():
    learned = Learned(values={("dealer_class", "重点"): "A", ("kind", "重点"): "project"})
    assert learned.values_of("dealer_class") == {"重点": "A"}
