"""A plan out to Excel and its lines back in: ours after editing, or a list that someone typed (MT 一.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select

from crmdesk.models.dealer import DealerRow
from crmdesk.models.visit_plan import VisitPlanLineRow, VisitPlanRow
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit_plan import LINE_FACTS, PlanLine, ReadLines
from crmdesk.services.dealer_form import to_dealer
from crmdesk.services.dealer_living import living_of
from crmdesk.services.office import office_of
from crmdesk.services.verbs import Work
from crmdesk.services.visit_plan_form import to_line, whole
from crmdesk.services.visit_plan_writing import facts_of

_DEALER = cast(Table, DealerRow.__table__)
#: More alike than one of these nobody can choose from.
_FEW = 20


def export(work: Work, row: VisitPlanRow, path: Path | str) -> int:
    """Write the plan to a workbook; the number of its lines."""
    from crmdesk.exchange.visit_workbook import write_plan

    return write_plan(Path(path), whole(work, row), office_of(work.session).name)


def read_lines(work: Work, row: VisitPlanRow | None, path: Path | str, month: date, rep_name: str) -> ReadLines:
    """The lines in the file, and what could not be read; nothing is written.

    A line that was exported from this plan (``row``) comes back as itself; every other is a new one.
    """
    from crmdesk.exchange.visit_workbook import read_plan

    found = read_plan(Path(path), month, Finder(work, rep_name).find)
    mine = select(VisitPlanLineRow).where(VisitPlanLineRow.plan_id == row.id) if row else None
    there = {one.id: to_line(one) for one in work.session.scalars(mine)} if mine is not None else {}
    return replace(found, lines=tuple(_as_here(work, found.lines, there)))


def _as_here(work: Work, lines: Iterable[PlanLine], there: dict[UUID, PlanLine]) -> Iterator[PlanLine]:
    """The lines with what this plan knows of them: their own dealer, and what is no column of the workbook."""
    rest = dict(there)
    lines = tuple(lines)
    living = living_of(work.session, [one.dealer_id for one in there.values()])
    told = select(DealerRow).where(DealerRow.id.in_({line.dealer_id for line in lines if line.dealer_id}))
    dealers = {dealer.id: dealer for dealer in work.session.scalars(told)}
    for line in lines:
        old = rest.pop(line.id, None) if line.id else None
        if line.dealer_id in dealers:
            line = replace(line, **facts_of(dealers[line.dealer_id]))
        if old is None:
            yield replace(line, id=None)
            continue
        now = living.get(old.dealer_id) if old.dealer_id else None
        if now is not None and now.id == line.dealer_id:
            line = replace(line, dealer_id=old.dealer_id, **{name: getattr(old, name) for name in LINE_FACTS})
        yield replace(line, change_reason=old.change_reason, missed=old.missed)


class Finder:
    """The dealer of a code and a name: one of the representative's own, else the only one there is in the office."""

    def __init__(self, work: Work, owner: str) -> None:
        from crmdesk.exchange.visit_plan_reading import finder_of

        self._work = work
        self._own = finder_of(self._rows(_DEALER.c.alive, _DEALER.c.owner == owner) if owner else ())
        self._known: dict[tuple[str, str], Dealer | None] = {}

    def find(self, code: str, name: str) -> Dealer | None:
        """None where there is none or more than one."""
        key = (code, name)
        if key not in self._known:
            self._known[key] = self._own(code, name) or self._other(code, name)
        return self._known[key]

    def _other(self, code: str, name: str) -> Dealer | None:
        wanted = _DEALER.c.code == code if code else or_(_DEALER.c.name == name, _DEALER.c.short_name == name)
        found = self._rows(_DEALER.c.alive, wanted) or self._merged(wanted)
        return found[0] if len(found) == 1 else None

    def _merged(self, wanted: ColumnElement[bool]) -> tuple[Dealer, ...]:
        """Those that live on for merged ones of that code or name."""
        told = select(_DEALER.c.id).where(_DEALER.c.alive.is_(False), _DEALER.c.merged_into.is_not(None), wanted)
        living = living_of(self._work.session, self._work.session.scalars(told.limit(_FEW)))
        return self._rows(_DEALER.c.alive, _DEALER.c.id.in_({one.id for one in living.values()})) if living else ()

    def _rows(self, *wanted: ColumnElement[bool]) -> tuple[Dealer, ...]:
        rows: Any = self._work.session.execute(select(_DEALER).where(*wanted)).mappings()
        return tuple(to_dealer(row) for row in rows)
