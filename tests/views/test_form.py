"""Forms: what is not saved, what is wrong, what a crash left, and two who wrote at once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from crmdesk.rules.china_time import in_china
from crmdesk.rules.errors import Conflict, Incomplete, Problem, Refused
from crmdesk.views.widgets import form as form_module
from crmdesk.views.widgets.fields import AmountField, CodeField, DateField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.leaving import LeaveQuestion

SAVED = {"name": "金鼎", "code": "KH1001", "since": date(2020, 1, 2), "credit_limit": Decimal("100.00")}


@pytest.fixture
def a_form(counter, qtbot):
    def make() -> Form:
        form = Form(None, counter)
        section = form.section("基本资料")
        section.row(
            (TextField("dealer.name", "客户名称", required=True), 8), (CodeField("dealer.code", "编号"), 4)
        )
        section.row(DateField("dealer.since", "开始交易日"), AmountField("dealer.credit_limit", "信用额度"))
        qtbot.addWidget(form)
        form.resize(700, 400)
        form.show()
        form.load(SAVED)
        return form

    return make


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_only_what_was_changed_is_written(a_form, qtbot):
    form = a_form()
    assert not form.is_changed()
    form.fields["name"].editor.setFocus()
    qtbot.keyClicks(form.fields["name"].editor, "x")
    assert form.changes() == {"name": "x金鼎"}
    assert form.changed_labels() == ("客户名称",)
    assert form.values() == SAVED | {"name": "x金鼎"}


def test_all_problems_stand_in_one_strip_and_each_leads_to_its_field(a_form, qtbot):
    form = a_form()
    form.fields["name"].editor.clear()
    form.fields["since"].editor.setText("31.2")
    assert not form.check()
    links = form.strip.findChildren(QPushButton)
    assert [link.objectName() for link in links] == ["problem.name", "problem.since"]
    assert form.fields["name"].problem == "客户名称还没有填写"
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.mouseClick(links[1], Qt.MouseButton.LeftButton)
    assert form.fields["since"].editor.hasFocus()


def test_a_problem_in_the_strip_names_its_field_once(a_form):
    form = a_form()
    form.show_problems((Problem("since", "日历上没有这一天"), Problem("credit_limit", "信用额度看不懂")))
    said = [form.strip.findChild(QPushButton, f"problem.{key}").text() for key in ("since", "credit_limit")]
    assert said == [f"{form.fields['since'].label}:日历上没有这一天", "信用额度看不懂"]
    assert form.fields["since"].problem == "日历上没有这一天"


def test_what_the_service_finds_incomplete_stands_at_its_fields(a_form):
    form = a_form()
    form.refuse(Incomplete("没有送出。", (Problem("credit_limit", "信用额度不能小于零", "CP 四.1"),)))
    assert form.fields["credit_limit"].problem == "信用额度不能小于零"
    assert "没有送出。" in words_of(form.strip)
    assert "(投诉规则 四.1)" in form.strip.findChild(QPushButton, "problem.credit_limit").text()


def test_a_refusal_without_a_field_stands_in_the_strip_and_an_unknown_error_goes_to_the_window(
    a_form, counter
):
    form = a_form()
    unhandled = []
    counter.unhandled.connect(unhandled.append)
    form.refuse(Refused("磁盘已满,没有保存成功。", "您填写的内容都还在。", "请先腾出磁盘空间。"))
    assert "磁盘已满" in words_of(form.strip)
    error = ZeroDivisionError()
    form.refuse(error)
    assert unhandled == [error]


def test_a_conflict_is_decided_field_by_field_and_nothing_typed_is_lost(a_form, qtbot):
    form = a_form()
    form.fields["name"].set_value("我的名字")
    form.fields["code"].set_value("KH9")
    form.refuse(
        Conflict(
            "孙立在您之前保存了。",
            {"name": "我的名字", "code": "KH9"},
            {"name": "他的名字", "code": "KH8"},
            "孙立",
        )
    )
    assert "孙立在您之前保存了。" in words_of(form.conflict)
    form.conflict.findChild(QRadioButton, "conflict.code.theirs").click()
    with qtbot.waitSignal(form.resolved):
        form.conflict.findChild(QPushButton, "conflict.save").click()
    form.rebase(SAVED | {"name": "他的名字", "code": "KH8", "since": date(2021, 5, 5)})
    assert form.changes() == {"name": "我的名字"}
    assert form.fields["since"].value() == date(2021, 5, 5)


def test_a_draft_survives_a_crash_and_is_offered_when_the_form_opens_again(a_form, desk, qtbot, monkeypatch):
    monkeypatch.setattr(form_module, "DRAFT_MS", 50)
    form = a_form()
    form.keep_drafts("dealer", "KH1001")
    with qtbot.waitSignal(form.draft_kept, timeout=5000):
        form.fields["name"].set_value("没有保存的名字")
        form.fields["credit_limit"].editor.setText("12.")
    form.hide()  # the program died here: nobody dropped the draft
    again = a_form()
    again.keep_drafts("dealer", "KH1001")
    qtbot.waitUntil(again.draft_strip.isVisible)
    assert "客户名称" in words_of(again.draft_strip)
    again.draft_strip.findChild(QPushButton, "form.draft.restore").click()
    assert again.changes()["name"] == "没有保存的名字"
    assert again.fields["credit_limit"].editor.text() == "12."
    again.drop_draft()
    qtbot.waitUntil(lambda: desk.do("draft.of", "dealer", "KH1001") is None)


def test_a_draft_that_is_given_up_is_gone(a_form, desk, qtbot):
    desk.do("draft.keep", "dealer", "KH1", {"name": "旧草稿"})
    form = a_form()
    form.keep_drafts("dealer", "KH1")
    qtbot.waitUntil(form.draft_strip.isVisible)
    form.draft_strip.findChild(QPushButton, "form.draft.drop").click()
    qtbot.waitUntil(lambda: desk.do("draft.of", "dealer", "KH1") is None)
    assert not form.is_changed()


def test_a_draft_that_says_nothing_new_is_not_offered(a_form, desk, qtbot):
    desk.do("draft.keep", "dealer", "KH1", {"name": "金鼎"})
    form = a_form()
    form.keep_drafts("dealer", "KH1")
    qtbot.wait(150)
    assert not form.draft_strip.isVisible()


def test_when_the_window_is_narrow_fields_break_into_lines(a_form, qtbot):
    form = a_form()
    wide = form.fields["since"].geometry(), form.fields["credit_limit"].geometry()
    assert wide[0].top() == wide[1].top()
    form.resize(400, 500)
    qtbot.wait(30)
    narrow = form.fields["since"].geometry(), form.fields["credit_limit"].geometry()
    assert narrow[0].top() < narrow[1].top()


@pytest.mark.parametrize("answer", ["save", "drop", "stay"])
def test_leaving_asks_once_and_names_the_fields(qtbot, answer):
    question = LeaveQuestion(("客户名称", "信用额度"), None)
    qtbot.addWidget(question)
    question.show()
    assert question.findChild(QLabel, "leave.fields").text() == "客户名称、信用额度"
    with qtbot.waitSignal(question.answered) as said:
        question.findChild(QPushButton, f"leave.{answer}").click()
    assert said.args == [answer]


def test_the_strip_tells_when_the_draft_was_written(a_form):
    form = a_form()
    at = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
    form.draft_strip.offer({"name": "x"}, at, ["客户名称"])
    assert in_china(at).strftime("%m-%d %H:%M") in words_of(form.draft_strip)
