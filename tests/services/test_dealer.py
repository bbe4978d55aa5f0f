"""The verbs of the dealer."""

from datetime import date
from decimal import Decimal

import pytest

from crmdesk.rules.dealer import DealerClass, DealerQuery
from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from tests.builders import a_dealer


def test_values_come_back_as_they_went_in(clerk):
    values = {
        "code": "00123", "mobile": "013800138000", "bank_account": "0200004509014466",
        "credit_limit": Decimal("300000.50"), "term_days": 60, "since": date(2020, 2, 29),
        "dealer_class": DealerClass.A, "legal_rep": "𬭚㛃", "remark": "第一行\n第二行",
    }  # fmt: skip
    dealer = clerk.do("dealer.get", a_dealer(clerk, **values).id)
    assert {key: getattr(dealer, key) for key in values} == values
    assert dealer.changed_by == "内务主管"


def test_a_dealer_without_a_code_gets_the_next_one(clerk):
    assert [a_dealer(clerk).code for _n in range(3)] == ["KH1001", "KH1002", "KH1003"]


@pytest.mark.parametrize(
    ("used", "proposed"),
    [(["KH0000300"], "KH0000301"), (["JXS-009"], "JXS-010"), (["0099"], "0100"), (["A9", "A10"], "A11"),
     (["甲"], "KH1001"), (["KH99"], "KH100")],
)  # fmt: skip
def test_the_proposed_code_goes_on_in_the_office_s_own_form(clerk, used, proposed):
    for code in used:
        a_dealer(clerk, code=code)
    assert clerk.do("dealer.next_code") == proposed


def test_a_code_is_given_to_one_dealer_only(clerk):
    a_dealer(clerk, code="KH1")
    other = a_dealer(clerk, code="KH2")
    with pytest.raises(Refused) as refused:
        a_dealer(clerk, code="KH1")
    assert (refused.value.code, refused.value.field) == ("code-taken", "code")
    with pytest.raises(Refused):
        clerk.do("dealer.change", other.id, other.revision, {"code": "KH1"})


def test_a_dealer_needs_a_name(clerk):
    dealer = a_dealer(clerk)
    with pytest.raises(Incomplete):
        clerk.do("dealer.change", dealer.id, dealer.revision, {"name": "  "})
    assert clerk.do("dealer.get", dealer.id).name == dealer.name


def test_who_comes_second_sees_both_values(clerk, signed_in):
    dealer = a_dealer(clerk)
    signed_in(Role.REP).do("dealer.change", dealer.id, dealer.revision, {"contact": "赵六"})
    with pytest.raises(Conflict) as refused:
        clerk.do("dealer.change", dealer.id, dealer.revision, {"contact": "钱七", "city": "苏州"})
    assert refused.value.mine == {"contact": "钱七", "city": "苏州"}
    assert refused.value.theirs == {"contact": "赵六"}
    assert "业务经理" in refused.value.what


def test_finance_reads_but_does_not_write(clerk, signed_in):
    dealer = a_dealer(clerk)
    finance = signed_in(Role.FIN)
    assert finance.do("dealer.get", dealer.id) == clerk.do("dealer.get", dealer.id)
    with pytest.raises(NotAllowed):
        finance.do("dealer.change", dealer.id, dealer.revision, {"city": "苏州"})


def test_a_dealer_that_is_not_there_is_said(clerk):
    with pytest.raises(NotFound):
        clerk.do("dealer.get", clerk.person.id)


@pytest.fixture
def three(clerk):
    return [
        a_dealer(clerk, name="甲", city="南京", dealer_class="A", credit_limit=Decimal(3)),
        a_dealer(clerk, name="乙", city="苏州", dealer_class="B", credit_limit=Decimal(20)),
        a_dealer(clerk, name="丙", city="南京", dealer_class="B", credit_limit=Decimal(100)),
    ]


def names(clerk, query, *window):
    return [d.name for d in clerk.do("dealer.page", query, *window)]


def test_filters_hold_together_and_the_count_agrees(clerk, three):
    query = DealerQuery(cities=("南京",), classes=(DealerClass.B,))
    assert names(clerk, query) == ["丙"]
    assert clerk.do("dealer.count", query) == 1
    assert clerk.do("dealer.count", DealerQuery(classes=(DealerClass.A, DealerClass.B))) == 3


def test_money_sorts_as_numbers(clerk, three):
    assert names(clerk, DealerQuery(sort="credit_limit")) == ["甲", "乙", "丙"]
    assert names(clerk, DealerQuery(sort="credit_limit", descending=True)) == ["丙", "乙", "甲"]


def test_windows_cover_the_list_without_gap_or_overlap(clerk):
    for number in range(25):
        a_dealer(clerk, name=f"同名{number % 2}")
    query = DealerQuery(sort="name")
    seen = [d.id for offset in range(0, 30, 7) for d in clerk.do("dealer.page", query, offset, 7)]
    assert len(seen) == len(set(seen)) == 25


def test_facets_count_what_there_is(clerk, three):
    assert clerk.do("dealer.facets", "city") == (("南京", 2), ("苏州", 1))
    assert clerk.do("dealer.facets", "owner") == ()


def test_a_search_can_be_sorted_and_filtered(clerk, three):
    a_dealer(clerk, name="甲乙", city="苏州")
    assert set(names(clerk, DealerQuery(text="甲"))) == {"甲", "甲乙"}
    assert names(clerk, DealerQuery(text="甲", cities=("苏州",))) == ["甲乙"]
    assert names(clerk, DealerQuery(text="甲", sort="name", descending=True)) == ["甲乙", "甲"]


def test_a_changed_name_is_found_and_the_old_one_is_not(clerk):
    dealer = a_dealer(clerk, name="上海江明建材")
    clerk.do("dealer.change", dealer.id, dealer.revision, {"name": "杭州永盛陶瓷"})
    assert [d.id for d in clerk.do("dealer.find", "hzys")] == [dealer.id]
    assert clerk.do("dealer.find", "shjm") == ()
