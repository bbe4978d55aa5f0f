"""The way of a complaint: sent, registered, sent back, taken back, void, and who may do what."""


import pytest
from PySide6.QtWidgets import QLabel
from tests.builders import a_complaint, a_sent_complaint, today

from crmdesk.rules.complaint import ComplaintState
from crmdesk.rules.people import Role
from crmdesk.rules.settings import NumberMode


def state_of(person, form):
    return person.desk.do("complaint.get", form.id).state


def test_an_incomplete_form_is_not_sent_and_every_gap_is_a_link(rep):
    rep.open_form()
    rep.type("complaint.reason", "针孔")
    rep.click("complaint.send")
    rep.until(lambda: rep.sees("problem.order_number"))
    rep.until(lambda: "「送总经理室」还不能办理。" in rep.texts())
    assert rep.page.record.state is ComplaintState.DRAFT
    rep.click("problem.opinion")
    assert rep.find("complaint.opinion").hasFocus()


def test_the_gaps_are_named_in_the_order_of_the_form(rep):
    rep.open_form()
    rep.click("complaint.send")
    rep.until(lambda: rep.sees("problem.opinion") and rep.sees("problem.kind"))
    links = [
        w.objectName() for w in rep.find("form.problems").children() if w.objectName().startswith("problem.")
    ]
    assert links.index("problem.kind") < links.index("problem.dealer_id") < links.index("problem.demands")
    assert links[-1] == "problem.opinion"


def test_sending_saves_what_is_typed_and_marks_the_station(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.type("complaint.order_number", "DD-9")
    rep.press("Ctrl+Return", rep.find("complaint.order_number"))
    rep.until(lambda: rep.page.record.state is ComplaintState.SENT)
    assert rep.desk.do("complaint.get", form.id).order_number == "DD-9"
    rep.until(lambda: "待登记" in rep.texts())
    assert "总经理室登记" in rep.find("complaint.steps.bar").accessibleDescription().split(";")[0]


def test_pressing_a_step_twice_takes_it_once(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.page.take("send")
    rep.page.take("send")
    rep.until(lambda: rep.page.record.state is ComplaintState.SENT)
    assert not rep.dialogs()


def test_a_representative_sees_who_registers(rep):
    form = a_sent_complaint(rep.desk)
    rep.open_form(form.id)
    button = rep.find("complaint.register")
    assert not button.isEnabled()
    assert "总经理室" in button.toolTip()


def test_the_general_managers_office_registers_with_one_press(rep, seated):
    form = a_sent_complaint(rep.desk)
    office = seated(Role.GMO)
    office.open_form(form.id)
    office.click("complaint.register")
    number = f"{today():%y%m}01"
    office.until(lambda: number in office.page.title)
    office.until(lambda: "已登记" in office.texts())
    assert office.find("complaint.print").isEnabled()
    office.until(lambda: office.window.focusWidget() is office.find("complaint.print"))


def test_who_registers_for_the_office_says_for_whom_and_when_it_was_signed(rep, seated):
    form = a_sent_complaint(rep.desk)
    clerk = seated(Role.OFFICE_CLERK)
    clerk.open_form(form.id)
    clerk.click("complaint.register")
    clerk.until(lambda: clerk.sees("complaint.step.on_behalf_of"))
    clerk.click("complaint.step.go")
    clerk.until(lambda: _said_in(clerk, "代录时请写明是替谁办理"))
    assert state_of(clerk, form) is ComplaintState.SENT
    clerk.type("complaint.step.on_behalf_of", "总经理室 韩雪")
    clerk.type("complaint.step.paper_signed_on", today().isoformat())
    clerk.click("complaint.step.go")
    clerk.until(lambda: state_of(clerk, form) is ComplaintState.REGISTERED)
    clerk.until(lambda: "业务经理" in clerk.texts() or "韩雪" in clerk.texts())
    step = clerk.desk.do("complaint.steps", form.id)[0]
    assert (step.on_behalf_of, step.paper_signed_on) == ("总经理室 韩雪", today())
    clerk.until(lambda: "总经理室 韩雪" in clerk.texts())


def _said_in(person, words):
    return any(words in label.text() for dialog in person.dialogs() for label in dialog.findChildren(QLabel))


def test_a_number_of_the_head_office_is_typed_in_and_checked(rep, seated, signed_in):
    signed_in(Role.OFFICE_MGR).do("setting.change", "complaint.number.mode", NumberMode.ENTER)
    form = a_sent_complaint(rep.desk)
    office = seated(Role.GMO)
    office.open_form(form.id)
    office.until(lambda: office.page.taker._enters_number)
    office.click("complaint.register")
    office.until(lambda: office.sees("complaint.step.number"))
    office.type("complaint.step.number", "2613A1")
    office.click("complaint.step.go")
    office.until(lambda: _said_in(office, "不合规则"))
    office.type("complaint.step.number", f"{today():%y%m}08")
    office.click("complaint.step.go")
    office.until(lambda: f"{today():%y%m}08" in office.page.title)


def test_sending_back_demands_a_reason_that_stands_in_the_steps(rep, seated):
    form = a_sent_complaint(rep.desk)
    office = seated(Role.GMO)
    office.open_form(form.id)
    office.page.qactions["complaint.send_back"].trigger()
    office.until(lambda: office.sees("complaint.step.comment"))
    office.click("complaint.step.go")
    office.until(lambda: _said_in(office, "请写明原因"))
    office.type("complaint.step.comment", "请补送样品")
    office.click("complaint.step.go")
    office.until(lambda: "请补送样品" in office.texts())
    assert state_of(office, form) is ComplaintState.DRAFT


def test_what_was_sent_can_be_taken_back_and_written_again(rep):
    form = a_sent_complaint(rep.desk)
    rep.open_form(form.id)
    rep.page.qactions["complaint.take_back"].trigger()
    rep.until(lambda: rep.page.record.state is ComplaintState.DRAFT)
    rep.type("complaint.order_number", "DD-7")
    assert rep.page.qactions["complaint.save"].isEnabled()


def test_a_void_form_keeps_its_reason_and_offers_no_way(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.page.qactions["complaint.void"].trigger()
    rep.until(lambda: rep.sees("complaint.step.comment"))
    rep.type("complaint.step.comment", "重复填写")
    rep.click("complaint.step.go")
    rep.until(lambda: rep.page.record.state is ComplaintState.VOID)
    rep.until(lambda: "重复填写" in rep.texts())
    assert not {"complaint.send", "complaint.register", "complaint.void"} & set(rep.page.qactions)


def test_cancelling_the_dialog_changes_nothing(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.page.qactions["complaint.void"].trigger()
    rep.until(lambda: rep.sees("complaint.step.cancel"))
    rep.click("complaint.step.cancel")
    rep.until(lambda: not rep.dialogs())
    assert state_of(rep, form) is ComplaintState.DRAFT


def test_a_form_that_someone_else_sent_meanwhile_shows_its_new_station(rep, signed_in):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    signed_in(Role.OFFICE_CLERK).do("complaint.send", form.id, form.revision)
    rep.counter.look_elsewhere()
    rep.until(lambda: rep.page.record.state is ComplaintState.SENT)
    rep.until(lambda: "已签" in rep.texts())


def test_a_step_upon_an_old_form_tells_that_it_was_changed(rep, signed_in):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    signed_in(Role.OFFICE_CLERK).do("complaint.change", form.id, form.revision, {"order_number": "HIS"})
    rep.click("complaint.send")
    rep.until(lambda: rep.sees("error.what"))
    assert state_of(rep, form) is ComplaintState.DRAFT
    rep.click("error.close")
    rep.until(lambda: rep.find("complaint.order_number").text() == "HIS")


@pytest.mark.parametrize(
    ("name", "words"), [("complaint.steps", "填表"), ("complaint.copies", "第三联 业务部门")]
)
def test_the_panel_tells_what_happened_and_who_has_which_copy(rep, name, words):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.find("complaint.form.panel.tabs").setCurrentIndex(0 if name == "complaint.steps" else 1)
    rep.until(lambda: words in rep.texts())


def test_the_deadline_of_the_station_is_told_with_the_days_left(rep):
    form = a_complaint(rep.desk)
    rep.open_form(form.id)
    rep.until(lambda: "期限" in rep.texts())
    assert "剩" in rep.texts() or "今天到期" in rep.texts()
