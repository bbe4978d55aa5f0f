"""What the regulations say of the complaint form (CP 三, 四.1)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.complaint import (
    COPIES,
    FLOW,
    LABELS,
    Complaint,
    ComplaintKind,
    ComplaintState,
    Demand,
    DemandKind,
    draft_key_of,
    missing_for_sending,
    number_of,
    serial_notice,
)  # fmt: skip
from crmdesk.rules.people import Role

GOOD = Complaint(
    uuid4(), 1, ComplaintState.DRAFT, FLOW.version, "DR-20261104-001", kind=ComplaintKind.QUALITY,
    filled_on=date(2026, 11, 4), filled_by="孙立", dealer_id=uuid4(), order_number="DD2610-0187",
    part_number="TC-8080-W", product="抛光砖", unit="箱", shipped_on=date(2026, 10, 12),
    quantity=Decimal(1200), bad_quantity=Decimal(86), reason="针孔", opinion="同意退货",
    demands=(Demand(DemandKind.RETURN, Decimal(86)),), has_sample=True,
)  # fmt: skip


def missing(**changes):
    return {p.field for p in missing_for_sending(replace(GOOD, **changes))}


def test_a_complete_form_may_be_sent():
    assert missing_for_sending(GOOD) == ()


@pytest.mark.parametrize(
    "field",
    ["kind", "dealer_id", "order_number", "part_number", "product", "unit", "shipped_on", "quantity",
     "bad_quantity", "reason", "opinion", "filled_on", "filled_by"],
)  # fmt: skip
def test_each_field_that_the_rules_demand_is_named_with_its_clause(field):
    empty = "" if isinstance(getattr(GOOD, field), str) and field != "kind" else None
    problems = missing_for_sending(replace(GOOD, **{field: empty}))
    assert [p.field for p in problems] == [field]
    assert problems[0].clause.startswith("CP ")


def test_without_a_sample_the_reason_is_asked():
    assert missing(has_sample=False) == {"no_sample_reason"}
    assert missing(has_sample=False, no_sample_reason="客户已铺贴") == set()


def test_all_bad_is_possible_and_more_is_not():
    assert missing(bad_quantity=Decimal(1200)) == set()
    assert missing(bad_quantity=Decimal("1200.0001")) == {"bad_quantity"}


def test_a_demand_for_goods_needs_a_quantity_or_the_flag():
    assert missing(demands=(Demand(DemandKind.EXCHANGE),)) == {"demands"}
    assert missing(demands=(Demand(DemandKind.EXCHANGE),), quantity_open=True) == set()
    assert missing(demands=(Demand(DemandKind.ALLOWANCE, percent=Decimal(5)),)) == set()


def test_no_demand_at_all_is_missing_unless_the_quantity_is_open():
    assert missing(demands=()) == {"demands"}
    assert missing(demands=(), quantity_open=True) == set()


def test_goods_are_not_shipped_after_the_complaint():
    assert missing(shipped_on=date(2026, 11, 5)) == {"shipped_on"}
    assert missing(shipped_on=date(2026, 11, 4)) == set()


@pytest.mark.parametrize(
    ("year", "month", "serial", "number"),
    [(2026, 11, 8, "261108"), (2026, 1, 1, "260101"), (2026, 11, 99, "261199"), (2026, 11, 100, "2611100"),
     (2100, 12, 3, "001203")],
)  # fmt: skip
def test_the_number_is_year_month_serial(year, month, serial, number):
    assert number_of(year, month, serial) == number


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 9999), st.integers(1, 9999))
def test_two_serials_of_a_month_never_share_a_number(year, month, one, other):
    assert (number_of(year, month, one) == number_of(year, month, other)) is (one == other)


@pytest.mark.parametrize(("serial", "said"), [(89, ""), (90, "90"), (99, "99"), (100, "100")])
def test_a_serial_near_its_two_digits_is_told(serial, said):
    notice = serial_notice(serial, 90)
    assert said in notice
    assert bool(notice) is bool(said)


def test_a_draft_is_called_by_its_day():
    assert draft_key_of(date(2026, 11, 24), 3) == "DR-20261124-003"


def test_the_five_copies_and_the_one_that_acts():
    assert [c.title for c in COPIES] == [
        "第一联 质量管理部存", "第二联 制造部存", "第三联 业务部门存", "第四联 会计科存", "第五联 总经理室存",
    ]  # fmt: skip
    assert [c.index for c in COPIES if c.acts] == [3]


def test_every_station_can_be_reached_and_every_way_ends_at_a_station():
    stations = {s.state for s in FLOW.stations}
    reached = {FLOW.stations[0].state} | {t.target for t in FLOW.transitions}
    assert stations == reached == set(ComplaintState)
    assert all(set(t.sources) <= stations for t in FLOW.transitions)


def test_a_void_form_goes_nowhere():
    assert FLOW.ways_from(ComplaintState.VOID) == ()


def test_only_the_general_manager_s_office_registers():
    assert FLOW.transition("register").roles == {Role.GMO}


def test_every_field_has_its_word():
    known = set(Complaint.__dataclass_fields__) - {
        "id", "revision", "flow_version", "deadline", "days_left", "created_at", "changed_at", "changed_by",
        "notice",
    }  # fmt: skip
    assert known == set(LABELS)
