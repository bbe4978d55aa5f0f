"""What plans are measured by: the dealers of each representative, the settings, the calendar, the month before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, and_, or_, select

from crmdesk.models.dealer import DealerRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.calendar import add_months
from crmdesk.rules.dealer import DealerClass, DealerStatus
from crmdesk.rules.visit_exceptions import AMBER, BLUE, RED, Known, PlanDealer
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.services.dealer_living import Living, living_of
from crmdesk.services.verbs import Work
from crmdesk.words import _

#: Dealers that are visited; lost, bankrupt and closed ones are not.
VISITED = (DealerStatus.ACTIVE, DealerStatus.SUSPENDED)
_D = cast(Table, DealerRow.__table__).c
_MANY = 500


def known_of(work: Work, rows: Sequence[VisitPlanRow], lines: Mapping[UUID, Sequence[PlanLine]]) -> dict[UUID, Known]:
    """For each plan what it is measured by; everything is asked once for all of them."""
    dealers = dealers_of(work, {row.rep_name for row in rows})
    before = lines_before(work, rows)
    on_lines = {line.dealer_id for mine in lines.values() for line in mine if line.dealer_id}
    told = [line.dealer_id for mine in before.values() for line in mine]
    living = living_of(work.session, [*on_lines, *told])
    status = _status_of(work, {one.id for one in living.values()})
    common = settings_known(work)
    common["stands_for"] = {key: one.id for key, one in living.items() if one.is_other}
    found = {}
    for row in rows:
        mine = {line.dealer_id for line in lines[row.id] if line.dealer_id}
        gone = dict(_gone(row.rep_name, {key: living[key] for key in mine if key in living}, status))
        found[row.id] = Known(
            dealers=tuple(dealers[row.rep_name]), before=before[row.id], gone=gone, **common
        )
    return found


def settings_known(work: Work) -> dict[str, Any]:
    """What the settings and the calendar say."""
    wanted: dict[DealerClass | None, int] = {one: work.settings[f"visit.frequency.{one}"] for one in DealerClass}
    wanted[None] = work.settings["visit.frequency.none"]
    names = ("visits_per_day", "minutes_per_day", "hours_per_month", "same_percent")
    return {"wanted": wanted, "calendar": work.calendar} | {name: work.settings[f"visit.{name}"] for name in names}


def dealers_of(work: Work, names: Iterable[str]) -> dict[str, list[PlanDealer]]:
    """The dealers that each of the representatives has to visit, by code."""
    found: dict[str, list[PlanDealer]] = defaultdict(list)
    told = select(_D.id, _D.name, _D.dealer_class, _D.owner).where(
        _D.alive, _D.owner.in_([name for name in names if name]), _D.status.in_(VISITED)
    )
    for row in work.session.execute(told.order_by(_D.owner, _D.code)):
        found[row.owner].append(PlanDealer(row.id, row.name, row.dealer_class))
    return found


def lines_before(work: Work, rows: Sequence[VisitPlanRow]) -> dict[UUID, tuple[PlanLine, ...]]:
    """The living lines of each representative's month before."""
    asked = {row.id: (row.rep_id, add_months(date(row.year, row.month, 1), -1)) for row in rows}
    plan, line = VisitPlanRow, VisitPlanLineRow
    months = {month for _rep, month in asked.values()}
    of_month = or_(*(and_(plan.year == m.year, plan.month == m.month) for m in months))
    told = (
        select(plan.rep_id, plan.year, plan.month, line.dealer_id, line.way, line.aim, line.problem)
        .join(line, line.plan_id == plan.id)
        .where(plan.alive, line.alive, plan.rep_id.in_({rep for rep, _month in asked.values()}), of_month)
    )
    found: dict[tuple[UUID, date], list[PlanLine]] = defaultdict(list)
    for row in work.session.execute(told):
        one = PlanLine(dealer_id=row.dealer_id, way=row.way, aim=row.aim, problem=row.problem)
        found[row.rep_id, date(row.year, row.month, 1)].append(one)
    return {key: tuple(found[rep_and_month]) for key, rep_and_month in asked.items()}


def _status_of(work: Work, ids: set[UUID]) -> dict[UUID, Any]:
    wanted = list(ids)
    found: dict[UUID, Any] = {}
    for start in range(0, len(wanted), _MANY):
        told = select(_D.id, _D.status, _D.alive).where(_D.id.in_(wanted[start : start + _MANY]))
        found |= {row.id: row for row in work.session.execute(told)}
    return found


def _gone(rep_name: str, living: Mapping[UUID, Living], status: Mapping[UUID, Any]) -> Iterable[Any]:
    """The dealers of lines that are not as they were: (dealer, (urgency, words))."""
    for key, now in living.items():
        row = status[now.id]
        if not row.alive:
            yield key, (RED, _("「{name}」已经不在名单里").format(name=now.name))
        elif row.status not in VISITED:
            yield key, (RED, _("「{name}」已{status}").format(name=now.name, status=row.status.label))
        elif now.owner != rep_name:
            owner = now.owner or _("没有人")
            yield key, (AMBER, _("「{name}」现在由{owner}负责").format(name=now.name, owner=owner))
        elif now.is_other:
            yield key, (BLUE, _("这一行的客户已并入「{name}」").format(name=now.name))
