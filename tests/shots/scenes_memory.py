"""导入记忆: what imports have learned."""

from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.import_memory import PART, MemoryKind
from tests.shots.scenes import scene
from tests.shots.stage import Stage

SAID = (
    (MemoryKind.COLUMN, "评价", "dealer_class", "评价"), (MemoryKind.COLUMN, "对口人", "contact", "对口人"),
    (MemoryKind.COLUMN, "内部号", "", "内部号"), (MemoryKind.COLUMN, "注册资金", "extra", "注册资金(万元)"),
    (MemoryKind.VALUE, f"dealer_class{PART}重点", "A", "重点"), (MemoryKind.VALUE, f"dealer_class{PART}一般户", "C", "一般户"),
    (MemoryKind.VALUE, f"kind{PART}经销", "exclusive", "经销"), (MemoryKind.VALUE, f"owner{PART}小孙", "孙立", "小孙"),
    (MemoryKind.VALUE, f"status{PART}待定", "", "待定"),
)  # fmt: skip
_PROFILE = (
    '{"mapping":{"客户编号":"code","客户名称":"name","城市":"city","评价":"dealer_class","内部号":null},"joins":{},"blanks":{},'
    '"include_hidden":false,"only_whole":false,"sheet":"客户","rows":214}'
)


def remember(stage: Stage) -> None:
    """As after a few imports."""
    for kind, said, means, shown in SAID:
        stage.desk.do("import_memory.keep", "dealer", kind, said, means, shown)
    dealer = stage.desk.do("dealer.page", DealerQuery(), 0, 1)[0]
    pair = f"{dealer.name}{PART}{PART}{dealer.id.hex}"
    stage.desk.do("import_memory.keep", "dealer", MemoryKind.APART, pair, dealer.name, "南京永盛装饰材料行 南京")
    stage.desk.do("import_memory.keep", "dealer", MemoryKind.PROFILE, "f" * 32, _PROFILE, "华东客户名单")
    stage.go("import_memory")


@scene("memory-list", main=True, large=True)
def memory_list(stage: Stage) -> None:
    remember(stage)


@scene("memory-edit", main=True)
def memory_edit(stage: Stage) -> None:
    remember(stage)
    stage.page.table.selectRow(7)
    stage.page.table.setFocus()
    stage.page.edit()
    stage.quiet()


@scene("memory-forgotten")
def memory_forgotten(stage: Stage) -> None:
    remember(stage)
    stage.page.table.selectRow(3)
    stage.page.forget()
    stage.quiet()


@scene("memory-nothing")
def memory_nothing(stage: Stage) -> None:
    remember(stage)
    stage.type("import_memory.search", "qqq")


@scene("memory-empty", office="empty")
def memory_empty(stage: Stage) -> None:
    stage.go("import_memory")


@scene("memory-settings")
def memory_settings(stage: Stage) -> None:
    stage.go("settings", "imports")


# a list that was exported comes back


def returned(stage: Stage) -> None:
    """Three cells edited in Excel, one of them changed by somebody else meanwhile, and a copied row."""
    import openpyxl

    path = stage.offices.folder / "客户.xlsx"
    stage.desk.do("dealer.export", DealerQuery(), (), path)
    dealers = stage.desk.do("dealer.page", DealerQuery(), 0, 12)
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[1]]
    rows = {row[0].value: row[0].row for row in book.active.iter_rows(min_row=2)}
    for dealer, title, value in ((dealers[2], "手机", "13900001111"), (dealers[5], "信用额度(元)", 250000), (dealers[7], "联系人", "张喆")):
        book.active.cell(rows[dealer.code], header.index(title) + 1).value = value
    book.active.append([cell.value for cell in book.active[4]])
    book.active.cell(book.active.max_row, header.index("客户名称") + 1).value = "宁波二分店建材"
    book.save(path)
    stage.desk.do("dealer.change", dealers[2].id, dealers[2].revision, {"mobile": "13700000000"})
    stage.go("dealer.import", None, path=path)
    stage.quiet()


@scene("memory-returned")
def memory_returned(stage: Stage) -> None:
    returned(stage)


@scene("memory-returned_done")
def memory_returned_done(stage: Stage) -> None:
    returned(stage)
    stage.run("dealer.import.go")
    stage.quiet()
