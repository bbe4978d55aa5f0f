"""The tables by which names of firms are taken apart, read from the disk when first needed."""

from functools import cache

from crmdesk.resources import resource
from crmdesk.rules.firm_names import FirmNames


@cache
def firm_names() -> FirmNames:
    """The bundled tables: places, traditional characters, readings (15 ms)."""
    files = (("pinyin", "places.txt"), ("names", "traditional.txt"), ("pinyin", "readings.txt"))
    return FirmNames.from_lines(*(resource(*file).read_text(encoding="utf-8").splitlines() for file in files))
