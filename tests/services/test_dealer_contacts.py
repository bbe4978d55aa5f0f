"""Further contacts of a dealer: lines that keep their identity, in the journal under the dealer."""

from dataclasses import replace

import pytest

from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import Conflict, Refused
from crmdesk.rules.people import Role
from tests.builders import a_dealer

WANG = Contact("王芳", "采购", "13800001111", "", "周一在")
ZHAO = Contact("赵六", "", "", "025-83190000")


def said(clerk, dealer):
    changes = clerk.do("history.of", "dealer", dealer.id)
    return [(c.label, c.before, c.after) for c in changes if c.subject == "dealer_contact"]


@pytest.fixture
def dealer(clerk):
    return a_dealer(clerk, contacts=(WANG, ZHAO))


def without_ids(dealer):
    return tuple(replace(contact, id=None) for contact in dealer.contacts)


def test_they_come_back_as_they_went_in(clerk, dealer):
    assert without_ids(dealer) == (WANG, ZHAO)
    assert clerk.do("dealer.get", dealer.id) == dealer
    assert dealer.revision == 1


def test_blank_lines_and_blanks_do_not_count(clerk, dealer):
    lines = (replace(dealer.contacts[0], name=" 王芳 "), Contact(), Contact(" 钱七 "), dealer.contacts[1])
    after = clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": lines})
    assert [contact.name for contact in after.contacts] == ["王芳", "钱七", "赵六"]
    assert after.contacts[0].id == dealer.contacts[0].id


def test_the_same_lines_again_change_nothing(clerk, dealer):
    after = clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": dealer.contacts})
    assert after.revision == dealer.revision


def test_a_line_changed_alone_raises_the_dealer_s_revision_and_the_check_knows_it(clerk, signed_in, dealer):
    lines = (replace(dealer.contacts[0], title="经理"), dealer.contacts[1])
    after = clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": lines})
    assert (after.revision, after.changed_by) == (dealer.revision + 1, "内务主管")
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_the_history_says_them_in_words(clerk, dealer):
    lines = (replace(dealer.contacts[0], title="经理"), Contact("钱七"))
    clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": lines})
    newest = said(clerk, dealer)[:3]
    assert sorted(newest) == [
        ("其他联系人", "", "钱七"),
        ("其他联系人", "赵六", ""),
        ("王芳 职务", "采购", "经理"),
    ]
    assert said(clerk, dealer)[3:][:3] in (
        [("其他联系人", "", "赵六"), ("电话", "", "025-83190000"), ("其他联系人", "", "王芳")],
        [("其他联系人", "", "王芳"), ("职务", "", "采购"), ("手机", "", "13800001111")],
    )


def test_who_comes_second_sees_the_lines_of_the_first(clerk, signed_in, dealer):
    first = signed_in(Role.REP).do("dealer.change", dealer.id, dealer.revision, {"contacts": (WANG,)})
    with pytest.raises(Conflict) as refused:
        clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": (ZHAO,)})
    assert refused.value.theirs == {"contacts": first.contacts}
    signed_in(Role.REP).do("dealer.change", dealer.id, first.revision, {"city": "苏州"})
    with pytest.raises(Conflict) as refused:
        clerk.do("dealer.change", dealer.id, first.revision, {"contacts": (ZHAO,)})
    assert refused.value.theirs == {"city": "苏州"}


def test_the_change_can_be_taken_back(clerk, dealer):
    call = clerk.person.id  # any id that no other call has
    lines = (replace(dealer.contacts[0], title="经理"), Contact("钱七"))
    values = {"contacts": lines, "city": "苏州"}
    clerk.do("dealer.change", dealer.id, dealer.revision, values, call_id=call)
    clerk.do("history.undo", call)
    after = clerk.do("dealer.get", dealer.id)
    assert (after.contacts, after.city) == (dealer.contacts, "南京")


def test_a_change_of_lines_that_someone_built_upon_is_not_taken_back(clerk, dealer):
    call = clerk.person.id
    after = clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": (WANG,)}, call_id=call)
    last = clerk.do(
        "dealer.change", dealer.id, after.revision, {"contacts": (replace(after.contacts[0], title="经理"),)}
    )
    with pytest.raises(Refused):
        clerk.do("history.undo", call)
    assert clerk.do("dealer.get", dealer.id) == last
