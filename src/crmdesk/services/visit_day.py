"""The handbook's days: beginning one, writing plan and summary, handing it in, checking it (MT 一.4)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.rules.calendar import month_end
from crmdesk.rules.errors import Incomplete, Problem, Refused
from crmdesk.rules.visit import DAY_FIELDS, FLOW, DayOutcome, DayQuery, VisitDay
from crmdesk.rules.visit_values import wrong_mark
from crmdesk.services import advance as door
from crmdesk.services import case_way, visit_day_folding
from crmdesk.services.apart import apart
from crmdesk.services.representative import representative
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_day_form import to_day, to_days
from crmdesk.services.visit_form import day_row, visits_of_days
from crmdesk.services.visit_missed import write_reasons
from crmdesk.words import _

_OF_MANAGER = frozenset({"mark", "check_remark"})


def _narrowed(query: DayQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [VisitDayRow.alive.is_(True)]
    if query.first:
        found.append(VisitDayRow.day >= query.first)
    if query.last:
        found.append(VisitDayRow.day <= query.last)
    if query.rep_id:
        found.append(VisitDayRow.rep_id == query.rep_id)
    if query.states:
        found.append(VisitDayRow.state.in_(query.states))
    return found


def _rows(work: Work, query: DayQuery, offset: int = 0, limit: int | None = None) -> Sequence[VisitDayRow]:
    """The rows of the list, newest day first."""
    told = select(VisitDayRow).where(*_narrowed(query))
    told = told.order_by(VisitDayRow.day.desc(), VisitDayRow.rep_name, VisitDayRow.id)
    return work.session.scalars(told.offset(offset).limit(limit)).all()


@verb(permit="visit_day.page", reads=True)
def page(work: Work, query: DayQuery, offset: int = 0, limit: int = 100) -> tuple[VisitDay, ...]:
    """A window of the days, newest first."""
    if not query.only_sampled:
        return to_days(work, _rows(work, query, offset, limit))
    drawn = tuple(day for day in to_days(work, _rows(work, query)) if day.sampled)
    return drawn[offset : offset + limit]


@verb(permit="visit_day.count", reads=True)
def count(work: Work, query: DayQuery) -> int:
    """How many days the list has."""
    if query.only_sampled:
        return sum(day.sampled for day in to_days(work, _rows(work, query)))
    return work.session.scalar(select(func.count()).select_from(VisitDayRow).where(*_narrowed(query))) or 0


@verb(permit="visit_day.get", reads=True)
def get(work: Work, day_id: UUID) -> VisitDay:
    """One day, whole."""
    return to_day(work, day_row(work, day_id))


@verb(permit="visit_day.month", reads=True)
def month(work: Work, rep_id: UUID, month: date) -> tuple[VisitDay, ...]:
    """The days of a representative's month, the first one first."""
    first = month.replace(day=1)
    rows = _rows(work, DayQuery(first, month_end(first), rep_id))
    return to_days(work, list(reversed(rows)))


@verb(permit="visit_day.preview", reads=True)
def preview(work: Work, day_id: UUID) -> bytes:
    """The PDF of one day."""
    from crmdesk.papers.visit_handbook import day_sheet
    from crmdesk.services.paper_head import head_of
    from crmdesk.services.visit_handbook import for_paper

    (day,) = for_paper(work, (get(work, day_id),))
    return day_sheet(day, head_of(work))


# writing


@verb(permit="visit_day.begin")
def begin(work: Work, day: date, rep_id: UUID | None = None) -> VisitDay:
    """The day of a representative, a new one where he has none yet; ``rep_id`` None: one's own."""
    rep = representative(work, rep_id, _("巡访手册是业务经理的。"), alone=True)
    there = select(VisitDayRow).where(VisitDayRow.rep_id == rep.id, VisitDayRow.day == day, VisitDayRow.alive)
    row = work.session.scalars(there.order_by(VisitDayRow.id).limit(1)).first()
    if row is None:
        row = VisitDayRow(rep_id=rep.id, rep_name=rep.name, day=day, alive=True)
        door.begin(work, row, FLOW)
        door.check_write(work, row, FLOW, ("visits",))
    return to_day(work, row)


@verb(permit="visit_day.change")
def change(work: Work, day_id: UUID, seen: int, changes: Mapping[str, Any]) -> VisitDay:
    """Change the day: ``plan``, ``summary``, ``dressed``, and ``missed`` {line id: reason or None} by the
    representative; ``mark``, ``check_remark`` and ``remarks`` {visit id: text} by the manager.
    """  # fmt: skip
    row = day_row(work, day_id, seen, changes)
    unknown = set(changes) - {*DAY_FIELDS, *_OF_MANAGER, "remarks", "missed"}
    if unknown:
        raise ValueError(f"a day has no {sorted(unknown)}")
    as_field = {"missed": "visits", "remarks": "check_remark"}
    door.check_write(work, row, FLOW, [as_field.get(key, key) for key in changes])
    _check_mark(changes.get("mark"))
    for key in (*DAY_FIELDS, *_OF_MANAGER):
        if key in changes:
            value = changes[key]
            setattr(row, key, value.strip() if type(value) is str else value)
    write_reasons(work, row, changes.get("missed", {}))
    _write_remarks(work, row, changes.get("remarks", {}))
    row.changed_at = work.now
    work.session.flush()
    return to_day(work, row)


def _check_mark(mark: Any) -> None:
    wrong = wrong_mark(mark)
    if wrong:
        raise Incomplete(_("没有保存。"), wrong)


def _write_remarks(work: Work, day: VisitDayRow, remarks: Mapping[UUID, str]) -> None:
    for visit_id, text in remarks.items():
        visit = work.get(VisitRow, visit_id)
        if visit.day_id != day.id:
            raise ValueError(f"{visit_id} is a visit of another day")
        visit.check_remark = text.strip()


@verb(permit="visit_day.strike")
def strike(work: Work, day_id: UUID, seen: int) -> None:
    """Strike out a day that was begun by mistake: one without visits, while it is with the representative."""
    row = day_row(work, day_id, seen)
    door.check_write(work, row, FLOW, ("visits",))
    if visits_of_days(work.session, [day_id]):
        raise Refused(
            _("这一天已经有巡访记录。"), _("没有改动。"), _("请先划去各条巡访。"), code="has-visits"
        )
    row.alive = False
    work.session.flush()


@verb(permit="visit_day.fold")
def fold(work: Work, keep_id: UUID, lose_id: UUID) -> VisitDay:
    """Make one handbook of the two that two desks began for the same day: ``VisitDay.folds`` says which is kept."""
    return to_day(work, visit_day_folding.fold(work, keep_id, lose_id))


# the way of a day


@verb(permit="visit_day.ways", reads=True)
def ways(work: Work, day_id: UUID) -> tuple[case_way.Way, ...]:
    """The buttons of the day in its present state, for this person."""
    row = day_row(work, day_id)
    return case_way.ways_of(work, row, to_day(work, row), FLOW)


@verb(permit="visit_day.steps", reads=True)
def steps(work: Work, day_id: UUID) -> tuple[case_way.Step, ...]:
    """What happened to the day, newest first."""
    return case_way.steps_of(work, day_row(work, day_id), FLOW, _("开始记录"))


def _advance(work: Work, row: VisitDayRow, name: str, step: Mapping[str, Any]) -> VisitDay:
    door.advance(work, row, to_day(work, row), FLOW, name, **step)
    return to_day(work, row)


@verb(permit="visit_day.hand_in")
def hand_in(work: Work, day_id: UUID, seen: int, **step: Any) -> VisitDay:
    """Give the day to the manager (MT 一.4). Incomplete names every field that is missing."""
    row = day_row(work, day_id, seen)
    if row.day > work.today:
        raise Incomplete(_("还不能上交。"), (Problem("day", _("这一天还没有到"), "MT 一.4"),))
    return _advance(work, row, "hand_in", step)


@verb(permit="visit_day.take_back")
def take_back(work: Work, day_id: UUID, seen: int, **step: Any) -> VisitDay:
    """Take the day back while the manager has not checked it."""
    return _advance(work, day_row(work, day_id, seen), "take_back", step)


@verb(permit="visit_day.send_back")
def send_back(work: Work, day_id: UUID, seen: int, **step: Any) -> VisitDay:
    """Send the day back to the representative with a reason."""
    return _advance(work, day_row(work, day_id, seen), "send_back", step)


@verb(permit="visit_day.check")
def check(
    work: Work, day_id: UUID, seen: int, mark: int | None = None, remark: str = "", **step: Any
) -> VisitDay:
    """Check the day, with a mark from 0 to 100 and a remark (MT 一.4); one that was drawn needs the mark."""
    row = day_row(work, day_id, seen)
    return _check(work, row, mark, remark, step)


def _check(work: Work, row: VisitDayRow, mark: int | None, remark: str, step: Mapping[str, Any]) -> VisitDay:
    _check_mark(mark)
    row.mark = row.mark if mark is None else mark
    row.check_remark = remark.strip() or row.check_remark
    door.advance(work, row, to_day(work, row), FLOW, "check", **step)
    done = case_way.last_step(work, row, "check")
    row.checked_by = done.signed if done else work.asker.name
    row.checked_on = step.get("paper_signed_on") or work.today
    work.session.flush()
    return to_day(work, row)


@verb(permit="visit_day.check_many")
def check_many(work: Work, days: Sequence[tuple[UUID, int]]) -> tuple[DayOutcome, ...]:
    """Check many days as they are; each succeeds or fails by itself, and says why."""
    found = []
    for number, (day_id, seen) in enumerate(days, start=1):
        work.stop_if_cancelled()
        found.append(_outcome(work, day_id, seen))
        work.progress(number, len(days), found[-1].title)
    return tuple(found)


def _outcome(work: Work, day_id: UUID, seen: int) -> DayOutcome:
    title, cause = "", work.cause
    try:
        with apart(work):
            title = to_day(work, day_row(work, day_id)).title
            _check(work, day_row(work, day_id, seen), None, "", {})
    except Refused as error:
        return DayOutcome(day_id, title, False, str(error))
    finally:
        work.cause, work.on_behalf_of = cause, ""
    return DayOutcome(day_id, title, True)
