"""Desks and packets as the lists of 收发文件包 show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.desks import PACKET_COLUMNS, DeskInfo, Scope
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _, listed


class Standing(Worded):
    """How a desk stands to this one."""

    HERE = "desk_here", N_("本机")
    KNOWN = "desk_known", N_("已结识")
    GAP = "desk_gap", N_("缺文件包")
    STRANGER = "desk_stranger", N_("未结识")
    REVOKED = "desk_revoked", N_("已停用")


DESK_COLUMNS: tuple[Column, ...] = (
    Column("name", N_("电脑"), Kind.TEXT, 16, sortable=False),
    Column("standing", N_("状态"), Kind.CHOICE, 10, choices=Standing, sortable=False),
    Column("scope", N_("范围"), Kind.TEXT, 14, sortable=False, aside=2),
    Column("behind", N_("未送出"), Kind.INTEGER, 8, sortable=False),
    Column("last_sent", N_("已发到"), Kind.INTEGER, 8, sortable=False, aside=3),
    Column("last_received", N_("已收到"), Kind.INTEGER, 8, sortable=False, aside=3),
    Column("note", N_("说明"), Kind.TEXT, 24, sortable=False, aside=1),
)
_ASIDE = {"person": 5, "size": 4, "file_name": 3, "number": 2, "desk_name": 1}
#: The packets' own columns, newest first as they come.
COLUMNS: tuple[Column, ...] = tuple(
    replace(column, sortable=False, aside=_ASIDE.get(column.key, 0)) for column in PACKET_COLUMNS
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A desk as the list shows it."""

    desk: DeskInfo
    name: str
    standing: Standing
    scope: str
    behind: int | None
    last_sent: int | None
    last_received: int | None
    note: str


def standing_of(desk: DeskInfo) -> Standing:
    """How the desk stands to this one."""
    if desk.is_here:
        return Standing.HERE
    if desk.revoked_at is not None:
        return Standing.REVOKED
    if not desk.is_acquainted:
        return Standing.STRANGER
    return Standing.GAP if desk.missing else Standing.KNOWN


def desk_row(desk: DeskInfo, people: dict[UUID, str]) -> DeskRow:
    """The row of a desk; ``people`` are names by id."""
    partner = not desk.is_here
    return DeskRow(
        desk, name_of(desk), standing_of(desk), scope_of(desk, people) if partner else "",
        desk.behind if can_get(desk) else None, (desk.last_sent or None) if partner else None,
        (desk.last_received or None) if partner else None, note_of(desk),
    )  # fmt: skip


def can_get(desk: DeskInfo) -> bool:
    """Whether packets may be made for it."""
    return desk.is_acquainted and not desk.is_here and desk.revoked_at is None


def name_of(desk: DeskInfo) -> str:
    """笔记本 (B); the head desk has no code."""
    return f"{desk.name} ({desk.code})" if desk.code else desk.name


def scope_of(desk: DeskInfo, people: dict[UUID, str]) -> str:
    """What it gets: everything, or one representative's."""
    if desk.scope is Scope.REP and desk.scope_person in people:
        return _("只有 {name}").format(name=people[desk.scope_person])
    return desk.scope.label


def note_of(desk: DeskInfo) -> str:
    """What is to be known of it, the missing packets first."""
    said = []
    if desk.missing:
        said.append(missing_in_words(desk.missing))
    if desk.is_head:
        said.append(_("编号由它登记"))
    if desk.revoked_at is not None:
        said.append(_("它的文件包不再收"))
    elif not desk.is_here and not desk.is_acquainted:
        said.append(_("打开它的名片才能互送文件包"))
    return " · ".join(said)


def missing_in_words(numbers: Iterable[int]) -> str:
    """缺第 14、16 包."""
    return _("缺第 {numbers} 包").format(numbers=listed(map(str, numbers)))


def unsent(desks: Iterable[DeskInfo]) -> int:
    """How many changes have not gone out: to the head desk, or from there to the one that lacks most."""
    partners = [desk for desk in desks if can_get(desk)]
    heads = [desk for desk in partners if desk.is_head]
    return max((desk.behind for desk in heads or partners), default=0)


def size_in_words(size: int) -> str:
    """38 KB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
