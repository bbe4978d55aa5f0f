"""What waits of visits: plans, days, cases, visits not made, and what came in from other desks.

Loaded only where one of the tables has a row; nothing here goes through the mapper, for this page is painted first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from crmdesk.models.office import DeskRow, PersonRow
from crmdesk.rules import flows
from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.flow import Station
from crmdesk.rules.people import Role
from crmdesk.rules.settings import DayUnit
from crmdesk.services import case_way
from crmdesk.services.inbox import TodayItem, urgency_of
from crmdesk.services.verbs import EVERYTHING, Work
from crmdesk.services.visit_day_inbox import days_twice
from crmdesk.services.visit_plan_inbox import asked_changes, overdue_lines, today_lines
from crmdesk.services.visit_tables import CASE, CIRCULATION, CONFLICT, DAY, DEALER, PACKET, PLAN, VISIT
from crmdesk.words import N_, _

#: More of one kind than this stand as one line.
_MOST = 3
#: So many days before it is due a plan that nobody began is asked for.
_EARLY = 5
#: What many of a kind are called together.
_MANY = {
    "approve": N_("{n} 份巡访计划等您审批"),
    "confirm": N_("{n} 份纸质批准等您确认"),
    "rate": N_("{n} 份月度总结等您检查"),
    "changes": N_("{n} 份计划有变更申请"),
    "no_plan": N_("{n} 位业务经理还没有计划"),
    "check_day": N_("{n} 天巡访手册待检查"),
    "hand_in": N_("{n} 天巡访手册还没有上交"),
    "answer": N_("{n} 件请示等您答复"),
    "close": N_("{n} 件请示已答复,待办结"),
    "unmade": N_("{n} 位业务经理有逾期未访"),
    "other": N_("{n} 项在别人那里逾期"),
}


@dataclass(frozen=True, slots=True)
class _Me:
    """In what capacities the person asks."""

    id: UUID
    roles: frozenset[Role]
    reps: frozenset[UUID]  # for whom he is the representative: himself, and whom he acts for
    names: frozenset[str]

    @property
    def leads(self) -> bool:
        return not self.roles.isdisjoint({Role.OFFICE_MGR, Role.SALES_HEAD})


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    item: TodayItem
    left: int


def items(work: Work) -> Iterator[TodayItem]:
    """Everything that waits for this person; more than three of a kind stand as one line."""
    me = _me(work)
    found = [
        *_plans(work, me), *_no_plans(work, me), *_days(work, me), *_twice(work, me), *_cases(work, me), *_visits(work, me),
        *_not_visited(work, me), *_other_desks(work), *_circulated(work, me),
    ]  # fmt: skip
    for kind in dict.fromkeys(one.kind for one in found):
        same = sorted((one for one in found if one.kind == kind), key=lambda one: one.left)
        if len(same) > _MOST and kind in _MANY:
            yield _together(kind, same)
        else:
            yield from (one.item for one in same)


def counts(found: Iterable[TodayItem]) -> dict[str, int]:
    """Beside the pages of the navigation: what waits there for this person."""
    pages = {"desk_conflict": "packet", "visit": "visit_day"}
    told = Counter[str]()
    for item in found:
        if item.is_mine and item.subject in ("visit_plan", "visit_day", "visit_case", "packet", "desk_conflict"):
            told[pages.get(item.subject, item.subject)] += item.many
    return dict(told)


def _me(work: Work) -> _Me:
    person = work.asker
    own = [(person.id, person.name)] if Role.REP in person.own_roles else []
    lent = [(p.id, p.name) for p in person.acts_for if Role.REP in p.roles]
    reps = [*own, *lent]
    return _Me(person.id, person.roles, frozenset(i for i, _n in reps), frozenset(n for _i, n in reps))


def _together(kind: str, same: list[_Found]) -> TodayItem:
    worst = same[0].item
    late = sum(1 for one in same if one.left < 0)
    note = _("逾期 {n}").format(n=late) if late else worst.note
    title = _(_MANY[kind]).format(n=len(same))
    record = EVERYTHING if kind != "no_plan" else worst.record_id
    return replace(worst, title=title, note=note, record_id=record, many=len(same))


def _waiting(work: Work, me: _Me, row: Any, station: Station, end: date | None) -> tuple[bool, int] | None:
    """Whether it is the person's, and the days left; None where he need not know."""
    left = case_way.days_left(work, end)
    late = left is not None and left < 0
    holds = station.holder in me.roles and row.rep_id != me.id
    mine = row.rep_id in me.reps if station.holder is Role.REP else holds
    told = late and station.escalates_to in me.roles
    if not mine and not told and not (late and Role.OFFICE_CLERK in me.roles):
        return None
    return mine or told, 99 if left is None else left


def _item(
    found: tuple[bool, int], title: str, note: str, subject: str, record_id: UUID, action: str, end: date | None = None
) -> TodayItem:
    mine, left = found
    urgency, badge = urgency_of(None if left == 99 else left, False)
    if end is not None:
        note += _(",期限 {day}").format(day=f"{end:%m-%d}")
    group = "now" if left <= 0 or left == 99 else "week"
    return TodayItem(urgency, badge, title, note, subject, record_id, action, group, mine)


def _plan_title(name: str, year: int, month: int) -> str:
    return _("{name} {year} 年 {month} 月巡访计划").format(name=name, year=year, month=month)


# plans


def _plan_words() -> dict[str, tuple[str, str, str]]:
    """State → kind, what it waits for, what to press."""
    return {
        "submitted": ("approve", _("等经理审批"), _("审批")),
        "reviewing": ("approve", _("经理正在调整"), _("审批")),
        "returned": ("resubmit", _("经理退回,请修改后重交"), _("修改")),
        "on_paper": ("confirm", _("纸质批准,等经理确认"), _("确认")),
        "approved": ("acknowledge", _("已批准,请知悉并执行"), _("知悉")),
        "summed_up": ("rate", _("总结已交,等经理检查评分"), _("检查")),
    }


def _plans(work: Work, me: _Me) -> Iterator[_Found]:
    plan = PLAN.c
    rows = work.session.execute(select(*plan).where(plan.alive, plan.state != "checked").order_by(plan.year, plan.month))
    words, running = _plan_words(), []
    for row in rows.all():
        if row.state in ("approved", "executing"):
            running.append(row)
        title = _plan_title(row.rep_name, row.year, row.month)
        station = _station("visit_plan", row)
        if row.state in ("draft", "executing"):
            yield from _own_clock(work, me, row, station, title)
            continue
        kind, note, action = words[row.state]
        end = _deadline(work, "visit_plan", row)
        found = _waiting(work, me, row, station, end)
        if found:
            yield _Found(_kind(kind, found), _item(found, title, note, "visit_plan", row.id, action, end), found[1])
    if me.leads and running:
        for row in asked_changes(work.session, running):
            if row.rep_id != me.id:
                title = _plan_title(row.rep_name, row.year, row.month)
                item = _item((True, 0), title, _("批准后有改动,要再批准"), "visit_plan", row.id, _("看变更"))
                yield _Found("changes", replace(item, urgency="amber", badge=_("变更申请")), 0)


def _own_clock(work: Work, me: _Me, row: Any, station: Station, title: str) -> Iterator[_Found]:
    """A draft is due before its month begins; a month that is over wants its summary."""
    first = date(row.year, row.month, 1)
    if row.state == "draft":
        end, note, action, kind = _due(work, first), _("还没有提交"), _("提交"), "submit"
        if (case_way.days_left(work, end) or 0) > _EARLY:
            return
    else:
        if work.today <= month_end(first):
            return
        end, note, action, kind = None, _("本月已过,请写月度总结"), _("写总结"), "sum_up"
    found = _waiting(work, me, row, replace(station, escalates_to=Role.OFFICE_MGR), end)
    if found:
        yield _Found(_kind(kind, found), _item(found, title, note, "visit_plan", row.id, action, end), found[1])


def _due(work: Work, first_of_month: date) -> date:
    """The last day to hand in the plan of a month: in working days, some days before the month begins."""
    end = first_of_month - timedelta(days=1 + int(work.settings["visit.plan_due_days"]))
    while not work.calendar.is_workday(end):
        end -= timedelta(days=1)
    return end


def _no_plans(work: Work, me: _Me) -> Iterator[_Found]:
    """Representatives who have no plan for this month, or for the next one while it falls due.

    Nobody is late for the months before the office began to plan.
    """
    plan, person = PLAN.c, PersonRow.__table__.c
    began = work.session.execute(select(plan.year, plan.month).where(plan.alive).order_by(plan.year, plan.month).limit(1)).first()
    if began is None:
        return
    people = work.session.execute(select(person.id, person.name, person.roles).where(person.is_active))
    reps = [p for p in people.all() if Role.REP in p.roles and (me.leads or p.id in me.reps)]
    this = work.today.replace(day=1)
    for first in (this, add_months(this, 1)):
        end = _due(work, first)
        left = case_way.days_left(work, end) or 0
        if left > _EARLY or not reps or first < date(began.year, began.month, 1):
            continue
        there = set(work.session.scalars(select(plan.rep_id).where(plan.alive, plan.year == first.year, plan.month == first.month)))
        for rep in reps:
            mine = rep.id in me.reps
            if rep.id not in there and (mine or left < 0):
                title = _plan_title(rep.name, first.year, first.month)
                item = _item((True, left), title, _("还没有编计划"), "visit_plan", EVERYTHING, _("编计划"), end)
                yield _Found("make_plan" if mine else "no_plan", replace(item, given=(("month", first),)), left)


# days and visits


def _days(work: Work, me: _Me) -> Iterator[_Found]:
    day = DAY.c
    rows = work.session.execute(select(*day).where(day.alive, day.state != "checked").order_by(day.day))
    for row in rows.all():
        station = _station("visit_day", row)
        if row.state == "open":
            end: date | None = work.calendar.deadline(row.day, work.settings["visit.step_days.hand_in"], DayUnit.WORKDAY)
        else:
            end = _deadline(work, "visit_day", row)
        found = _waiting(work, me, row, station, end)
        if found is None or (row.state == "open" and row.day >= work.today):
            continue
        title = _("{name} {day} 巡访手册").format(name=row.rep_name, day=row.day.isoformat())
        kind, note, action = {
            "open": ("hand_in", _("还没有上交"), _("上交")),
            "returned": ("hand_in", _("经理退回,请补充"), _("补充")),
            "handed_in": ("check_day", _("等经理检查"), _("检查")),
        }[row.state]
        yield _Found(_kind(kind, found), _item(found, title, note, "visit_day", row.id, action, end), found[1])


def _twice(work: Work, me: _Me) -> Iterator[_Found]:
    """Days that two desks began: whoever writes them makes them one."""
    reps = None if Role.OFFICE_CLERK in me.roles else me.reps
    yield from (_Found("twice", item, 0) for item in days_twice(work.session, reps))


def _visits(work: Work, me: _Me) -> Iterator[_Found]:
    """The visits planned for today, and those of the month that were neither made nor given a reason."""
    for rep_id, planned in today_lines(work.session, work.today, me.reps).items():
        title = _("今天计划走访 {n} 家").format(n=planned.lines)
        if rep_id != me.id:
            title = f"{planned.rep_name} {title}"
        note = _("已访 {n} 家").format(n=planned.done)
        item = TodayItem(
            "blue", _("今天"), title, note, "visit_day", planned.day_id or EVERYTHING, _("开始"), "now",
            page="visit_day.form", given=(("day", work.today), ("rep_id", rep_id)),
        )  # fmt: skip
        yield _Found("today", item, 0)
    for late in overdue_lines(work.session, work.today, None if me.leads else me.reps):
        if late.rep_id == me.id or late.rep_id in me.reps or late.lines >= 5:
            title = _("{name} 本月 {n} 家逾期未访").format(name=late.rep_name, n=late.lines)
            item = TodayItem("amber", _("逾期未访"), title, _("请补访,或者写明原因"), "visit_plan", late.plan_id, _("查看"), "now")
            yield _Found("unmade", item, 0)


def _not_visited(work: Work, me: _Me) -> Iterator[_Found]:
    """How many dealers nobody has visited for longer than their class allows, in an office that notes its visits."""
    if not me.leads and not me.reps:
        return
    if work.session.scalar(select(VISIT.c.id).limit(1)) is None:
        return
    limits = {one: int(work.settings[f"visit.not_visited_days.{one or 'none'}"]) for one in ("A", "B", "C", None)}
    limits = {one: days for one, days in limits.items() if days}
    if not limits:
        return
    n = _dealers_of(work, limits, me) - _seen_in_time(work, limits, me)
    if n:
        title = _("{n} 家客户很久没有巡访").format(n=f"{n:,}")
        note = _("超过了等级规定的天数")
        item = TodayItem("amber", _("久未巡访"), title, note, "visit_statistics", EVERYTHING, _("查看"), "week",
                         given=(("view", "not_visited"),))  # fmt: skip
        yield _Found("not_visited", item, 1)


def _to_visit(limits: Mapping[str | None, int], me: _Me) -> ColumnElement[bool]:
    """The living dealers of these classes with whom business is done; a representative's own only."""
    c = DEALER.c
    named = c.dealer_class.in_([one for one in limits if one])
    wanted = or_(named, c.dealer_class.is_(None)) if None in limits else named
    found = and_(c.alive, wanted, c.status.in_(("active", "suspended")))
    return found if me.leads else and_(found, c.owner.in_(me.names))


def _dealers_of(work: Work, limits: Mapping[str | None, int], me: _Me) -> int:
    return work.session.scalar(select(func.count()).select_from(DEALER).where(_to_visit(limits, me))) or 0


def _seen_in_time(work: Work, limits: Mapping[str | None, int], me: _Me) -> int:
    """How many of them were visited in time; visits of a merged dealer count at the one that stands for it."""
    v, d, gone = VISIT.c, DAY.c, DEALER.alias("gone")
    since = work.today - timedelta(days=max(limits.values()))
    seen = (
        select(DEALER.c.dealer_class, func.max(d.day).label("day"))
        .select_from(DAY).join(VISIT, v.day_id == d.id).join(gone, gone.c.id == v.dealer_id)
        .join(DEALER, DEALER.c.id == func.coalesce(gone.c.merged_into, gone.c.id))
        .where(d.day >= since, d.alive, v.alive, _to_visit(limits, me)).group_by(DEALER.c.id, DEALER.c.dealer_class)
    )  # fmt: skip
    return sum(1 for row in work.session.execute(seen) if (work.today - row.day).days <= limits[row.dealer_class])


# cases


def _cases(work: Work, me: _Me) -> Iterator[_Found]:
    from crmdesk.rules.visit_check import CaseKind

    case = CASE.c
    for row in work.session.execute(select(*case).where(case.alive, case.state != "closed")).all():
        station, end = _station("visit_case", row), _deadline(work, "visit_case", row)
        if row.state == "open" and row.addressee == "company" and Role.OFFICE_MGR in me.roles:
            station = replace(station, holder=Role.SALES_HEAD, escalates_to=Role.OFFICE_MGR)
        found = _waiting(work, me, row, station, end)
        if found:
            heading = "" if row.dealer_name and row.dealer_name in row.heading else row.heading
            title = " ".join(part for part in (CaseKind(row.kind).label, row.dealer_name, heading) if part)
            open_words, answered = ("answer", _("{name} 请示,等答复"), _("答复")), ("close", _("已答复,请办结"), _("办结"))
            kind, note, action = open_words if row.state == "open" else answered
            note = note.format(name=row.rep_name)
            yield _Found(_kind(kind, found), _item(found, title, note, "visit_case", row.id, action, end), found[1])


# other desks, and what goes round


def _other_desks(work: Work) -> Iterator[_Found]:
    packet, desk = PACKET.c, DeskRow.__table__.c
    n = work.session.scalar(select(func.count()).select_from(CONFLICT)) or 0
    if n:
        title = _("{n} 处与另一台电脑的修改冲突").format(n=n)
        note = _("两边的值都留着,请定一个")
        item = TodayItem("amber", _("冲突"), title, note, "desk_conflict", EVERYTHING, _("裁决"), "now", many=n)
        yield _Found("conflict", item, 0)
    rows = work.session.execute(
        select(packet.id, packet.number, desk.name)
        .join_from(PACKET, DeskRow.__table__, desk.id == packet.desk_id)
        .where(packet.way == "in", packet.state == "missing")
        .order_by(packet.number)
    )
    for row in rows:
        title = _("缺「{desk}」的第 {n} 包").format(desk=row.name, n=row.number)
        note = _("请对方再做一个文件包")
        yield _Found("packet", TodayItem("amber", _("缺包"), title, note, "packet", row.id, _("查看"), "now"), 0)


def _circulated(work: Work, me: _Me) -> Iterator[_Found]:
    from crmdesk.services.case_title import titles_of

    c = CIRCULATION.c
    rows = work.session.execute(
        select(*c).where(c.reader_id == me.id, c.read_at.is_(None)).order_by(c.created_at).limit(20)
    ).all()
    titles = titles_of(work.session, {(row.subject, row.record_id) for row in rows})
    for row in rows:
        note = _("{name} 传阅").format(name=row.from_name) + (f": {row.note}" if row.note else "")
        title = titles.get((row.subject, row.record_id), "")
        item = TodayItem("blue", _("传阅"), title, note, row.subject, row.record_id, _("查阅"), "now")
        yield _Found("circulation", item, 0)


# shared


def _kind(kind: str, found: tuple[bool, int]) -> str:
    """What is late at others stands apart from one's own of the same kind."""
    return kind if found[0] else "other"


def _station(subject: str, row: Any) -> Station:
    return flows.flow_of(subject, row.flow_version).station(row.state)


def _deadline(work: Work, subject: str, row: Any) -> date | None:
    return case_way.deadline_of(work, row, flows.flow_of(subject, row.flow_version))
