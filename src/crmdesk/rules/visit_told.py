"""The check block of a visit as lines of text, group by group (MT 二.1–8), for papers and workbooks: what was answered."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from crmdesk.rules.visit import EvidenceLine, PriceLine, ProjectLine, StockLine, TrainingLine, Visit
from crmdesk.rules.visit_check import ITEMS, AnswerKind, CheckGroup, CheckItem
from crmdesk.rules.visit_values import NO, YES
from crmdesk.rules.wording import clean, day, figure, price


class Group(NamedTuple):
    """One group of the check block, and what was said in it."""

    title: str
    text: str


def checked(visit: Visit) -> list[Group]:
    """The groups in which something was answered, in the order of the regulation."""
    said: dict[CheckGroup, list[str]] = {}
    for item in ITEMS:
        text = answer(visit, item)
        if text:
            said.setdefault(item.group, []).append(f"{label_of(item)}：{text}")
    return [Group(group.word, "；".join(parts)) for group, parts in said.items()]


def label_of(item: CheckItem) -> str:
    """The item's label as it stands on paper."""
    return item.label.replace("(", "（").replace(")", "）")


def words_of(item: CheckItem) -> tuple[str, str]:
    """How yes and no are written: 有 and 无 where the label asks whether there is something."""
    return ("有", "无") if item.label.startswith("有") else ("是", "否")


def answer(visit: Visit, item: CheckItem) -> str:
    """What was answered to ``item``; empty for nothing."""
    table = _TABLES.get(item.kind)
    if table:
        name, told = table
        return "／".join(filter(None, (told(line) for line in getattr(visit, name))))
    value = clean(visit.checks.get(item.key, "")).strip()
    if not value:
        return ""
    if item.kind is AnswerKind.YES_NO:
        yes, no = words_of(item)
        return {YES: yes + ("（上报）" if item.opens else ""), NO: no}.get(value, value)
    if item.kind is AnswerKind.POLICIES:
        return "、".join(part for part in value.splitlines() if part)
    if item.kind is AnswerKind.SCORE:
        return f"{value} 分"
    if item.kind in (AnswerKind.MONEY, AnswerKind.NUMBER, AnswerKind.PERCENT):
        return _number(value)
    return value


def _number(value: str) -> str:
    try:
        return figure(Decimal(value.replace(",", "")))
    except InvalidOperation:
        return value


def _told(name: str, *parts: tuple[str, str]) -> str:
    said = "，".join(f"{word} {value}" for word, value in parts if value)
    return f"{clean(name)} {said}".strip()


def _price(line: PriceLine) -> str:
    return _told(
        line.product, ("限价", price(line.floor_price)), ("实售", price(line.actual_price)),
        ("差额", price(line.difference)), ("备注", clean(line.remark)),
    )  # fmt: skip


def _evidence(line: EvidenceLine) -> str:
    return _told(
        "", ("货号", clean(line.part_number)), ("批号", clean(line.lot)), ("来源", clean(line.source)),
        ("数量", figure(line.quantity)), ("备注", clean(line.remark)),
    )  # fmt: skip


def _stock(line: StockLine) -> str:
    sold = figure(line.sold) + (f"（{line.days} 天）" if line.days else "") if line.sold is not None else ""
    return _told(
        line.product, ("销量", sold), ("库存", figure(line.stock)), ("在途", figure(line.on_the_way)),
        ("安全库存", figure(line.safety)), ("建议订量", figure(line.suggested)), ("订货", figure(line.ordered)),
    )  # fmt: skip


def _training(line: TrainingLine) -> str:
    people = str(line.people) if line.people is not None else ""
    return _told(line.content, ("人数", people), ("时数", figure(line.hours)), ("效果", clean(line.effect)))


def _project(line: ProjectLine) -> str:
    told = _told(line.project, ("买方", clean(line.buyer)), ("进展", clean(line.stage)), ("金额", price(line.amount)))
    return f"{told}（重大）" if line.is_major and told else told


_TABLES: dict[AnswerKind, tuple[str, Callable[[Any], str]]] = {
    AnswerKind.PRICES: ("prices", _price),
    AnswerKind.GOODS: ("evidence", _evidence),
    AnswerKind.STOCKS: ("stocks", _stock),
    AnswerKind.TRAININGS: ("trainings", _training),
    AnswerKind.PROJECTS: ("projects", _project),
}


def texts_of(visit: Visit) -> Iterator[tuple[str, str]]:
    """Everything else that was written of a visit, with the labels of the paper; empty texts too."""
    order, collected = price(visit.order_amount), price(visit.collected)
    following = " ".join(part for part in (day(visit.next_on), clean(visit.next_aim)) if part)
    yield "本次计划", clean(visit.purpose)
    yield "达成与承诺", clean(visit.promises)
    yield "订单", " ".join(part for part in (f"{order} 元" if order else "", clean(visit.order_note)) if part)
    yield "回款", " ".join(part for part in (f"{collected} 元" if collected else "", clean(visit.collected_note)) if part)
    yield "竞品与市场信息", clean(visit.market)
    yield "问题与请示", clean(visit.question)
    yield "当日总结", clean(visit.summary)
    yield "下次巡访", following
    yield "照片", "、".join(clean(photo.note or photo.name) for photo in visit.photos)
    yield "经理批注", clean(visit.check_remark)
