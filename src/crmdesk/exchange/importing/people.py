"""People in a cell: 王建国 138…、李芳 139… are two, each with a number; 王建国(采购) is one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Outcome, Person, both, changed
from crmdesk.exchange.importing.phone_numbers import Number, holds_number, parts_of
from crmdesk.exchange.importing.texts import read_person, tidy
from crmdesk.words import _

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐"
    "易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
    "管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧"
    "闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢扈湛"
)  # fmt: skip
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "司徒", "诸葛", "尉迟", "皇甫", "夏侯", "令狐", "东方", "慕容", "端木", "公孙")
_TITLES = (
    "总经理", "副总经理", "董事长", "经理", "副总", "采购", "财务", "出纳", "会计", "老板娘", "老板", "店长", "仓库", "仓管", "内勤",
    "主任", "助理", "司机", "销售", "业务", "法人", "负责人", "联系人", "厂长", "部长", "先生", "女士", "小姐", "师傅", "主管",
)  # fmt: skip
_TITLE = "|".join(sorted(_TITLES, key=len, reverse=True))
_TITLE_FIRST = re.compile(rf"({_TITLE})[::\s]*(.{{2,4}})")
_TITLE_LAST = re.compile(rf"(.{{2,4}}?)({_TITLE})")
_CALLED = re.compile(r"(?:[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff](?:总|工|姐|哥|董|厂|处|局|科|老师|经理|老板|主任|先生|女士|小姐|师傅|厂长|会计))")
#: Words beside numbers that begin like a family name.
_NO_NAMES = frozenset((
    "白天", "常用", "单位", "项目", "项目部", "管理", "管理员", "方便", "安装", "包装", "全天", "应急", "成品", "水电", "家里", "常打",
    "时段", "路口", "金额", "和平", "安全", "高管", "平时", "能打", "通用", "农村", "班组", "公司", "公用", "官方", "明细", "方式",
))  # fmt: skip
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_FOREIGN_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}[·•][\u4e00-\u9fff]{1,8}")
_BETWEEN = re.compile(r"[、,,;;/\\|&+\n()()\[\]【】::\s]+")
_EDGES = ".。-–—~_*="
_HARD = re.compile(r"[、,,;;/\\|&+\n]")


@dataclass(slots=True)
class _Heard:
    """A person while the cell is read."""

    name: str = ""
    title: str = ""
    mobiles: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    def take(self, number: Number) -> None:
        group = self.mobiles if number.is_mobile else self.phones
        if number.text not in group:
            group.append(number.text)

    def person(self) -> Person:
        return Person(self.name, self.title, tuple(self.mobiles), tuple(self.phones))


def people_in(text: str, names_only: bool = False) -> tuple[tuple[Person, ...], str]:
    """The people in a text, and the words that are none of their names, titles or numbers.

    With ``names_only`` every short word is somebody's name, because the column says so. A name goes with the numbers
    that follow it, or with the one before it where the text begins with a number.
    """
    heard: list[_Heard] = []
    rest: list[str] = []
    numbers_first = _begins_with_number(text)
    for part in parts_of(text):
        if isinstance(part, Number):
            if not heard or numbers_first:
                heard.append(_Heard())
            heard[-1].take(part)
            continue
        for word in _BETWEEN.split(part):
            if word := word.strip(_EDGES):
                _word(word, heard, rest, numbers_first, names_only)
    return tuple(one.person() for one in _gathered(heard)), " ".join(rest)


def _begins_with_number(text: str) -> bool:
    parts = parts_of(text)
    return not _BETWEEN.sub("", str(next(parts))).strip(_EDGES) and next(parts, None) is not None


def _word(word: str, heard: list[_Heard], rest: list[str], numbers_first: bool, names_only: bool) -> None:
    """Put a word where it belongs: a new person, the title of the last one, or aside."""
    if word in _TITLES and heard and not heard[-1].title:
        heard[-1].title = word
        return
    name, title = _name_and_title(word, names_only)
    if not name:
        rest.append(word)
    elif numbers_first and heard and not heard[-1].name:
        heard[-1].name, heard[-1].title = name, both(heard[-1].title, title)
    else:
        heard.append(_Heard(name, title))


def _name_and_title(word: str, names_only: bool) -> tuple[str, str]:
    if is_name(word):
        return word, ""
    if (found := _TITLE_FIRST.fullmatch(word)) and is_name(found[2]):
        return found[2], found[1]
    if (found := _TITLE_LAST.fullmatch(word)) and is_name(found[1]):
        return found[1], found[2]
    return (word, "") if names_only and len(word) <= 8 and not word.isdigit() else ("", "")


def is_name(word: str) -> bool:
    """Whether a word is a person's name, or what people call one (李总, 小王)."""
    if _CALLED.fullmatch(word) and (word[0] in _SURNAMES or word[-1] in _SURNAMES):
        return True
    if _FOREIGN_NAME.fullmatch(word):
        return True
    if not _CHINESE_NAME.fullmatch(word) or word in _NO_NAMES or any(title in word for title in _TITLES):
        return False
    return (word[:2] in _DOUBLE_SURNAMES and len(word) > 2) or (word[0] in _SURNAMES and len(word) <= 3)


def _gathered(heard: Iterable[_Heard]) -> list[_Heard]:
    """Numbers without a name are one person's where they follow a name; one named twice is one."""
    found: list[_Heard] = []
    for one in heard:
        same = next((other for other in found if one.name and other.name == one.name), None)
        if same is None:
            found.append(one)
            continue
        same.title = both(same.title, one.title)
        for text in one.mobiles:
            same.take(Number(text, True))
        for text in one.phones:
            same.take(Number(text, False))
    return found


def may_hold_several(cell: str) -> bool:
    """Whether the cell of a contact needs a closer look: a digit, or a sign that stands between people."""
    return _HARD.search(cell) is not None or any(char.isdigit() for char in cell)


def read_contact(cell: Cell) -> Outcome:
    """The main contact; further people and all numbers are handed on."""
    outcome = read_person(cell)
    text = tidy(cell, lines=True) if isinstance(cell, str) else ""
    if not text or len(text) > 200 or not may_hold_several(text):
        return _two_by_blank(text, outcome)
    people, words = people_in(text, names_only=True)
    with_numbers = holds_number(text)
    if not people or words or not people[0].name or not (with_numbers or _are_names(people)):
        return outcome
    return _several(people)


def _two_by_blank(text: str, outcome: Outcome) -> Outcome:
    """王建国 李芳: two full names with a blank between."""
    names = outcome.value.split(" ") if isinstance(outcome.value, str) else []
    if text and len(names) > 1 and all(map(is_name, names)):
        return _several(tuple(Person(name) for name in names))
    return outcome


def _are_names(people: Iterable[Person]) -> bool:
    names = [one.name for one in people]
    return len(names) > 1 and all(is_name(name) or len(name) <= 4 for name in names) and any(map(is_name, names))


def _several(people: tuple[Person, ...]) -> Outcome:
    main, *others = people
    reason = _("一格里有几个联系人") if others else _("联系人旁边还有号码")
    rest = "、".join(text for text in (main.numbers, *(one.said for one in others)) if text)
    outcome = changed(main.name, reason)
    return outcome._replace(people=people, done=outcome.done + handed_on(rest))


def handed_on(rest: str) -> str:
    """What is said about that which did not stay in the field."""
    return _(";其余「{rest}」记入别的字段、其他联系人或备注").format(rest=rest) if rest else ""
