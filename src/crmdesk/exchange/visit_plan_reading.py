"""Lines of a monthly plan out of a workbook: our own, or a list that someone typed in WPS.

The header is found by its words, in any order; what cannot be read is named with its cell, and the rest is taken.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from uuid import UUID

from crmdesk.exchange.grid import Cell, Grid, letter_of
from crmdesk.exchange.importing.folding import fold_name, fold_value, header_forms
from crmdesk.exchange.importing.marks import HEADER, read_mark
from crmdesk.exchange.importing.texts import is_error, number_as_text, tidy
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.errors import Refused
from crmdesk.rules.typed_dates import parse_date
from crmdesk.rules.typed_text import normalise, without_blanks
from crmdesk.rules.visit_plan import PlanLine, ReadLines, VisitWay
from crmdesk.words import _

LINE = "visit_plan_line"
MOST = 1_000  # lines of one plan
#: Finds the dealer of a code and a name, either of which may be empty; None where there is none or more than one.
DealerFinder = Callable[[str, str], Dealer | None]

_WORDS: dict[str, str] = {
    "planned_on": "计划日期 日期 巡访日期 拜访日期 走访日期 出访日期 时间 巡访时间 拜访时间 计划时间 日",
    "dealer_code": "客户编号 编号 客户代码 客户编码 经销商编号 经销商代码 代码 编码",
    "dealer_name": "客户名称 客户 客户名 经销商 经销商名称 名称 单位名称 单位 拜访客户 巡访客户 走访客户 店名 拜访对象 巡访对象",
    "route": "路线 线路 第几线 巡访路线 拜访路线", "route_order": "路线顺序 顺序",
    "way": "方式 巡访方式 拜访方式 走访方式 形式",
    "aim": "巡访目的 目的 工作目标 拜访目的 走访目的 巡访目的工作目标 内容 工作内容 巡访内容 拜访内容 事由 工作事项 目标",
    "problem": "待解决问题 问题 存在问题 待解决问题及方案 需解决问题 要解决的问题",
    "solution": "解决方案 方案 解决办法 措施 对策 解决措施 办法",
    "hours": "时数 计划时数 停留时数 计划停留时数 停留时间 计划停留时间 小时 小时数 用时 时长",
    "remark": "备注 说明 备考", "mark": HEADER,
    "": "序号 星期 周 等级 客户等级 级别 地址 地区 城市 区域 联系人电话 联系人 电话 手机 联系电话 次月 巡访频率 频率 状态",
}  # fmt: skip
_FIELDS: dict[str, str] = {word: key for key, words in _WORDS.items() for word in words.split()}
_WAYS: dict[str, VisitWay] = {
    word: way
    for way, words in {
        VisitWay.CALL_ON: "走访 拜访 上门 上门拜访 实地 面访 巡访", VisitWay.PHONE: "电话 电访 电话拜访 电联",
        VisitWay.VIDEO: "视频 微信视频 视频会议 线上", VisitWay.TOGETHER: "陪同走访 陪同 协访 协同拜访 陪访",
        VisitWay.RECEIVE: "来访接待 来访 接待",
    }.items()
    for word in words.split()
}  # fmt: skip
_ASIDE = ("合计", "小计", "总计", "共计", "注:", "说明:", "业务经理", "办事处经理", "审核", "制表", "批准", "填表人", "签字")
_DOWN = ("planned_on", "route", "dealer_code", "dealer_name")  # what merged cells say for all their rows
_WEEKDAY = re.compile(r"[(\[]?(?:周|星期|礼拜)[一二三四五六日天1-7][)\]]?$")
_RELATIVE = re.compile(r"[+]|[上下本这今明昨]|天[前后]|前天|后天")
_HOURS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(小时|个小时|时|h|H|分钟|分|min)?")
_FIRST_SERIAL = 32  # a number above the days of a month is a day of Excel's calendar


def finder_of(dealers: Iterable[Dealer]) -> DealerFinder:
    """A finder among ``dealers``: by code, else by the whole name or short name, else by a part that only one has."""
    known = tuple(dealers)
    codes = _only_one((fold_value(dealer.code), dealer) for dealer in known if dealer.code)
    names = _only_one(
        (fold_name(name), dealer) for dealer in known for name in {dealer.name, dealer.short_name} if name
    )
    folded = [(fold_name(dealer.name), dealer) for dealer in known]

    def find(code: str, name: str) -> Dealer | None:
        if code:
            return codes.get(fold_value(code))
        wanted = fold_name(name)
        if wanted in names:
            return names[wanted]
        alike = [dealer for full, dealer in folded if len(wanted) >= 2 and wanted in full]
        return alike[0] if len(alike) == 1 else None

    return find


def _only_one(pairs: Iterable[tuple[str, Dealer]]) -> dict[str, Dealer | None]:
    """Keys to dealers; a key that two have leads to none."""
    found: dict[str, Dealer | None] = {}
    for key, dealer in pairs:
        found[key] = dealer if key not in found or found[key] is dealer else None
    return found


def read_plan(path: Path | str, month: date, find: DealerFinder) -> ReadLines:
    """The lines of the plan in the file; ``month`` completes dates without one.

    Raises Refused where the file cannot be read, or holds no list with dates or dealers.
    """
    path = Path(path)
    return lines_of(read_book(path).grids, path.name, month, find)


def lines_of(grids: Iterable[Grid], file: str, month: date, find: DealerFinder) -> ReadLines:
    """``read_plan`` of sheets that were read already; ``file`` is the name for the refusal."""
    for grid in grids:
        header = _header(grid)
        if header is not None:
            return _Sheet(grid, *header, month.replace(day=1), find).read()
    raise Refused(
        _("「{file}」里没有找到巡访计划的表头。").format(file=file),
        _("没有读入任何一行。"),
        _("表头一行要有「客户名称」或「客户编号」,还有「计划日期」或「巡访目的」;可以先导出一份计划,照它的样子填写。"),
        code="no-plan-header",
    )


def _header(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """Row of the header, and column → field; None where there is none in the first rows."""
    for row in range(min(grid.rows, 40)):
        columns: dict[int, str] = {}
        for at, cell in enumerate(grid.row(row)):
            key = _field(cell)
            if key and key not in columns.values():
                columns[at] = key
        named = set(columns.values())
        if named & {"dealer_name", "dealer_code"} and named & {"planned_on", "aim"}:
            return row, columns
    return None


def _field(cell: Cell) -> str | None:
    """The field of a header; empty for a known one that is not read; None for another word."""
    if not isinstance(cell, str) or not cell.strip():
        return None
    whole, without = (re.sub(r"[、,/／]", "", form) for form in header_forms(cell))
    return _FIELDS.get(whole, _FIELDS.get(without))


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read."""

    grid: Grid
    header: int
    columns: dict[int, str]
    month: date
    find: DealerFinder
    problems: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> ReadLines:
        self._unknown_columns()
        cells = self._cells()
        lines: list[PlanLine] = []
        for row in range(self.header + 1, self.grid.rows):
            values = {key: cells[at][row] for at, key in self.columns.items()}
            if self._is_aside(row) or not any(self._text(row, at, cells) for at in self.columns):
                continue
            if len(lines) == MOST:
                raise Refused(
                    _("计划超过 {most} 行。").format(most=MOST), _("没有读入任何一行。"), _("请分成几份文件。"), code="plan-too-long"
                )
            line = self._line(row, values, Decimal(len(lines) + 1))
            if line is not None:
                lines.append(line)
        return ReadLines(tuple(lines), tuple(self.problems), self._goals())

    def _unknown_columns(self) -> None:
        for at, cell in enumerate(self.grid.row(self.header)):
            is_filled = any(self.grid.columns[at][row] not in ("", None) for row in range(self.header + 1, self.grid.rows))
            if isinstance(cell, str) and cell.strip() and _field(cell) is None and is_filled:
                self._tell(self.header, at, _("列「{title}」没有读入").format(title=tidy(cell)))

    def _cells(self) -> dict[int, list[Cell]]:
        """The read columns; what merged cells hold stands in each of their rows."""
        cells = {at: list(self.grid.columns[at]) for at in self.columns}
        for first, left, last, right in self.grid.merged:
            key = self.columns.get(left)
            last = min(last, self.grid.rows - 1)
            if left == right and key in _DOWN and self.header < first <= last:
                cells[left][first : last + 1] = [cells[left][first]] * (last + 1 - first)
        return cells

    def _is_aside(self, row: int) -> bool:
        """合计, remarks and signatures below the list, and the header once more."""
        texts = [normalise(cell) for cell in self.grid.row(row) if isinstance(cell, str) and cell.strip()]
        if not texts:
            return False
        is_header = sum(_field(text) is not None for text in texts) > max(2, len(texts) // 2)
        return is_header or "".join(texts[0].split()).startswith(_ASIDE)

    def _text(self, row: int, at: int, cells: Mapping[int, list[Cell]]) -> str:
        cell = cells[at][row]
        return cell.strip() if isinstance(cell, str) else str(cell)

    def _tell(self, row: int, at: int, words: str) -> None:
        self.problems.append((f"{letter_of(at)}{row + 1}", words))

    def _line(self, row: int, cells: Mapping[str, Cell], position: Decimal) -> PlanLine | None:
        places = {key: at for at, key in self.columns.items()}
        texts = {
            key: self._written(row, places[key], cells[key])
            for key in cells if key not in ("planned_on", "way", "hours", "route_order", "mark")
        }  # fmt: skip
        code, name = texts.pop("dealer_code", ""), texts.pop("dealer_name", "")
        if not code and not name and not any(texts.values()):
            return None  # a date or a number alone plans nothing
        dealer = self.find(code, name)
        if dealer is None:
            self._dealer_unknown(row, places, code, name)
        return PlanLine(
            id=_id_of(cells.get("mark", "")), position=position,
            planned_on=self._day(row, places.get("planned_on"), cells.get("planned_on", "")),
            dealer_id=dealer.id if dealer else None, dealer_code=dealer.code if dealer else code,
            dealer_name=dealer.name if dealer else name, dealer_class=dealer.dealer_class if dealer else None,
            route_order=self._whole(cells.get("route_order", "")),
            way=self._way(row, places.get("way"), cells.get("way", "")),
            hours=self._hours(row, places.get("hours"), cells.get("hours", "")),
            route=texts.get("route", ""), aim=texts.get("aim", ""), problem=texts.get("problem", ""),
            solution=texts.get("solution", ""), remark=texts.get("remark", ""),
        )  # fmt: skip

    def _dealer_unknown(self, row: int, places: Mapping[str, int], code: str, name: str) -> None:
        at = places.get("dealer_code" if code or "dealer_name" not in places else "dealer_name", 0)
        said = f"{code} {name}".strip()
        unknown = _("没有找到客户「{name}」,或有几家相似,请选定").format(name=said)
        self._tell(row, at, unknown if said else _("客户还没有填写"))

    def _written(self, row: int, at: int, cell: Cell) -> str:
        if isinstance(cell, str):
            if is_error(cell) or (row, at) in self.grid.errors:
                self._tell(row, at, _("单元格里是错误值,没有读入"))
                return ""
            return tidy(cell, lines=True)
        if isinstance(cell, bool):
            return _("是") if cell else _("否")
        if isinstance(cell, int | float):
            return str(number_as_text(float(cell)).value or "")
        return cell.isoformat() if isinstance(cell, date) else str(cell)

    def _day(self, row: int, at: int | None, cell: Cell) -> date | None:
        if at is None or cell == "":
            return None
        day = self._read_day(cell)
        if day is None:
            self._tell(row, at, _("看不懂日期「{text}」").format(text=str(cell).strip()))
        elif (day.year, day.month) != (self.month.year, self.month.month):
            told = _("日期 {day} 不在 {month} 月").format(day=day.isoformat(), month=self.month.month)
            self._tell(row, at, told)
        return day

    def _read_day(self, cell: Cell) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._day_of_number(float(cell))
        if not isinstance(cell, str):
            return None
        plain = _WEEKDAY.sub("", without_blanks(cell))
        if plain.replace(".", "", 1).isdigit() and "." not in plain and int(plain) >= _FIRST_SERIAL and len(plain) == 5:
            return self._day_of_number(float(plain))
        if not plain or _RELATIVE.search(plain):
            return None  # 下周一 is another day for everyone who reads it
        try:
            return parse_date(plain, self.month)
        except Refused:
            return None

    def _day_of_number(self, number: float) -> date | None:
        if not 0 < number < 80_000:  # infinity and no number at all are neither
            return None
        whole = int(number)
        try:
            if number == whole and 1 <= whole < _FIRST_SERIAL:
                return self.month.replace(day=whole)
            if number != whole and number < 13:  # 12.15 typed as a number
                return parse_date(f"{number:.2f}", self.month)
            epoch = date(1904, 1, 1) if self.grid.date_1904 else date(1899, 12, 30)
            return epoch + timedelta(days=whole) if whole > 20_000 else None
        except (ValueError, Refused):
            return None

    def _way(self, row: int, at: int | None, cell: Cell) -> VisitWay:
        word = "".join(normalise(str(cell)).split())
        if not word or at is None:
            return VisitWay.CALL_ON
        if word not in _WAYS:
            self._tell(row, at, _("方式「{word}」看不懂,按走访读入").format(word=word))
        return _WAYS.get(word, VisitWay.CALL_ON)

    def _hours(self, row: int, at: int | None, cell: Cell) -> Decimal | None:
        if at is None or cell == "":
            return None
        match = _HOURS.fullmatch(without_blanks(str(cell)))
        if match is None or isinstance(cell, bool):
            self._tell(row, at, _("时数「{text}」看不懂").format(text=str(cell).strip()))
            return None
        minutes = bool(match[2]) and match[2].startswith(("分", "min"))
        hours = (Decimal(match[1]) / (60 if minutes else 1)).quantize(Decimal("0.01")).normalize()
        if not 0 <= hours <= 24:
            self._tell(row, at, _("时数「{text}」超过一天").format(text=str(cell).strip()))
            return None
        return hours + 0

    def _whole(self, cell: Cell) -> int | None:
        try:
            value = Decimal(without_blanks(str(cell)))
        except InvalidOperation:
            return None
        return int(value) if value == value.to_integral_value() and 0 < value < 1000 else None

    def _goals(self) -> str:
        """本月工作目标 above the list: in the same cell behind a colon, or in the next filled one."""
        for row in range(self.header):
            cells = [tidy(cell, lines=True) for cell in self.grid.row(row) if isinstance(cell, str) and cell.strip()]
            for text, following in _with_next(cells):
                label, _colon, rest = text.partition(":" if ":" in text else "：")
                if "".join(label.split()) in ("本月工作目标", "工作目标", "月度工作目标", "本月目标"):
                    return rest.strip() or following
        return ""


def _with_next(texts: list[str]) -> Iterator[tuple[str, str]]:
    return zip(texts, [*texts[1:], ""], strict=False)  # nothing of nothing


def _id_of(cell: Any) -> UUID | None:
    """The line that the row was written from."""
    mark = read_mark(LINE, cell) if isinstance(cell, str) else None
    return UUID(hex=mark[0]) if mark else None
