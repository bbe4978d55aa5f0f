"""统一社会信用代码 (GB 32100-2015; domain 8.4): checked with a remark, never refused.

Old registration numbers and codes typed from a photo are kept as they are.
"""

from crmdesk.rules.typed_text import normalise
from crmdesk.words import _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_OLD_LENGTH = 15  # 工商注册号, given until 2015
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def tidy(code: str) -> str:
    """The code without blanks and hyphens, in half-width capitals."""
    return "".join(normalise(code).split()).replace("-", "").upper()


def remark(code: str) -> str:
    """What is wrong with the code, as a sentence; empty for a right code and for none at all."""
    plain = tidy(code)
    if not plain:
        return ""
    if len(plain) == _OLD_LENGTH and plain.isdigit():
        return _("这是旧的 15 位注册号,不是统一社会信用代码;已照原样保留。")
    if len(plain) != LENGTH:
        return _("统一社会信用代码应为 18 位,现在是 {count} 位。").format(count=len(plain))
    strange = [letter for letter in plain if letter not in ALPHABET]
    if strange:
        return _("统一社会信用代码不用字母 I、O、S、V、Z 和其他符号,请核对「{letter}」。").format(
            letter=strange[0]
        )
    if check_letter(plain) != plain[-1]:
        return _("统一社会信用代码的校验位不符(应为 {letter}),请核对。").format(letter=check_letter(plain))
    if organisation_check_letter(plain[8:16]) != plain[16]:
        return _("统一社会信用代码第 9–17 位的组织机构代码校验位不符,请核对。")
    return ""


def check_letter(code: str) -> str:
    """The 18th character for the first 17: weights 3^i mod 31 (GB 32100-2015)."""
    total = sum(ALPHABET.index(letter) * pow(3, at, 31) for at, letter in enumerate(code[:17]))
    return ALPHABET[-total % 31]


def organisation_check_letter(body: str) -> str:
    """The 9th character of an organisation code for its first eight (GB 11714): mod 11, 10 is X."""
    total = sum(_ORGANISATION.index(c) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]
