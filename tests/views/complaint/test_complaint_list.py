"""The list of complaints: what one finds in it and how one gets from there to a form."""

import pytest
from tests.builders import a_complaint, a_dealer, a_sent_complaint, complaint_values

from crmdesk.rules.complaint import COLUMNS, ComplaintKind
from crmdesk.rules.people import Role


@pytest.fixture
def three(rep):
    """A draft of the representative, a sent form of the clerk's kind, and the list in front."""
    desk = rep.desk
    draft = a_complaint(desk, order_number="DD-1")
    sent = a_sent_complaint(desk, order_number="DD-2", kind=ComplaintKind.NON_QUALITY, filled_by="钱进")
    other = desk.do(
        "complaint.record", complaint_values(a_dealer(desk, name="宁波瑞祥"), order_number="DD-3")
    )
    rep.go("complaint")
    rep.until(lambda: rep.page.table.rows.rowCount() == 3)
    return draft, sent, other


def orders(person):
    table = person.page.table
    return {row.order_number for _at, row in table.rows.loaded()}


def test_the_list_counts_what_it_shows(rep, three):
    rep.until(lambda: "3 件" in rep.texts())


ALWAYS = {"title", "state", "is_urgent", "deadline", "dealer_name", "product"}
BESIDE = ALWAYS | {"order_number"}


@pytest.mark.parametrize(
    ("size", "panel", "seen"),
    [
        ((1440, 900), False, BESIDE | {"bad_quantity", "filled_by", "filled_on"}),
        ((1280, 800), False, BESIDE | {"bad_quantity", "filled_by"}),
        ((1440, 900), True, BESIDE),
        ((1280, 800), True, ALWAYS),
    ],
)
def test_the_list_shows_what_has_room_and_never_scrolls_sideways(rep, three, size, panel, seen):
    rep.window.resize(*size)
    table = rep.page.table
    if panel:
        table.selectRow(0)
        rep.page.look_current()
        rep.until(lambda: rep.page.panel.isVisible())
    assert not table.horizontalScrollBar().isVisible()
    assert seen <= {column.key for at, column in enumerate(COLUMNS) if not table.isColumnHidden(at)}


def test_typing_narrows_the_list(rep, three):
    rep.write("瑞祥", rep.find("complaints.search"))
    rep.until(lambda: orders(rep) == {"DD-3"})


def test_chips_narrow_the_list_by_state_kind_and_person(rep, three):
    rep.click("complaints.chip.sent")
    rep.until(lambda: orders(rep) == {"DD-2"})
    rep.click("complaints.chip.draft")
    rep.until(lambda: orders(rep) == {"DD-1", "DD-2", "DD-3"})
    rep.click("complaints.chip.quality")
    rep.until(lambda: orders(rep) == {"DD-1", "DD-3"})
    rep.click("complaints.chip.quality")
    rep.click("complaints.chip.mine")
    rep.until(lambda: orders(rep) == {"DD-1", "DD-3"})


def test_a_search_without_result_offers_to_take_the_filters_away(rep, three):
    rep.write("没有这样的", rep.find("complaints.search"))
    rep.until(lambda: rep.sees("complaints.empty.head"))
    rep.click("complaints.unfilter")
    rep.until(lambda: orders(rep) == {"DD-1", "DD-2", "DD-3"} and rep.page.table.isVisible())


def test_an_empty_list_says_what_belongs_here_and_offers_the_two_ways(rep):
    rep.go("complaint")
    rep.until(lambda: rep.sees("complaints.empty.head"))
    rep.until(lambda: "还没有客户抱怨" in rep.texts())
    assert rep.find("complaints.new").isEnabled()
    assert rep.find("complaints.dealers").isEnabled()


def test_enter_opens_the_form(rep, three):
    rep.press("Down", rep.find("complaints.search"))
    rep.press("Return", rep.page.table)
    rep.until(lambda: rep.page.name == "complaint.form" and rep.page.record is not None)
    assert rep.page.record.order_number == "DD-3"


def test_space_looks_and_esc_looks_away(rep, three):
    rep.page.table.selectRow(2)
    rep.page.table.setFocus()
    rep.press("Space", rep.page.table)
    rep.until(lambda: "铺贴后一周内部分砖面出现针孔和色差。" in rep.texts())
    rep.until(lambda: "退货 86 箱" in rep.texts())
    rep.press("Esc", rep.page.table)
    assert not rep.page.panel.isVisible()


def test_ctrl_n_begins_a_new_form(rep, three):
    rep.press("Ctrl+N", rep.find("complaints.search"))
    rep.until(lambda: rep.page.name == "complaint.form")
    assert rep.page.title == "记抱怨"


def test_who_may_not_record_reads_why(seated):
    quality = seated(Role.QA)
    quality.go("complaint")
    button = quality.find("complaints.new")
    assert not button.isEnabled()
    assert "由" in button.toolTip()


def test_a_form_that_someone_else_registers_changes_in_the_list(rep, three, signed_in):
    _draft, sent, _other = three
    signed_in(Role.GMO).do("complaint.register", sent.id, sent.revision)
    rep.counter.look_elsewhere()
    rep.until(lambda: any(row.number for _at, row in rep.page.table.rows.loaded()))
    assert rep.page.table.rows.rowCount() == 3


def test_the_table_can_be_walked_by_keys_only(rep, three):
    search = rep.find("complaints.search")
    assert search.hasFocus()
    rep.press("Down", search)
    assert rep.page.table.hasFocus()
    assert rep.page.table.current_row() is not None
