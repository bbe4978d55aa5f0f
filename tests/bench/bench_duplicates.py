"""Duplicates among 50,000 rows against 50,000 records and among themselves: how quick, how many found, how many wrongly.

    python -m tests.bench.bench_duplicates [rows] [times]

The list is made here with its truth: half of the rows are firms of the office, written another way (one way each, so
that every way is counted by itself); the others are other firms, many of them as close as other firms come. None has a
code, and a firm of the office never brings its credit code: those would be certain. Found: the right record is among
those that are asked about at the usual strictness. Wrong: a row is asked about, and the right record is not among them.
"""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from crmdesk.exchange.importing import duplicates
from crmdesk.exchange.importing.firm_tables import firm_names
from crmdesk.rules.same_firm import FIELDS, USUAL
from tests.bench.bench_import import credit_code

GOAL_SECONDS, GOAL_MISSED, GOAL_WRONG = 3.0, 0.10, 0.02
MARKS = (
    "恒鼎华金永宏瑞盛嘉利泰昌广润福兴顺祥德信美家安居雅方圆东升大新锦绣中天远航万通伟业丰源汇鑫隆达康宁和平正诚益民富强龙凤翔腾"
    "飞跃星辉明亮阳光春晖秋实江海山川林森木石玉珠宝银铜铁钢力健捷速聚贤良友谊亲同心合众志成功名文武双全双庆吉如意百千亿"
)
TRADES = ("建材", "装饰材料", "陶瓷", "防水材料", "管业", "石材", "物资贸易", "五金机电", "洁具", "门窗", "涂料", "商贸")
FORMS = ("有限公司", "有限责任公司", "经销部", "经营部", "商行", "门市部", "股份有限公司", "建材商店")
CITIES = "南京 苏州 无锡 常州 南通 扬州 镇江 泰州 盐城 徐州 淮安 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 合肥 芜湖 马鞍山 安庆 滁州".split()  # noqa: SIM905
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂建国志文"
Firm = dict[str, str]


def a_firm(rng: random.Random, **said: str) -> Firm:
    """Somebody; most fields are filled as often as in lists of offices."""
    city = said.get("city") or rng.choice(CITIES)
    mark, trade = "".join(rng.sample(MARKS, rng.choice((2, 2, 3)))), rng.choice(TRADES)
    firm = {"mark": mark, "trade": trade, "form": rng.choice(FORMS), "city": city, "code": "", "district": ""}
    firm["mobile"] = f"13{rng.randrange(10**9):09d}" if rng.random() < 0.8 else ""
    firm["phone"] = f"0{rng.randrange(20, 99)}-{rng.randrange(20_000_000, 90_000_000)}" if rng.random() < 0.6 else ""
    firm["legal_rep"] = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2)))) if rng.random() < 0.6 else ""
    firm["bank_account"] = f"6222{rng.randrange(10**15):015d}" if rng.random() < 0.4 else ""
    firm["credit_code"] = credit_code(rng) if rng.random() < 0.5 else ""
    firm |= said
    return firm | {"name": f"{firm['city']}{firm['mark']}{firm['trade']}{firm['form']}"}


def renewed(rng: random.Random, firm: Firm, **said: str) -> Firm:
    """A firm as another list has it: some fields newer, some blank."""
    fresh = a_firm(rng)
    kept = {name: firm[name] if rng.random() < 0.55 else rng.choice(("", fresh[name])) for name in ("mobile", "phone", "bank_account")}
    person = firm["legal_rep"] if rng.random() < 0.8 else ""
    city = firm["city"] + rng.choice(("", "市"))
    return firm | kept | {"legal_rep": person, "credit_code": "", "city": city} | said


def other_form(rng: random.Random, firm: Firm) -> str:
    """恒泰建材有限公司 → 恒泰建材经销部."""
    form = rng.choice([form for form in FORMS[:7] if form != firm["form"]])
    return f"{firm['city']}{firm['mark']}{firm['trade']}{form}"


def typing_error(rng: random.Random, firm: Firm, alike: bool) -> str:
    """One character of the 字号 is another one: of the same sound, or any."""
    at = rng.randrange(len(firm["mark"]))
    old = firm["mark"][at]
    sounds = {mark: firm_names().taken_apart(mark).sound for mark in MARKS + HOMOPHONES}
    choice = [mark for mark in sounds if mark != old and (not alike or sounds[mark] == sounds[old])]
    mark = firm["mark"][:at] + (rng.choice(choice) if choice else old) + firm["mark"][at + 1 :]
    return f"{firm['city']}{mark}{firm['trade']}{firm['form']}"


HOMOPHONES = "衡顶桦进咏弘锐胜佳立太畅光闰富星舜详得欣每加按据亚放元冬生达心景秀忠添圆行完同"
TRADITIONAL = str.maketrans("华东广兴万丰汇达业来门经营销龙飞凤宝银铜铁钢", "華東廣興萬豐匯達業來門經營銷龍飛鳳寶銀銅鐵鋼")
FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in "()"}

#: One way each of writing a firm of the office in another list.
SAME: dict[str, Callable[[random.Random, Firm], Firm]] = {
    "form": lambda rng, f: renewed(rng, f, name=other_form(rng, f)),
    "place in brackets": lambda rng, f: renewed(rng, f, name=f"{f['mark']}{f['trade']}({f['city']}){f['form']}"),
    "place left out": lambda rng, f: renewed(rng, f, name=f"{f['mark']}{f['trade']}{f['form']}"),
    "province before it": lambda rng, f: renewed(rng, f, name=f"{f['city']}市{f['mark']}{f['trade']}{rng.choice(FORMS[:7])}"),
    "traditional, full width": lambda rng, f: renewed(
        rng, f, name=f"{f['mark']}{f['trade']}({f['city']}){f['form']}".translate(TRADITIONAL).translate(FULL_WIDTH)
    ),
    "no form, no place": lambda rng, f: renewed(rng, f, name=f["mark"] + f["trade"]),
    "city unknown": lambda rng, f: renewed(rng, f, city="", name=f"{f['city']}{f['mark']}{f['trade']}{rng.choice(FORMS[:7])}"),
    "typed by sound": lambda rng, f: renewed(rng, f, name=typing_error(rng, f, alike=True)),
    "one wrong character": lambda rng, f: renewed(rng, f, name=typing_error(rng, f, alike=False)),
    "only the 字号": lambda rng, f: renewed(rng, f, name=f"{f['city']}{f['mark']}"),
}  # fmt: skip
#: Other firms, as close as they come.
OTHER: dict[str, Callable[[random.Random, Firm], Firm]] = {
    "anybody": lambda rng, f: a_firm(rng),
    "same name, other city": lambda rng, f: a_firm(
        rng, mark=f["mark"], trade=f["trade"], form=f["form"], city=rng.choice([c for c in CITIES if c != f["city"]])
    ),
    "same 字号 and city, other trade": lambda rng, f: a_firm(
        rng, mark=f["mark"], city=f["city"], trade=rng.choice([t for t in TRADES if t != f["trade"]])
    ),
    "one character other, same city": lambda rng, f: a_firm(
        rng, mark=f["mark"][:-1] + rng.choice(MARKS), city=f["city"], trade=f["trade"]
    ),
    "same person, other firm": lambda rng, f: a_firm(rng, city=f["city"], legal_rep=f["legal_rep"]),
    "same telephone, other firm": lambda rng, f: a_firm(rng, city=f["city"], phone=f["phone"]),
}  # fmt: skip


def a_list(rows: int) -> tuple[list[Firm], list[Firm], list[tuple[str, int]]]:
    """The office, the list, and the truth of each row: its way, and the place of its firm or -1."""
    rng = random.Random(11)
    office = [a_firm(rng) for _ in range(rows)]
    listed, truth = [], []
    for at, place in enumerate(rng.sample(range(rows), rows)):
        ways, is_same = (SAME, True) if at % 2 else (OTHER, False)
        way = list(ways)[at // 2 % len(ways)]
        listed.append(ways[way](rng, office[place]))
        truth.append((way, place if is_same else -1))
    return office, listed, truth


def columns(firms: Sequence[Firm]) -> dict[str, list[str]]:
    """By field, as the database and a prepared list have them."""
    return {name: [firm[name] for firm in firms] for name in FIELDS}


def judged(found: dict[int, tuple[duplicates.Found, ...]], truth: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Found and wrongly found, whole and by way."""
    ways: dict[str, list[int]] = {}
    right = wrong = 0
    for at, (way, place) in enumerate(truth):
        asked = [one for one in found.get(at, ()) if one.alike.score >= USUAL]
        is_right = any(not one.is_row and one.place == place for one in asked)
        counts = ways.setdefault(way, [0, 0, 0])
        counts[0] += 1
        counts[1] += is_right
        counts[2] += bool(asked) and not is_right
        right, wrong = right + is_right, wrong + (bool(asked) and not is_right)
    same = sum(place >= 0 for _way, place in truth)
    return {
        "missed": {"value": round(1 - right / same, 4), "goal": GOAL_MISSED},
        "wrong": {"value": round(wrong / len(truth), 4), "goal": GOAL_WRONG},
        "precision": round(right / (right + wrong), 4), "recall": round(right / same, 4),
        "ways": {
            way: {"rows": n, **({"found": round(hit / n, 3)} if way in SAME else {}), "wrong": round(off / n, 3)}
            for way, (n, hit, off) in ways.items()
        },
    }  # fmt: skip


def main(rows: int = 50_000, times: int = 3) -> None:
    """Measure and print."""
    office, listed, truth = a_list(rows)
    there, said = columns(office), columns(listed)
    firm_names()
    taken: list[float] = []
    found: dict[int, tuple[duplicates.Found, ...]] = {}
    gc.disable()
    for _run in range(times):
        begun = time.perf_counter()
        found = duplicates.find(duplicates.folded(said, rows), duplicates.folded(there, rows))
        taken.append(time.perf_counter() - begun)
    print(
        json.dumps(
            {
                "name": "duplicates", "rows": rows, "existing": rows,
                "seconds": {"value": round(statistics.median(taken), 2), "goal": GOAL_SECONDS},
                **judged(found, truth),
            },
            ensure_ascii=False, indent=1,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
