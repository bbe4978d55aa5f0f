"""Cells as clerks write them, each with the value that it means and what must be said about it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from crmdesk.exchange.importing.outcome import Grade
from crmdesk.rules.credit_code import ALPHABET, check_letter, organisation_check_letter
from crmdesk.rules.dealer import DealerClass, DealerKind

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂𬭚㛃堃喆甯"

#: A cell, the value it means, and the grade of what must be said about it (None: nothing).
Cell = tuple[Any, Any, Grade | None]


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def mobiles(draw: Callable[..., Any]) -> Cell:
    number = "1" + draw(st.sampled_from("3456789")) + draw(digits(9))
    return draw(
        st.sampled_from(
            [
                (number, number, None),
                (float(number), number, None),
                (f"{number[:3]} {number[3:7]} {number[7:]}", number, Grade.CHANGED),
                (number.translate(FULL_WIDTH), number, Grade.CHANGED),
                (f"\u00a0{number}", number, Grade.CHANGED),
                (number[:-1], number[:-1], Grade.DOUBT),
                (f"{number[0]}.{number[1:3]}E+10", "", Grade.LOST),
                (None, "", None),
            ]
        )
    )


@st.composite
def phones(draw: Callable[..., Any]) -> Cell:
    number = draw(st.sampled_from(["021-", "0512-", ""])) + draw(st.sampled_from("2345678")) + draw(digits(7))
    plain = [(number, number, None), (None, "", None)]
    if "-" not in number:
        plain.append((float(number), number, None))
    return draw(st.sampled_from(plain))


@st.composite
def days(draw: Callable[..., Any]) -> Cell:
    day = date(2000, 1, 1) + timedelta(days=draw(st.integers(0, 9800)))
    return draw(
        st.sampled_from(
            [
                (day, day, None),
                (f"{day.year}.{day.month}.{day.day}", day, None),
                (f"{day.year}年{day.month}月{day.day}日", day, None),
                (f"{day:%Y%m%d}", day, None),
                (float((day - date(1899, 12, 30)).days), day, Grade.CHANGED),
                (f"{day.year}-02-30", None, Grade.LOST),
                (f"{day.month}/{day.day}/{day:%y}", None, Grade.LOST),
                ("长期", None, Grade.LOST),
                (None, None, None),
            ]
        )
    )


@st.composite
def amounts(draw: Callable[..., Any]) -> Cell:
    fen = draw(st.integers(0, 10**9))
    yuan = Decimal(fen).scaleb(-2)
    ten_thousands = draw(st.integers(1, 999))
    return draw(
        st.sampled_from(
            [
                (float(yuan), yuan, None),
                (f"{yuan:,.2f}", yuan, None),
                (f"￥{yuan:.2f}", yuan, None),
                (f"{ten_thousands}万", Decimal(ten_thousands * 10000).quantize(Decimal("0.01")), Grade.CHANGED),
                ("待定", None, Grade.LOST),
                (None, None, None),
            ]
        )
    )


@st.composite
def accounts(draw: Callable[..., Any]) -> Cell:
    number = "62" + draw(digits(17))
    return draw(
        st.sampled_from(
            [
                (number, number, None),
                (f"{number[:4]} {number[4:]}", number, Grade.CHANGED),
                (float(number), "", Grade.LOST),
                (float(number[:14]), number[:14], None),
                (None, "", None),
            ]
        )
    )


@st.composite
def credit_codes(draw: Callable[..., Any]) -> Cell:
    body = draw(st.text(ALPHABET, min_size=8, max_size=8))
    start = f"91310115{body}{organisation_check_letter(body)}"
    code = start + check_letter(start)
    wrong = start + ("0" if code[-1] != "0" else "1")
    return draw(
        st.sampled_from(
            [
                (code, code, None),
                (f" {code}", code, Grade.CHANGED),
                (wrong, wrong, Grade.DOUBT),
                (None, "", None),
            ]
        )
    )


CLASSES = [
    ("A类", DealerClass.A, None), ("B", DealerClass.B, None), ("C 类", DealerClass.C, None),
    ("甲级", DealerClass.A, Grade.CHANGED), ("VIP", None, Grade.LOST), (None, None, None),
]  # fmt: skip
KINDS = [
    ("专营经销商", DealerKind.EXCLUSIVE, None), ("物流", DealerKind.LOGISTICS, Grade.CHANGED),
    ("装饰公司", None, Grade.LOST), (None, None, None),
]  # fmt: skip
CONTACTS = st.text(GIVEN, min_size=2, max_size=3).flatmap(
    lambda name: st.sampled_from([(name, name, None), (f" {name}", name, Grade.CHANGED), (None, "", None)])
)
CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "city": st.sampled_from([("上海", "上海", None), ("南京", "南京", None), (None, "", None)]),
    "mobile": mobiles(),
    "phone": phones(),
    "contact": CONTACTS,
    "dealer_class": st.sampled_from(CLASSES),
    "kind": st.sampled_from(KINDS),
    "credit_limit": amounts(),
    "since": days(),
    "bank_account": accounts(),
    "credit_code": credit_codes(),
}


def name_cell(number: int) -> st.SearchStrategy[Cell]:
    name = f"上海{'恒鼎华金永宏瑞'[number % 7]}{number}号建材(华东)有限公司"
    return st.sampled_from([(name, name, None)] * 6 + [(f" {name}\u3000", name, Grade.CHANGED), (None, "", None)])
