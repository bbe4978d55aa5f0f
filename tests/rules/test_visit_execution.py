"""What was planned against what was done (MT 一.4)."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_execution import Facts, KeptDay, Made, Wanted, Whom, execution, matched, totals
from crmdesk.rules.visit_plan import MissedReason

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
AFTER = date(2026, 12, 5)


def whom(dealer=1, rep=1, dealer_class=DealerClass.A):
    return Whom(UUID(int=rep), f"业务{rep}", UUID(int=dealer), f"客户{dealer}", dealer_class)


def wanted(number, day, dealer=1, **more):
    return Wanted(UUID(int=number), whom(dealer), date(2026, 11, day), **more)


def made(number, day, dealer=1, line=None, **more):
    return Made(UUID(int=100 + number), whom(dealer), date(2026, 11, day), UUID(int=line) if line else None, **more)


def row_of(lines, visits, **more):
    (row,) = execution(Facts(lines, visits, **more), FIRST, LAST, "rep", AFTER)
    return row


def test_a_visit_for_its_line_is_done():
    row = row_of([wanted(1, 3)], [made(1, 3, line=1)])
    assert (row.planned, row.done, row.moved, row.missed, row.unplanned, row.rate) == (1, 1, 0, 0, 0, 100)


def test_on_another_day_of_the_month_it_is_done_and_moved():
    for visit in (made(1, 9, line=1), made(1, 9)):
        row = row_of([wanted(1, 3)], [visit])
        assert (row.done, row.moved, row.unplanned) == (1, 1, 0)


def test_the_nearest_line_is_done_first():
    done = matched([wanted(1, 3), wanted(2, 10)], [made(1, 9)])
    assert list(done) == [UUID(int=2)]


def test_a_visit_in_another_month_does_nothing_for_the_line():
    visit = Made(UUID(int=100), whom(), date(2026, 12, 1))
    row = row_of([wanted(1, 30)], [visit])
    assert (row.done, row.missed) == (0, 1)


def test_what_nobody_planned_is_unplanned():
    row = row_of([wanted(1, 3)], [made(1, 3, line=1), made(2, 4, dealer=2), made(3, 5)])
    assert (row.done, row.unplanned) == (1, 2)


def test_a_visit_whose_line_is_no_longer_approved_counts_as_unplanned():
    row = row_of([wanted(1, 3)], [made(1, 3, dealer=2, line=9)])
    assert (row.done, row.unplanned) == (0, 1)


def test_reasons_are_counted_and_what_lies_ahead_is_not_missed():
    lines = [wanted(1, 3, missed=MissedReason.WEATHER), wanted(2, 4), wanted(3, 20, dealer=2)]
    (row,) = execution(Facts(lines), FIRST, LAST, "rep", date(2026, 11, 10))
    assert (row.planned, row.missed) == (3, 2)
    assert row.missed_reasons == {"天气交通": 1, "没有写原因": 1}
    assert row.to_come == 1


def test_the_rate_of_a_running_month_is_that_of_the_days_that_are_over():
    lines = [wanted(1, 3), wanted(2, 4), wanted(3, 20, dealer=2), wanted(4, 25)]
    (row,) = execution(Facts(lines, [made(1, 3, line=1)]), FIRST, LAST, "rep", date(2026, 11, 10))
    assert (row.planned, row.due, row.to_come, row.rate) == (4, 2, 2, 50)


def test_orders_money_and_the_last_day_are_summed():
    row = row_of([], [made(1, 3, orders=Decimal(100)), made(2, 9, orders=Decimal("0.50"), collected=Decimal(7))])
    assert (row.orders, row.collected, row.last_visit) == (Decimal("100.50"), Decimal(7), date(2026, 11, 9))


def test_days_and_marks_are_the_representatives():
    days = [KeptDay(UUID(int=1), "业务1", date(2026, 11, n), True, n < 4, mark) for n, mark in ((2, 80), (3, 85), (4, None))]
    row = row_of([], [], days=days)
    assert (row.days_handed_in, row.days_checked, row.mean_mark, row.rate) == (3, 2, Decimal("82.5"), None)


def test_classes_stand_in_their_order_and_the_worst_representative_first():
    lines = [Wanted(UUID(int=n), whom(n, n, c), date(2026, 11, 3)) for n, c in ((1, None), (2, DealerClass.B))]
    facts = Facts(lines, [Made(UUID(int=101), lines[0].whom, date(2026, 11, 3), UUID(int=1))])
    assert [row.key for row in execution(facts, FIRST, LAST, "class", AFTER)] == ["B", ""]
    assert [row.name for row in execution(facts, FIRST, LAST, "rep", AFTER)] == ["业务2", "业务1"]


_DAYS = st.integers(0, 29).map(lambda n: FIRST + timedelta(days=n))
_WHOM = st.builds(whom, st.integers(1, 4), st.integers(1, 3), st.sampled_from([*DealerClass, None]))


@st.composite
def _facts(draw):
    lines = [Wanted(UUID(int=n), draw(_WHOM), draw(_DAYS)) for n in range(1, draw(st.integers(0, 12)))]
    visits = [
        Made(UUID(int=100 + n), draw(_WHOM), draw(_DAYS), draw(st.sampled_from([None, *(x.line_id for x in lines)])),
             Decimal(n))
        for n in range(draw(st.integers(0, 14)))
    ]  # fmt: skip
    return Facts(lines, visits)


@given(_facts())
def test_every_line_and_every_visit_is_counted_once_however_one_groups(facts):
    sums = [totals(execution(facts, FIRST, LAST, by, AFTER)) for by in ("rep", "class", "dealer")]
    total = sums[0]
    for key in ("planned", "done", "moved", "missed", "unplanned", "orders"):
        assert len({getattr(one, key) for one in sums}) == 1
    assert total.planned == len(facts.wanted)
    assert total.done + total.missed == total.planned
    assert total.done + total.unplanned == len(facts.made)
    assert total.moved <= total.done
    assert sum(total.missed_reasons.values()) == total.missed
