"""The visits of a day: adding one, writing it, striking it out, and what was written last time."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.journal import JournalEntry
from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.rules.dealer_visits import DealerVisits
from crmdesk.rules.errors import Conflict, NotAllowed, Refused
from crmdesk.rules.visit import FLOW, Visit
from crmdesk.rules.visit_values import LINES
from crmdesk.services import advance as door
from crmdesk.services import visit_case_opening
from crmdesk.services.dealer_living import all_ids
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_day_form import done_lines
from crmdesk.services.visit_form import day_row, to_visit, to_visits
from crmdesk.services.visit_missed import without_reason
from crmdesk.services.visit_writing import from_plan, merged, next_position, of_line, write
from crmdesk.words import _


@verb(permit="visit.add")
def add(work: Work, day_id: UUID, values: Mapping[str, Any]) -> Visit:
    """A new visit of the day: of a plan line (``plan_line_id``) or of any dealer (``dealer_id``), with what is known."""
    day = day_row(work, day_id)
    door.check_write(work, day, FLOW, ("visits",))
    before = Visit()
    after = from_plan(work, day, merged(before, values))
    if "way" in values:
        after = merged(after, {"way": values["way"]})
    row = VisitRow(day_id=day.id, position=next_position(work, day.id), alive=True)
    work.add(row)
    without_reason(work, after.plan_line_id)
    visit = write(work, day, row, before, after)
    visit_case_opening.follow(work, day, before, visit)
    return visit


@verb(permit="visit.change")
def change(work: Work, visit_id: UUID, seen: int, changes: Mapping[str, Any]) -> Visit:
    """Change a visit while its day is with the representative; ``checks`` names only the items that change."""
    row = _row(work, visit_id, seen, changes)
    day = day_row(work, row.day_id)
    door.check_write(work, day, FLOW, ("visits",))
    before = to_visit(work, row)
    after = of_line(work, day, before, merged(before, changes), is_named="plan_line_id" in changes)
    visit = write(work, day, row, before, after)
    visit_case_opening.follow(work, day, before, visit)
    return visit


def _row(work: Work, visit_id: UUID, seen: int, mine: Mapping[str, Any]) -> VisitRow:
    """The living row at the revision that the person saw; the conflict shows answers and lines too."""
    row = work.get(VisitRow, visit_id)
    if not row.alive:
        raise NotAllowed(_("这条巡访已经划去了。"), _("没有改动。"), _("请刷新后再看。"), code="struck")
    try:
        work.check_seen(row, seen, mine)
    except Conflict as conflict:
        now = to_visit(work, row)
        for key in ("checks", *LINES):
            if key in mine:
                conflict.theirs[key] = getattr(now, key)
        raise
    return row


@verb(permit="visit.strike")
def strike(work: Work, visit_id: UUID, seen: int) -> Visit:
    """Strike a visit out; cases that it opened stay, with a note."""
    row = _row(work, visit_id, seen, {})
    day = day_row(work, row.day_id)
    door.check_write(work, day, FLOW, ("visits",))
    row.alive = False
    work.session.flush()
    visit_case_opening.note_all(work, row.id, _("这次巡访的记录已划去"))
    return to_visit(work, row)


@verb(permit="visit.restore")
def restore(work: Work, call_id: UUID) -> Visit:
    """Take back the striking out of a visit; the plan line is his again unless another visit was made for it."""
    entry = JournalEntry
    struck = select(entry).where(entry.call_id == call_id, entry.verb == "visit.strike", entry.subject == "visit")
    found = work.session.scalars(struck).first()
    row = work.get(VisitRow, found.record_id) if found else None
    if found is None or row is None or row.alive or row.revision != found.revision:
        raise Refused(_("这次巡访已经不能恢复了。"), _("没有改动。"), _("请在「历史」里查看。"), code="built-upon")
    door.check_write(work, day_row(work, row.day_id), FLOW, ("visits",))
    if done_lines(work.session, [row.plan_line_id]):
        row.plan_line_id = None
    row.alive = True
    work.session.flush()
    visit_case_opening.note_all(work, row.id, _("这次巡访的记录已恢复"))
    return to_visit(work, row)


def _made_at(work: Work, dealer_id: UUID, limit: int) -> tuple[tuple[date, VisitRow], ...]:
    """The newest living visits of a dealer, or of the one that stands for it."""
    ids = all_ids(work.session, dealer_id)
    told = (
        select(VisitDayRow.day, VisitRow).join(VisitDayRow, VisitDayRow.id == VisitRow.day_id)
        .where(VisitRow.dealer_id.in_(ids), VisitRow.alive, VisitDayRow.alive)
        .order_by(VisitDayRow.day.desc(), VisitRow.position.desc(), VisitRow.id.desc()).limit(limit)
    )  # fmt: skip
    return tuple((row[0], row[1]) for row in work.session.execute(told))


@verb(permit="visit.last", reads=True)
def last(work: Work, dealer_id: UUID) -> Visit | None:
    """What was written at the dealer's last visit, by whomever; None where there was none."""
    made = _made_at(work, dealer_id, 1)
    return to_visit(work, made[0][1]) if made else None


@verb(permit="visit.of_dealer", reads=True)
def of_dealer(work: Work, dealer_id: UUID, limit: int = 50) -> tuple[tuple[date, Visit], ...]:
    """The visits of a dealer with their days, newest first."""
    made = _made_at(work, dealer_id, limit)
    visits = to_visits(work, [row for _day, row in made])
    return tuple((day, visit) for (day, _row_), visit in zip(made, visits, strict=True))


@verb(permit="visit.at_dealer", reads=True)
def at_dealer(work: Work, dealer_id: UUID, limit: int = 20) -> DealerVisits:
    """What the panel of a dealer says of visiting it."""
    from crmdesk.services import visit_at_dealer

    return visit_at_dealer.at_dealer(work, dealer_id, limit)
