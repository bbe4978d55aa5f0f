"""Visits in Excel (domain 13): the monthly plan, the handbook of a month and the statistics, ready for printing.

The plan is read back by ``read_plan``; a hidden column keeps which row is which line.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from crmdesk.exchange.files import write_safely
from crmdesk.exchange.importing.marks import mark_of
from crmdesk.exchange.print_sheet import PrintSheet
from crmdesk.exchange.visit_plan_reading import LINE, read_plan
from crmdesk.exchange.workbook import open_workbook
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit import Execution, NotVisited, Visit, VisitDay
from crmdesk.rules.visit_execution import totals
from crmdesk.rules.visit_plan import PlanLine, VisitPlan
from crmdesk.rules.visit_told import checked
from crmdesk.rules.wording import day as day_words

__all__ = ["read_plan", "write_handbook", "write_plan", "write_statistics"]

_WEEK = "一二三四五六日"
PLAN = (
    Column("number", "序号", Kind.INTEGER, 5), Column("planned_on", "计划日期", Kind.DATE, 10), Column("weekday", "星期", width=5),
    Column("dealer_code", "客户编号", Kind.CODE, 9), Column("dealer_name", "客户名称", width=22), Column("dealer_class", "等级", width=5),
    Column("place", "地址", width=14), Column("phone", "联系人电话", Kind.CODE, 14), Column("route", "路线", width=7),
    Column("route_order", "路线顺序", Kind.INTEGER, 5), Column("way", "方式", width=8), Column("aim", "巡访目的", width=22),
    Column("problem", "待解决问题", width=18), Column("solution", "解决方案", width=18), Column("hours", "时数", Kind.QUANTITY, 6),
    Column("remark", "备注", width=12), Column("mark", "记录号", Kind.CODE, 10),
)  # fmt: skip
_VISITS = (
    Column("day", "日期", Kind.DATE, 10), Column("weekday", "星期", width=5), Column("dealer_code", "客户编号", Kind.CODE, 9),
    Column("dealer_name", "客户名称", width=20), Column("dealer_class", "等级", width=5), Column("planned", "计划内外", width=6),
    Column("way", "方式", width=7), Column("arrived_at", "到达", Kind.CODE, 6), Column("left_at", "离开", Kind.CODE, 6),
    Column("met", "面谈人", width=8), Column("purpose", "本次计划", width=16), Column("checks", "检查项目", width=44),
    Column("promises", "达成与承诺", width=16), Column("order_amount", "订单（元）", Kind.MONEY, 11),
    Column("collected", "回款（元）", Kind.MONEY, 11), Column("market", "竞品与市场信息", width=14), Column("question", "问题与请示", width=14),
    Column("summary", "当日总结", width=20), Column("next_on", "下次巡访", Kind.DATE, 10),
)  # fmt: skip
_DAYS = (
    Column("day", "日期", Kind.DATE, 10), Column("weekday", "星期", width=5), Column("plan", "当日计划", width=34),
    Column("planned", "计划", Kind.INTEGER, 6), Column("done", "已访", Kind.INTEGER, 6), Column("unplanned", "计划外", Kind.INTEGER, 6),
    Column("summary", "当日总结", width=34), Column("state", "状态", width=8), Column("mark", "评分", Kind.INTEGER, 6),
    Column("check_remark", "检查意见", width=24), Column("checked_by", "检查人", width=8), Column("checked_on", "检查日期", Kind.DATE, 10),
)  # fmt: skip
_CARDS = (
    Column("code", "客户编号", Kind.CODE, 9), Column("name", "客户名称", width=26), Column("dealer_class", "等级", width=6),
    Column("kind", "类型", width=10), Column("city", "城市", width=8), Column("address", "地址", width=26),
    Column("contact", "联系人", width=8), Column("mobile", "手机", Kind.CODE, 13), Column("phone", "电话", Kind.CODE, 14),
    Column("times", "本月巡访", Kind.INTEGER, 7),
)  # fmt: skip
_EXECUTION = (
    Column("name", "名称", width=22), Column("planned", "计划", Kind.INTEGER, 7), Column("done", "已访", Kind.INTEGER, 7),
    Column("rate", "执行率（%）", Kind.INTEGER, 8), Column("moved", "改日", Kind.INTEGER, 6), Column("missed", "未执行", Kind.INTEGER, 7),
    Column("to_come", "未到期", Kind.INTEGER, 7),
    Column("reasons", "未执行原因", width=22), Column("unplanned", "计划外", Kind.INTEGER, 7), Column("orders", "订单（元）", Kind.MONEY, 13),
    Column("collected", "回款（元）", Kind.MONEY, 13), Column("days_handed_in", "交来天数", Kind.INTEGER, 7),
    Column("days_checked", "已检查天数", Kind.INTEGER, 8), Column("mean_mark", "平均评分", Kind.QUANTITY, 7),
    Column("cases", "请示上报", Kind.INTEGER, 7), Column("last_visit", "最近巡访", Kind.DATE, 10),
)  # fmt: skip
_NOT_VISITED = (
    Column("dealer_name", "客户名称", width=28), Column("dealer_class", "等级", width=6), Column("owner", "业务员", width=9),
    Column("last_visit", "最近巡访", Kind.DATE, 11), Column("days", "已过天数", Kind.INTEGER, 8), Column("limit", "应在几天内", Kind.INTEGER, 9),
)  # fmt: skip


def write_plan(path: Path | str, plan: VisitPlan, office: str = "") -> int:
    """Write a plan; gives the number of its lines. Raises NotWritten."""

    def write(target: Path) -> None:
        title = f"{plan.rep_name} {plan.year}年{plan.month}月 月度巡访计划表"
        with open_workbook(target, title) as book:
            _fill_plan(PrintSheet(book, f"{plan.rep_name} {plan.year}-{plan.month:02d}", PLAN, hidden=1), plan, office)

    write_safely(path, write)
    return len(plan.lines)


def _fill_plan(sheet: PrintSheet, plan: VisitPlan, office: str) -> None:
    sheet.title("月度巡访计划表")
    sheet.fact("年月", f"{plan.year} 年 {plan.month} 月　　办事处：{office}　　业务经理：{plan.rep_name}"
                       f"　　填表日期：{day_words(plan.filled_on)}　　状态：{plan.state.word}　　内容指纹：{plan.fingerprint}")  # fmt: skip
    sheet.fact("本月工作目标", plan.goals)
    sheet.gap()
    sheet.head()
    for number, line in enumerate(plan.lines, 1):
        sheet.values(_plan_row(number, line))
    dealers = len({line.dealer_id for line in plan.lines if line.dealer_id})
    total: list[Any] = ["合计", None, "", "", f"{dealers} 家，{len(plan.lines)} 次", *[""] * 9, plan.hours, "", ""]
    sheet.values(total, is_bold=True)
    sheet.gap()
    sheet.line(f"业务经理（签字）：　　　　　　　　　办事处经理（审核、调整、补充、修改）：{plan.decided_by}　　　　　　　　　日期：")
    sheet.close()


def _plan_row(number: int, line: PlanLine) -> tuple[Any, ...]:
    mark = mark_of(LINE, line.id, 0) if line.id else ""
    return (
        number, line.planned_on, _weekday(line.planned_on), line.dealer_code, line.dealer_name,
        line.dealer_class.value if line.dealer_class else "", line.place, line.phone, line.route, line.route_order,
        line.way.word, line.aim, line.problem, line.solution, line.hours, line.remark, mark,
    )  # fmt: skip


def _weekday(value: date | None) -> str:
    return f"周{_WEEK[value.weekday()]}" if value else ""


def write_handbook(
    path: Path | str, rep_name: str, month: date, dealers: Sequence[Dealer], days: Sequence[VisitDay]
) -> int:
    """Write a month of the handbook: visits, days, dealers; gives the number of visits. Raises NotWritten."""
    ordered = sorted(days, key=lambda one: one.day)

    def write(target: Path) -> None:
        title = f"{rep_name} {month.year}年{month.month}月 巡访手册"
        with open_workbook(target, title) as book:
            _fill_visits(PrintSheet(book, "巡访记录", _VISITS), title, ordered)
            _fill_days(PrintSheet(book, "每日", _DAYS), title, ordered)
            _fill_cards(PrintSheet(book, "客户", _CARDS), title, dealers, ordered)

    write_safely(path, write)
    return sum(len(day.visits) for day in days)


def _fill_visits(sheet: PrintSheet, title: str, days: Sequence[VisitDay]) -> None:
    sheet.title(title)
    sheet.head()
    for day in days:
        for visit in day.visits:
            sheet.values(_visit_row(day, visit))
    sheet.close()


def _visit_row(day: VisitDay, visit: Visit) -> tuple[Any, ...]:
    checks = "\n".join(f"【{title}】{text}" for title, text in checked(visit))
    return (
        day.day, _weekday(day.day), visit.dealer_code, visit.dealer_name,
        visit.dealer_class.value if visit.dealer_class else "", "计划内" if visit.is_planned else "计划外", visit.way.word,
        visit.arrived_at, visit.left_at, visit.met, visit.purpose, checks, visit.promises, visit.order_amount,
        visit.collected, visit.market, visit.question, visit.summary, visit.next_on,
    )  # fmt: skip


def _fill_days(sheet: PrintSheet, title: str, days: Sequence[VisitDay]) -> None:
    sheet.title(title)
    sheet.head()
    for day in days:
        done = sum(visit.is_planned for visit in day.visits)
        sheet.values((
            day.day, _weekday(day.day), day.plan, day.planned, done, len(day.visits) - done, day.summary, day.state.word,
            day.mark, day.check_remark, day.checked_by, day.checked_on,
        ))  # fmt: skip
    sheet.close()


def _fill_cards(sheet: PrintSheet, title: str, dealers: Sequence[Dealer], days: Sequence[VisitDay]) -> None:
    sheet.title(title)
    sheet.head()
    for dealer in dealers:
        times = sum(visit.dealer_id == dealer.id for day in days for visit in day.visits)
        sheet.values((
            dealer.code, dealer.name, dealer.dealer_class.value if dealer.dealer_class else "",
            dealer.kind.word if dealer.kind else "", dealer.city, dealer.address, dealer.contact, dealer.mobile, dealer.phone, times,
        ))  # fmt: skip
    sheet.close()


def write_statistics(
    path: Path | str,
    first: date,
    last: date,
    *,
    by_rep: Sequence[Execution] = (),
    by_class: Sequence[Execution] = (),
    by_dealer: Sequence[Execution] = (),
    not_visited: Sequence[NotVisited] = (),
) -> int:
    """Write the statistics of visits, a sheet for each table; gives the number of rows. Raises NotWritten."""

    def write(target: Path) -> None:
        title = f"巡访执行与考核统计 {first.isoformat()} 至 {last.isoformat()}"
        with open_workbook(target, title) as book:
            for name, rows in (("按业务经理", by_rep), ("按等级", by_class), ("按客户", by_dealer)):
                _fill_execution(PrintSheet(book, name, _EXECUTION), f"{title}（{name}）", rows)
            _fill_not_visited(PrintSheet(book, "久未巡访", _NOT_VISITED, is_landscape=False), title, not_visited)

    write_safely(path, write)
    return len(by_rep) + len(by_class) + len(by_dealer) + len(not_visited)


def _fill_execution(sheet: PrintSheet, title: str, rows: Sequence[Execution]) -> None:
    sheet.title(title)
    sheet.head()
    for row in rows:
        sheet.values(_execution_row(row))
    if len(rows) > 1:
        sheet.values(_execution_row(replace(totals(rows), name="合计")), is_bold=True)
    sheet.close()


def _execution_row(row: Execution) -> tuple[Any, ...]:
    reasons = "、".join(f"{word} {times}" for word, times in row.missed_reasons.items() if times)
    return (
        row.name, row.planned, row.done, row.rate, row.moved, row.missed, row.to_come, reasons, row.unplanned, row.orders,
        row.collected, row.days_handed_in, row.days_checked, row.mean_mark, row.cases, row.last_visit,
    )  # fmt: skip


def _fill_not_visited(sheet: PrintSheet, title: str, rows: Sequence[NotVisited]) -> None:
    sheet.title(f"{title}（久未巡访）")
    sheet.head()
    for row in rows:
        days = "从未" if row.days is None else row.days
        grade = row.dealer_class.value if row.dealer_class else ""
        sheet.values((row.dealer_name, grade, row.owner, row.last_visit, days, row.limit))
    sheet.close()
