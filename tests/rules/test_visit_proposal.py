"""The month as the program drafts it: what always holds, whatever the dealers are."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_proposal import Candidate, Limits, propose

FIRST = date(2026, 12, 1)
WORKDAYS = [day for n in range(31) if (day := FIRST + timedelta(days=n)).weekday() < 5]
_days = st.dates(date(2026, 9, 1), date(2027, 1, 15))


@st.composite
def candidates(draw: st.DrawFn, most: int = 40) -> list[Candidate]:
    made = []
    for n in range(draw(st.integers(0, most))):
        made.append(
            Candidate(
                UUID(int=n + 1), f"D{n:03}", draw(st.sampled_from([*DealerClass, None])), draw(st.integers(0, 8)),
                draw(st.sampled_from(["一线", "二线", "三线", ""])), draw(st.sampled_from(["鼓楼", "江宁"])),
                draw(st.none() | _days), draw(st.none() | _days),
            )
        )  # fmt: skip
    return made


_workdays = st.lists(st.sampled_from(WORKDAYS), unique=True, max_size=23)
_limits = st.builds(Limits, st.integers(1, 8), st.integers(5, 240), st.integers(30, 600))


@given(candidates(), _workdays, _limits)
def test_never_a_rest_day_never_over_the_limits_and_every_visit_is_placed_or_named(wanted, workdays, limits):
    proposal = propose(wanted, workdays, limits)
    on_day = Counter(visit.day for visit in proposal.visits)
    assert set(on_day) <= set(workdays)
    assert all(n <= limits.visits_per_day for n in on_day.values())
    assert all(n * limits.minutes_per_visit <= limits.minutes_per_day for n in on_day.values())
    placed = Counter(visit.dealer_id for visit in proposal.visits)
    gaps = {gap.dealer_id: gap for gap in proposal.gaps}
    for one in wanted:
        if one.id in gaps:
            assert (gaps[one.id].wanted, gaps[one.id].placed) == (one.times, placed[one.id])
            assert placed[one.id] < one.times
        else:
            assert placed[one.id] == one.times


@given(candidates(), _workdays, _limits)
def test_nobody_is_visited_twice_a_day_and_orders_count_from_one(wanted, workdays, limits):
    visits = propose(wanted, workdays, limits).visits
    pairs = [(visit.dealer_id, visit.day) for visit in visits]
    assert len(pairs) == len(set(pairs))
    orders = defaultdict(list)
    for visit in visits:
        orders[visit.day].append(visit.order)
    assert all(mine == list(range(1, len(mine) + 1)) for mine in orders.values())


@given(candidates(most=20), st.randoms(use_true_random=False))
def test_the_order_in_which_dealers_are_given_does_not_matter(wanted, chance):
    shuffled = list(wanted)
    chance.shuffle(shuffled)
    limits = Limits(5, 60, 480)
    assert set(propose(shuffled, WORKDAYS, limits).visits) == set(propose(wanted, WORKDAYS, limits).visits)


@given(candidates(most=20))
def test_where_there_is_room_the_visits_of_a_dealer_are_spread_evenly(wanted):
    visits = propose(wanted, WORKDAYS, Limits(30, 5, 1440)).visits
    for one in wanted:
        days = sorted(WORKDAYS.index(visit.day) for visit in visits if visit.dealer_id == one.id)
        part = len(WORKDAYS) / one.times if one.times else 0
        assert all(round(k * part) <= day < round((k + 1) * part) for k, day in enumerate(days))


@given(candidates(), _workdays, _limits)
def test_no_gap_is_left_where_a_day_has_room_for_it(wanted, workdays, limits):
    proposal = propose(wanted, workdays, limits)
    on_day = Counter(visit.day for visit in proposal.visits)
    for gap in proposal.gaps:
        his = {visit.day for visit in proposal.visits if visit.dealer_id == gap.dealer_id}
        assert all(day in his or on_day[day] >= limits.room for day in workdays)


def test_a_route_is_visited_together():
    wanted = [Candidate(UUID(int=n + 1), f"D{n:02}", DealerClass.C, 1, f"{n % 4}线") for n in range(24)]
    visits = propose(wanted, WORKDAYS, Limits(6, 60, 480)).visits
    routes = defaultdict(set)
    for visit in visits:
        routes[visit.day].add(wanted[visit.dealer_id.int - 1].route)
    assert all(len(mine) == 1 for mine in routes.values())


def test_who_was_visited_yesterday_waits_and_an_agreed_day_is_kept():
    late, agreed = date(2026, 11, 30), date(2026, 12, 17)
    wanted = [
        Candidate(UUID(int=1), "D1", DealerClass.C, 1, "一线", last_visit=late),
        Candidate(UUID(int=2), "D2", DealerClass.C, 1, "二线", last_visit=date(2026, 6, 1)),
        Candidate(UUID(int=3), "D3", DealerClass.C, 1, "三线", last_visit=late, wished_on=agreed),
    ]
    day_of = {visit.dealer_id.int: visit.day for visit in propose(wanted, WORKDAYS, Limits(8, 60, 480)).visits}
    assert day_of[2] < date(2026, 12, 8) < date(2026, 12, 20) < day_of[1]
    assert day_of[3] == agreed
