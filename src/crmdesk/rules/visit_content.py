"""What a decision upon a plan binds to: its content as canonical JSON, and the hash of it (MT 一.3).

The hash is over the goals and, of every living line, its id and what a person writes on it; in which order lines
stand and how a dealer is called does not matter to it. A version keeps both beside it.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from crmdesk.rules.visit_plan import LINE_FACTS, LINE_FIELDS, PlanLine

#: What a version keeps of a line beside its fields.
_BESIDE = ("position", *LINE_FACTS, "change_reason")


def content(goals: str, lines: Iterable[PlanLine]) -> str:
    """Goals and lines whole, in the order in which they stand: what a version keeps."""
    return _canonical({"goals": goals, "lines": [_said(line, (*LINE_FIELDS, *_BESIDE)) for line in lines]})


def hash_of(goals: str, lines: Iterable[PlanLine]) -> str:
    """SHA-256 of what is decided upon."""
    said = sorted((_said(line, LINE_FIELDS) for line in lines), key=lambda line: str(line["id"]))
    return hashlib.sha256(_canonical({"goals": goals, "lines": said}).encode()).hexdigest()


def goals_in(text: str) -> str:
    """The goals of a version's content."""
    goals: str = json.loads(text)["goals"]
    return goals


def order_of(line: PlanLine) -> tuple[Any, ...]:
    """Lines stand by date, order on the route and position; one without a date comes last."""
    return (
        line.planned_on is None, line.planned_on or date.min, line.route_order is None, line.route_order or 0,
        line.position, line.id.hex if line.id else "",
    )  # fmt: skip


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _said(line: PlanLine, names: Iterable[str]) -> dict[str, Any]:
    return {"id": line.id.hex if line.id else None} | {name: _plain(getattr(line, name)) for name in names}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "hex", None) or str(value)
