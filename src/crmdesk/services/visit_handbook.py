"""巡访手册 as a bound month of one representative: on paper and as a workbook (MT 一.4, domain 13)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange.files import write_safely
from crmdesk.models.dealer import DealerRow
from crmdesk.models.office import PersonRow
from crmdesk.rules.calendar import month_end
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.errors import NotFound, Refused
from crmdesk.rules.visit import Execution, VisitDay
from crmdesk.rules.visit_execution import execution
from crmdesk.services import visit_day
from crmdesk.services.dealer_form import whole
from crmdesk.services.paper_head import head_of
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_day_form import done_lines
from crmdesk.services.visit_planned import planned
from crmdesk.services.visit_statistics import facts_of
from crmdesk.services.visit_stocks import Stocks
from crmdesk.words import _


@verb(permit="visit_handbook.preview", reads=True)
def preview(work: Work, rep_id: UUID, month: date, blank: bool = False) -> bytes:
    """The PDF of a representative's month; ``blank``: a page for the pen for each visit still to be made."""
    from crmdesk.papers.visit_handbook import blank_pages, handbook

    rep, first = _rep(work, rep_id), month.replace(day=1)
    if blank:
        return blank_pages(rep.name, first, _still_to_visit(work, rep_id, first), head_of(work))
    days = for_paper(work, visit_day.month(work, rep_id, first))
    return handbook(rep.name, first, dealers_of(work, rep_id, first, days), days, _figures(work, rep, first), head_of(work))


@verb(permit="visit_handbook.save", reads=True)
def save(work: Work, rep_id: UUID, month: date, path: Path | str, blank: bool = False) -> Path:
    """Write the month to a file: PDF, or a workbook where the name ends in xlsx (which has no blank pages)."""
    path, first = Path(path), month.replace(day=1)
    if path.suffix.lower() == ".xlsx":
        from crmdesk.exchange.visit_workbook import write_handbook

        rep, days = _rep(work, rep_id), for_paper(work, visit_day.month(work, rep_id, first))
        write_handbook(path, rep.name, first, dealers_of(work, rep_id, first, days), days)
        return path
    if path.suffix.lower() != ".pdf":
        raise Refused(
            _("不能存为「{suffix}」。").format(suffix=path.suffix), _("没有写文件。"), _("请存为 .pdf 或 .xlsx。"), code="bad-suffix"
        )
    return write_safely(path, preview(work, rep_id, month, blank))


def _rep(work: Work, rep_id: UUID) -> PersonRow:
    row = work.session.get(PersonRow, rep_id)
    if row is None:
        raise NotFound(_("找不到这位业务经理。"), "", _("请刷新列表。"))
    return row


def _figures(work: Work, rep: PersonRow, first: date) -> Execution:
    """The representative's row of the statistics of the month."""
    rows = execution(facts_of(work.session, first, month_end(first)), first, month_end(first), "rep", work.today)
    return next((row for row in rows if row.key == str(rep.id)), Execution(str(rep.id), rep.name))


def _still_to_visit(work: Work, rep_id: UUID, first: date) -> tuple[Dealer, ...]:
    """The dealer of every approved line without a visit, in the order of the plan."""
    lines = [one.line for one in planned(work.session, first, month_end(first), rep_id)]
    done = done_lines(work.session, (line.id for line in lines))
    ids = [line.dealer_id for line in lines if line.id not in done and line.missed is None and line.dealer_id]
    dealers = {one.id: one for one in _dealers(work, ids)}
    return tuple(dealers[key] for key in ids if key in dealers)


def _dealers(work: Work, ids: Iterable[UUID]) -> tuple[Dealer, ...]:
    """The dealers by code."""
    told = select(DealerRow).where(DealerRow.id.in_(set(ids))).order_by(DealerRow.code, DealerRow.name, DealerRow.id)
    return tuple(whole(work, row) for row in work.session.scalars(told))


def dealers_of(work: Work, rep_id: UUID, month: date, days: Sequence[VisitDay]) -> tuple[Dealer, ...]:
    """The dealers of the month, visited or planned, by code: one page each."""
    first, last = month.replace(day=1), month_end(month)
    ids = {visit.dealer_id for day in days for visit in day.visits}
    ids |= {one.line.dealer_id for one in planned(work.session, first, last, rep_id)}
    return _dealers(work, [key for key in ids if key])


def for_paper(work: Work, days: Sequence[VisitDay]) -> tuple[VisitDay, ...]:
    """The days with safety stock and suggested order in every counted line."""
    stocks = Stocks(work)
    return tuple(replace(day, visits=tuple(stocks.told(visit) for visit in day.visits)) for day in days)
