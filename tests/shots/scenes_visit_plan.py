"""巡访计划: the manager's month, decided and amended; the representative's plan, its calendar, its beginnings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.visit_plan import VisitPlan, VisitWay
from tests.shots.offices import CLERK, MANAGER, REP
from tests.shots.scenes import scene
from tests.shots.stage import Stage

MONTH = date(2027, 1, 1)  # the demo office has plans of the months before
REPS = ("fengyuan", "sunli", "qianjin", "zhoulan")
AIMS = ("12 月目标分解", "抱怨 261108 说明处理意见", "对账单签字", "样品更换,导购培训", "库存与安全库存核对", "新品上样",
        "年度协议续签", "窜货核实")  # fmt: skip


def plan_of(stage: Stage, login: str, *, submitted: bool = True) -> tuple[Any, VisitPlan]:
    """The plan that the program drafts for one of them, with aims that a person would write."""
    desk = stage.other(login) if stage.desk.person.login != login else stage.desk
    dealers = desk.do("dealer.page", DealerQuery(), 0, 300)
    mine = [d for d in dealers if d.owner == desk.person.name]
    lines = desk.do("visit_plan.propose", MONTH)
    assert mine, login
    lines = tuple(
        replace(line, aim=AIMS[n % len(AIMS)], way=VisitWay.PHONE if n % 5 == 4 else VisitWay.CALL_ON,
                problem="样品老化" if n % 4 == 3 else "", hours=line.hours or Decimal(2))
        for n, line in enumerate(lines[: 36 + len(login)])
    )  # fmt: skip
    plan = desk.do("visit_plan.create", MONTH, {"goals": "新品上样 12 家;收回十月到期货款 86 万元", "lines": lines})
    return desk, desk.do("visit_plan.submit", plan.id, plan.revision) if submitted else plan


def office(stage: Stage) -> list[VisitPlan]:
    """Everybody's plan: three wait, one is approved."""
    plans = [plan_of(stage, login)[1] for login in REPS]
    manager = stage.desk if stage.desk.person.login == MANAGER else stage.other(MANAGER)
    manager.do("visit_plan.approve", plans[3].id, plans[3].revision)
    return plans


def amended(stage: Stage) -> None:
    """The manager has changed some of the first plan."""
    plan = office(stage)[0]
    plan = stage.desk.do("visit_plan.review", plan.id, plan.revision)
    lines = list(plan.lines)
    lines[1] = replace(lines[1], way=VisitWay.TOGETHER)
    lines[4] = replace(lines[4], planned_on=lines[4].planned_on.replace(day=lines[4].planned_on.day + 1))
    added = replace(lines[5], id=None, aim="与质管同往")
    del lines[7]
    stage.desk.do("visit_plan.change", plan.id, plan.revision, {"lines": (*lines, added)})
    stage.go("visit_plan", plan.id)


@scene("plans-manager", login=MANAGER, main=True, large=True)
def manager(stage: Stage) -> None:
    amended(stage)


@scene("plans-decided", login=MANAGER, main=True)
def decided(stage: Stage) -> None:
    office(stage)
    stage.go("visit_plan", month=MONTH)
    stage.press("Space")
    stage.press("R")
    stage.type("visit_plan.step.comment", "A 类客户漏排,请补上")
    stage.press("Return")


@scene("plans-return", login=MANAGER)
def returned(stage: Stage) -> None:
    office(stage)
    stage.go("visit_plan", month=MONTH)
    stage.press("R")


@scene("plans-amending", login=MANAGER)
def amending(stage: Stage) -> None:
    amended(stage)
    stage.press("E")
    stage.page.grid.go_to(2, "dealer_name")
    stage.type_keys("nj")


@scene("plans-panel", login=MANAGER)
def panel(stage: Stage) -> None:
    amended(stage)
    stage.run("visit_plan.panel")


@scene("plans-versions", login=MANAGER)
def versions(stage: Stage) -> None:
    amended(stage)
    stage.run("visit_plan.panel")
    stage.page.panel.tabs.setCurrentIndex(1)
    stage.quiet()
    stage.click("visit_plan.version.1")


@scene("plans-month", login=MANAGER, main=True)
def month(stage: Stage) -> None:
    amended(stage)
    stage.run("visit_plan.calendar")


@scene("plans-menu", login=MANAGER)
def menu(stage: Stage) -> None:
    amended(stage)
    stage.open_menu()


@scene("plan-none", login=REP, main=True)
def none(stage: Stage) -> None:
    stage.go("visit_plan", month=MONTH)


@scene("plan-draft", login=REP, main=True, large=True)
def draft(stage: Stage) -> None:
    plan_of(stage, REP, submitted=False)
    stage.go("visit_plan", month=MONTH)
    stage.page.grid.setFocus()
    stage.page.grid.go_to(3, "aim")


@scene("plan-typing", login=REP)
def typing(stage: Stage) -> None:
    plan_of(stage, REP, submitted=False)
    stage.go("visit_plan", month=MONTH)
    stage.page.grid.rows.write({(1, "planned_on"): "35 日", (2, "hours"): "两个"})
    stage.page.grid.setFocus()
    stage.page.grid.go_to(4, "way")
    stage.type_keys("d")


@scene("plan-month", login=REP)
def own_month(stage: Stage) -> None:
    plan_of(stage, REP, submitted=False)
    stage.go("visit_plan", month=MONTH)
    stage.press("Ctrl+M")
    stage.page.calendar.month.go_to(date(2027, 1, 6), 0)


@scene("plan-changes", login=REP)
def changes(stage: Stage) -> None:
    desk, plan = plan_of(stage, REP)
    stage.other(MANAGER).do("visit_plan.approve", plan.id, plan.revision)
    plan = desk.do("visit_plan.get", plan.id)
    plan = desk.do("visit_plan.acknowledge", plan.id, plan.revision)
    lines = (replace(plan.lines[0], hours=Decimal(4), change_reason="客户要求加一场培训"), *plan.lines[2:])
    desk.do("visit_plan.change", plan.id, plan.revision, {"lines": lines})
    stage.go("visit_plan", month=MONTH)


@scene("plan-paper", login=CLERK)
def paper(stage: Stage) -> None:
    office(stage)
    stage.go("visit_plan", month=MONTH)
    stage.until(lambda: stage.page.ways)
    stage.page.take("approve_on_paper")
