"""What is typed into a plan survives a crash: kept every few seconds, offered again, thrown away after saving."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from tests.views.visit_plan.conftest import a_plan, month, open_plans, workdays

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import MissedReason, PlanLine, VisitWay
from crmdesk.views.visit_plan_plain import brought_up, from_plain, to_plain

FULL = PlanLine(
    id=UUID(int=7), position=Decimal("1.5"), planned_on=date(2026, 12, 3), dealer_id=UUID(int=8), dealer_code="D1",
    dealer_name="南京金鼎", dealer_class=DealerClass.A, place="南京", phone="139", route="一线", route_order=2,
    way=VisitWay.PHONE, aim="对账", problem="样品", solution="更换", hours=Decimal("2.5"), remark="早上",
    change_reason="出差", missed=MissedReason.AWAY,
)  # fmt: skip


# as plain text


def test_a_line_goes_into_plain_text_and_comes_back():
    assert all(getattr(FULL, f.name) != f.default for f in fields(PlanLine) if f.name != "alive")
    assert set(map(type, to_plain(FULL).values())) == {str}
    assert from_plain(to_plain(FULL)) == FULL
    assert from_plain(to_plain(PlanLine())) == PlanLine()


def test_what_cannot_be_read_leaves_the_rest_of_the_line():
    broken = to_plain(FULL) | {"planned_on": "某天", "hours": "x", "way": "fly", "dealer_id": "1"}
    assert from_plain(broken).aim == "对账"
    assert from_plain(broken).planned_on is None


def a_line(n: int, **values) -> PlanLine:
    return PlanLine(id=UUID(int=n), position=Decimal(n), **({"aim": f"原来 {n}"} | values))


def test_a_draft_upon_a_plan_that_others_changed_keeps_both():
    base = (a_line(1), a_line(2), a_line(3), a_line(4))
    typed = (a_line(1), a_line(2, aim="我写的"), a_line(4, aim="我也写"), PlanLine(aim="新的"))
    now = (a_line(1, aim="他改的"), a_line(2, aim="他也改"), a_line(3), a_line(5, aim="他补的"))
    lines, places = brought_up(typed, base, now)
    assert [(line.id.int if line.id else 0, line.aim) for line in lines] == [
        (1, "他改的"), (2, "我写的"), (0, "我也写"), (0, "新的"), (5, "他补的"),
    ]  # fmt: skip
    assert places == {0: 0, 1: 1, 2: 2, 3: 3}


# on the page


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    """Kept at once instead of every few seconds."""
    monkeypatch.setattr("crmdesk.views.visit_plan_keeping.DRAFT_MS", 20)


def draft(person, key):
    return person.desk.do("draft.of", "visit_plan", str(key))


def crash(person):
    """Whatever is on the page is lost; the files beside the database stay."""
    page = person.page
    page.keeping.watch(False)
    page._is_new = False
    page._show(page.plan)
    return page


def test_what_is_typed_into_a_plan_is_offered_after_a_crash(rep, dealers):
    plan = a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    page.grid.rows.write({(0, "aim"): "催款", (1, "planned_on"): "某天"})
    page.goals.set_text("收回到期货款")
    rep.until(lambda: (kept := draft(rep, plan.id)) is not None and kept.values["goals"] == "收回到期货款")
    crash(rep)
    rep.until(lambda: rep.sees("form.draft.restore"))
    assert page.grid.lines[0].aim == "目标分解 1"
    rep.click("form.draft.restore")
    assert (page.goals.text(), page.grid.lines[0].aim) == ("收回到期货款", "催款")
    assert page.grid.rows.typed(1, "planned_on") == "某天"
    page.grid.rows.write({(1, "planned_on"): f"{workdays()[4]:%Y-%m-%d}"})
    rep.press("Ctrl+S")
    rep.until(lambda: page.plan.goals == "收回到期货款" and draft(rep, plan.id) is None)
    assert page.plan.lines[0].aim == "催款"
    assert not rep.sees("form.draft.restore")


def test_a_text_that_still_stands_in_the_cell_is_kept(rep, dealers, qtbot):
    plan = a_plan(rep.desk, dealers)
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    page.grid.go_to(0, "aim")
    page.grid.setFocus()
    qtbot.keyClicks(page.grid, "x")
    rep.until(lambda: page.grid.being_typed() is not None)
    rep.until(lambda: (kept := draft(rep, plan.id)) is not None and kept.values["cells"] == [[0, "aim", "x"]])
    qtbot.keyClick(page.grid.focusWidget() or page.grid, Qt.Key.Key_Escape)


def test_a_plan_that_was_never_saved_is_kept_by_its_month_and_thrown_away_after_giving_up(rep, dealers):
    page = open_plans(rep)
    rep.until(lambda: rep.sees("visit_plan.propose"))
    rep.click("visit_plan.propose")
    rep.until(lambda: page.grid.is_open and len(page.grid.lines) >= 2)
    count, key = len(page.grid.lines), f"{month():%Y-%m}-{rep.desk.person.id}"
    rep.until(lambda: draft(rep, key) is not None)
    crash(rep)
    rep.click("form.draft.restore")
    assert len(page.grid.lines) == count
    assert page.is_changed
    page.give_up()
    rep.until(lambda: draft(rep, key) is None)
    assert not page.is_changed


def test_a_draft_upon_a_plan_changed_meanwhile_is_said_to_be_looked_at(rep, dealers):
    plan = a_plan(rep.desk, dealers)
    first, second = plan.lines
    typed = {"goals": None, "cells": [], "revision": plan.revision, "base": [to_plain(line) for line in plan.lines],
             "lines": [to_plain(first), to_plain(second) | {"aim": "我写的"}]}  # fmt: skip
    rep.desk.do("draft.keep", "visit_plan", str(plan.id), typed)
    others = (from_plain(to_plain(first) | {"aim": "另一处改的"}), second)
    rep.desk.do("visit_plan.change", plan.id, plan.revision, {"lines": others})
    page = open_plans(rep)
    said = []
    page.said.connect(lambda words, _call: said.append(words))
    rep.click("form.draft.restore")
    assert [line.aim for line in page.grid.lines] == ["另一处改的", "我写的"]
    assert said == ["已恢复。这份计划之后又有人改过,请核对以后再保存。"]


def test_a_draft_of_nobody_known_is_not_offered(rep, dealers):
    a_plan(rep.desk, dealers)
    rep.desk.do("draft.keep", "visit_plan", str(uuid4()), {"goals": "x", "lines": []})
    page = open_plans(rep)
    rep.until(lambda: page.grid.is_open)
    assert not rep.sees("form.draft.restore")
