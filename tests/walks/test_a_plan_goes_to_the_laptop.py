"""The walk of the visits, whole: a plan is written, approved on a laptop without network, carried out and checked.

Two databases, two windows one after the other, and nothing between them but files.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanState
from crmdesk.views.app import Wish
from crmdesk.views.program import Program
from tests.builders import PASSWORD, a_dealer, today
from tests.founding import office_file
from tests.walks.someone import Someone

REP, MANAGER = Role.REP.value, Role.OFFICE_MGR.value
FIRST, SECOND = "南京金鼎建材有限公司", "苏州恒通陶瓷"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The office's database with two dealers of the representative."""
    template, tokens = office_file()
    place = tmp_path / "华东办事处.crm"
    shutil.copy(template, place)
    desk = Desk.open(place)
    desk.resume(tokens[Role.ADMIN])
    owner = Role.REP.word
    a_dealer(desk, name=FIRST, owner=owner, dealer_class=DealerClass.A)
    a_dealer(desk, name=SECOND, city="苏州", mobile="13900000001", owner=owner, dealer_class=DealerClass.B)
    desk.close()
    return place


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Sit down before one of the two computers: whoever sat there before has closed his window."""
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "config"))
    hook = sys.excepthook
    programs: list[Program] = []

    def leave() -> None:
        while programs:
            program = programs.pop()
            for part in (program._window, program._start):
                if part is not None:
                    part.closed.disconnect()
                    part.close()
            program._end()

    def sit(place: Path, login: str) -> Someone:
        leave()
        program = Program(Wish(str(place)), None)
        programs.append(program)
        program.ask_where(str(place), Desk.open(place))
        someone = Someone(qtbot)
        someone.type("sign_in.login", login)
        someone.put_cursor("sign_in.password")
        someone.type_here(PASSWORD)
        someone.press("Return")
        someone.window().resize(1280, 800)
        return someone

    yield sit
    leave()
    sys.excepthook = hook


Sit = Callable[[Path, str], Someone]


def test_the_walk_of_a_month_of_visits(sit_down: Sit, office: Path, tmp_path: Path):
    laptop = tmp_path / "笔记本.crm"
    prepare_the_laptop(sit_down(office, MANAGER), laptop)

    rep = sit_down(office, REP)
    write_and_submit_the_plan(rep)
    make_a_packet(rep, tmp_path / "计划.crmpkt")

    manager = sit_down(laptop, MANAGER)
    take_in(manager, tmp_path / "计划.crmpkt")
    amend_and_approve(manager)
    make_a_packet(manager, tmp_path / "批复.crmpkt")

    rep = sit_down(office, REP)
    take_in(rep, tmp_path / "批复.crmpkt")
    acknowledge_what_was_changed(rep)
    write_the_handbook_of_the_day(rep)
    make_a_packet(rep, tmp_path / "手册.crmpkt")

    manager = sit_down(laptop, MANAGER)
    take_in(manager, tmp_path / "手册.crmpkt")
    check_the_day(manager)
    make_a_packet(manager, tmp_path / "检查.crmpkt")

    rep = sit_down(office, REP)
    take_in(rep, tmp_path / "检查.crmpkt")
    print_plan_and_handbook(rep, tmp_path)
    both_know_the_same(office, laptop)


def prepare_the_laptop(someone: Someone, place: Path) -> None:
    someone.click("navigation.packet")
    someone.click("packet.copy")
    someone.put_cursor("desk.copy.name")
    someone.type_here("经理的笔记本")
    someone.click("desk.copy.go")
    someone.answer_file_dialog(place)
    someone.until(place.exists)
    someone.until(lambda: someone.sees("packet.done.words"))


def write_and_submit_the_plan(someone: Someone) -> None:
    page = plans_of_this_month(someone)
    someone.click("visit_plan.empty_line")
    someone.until(lambda: page.grid.is_open and page.grid.hasFocus())
    day = f"{today():%Y/%m/%d}"
    lines = ["日期\t客户\t目的\t时数", f"{day}\t{FIRST}\t十二月目标分解\t2", f"{day}\t{SECOND}\t对账单签字\t1.5"]
    QGuiApplication.clipboard().setText("\n".join(lines))
    someone.press("Ctrl+V")
    someone.until(lambda: [line.dealer_name for line in page.grid.lines] == [FIRST, SECOND])
    page.goals.set_text("两家客户样品更新,货款按期收回")
    someone.press("Ctrl+S")
    someone.until(lambda: page.next_way is not None and page.next_way.name == "submit")
    someone.click("visit_plan.send")
    someone.until(lambda: page.plan.state is PlanState.SUBMITTED)
    someone.reads("已提交")


def plans_of_this_month(someone: Someone) -> Any:
    someone.click("navigation.visit_plan")
    someone.until(lambda: someone.find("window").here.name == "visit_plan")
    page = someone.find("window").here
    someone.until(lambda: page.plans)
    if page.month != today().replace(day=1):
        someone.click("visit_plan.month.before")
        someone.until(lambda: page.month == today().replace(day=1) and page.plans)
    return page


def make_a_packet(someone: Someone, path: Path) -> None:
    someone.click("navigation.packet")
    someone.until(lambda: someone.find("window").here.name == "packet")
    someone.until(lambda: someone.find("window").here.desk is not None)
    someone.click("packet.make")
    someone.answer_file_dialog(path)
    someone.until(path.exists)
    someone.until(lambda: someone.sees("packet.done.words"))
    assert path.stat().st_size < 200_000


def take_in(someone: Someone, path: Path) -> None:
    someone.drop(path)
    someone.click("packet.look.go")
    someone.until(lambda: someone.sees("packet.look.reply"))


def amend_and_approve(someone: Someone) -> None:
    page = plans_of_this_month(someone)
    someone.until(lambda: page.plan is not None and page.plan.state is PlanState.SUBMITTED and page.ways)
    someone.press("E")
    someone.until(lambda: page.grid.is_open and page.grid.hasFocus())
    at = next(n for n, line in enumerate(page.grid.lines) if line.dealer_name == SECOND)
    page.grid.rows.write({(at, "hours"): "3"})
    someone.press("Ctrl+S")
    someone.until(lambda: not page.is_changed and page.plan.against_submitted)
    someone.press("Escape")
    someone.until(page.table.hasFocus)
    someone.press("Space")
    someone.press("Ctrl+Return")
    someone.until(lambda: page.plan is not None and page.plan.state is PlanState.APPROVED)


def acknowledge_what_was_changed(someone: Someone) -> None:
    page = plans_of_this_month(someone)
    someone.until(lambda: page.plan is not None and page.plan.state is PlanState.APPROVED)
    changed = page.plan.against_submitted
    assert [(cell.field, cell.before, cell.after) for change in changed for cell in change.cells] == [
        ("hours", "1.5", "3")
    ]
    someone.until(lambda: page.next_way is not None and page.next_way.name == "acknowledge")
    someone.click("visit_plan.send")
    someone.until(lambda: page.plan.state is PlanState.EXECUTING)


def write_the_handbook_of_the_day(someone: Someone) -> None:
    someone.click("navigation.visit_day")
    someone.until(lambda: someone.find("window").here.name == "visit_day")
    someone.click("visit_days.today")
    someone.until(lambda: someone.find("window").here.name == "visit_day.form")
    page = someone.find("window").here
    someone.until(lambda: page.day is not None and len(page.day.due) == 2 and page.ways)
    for n in range(2):
        begin_the_next(someone, page)
        for field, words in (("arrived_at", "930"), ("left_at", "1015"), ("met", "王经理"), ("summary", f"办妥 {n}")):
            someone.put_cursor(f"visit.{field}")
            someone.type_here(words)
        someone.press("Ctrl+0")
        someone.press("Ctrl+Return")
        someone.until(lambda n=n: len(page.day.visits) == n + 1 and not page.changed_fields())
    page.rows.setFocus()
    page.rows.go(page.rows.rows[0].key)
    for field, words in (("plan", "两家:目标与对账"), ("summary", "都已办妥")):
        someone.put_cursor(f"visit_day.{field}")
        someone.type_here(words)
    someone.press("Ctrl+S")
    someone.until(lambda: not page.changed_fields())
    someone.click("visit_day.hand_in")
    someone.until(lambda: page.day.state.value == "handed_in")


def begin_the_next(someone: Someone, page: Any) -> None:
    due = next(row for row in page.rows.rows if row.of.name == "DUE")
    page.rows.setFocus()
    page.rows.go(due.key)
    someone.until(lambda: page._here == due.key)
    someone.click("visit_day.begin")
    someone.until(lambda: someone.sees("visit.summary") and page._here[0].name == "VISIT")


def check_the_day(someone: Someone) -> None:
    someone.click("navigation.visit_day")
    someone.until(lambda: someone.find("window").here.name == "visit_day")
    page = someone.find("window").here
    someone.until(lambda: page.table.current_row() is not None)
    someone.press("Return")
    someone.until(lambda: someone.find("window").here.name == "visit_day.form")
    page = someone.find("window").here
    someone.until(lambda: page.day is not None and page.ways)
    someone.put_cursor("visit_day.mark")
    someone.type_here("95")
    someone.put_cursor("visit_day.check_remark")
    someone.type_here("记录清楚")
    someone.press("Ctrl+S")
    someone.until(lambda: not page.changed_fields())
    someone.press("Ctrl+Return")
    someone.until(lambda: page.day.state.value == "checked")


def print_plan_and_handbook(someone: Someone, folder: Path) -> None:
    page = plans_of_this_month(someone)
    someone.until(lambda: page.plan is not None)
    said = saved_pdf(someone, folder / "计划.pdf")
    assert [words for words in (FIRST, SECOND, page.plan.fingerprint) if words not in said] == []
    someone.click("navigation.visit_day")
    someone.until(lambda: someone.find("window").here.name == "visit_day")
    days = someone.find("window").here
    someone.until(lambda: days.table.current_row() is not None)
    said = saved_pdf(someone, folder / "手册.pdf")
    assert [words for words in ("记录清楚", "95", "办妥 1") if words not in said] == []


def saved_pdf(someone: Someone, path: Path) -> str:
    someone.press("Ctrl+P")
    someone.until(lambda: someone.find("window").here.name == "pdf")
    someone.until(lambda: someone.find("window").here.qactions["pdf.save"].isEnabled())
    someone.press("Ctrl+S")
    someone.answer_file_dialog(path)
    someone.until(path.exists)
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def both_know_the_same(office: Path, laptop: Path) -> None:
    plans = []
    for place in (office, laptop):
        desk = Desk.open(place)
        desk.sign_in(MANAGER, PASSWORD)
        summary = next(p for p in desk.do("visit_plan.page", today().replace(day=1)) if p.id is not None)
        plan = desk.do("visit_plan.get", summary.id)
        plans.append((plan.content_hash, plan.goals, plan.conflicts, [v.fingerprint for v in desk.do("visit_plan.versions", plan.id)]))
        assert desk.do("check.run").ok
        desk.close()
    assert plans[0] == plans[1]
