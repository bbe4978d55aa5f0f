"""A dealer's page of the visit handbook: the customer card (domain 8.1) and his visits of the month."""

from collections.abc import Iterator, Sequence

from crmdesk.papers.boxes import PEN, Cell, Row
from crmdesk.papers.flowing import Column, Flow, table_head, table_row
from crmdesk.papers.missing import Said
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit import Visit, VisitDay
from crmdesk.rules.wording import clean, day, price

_VISITS = (
    Column("日期", 20), Column("计划", 14), Column("面谈人", 18), Column("达成与承诺", 42), Column("订单（元）", 20, "right"),
    Column("回款（元）", 20, "right"), Column("总结", 52), Column("下次", 20),
)  # fmt: skip
_NOTES = 22.0  # the least height of the box for notes by pen
_MOST_NOTES = 90.0


def _card(dealer: Dealer) -> tuple[tuple[tuple[str, float, str], ...], ...]:
    """Rows of the card: label, share of the width, text."""
    place = "".join((dealer.province, dealer.city, dealer.district))
    grade = dealer.dealer_class.word if dealer.dealer_class else ""
    kind = dealer.kind.word if dealer.kind else ""
    term = f"{dealer.term_days} 天" if dealer.term_days is not None else ""
    rows = (
        (("客户编号", 25, dealer.code), ("客户名称", 86, dealer.name), ("简称", 30, dealer.short_name), ("业务员", 32, dealer.owner)),
        (("等级", 18, grade), ("类型", 28, kind), ("状态", 25, dealer.status.word), ("统一社会信用代码", 50, dealer.credit_code),
         ("法人代表", 26, dealer.legal_rep), ("区域", 26, dealer.region)),
        (("省市区", 45, place), ("地址", 128, dealer.address)),
        (("收货地址", 99, dealer.delivery_address), ("邮箱", 44, dealer.email), ("微信", 30, dealer.wechat)),
        (("联系人", 40, dealer.contact), ("手机", 45, dealer.mobile), ("电话", 45, dealer.phone), ("传真", 43, dealer.fax)),
        (("其他联系人", 173, "；".join(contact.said for contact in dealer.contacts)),),
        (("信用额度（元）", 32, price(dealer.credit_limit)), ("账期", 20, term), ("开始交易日", 32, day(dealer.since)),
         ("开户行", 45, dealer.bank_name), ("银行账号", 44, dealer.bank_account)),
        (("备注", 173, dealer.remark),),
    )  # fmt: skip
    return tuple(tuple((label, share, clean(text)) for label, share, text in row) for row in rows)


def texts_of_dealer(dealer: Dealer) -> Iterator[Said]:
    """Everything that is printed of a dealer, for the check of the fonts."""
    for row in _card(dealer):
        for label, _share, text in row:
            yield Said(f"{clean(dealer.name)}的{label}", text)


def place_dealer(flow: Flow, dealer: Dealer, days: Sequence[VisitDay]) -> None:
    """The page of one dealer."""
    flow.title("【客户资料卡】")
    for row in _card(dealer):
        is_needless = len(row) == 1 and not row[0][2] and row[0][0] == "其他联系人"
        if not is_needless:
            at_least = PEN if any(not text for _label, _share, text in row) else 0.0  # gaps are filled in by pen
            flow.form(Row(tuple(Cell(label, share, text) for label, share, text in row), at_least))
    flow.gap(3.0)
    visits = [(one, visit) for one in days for visit in one.visits if visit.dealer_id == dealer.id]
    flow.title("【本月巡访】")
    with flow.heading(table_head(_VISITS, flow.area.width, flow.fonts)):
        for one, visit in visits:
            flow.row(table_row(_VISITS, _visit(one, visit), flow.area.width, flow.fonts))
        if not visits:
            flow.row(table_row(_VISITS, ("", "", "", "本月没有巡访", "", "", "", ""), flow.area.width, flow.fonts))
    flow.gap(3.0)
    if flow.room >= _NOTES:
        flow.form(Row((Cell("记事", 173),), at_least=min(flow.room, _MOST_NOTES)))
    flow.close()


def _visit(one: VisitDay, visit: Visit) -> tuple[str, ...]:
    following = f"{visit.next_on.month}月{visit.next_on.day}日" if visit.next_on else ""
    return (
        f"{one.day.month}月{one.day.day}日", "计划内" if visit.is_planned else "计划外", clean(visit.met),
        clean(visit.promises), price(visit.order_amount), price(visit.collected), clean(visit.summary), following,
    )  # fmt: skip
