"""What another desk brought to a day stands in its head, with the way to settle it."""

from dataclasses import replace

from tests.services.visiting import a_day_of_another_desk
from tests.views.visit_day.test_visit_day import open_today

from crmdesk.views.widgets.pill import Pill


def buttons(page):
    return [action.name for action in page.declare() if action.place == "button"]


def test_a_day_with_open_conflicts_says_so_and_leads_to_them(rep, planned):
    page = open_today(rep)
    assert "visit_day.settle" not in buttons(page)
    page._show(replace(page.day, conflicts=2), anew=False)
    assert "visit_day.settle" in buttons(page)
    assert "冲突 2 处" in [pill.text() for pill in page.header.findChildren(Pill)]
    page.qactions["visit_day.settle"].trigger()
    rep.until(lambda: rep.page.name == "desk_conflict")


def test_two_handbooks_of_one_day_are_made_one_on_the_page(rep, planned):
    page = open_today(rep)
    first = page.day
    assert "visit_day.fold" not in buttons(page)
    other = a_day_of_another_desk(rep.desk, first, summary="换了路线。")
    page.opened(other)
    rep.until(lambda: page.day.id == other and "visit_day.fold" in page.qactions)
    page.qactions["visit_day.fold"].trigger()
    rep.until(lambda: rep.page.day.id == first.id)
    assert rep.page.day.summary == "换了路线。"
    rep.until(lambda: "visit_day.fold" not in rep.page.qactions)
