"""Whether two records are perhaps one firm: a score out of 100, and why (peers 4.2, step 5; domain 8.3).

Only a code or a credit code makes certain. A name alone never does, nor a name of another legal form; two firms of
one name in two cities stay two unless a number, an account or a person speaks for one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crmdesk.rules.firm_names import PROVINCES, FirmNames
from crmdesk.words import N_, _

CERTAIN = 100
#: From which score on a pair is asked about, unless a person says else; and the least that can be asked for.
USUAL, LOOSEST = 75, 50

_SAME_NAME = 62
_OTHER_FORM = 60
_SAME_SOUND = _SHORT_NAME = 54
_ONE_CHARACTER = 44
_SAME_BRAND = 40
_SAME_CITY, _CITY_UNKNOWN, _OTHER_CITY = 22, 14, -30
_SAME_NUMBER, _SAME_ACCOUNT, _SAME_PERSON = 28, 30, 14
_OTHER_NUMBERS = _OTHER_PERSON = -3
_OTHER_CREDIT_CODE = 45  # two licences are two firms: below what anybody is asked about
_MOST = 99  # where nothing makes certain

#: The fields by which a firm is compared.
FIELDS = ("name", "code", "credit_code", "city", "district", "mobile", "phone", "bank_account", "legal_rep")


class Firm(NamedTuple):
    """What of a record counts, folded once; empty where nothing is said."""

    whole: str
    core: str
    brand: str
    form: str
    sound: str
    city: str
    county: str  # 昆山 where 苏州 is the city
    mobile: str
    tail: str  # the last seven digits of the telephone
    account: str
    person: str  # 法人代表
    credit_code: str
    code: str


class Alike(NamedTuple):
    """How much two firms are alike, 0 to 100; ``signs`` are words to be translated, ``why`` is translated."""

    score: int
    signs: tuple[str, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """What speaks for one firm, the strongest first, then what speaks against it."""
        return tuple(_(sign) for sign in self.signs)


NOT_ALIKE = Alike(0)


def firm(names: FirmNames, values: Mapping[str, Any]) -> Firm:
    """A record as a firm; fields that it lacks count as unknown."""
    return firms(names, {field: [values.get(field) or ""] for field in FIELDS}, 1)[0]


def firms(names: FirmNames, columns: Mapping[str, Sequence[Any]], count: int) -> list[Firm]:
    """The same for many, column by column."""
    blank = [""] * count
    said = {field: columns.get(field) or blank for field in FIELDS}
    apart = names.all_taken_apart(said["name"])
    mobiles = [number if _is_mobile(number) else "" for number in said["mobile"]]
    tails = [
        tail_of(phone) or ("" if mobile or not other else tail_of(other))
        for phone, mobile, other in zip(said["phone"], mobiles, said["mobile"], strict=True)
    ]
    cities = [
        names.city(city) or ("" if place in PROVINCES else place)
        for city, place in zip(said["city"], apart.place, strict=True)
    ]
    counties = list(map(_county, said["district"]))
    accounts = list(map(_digits, said["bank_account"]))
    return list(
        map(
            Firm, apart.whole, apart.core, apart.brand, apart.form, apart.sound, cities, counties, mobiles, tails,
            accounts, said["legal_rep"], said["credit_code"], said["code"],
        )
    )  # fmt: skip


_is_mobile = re.compile(r"1[3-9]\d{9}").fullmatch
_NUMBER = re.compile(r"\d{7,}")


def tail_of(phone: str) -> str:
    """The last seven digits of a telephone number, without area code and extension; a mobile number whole."""
    if not phone:
        return ""
    last = phone.rpartition("-")[2]
    if not (last.isdigit() and len(last) > 6):
        found = _NUMBER.search(phone)
        if found is None:
            return ""
        last = found[0]
    return last if _is_mobile(last) else last[-7:]


def _county(district: str) -> str:
    """昆山市 is a place of its own, 江宁区 a part of one."""
    return district[:-1] if len(district) > 2 and district[-1] in "市县" else ""


def _digits(account: str) -> str:
    return "".join(account.split()) if " " in account else account


def score(a: Firm, b: Firm) -> Alike:
    """How much speaks for one firm."""
    if a.code and a.code == b.code:
        return Alike(CERTAIN, (N_("同编号"),))
    if a.credit_code and a.credit_code == b.credit_code:
        return Alike(CERTAIN, (N_("同信用代码"),))
    signs: list[str] = []
    against: list[str] = []
    near = _near(a, b)
    points = _of_names(a, b, signs)
    if near:
        signs.append(N_("同城"))
    others = _of_others(a, b, near, signs, against)
    if near is False:
        if others <= 0:
            return NOT_ALIKE
        against.append(N_("城市不同"))
    points += others + (_CITY_UNKNOWN if near is None else _SAME_CITY if near else _OTHER_CITY)
    if a.credit_code and b.credit_code and not _misread(a.credit_code, b.credit_code):
        points = min(points, _OTHER_CREDIT_CODE)
        against.append(N_("信用代码不同"))
    return Alike(max(0, min(points, _MOST)), (*signs, *against))


def _near(a: Firm, b: Firm) -> bool | None:
    """Whether both are in one city; None where it is not known of both. 昆山 is in 苏州, a place of its own or not."""
    if not a.city or not b.city:
        return None
    return a.city == b.city or a.city == b.county or a.county == b.city


def _of_names(a: Firm, b: Firm, signs: list[str]) -> int:
    if a.whole == b.whole:
        signs.append(N_("同名"))
        return _SAME_NAME
    if a.core == b.core and len(a.core) > 1:
        same = a.form == b.form
        signs.append(N_("同名,只是地名写法不同") if same else N_("同名,仅组织形式不同"))
        return _OTHER_FORM
    if a.sound == b.sound and len(a.core) > 2:
        signs.append(N_("名称读音相同"))
        return _SAME_SOUND
    if min(len(a.core), len(b.core)) > 3 and one_apart(a.core, b.core):
        signs.append(N_("名称只差一个字"))
        return _ONE_CHARACTER
    if a.brand == b.brand and len(a.brand) > 1:
        is_short = a.brand in (a.core, b.core)
        signs.append(N_("字号相同,一边没写行业") if is_short else N_("字号相同"))
        return _SHORT_NAME if is_short else _SAME_BRAND
    return 0


def _of_others(a: Firm, b: Firm, near: bool | None, signs: list[str], against: list[str]) -> int:
    """Numbers, account and person; a telephone without its area code says nothing between two cities."""
    points = 0
    if (a.mobile and a.mobile in (b.mobile, b.tail)) or (b.mobile and b.mobile == a.tail):
        signs.append(N_("同手机"))
        points = _SAME_NUMBER
    elif a.tail and a.tail == b.tail and near is not False:
        signs.append(N_("同电话尾号"))
        points = _SAME_NUMBER
    elif (a.mobile and b.mobile) or (a.tail and b.tail):
        against.append(N_("电话不同"))
        points = _OTHER_NUMBERS
    if a.account and a.account == b.account:
        signs.append(N_("同银行账号"))
        points += _SAME_ACCOUNT
    if a.person and b.person:
        if a.person == b.person:
            signs.append(N_("同法人"))
            points += _SAME_PERSON
        else:
            against.append(N_("法人不同"))
            points += _OTHER_PERSON
    return points


def one_apart(a: str, b: str) -> bool:
    """Whether one character was changed, left out or added, or two neighbours stand the other way round."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    shortest = min(len(a), len(b))
    head = next((at for at in range(shortest) if a[at] != b[at]), shortest)
    if a[head + 1 :] == b[head + 1 :] or a[head + 1 :] == b[head:] or a[head:] == b[head + 1 :]:
        return True
    return a[head : head + 2] == b[head : head + 2][::-1] and a[head + 2 :] == b[head + 2 :]


def _misread(a: str, b: str) -> bool:
    """Whether two credit codes may be one that was typed from a photo: of one length, two characters apart at most."""
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2
