"""Safety stock 安全库存 and suggested order 建议订量 of a dealer's product group (MT 二.5, domain 5.3).

safety = average daily sales × lead time × factor; suggested order = safety + sales of an order cycle − stock − on
the way, never below zero. Both are rounded up to whole units, for half a box cannot be ordered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from crmdesk.rules.visit import StockLine

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class StockRule:
    """What is reckoned with: days of lead and of an order cycle, factor in percent."""

    lead_days: int
    cycle_days: int
    factor_percent: int


@dataclass(frozen=True, slots=True)
class SafetyStock:
    """What differs at one dealer for one product group; None: as the settings say."""

    product: str = ""
    lead_days: int | None = None
    cycle_days: int | None = None
    factor_percent: int | None = None
    id: UUID | None = None


def rule_for(product: str, general: StockRule, special: Iterable[SafetyStock]) -> StockRule:
    """The rule of a product group: the dealer's own where he has one, else the settings."""
    for one in special:
        if one.product.strip() == product.strip():
            return StockRule(
                general.lead_days if one.lead_days is None else one.lead_days,
                general.cycle_days if one.cycle_days is None else one.cycle_days,
                general.factor_percent if one.factor_percent is None else one.factor_percent,
            )
    return general


def safety_of(line: StockLine, rule: StockRule) -> Decimal | None:
    """The safety stock; None where sales are not known."""
    if line.sold is None or not line.days:
        return None
    return _whole(line.sold * rule.lead_days * rule.factor_percent / (line.days * 100))


def suggested_of(line: StockLine, rule: StockRule, safety: Decimal | None) -> Decimal | None:
    """The suggested order; None where sales or stock are not known."""
    if safety is None or line.sold is None or not line.days or line.stock is None:
        return None
    cycle = line.sold * rule.cycle_days / line.days
    return max(_ZERO, _whole(safety + cycle - line.stock - (line.on_the_way or _ZERO)))


def filled(line: StockLine, rule: StockRule) -> StockLine:
    """The line with both figures; what was typed stays."""
    safety = line.safety if line.safety is not None else safety_of(line, rule)
    suggested = line.suggested if line.suggested is not None else suggested_of(line, rule, safety)
    return replace(line, safety=safety, suggested=suggested)


def is_short(line: StockLine) -> bool:
    """Whether less is there than the safety stock; ``line`` is ``filled``."""
    return line.safety is not None and line.stock is not None and line.stock < line.safety


def _whole(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)
