"""The lines of a plan as they stand on paper: which are shown, in which order, and what of each differs."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from crmdesk.papers.flowing import TABLE, Block, Column, text_lines, widths_of
from crmdesk.papers.fonts import FontSet, Weight
from crmdesk.papers.marks import GREY, Style
from crmdesk.rules.visit_plan import LineChange, PlanLine, VisitPlan
from crmdesk.rules.wording import clean, day, figure

_WEEK = "一二三四五六日"
_BOLD = Style(TABLE.size, Weight.BOLD)
_FORMER = Style(7.2, ink=GREY)
SUBMITTED, APPROVED = "提交稿", "批准稿"


class Part(NamedTuple):
    """A column of the table, and the fields of a line that it shows."""

    column: Column
    fields: tuple[str, ...]


PARTS: tuple[Part, ...] = (
    Part(Column("序号", 10, "middle"), ()),
    Part(Column("日期", 11), ("planned_on",)),
    Part(Column("客户编号、名称", 42), ("dealer_id",)),
    Part(Column("等级", 8, "middle"), ()),
    Part(Column("地址、路线", 30), ("route", "route_order")),
    Part(Column("联系人电话", 23), ()),
    Part(Column("次/月", 9, "middle"), ()),
    Part(Column("方式", 11), ("way",)),
    Part(Column("巡访目的（工作目标）", 36), ("aim",)),
    Part(Column("待解决问题", 31), ("problem",)),
    Part(Column("解决方案", 31), ("solution",)),
    Part(Column("时数", 9, "right"), ("hours",)),
    Part(Column("备注", 17), ("remark",)),
)
COLUMNS: tuple[Column, ...] = tuple(part.column for part in PARTS)


class Tag(StrEnum):
    """What happened to a line."""

    NONE = ""
    ADDED = "增"
    STRUCK = "删"
    CHANGED = "改"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on paper; ``former`` is what stood in the fields that differ, ``before`` the version it stood in."""

    line: PlanLine
    number: int = 0
    times: int = 0  # visits to this dealer in the month
    month: date | None = None
    tag: Tag = Tag.NONE
    before: str = ""
    former: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def mark(self) -> str:
        """改, or 申改 where it still waits for approval."""
        return f"申{self.tag}" if self.before == APPROVED else str(self.tag)

    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        line = self.line
        route = " ".join(clean(part) for part in (line.route, str(line.route_order or "")) if part)
        number = str(self.number) if self.number else ""
        return (
            number + (f"\n{self.mark}" if self.tag else ""), _day(line.planned_on, self.month),
            _joined(clean(line.dealer_code), clean(line.dealer_name)),
            line.dealer_class.value if line.dealer_class else "", _joined(clean(line.place), route),
            clean(line.phone), str(self.times) if self.times else "", line.way.word if line.dealer_id else "",
            clean(line.aim), clean(line.problem), clean(line.solution), figure(line.hours),
            _joined(clean(line.remark), clean(f"变更原因：{self.reason}") if self.reason else ""),
        )  # fmt: skip

    def texts(self) -> Iterator[str]:
        """Everything that is printed of it."""
        yield from self.cells()
        yield from (clean(text) for text in self.former.values())


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _day(planned_on: date | None, month: date | None) -> str:
    """3日, 周四 below it; with its month where that is another one."""
    if planned_on is None:
        return ""
    is_here = month is not None and (planned_on.year, planned_on.month) == (month.year, month.month)
    word = f"{planned_on.day}日" if is_here else day(planned_on)
    return f"{word}\n周{_WEEK[planned_on.weekday()]}"


def shown_lines(plan: VisitPlan, compare: bool) -> list[Shown]:
    """The living lines and the struck ones that are to be seen, in the order of the paper.

    What asks for approval stands against the approved version; where a line has both, that counts.
    """
    found = {line.id: Shown(line) for line in plan.lines if line.id}
    news = [Shown(line) for line in plan.lines if not line.id]
    changes = [(SUBMITTED, plan.against_submitted if compare else ()), (APPROVED, plan.requests)]
    for before, some in changes:
        for change in some:
            _mark(found, change, before)
    return _numbered([*found.values(), *news], plan.first_day)


def _mark(found: dict[UUID, Shown], change: LineChange, before: str) -> None:
    line = found[change.line_id].line if change.line_id in found else change.line
    if line is None:
        return  # the goals, or a line that is gone from both
    tag = {"added": Tag.ADDED, "struck": Tag.STRUCK}.get(change.kind, Tag.CHANGED)
    former = {cell.field: cell.before for cell in change.cells} if tag is Tag.CHANGED else {}
    reason = change.reason or line.change_reason
    found[change.line_id] = Shown(line, tag=tag, before=before, former=former, reason=reason)


def _numbered(lines: list[Shown], month: date) -> list[Shown]:
    times: dict[UUID | None, int] = {}
    for shown in lines:
        if shown.tag is not Tag.STRUCK:
            times[shown.line.dealer_id] = times.get(shown.line.dealer_id, 0) + 1
    number, numbered = 0, []
    for shown in sorted(lines, key=_place):
        number += shown.tag is not Tag.STRUCK
        numbered.append(replace(
            shown, number=number if shown.tag is not Tag.STRUCK else 0, month=month,
            times=times.get(shown.line.dealer_id, 0) if shown.line.dealer_id else 0,
        ))  # fmt: skip
    return numbered


def _place(shown: Shown) -> tuple[date, int, Decimal, str]:
    line = shown.line
    return (line.planned_on or date.max, line.route_order or 0, line.position, str(line.id))


def goals_before(plan: VisitPlan) -> str | None:
    """The goals as they were submitted, where the manager changed them."""
    for change in plan.against_submitted:
        for cell in change.cells:
            if cell.field == "goals":
                return cell.before
    return None


def line_blocks(shown: Shown, width: float, fonts: FontSet) -> list[Block]:
    """The boxes of a line."""
    return [
        _block(part, each, text, shown, fonts)
        for part, each, text in zip(PARTS, _widths(width), shown.cells(), strict=True)
    ]


@lru_cache(8)
def _widths(width: float) -> Sequence[float]:
    return tuple(widths_of(COLUMNS, width))


def _block(part: Part, width: float, text: str, shown: Shown, fonts: FontSet) -> Block:
    label, _share, align = part.column
    if shown.tag is Tag.STRUCK:
        is_tag = not part.fields and label == "序号"
        lines = text_lines(text, width, _BOLD if is_tag else TABLE, fonts, align, not is_tag)
        return Block(label, width, lines, differs=is_tag)
    if shown.tag is Tag.ADDED:
        return Block(label, width, text_lines(text, width, _BOLD, fonts, align), differs=label == "序号")
    former = [_former(key, shown) for key in part.fields if key in shown.former]
    if not former:
        is_tag = label == "序号" and bool(shown.tag)
        style = _BOLD if is_tag else TABLE
        return Block(label, width, text_lines(text, width, style, fonts, align))
    lines = text_lines(text or "（空）", width, _BOLD, fonts, align)
    lines += text_lines("、".join(former), width, _FORMER, fonts, align, True)
    return Block(label, width, lines, differs=True)


def _former(key: str, shown: Shown) -> str:
    """What stood in a field, dates as short as the new one."""
    text = clean(shown.former[key])
    if key == "planned_on":
        with suppress(ValueError):
            return _day(date.fromisoformat(text), shown.month)
    return text or "（空）"
