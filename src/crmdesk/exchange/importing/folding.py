"""Texts folded for comparing: headers, cells, firms and places. The one way in which keys of the memory are made."""

import re
import unicodedata

from crmdesk.rules.import_memory import PART
from crmdesk.rules.typed_text import normalise

_SIGNS = re.compile(r"[\s*::★☆•·]+")
_BRACKETED = re.compile(r"[(\[{【<《][^)\]}】>》]*[)\]}】>》]?")
_BRACKETS = re.compile(r"[()\[\]{}【】<>《》]")


def header_forms(text: str) -> tuple[str, str]:
    """A header for comparing: without signs, blanks and brackets, 帐 as 账; and once more without what the
    brackets hold."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text)).replace("帐", "账").lower()
    return _BRACKETS.sub("", plain), _BRACKETED.sub("", plain)


def fold_header(text: str) -> str:
    """The key of a header: 「* 信用额度(万元):」 → 信用额度万元."""
    return header_forms(text)[0] or text.strip()


def fold_value(text: str) -> str:
    """The key of a cell's text: half-width, no blanks, capitals."""
    return "".join(normalise(text).split()).upper()


def fold_name(name: str) -> str:
    """A name for comparing: half-width, brackets of one kind, no blanks. 有限公司 stays: it tells firms apart."""
    return "".join(normalise(name).split()).lower()


def fold_city(city: str) -> str:
    """A city for comparing: 苏州市 is 苏州."""
    plain = fold_name(city)
    return plain[:-1] if len(plain) > 2 and plain.endswith("市") else plain


def fold_row(name: str, city: str) -> str:
    """The key of a row of a list, as it is kept with a firm that it is not."""
    return fold_name(name) + PART + fold_city(city)
