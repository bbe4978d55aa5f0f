"""巡访执行与考核统计 on paper (MT 一.4): execution by representative, class and dealer, and who was not visited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from crmdesk.papers.boxes import PAD, Cell, Row
from crmdesk.papers.flowing import Block, Column, Flow, table_head, table_row
from crmdesk.papers.fonts import FontSet, Weight, bundled
from crmdesk.papers.letterhead import Heading, PaperHead
from crmdesk.papers.marks import Ink, Mark, Rect, Style
from crmdesk.papers.missing import Said, refuse_missing
from crmdesk.papers.painting import About
from crmdesk.papers.running import LANDSCAPE, Running, letters_of, number_pages, written
from crmdesk.rules.visit import Execution, NotVisited
from crmdesk.rules.visit_execution import totals
from crmdesk.rules.wording import clean, day, figure, price

TITLE = "巡访执行与考核统计"
_WIDTH = LANDSCAPE.frame.width
_BAR: Ink = (0.45, 0.45, 0.45)
_BOLD = Style(8.5, Weight.BOLD)
_RATE = "执行率"
_BELOW = 24.0  # what the signatures need
COLUMNS = (
    Column("名称", 42), Column("计划", 12, "right"), Column("已访", 12, "right"), Column(_RATE, 34, "right"),
    Column("改日", 11, "right"), Column("未执行", 14, "right"), Column("未到期", 14, "right"), Column("未执行原因", 24),
    Column("计划外", 14, "right"), Column("订单（元）", 25, "right"), Column("回款（元）", 25, "right"), Column("交来/检查", 18, "middle"),
    Column("评分", 12, "right"), Column("请示", 11, "right"), Column("最近巡访", 22),
)  # fmt: skip
NOT_VISITED = (
    Column("序号", 12, "middle"), Column("客户名称", 100), Column("等级", 20, "middle"), Column("业务员", 40), Column("最近巡访", 40),
    Column("已过天数", 28, "right"), Column("应在几天内", 28, "right"),
)  # fmt: skip


def statistics(
    first: date,
    last: date,
    head: PaperHead,
    *,
    by_rep: Sequence[Execution] = (),
    by_class: Sequence[Execution] = (),
    by_dealer: Sequence[Execution] = (),
    not_visited: Sequence[NotVisited] = (),
) -> bytes:
    """The PDF of these days. Raises Refused where a character is in no font, or the logo is no picture."""
    fonts = bundled()
    tables = (("按业务经理", by_rep), ("按等级", by_class), ("按客户", by_dealer))
    bodies = statistics_pages(first, last, head, tables, not_visited, fonts)
    about = About(f"{TITLE} {first.isoformat()} {last.isoformat()}", head.printed_by, head.printed_at)
    return written(bodies, about, _fixed(fonts), LANDSCAPE, fonts)


def statistics_pages(
    first: date,
    last: date,
    head: PaperHead,
    tables: Sequence[tuple[str, Sequence[Execution]]],
    not_visited: Sequence[NotVisited],
    fonts: FontSet,
) -> list[list[Mark]]:
    """The pages as marks; a table without rows is left out."""
    refuse_missing(_texts(head, tables, not_visited), fonts)
    line = f"{day(first)} 至 {day(last)}　{clean(head.office)}"
    running = Running(LANDSCAPE, head, Heading(TITLE, "", "", ()), line,
                      note="执行率＝计划内已访÷到期的计划，未到期的不计；改日也算已访。交来/检查：交来和已检查的天数。")  # fmt: skip
    flow = Flow(lambda: running.sheet(fonts, is_first=not flow.sheets), LANDSCAPE.frame, fonts)
    flow.page()
    for title, rows in tables:
        if rows:
            _execution(flow, title, rows)
            flow.gap(3.0)
    _not_visited(flow, not_visited)
    flow.gap(3.0)
    flow.keep(20.0)
    flow.form(Row((Cell("统计人（签字）", 80, is_dated=True), Cell("办事处经理（签字）", 188, is_dated=True)), at_least=16))
    flow.close()
    number_pages(flow.sheets, running)
    return [sheet.marks for sheet in flow.sheets]


def _texts(
    head: PaperHead, tables: Sequence[tuple[str, Sequence[Execution]]], not_visited: Sequence[NotVisited]
) -> list[Said]:
    texts = [Said(label, text) for label, text in head.texts()]
    texts += [Said(title, clean(row.name)) for title, rows in tables for row in rows]
    texts += [Said("久未巡访", clean(f"{row.dealer_name}{row.owner}")) for row in not_visited]
    return texts


def _execution(flow: Flow, title: str, rows: Sequence[Execution]) -> None:
    flow.title(f"【{title}】")
    with flow.heading(table_head(COLUMNS, _WIDTH, flow.fonts)):
        for row in rows:
            _row(flow, row)
        if len(rows) > 1:
            _row(flow, replace(totals(rows), name="合计"), _BOLD)


def _row(flow: Flow, row: Execution, style: Style | None = None) -> None:
    values = _values(row)
    blocks = (
        table_row(COLUMNS, values, _WIDTH, flow.fonts, style) if style else table_row(COLUMNS, values, _WIDTH, flow.fonts)
    )
    flow.row(blocks)
    if row.rate is not None:
        _bar(flow, blocks, row.rate)


def _bar(flow: Flow, blocks: Sequence[Block], rate: int) -> None:
    """The rate as a bar beside its figure: whoever is behind is seen at once, in grey too."""
    at = next(number for number, column in enumerate(COLUMNS) if column.label == _RATE)
    left = flow.area.left + sum(block.width for block in blocks[:at]) + PAD
    height = max(block.height for block in blocks)
    widest = blocks[at].width - 2 * PAD - 10.0
    width = widest * min(rate, 100) / 100
    if width > 0:
        flow.sheets[-1].fill(Rect(left, flow.top - height + 1.5, width, 2.2), _BAR)


def _values(row: Execution) -> tuple[str, ...]:
    reasons = "、".join(f"{word} {times}" for word, times in row.missed_reasons.items() if times)
    days = f"{row.days_handed_in}/{row.days_checked}" if row.days_handed_in else ""
    return (
        clean(row.name), str(row.planned), str(row.done), "" if row.rate is None else f"{row.rate}%", str(row.moved or ""),
        str(row.missed or ""), str(row.to_come or ""), clean(reasons), str(row.unplanned or ""), price(row.orders) if row.orders else "",
        price(row.collected) if row.collected else "", days, figure(row.mean_mark), str(row.cases or ""), _short(row.last_visit),
    )  # fmt: skip


def _short(value: date | None) -> str:
    return f"{value.month}月{value.day}日" if value else ""


def _not_visited(flow: Flow, rows: Sequence[NotVisited]) -> None:
    flow.title("【久未巡访】")
    with flow.heading(table_head(NOT_VISITED, _WIDTH, flow.fonts)):
        blocks = []
        for number, row in enumerate(rows, 1):
            grade = row.dealer_class.word if row.dealer_class else "未分级"
            days = "从未" if row.days is None else str(row.days)
            words = (str(number), clean(row.dealer_name), grade, clean(row.owner), day(row.last_visit), days, str(row.limit))
            blocks.append(table_row(NOT_VISITED, words, _WIDTH, flow.fonts))
        flow.rows(blocks, _BELOW)
        if not rows:
            flow.row(table_row(NOT_VISITED, ("", "没有超过期限未巡访的客户", "", "", "", "", ""), _WIDTH, flow.fonts))


@cache
def _fixed(fonts: FontSet) -> dict[Weight, str]:
    """The characters of statistics of nobody."""
    nobody = PaperHead("", "", "", None, "", datetime(2026, 1, 1, tzinfo=UTC))
    tables = (("按业务经理", (Execution("", ""),)), ("按等级", (Execution("", ""),)), ("按客户", (Execution("", ""),)))
    return letters_of(statistics_pages(date(2026, 1, 1), date(2026, 1, 31), nobody, tables, (), fonts))
