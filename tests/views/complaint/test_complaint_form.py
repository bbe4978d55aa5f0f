"""Writing a complaint: fields, demand lines, one save, a draft beside it, and leaving."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from tests.builders import a_complaint, a_dealer, complaint_values, today

from crmdesk.rules.complaint import ComplaintQuery, ComplaintState, Demand, DemandKind
from crmdesk.rules.people import Role
from crmdesk.views.widgets import form as form_of_all


def saved(person):
    """The newest complaint in the database."""
    found = person.desk.do("complaint.page", ComplaintQuery(), 0, 1)
    return found[0] if found else None


def test_a_new_form_is_dated_and_signed_for_the_person(rep):
    rep.open_form()
    assert rep.find("complaint.filled_on").text() == today().isoformat()
    assert rep.find("complaint.filled_by").text() == "业务经理"
    rep.until(lambda: "还没有保存" in rep.texts())


def test_ctrl_s_saves_an_incomplete_form_under_a_draft_key(rep):
    rep.open_form()
    rep.type("complaint.reason", "客户来电反映针孔")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: rep.page.record is not None)
    assert rep.page.record.draft_key in rep.page.title
    assert saved(rep).reason == "客户来电反映针孔"
    assert rep.page.changed_fields() == ()


def test_a_dealer_found_by_part_of_the_name_fills_contact_phone_and_address(rep):
    dealer = a_dealer(rep.desk, address="南京市东山街道 1 号")
    rep.open_form()
    picker = rep.find("complaint.dealer_id")
    picker.setFocus()
    rep.write("金鼎", picker)
    rep.until(lambda: rep.page.business.dealer._completer.popup().isVisible())
    rep.press("Return", rep.page.business.dealer._completer.popup())
    rep.until(lambda: picker.text() == dealer.name)
    assert rep.find("complaint.contact").text() == "王建国"
    assert rep.find("complaint.phone").text() == "13833195026"
    assert rep.find("complaint.address").text() == "南京市东山街道 1 号"


def test_a_new_form_for_a_dealer_begins_with_that_dealer(rep):
    dealer = a_dealer(rep.desk)
    rep.open_form(dealer_id=dealer.id)
    rep.until(lambda: rep.find("complaint.dealer_id").text() == dealer.name)
    assert rep.find("complaint.contact").text() == "王建国"


def test_demand_lines_are_typed_and_saved_in_their_order(rep):
    rep.open_form()
    rep.choose("complaint.demand.0.kind", "退货")
    rep.type("complaint.demand.0.quantity", "86")
    rep.click("complaint.demand.add")
    rep.until(lambda: rep.sees("complaint.demand.1.kind"))
    rep.choose("complaint.demand.1.kind", "赔款")
    rep.type("complaint.demand.1.amount", "2,400")
    rep.type("complaint.demand.1.remark", "人工费")
    rep.press("Ctrl+S", rep.find("complaint.demand.1.remark"))
    rep.until(lambda: rep.page.record is not None)
    kept = [(d.kind, d.quantity, d.amount, d.remark) for d in saved(rep).demands]
    assert kept == [
        (DemandKind.RETURN, Decimal(86), None, ""),
        (DemandKind.COMPENSATION, None, Decimal("2400.00"), "人工费"),
    ]
    assert rep.find("complaint.demand.1.amount").text() == "2,400.00"


def test_enter_in_a_demand_line_goes_on_to_the_next_and_makes_it(rep):
    rep.open_form()
    rep.choose("complaint.demand.0.kind", "退货")
    rep.press("Return", rep.find("complaint.demand.0.remark"))
    rep.until(lambda: rep.sees("complaint.demand.1.kind") and rep.find("complaint.demand.1.kind").hasFocus())
    rep.press("Return", rep.find("complaint.demand.add"))
    rep.until(lambda: rep.sees("complaint.demand.2.kind"))


def test_pressing_save_twice_records_one_form(rep):
    rep.open_form()
    rep.type("complaint.reason", "针孔")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: rep.page.record is not None)
    assert rep.desk.do("complaint.count", ComplaintQuery()) == 1


def test_a_demand_line_is_taken_out_by_its_cross(rep):
    form = a_complaint(
        rep.desk,
        demands=(Demand(DemandKind.RETURN, quantity=Decimal(86)), Demand(DemandKind.OTHER, remark="道歉")),
    )
    rep.open_form(form.id)
    rep.click("complaint.demand.0.remove")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: rep.page.record.revision > form.revision)
    assert [d.kind for d in saved(rep).demands] == [DemandKind.OTHER]


def test_a_demand_without_a_kind_is_not_saved_but_asked_for(rep):
    rep.open_form()
    rep.type("complaint.demand.0.quantity", "86")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: "请选客户要求的种类。" in rep.texts())
    assert saved(rep) is None


def test_what_cannot_be_read_is_said_at_the_field_and_nothing_is_saved(rep):
    rep.open_form()
    rep.type("complaint.quantity", "一大堆")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: "看不懂数量「一大堆」" in rep.texts())
    assert rep.find("complaint.quantity").hasFocus()
    assert saved(rep) is None


def test_more_bad_than_shipped_is_said_at_the_field(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.bad_quantity", "1201")
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: "不良数量不得多于数量" in rep.texts())
    assert saved(rep).bad_quantity == Decimal(86)


def test_the_unit_stands_inside_the_quantities(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.unit", "片")
    assert rep.texts().count("\n片") >= 3


def test_without_a_sample_the_reason_is_asked_and_with_one_its_details(rep):
    rep.open_form()
    assert rep.sees("complaint.no_sample_reason")
    rep.find("complaint.has_sample").setChecked(True)
    assert not rep.sees("complaint.no_sample_reason")
    assert rep.sees("complaint.sample_number")


def test_a_changed_form_names_its_fields_once_on_leaving(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.order_number", "DD-9")
    rep.type("complaint.opinion", "同意退货")
    rep.window.go("complaint")
    rep.until(lambda: rep.sees("leave.fields"))
    assert rep.find("leave.fields").text() == "订单编号、业务签注意见"
    rep.click("leave.save")
    rep.until(lambda: rep.page.name == "complaint")
    assert saved(rep).order_number == "DD-9"


def test_giving_up_leaves_the_database_as_it_was(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.order_number", "DD-9")
    rep.window.go("complaint")
    rep.until(lambda: rep.sees("leave.drop"))
    rep.click("leave.drop")
    rep.until(lambda: rep.page.name == "complaint")
    assert saved(rep).order_number == "DD2610-0187"
    rep.open_form(form.id)
    assert rep.find("complaint.order_number").text() == "DD2610-0187"


def test_what_was_typed_before_a_crash_is_offered_again(seated, monkeypatch):
    monkeypatch.setattr(form_of_all, "DRAFT_MS", 20)
    before = seated(Role.REP)
    dealer = a_dealer(before.desk)
    before.open_form(dealer_id=dealer.id)
    before.until(lambda: before.find("complaint.contact").text())
    before.type("complaint.reason", "针孔")
    before.type("complaint.shipped_on", "2026-10-12")
    before.type("complaint.quantity", "12,")
    before.choose("complaint.demand.0.kind", "退货")
    before.type("complaint.demand.0.quantity", "86")
    before.until(lambda: _drafted(before).get("demands") is not None)
    after = seated(Role.REP)
    after.open_form()
    after.until(lambda: after.sees("form.draft.restore"))
    after.click("form.draft.restore")
    after.until(lambda: after.find("complaint.reason").toPlainText() == "针孔")
    assert after.find("complaint.dealer_id").text() == dealer.name
    assert after.find("complaint.shipped_on").text() == "2026-10-12"
    assert after.find("complaint.demand.0.quantity").text() == "86"
    assert after.find("complaint.demand.0.kind").currentText() == "退货"


def _drafted(person):
    draft = person.desk.do("draft.of", "complaint", "new")
    return draft.values if draft else {}


def test_after_saving_no_draft_is_left(rep, monkeypatch):
    monkeypatch.setattr(form_of_all, "DRAFT_MS", 20)
    rep.open_form()
    rep.type("complaint.reason", "针孔")
    rep.until(lambda: _drafted(rep))
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: not _drafted(rep))


def test_a_conflict_shows_both_sides_and_keeps_what_one_chooses(rep, signed_in):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.order_number", "MINE-1")
    rep.type("complaint.part_number", "MINE-2")
    other = signed_in(Role.OFFICE_CLERK)
    other.do("complaint.change", form.id, form.revision, {"order_number": "HIS-1", "part_number": "HIS-2"})
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: rep.sees("conflict.save"))
    assert rep.find("conflict.order_number.theirs").text() == "HIS-1"
    rep.find("conflict.order_number.theirs").click()
    rep.click("conflict.save")
    rep.until(lambda: saved(rep).part_number == "MINE-2")
    assert saved(rep).order_number == "HIS-1"
    rep.until(lambda: rep.find("complaint.order_number").text() == "HIS-1")


def test_changes_of_different_fields_by_two_people_both_stand(rep, signed_in):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.order_number", "MINE-1")
    signed_in(Role.OFFICE_CLERK).do("complaint.change", form.id, form.revision, {"part_number": "HIS-2"})
    rep.press("Ctrl+S", rep.find("complaint.reason"))
    rep.until(lambda: saved(rep).order_number == "MINE-1")
    assert saved(rep).part_number == "HIS-2"
    rep.until(lambda: rep.find("complaint.part_number").text() == "HIS-2")


def test_the_history_tab_puts_one_field_back(rep):
    form = a_complaint(rep.desk)
    rep.desk.do("complaint.change", form.id, form.revision, {"order_number": "DD-9"})
    rep.open_form(form.id)
    tabs = rep.find("complaint.form.panel.tabs")
    tabs.setCurrentIndex(2)
    rep.until(lambda: rep.sees("history.put_back.order_number"))
    rep.click("history.put_back.order_number")
    rep.until(lambda: rep.find("complaint.order_number").text() == "DD2610-0187")


def test_the_form_reads_from_top_to_bottom_with_tab(rep):
    rep.open_form()
    rep.find("complaint.kind").setFocus()
    seen = []
    for _step in range(14):
        rep.press("Tab")
        seen.append(QApplication.focusWidget().objectName())
    assert seen[:10] == [
        f"complaint.{key}"
        for key in ("market", "filled_on", "filled_by", "is_urgent", "dealer_id", "contact", "phone", "address",
                    "order_number", "part_number")
    ]  # fmt: skip


@pytest.mark.parametrize("state", [ComplaintState.SENT, ComplaintState.REGISTERED])
def test_a_form_that_was_sent_can_be_read_only(rep, signed_in, state):
    dealer = a_dealer(rep.desk)
    form = rep.desk.do("complaint.record", complaint_values(dealer))
    form = rep.desk.do("complaint.send", form.id, form.revision)
    if state is ComplaintState.REGISTERED:
        form = signed_in(Role.GMO).do("complaint.register", form.id, form.revision)
    rep.open_form(form.id)
    rep.write("1", rep.find("complaint.order_number"))
    assert rep.find("complaint.order_number").text() == "DD2610-0187"
    assert not rep.find("complaint.demand.0.kind").isEnabled()
    assert not rep.sees("complaint.demand.add")
    assert not rep.page.qactions["complaint.save"].isEnabled()
