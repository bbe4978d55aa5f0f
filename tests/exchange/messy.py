"""A generator of messy dealer lists with known truth: what a clerk's file looks like, and what it means."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crmdesk.exchange.importing.outcome import Grade
from crmdesk.rules.credit_code import ALPHABET, check_letter, organisation_check_letter
from crmdesk.rules.dealer import DealerClass, DealerKind
from tests.exchange.files_of_clerks import workbook

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
HEADERS = {
    "code": ("客户编号", "经销商代码", " 客 户 编 码 ", "编号*"),
    "name": ("客户名称", "经销商名称:", "单位名称", "公司\n名称", "客户全称(必填)"),
    "city": ("城市", "所在城市", "地级市"),
    "region": ("区域", "大区", "片区", "【区域】"),
    "mobile": ("手机", "手机号码", "联系人手机"),
    "phone": ("电话", "联系电话", "办公电话", "座机"),
    "contact": ("联系人", "对接人"),
    "dealer_class": ("等级", "客户级别", "ABC"),
    "kind": ("客户类型", "渠道类型"),
    "credit_limit": ("信用额度", "授信额度(元)", "赊销额度"),
    "since": ("合作日期", "开通时间", "开始交易日"),
    "bank_account": ("银行帐号", "账号", "银行账号"),
    "credit_code": ("统一社会信用代码", "税号"),
}
UNKNOWN = ("展厅面积", "去年返利档", "门头照片")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂𬭚㛃堃喆甯"

#: A cell, the value it means, and the grade of what must be said about it (None: nothing).
Cell = tuple[Any, Any, Grade | None]


@dataclass
class MessyList:
    """Rows of cells as they are written, and what should come of them."""

    rows: list[list[Any]]
    header_row: int  # from 1
    fields: list[str | None]  # per column
    truth: dict[int, dict[str, Any]] = field(default_factory=dict)  # sheet row → field → value
    said: dict[tuple[int, str], Grade] = field(default_factory=dict)  # (sheet row, field) → grade
    nameless: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def write(self, path: Path) -> Path:
        return workbook(path, self.rows, merged=self.merged)


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


@st.composite
def messy_lists(draw: Callable[..., Any]) -> MessyList:
    """A list of up to fifteen dealers in two regions."""
    others = draw(st.lists(st.sampled_from(sorted(CELLS)), unique=True, min_size=2, max_size=8))
    fields: list[str | None] = [*draw(st.permutations(["code", "name", "region", *others]))]
    for title in draw(st.lists(st.sampled_from(UNKNOWN), unique=True, max_size=2)):
        fields.insert(draw(st.integers(0, len(fields))), None)
        del title
    numbered = draw(st.booleans())
    header: list[Any] = [draw(st.sampled_from(HEADERS[name])) if name else None for name in fields]
    unknown = iter(UNKNOWN)
    header = [text or next(unknown) for text in header]
    if numbered:
        fields, header = [None, *fields], ["序号", *header]
    titles = draw(st.lists(st.sampled_from(["华东办事处客户名单", "截至 2026 年 11 月", None]), max_size=4))
    rows = [[text] for text in titles] + [header]
    made = MessyList(rows, len(rows), fields)
    number = 0
    for region in draw(st.sampled_from([["苏南区"], ["苏南区", "浙北区"]])):
        first = len(rows)
        for _place in range(draw(st.integers(1, 7))):
            number += 1
            _add_row(draw, made, number, region, first, numbered)
        at = fields.index("region")
        if len(rows) - first > 1:
            made.merged.append((first, at, len(rows) - 1, at))
        _between(draw, made, header, number)
    if draw(st.booleans()):
        made.aside.add(len(rows) + 2)
        rows += [[], ["注:请于月底前核对。"]]
    return made


def _add_row(draw: Callable[..., Any], made: MessyList, number: int, region: str, first: int, numbered: bool) -> None:
    row = len(made.rows) + 1
    truth: dict[str, Any] = {}
    cells: list[Any] = []
    for at, name in enumerate(made.fields):
        if name is None:
            cells.append(number if numbered and at == 0 else draw(st.sampled_from([None, 120.0, "二档"])))
            continue
        if name == "region":
            cells.append(region if row == first + 1 else None)
            truth[name] = region
            continue
        if name == "code":
            cell: Cell = (f"{number:04d}", f"{number:04d}", None)
        else:
            cell = draw(name_cell(number) if name == "name" else CELLS[name])
        cells.append(cell[0])
        truth[name] = cell[1]
        if cell[2]:
            made.said[row, name] = cell[2]
    made.rows.append(cells)
    if truth["name"]:
        made.truth[row] = truth
    else:
        made.nameless.add(row)


def _between(draw: Callable[..., Any], made: MessyList, header: list[Any], number: int) -> None:
    """小计, a blank row, the header again."""
    if draw(st.booleans()):
        total: list[Any] = [None] * len(header)
        total[made.fields.index("region")] = draw(st.sampled_from(["小计", "合 计", "苏南小计:"]))
        total[made.fields.index("name")] = draw(st.sampled_from([None, f"{number} 家", float(number)]))
        made.rows.append(total)
        made.aside.add(len(made.rows))
    if draw(st.booleans()):
        made.rows.append([])
    if draw(st.booleans()):
        made.rows.append(header)
        made.aside.add(len(made.rows))
