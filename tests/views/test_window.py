"""The window: going about, answers, undo, leaving, palette, keys, background work."""

import time
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget
from tests.builders import a_complaint, a_dealer

from crmdesk.desk import Desk
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.views import memory, pages, theme
from crmdesk.views.counter import Counter
from crmdesk.views.page import Action, Page
from crmdesk.views.pages import PageEntry
from crmdesk.views.shell.window import Window
from crmdesk.views.widgets.fields import TextField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.pinyin import _readings, said


class NotePage(Page):
    """A page with a form, as small as can be."""

    name = "note"

    def build(self) -> None:
        self.form = Form(self, self.counter)
        self.form.section("记事").row(TextField("note.text", "内容"))
        self.form.load({"text": ""})
        self.body.addWidget(self.form, 1)
        self.heard: list[tuple[str, Any]] = []
        self.ran: list[str] = []
        self.saved: list[str] = []
        self.set_title("记事")

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("note.send", "送出", self.send, "Ctrl+Return", "send", place="main", mnemonic="S"),
            Action("note.print", "打印", self.print_it, "Ctrl+P", "printer", place="button"),
            Action("note.void", "作废", self.void, "", "trash-2", verb="person.add"),
        )

    def opened(self, record_id: Any = None, **more: Any) -> None:
        self.heard.append(("opened", record_id))
        self.form.focus_first()

    def refresh(self, subject: str, ids: Any) -> None:
        self.heard.append((subject, ids))

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def give_up(self) -> None:
        self.form.load({"text": ""})

    def save(self, then: Any) -> None:
        self.saved.append(self.form.values()["text"])
        self.form.load(self.form.values())
        then()

    def send(self) -> None:
        self.ran.append("send")

    def print_it(self) -> None:
        self.ran.append("print")

    def void(self) -> None:
        self.ran.append("void")


@pytest.fixture
def note_entry(monkeypatch):
    entry = PageEntry("note", __name__, "NotePage", "pencil", "记事", "dealer.page", subjects=("note",))
    monkeypatch.setattr(PageEntry, "load", lambda self: NotePage if self.name == "note" else ORIGINAL(self))
    for module in ("pages", "shell.window", "shell.navigation"):
        monkeypatch.setattr(f"crmdesk.views.{module}.PAGES", (pages.PAGES[0], entry, *pages.PAGES[1:]))
    return entry


ORIGINAL = PageEntry.load


@pytest.fixture
def open_window(qtbot, note_entry):
    opened = []

    def open_it(desk: Desk) -> Window:
        counter = Counter(desk)
        window = Window(counter)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.waitUntil(lambda: len(window.actions()) > 5)  # keys come after the first paint
        opened.append((window, counter))
        return window

    yield open_it
    for window, counter in opened:
        window.hide()
        counter.close()


@pytest.fixture
def window(open_window, desk):
    return open_window(desk)


def toast_of(window: Window) -> str:
    words = window.findChild(QLabel, "toast.words")
    return words.text() if words is not None else ""


def dialog(of: type | str) -> QDialog:
    for found in QApplication.topLevelWidgets():
        if isinstance(found, QDialog) and found.isVisible() and found.objectName() == of:
            return found
    raise AssertionError(f"no dialog {of}")


def button_for(page: QWidget, text: str) -> QPushButton | None:
    """The button of the line about something."""
    return next((b for b in page.findChildren(QPushButton) if text in b.accessibleName()), None)


def test_today_shows_what_waits_and_opens_the_complaint(window, desk, qtbot):
    form = a_complaint(desk, is_urgent=True)  # due today, or after office hours tomorrow
    window.go("today")
    qtbot.waitUntil(lambda: button_for(window.here, form.draft_key) is not None)
    words = [label.text() for label in window.here.findChildren(QLabel)]
    assert any(form.draft_key in text for text in words)
    with qtbot.waitSignal(window.here.wants) as wanted:
        button_for(window.here, form.draft_key).click()
    assert pages.page_of("complaint").name == wanted.args[0]
    assert wanted.args[1] == form.id


def test_an_empty_day_says_that_nothing_waits(window, desk, qtbot):
    a_dealer(desk)
    window.go("today")
    qtbot.waitUntil(
        lambda: any("今天没有要办的事" in label.text() for label in window.here.findChildren(QLabel))
    )


def test_a_new_office_is_told_where_to_begin(window, qtbot, find):
    window.go("today")
    qtbot.waitUntil(lambda: window.here.findChild(QPushButton, "today.import") is not None)
    find(window.here, "today.import").click()
    qtbot.waitUntil(lambda: window.here.name == "dealer.import")


def test_what_waits_is_counted_in_the_navigation_and_follows_changes(window, desk, qtbot):
    window.go("today")
    window.count()
    form = a_complaint(desk)
    entry = window.navigation.entries["complaint"]
    qtbot.waitUntil(lambda: "1 件待办" in entry.accessibleName())
    desk.do("complaint.void", form.id, form.revision, comment="重复")
    qtbot.waitUntil(lambda: "待办" not in entry.accessibleName())


def test_ctrl_and_a_number_goes_to_a_page_and_the_title_says_so(window, qtbot):
    window.go("today")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.here.name == "note"
    assert window.windowTitle() == "记事 — 华东办事处"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.here.name == "today"


def test_an_action_is_declared_once_and_is_button_key_palette_and_help(window, qtbot, find):
    window.go("note")
    page = window.here
    find(page, "note.print").click()
    qtbot.keyClick(page.form.fields["text"].editor, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert page.ran == ["print", "print"]
    window.show_help()
    keys = [label.text() for label in dialog("help").findChildren(QLabel)]
    assert keys[keys.index("Ctrl+P") + 1] == "打印"
    assert "F1" in keys
    assert "Ctrl+K" in keys
    dialog("help").reject()
    window.show_palette()
    palette = dialog("palette")
    palette.line.setText("打印")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert page.ran == ["print"] * 3


def test_what_one_may_not_do_is_grey_with_the_reason(open_window, signed_in, find):
    window = open_window(signed_in(Role.REP))
    window.go("note")
    action = window.here.qactions["note.void"]
    assert not action.isEnabled()
    assert action.toolTip() == "这一步由系统管理员办理。"


def test_the_palette_finds_records_by_pinyin_and_opens_their_page(window, desk, qtbot):
    dealer = a_dealer(desk, name="上海金马建材有限公司")
    opened = []
    window.open_record = lambda subject, record_id: opened.append((subject, record_id))
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = dialog("palette")
    qtbot.keyClicks(palette.line, "shjm")
    qtbot.waitUntil(
        lambda: palette.list.count() > 0 and palette.list.item(0).text().endswith("金马建材有限公司")
    )
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert opened == [("dealer", dealer.id)]


def offered(window: Window, text: str) -> list[str]:
    """What the palette offers for what is typed."""
    window.show_palette()
    palette = dialog("palette")
    palette.line.insert(text)
    titles = [palette.list.item(at).text() for at in range(palette.list.count())]
    palette.reject()
    return titles


@pytest.mark.parametrize("typed", ["jxs", "jingxiao", "jing xiao", "xiaoshang", "kh", "kehu", "经销", "kes"])
def test_the_palette_finds_a_page_by_the_pinyin_of_what_people_call_it(window, typed):
    titles = offered(window, typed)
    assert titles[0] in ("客户", "客户抱怨")
    assert ("客户抱怨" if typed == "kes" else "客户") in titles


def test_the_palette_finds_a_command_of_the_page_by_pinyin(window):
    window.go("note")
    assert offered(window, "dy")[0] == "打印"
    assert "打印" in offered(window, "dayin")


def test_one_letter_is_no_sound_in_the_middle_of_a_word(window):
    window.go("note")
    assert "打印" not in offered(window, "y")
    assert "打印" in offered(window, "d")


def test_the_table_of_pinyin_is_read_only_when_somebody_types_into_the_palette(window, qtbot):
    _readings.cache_clear()
    said.cache_clear()
    window.show_palette()
    assert _readings.cache_info().currsize == 0
    qtbot.keyClicks(dialog("palette").line, "jxs")
    assert _readings.cache_info().currsize == 1
    dialog("palette").reject()


def test_an_answer_is_said_for_five_seconds_and_can_be_undone(window, desk, qtbot, find):
    dealer = a_dealer(desk)
    window.go("note")
    page = window.here
    request = page.ask("dealer.change", dealer.id, dealer.revision, {"contact": "李秀英"})
    qtbot.waitUntil(lambda: desk.do("dealer.get", dealer.id).contact == "李秀英")
    page.say("已保存", request)
    assert find(window, "toast.words").text() == "已保存"
    find(window, "toast.undo").click()
    qtbot.waitUntil(lambda: desk.do("dealer.get", dealer.id).contact == "王建国")
    qtbot.waitUntil(lambda: find(window, "toast.words").text() == "已撤销:已保存")


def test_ctrl_z_takes_back_the_last_step_and_says_so_when_there_is_none(window, desk, qtbot, find):
    dealer = a_dealer(desk)
    window.go("today")
    request = window.here.ask("dealer.change", dealer.id, dealer.revision, {"contact": "李秀英"})
    qtbot.waitUntil(lambda: desk.do("dealer.get", dealer.id).contact == "李秀英")
    window.here.say("已保存", request)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.do("dealer.get", dealer.id).contact == "王建国")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert find(window, "toast.words").text() == "没有可以撤销的步骤"


def test_leaving_a_form_asks_once_and_each_answer_does_what_it_says(window, qtbot, find):
    window.go("note")
    page = window.here
    for answer, ends_at in (("stay", "note"), ("drop", "today"), ("save", "today")):
        window.go("note")
        page.form.fields["text"].set_value("新的内容")
        window.navigation.entries["today"].click()
        asked = dialog("leave")
        assert find(asked, "leave.fields").text() == "内容"
        find(asked, f"leave.{answer}").click()
        assert window.here.name == ends_at
        assert window.navigation.entries[ends_at].isChecked()
        page.give_up()
    assert page.saved == ["新的内容"]


def test_closing_the_window_asks_too(window, qtbot, find):
    window.go("note")
    window.here.form.fields["text"].set_value("新的内容")
    window.close()
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        find(dialog("leave"), "leave.drop").click()
    assert not window.isVisible()


def test_a_failure_says_what_happened_what_was_kept_and_what_to_do(window, qtbot, find):
    window.go("note")
    window.here.ask("dealer.get", uuid4())
    qtbot.waitUntil(lambda: dialog_or_none("error") is not None)
    shown = dialog("error")
    assert find(shown, "error.what").text() == "这条记录已经不在了。"
    assert find(shown, "error.do").text()
    find(shown, "error.close").click()


def dialog_or_none(name: str) -> QDialog | None:
    try:
        return dialog(name)
    except AssertionError:
        return None


def test_an_unknown_error_has_details_to_copy_and_the_log_holds_no_names(window, qtbot, find, home):
    try:
        raise ValueError("南京金鼎建材有限公司 86000.00")
    except ValueError as error:
        window.show_error(error)
    shown = dialog("error")
    find(shown, "error.copy").click()
    assert "ValueError" in QGuiApplication.clipboard().text()
    logged = (home / "log" / "crmdesk.log").read_text(encoding="utf-8")
    assert "ValueError" in logged
    assert "金鼎" not in logged
    assert "86000" not in logged
    shown.reject()


def test_background_work_shows_progress_and_its_result(window, qtbot, monkeypatch):
    window.go("note")

    def long_work(verb: str, *args: Any, **words: Any) -> str:
        for done in range(1, 6):
            words["progress"](done, 5, f"第 {done} 行")
            time.sleep(0.03)
        return "286 家"

    monkeypatch.setattr(window.counter.desk, "do", long_work)
    window.here.job("导入名单", "dealer.import_list", "plan", done_words="已导入 286 家")
    qtbot.waitUntil(lambda: "导入名单" in window.status.work.text() and "%" in window.status.work.text())
    window.show_jobs()
    assert window.jobs().findChild(QProgressBar).isVisible()
    qtbot.waitUntil(lambda: toast_of(window) == "已导入 286 家")
    assert window.status.work.text() == ""


def test_background_work_can_be_stopped(window, qtbot, monkeypatch, find):
    window.go("note")

    def endless(verb: str, *args: Any, **words: Any) -> None:
        for done in range(10_000):
            words["progress"](done, 10_000, "")
            time.sleep(0.002)
            if words["cancelled"]():
                raise Refused("已取消。", code="cancelled")

    monkeypatch.setattr(window.counter.desk, "do", endless)
    window.here.job("导入名单", "dealer.import_list")
    window.show_jobs()
    find(window.jobs(), "jobs.stop").click()
    qtbot.waitUntil(lambda: window.jobs().jobs[0].state == "cancelled")
    assert "什么都没有写入" in find(window, "toast.words").text()


def test_the_status_line_says_who_where_and_when_it_was_saved(window, desk, qtbot, find):
    assert find(window, "status.who").text() == desk.person.title
    assert "华东办事处.crm" in find(window, "status.place").text()
    window.go("note")
    window.here.ask("dealer.create", {"name": "新客户"})
    qtbot.waitUntil(lambda: find(window, "status.saved").text() == "刚刚已保存")


def test_a_page_hears_what_was_committed_at_once_in_front_and_else_when_someone_goes_there(
    window, desk, qtbot
):
    window.go("note")
    page = window.here
    first = a_dealer(desk)
    qtbot.waitUntil(lambda: ("dealer", frozenset({first.id})) in page.heard)
    window.go("today")
    page.heard.clear()
    ids = frozenset({a_dealer(desk, name="甲").id, a_dealer(desk, name="乙").id})
    qtbot.wait(100)
    assert page.heard == []
    window.go("note")
    assert page.heard == [("dealer", ids), ("opened", None)]


def test_a_narrow_window_folds_the_navigation_and_moves_buttons_into_the_menu(window, qtbot, find):
    window.go("note")
    assert find(window.here, "note.print").isVisible()
    window.resize(640, 420)
    qtbot.wait(50)
    assert window.navigation.is_folded
    assert window.width() <= 660
    window.here.header.resize(240, 36)
    assert not find(window.here, "note.print").isVisible()
    assert find(window.here, "note.send").isVisible()
    assert "打印" in [entry.text() for entry in window.here.header.menu.actions()]


def test_a_demo_office_cannot_be_taken_for_a_real_one(tmp_path, open_window):
    desk = Desk.create(
        tmp_path / "demo.crm", office="示例", code="S", login="a", name="甲", password="secret1", is_demo=True
    )
    window = open_window(desk)
    window.go("today")
    assert "示例" in window.windowTitle()
    assert window.centralWidget().property("role") == "demo"
    assert any(
        label.text() == "示例" and label.isVisible() for label in window.navigation.findChildren(QLabel)
    )
    desk.close()


def test_the_theme_switches_while_the_program_runs_and_is_remembered(window, qtbot):
    window.go("note")
    light = window.here.grab().toImage().pixelColor(3, 3).lightness()
    qtbot.keyClick(
        window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert theme.is_dark()
    assert window.here.grab().toImage().pixelColor(3, 3).lightness() < light - 100
    assert memory.get("look/theme") == "dark"


def test_tab_reaches_every_button_and_field_of_a_page(window, qtbot):
    window.go("note")
    page = window.here
    page.form.fields["text"].editor.setFocus()
    reached = set()
    for _step in range(40):
        front = window.focusWidget()
        reached.add(front.objectName())
        qtbot.keyClick(front, Qt.Key.Key_Tab)
    assert {"note.text", "note.print", "note.send", "note.menu", "navigation.today"} <= reached


def test_everything_that_can_be_used_has_a_name(window, qtbot):
    for name in ("today", "note", "settings"):
        window.go(name)
        qtbot.wait(100)
    kinds = (QPushButton, QLineEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not (widget.objectName() and (widget.accessibleName() or widget_text(widget)))
    ]
    assert nameless == []


def widget_text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QPushButton) else ""


def test_the_window_comes_back_where_it_was(open_window, desk, qtbot):
    first = open_window(desk)
    first.resize(1111, 640)
    first.navigation.toggle()
    first.close()
    again = open_window(desk)
    again_size = memory.get_bytes("window/geometry")
    assert again_size is not None
    assert again.navigation.is_folded


def test_the_pages_that_are_registered_can_all_be_loaded():
    for entry in pages.PAGES:
        assert issubclass(ORIGINAL(entry), Page)
        assert ORIGINAL(entry).name == entry.name


def test_a_panel_opens_with_its_tab_and_closes_with_escape(window, qtbot):
    window.go("note")
    panel = window.here.add_panel()
    panel.add_tab("facts", "资料", QWidget())
    with qtbot.waitSignal(panel.tab_opened) as opened:
        panel.open()
    assert opened.args == ["facts"]
    panel.tabs.setFocus()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.tabs, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_list_dropped_on_the_window_opens_on_the_import_page(window, qtbot, tmp_path):
    file = tmp_path / "客户名单.xlsx"
    file.write_bytes(b"PK")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), *how))
    assert window.drop.isVisible()
    QApplication.sendEvent(window.drop, QDropEvent(QPointF(200, 200), *how))
    assert not window.drop.isVisible()
    qtbot.waitUntil(lambda: window.here is not None and window.here.name == "dealer.import")


def test_the_day_s_backup_is_made_beside_the_work_and_once(window, desk, qtbot):
    folder = desk.database.with_name(desk.database.name + ".backups")
    window.back_up()
    qtbot.waitUntil(lambda: len(list(folder.glob("*.db"))) == 1)
    desk.do("backup.daily")
    assert len(list(folder.glob("*.db"))) == 1


def test_a_form_marks_its_list_in_the_navigation(window, desk, qtbot):
    form = a_complaint(desk)
    window.go("complaint.form", form.id)
    assert [name for name, entry in window.navigation.entries.items() if entry.isChecked()] == ["complaint"]


def test_restarting_asks_for_what_is_not_saved_and_then_closes(window, qtbot, find):
    window.go("note")
    window.here.form.fields["text"].editor.setText("还没有保存")
    window.restart()
    find(dialog("leave"), "leave.stay").click()
    assert window.isVisible()
    assert not window.comes_again
    window.restart()
    with qtbot.waitSignal(window.closed):
        find(dialog("leave"), "leave.save").click()
    assert window.here.saved == ["还没有保存"]
    assert window.comes_again


def test_a_page_asks_for_a_new_start(window, qtbot):
    window.go("note")
    with qtbot.waitSignal(window.closed):
        window.here.restart_wanted.emit()
    assert window.comes_again
    assert not window.isVisible()


def test_closing_is_no_restart(window):
    assert window.close()
    assert not window.comes_again
