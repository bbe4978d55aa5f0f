"""What the page 今日 says of visits: whose turn it is, how late it is, and many of a kind in one line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from crmdesk.models.base import new_id
from crmdesk.models.exchange import OpenConflictRow, PacketRow
from crmdesk.models.visit_case import VisitCaseRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.desks import ConflictKind, PacketState, Way
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayState
from crmdesk.rules.visit_case import CaseState
from crmdesk.rules.visit_check import CaseKind
from crmdesk.rules.visit_plan import MissedReason, PlanLine, PlanState
from crmdesk.services import journal
from crmdesk.services.verbs import EVERYTHING, Work
from tests.builders import a_dealer
from tests.services.visiting import DAY, a_full_day, a_handed_in_day, a_shop, an_approved_plan

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in China
TODAY = date(2026, 11, 24)


@pytest.fixture
def as_of(signed_in):
    """Sign in as a role, with the clock at a moment."""

    def sign_in(role: Role, now: datetime = NOW):
        desk = signed_in(role)
        desk._clock = lambda: now
        return desk

    return sign_in


def written(desk, *rows, now=NOW):
    """Rows as they stand after steps that are not this test's subject."""
    with Session(desk._writes) as session, session.begin():
        work = Work(session, "visit_plan.create", new_id(), desk.desk_id, now, now.date(), desk.person)
        journal.follow(session, work)
        session.add_all(rows)
        journal.close(session)
        return [row.id for row in rows]


def a_plan(rep, state, *, month=12, since=NOW, name="业务经理"):
    return VisitPlanRow(
        state=state, flow_version="2026-11", state_since=since, year=2026, month=month, rep_id=rep.person.id,
        rep_name=name,
    )  # fmt: skip


def a_case(rep, state, since=NOW):
    return VisitCaseRow(
        state=state, flow_version="2026-11", state_since=since, kind=CaseKind.FOREIGN_GOODS, rep_id=rep.person.id,
        rep_name="业务经理", dealer_name="南京永盛建材", opened_on=TODAY,
    )  # fmt: skip


def items(desk, subject=None):
    return [i for i in desk.do("inbox.today").items if subject in (None, i.subject)]


def of_plan(desk, plan_id):
    return [(i.action_title, i.is_mine) for i in items(desk, "visit_plan") if i.record_id == plan_id]


@pytest.mark.parametrize(
    ("state", "rep_sees", "manager_sees"),
    [
        (PlanState.SUBMITTED, [], [("审批", True)]),
        (PlanState.REVIEWING, [], [("审批", True)]),
        (PlanState.RETURNED, [("修改", True)], []),
        (PlanState.ON_PAPER, [], [("确认", True)]),
        (PlanState.APPROVED, [("知悉", True)], []),
        (PlanState.SUMMED_UP, [], [("检查", True)]),
        (PlanState.CHECKED, [], []),
        (PlanState.DRAFT, [("提交", True)], []),
        (PlanState.EXECUTING, [], []),
    ],
)
def test_a_plan_waits_for_whoever_holds_it(as_of, state, rep_sees, manager_sees):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    (plan,) = written(rep, a_plan(rep, state))
    assert of_plan(rep, plan) == rep_sees
    assert of_plan(manager, plan) == manager_sees
    assert rep.do("inbox.today").counts.get("visit_plan", 0) == len(items(rep, "visit_plan"))


def test_what_is_late_is_told_to_who_stands_above(as_of):
    rep = as_of(Role.REP)
    (plan,) = written(rep, a_plan(rep, PlanState.SUBMITTED, since=NOW - timedelta(days=8)))
    head, clerk = as_of(Role.SALES_HEAD), as_of(Role.OFFICE_CLERK)
    (item,) = [i for i in items(head, "visit_plan") if i.record_id == plan]
    assert (item.urgency, item.is_mine) == ("red", True)
    assert item.badge.startswith("逾期")
    assert of_plan(clerk, plan) == [("审批", False)]
    written(rep, a_plan(rep, PlanState.SUBMITTED, month=11))
    assert [i.record_id for i in items(head, "visit_plan") if i.action_title == "审批"] == [plan]


def test_a_month_that_is_over_wants_its_summary(as_of):
    rep = as_of(Role.REP)
    (plan,) = written(rep, a_plan(rep, PlanState.EXECUTING, month=10))
    assert of_plan(rep, plan) == [("写总结", True)]


def test_who_has_no_plan_is_asked_for_it_and_the_manager_when_it_is_late(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    written(rep, a_plan(rep, PlanState.CHECKED, month=10))
    asked = {(i.title, i.action_title) for i in items(rep, "visit_plan")}
    assert asked == {("业务经理 2026 年 11 月巡访计划", "编计划"), ("业务经理 2026 年 12 月巡访计划", "编计划")}
    (item,) = items(manager, "visit_plan")
    assert (item.title, item.record_id) == ("业务经理 2026 年 11 月巡访计划", EVERYTHING)
    assert item.given == (("month", date(2026, 11, 1)),)


def test_many_of_a_kind_stand_in_one_line(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    written(rep, *(a_plan(rep, PlanState.SUBMITTED, since=NOW - timedelta(days=d * 3)) for d in range(12)))
    (item,) = [i for i in items(manager, "visit_plan") if i.action_title == "审批"]
    assert (item.title, item.record_id, item.many, item.urgency) == ("12 份巡访计划等您审批", EVERYTHING, 12, "red")
    assert item.note.startswith("逾期")
    today = manager.do("inbox.today")
    assert today.counts["visit_plan"] >= 12
    assert today.counts["today"] == sum(i.many for i in today.items if i.is_mine)


def test_changes_after_the_approval_ask_for_another(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    an_approved_plan(rep, [(TODAY, a_dealer(rep))])
    _run(rep)
    assert "看变更" not in {i.action_title for i in items(manager)}
    with Session(rep._writes) as session, session.begin():
        session.query(VisitPlanLineRow).one().aim = "另一个目的"
    assert "看变更" in {i.action_title for i in items(manager)}
    assert "看变更" not in {i.action_title for i in items(rep)}


def _run(desk):
    """The plan of the builder, which stands at its beginning, goes on to be executed."""
    with Session(desk._writes) as session, session.begin():
        plan = session.query(VisitPlanRow).one()
        values = {c.name: getattr(plan, c.name) for c in VisitPlanRow.__table__.c} | {"id": new_id()}
        session.execute(insert(VisitPlanRow.__table__).values(**values | {"state": PlanState.EXECUTING}))
        session.execute(VisitPlanLineRow.__table__.update().values(plan_id=values["id"]))
        session.execute(_versions().update().values(plan_id=values["id"]))
        plan.alive = False


def _versions():
    from crmdesk.models.visit_plan import VisitPlanVersionRow

    return VisitPlanVersionRow.__table__


def test_today_s_visits_and_those_that_were_not_made(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    dealers = [a_shop(rep, name=f"南京第{n}家") for n in range(6)]
    days = [TODAY, TODAY, *[date(2026, 11, 12)] * 4]
    ids = an_approved_plan(rep, list(zip(days, dealers, strict=True)))
    _run(rep)
    titles = {i.title for i in items(rep)}
    assert {"今天计划走访 2 家", "业务经理 本月 4 家逾期未访"} <= titles
    (begin,) = [i for i in items(rep) if i.action_title == "开始"]
    assert (begin.page, dict(begin.given)["day"]) == ("visit_day.form", TODAY)
    assert "业务经理 本月 4 家逾期未访" not in {i.title for i in items(manager)}
    a_full_day(rep, dealers[2], DAY, plan_line_id=ids[2])
    with Session(rep._writes) as session, session.begin():
        session.get(VisitPlanLineRow, ids[3]).missed = MissedReason.AWAY
    assert "业务经理 本月 2 家逾期未访" in {i.title for i in items(rep)}


def test_a_day_waits_for_its_writer_and_then_for_the_manager(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    dealer = a_shop(rep)
    day = a_full_day(rep, dealer, DAY)
    (item,) = items(rep, "visit_day")
    assert (item.record_id, item.action_title, item.urgency) == (day.id, "上交", "red")
    assert [i.is_mine for i in items(manager, "visit_day")] == [True], "told, for it is late"
    day = rep.do("visit_day.hand_in", day.id, day.revision)
    assert day.state is DayState.HANDED_IN
    assert items(rep, "visit_day") == []
    assert [i.action_title for i in items(manager, "visit_day")] == ["检查"]


def test_a_day_of_today_is_not_asked_for_yet(as_of):
    rep = as_of(Role.REP)
    a_full_day(rep, a_shop(rep), TODAY)
    assert items(rep, "visit_day") == []


def test_many_days_to_check_are_one_line(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    dealer = a_shop(rep)
    for number in range(5):
        a_handed_in_day(rep, dealer, DAY + timedelta(days=number))
    (item,) = items(manager, "visit_day")
    assert (item.title, item.many) == ("5 天巡访手册待检查", 5)
    assert manager.do("inbox.today").counts["visit_day"] == 5


def test_cases_wait_for_an_answer_and_then_for_their_end(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    written(rep, a_case(rep, CaseState.OPEN))
    (item,) = items(manager, "visit_case")
    assert (item.title, item.action_title) == ("窜货 南京永盛建材", "答复")
    assert items(rep, "visit_case") == []
    written(rep, a_case(rep, CaseState.ANSWERED), a_case(rep, CaseState.CLOSED))
    assert [i.action_title for i in items(rep, "visit_case")] == ["办结"]


def test_dealers_whom_nobody_visited_are_counted_by_their_class(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    seen = a_shop(rep, name="刚走访过的")
    a_shop(rep, name="从来没有走访的")
    a_shop(rep, name="别人的", owner="别人")
    a_shop(rep, name="没有等级的", dealer_class=None)
    assert [i for i in items(manager) if i.badge == "久未巡访"] == [], "nobody notes visits yet"
    a_full_day(rep, seen, TODAY)
    assert [i.title for i in items(manager) if i.badge == "久未巡访"] == ["2 家客户很久没有巡访"]
    assert [i.title for i in items(rep) if i.badge == "久未巡访"] == ["1 家客户很久没有巡访"]
    kept = a_shop(rep, name="合并后留下的")
    rep.do("dealer.merge", kept.id, seen.id, kept.revision, seen.revision, {})
    assert [i.title for i in items(manager) if i.badge == "久未巡访"] == ["2 家客户很久没有巡访"]


def test_conflicts_and_missing_packets_stand_there_for_everyone(as_of):
    rep, other = as_of(Role.REP), as_of(Role.HR)
    with Session(rep._writes) as session, session.begin():
        session.add(OpenConflictRow(
            kind=ConflictKind.FIELD, subject="visit_plan", record_id=new_id(), about_id=new_id(), field="goals",
            heads="[]", since=NOW,
        ))  # fmt: skip
        session.add(PacketRow(
            way=Way.IN, state=PacketState.MISSING, desk_id=rep.desk_id, number=14, made_at=NOW, done_at=NOW,
            file_name="", sha256="", size=0, entries=0,
        ))  # fmt: skip
    for desk in (rep, other):
        titles = [i.title for i in items(desk)]
        assert "1 处与另一台电脑的修改冲突" in titles
        assert any("第 14 包" in title for title in titles)
        assert desk.do("inbox.today").counts["packet"] == 2


def test_what_goes_round_waits_for_its_reader(as_of):
    rep, manager, stat = as_of(Role.REP), as_of(Role.OFFICE_MGR), as_of(Role.STAT)
    (plan,) = written(rep, a_plan(rep, PlanState.EXECUTING, month=11))
    manager.do("circulation.send", "visit_plan", plan, [stat.person.id], "请统计参考")
    (item,) = items(stat, "visit_plan")
    assert (item.badge, item.title) == ("传阅", "业务经理 2026 年 11 月巡访计划")
    assert "请统计参考" in item.note
    (kept,) = stat.do("circulation.waiting")
    stat.do("circulation.read", kept.id, kept.revision, "已看")
    assert items(stat, "visit_plan") == []


def test_a_deputy_finds_what_waits_for_whom_he_acts(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    (plan,) = written(rep, a_plan(rep, PlanState.SUBMITTED))
    head = as_of(Role.SALES_HEAD)
    assert of_plan(head, plan) == []
    manager.do("deputy.set", manager.person.id, head.person.id, TODAY, TODAY)
    assert of_plan(as_of(Role.SALES_HEAD), plan) == [("审批", True)]
    manager.do("deputy.set", manager.person.id, rep.person.id, TODAY, TODAY)
    assert of_plan(as_of(Role.REP), plan) == [], "not his own"


def test_the_page_asks_few_questions(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    dealer = a_shop(rep)
    for number in range(6):
        a_handed_in_day(rep, dealer, DAY + timedelta(days=number))
    written(rep, *(a_plan(rep, PlanState.SUBMITTED) for _n in range(12)))
    asked = []
    event.listen(manager._engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    manager.do("inbox.today")
    assert len(asked) < 40, asked
    before = len(asked)
    written(rep, *(a_plan(rep, PlanState.EXECUTING, month=11) for _n in range(12)))
    asked.clear()
    manager.do("inbox.today")
    assert len(asked) <= before + 8, "as many for twelve plans as for one"


def test_hours_with_places_are_no_change(as_of):
    from crmdesk.services.visit_plan_inbox import _text

    assert _text("hours", Decimal("1.5000")) == _text("hours", "1.5") == _text("hours", 1.5)
    assert _text("dealer_id", new := new_id()) == _text("dealer_id", str(new))
    assert _text("route_order", None) == _text("route_order", "")


def test_the_way_of_a_real_plan(as_of):
    rep, manager = as_of(Role.REP), as_of(Role.OFFICE_MGR)
    dealers = [a_shop(rep, name=f"无锡第{n}家") for n in range(2)]
    lines = tuple(
        PlanLine(planned_on=date(2026, 12, 1 + n), dealer_id=d.id, aim="看库存", hours=Decimal("1.5"), route_order=n)
        for n, d in enumerate(dealers)
    )
    plan = rep.do("visit_plan.create", date(2026, 12, 1), {"goals": "完成销售", "lines": lines})
    assert of_plan(rep, plan.id) == [("提交", True)]
    plan = rep.do("visit_plan.submit", plan.id, plan.revision)
    assert of_plan(manager, plan.id) == [("审批", True)]
    plan = manager.do("visit_plan.approve", plan.id, plan.revision)
    plan = rep.do("visit_plan.acknowledge", plan.id, plan.revision)
    assert of_plan(rep, plan.id) == of_plan(manager, plan.id) == []
    moved = (replace(plan.lines[0], planned_on=date(2026, 12, 4), change_reason="客户改期"), *plan.lines[1:])
    rep.do("visit_plan.change", plan.id, plan.revision, {"lines": moved})
    assert of_plan(manager, plan.id) == [("看变更", True)]
    there = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
    assert "今天计划走访 1 家" in {i.title for i in items(as_of(Role.REP, there))}
