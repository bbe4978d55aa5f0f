"""Search as you type and scrolling over 1,000,000 dealers, through the counter; prints JSON.

``python -m tests.bench.bench_search [dealers] [database URL or file]``; an existing database is used again.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.rules.dealer import FIELDS, DealerClass, DealerQuery, DealerStatus
from crmdesk.services import bulk, search
from crmdesk.services.search_terms import readings

GOALS = {"median_ms": 30, "p99_ms": 80}
CITIES = [
    "上海", "北京", "杭州", "南京", "苏州", "重庆", "成都", "武汉", "长沙", "厦门", "乌鲁木齐", "呼和浩特", "宁波", "温州", "台州",
    "无锡", "常州", "合肥", "福州", "南昌", "济南", "青岛", "郑州", "广州", "深圳", "佛山", "东莞", "南宁", "海口", "贵阳",
    "昆明", "西安", "兰州", "西宁", "银川", "拉萨", "太原", "石家庄", "天津", "沈阳", "大连", "长春", "哈尔滨",
]  # fmt: skip
CHARACTERS = "金茂鼎盛恒泰华宏宇新顺达昌隆瑞丰祥和信诚美佳安康利福荣源东方天地海洋龙凤嘉诺博雅兴旺永吉庆"
TRADES = ["建材", "装饰", "陶瓷", "卫浴", "商贸", "装饰材料", "贸易", "装饰工程", "石材", "洁具"]
FORMS = ["有限公司"] * 8 + ["有限责任公司", "经营部", "商行"]
OWNERS = ["王建国", "李敏", "张伟", "刘洋", "陈静", "杨帆", "赵磊", "黄婷", "周强", "吴丹"]
NOON = "2026-11-24 12:00:00"
_BLANK = {"kind": None, "status": "active", "credit_limit": None, "term_days": None, "since": None, "alive": True}


def dealers(count: int) -> Iterator[dict[str, Any]]:
    """So many believable dealers, the same each time."""
    luck = random.Random(20261124)
    for number in range(1, count + 1):
        city, trade = luck.choice(CITIES), luck.choice(TRADES)
        firm = "".join(luck.choices(CHARACTERS, k=luck.choice((2, 2, 3))))
        yield {
            "code": f"KH{number:07}", "name": f"{city}{firm}{trade}{luck.choice(FORMS)}", "city": city,
            "short_name": firm if number % 3 == 0 else "", "owner": luck.choice(OWNERS),
            "dealer_class": luck.choice("ABBCCC"), "mobile": f"1{luck.randrange(10**10):010}",
            "phone": f"0{luck.randrange(21, 999)}-{luck.randrange(10**8):08}" if number % 4 == 0 else "",
        }  # fmt: skip


def fill(desk: Desk, count: int) -> dict[str, float]:
    """Put the dealers in, 50,000 at a time; seconds per 50,000 that rows and search terms take."""
    names, spent = [*FIELDS, "alive"], {"rows": 0.0, "search": 0.0}
    made = dealers(count)
    while many := list(islice(made, 50_000)):
        columns = {name: [one.get(name, _BLANK.get(name, "")) for one in many] for name in names}
        keys = bulk.new_keys(len(many))
        with Session(desk._writes) as session, session.begin():
            begun = time.perf_counter()
            values = ", ".join([bulk.mark(session)] * (len(names) + 4))
            said = f"INSERT INTO dealer (id, {', '.join(names)}, revision, created_at, changed_at) VALUES ({values})"
            rows = zip(keys, *columns.values(), *([one] * len(many) for one in (1, NOON, NOON)), strict=True)
            session.connection().exec_driver_sql(said, list(rows))
            between = time.perf_counter()
            for start in range(0, len(many), bulk.MANY):
                part = slice(start, start + bulk.MANY)
                search.write_dealers_bulk(session, keys[part], {n: c[part] for n, c in columns.items()})
            spent["rows"] += between - begun
            spent["search"] += time.perf_counter() - between
    return {name: seconds * 50_000 / count for name, seconds in spent.items()}


def typings(count: int, words: int = 60) -> Iterator[tuple[str, str]]:
    """What is typed, and of which kind it is: whole words, to be typed a character at a time."""
    luck = random.Random(7)
    chosen = set(luck.sample(range(count), words))
    for number, one in enumerate(dealers(count)):
        if number in chosen:
            firm = one["name"][len(one["city"]) :]
            yield "name", one["name"]
            yield "part", firm
            yield "initials", readings().initials(one["name"])
            yield "initials", readings().initials(firm)[:5]
            yield "spelling", "".join(readings().syllables(one["name"]))[:20]
            yield "spelling", "".join(readings().syllables(firm))[:10]
            yield "tail", one["mobile"][-luck.choice((4, 6, 8)) :]
            yield "code", one["code"].lower()
            yield "code part", one["code"][-5:]
            yield "two words", f"{one['city']} {firm[:4]}"
            yield "two words", f"{one['city']} {readings().initials(firm)[:3]}"
            yield "nothing", firm[:1] + "龘" + firm[1:3]


def keystrokes(desk: Desk, count: int) -> dict[str, list[float]]:
    """Milliseconds of each keystroke, by kind."""
    spent: dict[str, list[float]] = {}
    for kind, word in typings(count):
        for length in range(1, len(word) + 1):
            query = DealerQuery(text=word[:length])
            milliseconds, found = timed(lambda query=query: desk.do("dealer.page", query, 0, 50))
            spent.setdefault(kind, []).append(milliseconds)
            if length == len(word) and kind != "nothing" and not found:
                raise SystemExit(f"{word} finds nothing")
    return spent


def timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that it takes, and the answer."""
    begun = time.perf_counter()
    answer = ask()
    return (time.perf_counter() - begun) * 1000, answer


def places(desk: Desk, count: int) -> dict[str, float]:
    """Milliseconds to fetch a screen of rows deep in the list, and to count; medians of three."""
    a, owner, city = (DealerClass.A,), (OWNERS[0],), (CITIES[0],)
    queries = {
        "unsorted": DealerQuery(), "by name": DealerQuery(sort="name"), "by city": DealerQuery(sort="city"),
        "by name, last first": DealerQuery(sort="name", descending=True), "by mobile": DealerQuery(sort="mobile"),
        "of an owner": DealerQuery(owners=owner), "of a class": DealerQuery(classes=a),
        "of a city by name": DealerQuery(cities=city, sort="name"),
        "of a class in a city": DealerQuery(cities=city, classes=a),
        "of a rare status": DealerQuery(statuses=(DealerStatus.BANKRUPT,)),
    }  # fmt: skip
    found: dict[str, float] = {}
    for said, query in queries.items():
        counted, whole = median_of(lambda query=query: desk.do("dealer.count", query))
        deep = whole * 9 // 10
        fetched, _rows = median_of(lambda query=query, deep=deep: desk.do("dealer.page", query, deep, 100))
        found |= {f"{said}: count ({whole})": counted, f"{said}: 100 rows at {deep}": fetched}
    return found


def median_of(ask: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The median milliseconds of several calls, and the last answer."""
    took = [timed(ask) for _ in range(times)]
    return round(median(one for one, _answer in took), 1), took[-1][1]


def filtered(desk: Desk) -> dict[str, float]:
    """Milliseconds of a search within a filter: many words' hits, few of them in the filter."""
    rare = DealerQuery(statuses=(DealerStatus.BANKRUPT,))
    lhasa, both = ("拉萨",), (DealerClass.A,)
    asked = {
        "s in 拉萨": DealerQuery(text="s", cities=lhasa), "上海 in 拉萨": DealerQuery(text="上海", cities=lhasa),
        "公司 of class A": DealerQuery(text="公司", classes=both), "jm of an owner": DealerQuery(text="jm", owners=(OWNERS[0],)),
        "金 of a rare status": DealerQuery(text="金", statuses=rare.statuses),
    }  # fmt: skip
    return {
        said: median_of(lambda query=query: desk.do("dealer.page", query, 0, 50))[0]
        for said, query in asked.items()
    }


def summary(spent: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Median and 99th percentile by kind and of all."""
    groups = spent | {"all": [one for many in spent.values() for one in many]}
    return {
        kind: {"keystrokes": len(many), "median_ms": round(median(many), 1),
               "p99_ms": round(quantiles(many, n=100)[98], 1), "worst_ms": round(max(many), 1)}
        for kind, many in groups.items()
    }  # fmt: skip


def opened(place: str, count: int) -> tuple[Desk, dict[str, float]]:
    """The desk with its dealers, made if they are not there yet."""
    if "://" in place or not Path(place).exists():
        desk = Desk.create(place, office="试验", code="SY", login="a", name="甲", password="secret1")
        return desk, fill(desk, count)
    desk = Desk.open(place)
    desk.sign_in("a", "secret1")
    return desk, {}


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        desk, filling = opened(sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "search.db"), count)
        timed(lambda: desk.do("dealer.page", DealerQuery(text="jm"), 0, 50))  # loads what is loaded once
        keys = summary(keystrokes(desk, count))
        whole = keys["all"]
        said = {
            "dealers": count, **{f"keystroke {name}": {"value": whole[name], "goal": goal} for name, goal in GOALS.items()},
            "keystrokes": keys, "filtered_ms": filtered(desk),
            "places_ms": places(desk, count), "seconds_per_50000": filling,
        }  # fmt: skip
        desk.close()
    print(json.dumps(said, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
