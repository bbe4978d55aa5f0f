"""The one door for states: buttons, bulk, packets, imports and the command line all come through ``advance``.

It checks state, role, separation of duties, guard, comment and scan, writes the transition row with the hash
of what was decided upon, and lets the journal see the rest.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.journal import TransitionRow
from crmdesk.models.office import DeskRow
from crmdesk.rules import flows
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem
from crmdesk.rules.flow import Flow, Transition
from crmdesk.rules.standing import Standing, standing, writes_as
from crmdesk.rules.standing import may_write as role_may_write
from crmdesk.services.verbs import Work
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class _Said:
    """What the person says with the step."""

    comment: str = ""
    on_behalf_of: str = ""
    paper_signed_on: date | None = None
    scan: UUID | None = None
    decided: list[list[str]] = field(default_factory=list)


def advance(
    work: Work, row: Any, form: Any, flow: Flow, name: str, *, comment: str = "", on_behalf_of: str = "",
    paper_signed_on: date | None = None, scan: UUID | None = None, decided: Iterable[tuple[UUID, str]] = (),
) -> None:  # fmt: skip
    """Take the transition ``name`` for ``row``, whose frozen content is ``form``.

    The case follows the version of the flow that it began with, whichever is handed in. ``scan`` is the id of the
    attachment of this case with the signed paper; ``decided`` are the (record, field) that the decider changed.
    Raises NotAllowed where state, roles or separation of duties forbid it, Incomplete where something is missing.
    """
    flow = flow_of(row, flow)
    transition = flow.transition(name)
    _check_state(row, flow, transition)
    stands = standing(work.asker, transition, owner_of(row))
    if stands.why_not:
        raise NotAllowed(stands.why_not, _("没有改动。"))
    said = _Said(
        comment.strip(), on_behalf_of.strip(), paper_signed_on, scan, [[i.hex, key] for i, key in decided]
    )
    problems = [*_paper_problems(work, row, transition, stands, said)]
    if transition.needs_comment and not said.comment:
        problems.append(Problem("comment", _("请写明原因"), transition.clause))
    problems += transition.guard(form) if transition.guard else ()
    if problems:
        raise Incomplete(_("「{step}」还不能办理。").format(step=transition.title), tuple(problems))
    _take(work, row, form, flow, transition, stands, said)


def begin(work: Work, row: Any, flow: Flow) -> None:
    """Put a new case at the first station of the version of its flow that is in force today."""
    flow = flows.flow_on(flow.subject, work.today)
    row.state, row.flow_version, row.state_since = flow.stations[0].state, flow.version, work.now
    work.add(row)
    work.session.flush()
    _write_step(work, row, flow, TransitionRow(name="record", from_state="", to_state=str(row.state)))


def flow_of(row: Any, flow: Flow) -> Flow:
    """The version of ``flow`` that the case began with."""
    return flow if flow.version == row.flow_version else flows.flow_of(flow.subject, row.flow_version)


def owner_of(row: Any) -> UUID | None:
    """Whose case it is; None where the row does not say."""
    owner: UUID | None = row.owner() if hasattr(row, "owner") else None
    return owner


def may_write(row: Any, flow: Flow, roles: frozenset[Any], key: str) -> bool:
    """Whether one of the roles may write the field of the case where it stands now."""
    return role_may_write(row.state, flow_of(row, flow), roles, key)


def check_write(work: Work, row: Any, flow: Flow, keys: Iterable[str]) -> None:
    """Raise NotAllowed where the person may not write one of the fields of the case where it stands now."""
    flow = flow_of(row, flow)
    found = [writes_as(row.state, flow, work.asker, owner_of(row), key) for key in keys]
    if None in found:
        state = flow.station(row.state).state.label
        raise NotAllowed(
            _("这张表在「{state}」,这些内容不能由您修改。").format(state=state), _("没有改动。"),
            _("请刷新后看看现在由谁办理。"), code="wrong-state",
        )  # fmt: skip
    lenders = [stands.principal.name for stands in found if stands and stands.principal]
    work.on_behalf_of = work.on_behalf_of or next(iter(lenders), "")


def _check_state(row: Any, flow: Flow, transition: Transition) -> None:
    if row.state not in transition.sources:
        station = flow.station(row.state)
        raise NotAllowed(
            _("「{step}」现在不能办理:这张表已在「{state}」。").format(
                step=transition.title, state=station.state.label
            ),
            _("没有改动。"), _("请刷新后再看。"), code="wrong-state",
        )  # fmt: skip


def _paper_problems(
    work: Work, row: Any, transition: Transition, stands: Standing, said: _Said
) -> Iterable[Problem]:
    if said.paper_signed_on and said.paper_signed_on > work.today:
        yield Problem("paper_signed_on", _("纸面签字日期不能晚于今天"))
    elif stands.by_proxy and said.paper_signed_on is None:
        yield Problem("paper_signed_on", _("代录时请填写纸面签字日期"))
    if stands.by_proxy and not said.on_behalf_of:
        yield Problem("on_behalf_of", _("代录时请写明是替谁办理"))
    if transition.needs_scan and not _has_scan(work, row, said.scan):
        yield Problem("scan", _("请附上签字纸面的扫描件"), transition.clause)


def _has_scan(work: Work, row: Any, scan: UUID | None) -> bool:
    """Whether the scan lies with this case: the attachment of another proves nothing."""
    if scan is None:
        return False
    from crmdesk.models.attachment import AttachmentRow

    found = work.session.get(AttachmentRow, scan)
    return found is not None and found.alive and row.id in (found.record_id, found.shown_with)


def _take(
    work: Work, row: Any, form: Any, flow: Flow, transition: Transition, stands: Standing, said: _Said
) -> None:
    work.cause = work.cause or f"transition:{transition.name}"
    work.on_behalf_of = stands.principal.name if stands.principal else said.on_behalf_of
    step = TransitionRow(
        name=transition.name, from_state=str(row.state), to_state=str(transition.target), comment=said.comment,
        paper_signed_on=said.paper_signed_on, content_hash=hash_of_decided(form),
        channel="paper" if stands.by_proxy or said.paper_signed_on else "here",
        seen=_seen(work), decided=json.dumps(said.decided) if said.decided else "",
    )  # fmt: skip
    _write_step(work, row, flow, step)
    row.state, row.state_since = transition.target, work.now
    work.session.flush()


def _seen(work: Work) -> str:
    """All that this desk knows as the step begins; what the same call writes counts as seen too."""
    desk = DeskRow.__table__.c
    rows = work.session.execute(select(desk.id, desk.last_sequence).order_by(desk.id))
    return json.dumps({row.id.hex: row.last_sequence for row in rows}, separators=(",", ":"))


def _write_step(work: Work, row: Any, flow: Flow, step: TransitionRow) -> None:
    """Write the step before the state: the database refuses a state without its step."""
    work.session.flush()  # whatever else was changed, so that the step names the revision that it leaves
    step.case_subject, step.case_id, step.case_revision = flow.subject, row.id, row.revision
    step.person_name, step.on_behalf_of = work.asker.name, work.on_behalf_of
    work.add(step)
    work.session.flush()


def hash_of_decided(form: Any) -> str:
    """The hash of what was decided upon: the form's own where it has one, as a plan does."""
    return getattr(form, "content_hash", "") or content_hash(form)


def content_hash(form: Any) -> str:
    """SHA-256 over what was decided upon: every field of the frozen form, in order, as text."""
    fields = {name: str(getattr(form, name)) for name in form.__dataclass_fields__}
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
