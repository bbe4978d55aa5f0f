"""What another desk brought to a day stands in its head, with the way to settle it."""

from dataclasses import replace

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
