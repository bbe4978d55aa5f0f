"""The frozen form of a complaint from its rows, with the deadline of its present station."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from crmdesk.models.complaint import ComplaintRow, DemandRow
from crmdesk.models.office import PersonRow
from crmdesk.rules.calendar import Roll, day_of_step
from crmdesk.rules.china_time import in_china
from crmdesk.rules.complaint import FLOW, Complaint, Demand
from crmdesk.rules.errors import Conflict, NotFound
from crmdesk.services.verbs import Work
from crmdesk.words import _

_PLAIN = frozenset(f.name for f in fields(Complaint)) - {
    "number", "parent_number", "demands", "deadline", "days_left", "changed_by", "notice",
}  # fmt: skip


def to_complaint(work: Work, row: ComplaintRow, parent: str = "", changed_by: str = "") -> Complaint:
    """The frozen form of a row whose demands are loaded, with the deadline of its present station."""
    end = deadline_of(work, row)
    return Complaint(
        **{name: getattr(row, name) for name in _PLAIN}, number=row.number or "", parent_number=parent,
        demands=tuple(_to_demand(d) for d in row.demands if d.alive), deadline=end,
        days_left=days_left(work, end), changed_by=changed_by,
    )  # fmt: skip


def days_left(work: Work, end: date | None) -> int | None:
    """Days that remain, in the unit that the office counts limits in; None where no clock runs."""
    return work.calendar.days_left(work.today, end, work.settings["complaint.day_unit"]) if end else None


def _to_demand(row: DemandRow) -> Demand:
    return Demand(row.kind, row.quantity, row.percent, row.amount, row.remark, row.id)


def deadline_of(work: Work, row: Any) -> date | None:
    """The last day of the present station, inclusive; None where no clock runs (domain 2.6, 10)."""
    limit = FLOW.station(row.state).limit
    if limit is None:
        return None
    closing = time.fromisoformat(work.settings["calendar.closing_time"])
    start = day_of_step(in_china(row.state_since), closing, work.calendar)
    unit = work.settings["complaint.day_unit"]
    return work.calendar.deadline(start, work.settings[limit], unit, Roll.FORWARD)


def row_of(
    work: Work, complaint: UUID | str, seen: int | None = None, mine: Mapping[str, Any] | None = None
) -> ComplaintRow:
    """The row by id or by number or draft key, with its demands; NotFound, Conflict."""
    statement = select(ComplaintRow).options(selectinload(ComplaintRow.demands))
    if isinstance(complaint, UUID):
        statement = statement.where(ComplaintRow.id == complaint)
    else:
        statement = statement.where(
            or_(ComplaintRow.number == complaint, ComplaintRow.draft_key == complaint)
        )
    row = work.session.scalar(statement)
    if row is None:
        said = "" if isinstance(complaint, UUID) else complaint
        raise NotFound(_("找不到客户抱怨处理表 {number}。").format(number=said), "", _("请核对编号。"))
    try:
        work.check_seen(row, seen, mine)
    except Conflict as conflict:
        if mine and "demands" in mine:
            conflict.theirs["demands"] = tuple(_to_demand(d) for d in row.demands if d.alive)
        raise
    return row


def whole(work: Work, row: ComplaintRow) -> Complaint:
    """The frozen form with everything that the page shows."""
    parent = work.session.scalar(select(ComplaintRow.number).where(ComplaintRow.id == row.parent_id)) or ""
    name = work.session.scalar(select(PersonRow.name).where(PersonRow.id == row.changed_by)) or ""
    return to_complaint(work, row, parent, name)


def without_demand_ids(form: Complaint) -> Complaint:
    """The form as a paper sees it: lines without their identity."""
    return replace(form, demands=tuple(replace(d, id=None) for d in form.demands))
