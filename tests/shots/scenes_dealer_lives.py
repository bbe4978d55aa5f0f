"""Dealers that come, are taken for others, become one, and go again."""

from decimal import Decimal

from crmdesk.rules.dealer_contact import Contact
from tests.builders import complaint_values
from tests.shots.scenes import scene
from tests.shots.stage import Stage

WANG = Contact("王芳", "采购经理", "13851500271", "025-83190001", "周一周三在")
ZHAO = Contact("赵国强", "仓库", "13905170088", "", "提货找他")


def _two(stage: Stage) -> tuple:
    """A dealer and its double under another legal form, with a complaint."""
    desk = stage.desk
    keep = desk.do(
        "dealer.create",
        {"name": "南京恒泰建材有限公司", "city": "南京", "province": "江苏", "contact": "王建国", "mobile": "13833195026",
         "owner": "孙立", "credit_limit": Decimal(300000), "remark": "老客户,月底对账", "address": "江宁区人民路 18 号"},
    )  # fmt: skip
    lose = desk.do(
        "dealer.create",
        {"name": "南京恒泰建材经营部", "city": "南京", "province": "江苏", "contact": "李芳", "mobile": "13833195026",
         "phone": "025-83190001", "owner": "冯媛", "email": "hengtai@example.cn", "remark": "送货前一天电话联系",
         "address": "南京市江宁区人民路18号恒泰建材市场东区3排12号", "contacts": (WANG, ZHAO)},
    )  # fmt: skip
    desk.do("complaint.record", complaint_values(lose))
    return keep, lose


@scene("dealer-contacts", main=True)
def contacts(stage: Stage) -> None:
    _keep, lose = _two(stage)
    stage.desk.do(
        "dealer.change", lose.id, lose.revision, {"extra": "客户星级:四星\n送货备注:限高 2.1 米\n老系统编号:A-00182"}
    )
    stage.go("dealer.form", lose.id)
    stage.find("dealer.contacts.1.title").setFocus()


@scene("dealer-contacts-panel")
def contacts_in_panel(stage: Stage) -> None:
    _keep, lose = _two(stage)
    stage.go("dealer", lose.id)


@scene("dealer-alike", main=True)
def alike(stage: Stage) -> None:
    _two(stage)
    stage.go("dealer.form")
    stage.type("dealer.name", "南京恒泰建材有限责任公司")
    stage.quiet()


@scene("dealer-merge", main=True, large=True)
def merge(stage: Stage) -> None:
    keep, lose = _two(stage)
    stage.go("dealer.merge", keep.id, other=lose.id)


@scene("dealer-merge-pick")
def merge_picking(stage: Stage) -> None:
    keep, _lose = _two(stage)
    stage.go("dealer.merge", keep.id)


@scene("dealer-merged")
def merged(stage: Stage) -> None:
    keep, lose = _two(stage)
    stage.go("dealer.merge", keep.id, other=lose.id)
    stage.run("dealer.merge.go")


@scene("dealer-merged-form")
def merged_form(stage: Stage) -> None:
    keep, lose = _two(stage)
    stage.desk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    stage.go("dealer.form", lose.id)


@scene("imports-empty", office="empty")
def no_imports(stage: Stage) -> None:
    stage.go("import.batches")


def _import(stage: Stage, name: str, rows: list[tuple]) -> str:
    import xlsxwriter

    from crmdesk.exchange.matching import recognise
    from crmdesk.exchange.reading import read_book

    path = stage.offices.folder / name
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("客户")
        for at, row in enumerate([("客户名称", "城市", "联系人", "手机"), *rows]):
            sheet.write_row(at, 0, row)
    return stage.desk.do("dealer.import_list", recognise(read_book(path)).plan()).batch


def _imports(stage: Stage) -> None:
    desk = stage.desk
    first = _import(stage, "展会名片.xlsx", [(f"苏州展会{n}号建材行", "苏州", "王芳", f"1390000{n:04d}") for n in range(12)])
    desk.do("import_batch.undo", first)
    rows = [(f"无锡锦绣{n}号陶瓷店", "无锡", "赵六", f"1370000{n:04d}") for n in range(38)]
    _import(stage, "无锡名单 2026-11.xlsx", rows)
    for dealer in desk.do("dealer.find", "无锡锦绣", 3):
        desk.do("dealer.change", dealer.id, dealer.revision, {"contact": "钱七"})


@scene("imports", main=True)
def imports(stage: Stage) -> None:
    _imports(stage)
    stage.go("import.batches")
    stage.run("import.batches.undo")


@scene("imports-undone", main=True)
def imports_undone(stage: Stage) -> None:
    _imports(stage)
    stage.go("import.batches")
    stage.run("import.batches.undo")
    stage.click("import.batches.question.go")
    stage.until(lambda: stage.page.undone.isVisible())
