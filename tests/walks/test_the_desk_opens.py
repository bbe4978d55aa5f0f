"""The walk of the first issue, whole: an Excel dealer list in, five complaint copies out, by mouse and keyboard."""

import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.papers import pages
from crmdesk.resources import resource
from crmdesk.views.app import Wish
from crmdesk.views.print_preview import PrintPage
from crmdesk.views.program import Program
from tests.builders import today
from tests.printing import PrintsIntoFile
from tests.walks.someone import Someone

NAME, CODE, TAIL = "上海金茂建材有限公司", "HD0018", "2466"
PASSWORD, HERS = "huadong8", "hanxue88"


@pytest.fixture
def someone(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Someone]:
    """Someone before the first question, with a printer that prints into ``printed.pdf``."""
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(PrintPage, "printers", PrintsIntoFile(tmp_path / "printed.pdf"))
    hook = sys.excepthook
    program = Program(Wish(), None)
    program.ask_where()
    yield Someone(qtbot)
    for part in (program._window, program._start):
        if part is not None:
            part.closed.disconnect()
            part.close()
    program._end()
    sys.excepthook = hook


def test_the_walk_of_the_first_day(someone: Someone, tmp_path: Path):
    found_an_office(someone, tmp_path / "华东办事处.crm")
    add_the_general_managers_office(someone)
    import_the_list(someone, tmp_path)
    find_by_initials_phone_and_code(someone)
    edit_and_put_one_field_back(someone)
    export_as_filtered(someone, tmp_path / "上海客户.xlsx")
    record_a_complaint_and_send_it(someone)
    register_it(someone)
    print_and_save_the_copies(someone, tmp_path)


def found_an_office(someone: Someone, place: Path) -> None:
    someone.reads("您要从哪里开始?")
    someone.click("start.new")
    for field, text in (
        ("office", "华东办事处"), ("code", "HD"), ("place", str(place)), ("name", "李敏"), ("login", "limin"),
        ("password", PASSWORD), ("again", PASSWORD),
    ):  # fmt: skip
        someone.type(f"start.{field}", text)
    someone.click("start.found")
    someone.window()
    someone.reads("今日", "华东办事处", "还没有客户")
    assert place.exists()


def add_the_general_managers_office(someone: Someone) -> None:
    someone.click("navigation.settings")
    someone.choose("settings.groups", "人员")
    someone.click("person.new")
    for field, text in (("name", "韩雪"), ("login", "hanxue"), ("password", HERS)):
        someone.type(f"person.{field}", text)
    someone.click("person.role.gmo")
    someone.click("person.save")
    someone.reads("韩雪 已保存")


def import_the_list(someone: Someone, folder: Path) -> None:
    someone.drop(resource("demo", "客户名单.xlsx"))
    someone.until(lambda: someone.sees("dealer.import.counts.0"), 30)
    assert someone.find("dealer.import.header_row").value() == 4
    assert someone.find("dealer.import.column.D").currentText() == "客户名称"
    box = someone.find("dealer.import.column.X")  # 去年返利档, which the program does not know
    box.setFocus()
    someone.type_here("备注")
    someone.press("Tab")
    someone.until(lambda: box.currentText() == "备注")
    someone.until(lambda: someone.find("dealer.import.go").accessibleName() == "导入 295 家")
    someone.click("dealer.import.go")
    someone.until(lambda: someone.sees("dealer.import.head"), 30)
    assert someone.find("dealer.import.head").text().startswith("已导入 295 家")
    left = {row.cell: row for row in someone.rows("dealer.import.left")}
    assert "没有客户名称" in left["D63"].reason
    someone.click("dealer.import.save")
    someone.answer_file_dialog(folder / "没有导入的行.xlsx")
    someone.until(lambda: someone.sees("dealer.import.saved.done.words"))
    assert openpyxl.load_workbook(folder / "没有导入的行.xlsx").active.max_row > 4
    someone.click("dealer.import.view")


def find_by_initials_phone_and_code(someone: Someone) -> None:
    for typed in (CODE, TAIL, "金茂", "shjm"):
        someone.put_cursor("dealer.search")
        someone.type_here(typed)
        someone.until(lambda: NAME in [row.name for row in someone.rows("dealer.list")])
        someone.press("Escape")
        someone.until(lambda: len(someone.rows("dealer.list")) == 100)
    someone.type_here("shjm")
    someone.until(lambda: [row.name for row in someone.rows("dealer.list")] == [NAME])


def edit_and_put_one_field_back(someone: Someone) -> None:
    someone.press("Down")
    someone.press("Return")
    someone.press("F2")
    someone.until(lambda: someone.find("dealer.name").text() == NAME)
    before = someone.find("dealer.contact").text()
    someone.type("dealer.contact", "王䶮")
    someone.type("dealer.mobile", "13900002466")
    someone.press("Ctrl+S")
    someone.reads("已保存")
    someone.press("F4")
    someone.click_tab("dealer.form.panel.tabs", "历史")
    someone.click("history.put_back.contact")
    someone.until(lambda: someone.find("dealer.contact").text() == before)
    assert someone.find("dealer.mobile").text() == "13900002466"


def export_as_filtered(someone: Someone, target: Path) -> None:
    someone.click("navigation.dealer")
    someone.put_cursor("dealer.search")
    someone.type_here("上海")
    someone.reads("46 家,共 295 家")
    someone.until(lambda: {row.city for row in someone.rows("dealer.list")} == {"上海"})
    shown = [row.code for row in someone.rows("dealer.list")]
    someone.press("Ctrl+Shift+E")
    someone.answer_file_dialog(target)
    someone.reads(f"已导出 {len(shown)} 家")
    lines = list(openpyxl.load_workbook(target).active.iter_rows(values_only=True))
    assert [line[0] for line in lines[1:]] == shown


def record_a_complaint_and_send_it(someone: Someone) -> None:
    someone.put_cursor("dealer.search")
    someone.type_here("shjm")
    someone.until(lambda: [row.name for row in someone.rows("dealer.list")] == [NAME])
    someone.press("Down")
    someone.press("Ctrl+M")
    someone.until(lambda: someone.find("complaint.dealer_id").text() == NAME)
    someone.choose("complaint.kind", "质量异常")
    for field, text in (
        ("order_number", "DD2611-0187"), ("part_number", "TC-8080-W"), ("product", "抛光砖 800×800 白玉"),
        ("unit", "箱"), ("shipped_on", "11.2"), ("quantity", "1200"), ("bad_quantity", "86"),
        ("reason", "铺贴后一周内部分砖面出现针孔和色差,客户王䶮要求换货。"), ("no_sample_reason", "现场拍照"),
        ("opinion", "情况属实,建议同意换货。"),
    ):  # fmt: skip
        someone.type(f"complaint.{field}", text)
    someone.choose("complaint.demand.0.kind", "换货")
    someone.type("complaint.demand.0.quantity", "86")
    someone.click("complaint.send")
    someone.reads("待登记")


def register_it(someone: Someone) -> None:
    change_seats(someone, "hanxue", HERS)
    someone.click_words("登记: 客户抱怨")
    someone.click("complaint.register")
    someone.reads("已登记", number())


def change_seats(someone: Someone, login: str, password: str) -> None:
    """Sign out through the palette; the next person signs in."""
    go_by_palette(someone, "退出登录")
    someone.type("sign_in.login", login)
    someone.put_cursor("sign_in.password")
    someone.type_here(password)
    someone.press("Return")
    someone.window()


def go_by_palette(someone: Someone, words: str) -> None:
    someone.press("Ctrl+K")
    someone.put_cursor("palette.text")
    someone.type_here(words)
    offers = someone.find("palette.list")
    someone.until(lambda: offers.count() and words in offers.item(0).text())
    someone.press("Return")


def number() -> str:
    return f"{today():%y%m}01"


def print_and_save_the_copies(someone: Someone, folder: Path) -> None:
    change_seats(someone, "limin", PASSWORD)
    go_by_palette(someone, number())
    someone.reads("已登记")
    someone.press("Ctrl+P")
    someone.reads("第 1 页,共 5 页", "第五联", "还没有打印")
    someone.until(lambda: someone.find("complaint.print.go").isEnabled())  # the printers have been looked for
    someone.press("Ctrl+P")
    printed = folder / "printed.pdf"
    someone.until(lambda: printed.exists() and printed.read_bytes().rstrip().endswith(b"%%EOF"), 30)
    assert pages.page_count(printed.read_bytes()) == 5
    someone.press("Ctrl+S")
    someone.answer_file_dialog(folder / "五联.pdf")
    someone.reads("已存为 五联.pdf")
    five = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(folder / "五联.pdf")]
    assert [("王䶮" in said, NAME in said, number() in said) for said in five] == [(True, True, True)] * 5
    departments = folder / "各部门"
    departments.mkdir()
    someone.press("Ctrl+Shift+S")
    someone.answer_file_dialog(departments)
    someone.reads("已按部门存为 5 个 PDF")
    assert len(list(departments.iterdir())) == 5
    someone.press("Escape")
    someone.click_tab("complaint.form.panel.tabs", "各联")
    someone.reads("第一联 质量管理部", "李敏 打印 一楼打印机", "存为 PDF 五联.pdf", "存为 PDF 各部门")
