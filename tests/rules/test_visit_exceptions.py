"""What a manager should look at first, and what two contents of a plan differ in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.rules.calendar import from_days
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_compare import changed_cells, compare, with_changes
from crmdesk.rules.visit_content import content, goals_in, hash_of
from crmdesk.rules.visit_exceptions import (
    Known,
    PlanDealer,
    coverage,
    exceptions,
    in_short,
    percent_covered,
    worst,
)
from crmdesk.rules.visit_plan import ExceptionKind, PlanLine, VisitWay
from crmdesk.services.visit_planned import lines_in

A, B, C = (PlanDealer(UUID(int=n), name, cls) for n, (name, cls) in enumerate(zip("甲乙丙", DealerClass, strict=True), 1))
PLAN = UUID(int=99)
KNOWN = Known(
    dealers=(A, B, C), wanted={DealerClass.A: 2, DealerClass.B: 1, DealerClass.C: 1}, hours_per_month=0,
    calendar=from_days((), official_years={2026}),
)  # fmt: skip


def line(n: int, dealer: PlanDealer, day: int, **values) -> PlanLine:
    said = {"hours": Decimal(1), "aim": f"目的 {n}", "dealer_name": dealer.name}
    return PlanLine(id=UUID(int=1000 + n), dealer_id=dealer.id, planned_on=date(2026, 12, day), **(said | values))


def found(lines, known=KNOWN):
    return [(one.kind, one.urgency, one.words) for one in exceptions(lines, known)]


def test_a_plan_as_wanted_has_no_exception():
    assert found([line(1, A, 1), line(2, A, 15), line(3, B, 2), line(4, C, 3)]) == []


def test_a_month_whose_rest_days_are_not_announced_yet_says_so():
    lines = [line(1, A, 1), line(2, A, 15), line(3, B, 2), line(4, C, 3)]
    (one,) = exceptions(lines, replace(KNOWN, calendar=from_days(())))
    assert (one.kind, one.urgency) == (ExceptionKind.CALENDAR, "blue")
    assert "2026 年的放假安排还没有录入" in one.words
    assert [short.words for short in in_short([one], KNOWN)] == ["日历未更新"]


def test_an_a_dealer_without_a_visit_comes_first():
    assert found([line(1, B, 1)]) == [
        (ExceptionKind.CLASS_MISSING, "red", "A 类「甲」应排 2 次,排了 0 次"),
        (ExceptionKind.CLASS_MISSING, "amber", "C 类「丙」应排 1 次,排了 0 次"),
    ]


def test_a_dealer_with_too_few_visits_is_red_in_class_a_and_amber_in_others():
    known = replace(KNOWN, wanted={DealerClass.A: 2, DealerClass.B: 2, DealerClass.C: 1})
    assert found([line(1, A, 1), line(2, B, 2), line(3, C, 3)], known) == [
        (ExceptionKind.CLASS_MISSING, "red", "A 类「甲」应排 2 次,排了 1 次"),
        (ExceptionKind.CLASS_MISSING, "amber", "B 类「乙」应排 2 次,排了 1 次"),
    ]


def test_too_often_rest_day_double_and_overload():
    known = replace(KNOWN, dealers=(B,), visits_per_day=2)
    lines = [line(1, B, 5), line(2, B, 5), line(3, B, 7), line(4, A, 7), line(5, C, 7)]
    assert [kind for kind, _urgency, _words in found(lines, known)] == [
        ExceptionKind.TOO_OFTEN, ExceptionKind.REST_DAY, ExceptionKind.OVERLOAD, ExceptionKind.DOUBLE,
    ]  # fmt: skip
    assert "12-05 是休息日,排了 2 家" in {words for _kind, _urgency, words in found(lines, known)}


def test_a_day_of_more_hours_than_it_holds():
    known = replace(KNOWN, dealers=(), minutes_per_day=480)
    assert found([line(1, A, 1, hours=Decimal("8.5"))], known) == [
        (ExceptionKind.OVERLOAD, "amber", "12-01 合计 8.5 小时,最多 8 小时")
    ]


def test_few_hours_in_a_month():
    known = replace(KNOWN, dealers=(), hours_per_month=80)
    assert found([line(1, A, 1)], known) == [(ExceptionKind.FEW_HOURS, "blue", "合计 1 小时,不足 80 小时")]
    assert found([], known) == []


def test_the_same_as_last_month():
    workdays = (1, 2, 3, 4, 7, 8, 9, 10)
    before = tuple(line(n, A, day) for n, day in enumerate(workdays))
    known = replace(KNOWN, dealers=(), before=before)
    lines = [*before[:7], line(9, A, 11)]
    assert found(lines, known) == [(ExceptionKind.SAME_AS_BEFORE, "amber", "与上月相同 87 %")]
    assert found([replace(one, aim="新的") for one in lines], known) == []


def test_a_dealer_that_is_merged_counts_for_the_one_that_lives_on():
    old = UUID(int=50)
    known = replace(KNOWN, dealers=(B,), stands_for={old: B.id}, gone={old: ("blue", "已并入「乙」")})
    lines = [replace(line(1, B, 1), dealer_id=old)]
    assert found(lines, known) == [(ExceptionKind.DEALER_GONE, "blue", "已并入「乙」")]


def test_a_row_has_one_exception_for_each_kind():
    short = in_short(exceptions([], KNOWN), KNOWN)
    assert [one.words for one in short] == ["A 类漏排 1 家", "B 类漏排 1 家", "C 类漏排 1 家"]
    assert (worst(short), worst(())) == (0, 3)


def test_coverage_counts_dealers_whose_class_demands_visits():
    covered = coverage([line(1, A, 1)], KNOWN)
    assert [(c.dealer_class, c.dealers, c.planned_dealers, c.visits, c.wanted) for c in covered] == [
        (DealerClass.A, 1, 1, 1, 2), (DealerClass.B, 1, 0, 0, 1), (DealerClass.C, 1, 0, 0, 1),
    ]  # fmt: skip
    assert (percent_covered(covered), percent_covered(())) == (33, 100)


# content and differences


def test_content_comes_back_as_it_was():
    lines = (
        line(1, A, 1, way=VisitWay.PHONE, route="一线", route_order=2, hours=Decimal("1.50"), dealer_class=DealerClass.A),
        PlanLine(id=UUID(int=5), position=Decimal("1.5")),
    )
    text = content("目标\n二", lines)
    assert (goals_in(text), lines_in(text)) == ("目标\n二", lines)


def test_the_hash_is_of_what_is_written_and_of_nothing_else():
    one, other = line(1, A, 1), line(2, B, 2)
    here = hash_of("目标", [one, other])
    same = [replace(other, dealer_name="改名", position=Decimal(7)), replace(one, hours=Decimal("1.0000"))]
    assert hash_of("目标", same) == here
    assert hash_of("目标", [one]) != here
    assert hash_of("目标 ", [one, other]) != here
    assert hash_of("目标", [one, replace(other, aim="另一个")]) != here


def test_what_differs_and_making_it_so():
    one, other, new = line(1, A, 1), line(2, B, 2), line(3, C, 3)
    before, after = ("甲", [one, other]), ("乙", [replace(one, planned_on=date(2026, 12, 4), hours=None), new])
    changes = compare(PLAN, before, after)
    assert [(c.line_id, c.kind) for c in changes] == [
        (PLAN, "changed"), (other.id, "struck"), (new.id, "added"), (one.id, "changed"),
    ]  # fmt: skip
    assert [(c.field, c.before, c.after) for c in changes[3].cells] == [
        ("planned_on", "12-01", "12-04"), ("hours", "1", ""),
    ]  # fmt: skip
    goals, lines = with_changes(before, changes, "乙")
    assert compare(PLAN, (goals, lines), after) == ()
    assert with_changes(before, changes[1:2], "乙") == ("甲", (one,))
    assert (other.id, "alive") in changed_cells(changes)
    assert (one.id, "planned_on") in changed_cells(changes)


_line = st.builds(
    PlanLine,
    id=st.integers(1, 8).map(lambda n: UUID(int=n)),
    position=st.integers(0, 5).map(Decimal),
    planned_on=st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 9)),
    dealer_id=st.none() | st.integers(1, 3).map(lambda n: UUID(int=n)),
    way=st.sampled_from(VisitWay),
    aim=st.text(max_size=3),
    hours=st.none() | st.decimals(0, 24, places=2),
)
_content = st.tuples(st.text(max_size=3), st.lists(_line, max_size=6, unique_by=lambda one: one.id))


@given(_content, _content)
def test_making_all_that_differs_gives_the_other_and_making_none_gives_the_same(before, after):
    changes = compare(PLAN, before, after)
    made = with_changes(before, changes, after[0])
    assert compare(PLAN, made, after) == ()
    assert hash_of(*made) == hash_of(*after)
    assert (changes == ()) == (hash_of(*before) == hash_of(*after))
    assert hash_of(*with_changes(before, (), after[0])) == hash_of(*before)


@given(_content)
def test_any_content_comes_back_as_it_was(said):
    goals, lines = said
    text = content(goals, lines)
    assert (goals_in(text), list(lines_in(text))) == (goals, lines)
