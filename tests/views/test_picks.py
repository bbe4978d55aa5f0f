"""Answers by one key: yes or no, marks, ticks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.views.widgets.picks import Pick, PickField, TicksField, yes_no


@pytest.fixture
def two(qtbot):
    """Two questions, one under the other, in a window."""
    around = QWidget()
    box = QVBoxLayout(around)
    fields = [PickField(f"q.{n}", f"问题{n}", yes_no("有", "无"), around) for n in (1, 2)]
    for field in fields:
        box.addWidget(field)
    qtbot.addWidget(around)
    around.show()
    around.activateWindow()
    qtbot.waitExposed(around)
    fields[0].editor.setFocus()
    yield fields
    around.close()


def test_one_key_answers_and_goes_on_to_the_next(two, qtbot):
    first, second = two
    qtbot.waitUntil(first.editor.hasFocus)
    qtbot.keyClick(first.editor, Qt.Key.Key_N)
    assert first.value() == "no"
    assert first.shown() == "无"
    assert second.editor.hasFocus()
    qtbot.keyClick(second.editor, Qt.Key.Key_1)
    assert second.value() == "yes"


def test_nothing_is_answered_until_a_person_answers(two, qtbot):
    first = two[0]
    assert first.value() == ""
    assert first.is_empty()
    assert not first.is_changed()
    qtbot.keyClick(first.editor, Qt.Key.Key_Right)
    assert first.is_changed()
    qtbot.keyClick(first.editor, Qt.Key.Key_Delete)
    assert first.value() == ""


def test_a_second_click_on_an_answer_takes_it_away(two, qtbot):
    first = two[0]
    button = first.editor.findChild(QWidget, "q.1.0")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first.value() == "yes"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first.value() == ""


def test_every_answer_says_what_it_answers(two):
    assert two[0].editor.findChild(QWidget, "q.1.1").accessibleName() == "问题1 无"


def test_a_mark_is_one_digit(qtbot):
    field = PickField("q.mark", "店面", tuple(Pick(str(n), str(n), str(n)) for n in range(1, 6)))
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field.editor, Qt.Key.Key_4)
    assert field.value() == "4"


def test_what_was_ticked_stays_where_it_is_not_offered_any_more(qtbot):
    field = TicksField("q.policies", "政策")
    qtbot.addWidget(field)
    field.offer(("返利", "窜货处罚"))
    field.set_saved("返利\n旧政策")
    assert field.value() == "返利\n旧政策"
    assert not field.is_changed()
    field.offer(("返利", "新品"))
    assert field.value() == "返利\n旧政策"
    assert list(field.editor.boxes) == ["返利", "新品", "旧政策"]
