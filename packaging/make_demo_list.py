"""Write resources/demo/客户名单.xlsx: the messy dealer list that the demo office is built from.

Some 300 invented dealers of an invented building-materials maker, with everything that such lists have:
titles above the header, regions in merged cells, 小计 and 合计 rows, a header that repeats in the middle,
phones stored as numbers, full-width digits, impossible dates, several phones in a cell, rows without a
name, a code used twice. The same list comes out at every run.

    python packaging/make_demo_list.py [OUT.xlsx]
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

OUT = Path(__file__).parents[1] / "resources" / "demo" / "客户名单.xlsx"

HEADER = (
    "序号", "区域", "客户编号", "客户名称", "简称", "等级", "客户类型", "省份", "城市", "区县", "公司地址",
    "联系人", "联系电话", "手机", "业务员", "信用额度\n(元)", "账期(天)", "合作日期", "统一社会信用代码",
    "法人代表", "开户银行", "银行帐号", "展厅面积(㎡)", "去年返利档", "备注",
)  # fmt: skip
WIDTHS = (5, 8, 10, 30, 10, 6, 11, 8, 8, 10, 30, 9, 26, 15, 8, 13, 8, 12, 21, 9, 24, 23, 10, 10, 22)
AT = {title.split("\n")[0].split("(")[0]: place for place, title in enumerate(HEADER)}

#: Region, the one who looks after it, and its cities: province, city, area code, phone code, districts.
REGIONS: tuple[tuple[str, str, tuple[tuple[str, str, str, str, tuple[str, ...]], ...]], ...] = (
    ("上海区", "周岚", (
        ("上海市", "上海", "310115", "021", ("浦东新区", "闵行区", "宝山区", "松江区", "嘉定区", "青浦区")),
    )),
    ("苏南区", "孙立", (
        ("江苏省", "南京", "320102", "025", ("江宁区", "栖霞区", "浦口区", "雨花台区", "建邺区")),
        ("江苏省", "苏州", "320505", "0512", ("吴中区", "相城区", "工业园区", "昆山市", "张家港市")),
        ("江苏省", "无锡", "320205", "0510", ("锡山区", "惠山区", "滨湖区", "江阴市")),
        ("江苏省", "常州", "320402", "0519", ("武进区", "新北区", "天宁区")),
    )),
    ("浙北区", "冯媛", (
        ("浙江省", "杭州", "330106", "0571", ("西湖区", "萧山区", "余杭区", "临平区", "拱墅区")),
        ("浙江省", "嘉兴", "330402", "0573", ("南湖区", "秀洲区", "海宁市", "桐乡市")),
        ("浙江省", "湖州", "330502", "0572", ("吴兴区", "南浔区", "长兴县")),
    )),
    ("浙东区", "冯媛", (
        ("浙江省", "宁波", "330203", "0574", ("鄞州区", "海曙区", "北仑区", "慈溪市", "余姚市")),
        ("浙江省", "绍兴", "330602", "0575", ("越城区", "柯桥区", "上虞区")),
    )),
    ("皖中区", "钱进", (
        ("安徽省", "合肥", "340104", "0551", ("蜀山区", "包河区", "瑶海区", "肥西县")),
        ("安徽省", "芜湖", "340202", "0553", ("镜湖区", "弋江区", "鸠江区")),
        ("安徽省", "六安", "341502", "0564", ("金安区", "裕安区")),
    )),
)  # fmt: skip
SHARES = {
    "上海": 46, "南京": 34, "苏州": 34, "无锡": 22, "常州": 14, "杭州": 36, "嘉兴": 16, "湖州": 10,
    "宁波": 28, "绍兴": 14, "合肥": 28, "芜湖": 12, "六安": 6,
}  # fmt: skip

FIRST = "恒鼎华金永宏瑞盛嘉利泰昌广润福兴顺祥德信建筑美家安居雅方圆东升大地新锦绣中天远航万通"
SECOND = "泰盛达源丰昌隆茂通和信诚发顺祥美居建筑安家邦固力强业成辉腾越晟诺艺嘉宇飞洲鑫泽昊"
TRADES = ("建材", "装饰材料", "建筑材料", "陶瓷", "防水材料", "涂料", "管业", "石材", "门窗", "物资")
FORMS = ("有限公司", "有限公司", "有限公司", "商贸有限公司", "贸易有限公司", "经营部", "经销部", "商行")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇区解"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂建国文华志平玉兰海燕春梅立新晓东"
RARE = ("张㛃", "王䶮", "李堃", "吴喆", "沈昇", "甯志刚", "陈𬭚", "许𫖯", "林𬱖", "马骉")
BANKS = ("中国工商银行", "中国建设银行", "中国农业银行", "中国银行", "招商银行", "浦发银行")
ROADS = ("人民路", "建设路", "解放路", "中山路", "迎宾大道", "工业路", "建材路", "创业路", "滨河路")
MOBILES = ("130", "133", "135", "136", "137", "138", "139", "150", "151", "158", "177", "180", "186", "189")
REMARKS = ("", "", "", "", "老客户", "仓库在城北物流园", "要求送货上门", "月底对账", "开票信息另附", "由总公司代付")

#: Dealers whose mark is not left to chance: README and guide look for 上海金茂建材有限公司 by ``shjm``.
MARKS: dict[int, str] = {18: "金茂"}

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


@dataclass
class Row:
    """One dealer as the clean list would have it, by column title."""

    cells: dict[str, Any]
    number: int


def credit_code(rng: random.Random, area: str) -> str:
    """A made-up 统一社会信用代码 whose two check characters are right (GB 32100-2015)."""
    body = "MA" + "".join(rng.choice(USCC) for _ in range(6))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(ORGANISATION.index(c) * w for c, w in zip(body, weights, strict=True)) % 11
    code = "91" + area + body + ("X" if rest == 10 else "0" if rest == 11 else str(rest))
    total = sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + USCC[(31 - total % 31) % 31]


def mobile(rng: random.Random) -> int:
    """Eleven digits that look like a mobile number."""
    return int(rng.choice(MOBILES) + f"{rng.randrange(10**8):08d}")


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def dealers(rng: random.Random) -> Iterator[tuple[str, list[Row]]]:
    """Region by region, the clean rows."""
    names: set[str] = set()
    number = 0
    for region, owner, cities in REGIONS:
        rows = []
        for province, city, area, phone_code, districts in cities:
            for _ in range(SHARES[city]):
                number += 1
                rows.append(Row(one_dealer(rng, names, number, province, city, area, phone_code), number))
                if number in MARKS:
                    call(rows[-1].cells, city, MARKS[number])
                rows[-1].cells |= {"业务员": owner, "区域": region, "区县": rng.choice(districts)}
                rows[-1].cells["公司地址"] = (
                    f"{city}市{rows[-1].cells['区县']}{rng.choice(ROADS)}{rng.randrange(1, 990)}号"
                )
        yield region, rows


def one_dealer(
    rng: random.Random, names: set[str], number: int, province: str, city: str, area: str, phone_code: str
) -> dict[str, Any]:
    """The clean cells of one dealer."""
    while True:
        mark = rng.choice(FIRST) + rng.choice(SECOND)
        name = city + mark + rng.choice(TRADES) + rng.choice(FORMS)
        if mark[0] != mark[1] and city + mark not in names:
            names.add(city + mark)
            break
    contact = RARE[number // 30 % len(RARE)] if number % 30 == 7 else person(rng)
    klass = rng.choices("ABC", (2, 4, 5))[0]
    landline_digits = 8 if phone_code in ("021", "025", "0512", "0510", "0519", "0571", "0574", "0551") else 7
    return {
        "序号": number,
        "客户编号": f"HD{number:04d}",
        "客户名称": name,
        "简称": mark + name[4:6] if rng.random() < 0.8 else None,
        "等级": {"A": "A类", "B": "B类", "C": "C类"}[klass],
        "客户类型": rng.choices(("专营经销商", "物流商", "终端", "工程客户"), (6, 3, 2, 2))[0],
        "省份": province,
        "城市": city,
        "联系人": contact,
        "联系电话": f"{phone_code}-{rng.randrange(2, 9)}{rng.randrange(10 ** (landline_digits - 1)):0{landline_digits - 1}d}",
        "手机": mobile(rng),
        "信用额度": {"A": (300000, 500000, 800000), "B": (100000, 150000, 200000), "C": (20000, 50000, 80000)}[klass][rng.randrange(3)],
        "账期": rng.choice((30, 30, 45, 60, 60)),
        "合作日期": date(2012, 1, 4) + timedelta(days=rng.randrange(5100)),
        "统一社会信用代码": credit_code(rng, area),
        "法人代表": contact if rng.random() < 0.5 else person(rng),
        "开户银行": f"{rng.choice(BANKS)}{city}{rng.choice(('城东', '城西', '开发区', '新区'))}支行",
        "银行帐号": "62" + "".join(str(rng.randrange(10)) for _ in range(rng.choice((14, 17)))),
        "展厅面积": rng.choice((80, 120, 150, 200, 260, 400)) if rng.random() < 0.6 else None,
        "去年返利档": rng.choice(("一档", "二档", "三档")) if rng.random() < 0.5 else None,
        "备注": rng.choice(REMARKS) or None,
    }


def call(cells: dict[str, Any], city: str, mark: str) -> None:
    """Give a dealer another name than chance did; chance goes on as if it had kept its own."""
    cells |= {"客户名称": f"{city}{mark}建材有限公司", "简称": f"{mark}建材"}


def spoil(row: Row) -> None:
    """Make the row as untidy as clerks make them: which fault falls on which row is fixed."""
    n, cells = row.number, row.cells
    spoil_words(n, cells)
    spoil_phones(n, cells)
    spoil_dates(n, cells)
    spoil_amounts(n, cells)
    if n in (58, 137, 221, 263):
        cells["客户名称"] = None
    if n == 190:
        cells["客户编号"] = "HD0089"  # used already
    if n % 23 == 5:
        cells["客户编号"] = None


def spoil_words(n: int, cells: dict[str, Any]) -> None:
    """Classes in four notations, kinds in three, blanks where no one sees them."""
    klass = cells["等级"][0]
    notation = {1: f"{klass}级", 2: klass, 3: dict(zip("ABC", "甲乙丙", strict=True))[klass] + "级", 4: f"{klass} 类"}
    cells["等级"] = notation.get(n % 9, cells["等级"])
    if n in (44, 171):
        cells["等级"] = ("VIP", "待评")[n == 171]
    short = {"专营经销商": "专营", "物流商": "物流", "终端": "终端客户", "工程客户": "工程"}
    cells["客户类型"] = short[cells["客户类型"]] if n % 4 == 1 else cells["客户类型"]
    if n in (102, 240):
        cells["客户类型"] = "装饰公司"
    if cells["客户名称"] and n % 37 == 3:
        cells["客户名称"] = f"\u00a0{cells['客户名称']} "
    if n % 41 == 9:
        cells["业务员"] = " ".join(cells["业务员"])
    if n % 29 == 4:
        cells["公司地址"] = cells["公司地址"].replace("区", "区\n", 1)
    if n in (33, 208):
        cells["统一社会信用代码"] = cells["统一社会信用代码"][:-1] + ("0" if n == 33 else "8")
    if n % 19 == 6:
        cells["统一社会信用代码"] = None


def spoil_phones(n: int, cells: dict[str, Any]) -> None:
    """Numbers as numbers (the rule), as text, full-width, spaced, several in one cell."""
    number = str(cells["手机"])
    second = str(int(number) + 371 * n % 10**6)[:11]
    forms: dict[int, Any] = {
        3: number,
        5: f"{number[:3]} {number[3:7]} {number[7:]}",
        8: f"{number[:3]}-{number[3:7]}-{number[7:]}",
    }
    cells["手机"] = forms.get(n % 17, cells["手机"])
    if n % 47 == 11:
        cells["手机"] = number.translate(FULL_WIDTH)
    if n % 31 == 12:
        cells["手机"] = f"{number}、{second}" if n % 2 else f"{number}\n{second}"
    if n % 43 == 14:
        cells["联系电话"], cells["手机"] = f"{cells['联系电话']} / {number}", None
    if n == 77:
        cells["手机"] = number[:-1]  # a digit is missing
    if n == 155:
        cells["银行帐号"] = 6222021001088123456  # as a number: Excel keeps fifteen digits


def spoil_dates(n: int, cells: dict[str, Any]) -> None:
    """Real dates (the rule), four kinds of text, bare serials, days that never were."""
    day: date = cells["合作日期"]
    forms: dict[int, Any] = {
        2: f"{day.year}.{day.month}.{day.day}",
        6: f"{day.year}年{day.month}月{day.day}日",
        10: f"{day.year}/{day.month}/{day.day}",
        14: (day - date(1899, 12, 30)).days,
    }
    cells["合作日期"] = forms.get(n % 21, day)
    wrong = {64: "2021-02-30", 119: "2019年13月2日", 203: "2018.6.31", 256: "不详", 270: "二〇一八年五月一日"}
    cells["合作日期"] = wrong.get(n, cells["合作日期"])


def spoil_amounts(n: int, cells: dict[str, Any]) -> None:
    """Limits as 5万 or ￥120,000.00 text; terms with their unit."""
    limit: int = cells["信用额度"]
    forms = {4: f"{limit // 10000}万", 9: f"￥{limit:,.2f}", 13: f"{limit // 10000}万元"}
    cells["信用额度"] = forms.get(n % 26, limit)
    if n in (91, 184):
        cells["信用额度"] = "待定"
    cells["账期"] = f"{cells['账期']}天" if n % 13 == 7 else "现款" if n % 59 == 20 else cells["账期"]


class List:
    """The sheet while it is written."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties(
            {"title": "客户名单", "author": "华东办事处", "created": datetime(2026, 11, 2, 9, 0)}  # noqa: DTZ001
        )
        self.sheet = self.book.add_worksheet("客户名单")
        line = {"border": 1, "valign": "vcenter", "font_size": 10}
        self.plain = self.book.add_format(line | {"text_wrap": True})
        self.day = self.book.add_format(line | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.money = self.book.add_format(line | {"num_format": "#,##0"})
        self.digits = self.book.add_format(line | {"num_format": "0", "align": "left"})
        self.total = self.book.add_format(line | {"bold": True, "bg_color": "#F2F2F2", "num_format": "#,##0"})
        self.head = self.book.add_format(
            line | {"bold": True, "align": "center", "bg_color": "#D9E1F2", "text_wrap": True}
        )
        self.centre = self.book.add_format(line | {"bold": True, "align": "center", "text_wrap": True})
        self.at = 0
        for place, width in enumerate(WIDTHS):
            self.sheet.set_column(place, place, width)

    def title(self) -> None:
        """Two merged lines above the header, as offices do."""
        big = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        small = self.book.add_format({"font_size": 10, "align": "left"})
        last = len(HEADER) - 1
        self.sheet.merge_range(0, 0, 0, last, "××建材股份有限公司华东办事处客户名单", big)
        self.sheet.merge_range(1, 0, 1, last, "编制:办事处内务    截至:2026年11月2日    单位:元", small)
        self.at = 3

    def header(self) -> None:
        """The header row; it comes again where a printed page began."""
        for place, title in enumerate(HEADER):
            self.sheet.write_string(self.at, place, title, self.head)
        self.at += 1

    def region(self, name: str, rows: list[Row]) -> None:
        """The region's rows with its name merged down the side, and its 小计."""
        first = self.at
        for row in rows:
            self.dealer(row)
        self.sheet.merge_range(first, AT["区域"], self.at - 1, AT["区域"], name, self.centre)
        self.total_row("小计", len(rows), sum_of(rows))

    def dealer(self, row: Row) -> None:
        """One row; blank cells keep their border."""
        for place, title in enumerate(AT):
            value = row.cells.get(title)
            if title == "区域":
                continue
            if value is None:
                self.sheet.write_blank(self.at, place, None, self.plain)
            elif isinstance(value, date):
                self.sheet.write_datetime(self.at, place, value, self.day)
            elif isinstance(value, int):
                numeric = self.money if title == "信用额度" else self.digits
                self.sheet.write_number(self.at, place, value, numeric)
            else:
                self.sheet.write_string(self.at, place, value, self.plain)
        self.at += 1

    def total_row(self, word: str, count: int, amount: int) -> None:
        """小计 or 合计: a word in the first columns, a count, a sum."""
        for place in range(len(HEADER)):
            self.sheet.write_blank(self.at, place, None, self.total)
        self.sheet.write_string(self.at, AT["区域"], word, self.total)
        self.sheet.write_string(self.at, AT["客户名称"], f"{count} 家", self.total)
        self.sheet.write_number(self.at, AT["信用额度"], amount, self.total)
        self.at += 1

    def notes(self) -> None:
        """What stands under such lists."""
        self.at += 1
        self.sheet.write_string(self.at, 0, "注:1. 等级按季度评估结果填写;2. 手机号变更请及时告知内务。")
        self.sheet.write_string(self.at + 1, 0, "制表:内务    审核:办事处经理")


def sum_of(rows: list[Row]) -> int:
    """The limits that are numbers: what Excel's SUM would give."""
    return sum(v for row in rows if isinstance(v := row.cells["信用额度"], int))


def build(path: Path) -> int:
    """Write the list to ``path``; gives the number of dealer rows."""
    rng = random.Random(20261102)
    sheet = List(path)
    sheet.title()
    sheet.header()
    every: list[Row] = []
    for place, (region, rows) in enumerate(dealers(rng)):
        for row in rows:
            spoil(row)
        if place == 2:
            sheet.header()
        sheet.region(region, rows)
        every += rows
    sheet.total_row("合  计", len(every), sum_of(every))
    sheet.notes()
    sheet.sheet.freeze_panes(4, 4)
    sheet.book.close()
    return len(every)


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.parent.mkdir(parents=True, exist_ok=True)
    print(f"{out}: {build(out)} dealers")
