"""Facts beyond our fields: one line each, replaced by name."""

import pytest

from crmdesk.rules.extra_facts import fact, facts, merged


def test_a_fact_is_one_line_whatever_its_column_and_cell_hold():
    assert fact("展厅:\n面积", "120\n平米") == "展厅 面积:120 平米"


def test_facts_are_told_apart_at_the_first_colon():
    assert facts("展厅面积:120\n\n返利:二档:高\n随手一记") == (("展厅面积", "120"), ("返利", "二档:高"), ("", "随手一记"))


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("", "面积:120", "面积:120"),
        ("面积:120", "", "面积:120"),
        ("面积:100\n返利:二档", "返利:三档\n门头:有", "面积:100\n返利:三档\n门头:有"),
        ("返利:二档\n返利:老\n面积:100", "返利:三档", "返利:三档\n面积:100"),
        ("随手一记", "返利:三档", "随手一记\n返利:三档"),
        ("返利:二档", "返利:甲\n返利:乙", "返利:甲\n返利:乙"),
    ],
)
def test_a_list_replaces_its_own_facts_and_leaves_the_others(before, said, after):
    assert merged(before, said) == after
    assert merged(after, said) == after
