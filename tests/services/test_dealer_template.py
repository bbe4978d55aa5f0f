"""导入模板: what is filled in by its own rules comes in as it stands."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from crmdesk.exchange.importing.choices import How
from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import FIELDS, DealerClass, DealerKind, DealerQuery, DealerStatus
from crmdesk.rules.errors import Refused

FILLED = {
    "* 客户名称": "南京恒泰建材有限公司", "等级": "B 类", "类型": "工程客户", "状态": "暂停发货", "城市": "南京", "手机": "13833195026",
    "信用额度(元)": 80000.5, "账期(天)": 60, "开始交易日": date(2026, 3, 5), "银行账号": "6222021001088123456",
}  # fmt: skip


@pytest.fixture
def template(clerk, tmp_path):
    return clerk.do("dealer_template.export", tmp_path / "客户名单模板.xlsx")


def test_every_column_of_the_template_is_known_exactly(clerk, template):
    found = clerk.do("dealer_list.find", read_book(template.path))
    assert found.header_row == 4
    assert {match.how for match in found.columns} == {How.EXACT}
    assert {match.field for match in found.columns} == set(FIELDS) - {"extra"}
    assert template.columns == len(found.columns)


def test_choices_are_picked_from_lists(template):
    sheet = openpyxl.load_workbook(template.path).active
    lists = {
        sheet.cell(4, next(iter(rule.sqref.ranges)).min_col).value: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists == {
        "等级": [c.label for c in DealerClass], "类型": [c.label for c in DealerKind], "状态": [c.label for c in DealerStatus],
    }  # fmt: skip


def test_what_is_filled_in_is_imported(clerk, template):
    book = openpyxl.load_workbook(template.path)
    header = [cell.value for cell in book.active[4]]
    for title, value in FILLED.items():
        book.active.cell(5, header.index(title) + 1).value = value
    book.active.cell(6, header.index("* 客户名称") + 1).value = "苏州鼎盛陶瓷商行"
    book.save(template.path)
    report = clerk.do("dealer.import_list", clerk.do("dealer_list.find", read_book(template.path)).plan())
    assert report.counts == {"read": 2, "new": 2, "updated": 0, "skipped": 0, "rejected": 0}
    assert report.problems == ()
    first, second = clerk.do("dealer.page", DealerQuery(sort="code"))
    said = (first.dealer_class, first.kind, first.status, first.credit_limit, first.term_days, first.since)
    assert said == (DealerClass.B, DealerKind.PROJECT, DealerStatus.SUSPENDED, Decimal("80000.50"), 60, date(2026, 3, 5))
    assert (first.mobile, first.bank_account) == ("13833195026", "6222021001088123456")
    assert (second.name, bool(second.code)) == ("苏州鼎盛陶瓷商行", True)


def test_an_empty_template_says_what_to_do(clerk, template):
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.import_list", clerk.do("dealer_list.find", read_book(template.path)).plan())
    assert refused.value.code == "import-no-rows"


def test_its_help_names_the_row_where_one_begins(template):
    sheet = openpyxl.load_workbook(template.path).active
    lines = [sheet.cell(row, 1).value for row in (1, 2, 3)]
    assert "第 5 行" in lines[0]
    assert sheet.freeze_panes == "A5"
    assert len(IMPORT.fields) - 1 == sheet.max_column
