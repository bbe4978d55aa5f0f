"""What must be done today, worst first: the page 今日 and the counts beside the navigation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, column, exists, func, or_, select, table

from crmdesk.models.complaint import ComplaintRow, CopyIssueRow
from crmdesk.rules import permits
from crmdesk.rules.calendar import Roll
from crmdesk.rules.clauses import in_words
from crmdesk.rules.complaint import FLOW, ComplaintState, Market
from crmdesk.rules.people import Role
from crmdesk.services.complaint_form import days_left, deadline_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _

#: As much of the table of dealers as is asked for here: its classes are not loaded for the first page.
_DEALERS = table("dealer", column("alive", Boolean))
_FOR_ALL = tuple(table(name, column("id")) for name in ("circulation", "open_conflict", "packet", "visit_case"))
_VISITS = (*_FOR_ALL, *(table(name, column("id")) for name in ("visit_plan", "visit_day")))
_WORST_FIRST = ("red", "amber", "blue", "green")
_STANDS: dict[ComplaintState, Callable[[], str]] = {
    ComplaintState.DRAFT: lambda: _("{who} 还没有送出"),
    ComplaintState.SENT: lambda: _("等总经理室登记编号"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure at the top of the page."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing to do; ``record_id`` is ``EVERYTHING`` where it is no single record.

    ``group`` is ``now`` or ``week``, ``urgency`` red, amber, blue or green."""

    urgency: str
    badge: str
    title: str
    note: str
    subject: str
    record_id: UUID
    action_title: str
    group: str
    is_mine: bool = True
    many: int = 1  # how many things stand in this one line; its ``record_id`` is then ``EVERYTHING``
    page: str = ""  # opened instead of the subject's own
    given: tuple[tuple[str, Any], ...] = ()  # what the page is opened with: a month, a day, a view


@dataclass(frozen=True, slots=True)
class Today:
    """The page 今日; ``counts`` is page → what waits there for this person, ``dealers`` how many the office has."""

    day: date
    is_workday: bool
    calendar_note: str
    tiles: tuple[Tile, ...]
    items: tuple[TodayItem, ...]
    counts: dict[str, int]
    dealers: int


@verb(permit="inbox.today", reads=True)
def today(work: Work) -> Today:
    """What waits, computed afresh: nothing of it is stored."""
    calendar = work.calendar
    rows = _open_complaints(work) if permits.may(work.asker.roles, "complaint.page") else []
    visits, counts = _visits(work)
    items = sorted((*_items(work, rows), *visits), key=lambda i: (_WORST_FIRST.index(i.urgency), not i.is_mine, i.title))
    overdue = sum(1 for i in items if i.urgency == "red" and i.subject == "complaint")
    mine = sum(i.many for i in items if i.is_mine)
    dealers = work.session.scalar(select(func.count()).select_from(_DEALERS).where(_DEALERS.c.alive)) or 0
    return Today(
        work.today, calendar.is_workday(work.today),
        calendar.sentence_if_guess(work.today),
        _tiles(work, rows, overdue, dealers), tuple(items), counts | {"today": mine, "complaints": len(rows)}, dealers,
    )  # fmt: skip


def _visits(work: Work) -> tuple[tuple[TodayItem, ...], dict[str, int]]:
    """What waits of visits and from other desks; their modules are loaded only where there is anything."""
    if not _has_any(work):
        return (), {}
    from crmdesk.services import visit_inbox

    found = tuple(visit_inbox.items(work))
    return found, visit_inbox.counts(found)


def _has_any(work: Work) -> bool:
    """One question for all tables: what a new office does not use costs it nothing."""
    tables = _VISITS if permits.may(work.asker.roles, "visit_plan.page") else _FOR_ALL
    return bool(work.session.scalar(select(or_(*(exists(select(t.c.id)) for t in tables)))))


def _open_complaints(work: Work) -> list[Any]:
    """The rows of the table, not through the mapper: this page is painted first, and the mapper takes its time."""
    form = ComplaintRow.__table__.c
    shown = (form.id, form.number, form.draft_key, form.dealer_name, form.state, form.state_since, form.is_urgent,
             form.market, form.accepted_on, form.filled_by, form.created_by)  # fmt: skip
    statement = select(*shown).where(form.state != ComplaintState.VOID).order_by(form.created_at)
    return list(work.session.execute(statement))


def _tiles(work: Work, rows: Iterable[Any], overdue: int, dealers: int) -> tuple[Tile, ...]:
    rows = list(rows)
    by_state = {s: sum(1 for r in rows if r.state is s) for s in ComplaintState}
    month = work.today.replace(day=1)
    this_month = sum(1 for r in rows if r.accepted_on and r.accepted_on >= month)
    return (
        Tile(_("在办抱怨"), str(len(rows)), _("逾期 {n}").format(n=overdue)),
        Tile(_("等总经理室登记"), str(by_state[ComplaintState.SENT]), _("业务填表 {n}").format(n=by_state[ComplaintState.DRAFT])),
        Tile(_("本月受理抱怨"), str(this_month), f"{work.today:%Y-%m}"),
        Tile(_("客户"), f"{dealers:,}", _("本办事处")),
    )  # fmt: skip


def _items(work: Work, rows: Iterable[Any]) -> Iterable[TodayItem]:
    rows = list(rows)
    printed = _printed(work)
    for row in rows:
        circulates = row.state is ComplaintState.REGISTERED
        item = _circulating(work, row, row.id in printed) if circulates else _waiting(work, row)
        if item is not None:
            yield item


def _printed(work: Work) -> set[UUID]:
    return set(work.session.scalars(select(CopyIssueRow.__table__.c.complaint_id).distinct()))


def _waiting(work: Work, row: Any) -> TodayItem | None:
    end = deadline_of(work, row)
    left = days_left(work, end)
    mine = _is_mine(work, row)
    title = row.number or row.draft_key
    head = _("客户抱怨 {title} {dealer}").format(title=title, dealer=row.dealer_name or _("(客户未填)"))
    where = _STANDS[row.state]().format(who=row.filled_by)
    if end is not None:
        where += _(",期限 {day}").format(day=f"{end:%m-%d}")
    clause = next((t.clause for t in FLOW.ways_from(row.state) if t.clause), "")
    note = _("{where}({clause})").format(where=where, clause=in_words(clause)) if clause else where
    urgency, badge = urgency_of(left, row.is_urgent)
    action = _("登记") if row.state is ComplaintState.SENT and mine else _("打开")
    return TodayItem(
        urgency, badge, head, note, "complaint", row.id, action, "now" if (left or 0) <= 0 else "week", mine
    )


def _is_mine(work: Work, row: Any) -> bool:
    if row.state is ComplaintState.DRAFT:
        return bool(row.created_by == work.asker.id)
    return bool(work.asker.roles & {Role.GMO, Role.OFFICE_CLERK, Role.OFFICE_MGR})


def urgency_of(left: int | None, urgent: bool) -> tuple[str, str]:
    """Green with more than one day left, amber on the last days, red when overdue (domain 2.6)."""
    if left is None:
        return "green", _("在办")
    if left < 0:
        return "red", _("逾期 {n} 天").format(n=-left)
    if left == 0:
        return "amber", _("今天到期")
    if left == 1 or urgent:
        return "amber", _("急件") if urgent else _("明天到期")
    return "green", _("剩 {n} 天").format(n=left)


def _circulating(work: Work, row: Any, printed: bool) -> TodayItem | None:
    """A registered form goes round on paper: first its copies are printed, then the whole case has a limit."""
    title = _("客户抱怨 {title} {dealer}").format(title=row.number, dealer=row.dealer_name)
    if not printed:
        return TodayItem(
            "amber", _("待打印"), title, _("已登记,五联还没有打印({clause})").format(clause=in_words("CP 四.8")), "complaint", row.id,
            _("打印五联"), "now",
        )  # fmt: skip
    key = "foreign" if row.market is Market.FOREIGN else "domestic"
    if row.accepted_on is None:
        return None
    days, unit = work.settings[f"complaint.total_days.{key}"], work.settings["complaint.day_unit"]
    end = work.calendar.deadline(row.accepted_on, days, unit, Roll.FORWARD)
    left = days_left(work, end) or 0
    if left > 5:
        return None
    urgency, badge = urgency_of(left, False)
    note = _("纸面流转中,整案期限 {day}({clause})").format(day=f"{end:%m-%d}", clause=in_words("CP 二.3(1)"))
    return TodayItem(
        urgency, badge, title, note, "complaint", row.id, _("打开"), "now" if left <= 0 else "week", left <= 1
    )
