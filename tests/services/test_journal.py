"""The journal: nothing happens outside it, and nothing in it can be changed."""

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crmdesk.models.journal import JournalEntry
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.services import journal
from tests.builders import a_complaint, a_dealer, a_sent_complaint


@pytest.fixture
def session(clerk):
    with Session(clerk._writes) as session:  # below the counter on purpose: what a tampering hand could do
        yield session


def entries_of(session, record_id):
    return session.scalars(
        select(JournalEntry).where(JournalEntry.record_id == record_id).order_by(JournalEntry.arrival)
    ).all()


def test_one_entry_per_record_says_who_what_before_and_after(clerk, session):
    dealer = a_dealer(clerk)
    clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州", "contact": "赵六"})
    made, changed = entries_of(session, dealer.id)
    assert json.loads(made.changes)["name"] == [None, "南京金鼎建材有限公司"]
    assert json.loads(changed.changes) == {"city": ["南京", "苏州"], "contact": ["王建国", "赵六"]}
    assert (changed.person_name, changed.verb, changed.revision) == ("内务主管", "dealer.change", 2)


def test_a_value_that_stays_the_same_makes_no_entry(clerk, session):
    dealer = a_dealer(clerk)
    again = clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "南京"})
    assert again.revision == dealer.revision
    assert len(entries_of(session, dealer.id)) == 1


def test_a_refused_verb_leaves_nothing(clerk, session):
    before = journal.last_arrival(session)
    session.rollback()
    with pytest.raises(Refused):
        clerk.do("dealer.create", {"name": " "})
    assert journal.last_arrival(session) == before


@pytest.mark.parametrize("statement", ["UPDATE journal SET verb = 'x'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_the_journal(clerk, session, statement):
    a_dealer(clerk)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def test_a_state_without_its_step_is_refused_by_the_database(clerk, session):
    a_complaint(clerk)
    with pytest.raises(DBAPIError, match="transition"):
        session.execute(text("UPDATE complaint SET state = 'registered'"))


def test_the_chain_holds(clerk, session):
    a_sent_complaint(clerk)
    assert list(journal.verify(session)) == []


def tamper(session, clerk, statement):
    """Change the journal as someone could who has the file: without its triggers."""
    if clerk.database is None:
        session.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(text("DROP TRIGGER journal_no_delete"))
    session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET changes = replace(changes, '南京', '北京') WHERE sequence = {n}",
        "UPDATE journal SET person_name = '别人' WHERE sequence = {n}",
        "UPDATE journal SET verb = 'dealer.change' WHERE sequence = {n}",
        "DELETE FROM journal WHERE sequence = {n}",
    ],
)
def test_verifying_names_the_first_entry_that_was_touched(clerk, session, statement):
    dealer = a_dealer(clerk)
    a_dealer(clerk, name="另一家")
    touched = entries_of(session, dealer.id)[0].sequence
    tamper(session, clerk, statement.format(n=touched))
    assert [b.sequence for b in journal.verify(session)] == [touched]


def test_a_cut_off_end_is_found(clerk, session):
    a_dealer(clerk)
    last = session.scalar(select(JournalEntry.sequence).order_by(JournalEntry.sequence.desc()).limit(1))
    tamper(session, clerk, f"DELETE FROM journal WHERE sequence = {last}")
    assert [b.sequence for b in journal.verify(session)] == [last]


def test_the_history_reads_as_people_speak(clerk):
    dealer = a_dealer(clerk)
    clerk.do("dealer.change", dealer.id, dealer.revision, {"dealer_class": "A"})
    change = clerk.do("history.of", "dealer", dealer.id)[0]
    assert (change.label, change.before, change.after, change.person) == ("等级", "", "A 类", "内务主管")


def test_a_dealer_is_said_by_his_name(clerk):
    form = a_complaint(clerk)
    other = a_dealer(clerk, name="苏州恒通陶瓷有限公司")
    form = clerk.do("complaint.change", form.id, form.revision, {"dealer_id": other.id})
    told = [(c.field, c.before, c.after) for c in clerk.do("history.of", "complaint", form.id)]
    assert ("dealer_id", "南京金鼎建材有限公司", "苏州恒通陶瓷有限公司") in told
    assert "dealer_name" not in [field for field, _before, _after in told]


def test_one_field_is_put_back_and_the_others_stay(clerk):
    dealer = a_dealer(clerk)
    dealer = clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州", "contact": "赵六"})
    change = next(c for c in clerk.do("history.of", "dealer", dealer.id) if c.field == "city")
    assert change.can_put_back
    dealer = clerk.do("history.put_back", change.entry, "city")
    assert (dealer.city, dealer.contact) == ("南京", "赵六")


def test_putting_back_obeys_the_state_of_a_form(clerk):
    form = a_complaint(clerk)
    form = clerk.do("complaint.change", form.id, form.revision, {"reason": "改"})
    change = next(c for c in clerk.do("history.of", "complaint", form.id) if c.field == "reason")
    clerk.do("complaint.send", form.id, form.revision)
    with pytest.raises(NotAllowed):
        clerk.do("history.put_back", change.entry, "reason")


def test_undo_takes_back_ones_own_change(clerk):
    dealer = a_dealer(clerk)
    clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州"})
    call = clerk.do("history.of", "dealer", dealer.id)[0].call_id
    clerk.do("history.undo", call)
    assert clerk.do("dealer.get", dealer.id).city == "南京"


def test_undo_is_refused_once_someone_has_built_upon_it(signed_in, clerk):
    dealer = a_dealer(clerk)
    dealer = clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州"})
    call = clerk.do("history.of", "dealer", dealer.id)[0].call_id
    rep = signed_in(Role.REP)
    with pytest.raises(NotAllowed):
        rep.do("history.undo", call)
    rep.do("dealer.change", dealer.id, dealer.revision, {"contact": "赵六"})
    with pytest.raises(Refused) as refused:
        clerk.do("history.undo", call)
    assert refused.value.code == "built-upon"


def test_a_state_that_is_announced_as_arrived_needs_its_step_and_its_revision_too(clerk, session):
    form = a_complaint(clerk)
    announce = text("INSERT INTO arrived_state (case_id, state, case_revision) VALUES (:id, :state, :revision)")
    change = text("UPDATE complaint SET state = :state WHERE id = :id")
    key = form.id.hex if session.get_bind().dialect.name == "sqlite" else form.id
    for state, revision in (("registered", form.revision), ("registered", form.revision + 1)):
        session.execute(announce, {"id": key, "state": state, "revision": revision})
        with pytest.raises(DBAPIError, match="needs its transition"):
            session.execute(change, {"id": key, "state": state})
        session.rollback()
