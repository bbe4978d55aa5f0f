"""Two dealers become one: field by field, with all that hangs on them, and back again."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.import_memory import ImportMemoryRow
from crmdesk.models.office import RecentRow
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import Conflict, NotAllowed, NotFound, Refused
from crmdesk.rules.import_memory import MemoryKind
from crmdesk.rules.people import Role
from tests.builders import a_dealer, complaint_values

WANG = Contact("王芳", "采购", "13800001111")


@pytest.fixture
def two(clerk):
    """The one that stays, and the one that goes: it has a form, a further contact and more to say."""
    keep = a_dealer(clerk, code="KH1", name="南京恒泰建材有限公司", mobile="", contact="", remark="老客户", city="")
    lose = a_dealer(
        clerk, code="KH2", name="南京恒泰建材经营部", city="南京", contact="李芳", mobile="13900001111", remark="月结",
        credit_limit=Decimal(50000), contacts=(WANG,), email="b@x.cn",
    )  # fmt: skip
    return keep, lose


def merged(desk, two, choices=None, **more):
    keep, lose = two
    return desk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, choices or {}, **more)


def as_seen(desk, dealer):
    return replace(desk.do("dealer.get", dealer.id), revision=0, changed_at=None)


def test_blank_fields_are_filled_and_texts_stand_below_each_other(clerk, two):
    one = merged(clerk, two)
    assert (one.name, one.city, one.contact, one.mobile) == ("南京恒泰建材有限公司", "南京", "李芳", "13900001111")
    assert (one.remark, one.credit_limit) == ("老客户\n月结", Decimal(50000))
    assert (one.code, one.revision) == ("KH1", two[0].revision + 1)


def test_each_field_is_chosen(clerk, two):
    choices = {"name": "lose", "code": "lose", "city": "keep", "remark": "keep", "owner": "赵六"}
    one = merged(clerk, two, choices)
    assert (one.name, one.code, one.city, one.remark, one.owner) == (
        "南京恒泰建材经营部", "KH2", "", "老客户", "赵六",
    )  # fmt: skip


def test_all_that_hangs_on_it_follows_and_paper_stays_as_it_was_printed(clerk, two):
    form = clerk.do("complaint.record", complaint_values(two[1]))
    one = merged(clerk, two)
    after = clerk.do("complaint.get", form.id)
    assert (after.dealer_id, after.dealer_name, after.dealer_code) == (one.id, "南京恒泰建材经营部", "KH2")
    assert [replace(contact, id=None) for contact in one.contacts] == [WANG]


def test_the_main_contact_that_was_not_chosen_becomes_a_further_one_and_none_comes_twice(clerk, two):
    keep = clerk.do("dealer.change", two[0].id, 1, {"contact": "赵六", "mobile": "13700000000", "contacts": (WANG,)})
    one = merged(clerk, (keep, two[1]))
    assert (one.contact, one.mobile) == ("赵六", "13700000000")
    assert [(contact.name, contact.mobile) for contact in one.contacts] == [
        ("王芳", "13800001111"), ("李芳", "13900001111"),
    ]  # fmt: skip


def test_the_other_is_gone_from_everywhere_and_leads_on(clerk, signed_in, two):
    merged(clerk, two)
    assert [dealer.id for dealer in clerk.do("dealer.page", DealerQuery(), 0, 10)] == [two[0].id]
    assert clerk.do("dealer.find", "经营部") == ()
    assert clerk.do("dealer.find", "13900001111")[0].id == two[0].id
    shown = clerk.do("dealer.get", two[1].id)
    assert shown.id == two[0].id
    assert "南京恒泰建材经营部" in shown.notice
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_recents_follow(clerk, signed_in, two):
    rep = signed_in(Role.REP)
    rep.do("search.opened", "dealer", two[1].id)
    for dealer in two:
        clerk.do("search.opened", "dealer", dealer.id)
    merged(clerk, two)
    with Session(clerk._engine) as session:
        assert session.scalars(select(RecentRow.record_id)).all() == [two[0].id] * 2


def test_the_preview_says_what_differs_and_what_follows(clerk, two):
    clerk.do("complaint.record", complaint_values(two[1]))
    preview = clerk.do("dealer_merge.preview", two[0].id, two[1].id)
    assert (preview.complaints, preview.contacts) == (1, 1)
    assert {"code", "name", "city", "contact", "mobile", "remark", "credit_limit", "email"} == set(preview.differing)


def test_who_saw_something_older_is_told(clerk, signed_in, two):
    signed_in(Role.REP).do("dealer.change", two[1].id, two[1].revision, {"city": "苏州"})
    with pytest.raises(Conflict):
        merged(clerk, two)
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.merge", two[0].id, two[0].id, 1, 1, {})
    assert refused.value.code == "same"


def test_a_merged_one_is_not_merged_again(clerk, two):
    third = a_dealer(clerk, name="第三家")
    merged(clerk, two)
    with pytest.raises(NotFound):
        clerk.do("dealer_merge.preview", third.id, two[1].id)
    with pytest.raises(Refused):
        clerk.do("dealer.merge", third.id, two[1].id, third.revision, two[1].revision, {})


@pytest.mark.parametrize("verb", ["dealer.unmerge", "history.undo"])
def test_taken_back_all_is_as_it_was(clerk, signed_in, two, verb):
    form = clerk.do("complaint.record", complaint_values(two[1]))
    before, call = [as_seen(clerk, dealer) for dealer in two], uuid4()
    merged(clerk, two, {"code": "lose", "name": "lose"}, call_id=call)
    clerk.do(verb, call)
    assert [as_seen(clerk, dealer) for dealer in two] == before
    assert clerk.do("complaint.get", form.id).dealer_id == two[1].id
    assert clerk.do("dealer.find", "经营部")[0].id == two[1].id
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_it_may_be_done_undone_done_and_undone(clerk, two):
    before = [as_seen(clerk, dealer) for dealer in two]
    for _round in range(2):
        call = uuid4()
        now = [clerk.do("dealer.get", dealer.id) for dealer in two]
        merged(clerk, now, call_id=call)
        clerk.do("dealer.unmerge", call)
    assert [as_seen(clerk, dealer) for dealer in two] == before


@pytest.mark.parametrize("what", ["dealer", "contact", "complaint"])
def test_what_someone_changed_since_is_not_taken_from_him(clerk, signed_in, two, what):
    form = clerk.do("complaint.record", complaint_values(two[1]))
    call, rep = uuid4(), signed_in(Role.REP)
    one = merged(clerk, two, call_id=call)
    if what == "complaint":
        now = rep.do("complaint.get", form.id)
        rep.do("complaint.change", form.id, now.revision, {"reason": "另有色差"})
    else:
        changes = {"city": "无锡"} if what == "dealer" else {"contacts": (replace(one.contacts[0], title="经理"),)}
        rep.do("dealer.change", one.id, one.revision, changes)
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.unmerge", call)
    assert refused.value.code == "built-upon"
    assert "业务经理" in refused.value.what
    assert clerk.do("dealer.get", two[1].id).id == one.id


def test_a_code_that_someone_took_meanwhile_stays_his(clerk, two):
    call = uuid4()
    merged(clerk, two, call_id=call)
    a_dealer(clerk, code="KH2", name="第三家")
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.unmerge", call)
    assert "第三家" in refused.value.what


def test_the_history_of_the_one_that_stays_says_who_came(clerk, two):
    merged(clerk, two, {"city": "keep"})
    said = [(c.title, c.label, c.after) for c in clerk.do("history.of", "dealer", two[0].id)]
    assert ("合并客户", "合并来的客户", "南京恒泰建材经营部") in said
    gone = [(c.label, c.after) for c in clerk.do("history.of", "dealer", two[1].id)]
    assert ("并入", "南京恒泰建材有限公司") in gone


def test_two_that_are_not_one_firm_are_remembered_both_ways(clerk, two):
    clerk.do("dealer.apart", two[0].id, two[1].id)
    clerk.do("dealer.apart", two[0].id, two[1].id)
    with Session(clerk._engine) as session:
        rows = session.scalars(select(ImportMemoryRow)).all()
    assert [row.kind for row in rows] == [MemoryKind.APART] * 2
    assert {row.said.rpartition("\x1f")[2] for row in rows} == {dealer.id.hex for dealer in two}


def test_finance_does_not_merge(signed_in, two):
    with pytest.raises(NotAllowed):
        merged(signed_in(Role.FIN), two)
