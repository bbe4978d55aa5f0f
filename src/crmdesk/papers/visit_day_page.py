"""One day of the visit handbook on paper (MT 一.4): plan of the day, each visit with its check block, the check."""

from collections.abc import Iterator, Sequence

from crmdesk.papers.boxes import Cell, Choice, Row
from crmdesk.papers.flowing import (
    HEADING,
    TABLE,
    Block,
    Column,
    Flow,
    form_blocks,
    label_lines,
    table_head,
    table_row,
    text_lines,
)
from crmdesk.papers.missing import Said
from crmdesk.rules.visit import DayState, Visit, VisitDay
from crmdesk.rules.visit_plan import PlanLine
from crmdesk.rules.visit_told import checked, texts_of
from crmdesk.rules.wording import clean, day

_WEEK = "一二三四五六日"
_GROUP = 20.0  # width of the column of groups
_TOGETHER = 0.5  # a visit lower than this part of a page is not parted
Pair = tuple[tuple[str, float], ...]
#: Texts that stand side by side, with their shares of the width; a row of which nothing was written is left out.
_PAIRS: tuple[Pair, ...] = (
    (("本次计划", 86), ("达成与承诺", 87)),
    (("订单", 58), ("回款", 58), ("竞品与市场信息", 57)),
    (("问题与请示", 86), ("下次巡访", 87)),
    (("照片", 86), ("经理批注", 87)),
)
_MISSED = (Column("客户", 60), Column("巡访目的", 70), Column("未执行原因", 43))


def weekday(value: VisitDay) -> str:
    """2026年12月1日 周二."""
    return f"{day(value.day)} 周{_WEEK[value.day.weekday()]}"


def place_day(flow: Flow, value: VisitDay) -> None:
    """The whole day from where ``flow`` stands."""
    _facts(flow, value)
    for number, visit in enumerate(value.visits, 1):
        flow.gap(1.6)
        _visit(flow, visit, number)
    if not value.visits:
        flow.gap(1.6)
        flow.form(Row((Cell("巡访", 173, "当日没有巡访记录"),), at_least=0))
    _missed(flow, (*value.missed, *value.due))
    flow.gap(1.6)
    _end(flow, value)
    flow.close()


def texts_of_day(value: VisitDay) -> Iterator[Said]:
    """Everything that is printed of a day, for the check of the fonts."""
    yield Said("业务经理", clean(value.rep_name))
    for key, label in (("plan", "当日计划"), ("summary", "当日总结"), ("check_remark", "检查意见"), ("checked_by", "检查人")):
        yield Said(label, clean(getattr(value, key)), key)
    for visit in value.visits:
        who = clean(f"{visit.dealer_code}{visit.dealer_name}{visit.met}{visit.arrived_at}{visit.left_at}")
        yield Said(f"{day(value.day)}客户", who, "dealer_name")
        for label, text in (*texts_of(visit), *checked(visit)):
            yield Said(f"{clean(visit.dealer_name)}的{label}", text)
    for line in (*value.missed, *value.due):
        yield Said("未执行", clean(f"{line.dealer_code}{line.dealer_name}{line.aim}{line.remark}"))


def _facts(flow: Flow, value: VisitDay) -> None:
    planned = sum(visit.is_planned for visit in value.visits)
    unplanned = len(value.visits) - planned
    flow.form(Row((
        Cell("日期", 43, weekday(value)),
        Cell("计划", 18, f"{value.planned} 家"),
        Cell("已访", 18, f"{planned} 家"),
        Cell("计划外", 18, f"{unplanned} 家"),
        Cell("状态", 28, value.state.word),
        Cell("着装仪容自查", 48, choices=(Choice("已自查", value.dressed),)),
    ), at_least=0))  # fmt: skip
    flow.form(Row((Cell("当日计划", 173, clean(value.plan)),), at_least=9.3))


def _visit(flow: Flow, visit: Visit, number: int) -> None:
    """One customer: who, when, the written texts, the check block, the summary; kept on one page where it can be."""
    texts = dict(texts_of(visit))
    rows = [(_who(flow, visit, number), 0.0), *_texts(flow, _PAIRS[:1], texts, visit)]
    rows += [(_group(flow, title, text), 0.0) for title, text in checked(visit)]
    rows += _texts(flow, _PAIRS[1:], texts, visit)
    last = Row((Cell("当日总结", 173, texts["当日总结"]),), at_least=9.3)
    rows.append((form_blocks(last, flow.area.width, TABLE, flow.fonts), last.at_least))
    height = sum(max(at_least, *(block.height for block in blocks)) for blocks, at_least in rows)
    flow.keep(height if height < flow.area.height * _TOGETHER else 24.0)
    for blocks, at_least in rows:
        flow.row(blocks, at_least)


def _who(flow: Flow, visit: Visit, number: int) -> list[Block]:
    fonts, width = flow.fonts, flow.area.width
    kind = visit.dealer_kind.word if visit.dealer_kind else ""
    grade = visit.dealer_class.word if visit.dealer_class else ""
    name = "　".join(part for part in (clean(f"{visit.dealer_code} {visit.dealer_name}".strip()), grade, kind) if part)
    clock = "–".join(part for part in (visit.arrived_at, visit.left_at) if part)
    shares = (10, 85, 18, 18, 24, 18)
    words = (str(number), name, "计划内" if visit.is_planned else "计划外", visit.way.word, clean(clock), clean(visit.met))
    labels = ("序号", "客户", "计划", "方式", "到达–离开", "面谈人")
    return [
        Block(label, share * width / sum(shares),
              text_lines(text, share * width / sum(shares), HEADING if label in ("序号", "客户") else TABLE, fonts),
              label_lines(label, share * width / sum(shares), fonts))
        for label, share, text in zip(labels, shares, words, strict=True)
    ]  # fmt: skip


def _texts(
    flow: Flow, pairs: Sequence[Pair], texts: dict[str, str], visit: Visit
) -> list[tuple[list[Block], float]]:
    rows = []
    for pair in pairs:
        if any(texts[label] for label, _share in pair):
            cells = [
                Cell(label, share, texts[label], asks=(Choice("请示", visit.asks),) if label == "问题与请示" else ())
                for label, share in pair
            ]
            rows.append((form_blocks(Row(tuple(cells)), flow.area.width, TABLE, flow.fonts), 0.0))
    return rows


def _group(flow: Flow, title: str, text: str) -> list[Block]:
    rest = flow.area.width - _GROUP
    return [
        Block("检查项目", _GROUP, text_lines(title, _GROUP, HEADING, flow.fonts)),
        Block(title, rest, text_lines(text, rest, TABLE, flow.fonts)),
    ]


def _missed(flow: Flow, lines: Sequence[PlanLine]) -> None:
    """Planned and not done, with the reason; without one it is still waited for."""
    if not lines:
        return
    flow.gap(1.6)
    width = flow.area.width
    with flow.heading(table_head(_MISSED, width, flow.fonts)):
        for line in lines:
            who = clean(f"{line.dealer_code} {line.dealer_name}".strip())
            why = line.missed.word if line.missed else "待访"
            flow.row(table_row(_MISSED, (who, clean(line.aim), why), width, flow.fonts))


def _end(flow: Flow, value: VisitDay) -> None:
    """Summary of the day and the box of the manager's check."""
    flow.keep(34.0)
    flow.form(Row((Cell("当日总结", 173, clean(value.summary)),), at_least=9.3))
    is_checked = value.state is DayState.CHECKED
    by = f"{clean(value.checked_by)}　{day(value.checked_on)}".strip("　") if is_checked else ""
    mark = "" if value.mark is None else f"{value.mark} 分"
    flow.form(Row((
        Cell("办事处经理检查：检查意见", 103, clean(value.check_remark), "check_remark",
             asks=() if is_checked else (Choice("抽查", value.sampled), Choice("通过"), Choice("退回补充"))),
        Cell("评分", 20, mark),
        Cell("检查人（签字）", 50, by, is_dated=not is_checked),
    ), at_least=18))  # fmt: skip
