"""A dealer that may be the one that is being typed."""

from dataclasses import dataclass

from crmdesk.rules.dealer import Dealer


@dataclass(frozen=True, slots=True)
class AlikeDealer:
    """``score`` out of 100, ``why`` in words, the strongest first (``rules/same_firm.py``)."""

    dealer: Dealer
    score: int
    why: tuple[str, ...]
