"""The dealers: list, panel, form, and a list that comes in."""

from crmdesk.rules.complaint import ComplaintQuery
from crmdesk.rules.dealer import DealerClass
from tests.shots.offices import INSPECTOR, MANAGER
from tests.shots.scenes import scene
from tests.shots.stage import Stage


def listing(stage: Stage, at: int | None = None, *, panel: bool = False) -> None:
    """The list, perhaps with a row chosen and its panel."""
    stage.go("dealer")
    if at is not None:
        stage.page.table.selectRow(at)
        stage.page.table.setFocus()
    if panel:
        stage.run("dealer.panel")


@scene("dealers-list", main=True, large=True)
def plain(stage: Stage) -> None:
    listing(stage)


@scene("dealers-panel", main=True)
def with_panel(stage: Stage) -> None:
    listing(stage, 3, panel=True)


@scene("dealers-filtered")
def filtered(stage: Stage) -> None:
    listing(stage)
    stage.page.filters.chips["dealer_class"].choose((DealerClass.A, DealerClass.B), tell=True)
    stage.page.filters.chips["city"].choose(("宁波",), tell=True)
    stage.quiet()
    stage.page.table.selectRow(2)


@scene("dealers-chip", main=True)
def chip_open(stage: Stage) -> None:
    listing(stage)
    stage.click("dealer.filter.city")


@scene("dealers-searched")
def searched(stage: Stage) -> None:
    listing(stage)
    stage.type("dealer.search", "shzf")


@scene("dealers-nothing")
def nothing_found(stage: Stage) -> None:
    listing(stage)
    stage.type("dealer.search", "山东德鲁建材")


@scene("dealers-nothing-filtered")
def nothing_fits(stage: Stage) -> None:
    listing(stage)
    stage.page.filters.chips["city"].choose(("宁波",), tell=True)
    stage.type("dealer.search", "shjm")


@scene("dealers-empty", office="empty", main=True)
def empty(stage: Stage) -> None:
    listing(stage)


@scene("dealers-selected")
def several(stage: Stage) -> None:
    listing(stage, 2)
    for _n in range(5):
        stage.press("Shift+Down")


@scene("dealers-menu", main=True)
def menu(stage: Stage) -> None:
    listing(stage)
    stage.open_menu()


@scene("dealers-columns")
def columns(stage: Stage) -> None:
    listing(stage)
    stage.run("dealer.columns")


@scene("dealers-exported")
def exported(stage: Stage) -> None:
    listing(stage)
    stage.page.export()
    stage.quiet()
    dialog = stage.find("save_as")
    stage.exported = stage.offices.folder / "客户名单 2026-11-24.xlsx"
    dialog.fileSelected.emit(str(stage.exported))
    dialog.done(1)


def _of_main(stage: Stage) -> None:
    """The dealer with the most to tell: the one of the urgent complaint."""
    form = next(
        row
        for row in stage.desk.do("complaint.page", ComplaintQuery(), 0, 50)
        if row.is_urgent and row.number
    )
    stage.go("dealer", form.dealer_id)


@scene("dealers-related", main=True)
def related(stage: Stage) -> None:
    _of_main(stage)
    stage.page.panel.tabs.setCurrentIndex(1)


@scene("dealers-history", main=True)
def history(stage: Stage) -> None:
    _of_main(stage)
    stage.page.panel.tabs.setCurrentIndex(3)


@scene("dealers-qa", login=INSPECTOR)
def who_may_only_look(stage: Stage) -> None:
    listing(stage, 1, panel=True)


# the form


@scene("dealer-new", main=True)
def new(stage: Stage) -> None:
    stage.go("dealer.form")


@scene("dealer-twin")
def twin(stage: Stage) -> None:
    listing(stage)
    name = stage.page.table.rows.row(5).name
    stage.go("dealer.form")
    stage.type("dealer.name", name)
    stage.press("Tab")


@scene("dealer-edit", main=True, large=True)
def edit(stage: Stage) -> None:
    listing(stage)
    stage.go("dealer.form", stage.page.table.rows.row(3).id)


@scene("dealer-edit-panel")
def edit_with_history(stage: Stage) -> None:
    _of_main(stage)
    stage.go("dealer.form", stage.page.tabs.dealer.id)
    stage.page.toggle_panel()
    stage.page.panel.tabs.setCurrentIndex(2)


@scene("dealer-problems", main=True)
def problems(stage: Stage) -> None:
    listing(stage)
    stage.go("dealer.form", stage.page.table.rows.row(3).id)
    stage.type("dealer.name", "")
    stage.type("dealer.since", "2026-02-30")
    stage.type("dealer.credit_limit", "三十万左右")
    stage.press("Ctrl+S")


@scene("dealer-qa", login=INSPECTOR)
def read_only(stage: Stage) -> None:
    listing(stage)
    stage.go("dealer.form", stage.page.table.rows.row(3).id)


@scene("dealer-conflict", main=True)
def conflict(stage: Stage) -> None:
    listing(stage)
    dealer = stage.page.table.rows.row(3)
    stage.go("dealer.form", dealer.id)
    stage.type("dealer.contact", "张喆")
    stage.type("dealer.remark", "下月起改由孙立负责")
    other = stage.other(MANAGER)
    seen = other.do("dealer.get", dealer.id)
    other.do("dealer.change", seen.id, seen.revision, {"contact": "张敏", "remark": "年底前对账"})
    stage.press("Ctrl+S")


@scene("dealer-draft")
def draft(stage: Stage) -> None:
    listing(stage)
    dealer = stage.page.table.rows.row(3)
    stage.desk.do("draft.keep", "dealer", str(dealer.id), {"contact": "张喆", "remark": "下月起改由孙立负责"})
    stage.go("dealer.form", dealer.id)
