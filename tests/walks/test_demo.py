"""The demo office: believable, whole, the same at every run, and never in the place of a real one."""

import json
import shutil
from datetime import date, datetime, time

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crmdesk.demo import COPIES_FILE, DATABASE, ERRORS, EXPORT, LOGIN, PASSWORD, REPORT, build
from crmdesk.demo.visits import HANDBOOK_FILE, PLAN_BOOK, PLAN_FILE, STATISTICS_FILE
from crmdesk.desk import Desk
from crmdesk.rules.china_time import CHINA
from crmdesk.rules.complaint import ComplaintQuery, ComplaintState
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery, DayState
from crmdesk.rules.visit_case import CaseState
from crmdesk.rules.visit_check import CaseKind
from crmdesk.rules.visit_plan import PlanState
from tests.papers.builders import all_words

DAY = date(2026, 11, 24)
RARE = "㛃䶮堃喆昇甯𬭚𫖯𬱖"
CONTENT = (
    "SELECT code, name, city, contact, mobile, credit_limit, since, remark, revision FROM dealer ORDER BY code, name",
    "SELECT draft_key, number, state, filled_on, accepted_on, dealer_name, contact, reason, amount FROM complaint"
    " ORDER BY draft_key",
    "SELECT at, person_name, on_behalf_of, verb, subject, revision FROM journal ORDER BY arrival",
    "SELECT name, from_state, to_state, person_name, comment FROM transition ORDER BY created_at, name",
    "SELECT p.rep_name, p.year, p.month, p.state, l.planned_on, l.aim, l.hours, l.alive FROM visit_plan p"
    " JOIN visit_plan_line l ON l.plan_id = p.id ORDER BY p.year, p.month, p.rep_name, l.planned_on, l.position, l.aim",
    "SELECT d.rep_name, d.day, d.state, d.mark, v.dealer_name, v.summary, v.order_amount FROM visit_day d"
    " JOIN visit v ON v.day_id = d.id ORDER BY d.day, d.rep_name, v.position",
    "SELECT kind, state, dealer_name, opened_on FROM visit_case ORDER BY opened_on, kind",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("demo"), DAY)


@pytest.fixture
def desk(built):
    desk = Desk.open(built.database)
    desk.sign_in(LOGIN, PASSWORD)
    yield desk
    desk.close()


def test_it_says_that_it_is_a_demo_and_is_whole(desk):
    assert desk.office.is_demo
    report = desk.do("check.run")
    assert report.ok, report.lines


def test_it_has_some_three_hundred_dealers_and_months_of_complaints_in_every_state(desk):
    assert 290 <= desk.do("dealer.count", DealerQuery()) <= 310
    forms = desk.do("complaint.page", ComplaintQuery())
    assert {form.state for form in forms} == set(ComplaintState)
    assert len({(f.filled_on.year, f.filled_on.month) for f in forms}) >= 4
    assert any(f.is_urgent for f in forms)
    assert any(f.quantity_open for f in forms)
    assert set(RARE) <= set("".join(f.contact for f in forms))
    assert max(f.filled_on for f in forms) == DAY


def test_the_dealer_that_the_readme_finds_by_its_initials_is_there(desk):
    assert [dealer.name for dealer in desk.do("dealer.find", "shjm")] == ["上海金茂建材有限公司"]


def test_everyone_is_what_he_does(desk):
    roles = {person.name: person.roles for person in desk.do("person.list")}
    owners = {value for value, _count in desk.do("dealer.facets", "owner") if value}
    assert all(Role.REP in roles[owner] for owner in owners)
    receivers = {f.sample_receiver for f in desk.do("complaint.page", ComplaintQuery()) if f.sample_receiver}
    assert receivers
    assert all(Role.QA in roles[receiver] for receiver in receivers)


def test_plans_of_three_months_stand_in_every_place_of_their_way(desk):
    found = [plan for month in (10, 11, 12) for plan in desk.do("visit_plan.page", date(2026, month, 1))]
    states = {plan.state for plan in found if plan.state}
    assert states == {PlanState.CHECKED, PlanState.EXECUTING, PlanState.SUBMITTED, PlanState.RETURNED, PlanState.DRAFT}
    assert any(plan.requests for plan in found)
    main = next(plan for plan in found if plan.state is PlanState.EXECUTING and plan.rep_name == "冯媛")
    assert {change.kind for change in desk.do("visit_plan.get", main.id).against_submitted} == {"added", "struck", "changed"}


def test_a_month_of_visits_was_made_and_most_of_it_checked(desk):
    days = desk.do("visit_day.page", DayQuery(), 0, 500)
    assert {day.state for day in days} == {DayState.OPEN, DayState.HANDED_IN, DayState.CHECKED}
    assert len(days) > 60
    rates = [row.rate for row in desk.do("visit_statistics.execution", date(2026, 11, 1), date(2026, 11, 30))]
    assert all(rate and rate >= 60 for rate in rates)
    assert {(case.kind, case.state) for case in desk.do("visit_case.page")} == {
        (CaseKind.FOREIGN_GOODS, CaseState.ANSWERED), (CaseKind.QUESTION, CaseState.OPEN),
    }  # fmt: skip


def test_plan_handbook_and_statistics_are_printed(built):
    names = (PLAN_FILE, HANDBOOK_FILE, STATISTICS_FILE)
    said = {name: "".join(all_words(built.database.with_name(name).read_bytes())) for name in names}
    assert "冯媛" in said[PLAN_FILE]
    assert "变更原因" in said[PLAN_FILE]
    assert "窜货证据" in said[HANDBOOK_FILE]
    assert "钱进" in said[STATISTICS_FILE]
    sheet = openpyxl.load_workbook(built.database.with_name(PLAN_BOOK)).active
    assert sheet["A1"].value == "月度巡访计划表"


def test_it_can_be_built_on_the_first_of_a_month(tmp_path):
    desk = Desk.open(build(tmp_path, date(2026, 12, 1)).database)
    desk.sign_in(LOGIN, PASSWORD)
    assert desk.do("visit_day.count", DayQuery()) > 50
    desk.close()


def test_its_numbers_follow_the_months(desk):
    numbers = sorted(f.number for f in desk.do("complaint.page", ComplaintQuery()) if f.number)
    assert numbers[:2] == ["260801", "261001"]
    assert numbers[2:] == [f"2611{n:02d}" for n in range(1, len(numbers) - 1)]


def test_the_main_job_leaves_its_files(built):
    names = {file.name for file in built.files}
    assert {DATABASE, REPORT, ERRORS, COPIES_FILE, EXPORT} <= names
    assert all(file.stat().st_size for file in built.files)
    pdf = pypdfium2.PdfDocument(built.database.with_name(COPIES_FILE))
    assert len(pdf) == 5
    said = pdf[2].get_textpage().get_text_bounded()
    assert "第三联" in said
    assert "许𫖯" in said
    report = json.loads(built.database.with_name(REPORT).read_text(encoding="utf-8"))
    assert report["new"] == 295
    rows = openpyxl.load_workbook(built.database.with_name(EXPORT)).active.max_row
    assert rows == 296


def contents(database):
    desk = Desk.open(database)
    with Session(desk._engine) as session:
        found = [[tuple(map(str, row)) for row in session.execute(text(statement))] for statement in CONTENT]
    desk.close()
    return found


def test_building_again_replaces_the_demo_by_the_same_one(built, tmp_path):
    for file in built.files:
        shutil.copy(file, tmp_path)
    assert contents(build(tmp_path, DAY).database) == contents(built.database)
    assert {file.name for file in tmp_path.iterdir()} >= {file.name for file in built.files}
    assert [file for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_no_other_database_is_replaced(tmp_path):
    real = tmp_path / DATABASE
    Desk.create(real, office="真的", code="Z", login="lm", name="李敏", password="secret1").close()
    with pytest.raises(Refused) as refused:
        build(tmp_path, DAY)
    assert refused.value.code == "exists"
    desk = Desk.open(real)
    assert desk.office.name == "真的"
    desk.close()


def test_on_the_day_it_is_built_for_something_is_due(built):
    desk = Desk.open(built.database, clock=lambda: datetime.combine(DAY, time(9), CHINA))
    desk.sign_in(LOGIN, PASSWORD)
    today = desk.do("inbox.today")
    desk.close()
    assert {item.urgency for item in today.items} >= {"red", "amber"}
    assert today.items[0].is_mine
