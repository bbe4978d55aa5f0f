"""裁决冲突 as a person meets it."""

import pytest
from PySide6.QtCore import Qt
from tests.views.desks.double import CONFLICTS, a_head, an_id

from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import Refused
from crmdesk.views.desk_conflict_sides import may_be_typed, read_as

DATE, AIM, STRUCK = CONFLICTS


@pytest.fixture
def page(sitter):
    sitter.go("desk_conflict")
    sitter.until(lambda: sitter.rows(sitter.page.table))
    return sitter


def test_both_values_stand_beside_each_other_with_who_where_and_when(page):
    assert page.rows(page.page.table)[0].values == "2026-12-03 / 2026-12-04"
    assert page.words("desk_conflict.value.0") == "2026-12-03"
    assert page.words("desk_conflict.value.1") == "2026-12-04"
    assert "批准暂缓执行" in page.words("desk_conflict.why")
    spoken = page.find("desk_conflict.take.1").accessibleName()
    assert spoken == "用 郑经理的笔记本 的:2026-12-04"


def test_a_value_is_chosen_and_the_next_conflict_comes(page):
    page.click("desk_conflict.take.1")
    page.until(lambda: page.told().startswith("已裁决"))
    assert page.double.of("desk_conflict.decide") == ((DATE.id,), {"entry": DATE.heads[1].entry})
    page.until(lambda: page.words("desk_conflict.heading").endswith("目的"))


def test_all_are_settled_without_a_mouse(page):
    for left in (2, 1, 0):
        page.press("Alt+1")
        page.until(lambda left=left: len(page.double.conflicts) == left)
        page.until(lambda left=left: page.page.table.rows.rowCount() == left)
    assert page.words("desk_conflict.empty.head") == "没有要裁决的冲突"


def test_another_date_is_typed_as_people_type_dates(page):
    own = page.find("desk_conflict.own")
    own.setText("2026.12.8")
    page.qtbot.keyClick(own, Qt.Key.Key_Return)
    page.until(lambda: page.double.of("desk_conflict.decide"))
    assert page.double.of("desk_conflict.decide") == ((DATE.id,), {"value": "2026-12-08"})


def test_what_is_no_date_is_said_and_nothing_is_decided(page):
    own = page.find("desk_conflict.own")
    own.setText("下个月")
    page.qtbot.keyClick(own, Qt.Key.Key_Return)
    assert page.words("desk_conflict.wrong")
    assert page.double.of("desk_conflict.decide") is None


def test_a_struck_line_and_its_change_can_only_be_chosen(page):
    page.page.table.selectRow(2)
    page.until(lambda: page.words("desk_conflict.value.1") == "划掉")
    assert not page.sees("desk_conflict.own")
    assert "划掉了它" in page.words("desk_conflict.why")


def test_a_record_s_page_leads_to_its_own_conflict(sitter):
    sitter.go("desk_conflict", STRUCK.record_id)
    sitter.until(lambda: sitter.words("desk_conflict.value.1") == "划掉")


def test_a_refusal_stands_beside_the_values(page):
    def refuse(*_said, **_more):
        raise Refused("这处冲突刚刚被别人裁决了。", "", "")

    page.double.answers["desk_conflict.decide"] = refuse
    page.click("desk_conflict.take.0")
    page.until(lambda: "刚刚被别人裁决" in page.words("desk_conflict.wrong"))


def test_only_texts_and_dates_can_be_written_anew():
    assert may_be_typed(DATE)
    assert may_be_typed(AIM)
    assert not may_be_typed(STRUCK)
    assert read_as(AIM, " 新的目的 ") == "新的目的"
    number = type(AIM)(
        an_id("n"), ConflictKind.FIELD, "dealer", an_id("d"), "dealer", an_id("d"), "甲", "credit_limit", "信用额度",
        (a_head("冯媛", 100, "1.00"), a_head("郑和平", 200, "2.00")), AIM.since,
    )  # fmt: skip
    assert not may_be_typed(number)
