"""The one door for states: buttons, bulk, packets, imports and the command line all come through ``advance``.

It checks role, source state, guard and comment, writes the transition row, and lets the journal see the rest.
"""

import hashlib
import json
from datetime import date
from typing import Any

from crmdesk.models.journal import TransitionRow
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem
from crmdesk.rules.flow import Flow, Transition
from crmdesk.rules.people import Person
from crmdesk.services.verbs import Work
from crmdesk.words import _, listed


def advance(
    work: Work, row: Any, form: Any, flow: Flow, name: str, *, comment: str = "", on_behalf_of: str = "",
    paper_signed_on: date | None = None,
) -> None:  # fmt: skip
    """Take the transition ``name`` of ``flow`` for ``row``, whose frozen content is ``form``.

    Raises NotAllowed where the state or the roles do not permit it, Incomplete where the guard is not content.
    """
    transition = flow.transition(name)
    _check_state(row, flow, transition)
    by_proxy = _check_person(work.asker, transition)
    problems = [*_proxy_problems(work, by_proxy, on_behalf_of, paper_signed_on)]
    if transition.needs_comment and not comment.strip():
        problems.append(Problem("comment", _("请写明原因"), transition.clause))
    problems += transition.guard(form) if transition.guard else ()
    if problems:
        raise Incomplete(_("「{step}」还不能办理。").format(step=transition.title), tuple(problems))
    _take(work, row, form, flow, transition, comment.strip(), on_behalf_of.strip(), paper_signed_on)


def begin(work: Work, row: Any, flow: Flow) -> None:
    """Put a new case at the first station of its flow."""
    row.state, row.flow_version, row.state_since = flow.stations[0].state, flow.version, work.now
    work.add(row)
    work.session.flush()
    _write_step(work, row, flow, TransitionRow(name="record", from_state="", to_state=str(row.state)))


def _check_state(row: Any, flow: Flow, transition: Transition) -> None:
    if row.state not in transition.sources:
        station = flow.station(row.state)
        raise NotAllowed(
            _("「{step}」现在不能办理:这张表已在「{state}」。").format(
                step=transition.title, state=station.state.label
            ),
            _("没有改动。"), _("请刷新后再看。"), code="wrong-state",
        )  # fmt: skip


def _check_person(person: Person, transition: Transition) -> bool:
    """Whether the person only records what others decided on paper; raises NotAllowed where not even that."""
    if not person.roles.isdisjoint(transition.roles):
        return False
    if not person.roles.isdisjoint(transition.proxies):
        return True
    raise NotAllowed(why_not(person, transition), _("没有改动。"))


def is_proxy(person: Person, transition: Transition) -> bool:
    """Whether the person could take the transition only for someone else, from paper."""
    return person.roles.isdisjoint(transition.roles) and not person.roles.isdisjoint(transition.proxies)


def why_not(person: Person, transition: Transition) -> str:
    """Why the person's roles do not permit the transition; empty where they do."""
    if not person.roles.isdisjoint(transition.roles | transition.proxies):
        return ""
    names = listed(role.label for role in sorted(transition.roles, key=str))
    return _("「{step}」由{roles}办理。").format(step=transition.title, roles=names)


def _proxy_problems(
    work: Work, by_proxy: bool, on_behalf_of: str, paper_signed_on: date | None
) -> list[Problem]:
    if paper_signed_on and paper_signed_on > work.today:
        return [Problem("paper_signed_on", _("纸面签字日期不能晚于今天"))]
    if not by_proxy:
        return []
    found = []
    if not on_behalf_of.strip():
        found.append(Problem("on_behalf_of", _("代录时请写明是替谁办理")))
    if paper_signed_on is None:
        found.append(Problem("paper_signed_on", _("代录时请填写纸面签字日期")))
    return found


def _take(
    work: Work, row: Any, form: Any, flow: Flow, transition: Transition, comment: str, on_behalf_of: str,
    paper_signed_on: date | None,
) -> None:  # fmt: skip
    work.cause = work.cause or f"transition:{transition.name}"
    work.on_behalf_of = on_behalf_of
    step = TransitionRow(
        name=transition.name, from_state=str(row.state), to_state=str(transition.target), comment=comment,
        paper_signed_on=paper_signed_on, content_hash=content_hash(form),
    )  # fmt: skip
    _write_step(work, row, flow, step)
    row.state, row.state_since = transition.target, work.now
    work.session.flush()


def _write_step(work: Work, row: Any, flow: Flow, step: TransitionRow) -> None:
    """Write the step before the state: the database refuses a state without its step."""
    work.session.flush()  # whatever else was changed, so that the step names the revision that it leaves
    step.case_subject, step.case_id, step.case_revision = flow.subject, row.id, row.revision
    step.person_name, step.on_behalf_of = work.asker.name, work.on_behalf_of
    work.add(step)
    work.session.flush()


def content_hash(form: Any) -> str:
    """SHA-256 over what was decided upon: every field of the frozen form, in order, as text."""
    fields = {name: str(getattr(form, name)) for name in form.__dataclass_fields__}
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
