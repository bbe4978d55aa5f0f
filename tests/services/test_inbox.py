"""The page 今日: what waits, for whom, worst first."""

from crmdesk.rules.people import Role
from tests.builders import a_complaint, a_sent_complaint


def test_an_empty_office_has_nothing_to_do(clerk):
    today = clerk.do("inbox.today")
    assert today.items == ()
    assert today.counts == {"today": 0, "complaints": 0}


def test_a_draft_waits_for_who_wrote_it(clerk, signed_in):
    form = a_complaint(clerk)
    assert [(i.record_id, i.is_mine) for i in clerk.do("inbox.today").items] == [(form.id, True)]
    assert [i.is_mine for i in signed_in(Role.REP).do("inbox.today").items] == [False]


def test_a_sent_form_waits_for_the_general_manager_s_office(clerk, signed_in):
    form = a_sent_complaint(clerk)
    gmo = signed_in(Role.GMO)
    (item,) = gmo.do("inbox.today").items
    assert (item.record_id, item.is_mine, item.action_title) == (form.id, True, "登记")
    gmo.do("complaint.register", form.id, form.revision)
    (item,) = gmo.do("inbox.today").items
    assert item.action_title == "打印五联"


def test_what_is_urgent_stands_before_what_is_not(clerk, signed_in):
    a_sent_complaint(clerk)
    urgent = a_sent_complaint(clerk, is_urgent=True)
    items = signed_in(Role.GMO).do("inbox.today").items
    assert {i.urgency for i in items} <= {"red", "amber", "blue", "green"}
    assert items[0].record_id == urgent.id or items[0].urgency == "amber"


def test_who_may_not_read_complaints_sees_none(clerk, signed_in):
    a_sent_complaint(clerk)
    assert signed_in(Role.HR).do("inbox.today").items == ()
