"""The table: rows as they are looked at, whatever their number; what the keys do; what Excel gets."""

import time
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu
from tests.builders import a_dealer

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS, DealerClass, DealerQuery
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.cell import Cell
from crmdesk.views.widgets.table import WindowedTable

SHOWN = (
    Column("code", "编号", Kind.CODE, 9),
    Column("name", "客户名称", Kind.TEXT, 24),
    Column("dealer_class", "等级", Kind.CHOICE, 6, choices=DealerClass),
    Column("credit_limit", "信用额度(元)", Kind.MONEY, 14),
)


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    name: str
    dealer_class: DealerClass
    credit_limit: Decimal


def a_row(number: int) -> Row:
    return Row(f"0{number}", f"客户 {number}", DealerClass.A, Decimal(number))


class MillionDesk:
    """A desk with a million dealers, made as they are asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def watch(self, watcher: Any) -> Any:
        return lambda: None

    def changed_elsewhere(self) -> bool:
        return False

    def do(self, verb: str, query: DealerQuery, offset: int = 0, limit: int = 0) -> Any:
        if verb == "dealer.count":
            return 1_000_000
        self.asked.append((offset, limit))
        return tuple(a_row(number) for number in range(offset, min(offset + limit, 1_000_000)))


@pytest.fixture
def table(qtbot):
    made = WindowedTable("dealer.list", SHOWN, None, unit="家")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def million(table, qtbot):
    desk = MillionDesk()
    counter = Counter(desk)
    table.follow(counter, "dealer.page", "dealer.count", DealerQuery())
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1_000_000)
    yield desk, table
    counter.close()


def text_of(table: WindowedTable, row: int, column: int = 0) -> str:
    return table.model().index(row, column).data()


def test_rows_arrive_in_blocks_as_they_are_looked_at(million, qtbot):
    desk, table = million
    assert text_of(table, 0, 1) == "客户 0"
    table.verticalScrollBar().setValue(654_321)
    qtbot.waitUntil(lambda: text_of(table, 654_325) == "0654325")
    assert sum(limit for _offset, limit in desk.asked) < 1000


def test_jumping_anywhere_in_a_million_rows_takes_at_most_a_frame_of_python(million, qtbot):
    _desk, table = million
    times = []
    for number in range(1, 30):
        began = time.perf_counter()
        table.verticalScrollBar().setValue(number * 33_333)
        table.viewport().repaint()
        times.append(time.perf_counter() - began)
        qtbot.wait(3)
    assert sorted(times)[len(times) // 2] < 0.05  # with painting; the bench measures the frame


def test_a_fast_drag_asks_only_for_what_stays_in_sight(million, qtbot):
    desk, table = million
    before = len(desk.asked)
    for number in range(200):
        table.verticalScrollBar().setValue(number * 4000)
    qtbot.waitUntil(lambda: text_of(table, 199 * 4000 + 2) != "")
    assert len(desk.asked) - before < 20


def test_enter_and_double_click_open_the_row_and_space_looks(table, qtbot):
    table.show_rows([a_row(number) for number in range(10)])
    opened, looked = [], []
    table.opened.connect(opened.append)
    table.looked.connect(looked.append)
    table.selectRow(3)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [row.code for row in opened] == ["03"]
    assert [row.code for row in looked] == ["03"]
    place = table.visualRect(table.model().index(5, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.code for row in opened] == ["03", "05"]


def test_copy_gives_excel_a_table_whose_codes_stay_text(table, qtbot):
    table.show_rows([a_row(number) for number in range(5)])
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.text().splitlines() == ["编号\t客户名称\t等级\t信用额度(元)", "01\t客户 1\tA 类\t1"]
    assert "mso-number-format:'\\@'\">01</td>" in clip.html()


def test_copying_rows_that_are_not_in_memory_fetches_them(million, qtbot):
    _desk, table = million
    table.selectAll()
    table.clearSelection()
    model = table.selectionModel()
    span = QItemSelection(table.model().index(90, 0), table.model().index(410, 3))
    model.select(span, model.SelectionFlag.Select | model.SelectionFlag.Rows)
    QGuiApplication.clipboard().clear()
    table.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 322)
    assert "0410\t客户 410" in QGuiApplication.clipboard().text()


def test_the_status_line_hears_count_and_sum_of_the_selection(table, qtbot):
    table.show_rows([a_row(number) for number in range(10)])
    with qtbot.waitSignal(table.selection_said) as said:
        table.selectRow(3)
        table.selectionModel().select(
            table.model().index(4, 0),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )
    assert said.args == ["已选 2 家 · 信用额度(元)合计 7.00"]


def test_a_click_on_a_header_sorts_and_a_second_one_turns_the_order(counter, desk, qtbot):
    for name in ("甲客户", "丙客户", "乙客户"):
        a_dealer(desk, name=name)
    table = WindowedTable("dealer.list", COLUMNS, None, unit="家")
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    table.follow(counter, "dealer.page", "dealer.count", DealerQuery())
    qtbot.waitUntil(lambda: table.rows.rowCount() == 3)
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 20, 10)
    for wanted in (["KH1001", "KH1002", "KH1003"], ["KH1003", "KH1002", "KH1001"]):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda wanted=wanted: [text_of(table, n) for n in range(3)] == wanted)


def test_a_change_shows_without_losing_the_place(counter, desk, qtbot):
    made = [a_dealer(desk, name=f"客户 {number}") for number in range(60)]
    table = WindowedTable("dealer.list", COLUMNS, None)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.follow(counter, "dealer.page", "dealer.count", DealerQuery(sort="code"))
    qtbot.waitUntil(lambda: table.rows.rowCount() == 60)
    table.selectRow(40)
    table.verticalScrollBar().setValue(35)
    desk.do("dealer.change", made[40].id, made[40].revision, {"name": "改了名字"})
    table.reload()
    qtbot.waitUntil(lambda: text_of(table, 40, 1) == "改了名字")
    assert table.verticalScrollBar().value() == 35
    assert table.currentIndex().row() == 40


def test_columns_that_were_hidden_and_moved_stay_so(table, qtbot):
    table.setColumnHidden(2, True)
    table.horizontalHeader().moveSection(3, 0)
    table.setColumnWidth(0, 171)
    qtbot.wait(500)
    again = WindowedTable("dealer.list", SHOWN, None)
    qtbot.addWidget(again)
    assert again.isColumnHidden(2)
    assert again.wanted_columns()[0].key == "credit_limit"
    assert again.columnWidth(0) == 171


def widths_of(table) -> dict[str, int]:
    return {column.key: table.columnWidth(at) for at, column in enumerate(SHOWN)}


def test_columns_follow_the_window_until_a_person_sizes_one(table):
    wide = widths_of(table)
    table.resize(495, 600)
    assert widths_of(table)["name"] < wide["name"]
    assert widths_of(table)["code"] == wide["code"]
    table.setColumnWidth(1, 333)
    table.resize(1100, 600)
    assert widths_of(table)["name"] == 333


def test_where_columns_nearly_fit_there_is_no_bar_below(table):
    table.resize(495, 600)
    assert not table.horizontalScrollBar().isVisible()
    table.resize(400, 600)
    assert table.horizontalScrollBar().isVisible()


def test_the_menu_of_columns_shows_and_hides_them(table, qtbot):
    table.choose_columns()
    menu = table.findChild(QMenu)
    next(entry for entry in menu.actions() if entry.text() == "等级").trigger()
    assert table.isColumnHidden(2)
    menu.actions()[-1].trigger()
    assert not table.isColumnHidden(2)
    menu.close()


class CellByCell(Cell):
    """Another delegate, so that Qt asks it for each cell."""


def difference(one: QImage, other: QImage) -> float:
    """The share of pixels that plainly differ."""
    assert one.size() == other.size()
    a, b = (bytes(picture.convertToFormat(QImage.Format.Format_Grayscale8).constBits()) for picture in (one, other))
    return sum(abs(x - y) > 60 for x, y in zip(a, b, strict=True)) / len(a)


def test_all_rows_painted_in_one_go_look_as_cell_by_cell(table, qtbot):
    rows = [a_row(number) for number in range(30)]
    rows[2] = replace(rows[2], name="一个很长很长的客户名称,这一列里怎么也放不下,只好在末尾省略")
    table.show_rows(rows)
    table.selectRow(4)
    quick = table.viewport().grab().toImage()
    table.setItemDelegate(CellByCell(table, table.rows, table.cell.pills))
    slow = table.viewport().grab().toImage()
    assert difference(quick, slow) < 0.005
    nothing = QImage(quick.size(), QImage.Format.Format_RGB32)
    nothing.fill(Qt.GlobalColor.black)  # else it holds what lay in the memory: perhaps the last picture
    assert difference(quick, nothing) > 0.5


def test_rows_on_their_way_are_grey_bars_in_both_ways_of_painting(million, qtbot):
    _desk, table = million
    table.verticalScrollBar().setValue(500_000)
    quick = table.viewport().grab().toImage()
    table.setItemDelegate(CellByCell(table, table.rows, table.cell.pills))
    slow = table.viewport().grab().toImage()
    assert difference(quick, slow) < 0.005


def test_numbers_stand_at_the_right_and_their_digits_are_equally_wide(table):
    table.show_rows([a_row(1)])
    right = table.model().index(0, 3).data(Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    words = table.fontMetrics()
    assert len({words.horizontalAdvance(digit) for digit in "0123456789"}) == 1
