"""执行与考核统计: execution rates, who was not visited, and what was written at the items (MT 一.4, 二.3, 二.7)."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerRow
from crmdesk.models.visit import VisitCheckRow, VisitDayRow, VisitRow
from crmdesk.models.visit_case import VisitCaseRow
from crmdesk.rules.calendar import month_end
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import DealerClass, DealerStatus
from crmdesk.rules.money import ZERO
from crmdesk.rules.visit import LABELS, DayState, Execution, NotVisited
from crmdesk.rules.visit_check import BY_KEY
from crmdesk.rules.visit_execution import Facts, KeptDay, Made, Statistics, Wanted, Whom
from crmdesk.rules.visit_execution import execution as counted
from crmdesk.services.dealer_living import Living, living_of
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_planned import planned
from crmdesk.words import N_, _

_DAY, _VISIT = cast(Table, VisitDayRow.__table__), cast(Table, VisitRow.__table__)
_CHECK, _CASE = cast(Table, VisitCheckRow.__table__), cast(Table, VisitCaseRow.__table__)
#: Texts of a visit that are collected like items of the check block.
TEXTS = ("market", "question", "promises")
Line = tuple[date, str, str, str, str]  # day, representative, dealer, item, text


@verb(permit="visit_statistics.execution", reads=True)
def execution(work: Work, first: date, last: date, by: str = "rep") -> tuple[Execution, ...]:
    """执行率 from ``first`` to ``last`` inclusive, by ``rep``, ``class`` or ``dealer``: the worst first."""
    return counted(facts_of(work.session, first, last), first, last, by, work.today)


def facts_of(session: Session, first: date, last: date) -> Facts:
    """Lines, visits, days and cases of the whole months that the days belong to."""
    first, last = first.replace(day=1), month_end(last)
    plans = planned(session, first, last)
    visits = list(_visits(session, first, last))
    cases = list(_cases(session, first, last))
    ids = [one.line.dealer_id for one in plans] + [row.dealer_id for row in (*visits, *cases)]
    dealers = living_of(session, ids)
    wanted = [
        Wanted(one.line.id, _whom(one, one.line, dealers), one.line.planned_on, one.line.missed)
        for one in plans
        if one.line.id is not None and one.line.planned_on is not None
    ]
    made = [
        Made(row.id, _whom(row, row, dealers), row.day, row.plan_line_id, row.order_amount or ZERO, row.collected or ZERO)
        for row in visits
    ]
    return Facts(wanted, made, _days(session, first, last), [(_whom(row, row, dealers), row.opened_on) for row in cases])


def _whom(rep: Any, dealer: Any, dealers: dict[UUID, Living]) -> Whom:
    """Whose visit at whom; the dealer as it stands today where it is still there."""
    now = dealers.get(dealer.dealer_id) if dealer.dealer_id else None
    if now is None:
        return Whom(rep.rep_id, rep.rep_name, dealer.dealer_id, dealer.dealer_name, getattr(dealer, "dealer_class", None))
    return Whom(rep.rep_id, rep.rep_name, now.id, now.name, now.dealer_class)


def _visits(session: Session, first: date, last: date) -> Iterable[Any]:
    v, d = _VISIT.c, _DAY.c
    shown = (v.id, v.plan_line_id, v.dealer_id, v.dealer_name, v.dealer_class, v.order_amount, v.collected, d.day,
             d.rep_id, d.rep_name)  # fmt: skip
    told = select(*shown).join_from(_VISIT, _DAY, d.id == v.day_id)
    return session.execute(told.where(v.alive, d.alive, d.day.between(first, last)))


def _cases(session: Session, first: date, last: date) -> Iterable[Any]:
    c = _CASE.c
    told = select(c.rep_id, c.rep_name, c.dealer_id, c.dealer_name, c.opened_on)
    return session.execute(told.where(c.alive, c.opened_on.between(first, last)))


def _days(session: Session, first: date, last: date) -> list[KeptDay]:
    d = _DAY.c
    told = select(d.rep_id, d.rep_name, d.day, d.state, d.mark).where(d.alive, d.day.between(first, last))
    handed_in = (DayState.HANDED_IN, DayState.CHECKED)
    return [
        KeptDay(row.rep_id, row.rep_name, row.day, row.state in handed_in, row.state is DayState.CHECKED, row.mark)
        for row in session.execute(told)
    ]


# who was not visited


@verb(permit="visit_statistics.not_visited", reads=True)
def not_visited(work: Work) -> tuple[NotVisited, ...]:
    """Dealers whom nobody has visited for longer than their class allows: never visited first, then the longest."""
    limits = {one: work.settings[f"visit.not_visited_days.{one.value if one else 'none'}"] for one in (*DealerClass, None)}
    last = last_visits(work.session)
    found = []
    for row in _to_visit(work.session, [one for one, days in limits.items() if days]):
        limit, seen = limits[row.dealer_class], last.get(row.id)
        days = (work.today - seen).days if seen else None
        if days is None or days > limit:
            found.append(NotVisited(row.id, row.name, row.dealer_class, row.owner, seen, days, limit))
    return tuple(sorted(found, key=_longest_first))


def _longest_first(one: NotVisited) -> tuple[Any, ...]:
    over = one.limit - one.days if one.days is not None else 0
    return (str(one.dealer_class or "~"), one.days is not None, over, one.dealer_name)


def _to_visit(session: Session, classes: Sequence[DealerClass | None]) -> Iterable[Any]:
    """The living dealers of these classes with whom the office does business."""
    c = cast(Table, DealerRow.__table__).c
    named = c.dealer_class.in_([one for one in classes if one])
    wanted = named | c.dealer_class.is_(None) if None in classes else named
    told = select(c.id, c.name, c.dealer_class, c.owner)
    return session.execute(told.where(c.alive, wanted, c.status.in_((DealerStatus.ACTIVE, DealerStatus.SUSPENDED))))


def last_visits(session: Session) -> dict[UUID, date]:
    """Dealer → the day of its last visit, merged ones counted at the one that lives on."""
    v, d = _VISIT.c, _DAY.c
    told = select(v.dealer_id, func.max(d.day).label("day")).join_from(_VISIT, _DAY, d.id == v.day_id)
    rows = session.execute(told.where(v.alive, d.alive, v.dealer_id.is_not(None)).group_by(v.dealer_id)).all()
    stands = living_of(session, (row.dealer_id for row in rows))
    found: dict[UUID, date] = {}
    for row in rows:
        living = stands.get(row.dealer_id)
        key = living.id if living else row.dealer_id
        found[key] = max(found.get(key, row.day), row.day)
    return found


# what was written


@verb(permit="visit_statistics.items", reads=True)
def items(work: Work, first: date, last: date, keys: Sequence[str]) -> tuple[Line, ...]:
    """What was written at these items of the check block (or at ``market``, ``question``, ``promises``), by day."""
    v, d, c = _VISIT.c, _DAY.c, _CHECK.c
    where = (v.alive, d.alive, d.day.between(first, last))
    head = (d.day, d.rep_name, v.dealer_id, v.dealer_name, v.position)
    rows = []
    for key in keys:
        if key in TEXTS:
            told = select(*head, v[key].label("text")).join_from(_VISIT, _DAY, d.id == v.day_id)
            found = work.session.execute(told.where(*where, v[key] != ""))
        else:
            told = select(*head, c.value.label("text")).join_from(_VISIT, _DAY, d.id == v.day_id)
            told = told.join(_CHECK, c.visit_id == v.id)
            found = work.session.execute(told.where(*where, c.item == key, c.value != ""))
        rows += [(row, key) for row in found]
    dealers = living_of(work.session, (row.dealer_id for row, _key in rows))
    rows.sort(key=lambda one: (one[0].day, one[0].rep_name, one[0].position))
    return tuple(
        (row.day, row.rep_name, _name(row, dealers), title_of(key), row.text) for row, key in rows
    )  # fmt: skip


def _name(row: Any, dealers: dict[UUID, Living]) -> str:
    now = dealers.get(row.dealer_id)
    return now.name if now is not None and now.is_other else row.dealer_name


def title_of(key: str) -> str:
    """The word of an item or of a text of the visit."""
    return _(LABELS[key]) if key in TEXTS else BY_KEY[key].title


# out


#: What is reported every week: what consumers, market and incidents say (MT 二.3, 二.7, 二.8).
REPORTED = ("consumers", "market", "goods_information", "trend", "promotion_feedback", "other_brands", "incident_note")
_TOLD = (
    Column("day", N_("日期"), Kind.DATE, 11),
    Column("rep_name", N_("业务经理"), Kind.TEXT, 9),
    Column("dealer_name", N_("客户名称"), Kind.TEXT, 22),
    Column("item", N_("项目"), Kind.TEXT, 16),
    Column("text", N_("内容"), Kind.LONG_TEXT, 50),
)


def whole(work: Work, first: date, last: date) -> Statistics:
    """Everything that paper and workbook show of these days."""
    facts = facts_of(work.session, first, last)
    by_rep, by_class, by_dealer = (counted(facts, first, last, by, work.today) for by in ("rep", "class", "dealer"))
    return Statistics(first, last, by_rep, by_class, by_dealer, not_visited(work))


def _tables(found: Statistics) -> dict[str, Any]:
    return {key: getattr(found, key) for key in ("by_rep", "by_class", "by_dealer", "not_visited")}


@verb(permit="visit_statistics.preview", reads=True)
def preview(work: Work, first: date, last: date) -> bytes:
    """The PDF of the statistics."""
    from crmdesk.papers.visit_statistics import statistics
    from crmdesk.services.paper_head import head_of

    return statistics(first, last, head_of(work), **_tables(whole(work, first, last)))


@verb(permit="visit_statistics.export", reads=True)
def export(work: Work, first: date, last: date, path: Path | str) -> Path:
    """The statistics as a workbook."""
    from crmdesk.exchange.visit_workbook import write_statistics

    write_statistics(Path(path), first, last, **_tables(whole(work, first, last)))
    return Path(path)


@verb(permit="visit_statistics.export_items", reads=True)
def export_items(work: Work, first: date, last: date, path: Path | str, keys: Sequence[str] = REPORTED) -> Path:
    """What was written at these items as a workbook: the weekly report upwards (MT 二.7)."""
    from crmdesk.exchange.workbook import write_list

    rows = items(work, first, last, keys)
    write_list(Path(path), _("信息反馈"), _TOLD, iter(rows), total=len(rows), progress=work.progress,
               cancelled=work.cancelled)  # fmt: skip
    return Path(path)
