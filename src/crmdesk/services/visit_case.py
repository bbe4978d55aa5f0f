"""The cases 请示/上报: their list, their timeline, the answers (MT 二.1, 二.6–8)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select

from crmdesk.models.office import PersonRow
from crmdesk.models.visit import VisitDayRow, VisitRow
from crmdesk.models.visit_case import VisitCaseNoteRow, VisitCaseRow
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit_case import FLOW, Addressee, CaseNote, CaseState, NoteKind, VisitCase
from crmdesk.rules.visit_check import CaseKind
from crmdesk.services import advance as door
from crmdesk.services import case_way
from crmdesk.services.dealer_form import living
from crmdesk.services.dealer_living import all_ids, living_of
from crmdesk.services.verbs import Work, verb
from crmdesk.services.visit_case_opening import heading_of
from crmdesk.services.visit_case_opening import note as write_note
from crmdesk.words import _

_PLAIN = ("id", "revision", "state", "flow_version", "kind", "rep_id", "rep_name", "visit_id", "dealer_id",
          "dealer_name", "item", "addressee", "heading", "content", "opened_on", "reported_at", "changed_at")  # fmt: skip
#: The fields of a case that a person writes.
FIELDS = ("kind", "dealer_id", "heading", "content", "addressee", "opened_on", "reported_at")


def _narrowed(
    work: Work, states: Sequence[CaseState], rep_id: UUID | None, dealer_id: UUID | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [VisitCaseRow.alive.is_(True)]
    if states:
        found.append(VisitCaseRow.state.in_(states))
    if rep_id:
        found.append(VisitCaseRow.rep_id == rep_id)
    if dealer_id:
        found.append(VisitCaseRow.dealer_id.in_(all_ids(work.session, dealer_id)))
    return found


@verb(permit="visit_case.page", reads=True)
def page(
    work: Work, states: Sequence[CaseState] = (), offset: int = 0, limit: int = 100, rep_id: UUID | None = None,
    dealer_id: UUID | None = None,
) -> tuple[VisitCase, ...]:  # fmt: skip
    """A window of the cases, those that wait longest first among the open ones; else newest first."""
    told = select(VisitCaseRow).where(*_narrowed(work, states, rep_id, dealer_id))
    waits = (VisitCaseRow.state == CaseState.CLOSED, VisitCaseRow.opened_on.desc(), VisitCaseRow.id.desc())
    return to_cases(work, work.session.scalars(told.order_by(*waits).offset(offset).limit(limit)).all())


@verb(permit="visit_case.count", reads=True)
def count(
    work: Work, states: Sequence[CaseState] = (), rep_id: UUID | None = None, dealer_id: UUID | None = None
) -> int:
    """How many cases the list has."""
    told = select(func.count()).select_from(VisitCaseRow).where(*_narrowed(work, states, rep_id, dealer_id))
    return work.session.scalar(told) or 0


@verb(permit="visit_case.get", reads=True)
def get(work: Work, case_id: UUID) -> VisitCase:
    """One case with its timeline, the newest line first."""
    return _to_case(work, work.get(VisitCaseRow, case_id))


def _to_case(work: Work, row: VisitCaseRow) -> VisitCase:
    return to_cases(work, [row])[0]


def to_cases(work: Work, rows: Sequence[VisitCaseRow]) -> tuple[VisitCase, ...]:
    """The frozen cases in the order of ``rows``, with their timelines."""
    notes = _notes(work, [row.id for row in rows])
    dealers = living_of(work.session, (row.dealer_id for row in rows))
    found = []
    for row in rows:
        values = {key: getattr(row, key) for key in _PLAIN}
        values["reported_at"] = row.reported_at or row.created_at
        dealer = dealers.get(row.dealer_id) if row.dealer_id else None
        if dealer is not None and dealer.is_other:
            values |= {"dealer_id": dealer.id, "dealer_name": dealer.name}
        lines = notes.get(row.id, ())
        answer = next((line.text for line in lines if line.kind is NoteKind.ANSWER), "")
        deadline = case_way.deadline_of(work, row, FLOW)
        found.append(VisitCase(**values, notes=lines, answer=answer, deadline=deadline))
    return tuple(found)


def _notes(work: Work, case_ids: Sequence[UUID]) -> dict[UUID, tuple[CaseNote, ...]]:
    c = cast(Table, VisitCaseNoteRow.__table__).c
    told = select(c.case_id, c.kind, c.text, c.created_at, c.person_name, c.on_behalf_of, c.id)
    told = told.where(c.case_id.in_(case_ids)).order_by(c.created_at.desc(), c.id.desc())
    found: dict[UUID, list[CaseNote]] = defaultdict(list)
    for row in work.session.execute(told) if case_ids else ():
        found[row.case_id].append(CaseNote(*row[1:]))
    return {case_id: tuple(lines) for case_id, lines in found.items()}


@verb(permit="visit_case.ways", reads=True)
def ways(work: Work, case_id: UUID) -> tuple[case_way.Way, ...]:
    """The buttons of the case in its present state; an answer is written with the step, so it is not missed here."""
    row = work.get(VisitCaseRow, case_id)
    form = replace(_to_case(work, row), answer="…")
    return case_way.ways_of(work, row, form, FLOW)


@verb(permit="visit_case.steps", reads=True)
def steps(work: Work, case_id: UUID) -> tuple[case_way.Step, ...]:
    """What happened to the case, newest first."""
    return case_way.steps_of(work, work.get(VisitCaseRow, case_id), FLOW, _("请示"))


# writing


@verb(permit="visit_case.open")
def open_case(work: Work, values: Mapping[str, Any]) -> VisitCase:
    """A case opened by hand: ``kind``, ``content`` and what else is known; ``rep_id`` where another asks."""
    rep = work.session.get(PersonRow, values.get("rep_id") or work.asker.id)
    if rep is None:
        raise Refused(_("请选择业务经理。"), _("您填写的内容都还在。"), code="no-rep", field="rep_id")
    row = VisitCaseRow(
        kind=CaseKind.QUESTION, rep_id=rep.id, rep_name=rep.name, item="", opened_on=work.today,
        reported_at=work.now, addressee=Addressee.OFFICE_MGR, dealer_name="", heading="", content="", alive=True,
    )  # fmt: skip
    visit_id = values.get("visit_id")
    if visit_id is not None:
        _of_visit(work, row, visit_id)
    _write(work, row, {key: value for key, value in values.items() if key not in ("rep_id", "visit_id")})
    door.begin(work, row, FLOW)
    return _to_case(work, row)


def _of_visit(work: Work, row: VisitCaseRow, visit_id: UUID) -> None:
    visit = work.get(VisitRow, visit_id)
    day = work.get(VisitDayRow, visit.day_id)
    row.visit_id, row.dealer_id, row.dealer_name = visit.id, visit.dealer_id, visit.dealer_name
    row.rep_id, row.rep_name, row.opened_on = day.rep_id, day.rep_name, day.day


def _write(work: Work, row: VisitCaseRow, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"a case has no {sorted(unknown)}")
    for key, value in values.items():
        if key != "dealer_id":
            setattr(row, key, value.strip() if type(value) is str else value)
    if "dealer_id" in values:
        dealer = living(work, values["dealer_id"])[0] if values["dealer_id"] else None
        row.dealer_id, row.dealer_name = (dealer.id, dealer.name) if dealer else (None, "")
    row.heading = row.heading or heading_of(row.kind, row.dealer_name)
    wrong = tuple(_wrong(work, row))
    if wrong:
        raise Incomplete(_("没有保存。"), wrong)


def _wrong(work: Work, row: VisitCaseRow) -> Sequence[Problem]:
    found = []
    if not row.content.strip():
        found.append(Problem("content", _("请写明情况"), "MT 二.8"))
    if row.opened_on and row.opened_on > work.today:
        found.append(Problem("opened_on", _("发生日期不能晚于今天")))
    if row.reported_at and row.reported_at > work.now:
        found.append(Problem("reported_at", _("请示时间不能晚于现在")))
    return found


@verb(permit="visit_case.change")
def change(work: Work, case_id: UUID, seen: int, changes: Mapping[str, Any]) -> VisitCase:
    """Change a case while it waits for its answer."""
    row = work.get(VisitCaseRow, case_id, seen, changes)
    if row.state is not CaseState.OPEN:
        raise NotAllowed(_("已经答复的请示不能再改。"), _("没有改动。"), _("请用「再请示」补充。"), code="wrong-state")
    _refuse_stranger(work, row)
    _write(work, row, changes)
    work.session.flush()
    return _to_case(work, row)


def _refuse_stranger(work: Work, row: VisitCaseRow) -> None:
    """A representative writes only in his own cases; office and manager in any."""
    mine = {work.asker.id, *(one.id for one in work.asker.acts_for)}
    if row.rep_id not in mine and not work.asker.roles - {Role.REP}:
        raise NotAllowed(_("这是{name}的请示。").format(name=row.rep_name), _("没有改动。"), code="not-yours")


@verb(permit="visit_case.note")
def note(work: Work, case_id: UUID, kind: NoteKind, text: str) -> VisitCase:
    """One more line of the timeline: how it develops, what is done, what came of it (MT 二.8)."""
    row = work.get(VisitCaseRow, case_id)
    _refuse_stranger(work, row)
    if kind is NoteKind.ANSWER:
        raise NotAllowed(_("答复请用「答复」。"), _("没有改动。"), code="answer-by-step")
    if not text.strip():
        raise Refused(_("请写内容。"), _("没有改动。"), code="empty", field="text")
    write_note(work, row, kind, text)
    return _to_case(work, row)


@verb(permit="visit_case.answer")
def answer(
    work: Work, case_id: UUID, seen: int, text: str, addressee: Addressee | None = None, **step: Any
) -> VisitCase:
    """Answer the case with words (MT 二.8); the company's answer from paper has its signer and day."""
    row = work.get(VisitCaseRow, case_id, seen)
    if addressee is not None:
        row.addressee = addressee
    form = replace(_to_case(work, row), answer=text.strip())
    door.advance(work, row, form, FLOW, "answer", **step)
    write_note(work, row, NoteKind.ANSWER, text)
    return _to_case(work, row)


def _step(work: Work, case_id: UUID, seen: int, name: str, kind: NoteKind, step: Mapping[str, Any]) -> VisitCase:
    """Take the transition; its comment is a line of the timeline too."""
    row = work.get(VisitCaseRow, case_id, seen)
    door.advance(work, row, _to_case(work, row), FLOW, name, **step)
    write_note(work, row, kind, step["comment"])
    return _to_case(work, row)


@verb(permit="visit_case.ask_again")
def ask_again(work: Work, case_id: UUID, seen: int, **step: Any) -> VisitCase:
    """Ask again, with how it stands now (MT 二.8)."""
    return _step(work, case_id, seen, "ask_again", NoteKind.REPORT, step)


@verb(permit="visit_case.close")
def close(work: Work, case_id: UUID, seen: int, **step: Any) -> VisitCase:
    """Close the case with its result (MT 二.2, 二.8)."""
    return _step(work, case_id, seen, "close", NoteKind.RESULT, step)


@verb(permit="visit_case.reopen")
def reopen(work: Work, case_id: UUID, seen: int, **step: Any) -> VisitCase:
    """Open a closed case again, with the reason."""
    return _step(work, case_id, seen, "reopen", NoteKind.REPORT, step)
