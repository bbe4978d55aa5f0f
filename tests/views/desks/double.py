"""A desk whose exchange answers as it is told: what the pages show does not wait for two databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from crmdesk.desk import Desk
from crmdesk.rules.desks import (
    Applied,
    ConflictKind,
    DeskInfo,
    Head,
    OpenConflict,
    Packet,
    PacketState,
    Scope,
    Way,
)

_SPACE = UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")
AT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
SIX = "48213 90657 11840 72295 30461 85027"
THEIRS = "60318 24795 83306 15542 97180 46623"


def an_id(name: str) -> UUID:
    """The same for the same name."""
    return uuid5(_SPACE, name)


HEAD = DeskInfo(an_id("head"), "华东办事处", "", True, True, SIX, entries=4210)
LAPTOP = DeskInfo(
    an_id("laptop"), "郑经理的笔记本", "B", False, False, THEIRS, True, entries=96, behind=3, last_sent=13,
    last_received=13, missing=(14,),
)  # fmt: skip
REP = DeskInfo(
    an_id("rep"), "冯媛的电脑", "C", False, False, THEIRS, True, Scope.REP, entries=310, last_sent=4, last_received=6
)  # fmt: skip
LOST = DeskInfo(an_id("lost"), "旧笔记本", "D", False, False, THEIRS, True, revoked_at=AT, entries=12)


def a_packet(number: int = 15, state: PacketState = PacketState.APPLIED, way: Way = Way.IN, **more: Any) -> Packet:
    """A packet of the laptop."""
    said = {
        "id": an_id(f"packet {way} {number}"), "way": way, "state": state, "desk_id": LAPTOP.id,
        "desk_name": LAPTOP.name, "number": number, "made_at": AT, "file_name": f"给华东办事处-第{number}包.crmpkt",
        "size": 38_400, "entries": 41, "summary": "12 份计划,3 处调整,1 处冲突", "person": "郑和平",
    }  # fmt: skip
    return Packet(**(said | more))


def a_head(name: str, value: Any, words: str = "", *, is_shown: bool = False, desk: str = "郑经理的笔记本") -> Head:
    """One of several values."""
    return Head((an_id(desk), 7), value, words or str(value), name, desk, AT, is_shown)


def a_conflict(name: str = "date", **more: Any) -> OpenConflict:
    """A visit that is planned on two days."""
    said = {
        "id": an_id(f"conflict {name}"), "kind": ConflictKind.FIELD, "subject": "visit_plan_line",
        "record_id": an_id(f"line {name}"), "about_subject": "visit_plan", "about_id": an_id("plan"),
        "title": "冯媛 2026 年 12 月巡访计划 · 南京永盛建材", "field": "day", "label": "日期",
        "heads": (
            a_head("冯媛", "2026-12-03", is_shown=True, desk="冯媛的电脑"), a_head("郑和平", "2026-12-04"),
        ),
        "since": AT, "suspends": True,
    }  # fmt: skip
    return OpenConflict(**(said | more))


CONFLICTS = (
    a_conflict(),
    a_conflict(
        "aim", label="目的", field="aim", suspends=False,
        heads=(
            a_head("冯媛", "12 月目标分解,并请客户在对账单上签字后带回", is_shown=True, desk="冯媛的电脑"),
            a_head("郑和平", "抱怨 261108 说明处理意见"),
        ),
    ),
    a_conflict(
        "struck", kind=ConflictKind.STRUCK, label="有效", field="alive", suspends=False,
        title="冯媛 2026 年 12 月巡访计划 · 上海嘉禾装饰材料",
        heads=(a_head("冯媛", True, "保留,方式改为电话", is_shown=True, desk="冯媛的电脑"), a_head("郑和平", False, "划掉")),
    ),
)  # fmt: skip


def applied(**more: Any) -> Applied:
    """What a packet of the laptop would bring."""
    said = {
        "packet": a_packet(), "sentence": "已并入:12 份计划,3 处调整,1 处冲突。", "entries": 41, "records": 15,
        "conflicts": CONFLICTS[:1], "parallel": 2,
    }  # fmt: skip
    return Applied(**(said | more))


class Double:
    """A real desk but for the verbs of the exchange; ``asked`` holds what was asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.desks: list[DeskInfo] = [HEAD, LAPTOP, REP, LOST]
        self.packets = [
            a_packet(16, PacketState.APPLIED), a_packet(15, PacketState.WAITING), a_packet(14, PacketState.MISSING),
            a_packet(13, PacketState.RECEIVED, Way.OUT, summary="3 份计划,1 位客户"), a_packet(13),
        ]  # fmt: skip
        self.conflicts = list(CONFLICTS)
        self.answers: dict[str, Callable[..., Any]] = {
            "desks.list": lambda: tuple(self.desks),
            "packet.page": lambda *_at: tuple(self.packets),
            "packet.look": lambda _path: applied(),
            "packet.apply": lambda _path: applied(),
            "packet.make": lambda _desk, path: a_packet(14, PacketState.MADE, Way.OUT, file_name=path.name),
            "desks.look_at_card": lambda _path: DeskInfo(an_id("new"), "南京库房", "E", False, False, THEIRS),
            "desks.acquaint": self._acquaint,
            "desks.card": lambda _path: HEAD,
            "desks.prepare_copy": lambda _path, name: DeskInfo(an_id(name), name, "F", False, False, THEIRS, True),
            "desks.change": lambda _desk, **changes: LAPTOP,
            "desks.revoke": lambda _desk, since=None: LOST,
            "desks.renew": lambda: HEAD,
            "desk_conflict.page": lambda: tuple(self.conflicts),
            "desk_conflict.of": lambda _about: tuple(self.conflicts),
            "desk_conflict.decide": self._decide,
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def do(self, verb: str, *args: Any, **words: Any) -> Any:
        """Answer by itself, or let the desk."""
        if verb not in self.answers:
            return self._desk.do(verb, *args, **words)
        said = {key: value for key, value in words.items() if key not in ("call_id", "progress", "cancelled")}
        self.asked.append((verb, args, said))
        return self.answers[verb](*args, **said)

    def of(self, verb: str) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """What the verb was asked last."""
        return next(((args, said) for name, args, said in reversed(self.asked) if name == verb), None)

    def _acquaint(self, _path: Any, name: str, scope: Scope, person: UUID | None) -> DeskInfo:
        made = DeskInfo(an_id("new"), name, "E", False, False, THEIRS, True, scope, person)
        self.desks.append(made)
        return made

    def _decide(self, conflict_id: UUID, entry: Any = None, value: Any = None) -> tuple[OpenConflict, ...]:
        self.conflicts = [c for c in self.conflicts if c.id != conflict_id]
        return tuple(self.conflicts)
