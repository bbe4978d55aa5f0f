"""Counted stock of visits with what follows from it: safety stock, suggested order, and who is short (MT 二.5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.visit import SafetyStockRow
from crmdesk.rules.visit import StockLine, Visit
from crmdesk.rules.visit_stock import SafetyStock, StockRule, filled, is_short, rule_for
from crmdesk.services.dealer_living import living_of
from crmdesk.services.verbs import Work


class Stocks:
    """What the settings and the dealers' own figures say; read once for many visits, when first asked."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._own: dict[UUID, list[SafetyStock]] | None = None

    def filled(self, visit: Visit) -> tuple[StockLine, ...]:
        """The counted lines of a visit, each with safety stock and suggested order; what was typed stays."""
        if not visit.stocks:
            return ()
        if self._own is None:
            self._own = _own(self._work.session)
        own: Sequence[SafetyStock] = self._own.get(visit.dealer_id, []) if visit.dealer_id else []
        general = general_rule(self._work)
        return tuple(filled(line, rule_for(line.product, general, own)) for line in visit.stocks)

    def are_short(self, visits: Iterable[Visit]) -> bool:
        """Whether less than the safety stock was counted anywhere."""
        return any(is_short(line) for visit in visits for line in self.filled(visit))

    def told(self, visit: Visit) -> Visit:
        """The visit as paper shows it."""
        return replace(visit, stocks=self.filled(visit)) if visit.stocks else visit


def general_rule(work: Work) -> StockRule:
    """What the settings say today."""
    key = work.settings
    return StockRule(key["visit.stock.lead_days"], key["visit.stock.cycle_days"], key["visit.stock.factor_percent"])


def _own(session: Session) -> dict[UUID, list[SafetyStock]]:
    """The dealers' own figures; few dealers have any."""
    c = SafetyStockRow.__table__.c
    told = select(c.dealer_id, c.product, c.lead_days, c.cycle_days, c.factor_percent, c.id).where(c.alive)
    rows = session.execute(told.order_by(c.product, c.id)).all()
    stands = living_of(session, (row.dealer_id for row in rows))
    found: dict[UUID, list[SafetyStock]] = defaultdict(list)
    for row in rows:
        living = stands.get(row.dealer_id)
        found[living.id if living else row.dealer_id].append(SafetyStock(*row[1:]))
    return found
