"""The one door for states, asked directly: whatever asks, a button or a packet, meets these refusals."""

import json
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from crmdesk.models.base import new_id
from crmdesk.models.journal import JournalEntry, TransitionRow
from crmdesk.models.office import DeskRow
from crmdesk.models.visit_plan import VisitPlanRow
from crmdesk.rules import visit_plan
from crmdesk.rules.errors import Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Person, Role
from crmdesk.rules.visit_plan import FLOW, PlanState
from crmdesk.services import advance as door
from crmdesk.services import attachment, journal
from crmdesk.services.case_way import deadline_of, last_step, steps_of, ways_of
from crmdesk.services.verbs import Work
from tests.builders import today


@dataclass(frozen=True)
class Form:
    """What the guards and the hash look at."""

    content_hash: str = "7f3a91c4" * 8
    goals: str = "目标"
    lines: tuple = ()
    conflicts: int = 0
    summary: str = ""


@dataclass
class Office:
    """Someone's way into one transaction after another."""

    at: Callable
    plan_id: UUID

    def take(self, role: Role, name: str, form: Form | None = None, **step) -> PlanState:
        with self.at(role) as work:
            row = work.get(VisitPlanRow, self.plan_id)
            door.advance(work, row, form or Form(), FLOW, name, **step)
            return row.state


#: Guards have tests of their own.
OPEN = replace(FLOW, transitions=tuple(replace(t, guard=None) for t in FLOW.transitions))


@pytest.fixture
def at(signed_in):
    desks = {}

    @contextmanager
    def work_of(role: Role, person: Person | None = None):
        desk = desks.setdefault(role, signed_in(role))
        with Session(desk._writes) as session, session.begin():
            work = Work(
                session, "visit_plan.approve", new_id(), desk.desk_id, datetime.now(UTC), today(),
                person or desk.person, folder=desk.folder, database=desk.database,
            )  # fmt: skip
            journal.follow(session, work)
            yield work
            journal.close(session)

    return work_of


@pytest.fixture
def plan(at, monkeypatch) -> Office:
    monkeypatch.setattr("tests.services.test_advance.FLOW", OPEN)
    with at(Role.REP) as work:
        row = VisitPlanRow(year=2026, month=12, rep_id=work.asker.id, rep_name=work.asker.name)
        door.begin(work, row, FLOW)
        return Office(at, row.id)


def test_the_way_of_a_plan_and_its_steps(plan, at):
    assert plan.take(Role.REP, "submit") is PlanState.SUBMITTED
    assert plan.take(Role.OFFICE_MGR, "review") is PlanState.REVIEWING
    assert plan.take(Role.OFFICE_MGR, "approve") is PlanState.APPROVED
    assert plan.take(Role.REP, "acknowledge") is PlanState.EXECUTING
    with at(Role.REP) as work:
        row = work.get(VisitPlanRow, plan.plan_id)
        steps = steps_of(work, row, FLOW, "编计划")
        assert [s.title for s in steps] == ["知悉并执行", "批准", "开始调整", "提交", "编计划"]
        assert last_step(work, row, "approve").signed == steps[1].person
        assert last_step(work, row, "send_back") is None


def test_what_is_not_open_from_here_is_refused_with_where_it_stands(plan):
    with pytest.raises(NotAllowed) as refused:
        plan.take(Role.OFFICE_MGR, "approve")
    assert refused.value.code == "wrong-state"
    assert "草稿" in refused.value.what


def test_nobody_decides_his_own_case_at_this_door(plan, at, signed_in):
    plan.take(Role.REP, "submit")
    rep = signed_in(Role.REP).person
    both = replace(rep, roles=frozenset({Role.REP, Role.OFFICE_MGR}))
    with pytest.raises(NotAllowed), at(Role.REP, both) as work:
        door.advance(work, work.get(VisitPlanRow, plan.plan_id), Form(), FLOW, "approve")


def test_a_step_that_is_the_owner_s_own_is_not_another_s(plan, at, signed_in):
    other = replace(signed_in(Role.REP).person, id=new_id(), name="别人")
    with pytest.raises(NotAllowed), at(Role.REP, other) as work:
        door.advance(work, work.get(VisitPlanRow, plan.plan_id), Form(), FLOW, "submit")


def test_a_reason_is_demanded(plan):
    plan.take(Role.REP, "submit")
    with pytest.raises(Incomplete) as refused:
        plan.take(Role.OFFICE_MGR, "send_back", comment="   ")
    assert refused.value.field == "comment"
    assert plan.take(Role.OFFICE_MGR, "send_back", comment="A 类漏排") is PlanState.RETURNED


def test_paper_needs_signer_day_and_the_scan_of_this_very_plan(plan, at, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 signed")
    plan.take(Role.REP, "submit")
    with pytest.raises(Incomplete) as refused:
        plan.take(Role.OFFICE_CLERK, "approve_on_paper")
    assert {p.field for p in refused.value.problems} == {"on_behalf_of", "paper_signed_on", "scan"}
    with at(Role.REP) as work:
        other = VisitPlanRow(year=2026, month=11, rep_id=work.asker.id, rep_name=work.asker.name)
        door.begin(work, other, FLOW)
        strange = attachment.add(work, "visit_plan", other.id, tmp_path / "a.pdf").id
    said = {"on_behalf_of": "郑和平", "paper_signed_on": today()}
    with pytest.raises(Incomplete) as refused:
        plan.take(Role.OFFICE_CLERK, "approve_on_paper", scan=strange, **said)
    assert [p.field for p in refused.value.problems] == ["scan"]
    with at(Role.OFFICE_CLERK) as work:
        kept = attachment.add(work, "visit_plan", plan.plan_id, tmp_path / "a.pdf")
        door.advance(
            work, work.get(VisitPlanRow, plan.plan_id), Form(), FLOW, "approve_on_paper", scan=kept.id, **said
        )
    with at(Role.OFFICE_CLERK) as work:
        step = last_step(work, work.get(VisitPlanRow, plan.plan_id), "approve_on_paper")
        assert (step.channel, step.signed) == ("paper", "郑和平")
        with pytest.raises(NotAllowed):
            attachment.strike(work, kept.id)
    with pytest.raises(Incomplete):
        plan.take(Role.OFFICE_MGR, "refuse_paper")
    assert plan.take(Role.OFFICE_MGR, "confirm_paper") is PlanState.APPROVED


def test_a_decision_keeps_its_hash_what_it_saw_and_what_it_changed(plan, at):
    plan.take(Role.REP, "submit")
    line = new_id()
    with at(Role.OFFICE_MGR) as work:
        known = work.session.scalar(select(DeskRow.last_sequence).where(DeskRow.id == work.desk_id))
    plan.take(Role.OFFICE_MGR, "approve", decided=[(line, "planned_on")])
    with at(Role.OFFICE_MGR) as work:
        step = work.session.scalars(select(TransitionRow).where(TransitionRow.name == "approve")).one()
        assert step.content_hash == Form().content_hash
        assert json.loads(step.seen) == {work.desk_id.hex: known}
        assert json.loads(step.decided) == [[line.hex, "planned_on"]]
        told = work.session.scalars(select(JournalEntry).where(JournalEntry.record_id == step.id)).one()
        assert json.loads(told.changes)["content_hash"][1] == Form().content_hash


def test_a_guard_names_what_is_missing(plan, monkeypatch):
    monkeypatch.setattr("tests.services.test_advance.FLOW", visit_plan.FLOW)
    with pytest.raises(Incomplete) as refused:
        plan.take(Role.REP, "submit", Form(goals=""))
    assert {p.field for p in refused.value.problems} == {"goals", "lines"}


def test_a_running_case_keeps_the_version_that_it_began_with(plan, at, monkeypatch):
    later = replace(OPEN, version="2027-01", transitions=tuple(t for t in OPEN.transitions if t.name != "submit"))
    monkeypatch.setattr(visit_plan, "FLOWS", (OPEN, later), raising=False)
    monkeypatch.setattr("tests.services.test_advance.FLOW", later)
    assert plan.take(Role.REP, "submit") is PlanState.SUBMITTED
    with at(Role.REP) as work:
        before = VisitPlanRow(year=2026, month=12, rep_id=work.asker.id, rep_name=work.asker.name)
        door.begin(work, before, later)
        assert before.flow_version == OPEN.version
        work.today = date(2027, 1, 1)
        row = VisitPlanRow(year=2027, month=1, rep_id=work.asker.id, rep_name=work.asker.name)
        door.begin(work, row, later)
        assert row.flow_version == "2027-01"
        assert "submit" not in {w.name for w in ways_of(work, row, Form(), later)}
        row.flow_version = "2031-01"
        with pytest.raises(Refused) as refused:
            door.advance(work, row, Form(), later, "submit")
        assert refused.value.code == "unknown-flow"


def test_buttons_say_who_may_and_what_is_missing(plan, at):
    plan.take(Role.REP, "submit")
    with at(Role.OFFICE_CLERK) as work:
        ways = {w.name: w for w in ways_of(work, work.get(VisitPlanRow, plan.plan_id), Form(), visit_plan.FLOW)}
    assert ways["approve_on_paper"].needs_scan
    assert ways["approve_on_paper"].by_proxy
    assert not ways["approve"].allowed
    assert "办事处经理" in ways["approve"].why_not
    assert [p.field for p in ways["approve"].problems] == ["lines"]


def test_fields_are_written_only_where_the_table_says(plan, at):
    with at(Role.REP) as work:
        door.check_write(work, work.get(VisitPlanRow, plan.plan_id), FLOW, ["goals", "lines"])
    with at(Role.OFFICE_MGR) as work, pytest.raises(NotAllowed) as refused:
        door.check_write(work, work.get(VisitPlanRow, plan.plan_id), FLOW, ["goals"])
    assert "草稿" in refused.value.what
    plan.take(Role.REP, "submit")
    with at(Role.REP) as work, pytest.raises(NotAllowed):
        door.check_write(work, work.get(VisitPlanRow, plan.plan_id), FLOW, ["lines"])
    plan.take(Role.OFFICE_MGR, "review")
    with at(Role.OFFICE_MGR) as work:
        row = work.get(VisitPlanRow, plan.plan_id)
        door.check_write(work, row, FLOW, ["goals", "lines"])
        assert door.may_write(row, FLOW, work.asker.roles, "lines")
        assert not door.may_write(row, FLOW, work.asker.roles, "summary")


def test_the_clock_of_a_station_runs_in_working_days(plan, at):
    plan.take(Role.REP, "submit")
    with at(Role.REP) as work:
        row = work.get(VisitPlanRow, plan.plan_id)
        row.state_since = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)  # a Friday
        assert deadline_of(work, row, FLOW) == datetime(2026, 12, 1, tzinfo=UTC).date()
        row.state_since += timedelta(hours=8)  # after closing time: the next working day counts
        assert deadline_of(work, row, FLOW) == datetime(2026, 12, 2, tzinfo=UTC).date()


def test_the_database_itself_refuses_a_state_without_its_step(plan, at):
    with pytest.raises(DatabaseError), at(Role.OFFICE_MGR) as work:
        work.session.execute(
            VisitPlanRow.__table__.update().where(VisitPlanRow.id == plan.plan_id).values(state=PlanState.APPROVED)
        )
