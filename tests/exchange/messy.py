"""A generator of messy dealer lists with known truth: what a clerk's file looks like, and what it means."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.outcome import Grade
from crmdesk.rules.dealer_contact import Contact
from tests.exchange.files_of_clerks import old_workbook, open_document, workbook
from tests.exchange.messy_cells import CELLS, GIVEN, Cell, digits, name_cell

HEADERS = {
    "code": ("客户编号", "经销商代码", " 客 户 编 码 ", "编号*"),
    "name": ("客户名称", "经销商名称:", "单位名称", "公司\n名称", "客户全称(必填)", "客户名程"),
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
GROUPS = ("联系方式", "去年情况", "财务资料")
FACTS: tuple[tuple[Any, str], ...] = ((None, ""), (120.0, "120"), (" 二档", "二档"), ("一行\n二行", "一行 二行"), (0.5, "0.5"))
KINDS = ("xlsx", "xlsx", "xls", "ods", "utf-8", "utf-8-sig", "gb18030", "utf-16")


@dataclass
class MessyList:
    """Rows of cells as they are written, and what should come of them.

    ``doubles`` are columns that mean a field which an earlier column has; with `joins` the first filled one counts.
    """

    kind: str  # of the file: xlsx, xls, ods, or the charset of a csv
    rows: list[list[Any]]
    fields: list[str | None]  # per column
    headers: list[str]
    header_row: int = 0  # from 1
    header_rows: int = 1
    doubles: dict[int, str] = field(default_factory=dict)  # column → field
    cleared: set[str] = field(default_factory=set)
    truth: dict[int, dict[str, Any]] = field(default_factory=dict)  # sheet row → field → value
    clears: set[tuple[int, str]] = field(default_factory=set)  # (sheet row, field) that is emptied
    contacts: dict[int, tuple[Contact, ...]] = field(default_factory=dict)
    said: dict[tuple[int, str], Grade] = field(default_factory=dict)  # (sheet row, field) → grade
    nameless: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # sheet rows

    @property
    def is_text(self) -> bool:
        return self.kind not in ("xlsx", "xls", "ods")

    @property
    def joins(self) -> dict[str, Join]:
        return dict.fromkeys(self.doubles.values(), Join.FIRST)

    @property
    def blanks(self) -> dict[str, Blank]:
        return dict.fromkeys(self.cleared, Blank.CLEAR)

    @property
    def facts(self) -> list[int]:
        """Columns that are kept under their own names."""
        return [at for at, name in enumerate(self.fields) if name is None and self.headers[at] != "序号" and at not in self.doubles]

    def write(self, folder: Path) -> Path:
        hidden = [row - 1 for row in self.hidden]
        if self.kind == "xlsx":
            return workbook(folder / "名单.xlsx", self.rows, merged=self.merged, hidden_rows=hidden)
        if self.kind == "xls":
            return old_workbook(folder / "名单.xls", self.rows, hidden_rows=hidden)
        if self.kind == "ods":
            return open_document(folder / "名单.ods", self.rows, hidden_rows=hidden)
        path = folder / "名单.csv"
        lines = [",".join(map(_quoted, row)) for row in self.rows]
        path.write_bytes("\r\n".join(lines).encode(self.kind))
        return path


def _quoted(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return f'"{text}"' if any(sign in text for sign in ',\n"') else text


def _fits(kind: str, cell: Any) -> bool:
    """Whether a kind of file can hold the cell as it is."""
    if kind in ("xlsx", "xls"):
        return True
    if kind == "ods":
        return not (isinstance(cell, str) and "\n" in cell)
    return cell is None or isinstance(cell, str)


@st.composite
def messy_lists(draw: Callable[..., Any]) -> MessyList:
    """A list of up to fourteen dealers in two regions."""
    made = _columns(draw)
    titles = draw(st.lists(st.sampled_from(["华东办事处客户名单", "截至 2026 年 11 月", None]), max_size=4))
    made.rows += [[text] for text in titles]
    _header(draw, made)
    number = 0
    for region in draw(st.sampled_from([["苏南区"], ["苏南区", "浙北区"]])):
        first = len(made.rows)
        for _place in range(draw(st.integers(1, 7))):
            number += 1
            _add_row(draw, made, number, region, first)
        at = made.fields.index("region")
        if made.kind == "xlsx" and len(made.rows) - first > 1:
            made.merged.append((first, at, len(made.rows) - 1, at))
        _between(draw, made, number)
    if draw(st.booleans()):
        made.aside.add(len(made.rows) + 2)
        made.rows += [[], ["注:请于月底前核对。"]]
    return made


def _columns(draw: Callable[..., Any]) -> MessyList:
    """Which columns the list has, in any order: fields, a second column for one of them, columns of its own, 序号."""
    others = draw(st.lists(st.sampled_from(sorted(CELLS)), unique=True, min_size=2, max_size=8))
    fields: list[str | None] = [*draw(st.permutations(["code", "name", "region", *others]))]
    titles = [draw(st.sampled_from(HEADERS[name or ""])) for name in fields]
    for title in draw(st.lists(st.sampled_from(UNKNOWN), unique=True, max_size=2)):
        at = draw(st.integers(0, len(fields)))
        fields.insert(at, None)
        titles.insert(at, title)
    doubles = {}
    if "phone" in fields and draw(st.booleans()):
        first = titles[fields.index("phone")]
        doubles[len(fields)] = "phone"
        titles.append(next(word for word in HEADERS["phone"] if word != first))
        fields.append(None)
    if draw(st.booleans()):
        fields, titles = [None, *fields], ["序号", *titles]
        doubles = {at + 1: name for at, name in doubles.items()}
    cleared = draw(st.sets(st.sampled_from(others), max_size=2))
    return MessyList(draw(st.sampled_from(KINDS)), [], fields, titles, doubles=doubles, cleared=cleared)


def _header(draw: Callable[..., Any], made: MessyList) -> None:
    """The header in one row, or in two where a group stands over two columns."""
    if made.kind == "xlsx" and draw(st.booleans()):
        at = draw(st.integers(0, len(made.fields) - 2))
        # a header that is matched by nearness is not known enough to find the header by
        plain = [name is not None and title[-1] not in "程" for name, title in zip(made.fields, made.headers, strict=True)]
        if (plain[at] or plain[at + 1]) and "序号" not in made.headers[at : at + 2] and not made.doubles:
            _grouped_header(draw, made, at)
            return
    made.rows.append(list(made.headers))
    made.header_row = len(made.rows)


def _grouped_header(draw: Callable[..., Any], made: MessyList, at: int) -> None:
    row = len(made.rows)
    group = draw(st.sampled_from(GROUPS))
    upper: list[Any] = list(made.headers)
    lower: list[Any] = [None] * len(upper)
    lower[at : at + 2] = upper[at : at + 2]
    upper[at : at + 2] = [group, None]
    made.rows += [upper, lower]
    made.merged.append((row, at, row, at + 1))
    made.merged += [(row, column, row + 1, column) for column in range(len(upper)) if not at <= column <= at + 1]
    for column in (at, at + 1):
        if made.headers[column] in UNKNOWN or made.headers[column][-1] in "程":
            made.headers[column] = f"{group}{made.headers[column]}"
    made.header_row, made.header_rows = row + 2, 2


def _add_row(draw: Callable[..., Any], made: MessyList, number: int, region: str, first: int) -> None:
    row = len(made.rows) + 1
    drawn: dict[str, Cell] = {
        name: draw((name_cell(number) if name == "name" else CELLS[name]).filter(lambda cell: _fits(made.kind, cell[0])))
        for name in made.fields
        if name not in (None, "region", "code")
    }
    drawn["code"] = (f"{number:04d}", f"{number:04d}", None)
    shown = region if row == first + 1 or made.kind != "xlsx" else None
    drawn["region"] = (shown, region, None)
    contacts = _people(draw, made, drawn)
    second = _second_phone(draw, made, drawn)
    cells: list[Any] = []
    facts: list[str] = []
    for at, name in enumerate(made.fields):
        if name:
            cells.append(drawn[name][0])
        elif made.headers[at] == "序号":
            cells.append(str(number) if made.is_text else number)
        elif at in made.doubles:
            cells.append(second)
        else:
            cell, said = draw(st.sampled_from(FACTS).filter(lambda fact: _fits(made.kind, fact[0])))
            cells.append(cell)
            facts += [f"{made.headers[at]}:{said}"] if said else []
    made.rows.append(cells)
    _note_truth(draw, made, row, drawn, facts, contacts)


def _note_truth(
    draw: Callable[..., Any], made: MessyList, row: int, drawn: dict[str, Cell], facts: list[str], contacts: tuple[Contact, ...]
) -> None:
    if not made.is_text and row > made.header_row + 1 and draw(st.integers(0, 9)) == 0:
        made.hidden.add(row)
        made.aside.add(row)
        return
    made.said |= {(row, name): cell[2] for name, cell in drawn.items() if cell[2]}
    if not drawn["name"][1]:
        made.nameless.add(row)
        return
    made.truth[row] = {name: cell[1] for name, cell in drawn.items()}
    if made.facts:
        made.truth[row]["extra"] = "\n".join(facts)
    if contacts:
        made.contacts[row] = contacts
    made.clears |= {(row, name) for name in made.cleared if drawn[name][0] is None and drawn[name][1] in ("", None)}


def _people(draw: Callable[..., Any], made: MessyList, drawn: dict[str, Cell]) -> tuple[Contact, ...]:
    """Sometimes two people in the cells of the contact and of his mobile; changes those cells, gives the second."""
    if not {"contact", "mobile"} <= set(drawn) or draw(st.integers(0, 2)):
        return ()
    one, other = draw(st.lists(st.text(GIVEN, min_size=1, max_size=2), unique=True, min_size=2, max_size=2))
    one, other = f"王{one}", f"李{other}"
    tails = draw(st.lists(digits(8), unique=True, min_size=2, max_size=2))
    mine, his = f"138{tails[0]}", f"139{tails[1]}"
    sign = draw(st.sampled_from(["、", ";", "/", " ", ",", "\n"] if made.kind != "ods" else ["、", ";"]))
    contact, mobile = draw(
        st.sampled_from(
            [
                (f"{one}{mine}{sign}{other}{his}", None),
                (f"{mine}({one}){sign}{his}({other})", None),
                (f"{one}{sign}{other}", f"{mine}{sign}{his}"),
                (None, f"{one} {mine}{sign}{other}:{his}"),
                (one, f"{one}{mine}{sign}{other}{his}"),
            ]
        )
    )
    drawn["contact"] = (contact, one, Grade.CHANGED if contact not in (None, one) else None)
    drawn["mobile"] = (mobile, mine, Grade.CHANGED if mobile else None)
    return (Contact(other, mobile=his),)


def _second_phone(draw: Callable[..., Any], made: MessyList, drawn: dict[str, Cell]) -> str | None:
    """What stands in a second column of telephones; it counts where the first is blank."""
    if not made.doubles:
        return None
    second: str | None = draw(st.sampled_from([None, "0512-83456789", "87654321"]))
    cell, value, said = drawn["phone"]
    if not value and second:
        drawn["phone"] = (cell, second, said)
    return second


def _between(draw: Callable[..., Any], made: MessyList, number: int) -> None:
    """小计, a blank row, the header again."""
    if draw(st.booleans()):
        total: list[Any] = [None] * len(made.fields)
        total[made.fields.index("region")] = draw(st.sampled_from(["小计", "合 计", "苏南小计:"]))
        count = f"{number} 家" if made.is_text else float(number)
        total[made.fields.index("name")] = draw(st.sampled_from([None, f"{number} 家", count]))
        made.rows.append(total)
        made.aside.add(len(made.rows))
    if draw(st.booleans()):
        made.rows.append([])
    if draw(st.booleans()):
        for row in range(made.header_row - made.header_rows, made.header_row):
            made.rows.append(list(made.rows[row]))
            made.aside.add(len(made.rows))
