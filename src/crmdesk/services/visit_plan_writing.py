"""Writing a plan: who may write what where it stands, and lines that keep their identity."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.dealer import DealerRow
from crmdesk.models.office import PersonRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.errors import Incomplete, NotAllowed, NotFound, Problem, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.standing import writes_as
from crmdesk.rules.visit_plan import (
    DECIDED,
    FLOW,
    LABELS,
    LINE_FACTS,
    LINE_FIELDS,
    PlanLine,
    PlanState,
    VisitPlan,
    VisitWay,
    missing_for_submission,
)
from crmdesk.rules.visit_values import wrong_mark
from crmdesk.services import advance as door
from crmdesk.services.dealer_form import living
from crmdesk.services.representative import representative
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import lines_of, to_line
from crmdesk.words import _

_FIELDS = frozenset({"goals", "lines", "summary", "mark", "check_remark"})
_WRITTEN = (*LINE_FIELDS, "change_reason")
_LONGEST_STAY = Decimal(24)
_LEAST_STEP = Decimal("0.0002")


def create(work: Work, month: date, values: Mapping[str, Any]) -> VisitPlanRow:
    """A new draft of the month; Refused where the representative has one already."""
    said = dict(values)
    rep = rep_of(work, said.pop("rep_id", None))
    if writes_as(FLOW.stations[0].state, FLOW, work.asker, rep.id, "lines") is None:
        raise NotAllowed(
            _("{name}的巡访计划由本人填写。").format(name=rep.name), _("没有改动。"), _("也可以请内务主管代填。")
        )
    _refuse_second(work, rep, month)
    row = VisitPlanRow(year=month.year, month=month.month, rep_id=rep.id, rep_name=rep.name, alive=True)
    row.filled_on, row.goals = work.today, ""
    door.begin(work, row, FLOW)
    write(work, row, said)
    return row


def rep_of(work: Work, rep_id: UUID | None) -> PersonRow:
    """The representative, by default who asks; of two who plan for him at once the second waits here."""
    alone = work.verb == "visit_plan.create"
    return representative(work, rep_id, _("巡访计划是业务经理的。"), alone=alone)


def _refuse_second(work: Work, rep: PersonRow, month: date) -> None:
    there = select(VisitPlanRow.id).where(
        VisitPlanRow.rep_id == rep.id, VisitPlanRow.year == month.year, VisitPlanRow.month == month.month,
        VisitPlanRow.alive,
    )  # fmt: skip
    if work.session.scalar(there.limit(1)) is not None:
        raise Refused(
            _("{name}已经有 {year} 年 {month} 月的巡访计划。").format(
                name=rep.name, year=month.year, month=month.month
            ),
            _("您填写的内容都还在。"), _("请打开那一份再改。"), code="plan-exists",
        )  # fmt: skip


def change(work: Work, row: VisitPlanRow, values: Mapping[str, Any]) -> None:
    """Write what the person may write where the plan stands now; a clerk writes in the name of the representative."""
    door.check_write(work, row, FLOW, values)
    write(work, row, values)


def strike(work: Work, row: VisitPlanRow) -> None:
    """Strike a plan that was never submitted, or came back: of two that two desks began for one month one goes."""
    if row.state not in (PlanState.DRAFT, PlanState.RETURNED):
        raise NotAllowed(
            _("计划已在「{state}」,不能删去。").format(state=row.state.label), _("没有改动。"), _("请先取回或请经理退回。"),
            code="wrong-state",
        )  # fmt: skip
    door.check_write(work, row, FLOW, ("lines",))
    if work.asker.id != row.rep_id:
        work.on_behalf_of = work.on_behalf_of or row.rep_name
    row.alive = False
    work.session.flush()


def write(work: Work, row: VisitPlanRow, values: Mapping[str, Any]) -> None:
    """Write the values; Incomplete where one is impossible."""
    unknown = set(values) - _FIELDS
    if unknown:
        raise ValueError(f"a plan has no {sorted(unknown)}")
    if work.asker.id != row.rep_id and Role.REP in FLOW.station(row.state).writes:
        work.on_behalf_of = work.on_behalf_of or row.rep_name
    if wrong := wrong_mark(values.get("mark")):
        raise Incomplete(_("没有保存。"), wrong)
    for key in values.keys() - {"lines"}:
        value = values[key]
        setattr(row, key, value.strip() if isinstance(value, str) else value)
    if "lines" in values:
        set_lines(work, row, values["lines"])
    work.session.flush()
    if row.state in DECIDED and "lines" in values:
        _refuse_unfinished(work, row)


def _refuse_unfinished(work: Work, row: VisitPlanRow) -> None:
    """What is asked to be changed after the approval must be complete at once: nobody submits it again."""
    lines = lines_of(work.session, [row.id])[row.id]
    plan = VisitPlan(row.id, row.revision, row.state, row.flow_version, row.year, row.month, row.rep_id, row.rep_name,
                     goals=row.goals, lines=lines)  # fmt: skip
    wrong = tuple(problem for problem in missing_for_submission(plan) if problem.field.startswith("lines."))
    if wrong:
        raise Incomplete(_("变更没有保存。"), wrong)


# lines


def set_lines(work: Work, row: VisitPlanRow, lines: Sequence[PlanLine]) -> None:
    """The lines whole: they keep their identity, one that is left out is struck and never deleted."""
    wanted = [_trimmed(line) for line in lines]
    wanted = [line for line in wanted if line.id or not _is_blank(line)]
    if wrong := tuple(_wrong(wanted)):
        raise Incomplete(_("没有保存。"), wrong)
    before = lines_of(work.session, [row.id])
    mine = select(VisitPlanLineRow).where(VisitPlanLineRow.plan_id == row.id)
    there = {one.id: one for one in work.session.scalars(mine)}
    kept = {line.id for line in wanted}
    for one in there.values():
        one.alive = one.id in kept
    positions = _positions(wanted, there)
    for line, position in zip(wanted, positions, strict=True):
        one = _row_of(row, there, line)
        _write_line(work, one, line, position)
        work.add(one)
    work.session.flush()
    if lines_of(work.session, [row.id]) != before:
        row.changed_at = work.now  # raises the plan's revision although only its lines change
        work.session.flush()


def _trimmed(line: PlanLine) -> PlanLine:
    texts = ("dealer_name", "dealer_code", "place", "phone", "route", "aim", "problem", "solution", "remark",
             "change_reason")  # fmt: skip
    return replace(line, **{name: getattr(line, name).strip() for name in texts})


def _is_blank(line: PlanLine) -> bool:
    return all(getattr(line, name) in (None, "") for name in (*LINE_FIELDS, "dealer_name") if name != "way")


def _wrong(lines: Sequence[PlanLine]) -> Any:
    for number, line in enumerate(lines, start=1):
        if line.hours is not None and not 0 <= line.hours <= _LONGEST_STAY:
            words = _("第 {n} 行时数应在 0 到 24 之间").format(n=number)
            yield Problem(f"lines.{number}.hours", words, "MT 一.2")
        if line.route_order is not None and not 0 <= line.route_order < 1000:
            words = _("第 {n} 行{field}应是 0 到 999 的整数").format(n=number, field=_(LABELS["route_order"]))
            yield Problem(f"lines.{number}.route_order", words, "MT 一.2")


def _row_of(row: VisitPlanRow, there: Mapping[UUID, VisitPlanLineRow], line: PlanLine) -> VisitPlanLineRow:
    if line.id is None:
        return VisitPlanLineRow(plan_id=row.id, alive=True)
    if line.id not in there:
        raise NotFound(_("有一行不是这份计划的。"), _("您填写的内容都还在。"), _("请刷新后再试。"))
    return there[line.id]


def _write_line(work: Work, one: VisitPlanLineRow, line: PlanLine, position: Decimal) -> None:
    if line.dealer_id != one.dealer_id or one.dealer_id is None:
        line = _with_dealer(work, line)
        for name in ("dealer_id", *LINE_FACTS):
            setattr(one, name, getattr(line, name))
    for name in _WRITTEN:
        if name != "dealer_id":
            _set(one, name, getattr(line, name))
    one.way = VisitWay(line.way)
    _set(one, "position", position)


def _set(one: VisitPlanLineRow, name: str, value: Any) -> None:
    """Write only what differs: 2 and 2.0000 are one number."""
    if getattr(one, name) != value:
        setattr(one, name, value)


def _with_dealer(work: Work, line: PlanLine) -> PlanLine:
    """The line with what is said of the dealer today; without one, as it was typed."""
    if line.dealer_id is None:
        return replace(line, dealer_class=None)
    try:
        dealer = living(work, line.dealer_id)[0]
    except NotFound as error:
        raise NotFound(error.what, _("您填写的内容都还在。"), _("请另选一个客户。")) from error
    return replace(line, dealer_id=dealer.id, **facts_of(dealer))


def facts_of(dealer: DealerRow) -> dict[str, Any]:
    """What a line keeps of its dealer, as he stands today."""
    return {
        "dealer_code": dealer.code, "dealer_name": dealer.name, "dealer_class": dealer.dealer_class,
        "place": f"{dealer.city}{dealer.district}", "phone": dealer.mobile or dealer.phone,
    }  # fmt: skip


def _positions(lines: Sequence[PlanLine], there: Mapping[UUID, VisitPlanLineRow]) -> list[Decimal]:
    """Kept where the order allows it, else a fraction between the neighbours; all anew where there is no room."""
    kept = [there[line.id].position if line.id is not None and line.id in there else None for line in lines]
    found: list[Decimal] = []
    last = Decimal(0)
    for index, mine in enumerate(kept):
        if mine is None or mine <= last:
            after = next((one for one in kept[index + 1 :] if one is not None and one > last), None)
            if after is not None and after - last < _LEAST_STEP:
                return [Decimal(n) for n in range(1, len(lines) + 1)]
            mine = last + 1 if after is None else ((last + after) / 2).quantize(Decimal("0.0001"))
        found.append(mine)
        last = mine
    return found


def settle(work: Work, line_ids: Sequence[UUID]) -> None:
    """The changes of these lines are decided: why they were asked for stays in version and history only."""
    for line_id in line_ids:
        _set(work.get(VisitPlanLineRow, line_id), "change_reason", "")


def restore(work: Work, row: VisitPlanRow, approved: Mapping[UUID, PlanLine], line_ids: Sequence[UUID]) -> None:
    """Put lines back as they were approved; one that was not is struck."""
    for line_id in line_ids:
        one = work.get(VisitPlanLineRow, line_id)
        before = approved.get(line_id)
        one.alive = before is not None
        if before is None or to_line(one) == before:
            continue
        for name in (*LINE_FIELDS, *LINE_FACTS):
            _set(one, name, getattr(before, name))
    row.changed_at = work.now
    work.session.flush()


