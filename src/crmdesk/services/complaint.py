"""The complaints: recording the form, sending it, registering it, and printing its five copies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from crmdesk.models.complaint import ComplaintRow, DemandRow
from crmdesk.models.dealer import DealerRow
from crmdesk.rules.complaint import (
    FIELDS,
    FLOW,
    Complaint,
    ComplaintQuery,
    ComplaintState,
    Demand,
    number_of,
    serial_notice,
    wrong_values,
)  # fmt: skip
from crmdesk.rules.errors import Incomplete, NotAllowed, NotFound, Refused
from crmdesk.rules.settings import NumberMode
from crmdesk.services import advance as door
from crmdesk.services import numbers
from crmdesk.services.case_way import Step, Way, steps_of, ways_of
from crmdesk.services.complaint_form import row_of, to_complaint, whole
from crmdesk.services.dealer_form import living
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _


def _narrowed(query: ComplaintQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.states:
        found.append(ComplaintRow.state.in_(query.states))
    if query.kinds:
        found.append(ComplaintRow.kind.in_(query.kinds))
    if query.dealer_id:
        found.append(ComplaintRow.dealer_id == query.dealer_id)
    if query.filled_by:
        found.append(ComplaintRow.filled_by == query.filled_by)
    if query.text.strip():
        part = f"%{_escaped(query.text.strip())}%"
        columns = (ComplaintRow.number, ComplaintRow.draft_key, ComplaintRow.dealer_name, ComplaintRow.dealer_code,
                   ComplaintRow.order_number, ComplaintRow.part_number, ComplaintRow.product)  # fmt: skip
        found.append(or_(*(column.ilike(part, escape="\\") for column in columns)))
    return found


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@verb(permit="complaint.page", reads=True)
def page(work: Work, query: ComplaintQuery, offset: int = 0, limit: int = 100) -> tuple[Complaint, ...]:
    """A window of the list, newest first unless the query sorts."""
    column = _sorted_by(query.sort) if query.sort else ComplaintRow.created_at
    way = column.desc() if query.descending or not query.sort else column.asc()
    statement = (
        select(ComplaintRow).options(selectinload(ComplaintRow.demands)).where(*_narrowed(query))
        .order_by(way, ComplaintRow.id).offset(offset).limit(limit)
    )  # fmt: skip
    return tuple(to_complaint(work, row) for row in work.session.scalars(statement))


def _sorted_by(key: str) -> Any:
    """The column behind a column of the list: numbers first, then draft keys."""
    if key == "title":
        return func.coalesce(ComplaintRow.number, ComplaintRow.draft_key)
    return getattr(ComplaintRow, key)


@verb(permit="complaint.count", reads=True)
def count(work: Work, query: ComplaintQuery) -> int:
    """How many complaints the list has."""
    return work.session.scalar(select(func.count()).select_from(ComplaintRow).where(*_narrowed(query))) or 0


@verb(permit="complaint.get", reads=True)
def get(work: Work, complaint: UUID | str) -> Complaint:
    """One form by id, number or draft key."""
    return whole(work, row_of(work, complaint))


@verb(permit="complaint.ways", reads=True)
def ways(work: Work, complaint: UUID | str) -> tuple[Way, ...]:
    """The buttons of the form in its present state, for this person."""
    row = row_of(work, complaint)
    return ways_of(work, row, whole(work, row), FLOW)


@verb(permit="complaint.steps", reads=True)
def steps(work: Work, complaint: UUID | str) -> tuple[Step, ...]:
    """What happened to the form, newest first."""
    return steps_of(work, row_of(work, complaint), FLOW, _("填表"))


# writing


@verb(permit="complaint.record")
def record(work: Work, values: Mapping[str, Any]) -> Complaint:
    """A new form in 业务填表 (CP 四.1); it may still be incomplete, its values may not contradict each other."""
    row = ComplaintRow(draft_key=numbers.next_draft(work.session, work.today), demands=[])
    row.filled_on, row.filled_by = work.today, work.asker.name
    _write(work, row, values)
    door.begin(work, row, FLOW)
    return whole(work, row)


@verb(permit="complaint.change")
def change(work: Work, complaint_id: UUID, seen: int, changes: Mapping[str, Any]) -> Complaint:
    """Change sections A and B while the form is with the business department."""
    row = row_of(work, complaint_id, seen, changes)
    if row.state is not ComplaintState.DRAFT:
        raise NotAllowed(
            _("这张表已经送出,业务栏不能再改。"), _("没有改动。"), _("请先「取回」或请总经理室「退回业务」。"),
            code="wrong-state",
        )  # fmt: skip
    _write(work, row, changes)
    work.session.flush()
    return whole(work, row)


def _write(work: Work, row: ComplaintRow, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"a complaint has no {sorted(unknown)}")
    for key, value in values.items():
        if key not in ("demands", "dealer_id"):
            setattr(row, key, value.strip() if type(value) is str else value)
    if "dealer_id" in values:
        _set_dealer(work, row, values["dealer_id"], values)
    if "demands" in values:
        _set_demands(work, row, values["demands"])
    wrong = wrong_values(_as_form(row))
    if wrong:
        raise Incomplete(_("没有保存。"), tuple(wrong))


def _as_form(row: ComplaintRow) -> Complaint:
    values = {name: getattr(row, name) for name in ("quantity", "bad_quantity", "shipped_on", "filled_on")}
    return Complaint(row.id, 0, ComplaintState.DRAFT, "", row.draft_key, **values)


def _set_dealer(work: Work, row: ComplaintRow, dealer_id: UUID | None, values: Mapping[str, Any]) -> None:
    """Keep what the form says of the dealer as it stands today; what was typed beside it stays."""
    dealer = _dealer_of(work, dealer_id) if dealer_id else None
    row.dealer_id = dealer.id if dealer else None
    row.dealer_code, row.dealer_name = (dealer.code, dealer.name) if dealer else ("", "")
    if dealer is None:
        return
    beside = {"contact": dealer.contact, "phone": dealer.mobile or dealer.phone, "address": dealer.address}
    for key, value in beside.items():
        if key not in values:
            setattr(row, key, value)


def _dealer_of(work: Work, dealer_id: UUID) -> DealerRow:
    """The dealer, or the one that stands for it after a merge."""
    try:
        return living(work, dealer_id)[0]
    except NotFound as error:
        raise NotFound(error.what, _("您填写的内容都还在。"), _("请另选一个客户。")) from error


def _set_demands(work: Work, row: ComplaintRow, demands: Sequence[Demand]) -> None:
    """Lines keep their identity; one that is left out is struck, never deleted."""
    row.changed_at = work.now  # raises the form's revision although only its lines change
    by_id: dict[UUID | None, DemandRow] = {line.id: line for line in row.demands}
    kept = {d.id for d in demands if d.id}
    for line in row.demands:
        line.alive = line.alive and line.id in kept
    for position, demand in enumerate(demands, start=1):
        line = by_id.get(demand.id) or _new_line(row)
        line.position, line.kind, line.remark = position, demand.kind, demand.remark.strip()
        line.quantity, line.percent, line.amount = demand.quantity, demand.percent, demand.amount


def _new_line(row: ComplaintRow) -> DemandRow:
    line = DemandRow(alive=True)
    row.demands.append(line)
    return line


def _advance(work: Work, complaint_id: UUID, seen: int, name: str, step: Mapping[str, Any]) -> ComplaintRow:
    row = row_of(work, complaint_id, seen)
    door.advance(work, row, whole(work, row), FLOW, name, **step)
    return row


@verb(permit="complaint.send")
def send(work: Work, complaint_id: UUID, seen: int, **step: Any) -> Complaint:
    """Send the form with opinion and sample to 总经理室 (CP 四.1). Incomplete names every field that is missing."""
    return whole(work, _advance(work, complaint_id, seen, "send", step))


@verb(permit="complaint.take_back")
def take_back(work: Work, complaint_id: UUID, seen: int, **step: Any) -> Complaint:
    """Take back what was sent, while 总经理室 has not registered it."""
    return whole(work, _advance(work, complaint_id, seen, "take_back", step))


@verb(permit="complaint.send_back")
def send_back(work: Work, complaint_id: UUID, seen: int, **step: Any) -> Complaint:
    """Send the form back to the business department with a reason."""
    return whole(work, _advance(work, complaint_id, seen, "send_back", step))


@verb(permit="complaint.void")
def void(work: Work, complaint_id: UUID, seen: int, **step: Any) -> Complaint:
    """Void the form with a reason; its number stays used."""
    return whole(work, _advance(work, complaint_id, seen, "void", step))


@verb(permit="complaint.register")
def register(work: Work, complaint_id: UUID, seen: int, number: str = "", **step: Any) -> Complaint:
    """Give the form its number YYMMNN and the day of acceptance (CP 三, 四.4)."""
    row = _advance(work, complaint_id, seen, "register", step)
    row.accepted_on = step.get("paper_signed_on") or work.today
    _number(work, row, number)
    work.session.flush()
    warn_at = work.settings["complaint.number.warn_at"]
    return replace(whole(work, row), notice=serial_notice(row.number_serial or 0, warn_at))


def _number(work: Work, row: ComplaintRow, typed: str) -> None:
    if row.number:  # sent back and registered again: the number stays
        return
    accepted = row.accepted_on or work.today
    if work.settings["complaint.number.mode"] is NumberMode.ENTER:
        year, month, serial = parse_number(typed, accepted)
        _refuse_taken(work, typed)
        numbers.raise_to(work.session, "complaint", f"{year:04d}{month:02d}", serial)
    elif numbers.code_here(work.session):  # the head desk gives the number when the form comes there
        row.draft_key = numbers.next_provisional(work.session)
        return
    else:
        year, month, serial = numbers.next_complaint(work.session, accepted)
    row.number_year, row.number_month, row.number_serial = year, month, serial
    row.number = number_of(year, month, serial)


def parse_number(typed: str, day: date) -> tuple[int, int, int]:
    """Year, month and serial of a number that the head office gave; Refused where it is none of the form YYMMNN."""
    typed = typed.strip()
    fits = typed.isascii() and typed.isdigit() and 6 <= len(typed) <= 8 and "01" <= typed[2:4] <= "12"
    if not fits or int(typed[4:]) == 0:
        raise Refused(
            _("客诉编号「{number}」不合规则。").format(number=typed), _("还没有登记。"),
            _("编号为两位年、两位月加至少两位流水号,例如 {example}。").format(
                example=number_of(day.year, day.month, 1)
            ),
            code="bad-number", field="number",
        )  # fmt: skip
    century = day.year // 100 * 100
    return century + int(typed[:2]), int(typed[2:4]), int(typed[4:])


def _refuse_taken(work: Work, number: str) -> None:
    if work.session.scalar(select(ComplaintRow.id).where(ComplaintRow.number == number.strip())):
        raise Refused(
            _("客诉编号 {number} 已经用过。").format(number=number), _("还没有登记。"), _("请核对后重填。"),
            code="number-taken", field="number",
        )  # fmt: skip


# printing: in a file of its own, but the verbs stand here, where the counter looks for them


@verb(permit="complaint.preview", reads=True)
def preview(work: Work, complaint: UUID | str, copies: Sequence[int] = (1, 2, 3, 4, 5)) -> bytes:
    """The PDF of the copies; nothing is noted."""
    from crmdesk.services.printing import preview_copies

    return preview_copies(work, row_of(work, complaint), copies)


@verb(permit="complaint.print_copies")
def print_copies(
    work: Work,
    complaint: UUID | str,
    copies: Sequence[int] = (1, 2, 3, 4, 5),
    how: str = "pdf",
    place: str = "",
) -> Any:
    """The PDF of the copies, noted in the register of copies (CP 四.8)."""
    from crmdesk.services.printing import issue_copies

    return issue_copies(work, row_of(work, complaint), copies, how, place)


@verb(permit="complaint.copies_issued", reads=True)
def copies_issued(work: Work, complaint: UUID | str) -> Any:
    """Who printed which copy when, newest first."""
    from crmdesk.services.printing import issued

    return issued(work, row_of(work, complaint))


@verb(permit="complaint.save_copies")
def save_copies(
    work: Work, complaint: UUID | str, copies: Sequence[int], path: Any, one_per_department: bool = False
) -> tuple[Any, ...]:
    """Write the copies as one PDF, or one per department into a folder, and note them; returns the paths."""
    from pathlib import Path

    from crmdesk.services.printing import save_copies as save

    return save(work, row_of(work, complaint), copies, Path(path), one_per_department)
