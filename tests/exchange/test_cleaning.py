"""The traps of cells, one by one (domain 8.3): what becomes of a cell, and what is said about it."""

# ruff: noqa: DTZ001 - cells know no time zone

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.importing.outcome import Grade, shown
from crmdesk.exchange.importing.texts import tidy
from crmdesk.rules.dealer import DealerClass, DealerKind, DealerStatus

AS_IT_STOOD = None
CHANGED, DOUBT, LOST = Grade.CHANGED, Grade.DOUBT, Grade.LOST


def read(field, *cells, **circumstances):
    return clean(IMPORT, IMPORT.by_key[field], list(cells), Circumstances(**circumstances))


def one(field, cell, **circumstances):
    """The value of one cell, and the grade of what is said about it."""
    cleaned = read(field, cell, **circumstances)
    troubles = [trouble.outcome for trouble in cleaned.troubles]
    assert all(outcome.reason and outcome.done for outcome in troubles)
    return cleaned.values[0], troubles[0].grade if troubles else AS_IT_STOOD


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("上海中丰管业有限公司", "上海中丰管业有限公司", AS_IT_STOOD),
        ("  上海中丰 ", "上海中丰", CHANGED),
        ("\u00a0上海中丰\u3000", "上海中丰", CHANGED),
        ("上海\n中丰", "上海中丰", CHANGED),
        ("ABC\r\nTrading", "ABC Trading", CHANGED),
        ("ＡＢＣ１２３公司", "ABC123公司", CHANGED),
        ("上海(中丰)公司", "上海(中丰)公司", AS_IT_STOOD),
        ("上海,中丰", "上海,中丰", AS_IT_STOOD),
        ("甲\u200b乙", "甲乙", CHANGED),
        ("=cmd|x", "=cmd|x", AS_IT_STOOD),
        ("𬭚㛃堃", "𬭚㛃堃", AS_IT_STOOD),
        ("A B  C", "A B  C", AS_IT_STOOD),
        (360.0, "360", AS_IT_STOOD),
        (3.5, "3.5", DOUBT),
        (True, "TRUE", CHANGED),
        (date(2026, 3, 5), "2026-03-05", CHANGED),
        (time(8, 30), "08:30:00", CHANGED),
        ("", "", AS_IT_STOOD),
        ("   ", "", AS_IT_STOOD),
    ],
)
def test_a_text(cell, value, grade):
    assert one("name", cell) == (value, grade)


def test_a_remark_keeps_its_lines():
    assert one("remark", "第一行 \r\n第二行") == ("第一行\n第二行", CHANGED)
    assert one("remark", "第一行\n第二行") == ("第一行\n第二行", AS_IT_STOOD)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("孙 立", "孙立", CHANGED),
        ("孙\u3000立", "孙立", CHANGED),
        ("欧阳 修", "欧阳 修", AS_IT_STOOD),
        ("John Smith", "John Smith", AS_IT_STOOD),
        ("甯𬭚", "甯𬭚", AS_IT_STOOD),
    ],
)
def test_a_name(cell, value, grade):
    assert one("contact", cell) == (value, grade)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("HD0001", "HD0001", AS_IT_STOOD),
        ("0012", "0012", AS_IT_STOOD),
        (12.0, "12", AS_IT_STOOD),
        ("００１２", "0012", CHANGED),
        (1e15, "", LOST),
        ("1.38E+10", "", LOST),
        ("1.2345678E+7", "12345678", CHANGED),
        ("无", "无", AS_IT_STOOD),
    ],
)
def test_a_code(cell, value, grade):
    assert one("code", cell) == (value, grade)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("13800138000", "13800138000", AS_IT_STOOD),
        (13800138000.0, "13800138000", AS_IT_STOOD),
        ("138 0013 8000", "13800138000", CHANGED),
        ("138-0013-8000", "13800138000", CHANGED),
        ("13800138000.0", "13800138000", CHANGED),
        ("１３８００１３８０００", "13800138000", CHANGED),
        ("+86 13800138000", "13800138000", CHANGED),
        ("8613800138000", "13800138000", CHANGED),
        ("1.38E+10", "", LOST),
        ("1.3800138E+10", "", LOST),
        ("1.3800138001E+10", "13800138001", CHANGED),
        ("1380013800", "1380013800", DOUBT),
        (1380013800.0, "1380013800", DOUBT),
        (13800138000.5, "13800138000.5", DOUBT),
        ("见名片", "见名片", DOUBT),
        ("无", "", CHANGED),
        ("-", "", CHANGED),
        (True, "True", DOUBT),
    ],
)
def test_a_mobile(cell, value, grade):
    assert one("mobile", cell) == (value, grade)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("025-83456789", "025-83456789", AS_IT_STOOD),
        ("(025)83456789", "(025)83456789", AS_IT_STOOD),
        ("0512-6888123-801", "0512-6888123-801", AS_IT_STOOD),
        ("400-800-1234", "400-800-1234", AS_IT_STOOD),
        ("83456789", "83456789", AS_IT_STOOD),
        ("13800138000", "13800138000", AS_IT_STOOD),
        ("０２５-83456789", "025-83456789", CHANGED),
        (83456789.0, "83456789", AS_IT_STOOD),
        (13800138000.0, "13800138000", AS_IT_STOOD),
        (2583456789.0, "2583456789", DOUBT),
        ("待补", "待补", DOUBT),
        ("暂无", "", CHANGED),
    ],
)
def test_a_phone(cell, value, grade):
    assert one("phone", cell) == (value, grade)


@pytest.mark.parametrize(
    ("field", "cell", "value", "people", "spill"),
    [
        ("mobile", "13800138000、13900139000", "13800138000", ["13800138000", "13900139000"], ()),
        ("mobile", "13800138000\n13900139000", "13800138000", ["13800138000", "13900139000"], ()),
        ("mobile", "138 0013 8000/139-0013-9000", "13800138000", ["13800138000", "13900139000"], ()),
        ("mobile", "025-83456789;13800138000", "13800138000", ["025-83456789", "13800138000"], ()),
        ("mobile", "13800138000,13900139000,15000150000", "13800138000", ["13800138000", "13900139000", "15000150000"], ()),
        ("mobile", "王建国13800138000 李芳13900139000", "13800138000", ["王建国 13800138000", "李芳 13900139000"], ()),
        ("mobile", "13800138000(张总)", "13800138000", ["张总 13800138000"], ()),
        ("mobile", "13800138000(微信同号)", "13800138000", [], (("remark", "微信同号"),)),
        ("mobile", "白天13800138000", "13800138000", [], (("remark", "白天"),)),
        ("phone", "025-83456789 / 13800138000", "025-83456789", ["025-83456789", "13800138000"], ()),
        ("phone", "13800138000 / 13900139000", "13800138000", ["13800138000", "13900139000"], ()),
        ("phone", "025-83456789、025-83456780", "025-83456789", ["025-83456789", "025-83456780"], ()),
        ("phone", "张三 025-83456789", "025-83456789", ["张三 025-83456789"], ()),
        ("mobile", "13800138000 -- 13900139000.", "13800138000", ["13800138000", "13900139000"], ()),
        ("phone", "025-83456789 总机", "025-83456789", [], (("remark", "总机"),)),
        ("fax", "025-83456789、025-83456780", "025-83456789", [], (("remark", "025-83456780"),)),
        ("contact", "王建国13800138000、李芳13900139000", "王建国", ["王建国 13800138000", "李芳 13900139000"], ()),
        ("contact", "13800138000 王建国 / 13900139000 李芳", "王建国", ["王建国 13800138000", "李芳 13900139000"], ()),
        ("contact", "王建国、李芳", "王建国", ["王建国", "李芳"], ()),
        ("contact", "王建国 李芳", "王建国", ["王建国", "李芳"], ()),
        ("contact", "采购王建国:13800138000;李芳(财务)025-83456789", "王建国",
         ["王建国 采购 13800138000", "李芳 财务 025-83456789"], ()),
        ("contact", "前台 021-83456789", "前台", ["前台 021-83456789"], ()),
        ("contact", "阿力木·买买提、欧阳娜", "阿力木·买买提", ["阿力木·买买提", "欧阳娜"], ()),
    ],
)  # fmt: skip
def test_several_phones_and_people_in_a_cell_are_kept_all_and_told(field, cell, value, people, spill):
    (trouble,) = read(field, cell).troubles
    assert trouble.outcome.value == value
    assert [person.said for person in trouble.outcome.people] == people
    assert trouble.outcome.spill == spill
    assert trouble.outcome.grade is CHANGED
    assert "其余" in trouble.outcome.done


@pytest.mark.parametrize("cell", ["王建国", "王建国(采购)", "王建国/采购", "李总", "孙立 经理", "前台、总机房值班", "欧阳 娜"])
def test_one_contact_stays_as_it_is_written(cell):
    assert one("contact", cell) == (cell, AS_IT_STOOD)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("6222021001088123456", "6222021001088123456", AS_IT_STOOD),
        ("0010", "0010", AS_IT_STOOD),
        ("6222 0210 0108 8123 456", "6222021001088123456", CHANGED),
        ("622202100108812.0", "622202100108812", CHANGED),
        (622202100108812.0, "622202100108812", AS_IT_STOOD),
        (6222021001088123456.0, "", LOST),
        ("6.22202E+18", "", LOST),
        ("NJ-6222", "NJ-6222", DOUBT),
    ],
)
def test_an_account(cell, value, grade):
    assert one("bank_account", cell) == (value, grade)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        ("91350100M000100Y43", "91350100M000100Y43", AS_IT_STOOD),
        ("9144030071526726XG", "9144030071526726XG", AS_IT_STOOD),
        ("9144030071526726xg", "9144030071526726XG", CHANGED),
        (" 91350100M000100Y43", "91350100M000100Y43", CHANGED),
        ("9144030071526726X0", "9144030071526726X0", DOUBT),
        ("9144030071526726I0", "9144030071526726I0", DOUBT),
        (110105012345678.0, "110105012345678", DOUBT),
        ("110105012345678", "110105012345678", DOUBT),
        (914403001922038216.0, "", LOST),
        ("9.14403E+17", "", LOST),
        ("无", "", CHANGED),
    ],
)
def test_a_credit_code(cell, value, grade):
    assert one("credit_code", cell) == (value, grade)


def test_lost_digits_are_named_as_such():
    (trouble,) = read("bank_account", 6222021001088123456.0).troubles
    assert trouble.outcome.reason.startswith("原始数据已失真")


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        (date(2026, 3, 5), date(2026, 3, 5), AS_IT_STOOD),
        (datetime(2026, 3, 5, 10, 30), date(2026, 3, 5), AS_IT_STOOD),
        ("2026-03-05", date(2026, 3, 5), AS_IT_STOOD),
        ("2026.3.5", date(2026, 3, 5), AS_IT_STOOD),
        ("2026/3/5", date(2026, 3, 5), AS_IT_STOOD),
        ("2026年3月5日", date(2026, 3, 5), AS_IT_STOOD),
        ("2026-03-05 10:30:00", date(2026, 3, 5), AS_IT_STOOD),
        ("２０２６年３月５日", date(2026, 3, 5), AS_IT_STOOD),
        ("20260305", date(2026, 3, 5), AS_IT_STOOD),
        (20260305.0, date(2026, 3, 5), AS_IT_STOOD),
        ("二〇二六年三月五日", date(2026, 3, 5), CHANGED),
        (45866.0, date(2025, 7, 28), CHANGED),
        ("45866", date(2025, 7, 28), CHANGED),
        ("26.3.5", date(2026, 3, 5), DOUBT),
        ("3/8/24", None, LOST),
        ("26/3/5", None, LOST),
        ("2026-02-30", None, LOST),
        ("2019年13月2日", None, LOST),
        ("2026.3", None, LOST),
        ("2026年3月", None, LOST),
        ("5", None, LOST),
        ("3.8", None, LOST),
        ("下周一", None, LOST),
        ("长期", None, LOST),
        (5.0, None, LOST),
        (1e9, None, LOST),
        (True, None, LOST),
        (date(1899, 12, 31), None, LOST),
        ("不详", None, CHANGED),
        ("", None, AS_IT_STOOD),
    ],
)
def test_a_date(cell, value, grade):
    assert one("since", cell) == (value, grade)


def test_a_day_that_never_was_and_a_year_out_of_reach_are_told_apart():
    troubles = read("since", "2026-02-30", "1850.1.1", "二〇二六年二月三十日").troubles
    assert [trouble.outcome.reason for trouble in troubles] == [
        "日历上没有这一天", "年份不在 1900 到 2199 之间", "日历上没有这一天",
    ]  # fmt: skip


def test_a_serial_number_counts_from_1904_where_the_file_does():
    assert one("since", 44404.0, date_1904=True) == (date(2025, 7, 28), CHANGED)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        (50000.0, "50000.00", AS_IT_STOOD),
        (1234.5, "1234.50", AS_IT_STOOD),
        (0.1 + 0.2, "0.30", AS_IT_STOOD),
        (1234.567, "1234.57", DOUBT),
        ("1,234.50", "1234.50", AS_IT_STOOD),
        ("￥120,000.00", "120000.00", AS_IT_STOOD),
        ("50000元", "50000.00", AS_IT_STOOD),
        ("5万", "50000.00", CHANGED),
        ("1.2万元", "12000.00", CHANGED),
        ("0", "0.00", AS_IT_STOOD),
        ("待定", None, LOST),
        ("5-10万", None, LOST),
        (-5.0, None, LOST),
        ("-5", None, LOST),
        (1e13, None, LOST),
        (True, None, LOST),
        ("-", None, CHANGED),
    ],
)
def test_an_amount(cell, value, grade):
    assert one("credit_limit", cell) == (value if value is None else Decimal(value), grade)


def test_amounts_under_a_header_in_ten_thousands():
    assert one("credit_limit", 5.0, scale=10_000) == (Decimal("50000.00"), AS_IT_STOOD)
    assert one("credit_limit", 0.35, scale=10_000) == (Decimal("3500.00"), AS_IT_STOOD)
    assert one("credit_limit", "5", scale=10_000) == (Decimal("50000.00"), AS_IT_STOOD)
    assert one("credit_limit", "5万", scale=10_000) == (Decimal("50000.00"), DOUBT)


@pytest.mark.parametrize(
    ("cell", "value", "grade"),
    [
        (30.0, 30, AS_IT_STOOD),
        ("30", 30, AS_IT_STOOD),
        ("30天", 30, CHANGED),
        ("月结30天", 30, CHANGED),
        ("2个月", 60, CHANGED),
        ("现款", 0, CHANGED),
        ("月结", None, LOST),
        (30.5, None, LOST),
        (-1.0, None, LOST),
        ("99999", None, LOST),
    ],
)
def test_days(cell, value, grade):
    assert one("term_days", cell) == (value, grade)


@pytest.mark.parametrize(
    ("field", "cell", "value", "grade"),
    [
        ("dealer_class", "A", DealerClass.A, AS_IT_STOOD),
        ("dealer_class", "A 类", DealerClass.A, AS_IT_STOOD),
        ("dealer_class", "A类", DealerClass.A, AS_IT_STOOD),
        ("dealer_class", "Ａ类", DealerClass.A, AS_IT_STOOD),
        ("dealer_class", "a级", DealerClass.A, CHANGED),
        ("dealer_class", "甲级", DealerClass.A, CHANGED),
        ("dealer_class", "丙", DealerClass.C, CHANGED),
        ("dealer_class", "VIP", None, LOST),
        ("dealer_class", "D", None, LOST),
        ("dealer_class", 1.0, None, LOST),
        ("kind", "专营", DealerKind.EXCLUSIVE, CHANGED),
        ("kind", "物流商", DealerKind.LOGISTICS, AS_IT_STOOD),
        ("kind", "装饰公司", None, LOST),
        ("status", "合作中", DealerStatus.ACTIVE, CHANGED),
        ("status", "破产", DealerStatus.BANKRUPT, AS_IT_STOOD),
        ("status", "", None, AS_IT_STOOD),
    ],
)
def test_a_choice(field, cell, value, grade):
    assert one(field, cell) == (value, grade)


def test_the_user_can_say_what_a_word_means():
    assert one("dealer_class", "VIP", meanings={"VIP": "A"}) == (DealerClass.A, AS_IT_STOOD)


def test_an_email_and_a_place():
    assert one("email", "a@b.cn") == ("a@b.cn", AS_IT_STOOD)
    assert one("email", "没有邮箱") == ("没有邮箱", DOUBT)
    assert one("district", "市辖区") == ("", CHANGED)
    assert one("district", "浦东新区") == ("浦东新区", AS_IT_STOOD)


FIELDS = sorted(IMPORT.by_key)
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["13800138000", "A类", "2026.3.5", "5万", "30天", "91350100M000100Y43", " x", "无", "１２"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([13800138000.0, 45866.0, 1.0, True, False, date(2026, 3, 5), datetime(2026, 3, 5), time(1)]),
)


@given(st.sampled_from(FIELDS), st.lists(CELLS, min_size=1, max_size=12))
def test_a_cell_is_read_the_same_alone_and_among_others(field, cells):
    """The quick way for whole columns and the careful way for odd cells agree."""
    together = read(field, *cells)
    said = {trouble.at: trouble.outcome for trouble in together.troubles}
    for at, cell in enumerate(cells):
        alone = read(field, cell)
        assert alone.values == [together.values[at]]
        assert [t.outcome for t in alone.troubles] == ([said[at]] if at in said else [])


@given(st.sampled_from(FIELDS), CELLS)
def test_what_was_lost_or_changed_is_said(field, cell):
    """A value that is not the cell itself, and is no mere reading of it, is never silent."""
    cleaned = read(field, cell)
    visible = tidy(cell) if isinstance(cell, str) else shown(cell)
    silent = visible and not cleaned.troubles
    if silent and isinstance(cell, str) and type(cleaned.values[0]) is str:
        assert cleaned.values[0] == cell
    if silent:
        assert cleaned.values[0] not in (None, "")
