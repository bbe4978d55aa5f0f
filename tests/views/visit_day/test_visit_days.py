"""The days that wait for the manager: passed by one key, marked, sent back, many at once."""

from datetime import date

import pytest
from tests.builders import a_dealer
from tests.services.visiting import a_full_day, a_handed_in_day, a_shop

from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery, DayState

DAYS = (date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12))


@pytest.fixture
def waiting(signed_in):
    """Three days with the manager; none is drawn for a closer look."""
    admin, rep = signed_in(Role.ADMIN), signed_in(Role.REP)
    admin.do("setting.change", "visit.sample_percent", 0, date(2026, 1, 1))
    dealer = a_shop(rep)
    return [a_handed_in_day(rep, dealer, day) for day in DAYS]


def states(person):
    """The states of all days, newest first."""
    return [day.state for day in person.desk.do("visit_day.page", DayQuery(), 0, 10)]


def open_queue(manager, count=3):
    """The list, with its rows."""
    page = manager.go("visit_day")
    manager.until(lambda: page.table.rows.rowCount() == count and page.table.current_row() is not None)
    return page


def test_the_manager_finds_what_waits_with_its_content_beside_it(waiting, manager):
    page = open_queue(manager)
    assert page.filters.query == DayQuery(states=(DayState.HANDED_IN,))
    manager.until(lambda: "看库存" in manager.texts() and "南京金鼎" in manager.texts())


def test_space_passes_the_day_in_front(waiting, manager):
    page = open_queue(manager)
    manager.press("Space", page.table)
    manager.until(lambda: states(manager).count(DayState.CHECKED) == 1)
    manager.until(lambda: page.table.rows.rowCount() == 2)


def test_a_digit_begins_the_mark_and_enter_passes_with_it(waiting, manager):
    page = open_queue(manager)
    day = page.table.current_row()
    manager.press("8", page.table)
    mark = manager.find("visit_days.mark")
    manager.until(mark.hasFocus)
    manager.write("5", mark)
    manager.press("Return", mark)
    manager.until(lambda: manager.desk.do("visit_day.get", day.id).mark == 85)
    assert manager.desk.do("visit_day.get", day.id).state is DayState.CHECKED


def test_r_sends_it_back_with_a_reason(waiting, manager):
    page = open_queue(manager)
    day = page.table.current_row()
    manager.press("R", page.table)
    manager.type("visit_day.step.comment", "请补当日总结")
    manager.click("visit_day.step.go")
    manager.until(lambda: manager.desk.do("visit_day.get", day.id).state is DayState.RETURNED)
    assert manager.desk.do("visit_day.get", day.id).returned_because == "请补当日总结"


def test_many_are_passed_at_once_and_those_that_were_not_say_why(waiting, manager, signed_in):
    signed_in(Role.ADMIN).do("setting.change", "visit.sample_percent", 100, DAYS[2])
    page = open_queue(manager)
    page.table.selectAll()
    manager.press("Space", page.table)
    manager.until(lambda: states(manager).count(DayState.CHECKED) == 2)
    manager.until(lambda: "请评分" in manager.find("visit_days.outcome").text())


def test_a_day_that_is_drawn_asks_for_a_mark(waiting, manager, signed_in):
    signed_in(Role.ADMIN).do("setting.change", "visit.sample_percent", 100, date(2026, 1, 1))
    page = open_queue(manager)
    manager.press("Space", page.table)
    manager.until(lambda: manager.find("visit_days.mark").hasFocus())
    assert "评分" in page.facts.mark.problem
    assert DayState.CHECKED not in states(manager)


def test_the_manager_opens_a_day_and_writes_a_word_on_one_visit(waiting, manager):
    page = open_queue(manager)
    day = page.table.current_row()
    manager.press("Return", page.table)
    manager.until(lambda: manager.page.name == "visit_day.form" and manager.page.rows.rows and manager.page.ways)
    form = manager.page
    form.rows.go(form.rows.rows[1].key)
    manager.until(lambda: manager.sees("visit.check_remark"))
    assert manager.find("visit.summary").isReadOnly()
    manager.type("visit.check_remark", "照片呢?")
    manager.press("Ctrl+S", manager.find("visit.check_remark"))
    manager.until(lambda: manager.desk.do("visit_day.get", day.id).visits[0].check_remark == "照片呢?")
    manager.until(lambda: not form.changed_fields())


def test_a_representative_begins_today_from_the_list(rep):
    page = rep.go("visit_day")
    rep.until(lambda: "还没有巡访手册" in page.empty.head.text())
    rep.press("Ctrl+N", page)
    rep.until(lambda: rep.page.name == "visit_day.form" and rep.page.day is not None)


def test_a_clerk_writes_the_day_of_a_representative(seated, signed_in):
    clerk = seated(Role.OFFICE_CLERK)
    a_dealer(clerk.desk)
    page = clerk.go("visit_day")
    clerk.until(lambda: page._reps)
    page.write_other()
    clerk.type("visit_days.which.day", "2026-11-03")
    clerk.click("visit_days.which.go")
    clerk.until(lambda: clerk.page.name == "visit_day.form" and clerk.page.day is not None)
    assert clerk.page.day.rep_name == "业务经理"
    assert clerk.page.day.day == date(2026, 11, 3)


def test_the_list_shows_the_month_that_the_statistics_lead_to(waiting, manager):
    rep_id = waiting[0].rep_id
    page = manager.go("visit_day", month=date(2026, 11, 1), rep_id=rep_id, rep_name="业务经理")
    manager.until(lambda: page.table.rows.rowCount() == 3)
    assert manager.find("visit_days.chip.of").text() == "业务经理 2026-11"
    manager.click("visit_days.chip.of")
    manager.until(lambda: page.filters.query == DayQuery())


def test_an_incomplete_day_is_not_in_the_queue(signed_in, manager):
    rep = signed_in(Role.REP)
    a_full_day(rep, a_shop(rep))
    page = manager.go("visit_day")
    manager.until(lambda: "没有待检查的手册" in page.empty.head.text())


def test_a_mark_that_was_typed_is_still_there_when_one_comes_back_to_its_day(waiting, manager):
    page = open_queue(manager)
    manager.press("7", page.table)
    mark = manager.find("visit_days.mark")
    manager.until(mark.hasFocus)
    manager.write("7", mark)
    page.table.selectRow(1)
    manager.until(lambda: mark.text() == "")
    assert page.changed_fields()
    page.table.selectRow(0)
    manager.until(lambda: mark.text() == "77")
    assert page.changed_fields() == ("评分",)
    page.give_up()
    assert page.changed_fields() == ()
