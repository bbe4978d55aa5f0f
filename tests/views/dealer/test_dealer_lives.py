"""What a clerk sees of contacts, of dealers that are there already, of merging, and of imports taken back."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from tests.builders import a_dealer, complaint_values
from tests.views.dealer.conftest import Clerk

from crmdesk.desk import Desk
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.dealer_contact import Contact

CTRL = Qt.KeyboardModifier.ControlModifier


# contacts


@pytest.fixture
def form(clerk: Clerk, dealers: dict[str, Any]) -> Clerk:
    clerk.go("dealer.form", dealers["KH1004"].id)
    clerk.until(lambda: clerk.page.record is not None)
    return clerk


def stands(clerk: Clerk, dealer_id: Any) -> list[tuple[str, str]]:
    return [(contact.name, contact.mobile) for contact in clerk.desk.do("dealer.get", dealer_id).contacts]


def test_contacts_are_added_by_the_keyboard_alone(form: Clerk):
    form.find("dealer.contacts.add").setFocus()
    form.press(Qt.Key.Key_Return)
    form.until(lambda: form.sees("dealer.contacts.0.name"))
    assert QApplication.focusWidget() is form.find("dealer.contacts.0.name")
    form.type("dealer.contacts.0.name", "王芳")
    form.type("dealer.contacts.0.mobile", "13800001111")
    form.press(Qt.Key.Key_Return)
    form.until(lambda: form.sees("dealer.contacts.1.name"))
    form.type("dealer.contacts.1.name", "赵六")
    form.press(Qt.Key.Key_S, CTRL)
    dealer_id = form.page.record.id
    form.until(lambda: stands(form, dealer_id) == [("王芳", "13800001111"), ("赵六", "")])
    form.until(lambda: not form.page.form.is_changed())


def test_a_contact_is_struck_out_by_its_cross(form: Clerk):
    record = form.page.record
    lines = (Contact("王芳"), Contact("赵六"))
    form.desk.do("dealer.change", record.id, record.revision, {"contacts": lines})
    form.until(lambda: form.sees("dealer.contacts.1.name"))
    form.click("dealer.contacts.0.remove")
    assert form.page.changed_fields() == ("其他联系人",)
    form.press(Qt.Key.Key_S, CTRL)
    form.until(lambda: stands(form, record.id) == [("赵六", "")])


def test_a_line_without_words_is_no_change(form: Clerk):
    form.click("dealer.contacts.add")
    assert form.page.changed_fields() == ()


# there already


def test_a_name_of_another_legal_form_is_said_and_does_not_keep_from_saving(clerk: Clerk, dealers: dict[str, Any]):
    clerk.go("dealer.form")
    clerk.type("dealer.name", "宁波宏达建材有限责任公司")
    clerk.until(lambda: clerk.sees("dealer.twin.KH1002"))
    assert "仅组织形式不同" in clerk.find("dealer.twin.KH1002.why").text()
    clerk.press(Qt.Key.Key_S, CTRL)
    clerk.until(lambda: clerk.page.record is not None)
    assert not clerk.sees("dealer.twins")


def test_the_one_that_is_there_is_opened_by_a_key(clerk: Clerk, dealers: dict[str, Any]):
    clerk.go("dealer.form")
    clerk.type("dealer.mobile", "13838874915")
    clerk.until(lambda: clerk.sees("dealer.twin.KH1003"))
    clerk.page.give_up()
    clerk.find("dealer.twin.KH1003").setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.page.record is not None and clerk.page.record.code == "KH1003")


# merging


@pytest.fixture
def double(desk: Desk, dealers: dict[str, Any]) -> Any:
    """Another entry for KH1002, with a complaint."""
    other = a_dealer(
        desk, code="KH2002", name="宁波宏达建材经营部", city="宁波", contact="", mobile="", phone="0574-87654321", remark="二",
    )  # fmt: skip
    desk.do("complaint.record", complaint_values(other))
    return other


def test_two_selected_rows_are_merged_by_keys_and_taken_back(clerk: Clerk, dealers: dict[str, Any], double: Any):
    clerk.go("dealer")
    clerk.until(lambda: "KH2002" in clerk.codes())
    codes = clerk.codes()
    clerk.page.table.selectRow(codes.index("KH1002"))
    clerk.page.table.selectionModel().select(
        clerk.page.table.model().index(codes.index("KH2002"), 0),
        clerk.page.table.selectionModel().SelectionFlag.Select | clerk.page.table.selectionModel().SelectionFlag.Rows,
    )
    clerk.page.table.setFocus()
    clerk.press(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    clerk.until(lambda: clerk.sees("dealer.merge.name.keep"))
    assert "1 张抱怨单" in clerk.find("dealer.merge.follows").text()
    assert clerk.find("dealer.merge.phone.result").text() == "0574-87654321"  # the keeper had none
    clerk.find("dealer.merge.code.keep").setFocus()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Right)
    assert clerk.find("dealer.merge.name.result").text() == "宁波宏达建材经营部"
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.until(lambda: clerk.window.here.name == "dealer" and len(clerk.codes()) > 0)
    kept = clerk.desk.do("dealer.get", double.id)
    assert (kept.code, kept.name, kept.phone) == ("KH1002", "宁波宏达建材经营部", "0574-87654321")
    clerk.page.table.setFocus()  # in the search field it would undo what was typed there
    clerk.press(Qt.Key.Key_Z, CTRL)
    clerk.until(lambda: clerk.desk.do("dealer.get", double.id).id == double.id)
    assert clerk.desk.do("dealer.get", dealers["KH1002"].id).name == "宁波宏达建材有限公司"


def test_the_other_is_picked_where_one_is_there(clerk: Clerk, dealers: dict[str, Any], double: Any):
    clerk.go("dealer.merge", dealers["KH1002"].id)
    clerk.until(lambda: clerk.sees("dealer.twin.KH2002"))
    clerk.click("dealer.twin.KH2002")
    clerk.until(lambda: clerk.sees("dealer.merge.name.keep"))
    assert clerk.find("dealer.merge.head.lose").text() == "宁波宏达建材经营部"
    clerk.click("dealer.merge.swap")
    clerk.until(lambda: clerk.find("dealer.merge.head.lose").text() == "宁波宏达建材有限公司")


def test_two_firms_are_remembered_as_two(clerk: Clerk, dealers: dict[str, Any], double: Any):
    clerk.go("dealer.merge", dealers["KH1002"].id, other=double.id)
    clerk.until(lambda: clerk.sees("dealer.merge.name.keep"))
    clerk.click("dealer.merge.apart")
    clerk.until(lambda: clerk.window.here.name == "dealer")
    said = {"name": double.name, "city": double.city}
    assert clerk.desk.do("dealer.alike", said, double.id) == ()


def test_someone_who_was_quicker_is_said_and_his_values_shown(
    clerk: Clerk, dealers: dict[str, Any], double: Any, someone_else: Desk
):
    clerk.go("dealer.merge", dealers["KH1002"].id, other=double.id)
    clerk.until(lambda: clerk.sees("dealer.merge.name.keep"))
    someone_else.do("dealer.change", double.id, double.revision, {"email": "b@x.cn"})
    clerk.click("dealer.merge.go")
    clerk.until(lambda: clerk.sees("dealer.merge.wrong") or clerk.sees("dealer.merge.email.lose"))
    clerk.until(lambda: clerk.sees("dealer.merge.email.lose"))
    assert clerk.desk.do("dealer.count", DealerQuery()) == 7


def test_the_form_of_a_merged_dealer_is_that_of_the_keeper_and_says_so(clerk: Clerk, dealers: dict[str, Any], double: Any):
    keep = dealers["KH1002"]
    clerk.desk.do("dealer.merge", keep.id, double.id, keep.revision, double.revision, {})
    clerk.go("dealer.form", double.id)
    clerk.until(lambda: clerk.page.record is not None)
    assert clerk.page.record.id == keep.id
    notice = clerk.find("dealer.form.notice")
    assert isinstance(notice, QLabel)
    assert "宁波宏达建材经营部" in notice.text()


def test_a_merge_is_taken_back_from_the_history(clerk: Clerk, dealers: dict[str, Any], double: Any):
    keep = dealers["KH1002"]
    clerk.desk.do("dealer.merge", keep.id, double.id, keep.revision, double.revision, {})
    clerk.go("dealer", keep.id)
    clerk.until(lambda: clerk.page.panel.isVisible())
    clerk.page.panel.tabs.setCurrentIndex(3)
    clerk.click("history.unmerge")
    clerk.until(lambda: clerk.desk.do("dealer.get", double.id).id == double.id)


# imports


@pytest.fixture
def imported(clerk: Clerk, dealers: dict[str, Any], tmp_path: Path) -> str:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("客户")
        for at, row in enumerate((("客户编号", "客户名称", "城市", "手机"), ("N1", "无锡新一", "无锡", ""), ("N2", "无锡新二", "无锡", ""))):
            sheet.write_row(at, 0, row)
    return clerk.desk.do("dealer.import_list", recognise(read_book(path)).plan()).batch


def test_an_import_is_taken_back_after_one_question_and_says_whom_it_left(clerk: Clerk, imported: str):
    changed = next(d for d in clerk.desk.do("dealer.page", DealerQuery()) if d.code == "N2")
    clerk.desk.do("dealer.change", changed.id, changed.revision, {"contact": "钱七"})
    clerk.go("import.batches")
    clerk.until(lambda: clerk.page.table.current_row() is not None)
    clerk.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "2 家新客户" in clerk.find("import.batches.question.words").text()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.sees("import.undone.words"))
    assert "去掉 1 家新客户" in clerk.find("import.undone.words").text()
    assert clerk.page.undone.table.rows.row(0).code == "N2"
    clerk.until(lambda: "1 家没动" in clerk.page.table.rows.row(0).state)
    assert not clerk.page.qactions["import.batches.undo"].isEnabled()


def test_esc_takes_nothing_back(clerk: Clerk, imported: str):
    clerk.go("import.batches")
    clerk.until(lambda: clerk.page.table.current_row() is not None)
    clerk.click("import.batches.undo")
    clerk.press(Qt.Key.Key_Escape)
    assert not clerk.sees("import.batches.question")
    assert clerk.desk.do("import_batch.get", imported).undone_at is None
