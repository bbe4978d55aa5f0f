"""Exporting: what is on the screen, in the order of the screen, as Excel reads it."""

from pathlib import Path

import openpyxl
import pytest

from crmdesk.exchange.importing.marks import HEADER, read_mark
from crmdesk.rules.dealer import COLUMNS, DealerClass, DealerQuery
from crmdesk.rules.errors import Refused
from tests.builders import a_dealer

QUERIES = (
    DealerQuery(),
    DealerQuery(classes=(DealerClass.A,)),
    DealerQuery(cities=("南京", "苏州"), sort="credit_limit", descending=True),
    DealerQuery(sort="name"),
    DealerQuery(text="建材"),
    DealerQuery(text="njjd"),
    DealerQuery(text="建材", sort="code", descending=True),
)


@pytest.fixture
def dealers(clerk):
    for n, (city, klass) in enumerate(
        (("南京", "A"), ("苏州", "B"), ("南京", "B"), ("合肥", "A"), ("苏州", None))
    ):
        a_dealer(
            clerk, code=f"0{n}7", name=f"{city}金鼎{n}建材", city=city, credit_limit=f"{1000 * (n * 3 % 5)}.50",
            dealer_class=DealerClass(klass) if klass else None, mobile=f"1380000000{n}", since=None,
        )  # fmt: skip
    return clerk


def cells_of(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


@pytest.mark.parametrize("query", QUERIES)
def test_the_workbook_holds_the_list_as_it_is_shown(dealers, tmp_path, query):
    shown = [d.code for d in dealers.do("dealer.page", query, 0, 100)]
    made = dealers.do("dealer.export", query, ("code", "name"), tmp_path / "客户.xlsx")
    header, *rows = cells_of(made.path)
    assert header == ("编号", "客户名称", HEADER)
    assert [row[0] for row in rows] == shown
    assert made.rows == len(shown)


def test_without_chosen_columns_all_are_exported_and_values_are_typed(dealers, tmp_path):
    made = dealers.do("dealer.export", DealerQuery(sort="code"), (), tmp_path / "客户.xlsx")
    header, first, *_rest = cells_of(made.path)
    assert header == (*(column.label for column in COLUMNS), HEADER)
    said = dict(zip(header, first, strict=True))
    assert (said["编号"], said["手机"], said["信用额度(元)"], said["等级"]) == (
        "007",
        "13800000000",
        0.5,
        "A 类",
    )


def test_an_export_that_is_stopped_leaves_no_file(dealers, tmp_path):
    with pytest.raises(Refused) as refused:
        dealers.do("dealer.export", DealerQuery(), (), tmp_path / "客户.xlsx", cancelled=lambda: True)
    assert refused.value.code == "cancelled"
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize("query", [DealerQuery(), DealerQuery(text="建材")])
def test_the_last_column_is_hidden_and_says_which_dealer_a_row_is(dealers, tmp_path, query):
    made = dealers.do("dealer.export", query, ("name",), tmp_path / "客户.xlsx")
    sheet = openpyxl.load_workbook(made.path).active
    assert [sheet.column_dimensions[letter].hidden for letter in "AB"] == [False, True]
    assert sheet.auto_filter.ref == "A1:B6"  # so that it is sorted with the others
    by_id = {d.id.hex: d for d in dealers.do("dealer.page", query, 0, 100)}
    for name, mark in sheet.iter_rows(min_row=2, values_only=True):
        record, revision = read_mark("dealer", mark)
        assert (by_id[record].name, by_id[record].revision) == (name, revision)
