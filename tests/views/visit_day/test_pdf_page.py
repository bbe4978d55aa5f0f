"""Any paper before it is printed: shown, saved as it stands, printed, and the way back."""

import pytest
from PySide6.QtWidgets import QFileDialog
from tests.builders import today
from tests.exchange.test_files import full_disk
from tests.services.visiting import a_full_day, a_shop

from crmdesk.views.pdf_page import PdfPage


class Paper:
    """Takes what is printed."""

    def __init__(self):
        self.printed = []

    def names(self):
        return ("办公室打印机",)

    def check(self, _name):
        pass

    def print(self, name, pdf, title):
        self.printed.append((name, pdf, title))
        return 1


@pytest.fixture
def paper(monkeypatch):
    """A printer that keeps what it got."""
    made = Paper()
    monkeypatch.setattr(PdfPage, "printers", made)
    return made


@pytest.fixture
def page(rep, paper):
    """The preview of today's page of the handbook."""
    day = a_full_day(rep.desk, a_shop(rep.desk), today())
    rep.go("visit_day.form", day.id)
    rep.until(lambda: rep.page.day is not None and rep.page.rows.rows)
    rep.press("Ctrl+P", rep.page.rows)
    rep.until(lambda: rep.page.name == "pdf" and rep.page._pages)
    return rep.page


def test_the_page_of_the_day_is_shown_with_its_title(rep, page):
    assert page.title == f"业务经理 {today().isoformat()} 巡访手册"
    assert page._pdf.startswith(b"%PDF")


def test_it_is_printed_as_it_is_shown(rep, page, paper):
    rep.until(lambda: page.qactions["pdf.print"].isEnabled())
    page.print()
    rep.until(lambda: paper.printed)
    assert paper.printed == [("办公室打印机", page._pdf, page._title)]
    rep.until(lambda: page.qactions["pdf.print"].isEnabled())


def test_it_is_saved_as_it_is_shown(rep, page, tmp_path):
    page.save_file()
    dialog = rep.find("pdf.where")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "手册.pdf"))
    rep.until(lambda: (tmp_path / "手册.pdf").exists() and "已存为 手册.pdf" in rep.texts())
    assert (tmp_path / "手册.pdf").read_bytes() == page._pdf
    dialog.close()


def test_a_full_disk_is_said_and_the_old_file_stands_as_it_was(rep, page, tmp_path):
    folder = tmp_path / "U 盘"
    folder.mkdir()
    (folder / "手册.pdf").write_bytes(b"old")
    page.save_file()
    dialog = rep.find("pdf.where")
    with full_disk(1000):
        dialog.fileSelected.emit(str(folder / "手册.pdf"))
        dialog.close()
        rep.until(lambda: rep.sees("error.what"))
    assert "磁盘已满" in rep.find("error.what").text()
    rep.click("error.close")
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [("手册.pdf", b"old")]
    assert "已存为" not in rep.texts()


def test_a_file_that_is_open_elsewhere_is_left_alone(rep, page, tmp_path):
    (tmp_path / "手册.pdf").write_bytes(b"old")
    (tmp_path / ".~lock.手册.pdf#").write_bytes(b"")
    page.save_file()
    dialog = rep.find("pdf.where")
    dialog.fileSelected.emit(str(tmp_path / "手册.pdf"))
    dialog.close()
    rep.until(lambda: rep.sees("error.what"))
    assert "正在别的程序中打开" in rep.find("error.what").text()
    rep.click("error.close")
    assert (tmp_path / "手册.pdf").read_bytes() == b"old"


def test_esc_leads_back_to_the_day(rep, page):
    rep.press("Escape", page.view)
    rep.until(lambda: rep.page.name == "visit_day.form")


def test_the_month_of_a_representative_is_saved_as_a_workbook(rep, tmp_path):
    a_full_day(rep.desk, a_shop(rep.desk), today())
    page = rep.go("visit_day")
    rep.until(lambda: page.table.current_row() is not None)
    page.save_month()
    dialog = rep.find("save_as")
    dialog.fileSelected.emit(str(tmp_path / "十一月.xlsx"))
    rep.until(lambda: (tmp_path / "十一月.xlsx").exists())
    dialog.close()
