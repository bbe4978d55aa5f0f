"""Desks that exchange files: who they are, what packets went to and fro, and what two of them changed at once.

A *desk* is one installation with its own key pair (``reliability.md`` 1).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.worded import Worded
from crmdesk.words import N_


class Scope(Worded):
    """What a desk gets: everything of the office, or only what concerns one representative."""

    OFFICE = "office", N_("全办事处")
    REP = "rep", N_("只有一位业务经理")


class Way(Worded):
    """Whether a packet went out or came in."""

    OUT = "out", N_("发出")
    IN = "in", N_("收到")


class PacketState(Worded):
    """What became of a packet."""

    MADE = "made", N_("已做成")  # sent, no receipt yet
    RECEIVED = "received", N_("对方已收")  # a later packet of theirs says so
    APPLIED = "applied", N_("已并入")
    WAITING = "waiting", N_("等前面的包")  # beyond a gap: kept, applied when the gap is filled
    MISSING = "missing", N_("缺")  # a number that was skipped


@dataclass(frozen=True, slots=True)
class DeskInfo:
    """One desk as the page shows it. ``fingerprint``: six groups of digits, read aloud; empty without a key."""

    id: UUID
    name: str
    code: str  # empty for the head desk, else a letter or two: 临-B-3
    is_here: bool
    is_head: bool
    fingerprint: str = ""
    is_acquainted: bool = False
    scope: Scope = Scope.OFFICE
    scope_person: UUID | None = None
    revoked_at: datetime | None = None
    entries: int = 0  # how many entries of it are here
    behind: int = 0  # how many entries it is not known to have
    last_sent: int = 0
    last_received: int = 0
    missing: tuple[int, ...] = ()  # 缺第 14 包


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet that went out or came in."""

    id: UUID
    way: Way
    state: PacketState
    desk_id: UUID
    desk_name: str
    number: int
    made_at: datetime
    file_name: str
    size: int
    entries: int
    summary: str  # 12 份计划,3 处调整,1 处冲突
    person: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One of several values that stand for a field: who wrote it where and when."""

    entry: tuple[UUID, int]  # desk, sequence
    value: Any  # as the journal has it
    words: str  # as people read it
    person: str
    desk: str
    at: datetime
    is_shown: bool  # the one that the record shows meanwhile


class ConflictKind(Worded):
    """What kind of clash it is (``reliability.md`` 1.2)."""

    FIELD = "field", N_("同一栏两处修改")
    STRUCK = "struck", N_("删除与修改")
    STATE = "state", N_("两个决定")


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """Two desks changed one thing without knowing of each other; a person decides."""

    id: UUID
    kind: ConflictKind
    subject: str
    record_id: UUID
    about_subject: str  # what is opened: the plan of a line
    about_id: UUID
    title: str  # 冯媛 2026 年 12 月巡访计划 · 南京永盛建材
    field: str
    label: str
    heads: tuple[Head, ...]
    since: datetime
    suspends: bool = False  # a decision is suspended by it


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a packet that was opened; ``sentence`` is what is told."""

    packet: Packet
    sentence: str
    entries: int = 0
    records: int = 0
    conflicts: tuple[OpenConflict, ...] = ()
    parallel: int = 0  # 并行修改: changes elsewhere in what was decided
    waiting: tuple[int, ...] = ()  # 缺第 14 包
    notes: tuple[str, ...] = ()


PACKET_COLUMNS: tuple[Column, ...] = (
    Column("made_at", N_("时间"), Kind.INSTANT, 16),
    Column("way", N_("方向"), Kind.CHOICE, 6, choices=Way),
    Column("desk_name", N_("电脑"), Kind.TEXT, 14),
    Column("number", N_("包号"), Kind.INTEGER, 6),
    Column("state", N_("状态"), Kind.CHOICE, 12, choices=PacketState),
    Column("summary", N_("内容"), Kind.TEXT, 30),
    Column("size", N_("字节"), Kind.INTEGER, 10, aside=2),
    Column("file_name", N_("文件"), Kind.TEXT, 24, aside=1),
    Column("person", N_("办理人"), Kind.TEXT, 8, aside=3),
)
