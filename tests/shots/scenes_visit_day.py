"""The visit handbook: a day while it is typed, the days that wait, cases, statistics."""

from datetime import date
from decimal import Decimal
from typing import Any

from crmdesk.rules.dealer import DealerKind, DealerQuery
from crmdesk.rules.visit import EvidenceLine, PriceLine, StockLine
from crmdesk.rules.visit_case import NoteKind
from tests.services.visiting import an_approved_plan
from tests.shots.clock import DAY
from tests.shots.offices import CLERK, MANAGER, REP
from tests.shots.scenes import scene
from tests.shots.stage import Stage

YESTERDAY = date(2026, 11, 23)


def dealers(stage: Stage) -> list[Any]:
    """Customers of the office, shops first."""
    found = list(stage.desk.do("dealer.page", DealerQuery(), 0, 60))
    return sorted(found, key=lambda d: d.kind is not DealerKind.EXCLUSIVE)[:8]


def a_written_day(stage: Stage, desk: Any, day: date) -> Any:
    """Three visits, one of them with goods from elsewhere; all of it complete."""
    begun = desk.do("visit_day.begin", day)
    if begun.visits:
        return begun
    said = (
        ("09:10", "10:05", "王建国", "样品已更换,下周补货三十箱。", Decimal(12800), "no"),
        ("10:40", "11:30", "周老板", "对账单已签字;店里有外地来的货,已拍照取证。", None, "yes"),
        ("14:00", "15:20", "陈经理", "12 月目标分解到四周,促销方案说好月底前定。", Decimal(46000), "no"),
    )  # fmt: skip
    for dealer, (came, left, met, summary, order, foreign) in zip(dealers(stage), said, strict=False):
        visit = desk.do("visit.add", begun.id, {"dealer_id": dealer.id})
        desk.do("visit.change", visit.id, visit.revision, {
            "arrived_at": came, "left_at": left, "met": met, "summary": summary, "order_amount": order,
            "purpose": "盘点库存,谈补货", "promises": "月底前补货三十箱", "next_on": date(2026, 12, 1), "next_aim": "年度协议",
            "checks": {"foreign_goods": foreign, "floor_price_kept": "yes", "sales": "126000", "funds": "周转正常",
                       "reaction": "对返利政策满意", "shop_score": "4", "display_score": "3",
                       "consumers": "小规格地砖问的人多", "trend": "冬季开工少,零售走平", "needs_help": "no"},
            "prices": (PriceLine("抛光砖 800×800", Decimal(98), Decimal(96)), PriceLine("仿古砖 600×600", Decimal(75), Decimal(78))),
            "stocks": (StockLine("抛光砖 800×800", Decimal(320), 30, Decimal(140), Decimal(60), Decimal(112), Decimal(230)),
                       StockLine("仿古砖 600×600", Decimal(180), 30, Decimal(95), None, Decimal(63), Decimal(150))),
            "evidence": (EvidenceLine("TC-8080-W", "261008", "合肥方向", Decimal(36), "两车,牌照皖 A"),) if foreign == "yes" else (),
        })  # fmt: skip
    return desk.do("visit_day.change", begun.id, desk.do("visit_day.get", begun.id).revision, {
        "plan": "南京三家:样品、对账、12 月目标。", "summary": "三家都已走到;第二家有窜货,已请示。", "dressed": True,
    })  # fmt: skip


def open_day(stage: Stage, day: Any, at: int = 0) -> Any:
    """The page of a day, at one of its rows."""
    page = stage.go("visit_day.form", day.id)
    stage.until(lambda: page.rows.rows)
    page.rows.go(page.rows.rows[at].key)
    stage.quiet()
    return page


def planned_today(stage: Stage) -> None:
    """Four planned visits of today."""
    an_approved_plan(stage.desk, [(DAY, dealer) for dealer in dealers(stage)[3:7]])


@scene("visitday-due", login=REP, main=True)
def due(stage: Stage) -> None:
    planned_today(stage)
    open_day(stage, a_written_day(stage, stage.desk, DAY), 4)


@scene("visitday-visit", login=REP, main=True)
def visit(stage: Stage) -> None:
    planned_today(stage)
    open_day(stage, a_written_day(stage, stage.desk, DAY), 1)


@scene("visitday-yes", login=REP)
def yes(stage: Stage) -> None:
    open_day(stage, a_written_day(stage, stage.desk, DAY), 2)
    stage.click("visit.group.market_order")
    bar = stage.page.visit_card.form._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)


@scene("visitday-open", login=REP, large=True)
def open_groups(stage: Stage) -> None:
    open_day(stage, a_written_day(stage, stage.desk, DAY), 1)
    for group in ("business", "shop", "stock", "projects"):
        stage.click(f"visit.group.{group}")
    bar = stage.page.visit_card.form._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)


@scene("visitday-day", login=REP)
def the_day(stage: Stage) -> None:
    open_day(stage, a_written_day(stage, stage.desk, DAY), 0)


@scene("visitday-new", login=REP)
def new(stage: Stage) -> None:
    planned_today(stage)
    page = open_day(stage, stage.desk.do("visit_day.begin", DAY), 1)
    stage.press("Return") if page.rows.hasFocus() else page.writing.begin(page.line())
    stage.quiet()


def handed_in(stage: Stage) -> None:
    """Two days of a representative with the manager."""
    rep = stage.other(REP)
    for day in (YESTERDAY, date(2026, 11, 20)):
        written = a_written_day(stage, rep, day)
        rep.do("visit_day.hand_in", written.id, written.revision)


@scene("visitdays-queue", login=MANAGER, main=True)
def queue(stage: Stage) -> None:
    handed_in(stage)
    stage.go("visit_day")


@scene("visitdays-form", login=MANAGER)
def check_form(stage: Stage) -> None:
    handed_in(stage)
    page = stage.go("visit_day")
    page.open_current()
    stage.quiet()


@scene("visitdays-remark", login=MANAGER)
def remark(stage: Stage) -> None:
    handed_in(stage)
    page = stage.go("visit_day")
    page.open_current()
    stage.quiet()
    stage.page.rows.go(stage.page.rows.rows[2].key)
    stage.quiet()
    stage.type("visit.check_remark", "照片再补两张,送货单呢?")


@scene("visitdays-return", login=MANAGER)
def send_back(stage: Stage) -> None:
    handed_in(stage)
    page = stage.go("visit_day")
    page.send_back()
    stage.quiet()


@scene("visitdays-rep", login=REP)
def rep_list(stage: Stage) -> None:
    a_written_day(stage, stage.desk, DAY)
    stage.go("visit_day")


@scene("visitdays-empty", office="empty")
def empty(stage: Stage) -> None:
    stage.go("visit_day")


@scene("visitdays-which", login=CLERK)
def which(stage: Stage) -> None:
    page = stage.go("visit_day")
    page.write_other()
    stage.quiet()


def asked(stage: Stage) -> Any:
    """Cases of two days; the newest one."""
    handed_in(stage)
    return stage.desk.do("visit_case.page", (), 0, 10)[0]


@scene("visitcase-list", login=MANAGER, main=True)
def cases(stage: Stage) -> None:
    asked(stage)
    page = stage.go("visit_case")
    page.look(page.table.current_row())
    stage.quiet()


@scene("visitcase-form", login=MANAGER, main=True)
def case(stage: Stage) -> None:
    one = asked(stage)
    stage.other(REP).do("visit_case.note", one.id, NoteKind.REPORT, "货主是合肥鑫源,电话已记下。")
    stage.go("visit_case.form", one.id)
    stage.type("visit_case.answer.words", "先封存并拍照,明天上午我去店里;请把送货单一并留好。")


@scene("visitcase-new", login=REP)
def new_case(stage: Stage) -> None:
    stage.go("visit_case.form")


@scene("visitcase-empty", office="empty")
def no_cases(stage: Stage) -> None:
    stage.go("visit_case")


def counted(stage: Stage) -> None:
    """A plan of the month and what was made of it."""
    rep = stage.other(REP)
    shops = dealers(stage)
    an_approved_plan(rep, [(date(2026, 11, n), dealer) for n, dealer in zip((20, 20, 23, 18, 17, 19), shops, strict=False)])
    for day in (YESTERDAY, date(2026, 11, 20)):
        a_written_day(stage, rep, day)


@scene("visitstatistics-rep", login=MANAGER, main=True)
def by_rep(stage: Stage) -> None:
    counted(stage)
    stage.go("visit_statistics")


@scene("visitstatistics-dealer", login=MANAGER)
def by_dealer(stage: Stage) -> None:
    counted(stage)
    stage.go("visit_statistics", view="dealer")


@scene("visitstatistics-unvisited", login=MANAGER)
def unvisited(stage: Stage) -> None:
    counted(stage)
    stage.go("visit_statistics", view="not_visited")


@scene("visitstatistics-told", login=MANAGER)
def told(stage: Stage) -> None:
    counted(stage)
    stage.go("visit_statistics", view="told")


@scene("visitpdf-day", login=REP)
def paper(stage: Stage) -> None:
    page = open_day(stage, a_written_day(stage, stage.desk, DAY), 0)
    page.elsewhere.preview()
    stage.quiet()
