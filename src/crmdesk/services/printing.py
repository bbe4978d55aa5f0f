"""Printing the five copies of a complaint, and the register of who printed which copy when (CP 四.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from crmdesk.models.complaint import ComplaintRow, CopyIssueRow
from crmdesk.models.office import PersonRow
from crmdesk.papers.complaint import fingerprint, five_copies, one_per_department
from crmdesk.rules.complaint import COPIES, Complaint, ComplaintState
from crmdesk.rules.errors import Refused
from crmdesk.services.complaint_form import whole, without_demand_ids
from crmdesk.services.paper_head import head_of
from crmdesk.services.verbs import Work
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF of all chosen copies, and the fingerprint of what is on them."""

    pdf: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Issued:
    """One copy that was printed or saved."""

    copy: int
    at: datetime
    person: str
    how: str
    place: str
    fingerprint: str


def _chosen(copies: Sequence[int]) -> tuple[int, ...]:
    known = {copy.index for copy in COPIES}
    chosen = tuple(dict.fromkeys(copies))
    if not chosen or not set(chosen) <= known:
        raise Refused(
            _("没有这样的联。"), _("没有打印。"), _("请选第一联到第五联中的一联或几联。"), code="bad-copy"
        )
    return chosen


def preview_copies(work: Work, row: ComplaintRow, copies: Sequence[int]) -> bytes:
    """The PDF of the copies as it would be printed now."""
    return five_copies(without_demand_ids(whole(work, row)), head_of(work), _chosen(copies))


def issue_copies(work: Work, row: ComplaintRow, copies: Sequence[int], how: str, place: str) -> Printed:
    """Draw the copies and note each in the register; a void form is not printed as if it were good."""
    chosen, form = _chosen(copies), _printable(work, row)
    pdf = five_copies(form, head_of(work), chosen)
    _note(work, row, form, chosen, how, place)
    return Printed(pdf, fingerprint(form))


def save_copies(
    work: Work, row: ComplaintRow, copies: Sequence[int], path: Path, per_department: bool
) -> tuple[Path, ...]:
    """Write the copies as one PDF, or one per department into the folder ``path``, and note them."""
    from crmdesk.exchange.files import write_safely

    chosen, form, head = _chosen(copies), _printable(work, row), head_of(work)
    if per_department:
        each = one_per_department(form, head, chosen)
        targets = {path / _file_name(form, copy): pdf for copy, pdf in each}
    else:
        targets = {path: five_copies(form, head, chosen)}
    for target, pdf in targets.items():
        write_safely(target, pdf)
    _note(work, row, form, chosen, "pdf", path.name)
    return tuple(targets)


def _file_name(form: Complaint, copy: int) -> str:
    """261108-第一联-质量管理部.pdf"""
    kept = COPIES[copy - 1]
    return f"{form.title}-{kept.title.split()[0]}-{kept.keeper}.pdf"


def _note(
    work: Work, row: ComplaintRow, form: Complaint, copies: Sequence[int], how: str, place: str
) -> None:
    mark = fingerprint(form)
    for copy in copies:
        work.add(CopyIssueRow(complaint_id=row.id, copy=copy, how=how, place=place, fingerprint=mark))


def _printable(work: Work, row: ComplaintRow) -> Complaint:
    form = without_demand_ids(whole(work, row))
    _refuse_void(form)
    return form


def _refuse_void(form: Complaint) -> None:
    if form.state is ComplaintState.VOID:
        raise Refused(
            _("{number} 已经作废,不能再打印。").format(number=form.title), _("没有打印。"), "", code="void"
        )


def issued(work: Work, row: ComplaintRow) -> tuple[Issued, ...]:
    """The register of copies of a form, newest first."""
    rows = work.session.execute(
        select(CopyIssueRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == CopyIssueRow.created_by)
        .where(CopyIssueRow.complaint_id == row.id)
        .order_by(CopyIssueRow.created_at.desc(), CopyIssueRow.copy)
    )
    return tuple(Issued(i.copy, i.created_at, name or "", i.how, i.place, i.fingerprint) for i, name in rows)
