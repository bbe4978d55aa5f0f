"""The plan on paper: printed, signed, recorded with its scan, and confirmed by the manager (MT 一.3)."""

from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image

from crmdesk.rules.errors import Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanState, VersionKind
from tests.builders import today
from tests.services.plans import REP, a_line, a_submitted_plan, his_dealer

MANAGER = Role.OFFICE_MGR.word


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "签字.png"
    Image.new("RGB", (40, 40), "white").save(path)
    return path


@pytest.fixture
def submitted(clerk, rep):
    return a_submitted_plan(rep, a_line(his_dealer(clerk, "D1")))


def test_a_signature_on_paper_waits_until_the_manager_stands_by_it(clerk, manager, submitted, scan):
    plan = clerk.do("visit_plan.approve_on_paper", submitted.id, submitted.revision, MANAGER, today(), scan)
    assert (plan.state, plan.decided_by) == (PlanState.ON_PAPER, MANAGER)
    step = clerk.do("visit_plan.steps", plan.id)[0]
    assert (step.channel, step.paper_signed_on, step.content_hash) == ("paper", today(), submitted.content_hash)
    assert [kept.name for kept in clerk.do("attachment.of", plan.id)] == ["签字.png"]
    assert [v.kind for v in clerk.do("visit_plan.versions", plan.id)] == [VersionKind.SUBMITTED]
    plan = manager.do("visit_plan.confirm_paper", plan.id, plan.revision)
    assert plan.state is PlanState.APPROVED
    assert [v.kind for v in clerk.do("visit_plan.versions", plan.id)] == [VersionKind.SUBMITTED, VersionKind.APPROVED]


def test_a_paper_that_the_manager_does_not_know_is_refused_with_a_reason(clerk, manager, submitted, scan):
    plan = clerk.do("visit_plan.approve_on_paper", submitted.id, submitted.revision, MANAGER, today(), scan)
    with pytest.raises(Incomplete):
        manager.do("visit_plan.refuse_paper", plan.id, plan.revision)
    plan = manager.do("visit_plan.refuse_paper", plan.id, plan.revision, comment="不是我签的")
    assert plan.state is PlanState.SUBMITTED


def test_without_scan_name_or_day_nothing_is_recorded(clerk, submitted, scan, tmp_path):
    act = ("visit_plan.approve_on_paper", submitted.id, submitted.revision)
    with pytest.raises(Refused):
        clerk.do(*act, MANAGER, today(), tmp_path / "没有.png")
    with pytest.raises(Incomplete) as refused:
        clerk.do(*act, " ", None, scan)
    assert {problem.field for problem in refused.value.problems} == {"on_behalf_of", "paper_signed_on"}
    with pytest.raises(Incomplete):
        clerk.do(*act, MANAGER, today() + timedelta(days=1), scan)
    with pytest.raises(NotAllowed):
        clerk.do(*act, REP, today(), scan)
    assert clerk.do("visit_plan.get", submitted.id) == submitted
    assert clerk.do("attachment.of", submitted.id) == ()


def test_a_representative_does_not_record_his_own_paper(rep, submitted, scan):
    with pytest.raises(NotAllowed):
        rep.do("visit_plan.approve_on_paper", submitted.id, submitted.revision, MANAGER, today(), scan)


def test_plans_are_printed_with_their_fingerprint(manager, submitted, tmp_path):
    pdf = manager.do("visit_plan.preview", (submitted.id,))
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_range()
    assert submitted.fingerprint in text
    place = tmp_path / "计划.pdf"
    manager.do("visit_plan.print", (submitted.id,), "pdf", str(place))
    assert place.read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused):
        manager.do("visit_plan.preview", ())
