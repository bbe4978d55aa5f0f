"""Fields: what a person types, sees and gets."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QLabel, QToolButton
from tests.builders import a_dealer

from crmdesk.rules.dealer import DealerKind
from crmdesk.views.widgets.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    DateField,
    DealerPicker,
    IntegerField,
    LongTextField,
    QuantityField,
    TextField,
    YesNoField,
)

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def shown(qtbot):
    def show(field):
        qtbot.addWidget(field)
        field.show()
        field.activateWindow()
        qtbot.waitUntil(field.isActiveWindow)
        field.editor.setFocus()
        return field

    return show


@pytest.fixture
def a_date(shown):
    field = DateField("complaint.shipped_on", "交运日期")
    field.today = lambda: TODAY
    return shown(field)


def words_under(field) -> str:
    return " ".join(label.text() for label in field.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("=", date(2026, 11, 24)),
        ("=d", date(2026, 11, 25)),
        ("=D", date(2026, 11, 23)),
        ("=w", date(2026, 12, 1)),
        ("=W", date(2026, 11, 17)),
        ("=m", date(2026, 12, 24)),
        ("=M", date(2026, 10, 24)),
        ("=y", date(2027, 11, 24)),
        ("=Y", date(2025, 11, 24)),
        ("=ddw", date(2026, 12, 3)),
    ],
)
def test_keys_step_through_dates(a_date, qtbot, keys, day):
    qtbot.keyClicks(a_date.editor, keys)
    assert a_date.value() == day
    assert a_date.editor.text() == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.8", date(2026, 3, 8)),
        ("0308", date(2026, 3, 8)),
        ("月底", date(2026, 11, 30)),
        ("2026-10-12", date(2026, 10, 12)),
    ],
)
def test_free_text_is_read_as_a_date_when_the_field_is_left(a_date, qtbot, typed, day):
    a_date.editor.setText("")
    qtbot.keyClicks(a_date.editor, typed) if typed.isascii() else a_date.editor.insert(typed)
    a_date.editor.clearFocus()
    assert a_date.value() == day
    assert a_date.editor.text() == day.isoformat()


def test_what_is_no_date_is_said_at_the_field_when_it_is_left_and_goes_while_typing(a_date, qtbot):
    a_date.editor.insert("31.2")
    assert a_date.problem == ""
    a_date.editor.clearFocus()
    assert a_date.problem
    assert a_date.problem in words_under(a_date)
    assert a_date.value() is None
    a_date.editor.setFocus()
    a_date.editor.clear()
    assert a_date.problem == ""


def test_alt_down_opens_a_calendar_and_a_click_takes_the_day(a_date, qtbot):
    qtbot.keyClicks(a_date.editor, "=")
    qtbot.keyClick(a_date.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    month = a_date._menu.findChild(QCalendarWidget)
    month.activated.emit(month.selectedDate().addDays(3))
    assert a_date.value() == date(2026, 11, 27)


@pytest.mark.usefixtures("in_english")
def test_the_calendar_of_a_field_names_months_as_the_program_speaks(a_date, qtbot):
    qtbot.keyClicks(a_date.editor, "=")
    a_date.open_calendar()
    month = a_date._menu.findChild(QCalendarWidget)
    assert month.findChild(QToolButton, "qt_calendar_monthbutton").text() == "November"


def test_an_amount_gets_thousands_and_its_capitals_stand_under_it(shown, qtbot):
    field = shown(AmountField("complaint.amount", "金额"))
    qtbot.keyClicks(field.editor, "1680.32")
    assert field.value() == Decimal("1680.32")
    assert "人民币壹仟陆佰捌拾元零叁角贰分" in words_under(field)
    field.editor.clearFocus()
    assert field.editor.text() == "1,680.32"
    assert field.value() == Decimal("1680.32")


def test_an_amount_with_a_part_of_a_fen_is_refused_at_the_field(shown, qtbot):
    field = shown(AmountField("complaint.amount", "金额"))
    qtbot.keyClicks(field.editor, "1.005")
    field.editor.clearFocus()
    assert field.problem
    assert field.value() is None


def test_quantities_keep_four_places_and_show_their_unit(shown, qtbot):
    field = shown(QuantityField("complaint.quantity", "数量", unit="箱"))
    qtbot.keyClicks(field.editor, "1200.5")
    field.editor.clearFocus()
    assert field.value() == Decimal("1200.5")
    assert field.editor.text() == "1,200.5"
    assert "箱" in words_under(field)


def test_a_whole_number_field_takes_no_fraction(shown, qtbot):
    field = shown(IntegerField("dealer.term_days", "账期"))
    qtbot.keyClicks(field.editor, "30")
    assert field.value() == 30
    qtbot.keyClicks(field.editor, ".5")
    field.editor.clearFocus()
    assert field.value() is None
    assert field.problem


def test_codes_keep_leading_zeros_and_become_half_width(shown, qtbot):
    field = shown(CodeField("dealer.bank_account", "银行账号"))
    field.editor.insert("０012 ")
    field.editor.clearFocus()
    assert field.editor.text() == "0012"


def test_a_changed_field_carries_a_dot_until_it_is_saved(shown, qtbot):
    field = shown(TextField("dealer.name", "客户名称"))
    field.set_saved("金鼎")
    assert "●" not in words_under(field)
    qtbot.keyClicks(field.editor, "x")
    assert field.is_changed()
    assert "●" in words_under(field)
    field.set_saved(field.value())
    assert "●" not in words_under(field)


def test_a_required_field_says_so_to_the_eye_and_to_the_ear(shown):
    field = shown(TextField("dealer.name", "客户名称", required=True))
    assert "*" in words_under(field)
    assert "必填" in field.editor.accessibleName()


def test_help_names_the_clause(shown):
    field = shown(TextField("complaint.bad_quantity", "不良数量", help="不得多于数量", clause="CP 四.1"))
    assert "不得多于数量(依据 投诉规则 四.1)" in words_under(field)


def test_tab_leaves_a_long_text(qtbot):
    field = LongTextField("complaint.reason", "投诉内容与理由")
    qtbot.addWidget(field)
    field.show()
    field.editor.setFocus()
    field.editor.insertPlainText("色差")
    qtbot.keyClick(field.editor, Qt.Key.Key_Tab)
    assert field.value() == "色差"


def test_a_choice_is_made_by_typing_its_first_letters_and_may_be_none(shown, qtbot):
    field = shown(ChoiceField("dealer.kind", "类型", DealerKind))
    assert field.value() is None
    qtbot.keyClick(field.editor, Qt.Key.Key_Down)
    assert field.value() is DealerKind.EXCLUSIVE
    assert field.shown() == "专营经销商"


def test_yes_or_no_is_a_tick_by_space(shown, qtbot):
    field = shown(YesNoField("complaint.is_urgent", "急件"))
    qtbot.keyClick(field.editor, Qt.Key.Key_Space)
    assert field.value() is True


@pytest.fixture
def picker(counter, desk, shown):
    a_dealer(desk, name="上海金马建材有限公司", mobile="13800007788")
    a_dealer(desk, name="南京金鼎建材有限公司")
    return shown(DealerPicker("complaint.dealer_id", "客户", counter, required=True))


def lines_of(picker) -> list[str]:
    return picker._lines.stringList()


def test_a_long_text_stands_whole_and_a_much_too_long_one_scrolls(shown, qtbot):
    field = LongTextField("complaint.reason", "投诉内容与理由")
    field.resize(400, 100)
    shown(field)
    low = field.editor.height()
    field.set_saved("色差和针孔集中在十月八日批次。" * 10)
    qtbot.waitUntil(lambda: field.editor.height() > low)
    qtbot.waitUntil(lambda: not field.editor.verticalScrollBar().isVisible())
    field.set_saved("色差和针孔集中在十月八日批次。" * 100)
    qtbot.waitUntil(field.editor.verticalScrollBar().isVisible)
    assert field.editor.height() < 12 * 24 + 24


def test_a_tick_alone_in_its_row_has_no_empty_line_above(shown):
    beside, alone = YesNoField("a.b", "急件"), YesNoField("a.c", "急件", alone=True)
    assert shown(alone).sizeHint().height() < shown(beside).sizeHint().height()


@pytest.mark.parametrize("typed", ["shjm", "金马", "7788", "KH1001"])
def test_a_dealer_is_picked_by_pinyin_part_phone_tail_or_code(picker, qtbot, typed):
    picked = []
    picker.picked.connect(picked.append)
    picker.activateWindow()
    for letter in typed:
        picker.editor.insert(letter)
        picker.editor.textEdited.emit(picker.editor.text())
    qtbot.waitUntil(lambda: any("上海金马" in line for line in lines_of(picker)))
    picker.take(picker._found[0])
    assert picked[0].name == "上海金马建材有限公司"
    assert picker.value() == picked[0].id
    assert picker.editor.text() == "上海金马建材有限公司"


def test_leaving_with_one_dealer_found_takes_him_and_with_none_says_so(picker, qtbot):
    picker.editor.insert("金鼎")
    picker.editor.textEdited.emit("金鼎")
    qtbot.waitUntil(lambda: len(lines_of(picker)) == 1)
    picker._completer.popup().hide()
    picker._leave()
    assert picker.editor.text() == "南京金鼎建材有限公司"
    picker.editor.setText("没有这一家")
    picker.editor.textEdited.emit("没有这一家")
    assert picker.value() is None
    qtbot.waitUntil(lambda: lines_of(picker) == [])
    picker._leave()
    assert "请从列表中选一家客户" in picker.problem


def test_a_dealer_whose_id_is_set_gets_his_name(counter, desk, shown, qtbot):
    dealer = a_dealer(desk, name="苏州恒通陶瓷有限公司")
    picker = shown(DealerPicker("complaint.dealer_id", "客户", counter))
    picker.set_saved(dealer.id)
    qtbot.waitUntil(lambda: picker.editor.text() == "苏州恒通陶瓷有限公司")
    assert not picker.is_changed()
