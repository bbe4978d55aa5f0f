"""How two contents of a plan differ, line by line and cell by cell (MT 一.3: 调整、补充、修改).

Lines are the same by their id. One that is only in the second was added, one only in the first was struck.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.rules.visit_content import order_of
from crmdesk.rules.visit_plan import LINE_FIELDS, CellChange, LineChange, PlanLine
from crmdesk.rules.worded import Worded

ADDED, STRUCK, CHANGED = "added", "struck", "changed"


def compare(plan_id: UUID, before: tuple[str, Sequence[PlanLine]], after: tuple[str, Sequence[PlanLine]]) -> tuple[LineChange, ...]:
    """What differs between two contents (goals, lines); other goals first, under the id of the plan itself."""
    found = []
    if before[0] != after[0]:
        found.append(LineChange(plan_id, CHANGED, (CellChange("goals", before[0], after[0]),)))
    old = {line.id: line for line in before[1]}
    new = {line.id: line for line in after[1]}
    both = sorted({**old, **new}.values(), key=order_of)
    return (*found, *(change for line in both if (change := _change(old.get(line.id), new.get(line.id)))))


def _change(old: PlanLine | None, new: PlanLine | None) -> LineChange | None:
    line = new or old
    if line is None or line.id is None:
        return None
    if old is None or new is None:
        kind = ADDED if old is None else STRUCK
        return LineChange(line.id, kind, line=line, reason=line.change_reason if new else "")
    cells = tuple(_cells(old, new))
    return LineChange(line.id, CHANGED, cells, new, new.change_reason) if cells else None


def _cells(old: PlanLine, new: PlanLine) -> Iterable[CellChange]:
    for field in LINE_FIELDS:
        if getattr(old, field) != getattr(new, field):
            yield CellChange(field, in_words(old, field), in_words(new, field))


def in_words(line: PlanLine, field: str) -> str:
    """A field of a line as people read it: 12-03, 电话, 1.5; the dealer by his name."""
    if field == "dealer_id":
        return line.dealer_name
    value: Any = getattr(line, field)
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%m-%d}"
    if isinstance(value, Worded):
        return value.label
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def with_changes(
    content: tuple[str, Sequence[PlanLine]], changes: Iterable[LineChange], goals: str
) -> tuple[str, tuple[PlanLine, ...]]:
    """The content with these of its changes made, as ``compare`` found them; ``goals`` are the new ones."""
    said, lines = content[0], {line.id: line for line in content[1]}
    for change in changes:
        if change.line is None:
            said = goals
        elif change.kind == STRUCK:
            lines.pop(change.line_id, None)
        else:
            lines[change.line_id] = replace(change.line, missed=None)
    return said, tuple(sorted(lines.values(), key=order_of))


def changed_cells(changes: Iterable[LineChange]) -> tuple[tuple[UUID, str], ...]:
    """(record, field) of all that differs: what a decision is said to have changed."""
    found: list[tuple[UUID, str]] = []
    for change in changes:
        if change.kind == STRUCK:
            found.append((change.line_id, "alive"))
        elif change.kind == ADDED:
            found += [(change.line_id, field) for field in ("alive", *LINE_FIELDS)]
        else:
            found += [(change.line_id, cell.field) for cell in change.cells]
    return tuple(found)
