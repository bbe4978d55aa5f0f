"""Money: yuan as Decimal with two places in Python, whole fen in the database; no float on the way."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
QUANTUM = Decimal("0.0001")


def yuan(value: Decimal | int | str) -> Decimal:
    """``value`` rounded half up to whole fen. Raises TypeError for a float: it has lost its fen already."""
    if isinstance(value, float):
        raise TypeError("money is never a float")
    return Decimal(value).quantize(FEN, ROUND_HALF_UP)


def to_fen(amount: Decimal) -> int:
    """Yuan to whole fen; raises ValueError where the amount has a part of a fen or is no number."""
    if not amount.is_finite():
        raise ValueError(f"{amount} is no amount")
    fen = amount.scaleb(2)
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} has a part of a fen")
    return int(fen)


def from_fen(fen: int) -> Decimal:
    """Whole fen to yuan with two places."""
    return Decimal(fen).scaleb(-2)


def thousands(amount: Decimal) -> str:
    """1234567.5 → ``1,234,567.50``."""
    return f"{amount:,.2f}"
