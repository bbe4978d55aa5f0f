"""Provinces and cities of China as lists write them: 江苏省 is 江苏, 苏州市 is 苏州, 广西壮族自治区 is 广西."""

import re
from functools import cache

from crmdesk.exchange.importing.folding import fold_name
from crmdesk.resources import resource

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建",
    "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南", "西藏", "陕西", "甘肃",
    "青海", "宁夏", "新疆", "香港", "澳门", "台湾",
)  # fmt: skip
_PROVINCE_TAIL = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
_PEOPLES = "朝鲜|土家|苗|布依|侗|壮|傣|景颇|白|彝|哈尼|藏|羌|回|蒙古|哈萨克|柯尔克孜|傈僳"
_CITY_TAIL = re.compile(rf"(?:市|地区|盟|(?:(?:{_PEOPLES})族?)*自治州)$")


def fold_province(text: str) -> str:
    """The short name of a province: 江苏省 → 江苏; what is none stays as it is."""
    plain = fold_name(text)
    short = _PROVINCE_TAIL.sub("", plain)
    return short if short in PROVINCES else plain


def fold_place(text: str) -> str:
    """The short name of a city: 苏州市 → 苏州, 延边朝鲜族自治州 → 延边; 沙市 is none the shorter."""
    plain = fold_name(text)
    short = _CITY_TAIL.sub("", plain)
    return short if len(short) > 1 else plain


def is_province(text: str) -> bool:
    """Whether a text is a province of China."""
    return fold_province(text) in PROVINCES


def is_city(text: str) -> bool:
    """Whether a text is a city that we know."""
    return fold_place(text) in cities()


@cache
def cities() -> frozenset[str]:
    """Cities of the prefecture level and well-known counties, without 市; the four that are provinces too."""
    lines = resource("pinyin", "places.txt").read_text(encoding="utf-8").splitlines()
    words = {place for line in lines if not line.startswith("#") for place in line.split()}
    return frozenset((words - set(PROVINCES)) | {"北京", "天津", "上海", "重庆", "吉林", "海南"})
