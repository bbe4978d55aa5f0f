"""Writing a visit: its fields, the facts of its dealer, its check block and its small tables."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.visit import VisitCheckRow, VisitDayRow, VisitRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.errors import Incomplete, NotFound, Refused
from crmdesk.rules.visit import FIELDS, Visit
from crmdesk.rules.visit_check import BY_KEY
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.rules.visit_values import LINES, clock, wrong_values
from crmdesk.services.dealer_form import living
from crmdesk.services.verbs import Work
from crmdesk.services.visit_day_form import done_lines
from crmdesk.services.visit_form import ROWS, id_at, to_visit
from crmdesk.services.visit_missed import without_reason
from crmdesk.services.visit_planned import planned
from crmdesk.words import _

_SPECIAL = frozenset({"dealer_id", "plan_line_id", "checks", *LINES})


def merged(visit: Visit, changes: Mapping[str, Any]) -> Visit:
    """The visit as it would be; of ``checks`` the items that are named change, an empty answer takes one away."""
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise ValueError(f"a visit has no {sorted(unknown)}")
    values: dict[str, Any] = {key: value.strip() if type(value) is str else value for key, value in changes.items()}
    values |= {key: tuple(_stripped(line) for line in values[key]) for key in LINES if key in values}
    values |= {key: tuple(line for line in values[key] if not _is_empty(line)) for key in LINES if key in values}
    if "checks" in values:
        answers = {key: str(said or "").strip() for key, said in values["checks"].items()}
        strange = set(answers) - BY_KEY.keys()
        if strange:
            raise ValueError(f"the check block has no {sorted(strange)}")
        values["checks"] = {key: said for key, said in {**visit.checks, **answers}.items() if said}
    return replace(visit, **values)


def _stripped(line: Any) -> Any:
    texts = {f.name: getattr(line, f.name) for f in fields(line)}
    return replace(line, **{key: said.strip() for key, said in texts.items() if type(said) is str})


def _is_empty(line: Any) -> bool:
    return bool(replace(line, id=None) == type(line)())


def write(work: Work, day: VisitDayRow, row: VisitRow, before: Visit, after: Visit) -> Visit:
    """Write what differs; raises Incomplete where values contradict themselves. The visit as it stands now."""
    wrong = wrong_values(after, day.day)
    if wrong:
        raise Incomplete(_("没有保存。"), wrong)
    for key in FIELDS:
        if key not in _SPECIAL:
            setattr(row, key, getattr(after, key))
    row.arrived_at, row.left_at = clock(after.arrived_at), clock(after.left_at)
    row.plan_line_id = after.plan_line_id
    if after.dealer_id != before.dealer_id or row.dealer_id is None:
        _set_dealer(work, row, after.dealer_id)
    row.changed_at = work.now  # a revision also where only its answers or lines change
    work.session.flush()
    _write_checks(work, row, after.checks)
    for key in LINES:
        if getattr(after, key) != getattr(before, key):
            _write_lines(work, row, key, getattr(after, key))
    work.session.flush()
    return to_visit(work, row)


def _set_dealer(work: Work, row: VisitRow, dealer_id: UUID | None) -> None:
    """Keep what is said of the dealer as it stands today."""
    if dealer_id is None:
        raise Refused(_("请选择客户。"), _("您填写的内容都还在。"), "", code="no-dealer", field="dealer_id")
    try:
        dealer = living(work, dealer_id)[0]
    except NotFound as error:
        raise NotFound(error.what, _("您填写的内容都还在。"), _("请另选一个客户。")) from error
    row.dealer_id, row.dealer_code, row.dealer_name = dealer.id, dealer.code, dealer.name
    row.dealer_class, row.dealer_kind = dealer.dealer_class, dealer.kind


def _write_checks(work: Work, row: VisitRow, answers: Mapping[str, str]) -> None:
    """One row for each item that ever had an answer; an answer that is taken away leaves an empty one.

    Two desks that answer an item before they hear of each other make the same row: two answers are a conflict.
    Where there are two rows all the same, the newest is the one that is shown.
    """
    told = select(VisitCheckRow).where(VisitCheckRow.visit_id == row.id)
    told = told.order_by(VisitCheckRow.created_at, VisitCheckRow.id)
    shown: dict[str, VisitCheckRow] = {}
    rows = work.session.scalars(told).all()
    for check in rows:
        if check.value or check.item not in shown:
            shown[check.item] = check
    for check in rows:
        check.value = answers.get(check.item, "") if check is shown[check.item] else ""
    for item, said in answers.items():
        if item not in shown:
            key = id_at(row.id, "visit_check", item)
            work.add(VisitCheckRow(id=key, visit_id=row.id, item=item, value=said))


def _write_lines(work: Work, row: VisitRow, key: str, lines: Sequence[Any]) -> None:
    """Lines keep their identity; one that is left out is struck, never deleted."""
    table = ROWS[key]
    there = {one.id: one for one in work.session.scalars(select(table).where(table.visit_id == row.id))}
    kept = {line.id for line in lines if line.id}
    for one in there.values():
        one.alive = one.alive and one.id in kept
    for position, line in enumerate(lines, start=1):
        one = there.get(line.id)
        if one is None:
            one = table(visit_id=row.id, alive=True)
            work.add(one)
        one.position = position
        for f in fields(line):
            if f.name != "id":
                setattr(one, f.name, getattr(line, f.name))


# the line of the plan that a visit is made for


def from_plan(work: Work, day: VisitDayRow, visit: Visit) -> Visit:
    """A new visit with what the plan says: by the line that is named, else by the dealer's line of that day."""
    if visit.plan_line_id is not None:
        line = _named_line(work, day, visit.plan_line_id)
    elif (found := _line_of_day(work, day, visit.dealer_id)) is not None:
        line = found
    else:
        return visit
    return replace(
        visit, plan_line_id=line.id, dealer_id=visit.dealer_id or line.dealer_id, way=line.way,
        purpose=visit.purpose or line.aim,
    )  # fmt: skip


def of_line(work: Work, day: VisitDayRow, before: Visit, after: Visit, *, is_named: bool) -> Visit:
    """A changed visit with its plan line: the one that is named; of another dealer, that dealer's own, if any."""
    if is_named:
        if after.plan_line_id not in (None, before.plan_line_id):
            _named_line(work, day, after.plan_line_id)
            without_reason(work, after.plan_line_id)
        return after
    if after.dealer_id == before.dealer_id:
        return after
    line = _line_of_day(work, day, after.dealer_id)
    without_reason(work, line.id if line else None)
    return replace(after, plan_line_id=line.id if line else None)


def _named_line(work: Work, day: VisitDayRow, line_id: UUID) -> PlanLine:
    row = work.get(VisitPlanLineRow, line_id)
    plan = work.get(VisitPlanRow, row.plan_id)
    if plan.rep_id != day.rep_id:
        raise Refused(_("这一行计划不是{name}的。").format(name=day.rep_name), _("没有改动。"), code="not-his-line")
    if done_lines(work.session, [line_id]):
        raise Refused(
            _("「{dealer}」这一行计划已经有巡访记录了。").format(dealer=row.dealer_name), _("没有改动。"),
            _("再去一次请记为计划外。"), code="line-done",
        )  # fmt: skip
    if row.planned_on is not None:
        for one in planned(work.session, row.planned_on, row.planned_on, day.rep_id):
            if one.line.id == line_id:
                return one.line
    return PlanLine(id=row.id, planned_on=row.planned_on, dealer_id=row.dealer_id, way=row.way, aim=row.aim)


def _line_of_day(work: Work, day: VisitDayRow, dealer_id: UUID | None) -> PlanLine | None:
    """The first line of that day for the dealer that no visit was made for yet."""
    lines = [one.line for one in planned(work.session, day.day, day.day, day.rep_id)]
    mine = [line for line in lines if dealer_id is not None and line.dealer_id == dealer_id]
    done = done_lines(work.session, (line.id for line in mine))
    return next((line for line in mine if line.id not in done), None)


def next_position(work: Work, day_id: UUID) -> Decimal:
    """After the last visit of the day."""
    told = select(VisitRow.position).where(VisitRow.day_id == day_id).order_by(VisitRow.position.desc()).limit(1)
    return Decimal(int(work.session.scalar(told) or 0) + 1)
