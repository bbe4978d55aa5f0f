"""The list that the demo office grows from: the same at every run, and as messy as it says."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.resources import resource
from tests.exchange.grids import report_of

SCRIPT = Path(__file__).parents[2] / "packaging" / "make_demo_list.py"


@pytest.fixture(scope="module")
def plan():
    return recognise(read_book(resource("demo", "客户名单.xlsx"))).plan()


def test_the_script_makes_the_very_list_that_is_bundled(tmp_path):
    specification = importlib.util.spec_from_file_location("make_demo_list", SCRIPT)
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    assert script.build(tmp_path / "again.xlsx") == 300
    again, bundled = read_book(tmp_path / "again.xlsx").grids, read_book(resource("demo", "客户名单.xlsx")).grids
    assert again == bundled


def test_it_is_recognised_whole(plan):
    assert (plan.sheet, plan.header_row) == ("客户名单", 4)
    assert sorted(match.header for match in plan.columns if match.field is None) == ["去年返利档", "展厅面积(㎡)", "序号"]


def test_its_faults_are_found_and_the_rest_comes_through(plan):
    report = report_of(plan)
    assert report.counts == {"read": 300, "new": 295, "updated": 0, "skipped": 1, "rejected": 4}
    assert Counter(p.reason for p in report.problems if p.grade is Grade.ASIDE) == {
        "合计、小计行": 6, "表下的说明、签字": 2, "重复的表头": 1,
    }  # fmt: skip
    lost = {p.field for p in report.problems if p.grade is Grade.LOST}
    assert lost == {"name", "code", "since", "credit_limit", "dealer_class", "kind", "bank_account"}


def test_regions_are_carried_down_and_owners_are_four(plan):
    rows = prepare(plan)
    assert set(rows.columns["region"]) == {"上海区", "苏南区", "浙北区", "浙东区", "皖中区"}
    assert set(rows.columns["owner"]) == {"孙立", "冯媛", "钱进", "周岚"}
    assert {"㛃", "䶮", "堃", "喆", "昇", "甯", "𬭚", "𫖯", "𬱖"} <= set("".join(rows.columns["contact"]))
