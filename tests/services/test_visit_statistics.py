"""执行与考核统计 from real days, plans and cases (MT 一.4, 二.3, 二.7)."""

from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest
from openpyxl import load_workbook

from crmdesk.rules.dealer import DealerClass, DealerStatus
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import MissedReason
from tests.builders import a_dealer, today
from tests.services.visiting import a_day, a_handed_in_day, a_shop, an_approved_plan

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def day_of(number):
    return date(2026, 11, number)


def test_the_rate_follows_the_approved_plan(signed_in, rep, clerk):
    shops = [a_shop(clerk, name=name, dealer_class=c) for name, c in (("甲", "A"), ("乙", "B"), ("丙", "A"))]
    lines = an_approved_plan(rep, [(day_of(n), shop) for n, shop in zip((3, 4, 5), shops, strict=True)])
    first = a_handed_in_day(rep, shops[0], day_of(3), order_amount=Decimal(1200), collected=Decimal(300))
    manager = signed_in(Role.OFFICE_MGR)
    manager.do("visit_day.check", first.id, first.revision, 85)
    a_handed_in_day(rep, shops[1], day_of(6), plan_line_id=lines[1], asks=True, question="能否赊销")
    third = a_day(rep, day_of(5))
    rep.do("visit_day.change", third.id, third.revision, {"missed": {lines[2]: MissedReason.CLOSED}})
    (row,) = rep.do("visit_statistics.execution", FIRST, LAST, "rep")
    assert (row.planned, row.done, row.moved, row.missed, row.rate) == (3, 2, 1, 1, 66)
    assert row.missed_reasons == {"客户停业": 1}
    assert (row.orders, row.collected, row.cases) == (Decimal(1200), Decimal(300), 1)
    assert (row.days_handed_in, row.days_checked, row.mean_mark) == (2, 1, Decimal(85))
    by_class = rep.do("visit_statistics.execution", FIRST, LAST, "class")
    assert [(one.key, one.planned, one.done) for one in by_class] == [("A", 2, 1), ("B", 1, 1)]
    by_dealer = {one.name: one.rate for one in rep.do("visit_statistics.execution", FIRST, LAST, "dealer")}
    assert by_dealer == {"甲": 100, "乙": 100, "丙": 0}


def test_a_merged_dealer_counts_with_the_one_that_lives(rep, clerk):
    keep, lose = a_shop(clerk, name="永盛建材"), a_dealer(clerk, name="永胜建材")
    an_approved_plan(rep, [(day_of(3), lose)])
    a_handed_in_day(rep, keep, day_of(4))
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    (row,) = rep.do("visit_statistics.execution", FIRST, LAST, "dealer")
    assert (row.name, row.planned, row.done, row.moved, row.unplanned) == ("永盛建材", 1, 1, 1, 0)


def test_who_was_not_visited_for_too_long_is_listed_by_class(rep, clerk):
    names = ("刚去过", "早去过", "没去过")
    recent, old, _never = (a_shop(clerk, name=name) for name in names)
    a_shop(clerk, name="已注销", status=DealerStatus.CLOSED)
    a_shop(clerk, name="未分级", dealer_class=None)
    a_handed_in_day(rep, recent, today() - timedelta(days=10))
    a_handed_in_day(rep, old, today() - timedelta(days=11))
    found = rep.do("visit_statistics.not_visited")
    assert [(one.dealer_name, one.days, one.limit) for one in found] == [("没去过", None, 10), ("早去过", 11, 10)]
    assert found[0].dealer_class is DealerClass.A


def test_what_consumers_said_is_collected_for_the_week(rep, clerk):
    shop = a_shop(clerk)
    a_handed_in_day(rep, shop, day_of(3), market="竞品降价", checks={"consumers": "要小规格", "trend": "淡季"})
    a_handed_in_day(rep, shop, day_of(10), checks={"consumers": "嫌贵"})
    keys = ("consumers", "market")
    assert rep.do("visit_statistics.items", day_of(1), day_of(7), keys) == (
        (day_of(3), "业务经理", shop.name, "消费者需求与意见", "要小规格"),
        (day_of(3), "业务经理", shop.name, "竞品与市场信息", "竞品降价"),
    )


def test_the_weekly_report_is_a_workbook(rep, clerk, tmp_path):
    a_handed_in_day(rep, a_shop(clerk), day_of(3), checks={"consumers": "要小规格", "shop_score": "4"})
    path = rep.do("visit_statistics.export_items", day_of(1), day_of(7), tmp_path / "周报.xlsx")
    rows = list(load_workbook(path).active.values)
    assert rows[-1][1:] == ("业务经理", "南京金鼎建材有限公司", "消费者需求与意见", "要小规格")
    assert len([row for row in rows if row[1] == "业务经理"]) == 2  # the header and one row


def test_the_statistics_are_a_workbook_too(rep, clerk, tmp_path):
    a_handed_in_day(rep, a_shop(clerk), day_of(3))
    path = rep.do("visit_statistics.export", FIRST, LAST, tmp_path / "统计.xlsx")
    names = [{cell for row in sheet.values for cell in row} for sheet in load_workbook(path).worksheets]
    assert "业务经理" in names[0]
    assert "南京金鼎建材有限公司" in names[2]


def test_the_statistics_are_printed(rep, clerk):
    a_handed_in_day(rep, a_shop(clerk), day_of(3))
    document = pypdfium2.PdfDocument(rep.do("visit_statistics.preview", FIRST, LAST))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "业务经理" in text
    assert "南京金鼎建材有限公司" in text
