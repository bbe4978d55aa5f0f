"""What two desks did to one day, on every database: made one handbook, and settled before it goes on."""

from datetime import UTC, datetime
from uuid import uuid5

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crmdesk.models.base import new_id
from crmdesk.models.exchange import OpenConflictRow
from crmdesk.models.visit import VisitCheckRow
from crmdesk.rules.desks import ConflictKind
from crmdesk.rules.errors import Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayQuery, DayState
from crmdesk.services.visit_day_folding import joined
from tests.services.visiting import (
    DAY,
    a_day,
    a_day_of_another_desk,
    a_full_day,
    a_handed_in_day,
    a_shop,
    an_approved_plan,
)


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def a_conflict(desk, about_id):
    with Session(desk._writes) as session, session.begin():
        session.add(OpenConflictRow(
            kind=ConflictKind.FIELD, subject="visit", record_id=new_id(), about_id=about_id, field="met", heads="[]",
            since=datetime.now(UTC),
        ))  # fmt: skip


def no_conflicts(desk):
    with Session(desk._writes) as session, session.begin():
        session.execute(delete(OpenConflictRow))


def test_conflicts_of_the_day_and_of_its_visits_stop_the_check_and_no_others(rep, manager, clerk):
    day = a_handed_in_day(rep, a_shop(clerk))
    for about in (day.id, day.visits[0].id, new_id()):
        a_conflict(rep, about)
    assert manager.do("visit_day.get", day.id).conflicts == 2
    with pytest.raises(Incomplete) as refused:
        manager.do("visit_day.check", day.id, day.revision, 80)
    assert [one.field for one in refused.value.problems] == ["conflicts"]
    (outcome,) = manager.do("visit_day.check_many", ((day.id, day.revision),))
    assert not outcome.is_done
    no_conflicts(rep)
    assert manager.do("visit_day.check", day.id, day.revision, 80).state is DayState.CHECKED


def test_what_both_wrote_stands_in_the_one_that_is_kept(rep, clerk):
    dealer = a_shop(clerk)
    (line_id,) = an_approved_plan(rep, [(DAY, dealer)])
    day = a_full_day(rep, dealer)
    other = a_day_of_another_desk(rep, day, plan="看库存", summary="换了路线。", dressed=True)
    again = rep.do("visit.add", other, {"dealer_id": a_shop(clerk, name="苏州恒通", mobile="13900000001").id})
    assert rep.do("visit_day.get", other).folds == rep.do("visit_day.get", day.id).folds == (day.id, other)
    folded = rep.do("visit_day.fold", day.id, other)
    assert ([visit.id for visit in folded.visits][1], folded.folds) == (again.id, None)
    assert [visit.plan_line_id for visit in folded.visits] == [line_id, None]
    assert (folded.plan, folded.summary, folded.dressed) == ("看库存", "两家都补货。\n换了路线。", True)
    assert rep.do("visit_day.count", DayQuery()) == 1
    (told,) = [one for one in rep.do("history.of", "visit_day", other) if one.field == "alive"]
    assert told.title == "合并两份手册"


def test_only_the_second_folds_into_the_first_and_only_what_its_writer_may_write(rep, manager, clerk):
    day = a_full_day(rep, a_shop(clerk))
    other = a_day_of_another_desk(rep, day)
    for pair in ((other, day.id), (day.id, day.id), (day.id, a_day(rep, DAY.replace(day=13)).id)):
        with pytest.raises(Refused):
            rep.do("visit_day.fold", *pair)
    handed_in = rep.do("visit_day.hand_in", day.id, day.revision)
    with pytest.raises(NotAllowed):
        rep.do("visit_day.fold", day.id, other)
    manager.do("visit_day.check", day.id, handed_in.revision, 90)
    assert rep.do("visit_day.get", other).folds is None


def test_whoever_writes_it_is_told_on_the_first_page(rep, manager, clerk):
    day = a_day(rep)
    a_day_of_another_desk(rep, day)
    for desk, told in ((rep, 1), (clerk, 1), (manager, 0)):
        found = [one for one in desk.do("inbox.today").items if one.badge == "两份手册"]
        assert [one.record_id for one in found] == [day.id] * told


def test_an_answer_and_a_case_have_the_same_id_at_every_desk(rep, clerk):
    visit = rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id, "checks": {"foreign_goods": "yes"}})
    (case,) = rep.do("visit_case.page")
    assert case.id == uuid5(visit.id, "visit_case:foreign_goods")
    assert case.reported_at is not None
    with Session(rep._writes) as session:
        assert session.scalars(select(VisitCheckRow.id)).all() == [uuid5(visit.id, "visit_check:foreign_goods")]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [("", "乙", "乙"), ("甲", "", "甲"), ("甲", "甲", "甲"), ("甲乙", "乙", "甲乙"), ("乙", "甲乙", "甲乙"), ("甲", "乙", "甲\n乙")],
)
def test_texts_stand_once(first, second, both):
    assert joined(first, second) == both
