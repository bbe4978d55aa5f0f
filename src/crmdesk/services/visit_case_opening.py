"""Cases that visits open: a yes at an item of the check block, or 请示, opens exactly one (MT 二.1, 二.6–8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.visit import VisitDayRow
from crmdesk.models.visit_case import VisitCaseNoteRow, VisitCaseRow
from crmdesk.rules.visit import Visit
from crmdesk.rules.visit_case import FLOW, Addressee, CaseState, NoteKind
from crmdesk.rules.visit_check import BY_KEY, CaseKind
from crmdesk.rules.visit_values import opening
from crmdesk.services import advance as door
from crmdesk.services.verbs import Work
from crmdesk.services.visit_form import id_at
from crmdesk.words import _

#: Whom a case asks; any other kind asks the office manager (MT 二.8).
_ASKS_COMPANY = frozenset({CaseKind.BIG_PROJECT, CaseKind.INFORMATION})
#: The items whose words tell what it is about.
_TOLD_BY = {
    "foreign_goods": ("market_note",), "needs_help": ("help",), "big_project": ("project_talk",),
    "report_information": ("goods_information", "trend"), "incident": ("incident_note",), "": (),
}  # fmt: skip


def follow(work: Work, day: VisitDayRow, before: Visit, after: Visit) -> None:
    """Open what is asked now and was not yet; what is asked no longer gets a note, for its case stays."""
    says, said = opening(after), opening(before)
    for item, is_open in says.items():
        if not is_open and not said[item]:
            continue
        row = case_of(work, after.id, item)
        if row is None:
            _open(work, day, after, item)
        elif is_open and not said[item]:
            note(work, row, NoteKind.REPORT, _("巡访手册里又记为「{yes}」").format(yes=_word(item)))
        elif not is_open:
            note(work, row, NoteKind.REPORT, _("巡访手册里已改为没有「{yes}」").format(yes=_word(item)))
        else:
            _tell(work, row, content_of(before, item), content_of(after, item))


def case_of(work: Work, visit_id: UUID | None, item: str) -> VisitCaseRow | None:
    """The case of a visit and item: the one that it opened, whatever became of it; else one opened by hand for it."""
    own = work.session.get(VisitCaseRow, id_at(visit_id, "visit_case", item)) if visit_id else None
    if own is not None and own.alive:
        return own
    told = select(VisitCaseRow).where(
        VisitCaseRow.visit_id == visit_id, VisitCaseRow.item == item, VisitCaseRow.alive
    )
    if not item:
        told = told.where(VisitCaseRow.kind == CaseKind.QUESTION)
    return work.session.scalars(told.order_by(VisitCaseRow.id).limit(1)).first()


def _word(item: str) -> str:
    return BY_KEY[item].title if item else _("请示")


def _kind(item: str) -> CaseKind:
    return (BY_KEY[item].opens if item else None) or CaseKind.QUESTION


def _open(work: Work, day: VisitDayRow, visit: Visit, item: str) -> None:
    kind = _kind(item)
    assert visit.id is not None
    row = VisitCaseRow(
        id=id_at(visit.id, "visit_case", item), kind=kind, rep_id=day.rep_id, rep_name=day.rep_name, visit_id=visit.id, dealer_id=visit.dealer_id,
        dealer_name=visit.dealer_name, item=item, heading=heading_of(kind, visit.dealer_name),
        content=content_of(visit, item), opened_on=day.day, alive=True,
        addressee=Addressee.COMPANY if kind in _ASKS_COMPANY else Addressee.OFFICE_MGR,
    )  # fmt: skip
    cause = work.cause  # when it is reported is when it came to be: nothing that two desks could say differently
    door.begin(work, row, FLOW)
    work.cause = cause


def heading_of(kind: CaseKind, dealer_name: str) -> str:
    """窜货:南京永盛建材."""
    return _("{kind}:{dealer}").format(kind=kind.label, dealer=dealer_name) if dealer_name else kind.label


def content_of(visit: Visit, item: str) -> str:
    """What the visit says of it, a line for each thing; empty where it says nothing yet."""
    lines = [visit.question] if not item else []
    lines += [visit.checks.get(key, "") for key in _TOLD_BY[item]]
    if item == "foreign_goods":
        lines += [_goods(line) for line in visit.evidence]
    if item == "big_project":
        lines += [_project(line) for line in visit.projects if line.is_major]
    return "\n".join(line for line in lines if line.strip())


def _goods(line: Any) -> str:
    quantity = "" if line.quantity is None else f"{line.quantity.normalize():f}"
    said = (_("货号"), line.part_number), (_("批号"), line.lot), (_("来源"), line.source), (_("数量"), quantity)
    return " ".join(part for label, value in said if value for part in (label, value)) + (
        f" {line.remark}" if line.remark else ""
    )


def _project(line: Any) -> str:
    amount = "" if line.amount is None else _("{amount} 元").format(amount=f"{line.amount:,.2f}")
    return " ".join(part for part in (line.project, line.buyer, line.stage, amount) if part)


def _tell(work: Work, row: VisitCaseRow, before: str, after: str) -> None:
    """What is written at the visit later goes on to the case while it waits and nobody wrote it anew."""
    if before == after or not after:
        return
    if row.state is CaseState.OPEN and row.content == before:
        row.content = after
        return
    note(work, row, NoteKind.REPORT, after)


def note_all(work: Work, visit_id: UUID, text: str) -> None:
    """The visit was struck out or restored: its cases stay and say so."""
    told = select(VisitCaseRow).where(VisitCaseRow.visit_id == visit_id, VisitCaseRow.alive)
    for row in work.session.scalars(told):
        note(work, row, NoteKind.REPORT, text)


def note(work: Work, row: VisitCaseRow, kind: NoteKind, text: str, on_behalf_of: str = "") -> None:
    """One more line of the timeline; the case gets a revision, so that whoever has it open hears of it."""
    work.add(
        VisitCaseNoteRow(
            case_id=row.id, kind=kind, text=text.strip(), person_name=work.asker.name,
            on_behalf_of=on_behalf_of or work.on_behalf_of,
        )
    )  # fmt: skip
    row.changed_at = _later(row.changed_at, work.now)
    work.session.flush()


def _later(before: datetime | None, now: datetime) -> datetime:
    return now if before is None or now > before else before
