"""巡访执行与考核统计: each row with its rate as figure and bar, totals, and who was not visited."""

from datetime import date

import pytest
from tests.papers.builders import a_head, all_words
from tests.papers.layouts import boxed, check_pages, words_on
from tests.papers.visit_builders import a_neglected, an_execution

from crmdesk.papers.fonts import bundled
from crmdesk.papers.marks import Fill, Mark
from crmdesk.papers.pages import page_count
from crmdesk.papers.running import LANDSCAPE
from crmdesk.papers.visit_statistics import statistics, statistics_pages
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit import Execution

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
REPS = [an_execution(n, name=name) for n, name in enumerate(("冯媛", "孙立", "欧阳堃喆司马𬭚"), 8)]


def pages(*rows: Execution, neglected: int = 3) -> list[list[Mark]]:
    tables = (("按业务经理", rows), ("按等级", ()))
    return statistics_pages(FIRST, LAST, a_head(), tables, [a_neglected(n) for n in range(neglected)], bundled())


@pytest.mark.parametrize("count", [0, 1, 3, 90])
def test_boxes_and_texts_do_not_overlap_and_nothing_lies_outside(count: int):
    check_pages(pages(*(an_execution(n) for n in range(count)), neglected=count), LANDSCAPE)


def test_rows_have_their_figures_and_a_total_below():
    words = words_on(pages(*REPS)[0])
    for said in ("2026年12月1日至2026年12月31日", "【按业务经理】", "冯媛", "80%", "客户不在3", "1,234,575.00", "22/20", "91.5", "合计", "120"):
        assert said in words, said
    assert "【按等级】" not in words
    assert boxed(pages(*REPS)[0], "名称")[-1] == "合计"


def test_a_rate_is_a_bar_too_as_long_as_it_is_high():
    bars = [mark.rect.width for mark in pages(*REPS)[0] if isinstance(mark, Fill)]
    rates = [row.rate for row in REPS]
    assert len(bars) == len(REPS) + 1
    assert bars[0] / bars[1] == pytest.approx(rates[0] / rates[1])


def test_who_was_never_visited_is_told_apart():
    body = statistics_pages(FIRST, LAST, a_head(), (), [a_neglected(0, days=None, last_visit=None)], bundled())[0]
    assert "从未" in words_on(body)


def test_nothing_to_tell_is_told():
    pdf = statistics(FIRST, LAST, a_head())
    assert page_count(pdf) == 1
    assert "没有超过期限未巡访的客户" in all_words(pdf)[0]


def test_long_tables_go_on_with_their_head():
    bodies = pages(*(an_execution(n) for n in range(60)))
    assert len(bodies) > 2
    assert all(boxed(body, "head:名称") or boxed(body, "head:客户名称") for body in bodies[:-1])


def test_a_name_that_cannot_be_printed_is_refused():
    with pytest.raises(Refused, match="按业务经理"):
        pages(an_execution(1, name="坏\ud800"))
