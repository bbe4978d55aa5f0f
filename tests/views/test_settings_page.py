"""The settings: each with sentence, clause and default; the calendar, the people, the permits, this computer."""

import base64
from datetime import date

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel
from tests.builders import PASSWORD, today

from crmdesk.rules.clauses import in_words
from crmdesk.rules.people import Role
from crmdesk.rules.permits import PERMITS
from crmdesk.rules.settings import SETTINGS
from crmdesk.views import memory, theme
from crmdesk.views.counter import READS, Counter
from crmdesk.views.days import month_name
from crmdesk.views.shell.permit_words import WORDS
from crmdesk.views.shell.settings_page import SettingsPage


@pytest.fixture
def open_page(qtbot):
    opened = []

    def open_it(desk) -> SettingsPage:
        counter = Counter(desk)
        page = SettingsPage(counter)
        counter.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.activateWindow()
        opened.append((page, counter))
        return page

    yield open_it
    for page, counter in opened:
        page.hide()
        counter.close()


@pytest.fixture
def page(open_page, desk, qtbot):
    made = open_page(desk)
    made.opened()
    qtbot.waitUntil(lambda: made._values != ())
    return made


def part_of(page: SettingsPage, name: str):
    page.opened(name)
    return page.stack.currentWidget()


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def card(page: SettingsPage, key: str) -> QFrame:
    setting = next(s for s in SETTINGS if s.key == key)
    part_of(page, setting.group)
    return page.findChild(QFrame, f"setting.{key}.card")


def test_each_setting_has_its_sentence_its_default_and_its_clause(page):
    for setting in SETTINGS:
        words = words_of(card(page, setting.key))
        assert setting.title in words
        assert setting.help in words
        assert "默认:" in words
        assert not setting.clause or f"依据 {in_words(setting.clause)}" in words


def test_a_setting_is_saved_and_goes_back_to_its_default(page, desk, qtbot, find):
    shown = card(page, "complaint.number.warn_at")
    said = []
    page.said.connect(lambda words, call_id: said.append((words, call_id)))
    shown.field.editor.setText("80")
    assert page.changed_fields() == ("流水号提醒",)
    find(shown, "setting.complaint.number.warn_at.save").click()
    qtbot.waitUntil(lambda: shown.value.value == 80)
    assert said[0][0] == "「流水号提醒」已保存"
    assert said[0][1] is not None
    assert page.changed_fields() == ()
    find(shown, "setting.complaint.number.warn_at.default").click()
    qtbot.waitUntil(lambda: shown.value.is_default)
    assert shown.field.value() == 90


def test_a_dated_setting_asks_from_which_day_on(page, desk, qtbot, find):
    shown = card(page, "complaint.total_days.domestic")
    assert not shown.since.isVisible()
    shown.field.editor.setText("15")
    assert shown.since.isVisible()
    assert shown.since.value() == today()
    shown.since.set_value(date(2020, 1, 1))
    find(shown, "setting.complaint.total_days.domestic.save").click()
    qtbot.waitUntil(lambda: "2020-01-01 起" in words_of(shown))


def test_a_value_out_of_range_is_refused_at_its_field(page, qtbot, find):
    shown = card(page, "complaint.step_days.draft")
    shown.field.editor.setText("9999")
    find(shown, "setting.complaint.step_days.draft.save").click()
    qtbot.waitUntil(lambda: "0 到 365" in shown.field.problem)


def test_who_may_not_change_settings_reads_them(open_page, signed_in, qtbot):
    page = open_page(signed_in(Role.REP))
    page.opened()
    qtbot.waitUntil(lambda: page._values != ())
    shown = card(page, "company.name")
    assert shown.field.editor.isReadOnly()
    assert "办理" in shown.toolTip()


def test_a_picture_is_taken_and_what_is_none_is_refused(page, tmp_path, qtbot):
    shown = card(page, "company.logo")
    picture = QPixmap(20, 20)
    picture.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    good, bad = tmp_path / "logo.png", tmp_path / "bad.png"
    good.write_bytes(buffer.data().data())
    bad.write_text("no picture")
    shown.field.take_file(str(bad))
    assert "PNG 或 JPEG" in shown.field.problem
    shown.field.take_file(str(good))
    assert base64.b64decode(shown.field.value()).startswith(b"\x89PNG")
    shown.save()
    qtbot.waitUntil(lambda: shown.value.value != "")


def test_the_office_is_renamed(page, desk, qtbot, find):
    part = part_of(page, "office")
    qtbot.waitUntil(lambda: part.form.fields["name"].value() == "华东办事处")
    part.form.fields["name"].set_value("华东第一办事处")
    find(part, "office.save").click()
    qtbot.waitUntil(lambda: desk.do("office.get").name == "华东第一办事处")
    qtbot.waitUntil(lambda: part.changed_fields() == ())


def test_a_day_is_made_a_rest_day_and_back_by_keyboard_and_button(page, desk, qtbot, find):
    part = part_of(page, "calendar")
    qtbot.waitUntil(lambda: part._known is not None)
    year = today().year
    part.view.day = date(year, 3, 9)
    part.view.setFocus()
    qtbot.keyClick(part.view, Qt.Key.Key_Right)
    day = date(year, 3, 10)
    assert find(part, "calendar.day").text().startswith(day.isoformat())
    part._name.set_value("厂休")
    find(part, "calendar.rest").click()
    qtbot.waitUntil(lambda: day in part._known.edited)
    assert "休息" in find(part, "calendar.day").text()
    assert "厂休" in find(part, "calendar.day").text()
    assert day in desk.do("workday.year", year).off
    assert not find(part, "calendar.rest").isEnabled()
    find(part, "calendar.plain").click()
    qtbot.waitUntil(lambda: day not in part._known.edited)


def test_months_are_numbered_in_chinese_and_named_in_english(request):
    assert [month_name(month) for month in (1, 11)] == ["1 月", "11 月"]
    request.getfixturevalue("in_english")
    assert [month_name(month) for month in (1, 11)] == ["January", "November"]


def test_a_click_chooses_the_day_under_the_mouse(page, qtbot, find):
    part = part_of(page, "calendar")
    qtbot.waitUntil(lambda: part._known is not None)
    for day in (date(part._known.year, 1, 1), date(part._known.year, 8, 31), date(part._known.year, 12, 31)):
        qtbot.mouseClick(part.view, Qt.MouseButton.LeftButton, pos=part.view._rect(day).center())
        assert find(part, "calendar.day").text().startswith(day.isoformat())


def test_a_year_without_the_official_notice_says_so(page, qtbot, find):
    part = part_of(page, "calendar")
    qtbot.waitUntil(lambda: part._known is not None)
    while part._known.is_official:
        before = part._known.year
        find(part, "calendar.after").click()
        qtbot.waitUntil(lambda before=before: part._known.year == before + 1)
    assert "推算" in find(part, "calendar.note").text()


def test_someone_is_added_with_roles_and_may_sign_in(page, desk, qtbot, find):
    part = part_of(page, "people")
    qtbot.waitUntil(lambda: part.table.rows.rowCount() > 0)
    find(part, "person.new").click()
    for key, value in (("name", "冯媛"), ("login", "fengyuan"), ("password", PASSWORD)):
        part.form.fields[key].set_value(value)
    find(part, "person.role.rep").click()
    find(part, "person.save").click()
    qtbot.waitUntil(lambda: any(p.login == "fengyuan" for p in desk.do("person.list")))
    qtbot.waitUntil(lambda: part.changed_fields() == ())
    added = next(p for p in desk.do("person.list") if p.login == "fengyuan")
    assert added.roles == frozenset({Role.REP})


def test_what_is_missing_for_a_new_person_stands_at_the_fields(page, qtbot, find):
    part = part_of(page, "people")
    qtbot.waitUntil(lambda: part.table.rows.rowCount() > 0)
    find(part, "person.new").click()
    part.form.fields["name"].set_value("冯媛")
    find(part, "person.save").click()
    assert all(part.form.fields[key].problem for key in ("login", "password", "roles"))
    part.form.fields["login"].set_value("rep")
    part.form.fields["password"].set_value("abc")
    find(part, "person.role.rep").click()
    find(part, "person.save").click()
    qtbot.waitUntil(lambda: "已经有人用" in part.form.fields["login"].problem)
    assert part.form.fields["password"].problem


def test_roles_are_changed_and_a_password_is_reset(page, desk, signed_in, qtbot, find):
    part = part_of(page, "people")
    qtbot.waitUntil(lambda: part.table.rows.rowCount() > 0)
    at = next(n for n in range(part.table.rows.rowCount()) if part.table.rows.row(n).login == "rep")
    part.table.selectRow(at)
    find(part, "person.role.stat").click()
    part.form.fields["password"].set_value("another1")
    find(part, "person.save").click()
    qtbot.waitUntil(
        lambda: next(p for p in desk.do("person.list") if p.login == "rep").roles == {Role.REP, Role.STAT}
    )
    assert part.form.fields["password"].value() == ""
    assert desk.sign_in("rep", "another1").login == "rep"


def test_the_permits_are_shown_as_they_are_declared(page):
    part = part_of(page, "permits")
    model = part.table.model()
    for line, verb in enumerate(model._verbs):
        for column, role in enumerate(model._roles):
            shown = model.index(line, column).data() == "●"
            assert shown == (role in PERMITS[verb])


@pytest.mark.parametrize("width", [1242, 1082, 762])  # as in a window of 1440, 1280 and 960
def test_the_permits_never_scroll_sideways(page, qtbot, width):
    page.resize(width, 800)
    part = part_of(page, "permits")
    qtbot.waitUntil(lambda: not part.table.horizontalScrollBar().isVisible())
    assert part.table.horizontalHeader().is_upright or width > 762


def test_the_permits_fit_in_english(request, qtbot):
    request.getfixturevalue("in_english")
    page = request.getfixturevalue("page")
    page.resize(1082, 800)
    part = part_of(page, "permits")
    assert part.table.horizontalHeader().is_upright
    qtbot.waitUntil(lambda: not part.table.horizontalScrollBar().isVisible())


def test_every_permit_that_writes_has_a_word():
    everyone = frozenset(Role)
    writes = {v for v, roles in PERMITS.items() if roles != everyone and v.rpartition(".")[2] not in READS}
    assert writes - set(WORDS) == set()


def test_theme_and_density_change_at_once_and_scale_later(page, qtbot):
    part = part_of(page, "personal")
    part._theme.set_value("dark")
    assert theme.is_dark()
    part._density.set_value("compact")
    assert theme.row_height() == 26
    part._scale.set_value(150)
    assert page.findChild(QFrame, "personal.restart").isVisible()
    assert (memory.get("look/theme"), str(memory.get("look/scale"))) == ("dark", "150")
    assert page.changed_fields() == ()


def test_a_new_start_is_offered_only_while_something_waits_for_it(page, qtbot, find):
    part = part_of(page, "personal")
    assert not find(part, "personal.restart").isVisible()
    part._language.set_value("en")
    assert find(part, "personal.restart").isVisible()
    with qtbot.waitSignal(page.restart_wanted):
        find(part, "personal.restart_now").click()
    part._language.set_value("zh_CN")
    assert not find(part, "personal.restart").isVisible()


def test_ones_own_password_needs_the_old_one(page, desk, qtbot, find):
    part = part_of(page, "personal")
    for key, value in (("old", "wrong"), ("password", "another1"), ("again", "another1")):
        part.secret.fields[key].set_value(value)
    find(part, "personal.change_password").click()
    qtbot.waitUntil(lambda: "原来的密码不对" in words_of(part.secret))
    part.secret.fields["old"].set_value(PASSWORD)
    find(part, "personal.change_password").click()
    qtbot.waitUntil(lambda: part.secret.fields["old"].value() == "")
    assert desk.sign_in("limin", "another1").login == "limin"


def test_leaving_names_what_is_not_saved_and_saves_all_of_it(page, desk, qtbot):
    shown = card(page, "complaint.number.warn_at")
    shown.field.editor.setText("70")
    office = part_of(page, "office")
    qtbot.waitUntil(lambda: office.form.fields["name"].value() != "")
    office.form.fields["name"].set_value("华南办事处")
    assert set(page.changed_fields()) == {"流水号提醒", "办事处名称"}
    done = []
    page.save(lambda: done.append(True))
    qtbot.waitUntil(lambda: done == [True])
    assert desk.do("office.get").name == "华南办事处"
    assert {v.setting.key: v.value for v in desk.do("setting.all")}["complaint.number.warn_at"] == 70
