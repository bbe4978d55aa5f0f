"""Times, amounts in one line, and the answers of the check block."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crmdesk.rules.visit_check import BY_KEY, ITEMS
from crmdesk.views import visit_fields
from crmdesk.views.visit_fields import PlainAmountField, TimeField, answer_field
from crmdesk.views.widgets.picks import PickField, TicksField

TABLES = {"goods", "prices", "stocks", "trainings", "projects"}


@pytest.fixture
def made(qtbot):
    """A field that is closed after the test."""

    def make(kind, *args, **words):
        field = kind(*args, **words)
        qtbot.addWidget(field)
        field.show()
        return field

    return make


def test_a_time_is_typed_in_digits_and_written_in_full(made):
    field = made(TimeField, "visit.arrived_at", "到达")
    QTest.keyClicks(field.editor, "930")
    assert field.value() == "09:30"
    field._leave()
    assert field.editor.text() == "09:30"


def test_the_equals_sign_is_now(made):
    field = made(TimeField, "visit.arrived_at", "到达")
    QTest.keyClick(field.editor, Qt.Key.Key_Equal)
    assert field.value() == visit_fields.now().strftime("%H:%M")


def test_a_time_that_is_none_says_so(made):
    field = made(TimeField, "visit.arrived_at", "到达")
    QTest.keyClicks(field.editor, "2575")
    assert "看不懂时间" in field.unreadable()
    assert field.is_changed()


def test_an_amount_of_a_visit_has_no_capitals(made):
    field = made(PlainAmountField, "visit.order_amount", "订单")
    field.editor.setText("1.2万")
    assert field.value() == Decimal("12000.00")
    assert field._note.text() == ""


@pytest.mark.parametrize("item", [i for i in ITEMS if i.kind.value not in TABLES], ids=lambda i: i.key)
def test_every_answer_is_text_and_comes_back_as_it_was(item, made):
    field = made(answer_field, item, None)
    assert field.value() == ""
    assert not field.is_changed()
    said = {"yes_no": "yes", "score": "4", "money": "12500.5", "percent": "87.5"}.get(item.kind.value, "说明")
    field.set_saved(said)
    assert field.value() == said
    assert field.key == item.key


def test_what_is_asked_decides_the_words_of_the_answer(made):
    assert made(answer_field, BY_KEY["foreign_goods"], None).words_of("yes") == "有"
    assert made(answer_field, BY_KEY["big_project"], None).words_of("yes") == "是"


def test_kinds_of_answers_have_their_fields(made):
    assert isinstance(made(answer_field, BY_KEY["shop_score"], None), PickField)
    assert isinstance(made(answer_field, BY_KEY["policies"], None), TicksField)
