"""并行修改: what was changed elsewhere in a case while someone decided on it, in other fields than he decided.

His decision stands for what he saw; the later change shows as the difference to what was approved.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange.merge import QUIET, unseen_by
from crmdesk.exchange.packet import PacketEntry
from crmdesk.models.journal import JournalEntry, TransitionRow
from crmdesk.rules import flows
from crmdesk.services import desks_known
from crmdesk.services.verbs import Work

_ENTRY = JournalEntry.__table__.c
#: What a step itself writes is no change of the content.
_OF_STEPS = frozenset({"transition", "visit_plan_version", "attachment", "circulation", "copy_issue"})
_BY_STEPS = frozenset({"state", "state_since", "flow_version", "opened_by", "mark", "check_remark"})


def count(work: Work, new: Sequence[PacketEntry]) -> int:
    """How many fields were changed beside decisions, of which one or the other side was news in this packet."""
    brought = {(entry.desk_id, entry.sequence) for entry in new}
    cases = {entry.about_id for entry in new if entry.about_id and not entry.withheld}
    found: set[tuple[UUID, UUID, str]] = set()
    for step, desk_id, sequence in _decisions(work, cases):
        found |= set(_beside(work, step, (desk_id, sequence), brought))
    return len(found)


def _who_knew(work: Work, desk_id: UUID, sequence: int) -> set[UUID]:
    """The desks that had the decision already when they wrote what they send now, by their last receipt."""
    return {row.id for row in desks_known.others(work) if desks_known.known_of(row).get(desk_id, 0) >= sequence}


def _decisions(work: Work, cases: Iterable[UUID]) -> Iterable[tuple[Any, UUID, int]]:
    """The steps of others than the owner, with the entry that made each."""
    step = TransitionRow.__table__
    rows = work.session.execute(
        select(step, _ENTRY.desk_id, _ENTRY.sequence)
        .join(JournalEntry, _ENTRY.record_id == step.c.id)
        .where(step.c.case_id.in_(set(cases)), step.c.seen != "", _ENTRY.subject == "transition")
    )
    for row in rows:
        if row.case_subject in flows.subjects() and _is_decision(row.case_subject, row.name):
            yield row, row.desk_id, row.sequence


def _is_decision(subject: str, name: str) -> bool:
    """Whether the step lets the content pass: others than the owner take it, and it looks at what is in there."""
    return any(t.name == name and t.not_by_owner and t.guard for flow in flows.versions_of(subject) for t in flow.transitions)


def _beside(
    work: Work, step: Any, decision: tuple[UUID, int], brought: set[tuple[UUID, int]]
) -> Iterable[tuple[UUID, UUID, str]]:
    seen = {UUID(desk): int(number) for desk, number in json.loads(step.seen).items()}
    decided = {(UUID(record), key) for record, key in json.loads(step.decided or "[]")}
    entries = work.session.execute(
        select(_ENTRY.desk_id, _ENTRY.sequence, _ENTRY.subject, _ENTRY.record_id, _ENTRY.changes)
        .where(_ENTRY.about_id == step.case_id, _ENTRY.desk_id != decision[0])
    )  # fmt: skip
    is_new, knew = decision in brought, _who_knew(work, *decision)
    for row in entries:
        key = (row.desk_id, row.sequence)
        if row.subject in _OF_STEPS or not unseen_by(key, seen) or not (is_new or key in brought) or key[0] in knew:
            continue
        for name in json.loads(row.changes):
            if name not in QUIET | _BY_STEPS and (row.record_id, name) not in decided:
                yield step.id, row.record_id, name
