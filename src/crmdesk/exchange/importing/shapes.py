"""What a column without a known header holds, by the shape of its cells."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import shown
from crmdesk.rules import credit_code

_LOOKED_AT = 200
_SHARE = 0.8
_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FIRM = re.compile(r".{2,}(?:公司|经营部|经销部|商行|商店|门市部|建材城|厂|中心|店)")


def shape_of(cells: Sequence[Cell], filled: int) -> str | None:
    """``mobile``, ``credit_code``, ``email`` or ``name`` where four cells in five look like it."""
    seen = [shown(cell).strip() for cell in islice((cell for cell in cells if cell != ""), _LOOKED_AT)]
    if not seen or filled * 2 < len(cells):
        return None
    shapes: dict[str, Callable[[str], object]] = {
        "credit_code": lambda text: len(text) == credit_code.LENGTH and not credit_code.remark(text),
        "mobile": _MOBILE.fullmatch,
        "email": _EMAIL.fullmatch,
        "name": _FIRM.fullmatch,
    }
    for name, looks_like in shapes.items():
        if sum(bool(looks_like(text)) for text in seen) >= _SHARE * len(seen):
            return name
    return None
