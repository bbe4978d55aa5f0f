"""Whatever stands in a sheet and whatever a person chooses: it ends in rows or in a sentence, never in a traceback."""

# ruff: noqa: DTZ001 - cells know no time zone

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.unknown import unknown_values
from crmdesk.exchange.matching import recognise
from crmdesk.rules.errors import Refused
from tests.exchange.grids import a_book, a_grid

HEADERS = ("客户编号", "客户名称", "城市", "手机", "联系人", "电话", "座机", "等级", "合作日期", "授信额度(万元)",
           "展厅面积", "序号", "业务员", "省份")  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["", "", "甲公司", "13800138000、王建国", "合计", "注:无", "A类", "VIP", "#N/A", "江苏省", "\u00a0", "5万", *HEADERS]),
    st.text(max_size=6),
    st.floats(allow_nan=False),
    st.sampled_from([True, False, date(2026, 3, 5), datetime(2026, 3, 5, 1), time(1), timedelta(hours=30), 13800138000.0]),
)
PLACES = st.integers(0, 6)
FIELDS = st.sampled_from([*IMPORT.by_key])
LETTERS = st.sampled_from("ABCDE")


@st.composite
def sheets(draw):
    header = draw(st.lists(st.sampled_from(HEADERS), min_size=3, max_size=6))
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8))
    merged = []
    for top, left, down, right in draw(st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES), max_size=2)):
        merged.append((top, left, top + down, left + right))
    return a_grid(
        header, *rows, merged=tuple(merged),
        hidden_rows=frozenset(draw(st.sets(PLACES, max_size=2))), hidden_columns=frozenset(draw(st.sets(PLACES, max_size=1))),
        errors=dict.fromkeys(draw(st.sets(st.tuples(PLACES, PLACES), max_size=1)), "#N/A"),
    )  # fmt: skip


CHOICES = st.fixed_dictionaries(
    {
        "corrections": st.dictionaries(LETTERS, st.none() | FIELDS, max_size=3),
        "joins": st.dictionaries(FIELDS, st.sampled_from(Join), max_size=3),
        "blanks": st.dictionaries(FIELDS, st.sampled_from(Blank), max_size=3),
        "values": st.dictionaries(FIELDS, st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2), max_size=2),
        "edits": st.dictionaries(st.tuples(st.integers(1, 9), LETTERS), st.text(max_size=5), max_size=3),
        "rows_in": st.sets(st.integers(1, 9)),
        "rows_out": st.sets(st.integers(1, 9), max_size=2),
        "only_whole": st.booleans(),
        "include_hidden": st.booleans(),
    }
)


@given(sheets(), CHOICES, st.none() | st.integers(0, 4))
@settings(max_examples=250, deadline=None)
def test_any_sheet_ends_in_rows_or_in_a_sentence(grid, chosen, header_row):
    refused = rows = None
    try:
        plan = recognise(a_book(grid), header_row=header_row).plan(**chosen)
        rows = prepare(plan)
    except Refused as sentence:
        refused = sentence
    if refused or not rows:
        assert refused.what
        assert refused.do
        return
    assert {len(column) for column in rows.columns.values()} == {len(rows.row_numbers)}
    assert rows.read == len(rows.row_numbers) + len(rows.rejected)
    assert all(0 <= place < len(rows.row_numbers) for place in rows.contacts)
    assert all(problem.reason and problem.done for problem in rows.problems)
    for value in unknown_values(rows, plan, {"province": ["江苏"], "owner": ["孙立"]}):
        assert value.count >= len(value.first_rows) >= 1
