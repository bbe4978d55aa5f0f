"""What people type into a field: text, numbers, telephone numbers, dates.

Full-width characters, blanks and the signs of Chinese input methods are understood; what would need
a guess is refused with a sentence. Import from here; dates are read in ``typed_dates``.
"""

import re
from decimal import Decimal

from crmdesk.rules.errors import Refused
from crmdesk.rules.money import thousands
from crmdesk.rules.typed_dates import STEP_KEYS, parse_date, step_date
from crmdesk.rules.typed_text import normalise, without_blanks
from crmdesk.words import _

__all__ = [
    "STEP_KEYS",
    "format_amount",
    "format_quantity",
    "normalise",
    "parse_amount",
    "parse_date",
    "parse_quantity",
    "phone_digits",
    "step_date",
]

AMOUNT_PLACES = 2
QUANTITY_PLACES = 4
WHOLE_DIGITS = 12  # the largest amount is 999,999,999,999.99, as in capitals

_UNITS = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}  # powers of ten
_NUMBER = r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?(?P<unit>[十百千]?万|[百千亿]?)"
_AMOUNT = re.compile(rf"(?:人民币|RMB|CNY)?(?P<sign>[+-]?)¥?(?P<sign2>[+-]?){_NUMBER}(?:[元圆块]整?)?", re.I)
_QUANTITY = re.compile(rf"(?P<sign>[+-]?)(?P<sign2>){_NUMBER}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+e[+-]?[0-9]+", re.I)
_NOISE_PLACES = 7  # 0.30000000000000004: no one types that many places

_EXTENSION = re.compile(r"(?:转|分机|ext|x|#).*", re.I)
_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1[0-9]{10}$)")


def parse_amount(text: str) -> Decimal:
    """Yuan with two places from ``￥1,234.50``, ``1.2万``, ``３亿元``. Raises Refused.

    Commas must part thousands; more than two places are refused, never rounded.
    """
    value = _parse(text, _AMOUNT, AMOUNT_PLACES)
    if value is None:
        raise _refused(
            _("看不懂金额「{text}」。").format(text=text.strip()),
            _("可以写 1234.50、1,234.50 或 1.2万。"),
            "amount",
        )
    return value


def parse_quantity(text: str) -> Decimal:
    """A quantity with up to four places, without unit. Raises Refused."""
    value = _parse(text, _QUANTITY, QUANTITY_PLACES)
    if value is None:
        raise _refused(
            _("看不懂数量「{text}」。").format(text=text.strip()),
            _("只写数字,例如 1200 或 12.5,单位另填。"),
            "quantity",
        )
    return value


def format_amount(amount: Decimal | None) -> str:
    """1234567.5 → ``1,234,567.50``; empty for None."""
    return "" if amount is None else thousands(amount)


def format_quantity(quantity: Decimal | None) -> str:
    """1200.5000 → ``1,200.5``; empty for None."""
    if quantity is None:
        return ""
    text = f"{quantity:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def phone_digits(text: str) -> str:
    """The digits to find a telephone by: ``+86 138-0013-8000`` → ``13800138000``; an extension is left out."""
    plain = _EXTENSION.sub("", without_blanks(text))
    return re.sub("[^0-9]", "", _COUNTRY.sub("", re.sub("[^0-9+]", "", plain)))


def _parse(text: str, form: re.Pattern[str], places: int) -> Decimal | None:
    """The number with exactly ``places`` places, None where the text is none; places are judged on the text."""
    plain = without_blanks(text)
    if _SCIENTIFIC.fullmatch(plain):
        raise _refused(
            _("「{text}」是科学计数法,原来的数字可能已经失真。").format(text=plain),
            _("请按原件填写完整数字。"),
            "number",
        )
    match = form.fullmatch(plain)
    if match is None or not (match["whole"] or match["part"]) or (match["sign"] and match["sign2"]):
        return None
    power = _UNITS[match["unit"]]
    whole, part = match["whole"].replace(",", "").lstrip("0"), (match["part"] or "").rstrip("0")
    if whole and len(whole) + power > WHOLE_DIGITS:
        raise _refused(_("数字太大,整数部分最多 {count} 位。").format(count=WHOLE_DIGITS), "", "number")
    if len(part) - power > places:
        raise _too_fine(f"{whole or 0}.{part}", len(part), places)
    digits = int(f"{whole}{part}" or 0)
    value = Decimal(digits).scaleb(power - len(part)).quantize(Decimal(1).scaleb(-places))
    return -value if "-" in (match["sign"], match["sign2"]) and value else value


def _too_fine(number: str, found: int, places: int) -> Refused:
    what = _("「{number}」多于 {places} 位小数。").format(number=number, places=places)
    if found >= _NOISE_PLACES:
        what = _("「{number}」像是电子表格的计算误差,多于 {places} 位小数。").format(
            number=number, places=places
        )
    return _refused(what, _("请按原件填写,最多 {places} 位小数。").format(places=places), "number")


def _refused(what: str, do: str, kind: str) -> Refused:
    return Refused(what, do=do, code=f"bad-{kind}")
