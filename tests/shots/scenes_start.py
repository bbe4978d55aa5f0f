"""Before an office is open: the first question, a new office, signing in."""

from pathlib import Path

from crmdesk.desk import Desk
from crmdesk.views.shell.start import StartWindow
from tests.shots.offices import CLERK
from tests.shots.scenes import scene
from tests.shots.stage import Stage


def start(stage: Stage, place: str = "", desk: Desk | None = None, login: str = "") -> StartWindow:
    """The window of the first start."""
    window = StartWindow(place, desk, login)
    stage.show(window)
    stage.quiet()
    return window


@scene("start-question", office="", main=True, large=True)
def question(stage: Stage) -> None:
    start(stage)


@scene("start-refused", office="")
def refused(stage: Stage) -> None:
    window = start(stage)
    window.open_place(str(Path("没有这个文件.crm")))
    stage.until(lambda: stage.find("start.said").isVisible())


@scene("start-server", office="", main=True)
def server(stage: Stage) -> None:
    start(stage)
    stage.click("start.server")
    stage.type("server.host", "10.0.0.7")
    stage.type("server.database", "huadong")
    stage.type("server.user", "crmdesk")


@scene("start-new", office="", main=True)
def new_office(stage: Stage) -> None:
    start(stage)
    stage.click("start.new")
    _fill_place(stage)


@scene("start-new-problems", office="")
def new_office_with_problems(stage: Stage) -> None:
    start(stage)
    stage.click("start.new")
    stage.type("start.office", "华东办事处")
    stage.type("start.name", "李敏")
    stage.type("start.password", "yanzi88")
    stage.type("start.again", "yanzi89")
    _fill_place(stage)
    stage.click("start.found")


def _fill_place(stage: Stage) -> None:
    """What would stand there on a clerk's computer, not on the one that makes the pictures."""
    stage.find("start.place").setText("~/文档/华东办事处.crm")


def _asked_who(stage: Stage) -> None:
    desk = stage.keep(stage.offices.open("empty", CLERK))
    desk.sign_out()
    start(stage, desk.place, desk, CLERK)


@scene("start-sign-in", office="", main=True)
def sign_in(stage: Stage) -> None:
    _asked_who(stage)


@scene("start-sign-in-wrong", office="")
def sign_in_wrong(stage: Stage) -> None:
    _asked_who(stage)
    stage.type("sign_in.password", "yanzi88")
    stage.click("sign_in.go")
    stage.until(lambda: stage.find("sign_in.go").isEnabled())
