"""The settings part 代理: who acts for whom, set and ended."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from tests.builders import today
from tests.views.person import seated as seated

from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter
from crmdesk.views.shell.deputy_part import DeputyPart
from crmdesk.views.shell.settings_page import SettingsPage


@pytest.fixture
def open_part(qtbot):
    opened = []

    def open_it(desk) -> tuple[SettingsPage, DeputyPart]:
        counter = Counter(desk)
        page = SettingsPage(counter)
        counter.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.opened("deputies")
        opened.append((page, counter))
        part = page.stack.currentWidget()
        qtbot.waitUntil(lambda: len(part._who._choices) > 1)
        return page, part

    yield open_it
    for page, counter in opened:
        page.hide()
        counter.close()


def test_someone_is_let_act_and_it_is_ended(open_part, desk, signed_in, qtbot, find):
    manager, rep = signed_in(Role.OFFICE_MGR).person, signed_in(Role.REP).person
    page, part = open_part(desk)
    said = []
    page.said.connect(lambda words, _call: said.append(words))
    fields = part.form.fields
    fields["principal_id"].set_value(manager.id)
    fields["deputy_id"].set_value(rep.id)
    fields["last_day"].set_value(today() + timedelta(days=3))
    fields["reason"].set_value("出差")
    assert set(page.changed_fields()) == {"被代理人", "代理人", "结束日", "事由"}
    find(part, "deputy.set").click()
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 1)
    assert rep.name in said[0]
    assert page.changed_fields() == ()
    assert signed_in(Role.REP).person.acts_for[0].id == manager.id
    end = find(part, "deputy.end")
    assert not end.isEnabled()
    assert "请先选中" in end.toolTip()
    part.table.selectRow(0)
    qtbot.waitUntil(end.isEnabled)
    end.click()
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 0)
    assert signed_in(Role.REP).person.acts_for == ()


def test_what_is_wrong_stands_at_its_field(open_part, desk, signed_in, qtbot, find):
    manager = signed_in(Role.OFFICE_MGR).person
    _page, part = open_part(desk)
    find(part, "deputy.set").click()
    assert part.form.fields["deputy_id"].problem
    for key in ("principal_id", "deputy_id"):
        part.form.fields[key].set_value(manager.id)
    part.form.fields["last_day"].set_value(today())
    find(part, "deputy.set").click()
    qtbot.waitUntil(lambda: part.form.fields["deputy_id"].problem == "代理人不能是本人")


def test_who_may_not_sees_and_is_told_why(open_part, signed_in, find):
    _page, part = open_part(signed_in(Role.REP))
    for name in ("deputy.set", "deputy.end"):
        button = find(part, name)
        assert isinstance(button, QPushButton)
        assert not button.isEnabled()
        assert "办事处经理" in button.toolTip()


def test_the_status_line_says_for_whom_one_acts_until_it_ends(seated, signed_in):
    manager, rep = signed_in(Role.OFFICE_MGR), seated(Role.REP)
    rep.go("dealer")
    assert not rep.sees("status.acting")
    lent = manager.do("deputy.set", manager.person.id, rep.desk.person.id, today(), today(), "出差")
    rep.until(lambda: rep.sees("status.acting"))
    assert rep.find("status.acting").text() == f"代 {manager.person.name}"
    manager.do("deputy.end", lent.id, lent.revision)
    rep.until(lambda: not rep.sees("status.acting"))
