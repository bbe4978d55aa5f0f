"""文件包内容单: what a packet between two desks holds, so that it can be looked at without the program.

It goes with each packet, so it is small: long lists are cut and say how many more there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial

from crmdesk.papers.boxes import Cell, Row
from crmdesk.papers.flowing import Column, Flow, table_head, table_row
from crmdesk.papers.fonts import FontSet, Weight, bundled
from crmdesk.papers.letterhead import Heading, PaperHead
from crmdesk.papers.marks import Mark
from crmdesk.papers.painting import About
from crmdesk.papers.running import PORTRAIT, Running, letters_of, number_pages, written
from crmdesk.rules.wording import clean, moment

TITLE = "文件包内容单"
MOST = 120  # items that are listed
_LONGEST = 160  # characters of a note
_WIDTH = PORTRAIT.frame.width
COLUMNS = (
    Column("序号", 10, "middle"), Column("类别", 24), Column("内容", 78), Column("说明", 50), Column("内容指纹", 20),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PacketItem:
    """One record that the packet holds: 巡访计划, 冯媛 2026 年 12 月巡访计划, 已提交 40 行, 7F3A-91C4."""

    kind: str
    title: str
    note: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class PacketSheet:
    """What is told of a packet. ``made_at`` knows its zone; ``summary`` is the sentence of the packets' list."""

    number: int
    office: str
    from_desk: str
    to_desk: str
    made_at: datetime
    made_by: str
    entries: int
    summary: str = ""
    items: tuple[PacketItem, ...] = ()
    more: int = 0  # items that are in the packet but not in ``items``
    files: tuple[str, ...] = ()  # attachments that come along
    company: str = ""
    is_demo: bool = False


def contents(sheet: PacketSheet) -> bytes:
    """The PDF of the list. A character that no font has is replaced by 〓: a packet is never kept back by it."""
    fonts = bundled()
    about = About(f"{TITLE} 第 {sheet.number} 包", _plain(sheet.made_by, fonts), sheet.made_at)
    return written(contents_pages(sheet, fonts), about, _fixed(fonts), PORTRAIT, fonts)


def contents_pages(sheet: PacketSheet, fonts: FontSet) -> list[list[Mark]]:
    """The pages as marks."""
    plain = partial(_plain, fonts=fonts)
    head = PaperHead(
        plain(sheet.company), plain(sheet.office), "", None, plain(sheet.made_by), sheet.made_at, sheet.is_demo
    )
    running = Running(PORTRAIT, head, Heading(TITLE, "第", f"{sheet.number} 包", ()),
                      note="本单只供查看；内容以文件包内的数据和签名为准。")  # fmt: skip
    flow = Flow(lambda: running.sheet(fonts), PORTRAIT.frame, fonts)
    flow.page()
    flow.form(Row((Cell("发出的电脑", 62, plain(sheet.from_desk)), Cell("给", 62, plain(sheet.to_desk)),
                   Cell("包号", 26, str(sheet.number)), Cell("修改条数", 32, str(sheet.entries))), at_least=0))  # fmt: skip
    flow.form(Row((Cell("做成时间", 62, moment(sheet.made_at)), Cell("办理人", 62, plain(sheet.made_by)),
                   Cell("办事处", 58, plain(sheet.office))), at_least=0))  # fmt: skip
    flow.form(Row((Cell("内容", _WIDTH, plain(sheet.summary)),), at_least=0))
    flow.gap()
    _table(flow, [
        (plain(one.kind), plain(one.title, most=_LONGEST), plain(one.note, most=_LONGEST), plain(one.fingerprint))
        for one in sheet.items[:MOST]
    ], len(sheet.items[MOST:]) + sheet.more)  # fmt: skip
    if sheet.files:
        flow.gap()
        names = [plain(name, most=_LONGEST) for name in sheet.files[:MOST]]
        more = [f"另有 {len(sheet.files) - MOST} 个附件"] if len(sheet.files) > MOST else []
        flow.form(Row((Cell(f"附件（{len(sheet.files)} 个）", _WIDTH, "\n".join([*names, *more])),), at_least=0))
    flow.close()
    number_pages(flow.sheets, running)
    return [one.marks for one in flow.sheets]


def _plain(text: str, fonts: FontSet, most: int = 10_000) -> str:
    text = clean(text)
    text = text if len(text) <= most else text[: most - 1] + "…"
    missing = set(fonts.missing(text))
    return "".join("〓" if char in missing else char for char in text)


def _table(flow: Flow, rows: Sequence[tuple[str, ...]], more: int) -> None:
    with flow.heading(table_head(COLUMNS, _WIDTH, flow.fonts)):
        for number, row in enumerate(rows, 1):
            flow.row(table_row(COLUMNS, (str(number), *row), _WIDTH, flow.fonts))
        if more:
            flow.row(table_row(COLUMNS, ("", "", f"另有 {more} 项", "", ""), _WIDTH, flow.fonts))
        if not rows and not more:
            flow.row(table_row(COLUMNS, ("", "", "没有记录；只带回收到的包号", "", ""), _WIDTH, flow.fonts))


@cache
def _fixed(fonts: FontSet) -> dict[Weight, str]:
    """The characters of an empty list."""
    empty = PacketSheet(0, "", "", "", datetime(2026, 1, 1, tzinfo=UTC), "", 0)
    return letters_of(contents_pages(empty, fonts))
