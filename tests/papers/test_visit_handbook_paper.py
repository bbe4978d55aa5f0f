"""巡访手册: the bound month, the page of one day, the pages for the pen."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from tests.papers.builders import a_head, all_words
from tests.papers.layouts import boxed, check_pages, no_overlaps, words_on
from tests.papers.visit_builders import NAMES, a_day, a_dealer, a_line, a_visit, an_execution

from crmdesk.papers.boxes import PEN
from crmdesk.papers.fonts import bundled
from crmdesk.papers.marks import Box, Mark, Text, Tick
from crmdesk.papers.pages import page_count
from crmdesk.papers.running import BOUND
from crmdesk.papers.visit_blank import blank_sections
from crmdesk.papers.visit_handbook import blank_pages, day_pages, day_sheet, handbook, handbook_pages
from crmdesk.rules.dealer import Dealer, DealerKind
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit import DayState, Visit, VisitDay
from crmdesk.rules.visit_check import AnswerKind, items_for
from crmdesk.rules.visit_told import label_of

DECEMBER = date(2026, 12, 1)
FIGURES = an_execution(0, planned=9, done=6, missed=2, unplanned=1)
LONG = "客户反映近两个月到货批号混杂、色差明显，要求公司派员逐批核对；已当场清点三十六箱并拍照。" * 6
DAYS: dict[str, VisitDay] = {
    "eight visits": a_day(),
    "nothing yet": a_day(visits=0, plan="", summary="", missed=(), state=DayState.OPEN, dressed=False),
    "bare visit": replace(a_day(visits=0), visits=(Visit(dealer_name="南京永盛建材有限公司"),)),
    "long texts": replace(a_day(visits=0), plan=LONG, summary=LONG, check_remark=LONG, visits=(
        a_visit(1, dealer_name=NAMES[5], summary=LONG, promises=LONG, purpose=LONG, market=LONG, question=LONG, met=LONG[:60],
                checks={"incident_note": LONG * 4, "trend": LONG}),)),
    "checked": a_day(visits=2, state=DayState.CHECKED, checked_by="郑和平", checked_on=date(2026, 12, 3), mark=88, sampled=True),
    "waiting": a_day(visits=1, due=(a_line(5), a_line(6))),
}  # fmt: skip


def book(days: int = 3, dealers: tuple[Dealer, ...] = (a_dealer(0), a_dealer(1), a_dealer(9))) -> list[list[Mark]]:
    return handbook_pages("冯媛", DECEMBER, dealers, [a_day(n, 4) for n in range(days)], FIGURES, a_head(), bundled())


@pytest.mark.parametrize("name", DAYS)
def test_boxes_and_texts_of_a_day_do_not_overlap_and_nothing_lies_outside(name: str):
    check_pages(day_pages(DAYS[name], a_head(is_demo=True), bundled()), BOUND)


def test_the_whole_book_is_laid_out_cleanly():
    long = a_dealer(2, name=NAMES[5] * 2, remark=LONG * 2, address=LONG, bank_name=LONG[:90])
    cover, *pages = book(2, (a_dealer(0), long))
    check_pages(pages, BOUND)
    no_overlaps([mark.rect for mark in cover if isinstance(mark, Text)])


def test_there_is_room_for_the_binding():
    assert BOUND.frame.left >= 25
    assert all(mark.rect.left >= 25 for page in book() for mark in page)


def test_the_cover_says_whose_month_it_is_and_counts_it():
    cover = words_on(book()[0])
    for said in ("巡访手册", "2026年12月", "冯媛", "华东办事处", "××建材股份有限公司", "执行率", "75%", "业务经理（签字）"):
        assert said in cover, said


def test_the_index_names_the_page_on_which_each_dealer_and_day_begins():
    pages = book()
    index = pages[1]
    dealers = dict(zip(boxed(index, "客户编号"), boxed(index, "页"), strict=False))
    for code, page in dealers.items():
        assert f"客户编号{code}" in words_on(pages[int(page) - 1])
    days = dict(zip(boxed(index, "日期"), boxed(index, "页")[len(dealers) :], strict=True))
    assert len(days) == 3
    for day, page in days.items():
        assert day.replace(" ", "") in words_on(pages[int(page) - 1])


def test_a_long_index_still_counts_right():
    pages = book(25, tuple(a_dealer(n) for n in range(60)))
    index = [page for page in pages[1:6] if "目录：" in words_on(page) or boxed(page, "head:页")]
    assert len(index) == 3
    last = boxed(index[-1], "页")[-1]
    assert "2026年12月25日" in words_on(pages[int(last) - 1])


def test_a_dealers_page_has_the_card_his_visits_and_room_for_notes():
    page = book()[2]
    words = words_on(page)
    for said in ("KH1001", "91320100MA1XYZ1234", "13833195026", "江东中路118号", "300,000.00", "45天", "张会计", "12月1日",
                 "十二月订货20万元", "86,500.00"):  # fmt: skip
        assert said in words, said
    assert next(mark.rect.height for mark in page if isinstance(mark, Box) and mark.name == "记事") > 20


def test_empty_fields_of_the_card_are_high_enough_for_a_pen():
    page = handbook_pages("冯媛", DECEMBER, (Dealer(UUID(int=1), 1, "KH1", "甲"),), (), FIGURES, a_head(), bundled())[2]
    for name in ("手机", "地址", "银行账号", "备注"):
        assert next(m.rect.height for m in page if isinstance(m, Box) and m.name == name) >= PEN


def test_a_day_shows_everything_that_was_written():
    printed = "".join(all_words(day_sheet(a_day(), a_head())))
    for said in ("2026年12月1日周二", "走访建邺、江宁两线", "完成八家", "09:10–10:25", "王建国经理", "计划内", "计划外", "有无窜货：有（上报）",
                 "货号TC-8080-W，批号261001，来源苏北经销商，数量60", "执行最低零售限价：否", "限价68.00，实售65.00，差额-3.00",
                 "本月销售（元）：125,000", "积点奖励办法、价格维护通知", "目标完成率（%）：62.5", "店面整洁（1–5）：4分", "新品卖点人数4，时数1.5",
                 "销量900（30天），库存300，在途120，安全库存450，建议订量180，订货200", "86,500.00元抛光砖1,200箱", "35,000.50元",
                 "竞品东鹏本周八折", "返利可否提高到3%", "2026年12月15日培训导购", "客户不在", "办事处经理检查"):  # fmt: skip
        assert said in printed, said


def test_what_was_planned_and_not_done_is_listed_with_its_reason():
    words = words_on(day_pages(DAYS["waiting"], a_head(), bundled())[-1])
    assert "客户不在" in words
    assert words.count("待访") == 2


def test_the_check_is_on_paper_or_has_room_for_the_pen():
    checked = words_on(day_pages(DAYS["checked"], a_head(), bundled())[-1])
    assert "郑和平2026年12月3日" in checked
    assert "88分" in checked
    waiting = day_pages(DAYS["waiting"], a_head(), bundled())[-1]
    box = next(m.rect for m in waiting if isinstance(m, Box) and m.name == "检查人（签字）")
    assert box.height >= 15
    assert sum(isinstance(mark, Tick) and box.top <= mark.rect.top <= box.bottom for mark in waiting) == 3


def test_a_visit_is_kept_on_one_page_where_it_can_be():
    pages = day_pages(DAYS["eight visits"], a_head(), bundled())
    for page in pages:
        assert len(boxed(page, "客户编号")) == 0
        assert len(boxed(page, "序号")) == len([1 for text in boxed(page, "当日总结") if "家：" in text])


@pytest.mark.parametrize("kind", [*DealerKind, None])
def test_a_page_for_the_pen_asks_what_is_asked_of_that_kind_of_dealer(kind: DealerKind | None):
    pdf = blank_pages("冯媛", DECEMBER, (a_dealer(0, kind=kind),), a_head())
    assert page_count(pdf) == 1
    words = all_words(pdf)[0]
    for item in items_for(kind):
        if item.kind in (AnswerKind.YES_NO, AnswerKind.TEXT, AnswerKind.MONEY):
            assert label_of(item) in words, item.label
    cells = [cell for part in blank_sections(a_dealer(0, kind=kind)) for row in part.rows for cell in row.cells]
    assert len(cells) > 20


def test_every_box_for_the_pen_is_high_enough():
    from crmdesk.papers.filling import fill_form
    from crmdesk.papers.sheet import Sheet

    sheet = Sheet(bundled())
    assert fill_form(sheet, BOUND.frame, blank_sections(None)) == []
    boxes = [mark.rect for mark in sheet.marks if isinstance(mark, Box)]
    assert min(rect.height for rect in boxes) >= 8.9
    assert min(rect.width for rect in boxes if rect.width != 7.0) >= 15


def test_without_dealers_one_empty_page_is_made():
    assert page_count(blank_pages("冯媛", DECEMBER, (), a_head())) == 1


def test_a_month_without_days_is_a_book_with_cards():
    assert page_count(handbook("冯媛", DECEMBER, (a_dealer(0),), (), FIGURES, a_head())) == 3


def test_a_character_that_no_font_has_is_named_with_its_dealer_and_field():
    day = replace(a_day(visits=0), visits=(a_visit(1, summary="坏\ud800字"),))
    with pytest.raises(Refused, match="苏州金鼎陶瓷的当日总结"):
        day_sheet(day, a_head())
