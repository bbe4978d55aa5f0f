"""The first start: a new office, an existing one, signing in and staying so; and the program as a process."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from tests.builders import PASSWORD
from tests.servers import WITH_PASSWORD

from crmdesk.cli import main as command_line
from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from crmdesk.services.last_place import last_place
from crmdesk.services.server_place import Server
from crmdesk.views import app, memory, settled
from crmdesk.views.app import Opening, Wish, wish_of
from crmdesk.views.program import Program
from crmdesk.views.shell.start import StartWindow


@pytest.fixture
def start(qtbot):
    def open_it(*args) -> StartWindow:
        made = StartWindow(*args)
        qtbot.addWidget(made)
        made.show()
        return made

    return open_it


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def fill(part, **values: str) -> None:
    for key, value in values.items():
        part.form.fields[key].set_value(value)


def test_the_first_start_asks_one_question_with_three_ways(start, find):
    asked = start()
    assert "您要从哪里开始?" in words_of(asked)
    for way, words in (("new", "新建办事处"), ("demo", "打开示例办事处"), ("open", "打开已有数据库")):
        assert words in words_of(find(asked, f"start.{way}"))


def test_a_new_office_is_founded_and_its_first_user_is_in(start, find, qtbot, tmp_path):
    asked = start()
    find(asked, "start.new").click()
    place = tmp_path / "华南办事处.crm"
    fill(
        asked.new_office, office="华南办事处", code="HN", name="李敏", login="limin", password=PASSWORD,
        again=PASSWORD, place=str(place),
    )  # fmt: skip
    with qtbot.waitSignal(asked.ready, timeout=20_000) as ready:
        find(asked, "start.found").click()
    desk, where, token = ready.args
    assert (desk.office.name, desk.person.name, where, token) == ("华南办事处", "李敏", str(place), "")
    asked_again = start(where, desk)
    assert find(asked_again, "sign_in.login").text() == "limin"
    assert asked_again.focusWidget() is find(asked_again, "sign_in.password")
    desk.close()


def test_enter_goes_from_field_to_field_and_makes_the_office_at_the_last(start, find, qtbot, tmp_path):
    asked = start()
    find(asked, "start.new").click()
    fields = asked.new_office.form.fields
    fill(asked.new_office, office="华南", place=str(tmp_path / "a.crm"))
    fields["place"].editor.setFocus()
    with qtbot.waitSignal(asked.ready, timeout=20_000) as ready:
        for key, typed in (("place", ""), ("name", "Li Min"), ("login", "limin"), ("password", PASSWORD), ("again", PASSWORD)):
            assert asked.focusWidget() is fields[key].editor
            qtbot.keyClicks(asked.focusWidget(), typed)
            if key == "place":
                fill(asked.new_office, code="HN")
            qtbot.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    assert ready.args[0].person.name == "Li Min"
    ready.args[0].close()


def test_the_file_is_named_after_the_office_until_another_is_chosen(start, find):
    asked = start()
    find(asked, "start.new").click()
    fill(asked.new_office, office="华南/办事处")
    assert Path(asked.new_office.form.fields["place"].value()).name == "华南办事处.crm"


def test_what_is_missing_for_a_new_office_stands_at_its_field(start, find, qtbot, tmp_path):
    asked = start()
    find(asked, "start.new").click()
    find(asked, "start.found").click()
    assert "办事处名称还没有填写" in words_of(asked)
    fill(
        asked.new_office, office="华南", code="HN", name="李敏", login="limin", password=PASSWORD, again="other1",
        place=str(tmp_path / "a.crm"),
    )  # fmt: skip
    find(asked, "start.found").click()
    assert asked.new_office.form.fields["again"].problem == "两次写的密码不一样"
    fill(asked.new_office, password="123", again="123")
    find(asked, "start.found").click()
    qtbot.waitUntil(
        lambda: "至少 6 个字符" in asked.new_office.form.fields["password"].problem, timeout=20_000
    )
    assert not (tmp_path / "a.crm").exists()


def test_a_file_that_exists_is_not_overwritten(start, find, qtbot, tmp_path):
    place = tmp_path / "a.crm"
    place.write_text("mine")
    asked = start()
    find(asked, "start.new").click()
    fill(
        asked.new_office, office="华南", code="HN", name="李敏", login="limin", password=PASSWORD, again=PASSWORD,
        place=str(place),
    )  # fmt: skip
    find(asked, "start.found").click()
    qtbot.waitUntil(lambda: "已经存在" in words_of(asked), timeout=10_000)
    assert place.read_text() == "mine"


def test_an_existing_office_is_opened_and_asks_who_is_there(start, find, desk, qtbot):
    asked = start()
    asked.open_place(str(desk.database))
    qtbot.waitUntil(lambda: "华东办事处" in words_of(asked))
    fill(asked.sign_in, login="limin", password="wrong")
    find(asked, "sign_in.go").click()
    qtbot.waitUntil(lambda: "用户名或密码不对" in words_of(asked), timeout=10_000)
    assert asked.sign_in.form.fields["password"].value() == ""
    asked.sign_in.form.fields["password"].set_value(PASSWORD)
    find(asked, "sign_in.stay").click()
    with qtbot.waitSignal(asked.ready, timeout=10_000) as ready:
        qtbot.keyClick(asked.sign_in.form.fields["password"].editor, Qt.Key.Key_Return)
    opened, _place, token = ready.args
    assert opened.person.login == "limin"
    assert Desk.open(desk.database).resume(token).login == "limin"
    opened.close()


def test_enter_after_the_user_name_goes_on_to_the_password(start, find, desk, qtbot):
    asked = start(str(desk.database), desk)
    qtbot.keyClicks(find(asked, "sign_in.login"), "limin")
    qtbot.keyClick(find(asked, "sign_in.login"), Qt.Key.Key_Return)
    assert asked.focusWidget() is find(asked, "sign_in.password")
    assert "还没有填写" not in words_of(asked)


def test_the_demo_office_is_built_once_and_opens_with_its_clerk(start, find, qtbot, tmp_path):
    places = []
    for _time in range(2):
        asked = start()
        with qtbot.waitSignal(asked.ready, timeout=120_000) as ready:
            find(asked, "start.demo").click()
        desk, place, _token = ready.args
        assert desk.office.is_demo
        assert desk.do("dealer.count", DealerQuery()) > 200
        places.append(place)
        desk.close()
    assert places[0] == places[1]
    assert Path(places[0]).parent == tmp_path / "demo"


def test_what_is_no_database_says_so_and_the_question_stays(start, tmp_path, qtbot):
    place = tmp_path / "客户名单.crm"
    place.write_bytes(b"no database at all " * 100)
    asked = start()
    asked.open_place(str(place))
    qtbot.waitUntil(lambda: "不是数据库文件" in words_of(asked))
    assert "您要从哪里开始?" in words_of(asked)


def fill_server(asked: StartWindow, url: str, password: str) -> None:
    server = Server.of(url)
    fill(asked.server, host=server.host, database=server.database, user=server.user, password=password)


def test_an_empty_database_on_a_server_takes_a_new_office(start, find, qtbot, guarded_url):
    asked = start()
    find(asked, "start.server").click()
    fill_server(asked, guarded_url, WITH_PASSWORD)
    qtbot.keyClick(asked.server.form.fields["password"].editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked.new_office.isVisible(), timeout=20_000)
    assert find(asked, "start.place").text() == Server.of(guarded_url).name
    assert not find(asked, "start.browse").isVisible()
    fill(
        asked.new_office, office="华南办事处", code="HN", name="李敏", login="limin", password=PASSWORD, again=PASSWORD
    )
    with qtbot.waitSignal(asked.ready, timeout=20_000) as ready:
        find(asked, "start.found").click()
    desk, place, _token = ready.args
    assert (desk.office.name, desk.database, place) == ("华南办事处", None, guarded_url)
    desk.close()


def test_an_office_on_a_server_is_opened_and_a_wrong_password_is_said_where_it_was_written(
    start, find, qtbot, guarded_url
):
    Desk.create(
        Server.of(guarded_url).with_password(WITH_PASSWORD), office="华东办事处", code="HD", login="limin",
        name="李敏", password=PASSWORD,
    ).close()  # fmt: skip
    asked = start()
    find(asked, "start.new").click()
    find(asked, "start.on_server").click()
    fill_server(asked, guarded_url, "nonsense")
    find(asked, "server.connect").click()
    qtbot.waitUntil(lambda: "数据库用户名或密码不对" in words_of(asked), timeout=20_000)
    assert asked.server.form.fields["password"].value() == ""
    fill(asked.server, password=WITH_PASSWORD)
    find(asked, "server.connect").click()
    qtbot.waitUntil(lambda: asked.sign_in.isVisible(), timeout=20_000)
    assert "华东办事处" in words_of(asked)


def test_what_is_missing_or_no_port_stands_at_its_field(start, find):
    asked = start()
    find(asked, "start.server").click()
    find(asked, "server.connect").click()
    assert "服务器地址还没有填写" in words_of(asked)
    fill(asked.server, host="db", database="x", user="y", port="fünf")
    find(asked, "server.connect").click()
    assert "65535" in asked.server.form.fields["port"].problem


@pytest.fixture
def program(qapp, qtbot):
    opened = []
    hook = sys.excepthook

    def run(place: str = "", token: str = "", files: tuple[str, ...] = ()) -> Program:
        opening = Opening(place, "", token) if place else None
        made = Program(Wish(place, files=files), opening)
        opened.append(made)
        if opening is not None:
            opening.when_done(made._opened.emit)
        else:
            made.ask_where()
        return made

    yield run
    for made in opened:
        for part in (made._window, made._start):
            if part is not None:
                part.closed.disconnect()
                part.close()
        made._end()
    sys.excepthook = hook


def test_the_program_opens_the_window_of_who_stays_signed_in(program, desk, qtbot):
    started = program(str(desk.database), desk.stay_signed_in())
    qtbot.waitUntil(lambda: started._window is not None and started._window.isVisible())
    assert started._window.here.name == "today"
    assert (
        "工作日" in started._window.here.header.note.text()
        or "休息日" in started._window.here.header.note.text()
    )


def test_signing_in_leads_to_the_window_and_is_remembered_and_signing_out_forgets(program, desk, qtbot, find):
    started = program(str(desk.database))
    qtbot.waitUntil(lambda: started._start is not None)
    fill(started._start.sign_in, login="limin", password=PASSWORD)
    find(started._start, "sign_in.stay").click()
    find(started._start, "sign_in.go").click()
    qtbot.waitUntil(lambda: started._window is not None, timeout=10_000)
    assert last_place() == str(desk.database)
    key = f"login/{settled.key_of(str(desk.database))}"
    assert memory.get(key)
    assert (settled.folder() / "desk.ini").stat().st_mode & 0o077 == 0
    token = memory.get(key)
    started._window.sign_out()
    qtbot.waitUntil(lambda: started._start is not None and started._start.isVisible())
    assert memory.get(key) is None
    assert Desk.open(desk.database).resume(token) is None


def test_an_office_on_a_server_asks_for_its_password_at_every_start(guarded_url, program, qtbot, find):
    Desk.create(
        Server.of(guarded_url).with_password(WITH_PASSWORD), office="华东办事处", code="HD", login="limin",
        name="李敏", password=PASSWORD,
    ).close()  # fmt: skip
    started = program(guarded_url)
    qtbot.waitUntil(lambda: started._start is not None, timeout=20_000)
    asked = started._start
    assert asked.server.isVisible()
    assert not asked.server.form.strip.isVisible()
    assert find(asked, "server.database").text() == Server.of(guarded_url).database
    fill(asked.server, password=WITH_PASSWORD)
    find(asked, "server.connect").click()
    qtbot.waitUntil(lambda: asked.sign_in.isVisible(), timeout=20_000)
    fill(asked.sign_in, login="limin", password=PASSWORD)
    find(asked, "sign_in.stay").click()
    find(asked, "sign_in.go").click()
    qtbot.waitUntil(lambda: started._window is not None, timeout=20_000)
    assert last_place() == guarded_url
    assert memory.get(f"login/{settled.key_of(guarded_url)}")
    kept = "".join(file.read_text() for file in settled.folder().iterdir() if file.is_file())
    assert f":{WITH_PASSWORD}@" not in kept
    again = program(guarded_url)
    qtbot.waitUntil(lambda: again._start is not None and again._start.server.isVisible(), timeout=20_000)
    fill(again._start.server, password=WITH_PASSWORD)
    find(again._start, "server.connect").click()
    qtbot.waitUntil(lambda: again._window is not None, timeout=20_000)
    assert again._counter.desk.person.login == "limin"


def test_what_nobody_caught_is_shown_and_the_program_goes_on(program, desk, qtbot, find):
    started = program(str(desk.database), desk.stay_signed_in())
    qtbot.waitUntil(lambda: started._window is not None)
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    shown = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "error" and w.isVisible())
    assert "没有料到" in find(shown, "error.what").text()
    shown.findChild(QPushButton, "error.close").click()
    assert started._window.isVisible()


def test_a_packet_that_was_double_clicked_is_looked_at_in_the_office_of_last_time(program, desk, qtbot, tmp_path, find):
    packet = tmp_path / "给华东-第1包.crmpkt"
    packet.write_bytes(b"half a packet")
    started = program(str(desk.database), desk.stay_signed_in(), (str(packet),))
    qtbot.waitUntil(lambda: started._window is not None and started._window.here.name == "packet", timeout=10_000)
    what = find(started._window, "packet.look.heading")
    qtbot.waitUntil(lambda: packet.name in what.text())


@pytest.mark.parametrize("files", [("第3包.crmpkt",), ("a.crm",), ("a.crmcard", "b.crmpkt")])
def test_files_alone_open_the_window_from_the_command_line_too(files, monkeypatch):
    told = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(app, "main", lambda said: told.append(said) or 0)
    assert command_line.run(list(files)) == 0
    assert told == [list(files)]


def test_the_command_line_names_database_and_person():
    assert wish_of(["--database", "a.crm", "--as", "limin"]) == Wish("a.crm", "limin")
    assert wish_of(["a.crm"]) == Wish("a.crm", "")
    assert wish_of(["--as", "limin", "第3包.CRMPKT"]) == Wish("", "limin", (os.path.abspath("第3包.CRMPKT"),))
    assert wish_of([]) == Wish("", "")


def test_the_process_paints_today_and_imports_nothing_heavy_before(desk, home):
    environment = os.environ | {
        "CRMDESK_TIMING": "1", "CRMDESK_PASSWORD": PASSWORD, "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "crmdesk.views.app",
        "--database",
        str(desk.database),
    ]
    process = subprocess.Popen(
        [*command, "--as", "limin"], env=environment, stderr=subprocess.PIPE, text=True
    )
    too_long = threading.Timer(60, process.kill)
    too_long.start()
    before = []
    for line in process.stderr:
        if line.startswith("first-paint"):
            break
        before.append(line)
    else:
        pytest.fail("nothing was painted: " + "".join(before[-20:]))
    too_long.cancel()
    process.kill()
    process.wait()
    modules = {line.rpartition("|")[2].strip() for line in before}
    heavy = {
        "alembic",
        "openpyxl",
        "reportlab",
        "pypinyin",
        "pypdfium2",
        "cryptography",
        "psycopg",
        "xlsxwriter",
        "sqlalchemy.dialects.postgresql",
        "crmdesk.models.dealer",
        "crmdesk.models.visit",
        "crmdesk.models.visit_plan",
        "crmdesk.models.deputy",
        "crmdesk.rules.visit_plan",
        "crmdesk.services.visit_inbox",
    }
    assert "sqlalchemy" in modules
    assert heavy & modules == set()
    assert float(line.split()[2]) < 30


def test_enter_takes_the_way_that_has_the_focus(start, qtbot):
    window = start()
    qtbot.keyClick(window.findChild(QPushButton, "start.new"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.new_office.isVisible())
