"""The print page: the PDF itself on screen, printed or saved, and noted in the register of copies."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from tests.builders import a_complaint, a_sent_complaint
from tests.printing import PrintsIntoFile

from crmdesk.papers import pages
from crmdesk.rules.people import Role
from crmdesk.views.print_preview import PrintPage


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """Where the printer prints to."""
    file = tmp_path / "printed.pdf"
    monkeypatch.setattr(PrintPage, "printers", PrintsIntoFile(file))
    return file


@pytest.fixture
def shown(rep, signed_in, paper):
    """A registered complaint on the print page, all its pages counted."""
    form = a_sent_complaint(rep.desk)
    form = signed_in(Role.GMO).do("complaint.register", form.id, form.revision)
    page = rep.go("complaint.print", form.id)
    rep.until(
        lambda: page.record is not None and "共 5 页" in rep.texts() and rep.sees("complaint.print.printer")
    )
    return form


def issued(person, form):
    return [(i.copy, i.how, i.place) for i in person.desk.do("complaint.copies_issued", form.id)]


def test_the_five_pages_are_seen_as_the_file_draws_them(rep, shown):
    view = rep.page.view
    rep.until(lambda: view.picture(0) is not None)
    pdf = rep.desk.do("complaint.preview", shown.id)
    raster = pages.render_page(pdf, 0, view.picture(0).width() / pages.page_size(pdf, 0)[0])
    picture = view.picture(0)
    assert abs(picture.width() - raster.width) <= 1
    title = range(round(picture.height() * 0.03), round(picture.height() * 0.08))
    lightness = [picture.pixelColor(x, y).lightness() for x in range(picture.width()) for y in title]
    assert min(lightness) < 100 < 200 < max(lightness)


def test_ctrl_p_on_the_form_leads_here_and_esc_leads_back(rep, paper):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.press("Ctrl+P", rep.find("complaint.reason"))
    rep.until(lambda: rep.page.name == "complaint.print" and rep.page.record is not None)
    rep.press("Esc", rep.page.view)
    rep.until(lambda: rep.page.name == "complaint.form" and rep.page.record.id == form.id)
    assert rep.page.isAncestorOf(rep.window.focusWidget())
    assert rep.window.focusWidget().objectName() != "complaint.form.menu"


def test_keys_turn_the_pages_and_the_copy_in_front_is_marked(rep, shown):
    view = rep.page.view
    view.setFocus()
    rep.press("PgDown", view)
    rep.press("PgDown", view)
    rep.until(lambda: "第 3 页,共 5 页" in rep.texts())
    assert rep.page.copies.cards[3].property("role") == "card-now"
    rep.press("End", view)
    assert view.front == 4
    rep.press("Home", view)
    assert view.front == 0


def test_the_zoom_fits_the_page_the_width_or_what_one_wants(rep, shown):
    view = rep.page.view
    whole = view.scale
    rep.click("complaint.print.tool.wide")
    assert view.scale > whole
    rep.click("complaint.print.tool.larger")
    assert view.scale > whole * 1.2
    rep.press("Ctrl+0", view)
    assert view.scale == pytest.approx(whole, rel=0.05)


def test_ticks_choose_the_copies_and_the_button_says_how_many(rep, shown):
    assert rep.find("complaint.print.go").text().startswith("打印五联")
    for copy in (2, 4, 5):
        rep.find(f"complaint.print.copy.{copy}").click()
    rep.until(lambda: rep.find("complaint.print.go").text().startswith("打印所选 2 联"))
    for copy in (1, 3):
        rep.find(f"complaint.print.copy.{copy}").click()
    rep.until(lambda: not rep.find("complaint.print.go").isEnabled())
    assert "请至少选一联" in rep.find("complaint.print.go").toolTip()


def test_printing_draws_the_chosen_copies_and_the_register_notes_them(rep, shown, paper):
    for copy in (2, 4, 5):
        rep.find(f"complaint.print.copy.{copy}").click()
    rep.choose("complaint.print.printer", "二楼打印机")
    rep.click("complaint.print.go")
    rep.until(lambda: paper.exists() and paper.read_bytes().rstrip().endswith(b"%%EOF"), seconds=30)
    assert pages.page_count(paper.read_bytes()) == 2
    assert sorted(issued(rep, shown)) == [(1, "printer", "二楼打印机"), (3, "printer", "二楼打印机")]
    rep.until(lambda: "业务经理" in rep.find("complaint.print.copy.3.note").text())
    assert rep.find("complaint.print.copy.2.note").text() == "还没有打印"


def test_what_is_printed_fills_the_paper_as_the_file_does(rep, shown, paper):
    rep.page.copies.choose((1,))
    rep.click("complaint.print.go")
    rep.until(lambda: paper.exists() and paper.read_bytes().rstrip().endswith(b"%%EOF"), seconds=30)
    printed, drawn = paper.read_bytes(), rep.desk.do("complaint.preview", shown.id, (1,))
    assert pages.page_size(printed, 0) == pytest.approx(pages.page_size(drawn, 0), abs=1.5)
    assert _ink(printed) == pytest.approx(_ink(drawn), abs=2)


def _ink(pdf):
    """Left, top, right and bottom of what is drawn, in points."""
    raster = pages.render_page(pdf, 0, 1.0)
    rows = [
        raster.data[y * raster.width * 4 : (y + 1) * raster.width * 4][1::4] for y in range(raster.height)
    ]
    dark = [y for y, row in enumerate(rows) if min(row) < 160]
    columns = [x for x in range(raster.width) if any(row[x] < 160 for row in rows)]
    return columns[0], dark[0], columns[-1], dark[-1]


def test_the_copies_tab_of_the_form_tells_who_printed_what(rep, shown, paper):
    rep.page.copies.choose((3,))
    rep.click("complaint.print.go")
    rep.until(lambda: issued(rep, shown))
    rep.open_form(shown.id)
    rep.find("complaint.form.panel.tabs").setCurrentIndex(1)
    rep.until(lambda: "打印 一楼打印机" in rep.texts())
    assert rep.texts().count("还没有打印") == 4


def test_without_a_printer_the_way_out_is_the_main_button(rep, tmp_path, monkeypatch):
    monkeypatch.setattr(PrintPage, "printers", PrintsIntoFile(tmp_path / "never.pdf", ()))
    form = a_complaint(rep.desk)
    rep.go("complaint.print", form.id)
    rep.until(lambda: "这台电脑上没有打印机" in rep.texts() and rep.page.record is not None)
    rep.until(lambda: rep.find("complaint.print.pdf").property("role") == "main")
    assert not rep.find("complaint.print.go").isEnabled()


def test_a_printer_that_went_away_is_said_and_nothing_is_noted(rep, shown, paper, monkeypatch):
    monkeypatch.setattr(PrintPage, "printers", PrintsIntoFile(paper, ("三楼打印机",)))
    rep.click("complaint.print.go")
    rep.until(lambda: rep.sees("error.what"))
    assert "没有答应" in rep.find("error.what").text()
    assert issued(rep, shown) == []
    rep.click("error.close")
    rep.until(lambda: rep.find("complaint.print.printer").currentText() == "三楼打印机")
    assert rep.find("complaint.print.go").isEnabled()


def _where(person):
    found = [d for d in person.dialogs() if isinstance(d, QFileDialog)]
    assert found
    return found[0]


def _answer(person, path):
    """Type a path into the dialog that asks where, and press Enter."""
    dialog = _where(person)
    line = dialog.findChild(QLineEdit)
    line.setText(str(path))
    person.press("Return", line)


def test_all_copies_are_saved_as_one_pdf(rep, shown, tmp_path):
    rep.press("Ctrl+S", rep.page.view)
    rep.until(lambda: rep.sees("complaint.print.where"))
    assert f"{shown.number}-五联.pdf" in _where(rep).selectedFiles()[0]
    target = tmp_path / "五联.pdf"
    _answer(rep, target)
    rep.until(lambda: rep.sees("complaint.print.done.folder"))
    assert pages.page_count(target.read_bytes()) == 5
    rep.until(lambda: "已存为 五联.pdf" in rep.texts())
    assert sorted(issued(rep, shown)) == [(n, "pdf", "五联.pdf") for n in range(1, 6)]


def test_chosen_copies_are_saved_one_for_each_department(rep, shown, tmp_path):
    folder = tmp_path / "各部门"
    folder.mkdir()
    rep.page.copies.choose((1, 3))
    rep.click("complaint.print.departments")
    rep.until(lambda: rep.sees("complaint.print.where"))
    _answer(rep, folder)
    rep.until(lambda: rep.sees("complaint.print.done.words"))
    names = sorted(file.name for file in folder.iterdir())
    assert names == [f"{shown.number}-第一联-质量管理部.pdf", f"{shown.number}-第三联-业务部门.pdf"]
    assert all(pages.page_count(file.read_bytes()) == 1 for file in folder.iterdir())


def test_a_target_that_cannot_be_written_is_said_and_nothing_half_is_left(rep, shown, tmp_path):
    (tmp_path / "没有这个文件夹").write_bytes(b"")
    rep.page._write(tmp_path / "没有这个文件夹" / "五联.pdf", one_per_department=False)
    rep.until(lambda: rep.sees("error.what"))
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".pdf") == []
    assert issued(rep, shown) == []
    rep.click("error.close")


def test_someone_elses_change_is_seen_in_the_preview(rep, paper, signed_in):
    form = a_complaint(rep.desk)
    rep.go("complaint.print", form.id)
    rep.until(lambda: rep.page.view.picture(0) is not None)
    before = rep.page.view.picture(0)
    signed_in(Role.OFFICE_CLERK).do("complaint.change", form.id, form.revision, {"reason": "改了"})
    rep.counter.look_elsewhere()
    rep.until(lambda: rep.page.view.picture(0) not in (None, before))


def test_the_placeholder_of_the_company_is_pointed_out_until_its_name_is_written(rep, signed_in, seated, paper):
    admin = seated(Role.ADMIN)
    form = a_complaint(rep.desk)
    for person, may_change in ((rep, False), (admin, True)):
        person.go("complaint.print", form.id)
        person.until(lambda person=person: "纸上的公司名称还是「××公司」" in person.texts())
        assert person.sees("complaint.print.company.go") is may_change
    admin.click("complaint.print.company.go")
    admin.until(lambda: admin.page.name == "settings" and "公司与纸张" in admin.texts())
    admin.desk.do("setting.change", "company.name", "华东大华建材股份有限公司")
    admin.go("complaint.print", form.id)
    admin.until(lambda: not admin.sees("complaint.print.company"))


def test_leaving_while_pages_are_drawn_does_no_harm(rep, paper):
    form = a_complaint(rep.desk)
    rep.go("complaint.print", form.id)
    rep.until(lambda: rep.page.view.picture(0) is not None)
    page = rep.page
    page.view.fit_width()
    rep.go("complaint")
    rep.until(lambda: rep.page.name == "complaint")
    assert page.view.focusPolicy() == Qt.FocusPolicy.StrongFocus
