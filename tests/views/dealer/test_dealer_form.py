"""The form of a dealer: typing, what is said at the fields, saving, leaving, a crash, someone who was quicker."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from tests.views.dealer.conftest import Clerk

from crmdesk.desk import Desk
from crmdesk.rules.dealer import Dealer, DealerQuery, DealerStatus
from crmdesk.rules.people import Role


@pytest.fixture
def form(clerk: Clerk, dealers: dict[str, Any]) -> Clerk:
    """The clerk, before the form of KH1004."""
    clerk.go("dealer.form", dealers["KH1004"].id)
    clerk.until(lambda: clerk.page.record is not None)
    return clerk


@pytest.fixture
def new_form(clerk: Clerk, dealers: dict[str, Any]) -> Clerk:
    """The clerk, before an empty form."""
    clerk.go("dealer.form")
    clerk.until(lambda: "KH1007" in clerk.find("dealer.code").placeholderText())
    return clerk


def saved(clerk: Clerk, code: str = "KH1004") -> Dealer:
    """The dealer as it stands in the database."""
    return next(d for d in clerk.desk.do("dealer.page", DealerQuery()) if d.code == code)


def save(clerk: Clerk) -> None:
    """Ctrl+S."""
    clerk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


# --- new ------------------------------------------------------------------------------------------


def test_the_cursor_stands_in_the_name(new_form: Clerk):
    assert QApplication.focusWidget() is new_form.find("dealer.name")


def test_a_name_is_enough_and_the_code_comes_by_itself(new_form: Clerk):
    new_form.type("dealer.name", "温州新客户建材有限公司")
    save(new_form)
    new_form.until(lambda: new_form.page.record is not None)
    assert saved(new_form, "KH1007").name == "温州新客户建材有限公司"
    assert saved(new_form, "KH1007").status is DealerStatus.ACTIVE
    assert new_form.page.title == "温州新客户建材有限公司"


def test_without_a_name_the_field_says_so_and_nothing_is_saved(new_form: Clerk):
    new_form.type("dealer.mobile", "13900000000")
    save(new_form)
    assert "客户名称" in new_form.page.form.fields["name"].problem
    assert new_form.desk.do("dealer.count", DealerQuery()) == 6


def test_a_name_that_is_there_already_is_offered_while_typing(new_form: Clerk):
    new_form.type("dealer.name", "宁波瑞祥")
    new_form.until(lambda: new_form.sees("dealer.twin.KH1004"))
    new_form.page.give_up()
    new_form.click("dealer.twin.KH1004")
    new_form.until(lambda: new_form.page.record is not None)
    assert new_form.page.record.code == "KH1004"


def test_a_code_in_use_is_said_at_the_field_when_it_is_left(new_form: Clerk):
    new_form.type("dealer.code", "KH1003")
    new_form.leave()
    field = new_form.page.form.fields["code"]
    new_form.until(lambda: field.problem)
    assert "合肥鑫源建材有限公司" in field.problem


def test_a_code_in_use_is_refused_and_what_was_typed_stays(new_form: Clerk):
    new_form.type("dealer.name", "第七家")
    new_form.type("dealer.code", "KH1003")
    save(new_form)
    field = new_form.page.form.fields["code"]
    new_form.until(
        lambda: "已经是「合肥鑫源建材有限公司」的" in field.problem and new_form.sees("form.problems")
    )
    assert new_form.find("dealer.name").text() == "第七家"
    assert new_form.desk.do("dealer.count", DealerQuery()) == 6


# --- what is said while typing --------------------------------------------------------------------


def test_a_wrong_credit_code_is_remarked_but_saved(form: Clerk):
    form.type("dealer.credit_code", "9144030071526726X0")
    form.leave()
    field = form.page.form.fields["credit_code"]
    notes = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert any("校验位" in note for note in notes)
    assert not field.problem
    save(form)
    form.until(lambda: saved(form).credit_code == "9144030071526726X0")


def test_the_credit_limit_is_read_as_people_write_it_and_shown_in_capitals(form: Clerk):
    form.type("dealer.credit_limit", "")
    form.find("dealer.credit_limit").insert("12.5万")
    form.leave()
    field = form.page.form.fields["credit_limit"]
    assert form.find("dealer.credit_limit").text() == "125,000.00"
    assert any("壹拾贰万伍仟元整" in label.text() for label in field.findChildren(QLabel))
    save(form)
    form.until(lambda: saved(form).credit_limit == Decimal("125000.00"))


def test_what_cannot_be_read_is_said_at_its_field(form: Clerk):
    form.type("dealer.since", "99")
    form.leave()
    assert form.page.form.fields["since"].problem
    save(form)
    assert form.sees("form.problems")
    assert saved(form).revision == form.page.record.revision


def test_a_term_that_the_rules_refuse_is_said_at_its_field(form: Clerk):
    form.type("dealer.term_days", "4000")
    save(form)
    form.until(lambda: "3650" in form.page.form.fields["term_days"].problem)


# --- saving, leaving ------------------------------------------------------------------------------


def test_saving_is_said_and_can_be_undone(form: Clerk):
    form.type("dealer.contact", "赵䶮")
    save(form)
    form.until(lambda: saved(form).contact == "赵䶮")
    form.until(lambda: form.sees("toast.undo"))
    form.click("toast.undo")
    form.until(lambda: saved(form).contact == "王建国")
    form.until(lambda: form.find("dealer.contact").text() == "王建国")


def test_there_is_nothing_to_save_until_something_changed(form: Clerk):
    assert not form.find("dealer.form.save").isEnabled()
    form.type("dealer.contact", "赵䶮")
    assert form.find("dealer.form.save").isEnabled()


def test_leaving_asks_once_and_names_the_fields(form: Clerk):
    form.type("dealer.contact", "赵䶮")
    form.type("dealer.city", "舟山")
    form.click("dealer.form.back")
    form.dialog("leave")
    assert form.find("leave.fields").text() == "城市、联系人"
    form.click("leave.save")
    form.until(lambda: form.page.name == "dealer")
    assert (saved(form).contact, saved(form).city) == ("赵䶮", "舟山")


def test_giving_up_leaves_the_dealer_as_it_was(form: Clerk):
    form.type("dealer.contact", "赵䶮")
    form.press(Qt.Key.Key_Escape)
    form.dialog("leave")
    form.click("leave.drop")
    form.until(lambda: form.page.name == "dealer")
    assert saved(form).contact == "王建国"


def test_escape_closes_the_panel_before_the_form(form: Clerk):
    form.page.toggle_panel()
    form.find("dealer.name").setFocus()
    form.press(Qt.Key.Key_Escape)
    assert not form.page.panel.isVisible()
    assert form.page.name == "dealer.form"


def test_what_was_typed_before_a_crash_is_offered_again(form: Clerk, dealers: dict[str, Any]):
    form.desk.do(
        "draft.keep", "dealer", str(dealers["KH1003"].id), {"contact": "张喆", "credit_limit": "5000"}
    )
    form.go("dealer.form", dealers["KH1003"].id)
    form.until(lambda: form.sees("form.draft.restore"))
    form.click("form.draft.restore")
    assert form.find("dealer.contact").text() == "张喆"
    assert form.page.form.fields["credit_limit"].value() == Decimal("5000.00")


# --- someone was quicker --------------------------------------------------------------------------


def test_the_same_field_changed_by_two_is_decided_field_by_field(form: Clerk, someone_else: Desk):
    seen = form.page.record
    form.type("dealer.contact", "赵䶮")
    form.type("dealer.city", "舟山")
    someone_else.do("dealer.change", seen.id, seen.revision, {"contact": "张喆", "city": "绍兴"})
    save(form)
    form.until(lambda: form.sees("conflict.contact.theirs"))
    assert form.find("conflict.contact.theirs").text() == "张喆"
    form.click("conflict.contact.theirs")
    form.click("conflict.save")
    form.until(lambda: saved(form).city == "舟山")
    assert saved(form).contact == "张喆"


def test_different_fields_changed_by_two_both_stand(form: Clerk, someone_else: Desk):
    seen = form.page.record
    form.type("dealer.contact", "赵䶮")
    someone_else.do("dealer.change", seen.id, seen.revision, {"city": "绍兴"})
    save(form)
    form.until(lambda: saved(form).contact == "赵䶮")
    assert saved(form).city == "绍兴"


# --- who may --------------------------------------------------------------------------------------


def test_who_may_not_write_reads(
    clerk: Clerk, dealers: dict[str, Any], signed_in: Callable[[Role], Desk], qtbot: Any
):
    from crmdesk.views.counter import Counter
    from crmdesk.views.shell.window import Window

    counter = Counter(signed_in(Role.QA))
    window = Window(counter)
    qtbot.addWidget(window)
    window.show()
    window.go("dealer.form", dealers["KH1004"].id)
    page = window.here
    qtbot.waitUntil(lambda: page.record is not None)
    assert page.form.fields["name"].editor.isReadOnly()
    assert not page.qactions["dealer.form.save"].isEnabled()
    assert "办理" in page.qactions["dealer.form.save"].toolTip()
    counter.close()
