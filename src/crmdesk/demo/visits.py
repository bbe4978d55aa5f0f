"""Visits of the demo office: plans of three months on their way, a month of the handbook, a case, and their papers.

Each happening has its moment; ``crmdesk.demo`` plays all of them in the order of time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from crmdesk.demo import visit_story as story
from crmdesk.desk import Desk
from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit import VisitDay
from crmdesk.rules.visit_case import CaseState
from crmdesk.rules.visit_check import CaseKind, items_for
from crmdesk.rules.visit_plan import PlanLine, VisitPlan

PLAN_FILE, HANDBOOK_FILE, STATISTICS_FILE, PLAN_BOOK = "月度巡访计划表.pdf", "巡访手册.pdf", "巡访执行与考核统计.pdf", "月度巡访计划表.xlsx"
_SHIFT = 3
Happening = tuple[datetime, Callable[[], None]]


class Clock(Protocol):
    """The clock that the story sets."""

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        """Go to a time of a day of the office."""


class Office(Protocol):
    """What the visits need of the office that is being built."""

    today: date
    folder: Path
    dealers: dict[str, tuple[Dealer, ...]]

    @property
    def clock(self) -> Clock:
        """The clock of all desks."""

    def as_person(self, name: str) -> Desk:
        """The desk at which that person sits."""

    def workday(self, days_ago: int) -> date:
        """The day so long ago, or the working day before it."""

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""


class Visits:
    """Everything about visits that happens, and what is printed at the end."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._plans: dict[tuple[str, date], VisitPlan] = {}
        self._dealers: dict[UUID | None, Dealer] = {}
        self._days: dict[tuple[str, date], VisitDay] = {}
        self._this = office.today.replace(day=1)
        self._number = 0

    def all(self) -> list[Happening]:
        """Plans of the last, this and the next month; days until yesterday; cases and their answer."""
        reps = (story.MAIN, *story.OTHERS)
        found: list[Happening] = []
        for nth, rep in enumerate(reps):
            for month in self._months_of(rep):
                found += self._approved_plan(rep, month, nth)
        found += self._closed_month(story.MAIN, add_months(self._this, -1))
        found += self._next_month(add_months(self._this, 1))
        for nth, rep in enumerate(reps):
            for number, day in enumerate(self._days_of(rep)):
                found += self._day(rep, day, number, nth)
        found.append(self._at(self._office.workday(1), 16, 50, lambda: self._ask_for_change(story.MAIN)))
        found.append(self._at(self._office.workday(1), 17, 50, self._answer))
        return found

    def papers(self) -> list[str]:
        """Print plan, handbook and statistics; the names of the files."""
        desk, folder = self._office.as_person(story.MANAGER), self._office.folder
        plan = self._plans[story.MAIN, self._this]
        (folder / PLAN_FILE).write_bytes(desk.do("visit_plan.preview", (plan.id,), True))
        desk.do("visit_plan.export", plan.id, folder / PLAN_BOOK)
        desk.do("visit_handbook.save", plan.rep_id, self._full_month(), folder / HANDBOOK_FILE)
        first = self._full_month()
        (folder / STATISTICS_FILE).write_bytes(desk.do("visit_statistics.preview", first, month_end(first)))
        return [PLAN_FILE, PLAN_BOOK, HANDBOOK_FILE, STATISTICS_FILE]

    def _full_month(self) -> date:
        """The newest month with enough days to be shown."""
        past = [day for day in self._workdays(self._this) if day < self._office.today]
        return self._this if len(past) >= story.FEW_DAYS else add_months(self._this, -1)

    def _months_of(self, rep: str) -> tuple[date, ...]:
        """The months with an approved plan: the last one and this one; of the others only what is shown."""
        last = add_months(self._this, -1)
        return (last, self._this) if rep == story.MAIN or self._full_month() == last else (self._this,)

    def _at(self, day: date, hour: int, minute: int, happen: Callable[[], None]) -> Happening:
        def then() -> None:
            self._office.clock.set(day, hour, minute)
            happen()

        return datetime.combine(day, time(hour, minute)), then

    def _before(self, month: date, count: int) -> date:
        """The working day that lies ``count`` working days before the month."""
        day = month
        while count:
            day -= timedelta(days=1)
            count -= self._office.is_workday(day)
        return day

    # plans

    def _approved_plan(self, rep: str, month: date, nth: int) -> list[Happening]:
        return [
            self._at(self._before(month, 4), 15, 5 * nth, lambda: self._hand_in(rep, month)),
            self._at(self._before(month, 3), 10, 5 * nth, lambda: self._approve(rep, month)),
            self._at(self._before(month, 2), 9, 5 * nth, lambda: self._take(rep, rep, month, "acknowledge")),
        ]

    def _next_month(self, month: date) -> list[Happening]:
        """One plan for each way a plan may stand: submitted, returned, written, not begun."""
        first, second, third = story.OTHERS
        ago = self._office.workday
        return [
            self._at(ago(2), 16, 10, lambda: self._hand_in(story.MAIN, month)),
            self._at(ago(2), 16, 20, lambda: self._hand_in(first, month)),
            self._at(ago(1), 17, 5, lambda: self._take(story.MANAGER, first, month, "send_back", comment=story.RETURNED)),
            self._at(ago(1), 17, 15, lambda: self._write(second, month)),
            self._at(ago(1), 17, 25, lambda: self._hand_in(third, month)),
        ]

    def _closed_month(self, rep: str, month: date) -> list[Happening]:
        """The last month is summed up and checked, as far as there were days for it."""
        days = [day for day in self._workdays(self._this) if day < self._office.today][:2]
        steps = (lambda: self._sum_up(rep, month), lambda: self._check(rep, month))
        return [self._at(day, 11, 30, step) for day, step in zip(days, steps, strict=False)]

    def _workdays(self, month: date) -> list[date]:
        days = (month + timedelta(days=number) for number in range(month_end(month).day))
        return [day for day in days if self._office.is_workday(day)]

    def _write(self, rep: str, month: date) -> None:
        desk = self._office.as_person(rep)
        drafted = desk.do("visit_plan.propose", month)
        days = self._planned_days(month)
        kept = [line for line in drafted if (line.route_order or 1) <= self._per_day(month) and line.planned_on in days]
        lines = tuple(self._filled(line) for line in kept)
        self._plans[rep, month] = desk.do("visit_plan.create", month, {"goals": story.GOALS[rep], "lines": lines})

    def _planned_days(self, month: date) -> list[date]:
        """Of a month that is not shown whole, only the last days are planned and told."""
        days = self._workdays(month)
        return days[-story.BEFORE :] if month < self._full_month() else days

    def _per_day(self, month: date) -> int:
        return 1 if month < self._full_month() else story.PER_DAY

    def _filled(self, line: PlanLine) -> PlanLine:
        self._number += 1
        aim, problem, solution = story.AIMS[self._number % len(story.AIMS)]
        return replace(line, aim=aim, problem=problem, solution=solution)

    def _hand_in(self, rep: str, month: date) -> None:
        self._write(rep, month)
        self._take(rep, rep, month, "submit")

    def _take(self, person: str, rep: str, month: date, step: str, **more: Any) -> None:
        plan = self._plans[rep, month]
        self._plans[rep, month] = self._office.as_person(person).do(f"visit_plan.{step}", plan.id, plan.revision, **more)

    def _approve(self, rep: str, month: date) -> None:
        """The manager adjusts the plan of one representative before he approves it (MT 一.3)."""
        if rep == story.MAIN:
            self._take(story.MANAGER, rep, month, "review")
            plan = self._plans[rep, month]
            first, second, third, *others = plan.lines
            adjusted = (
                replace(first, aim=story.MANAGER_AIM, remark=story.MANAGER_REMARK), replace(second, hours=Decimal(3)),
                *others, replace(third, id=None, planned_on=plan.lines[-1].planned_on, aim=story.MANAGER_AIM),
            )  # fmt: skip
            self._change(story.MANAGER, rep, month, {"lines": adjusted})
        self._take(story.MANAGER, rep, month, "approve")

    def _change(self, person: str, rep: str, month: date, changes: dict[str, Any]) -> None:
        plan = self._plans[rep, month]
        self._plans[rep, month] = self._office.as_person(person).do("visit_plan.change", plan.id, plan.revision, changes)

    def _ask_for_change(self, rep: str) -> None:
        """变更申请: a visit that is still to come is moved."""
        plan = self._plans[rep, self._this]
        coming = [line for line in plan.lines if line.planned_on and line.planned_on > self._office.today]
        days = [day for day in self._workdays(self._this) if day > self._office.today]
        if coming and days:
            moved = replace(coming[0], planned_on=days[-1], change_reason=story.CHANGED_BECAUSE)
            lines = tuple(moved if line.id == moved.id else line for line in plan.lines)
            self._change(rep, rep, self._this, {"lines": lines})

    def _sum_up(self, rep: str, month: date) -> None:
        self._change(rep, rep, month, {"summary": story.SUMMARY})
        self._take(rep, rep, month, "sum_up")

    def _check(self, rep: str, month: date) -> None:
        self._change(story.MANAGER, rep, month, {"mark": 88, "check_remark": story.CHECKED})
        self._take(story.MANAGER, rep, month, "check")

    # days

    def _days_of(self, rep: str) -> list[date]:
        """The days before today that are told of him."""
        days = [day for month in self._months_of(rep) for day in self._planned_days(month)]
        return [day for day in days if day < self._office.today]

    def _day(self, rep: str, day: date, number: int, nth: int) -> list[Happening]:
        """Written in the afternoon, handed in in the evening; checked the next morning but for the last two."""
        days = self._days_of(rep)
        left = len(days) - number
        found = [self._at(day, 16, 5 + nth, lambda: self._record(rep, day, number, left))]
        if left > 1:
            found.append(self._at(day, 18, nth, lambda: self._give(rep, day)))
        if left > 2:
            found.append(self._at(days[number + 1], 8, 30 + nth, lambda: self._look(rep, day, number)))
        return found

    def _record(self, rep: str, day: date, number: int, left: int) -> None:
        desk = self._office.as_person(rep)
        number += _SHIFT * (story.MAIN, *story.OTHERS).index(rep)  # not all of them write the same on one day
        told = desk.do("visit_day.begin", day)
        missed: dict[UUID, Any] = {}
        for nth, line in enumerate(told.due):
            if nth and number % 5 == 3 and line.id:
                missed[line.id] = story.MISSED[number % len(story.MISSED)]
            else:
                special = self._special(rep, left) if nth == 0 else {}
                desk.do("visit.add", told.id, self._visit(desk, number, nth, line) | special)
        if number % 4 == 2 or not told.due:
            dealer = self._office.dealers[rep][number % 15 + 3]
            desk.do("visit.add", told.id, self._unplanned(desk, number, dealer))
        changes: dict[str, Any] = {
            "plan": story.PLANS_OF_DAY[number % 4], "summary": story.DAY_SUMMARIES[number % 4], "dressed": True,
        }  # fmt: skip
        if missed:
            changes["missed"] = missed
        self._days[rep, day] = desk.do("visit_day.change", told.id, told.revision, changes)

    def _special(self, rep: str, left: int) -> dict[str, Any]:
        """On one day goods from elsewhere are found, on another a question is asked."""
        if rep != story.MAIN:
            return {}
        return {6: story.FOREIGN_GOODS, 3: {"asks": True, "question": story.QUESTION}}.get(left, {})

    def _visit(self, desk: Desk, number: int, nth: int, line: PlanLine) -> dict[str, Any]:
        """One planned visit."""
        said = self._said(desk, number * story.PER_DAY + nth, nth, line.dealer_id)
        return said | {"plan_line_id": line.id, "purpose": line.aim}

    def _unplanned(self, desk: Desk, number: int, dealer: Dealer) -> dict[str, Any]:
        values = self._said(desk, number, story.PER_DAY, dealer.id)
        return values | {"dealer_id": dealer.id, "purpose": story.UNPLANNED_PURPOSE}

    def _said(self, desk: Desk, at: int, nth: int, dealer_id: UUID | None) -> dict[str, Any]:
        dealer = self._dealers.get(dealer_id) or desk.do("dealer.get", dealer_id)
        self._dealers[dealer_id] = dealer
        asked = {item.key for item in items_for(dealer.kind)}
        arrived, left = story.TIMES[nth % len(story.TIMES)]
        values: dict[str, Any] = {
            "arrived_at": arrived, "left_at": left, "met": dealer.contact or story.MET[at % 5],
            "promises": story.PROMISES[at % 5], "market": story.MARKET[at % 5], "summary": story.SUMMARIES[at % 6],
            "checks": {key: said for key, said in story.CHECKS[at % 3].items() if key in asked},
        }  # fmt: skip
        values |= {key: lines for key, lines in story.TABLES[at % 3].items() if key in asked}
        if at % 2 == 0:
            values["order_amount"] = Decimal(18000 + 3500 * (at % 7))
        if at % 3 == 0:
            values["collected"] = Decimal(12000 + 2600 * (at % 5))
        return values

    def _give(self, rep: str, day: date) -> None:
        told = self._days[rep, day]
        self._days[rep, day] = self._office.as_person(rep).do("visit_day.hand_in", told.id, told.revision)

    def _look(self, rep: str, day: date, number: int) -> None:
        told, desk = self._days[rep, day], self._office.as_person(story.MANAGER)
        remark, mark = story.REMARKS[number % 4], 82 + number * 5 % 15
        self._days[rep, day] = desk.do("visit_day.check", told.id, told.revision, mark=mark, remark=remark)

    def _answer(self) -> None:
        """The manager answers what was found on foreign goods; the question still waits."""
        desk = self._office.as_person(story.MANAGER)
        cases: Sequence[Any] = desk.do("visit_case.page", (CaseState.OPEN,))
        for case in cases:
            if case.kind is CaseKind.FOREIGN_GOODS:
                desk.do("visit_case.answer", case.id, case.revision, story.ANSWER)
