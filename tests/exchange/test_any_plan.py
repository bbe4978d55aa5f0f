"""Whatever stands in a sheet that is said to be a plan: it ends in lines or in a sentence, never in a traceback."""

# ruff: noqa: DTZ001 - cells know no time zone

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange.visit_plan_reading import MOST, finder_of, lines_of
from crmdesk.rules.errors import Refused
from tests.exchange.grids import a_grid
from tests.papers.visit_builders import a_dealer

HEADERS = ("日期", "客户名称", "客户编号", "目的", "方式", "时数", "路线", "路线顺序", "备注", "记录号", "心情", "待解决问题", "解决方案")
CELLS = st.one_of(
    st.sampled_from(["", "", "3日", "周二", "月底", "99", "12.31", "永盛", "KH1001", "电话", "1.5小时", "合计", "#N/A", "-", "0", "１２月３日",
                     "00000", "99999", "1e9", "٣", "²", *HEADERS]),
    st.text(max_size=6), st.floats(), st.integers(-10, 10**20),
    st.sampled_from([True, False, date(2026, 12, 5), datetime(2026, 12, 5, 1), time(1), timedelta(hours=30), 46361.0, 46361.5]),
)  # fmt: skip
PLACES = st.integers(0, 6)
FIND = finder_of([a_dealer(n) for n in range(6)])


@st.composite
def sheets(draw):
    header = draw(st.permutations(HEADERS))[: draw(st.integers(3, 13))]
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=10), max_size=8))
    merged = tuple((top, left, top + down, left + right) for top, left, down, right in draw(
        st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES), max_size=2)
    ))  # fmt: skip
    return a_grid(header, *rows, merged=merged, date_1904=draw(st.booleans()),
                  errors=dict.fromkeys(draw(st.sets(st.tuples(PLACES, PLACES), max_size=2)), "#N/A"))  # fmt: skip


@given(sheets())
def test_any_sheet_ends_in_lines_or_in_a_sentence(grid):
    try:
        read = lines_of([grid], "计划.xlsx", date(2026, 12, 1), FIND)
    except Refused:  # no header that is one
        return
    assert len(read.lines) <= min(grid.rows, MOST)
    for line in read.lines:
        assert line.hours is None or 0 <= line.hours <= 24
        assert line.planned_on is None or type(line.planned_on) is date
        assert line.dealer_id is None or line.dealer_code
        assert all(isinstance(getattr(line, name), str) for name in ("aim", "problem", "solution", "remark", "route", "dealer_name"))
    unfound = [line for line in read.lines if line.dealer_id is None]
    assert len(read.problems) >= len(unfound)
    assert all(cell and words for cell, words in read.problems)
