"""The buttons and the steps of any case, and the clock of the station where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from crmdesk.models.journal import TransitionRow
from crmdesk.rules.calendar import Roll, day_of_step
from crmdesk.rules.china_time import in_china
from crmdesk.rules.errors import Problem
from crmdesk.rules.flow import Flow
from crmdesk.rules.settings import DayUnit
from crmdesk.rules.standing import standing
from crmdesk.services.advance import flow_of, owner_of
from crmdesk.services.verbs import Work
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class Way:
    """A transition that leaves the present state: the button, and whether this person may press it.

    ``acting_for`` is the name of the person for whom a deputy would take it.
    """

    name: str
    title: str
    allowed: bool
    why_not: str
    by_proxy: bool
    needs_comment: bool
    problems: tuple[Problem, ...] = ()
    needs_scan: bool = False
    acting_for: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case through its stations. ``channel``: here or paper."""

    at: datetime
    title: str
    person: str
    on_behalf_of: str
    paper_signed_on: date | None
    comment: str
    from_state: str
    to_state: str
    name: str = ""
    channel: str = "here"
    content_hash: str = ""

    @property
    def signed(self) -> str:
        """Who decided, as papers say it: 郑和平, 王某代(郑和平), or the signer of the paper."""
        return signed(self.person, self.on_behalf_of, self.channel)


def signed(person: str, on_behalf_of: str, channel: str) -> str:
    """郑和平; 王某代(郑和平) where a deputy decided; he who signed where it came on paper."""
    if not on_behalf_of:
        return person
    if channel == "paper":
        return on_behalf_of
    return _("{deputy}代({principal})").format(deputy=person, principal=on_behalf_of)


def ways_of(work: Work, row: Any, form: Any, flow: Flow) -> tuple[Way, ...]:
    """The buttons of a case in its present state, for this person."""
    found = []
    for t in flow_of(row, flow).ways_from(row.state):
        stands = standing(work.asker, t, owner_of(row))
        problems = t.guard(form) if t.guard else ()
        acting_for = stands.principal.name if stands.principal else ""
        found.append(
            Way(t.name, t.title, not stands.why_not, stands.why_not, stands.by_proxy, t.needs_comment, problems,
                t.needs_scan, acting_for, t.clause)
        )  # fmt: skip
    return tuple(found)


def steps_of(work: Work, row: Any, flow: Flow, begun: str = "") -> tuple[Step, ...]:
    """What happened to a case, newest first; ``begun`` is the word for its beginning (填表)."""
    rows = work.session.scalars(
        select(TransitionRow).where(TransitionRow.case_id == row.id)
        .order_by(TransitionRow.created_at.desc(), TransitionRow.id.desc())
    )  # fmt: skip
    titles = {t.name: t.title for t in flow_of(row, flow).transitions} | {"record": begun or _("填表")}
    return tuple(_step(r, titles) for r in rows)


def last_step(work: Work, row: Any, *names: str) -> Step | None:
    """The newest step of a case with one of these names, or None: who decided, or why it came back."""
    newest = select(TransitionRow).where(TransitionRow.case_id == row.id, TransitionRow.name.in_(names))
    found = work.session.scalars(
        newest.order_by(TransitionRow.created_at.desc(), TransitionRow.id.desc()).limit(1)
    ).first()
    return _step(found, {}) if found else None


def _step(r: TransitionRow, titles: Mapping[str, str]) -> Step:
    return Step(
        r.created_at, titles.get(r.name, r.name), r.person_name, r.on_behalf_of, r.paper_signed_on, r.comment,
        r.from_state, r.to_state, r.name, r.channel, r.content_hash,
    )  # fmt: skip


def deadline_of(work: Work, row: Any, flow: Flow, unit: DayUnit = DayUnit.WORKDAY) -> date | None:
    """The last day of the present station, inclusive, from ``row.state_since``; None where no clock runs."""
    limit = flow_of(row, flow).station(row.state).limit
    if limit is None:
        return None
    closing = time.fromisoformat(work.settings["calendar.closing_time"])
    start = day_of_step(in_china(row.state_since), closing, work.calendar)
    return work.calendar.deadline(start, work.settings[limit], unit, Roll.FORWARD)


def days_left(work: Work, end: date | None, unit: DayUnit = DayUnit.WORKDAY) -> int | None:
    """Days that remain, negative when overdue; None where no clock runs."""
    return work.calendar.days_left(work.today, end, unit) if end else None
