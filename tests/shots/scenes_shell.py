"""The window itself: 今日, what opens over every page, settings."""

import threading
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crmdesk.rules.errors import Refused
from crmdesk.views import theme
from tests.shots.offices import BOSS, INSPECTOR, MANAGER, REP
from tests.shots.scenes import scene
from tests.shots.stage import Stage


@scene("today-clerk", main=True, large=True)
def today(stage: Stage) -> None:
    stage.go("today")


@scene("today-gmo", login=BOSS)
def today_of_the_general_managers_office(stage: Stage) -> None:
    stage.go("today")


@scene("today-rep", login=REP)
def today_of_a_representative(stage: Stage) -> None:
    stage.go("today")


@scene("today-qa", login=INSPECTOR)
def today_of_quality(stage: Stage) -> None:
    stage.go("today")


@scene("today-empty", office="empty")
def today_of_a_new_office(stage: Stage) -> None:
    stage.go("today")


@scene("today-folded")
def folded_navigation(stage: Stage) -> None:
    stage.go("today")
    stage.window.navigation.toggle()


@scene("palette-open", main=True)
def palette(stage: Stage) -> None:
    stage.go("dealer")
    stage.window.show_palette()
    stage.quiet()


@scene("palette-found")
def palette_with_records(stage: Stage) -> None:
    stage.go("today")
    stage.window.show_palette()
    stage.type("palette.text", "nj")


@scene("palette-nothing")
def palette_without_hits(stage: Stage) -> None:
    stage.go("today")
    stage.window.show_palette()
    stage.type("palette.text", "qqqqqq")


@scene("help-dealers", main=True)
def help_sheet(stage: Stage) -> None:
    stage.go("dealer")
    stage.window.show_help()
    stage.quiet()


@scene("help-complaint")
def help_sheet_of_a_form(stage: Stage) -> None:
    stage.go("complaint.form")
    stage.window.show_help()
    stage.quiet()


@scene("error-refused", main=True)
def refusal(stage: Stage) -> None:
    stage.go("today")
    stage.window.show_error(
        Refused(
            "登记未成功:2026 年 11 月的编号 261107 已被另一台电脑使用。", "您填写的内容已保留为草稿。",
            "请按「登记」再试一次。",
        )
    )  # fmt: skip
    stage.quiet()


@scene("error-unexpected")
def unexpected(stage: Stage) -> None:
    stage.go("today")
    stage.window.show_error(ZeroDivisionError("division by zero"))
    stage.click("error.more")


@scene("toast-undo")
def toast(stage: Stage) -> None:
    stage.go("dealer")
    dealer = stage.page.table.rows.row(3)
    stage.go("dealer.form", dealer.id)
    stage.type("dealer.contact", "张喆")
    stage.press("Ctrl+S")
    stage.quiet()
    said = stage.window._toast
    stage.before_each = lambda: (said.show(), said.raise_())


@scene("leaving-dealer", main=True)
def leaving(stage: Stage) -> None:
    stage.go("dealer")
    stage.go("dealer.form", stage.page.table.rows.row(3).id)
    stage.type("dealer.contact", "张喆")
    stage.type("dealer.remark", "下月起改由孙立负责")
    stage.window.go("today")
    stage.quiet()


class _Slow:
    """A desk that has got so far with one verb and no further, until the picture is taken."""

    def __init__(self, desk: Any, words: str) -> None:
        self._desk, self._words = desk, words
        self.go_on = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def do(self, verb: str, *args: Any, progress: Any = None, **words: Any) -> Any:
        """Tell 43 % and wait."""
        if verb == "dealer.export":
            progress(43, 100, self._words)
            self.go_on.wait(60)
            progress(100, 100, "")
        return self._desk.do(verb, *args, progress=progress, **words)


@scene("jobs-running", main=True)
def jobs(stage: Stage) -> None:
    stage.go("dealer")
    slow = _Slow(stage.desk, "已写 129 行,共 300 行")
    stage.counter.desk = slow
    stage.window.jobs().begin("导出客户", "dealer.export", None, (), None)
    stage.window.show_jobs()
    stage.never_quiet = True
    stage.at_end = slow.go_on.set


@scene("jobs-none")
def no_jobs(stage: Stage) -> None:
    stage.go("today")
    stage.window.show_jobs()
    stage.quiet()


# settings


@scene("settings-office", main=True)
def settings_office(stage: Stage) -> None:
    stage.go("settings", "office")


def _group(stage: Stage, at: int) -> None:
    from crmdesk.rules.settings import groups

    stage.go("settings", tuple(groups())[at])


@scene("settings-company", main=True)
def settings_first(stage: Stage) -> None:
    _group(stage, 0)


@scene("settings-complaint")
def settings_second(stage: Stage) -> None:
    _group(stage, 1)


@scene("settings-days")
def settings_third(stage: Stage) -> None:
    _group(stage, 2)


@scene("settings-data")
def settings_fourth(stage: Stage) -> None:
    _group(stage, 3)


@scene("settings-calendar", main=True)
def calendar(stage: Stage) -> None:
    stage.go("settings", "calendar")


@scene("settings-people", main=True)
def people(stage: Stage) -> None:
    stage.go("settings", "people")
    stage.find("person.list").selectRow(2)


@scene("settings-person-new")
def new_person(stage: Stage) -> None:
    stage.go("settings", "people")
    stage.click("person.new")
    stage.type("person.name", "陈昇")
    stage.click("person.save")


@scene("settings-permits", main=True)
def permits(stage: Stage) -> None:
    stage.go("settings", "permits")


@scene("settings-personal", main=True)
def personal(stage: Stage) -> None:
    stage.go("settings", "personal")


@scene("settings-restart", main=True)
def something_waits_for_a_new_start(stage: Stage) -> None:
    stage.go("settings", "personal")
    part = stage.page.stack.currentWidget()
    part._scale.set_value(150)
    stage.quiet()


@scene("settings-rep", login=REP)
def settings_of_a_representative(stage: Stage) -> None:
    _group(stage, 0)


@scene("settings-manager", login=MANAGER)
def people_seen_by_the_manager(stage: Stage) -> None:
    stage.go("settings", "people")


@scene("compact-dealers")
def compact(stage: Stage) -> None:
    theme.switch(density=theme.Density.COMPACT)
    stage.at_end = lambda: theme.switch(density=theme.Density.COMFORTABLE)
    stage.go("dealer")
    stage.page.table.selectRow(3)


@scene("focus-ring")
def focus(stage: Stage) -> None:
    """A button with the focus by Tab."""
    stage.go("today")
    button = stage.find("today.item.0")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.qWait(10)
