"""What a column without a known header holds, by the shape of its cells."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.phones import is_plain_phone
from crmdesk.exchange.importing.places import is_city, is_province
from crmdesk.rules import credit_code

_LOOKED_AT = 200
_SHARE = 0.8
_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FIRM = re.compile(r".{2,}(?:公司|经营部|经销部|商行|商店|门市部|建材城|厂|中心|店)")
_ACCOUNT = re.compile(r"(?:\d ?){16,19}")
_ADDRESS = re.compile(r".*(?:[路街道巷弄镇村].*\d|\d+ ?[号室弄]).*")
_BANK = re.compile(r".*(?:银行|信用社).*")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}")

Shape = Callable[[str], object]


@cache
def _sure() -> dict[str, Shape]:
    """Shapes that hardly anything else has."""
    return {
        "credit_code": lambda text: len(text) == credit_code.LENGTH and not credit_code.remark(text),
        "mobile": _MOBILE.fullmatch,
        "email": _EMAIL.fullmatch,
        "name": _FIRM.fullmatch,
    }


@cache
def _likely() -> dict[str, Shape]:
    """Shapes that tell something only where no header says otherwise."""
    return _sure() | {
        "phone": is_plain_phone,
        "bank_account": _ACCOUNT.fullmatch,
        "bank_name": _BANK.fullmatch,
        "address": _ADDRESS.fullmatch,
        "province": is_province,
        "city": is_city,
        "contact": _PERSON.fullmatch,
    }


def shape_of(cells: Sequence[Cell], filled: int, nameless: bool = False) -> tuple[str, ...]:
    """Fields that four cells in five look like, the likeliest first; ``nameless`` columns are looked at more closely."""
    seen = [shown(cell).strip() for cell in islice((cell for cell in cells if cell != ""), _LOOKED_AT)]
    if not seen or filled * 2 < len(cells):
        return ()
    shapes = _likely() if nameless else _sure()
    return tuple(
        name
        for name, looks_like in shapes.items()
        if sum(bool(looks_like(text)) for text in seen) >= _SHARE * len(seen)
    )
