"""A list of dealers comes in: every step of it."""

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
