"""The handbook of a month on paper: customers, days, the check (MT 一.4)."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from openpyxl import load_workbook

from crmdesk.models.base import new_id
from crmdesk.rules.errors import NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import StockLine
from tests.services.visiting import DAY, a_handed_in_day, a_shop, an_approved_plan


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_month_holds_customers_and_days(rep, clerk):
    visited, planned = a_shop(clerk, name="永盛建材"), a_shop(clerk, name="金鼎建材")
    an_approved_plan(rep, [(DAY, visited), (date(2026, 11, 20), planned)])
    a_handed_in_day(rep, visited, summary="补货三十箱。")
    text = text_of(rep.do("visit_handbook.preview", rep.person.id, DAY))
    for word in ("业务经理", "永盛建材", "金鼎建材", "补货三十箱。", "看库存", "2026 年 11 月"):
        assert word in text


def test_the_cover_says_what_the_statistics_say_of_a_visit_made_on_another_day(rep, clerk):
    moved = a_shop(clerk)
    an_approved_plan(rep, [(date(2026, 11, 20), moved)])
    a_handed_in_day(rep, moved)  # on DAY, when he was not planned
    (row,) = rep.do("visit_statistics.execution", date(2026, 11, 1), date(2026, 11, 30))
    assert (row.planned, row.done, row.moved, row.unplanned, row.rate) == (1, 1, 1, 0, 100)
    cover = pypdfium2.PdfDocument(rep.do("visit_handbook.preview", rep.person.id, DAY))[0]
    said = cover.get_textpage().get_text_bounded().split()
    assert "100%" in said
    assert said[said.index("计划外") + 1] == "0"


def test_there_is_a_page_for_the_pen_for_each_visit_still_to_be_made(rep, clerk):
    first, second = a_shop(clerk), a_shop(clerk, name="乙店")
    an_approved_plan(rep, [(DAY, first), (date(2026, 11, 19), second), (date(2026, 11, 26), second)])
    a_handed_in_day(rep, first)
    pages = pypdfium2.PdfDocument(rep.do("visit_handbook.preview", rep.person.id, DAY, blank=True))
    told = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(told) == 2
    assert all("乙店" in text for text in told)


def test_one_day_is_printed_with_safety_stock_and_order(rep, clerk):
    stocks = (StockLine("抛光砖", Decimal(300), 30, Decimal(40)),)
    day = a_handed_in_day(rep, a_shop(clerk), stocks=stocks)
    text = text_of(rep.do("visit_day.preview", day.id))
    assert "105" in text
    assert "365" in text


def test_the_book_is_saved_as_pdf_and_nothing_else_unknown(rep, clerk, tmp_path):
    a_handed_in_day(rep, a_shop(clerk))
    saved = rep.do("visit_handbook.save", rep.person.id, DAY, tmp_path / "手册.pdf")
    assert saved.read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused):
        rep.do("visit_handbook.save", rep.person.id, DAY, tmp_path / "手册.doc")
    assert [file.name for file in tmp_path.glob("手册*")] == ["手册.pdf"]


def test_nobodys_book_is_refused(rep):
    with pytest.raises(NotFound):
        rep.do("visit_handbook.preview", new_id(), DAY)


def test_the_book_is_saved_as_a_workbook(rep, clerk, tmp_path):
    a_handed_in_day(rep, a_shop(clerk), market="竞品降价")
    saved = rep.do("visit_handbook.save", rep.person.id, DAY, tmp_path / "手册.xlsx")
    cells = [cell for row in load_workbook(saved).worksheets[0].values for cell in row]
    assert {"南京金鼎建材有限公司", "竞品降价"} <= set(cells)
