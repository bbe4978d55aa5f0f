"""Which entries of a packet count here: those of a lost desk do not, nor people and settings from elsewhere than the
head desk, nor steps that the flow or the roles forbid. What does not count is kept and told, but not applied.

A step is judged from the state that its author saw (``reliability.md`` 1.2), by the people known here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from crmdesk.exchange.merge import EntryId
from crmdesk.exchange.packet import PacketEntry
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow, PersonRow
from crmdesk.rules import flows
from crmdesk.rules.china_time import day_in_china
from crmdesk.rules.errors import Refused
from crmdesk.rules.flow import Flow
from crmdesk.rules.people import Person
from crmdesk.rules.standing import standing
from crmdesk.services import heads
from crmdesk.services.acting import principals_of
from crmdesk.services.journal import table_of
from crmdesk.services.packet_scope import OF_THE_HEAD, heads_of_office
from crmdesk.services.person import to_person
from crmdesk.services.verbs import Work
from crmdesk.words import _

_ENTRY = JournalEntry.__table__.c
SETTLES = "desk_conflict.decide"


@dataclass(slots=True)
class Judged:
    """Why entries are not applied, and the sentences for the user."""

    reasons: dict[EntryId, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Case:
    """What is known of a case whose step is judged."""

    flow_version: str = ""
    owner: UUID | None = None


def by_desk(work: Work, entries: Iterable[PacketEntry]) -> Judged:
    """What does not count because of the desk that wrote it."""
    judged = Judged()
    head = heads_of_office(work)
    desks = {row.id: row for row in work.session.scalars(select(DeskRow))}
    lost: dict[UUID, int] = {}
    for entry in entries:
        desk = desks.get(entry.desk_id)
        key = (entry.desk_id, entry.sequence)
        if desk and desk.revoked_from is not None and entry.sequence >= desk.revoked_from:
            judged.reasons[key] = "revoked"
            lost[entry.desk_id] = lost.get(entry.desk_id, 0) + 1
        elif entry.subject in OF_THE_HEAD and entry.desk_id not in head:
            judged.reasons[key] = "not-head"
    for desk_id, count in lost.items():
        judged.notes.append(_("「{name}」停用后的 {n} 条修改没有并入。").format(name=desks[desk_id].name, n=count))
    return judged


def by_flow(work: Work, entries: Sequence[PacketEntry], judged: Judged) -> None:
    """What does not count because the step was not allowed; all that the same call did to that case goes with it."""
    judge = _Judge(work, entries, judged)
    for entry in entries:
        key = (entry.desk_id, entry.sequence)
        if entry.withheld or key in judged.reasons:
            continue
        changes = json.loads(entry.changes)
        why = ""
        if entry.subject in flows.subjects() and "state" in changes:
            why = judge.why_not(entry, changes)
        elif entry.subject == "transition":
            why = judge.why_not_there(entry, {key: after for key, (_before, after) in changes.items()})
        if why:
            judged.notes.append(_("{person} 的一步没有并入:{why}").format(person=entry.person_name or _("有人"), why=why))
            judge.refuse(entry)


class _Judge:
    """Judges the steps of one packet, with what is looked up kept."""

    def __init__(self, work: Work, entries: Sequence[PacketEntry], judged: Judged) -> None:
        self.work, self.judged = work, judged
        self.new = {(e.desk_id, e.sequence): e for e in entries if not e.withheld}
        self.people: dict[UUID, Person | None] = {}
        self.of_call: dict[tuple[UUID | None, UUID | None], list[PacketEntry]] = {}
        self.of_record: dict[UUID | None, list[PacketEntry]] = {}
        for entry in self.new.values():
            self.of_call.setdefault((entry.call_id, entry.about_id), []).append(entry)
            self.of_record.setdefault(entry.record_id, []).append(entry)

    def refuse(self, entry: PacketEntry) -> None:
        """The whole call does not count for this case: what it wrote belongs to the step."""
        for other in self.of_call[entry.call_id, entry.about_id]:
            self.judged.reasons[other.desk_id, other.sequence] = "step"

    def why_not(self, entry: PacketEntry, changes: Mapping[str, Any]) -> str:
        """Why the step of this entry does not count; empty where it does."""
        after = str(changes["state"][1])
        bases = entry.bases.get("state", ())
        before = [self._state_of(base) for base in bases]
        if None in before:
            return _("它前面的一步没有并入。")
        if entry.verb == SETTLES and after in before:
            return ""
        case = self._case(entry.subject, entry.record_id)
        try:
            flow = flows.flow_of(entry.subject, case.flow_version)
        except Refused as error:
            return error.what
        if not bases:
            return "" if after == flow.stations[0].state else _("它不从第一步开始。")
        return next((why for state in before if (why := self._walk(entry, flow, case, str(state), after))), "")

    def why_not_there(self, entry: PacketEntry, said: Mapping[str, Any]) -> str:
        """Why a step that leads where the case stands already (批准变更) does not count; others go with the state."""
        if said.get("from_state", "") != said["to_state"] or said["case_subject"] not in flows.subjects():
            return ""
        subject = str(said["case_subject"])
        case = self._case(subject, UUID(said["case_id"]))
        try:
            transition = flows.flow_of(subject, case.flow_version).transition(str(said["name"]))
        except (Refused, KeyError):
            return _("流程里没有这一步。")
        if said["from_state"] not in transition.sources or said["to_state"] != transition.target:
            return _("流程里没有这一步。")
        return self._why_not_person(entry, transition, case)

    def _state_of(self, base: EntryId) -> str | None:
        """The state that an entry gave its case; None where that entry does not count."""
        if base in self.judged.reasons:
            return None
        if base in self.new:
            return str(json.loads(self.new[base].changes)["state"][1])
        row = self.work.session.execute(
            select(_ENTRY.changes, _ENTRY.bases).where(_ENTRY.desk_id == base[0], _ENTRY.sequence == base[1])
        ).first()
        if row is None or (row.bases and heads.NOT_APPLIED in json.loads(row.bases)):
            return None
        return str(json.loads(row.changes)["state"][1])

    def _case(self, subject: str, case_id: UUID | None) -> _Case:
        table: Any = table_of(subject)
        row = self.work.session.get(table, case_id)
        if row is not None:
            return _Case(row.flow_version, row.owner())
        said: dict[str, Any] = {}
        those = self.of_record.get(case_id, [])
        if not those:
            return _Case()
        for one in those:
            said |= {key: after for key, (_before, after) in json.loads(one.changes).items()}
        first = min(those, key=lambda one: one.counter)
        owner = UUID(said["rep_id"]) if said.get("rep_id") else first.person_id
        return _Case(str(said.get("flow_version", "")), owner)

    def _walk(self, entry: PacketEntry, flow: Flow, case: _Case, before: str, after: str) -> str:
        """Follow the steps of the call from the state that was seen; each must be allowed."""
        at = before
        for name, source, target in self._steps(entry):
            if source != at:
                break
            try:
                transition = flow.transition(name)
            except KeyError:
                return _("流程里没有这一步。")
            if source not in transition.sources or target != transition.target:
                return _("流程里没有这一步。")
            why = self._why_not_person(entry, transition, case)
            if why:
                return why
            at = target
        return "" if at == after else _("当时的状态不允许这一步。")

    def _steps(self, entry: PacketEntry) -> Iterator[tuple[str, str, str]]:
        for one in self.of_call[entry.call_id, entry.about_id]:
            if one.subject == "transition":
                said = {key: after for key, (_before, after) in json.loads(one.changes).items()}
                yield str(said["name"]), str(said.get("from_state", "")), str(said["to_state"])

    def _why_not_person(self, entry: PacketEntry, transition: Any, case: _Case) -> str:
        person = self._person(entry)
        if person is None or not person.is_active:
            return _("本机不认识这个人,或者他已停用。")
        return standing(person, transition, case.owner).why_not

    def _person(self, entry: PacketEntry) -> Person | None:
        if entry.person_id is None or entry.at is None:
            return None
        if entry.person_id not in self.people:
            row = self.work.session.get(PersonRow, entry.person_id)
            self.people[entry.person_id] = to_person(row) if row else None
        person = self.people[entry.person_id]
        if person is None:
            return None
        day = day_in_china(entry.at)
        return replace(person).acting_for(principals_of(self.work.session, person.id, day))
