"""A page of the visit handbook for the pen: one dealer, all that is asked at a dealer of his kind (MT 二.1–8)."""

from collections.abc import Sequence

from crmdesk.papers.boxes import Cell, Choice, Row, Section
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit_check import AnswerKind, CheckGroup, CheckItem, items_for
from crmdesk.rules.visit_told import label_of, words_of
from crmdesk.rules.wording import clean

_WIDTH = 166.0
#: Tables are one box with the names of their columns.
_TABLES = {
    AnswerKind.PRICES: "限价检查（商品／限价／实售价／差额）", AnswerKind.GOODS: "窜货证据（货号／批号／来源／数量）",
    AnswerKind.STOCKS: "库存（商品／销量／库存／在途／安全库存／建议订量）", AnswerKind.TRAININGS: "导购培训（内容／人数／时数／效果）",
    AnswerKind.PROJECTS: "工程项目（项目／买方／进展／金额）",
}  # fmt: skip
_SHARES = {
    AnswerKind.YES_NO: 38.0, AnswerKind.SCORE: 40.0, AnswerKind.MONEY: 40.0, AnswerKind.NUMBER: 34.0,
    AnswerKind.PERCENT: 34.0, AnswerKind.DATE: 34.0, AnswerKind.TEXT: 54.0, AnswerKind.POLICIES: 54.0,
}  # fmt: skip
_TABLE_SHARE = 110.0


def blank_sections(dealer: Dealer | None) -> tuple[Section, ...]:
    """The form for ``dealer``; without one everything is asked and the name is left to the pen."""
    by_group: dict[CheckGroup, list[CheckItem]] = {}
    for item in items_for(dealer.kind if dealer else None):
        by_group.setdefault(item.group, []).append(item)
    checks = tuple(Section(_upright(group), _packed(items)) for group, items in by_group.items())
    return (_top(dealer), *checks, _bottom())


def _upright(group: CheckGroup) -> str:
    """The group's name in the narrow column: four characters at most."""
    return {"订货与库存": "库存", "经营情况": "经营", "客情与政策": "客情", "店面与样品": "店面", "销售目标": "目标",
            "市场秩序": "秩序", "市场信息": "信息", "经营指导": "指导", "工程客户": "工程", "非常事件": "事件",
            "消费者": "消费"}.get(group.word, group.word)  # fmt: skip


def _top(dealer: Dealer | None) -> Section:
    name = clean(f"{dealer.code} {dealer.name}") if dealer else ""
    grade = dealer.dealer_class.word if dealer and dealer.dealer_class else ""
    return Section("", (
        Row((Cell("日期", 28), Cell("客户", 75, name), Cell("等级", 16, grade),
             Cell("计划", 24, asks=(Choice("内"), Choice("外"))), Cell("到达–离开", 30))),
        Row((Cell("面谈人", 36), Cell("本次计划", 137))),
    ))  # fmt: skip


def _bottom() -> Section:
    return Section("", (
        Row((Cell("达成与承诺", 75), Cell("订单（元）", 34), Cell("回款（元）", 34), Cell("下次巡访", 30))),
        Row((Cell("问题与请示", 86, asks=(Choice("请示"),)), Cell("当日总结", 87)), at_least=13, grow=2),
        Row((Cell("办事处经理检查", 103, asks=(Choice("通过"), Choice("退回补充"))), Cell("评分", 20),
             Cell("检查人", 50, is_dated=True)), at_least=10.5, grow=0.5),
    ))  # fmt: skip


def _packed(items: Sequence[CheckItem]) -> tuple[Row, ...]:
    """Boxes side by side, as many as a row takes."""
    rows: list[list[Cell]] = [[]]
    for item in items:
        cell = _cell(item)
        if rows[-1] and sum(one.width for one in rows[-1]) + cell.width > _WIDTH:
            rows.append([])
        rows[-1].append(cell)
    return tuple(Row(tuple(row), grow=1) for row in rows)


def _cell(item: CheckItem) -> Cell:
    if item.kind in _TABLES:
        return Cell(_TABLES[item.kind], _TABLE_SHARE)
    asks: tuple[Choice, ...] = ()
    if item.kind is AnswerKind.YES_NO:
        asks = tuple(Choice(word) for word in words_of(item))
    elif item.kind is AnswerKind.SCORE:
        asks = tuple(Choice(str(score)) for score in range(1, 6))
    label = label_of(item).removesuffix("（1–5）") if item.kind is AnswerKind.SCORE else label_of(item)
    return Cell(label, _SHARES[item.kind], asks=asks)
