"""What a clerk does on the page that imports, and what is seen there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from tests.views.dealer.conftest import Clerk

from crmdesk.rules.dealer import DealerQuery
from crmdesk.views.dealer_import_actions import DONE, REVIEW

HEADER = ("客户编号", "客户名称", "联系人", "手机", "信用额度", "合作日期", "等级")
LIST = (
    ("华东办事处客户名单",),
    ("单位:元", "", "", "", "2026 年 11 月"),
    HEADER,
    ("HD01", "南京永盛装饰材料有限公司", "陈昇", 13820800026, "5万", "2021.3.8", "A"),
    ("HD02", "宁波宏达建材有限公司", "张喆", "138 2317 4640", 30000, "2019-05-01", "B"),
    ("HD03", "", "李四", "13800000000", 100, "", ""),
    ("HD04", "合肥鑫源建材有限公司", "冯媛", "13838874915", "待定", "2021-02-30", "C"),
    ("合计", "", "", "", 80100),
)
COLUMNS_STEP, VALUES_STEP, ROWS_STEP, PROBLEMS_STEP = range(4)


def a_workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def look_at(clerk: Clerk, *paths: Path) -> Any:
    """Bring files in and wait until the first one is looked at."""
    clerk.go("dealer.import", None, path=paths[0] if len(paths) == 1 else paths)
    wait_until_checked(clerk)
    return clerk.page.review


def wait_until_checked(clerk: Clerk) -> None:
    """Wait until every row was looked at."""
    clerk.until(lambda: state(clerk) == REVIEW and clerk.sees("dealer.import.counts.0"), 30)
    clerk.until(lambda: clerk.find("dealer.import.go").toolTip() != "正在检查…", 30)
    clerk.until(lambda: clerk.page.review.columns.is_complete)


def state(clerk: Clerk) -> int:
    """Which of start, busy, review and done is in front."""
    at: int = clerk.page.stack.currentIndex()
    return at


def step(clerk: Clerk, at: int) -> None:
    """Go to a step of the review by its key."""
    clerk.press(Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: clerk.page.review.tabs.currentIndex() == at)


def titles(clerk: Clerk) -> list[str]:
    """What the steps are called, without their keys."""
    tabs = clerk.page.review.tabs
    return [tabs.tabText(at).partition(" ")[2] for at in range(tabs.count())]


def figures(clerk: Clerk, name: str = "dealer.import.counts") -> list[str]:
    """读到, 新增, 更新, 跳过, 拒绝, and 要您定 where there are any."""
    return [clerk.find(f"{name}.{at}").text() for at in range(6) if clerk.sees(f"{name}.{at}")]


def lines(table: Any) -> list[Any]:
    """Every row that a table shows."""
    return [table.rows.row(at) for at in range(table.rows.rowCount())]


def go_words(clerk: Clerk) -> str:
    """What the main button says."""
    words: str = clerk.find("dealer.import.go").accessibleName()
    return words


def import_it(clerk: Clerk) -> None:
    """Press the main button and wait for the end."""
    clerk.until(lambda: clerk.find("dealer.import.go").isEnabled())
    clerk.click("dealer.import.go")
    clerk.until(lambda: state(clerk) == DONE, 30)


def in_database(clerk: Clerk) -> dict[str, Any]:
    """The dealers by their codes."""
    return {d.code: d for d in clerk.desk.do("dealer.page", DealerQuery())}
