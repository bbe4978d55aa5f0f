"""The list of dealers: finding, narrowing, looking, opening, exporting; by what a clerk does and sees."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.builders import a_dealer, complaint_values
from tests.views.dealer.conftest import Clerk

from crmdesk.desk import Desk
from crmdesk.rules.dealer import COLUMNS
from crmdesk.views import dealer as dealer_page


def test_the_search_field_has_the_focus(listing: Clerk):
    assert QApplication.focusWidget() is listing.find("dealer.search")


def test_the_title_counts_the_dealers(listing: Clerk):
    assert listing.page.title == "客户"
    assert listing.page.header.note.text() == "6 家"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("瑞祥", ["KH1004"]),
        ("shjd", ["KH1005"]),
        ("5026", ["KH1004"]),
        ("KH1003", ["KH1003"]),
    ],
)
def test_typing_finds_by_part_of_the_name_initials_phone_tail_and_code(
    listing: Clerk, typed: str, found: list[str]
):
    listing.type("dealer.search", typed)
    listing.until(lambda: listing.codes() == found)
    assert listing.page.header.note.text() == "1 家,共 6 家"


def test_the_newest_search_wins(listing: Clerk):
    for letters in ("宁波", "上海", "合肥"):
        listing.page.filters.search.set_words(letters)
    listing.until(lambda: listing.codes() == ["KH1003"])


def test_escape_empties_the_search(listing: Clerk):
    listing.type("dealer.search", "瑞祥")
    listing.until(lambda: len(listing.codes()) == 1)
    listing.press(Qt.Key.Key_Escape)
    listing.until(lambda: len(listing.codes()) == 6)
    assert listing.find("dealer.search").text() == ""


def test_only_the_best_matches_are_shown_and_the_page_says_so(
    listing: Clerk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dealer_page, "MOST_FOUND", 2)
    listing.type("dealer.search", "宁波")
    listing.until(lambda: len(listing.codes()) == 2)
    assert "最相近的 2 家" in listing.find("dealer.hint").text()
    listing.type("dealer.search", "瑞祥")
    listing.until(lambda: not listing.sees("dealer.hint"))


# --- chips ----------------------------------------------------------------------------------------


def choose_first(listing: Clerk, chip: str, *steps: Qt.Key) -> Any:
    """Open a chip by the keyboard and choose in its list."""
    button = listing.find(f"dealer.filter.{chip}")
    button.setFocus()
    listing.press(Qt.Key.Key_Down)
    values = button.list.view
    listing.until(lambda: values.isVisible() and values.model().rowCount())
    for key in (*steps, Qt.Key.Key_Space):
        listing.qtbot.keyClick(values, key)
    button.list.close()
    return button


def test_a_chip_offers_the_values_with_their_counts(listing: Clerk):
    button = choose_first(listing, "city")
    model = button.list.view.model()
    assert model.index(0, 0).data() == "宁波"
    assert model.index(0, 0).data(Qt.ItemDataRole.UserRole + 1) == "2"
    listing.until(lambda: listing.codes() == ["KH1002", "KH1004"])
    assert button.text() == "城市:宁波"


def test_several_values_of_a_chip_add_up_and_the_cross_takes_them_away(listing: Clerk):
    button = choose_first(listing, "dealer_class")
    listing.until(lambda: len(listing.codes()) == 3)
    choose_first(listing, "dealer_class", Qt.Key.Key_Down)
    listing.until(lambda: len(listing.codes()) == 5)
    assert button.text() == "等级:B 类、A 类"
    cross = button.rect().center()
    cross.setX(button.width() - 14)
    listing.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=cross)
    listing.until(lambda: len(listing.codes()) == 6)
    assert button.text() == "等级"


def test_delete_on_a_chip_takes_its_condition_away(listing: Clerk):
    button = choose_first(listing, "owner")
    listing.until(lambda: len(listing.codes()) == 2)
    button.setFocus()
    listing.press(Qt.Key.Key_Delete)
    listing.until(lambda: len(listing.codes()) == 6)


def test_mine_shows_the_dealers_that_the_person_is_in_charge_of(listing: Clerk):
    listing.click("dealer.filter.mine")
    listing.until(lambda: listing.codes() == ["KH1005", "KH1006"])


def test_a_chosen_representative_takes_the_place_of_mine(listing: Clerk):
    listing.click("dealer.filter.mine")
    choose_first(listing, "owner")
    listing.until(lambda: len(listing.codes()) == 2)
    assert not listing.find("dealer.filter.mine").isChecked()


def test_in_a_narrow_window_idle_chips_stand_behind_more(listing: Clerk):
    listing.window.resize(640, 480)
    listing.until(lambda: listing.sees("dealer.filter.more") and not listing.sees("dealer.filter.city"))
    listing.click("dealer.filter.more")
    assert listing.sees("dealer.filter.city")


# --- opening --------------------------------------------------------------------------------------


def test_enter_opens_the_panel_and_once_more_the_form(listing: Clerk):
    listing.press(Qt.Key.Key_Down)
    listing.press(Qt.Key.Key_Return)
    listing.until(lambda: listing.page.panel.isVisible())
    assert listing.page.tabs.dealer.code == "KH1001"
    listing.press(Qt.Key.Key_Return)
    listing.until(lambda: listing.page.name == "dealer.form" and listing.page.record is not None)
    assert listing.page.record.code == "KH1001"


def test_the_panel_follows_the_cursor_and_escape_closes_it(listing: Clerk):
    listing.press(Qt.Key.Key_Down)
    listing.press(Qt.Key.Key_Space)
    listing.press(Qt.Key.Key_Down)
    listing.until(lambda: listing.page.tabs.dealer.code == "KH1002")
    listing.press(Qt.Key.Key_Escape)
    listing.until(lambda: not listing.page.panel.isVisible())
    assert QApplication.focusWidget() is listing.page.table


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (960, 540)])
@pytest.mark.parametrize("speech", ["chinese", "in_english"])
def test_nobody_scrolls_sideways_beside_the_panel(size, speech, request: pytest.FixtureRequest):
    if speech == "in_english":
        request.getfixturevalue(speech)  # before there is a window
    listing = request.getfixturevalue("listing")
    listing.window.resize(*size)
    listing.press(Qt.Key.Key_Down)
    listing.press(Qt.Key.Key_Space)
    listing.until(lambda: listing.page.panel.isVisible())
    table = listing.page.table
    listing.until(lambda: not table.horizontalScrollBar().isVisible())
    assert {"code", "name", "status"} <= {
        column.key for at, column in enumerate(COLUMNS) if not table.isColumnHidden(at)
    }


def test_a_dealer_from_elsewhere_is_shown_in_the_list_with_its_panel(listing: Clerk, dealers: dict[str, Any]):
    listing.window.open_record("dealer", dealers["KH1003"].id)
    listing.until(lambda: listing.codes() == ["KH1003"] and listing.page.panel.isVisible())
    assert listing.page.table.current_row().code == "KH1003"


def test_the_related_tab_names_the_complaints_and_opens_one(
    listing: Clerk, desk: Desk, dealers: dict[str, Any]
):
    complaint = desk.do("complaint.record", complaint_values(dealers["KH1004"]))
    listing.window.open_record("dealer", dealers["KH1004"].id)
    listing.until(lambda: listing.page.panel.isVisible())
    listing.page.panel.tabs.setCurrentIndex(1)
    listing.until(lambda: listing.sees(f"dealer.related.{complaint.title}"))
    listing.click(f"dealer.related.{complaint.title}")
    listing.until(lambda: listing.page.name == "complaint.form")


def test_the_history_tab_says_who_changed_what_and_puts_one_field_back(
    listing: Clerk, desk: Desk, dealers: dict[str, Any]
):
    before = dealers["KH1004"]
    desk.do("dealer.change", before.id, before.revision, {"mobile": "13900000000", "city": "舟山"})
    listing.window.open_record("dealer", before.id)
    listing.until(lambda: listing.page.panel.isVisible())
    listing.page.panel.tabs.setCurrentIndex(3)
    listing.until(lambda: listing.sees("history.put_back.mobile"))
    listing.click("history.put_back.mobile")
    listing.until(lambda: desk.do("dealer.get", before.id).mobile == before.mobile)
    assert desk.do("dealer.get", before.id).city == "舟山"


def test_a_wrong_credit_code_is_remarked_in_the_panel(listing: Clerk, desk: Desk):
    wrong = a_dealer(desk, code="KH2000", credit_code="9144030071526726X0")
    listing.window.open_record("dealer", wrong.id)
    listing.until(lambda: listing.sees("dealer.remark"))
    assert "校验位" in listing.find("dealer.remark").text()


def test_what_needs_a_dealer_is_grey_until_one_is_chosen(listing: Clerk):
    edit = listing.page.qactions["dealer.edit"]
    assert not edit.isEnabled()
    assert "先在列表中选一家" in edit.toolTip()
    listing.press(Qt.Key.Key_Down)
    listing.until(edit.isEnabled)


def test_record_a_complaint_goes_to_a_new_form_of_this_dealer(listing: Clerk, dealers: dict[str, Any]):
    listing.page.table.selectRow(3)
    listing.page.complain()
    listing.until(lambda: listing.page.name == "complaint.form")
    listing.until(lambda: listing.page.form.fields["dealer_id"].value() == dealers["KH1004"].id)


# --- what others do, empty lists ------------------------------------------------------------------


def test_a_dealer_that_someone_else_enters_appears_by_itself(listing: Clerk, someone_else: Desk):
    a_dealer(someone_else, code="KH0999", name="苏州新到建材有限公司")
    listing.until(lambda: "KH0999" in listing.codes())
    listing.until(lambda: listing.page.header.note.text() == "7 家")


def test_an_empty_list_offers_the_two_ways_to_get_dealers(clerk: Clerk):
    clerk.go("dealer")
    clerk.until(lambda: clerk.sees("dealer.empty.head"))
    assert clerk.find("dealer.empty.head").text() == "还没有客户"
    shown = {b.objectName() for b in clerk.page.empty.findChildren(type(clerk.find("dealer.new")))}
    assert {"dealer.import", "dealer.new"} <= shown


def test_nothing_found_offers_a_new_dealer_of_that_name(listing: Clerk):
    listing.type("dealer.search", "温州没有这家")
    listing.until(lambda: listing.sees("dealer.empty.head"))
    assert "没有找到「温州没有这家」" in listing.find("dealer.empty.head").text()
    listing.page.new()
    listing.until(lambda: listing.page.name == "dealer.form")
    assert listing.page.form.fields["name"].value() == "温州没有这家"


# --- export ---------------------------------------------------------------------------------------


def test_the_export_holds_exactly_what_the_list_shows(listing: Clerk, tmp_path: Path):
    choose_first(listing, "city")
    listing.until(lambda: len(listing.codes()) == 2)
    shown = [column.title for column in listing.page.table.wanted_columns()]
    target = tmp_path / "宁波客户.xlsx"
    listing.find("dealer.search").setFocus()
    listing.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    listing.answer_file_dialog("save_as", target)
    listing.until(lambda: listing.sees("dealer.done"))
    assert "已导出 2 家" in listing.find("dealer.done.words").text()
    sheet = openpyxl.load_workbook(target).active
    lines = list(sheet.iter_rows(values_only=True))
    seen = [cell.value for cell in sheet[1] if cell.value and not sheet.column_dimensions[cell.column_letter].hidden]
    assert seen == shown  # behind them stands, hidden, which record each row is
    assert [line[0] for line in lines[1:]] == ["KH1002", "KH1004"]
