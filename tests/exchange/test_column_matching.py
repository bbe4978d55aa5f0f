"""Columns that are known from last time, from memory, nearly by their words, or only by what they hold."""

import pytest

from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.importing.headers import near, vocabulary
from crmdesk.exchange.importing.memory import Learned, Profile, column_keys, fingerprint
from crmdesk.exchange.importing.plan import Double, How
from crmdesk.exchange.matching import recognise
from crmdesk.rules.errors import Refused
from tests.exchange.grids import a_book, a_grid

HEADER = ("客户编号", "客户名称", "城市", "展厅面积", "跟单")
ROWS = [(f"HD{n}", f"上海{n}号建材公司", "上海", 120.0, "孙立") for n in range(5)]


def found(*rows, learned=Learned(), **more):  # noqa: B008 - frozen
    return recognise(a_book(a_grid(*rows)), learned=learned, **more)


def fields(recognised):
    return [match.field for match in recognised.columns]


def test_a_list_seen_before_is_imported_as_last_time():
    keys = column_keys(HEADER)
    profile = Profile(
        "华东名单",
        dict(zip(keys, ("code", "name", None, "extra", "owner"), strict=True)),
        blanks={"owner": Blank.CLEAR},
        values={"owner": {"小孙": "孙立"}},
        only_whole=True,
    )
    again = found(HEADER, *ROWS, learned=Learned(profiles={fingerprint(HEADER): profile}))
    assert again.profile is profile
    assert fields(again) == ["code", "name", None, "extra", "owner"]
    assert {match.how for match in again.columns} == {How.PROFILE}
    assert "上次导入" in again.columns[4].reason
    plan = again.plan()
    assert (plan.blanks, plan.only_whole) == ({"owner": Blank.CLEAR}, True)
    assert plan.values == {"owner": {"小孙": "孙立"}}
    assert again.plan({"C": "city"}, only_whole=False).mapping["C"] == "city"


def test_another_header_is_not_that_list():
    learned = Learned(profiles={fingerprint(HEADER): Profile("华东名单", {"跟单": "owner"})})
    other = found((*HEADER, "备注"), *ROWS, learned=learned)
    assert other.profile is None
    assert fields(other)[4] is None


def test_what_was_said_of_a_column_holds_before_its_words():
    learned = Learned(columns={"跟单": "owner", "城市": "region", "展厅面积": "extra", "客户编号": None})
    again = found(HEADER, *ROWS, learned=learned)
    assert fields(again) == [None, "name", "region", "extra", "owner"]
    assert again.columns[4].reason == "记忆:这样的列您说过是业务员"
    assert again.columns[3].reason == "记忆:这样的列您说过留作其他资料"
    assert again.columns[0].how is How.MEMORY


def test_remembered_words_help_to_find_the_header():
    rows = (("标题",), ("单位", "跟单", "片区代号"), ("甲公司", "孙立", "H1"))
    with pytest.raises(Refused):
        found(*rows)
    learned = Learned(columns={"单位": "name", "跟单": "owner", "片区代号": "region"})
    assert found(*rows, learned=learned).header_row == 2


@pytest.mark.parametrize(
    ("header", "name"),
    [("客户名程", "name"), ("联系人姓名字", "contact"), ("手机号妈", "mobile"), ("电话2", "phone"), ("手机一", "mobile"),
     ("统一社会信用代吗", "credit_code"), ("开户银行名", "bank_name"), ("授信额渡", "credit_limit")],
)  # fmt: skip
def test_a_header_with_a_slip_comes_near(header, name):
    assert near(header, vocabulary(IMPORT)).word == name


@pytest.mark.parametrize(
    "header",
    ["客户简介", "银行账户名", "法人电话", "更新时间", "去年返利档", "展厅面积", "门头照片", "联系入", "客户来源", "信用等级", "QQ群", "年"],
)  # fmt: skip
def test_what_only_looks_alike_does_not(header):
    assert near(header, vocabulary(IMPORT)) is None


def test_a_near_header_says_how_near_and_must_hold_what_it_says():
    rows = [("甲公司", f"1380013800{n}", "二百平") for n in range(5)]
    again = found(("客户名称", "手机号妈", "授信额渡"), *rows, header_row=1)
    assert [(m.field, m.how) for m in again.columns[1:]] == [("mobile", How.FUZZY), (None, How.NONE)]
    assert again.columns[1].reason == "相近:「手机号妈」像手机(75% 相同)"
    assert again.columns[2].reason == "未认出:列名像信用额度(元),内容不像"


def test_several_columns_for_one_field_are_asked_about():
    rows = (("客户名称", "电话", "城市", "联系电话", "电话2"), ("甲公司", "83456789", "上海", "87654321", ""))
    again = found(*rows)
    assert again.doubles == (Double("phone", ("B", "D", "E")),)
    assert fields(again) == ["name", "phone", "city", None, None]
    assert again.plan().mapping == {"A": "name", "B": "phone", "C": "city"}
    both = again.plan(joins={"phone": Join.FIRST})
    assert both.mapping == {"A": "name", "B": "phone", "C": "city", "D": "phone", "E": "phone"}
    assert all(match.reason for match in both.columns)


def test_two_columns_that_had_one_field_last_time_keep_it():
    header = ("客户名称", "电话", "座机", "城市")
    mapping = {"客户名称": "name", "电话": "phone", "座机": "phone", "城市": "city"}
    learned = Learned(profiles={fingerprint(header): Profile("表", mapping, joins={"phone": Join.ALL})})
    again = found(header, ("甲公司", "83456789", "87654321", "上海"), learned=learned)
    assert again.plan().mapping == {"A": "name", "B": "phone", "C": "phone", "D": "city"}
    assert again.doubles == (Double("phone", ("B", "C")),)


def test_a_list_without_a_header_is_matched_by_what_it_holds_if_the_user_says_so():
    rows = [
        (float(n), f"上海{n}号建材有限公司", "王建国", f"1380013800{n}", f"021-8345678{n}", "江苏省", "苏州市", f"人民路{n}号")
        for n in range(6)
    ]
    again = found(*rows, header_row=0)
    assert (again.header_row, again.data_rows) == (0, 6)
    assert fields(again) == [None, "name", "contact", "mobile", "phone", "province", "city", "address"]
    assert any("没有表头" in note for note in again.notes)


def test_a_group_over_two_columns_says_what_its_columns_are():
    again = recognise(a_book(a_grid(
        ("客户编号", "客户名称", "收货", None, "去年", None, "手机"),
        (None, None, "地址", "联系人", "返利", "销量", None),
        ("HD1", "甲公司", "人民路1号", "张三", "二档", 5.0, "13800138000"),
        merged=((0, 2, 0, 3), (0, 4, 0, 5)),
    )))  # fmt: skip
    assert [match.header for match in again.columns] == ["客户编号", "客户名称", "收货地址", "联系人", "去年返利", "去年销量", "手机"]
    assert again.columns[2].field == "delivery_address"


def test_remembered_values_count_when_it_is_said_how_much_can_be_read():
    rows = (("客户名称", "城市", "等级"), ("甲公司", "上海", "重点户"), ("乙公司", "上海", "A"))
    assert found(*rows).columns[2].parsed_share == 0.5
    assert found(*rows, learned=Learned(values={("dealer_class", "重点户"): "A"})).columns[2].parsed_share == 1.0


@pytest.mark.parametrize("row", [1, 2])
def test_of_a_header_of_two_rows_either_may_be_named(row):
    grid = a_grid(
        ("客户编号", "客户名称", "联系方式", None), (None, None, "联系人", "手机"), ("HD1", "甲公司", "张三", "13800138000"),
        merged=((0, 2, 0, 3),),
    )  # fmt: skip
    again = recognise(a_book(grid), header_row=row)
    assert (again.header_row, again.header_rows) == (2, 2)
