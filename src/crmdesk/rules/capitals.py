"""Amounts and dates in capitals 大写 (支付结算办法 附一; domain 3.5): written in one form, read in all.

Numbers are compared, never strings: another permitted form of the same amount is right, and an
unusual form of it is a remark and no refusal.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crmdesk.rules.errors import Refused
from crmdesk.rules.money import FEN, thousands, to_fen
from crmdesk.rules.typed_text import normalise
from crmdesk.words import _

DIGITS = "零壹贰叁肆伍陆柒捌玖"
LARGEST = Decimal("999999999999.99")
PREFIX = "人民币"

_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")
_TRADITIONAL = str.maketrans("貳參叄陸萬億圓圆正", "贰叁叁陆万亿元元整")
_FORBIDDEN = re.compile("[0-9一二两兩三四五六七八九十百千廿念卅毛另〇○块]")
_D = f"[{DIGITS[1:]}]"
_SECTION = f"(?:({_D})仟)?(?:({_D})佰)?(?:({_D}?)(拾))?({_D})?"
_AMOUNT = re.compile(
    f"(?:(?:(?!亿){_SECTION}亿)?(?:(?!万){_SECTION}万)?{_SECTION}元)?(?:({_D})角)?(?:({_D})分)?"
)
_TENS = f"(?:[壹贰叁]?拾{_D}?|{_D})"
_DATE = re.compile(f"([{DIGITS}]{{4}})年零?({_TENS})月零?({_TENS})日")


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: a sentence, and whether it forbids going on. No sentence: all is well."""

    sentence: str = ""
    blocks: bool = False


def amount_in_capitals(amount: Decimal, prefix: str = PREFIX) -> str:
    """1680.32 → 人民币壹仟陆佰捌拾元零叁角贰分: the one form that we print.

    From 0 to ``LARGEST`` with at most two places; Refused outside of that. 整 stands after 元 only
    (after 角 it may be left out), and the optional 零 before 角 is written.
    """
    if not (amount.is_finite() and 0 <= amount <= LARGEST and amount == amount.quantize(FEN)):
        raise Refused(
            _("金额 {amount} 不能写成大写。").format(amount=amount),
            do=_("大写金额从 0 到 {largest},最多两位小数。").format(largest=thousands(LARGEST)),
            code="bad-amount",
        )
    return prefix + _written(*divmod(to_fen(amount), 100))


def amount_from_capitals(text: str) -> Decimal:
    """The number that the capitals say, whatever their 零, 圆/元, 正/整 or traditional forms.

    Raises Refused where they say none, or use characters that a bank does not take (一, 两, 廿, 〇 …).
    """
    plain = _plain(text)
    forbidden = _FORBIDDEN.search(plain)
    if forbidden:
        raise _unreadable(text, _("大写金额不能用「{word}」。").format(word=forbidden[0]))
    body = plain.removesuffix("整").replace("零角", "").replace("零分", "").replace("零", "")
    match = _AMOUNT.fullmatch(body)
    if match is None or not re.search(f"[{DIGITS}拾]", plain):
        raise _unreadable(text)
    return _value(match.groups())


def check_amount(text: str, figure: Decimal) -> Check:
    """Whether the capitals say ``figure`` (票据法 §8: if not, the note is void, so this blocks).

    A form that the rules do not name but that says the same amount is a remark only.
    """
    try:
        said = amount_from_capitals(text)
    except Refused as refusal:
        return Check(str(refusal), blocks=True)
    if said != figure:
        sentence = _("大写是 {said} 元,小写是 {figure} 元,两者不一致。")
        return Check(sentence.format(said=thousands(said), figure=thousands(figure)), blocks=True)
    if _plain(text) not in _forms(figure):
        return Check(_("大写写法不规范,规范写法是「{form}」。").format(form=amount_in_capitals(figure)))
    return Check()


def date_in_capitals(day: date) -> str:
    """2026-10-20 → 贰零贰陆年零壹拾月零贰拾日 (附一: 零 before months 1, 2, 10 and days 1–10, 20, 30)."""
    year = "".join(DIGITS[int(figure)] for figure in f"{day.year:04d}")
    month = ("零" if day.month in (1, 2, 10) else "") + _section(day.month)
    of_month = ("零" if day.day < 10 or day.day % 10 == 0 else "") + _section(day.day)
    return f"{year}年{month}月{of_month}日"


def date_from_capitals(text: str) -> date:
    """The day that the capitals say, with or without the prescribed 零. Raises Refused where they say none."""
    plain = _plain(text)
    if _FORBIDDEN.search(plain):
        raise _unreadable(text, _("出票日期必须用中文大写,用小写填写的,银行不予受理。"))
    match = _DATE.fullmatch(plain)
    if match is None:
        raise _unreadable(text)
    year = int("".join(str(DIGITS.index(figure)) for figure in match[1]))
    try:
        return date(year, _tens(match[2]), _tens(match[3]))
    except ValueError as error:
        raise _unreadable(text, _("日历上没有这一天。")) from error


def check_date(text: str, day: date | None = None) -> Check:
    """Whether the capitals are a date, and ``day`` if one is given.

    Figures or another day block; a missing or extra 零 is a remark: the bank may accept it, and the
    drawer bears the loss (附一).
    """
    try:
        said = date_from_capitals(text)
    except Refused as refusal:
        return Check(str(refusal), blocks=True)
    if day is not None and said != day:
        return Check(_("大写日期是 {said},与 {day} 不一致。").format(said=said, day=day), blocks=True)
    form = date_in_capitals(said)
    also = form if said.month in (1, 2) or said.month > 9 else form.replace("年", "年零")
    if _plain(text) not in (form, also):
        return Check(_("大写日期不规范,规范写法是「{form}」。").format(form=form))
    return Check()


def _written(whole: int, fraction: int) -> str:
    jiao, fen = divmod(fraction, 10)
    text = f"{_whole(whole)}元" if whole or not fraction else ""
    if not fraction:
        return text + "整"
    if text and (not jiao or whole % 10 == 0):
        text += "零"
    return text + (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """Whole yuan in sections of four digits, one 零 for any run of zeros between two digits."""
    text, gap = "", False
    for section in (2, 1, 0):
        value = number // 10000**section % 10000
        gap = bool(text) and (gap or value < 1000)
        if value:
            text += ("零" if gap else "") + _section(value) + _SECTIONS[section]
            gap = False
    return text or "零"


def _section(value: int) -> str:
    """1 to 9999 without its section word; 10 is 壹拾."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + _PLACES[place]
        gap = bool(text) and not digit
    return text


def _forms(amount: Decimal) -> set[str]:
    """Every permitted form, as ``_plain`` leaves it: 零 after 万 and 亿, 零 before 角, 整 after 角."""
    form = amount_in_capitals(amount, "")
    forms = {form, re.sub("(?<=拾|佰|仟)([万亿])(?=[^零元])", r"\1零", form)}
    if "角" in form:
        forms |= {one.replace("元零", "元") for one in forms}
    if form.endswith("角"):
        forms |= {one + "整" for one in forms}
    return forms


def _plain(text: str) -> str:
    """Without blanks, prefix and sign; every permitted variant of a character as one."""
    plain = "".join(normalise(text).split()).translate(_TRADITIONAL)
    return plain.removeprefix(PREFIX).lstrip(":¥")


def _value(groups: tuple[str | None, ...]) -> Decimal:
    """The groups of ``_AMOUNT``: three sections of five groups, 角 and 分."""
    whole = 0
    for at in (0, 5, 10):
        thousand, hundred, ten, has_ten, one = groups[at : at + 5]
        tens = _digit(ten) or 1 if has_ten else 0
        whole = whole * 10000 + _digit(thousand) * 1000 + _digit(hundred) * 100 + tens * 10 + _digit(one)
    return whole + Decimal(_digit(groups[15]) * 10 + _digit(groups[16])) * FEN


def _digit(word: str | None) -> int:
    return DIGITS.index(word) if word else 0


def _tens(word: str) -> int:
    """贰拾壹 → 21, 拾 → 10, 玖 → 9."""
    ten, has_ten, one = word.rpartition("拾")
    return (_digit(ten) or 1) * 10 * bool(has_ten) + _digit(one)


def _unreadable(text: str, why: str = "") -> Refused:
    return Refused(
        _("看不懂大写「{text}」。").format(text=text.strip()) + why,
        do=_("请写成「壹仟肆佰零玖元伍角」或「贰零贰陆年零壹月壹拾伍日」这样。"),
        code="bad-capitals",
    )
