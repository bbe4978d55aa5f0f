"""Where the header stands, which column is which field and why, which sheet is the list."""

import json

import pytest

from crmdesk.exchange.importing import spec as declarations
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.importing.headers import known, vocabulary
from crmdesk.exchange.importing.plan import How
from crmdesk.exchange.matching import recognise
from crmdesk.resources import resource
from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.rules.errors import Refused
from tests.exchange.grids import a_book, a_grid, prepared, recognised

WORDS = vocabulary(IMPORT)
HEADER = ("客户编号", "客户名称", "城市", "手机")
ROW = ("HD1", "上海中丰管业有限公司", "上海", "13800138000")

DOMAIN_8_3 = {
    "code": "客户编号, 客户编码, 客户代码, 客户号, 经销商编号, 经销商编码, 经销商代码, 代理商编号, 编号, 编码, 代码",
    "name": "客户名称, 客户全称, 经销商名称, 经销商, 代理商, 代理商名称, 公司名称, 单位名称, 企业名称, 商户名称, 名称",
    "short_name": "简称, 客户简称, 经销商简称",
    "credit_code": "统一社会信用代码, 社会信用代码, 信用代码, 税号, 纳税人识别号, 营业执照(号), 营业执照, 组织机构代码",
    "legal_rep": "法人, 法人代表, 法定代表人, 法人名称, 法人姓名, 负责人, 老板",
    "contact": "联系人, 主联系人, 联系人姓名, 姓名, 对接人, 客户姓名",
    "mobile": "手机, 手机号, 手机号码, 移动电话, 联系人手机",
    "phone": "电话, 联系电话, 办公电话, 固定电话, 公司电话, 座机, 电话号码",
    "fax": "传真, 传真号码",
    "email": "邮箱, 电子邮件, E-mail, 联系邮箱",
    "wechat": "微信, 微信号, QQ, QQ号码",
    "province": "省份, 省, 所在省份",
    "city": "城市, 市, 地级市, 所在城市",
    "district": "区, 区县, 县, 所在行政区",
    "region": "区域, 大区, 小区, 经营区域, 授权区域, 市场分区, 片区, 分销中心, 办事处",
    "address": "地址, 公司地址, 详细地址, 联系地址",
    "delivery_address": "收货地址",
    "owner": "业务员, 业务员姓名, 业务经理, 客户经理, 负责业务, 归属人, 销售员, 区域经理",
    "dealer_class": "等级, 级别, 客户等级, 客户级别, 经销商等级, 分类, ABC",
    "credit_limit": "信用额度, 授信额度, 赊销额度",
    "term_days": "账期, 账期(天), 收款期限, 结算方式",
    "bank_name": "开户行, 开户银行, 开户行名称",
    "bank_account": "账号, 银行账号, 银行帐号, 账户",
    "bank_code": "联行号, 行号",
    "kind": "客户类型, 渠道类型, 客户类别",
    "status": "状态, 客户状态",
    "since": "开始交易日, 合作日期, 开通时间, 创建时间",
    "remark": "备注, 备注信息, 说明",
}


@pytest.mark.parametrize("field", DOMAIN_8_3)
def test_every_synonym_of_the_domain_is_known(field):
    for word in DOMAIN_8_3[field].split(", "):
        assert known(word, WORDS)[0] == field, word


@pytest.mark.parametrize(
    "header", ["* 客户名称", "客户名称:", "客户\n名称", "客户名称(必填)", "【客户名称】", " 客户 名称 ", "★客户名称"]
)
def test_signs_breaks_and_brackets_in_headers_do_no_harm(header):
    assert known(header, WORDS)[0] == "name"


def test_our_own_labels_and_field_names_are_exact():
    for column in COLUMNS:
        if column.key in FIELDS:
            assert known(column.label, WORDS) == (column.key, How.EXACT)
            assert known(column.key, WORDS) == (column.key, How.EXACT)


def test_the_declaration_has_a_field_for_every_column_that_may_be_written():
    assert set(IMPORT.by_key) == set(FIELDS)


def test_titles_above_the_header_are_passed_over():
    found = recognised(("华东办事处客户名单",), ("截至 2026 年",), (), HEADER, ROW)
    assert (found.header_row, found.data_rows) == (4, 1)


def test_a_header_of_two_rows_is_put_together():
    found = recognised(
        ("客户编号", "客户名称", "联系方式", None, "城市"),
        (None, None, "联系人", "手机", None),
        ("HD1", "甲公司", "张三", "13800138000", "上海"),
        merged=((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)),
    )
    assert (found.header_row, found.header_rows) == (2, 2)
    assert [match.field for match in found.columns] == ["code", "name", "contact", "mobile", "city"]


def test_a_merged_title_right_above_the_header_is_no_part_of_it():
    found = recognised(("名单",), HEADER, ROW, merged=((0, 0, 0, 3),))
    assert (found.header_row, found.header_rows) == (2, 1)


def test_each_column_says_why_it_was_matched():
    found = recognised(
        ("序号", "编号", "单位名称", "展厅面积", "", "负责业务"),
        *[(n, f"HD{n}", f"上海{n}公司", 120.0, f"1380013800{n}", "孙立") for n in range(5)],
    )
    assert [(match.field, match.how) for match in found.columns] == [
        (None, How.NUMBERING),
        ("code", How.EXACT),
        ("name", How.SYNONYM),
        (None, How.NONE),
        ("mobile", How.SHAPE),
        ("owner", How.SYNONYM),
    ]
    reasons = [match.reason for match in found.columns]
    assert reasons[1] == "列名完全相同"
    assert reasons[2] == "同义词:「单位名称」就是客户名称"
    assert reasons[3].startswith("未认出")
    assert reasons[4] == "数据形状:内容像手机"


def test_of_two_columns_for_one_field_the_first_wins_and_the_second_is_reported():
    found = recognised(("客户名称", "电话", "城市", "联系电话"), ("甲公司", "83456789", "上海", "87654321"))
    second = found.columns[3]
    assert second.field is None
    assert second.how is How.SECOND
    assert "B 列「电话」" in second.reason


def test_a_shape_does_not_take_a_field_that_a_header_has():
    found = recognised(("客户名称", "手机", "城市", "甲"), *[("甲公司", "", "上海", "13800138000")] * 4)
    assert found.columns[3].field is None


def test_samples_and_shares_are_of_all_rows():
    found = recognised(("客户名称", "合作日期", "城市"), *[("甲", day, "") for day in ("2026.3.5", "x", "", "y", "2026-1-1")])
    match = found.columns[1]
    assert match.samples == ("2026.3.5", "x", "y")
    assert (match.filled, match.parsed_share) == (4, 0.5)


def test_amounts_in_ten_thousands_are_recognised_by_header_or_title():
    by_header = prepared(("客户名称", "城市", "信用额度(万元)"), ("甲公司", "上海", 5.0))
    by_title = prepared(("单位:万元",), ("客户名称", "城市", "信用额度"), ("甲公司", "上海", 5.0))
    plain = prepared(("单位:元",), ("客户名称", "城市", "信用额度"), ("甲公司", "上海", 5.0))
    assert [str(p.columns["credit_limit"][0]) for p in (by_header, by_title, plain)] == ["50000.00", "50000.00", "5.00"]


def test_the_sheet_with_the_richest_header_is_chosen_hidden_ones_last():
    book = a_book(
        a_grid(("说明",), ("请看第二张表",), name="说明"),
        a_grid(HEADER, ROW, name="旧名单"),
        a_grid(HEADER, ROW, ROW, name="名单"),
        a_grid((*HEADER, "备注"), ROW, ROW, ROW, name="隐藏"),
        hidden=["隐藏"],
    )
    found = recognise(book)
    assert found.sheet == "名单"
    assert found.other_sheets == ("说明", "旧名单", "隐藏")
    assert recognise(book, sheet="隐藏").sheet == "隐藏"


def test_a_list_without_a_header_is_refused_with_what_to_do():
    with pytest.raises(Refused) as refused:
        recognised(ROW, ROW, ROW)
    assert refused.value.code == "import-no-header"
    assert "没有找到表头" in refused.value.what
    assert "请在名单上面加一行列名" in refused.value.do


def test_the_user_can_point_at_the_header_row():
    book = a_book(a_grid(("名称", "x"), ("甲公司", "y")))
    assert recognise(book, header_row=1).header_row == 1


def test_a_narrow_list_needs_fewer_known_headers():
    assert recognised(("客户名称", "电话"), ("甲公司", "83456789")).data_rows == 1


def test_a_header_beyond_thirty_rows_is_not_searched_for():
    with pytest.raises(Refused):
        recognised(*[("x",)] * 30, HEADER, ROW)


def test_hidden_columns_are_said():
    found = recognised(HEADER, ROW, hidden_columns=frozenset({2}))
    assert found.columns[2].field == "city"
    assert found.columns[2].reason.endswith("(隐藏的列)")
    assert "隐藏的列:C" in found.notes


def test_corrections_move_a_field_from_one_column_to_another():
    plan = recognised(("客户名称", "电话", "城市", "联系电话"), ("甲公司", "1", "上海", "2")).plan({"D": "phone", "C": None})
    assert plan.mapping == {"A": "name", "D": "phone"}
    assert [match.how for match in plan.columns] == [How.EXACT, How.SECOND, How.CHOSEN, How.CHOSEN]


def test_the_synonyms_file_is_valid_and_an_edited_one_that_is_not_is_refused(tmp_path, monkeypatch):
    content = json.loads(resource("synonyms", "dealer.json").read_text("utf-8"))
    assert set(content["fields"]) == set(FIELDS)
    words = [word for synonyms in content["fields"].values() for word in synonyms]
    assert len(words) == len(set(words))
    broken = tmp_path / "dealer.json"
    broken.write_text('{"fields": ["x"]}', "utf-8")
    monkeypatch.setattr(declarations, "resource", lambda *parts: broken)
    with pytest.raises(Refused, match="同义词表"):
        declarations.load_synonyms.__wrapped__("dealer")
