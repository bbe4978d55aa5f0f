"""Safety stock: what a dealer's product groups are reckoned with, and the figures of a counted line (MT 二.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.visit import SafetyStockRow
from crmdesk.rules.errors import Incomplete, Problem
from crmdesk.rules.visit import StockLine
from crmdesk.rules.visit_stock import SafetyStock, filled, rule_for
from crmdesk.services.dealer_form import living
from crmdesk.services.dealer_living import all_ids
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_stocks import general_rule
from crmdesk.words import _

_LIMITS = {"lead_days": (1, 365), "cycle_days": (1, 365), "factor_percent": (100, 1000)}


def _rows(session: Session, dealer_ids: Iterable[UUID]) -> list[SafetyStockRow]:
    told = select(SafetyStockRow).where(SafetyStockRow.dealer_id.in_(set(dealer_ids)), SafetyStockRow.alive)
    return list(session.scalars(told.order_by(SafetyStockRow.product, SafetyStockRow.id)))


def _frozen(row: SafetyStockRow) -> SafetyStock:
    return SafetyStock(row.product, row.lead_days, row.cycle_days, row.factor_percent, row.id)


@verb(permit="safety_stock.of", reads=True)
def of(work: Work, dealer_id: UUID) -> tuple[SafetyStock, ...]:
    """What differs at the dealer, by product group."""
    return tuple(_frozen(row) for row in _rows(work.session, all_ids(work.session, dealer_id)))


@verb(permit="safety_stock.set")
def set_stock(work: Work, dealer_id: UUID, stocks: Sequence[SafetyStock]) -> tuple[SafetyStock, ...]:
    """Write the dealer's own figures; a product group that is left out follows the settings again."""
    stocks = [replace(one, product=one.product.strip()) for one in stocks if one.product.strip()]
    wrong = tuple(_wrong(stocks))
    if wrong:
        raise Incomplete(_("没有保存。"), wrong)
    dealer = living(work, dealer_id)[0]
    ids = all_ids(work.session, dealer.id)
    there = {row.product: row for row in _rows(work.session, ids)}
    wanted = {one.product for one in stocks}
    for product, row in there.items():
        row.alive = product in wanted
    for one in stocks:
        kept = there.get(one.product)
        row = kept or SafetyStockRow(dealer_id=dealer.id, product=one.product, alive=True)
        row.lead_days, row.cycle_days, row.factor_percent = one.lead_days, one.cycle_days, one.factor_percent
        if kept is None:
            work.add(row)
    work.session.flush()
    return tuple(_frozen(row) for row in _rows(work.session, ids))


def _wrong(stocks: Sequence[SafetyStock]) -> Iterable[Problem]:
    seen: set[str] = set()
    for number, one in enumerate(stocks, start=1):
        if one.product in seen:
            yield Problem(f"{number}.product", _("「{product}」写了两次").format(product=one.product))
        seen.add(one.product)
        for key, (low, high) in _LIMITS.items():
            value = getattr(one, key)
            if value is not None and not low <= value <= high:
                words = _("「{product}」的数应在 {low} 到 {high} 之间")
                yield Problem(f"{number}.{key}", words.format(product=one.product, low=low, high=high))


@verb(permit="safety_stock.suggest", reads=True)
def suggest(work: Work, dealer_id: UUID, line: StockLine) -> StockLine:
    """The line with safety stock and suggested order; what was typed stays."""
    return filled(line, rule_for(line.product, general_rule(work), of(work, dealer_id)))
