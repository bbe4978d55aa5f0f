"""巡访手册 (MT 一.4, domain 5.2) as a bound month: cover, index, one page for each dealer, the days.

The left margin is wide enough for the binding; pages are numbered through.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from crmdesk.papers.boxes import Cell, Row
from crmdesk.papers.filling import fill_form
from crmdesk.papers.flowing import Column, Flow, table_head, table_row
from crmdesk.papers.fonts import FontSet, Weight, bundled
from crmdesk.papers.letterhead import Heading, PaperHead, fitted_logo
from crmdesk.papers.marks import GREY, Mark, Style
from crmdesk.papers.missing import Said, refuse_missing
from crmdesk.papers.painting import About
from crmdesk.papers.running import BOUND, Running, letters_of, number_pages, written
from crmdesk.papers.sheet import Sheet
from crmdesk.papers.visit_blank import blank_sections
from crmdesk.papers.visit_day_page import place_day, texts_of_day, weekday
from crmdesk.papers.visit_dealer_page import place_dealer, texts_of_dealer
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit import DayState, Execution, VisitDay
from crmdesk.rules.wording import clean, price

TITLE = "巡访手册"
_WIDTH = BOUND.frame.width
_DEALERS = (Column("序号", 12, "middle"), Column("客户编号", 24), Column("客户名称", 88), Column("等级", 13, "middle"),
            Column("本月巡访", 20, "right"), Column("页", 16, "right"))  # fmt: skip
_DAYS = (Column("日期", 44), Column("计划", 18, "right"), Column("已访", 18, "right"), Column("计划外", 18, "right"),
         Column("状态", 40), Column("评分", 19, "right"), Column("页", 16, "right"))  # fmt: skip
Bodies = list[list[Mark]]


def handbook(
    rep_name: str, month: date, dealers: Sequence[Dealer], days: Sequence[VisitDay], figures: Execution, head: PaperHead
) -> bytes:
    """The PDF of a month; ``figures`` are those of the statistics, so that both papers say the same.

    Raises Refused where a character is in no font, or the logo is no picture."""
    fonts = bundled()
    bodies = handbook_pages(rep_name, month, dealers, days, figures, head, fonts)
    about = About(f"{TITLE} {rep_name} {month.year} 年 {month.month} 月", head.printed_by, head.printed_at)
    return written(bodies, about, _fixed(fonts), BOUND, fonts)


def day_sheet(day: VisitDay, head: PaperHead) -> bytes:
    """The PDF of one day."""
    fonts = bundled()
    about = About(f"{TITLE} {day.title}", head.printed_by, head.printed_at)
    return written(day_pages(day, head, fonts), about, _fixed(fonts), BOUND, fonts)


def blank_pages(rep_name: str, month: date, dealers: Sequence[Dealer], head: PaperHead) -> bytes:
    """The PDF of pages to be filled in by pen, one for each of ``dealers``; an empty one where there is none."""
    fonts = bundled()
    refuse_missing(_texts(rep_name, dealers, (), head), fonts)
    running = _running(rep_name, month, head)
    sheets = []
    for dealer in dealers or (None,):
        sheets.append(running.sheet(fonts, is_first=True))
        fill_form(sheets[-1], BOUND.frame, blank_sections(dealer))
    number_pages(sheets, running)
    about = About(f"{TITLE} {rep_name} {month.year} 年 {month.month} 月", head.printed_by, head.printed_at)
    return written([sheet.marks for sheet in sheets], about, _fixed(fonts), BOUND, fonts)


def day_pages(day: VisitDay, head: PaperHead, fonts: FontSet) -> Bodies:
    """The pages of one day as marks, numbered for themselves."""
    refuse_missing([*_head_texts(head), *texts_of_day(day)], fonts)
    running = _running(day.rep_name, day.day, head)
    sheets = _day(day, running, fonts)
    number_pages(sheets, running)
    return [sheet.marks for sheet in sheets]


def handbook_pages(
    rep_name: str, month: date, dealers: Sequence[Dealer], days: Sequence[VisitDay], figures: Execution, head: PaperHead,
    fonts: FontSet,
) -> Bodies:  # fmt: skip
    """The pages of the book as marks."""
    refuse_missing(_texts(rep_name, dealers, days, head), fonts)
    running = _running(rep_name, month, head)
    ordered = sorted(days, key=lambda one: one.day)
    cards = [_dealer(dealer, ordered, running, fonts) for dealer in dealers]
    leaves = [_day(day, running, fonts) for day in ordered]
    index = _index(dealers, ordered, cards, leaves, 0, running, fonts)  # only to learn how many pages it takes
    index = _index(dealers, ordered, cards, leaves, 1 + len(index), running, fonts)
    sheets = [_cover(rep_name, month, ordered, figures, head, fonts), *index, *_flat(cards), *_flat(leaves)]
    number_pages(sheets, running)
    return [sheet.marks for sheet in sheets]


def _running(rep_name: str, month: date, head: PaperHead) -> Running:
    line = f"{month.year} 年 {month.month} 月　{clean(head.office)}　业务经理：{clean(rep_name)}"
    return Running(BOUND, head, Heading(TITLE, "", "", ()), line, is_book=True)


def _head_texts(head: PaperHead) -> Iterator[Said]:
    return (Said(label, text) for label, text in head.texts())


def _texts(
    rep_name: str, dealers: Sequence[Dealer], days: Sequence[VisitDay], head: PaperHead
) -> Iterator[Said]:
    yield from _head_texts(head)
    yield Said("业务经理", clean(rep_name))
    for dealer in dealers:
        yield from texts_of_dealer(dealer)
    for day in days:
        yield from texts_of_day(day)


def _flat(parts: Iterable[list[Sheet]]) -> Iterator[Sheet]:
    return (sheet for sheets in parts for sheet in sheets)


def _new_flow(running: Running, fonts: FontSet) -> Flow:
    flow = Flow(lambda: running.sheet(fonts, is_first=True), BOUND.frame, fonts)
    flow.page()
    return flow


def _day(day: VisitDay, running: Running, fonts: FontSet) -> list[Sheet]:
    line = f"{weekday(day)}　{running.line.partition('　')[2]}"  # a visit may go on overleaf
    flow = _new_flow(running._replace(line=line), fonts)
    place_day(flow, day)
    return flow.sheets


def _dealer(dealer: Dealer, days: Sequence[VisitDay], running: Running, fonts: FontSet) -> list[Sheet]:
    flow = _new_flow(running, fonts)
    place_dealer(flow, dealer, days)
    return flow.sheets


def _cover(
    rep_name: str, month: date, days: Sequence[VisitDay], figures: Execution, head: PaperHead, fonts: FontSet
) -> Sheet:
    """Company, title, month and name in large type, the month in figures, boxes for the signatures."""
    sheet, frame = Sheet(fonts), BOUND.frame
    middle = frame.left + frame.width / 2
    if head.logo:
        logo, width, height = fitted_logo(head.logo, 40.0, 26.0)
        sheet.picture(frame._replace(left=middle - width / 2, top=30.0, width=width, height=height), logo)
    words = ((clean(head.company), 16.0, 68.0), (TITLE, 40.0, 98.0), (f"{month.year} 年 {month.month} 月", 20.0, 122.0),
             (f"业务经理　{clean(rep_name)}", 18.0, 142.0), (clean(head.office), 13.0, 158.0))  # fmt: skip
    for text, size, top in words:
        area = frame._replace(top=top - size * 0.4, height=19.0)
        sheet.paragraph(area, text, Style(size, Weight.BOLD), (size * 0.7, size * 0.5, 8.0), "middle")
    if head.is_demo:
        sheet.text(middle, 172.0, "样张", Style(14.0, Weight.BOLD, GREY), "middle")
    flow = Flow(lambda: sheet, frame._replace(top=190.0, height=frame.bottom - 190.0), fonts)
    flow.page()
    _figures(flow, days, figures)
    flow.gap(4.0)
    flow.form(Row((Cell("业务经理（签字）", 60, is_dated=True), Cell("办事处经理 月度检查意见", 113, is_dated=True)), at_least=32))
    flow.close()
    return sheet


def _figures(flow: Flow, days: Sequence[VisitDay], figures: Execution) -> None:
    rate = "" if figures.rate is None else f"{figures.rate}%"
    flow.form(Row((
        Cell("记录天数", 18, str(len(days))), Cell("计划", 15, str(figures.planned)), Cell("已访", 15, str(figures.done)),
        Cell("未到期", 16, str(figures.to_come)), Cell("执行率", 18, rate), Cell("计划外", 17, str(figures.unplanned)),
        Cell("已检查", 18, f"{figures.days_checked} 天"),
        Cell("订单（元）", 29, price(figures.orders)), Cell("回款（元）", 27, price(figures.collected)),
    ), at_least=0))  # fmt: skip


def _index(
    dealers: Sequence[Dealer], days: Sequence[VisitDay], cards: list[list[Sheet]], leaves: list[list[Sheet]],
    before: int, running: Running, fonts: FontSet,
) -> list[Sheet]:  # fmt: skip
    """目录: every dealer and every day with its page."""
    flow = _new_flow(running, fonts)
    page = before + 1
    times: dict[UUID | None, int] = {}
    for visit in (visit for day in days for visit in day.visits):
        times[visit.dealer_id] = times.get(visit.dealer_id, 0) + 1
    if dealers:
        flow.title("【目录：客户】")
        with flow.heading(table_head(_DEALERS, _WIDTH, fonts)):
            for number, (dealer, sheets) in enumerate(zip(dealers, cards, strict=True), 1):
                grade = dealer.dealer_class.value if dealer.dealer_class else ""
                often = f"{times.get(dealer.id, 0)} 次"
                row = (str(number), clean(dealer.code), clean(dealer.name), grade, often, str(page))
                flow.row(table_row(_DEALERS, row, _WIDTH, fonts))
                page += len(sheets)
        flow.gap(3.0)
    flow.title("【目录：每日记录】")
    with flow.heading(table_head(_DAYS, _WIDTH, fonts)):
        for day, sheets in zip(days, leaves, strict=True):
            flow.row(table_row(_DAYS, (*_day_words(day), str(page)), _WIDTH, fonts))
            page += len(sheets)
    flow.close()
    return flow.sheets


def _day_words(day: VisitDay) -> tuple[str, ...]:
    done = sum(visit.is_planned for visit in day.visits)
    mark = "" if day.mark is None else str(day.mark)
    return (weekday(day), str(day.planned), str(done), str(len(day.visits) - done), day.state.word, mark)


@cache
def _fixed(fonts: FontSet) -> dict[Weight, str]:
    """The characters of a book in which nothing is written."""
    nobody = PaperHead("", "", "", None, "", datetime(2026, 1, 1, tzinfo=UTC))
    empty = VisitDay(None, 0, DayState.OPEN, "", UUID(int=0), "", date(2026, 1, 1))
    dealer = Dealer(UUID(int=0), 0, "", "")
    return letters_of(handbook_pages("", date(2026, 1, 1), (dealer,), (empty,), Execution("", ""), nobody, fonts))
