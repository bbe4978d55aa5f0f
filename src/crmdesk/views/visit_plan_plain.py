"""Lines of a plan as plain JSON and back: what a draft beside the database keeps of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import MissedReason, PlanLine, VisitWay

#: Fields that are no text, and how each is read from one.
_READ: dict[str, Callable[[str], Any]] = {
    "id": UUID, "position": Decimal, "planned_on": date.fromisoformat, "dealer_id": UUID, "dealer_class": DealerClass,
    "route_order": int, "way": VisitWay, "hours": Decimal, "missed": MissedReason,
}  # fmt: skip
_NAMES = tuple(f.name for f in fields(PlanLine) if f.name != "alive")


def to_plain(line: PlanLine) -> dict[str, str]:
    """Dates, numbers, ids and choices as text; what is empty is left out."""
    return {name: str(value) for name in _NAMES if (value := getattr(line, name)) not in (None, "")}


def from_plain(plain: Mapping[str, Any]) -> PlanLine:
    """The line again; a field that cannot be read stays empty, the others are there."""
    values = {}
    for name in _NAMES:
        if isinstance(plain.get(name), str):
            try:
                values[name] = _READ.get(name, str)(plain[name])
            except (ValueError, ArithmeticError):
                continue
    return PlanLine(**values)


def brought_up(
    typed: Sequence[PlanLine], base: Sequence[PlanLine], now: Sequence[PlanLine], touched: Collection[int] = ()
) -> tuple[tuple[PlanLine, ...], dict[int, int]]:
    """The lines as ``typed`` upon ``base``, upon what stands ``now``; and for each place of then where it is now.

    What was not touched then is as it is now; ``touched`` are places with cells that are only half typed.
    """
    before, after = {line.id: line for line in base}, {line.id: line for line in now}
    found: list[PlanLine] = []
    places: dict[int, int] = {}
    for at, line in enumerate(typed):
        is_touched = line.id is None or at in touched or line != before.get(line.id)
        if not is_touched and line.id not in after:
            continue  # struck meanwhile, and nothing was written into it here
        places[at] = len(found)
        if not is_touched:
            line = after[line.id]
        elif line.id not in after:
            line = replace(line, id=None)  # it comes anew
        found.append(line)
    there = {line.id for line in found} | {line.id for line in base}
    return (*found, *(line for line in now if line.id not in there)), places
