"""A list of dealers comes in: every step of it."""

from pathlib import Path

import openpyxl

from crmdesk.rules.dealer import DealerQuery
from tests.shots.scenes import scene
from tests.shots.stage import Stage

LIST = "客户名单.xlsx"


def read(stage: Stage, *names: str) -> None:
    """Files are dropped on the window."""
    stage.go("dealer.import", None, path=tuple(stage.offices.file(name) for name in names))
    stage.quiet()


def step(stage: Stage, at: int) -> None:
    """Go to a step by its key."""
    stage.press(f"Alt+{at}")


@scene("import-start", office="empty", main=True)
def start(stage: Stage) -> None:
    stage.go("dealer.import")


@scene("import-columns", office="empty", main=True)
def columns(stage: Stage) -> None:
    read(stage, LIST)


@scene("import-typing", office="empty")
def typing(stage: Stage) -> None:
    """Another field for a column, by its pinyin."""
    read(stage, LIST)
    box = stage.find("dealer.import.column.E")
    box.setFocus()
    stage.type_keys("lx")


@scene("import-double", office="empty", main=True)
def double(stage: Stage) -> None:
    """Two columns for one field."""
    read(stage, LIST)
    box = stage.find("dealer.import.column.E")
    box.activated.emit(box.findText(stage.find("dealer.import.column.D").currentText()))
    stage.quiet()


@scene("import-values", office="empty", main=True)
def values(stage: Stage) -> None:
    read(stage, LIST)
    step(stage, 2)


@scene("import-rows", office="empty", main=True, large=True)
def rows(stage: Stage) -> None:
    read(stage, LIST)
    step(stage, 3)


@scene("import-rows-again", main=True)
def again(stage: Stage) -> None:
    """The same list where its dealers are known already."""
    read(stage, LIST)
    step(stage, 3)


def like_ours(stage: Stage) -> Path:
    """A list in which some are perhaps dealers that the office has, and some certainly are."""
    path = stage.offices.folder / "展会收集的客户.xlsx"
    dealers = stage.desk.do("dealer.page", DealerQuery(sort="code"), 0, 12)
    book = openpyxl.Workbook()
    book.active.append(("客户名称", "城市", "手机", "电话", "等级", "类型", "备注"))
    for at, d in enumerate(dealers):
        name = d.name.replace("有限公司", "有限责任公司") if at % 2 else d.name
        mobile = d.mobile if at % 3 else f"1360000{at:04}"
        book.active.append((name, d.city, mobile, d.phone, "重点" if at < 4 else "A", "代理商", "展会上见过"))
    for at in range(6):
        book.active.append((f"无锡新客{at}涂料商行", "无锡", f"1380000{at:04}", "", "B", "专营经销商", ""))
    book.active.append(("合计", "", "", "", "", "", ""))
    book.save(path)
    return path


@scene("import-deciding", main=True, large=True)
def deciding(stage: Stage) -> None:
    """Rows that wait for a person."""
    stage.go("dealer.import", None, path=like_ours(stage))
    step(stage, 3)


@scene("import-deciding-all")
def deciding_all(stage: Stage) -> None:
    """An update with what it changes."""
    deciding(stage)
    stage.press("U")
    stage.click("dealer.import.rows.undecided")
    stage.page.review.rows.table.go_to(2)


@scene("import-cell")
def cell(stage: Stage) -> None:
    deciding(stage)
    stage.click("dealer.import.rows.undecided")
    stage.page.review.rows.table.go_to(3, 3)
    stage.press("F2")


@scene("import-merge")
def merge(stage: Stage) -> None:
    deciding(stage)
    stage.press("M")
    stage.type_keys("sh")


@scene("import-words", main=True)
def words(stage: Stage) -> None:
    stage.go("dealer.import", None, path=like_ours(stage))
    step(stage, 2)


@scene("import-greyed")
def greyed(stage: Stage) -> None:
    read(stage, LIST)
    step(stage, 3)
    stage.click("dealer.import.rows.greyed")


@scene("import-problems", office="empty", main=True)
def problems(stage: Stage) -> None:
    read(stage, LIST)
    step(stage, 4)


@scene("import-tried", office="empty", main=True)
def tried(stage: Stage) -> None:
    read(stage, LIST)
    stage.run("dealer.import.try")
    stage.until(lambda: stage.page.stack.currentIndex() == 3)


@scene("import-done", office="empty", main=True)
def done(stage: Stage) -> None:
    read(stage, LIST)
    stage.run("dealer.import.go")
    stage.until(lambda: stage.page.stack.currentIndex() == 3)


@scene("import-undo", office="empty", main=True)
def undo(stage: Stage) -> None:
    done(stage)
    stage.run("dealer.import.undo")


@scene("import-files", office="empty", main=True)
def files(stage: Stage) -> None:
    read(stage, LIST, "没有下载完的名单.xlsx", "例会纪要.csv")
    stage.run("dealer.import.go")
    stage.until(lambda: stage.page.stack.currentIndex() == 3)


@scene("import-broken", office="empty", main=True)
def broken(stage: Stage) -> None:
    read(stage, "没有下载完的名单.xlsx")


@scene("import-no-header", office="empty")
def no_header(stage: Stage) -> None:
    read(stage, "例会纪要.csv")
