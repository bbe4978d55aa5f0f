"""The verbs of the complaint (CP 三, 四.1, 四.4, 四.8)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crmdesk.rules.complaint import ComplaintQuery, ComplaintState, Demand, DemandKind
from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.settings import NumberMode
from tests.builders import a_complaint, a_dealer, a_sent_complaint, complaint_values, today


def test_a_new_form_has_a_draft_key_and_no_number(clerk):
    form = a_complaint(clerk)
    assert (form.state, form.number) == (ComplaintState.DRAFT, "")
    assert form.draft_key.startswith("DR-")


def test_the_form_keeps_what_it_said_of_the_dealer(clerk):
    form = a_complaint(clerk)
    dealer = clerk.do("dealer.get", form.dealer_id)
    clerk.do("dealer.change", dealer.id, dealer.revision, {"name": "南京新金鼎", "contact": "李四"})
    again = clerk.do("complaint.get", form.id)
    assert (again.dealer_name, again.contact, again.phone) == (
        "南京金鼎建材有限公司",
        "王建国",
        "13833195026",
    )


def test_what_was_typed_beside_the_dealer_stays(clerk):
    form = clerk.do("complaint.record", complaint_values(a_dealer(clerk), contact="赵六"))
    assert (form.contact, form.phone) == ("赵六", "13833195026")


def test_an_incomplete_form_is_saved_but_not_sent(clerk):
    form = clerk.do("complaint.record", {"reason": "针孔"})
    with pytest.raises(Incomplete) as refused:
        clerk.do("complaint.send", form.id, form.revision)
    missing = {p.field for p in refused.value.problems}
    assert {"dealer_id", "order_number", "part_number", "shipped_on", "quantity", "bad_quantity", "demands",
            "no_sample_reason", "opinion", "kind"} <= missing  # fmt: skip
    assert clerk.do("complaint.get", form.id).state is ComplaintState.DRAFT


def test_more_bad_than_shipped_is_refused_at_once(clerk):
    form = a_complaint(clerk)
    with pytest.raises(Incomplete) as refused:
        clerk.do("complaint.change", form.id, form.revision, {"bad_quantity": Decimal(1201)})
    assert refused.value.field == "bad_quantity"
    assert clerk.do("complaint.get", form.id).bad_quantity == Decimal(86)


def test_an_unknown_quantity_may_be_left_open(clerk):
    demand = (Demand(DemandKind.RETURN),)
    form = a_complaint(clerk, demands=demand)
    with pytest.raises(Incomplete):
        clerk.do("complaint.send", form.id, form.revision)
    form = clerk.do("complaint.change", form.id, form.revision, {"quantity_open": True})
    assert clerk.do("complaint.send", form.id, form.revision).state is ComplaintState.SENT


def test_registering_gives_the_number_of_the_month(signed_in, clerk):
    gmo = signed_in(Role.GMO)
    numbers = []
    for _again in range(3):
        form = a_sent_complaint(clerk)
        form = gmo.do("complaint.register", form.id, form.revision)
        numbers.append(form.number)
    month = f"{today():%y%m}"
    assert numbers == [f"{month}01", f"{month}02", f"{month}03"]
    assert form.accepted_on == today()


def test_the_serial_grows_to_three_digits(signed_in, clerk):
    gmo = signed_in(Role.GMO)
    signed_in(Role.OFFICE_MGR).do("setting.change", "complaint.number.mode", NumberMode.ENTER)
    month = f"{today():%y%m}"
    form = a_sent_complaint(clerk)
    gmo.do("complaint.register", form.id, form.revision, number=f"{month}99")
    signed_in(Role.OFFICE_MGR).do("setting.change", "complaint.number.mode", NumberMode.GENERATE)
    form = a_sent_complaint(clerk)
    assert gmo.do("complaint.register", form.id, form.revision).number == f"{month}100"


@pytest.mark.parametrize("typed", ["", "26", "261300", "26110", "2611aa", "261100", "２６１１０１"])
def test_a_typed_number_must_fit_the_rule(signed_in, clerk, typed):
    signed_in(Role.OFFICE_MGR).do("setting.change", "complaint.number.mode", NumberMode.ENTER)
    form = a_sent_complaint(clerk)
    with pytest.raises(Refused) as refused:
        signed_in(Role.GMO).do("complaint.register", form.id, form.revision, number=typed)
    assert refused.value.code == "bad-number"
    assert clerk.do("complaint.get", form.id).state is ComplaintState.SENT


def test_the_clerk_registers_only_for_someone_and_from_paper(clerk):
    form = a_sent_complaint(clerk)
    with pytest.raises(Incomplete) as refused:
        clerk.do("complaint.register", form.id, form.revision)
    assert {p.field for p in refused.value.problems} == {"on_behalf_of", "paper_signed_on"}
    signed = today() - timedelta(days=1)
    form = clerk.do(
        "complaint.register", form.id, form.revision, on_behalf_of="总经理室 韩雪", paper_signed_on=signed
    )
    assert form.accepted_on == signed
    step = clerk.do("complaint.steps", form.id)[0]
    assert (step.on_behalf_of, step.paper_signed_on) == ("总经理室 韩雪", signed)


def test_a_paper_of_tomorrow_is_refused(clerk):
    form = a_sent_complaint(clerk)
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Incomplete):
        clerk.do("complaint.register", form.id, form.revision, on_behalf_of="韩雪", paper_signed_on=tomorrow)


def test_quality_may_read_but_not_register(signed_in, clerk):
    form = a_sent_complaint(clerk)
    qa = signed_in(Role.QA)
    assert qa.do("complaint.get", form.id).id == form.id
    with pytest.raises(NotAllowed) as refused:
        qa.do("complaint.register", form.id, form.revision)
    assert "总经理室" in refused.value.do


def test_sending_back_needs_a_reason_and_keeps_the_number(signed_in, clerk):
    gmo = signed_in(Role.GMO)
    form = a_sent_complaint(clerk)
    with pytest.raises(Incomplete):
        gmo.do("complaint.send_back", form.id, form.revision)
    form = gmo.do("complaint.send_back", form.id, form.revision, comment="请补订单")
    assert form.state is ComplaintState.DRAFT
    assert clerk.do("complaint.steps", form.id)[0].comment == "请补订单"


def test_a_sent_form_can_be_taken_back_but_not_changed(clerk):
    form = a_sent_complaint(clerk)
    with pytest.raises(NotAllowed):
        clerk.do("complaint.change", form.id, form.revision, {"reason": "改"})
    form = clerk.do("complaint.take_back", form.id, form.revision)
    assert clerk.do("complaint.change", form.id, form.revision, {"reason": "改"}).reason == "改"


def test_a_registered_form_is_not_registered_twice(signed_in, clerk):
    gmo = signed_in(Role.GMO)
    form = a_sent_complaint(clerk)
    form = gmo.do("complaint.register", form.id, form.revision)
    with pytest.raises(NotAllowed) as refused:
        gmo.do("complaint.register", form.id, form.revision)
    assert refused.value.code == "wrong-state"


def test_who_comes_second_gets_both_versions(clerk):
    form = a_complaint(clerk)
    clerk.do("complaint.change", form.id, form.revision, {"reason": "甲"})
    with pytest.raises(Conflict) as refused:
        clerk.do("complaint.change", form.id, form.revision, {"reason": "乙"})
    assert refused.value.mine == {"reason": "乙"}
    assert refused.value.theirs == {"reason": "甲"}
    assert refused.value.who == "内务主管"


def test_a_struck_demand_line_is_kept_in_history(clerk):
    form = a_complaint(
        clerk, demands=(Demand(DemandKind.RETURN, Decimal(1)), Demand(DemandKind.OTHER, remark="道歉"))
    )
    _first, second = form.demands
    form = clerk.do("complaint.change", form.id, form.revision, {"demands": (second,)})
    assert [d.remark for d in form.demands] == ["道歉"]
    assert form.demands[0].id == second.id
    changes = clerk.do("history.of", "complaint", form.id)
    assert any(c.field == "alive" and c.after == "否" for c in changes)


def test_a_void_form_keeps_its_number_and_is_not_printed(signed_in, clerk):
    gmo = signed_in(Role.GMO)
    form = a_sent_complaint(clerk)
    form = gmo.do("complaint.register", form.id, form.revision)
    form = gmo.do("complaint.void", form.id, form.revision, comment="重复")
    assert form.number
    with pytest.raises(Refused):
        gmo.do("complaint.print_copies", form.id)
    other = a_sent_complaint(clerk)
    assert gmo.do("complaint.register", other.id, other.revision).number > form.number


def test_found_by_number_and_by_part_of_the_dealer(signed_in, clerk):
    form = a_sent_complaint(clerk)
    form = signed_in(Role.GMO).do("complaint.register", form.id, form.revision)
    assert clerk.do("complaint.get", form.number).id == form.id
    assert [c.id for c in clerk.do("complaint.page", ComplaintQuery(text="金鼎"))] == [form.id]
    assert clerk.do("complaint.count", ComplaintQuery(text="100%")) == 0
    with pytest.raises(NotFound):
        clerk.do("complaint.get", "999999")


def test_the_deadline_is_the_working_day_after_sending(clerk):
    form = a_sent_complaint(clerk)
    assert form.deadline is not None
    assert form.deadline > today()
    assert form.days_left == (form.deadline - today()).days


def test_the_list_sorts_by_what_its_first_column_says(clerk, signed_in):
    first, second = a_sent_complaint(clerk), a_complaint(clerk)
    first = signed_in(Role.GMO).do("complaint.register", first.id, first.revision)
    shown = [c.title for c in clerk.do("complaint.page", ComplaintQuery(sort="title"))]
    assert shown == sorted(shown) == [first.number, second.draft_key]
