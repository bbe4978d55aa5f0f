"""The tab 巡访 beside a dealer: loaded when it is looked at, by keys to the day and to the case."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.builders import today
from tests.services.visiting import a_full_day, a_shop, an_approved_plan
from tests.views.person import rep as rep
from tests.views.person import seated as seated

from crmdesk.rules.people import Role


@pytest.fixture
def shop(rep):
    """A dealer who was visited four days ago, with a question, and is planned for today."""
    shop = a_shop(rep.desk)
    a_full_day(rep.desk, shop, today() - timedelta(days=4), met="王店长", asks=True, question="能否换货")
    an_approved_plan(rep.desk, [(today(), shop)])
    return shop


def look_at(person, shop, tab="visits"):
    person.go("dealer", shop.id)
    person.until(lambda: person.page.tabs.dealer is not None and person.page.panel.isVisible())
    tabs = person.page.panel.tabs
    tabs.setCurrentIndex([tabs.widget(at).objectName() for at in range(tabs.count())].index(tab))


def says(person) -> str:
    return "\n".join(label.text() for label in person.page.tabs.visits.findChildren(QLabel) if label.isVisible())


def links(person, kind: str) -> list[QPushButton]:
    buttons = person.page.tabs.visits.findChildren(QPushButton)
    return [one for one in buttons if one.isVisible() and one.objectName().startswith(kind)]


def test_the_tab_says_last_next_what_was_written_and_what_is_asked(rep, shop):
    look_at(rep, shop)
    rep.until(lambda: "王店长" in says(rep))
    for words in ("4 天前", f"{today().isoformat()} 业务经理", "盘点库存", "补货三十箱。", "请示", "未办结的请示"):
        assert words in says(rep)


def test_it_is_asked_only_when_it_is_looked_at(rep, shop, monkeypatch):
    asked = []
    ask = rep.counter.ask
    monkeypatch.setattr(rep.counter, "ask", lambda owner, verb, *a, **w: (asked.append(verb), ask(owner, verb, *a, **w))[1])
    look_at(rep, shop, "related")
    assert "visit.at_dealer" not in asked
    look_at(rep, shop)
    assert asked.count("visit.at_dealer") == 1


def test_enter_on_a_visit_opens_its_day(rep, shop):
    look_at(rep, shop)
    rep.until(lambda: links(rep, "dealer.visits."))
    (link,) = links(rep, "dealer.visits.")
    link.setFocus()
    rep.press("Return", link)
    rep.until(lambda: rep.page.name == "visit_day.form" and rep.page.day is not None)
    assert rep.page.day.day == today() - timedelta(days=4)


def test_a_click_on_a_case_opens_it(rep, shop):
    look_at(rep, shop)
    rep.until(lambda: links(rep, "dealer.cases."))
    links(rep, "dealer.cases.")[0].click()
    rep.until(lambda: rep.page.name == "visit_case.form")


def test_a_visit_that_is_written_meanwhile_comes_by_itself(rep, shop):
    look_at(rep, shop)
    rep.until(lambda: len(links(rep, "dealer.visits.")) == 1)
    a_full_day(rep.desk, shop, today())
    rep.until(lambda: len(links(rep, "dealer.visits.")) == 2)


def test_the_form_has_the_same_tab(rep, shop):
    rep.go("dealer.form", shop.id)
    rep.until(lambda: rep.page.record is not None)
    rep.page.panel.open()
    tabs = rep.page.panel.tabs
    tabs.setCurrentIndex(1)
    rep.until(lambda: "王店长" in says(rep))


def test_who_was_never_visited_says_so(rep):
    look_at(rep, a_shop(rep.desk))
    rep.until(lambda: "还没有巡访记录" in says(rep))
    assert "从未" in says(rep)


def test_who_may_not_read_visits_is_told_why(seated, shop):
    other = seated(Role.FIN)
    look_at(other, shop)
    other.until(lambda: other.desk.why_not("visit.at_dealer") in says(other))
