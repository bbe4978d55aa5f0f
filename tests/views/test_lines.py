"""Lines that are typed into: prices of a visit, with a computed column and a tick."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget

from crmdesk.rules.columns import Kind
from crmdesk.rules.dealer import DealerKind
from crmdesk.views.widgets.line_cells import LineColumn
from crmdesk.views.widgets.lines import LinesField, LineWords


@dataclass(frozen=True, slots=True)
class Price:
    """A row with everything that a line can hold."""

    product: str = ""
    kind: DealerKind | None = None
    floor: Decimal | None = None
    people: int | None = None
    double: Decimal | None = None
    is_major: bool = False
    note_of_another_desk: str = ""
    id: UUID | None = None


COLUMNS = (
    LineColumn("product", "商品", Kind.CODE, share=5),
    LineColumn("kind", "种类", Kind.CHOICE, choices=DealerKind, wanted="请选种类。"),
    LineColumn("floor", "限价", Kind.MONEY, unit="元"),
    LineColumn("people", "人数", Kind.INTEGER),
    LineColumn("double", "两倍", Kind.MONEY, fixed=True),
    LineColumn("is_major", "重大", Kind.YES_NO),
)
TILE = Price("瓷砖", DealerKind.EXCLUSIVE, Decimal("10.00"), 3, Decimal("20.00"), True, "勿动", uuid4())


class Prices:
    """The field as a person meets it."""

    def __init__(self, qtbot, **more) -> None:
        self.qtbot = qtbot
        self.field = LinesField(
            "visit.prices", "限价检查", blank=Price(), columns=COLUMNS,
            words=LineWords(line="限价第 {n} 行 {part}", add="加一行", none="没有查价。"), **more,
        )  # fmt: skip
        qtbot.addWidget(self.field)
        self.field.show()
        self.field.activateWindow()
        qtbot.waitUntil(self.field.isActiveWindow)

    def find(self, name: str) -> QWidget:
        """The cell of a path: ``0.product``."""
        found = self.field.findChild(QWidget, f"visit.prices.{name}")
        assert found is not None, name
        return found

    def type(self, name: str, keys: str) -> None:
        """Write into a cell and stay there."""
        self.find(name).setFocus()
        self.find(name).insert(keys)

    def press(self, key: Qt.Key) -> None:
        """A key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    @property
    def focus(self) -> str:
        """The cell that has the focus."""
        return QApplication.focusWidget().objectName().removeprefix("visit.prices.")


@pytest.fixture
def prices(qtbot) -> Prices:
    return Prices(qtbot)


def test_a_line_is_typed_from_left_to_right_without_a_mouse(prices):
    prices.find("add").setFocus()
    prices.press(Qt.Key.Key_Return)
    for keys in ("ＡＢ１２", "", "1,234.5", "4"):
        if prices.focus == "0.kind":
            QApplication.focusWidget().setCurrentIndex(1)
        else:
            QApplication.focusWidget().insert(keys)
        prices.press(Qt.Key.Key_Tab)
    assert prices.focus == "0.is_major", "what is only shown is passed over"
    prices.press(Qt.Key.Key_Space)
    first = next(iter(DealerKind))
    assert prices.field.value() == (Price("AB12", first, Decimal("1234.50"), 4, None, True),)
    assert prices.find("0.floor").text() == "1,234.50"


def test_enter_goes_to_the_next_line_and_makes_it(prices):
    prices.field.set_saved((TILE,))
    prices.find("0.floor").setFocus()
    prices.press(Qt.Key.Key_Return)
    assert prices.focus == "1.product"
    assert prices.field.value() == (TILE,), "an empty line does not count"
    assert not prices.field.is_changed()


def test_the_arrows_stay_in_their_column(prices):
    prices.field.set_saved((TILE, replace(TILE, product="釉料")))
    prices.find("0.floor").setFocus()
    prices.press(Qt.Key.Key_Down)
    assert prices.focus == "1.floor"
    prices.press(Qt.Key.Key_Up)
    prices.press(Qt.Key.Key_Up)
    assert prices.focus == "0.floor"


def test_a_cross_takes_out_its_line_and_the_rest_moves_up(prices):
    glaze = replace(TILE, product="釉料", id=uuid4())
    prices.field.set_saved((TILE, glaze))
    prices.qtbot.mouseClick(prices.find("0.remove"), Qt.MouseButton.LeftButton)
    assert prices.field.value() == (glaze,)
    assert prices.find("0.product").text() == "釉料"
    assert prices.find("0.product").accessibleName() == "限价第 1 行 商品"
    assert prices.focus == "0.product"
    prices.qtbot.mouseClick(prices.find("0.remove"), Qt.MouseButton.LeftButton)
    assert prices.focus == "add"


def test_what_is_no_column_stays_as_it_was(prices):
    prices.field.set_saved((TILE,))
    prices.find("0.product").selectAll()
    prices.type("0.product", "面砖")
    assert prices.field.value() == (replace(TILE, product="面砖"),)


def test_what_cannot_be_read_is_said_and_a_choice_is_asked_for(prices):
    prices.field.set_saved((TILE,))
    prices.find("0.people").selectAll()
    prices.type("0.people", "1.5")
    assert "不是整数" in prices.field.unreadable()
    prices.field.set_saved((TILE,))
    prices.find("0.kind").setCurrentIndex(0)
    assert prices.field.unreadable() == "请选种类。"
    assert prices.field.is_changed()


def test_a_line_that_is_left_can_be_filled_in(prices):
    told = []
    prices.field.line_left.connect(told.append)
    prices.field.set_saved((TILE,))
    prices.find("0.floor").selectAll()
    prices.type("0.floor", "7")
    prices.press(Qt.Key.Key_Tab)
    assert told[-1] == 0
    prices.field.put(0, double=prices.field.row(0).floor * 2)
    assert prices.find("0.double").text() == "14.00"
    assert prices.find("0.double").isReadOnly()


def test_a_draft_brings_back_half_typed_text_and_the_line_s_own_id(prices, qtbot):
    prices.field.set_saved((TILE,))
    prices.find("0.people").selectAll()
    prices.type("0.people", "1.5")
    prices.press(Qt.Key.Key_Return)
    kept = prices.field.kept()
    again = Prices(qtbot)
    again.field.set_kept(kept)
    assert again.find("0.people").text() == "1.5"
    assert again.find("1.product").text() == ""
    assert again.field.row(0).id == TILE.id


def test_saving_gives_ids_and_nothing_is_changed_any_more(prices):
    prices.field.set_value((replace(TILE, id=None),))
    assert prices.field.is_changed()
    prices.field.set_base((TILE,))
    assert not prices.field.is_changed()
    assert prices.field.value() == (TILE,)


def test_read_only_lines_can_be_read_and_nothing_else(prices):
    prices.field.set_saved(())
    prices.field.set_read_only(True)
    assert any(w.text() == "没有查价。" and w.isVisible() for w in prices.field.findChildren(QLabel))
    prices.field.set_saved((TILE,))
    assert all(cell.isReadOnly() for cell in prices.field.findChildren(QLineEdit))
    assert not any(cell.isEnabled() for cell in prices.field.findChildren(QComboBox))
    assert all(prices.find(name).isHidden() for name in ("add", "0.remove"))


def test_one_line_can_always_stand_there(qtbot):
    prices = Prices(qtbot, keep_one=True)
    prices.type("0.product", "瓷砖")
    prices.qtbot.mouseClick(prices.find("0.remove"), Qt.MouseButton.LeftButton)
    assert prices.find("0.product").text() == ""
    assert prices.field.value() == ()
