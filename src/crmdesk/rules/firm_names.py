"""The name of a firm taken apart: where it is, what it is called, what it trades in, which legal form it has.

南京恒泰建材有限公司, 恒泰建材(南京)经销部 and 江蘇省南京市恆泰建材 are one name in three forms. The tables of places,
characters and readings lie in resources; whoever reads the disk hands their lines in.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from crmdesk.rules.typed_text import normalise

#: Legal forms and kinds of business at the end of a name: they change, and are forgotten, more often than firms do.
_FORMS = (
    "股份有限公司", "有限责任公司", "有限公司", "集团公司", "总公司", "公司", "集团", "股份", "经销部", "经营部", "销售部",
    "批发部", "门市部", "门市", "服务部", "供应站", "商行", "商店", "商铺", "商社", "总店", "店", "总厂", "工厂", "厂",
    "工作室", "经销处", "个体工商户", "个体户",
)  # fmt: skip
_IN_BRACKETS = frozenset({"普通合伙", "有限合伙", "特殊普通合伙", "个体工商户", "个体", "个人独资"})
#: A branch is another dealer than its house: its form stays in the name.
_HOUSE = re.compile("(?:股份|集团)?(?:有限责任公司|有限公司)")
_COUNTIES = frozenset("市县区")
_NO_CITY = frozenset({"市辖区", "辖区", "市辖县", "县"})
_BRANCHES = ("分公司", "分店", "分厂", "分部", "办事处")
#: What firms of an office trade in: 恒泰建材 and 恒泰陶瓷 have the 字号 恒泰.
_TRADES = (
    "建筑装饰材料", "建筑材料", "装饰材料", "防水材料", "保温材料", "装饰工程", "建筑工程", "建材", "装饰", "装潢", "陶瓷", "瓷砖",
    "卫浴", "洁具", "管业", "管道", "石材", "板材", "木业", "门窗", "物资", "贸易", "商贸", "工贸", "经贸", "实业", "五金",
    "机电", "水暖", "家居", "家具", "涂料", "化工", "科技", "发展", "工程", "建设", "电器", "电子", "机械", "设备", "食品",
    "百货", "日用品", "材料", "物流", "置业", "投资", "供应链", "电子商务", "商务",
)  # fmt: skip
#: What is too wide to be a place of a firm.
PROVINCES = frozenset({
    "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东",
    "广西", "海南", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "中国",
})  # fmt: skip
_AFTER_PLACE = ("自治区", "自治州", "地区", "省", "市", "县", "区")
_BEGIN_AFTER_PLACE = frozenset(word[0] for word in _AFTER_PLACE)
_NO_PLACE_BEFORE = frozenset("超门城都夜菜集闹小园社街")
_SIGN = re.compile(r"[()\[\]{}<>《》〈〉【】「」『』·•.,、。;:\-—–_/\\|\"'“”‘’&*#~]+")
_BLANK = re.compile(r"[^\S\n]+")
_SHORTEST = 2  # characters that must be left of a name


def _by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Last character → the words that end in it, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


_FORMS_BY_LAST, _TRADES_BY_LAST = _by_last(_FORMS), _by_last(_TRADES)


class Named(NamedTuple):
    """A name taken apart; each part folded, empty where the name has none."""

    whole: str  # everything but blanks and signs
    core: str  # without place and legal form: 恒泰建材
    brand: str  # without what it trades in either, the 字号: 恒泰
    form: str
    place: str  # the first place in it that is no province, without 市
    sound: str  # of the core, in pinyin


class Apart(NamedTuple):
    """The same for a column of names: a list for each part."""

    whole: list[str]
    core: list[str]
    brand: list[str]
    form: list[str]
    place: list[str]
    sound: list[str]


class FirmNames:
    """Takes names apart; whole columns at once, which takes a third of the time."""

    def __init__(self, places: Iterable[str], simplified: Mapping[str, str], readings: Mapping[str, str]) -> None:
        """``simplified`` maps traditional characters, ``readings`` characters to their pinyin."""
        self._places = {place.lower() for place in places} | PROVINCES
        self._openings = frozenset(place[:2] for place in self._places)
        self._sizes = range(max(map(len, self._places)), 1, -1)
        self._simplified = simplified
        self._traditional = re.compile(f"[{''.join(simplified)}]" if simplified else "(?!)")
        self._sounds = _Sounds({ord(char): f"{said} " for char, said in readings.items()})
        self._cities: dict[str, str] = {"": ""}

    @classmethod
    def from_lines(cls, places: Iterable[str], traditional: Iterable[str], readings: Iterable[str]) -> Self:
        """From the lines of ``places.txt``, ``traditional.txt`` and ``readings.txt``."""
        pairs = (word for line in traditional if not line.startswith("#") for word in line.split())
        known = (word for line in places if not line.startswith("#") for word in line.split())
        return cls(known, {pair[0]: pair[1] for pair in pairs}, _characters(readings))

    def folded(self, text: str) -> str:
        """Half-width, simplified, small letters, without blanks; brackets and signs stay."""
        plain = "".join(normalise(text).split()).lower()
        return self._traditional.sub(lambda found: self._simplified[found[0]], plain)

    def taken_apart(self, name: str) -> Named:
        """The parts of a name."""
        return Named(*(part[0] for part in self.all_taken_apart([name])))

    def all_taken_apart(self, names: Sequence[str]) -> Apart:
        """The parts of each name."""
        texts = self._all_folded(names)
        wholes = _by_lines(lambda text: _SIGN.sub("", text), texts)
        cores, brands, forms, places = [], [], [], []
        for text, whole in zip(texts, wholes, strict=True):
            place = ""
            if "(" in text:
                text, place = self._without_brackets(text)
                whole = _SIGN.sub("", text)
            end, found = self._end_of_place(whole)
            core, form = _without_form(whole[end:])
            cores.append(core)
            forms.append(form)
            places.append(found or place)
            brands.append(_without_trade(core))
        return Apart(wholes, cores, brands, forms, places, _by_lines(self._sounding, cores))

    def _all_folded(self, names: Sequence[str]) -> list[str]:
        return _by_lines(lambda text: _BLANK.sub("", self._simple(normalise(text).lower())), names, self.folded)

    def _simple(self, text: str) -> str:
        return self._traditional.sub(lambda found: self._simplified[found[0]], text)

    def _sounding(self, text: str) -> str:
        return text.translate(self._sounds)

    def city(self, text: str) -> str:
        """江苏省南京市, 南京市 and 南京 are 南京; 市辖区 is nothing."""
        known = self._cities.get(text)
        if known is None:
            known = self._cities[text] = self._city(self.folded(text))
        return known

    def _city(self, text: str) -> str:
        if text in _NO_CITY:
            return ""
        end, place = self._end_of_place(text + "  ")
        if place and place not in PROVINCES and end >= len(text):
            return place
        rest = text[end:] if place in PROVINCES else text
        return next((rest[: -len(s)] for s in _AFTER_PLACE if rest.endswith(s) and len(rest) > len(s) + 1), rest)

    def _without_brackets(self, text: str) -> tuple[str, str]:
        """恒泰建材(南京) → 恒泰建材 and 南京; what else stands in brackets belongs to the name."""
        place, kept = "", []
        for part in text.replace(")", "(").split("("):
            end, found = self._end_of_place(part + "  ")
            if found and end >= len(part):
                place = found
            elif part not in _IN_BRACKETS:
                kept.append(part)
        return "".join(kept), place

    def _end_of_place(self, text: str) -> tuple[int, str]:
        """Where the name begins behind 江苏省南京市江宁区, and its city; something must be left of the name."""
        end, place = 0, ""
        while True:
            if text[end : end + 2] in self._openings and (size := self._size_of_place(text, end)):
                after = _after(text, end + size)
            elif size := _size_of_county(text, end):
                after = end + size + 1
            else:
                return end, place
            if len(text) - after < _SHORTEST:
                return end, place
            if not place or place in PROVINCES:
                place = text[end : end + size]
            end = after

    def _size_of_place(self, text: str, start: int) -> int:
        return next((size for size in self._sizes if text[start : start + size] in self._places), 0)


class _Sounds(dict[int, str]):
    """What has no reading sounds as it is written."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


def _by_lines(
    turn: Callable[[str], str], texts: Sequence[str], alone: Callable[[str], str] | None = None
) -> list[str]:
    """Each text turned, all at once: as lines of one text. Texts that are not one line each are turned alone."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1 or "\r" in whole:
        return list(map(alone or turn, texts))
    turned = turn(f"x{whole}x")[1:-1]  # what stands at the ends must not be taken for the ends of a text
    return turned.split("\n")


def _after(text: str, end: int) -> int:
    """The end of a place with its 省 or 市."""
    if text[end : end + 1] in _BEGIN_AFTER_PLACE:
        return end + next((len(word) for word in _AFTER_PLACE if text.startswith(word, end)), 0)
    return end


def _characters(lines: Iterable[str]) -> dict[str, str]:
    """Character → reading, from the section ``[characters]``."""
    found: dict[str, str] = {}
    inside = False
    for line in lines:
        line = line.strip()
        if line.startswith("["):
            inside = line == "[characters]"
        elif inside and line and not line.startswith("#"):
            reading, characters = line.split(" ", 1)
            found.update(dict.fromkeys(characters, reading))
    return found


def _size_of_county(text: str, start: int) -> int:
    """The length of 江宁 in 江宁区恒泰: a place that the table lacks, told by the 区 or 县 behind it."""
    for size in (2, 3):
        if text[start + size : start + size + 1] in _COUNTIES and text[start + size - 1] not in _NO_PLACE_BEFORE:
            return size
    return 0


def _without_form(text: str) -> tuple[str, str]:
    """恒泰建材有限公司 → 恒泰建材 and 有限公司; a branch keeps its form, and its house loses its own."""
    if text.endswith(_BRANCHES):
        return _HOUSE.sub("", text), ""
    end = _end_without(text, _FORMS_BY_LAST)
    return text[:end], text[end:]


def _without_trade(core: str) -> str:
    """恒泰建材 → 恒泰."""
    return core[: _end_without(core, _TRADES_BY_LAST)]


def _end_without(text: str, by_last: Mapping[str, tuple[str, ...]]) -> int:
    """Where the words at the end begin, of which something must be left."""
    end = len(text)
    while end > _SHORTEST:
        for word in by_last.get(text[end - 1], ()):
            if text.endswith(word, 0, end) and end - len(word) >= _SHORTEST:
                end -= len(word)
                break
        else:
            return end
    return end
