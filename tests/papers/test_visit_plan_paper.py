"""月度巡访计划表: every line is on it, differences are seen without colour, and there is room for the pen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image
from tests.papers.builders import a_head, all_words, squeezed
from tests.papers.layouts import boxed, check_pages, words_on
from tests.papers.visit_builders import NAMES, a_compared_plan, a_line, a_plan

from crmdesk.papers.flowing import BAR
from crmdesk.papers.fonts import bundled
from crmdesk.papers.marks import BLACK, Box, Fill, Mark, Rect, Text
from crmdesk.papers.pages import page_count, page_size, render_page
from crmdesk.papers.running import LANDSCAPE
from crmdesk.papers.visit_plan import plan_pages, plan_sheets
from crmdesk.rules.errors import Refused
from crmdesk.rules.visit_plan import CellChange, LineChange, PlanState, VisitPlan

SOLUTION = "先请仓库核对三批货号与色号，再由业务经理带新样板到店，和店长一起重做陈列。" * 6
PLANS = {
    "forty lines": a_plan(40),
    "one line": a_plan(1),
    "empty": a_plan(0, goals="", coverage=(), content_hash="", state=PlanState.DRAFT),
    "compared": a_compared_plan(),
    "long solution": a_plan(5, lines=(a_line(0, solution=SOLUTION), *(a_line(n) for n in range(1, 5)))),
    "longer than a page": a_plan(2, lines=(a_line(0, solution=SOLUTION * 12), a_line(1, aim="一\n\n" * 90))),
    "long goals": a_plan(3, goals=SOLUTION * 9),
    "long names": a_plan(3, rep_name="欧阳堃喆司马𬭚" * 3, decided_by=NAMES[5], state=PlanState.APPROVED),
    "closed": a_plan(8, state=PlanState.CHECKED, summary=SOLUTION, mark=92, check_remark=SOLUTION, decided_by="郑和平"),
    "returned": a_plan(2, state=PlanState.RETURNED, returned_because="A 类客户漏排三家"),
    "conflict": a_plan(2, conflicts=2),
}


def pages(plan: VisitPlan, compare: bool = True, **head: object) -> list[list[Mark]]:
    return plan_pages(plan, a_head(**head), compare, bundled())


def column(plan: VisitPlan, name: str) -> list[str]:
    """The texts of a column over all pages."""
    return [text for page in pages(plan) for text in boxed(page, name)]


@pytest.mark.parametrize("name", PLANS)
def test_boxes_and_texts_do_not_overlap_and_nothing_lies_outside(name: str):
    check_pages(pages(PLANS[name], is_demo=True, office="华东第二办事处（南京、镇江、扬州片区）"), LANDSCAPE)


def test_it_is_a4_landscape_with_pages_numbered_for_each_plan():
    pdf = plan_sheets([a_plan(40), a_plan(1, rep_name="孙立")], a_head(), compare=False)
    assert page_size(pdf, 0) == pytest.approx((841.89, 595.28), abs=0.1)
    printed = all_words(pdf)
    last = len(printed) - 1
    for number, words in enumerate(printed[:-1], 1):
        assert f"第{number}页共{last}页" in words
    assert "第1页共1页" in printed[-1]
    assert all("冯媛" in words for words in printed[:-1])  # a loose sheet is known by its name
    assert "孙立" in printed[-1]


def test_every_line_stands_on_it_in_the_order_of_its_days():
    plan = a_plan(40)
    assert column(plan, "序号") == [str(number) for number in range(1, 41)]
    days = [int(text.partition("日")[0]) for text in column(plan, "日期")]
    assert days == sorted(days)
    dealers = column(plan, "客户编号、名称")
    assert sum("KH1001" in text for text in dealers) == 7
    assert column(plan, "次/月")[0] == "7"


def test_everything_of_a_line_is_in_the_text_layer():
    line = a_line(3, solution="带新样板", problem="样品陈旧", hours=Decimal("1.25"), remark="电话先约")
    words = all_words(plan_sheets([a_plan(1, lines=(line,))], a_head(), compare=False))[0]
    for said in ("22日", "周二", "KH1004", NAMES[3], "江苏省南京市建邺区", "第四线1", "13800000003", "走访", "处理上月投诉遗留问题",
                 "样品陈旧", "带新样板", "1.25", "电话先约", "2026年12月", "2026年11月24日", "7F3A-91C4", "120万元",
                 "A类12/12家100%（44/48次）", "已提交"):  # fmt: skip
        assert said in words, said


def test_a_text_that_is_longer_than_a_page_goes_on_and_nothing_of_it_is_lost():
    plan = PLANS["longer than a page"]
    marks = pages(plan)
    assert len(marks) > 2
    told = "".join(text for page in marks for text in boxed(page, "解决方案"))
    assert squeezed(SOLUTION * 12) in squeezed(told)


def test_the_pen_finds_room_for_both_signatures_and_the_managers_changes():
    marks = pages(a_plan(40), compare=False)[-1]
    boxes = {mark.name: mark.rect for mark in marks if isinstance(mark, Box)}
    for name in ("业务经理（签字）", "办事处经理（签字）"):
        assert boxes[name].height >= 20, name
    assert boxes["办事处经理 审核（调整、补充、修改）"].width > 100
    assert words_on(marks).count("年月日") == 2


def test_a_deputy_is_named_on_the_paper():
    assert "已批准：王某代（郑和平）" in words_on(pages(a_compared_plan())[-1])


def test_changed_cells_have_a_bar_a_ground_and_the_former_value():
    plan = a_compared_plan()
    differing = [name for page in pages(plan) for rect in bars_on(page) for name in names_at(page, rect)]
    assert sorted(differing) == sorted(["日期", "巡访目的（工作目标）", "时数", "备注", "序号", "序号"])
    assert any(text.startswith("15日周二") and "14日周一" in text for text in column(plan, "日期"))
    assert "（原：本月销售目标100万元）" in words_on(pages(plan)[0])
    assert {text[-1] for text in column(plan, "序号")} >= {"增", "删", "改"}


def bars_on(marks: list[Mark]) -> list[Rect]:
    return [m.rect for m in marks if isinstance(m, Fill) and m.ink == BLACK and m.rect.width == pytest.approx(BAR)]


def names_at(marks: list[Mark], rect: Rect) -> list[str]:
    return [m.name for m in marks if isinstance(m, Box) and m.rect.holds(rect) and m.rect.left == rect.left]


def test_a_struck_line_is_struck_through_and_does_not_count():
    plan = a_compared_plan()
    marks = [mark for page in pages(plan) for mark in page]
    numbers = [text for text in column(plan, "序号") if text != "删"]
    assert [int("".join(filter(str.isdigit, text))) for text in numbers] == list(range(1, len(plan.lines) + 1))
    strikes = [mark for mark in marks if isinstance(mark, Fill) and mark.rect.height < 0.3]
    assert len(strikes) >= 10


def test_without_compare_a_plan_shows_no_differences():
    marks = [mark for page in pages(a_compared_plan(), compare=False) for mark in page]
    assert not [mark for mark in marks if isinstance(mark, Fill)]


def test_changes_that_wait_for_approval_are_marked_even_without_compare():
    plan = a_plan(3, state=PlanState.EXECUTING)
    change = LineChange(
        plan.lines[1].id or plan.id, "changed", (CellChange("planned_on", "2026-12-02", ""),), reason="客户盘点改期"
    )
    told = words_on(pages(replace(plan, requests=(change,)), compare=False)[0])
    assert "变更原因：客户盘点改期" in told
    assert "灰底竖线为与批准稿不同之处" in told
    assert "申＝变更申请，尚未批准" in told
    marked = pages(replace(plan, requests=(change,)), compare=False)[0]
    assert [text[1:] for text in boxed(marked, "序号") if len(text) > 1] == ["申改"]


def test_differences_survive_a_black_and_white_copier():
    pdf = plan_sheets([a_compared_plan()], a_head(), compare=True)
    raster = render_page(pdf, 0, 150 / 72)
    grey = Image.frombuffer("RGBA", (raster.width, raster.height), raster.data, "raw", "BGRA", 0, 1).convert("L")
    copied = grey.point(lambda value: 255 if value > 128 else 0)  # type: ignore[operator]
    marks = pages(a_compared_plan())[0]
    scale = raster.width / 297
    for rect in bars_on(marks):
        middle = copied.getpixel((round((rect.left + BAR / 2) * scale), round((rect.top + rect.height / 2) * scale)))
        assert middle == 0


def test_a_conflict_and_the_state_are_stamped():
    marks = pages(PLANS["conflict"])[0]
    stamps = [mark.name for mark in marks if isinstance(mark, Box) and mark.name.startswith("stamp:")]
    assert stamps == ["stamp:已提交", "stamp:有冲突 暂停"]


def test_dates_of_another_month_are_written_out():
    marks = pages(a_plan(1, lines=(a_line(0, planned_on=date(2027, 1, 4)),)))[0]
    assert boxed(marks, "日期") == ["2027年1月4日周一"]


def test_a_character_that_no_font_has_is_named_with_its_line():
    with pytest.raises(Refused, match="第 1 行") as refusal:
        plan_sheets([a_plan(1, lines=(a_line(0, aim="好\ud800"),))], a_head(), compare=False)
    assert refusal.value.code == "glyph-missing"


def test_the_same_plan_gives_the_same_bytes():
    one, two = (plan_sheets([a_plan(3)], a_head(), compare=True) for _ in range(2))
    assert one == two
    assert page_count(one) == 1


def test_text_of_a_line_is_black_and_large_enough():
    texts = [m for page in pages(a_plan(3), compare=False) for m in page if isinstance(m, Text)]
    assert min(text.style.size for text in texts) >= 6.8


@pytest.mark.parametrize("count", range(20, 44))
def test_no_page_holds_the_signatures_alone(count: int):
    last = pages(a_plan(count), compare=False)[-1]
    assert "合计：计划客户数" in words_on(last)
    assert len(boxed(last, "序号")) >= 2
