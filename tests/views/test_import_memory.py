"""导入记忆 as a clerk meets it: seen, searched, another meaning, forgotten and brought back."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.views.person import Person

from crmdesk.desk import Desk
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter
from crmdesk.views.shell.window import Window

SAID = (
    (MemoryKind.APART, f"甲{PART}南京{PART}{'0' * 32}", "南京甲公司", "甲商行 南京"),
    (MemoryKind.VALUE, f"owner{PART}小孙", "孙立", "小孙"),
    (MemoryKind.VALUE, f"dealer_class{PART}重点", "A", "重点"),
    (MemoryKind.COLUMN, "评价", "dealer_class", "评价"),
)


class Sitter(Person):
    """Someone at the window."""

    def seen(self) -> list[tuple[str, str]]:
        rows = self.page.table.rows
        return [(row.shown, row.meaning) for at in range(rows.rowCount()) if (row := rows.row(at))]

    def pick(self, shown: str) -> None:
        """Go to the line that says so."""
        at = [words for words, _meaning in self.seen()].index(shown)
        self.page.table.setFocus()
        self.page.table.selectRow(at)


@pytest.fixture
def remembered(desk: Desk) -> Desk:
    for kind, said, means, shown in SAID:
        desk.do("import_memory.keep", "dealer", kind, said, means, shown)
    return desk


@pytest.fixture
def window(counter: Counter, qtbot: QtBot) -> Window:
    made = Window(counter)
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def sitter(remembered: Desk, counter: Counter, window: Window, qtbot: QtBot) -> Sitter:
    window.go("import_memory")
    sitter = Sitter(remembered, counter, window, qtbot)
    sitter.until(lambda: len(sitter.seen()) == len(SAID))
    return sitter


def test_everything_learned_is_seen_in_words(sitter):
    assert sorted(sitter.seen()) == sorted(
        [("甲商行 南京", "南京甲公司"), ("小孙", "孙立"), ("重点", "A 类"), ("评价", "等级")]
    )
    assert "4 条" in sitter.page.header.note.text()


def test_it_is_found_by_words_and_by_pinyin(sitter, qtbot):
    search = sitter.find("import_memory.search")
    for typed, found in (("sunli", ["小孙"]), ("dj", ["重点", "评价"]), ("甲公司", ["甲商行 南京"])):
        search.set_words(typed)
        assert sorted(shown for shown, _meaning in sitter.seen()) == sorted(found)
    search.set_words("qqq")
    assert sitter.find("import_memory.empty.head").text() == "没有符合条件的记忆"


def test_only_one_kind(sitter):
    sitter.page.kinds.choose((MemoryKind.VALUE,), tell=True)
    assert sorted(sitter.seen()) == sorted([("小孙", "孙立"), ("重点", "A 类")])
    assert "共 4 条" in sitter.page.header.note.text()


def test_a_column_gets_another_meaning_by_typing_pinyin(sitter, qtbot):
    sitter.pick("评价")
    sitter.press("Return")
    box = sitter.find("import_memory.meaning")
    qtbot.keyClicks(box.lineEdit(), "lxr")
    sitter.qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    sitter.until(lambda: ("评价", "联系人") in sitter.seen() and sitter.told() == "「评价」现在是联系人")


def test_a_word_gets_another_meaning_and_esc_leaves_it(sitter, qtbot):
    sitter.pick("小孙")
    sitter.press("F2")
    line = sitter.find("import_memory.text")
    assert line.text() == "孙立"
    line.setText("孙丽")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not sitter.page.editor.isVisible()
    sitter.press("F2")
    line.setText("孙丽")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    sitter.until(lambda: ("小孙", "孙丽") in sitter.seen())


def test_del_forgets_and_the_toast_brings_it_back(sitter, qtbot):
    sitter.pick("重点")
    sitter.press("Delete")
    sitter.until(lambda: "重点" not in dict(sitter.seen()) and sitter.told() == "已忘记「重点」")
    qtbot.mouseClick(sitter.find("toast.undo"), Qt.MouseButton.LeftButton)
    sitter.until(lambda: ("重点", "A 类") in sitter.seen())


def test_del_in_the_search_field_forgets_nothing(sitter, qtbot):
    sitter.pick("重点")
    sitter.find("import_memory.search").setFocus()
    sitter.press("Delete")
    sitter.find("import_memory.kinds").setFocus()
    sitter.press("Delete")
    qtbot.wait(100)
    assert len(sitter.seen()) == len(SAID)


def test_two_firms_can_only_be_forgotten(sitter):
    sitter.pick("甲商行 南京")
    assert not sitter.page.qactions["import_memory.change"].isEnabled()
    assert "只能忘记" in sitter.page.qactions["import_memory.change"].toolTip()
    sitter.press("Return")
    assert not sitter.page.editor.isVisible()


def test_an_empty_memory_says_what_belongs_there(desk, counter, window, qtbot):
    window.go("import_memory")
    sitter = Sitter(desk, counter, window, qtbot)
    sitter.until(lambda: sitter.page.stack.currentWidget() is sitter.page.empty and sitter.page.empty.head.text())
    assert sitter.page.empty.head.text() == "还没有记住什么"


def test_what_another_has_forgotten_goes_from_the_list(sitter, signed_in):
    other = signed_in(Role.OFFICE_MGR)
    memory = next(m for m in other.do("import_memory.list") if m.shown == "评价")
    other.do("import_memory.forget", memory.id, memory.revision)
    sitter.window.counter.look_elsewhere()
    sitter.until(lambda: "评价" not in dict(sitter.seen()))


def test_the_settings_and_the_palette_lead_here(remembered, counter, window, qtbot):
    window.go("settings", "imports")
    sitter = Sitter(remembered, counter, window, qtbot)
    qtbot.mouseClick(sitter.find("settings.import_memory"), Qt.MouseButton.LeftButton)
    sitter.until(lambda: window.here.name == "import_memory")
    assert "导入记忆" in [action.title for action in window.commands]
