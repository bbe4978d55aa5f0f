"""The five copies: what stands on them, where, and that nothing is lost, hidden or out of place."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.papers.builders import a_complaint, a_head, all_words, an_empty_complaint, squeezed, words_of

from crmdesk.papers.complaint import ACT, Page, five_copies, one_per_department, pages
from crmdesk.papers.complaint_form import QUANTITY_OPEN
from crmdesk.papers.filling import TURN_OVER
from crmdesk.papers.fonts import Weight, bundled
from crmdesk.papers.letterhead import FRAME
from crmdesk.papers.marks import A4, Box, Rect, Text, Tick
from crmdesk.papers.overleaf import NOTHING_BELOW
from crmdesk.papers.pages import page_count
from crmdesk.rules.complaint import (
    COPIES,
    Complaint,
    ComplaintKind,
    ComplaintState,
    Demand,
    DemandKind,
    Market,
)
from crmdesk.rules.wording import clean

SENTENCE = (
    "铺贴后一周内部分砖面出现针孔和色差（样板间两套），要求「三日内」答复；批号 T8080W-1008 共 1,200.00 箱……"
)
LONG = (SENTENCE * 60)[:3000]
TEXT_FIELDS = (
    "dealer_code", "dealer_name", "contact", "phone", "address", "order_number", "part_number", "product", "unit",
    "abnormality_number", "delivery_note", "invoice_number", "reason", "confirmation", "opinion", "filled_by",
    "parent_number", "sample_quantity", "sample_number", "sample_receiver",
)  # fmt: skip
EVERYWHERE = dict.fromkeys(TEXT_FIELDS, LONG)

FORMS: dict[str, Complaint] = {
    "short": a_complaint(),
    "empty": an_empty_complaint(),
    "urgent": a_complaint(is_urgent=True),
    "void draft": a_complaint(number="", is_urgent=True, state=ComplaintState.VOID),
    "open quantity": a_complaint(
        quantity_open=True, has_sample=False, no_sample_reason="已全部铺贴，无法取样。"
    ),
    "long names": a_complaint(
        dealer_name="新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒经济技术开发区𬭚𫖯𬱖建材陶瓷卫浴有限责任公司",
        contact="欧阳堃喆、司马𬭚（采购部经理）",
        product="抛光砖 800×800 白玉（一级品，防滑 R10，吸水率≤0.5%）",
        demands=tuple(
            Demand(kind, Decimal(3), Decimal("2.5"), Decimal(1000), "客户仓库") for kind in DemandKind
        ),
    ),
    "half a page": a_complaint(reason=SENTENCE * 6, opinion=SENTENCE * 2),
    "two pages": a_complaint(reason=SENTENCE * 50),
    "long everywhere": a_complaint(**EVERYWHERE),
    "one long word": a_complaint(reason="A" * 900, order_number="DD" * 60, phone="1" * 80),
    "many lines": a_complaint(reason="一\n\n" * 300),
}


@pytest.mark.parametrize("name", FORMS)
def test_boxes_and_texts_do_not_overlap_and_nothing_lies_outside(name: str):
    for page in pages(FORMS[name], a_head(is_demo=True)):
        check_layout(page)


def check_layout(page: Page) -> None:
    grip = A4.inset(5.0)  # what an office printer can reach
    assert all(grip.holds(mark.rect) for mark in page.marks)
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    ticks = [mark for mark in page.marks if isinstance(mark, Tick)]
    boxes = [mark for mark in page.marks if isinstance(mark, Box)]
    no_overlaps([mark.rect for mark in (*texts, *ticks)])
    no_overlaps([mark.rect for mark in boxes])
    for mark in (*texts, *ticks):
        if FRAME.overlaps(mark.rect) and not (isinstance(mark, Text) and mark.string == NOTHING_BELOW):
            assert sum(box.rect.holds(mark.rect) for box in boxes) == 1, mark


def no_overlaps(rects: list[Rect]) -> None:
    for one, other in combinations(sorted(rects, key=lambda rect: rect.top), 2):
        if other.top > one.bottom:
            continue
        assert not one.overlaps(other), (one, other)


@pytest.mark.parametrize("name", list(FORMS))
def test_the_boxes_fill_the_page_to_its_foot(name: str):
    first = pages(FORMS[name], a_head(), (1,))[0]
    boxes = [mark.rect for mark in first.body if isinstance(mark, Box) and FRAME.holds(mark.rect)]
    assert min(rect.top for rect in boxes) == pytest.approx(FRAME.top)
    assert max(rect.bottom for rect in boxes) == pytest.approx(FRAME.bottom)
    assert sum(rect.width * rect.height for rect in boxes) == pytest.approx(FRAME.width * FRAME.height)


def test_each_copy_has_its_own_title_in_head_and_foot_and_the_same_body():
    printed = all_words(five_copies(a_complaint(), a_head()))
    assert len(printed) == 5
    bodies = set()
    for copy, words in zip(COPIES, printed, strict=True):
        title = squeezed(copy.title)
        assert words.count(title) == 2
        bodies.add(words.replace(title, "").replace(ACT, ""))
    assert len(bodies) == 1


def test_only_the_third_copy_is_told_to_act():
    assert [ACT in words for words in all_words(five_copies(a_complaint(), a_head()))] == [
        False, False, True, False, False,
    ]  # fmt: skip


def test_the_body_is_in_the_file_once_so_that_five_copies_weigh_as_one():
    one, five = (five_copies(a_complaint(), a_head(), copies) for copies in ((3,), (1, 2, 3, 4, 5)))
    assert five.count(b"/Subtype /Form") == one.count(b"/Subtype /Form") == 1
    assert len(five) < len(one) + 8_000


def test_everything_of_sections_a_and_b_is_in_the_text_layer():
    words = words_of(five_copies(a_complaint(is_urgent=True, parent_number="261001", filing=2), a_head()))
    for said in (
        "编号261108", "急件", "填表日期：2026年11月4日", "2026年11月6日", "261001", "第2次",
        "KH1004南京金鼎建材有限公司", "王建国", "13833195026", "江苏省南京市建邺区江东中路118号", "DD2610-0187",
        "TC-8080-W", "抛光砖800×800白玉", "箱", "2026年10月12日", "1,200", "86.5", "YC-1012", "CH261012-07",
        "04418830", "68.50", "82,200.00", squeezed(a_complaint().reason), "批次与出货单一致，情况属实。",
        "退货86.5箱", "赔款2,400.00元（人工费）", "数量3片，编号YP-03，2026年11月5日送交，顾静收",
        "建议同意退货，人工费协商。", "孙立",
        "××建材股份有限公司", "华东办事处", "电话025-84710000", "打印2026年11月24日10:42李敏", "第1页共1页",
    ):  # fmt: skip
        assert said in words, said


def ticked(form: Complaint, name: str) -> list[str]:
    """The words whose box is ticked in the named box."""
    body = pages(form, a_head(), (1,))[0].body
    box = next(mark.rect for mark in body if isinstance(mark, Box) and mark.name == name)
    found = []
    for tick in (mark for mark in body if isinstance(mark, Tick) and mark.is_on and box.holds(mark.rect)):
        after = [
            m
            for m in body
            if isinstance(m, Text) and m.rect.overlaps(tick.rect._replace(width=tick.rect.width * 2))
        ]
        found.append(min(after, key=lambda mark: mark.rect.left).string)
    return found


def test_check_boxes_say_what_the_form_says():
    form = a_complaint(is_urgent=True, kind=ComplaintKind.NON_QUALITY, market=Market.FOREIGN)
    assert ticked(form, "缓急") == ["急件"]
    assert ticked(form, "客诉类别") == ["非质量异常"]
    assert ticked(form, "市场") == ["国外"]
    assert ticked(form, "异常样品") == ["有"]
    assert ticked(an_empty_complaint(), "客诉类别") == []
    assert ticked(an_empty_complaint(), "异常样品") == []


def test_an_open_quantity_is_said_in_the_customers_demand():
    form = a_complaint(quantity_open=True, demands=(Demand(DemandKind.RETURN),))
    assert ticked(form, "客户要求") == [QUANTITY_OPEN]
    assert ticked(a_complaint(), "客户要求") == []


def test_a_missing_sample_gives_its_reason():
    form = a_complaint(has_sample=False, no_sample_reason="已全部铺贴，无法取样。")
    assert ticked(form, "异常样品") == ["无"]
    assert "原因：已全部铺贴，无法取样。" in words_of(five_copies(form, a_head()))


def test_other_demands_are_told_in_their_own_words():
    form = a_complaint(demands=(
        Demand(DemandKind.OTHER, remark="派人到现场"), Demand(DemandKind.ALLOWANCE, percent=Decimal("5.00")),
        Demand(DemandKind.EXCHANGE, Decimal(2), amount=Decimal("10")), Demand(DemandKind.OTHER, amount=Decimal(1)),
    ))  # fmt: skip
    words = words_of(five_copies(form, a_head()))
    for said in ("其他：派人到现场", "折让5%", "换货2箱，10.00元", "其他1.00元"):
        assert said in words


def test_a_form_without_number_says_draft_and_its_key():
    words = words_of(five_copies(an_empty_complaint(), a_head()))
    assert "草稿DR-20261124-001" in words
    assert "编号DR" not in words


def test_void_urgent_and_demo_are_stamped():
    form = a_complaint(is_urgent=True, state=ComplaintState.VOID)
    names = {mark.name for mark in pages(form, a_head(is_demo=True))[0].body if isinstance(mark, Box)}
    assert {"stamp:急件", "stamp:作废", "stamp:样张"} <= names
    plain = {mark.name for mark in pages(a_complaint(), a_head())[0].body if isinstance(mark, Box)}
    assert not any(name.startswith("stamp:") for name in plain)


def test_the_other_departments_find_empty_boxes_that_a_pen_can_fill():
    for form in (FORMS["short"], FORMS["long everywhere"]):
        boxes = {
            mark.name: mark.rect for mark in pages(form, a_head(), (1,))[0].body if isinstance(mark, Box)
        }
        for name in (
            "处理经过（日期、地点；质管、制造、业务会同，或总经理指派）", "检验确认及发生原因", "责任归属部门、责任人员",
            "改善对策检查", "异常原因分析", "处理对策及执行检查", "经理室批示", "研发部意见", "总经理室查核", "业务拟定",
            "预计金额（元）", "总经理室综合意见", "说明与交涉结果", "主管核阅", "总经理室综合意见（一日内）", "结案日期",
        ):  # fmt: skip
            assert boxes[name].height >= 9.0, name


def test_pages_are_counted_for_each_copy_and_continuation_pages_say_so():
    printed = all_words(five_copies(FORMS["two pages"], a_head(), (2, 3)))
    assert len(printed) == 4
    for first, second in (printed[:2], printed[2:]):
        assert "第1页共2页" in first
        assert "续页第2页共2页" in second
        assert squeezed(TURN_OVER) in first
        assert "投诉内容与理由（续）" in second
        assert "编号261108" in second
    assert "第二联制造部存" in printed[1]
    assert ACT in printed[3]


def alphabets(count: int, size: int) -> list[str]:
    """Characters that the fixed words of the paper do not use, dealt out to the fields."""
    fixed = "".join(all_words(five_copies(an_empty_complaint(), a_head(is_demo=True))))
    known = bundled().main(Weight.REGULAR).face.charToGlyph
    free = [chr(code) for code in sorted(known) if (0x3400 <= code < 0xA000 or code > 0x20000)]
    free = [char for char in free if char not in fixed and known[ord(char)]]
    return ["".join(free[at * size : (at + 1) * size]) for at in range(count)]


def test_three_thousand_characters_in_every_field_are_all_there_once_on_each_copy():
    own = alphabets(len(TEXT_FIELDS) + 2, 300)
    values = {name: (letters * 10)[:3000] for name, letters in zip(TEXT_FIELDS, own, strict=False)}
    demands = (Demand(DemandKind.OTHER, remark=(own[-2] * 10)[:3000]),)
    pdf = five_copies(a_complaint(**values, demands=demands), a_head(), (1, 3))
    printed = all_words(pdf)
    each = len(printed) // 2
    for copy in ("".join(printed[:each]), "".join(printed[each:])):
        for (name, value), letters in zip(
            [*values.items(), ("demands", demands[0].remark)], own, strict=False
        ):
            mine = set(letters)
            if name == "demands":
                mine = set(own[-2])
            assert "".join(char for char in copy if char in mine) == value, name


def test_a_reason_for_no_sample_flows_as_well():
    letters = alphabets(1, 300)[0]
    value = (letters * 10)[:3000]
    pdf = five_copies(a_complaint(has_sample=False, no_sample_reason=value), a_head(), (1,))
    mine = set(letters)
    assert "".join(char for words in all_words(pdf) for char in words if char in mine) == value


def test_a_long_letterhead_flows_too_and_covers_nothing():
    letters = alphabets(4, 300)
    company, office, contact, person = ((part * 2)[:400] for part in letters)
    head = a_head(company=company, office=office, contact=contact, printed_by=person, is_demo=True)
    for page in pages(a_complaint(is_urgent=True, number=""), head, (3,)):
        check_layout(page)
    printed = "".join(all_words(five_copies(a_complaint(), head, (3,))))
    counts = Counter(printed)
    assert all(counts[char] for part in letters for char in part)


CHARACTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Z", "M"), exclude_characters="ﬀﬁﬂﬃﬄ"
).filter(lambda char: not bundled().missing(clean(char)))
CHINESE = st.text(
    st.one_of(st.sampled_from("一铺贴砖色差，。、；：？！）（《》「」“”— -…%\n 𬭚𫖯𬱖"), CHARACTERS),
    max_size=400,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(CHINESE, CHINESE)
def test_any_text_that_the_fonts_know_is_read_back(reason: str, name: str):
    form = a_complaint(dealer_code="", dealer_name=name.replace("\n", ""), reason=reason)
    drawn = pages(form, a_head(), (1,))
    printed = "".join(all_words(five_copies(form, a_head(), (1,))))
    for page in drawn:
        check_layout(page)
    if len(drawn) == 1:
        assert squeezed(clean(reason)) in printed
        assert squeezed(clean(name)) in printed
    wanted = Counter(squeezed(clean(reason + name)))
    found = Counter(printed)
    assert all(found[char] >= count for char, count in wanted.items())


def test_departments_get_their_copy_as_a_file_of_its_own():
    files = one_per_department(a_complaint(), a_head())
    together = all_words(five_copies(a_complaint(), a_head()))
    assert [index for index, _pdf in files] == [1, 2, 3, 4, 5]
    assert [words_of(pdf) for _index, pdf in files] == together


def test_copies_come_in_their_order_and_each_once():
    printed = all_words(five_copies(a_complaint(), a_head(), (5, 3, 3)))
    assert ["第三联" in words for words in printed] == [True, False]


@pytest.mark.parametrize("copies", [(), (0,), (6,)])
def test_there_are_five_copies_and_no_other(copies: tuple[int, ...]):
    with pytest.raises(ValueError, match="copies"):
        five_copies(a_complaint(), a_head(), copies)


def test_the_same_form_gives_the_same_file():
    assert five_copies(a_complaint(), a_head()) == five_copies(a_complaint(), a_head())


def test_the_file_tells_its_title_and_when_it_was_made():
    pdf = five_copies(a_complaint(), a_head())
    assert b"/Title" in pdf
    assert b"D:20261124104200+08'00'" in pdf
    assert page_count(pdf) == 5


def test_the_form_date_has_room_for_a_pen_while_it_is_open():
    assert "填表日期：年月日" in words_of(five_copies(an_empty_complaint(), a_head()))
    assert "填表日期：2026年1月5日" in words_of(
        five_copies(a_complaint(filled_on=date(2026, 1, 5)), a_head())
    )
