"""Days of the handbook, visits and approved plans, with good defaults."""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.models.base import new_id
from crmdesk.models.visit import VisitCheckRow, VisitDayRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow, VisitPlanVersionRow
from crmdesk.rules.dealer import Dealer, DealerClass, DealerKind
from crmdesk.rules.visit import FLOW as DAY_FLOW
from crmdesk.rules.visit import VisitDay
from crmdesk.rules.visit_content import content
from crmdesk.rules.visit_plan import FLOW, PlanLine, PlanState, VersionKind
from crmdesk.services import advance, journal
from crmdesk.services.verbs import Work
from tests.builders import a_dealer, today

DAY = date(2026, 11, 12)  # a Thursday


def a_shop(desk: Desk, **values: Any) -> Dealer:
    """A dealer at which the whole check block is asked."""
    return a_dealer(desk, **{"kind": DealerKind.EXCLUSIVE, "dealer_class": DealerClass.A, "owner": "业务经理"} | values)


def a_day(rep: Desk, day: date = DAY) -> VisitDay:
    """The representative's own day."""
    return rep.do("visit_day.begin", day)


def a_full_day(rep: Desk, dealer: Dealer, day: date = DAY, **visit: Any) -> VisitDay:
    """A day with one visit, complete enough to be handed in."""
    begun = a_day(rep, day)
    rep.do("visit.add", begun.id, {"dealer_id": dealer.id, "summary": "补货三十箱。"} | visit)
    return rep.do("visit_day.change", begun.id, begun.revision, {"plan": "看库存", "summary": "两家都补货。"})


def a_handed_in_day(rep: Desk, dealer: Dealer, day: date = DAY, **visit: Any) -> VisitDay:
    """The same with the manager."""
    full = a_full_day(rep, dealer, day, **visit)
    return rep.do("visit_day.hand_in", full.id, full.revision)


def an_approved_plan(desk: Desk, lines: list[tuple[date, Dealer]], rep_id: UUID | None = None) -> list[UUID]:
    """A plan of the representative as it stands after its approval, written as the rows are; ids of its lines."""
    rep = rep_id or desk.person.id
    with Session(desk._writes) as session, session.begin():
        work = Work(session, "visit_plan.approve", new_id(), desk.desk_id, datetime.now(UTC), today(), desk.person)
        journal.follow(session, work)
        plan = VisitPlanRow(year=lines[0][0].year, month=lines[0][0].month, rep_id=rep, rep_name=desk.person.name)
        plan.state, plan.flow_version, plan.state_since = PlanState.EXECUTING, FLOW.version, work.now
        work.add(plan)
        session.flush()
        rows = [_line(plan.id, number, day, dealer) for number, (day, dealer) in enumerate(lines, start=1)]
        session.add_all(rows)
        session.flush()
        kept = content("本月目标", [_frozen(row) for row in rows])
        session.add(
            VisitPlanVersionRow(plan_id=plan.id, number=2, kind=VersionKind.APPROVED, person_name="经理",
                                content=kept, content_hash="")
        )  # fmt: skip
        ids = [row.id for row in rows]
        journal.close(session)
    return ids


def _line(plan_id: UUID, number: int, day: date, dealer: Dealer) -> VisitPlanLineRow:
    return VisitPlanLineRow(
        plan_id=plan_id, position=Decimal(number), planned_on=day, dealer_id=dealer.id, dealer_code=dealer.code,
        dealer_name=dealer.name, dealer_class=dealer.dealer_class, aim="盘点库存", alive=True,
    )  # fmt: skip


def _frozen(row: VisitPlanLineRow) -> PlanLine:
    return PlanLine(**{f.name: getattr(row, f.name) for f in fields(PlanLine)})


def an_answer_of_another_desk(desk: Desk, visit_id: UUID, item: str, value: str) -> None:
    """A row of the check block as a packet brings it: beside the one that is there."""
    with Session(desk._writes) as session, session.begin():
        journal.follow(session, Work(session, "visit.change", new_id(), desk.desk_id, datetime.now(UTC), today()))
        session.add(VisitCheckRow(visit_id=visit_id, item=item, value=value))
        journal.close(session)


def a_day_of_another_desk(desk: Desk, day: VisitDay, **values: Any) -> UUID:
    """A second handbook of the same day, as a packet brings it."""
    with Session(desk._writes) as session, session.begin():
        work = Work(session, "visit_day.begin", new_id(), desk.desk_id, datetime.now(UTC), today(), desk.person)
        journal.follow(session, work)
        row = VisitDayRow(rep_id=day.rep_id, rep_name=day.rep_name, day=day.day, alive=True, **values)
        advance.begin(work, row, DAY_FLOW)
        journal.close(session)
        return row.id
